#include <array>
#include <cmath>

#include "engine/earned_value/measures.h"
#include "functions/performance/performance.h"
#include "project/report_tools.h"

namespace tc::functions::performance {
namespace {

using namespace kernel;
using namespace kernel::field;

constexpr std::array k_directions = {
    Choice{"higher", {"越高越好", "Higher is better"}},
    Choice{"lower", {"越低越好", "Lower is better"}},
};
constexpr std::array k_frequencies = {
    Choice{"weekly", {"每周", "Weekly"}},
    Choice{"monthly", {"每月", "Monthly"}},
    Choice{"quarterly", {"每季", "Quarterly"}},
};
constexpr std::array k_kpi_fields = {
    title({"指标", "KPI"}),
    prose("formula", {"计算公式", "Formula"}, k_required),
    text("unit", {"单位", "Unit"}, k_listed),
    choice("frequency", {"频率", "Frequency"}, k_frequencies, k_listed),
    choice("direction", {"方向", "Direction"}, k_directions, k_required | k_listed),
    number("target", {"目标", "Target"}, k_required | k_listed),
    number("amber_limit", {"预警值", "Amber limit"}, k_required | k_listed),
    text("data_source", {"数据来源", "Data source"}, k_listed),
};
constexpr std::array k_kpi_states = {
    State{"draft", {"草稿", "Draft"}},
    State{"active", {"使用中", "Active"}},
    State{"retired", {"已停用", "Retired"}, true},
};
constexpr std::array k_kpi_steps = {
    Step{"activate", {"启用", "Activate"}, "draft", "active"},
    Step{"retire", {"停用", "Retire"}, "active", "retired"},
};
constexpr std::array k_colours = {
    Choice{"green", {"绿", "Green"}},
    Choice{"amber", {"黄", "Amber"}},
    Choice{"red", {"红", "Red"}},
};
constexpr std::array k_reading_fields = {
    title({"读数", "Reading"}),
    link("kpi", {"指标", "KPI"}, "kpi", k_required | k_listed),
    date("on_day", {"日期", "Date"}, k_required | k_listed),
    number("value", {"数值", "Value"}, k_required | k_listed),
    choice("status", {"状态", "Status"}, k_colours, k_computed | k_listed),
    prose("remark", {"说明", "Remark"}),
};

constexpr std::array k_records_techniques = {
    Choice{"zero_hundred", {"0/100", "0/100"}},
    Choice{"fifty_fifty", {"50/50", "50/50"}},
    Choice{"milestones", {"加权里程碑", "Weighted milestones"}},
    Choice{"percent", {"完成百分比", "Percent complete"}},
    Choice{"units", {"完成单位", "Units complete"}},
    Choice{"level_of_effort", {"投入水平", "Level of effort"}},
    Choice{"apportioned", {"分摊", "Apportioned effort"}},
};
constexpr std::array k_account_fields = {
    title({"控制账户", "Control account"}),
    link("wbs_entry", {"工作包", "WBS entry"}, "wbs_entry", k_listed),
    link("unit", {"责任部门", "Organisation"}, "organisation_unit", k_listed),
    choice("technique", {"挣值方法", "Technique"}, k_records_techniques, k_required | k_listed),
    money("budget_at_completion", {"完工预算 BAC", "BAC"}, k_required | k_listed),
    percent("threshold", {"偏差阈值", "Threshold of variance"}),
};
constexpr std::array k_period_fields = {
    title({"期间", "Period"}),
    link("control_account", {"控制账户", "Control account"}, "control_account",
         k_required | k_listed),
    integer("period", {"期号", "Period no."}, {1, 1200}, k_required | k_listed),
    money("planned_value", {"累计计划价值 PV", "PV to date"}, k_required | k_listed),
    money("earned_value", {"累计挣值 EV", "EV to date"}, k_listed),
    money("actual_cost", {"累计实际成本 AC", "AC to date"}, k_listed),
    prose("analysis", {"原因、影响与纠正", "Cause, effect, correction"}),
};

constexpr std::array k_snapshot_fields = {
    title({"状态快照", "Status snapshot"}),
    integer("period", {"数据期", "Data period"}, {1, 1200}, k_required | k_listed),
    money("planned_value", {"PV", "PV"}, k_computed | k_listed),
    money("earned_value", {"EV", "EV"}, k_computed | k_listed),
    money("actual_cost", {"AC", "AC"}, k_computed | k_listed),
    money("budget_at_completion", {"BAC", "BAC"}, k_computed),
    number("spi", {"SPI", "SPI"}, k_computed | k_listed),
    number("cpi", {"CPI", "CPI"}, k_computed | k_listed),
    number("spi_time", {"SPI(t)", "SPI(t)"}, k_computed),
    money("estimate_at_completion", {"EAC", "EAC"}, k_computed | k_listed),
    number("ieac_time", {"IEAC(t)", "IEAC(t)"}, k_computed),
    number("tcpi", {"TCPI", "TCPI"}, k_computed),
    field::document("figures", {"全部指标", "All figures"}, k_computed),
    prose("analysis", {"偏差分析", "Variance analysis"}),
};
constexpr std::array k_snapshot_states = {
    State{"taken", {"已取数", "Taken"}},
    State{"frozen", {"已冻结", "Frozen"}, true},
};
constexpr std::array k_snapshot_steps = {
    Step{"freeze", {"冻结", "Freeze"}, "taken", "frozen", "analysis"},
};

constexpr std::array k_evaluation_kinds = {
    Choice{"closure", {"收尾评价", "Closure evaluation"}},
    Choice{"post", {"后评价", "Post-implementation review"}},
};
constexpr std::array k_evaluation_fields = {
    title(),
    choice("kind", {"类型", "Kind"}, k_evaluation_kinds, k_required | k_listed),
    score("time_score", {"进度", "Time"}, k_required),
    score("cost_score", {"费用", "Cost"}, k_required),
    score("quality_score", {"质量", "Quality"}, k_required),
    score("benefit_score", {"收益", "Benefits"}, k_required),
    score("satisfaction_score", {"满意度", "Satisfaction"}, k_required),
    number("overall", {"综合得分", "Overall"}, k_computed | k_listed),
    prose("lessons", {"经验教训", "Lessons"}),
};

void derive_status(Row& row, const Row*, Reader& reader) {
  const auto kpi = reader.load_any("kpi", row.integer("kpi"));
  if (!kpi) return;
  const double sign = kpi->text("direction") == "higher" ? 1 : -1;
  const double value = row.number_of("value") * sign;
  row.set("status", std::string(value >= kpi->number_of("target") * sign        ? "green"
                                : value >= kpi->number_of("amber_limit") * sign ? "amber"
                                                                                : "red"));
}

// Time 25, cost 25, quality 20, benefits 20, satisfaction 10 percent, as 0…100.
void derive_overall(Row& row, const Row*, Reader&) {
  const double mean = 0.25 * static_cast<double>(row.integer("time_score")) +
                      0.25 * static_cast<double>(row.integer("cost_score")) +
                      0.20 * static_cast<double>(row.integer("quality_score")) +
                      0.20 * static_cast<double>(row.integer("benefit_score")) +
                      0.10 * static_cast<double>(row.integer("satisfaction_score"));
  row.set("overall", (mean - 1) * 25);
}

// The figures of a data date never change once they were taken.
void take_figures(Row& row, const Row*, Reader& reader) {
  if (row.has("figures")) return;
  const Curves curves = curves_of(reader, row.scope, row.integer("period"));
  const auto indicators = measure_curves(curves);
  row.set("planned_value", project::yuan(curves.planned_now));
  row.set("earned_value", project::yuan(curves.earned_now));
  row.set("actual_cost", project::yuan(curves.actual_now));
  row.set("budget_at_completion", project::yuan(curves.budget()));
  if (!indicators) return;
  using engine::earned_value::Measure;
  const auto set_number = [&](const char* name, Measure measure) {
    const auto& figure = (*indicators)[measure];
    if (figure.defined()) row.set(name, figure.value);
  };
  set_number("spi", Measure::schedule_performance_index);
  set_number("cpi", Measure::cost_performance_index);
  set_number("spi_time", Measure::schedule_performance_index_time);
  set_number("ieac_time", Measure::ieac_time);
  set_number("tcpi", Measure::tcpi_bac);
  const auto& eac = (*indicators)[Measure::eac_cpi];
  if (eac.defined()) row.set("estimate_at_completion", project::yuan(std::llround(eac.value)));
  Json all = Json::object();
  for (const auto& name : engine::earned_value::measure_names()) {
    const auto& figure = (*indicators)[name.measure];
    all.append(std::string(name.key), figure.defined() ? Json(figure.value) : Json());
  }
  row.set("figures", to_canonical_text(all));
}

constexpr std::array k_records = {
    Record{.name = "kpi",
           .plural = "kpis",
           .label = {"绩效指标", "KPI"},
           .prefix = "KPI",
           .scoping = Scoping::organisation,
           .traits = k_owned,
           .fields = k_kpi_fields,
           .states = k_kpi_states,
           .steps = k_kpi_steps},
    Record{.name = "kpi_reading",
           .plural = "kpi-readings",
           .label = {"指标读数", "KPI reading"},
           .prefix = "KR",
           .fields = k_reading_fields,
           .derive = derive_status},
    Record{.name = "control_account",
           .plural = "control-accounts",
           .label = {"控制账户", "Control account"},
           .prefix = "CA",
           .traits = k_owned,
           .fields = k_account_fields},
    Record{.name = "account_period",
           .plural = "account-periods",
           .label = {"账户期间", "Account period"},
           .prefix = "CAP",
           .fields = k_period_fields},
    Record{.name = "status_snapshot",
           .plural = "status-snapshots",
           .label = {"状态快照", "Status snapshot"},
           .prefix = "SNAP",
           .fields = k_snapshot_fields,
           .states = k_snapshot_states,
           .steps = k_snapshot_steps,
           .derive = take_figures},
    Record{.name = "project_evaluation",
           .plural = "project-evaluations",
           .label = {"项目评价", "Project evaluation"},
           .prefix = "EVA",
           .traits = k_owned,
           .fields = k_evaluation_fields,
           .derive = derive_overall},
};

}  // namespace

std::span<const Record> records() {
  static const std::vector<Record> all = [] {
    std::vector<Record> list(k_records.begin(), k_records.end());
    list.insert(list.end(), package_records().begin(), package_records().end());
    return list;
  }();
  return all;
}

}  // namespace tc::functions::performance
