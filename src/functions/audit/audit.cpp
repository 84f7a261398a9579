#include "functions/audit/audit.h"

#include <algorithm>
#include <array>
#include <map>

#include "functions/audit/assurance.h"
#include "functions/functions.h"
#include "kernel/fields.h"
#include "project/report_tools.h"

namespace tc::functions {
namespace audit {
namespace {

using namespace kernel;
using namespace kernel::field;

bool auditor_is_independent(const RuleInput& input) {
  return input.after.integer("independent") != 0;
}
bool lead_is_not_manager(const RuleInput& input) {
  const auto project = input.reader.load_any("project", input.after.scope);
  return !project || !input.after.has("lead_auditor") ||
         project->at("manager") != input.after.at("lead_auditor");
}
bool report_is_written(const RuleInput& input) { return input.after.has("report"); }
bool cause_is_found(const RuleInput& input) { return input.after.has("root_cause"); }
bool correction_is_told(const RuleInput& input) { return input.after.has("correction"); }
bool verifier_is_another(const RuleInput& input) {
  return input.after.has("verified_by") &&
         input.after.integer("verified_by") != input.after.integer("owner");
}
// What an automatic test found is corrected when the test finds it no longer.
bool test_is_passed(const RuleInput& input) {
  const auto test = std::ranges::find(live_tests(), input.after.text("test_code"), &LiveTest::code);
  if (test == live_tests().end()) return true;
  const Id about = input.after.integer("about_id");
  return std::ranges::none_of(test->run(input.reader),
                              [&](const Exception& one) { return one.id == about; });
}
// An engagement closes when all its findings are.
bool findings_are_closed(const RuleInput& input) {
  for (const Row& row : project::linked(input.reader, "finding", "engagement", input.after.id))
    if (!project::is_final(row)) return false;
  return true;
}
bool deviation_has_evidence(const RuleInput& input) {
  return input.after.text("result") != "deviation" || input.after.has("evidence");
}

constexpr std::array k_rules = {
    Rule{"audit_engagement.auditor_is_independent",
         "audit_engagement",
         "open",
         {"须确认审计人员独立性", "Confirm that the auditors are independent"},
         auditor_is_independent,
         "independent"},
    Rule{"audit_engagement.lead_is_not_manager",
         "audit_engagement",
         "open",
         {"项目经理不能审计自己的项目", "The manager cannot audit their own project"},
         lead_is_not_manager,
         "lead_auditor"},
    Rule{"audit_engagement.lead_is_qualified",
         "audit_engagement",
         "open",
         {"审计组长资格已过期", "The lead auditor's qualification has expired"},
         lead_is_qualified,
         "lead_auditor"},
    Rule{"audit_engagement.report_is_written",
         "audit_engagement",
         "draft",
         {"请填写审计报告", "Write the report"},
         report_is_written,
         "report"},
    Rule{"audit_engagement.findings_are_closed",
         "audit_engagement",
         "close",
         {"仍有未关闭的审计发现", "Some findings are still open"},
         findings_are_closed},
    Rule{"audit_check.deviation_has_evidence",
         "audit_check",
         "write",
         {"偏差须有证据", "A deviation needs evidence"},
         deviation_has_evidence,
         "evidence"},
    Rule{"finding.cause_is_found",
         "finding",
         "agree",
         {"请填写根本原因", "Find the root cause"},
         cause_is_found,
         "root_cause"},
    Rule{"finding.correction_is_told",
         "finding",
         "act",
         {"请填写纠正措施", "Say what was done"},
         correction_is_told,
         "correction"},
    Rule{"finding.verified_by_another",
         "finding",
         "verify",
         {"验证人不能是责任人", "Somebody other than the owner verifies"},
         verifier_is_another,
         "verified_by"},
    Rule{"finding.test_is_passed",
         "finding",
         "verify",
         {"自动测试仍能查出，尚未纠正", "The automatic test still finds it: it is not corrected"},
         test_is_passed},
};

// Each exception of the live tests becomes one finding, and stays one until it is closed.
Result<ActionOutcome> run_tests(const EventInput& input) {
  ActionOutcome outcome;
  std::map<std::pair<std::string, Id>, bool> known;
  for (const Row& row : input.reader.list_any(
           "finding", Expr::compare(Expr::Op::not_equal, k_state, std::string("closed"))))
    known[{std::string(row.text("test_code")), row.integer("about_id")}] = true;
  constexpr std::size_t k_findings_max = 500;
  for (const LiveTest& test : live_tests()) {
    for (const Exception& one : test.run(input.reader)) {
      if (known[{std::string(test.code), one.id}] || outcome.commands.size() >= k_findings_max ||
          !input.reader.load_any("project", one.scope))
        continue;
      known[{std::string(test.code), one.id}] = true;
      outcome.commands.push_back(
          project::creation("finding.create", {{"title", one.what},
                                               {"project", id_text(one.scope)},
                                               {"severity", "minor"},
                                               {"test_code", test.code},
                                               {"about_record", one.record},
                                               {"about_id", id_text(one.id)},
                                               {"evidence", one.record + " " + id_text(one.id)}}));
    }
  }
  return outcome;
}

// What was agreed is somebody's task from now on.
Result<ActionOutcome> ask_for_correction(const EventInput& input) {
  ActionOutcome outcome;
  const std::optional<Row> finding = input.reader.load_any("finding", input.event.id);
  if (!finding) return outcome;
  for (const Row& row : project::linked(input.reader, "action_item", "source_id", finding->id))
    if (!project::is_final(row)) return outcome;
  Json::Object set = {{"title", (input.reader.principal().zh() ? "纠正审计发现：" : "Correct: ") +
                                    std::string(finding->text("title"))},
                      {"project", id_text(finding->scope)},
                      {"kind", "corrective"},
                      {"source_record", "finding"},
                      {"source_id", id_text(finding->id)}};
  if (finding->has("owner")) set.push_back({"owner", id_text(finding->integer("owner"))});
  if (finding->has("due"))
    set.push_back({"due", format_day(static_cast<Day>(finding->integer("due")))});
  outcome.commands.push_back(project::creation("action_item.create", std::move(set)));
  return outcome;
}

constexpr std::array k_subscriptions = {
    Subscription{"@day", "audit.run_tests", run_tests},
    Subscription{"finding.agreed", "audit.ask_for_correction", ask_for_correction},
};

constexpr std::array k_test_columns = {
    text("test", {"测试", "Test"}),
    integer("exceptions", {"例外数", "Exceptions"}, {}),
    text("first", {"首例", "First one"}),
};
Result<ReportTable> tests(const ReportInput& input) {
  const std::optional<Id> only = parse_id(input.inputs.text("project"));
  ReportTable table;
  for (const LiveTest& test : live_tests()) {
    std::int64_t count = 0;
    std::string first;
    for (const Exception& one : test.run(input.reader)) {
      // Only what the caller may see is counted.
      if ((only && one.scope != *only) || !input.reader.load(one.record, one.id)) continue;
      if (++count == 1) first = one.what;
    }
    table.rows.push_back({Value(std::string(test.code)), Value(count), Value(first)});
  }
  return table;
}

constexpr std::array k_ageing_columns = {
    link("finding", {"发现", "Finding"}, "finding"),
    text("severity", {"等级", "Severity"}),
    text("state", {"状态", "State"}),
    integer("age_days", {"账龄", "Age"}, {}),
    integer("overdue_days", {"逾期", "Overdue"}, {}),
};
Result<ReportTable> ageing(const ReportInput& input) {
  ReportTable table;
  const std::int64_t today = input.reader.today();
  for (const Row& row : project::report_rows(input, "finding")) {
    if (project::is_final(row)) continue;
    const std::int64_t late = today - row.integer("due", today);
    table.rows.push_back({Value(row.id), row.at("severity"), Value(row.state),
                          Value(today - project::day_made(row)),
                          late > 0 ? Value(late) : Value(std::int64_t{0})});
  }
  return table;
}

constexpr std::array k_measure_columns = {
    integer("engagements", {"审计项目", "Engagements"}, {}),
    integer("findings", {"发现", "Findings"}, {}),
    number("density", {"每项发现数", "Findings each"}),
    percent("on_time_closure", {"按时关闭率", "On-time closure"}),
    percent("repeat_rate", {"重复率", "Repeat rate"}),
};
Result<ReportTable> measures(const ReportInput& input) {
  const auto engagements =
      static_cast<std::int64_t>(project::report_rows(input, "audit_engagement").size());
  std::int64_t findings = 0, within = 0, timed = 0, in_time = 0, repeats = 0;
  for (const Row& row : project::report_rows(input, "finding")) {
    ++findings;
    within += row.has("engagement");
    timed += row.has("closed_in_time");
    in_time += row.integer("closed_in_time");
    repeats += row.integer("repeat");
  }
  ReportTable table;
  table.rows.push_back(
      {Value(engagements), Value(findings),
       project::ratio(static_cast<double>(within), static_cast<double>(engagements)),
       project::share(in_time, timed), project::share(repeats, findings)});
  return table;
}

constexpr std::array k_coverage_columns = {
    text("clause", {"条款", "Clause"}),
    integer("checks", {"检查", "Checks"}, {}),
    integer("deviations", {"偏差", "Deviations"}, {}),
    percent("conformity", {"符合率", "Conformity"}),
};
Result<ReportTable> coverage(const ReportInput& input) {
  std::map<std::string, std::pair<std::int64_t, std::int64_t>> clauses;
  for (const Row& row : project::report_rows(input, "audit_check")) {
    if (row.text("result") == "not_applicable" || !row.has("result")) continue;
    auto& [checks, deviations] = clauses[std::string(row.text("clause"))];
    ++checks;
    deviations += row.text("result") == "deviation";
  }
  ReportTable table;
  for (const auto& [clause, counts] : clauses)
    table.rows.push_back({Value(clause), Value(counts.first), Value(counts.second),
                          project::share(counts.first - counts.second, counts.first)});
  return table;
}

constexpr std::array k_radar_columns = {
    text("perspective", {"维度", "Perspective"}),
    integer("level", {"成熟度", "Level"}, {0, 5}),
};
Result<ReportTable> maturity(const ReportInput& input) {
  const Row* latest = nullptr;
  const std::vector<Row> rows = project::report_rows(input, "maturity_assessment");
  for (const Row& row : rows)
    if (latest == nullptr || row.integer("assessed_on") >= latest->integer("assessed_on"))
      latest = &row;
  ReportTable table;
  if (latest == nullptr) return table;
  for (const std::string_view one :
       Words("governance management benefits finance stakeholders risk resource"))
    table.rows.push_back({Value(std::string(one)), latest->at(one)});
  return table;
}

constexpr std::array k_reports = {
    Report{"audit.live_tests",
           {"自动审计测试", "Automatic audit tests"},
           "finding.read",
           project::k_project_inputs,
           k_test_columns,
           "bar",
           tests},
    Report{"audit.ageing",
           {"发现账龄", "Finding ageing"},
           "finding.read",
           project::k_project_inputs,
           k_ageing_columns,
           "table",
           ageing},
    Report{"audit.measures",
           {"审计指标", "Audit measures"},
           "finding.read",
           project::k_project_inputs,
           k_measure_columns,
           "figures",
           measures},
    Report{"audit.clause_coverage",
           {"条款覆盖", "Clause coverage"},
           "audit_check.read",
           project::k_project_inputs,
           k_coverage_columns,
           "bar",
           coverage},
    Report{"audit.maturity",
           {"成熟度雷达", "Maturity radar"},
           "maturity_assessment.read",
           {},
           k_radar_columns,
           "radar",
           maturity},
    Report{"audit.calendar",
           {"审计日历", "Audit calendar"},
           "audit_engagement.read",
           project::k_project_inputs,
           k_calendar_columns,
           "calendar",
           calendar},
    Report{"audit.universe",
           {"审计优先级", "Audit priorities"},
           "auditable_area.read",
           {},
           k_universe_columns,
           "bar",
           universe},
    Report{"audit.evidence",
           {"证据包", "Evidence"},
           "evidence_pack.read",
           k_evidence_inputs,
           k_evidence_columns,
           "table",
           evidence},
};

}  // namespace
}  // namespace audit

const kernel::Function& audit_function() {
  static const kernel::Function function = {.name = "audit",
                                            .label = {"审计", "Audit"},
                                            .records = audit::records(),
                                            .rules = audit::k_rules,
                                            .subscriptions = audit::k_subscriptions,
                                            .reports = audit::k_reports};
  return function;
}

}  // namespace tc::functions
