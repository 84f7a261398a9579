#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <memory>

#include "engine/montecarlo/montecarlo.h"
#include "engine/montecarlo/plan_network.h"
#include "functions/risk/risk.h"
#include "project/plan_book.h"
#include "project/report_tools.h"

namespace tc::functions::risk {
namespace {

using namespace kernel;
using namespace kernel::field;
namespace engine = tc::engine::montecarlo;

constexpr std::int64_t k_iterations = 10'000;
// Where a plan has no ranges of its own: durations from −10 to +25 percent.
constexpr std::pair<double, double> k_default_range = {-10, 25};
constexpr double k_ticks_per_day = 4800;

// Where the activity that a risk names stands in the network.
std::optional<engine::Index> place_of(const Row& risk, const project::LoadedPlan& loaded,
                                      const engine::PlanNetwork& made) {
  if (!risk.has("activity")) return std::nullopt;
  const plan::Index row = loaded.index_of(risk.integer("activity"));
  const auto found = std::ranges::find(made.activity, row);
  if (row == plan::k_none || found == made.activity.end()) return std::nullopt;
  return static_cast<engine::Index>(found - made.activity.begin());
}

// Each open risk of the register as an event with its response: it delays the activity it names,
// else the one that finishes the project, and costs money. An opportunity shortens and saves.
void add_risks(const std::vector<Row>& rows, const Scale& scale, const project::LoadedPlan& loaded,
               engine::PlanNetwork& made) {
  engine::Index last = 0;
  PlanTime latest = k_no_time;
  for (std::size_t i = 0; i < made.activity.size(); ++i) {
    const auto& dates = loaded.schedule.activities[static_cast<std::size_t>(made.activity[i])];
    if (dates.finish > latest) {
      latest = dates.finish;
      last = static_cast<engine::Index>(i);
    }
  }
  for (const Row& row : rows) {
    if (project::is_final(row) || !row.has("probability")) continue;
    const double sign = row.text("kind") == "opportunity" ? -1 : 1;
    engine::Risk risk;
    risk.id = id_text(row.id);
    risk.name = row.text("title");
    risk.probability = scale.of(row.integer("probability"));
    if (row.has("residual_probability"))
      risk.mitigated_probability = scale.of(row.integer("residual_probability"));
    if (row.integer("impact_days") != 0) {
      const double ticks =
          sign * static_cast<double>(std::abs(row.integer("impact_days"))) * k_ticks_per_day;
      engine::Impact delay;
      delay.kind = engine::Impact::Kind::delay;
      delay.amount = engine::Distribution::triangular(std::min(0.5 * ticks, 1.5 * ticks), ticks,
                                                      std::max(0.5 * ticks, 1.5 * ticks));
      delay.activities = {place_of(row, loaded, made).value_or(last)};
      risk.impacts.push_back(std::move(delay));
    }
    if (row.has("impact_cost")) {
      engine::Impact cost;
      cost.kind = engine::Impact::Kind::cost;
      cost.amount = engine::Distribution::fixed(
          sign * static_cast<double>(project::minor_units(row, "impact_cost")));
      risk.impacts.push_back(std::move(cost));
    }
    if (!risk.impacts.empty()) made.network.risks.push_back(std::move(risk));
  }
}

constexpr std::array k_simulation_inputs = {
    link("project", {"项目", "Project"}, "project", k_required)};

/// The plan of a project simulated with its register.
struct Simulated {
  std::shared_ptr<const project::LoadedPlan> loaded;
  engine::PlanNetwork made;
  engine::Outcome outcome;
  [[nodiscard]] std::int64_t day(double instant) const {
    return std::int64_t{day_of(engine::finish_date(made.network, outcome.axis, instant))};
  }
};

// What the plan says an activity costs; summaries repeat what lies below them.
std::int64_t cost_of(const plan::Plan& plan, plan::Index row) {
  if (row < 0) return 0;
  const plan::Activity& activity = plan.activities[static_cast<std::size_t>(row)];
  return activity.kind == plan::ActivityKind::summary ? 0 : activity.cost_minor;
}

/// What a report shows beside the distribution of finish and cost; each costs runs of its own.
enum class Beside { nothing, risks, activities };

Result<Simulated> simulated(const ReportInput& input, Beside beside) {
  const Id project_id = parse_id(input.inputs.text("project")).value_or(0);
  auto loaded = input.kernel.part<project::PlanBook>().load(input.reader, project_id);
  if (!loaded) return loaded.refusals();
  engine::PlanOptions options;
  options.default_range = k_default_range;
  Result<engine::PlanNetwork> network =
      engine::network_of_plan((*loaded)->plan, engine::ranges_of((*loaded)->plan), options);
  if (!network) return network.refusals();
  Simulated result{std::move(*loaded), std::move(*network), {}};
  for (std::size_t i = 0; i < result.made.activity.size(); ++i)
    result.made.network.activities[i].cost = engine::Distribution::fixed(
        static_cast<double>(cost_of(result.loaded->plan, result.made.activity[i])));
  add_risks(project::report_rows(input, "risk"), Settings(input.reader).scale(project_id),
            *result.loaded, result.made);
  engine::Options how;
  how.iterations = k_iterations;
  how.mitigation = !result.made.network.risks.empty();
  how.risk_sensitivity = beside == Beside::risks;
  how.activity_outputs = beside == Beside::activities;
  Result<engine::Outcome> outcome = engine::simulate(result.made.network, how, input.progress);
  if (!outcome) return outcome.refusals();
  result.outcome = std::move(*outcome);
  return result;
}

std::string confidence(double part) { return "P" + std::to_string(std::lround(part * 100)); }

constexpr std::array k_simulation_columns = {
    text("confidence", {"置信度", "Confidence"}),
    date("finish", {"完成日期", "Finish"}),
    date("mitigated_finish", {"应对后完成", "Finish with responses"}),
    integer("gain_days", {"应对效果", "Gain"}, {-100'000, 100'000}),
};
// The register and the simulation on the same data: a response shows in P80 at the next look.
Result<ReportTable> simulation(const ReportInput& input) {
  const auto run = simulated(input, Beside::nothing);
  if (!run) return run.refusals();
  ReportTable table;
  const engine::Outcome& outcome = run->outcome;
  for (std::size_t i = 0; i < outcome.finish.percentiles.size(); ++i) {
    const auto& one = outcome.finish.percentiles[i];
    Value after, gain;
    if (outcome.mitigated_finish) {
      after = run->day(outcome.mitigated_finish->percentiles[i].value);
      gain = run->day(one.value) - std::get<std::int64_t>(after);
    }
    table.rows.push_back({Value(confidence(one.part)), Value(run->day(one.value)), after, gain});
  }
  table.finding = {"模拟 {count} 次", "{count} iterations"};
  table.arguments = {{"count", std::to_string(outcome.iterations)}};
  return table;
}

constexpr std::array k_tornado_columns = {
    link("risk", {"风险", "Risk"}, "risk"),
    number("days_at_p80", {"P80 完工影响", "Effect on P80 finish"}, 0, "d"),
    money("cost_at_p80", {"P80 费用影响", "Effect on P80 cost"}),
};
// How much earlier and cheaper the project would be at P80 without each risk: leave one out.
Result<ReportTable> tornado(const ReportInput& input) {
  const auto run = simulated(input, Beside::risks);
  if (!run) return run.refusals();
  ReportTable table;
  for (const auto& one : run->outcome.risks) {
    Value cost;
    if (one.cost_p80) cost = project::yuan(std::llround(*one.cost_p80));
    table.rows.push_back(
        {Value(parse_id(one.id).value_or(0)), Value(one.finish_p80 / k_ticks_per_day), cost});
  }
  return table;
}

constexpr std::array k_criticality_columns = {
    text("activity", {"活动", "Activity"}),
    percent("criticality", {"关键度指数", "Criticality index"}),
    number("cruciality", {"敏感度", "Cruciality"}),
    number("sensitivity", {"进度敏感度 SSI", "Schedule sensitivity (SSI)"}),
};
Result<ReportTable> criticality(const ReportInput& input) {
  constexpr std::size_t k_shown = 30;
  const auto run = simulated(input, Beside::activities);
  if (!run) return run.refusals();
  ReportTable table;
  const auto& rated = run->outcome.activities;
  for (std::size_t i = 0; i < rated.size(); ++i) {
    if (!run->made.network.activities[i].counted) continue;
    Value cruciality;
    if (rated[i].cruciality) cruciality = *rated[i].cruciality;
    table.rows.push_back({Value(run->made.network.activities[i].name),
                          Value(static_cast<std::int64_t>(std::lround(rated[i].criticality * 1e4))),
                          cruciality, Value(rated[i].ssi)});
  }
  std::ranges::stable_sort(table.rows, std::greater<>(),
                           [](const auto& row) { return std::get<double>(row[3]); });
  table.rows.resize(std::min(table.rows.size(), k_shown));
  return table;
}

constexpr std::array k_curve_columns = {
    date("finish", {"完成日期", "Finish"}),
    percent("probability", {"按期概率", "Probability to finish by then"}),
};
Result<ReportTable> s_curve(const ReportInput& input) {
  const auto run = simulated(input, Beside::nothing);
  if (!run) return run.refusals();
  std::map<std::int64_t, double> days;
  for (const auto& bin : run->outcome.finish.histogram) days[run->day(bin.to)] = bin.cumulative;
  ReportTable table;
  for (const auto& [day, probability] : days)
    table.rows.push_back(
        {Value(day), Value(static_cast<std::int64_t>(std::lround(probability * 1e4)))});
  return table;
}

constexpr std::array k_contingency_columns = {
    text("confidence", {"置信度", "Confidence"}),
    money("base", {"无风险费用", "Cost without risks"}),
    money("emv", {"Σ EMV", "Σ EMV"}),
    money("cost", {"费用", "Cost"}),
    money("reserve", {"所需储备", "Reserve needed"}),
    money("above_emv", {"高出 Σ EMV", "Above Σ EMV"}),
    money("mitigated_cost", {"应对后费用", "Cost with responses"}),
    integer("iterations", {"模拟次数", "Iterations"}, {}),
};
// The reserve that Σ EMV gives beside the one that a confidence asks for.
Result<ReportTable> contingency(const ReportInput& input) {
  const auto run = simulated(input, Beside::nothing);
  if (!run) return run.refusals();
  ReportTable table;
  const engine::Outcome& outcome = run->outcome;
  if (!outcome.cost) return table;
  const Scale scale =
      Settings(input.reader).scale(parse_id(input.inputs.text("project")).value_or(0));
  std::int64_t emv = 0;
  for (const Row& row : project::report_rows(input, "risk"))
    if (!project::is_final(row)) emv += expected_loss(row, scale, "probability");
  std::int64_t base = 0;
  for (const engine::Index row : run->made.activity) base += cost_of(run->loaded->plan, row);
  for (std::size_t i = 0; i < outcome.cost->percentiles.size(); ++i) {
    const auto& one = outcome.cost->percentiles[i];
    const std::int64_t cost = std::llround(one.value);
    Value mitigated;
    if (outcome.mitigated_cost)
      mitigated = project::yuan(std::llround(outcome.mitigated_cost->percentiles[i].value));
    table.rows.push_back({Value(confidence(one.part)), project::yuan(base), project::yuan(emv),
                          project::yuan(cost), project::yuan(cost - base),
                          project::yuan(cost - base - emv), mitigated, Value(outcome.iterations)});
  }
  return table;
}

constexpr std::array k_joint_columns = {
    date("finish", {"完成日期", "Finish"}),
    money("cost", {"费用", "Cost"}),
    percent("probability", {"联合置信度", "Joint confidence"}),
};
// The probability that neither the date nor the amount is exceeded (NASA: JCL).
Result<ReportTable> joint_confidence(const ReportInput& input) {
  const auto run = simulated(input, Beside::nothing);
  if (!run) return run.refusals();
  ReportTable table;
  for (const auto& point : run->outcome.joint)
    table.rows.push_back({Value(run->day(point.finish)), project::yuan(std::llround(point.cost)),
                          Value(static_cast<std::int64_t>(std::lround(point.probability * 1e4)))});
  return table;
}

constexpr std::array k_simulation_reports = {
    Report{"risk.simulation",
           {"工期风险模拟", "Schedule risk simulation"},
           "risk.read",
           k_simulation_inputs,
           k_simulation_columns,
           "dates",
           simulation},
    Report{"risk.s_curve",
           {"完工概率曲线", "S-curve of the finish"},
           "risk.read",
           k_simulation_inputs,
           k_curve_columns,
           "curve",
           s_curve},
    Report{"risk.tornado",
           {"风险影响排序", "Tornado"},
           "risk.read",
           k_simulation_inputs,
           k_tornado_columns,
           "tornado",
           tornado},
    Report{"risk.criticality",
           {"活动关键度", "Criticality of activities"},
           "risk.read",
           k_simulation_inputs,
           k_criticality_columns,
           "tornado",
           criticality},
    Report{"risk.contingency",
           {"费用风险与储备", "Cost risk and reserve"},
           "risk.read",
           k_simulation_inputs,
           k_contingency_columns,
           "curve",
           contingency},
    Report{"risk.joint_confidence",
           {"进度费用联合置信度", "Joint confidence of time and cost"},
           "risk.read",
           k_simulation_inputs,
           k_joint_columns,
           "heat",
           joint_confidence},
};

}  // namespace

std::span<const Report> figures() { return k_simulation_reports; }

}  // namespace tc::functions::risk
