#include "engine/earned_value/earned_value.h"

#include <gtest/gtest.h>

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <random>
#include <sstream>

#include "base/json.h"
#include "engine/earned_value/baseline.h"
#include "engine/earned_value/file.h"

namespace tc::engine::earned_value {
namespace {

constexpr double k_exact = 1e-12;

std::vector<Amount> amounts_of(const Json& json) {
  std::vector<Amount> list;
  for (const Json& item : json.items()) list.push_back(item.integer());
  return list;
}

Result<Json> oracle_file() {
  const char* const folder = std::getenv("TC_SHARED_DATA");
  const std::string root = folder != nullptr ? folder : "../shared/data";
  std::ifstream file(root + "/analytics/oracles/evm.json");
  std::ostringstream text;
  text << file.rdbuf();
  return parse_json(text.str());
}

Measure measure_of(std::string_view key) {
  static const std::vector<std::pair<std::string_view, Measure>> names = {
      {"SV", Measure::schedule_variance},
      {"CV", Measure::cost_variance},
      {"SPI", Measure::schedule_performance_index},
      {"CPI", Measure::cost_performance_index},
      {"ES", Measure::earned_schedule},
      {"SVt", Measure::schedule_variance_time},
      {"SPIt", Measure::schedule_performance_index_time},
      {"EAC_remaining_at_plan", Measure::eac_at_plan},
      {"EAC_CPI", Measure::eac_cpi},
      {"EAC_CPIxSPI", Measure::eac_cpi_spi},
      {"EAC_80CPI_20SPI", Measure::eac_80_20},
      {"ETC_CPI", Measure::etc_cpi},
      {"VAC_CPI", Measure::variance_at_completion},
      {"TCPI_BAC", Measure::tcpi_bac},
      {"TCPI_EAC", Measure::tcpi_eac},
      {"IEACt", Measure::ieac_time},
      {"EACt_ES1", Measure::duration_es_plan},
      {"EACt_ES3", Measure::duration_es_sci_time},
      {"TSPI", Measure::tspi},
      {"EACt_PV1", Measure::duration_pv_plan},
      {"EACt_PV2", Measure::duration_pv_spi},
      {"EACt_ED1", Measure::duration_ed_plan},
  };
  for (const auto& [name, measure] : names) {
    if (name == key) return measure;
  }
  return Measure::count;
}

int compare(const Indicators& indicators, const Json& expected) {
  int compared = 0;
  for (const JsonMember& member : expected.members()) {
    const Measure measure = measure_of(member.key);
    EXPECT_NE(measure, Measure::count) << member.key;
    if (measure == Measure::count) continue;
    EXPECT_TRUE(indicators[measure].defined()) << member.key;
    const double want = member.value.number();
    EXPECT_NEAR(indicators[measure].value, want, k_exact * std::max(1.0, std::abs(want)))
        << member.key;
    ++compared;
  }
  return compared;
}

TEST(EarnedValueOracle, PublishedCases) {
  const Result<Json> oracle = oracle_file();
  if (!oracle) {
    std::puts("0 shared cases");
    return;
  }
  const Json& month = *oracle->find("case_month3");
  const std::vector<Amount> planned = amounts_of(*month.find("PV_cum"));
  const auto indicators = measure({planned, 3, 50, 58, {}});
  ASSERT_TRUE(indicators.ok());
  int compared = compare(*indicators, *month.find("expected"));
  const Json& late = *oracle->find("late_project_terminal");
  const std::vector<Amount> late_planned = amounts_of(*late.find("PV"));
  const auto end = measure({late_planned, 5, 400, 445, {}});
  ASSERT_TRUE(end.ok());
  compared += compare(*end, *late.find("at_end_t5"));
  std::printf("%d shared figures\n", compared);
  EXPECT_EQ(compared, 28);
}

TEST(EarnedValueMeasures, UndefinedIsNullWithItsReason) {
  const std::vector<Amount> planned = {0, 0, 100};
  const auto start = measure({planned, 0, 0, 0, {}});
  ASSERT_TRUE(start.ok());
  EXPECT_EQ((*start)[Measure::cost_performance_index].reason, "earned_value.no_actual_cost");
  EXPECT_EQ((*start)[Measure::schedule_performance_index].reason, "earned_value.no_planned_value");
  EXPECT_EQ((*start)[Measure::schedule_performance_index_time].reason,
            "earned_value.no_time_passed");
  EXPECT_EQ((*start)[Measure::eac_bottom_up].reason, "earned_value.estimate_missing");
  const auto spent = measure({planned, 2, 50, 100, {}});
  EXPECT_EQ((*spent)[Measure::tcpi_bac].reason, "earned_value.budget_spent");
  EXPECT_EQ((*spent)[Measure::tspi].reason, "earned_value.after_planned_duration");
  const std::vector<Amount> nothing = {0, 0};
  const auto empty = measure({nothing, 1, 0, 5, {}});
  EXPECT_EQ((*empty)[Measure::percent_complete].reason, "earned_value.no_budget");
  EXPECT_EQ((*empty)[Measure::earned_schedule].reason, "earned_value.no_budget");
  for (const auto& indicators : {*start, *spent, *empty}) {
    for (const Figure& figure : indicators.figures) EXPECT_TRUE(std::isfinite(figure.value));
  }
}

TEST(EarnedValueMeasures, HostileInputIsRefused) {
  const std::vector<Amount> planned = {0, 100};
  const std::vector<Amount> falling = {0, 100, 50};
  const std::vector<Amount> huge = {0, INT64_MAX};
  EXPECT_EQ(measure({{}, 0, 0, 0, {}}).refusals().front().code, "earned_value.curve_missing");
  EXPECT_EQ(measure({falling, 1, 0, 0, {}}).refusals().front().code, "earned_value.curve_falls");
  EXPECT_EQ(measure({planned, 1, 101, 0, {}}).refusals().front().code,
            "earned_value.exceeds_budget");
  EXPECT_EQ(measure({planned, -1, 0, 0, {}}).refusals().front().code,
            "earned_value.period_invalid");
  EXPECT_EQ(measure({huge, 1, 0, INT64_MIN, {}}).refusals().front().code,
            "earned_value.amount_out_of_range");
}

TEST(EarnedSchedule, EarnedBeyondTheCurveIsThePlannedDuration) {
  const std::vector<Amount> planned = {0, 10, 30, 30};
  EXPECT_EQ(planned_duration(planned), 2);
  EXPECT_EQ(earned_schedule(planned, 30), 2);
  EXPECT_NEAR(earned_schedule(planned, 20), 1.5, k_exact);
}

Input one_package(Technique technique, std::vector<Amount> planned) {
  Input input;
  WorkPackage package;
  package.id = "P";
  package.technique = technique;
  input.packages.push_back(package);
  input.periods = static_cast<std::int32_t>(planned.size());
  input.status_period = input.periods;
  for (Grid* grid : {&input.planned, &input.actual, &input.progress}) {
    grid->periods = input.periods;
    grid->cells.resize(planned.size());
  }
  input.planned.cells = std::move(planned);
  return input;
}

Amount earned_with(Technique technique, std::int64_t done) {
  Input input = one_package(technique, {40, 60});
  input.progress.cells = {done, done};
  return compute(input)->packages[0].earned;
}

TEST(EarnedValueTechniques, EachEarnsAsItsStandardSays) {
  EXPECT_EQ(earned_with(Technique::zero_hundred, 0), 0);
  EXPECT_EQ(earned_with(Technique::zero_hundred, 5000), 0);
  EXPECT_EQ(earned_with(Technique::zero_hundred, 10000), 100);
  EXPECT_EQ(earned_with(Technique::fifty_fifty, 0), 0);
  EXPECT_EQ(earned_with(Technique::fifty_fifty, 1), 50);
  EXPECT_EQ(earned_with(Technique::fifty_fifty, 10000), 100);
  EXPECT_EQ(earned_with(Technique::twentyfive_seventyfive, 1), 25);
  EXPECT_EQ(earned_with(Technique::percent_complete, 3333), 33);
  EXPECT_EQ(earned_with(Technique::percent_complete, 3350), 34);

  Input units = one_package(Technique::units, {40, 60});
  units.packages[0].units_planned = 8;
  units.progress.cells = {2, 9};
  EXPECT_EQ(compute(units)->series.earned, (std::vector<Amount>{0, 25, 100}));

  Input milestones = one_package(Technique::weighted_milestones, {40, 60});
  milestones.packages[0].milestones = {{20, 1}, {30, 2}, {50, -1}};
  EXPECT_EQ(compute(milestones)->series.earned, (std::vector<Amount>{0, 20, 50}));

  const Input effort = one_package(Technique::level_of_effort, {40, 60});
  EXPECT_EQ(compute(effort)->series.earned, (std::vector<Amount>{0, 40, 100}));
}

TEST(EarnedValueTechniques, ApportionedFollowsItsBase) {
  Input input = one_package(Technique::apportioned, {10, 0});
  input.packages.push_back(input.packages[0]);
  input.packages[0].base = 1;
  input.packages[1].id = "B";
  input.packages[1].technique = Technique::percent_complete;
  input.planned.cells = {10, 0, 200, 200};
  input.actual.cells = {0, 0, 0, 0};
  input.progress.cells = {0, 0, 2500, 5000};
  const auto output = compute(input);
  ASSERT_TRUE(output.ok());
  EXPECT_EQ(output->packages[0].earned, 5);
  EXPECT_EQ(output->packages[1].earned, 200);
  input.packages[1].technique = Technique::apportioned;
  EXPECT_EQ(compute(input).refusals().front().code, "earned_value.base_invalid");
}

TEST(EarnedValueCompute, RefusesWhatCannotBeComputed) {
  Input input = one_package(Technique::percent_complete, {10, 20});
  input.progress.cells = {0, 10001};
  EXPECT_EQ(compute(input).refusals().front().code, "earned_value.progress_out_of_range");
  input.progress.cells = {0, 0};
  input.packages[0].wbs = 4;
  EXPECT_EQ(compute(input).refusals().front().code, "earned_value.node_unknown");
  input.packages[0].wbs = k_none;
  input.wbs = {{"1", "", 1}, {"2", "", k_none}};
  EXPECT_EQ(compute(input).refusals().front().code, "earned_value.parent_invalid");
  input.wbs.clear();
  input.planned.cells = {INT64_MAX, INT64_MAX};
  EXPECT_EQ(compute(input).refusals().front().code, "earned_value.amount_out_of_range");
  input.status_period = 3;
  EXPECT_EQ(compute(input).refusals().front().code, "earned_value.period_invalid");
  input.status_period = 1;
  input.planned.cells = {10, 20};
  input.management_reserve = INT64_MAX;
  EXPECT_EQ(compute(input).refusals().front().code, "earned_value.amount_out_of_range");
  Input huge;
  huge.periods = k_account_periods_max + 1;
  EXPECT_EQ(compute(huge).refusals().front().code, "earned_value.too_large");
  huge.periods = k_account_periods_max;
  huge.wbs.resize(1000);
  EXPECT_EQ(compute(huge).refusals().front().code, "earned_value.too_large");
  Input nothing;
  ASSERT_TRUE(compute(nothing).ok());
  EXPECT_FALSE(compute(nothing)->project.indicators[Measure::eac_cpi].defined());
}

/// A project of random packages; each runs `late` times as long as planned, and has `noise`.
Input simulated(std::mt19937_64& random, double late) {
  constexpr std::int32_t k_periods = 40;
  constexpr std::size_t k_packages = 20;
  Input input = one_package(Technique::percent_complete, std::vector<Amount>(k_periods));
  input.packages.resize(k_packages, input.packages[0]);
  for (Grid* grid : {&input.planned, &input.actual, &input.progress})
    grid->cells.assign(k_packages * k_periods, 0);
  input.wbs = {{"1", "", k_none}, {"1.1", "", 0}, {"1.2", "", 0}};
  input.obs = {{"A", "", k_none}, {"B", "", k_none}};
  std::uniform_int_distribution<int> length(2, 5);
  std::uniform_real_distribution<double> noise(0.9, 1.1);
  for (std::size_t at = 0; at < k_packages; ++at) {
    input.packages[at].id = std::to_string(at);
    input.packages[at].wbs = static_cast<Index>(1 + at % 2);
    input.packages[at].obs = static_cast<Index>(at / 10);
    const int start = static_cast<int>(at) / 2;
    const int planned_length = length(random);
    for (int period = start; period < start + planned_length; ++period)
      input.planned.row(at)[period] = 1000 + static_cast<Amount>(random() % 500);
    const double real_start = start * late;
    const double real_length = planned_length * late * noise(random);
    for (int period = 0; period < k_periods; ++period) {
      const double done = std::clamp((period + 1 - real_start) / real_length, 0.0, 1.0);
      input.progress.row(at)[period] = static_cast<std::int64_t>(done * 10000);
      input.actual.row(at)[period] = done > 0 && done < 1 ? 1100 : 0;
    }
  }
  return input;
}

std::int32_t finish_of(const Output& output) {
  const auto& earned = output.series.earned;
  return static_cast<std::int32_t>(std::find(earned.begin(), earned.end(), earned.back()) -
                                   earned.begin());
}

TEST(EarnedValueProperty, EarnedScheduleForecastsLateProjectsBetter) {
  std::mt19937_64 random(20);
  double error_es = 0;
  double error_pv = 0;
  int forecasts = 0;
  for (int project = 0; project < 60; ++project) {
    Input input = simulated(random, 1.3 + 0.02 * (project % 30));
    input.status_period = input.periods;
    const auto whole = compute(input);
    ASSERT_TRUE(whole.ok());
    ASSERT_EQ(whole->series.earned.back(), whole->project.totals.budget);
    const std::int32_t finish = finish_of(*whole);
    input.status_period = finish;
    const auto end = compute(input);
    EXPECT_LT(end->project.indicators[Measure::schedule_variance_time].value, 0);
    EXPECT_EQ(end->project.indicators[Measure::schedule_variance].value, 0);
    for (std::int32_t period = 2; period < finish; ++period) {
      input.status_period = period;
      const auto output = compute(input);
      const Figure& es = output->project.indicators[Measure::duration_es_spi_time];
      const Figure& pv = output->project.indicators[Measure::duration_pv_spi];
      if (!es.defined() || !pv.defined()) continue;
      error_es += std::abs(es.value - finish) / finish;
      error_pv += std::abs(pv.value - finish) / finish;
      ++forecasts;
    }
  }
  ASSERT_GT(forecasts, 500);
  std::printf("%d forecasts of late projects: MAPE ES %.4f, PV %.4f\n", forecasts,
              error_es / forecasts, error_pv / forecasts);
  EXPECT_LE(error_es, error_pv);
}

TEST(EarnedValueProperty, RollUpsAddUp) {
  std::mt19937_64 random(7);
  for (int round = 0; round < 50; ++round) {
    Input input = simulated(random, 1.2);
    input.status_period = static_cast<std::int32_t>(random() % 40);
    const auto output = compute(input);
    ASSERT_TRUE(output.ok());
    const Totals& all = output->project.totals;
    Amount packages = 0;
    for (const Totals& totals : output->packages) packages += totals.earned;
    Amount accounts = 0;
    for (const ControlAccount& account : output->control_accounts)
      accounts += account.totals.earned;
    EXPECT_EQ(packages, all.earned);
    EXPECT_EQ(accounts, all.earned);
    EXPECT_EQ(output->wbs[0].totals.earned, all.earned);
    EXPECT_EQ(output->wbs[1].totals.planned + output->wbs[2].totals.planned, all.planned);
    EXPECT_EQ(output->project.indicators[Measure::schedule_variance].value,
              static_cast<double>(all.earned - all.planned));
    EXPECT_EQ(output->obs[0].totals.actual + output->obs[1].totals.actual, all.actual);
    const Figure& adherence = output->project.indicators[Measure::p_factor];
    EXPECT_LE(adherence.value, 1 + k_exact);
  }
}

TEST(Baseline, ChangesNeverAlterClosedPeriods) {
  std::mt19937_64 random(3);
  for (int round = 0; round < 500; ++round) {
    Baseline baseline{{10, 20, 30, 40}, {}};
    const auto closed = static_cast<std::int32_t>(random() % 5);
    BaselineChange change{"CR1", {}, false};
    bool touches = false;
    for (std::size_t at = 0; at < 6; ++at) {
      const Amount before = at < 4 ? baseline.planned[at] : 0;
      change.planned.push_back(random() % 3 == 0 ? before + 5 : before);
      touches = touches || (at < static_cast<std::size_t>(closed) && change.planned[at] != before);
    }
    const auto next = rebaseline(baseline, closed, change);
    EXPECT_EQ(next.ok(), !touches);
    change.retroactive = true;
    const auto corrected = rebaseline(baseline, closed, change);
    ASSERT_TRUE(corrected.ok());
    EXPECT_TRUE(corrected->log.back().retroactive);
    const std::string code = next ? "" : next.refusals().front().code;
    EXPECT_EQ(code, touches ? "earned_value.closed_period_changed" : "");
  }
}

class Stop final : public Progress {
 public:
  [[nodiscard]] bool step(std::int64_t, std::int64_t, const char*) override { return false; }
};

TEST(EarnedValueCompute, StopsWhenTold) {
  Stop stop;
  const Input input = one_package(Technique::level_of_effort, {1});
  EXPECT_EQ(compute(input, stop).refusals().front().code, "earned_value.cancelled");
}

TEST(EarnedValueFile, ComputesAndNamesReasons) {
  NoProgress progress;
  const auto curves = compute_file(
      R"({"planned":[0,10,30,60],"earned":[0,5,20],"actual":0,"status_period":2})", progress);
  ASSERT_TRUE(curves.ok());
  const Json& project = *curves->find("project");
  EXPECT_TRUE(project.find("cpi")->is_null());
  EXPECT_EQ(project.find("reasons")->text("cpi"), "earned_value.no_actual_cost");
  EXPECT_EQ(project.find("schedule_variance")->number(), -10);
  const auto money = compute_file(
      R"({"currency":"CNY","periods":2,"status_period":1,"wbs":[{"id":"1"}],
          "packages":[{"id":"a","wbs":"1","planned":[100,200],"actual":[90],"progress":[40]}]})",
      progress);
  ASSERT_TRUE(money.ok());
  const Json& wbs = money->find("wbs")->items().front();
  EXPECT_EQ(wbs.find("earned_value")->find("minor")->integer(), 120);
  EXPECT_EQ(wbs.find("schedule_variance")->find("minor")->integer(), 20);
  EXPECT_EQ(wbs.find("eac_cpi")->find("minor")->integer(), 225);
}

