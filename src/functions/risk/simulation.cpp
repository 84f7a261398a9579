#include <algorithm>
#include <array>
#include <cmath>
#include <map>

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

// What the five levels of the register mean in the simulation.
constexpr std::array<double, 6> k_probability = {0, 0.05, 0.2, 0.4, 0.6, 0.85};
constexpr std::int64_t k_iterations = 4000;
// Where a plan has no ranges of its own: durations from −10 to +25 percent.
constexpr std::pair<double, double> k_default_range = {-10, 25};
constexpr double k_ticks_per_day = 4800;

double probability_of(const Row& row, const char* field) {
  const auto level = static_cast<std::size_t>(std::clamp<std::int64_t>(row.integer(field), 0, 5));
  return k_probability[level];
}

// Expected monetary value: probability times cost, in minor units.
std::int64_t expected(const Row& row, const char* probability) {
  return std::llround(probability_of(row, probability) *
                      static_cast<double>(project::minor_units(row, "impact_cost")));
}

// Each open risk of the register as an event that delays the activity which finishes the project,
// with its response.
void add_risks(const std::vector<Row>& rows, const project::LoadedPlan& loaded,
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
    if (project::is_final(row) || row.text("kind") == "opportunity" || !row.has("probability"))
      continue;
    engine::Risk risk;
    risk.id = id_text(row.id);
    risk.name = row.text("title");
    risk.probability = probability_of(row, "probability");
    if (row.has("residual_probability"))
      risk.mitigated_probability = probability_of(row, "residual_probability");
    if (row.integer("impact_days") > 0) {
      const double ticks = static_cast<double>(row.integer("impact_days")) * k_ticks_per_day;
      engine::Impact delay;
      delay.kind = engine::Impact::Kind::delay;
      delay.amount = engine::Distribution::triangular(0.5 * ticks, ticks, 1.5 * ticks);
      delay.activities = {last};
      risk.impacts.push_back(std::move(delay));
    }
    if (!risk.impacts.empty()) made.network.risks.push_back(std::move(risk));
  }
}

constexpr std::array k_inputs = {link("project", {"项目", "Project"}, "project", k_required)};
constexpr std::array k_columns = {
    text("confidence", {"置信度", "Confidence"}),
    date("finish", {"完成日期", "Finish"}),
    date("mitigated_finish", {"应对后完成", "Finish with responses"}),
    integer("gain_days", {"应对效果", "Gain"}, {-100'000, 100'000}),
};

Result<engine::Outcome> run(const project::LoadedPlan& loaded, const std::vector<Row>& rows,
                            engine::PlanNetwork& made, Progress& progress) {
  engine::PlanOptions options;
  options.default_range = k_default_range;
  Result<engine::PlanNetwork> network =
      engine::network_of_plan(loaded.plan, engine::ranges_of(loaded.plan), options);
  if (!network) return network.refusals();
  made = std::move(*network);
  add_risks(rows, loaded, made);
  engine::Options how;
  how.iterations = k_iterations;
  how.mitigation = !made.network.risks.empty();
  how.risk_sensitivity = true;
  how.activity_outputs = false;
  return engine::simulate(made.network, how, progress);
}

// The register and the simulation on the same data: a response shows in P80 at the next look.
Result<ReportTable> simulation(const ReportInput& input) {
  const Id project_id = parse_id(input.inputs.text("project")).value_or(0);
  const auto loaded = input.kernel.part<project::PlanBook>().load(input.reader, project_id);
  if (!loaded) return loaded.refusals();
  engine::PlanNetwork made;
  const auto outcome = run(**loaded, project::report_rows(input, "risk"), made, input.progress);
  if (!outcome) return outcome.refusals();
  ReportTable table;
  const auto day = [&](double instant) {
    return std::int64_t{day_of(engine::finish_date(made.network, outcome->axis, instant))};
  };
  for (std::size_t i = 0; i < outcome->finish.percentiles.size(); ++i) {
    const auto& one = outcome->finish.percentiles[i];
    Value after, gain;
    if (outcome->mitigated_finish) {
      after = day(outcome->mitigated_finish->percentiles[i].value);
      gain = day(one.value) - std::get<std::int64_t>(after);
    }
    table.rows.push_back({Value("P" + std::to_string(std::lround(one.part * 100))),
                          Value(day(one.value)), after, gain});
  }
  Json drivers = Json::array();
  for (const auto& one : outcome->risks) {
    Json item = Json::object();
    item.append("risk", one.id);
    item.append("days_at_p80", one.finish_p80 / k_ticks_per_day);
    drivers.push(std::move(item));
  }
  table.extra = Json::object();
  table.extra.append("drivers", std::move(drivers));
  return table;
}

constexpr std::array k_reserve_columns = {
    link("project", {"项目", "Project"}, "project"),
    integer("risks", {"未关闭风险", "Open risks"}, {}),
    money("expected", {"期望损失 Σ EMV", "Σ EMV"}),
    money("residual", {"应对后", "After responses"}),
};
Result<ReportTable> reserve(const ReportInput& input) {
  struct Sum {
    std::int64_t count = 0, expected = 0, residual = 0;
  };
  std::map<Id, Sum> sums;
  for (const Row& row : project::report_rows(input, "risk")) {
    if (project::is_final(row)) continue;
    Sum& sum = sums[row.scope];
    const std::int64_t sign = row.text("kind") == "opportunity" ? -1 : 1;
    ++sum.count;
    sum.expected += sign * expected(row, "probability");
    sum.residual += sign * expected(row, row.has("residual_probability") ? "residual_probability"
                                                                         : "probability");
  }
  ReportTable table;
  for (const auto& [scope, sum] : sums)
    table.rows.push_back(
        {Value(scope), Value(sum.count), project::yuan(sum.expected), project::yuan(sum.residual)});
  return table;
}

constexpr std::array k_top_columns = {
    link("risk", {"风险", "Risk"}, "risk"),   integer("score", {"评分", "Score"}, {}),
    money("expected", {"期望损失", "EMV"}),   text("state", {"状态", "State"}),
    integer("age_days", {"账龄", "Age"}, {}),
};
Result<ReportTable> top(const ReportInput& input) {
  constexpr std::size_t k_shown = 10;
  std::vector<Row> rows = project::report_rows(input, "risk");
  std::erase_if(rows, [](const Row& row) { return project::is_final(row); });
  std::ranges::stable_sort(rows, std::greater<>(),
                           [](const Row& row) { return row.integer("score"); });
  ReportTable table;
  for (std::size_t i = 0; i < rows.size() && i < k_shown; ++i)
    table.rows.push_back({Value(rows[i].id), rows[i].at("score"),
                          project::yuan(expected(rows[i], "probability")), Value(rows[i].state),
                          Value(std::int64_t{input.reader.today() - project::day_made(rows[i])})});
  return table;
}

constexpr std::array k_reports = {
    Report{"risk.simulation",
           {"工期风险模拟", "Schedule risk simulation"},
           "risk.read",
           k_inputs,
           k_columns,
           "dates",
           simulation},
    Report{"risk.reserve",
           {"风险储备", "Risk reserve"},
           "risk.read",
           project::k_project_inputs,
           k_reserve_columns,
           "bar",
           reserve},
    Report{"risk.top",
           {"十大风险", "Top ten"},
           "risk.read",
           project::k_project_inputs,
           k_top_columns,
           "bar",
           top},
};

}  // namespace

std::span<const Report> figures() { return k_reports; }

}  // namespace tc::functions::risk
