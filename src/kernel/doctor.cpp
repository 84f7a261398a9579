#include "kernel/doctor.h"

#include <set>

#include "kernel/audit.h"

namespace tc::kernel {
namespace {

constexpr std::int64_t k_rows_at_once = 5000;
constexpr std::size_t k_problems_max = 100;

void check_row(Snapshot& snapshot, const Registry& registry, const Row& row,
               std::vector<std::string>& problems) {
  const std::string name = std::string(row.type->name) + " " + id_text(row.id);
  const std::vector<HistoryRow> history = snapshot.history(*row.type, row.id);
  if (history.empty() || history.back().version != row.version)
    problems.push_back(name + ": its history does not reach its version");
  if (!history.empty() && history.back().tx != row.updated_tx)
    problems.push_back(name + ": its last transaction is not the one in its history");
  if (row.type->has_lifecycle() && row.type->state(row.state) == nullptr)
    problems.push_back(name + ": unknown state " + row.state);
  for (std::size_t i = 0; i < row.type->fields.size(); ++i) {
    const Field& field = row.type->fields[i];
    if (field.kind != Kind::link || field.target == "*" || !is_set(row.values[i])) continue;
    const RecordType* target = registry.record(field.target);
    const Id id = std::get<std::int64_t>(row.values[i]);
    AccessFilter everything = AccessFilter::everything();
    everything.deleted_too = true;
    if (target != nullptr && id != k_organisation && !snapshot.load(*target, id, everything)) {
      problems.push_back(name + ": " + std::string(field.name) + " points to nothing");
    }
  }
  if (!snapshot.tx(row.updated_tx)) problems.push_back(name + ": its transaction is missing");
}

void walk_chain(Snapshot& snapshot, const AuditWitness& witness, AuditReport& report) {
  for (;;) {
    const std::vector<AuditRow> rows = snapshot.audit_after(report.count, k_rows_at_once);
    if (rows.empty()) return;
    for (const AuditRow& row : rows) {
      if (row.seq != report.count + 1)
        return report.problems.push_back("event " + std::to_string(report.count + 1) +
                                         " is missing");
      if (audit_hash(report.head, row.event) != row.hash)
        return report.problems.push_back(
            "event " + std::to_string(row.seq) +
            " does not fit the chain: it or an event before it was changed");
      report.head = row.hash;
      report.count = row.seq;
      if (witness) witness(row);
    }
  }
}

// What was erased is not there; what is there must be what the chain committed to.
void walk_personal(Snapshot& snapshot, AuditReport& report) {
  std::string last;
  for (;;) {
    const std::vector<PersonalValue> values = snapshot.personal_after(last, k_rows_at_once);
    if (values.empty()) return;
    for (const PersonalValue& one : values) {
      if (commitment_of(one.salt, one.value) != one.commitment)
        report.problems.push_back("a personal value of " + one.record + " " + id_text(one.id) +
                                  " is not the one that was committed to");
    }
    last = values.back().commitment;
  }
}

}  // namespace

AuditReport verify_audit(Snapshot& snapshot, const AuditWitness& witness) {
  AuditReport report;
  report.head = k_audit_genesis;
  walk_chain(snapshot, witness, report);
  if (report.problems.empty()) walk_personal(snapshot, report);
  return report;
}

std::vector<std::string> check_records(Snapshot& snapshot, const Registry& registry) {
  std::vector<std::string> problems;
  for (const RecordType* type : registry.records()) {
    ListQuery query{type, AccessFilter::everything(), {}, {{k_id, false}}, {}, k_rows_at_once};
    for (;;) {
      const std::vector<Row> rows = snapshot.list(query);
      for (const Row& row : rows) {
        check_row(snapshot, registry, row, problems);
        if (problems.size() >= k_problems_max) return problems;
      }
      if (static_cast<std::int64_t>(rows.size()) < k_rows_at_once) break;
      query.after = {Value(rows.back().id), Value(rows.back().id)};
    }
  }
  return problems;
}

}  // namespace tc::kernel
