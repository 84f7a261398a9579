#include "functions/audit/assurance.h"

#include <algorithm>
#include <map>

#include "base/digest.h"

namespace tc::functions::audit {
namespace {

using namespace kernel;

constexpr double k_days_per_month = 30.4375;

// What the record says: its number, state and every value, in one fixed form.
std::string digest_of(const Row& row) {
  Json said = Json::object();
  said.append("number", row.number);
  said.append("state", row.state);
  for (std::size_t i = 0; i < row.type->fields.size(); ++i)
    said.append(std::string(row.type->fields[i].name),
                value_to_json(row.type->fields[i], row.values[i]));
  return sha256_hex(to_canonical_text(said));
}

void add(Json& list, const Row& row) {
  Json item = Json::object();
  item.append("record", row.type->name);
  item.append("id", id_text(row.id));
  item.append("number", row.number);
  item.append("sha256", digest_of(row));
  list.push(std::move(item));
}

}  // namespace

void derive_priority(Row& row, const Row*, Reader& reader) {
  constexpr double k_never = 2;
  const auto cycle = static_cast<double>(std::max<std::int64_t>(row.integer("cycle_months"), 1));
  const auto risk = static_cast<double>(row.integer("risk"));
  if (!row.has("last_audited")) {
    row.set("priority", risk * k_never);
    row.set("due_on", std::int64_t{reader.today()});
    return;
  }
  const std::int64_t last = row.integer("last_audited");
  row.set("priority",
          risk * static_cast<double>(reader.today() - last) / (cycle * k_days_per_month));
  row.set("due_on", last + static_cast<std::int64_t>(cycle * k_days_per_month + 0.5));
}

bool lead_is_qualified(const RuleInput& input) {
  bool any = false;
  for (const Row& one : project::linked(input.reader, "auditor_qualification", "person",
                                        input.after.integer("lead_auditor"))) {
    any = true;
    if (one.integer("valid_until") >= input.reader.today()) return true;
  }
  return !any;
}

void freeze_evidence(Row& row, const Row*, Reader& reader) {
  if (row.has("catalogue")) return;
  const Id engagement = row.integer("engagement");
  Json list = Json::array();
  for (const char* record : {"audit_check", "finding", "working_paper"})
    for (const Row& one : project::linked(reader, record, "engagement", engagement)) add(list, one);
  row.set("items", static_cast<std::int64_t>(list.size()));
  const std::string frozen = to_canonical_text(list);
  row.set("root_hash", sha256_hex(frozen));
  row.set("catalogue", frozen);
}

Result<ReportTable> evidence(const ReportInput& input) {
  const std::optional<Id> only = parse_id(input.inputs.text("pack"));
  ReportTable table;
  std::int64_t changed = 0;
  for (const Row& pack : project::report_rows(input, "evidence_pack")) {
    if (only && pack.id != *only) continue;
    const Result<Json> list = parse_json(pack.text("catalogue"));
    const bool whole = sha256_hex(pack.text("catalogue")) == pack.text("root_hash");
    if (!list || !list->is_array()) continue;
    for (const Json& item : list->items()) {
      const auto now =
          input.reader.load_any(item.text("record"), parse_id(item.text("id")).value_or(0));
      const bool intact = whole && now && digest_of(*now) == item.text("sha256");
      changed += !intact;
      table.rows.push_back({Value(pack.id), Value(std::string(item.text("record"))),
                            Value(std::string(item.text("number"))),
                            Value(std::string(item.text("sha256"))), Value(std::int64_t{intact})});
    }
  }
  table.finding = {"{count} 件证据在取证后有变",
                   "{count} {count:piece of evidence|pieces of evidence} changed since"};
  table.arguments = {{"count", std::to_string(changed)}};
  return table;
}

Result<ReportTable> calendar(const ReportInput& input) {
  std::vector<Row> rows = project::report_rows(input, "audit_engagement");
  std::ranges::stable_sort(rows, {}, [](const Row& row) { return row.integer("from_day"); });
  ReportTable table;
  for (const Row& row : rows)
    if (row.has("from_day"))
      table.rows.push_back({row.at("from_day"), Value(row.id), row.at("until_day"),
                            row.at("lead_auditor"), Value(row.state)});
  return table;
}

Result<ReportTable> universe(const ReportInput& input) {
  std::vector<Row> rows = project::report_rows(input, "auditable_area");
  for (Row& row : rows) derive_priority(row, nullptr, input.reader);
  std::ranges::stable_sort(rows, std::greater<>(),
                           [](const Row& row) { return row.number_of("priority"); });
  ReportTable table;
  for (const Row& row : rows)
    table.rows.push_back(
        {Value(row.id), row.at("risk"), row.at("priority"), row.at("due_on"),
         Value(std::int64_t{row.integer("due_on") < std::int64_t{input.reader.today()}})});
  return table;
}

}  // namespace tc::functions::audit
