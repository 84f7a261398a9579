#include <array>

#include "functions/process/process.h"
#include "kernel/fields.h"
#include "kernel/kernel.h"

namespace tc::functions::process {
namespace {

using namespace kernel;
using namespace kernel::field;

constexpr std::array k_families = {
    Choice{"pmbok", {"PMBOK 8", "PMBOK 8"}},        Choice{"prince2", {"PRINCE2", "PRINCE2"}},
    Choice{"iso21502", {"ISO 21502", "ISO 21502"}}, Choice{"ipd", {"IPD", "IPD"}},
    Choice{"waterfall", {"瀑布", "Waterfall"}},     Choice{"scrum", {"Scrum", "Scrum"}},
    Choice{"hybrid", {"混合", "Hybrid"}},           Choice{"own", {"自定义", "Own"}},
};
constexpr std::array k_records_profiles = {
    Choice{"light", {"轻量", "Light"}},
    Choice{"standard", {"标准", "Standard"}},
    Choice{"full", {"完整", "Full"}},
};
constexpr std::array k_method_fields = {
    title({"方法", "Method"}),
    choice("family", {"体系", "Family"}, k_families, k_required | k_listed),
    integer("revision", {"版本", "Revision"}, {1, 10'000}, k_listed),
    prose("purpose", {"适用范围", "Use"}),
    document("phases", {"阶段与活动", "Phases and activities"}),
    link("replaces", {"替代", "Replaces"}, "method"),
};
constexpr std::array k_method_states = {
    State{"draft", {"草稿", "Draft"}},
    State{"review", {"评审中", "In review"}},
    State{"published", {"已发布", "Published"}},
    State{"superseded", {"已替代", "Superseded"}, true},
};
constexpr std::array k_method_steps = {
    Step{"submit", {"提交评审", "Submit"}, "draft", "review"},
    Step{"rework", {"退回修改", "Rework"}, "review", "draft"},
    Step{"publish", {"发布", "Publish"}, "review", "published", {}, Taken::by_approval},
    Step{"supersede", {"替代", "Supersede"}, "published", "superseded"},
};

constexpr std::array k_tailoring_fields = {
    title({"裁剪说明", "Tailoring"}),
    link("method", {"方法", "Method"}, "method", k_required | k_listed),
    integer("method_revision", {"锁定版本", "Pinned revision"}, {1, 10'000}, k_computed | k_listed),
    score("size", {"规模", "Size"}, k_required | k_listed),
    score("complexity", {"复杂度", "Complexity"}, k_required),
    score("risk_exposure", {"风险", "Risk"}, k_required),
    score("novelty", {"创新度", "Novelty"}, k_required),
    score("importance", {"战略重要性", "Importance"}, k_required),
    number("tailoring_score", {"裁剪评分", "Tailoring score"}, k_computed | k_listed),
    choice("profile", {"建议裁剪", "Prescribed profile"}, k_records_profiles,
           k_computed | k_listed),
    choice("chosen_profile", {"采用裁剪", "Profile chosen"}, k_records_profiles, k_listed),
    prose("reason", {"偏离理由", "Reason for deviating"}),
};

constexpr std::array k_charter_fields = {
    title(),
    prose("purpose", {"目的与背景", "Purpose"}, k_required),
    prose("objectives", {"目标", "Objectives"}),
    prose("deliverables", {"主要交付物", "Main deliverables"}),
    prose("assumptions", {"假设与约束", "Assumptions and constraints"}),
    money("budget", {"预算", "Budget"}, k_listed),
    date("start", {"开始", "Start"}),
    date("finish", {"完成", "Finish"}),
    prose("success_criteria", {"成功标准", "Success criteria"}),
    link("manager", {"项目经理", "Project manager"}, "person", k_listed),
};
constexpr std::array k_charter_states = {
    State{"draft", {"草稿", "Draft"}},
    State{"approved", {"已批准", "Approved"}},
    State{"closed", {"已关闭", "Closed"}, true},
};
constexpr std::array k_charter_steps = {
    Step{"approve",
         {"提交审批", "Submit for approval"},
         "draft",
         "approved",
         {},
         Taken::by_approval},
    Step{"close", {"关闭", "Close"}, "approved", "closed"},
};

constexpr std::array k_records_phases = {
    Choice{"initiating", {"启动", "Initiating"}}, Choice{"planning", {"规划", "Planning"}},
    Choice{"executing", {"执行", "Executing"}},   Choice{"monitoring", {"监控", "Monitoring"}},
    Choice{"closing", {"收尾", "Closing"}},
};
constexpr std::array k_gate_decisions = {
    Choice{"go", {"通过", "Go"}},           Choice{"conditional", {"有条件通过", "Conditional go"}},
    Choice{"hold", {"暂停", "Hold"}},       Choice{"kill", {"终止", "Kill"}},
    Choice{"recycle", {"返工", "Recycle"}},
};
constexpr std::array k_gate_fields = {
    title({"关口", "Gate"}),
    choice("phase", {"阶段", "Phase"}, k_records_phases, k_required | k_listed),
    date("planned_on", {"计划日期", "Planned"}, k_listed),
    date("prepared_on", {"准备完成", "Prepared"}, k_computed),
    date("decided_on", {"决定日期", "Decided"}, k_computed | k_listed),
    prose("entry_criteria", {"准入条件", "Entry criteria"}),
    prose("exit_criteria", {"准出条件", "Exit criteria"}),
    choice("decision", {"结论", "Decision"}, k_gate_decisions, k_listed),
    prose("conditions", {"条件", "Conditions"}),
    date("conditions_due", {"条件期限", "Conditions due"}),
    prose("minutes", {"评审纪要", "Minutes"}),
    integer("cycle_days", {"关口周期", "Gate cycle"}, {0, 10'000, "d"}, k_computed),
    boolean("first_pass", {"一次通过", "First pass"}, k_computed),
    integer("rounds", {"评审轮次", "Rounds"}, {0, 1000}, k_computed),
};
constexpr std::array k_gate_states = {
    State{"planned", {"已计划", "Planned"}},
    State{"prepared", {"已准备", "Prepared"}},
    State{"in_review", {"评审中", "In review"}},
    State{"decided", {"已决定", "Decided"}},
    State{"conditions_closed", {"条件已关闭", "Conditions closed"}, true},
};
constexpr std::array k_gate_steps = {
    Step{"prepare", {"准备完成", "Prepare"}, "planned", "prepared"},
    Step{"review", {"开始评审", "Start the review"}, "prepared", "in_review"},
    Step{"decide",
         {"作出决定", "Decide"},
         "in_review",
         "decided",
         "decision conditions conditions_due minutes"},
    Step{"recycle", {"返工重审", "Prepare again"}, "decided", "planned"},
    Step{"close_conditions",
         {"关闭条件", "Close the conditions"},
         "decided",
         "conditions_closed",
         "minutes"},
};

constexpr std::array k_item_states_choice = {
    Choice{"open", {"未满足", "Open"}},
    Choice{"satisfied", {"已满足", "Satisfied"}},
    Choice{"not_applicable", {"不适用", "Not applicable"}},
};
constexpr std::array k_item_fields = {
    title({"检查项", "Item"}),
    choice("phase", {"阶段", "Phase"}, k_records_phases, k_required | k_listed),
    link("gate", {"关口", "Gate"}, "gate", k_listed),
    boolean("mandatory", {"强制", "Mandatory"}, k_listed),
    choice("status", {"结果", "Status"}, k_item_states_choice, k_listed),
    text("raci", {"RACI", "RACI"}),
    prose("evidence", {"证据", "Evidence"}),
};

constexpr std::array k_waiver_fields = {
    title({"偏离事项", "Deviation"}),
    link("checklist_item", {"检查项", "Item"}, "checklist_item", k_listed),
    prose("reason", {"理由", "Reason"}, k_required),
    prose("compensation", {"补偿措施", "Compensating measure"}),
    date("expires_on", {"有效期至", "Expires"}, k_required | k_listed),
};
constexpr std::array k_waiver_states = {
    State{"asked", {"已申请", "Asked"}},
    State{"approved", {"已批准", "Approved"}},
    State{"expired", {"已到期", "Expired"}, true},
};
constexpr std::array k_waiver_steps = {
    Step{"approve",
         {"提交审批", "Submit for approval"},
         "asked",
         "approved",
         {},
         Taken::by_approval},
    Step{"expire", {"到期", "Expire"}, "approved", "expired", {}, Taken::by_program},
};

constexpr std::array k_closure_fields = {
    title(),
    prose("results", {"成果", "Results"}, k_required),
    prose("variances", {"与基准的偏差", "Variances"}),
    prose("lessons", {"经验教训", "Lessons"}),
    prose("open_points", {"遗留事项", "Open points"}),
    score("satisfaction", {"客户满意度", "Customer satisfaction"}),
};
constexpr std::array k_closure_states = {
    State{"draft", {"草稿", "Draft"}},
    State{"issued", {"已发布", "Issued"}, true},
};
constexpr std::array k_closure_steps = {
    Step{"issue", {"提交审批", "Submit for approval"}, "draft", "issued", {}, Taken::by_approval},
};

// Weights: size 25, complexity 20, risk 25, novelty 10, importance 20 percent; 1…5 → 0…100.
void derive_profile(Row& row, const Row*, Reader& reader) {
  const double weighted = 0.25 * static_cast<double>(row.integer("size")) +
                          0.20 * static_cast<double>(row.integer("complexity")) +
                          0.25 * static_cast<double>(row.integer("risk_exposure")) +
                          0.10 * static_cast<double>(row.integer("novelty")) +
                          0.20 * static_cast<double>(row.integer("importance"));
  const double points = (weighted - 1) * 25;
  row.set("tailoring_score", points);
  row.set("profile", std::string(points < 30 ? "light" : points < 65 ? "standard" : "full"));
  if (row.has("method_revision")) return;
  // The method's revision is pinned: a new one does not change a running project.
  if (const auto method = reader.load_any("method", row.integer("method")))
    row.set("method_revision", method->integer("revision", 1));
}

void derive_gate(Row& row, const Row* before, Reader& reader) {
  project::colour_by_day(k_gate_colour, row, reader);
  const std::string_view was = before ? std::string_view(before->state) : std::string_view();
  const std::int64_t today = reader.today();
  if (row.state == "prepared" && was == "planned") row.set("prepared_on", today);
  if (row.state != "decided" || was != "in_review") return;
  row.set("rounds", row.integer("rounds") + 1);
  row.set("decided_on", today);
  row.set("cycle_days", today - row.integer("prepared_on", today));
  row.set("first_pass", std::int64_t{row.integer("rounds") == 1 && row.text("decision") == "go"});
}

constexpr std::array k_records = {
    Record{.name = "method",
           .plural = "methods",
           .label = {"方法库", "Method"},
           .prefix = "M",
           .scoping = Scoping::organisation,
           .traits = k_owned,
           .fields = k_method_fields,
           .states = k_method_states,
           .steps = k_method_steps},
    Record{.name = "tailoring",
           .plural = "tailorings",
           .label = {"流程裁剪", "Tailoring"},
           .prefix = "TL",
           .fields = k_tailoring_fields,
           .derive = derive_profile},
    Record{.name = "charter",
           .plural = "charters",
           .label = {"项目章程", "Charter"},
           .prefix = "CH",
           .fields = k_charter_fields,
           .states = k_charter_states,
           .steps = k_charter_steps},
    Record{.name = "gate",
           .plural = "gates",
           .label = {"关口评审", "Gate"},
           .prefix = "G",
           .traits = k_owned | k_rated,
           .fields = k_gate_fields,
           .states = k_gate_states,
           .steps = k_gate_steps,
           .derive = derive_gate},
    Record{.name = "checklist_item",
           .plural = "checklist-items",
           .label = {"过程检查项", "Checklist item"},
           .prefix = "CL",
           .traits = k_owned,
           .fields = k_item_fields},
    Record{.name = "waiver",
           .plural = "waivers",
           .label = {"偏离许可", "Waiver"},
           .prefix = "WV",
           .traits = k_owned,
           .fields = k_waiver_fields,
           .states = k_waiver_states,
           .steps = k_waiver_steps},
    Record{.name = "closure_report",
           .plural = "closure-reports",
           .label = {"收尾报告", "Closure report"},
           .prefix = "CLR",
           .fields = k_closure_fields,
           .states = k_closure_states,
           .steps = k_closure_steps},
};

}  // namespace

std::span<const Record> records() {
  static const std::vector<Record> all = [] {
    std::vector<Record> list(k_records.begin(), k_records.end());
    list.insert(list.end(), method_records().begin(), method_records().end());
    return list;
  }();
  return all;
}

}  // namespace tc::functions::process