TEST(EarnedValueFile, RefusesHostileFiles) {
  NoProgress progress;
  for (const char* bytes :
       {"", "[]", "{}", R"({"packages":[]})", R"({"packages":{},"periods":1,"status_period":1})",
        R"({"packages":[{}],"periods":1,"status_period":1})",
        R"({"packages":[{"id":"a","planned":[1,2]}],"periods":1,"status_period":1})",
        R"({"packages":[{"id":"a","progress":[1e300]}],"periods":1,"status_period":1})",
        R"({"packages":[{"id":"a"}],"periods":999999999999,"status_period":1})",
        R"({"planned":[0,1e18],"earned":1,"actual":1,"status_period":1})",
        R"({"planned":[0,10],"earned":-1,"actual":1,"status_period":1})",
        R"({"planned":[0,10],"earned":1,"actual":1,"status_period":1e40})"}) {
    EXPECT_FALSE(compute_file(bytes, progress).ok()) << bytes;
  }
}

void expect_reasons(const Json& json) {
  if (json.is_array()) {
    for (const Json& item : json.items()) expect_reasons(item);
  } else if (json.is_object()) {
    for (const JsonMember& member : json.members()) {
      expect_reasons(member.value);
      if (!member.value.is_null()) continue;
      const Json* const reasons = json.find("reasons");
      ASSERT_NE(reasons, nullptr) << to_text(json);
      EXPECT_FALSE(reasons->text(member.key).empty()) << to_text(json);
    }
  }
}

