#include "functions/scope/baseline.h"

namespace tc::functions::scope {
namespace {

using namespace kernel;

constexpr Words k_in_scope = "baselined implemented verified accepted";

std::optional<Row> latest_of(const ReportInput& input) {
  std::optional<Row> latest;
  for (Row& row : project::report_rows(input, "scope_baseline"))
    if (!latest || latest->id < row.id) latest = std::move(row);
  return latest;
}

// A changed requirement is on its way back into the scope; a new one that was never reviewed is
// none yet.
std::map<Id, Frozen> present(const ReportInput& input, Id project) {
  std::map<Id, Frozen> now;
  for (const Row& row : project::report_rows(input, "requirement")) {
    const bool known = row.integer("changes") > 0 || row.state != "draft";
    if (row.scope == project && known && row.state != "dropped")
      now[row.id] = {row.integer("revision", 1), std::string(row.text("title"))};
  }
  return now;
}

}  // namespace

std::map<Id, Frozen> frozen_in(const Row& baseline) {
  std::map<Id, Frozen> frozen;
  const Result<Json> list = parse_json(baseline.text("requirements"));
  if (!list || !list->is_array()) return frozen;
  for (const Json& item : list->items()) {
    // Baselines of the first release held ids alone.
    if (item.is_string()) {
      frozen[parse_id(item.string()).value_or(0)] = {};
      continue;
    }
    const Json* revision = item.find("revision");
    frozen[parse_id(item.text("id")).value_or(0)] = {
        revision != nullptr && revision->is_integer() ? revision->integer() : 1,
        std::string(item.text("title"))};
  }
  return frozen;
}

void freeze_scope(Row& row, const Row*, Reader& reader) {
  if (row.has("taken_on")) return;
  row.set("taken_on", std::int64_t{reader.today()});
  Json frozen = Json::array();
  for (const Row& one : project::linked(reader, "requirement", "project", row.scope)) {
    if (!k_in_scope.contains(one.state)) continue;
    Json item = Json::object();
    item.append("id", id_text(one.id));
    item.append("revision", one.integer("revision", 1));
    item.append("title", one.text("title"));
    frozen.push(std::move(item));
  }
  row.set("requirement_count", static_cast<std::int64_t>(frozen.size()));
  row.set("requirements", to_canonical_text(frozen));
  row.set("wbs_count", static_cast<std::int64_t>(
                           project::linked(reader, "wbs_entry", "project", row.scope).size()));
}

Result<ReportTable> baseline_diff(const ReportInput& input) {
  const auto named = [&](const char* name) {
    return input.reader.load("scope_baseline", parse_id(input.inputs.text(name)).value_or(0));
  };
  std::optional<Row> first = named("before");
  if (!first) first = latest_of(input);
  ReportTable table;
  if (!first) return table;
  const std::optional<Row> second = named("after");
  const std::map<Id, Frozen> before = frozen_in(*first);
  const std::map<Id, Frozen> after = second ? frozen_in(*second) : present(input, first->scope);
  const auto add = [&](Id id, const Frozen& shown, const char* change, Value from, Value to) {
    table.rows.push_back({Value(id), Value(shown.title), Value(std::string(change)),
                          std::move(from), std::move(to)});
  };
  for (const auto& [id, old] : before) {
    const auto now = after.find(id);
    if (now == after.end())
      add(id, old, "removed", Value(old.revision), {});
    else if (now->second.revision != old.revision)
      add(id, now->second, "changed", Value(old.revision), Value(now->second.revision));
  }
  for (const auto& [id, now] : after)
    if (!before.contains(id)) add(id, now, "added", {}, Value(now.revision));
  table.finding = {"{count} 项需求与基准不同",
                   "{count} {count:requirement differs|requirements differ} from the baseline"};
  table.arguments = {{"count", std::to_string(table.rows.size())}};
  return table;
}

}  // namespace tc::functions::scope
