#include <array>
#include <cmath>

#include "functions/time/critical_chain_plan.h"
#include "functions/time/plan_reports.h"
#include "functions/time/plan_words.h"
#include "kernel/fields.h"

namespace tc::functions::time {
namespace {

using namespace kernel;
using namespace kernel::field;
using engine::critical_chain::Zone;

constexpr std::int64_t k_default_share = 50;
constexpr std::array k_methods = {Choice{"root_sum_square", {"方和根", "Root of squares"}},
                                  Choice{"cut_and_paste", {"剪切粘贴", "Cut and paste"}}};
constexpr std::array k_critical_chain_inputs = {
    field::link("project", {"项目", "Project"}, "project", k_required),
    integer("share", {"激进工期占比", "Aggressive share"}, {10, 90, "%"}),
    choice("buffer", {"缓冲算法", "Buffer size by"}, k_methods),
};
constexpr std::array k_kinds = {Choice{"critical", {"关键链", "Critical chain"}},
                                Choice{"feeding", {"汇入链", "Feeding chain"}}};
constexpr std::array k_zones = {
    Choice{"none", {"未开始", "Not begun"}}, Choice{"green", {"绿区", "Green"}},
    Choice{"yellow", {"黄区", "Yellow"}}, Choice{"red", {"红区", "Red"}}};
constexpr std::array k_critical_chain_columns = {
    choice("kind", {"链", "Chain"}, k_kinds),
    text("activities", {"活动", "Activities"}),
    text("joins", {"汇入", "Joins"}),
    number("duration", {"激进工期", "Aggressive duration"}, 0, "d"),
    number("buffer", {"缓冲（所选）", "Buffer (chosen)"}, 0, "d"),
    number("cut_and_paste", {"剪切粘贴法", "Cut and paste"}, 0, "d"),
    number("root_sum_square", {"方和根法", "Root of squares"}, 0, "d"),
    number("done", {"链完成", "Chain done"}, 0, "%"),
    number("used", {"缓冲消耗", "Buffer used"}, 0, "%"),
    choice("zone", {"区", "Zone"}, k_zones),
};

std::string_view chain_word(const PlanChain& chain) {
  if (!chain.begun) return "none";
  if (chain.now.zone == Zone::red) return "red";
  return chain.now.zone == Zone::yellow ? "yellow" : "green";
}

std::string names_of(const plan::Plan& plan, const std::vector<plan::Index>& rows) {
  std::string text;
  for (const plan::Index row : rows) {
    const plan::Activity& activity = plan.activities[static_cast<std::size_t>(row)];
    text += (text.empty() ? "" : " → ") + name_of(activity);
  }
  return text;
}

std::vector<Value> cells_of(const plan::Plan& plan, const PlanChain& chain, const ChainAsk& ask) {
  const auto days = [&](double tenths) {
    return Value(std::round(tenths / tenths_per_day(plan) * 100) / 100);
  };
  const auto percent = [&](double share) {
    return chain.begun ? Value(std::round(share * 1000) / 10) : Value();
  };
  const bool critical = chain.joins == plan::k_none;
  return {Value(std::string(critical ? "critical" : "feeding")),
          Value(names_of(plan, chain.activities)),
          critical ? Value() : Value(names_of(plan, {chain.joins})),
          days(static_cast<double>(chain.duration)),
          days(ask.root_sum_square ? chain.buffer.root_sum_square : chain.buffer.cut_and_paste),
          days(chain.buffer.cut_and_paste),
          days(chain.buffer.root_sum_square),
          percent(chain.now.chain_done),
          percent(chain.now.buffer_used),
          Value(std::string(chain_word(chain)))};
}

Result<ReportTable> critical_chain(const ReportInput& input) {
  ReportTable table;
  const std::optional<Id> project = parse_id(input.inputs.text("project"));
  if (!project) return table;
  const auto loaded = input.kernel.part<project::PlanBook>().load(input.reader, *project);
  if (!loaded) return loaded.refusals();
  const Json* share = input.inputs.find("share");
  const std::int64_t percent =
      share != nullptr && share->is_integer() ? share->integer() : k_default_share;
  const ChainAsk ask{static_cast<double>(percent) / 100,
                     input.inputs.text("buffer") != "cut_and_paste"};
  const PlanTime today = start_of(input.reader.today() + 1);
  const Result<PlanChains> made = chains_of(**loaded, ask, today, input.progress);
  if (!made) return made.refusals();
  const plan::Plan& plan = (*loaded)->plan;
  for (const PlanChain& chain : made->chains) table.rows.push_back(cells_of(plan, chain, ask));
  if (made->chains.empty()) return table;
  const PlanChain& critical = made->chains.front();
  const double buffer =
      ask.root_sum_square ? critical.buffer.root_sum_square : critical.buffer.cut_and_paste;
  char days[32], safety[32], used[32];
  std::snprintf(days, sizeof days, "%.1f",
                static_cast<double>(critical.duration) / tenths_per_day(plan));
  std::snprintf(safety, sizeof safety, "%.1f", buffer / tenths_per_day(plan));
  std::snprintf(used, sizeof used, "%.0f", critical.now.buffer_used * 100);
  table.arguments = {{"days", days}, {"buffer", safety}, {"used", used}};
  if (critical.begun)
    table.finding = {"关键链 {days} 天，项目缓冲 {buffer} 天，已消耗 {used}%",
                     "Critical chain {days} d, project buffer {buffer} d, {used}% used"};
  else
    table.finding = {"关键链 {days} 天，项目缓冲 {buffer} 天，尚未开始",
                     "Critical chain {days} d, project buffer {buffer} d, not begun"};
  return table;
}

}  // namespace

Report critical_chain_report() {
  return {.name = "time.critical_chain",
          .label = {"关键链与缓冲", "Critical chain and buffers"},
          .permission = "plan.read",
          .inputs = k_critical_chain_inputs,
          .columns = k_critical_chain_columns,
          .chart = "fever",
          .handler = critical_chain};
}

}  // namespace tc::functions::time