/// Files with a few bytes changed are answered or refused, and answers never hold what is no
/// number.
TEST(EarnedValueFile, MutatedFilesAreAnsweredOrRefused) {
  const std::vector<std::string> samples = {
      R"({"currency":"CNY","periods":3,"status_period":2,"wbs":[{"id":"1"},{"id":"1.1","parent":"1"}],"packages":[{"id":"p1","wbs":"1.1","planned":[100,200,100],"actual":[90,100],"progress":[20,60]},{"id":"p2","wbs":"1.1","technique":"weighted_milestones","planned":[0,50,50],"actual":[0,60],"milestones":[{"weight":20,"done_period":2},{"weight":80}]},{"id":"p3","technique":"units","units_planned":7,"planned":[5],"progress":[3]}],"thresholds":{"percent":10,"amount":20}})",
      R"({"planned":[0,10,30,60,100],"earned":50,"actual":58,"status_period":3,"estimate_to_complete":7})",
  };
  // Pieces that hurt: limits, signs, wrong kinds.
  const std::vector<std::string> pieces = {
      "-1", "0",     "1e308", "9007199254740993", "-9223372036854775808", "1.5", "null", "[]",
      "{}", "\"x\"", "1e-300"};
  std::mt19937_64 random(77);
  NoProgress progress;
  int answered = 0;
  for (int round = 0; round < 4000; ++round) {
    std::string bytes = samples[random() % samples.size()];
    for (std::uint64_t change = 1 + random() % 3; change > 0; --change) {
      // Replace one number, or now and then any byte.
      std::size_t at = random() % bytes.size();
      if (random() % 8 == 0) {
        bytes[at] = static_cast<char>(random() % 96 + 32);
        continue;
      }
      at = bytes.find_first_of("0123456789", at);
      if (at == std::string::npos) continue;
      const std::size_t end = std::min(bytes.find_first_not_of("0123456789.", at), bytes.size());
      bytes.replace(at, end - at, pieces[random() % pieces.size()]);
    }
    const auto answer = compute_file(bytes, progress);
    if (!answer) {
      EXPECT_FALSE(answer.refusals().front().code.empty());
      continue;
    }
    ++answered;
    expect_reasons(*answer);
  }
  EXPECT_GT(answered, 50);
}

/// The samples of the README are computed as they stand there.
TEST(EarnedValueFile, ReadmeSamples) {
  std::ifstream file("src/engine/earned_value/README.md");
  std::ostringstream text;
  text << file.rdbuf();
  const std::string readme = text.str();
  NoProgress progress;
  int samples = 0;
  for (std::size_t at = readme.find("```json"); at != std::string::npos;
       at = readme.find("```json", at + 1)) {
    const std::size_t begin = at + 7;
    const std::string bytes = readme.substr(begin, readme.find("```", begin) - begin);
    EXPECT_TRUE(compute_file(bytes, progress).ok()) << bytes;
    ++samples;
  }
  EXPECT_EQ(samples, 2);
}

}  // namespace
}  // namespace tc::engine::earned_value
