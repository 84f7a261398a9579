#include "functions/conflict/findings.h"

#include <algorithm>

#include "project/report_tools.h"

namespace tc::functions::conflict {

using namespace kernel;

Findings::Findings(Reader& reader, Expr among) {
  for (Row& row : reader.list_any("conflict", std::move(among)))
    if (row.has("detected_key") && !project::is_final(row))
      open_.emplace(row.text("detected_key"), std::move(row));
}

void Findings::raise(const std::string& key, Json::Object set) {
  if (!raised_.insert(key).second || open_.contains(key)) return;
  set.push_back({"detected", true});
  set.push_back({"detected_key", key});
  outcome.commands.push_back(project::creation("conflict.create", std::move(set)));
}

void Findings::withdraw_others(std::string_view prefix) {
  for (const auto& [key, row] : open_)
    if (key.starts_with(prefix) && !raised_.contains(key) &&
        row.type->step("withdraw")->from.contains(row.state))
      outcome.commands.push_back(project::command("conflict.withdraw", row.id));
}

ReportRows::ReportRows(const EventInput& input, std::string_view report, const Json& inputs)
    : report_(input.reader.registry().report(report)) {
  if (report_ == nullptr) return;
  Result<ReportTable> table =
      report_->handler({inputs, input.reader.principal(), input.reader, input.kernel});
  if (table)
    table_ = std::move(*table);
  else
    refusals_ = table.refusals();
}

const Value& ReportRows::at(std::size_t row, std::string_view column) const {
  const auto found = std::ranges::find(report_->columns, column, &Field::name);
  TC_ASSERT(found != report_->columns.end());
  return table_.rows[row][static_cast<std::size_t>(found - report_->columns.begin())];
}

std::string ReportRows::words(std::size_t row, std::string_view column) const {
  const auto* text = std::get_if<std::string>(&at(row, column));
  return text == nullptr ? std::string() : *text;
}

std::int64_t ReportRows::number(std::size_t row, std::string_view column) const {
  const auto* number = std::get_if<std::int64_t>(&at(row, column));
  return number == nullptr ? 0 : *number;
}

}  // namespace tc::functions::conflict
