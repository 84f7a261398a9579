#include <array>

#include "engine/quality/sampling.h"
#include "functions/quality/quality.h"
#include "project/report_tools.h"

namespace tc::functions::quality {
namespace {

using namespace kernel;
using namespace kernel::field;

constexpr std::array k_plan_fields = {
    title({"质量计划", "Quality plan"}),
    prose("objectives", {"质量目标", "Objectives"}, k_required),
    prose("standards", {"适用标准", "Standards"}),
    prose("responsibilities", {"职责", "Responsibilities"}),
};
constexpr std::array k_plan_states = {
    State{"draft", {"草稿", "Draft"}},
    State{"approved", {"已批准", "Approved"}},
    State{"superseded", {"已替代", "Superseded"}, true},
};
constexpr std::array k_plan_steps = {
    Step{"approve", {"提交审批", "Approve"}, "draft", "approved", {}, Taken::by_approval},
    Step{"supersede", {"替代", "Supersede"}, "approved", "superseded"},
};
constexpr std::array k_charts = {
    Choice{"imr", {"单值移动极差 I-MR", "I-MR"}}, Choice{"xbar_r", {"均值极差 X̄-R", "X̄-R"}},
    Choice{"xbar_s", {"均值标准差 X̄-S", "X̄-S"}},  Choice{"p", {"不合格品率 p", "p"}},
    Choice{"np", {"不合格品数 np", "np"}},        Choice{"c", {"缺陷数 c", "c"}},
    Choice{"u", {"单位缺陷数 u", "u"}},
};
constexpr std::array k_rule_sets = {
    Choice{"nelson", {"Nelson 八条", "Nelson"}},
    Choice{"western_electric", {"Western Electric 四条", "Western Electric"}},
};
constexpr std::array k_metric_fields = {
    title({"质量指标", "Metric"}),
    text("unit", {"单位", "Unit"}, k_listed),
    choice("chart", {"控制图", "Control chart"}, k_charts, k_listed),
    choice("rules", {"判异规则", "Rules for signals"}, k_rule_sets),
    number("lower_limit", {"规格下限", "Lower specification"}, k_listed),
    number("upper_limit", {"规格上限", "Upper specification"}, k_listed),
    number("target", {"目标", "Target"}),
};
constexpr std::array k_measurement_fields = {
    title({"测量", "Measurement"}),
    link("metric", {"质量指标", "Metric"}, "quality_metric", k_required | k_listed),
    date("on_day", {"日期", "Date"}, k_required | k_listed),
    number("value", {"数值", "Value"}, k_required | k_listed),
    integer("subgroup", {"子组", "Subgroup"}, {1, 1'000'000}),
    number("sample_size", {"样本量", "Sample size"}),
    text("note", {"注释", "Note"}),
};
constexpr std::array k_points = {
    Choice{"hold", {"停止点 H", "Hold point"}},
    Choice{"witness", {"见证点 W", "Witness point"}},
    Choice{"review", {"文件点 R", "Review point"}},
};
constexpr std::array k_inspection_results = {
    Choice{"accepted", {"合格", "Accepted"}},
    Choice{"conditional", {"让步接收", "Conditionally accepted"}},
    Choice{"rejected", {"不合格", "Rejected"}},
};
constexpr std::array k_levels = {
    Choice{"I", {"一般水平 I", "General I"}},       Choice{"II", {"一般水平 II", "General II"}},
    Choice{"III", {"一般水平 III", "General III"}}, Choice{"S1", {"特殊水平 S-1", "Special S-1"}},
    Choice{"S2", {"特殊水平 S-2", "Special S-2"}},  Choice{"S3", {"特殊水平 S-3", "Special S-3"}},
    Choice{"S4", {"特殊水平 S-4", "Special S-4"}},
};
constexpr std::array k_strictness = {
    Choice{"normal", {"正常", "Normal"}},
    Choice{"tightened", {"加严", "Tightened"}},
    Choice{"reduced", {"放宽", "Reduced"}},
};
constexpr std::array k_inspection_fields = {
    title({"检验", "Inspection"}),
    choice("point", {"控制点", "Point"}, k_points, k_required | k_listed),
    link("deliverable", {"交付物", "Deliverable"}, "deliverable", k_listed),
    link("activity", {"活动", "Activity"}, "*"),
    date("planned_on", {"计划日期", "Planned"}, k_listed),
    link("inspector", {"检验员", "Inspector"}, "person", k_listed),
    integer("lot_size", {"批量", "Lot"}, {1, 100'000'000}),
    number("aql", {"接收质量限 AQL", "AQL"}, 0, "%"),
    choice("inspection_level", {"检验水平", "Inspection level"}, k_levels),
    choice("severity", {"检验严格度", "Severity"}, k_strictness),
    text("code_letter", {"样本量字码", "Code letter"}, k_computed),
    integer("plan_size", {"方案样本量", "Sample of the plan"}, {}, k_computed),
    integer("accept_number", {"接收数 Ac", "Acceptance number"}, {}, k_computed),
    integer("reject_number", {"拒收数 Re", "Rejection number"}, {}, k_computed),
    integer("sample_size", {"样本量", "Sample"}, {0, 100'000'000}),
    integer("defects", {"不合格数", "Defects"}, {0, 100'000'000}, k_listed),
    choice("result", {"结果", "Result"}, k_inspection_results, k_listed),
    choice("first_result", {"首次结果", "First result"}, k_inspection_results, k_computed),
    prose("remarks", {"说明", "Remarks"}),
};
constexpr std::array k_item_fields = {
    title({"检查项", "Item"}),
    link("inspection", {"检验", "Inspection"}, "inspection", k_required | k_listed),
    text("criterion", {"判定标准", "Criterion"}, k_listed),
    text("measured", {"实测", "Measured"}, k_listed),
    boolean("passed", {"合格", "Passed"}, k_listed),
};
constexpr std::array k_inspection_states = {
    State{"planned", {"已计划", "Planned"}},
    State{"notified", {"已通知", "Notified"}},
    State{"done", {"已检验", "Done"}},
    State{"released", {"已放行", "Released"}, true},
};
constexpr std::array k_inspection_steps = {
    Step{"notify", {"通知", "Notify"}, "planned", "notified"},
    Step{"inspect",
         {"检验", "Inspect"},
         "planned notified",
         "done",
         "inspector sample_size defects result remarks"},
    Step{"release", {"放行", "Release"}, "done", "released"},
    Step{"repeat", {"复检", "Repeat"}, "done", "planned"},
};

constexpr std::array k_project_phases = {
    Choice{"initiating", {"启动", "Initiating"}}, Choice{"planning", {"规划", "Planning"}},
    Choice{"executing", {"执行", "Executing"}},   Choice{"monitoring", {"监控", "Monitoring"}},
    Choice{"closing", {"收尾", "Closing"}},
};
constexpr std::array k_review_kinds = {
    Choice{"peer", {"同行评审", "Peer review"}},
    Choice{"technical", {"技术评审", "Technical review"}},
    Choice{"phase", {"阶段质量评审", "Phase review"}},
};
constexpr std::array k_review_fields = {
    title({"评审", "Review"}),
    choice("kind", {"类型", "Kind"}, k_review_kinds, k_listed),
    choice("phase", {"阶段", "Phase"}, k_project_phases, k_listed),
    link("deliverable", {"对象", "Subject"}, "deliverable", k_listed),
    number("hours", {"评审工时", "Hours"}, k_listed, "h"),
    integer("defects_found", {"发现缺陷", "Defects found"}, {0, 100'000}, k_listed),
    integer("size", {"规模", "Size"}, {0, 100'000'000}),
    number("efficiency", {"评审效率", "Defects per hour"}, k_computed | k_listed),
    number("density", {"缺陷密度", "Defect density"}, k_computed),
};
constexpr std::array k_review_states = {
    State{"planned", {"已计划", "Planned"}},
    State{"held", {"已召开", "Held"}},
    State{"rework", {"返工", "Rework"}},
    State{"passed", {"已通过", "Passed"}, true},
};
constexpr std::array k_review_steps = {
    Step{"hold", {"召开", "Hold"}, "planned rework", "held", "hours defects_found size"},
    Step{"send_back", {"返工", "Rework"}, "held", "rework"},
    Step{"pass", {"通过", "Pass"}, "held", "passed"},
};

constexpr std::array k_severities = {
    Choice{"critical", {"致命", "Critical"}},
    Choice{"major", {"严重", "Major"}},
    Choice{"minor", {"一般", "Minor"}},
};
constexpr std::array k_phases = {
    Choice{"requirement", {"需求", "Requirement"}},
    Choice{"design", {"设计", "Design"}},
    Choice{"build", {"制造与施工", "Build"}},
    Choice{"test", {"试验", "Test"}},
    Choice{"use", {"使用", "Use"}},
};
constexpr std::array k_finding_fields = {
    title({"评审发现", "Finding"}),
    link("quality_review", {"评审", "Review"}, "quality_review", k_required | k_listed),
    choice("severity", {"等级", "Severity"}, k_severities, k_required | k_listed),
    choice("injected_in", {"引入阶段", "Injected in"}, k_phases, k_listed),
    prose("resolution", {"处理", "Resolution"}),
    boolean("resolved", {"已解决", "Resolved"}, k_listed),
};
// The branches of a fishbone (6M).
constexpr std::array k_branches = {
    Choice{"people", {"人员", "People"}},       Choice{"machine", {"机器", "Machine"}},
    Choice{"material", {"材料", "Material"}},   Choice{"method", {"方法", "Method"}},
    Choice{"measure", {"测量", "Measurement"}}, Choice{"environment", {"环境", "Environment"}},
};
constexpr std::array k_cause_fields = {
    title({"原因", "Cause"}),
    link("nonconformity", {"不合格", "Nonconformity"}, "nonconformity", k_required | k_listed),
    choice("branch", {"分支", "Branch"}, k_branches, k_required | k_listed),
    link("effect_of", {"它导致", "Leads to"}, "cause", k_listed),
    boolean("root", {"根本原因", "Root cause"}, k_listed),
    prose("evidence", {"证据", "Evidence"}),
};
constexpr std::array k_nc_fields = {
    title({"不合格", "Nonconformity"}),
    choice("severity", {"等级", "Severity"}, k_severities, k_required | k_listed),
    text("cause_class", {"原因类别", "Class of cause"}, k_listed),
    choice("injected_in", {"引入阶段", "Injected in"}, k_phases),
    choice("found_in", {"发现阶段", "Found in"}, k_phases, k_listed),
    link("inspection", {"检验", "Inspection"}, "inspection"),
    prose("description", {"描述", "Description"}),
    prose("team", {"8D 小组", "8D team"}),
    prose("containment", {"临时措施", "Containment"}),
    prose("root_cause", {"根本原因（5 个为什么）", "Root cause (5 why)"}),
    prose("corrective", {"纠正措施", "Corrective action"}),
    prose("preventive", {"预防再发", "Prevention of recurrence"}),
    prose("effectiveness", {"有效性验证", "Effectiveness"}),
    link("verified_by", {"验证人", "Verified by"}, "person"),
    boolean("repeat", {"重复发生", "Repeat"}, k_listed),
    money("cost", {"损失", "Cost"}, k_listed),
};
constexpr std::array k_nc_states = {
    State{"open", {"未关闭", "Open"}},
    State{"contained", {"已遏制", "Contained"}},
    State{"analysed", {"已查明原因", "Cause found"}},
    State{"acted", {"已采取措施", "Acted on"}},
    State{"verified", {"已验证有效", "Verified effective"}},
    State{"closed", {"已关闭", "Closed"}, true},
};
constexpr std::array k_nc_steps = {
    Step{"contain", {"遏制", "Contain"}, "open", "contained", "team containment"},
    Step{"analyse",
         {"分析原因", "Find the cause"},
         "contained",
         "analysed",
         "root_cause cause_class injected_in"},
    Step{"act", {"采取措施", "Act"}, "analysed", "acted", "corrective"},
    Step{"verify", {"验证有效性", "Verify"}, "acted", "verified", "effectiveness verified_by"},
    Step{"reopen", {"措施无效", "Not effective"}, "acted", "analysed"},
    Step{"close", {"关闭", "Close"}, "verified", "closed", "preventive"},
};

constexpr std::array k_concession_fields = {
    title({"让步", "Concession"}),
    link("nonconformity", {"不合格", "Nonconformity"}, "nonconformity", k_required | k_listed),
    prose("conditions", {"条件", "Conditions"}, k_required),
};
constexpr std::array k_concession_states = {
    State{"requested", {"已申请", "Requested"}},
    State{"granted", {"已批准", "Granted"}, true},
};
constexpr std::array k_concession_steps = {
    Step{"grant", {"提交审批", "Grant"}, "requested", "granted", {}, Taken::by_approval},
};
constexpr std::array k_cost_kinds = {
    Choice{"prevention", {"预防", "Prevention"}},
    Choice{"appraisal", {"鉴定", "Appraisal"}},
    Choice{"internal_failure", {"内部损失", "Internal failure"}},
    Choice{"external_failure", {"外部损失", "External failure"}},
};
constexpr std::array k_cost_fields = {
    title({"质量成本", "Cost of quality"}),
    choice("kind", {"类别", "Kind"}, k_cost_kinds, k_required | k_listed),
    date("on_day", {"日期", "Date"}, k_required | k_listed),
    money("amount", {"金额", "Amount"}, k_required | k_listed),
};

// GB/T 2828.1: the plan for the lot, and what the first inspection found.
void derive_inspection(Row& row, const Row*, Reader&) {
  if (row.state == "done" && row.has("result") && !row.has("first_result"))
    row.set("first_result", row.at("result"));
  Value letter, size, accept, reject;
  if (row.has("aql") && row.has("lot_size")) {
    const std::string level(row.has("inspection_level") ? row.text("inspection_level") : "II");
    const auto strictness = engine::quality::severity_of(row.text("severity"));
    const auto plan =
        engine::quality::sampling_plan(row.integer("lot_size"), row.number_of("aql"), level,
                                       strictness.value_or(engine::quality::Severity::normal));
    if (plan) {
      letter = std::string(1, plan->plan_letter);
      size = plan->sample_size;
      accept = plan->accept;
      reject = plan->reject;
    }
  }
  row.set("code_letter", letter);
  row.set("plan_size", size);
  row.set("accept_number", accept);
  row.set("reject_number", reject);
}

void derive_review(Row& row, const Row*, Reader&) {
  const auto found = static_cast<double>(row.integer("defects_found"));
  row.set("efficiency", project::ratio(found, row.number_of("hours")));
  row.set("density", project::ratio(found, static_cast<double>(row.integer("size"))));
}

constexpr std::array k_records = {
    Record{.name = "quality_plan",
           .plural = "quality-plans",
           .label = {"质量计划", "Quality plan"},
           .prefix = "QP",
           .traits = k_owned,
           .fields = k_plan_fields,
           .states = k_plan_states,
           .steps = k_plan_steps},
    Record{.name = "quality_metric",
           .plural = "quality-metrics",
           .label = {"质量指标", "Quality metric"},
           .prefix = "QM",
           .fields = k_metric_fields},
    Record{.name = "measurement",
           .plural = "measurements",
           .label = {"测量值", "Measurement"},
           .fields = k_measurement_fields},
    Record{.name = "inspection",
           .plural = "inspections",
           .label = {"检验与试验", "Inspection"},
           .prefix = "INS",
           .traits = k_owned,
           .fields = k_inspection_fields,
           .states = k_inspection_states,
           .steps = k_inspection_steps,
           .derive = derive_inspection},
    Record{.name = "inspection_item",
           .plural = "inspection-items",
           .label = {"检查项", "Inspection item"},
           .prefix = "IIT",
           .fields = k_item_fields},
    Record{.name = "quality_review",
           .plural = "quality-reviews",
           .label = {"质量评审", "Quality review"},
           .prefix = "QR",
           .traits = k_owned,
           .fields = k_review_fields,
           .states = k_review_states,
           .steps = k_review_steps,
           .derive = derive_review},
    Record{.name = "review_finding",
           .plural = "review-findings",
           .label = {"评审发现", "Review finding"},
           .prefix = "RF",
           .traits = k_owned,
           .fields = k_finding_fields},
    Record{.name = "nonconformity",
           .plural = "nonconformities",
           .label = {"不合格", "Nonconformity"},
           .prefix = "NC",
           .traits = k_owned,
           .fields = k_nc_fields,
           .states = k_nc_states,
           .steps = k_nc_steps},
    Record{.name = "cause",
           .plural = "causes",
           .label = {"原因", "Cause"},
           .prefix = "CAU",
           .fields = k_cause_fields},
    Record{.name = "concession",
           .plural = "concessions",
           .label = {"让步接收", "Concession"},
           .prefix = "CON",
           .fields = k_concession_fields,
           .states = k_concession_states,
           .steps = k_concession_steps},
    Record{.name = "quality_cost",
           .plural = "quality-costs",
           .label = {"质量成本", "Cost of quality"},
           .prefix = "COQ",
           .fields = k_cost_fields},
};

}  // namespace

std::span<const Record> records() { return k_records; }

}  // namespace tc::functions::quality
