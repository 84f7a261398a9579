#include <array>
#include <map>
#include <set>

#include "functions/functions.h"
#include "functions/scope/baseline.h"
#include "functions/scope/size.h"
#include "project/due_colour.h"
#include "project/report_tools.h"

namespace tc::functions {
namespace scope {
namespace {

using namespace kernel;
using namespace kernel::field;

constexpr std::array k_priorities = {
    Choice{"must", {"必须", "Must"}},
    Choice{"should", {"应该", "Should"}},
    Choice{"could", {"可以", "Could"}},
    Choice{"wont", {"本期不做", "Won't"}},
};

constexpr std::array k_statement_fields = {
    title(),
    prose("included", {"范围内", "In scope"}, k_required),
    prose("excluded", {"范围外", "Out of scope"}),
    prose("assumptions", {"假设", "Assumptions"}),
    prose("constraints", {"约束", "Constraints"}),
    integer("revision", {"版本", "Revision"}, {1, 10'000}, k_listed),
};
constexpr std::array k_statement_states = {
    State{"draft", {"草稿", "Draft"}},
    State{"baselined", {"已入基准", "Baselined"}},
    State{"superseded", {"已替代", "Superseded"}, true},
};
constexpr std::array k_statement_steps = {
    Step{"baseline", {"提交入基准", "Baseline"}, "draft", "baselined", {}, Taken::by_approval},
    Step{"supersede", {"替代", "Supersede"}, "baselined", "superseded"},
};

constexpr std::array k_requirement_fields = {
    title(),
    text("source", {"来源", "Source"}, k_listed),
    choice("priority", {"优先级", "Priority"}, k_priorities, k_required | k_listed),
    prose("description", {"描述", "Description"}),
    prose("acceptance_criteria", {"验收标准", "Acceptance criteria"}),
    link("need", {"来源需要", "Need"}, "requirement"),
    link("wbs_entry", {"工作包", "WBS entry"}, "wbs_entry", k_listed),
    text("test", {"验证方法", "Test"}),
    link("deliverable", {"交付物", "Deliverable"}, "deliverable"),
    integer("size_points", {"功能点", "Function points"}, {0, 100'000}),
    link("change_request", {"变更请求", "Change request"}, "change_request"),
    integer("revision", {"版本", "Revision"}, {1, 10'000}, k_computed | k_listed),
    integer("changes", {"变更次数", "Changes"}, {0, 10'000}, k_computed),
};
constexpr std::array k_requirement_states = {
    State{"draft", {"草稿", "Draft"}},
    State{"reviewed", {"已评审", "Reviewed"}},
    State{"baselined", {"已入基准", "Baselined"}},
    State{"implemented", {"已实现", "Implemented"}},
    State{"verified", {"已验证", "Verified"}},
    State{"accepted", {"已验收", "Accepted"}, true},
    State{"dropped", {"已取消", "Dropped"}, true},
};
constexpr std::array k_requirement_steps = {
    Step{"review", {"评审", "Review"}, "draft", "reviewed"},
    Step{"baseline", {"入基准", "Baseline"}, "reviewed", "baselined", "wbs_entry"},
    Step{"implement", {"已实现", "Implemented"}, "baselined", "implemented"},
    Step{"verify", {"验证", "Verify"}, "implemented", "verified", "test"},
    Step{"accept", {"验收", "Accept"}, "verified", "accepted"},
    Step{"change",
         {"变更", "Change"},
         "baselined implemented verified",
         "draft",
         "description acceptance_criteria change_request"},
    Step{"drop", {"取消", "Drop"}, "draft reviewed baselined", "dropped"},
};

constexpr std::array k_wbs_fields = {
    title({"名称", "Name"}),
    text("code", {"WBS 编码", "WBS code"}, k_required | k_listed | k_searched),
    link("parent_entry", {"上级", "Parent"}, "wbs_entry"),
    prose("description", {"工作内容", "Statement of work"}),
    prose("acceptance_criteria", {"验收标准", "Acceptance criteria"}),
    percent("share_of_parent", {"占上级比重", "Share of the parent"}, k_listed),
    money("budget", {"预算", "Budget"}, k_listed),
    link("responsible_unit", {"责任部门", "Responsible unit"}, "organisation_unit"),
    link("activity", {"汇总活动", "Summary activity"}, "*"),
    boolean("in_baseline", {"在基准内", "In the baseline"}),
};

constexpr std::array k_deliverable_fields = {
    title({"名称", "Name"}),
    link("wbs_entry", {"工作包", "WBS entry"}, "wbs_entry", k_listed),
    prose("quality_criteria", {"质量要求", "Quality criteria"}),
    link("receiver", {"接收人", "Receiver"}, "person", k_listed),
    link("inspected_by", {"检验人", "Inspected by"}, "person"),
    prose("findings", {"检验意见", "Findings"}),
    integer("rejections", {"退回次数", "Rejections"}, {0, 1000}, k_computed),
};
constexpr std::array k_deliverable_states = {
    State{"planned", {"已计划", "Planned"}},     State{"submitted", {"已提交", "Submitted"}},
    State{"inspected", {"已检验", "Inspected"}}, State{"accepted", {"已验收", "Accepted"}, true},
    State{"rejected", {"已退回", "Rejected"}},
};
constexpr std::array k_deliverable_steps = {
    Step{"submit", {"提交", "Submit"}, "planned rejected", "submitted"},
    Step{"inspect", {"检验", "Inspect"}, "submitted", "inspected", "inspected_by findings"},
    Step{"accept", {"提交验收", "Accept"}, "inspected", "accepted", {}, Taken::by_approval},
    Step{"reject", {"退回", "Reject"}, "submitted inspected", "rejected", "findings"},
};

constexpr std::array k_acceptance_fields = {
    title({"事项", "Subject"}),
    link("deliverable", {"交付物", "Deliverable"}, "deliverable", k_required | k_listed),
    date("accepted_on", {"验收日期", "Accepted on"}, k_required | k_listed),
    text("certificate", {"验收证书号", "Certificate"}, k_listed),
    link("accepted_by", {"验收人", "Accepted by"}, "person", k_listed),
    prose("reservations", {"保留意见", "Reservations"}),
};

constexpr std::array k_baseline_fields = {
    title({"名称", "Name"}),
    date("taken_on", {"日期", "Taken on"}, k_computed | k_listed),
    integer("requirement_count", {"需求数", "Number of requirements"}, {}, k_computed | k_listed),
    integer("wbs_count", {"WBS 条目", "WBS entries"}, {}, k_computed | k_listed),
    document("requirements", {"需求快照", "Requirements"}, k_computed),
};

void count_changes(Row& row, const Row* before, Reader& reader) {
  const bool changed = before && row.state == "draft" && before->state != "draft";
  row.set("changes", row.integer("changes") + (changed ? 1 : 0));
  row.set("revision", row.integer("changes") + 1);
  if (const auto points = before ? points_of(reader, row.id) : std::nullopt)
    row.set("size_points", *points);
}

constexpr project::DueColour k_deliverable_colour = {
    "deliverable", "accepted", [](const Row&) -> std::string_view { return "due"; }};

Result<ActionOutcome> recolour_deliverables(const EventInput& input) {
  return project::recolour(k_deliverable_colour, input.reader);
}

void derive_deliverable(Row& row, const Row* before, Reader& reader) {
  project::colour_by_day(k_deliverable_colour, row, reader);
  const bool rejected = before && row.state == "rejected" && before->state != "rejected";
  row.set("rejections", row.integer("rejections") + (rejected ? 1 : 0));
}

constexpr std::array k_records = {
    Record{.name = "scope_statement",
           .plural = "scope-statements",
           .label = {"范围说明书", "Scope statement"},
           .prefix = "SS",
           .traits = k_owned,
           .fields = k_statement_fields,
           .states = k_statement_states,
           .steps = k_statement_steps},
    Record{.name = "requirement",
           .plural = "requirements",
           .label = {"需求", "Requirement"},
           .prefix = "REQ",
           .traits = k_owned | k_reviewed,
           .fields = k_requirement_fields,
           .states = k_requirement_states,
           .steps = k_requirement_steps,
           .derive = count_changes},
    Record{.name = "function_component",
           .plural = "function-components",
           .label = {"功能组件", "Function component"},
           .prefix = "FC",
           .fields = k_component_fields,
           .derive = derive_component},
    Record{.name = "wbs_entry",
           .plural = "wbs-entries",
           .label = {"WBS 条目", "WBS entry"},
           .prefix = "W",
           .traits = k_owned,
           .fields = k_wbs_fields},
    Record{.name = "deliverable",
           .plural = "deliverables",
           .label = {"交付物", "Deliverable"},
           .prefix = "D",
           .traits = k_owned | k_rated,
           .fields = k_deliverable_fields,
           .states = k_deliverable_states,
           .steps = k_deliverable_steps,
           .derive = derive_deliverable},
    Record{.name = "acceptance",
           .plural = "acceptances",
           .label = {"验收", "Acceptance"},
           .prefix = "ACC",
           .fields = k_acceptance_fields},
    Record{.name = "scope_baseline",
           .plural = "scope-baselines",
           .label = {"范围基准", "Scope baseline"},
           .prefix = "SB",
           .fields = k_baseline_fields,
           .derive = freeze_scope},
};

bool criteria_before_review(const RuleInput& input) {
  return input.after.has("acceptance_criteria");
}
// What is in the baseline changes by a decided change request only (21).
bool change_is_approved(const RuleInput& input) {
  if (input.reader.registry().record("change_request") == nullptr) return true;
  const auto change =
      input.reader.load_any("change_request", input.after.integer("change_request"));
  return change && change->scope == input.after.scope &&
         Words("approved implementing verified closed").contains(change->state);
}
bool baselined_in_wbs(const RuleInput& input) { return input.after.has("wbs_entry"); }
bool inspector_is_another(const RuleInput& input) {
  return input.after.has("inspected_by") &&
         input.after.integer("inspected_by") != input.after.integer("owner");
}
bool rejection_is_told(const RuleInput& input) { return input.after.has("findings"); }
bool accepted_deliverable(const RuleInput& input) {
  const auto row = input.reader.load_any("deliverable", input.after.integer("deliverable"));
  return row && Words("inspected accepted").contains(row->state);
}
// 100 % rule: the parts of a WBS entry never add up to more than the whole.
bool shares_within_whole(const RuleInput& input) {
  if (!input.after.has("parent_entry") || !input.after.has("share_of_parent")) return true;
  constexpr std::int64_t k_whole = 10'000;
  std::int64_t sum = input.after.integer("share_of_parent");
  for (const Row& row : project::linked(input.reader, "wbs_entry", "parent_entry",
                                        input.after.integer("parent_entry"))) {
    if (row.id != input.after.id) sum += row.integer("share_of_parent");
  }
  return sum <= k_whole;
}
bool wbs_parent_is_another(const RuleInput& input) {
  return input.after.integer("parent_entry") != input.after.id;
}

constexpr std::array k_rules = {
    Rule{"requirement.criteria_before_review",
         "requirement",
         "review",
         {"评审前须写明验收标准", "A review needs acceptance criteria"},
         criteria_before_review,
         "acceptance_criteria"},
    Rule{"requirement.change_is_approved",
         "requirement",
         "change",
         {"变更已入基准的需求须引用本项目已批准的变更请求",
          "A baselined requirement changes by an approved change request of its project"},
         change_is_approved,
         "change_request"},
    Rule{"requirement.baselined_in_wbs",
         "requirement",
         "baseline",
         {"入基准须指定工作包", "A baselined requirement needs its WBS entry"},
         baselined_in_wbs,
         "wbs_entry"},
    Rule{"deliverable.inspector_is_another",
         "deliverable",
         "inspect",
         {"检验人不能是负责人本人", "Somebody other than the owner inspects"},
         inspector_is_another,
         "inspected_by"},
    Rule{"deliverable.rejection_is_told",
         "deliverable",
         "reject",
         {"退回须写明意见", "A rejection says what is missing"},
         rejection_is_told,
         "findings"},
    Rule{"acceptance.deliverable_was_inspected",
         "acceptance",
         "write",
         {"交付物检验后才能验收", "Only an inspected deliverable can be accepted"},
         accepted_deliverable,
         "deliverable"},
    Rule{"wbs_entry.shares_within_whole",
         "wbs_entry",
         "write",
         {"下级比重合计不能超过 100%", "The parts cannot exceed 100 % of their parent"},
         shares_within_whole,
         "share_of_parent"},
    Rule{"wbs_entry.parent_is_another",
         "wbs_entry",
         "update",
         {"不能以自己为上级", "An entry cannot be its own parent"},
         wbs_parent_is_another,
         "parent_entry"},
};

// Components add up to the size of their requirement.
Result<ActionOutcome> add_up(const EventInput& input) {
  ActionOutcome outcome;
  if (const auto row = input.reader.load_any("function_component", input.event.id))
    outcome.commands.push_back(project::command("requirement.update", row->integer("requirement")));
  return outcome;
}

constexpr std::array k_subscriptions = {
    Subscription{"@day", "scope.recolour_deliverables", recolour_deliverables},
    Subscription{"function_component.created", "scope.add_up", add_up},
    Subscription{"function_component.updated", "scope.add_up_again", add_up},
};

constexpr std::array k_coverage_columns = {
    link("project", {"项目", "Project"}, "project"),
    integer("requirements", {"需求", "Requirements"}, {}),
    percent("forward_coverage", {"正向覆盖", "Forward coverage"}),
    percent("backward_coverage", {"反向覆盖", "Backward coverage"}),
    integer("without_wbs", {"无工作包的需求", "Requirements without WBS"}, {}),
    integer("without_requirement", {"无需求的工作包", "WBS entries without requirement"}, {}),
};

struct Traces {
  std::int64_t requirements = 0, traced = 0;
  std::set<Id> entries, used;
};

// Forward: requirements that lead to a WBS entry and a deliverable. Backward: leaves of the WBS
// that some requirement asks for.
Result<ReportTable> coverage(const ReportInput& input) {
  std::map<Id, Traces> traces;
  std::set<Id> parents;
  for (const Row& row : project::report_rows(input, "wbs_entry")) {
    traces[row.scope].entries.insert(row.id);
    if (row.has("parent_entry")) parents.insert(row.integer("parent_entry"));
  }
  for (const Row& row : project::report_rows(input, "requirement")) {
    if (row.state == "dropped") continue;
    Traces& trace = traces[row.scope];
    ++trace.requirements;
    trace.traced += row.has("wbs_entry") && row.has("deliverable");
    if (row.has("wbs_entry")) trace.used.insert(row.integer("wbs_entry"));
  }
  ReportTable table;
  for (const auto& [scope, trace] : traces) {
    std::int64_t leaves = 0, covered = 0;
    for (const Id entry : trace.entries) {
      if (parents.contains(entry)) continue;
      ++leaves;
      covered += trace.used.contains(entry);
    }
    table.rows.push_back({Value(scope), Value(trace.requirements),
                          project::share(trace.traced, trace.requirements),
                          project::share(covered, leaves), Value(trace.requirements - trace.traced),
                          Value(leaves - covered)});
  }
  return table;
}

// Below 0 where more was removed than added.
constexpr Field k_creep_index = [] {
  Field field = percent("creep_index", {"范围蔓延指数", "Scope creep index"}, 0, 1000);
  field.min = -field.max;
  return field;
}();
constexpr std::array k_creep_columns = {
    link("project", {"项目", "Project"}, "project"),
    integer("baseline_count", {"基准需求", "Baseline"}, {}),
    integer("added", {"新增", "Added"}, {}),
    integer("removed", {"取消", "Removed"}, {}),
    integer("changed", {"变更", "Changed"}, {}),
    k_creep_index,
    percent("volatility", {"需求波动率", "Volatility"}, 0, 1000),
};

// Against the latest scope baseline: creep = (added − removed) / baseline,
// volatility = (added + removed + changed) / baseline.
Result<ReportTable> creep(const ReportInput& input) {
  std::map<Id, Row> latest;
  for (const Row& row : project::report_rows(input, "scope_baseline"))
    if (!latest.contains(row.scope) || latest[row.scope].id < row.id) latest[row.scope] = row;
  ReportTable table;
  for (const auto& [scope, baseline] : latest) {
    const std::map<Id, Frozen> before = frozen_in(baseline);
    std::int64_t added = 0, changed = 0, still = 0;
    for (const Row& row : project::linked(input.reader, "requirement", "project", scope)) {
      const bool known = before.contains(row.id);
      const bool alive = row.state != "dropped";
      added += !known && alive && row.state != "draft";
      still += known && alive;
      changed += known && alive && row.integer("changes") > 0;
    }
    const auto count = static_cast<std::int64_t>(before.size());
    const std::int64_t removed = count - still;
    table.rows.push_back({Value(scope), Value(count), Value(added), Value(removed), Value(changed),
                          project::share(added - removed, count),
                          project::share(added + removed + changed, count)});
  }
  return table;
}

constexpr std::array k_ledger_columns = {
    link("project", {"项目", "Project"}, "project"),
    integer("deliverables", {"交付物", "Deliverables"}, {}),
    integer("accepted", {"已验收", "Accepted"}, {}),
    integer("rejections", {"退回次数", "Rejections"}, {}),
    percent("acceptance_rate", {"验收率", "Acceptance rate"}),
    percent("first_pass_rate", {"一次通过率", "First-pass rate"}),
};

Result<ReportTable> ledger(const ReportInput& input) {
  struct Sum {
    std::int64_t all = 0, accepted = 0, rejections = 0, first = 0;
  };
  std::map<Id, Sum> sums;
  for (const Row& row : project::report_rows(input, "deliverable")) {
    Sum& sum = sums[row.scope];
    ++sum.all;
    sum.rejections += row.integer("rejections");
    sum.accepted += row.state == "accepted";
    sum.first += row.state == "accepted" && row.integer("rejections") == 0;
  }
  ReportTable table;
  for (const auto& [scope, sum] : sums) {
    table.rows.push_back({Value(scope), Value(sum.all), Value(sum.accepted), Value(sum.rejections),
                          project::share(sum.accepted, sum.all),
                          project::share(sum.first, sum.accepted)});
  }
  return table;
}

constexpr std::array k_trace_columns = {
    link("requirement", {"需求", "Requirement"}, "requirement"),
    link("wbs_entry", {"工作包", "WBS entry"}, "wbs_entry"),
    text("test", {"验证方法", "Test"}),
    link("deliverable", {"交付物", "Deliverable"}, "deliverable"),
    text("state", {"状态", "State"}),
    boolean("complete", {"链条完整", "Complete"}),
};

Result<ReportTable> traceability(const ReportInput& input) {
  ReportTable table;
  for (const Row& row : project::report_rows(input, "requirement")) {
    const bool complete = row.has("wbs_entry") && row.has("test") && row.has("deliverable");
    table.rows.push_back({Value(row.id), row.at("wbs_entry"), row.at("test"), row.at("deliverable"),
                          Value(row.state), Value(std::int64_t{complete})});
  }
  return table;
}

constexpr std::array k_tree_columns = {
    link("entry", {"条目", "Entry"}, "wbs_entry"),
    link("parent", {"上级", "Parent"}, "wbs_entry"),
    text("code", {"编码", "Code"}),
    money("budget", {"预算", "Budget"}),
    percent("share", {"占上级", "Share"}),
    percent("children_share", {"下级合计", "Parts together"}),
};

Result<ReportTable> wbs_chart(const ReportInput& input) {
  const std::vector<Row> rows = project::report_rows(input, "wbs_entry");
  std::map<Id, std::int64_t> parts;
  for (const Row& row : rows)
    if (row.has("parent_entry"))
      parts[row.integer("parent_entry")] += row.integer("share_of_parent");
  ReportTable table;
  for (const Row& row : rows) {
    const auto below = parts.find(row.id);
    table.rows.push_back({Value(row.id), row.at("parent_entry"), row.at("code"), row.at("budget"),
                          row.at("share_of_parent"),
                          below == parts.end() ? Value() : Value(below->second)});
  }
  return table;
}

constexpr std::array k_need_columns = {
    link("requirement", {"需求", "Requirement"}, "requirement"),
    link("need", {"来源需要", "Need"}, "requirement"),
    choice("priority", {"优先级", "Priority"}, k_priorities),
    text("state", {"状态", "State"}),
    integer("size_points", {"功能点", "Function points"}, {}),
};

// Needs with the requirements that were taken from them.
Result<ReportTable> requirement_tree(const ReportInput& input) {
  ReportTable table;
  for (const Row& row : project::report_rows(input, "requirement"))
    table.rows.push_back({Value(row.id), row.at("need"), row.at("priority"), Value(row.state),
                          row.at("size_points")});
  return table;
}

constexpr std::array k_reports = {
    Report{"scope.wbs_chart",
           {"工作分解结构", "WBS chart"},
           "wbs_entry.read",
           project::k_project_inputs,
           k_tree_columns,
           "tree",
           wbs_chart},
    Report{"scope.traceability",
           {"追溯矩阵", "Traceability matrix"},
           "requirement.read",
           project::k_project_inputs,
           k_trace_columns,
           "table",
           traceability},
    Report{"scope.coverage",
           {"追溯覆盖率", "Traceability coverage"},
           "requirement.read",
           project::k_project_inputs,
           k_coverage_columns,
           "bar",
           coverage},
    Report{"scope.creep",
           {"范围蔓延", "Scope creep"},
           "requirement.read",
           project::k_project_inputs,
           k_creep_columns,
           "bar",
           creep},
    Report{"scope.acceptance_ledger",
           {"验收台账", "Acceptance ledger"},
           "deliverable.read",
           project::k_project_inputs,
           k_ledger_columns,
           "bar",
           ledger},
    Report{"scope.requirement_tree",
           {"需求树", "Requirement tree"},
           "requirement.read",
           project::k_project_inputs,
           k_need_columns,
           "tree",
           requirement_tree},
    Report{"scope.baseline_diff",
           {"范围基准差异", "Scope baseline difference"},
           "scope_baseline.read",
           k_diff_inputs,
           k_diff_columns,
           "table",
           baseline_diff},
    Report{"scope.size",
           {"功能点规模", "Function-point size"},
           "function_component.read",
           project::k_project_inputs,
           k_size_columns,
           "bar",
           size},
};

}  // namespace
}  // namespace scope

const kernel::Function& scope_function() {
  static constexpr kernel::Function function = {.name = "scope",
                                                .label = {"范围", "Scope"},
                                                .records = scope::k_records,
                                                .rules = scope::k_rules,
                                                .subscriptions = scope::k_subscriptions,
                                                .reports = scope::k_reports};
  return function;
}

}  // namespace tc::functions
