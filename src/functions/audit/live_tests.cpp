#include <array>
#include <map>

#include "functions/audit/audit.h"
#include "project/report_tools.h"

namespace tc::functions::audit {
namespace {

using namespace kernel;

bool known(Reader& reader, std::initializer_list<std::string_view> records) {
  for (const std::string_view record : records)
    if (reader.registry().record(record) == nullptr) return false;
  return true;
}

// What the reader may see: exceptions name their records.
std::vector<Row> all(Reader& reader, std::string_view record) {
  return reader.list(record, Expr(), {}, 100'000);
}

std::string said(Reader& reader, Label what) {
  return std::string(reader.principal().zh() ? what.zh : what.en);
}

void report(std::vector<Exception>& found, const Row& row, std::string what) {
  found.push_back({std::string(row.type->name), row.id, row.scope, std::move(what)});
}

// A gate past initiation was decided although the project has no approved charter.
std::vector<Exception> gate_without_charter(Reader& reader) {
  std::vector<Exception> found;
  if (!known(reader, {"gate", "charter"})) return found;
  for (const Row& gate : all(reader, "gate")) {
    if (!Words("decided conditions_closed").contains(gate.state) ||
        !Words("go conditional").contains(gate.text("decision")))
      continue;
    bool approved = false;
    for (const Row& charter : project::linked(reader, "charter", "project", gate.scope))
      approved |= charter.state != "draft";
    if (!approved)
      report(found, gate,
             said(reader, {"关口通过但无已批准章程", "Gate passed without a charter"}));
  }
  return found;
}

// A change was carried out without an approval: emergencies must be approved within five days.
std::vector<Exception> change_before_approval(Reader& reader) {
  constexpr std::int64_t k_days = 5;
  std::vector<Exception> found;
  if (!known(reader, {"change_request", "approval"})) return found;
  for (const Row& change : all(reader, "change_request")) {
    if (!Words("implementing verified closed").contains(change.state)) continue;
    bool approved = false;
    for (const Row& approval : project::linked(reader, "approval", "record_id", change.id))
      approved |= approval.state == "approved";
    const bool grace = change.text("urgency") == "emergency" &&
                       reader.today() - project::state_day(change) <= k_days;
    if (!approved && !grace)
      report(found, change,
             said(reader, {"变更未经批准已实施", "Change carried out before its approval"}));
  }
  return found;
}

// A baselined requirement that leads nowhere.
std::vector<Exception> untraced_requirement(Reader& reader) {
  std::vector<Exception> found;
  if (!known(reader, {"requirement"})) return found;
  for (const Row& row : all(reader, "requirement")) {
    if (Words("implemented verified accepted").contains(row.state) && !row.has("deliverable"))
      report(found, row, said(reader, {"需求无对应交付物", "Requirement without a deliverable"}));
  }
  return found;
}

// The parts of a WBS entry must be the whole.
std::vector<Exception> wbs_not_whole(Reader& reader) {
  constexpr std::int64_t k_whole = 10'000;
  std::vector<Exception> found;
  if (!known(reader, {"wbs_entry"})) return found;
  std::map<Id, std::int64_t> sums;
  for (const Row& row : all(reader, "wbs_entry")) {
    if (row.has("parent_entry") && row.has("share_of_parent"))
      sums[row.integer("parent_entry")] += row.integer("share_of_parent");
  }
  for (const auto& [id, sum] : sums) {
    const std::optional<Row> parent = reader.load("wbs_entry", id);
    if (parent && sum != k_whole)
      report(
          found, *parent,
          said(reader, {"下级比重合计 ", "Parts add up to "}) + std::to_string(sum / 100) + " %");
  }
  return found;
}

// Time was booked in a period that had been locked.
std::vector<Exception> time_after_lock(Reader& reader) {
  std::vector<Exception> found;
  if (!known(reader, {"timesheet"})) return found;
  for (const Row& row : all(reader, "timesheet")) {
    if (row.state == "corrected")
      report(found, row, said(reader, {"锁定后更正工时", "Time corrected after the lock"}));
  }
  return found;
}

// A risk above the appetite that nobody owns.
std::vector<Exception> high_risk_without_owner(Reader& reader) {
  constexpr std::int64_t k_high = 12;
  std::vector<Exception> found;
  if (!known(reader, {"risk"})) return found;
  for (const Row& row : all(reader, "risk")) {
    if (!project::is_final(row) && row.integer("score") >= k_high && !row.has("owner"))
      report(found, row, said(reader, {"高风险无负责人", "High risk without an owner"}));
  }
  return found;
}

// The approver was the requester: the program refuses it, so a hit means damaged data.
std::vector<Exception> self_approval(Reader& reader) {
  std::vector<Exception> found;
  if (!known(reader, {"approval", "decision_step"})) return found;
  for (const Row& task : all(reader, "decision_step")) {
    const std::optional<Row> approval = reader.load("approval", task.integer("approval"));
    if (approval && task.state == "decided" && task.has("person") &&
        task.at("person") == approval->at("requester"))
      report(found, *approval, said(reader, {"自批", "Decided by the requester"}));
  }
  return found;
}

// What an approval saw is not what stands: the subject was changed afterwards.
std::vector<Exception> edited_after_approval(Reader& reader) {
  std::vector<Exception> found;
  if (!known(reader, {"scope_statement", "charter"})) return found;
  for (const char* record : {"scope_statement", "charter"}) {
    for (const Row& row : all(reader, record)) {
      if (!Words("baselined approved").contains(row.state)) continue;
      const std::vector<HistoryRow> history = reader.snapshot().history(*row.type, row.id);
      bool approved = false;
      for (const HistoryRow& change : history) {
        if (approved && change.kind == "update")
          report(found, row, said(reader, {"批准后修改", "Edited after its approval"}));
        approved |= change.before.find("\"state\"") != std::string::npos;
      }
    }
  }
  return found;
}

constexpr std::array k_tests = {
    LiveTest{"gate_without_charter",
             {"关口通过但无章程", "Gate passed without charter"},
             gate_without_charter},
    LiveTest{"change_before_approval",
             {"变更未批先行", "Change before approval"},
             change_before_approval},
    LiveTest{"edited_after_approval",
             {"批准后修改基准", "Baseline edited after approval"},
             edited_after_approval},
    LiveTest{"time_after_lock", {"锁定后补工时", "Time booked after the lock"}, time_after_lock},
    LiveTest{"wbs_not_whole", {"WBS 不满足 100%", "WBS breaks the 100 % rule"}, wbs_not_whole},
    LiveTest{"untraced_requirement", {"需求追溯缺口", "Traceability gap"}, untraced_requirement},
    LiveTest{"high_risk_without_owner",
             {"高风险无负责人", "High risk without owner"},
             high_risk_without_owner},
    LiveTest{"self_approval", {"自己批准自己", "Self-approval"}, self_approval},
};

}  // namespace

std::span<const LiveTest> live_tests() { return k_tests; }

}  // namespace tc::functions::audit
