#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <sstream>

#include "base/json.h"
#include "base/text.h"
#include "engine/quality/capability.h"
#include "engine/quality/chart.h"
#include "engine/quality/constants.h"
#include "engine/quality/distribution.h"
#include "engine/quality/file.h"
#include "engine/quality/sampling.h"
#include "engine/quality/statistics.h"

namespace tc::engine::quality {
namespace {

std::string shared_text(const std::string& name) {
  const char* const folder = std::getenv("TC_SHARED_DATA");
  const std::string root = folder != nullptr ? folder : "../shared/data";
  std::ifstream file(root + "/analytics/" + name);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

const Result<Json>& cases() {
  static const Result<Json> json = parse_json(shared_text("spc/spc-cases.json"));
  return json;
}

std::vector<double> numbers_of(const Json& json) {
  std::vector<double> list;
  for (const Json& item : json.items()) list.push_back(item.number());
  return list;
}

/// Column `column` of the lines that hold only numbers, after the header of 25 lines.
std::vector<double> column_of(const std::string& text, std::size_t column) {
  std::vector<double> values;
  std::istringstream lines(text);
  std::string line;
  for (int at = 0; std::getline(lines, line); ++at) {
    std::istringstream cells(line);
    double value = 0;
    std::size_t count = 0;
    while (at >= 25 && count <= column && cells >> value) ++count;
    if (count == column + 1) values.push_back(value);
  }
  return values;
}

/// Digits of agreement with a certified value.
double digits(double value, double certified) {
  const double error = std::abs(value - certified) / std::abs(certified);
  return error > 0 ? std::min(15.0, -std::log10(error)) : 15;
}

std::vector<double> generated(const std::string& rule) {
  if (rule.starts_with("NumAcc1")) return {10000001, 10000003, 10000002};
  std::vector<double> values = {10000000.2};
  for (int pair = 0; pair < 500; ++pair) {
    values.push_back(10000000.1);
    values.push_back(10000000.3);
  }
  return values;
}

TEST(QualityOracle, CertifiedStatisticsKeepTheirDigits) {
  if (!cases()) {
    std::puts("0 shared cases");
    return;
  }
  int sets = 0;
  for (const Json& item : cases()->find("univariate")->items()) {
    const bool file = item.find("data") != nullptr;
    const std::string name(file ? item.text("data") : item.text("generate"));
    const std::vector<double> values =
        file ? column_of(shared_text(name.substr(0, name.find(' '))), 0) : generated(name);
    const double wanted = name.starts_with("NumAcc4") ? 8 : 13;
    const Summary summary = summarise(values);
    ASSERT_TRUE(summary.deviation);
    const double mean = digits(summary.mean, std::stod(std::string(item.text("mean"))));
    const double deviation = digits(*summary.deviation, std::stod(std::string(item.text("sd"))));
    const double r1 = digits(*autocorrelation(values), std::stod(std::string(item.text("r1"))));
    std::printf("%-36s n %zu, LRE mean %.1f sd %.1f r1 %.1f\n", name.c_str(), values.size(), mean,
                deviation, r1);
    EXPECT_GE(mean, wanted);
    EXPECT_GE(deviation, wanted);
    EXPECT_GE(r1, name.starts_with("NumAcc4") ? 8 : 12.9);
    ++sets;
  }
  EXPECT_EQ(sets, 4);
}

TEST(QualityOracle, PublishedCharts) {
  if (!cases()) {
    std::puts("0 shared cases");
    return;
  }
  Data wafers;
  wafers.values = column_of(shared_text("nist/MONITOR-6_3_3_1.DAT"), 1);
  ASSERT_EQ(wafers.values.size(), 25U);
  const auto counts = evaluate(wafers, *fit(ChartKind::c, wafers, {}), k_nelson);
  EXPECT_NEAR(counts->points[0].center, cases()->find("c_chart")->find("CL")->number(), 1e-9);
  EXPECT_NEAR(counts->points[0].upper, cases()->find("c_chart")->find("UCL")->number(), 1e-9);
  EXPECT_NEAR(counts->points[0].lower, cases()->find("c_chart")->find("LCL")->number(), 1e-9);

  const Json& ewma = *cases()->find("ewma");
  Data averages;
  averages.values = numbers_of(*ewma.find("data"));
  Options options;
  options.target = ewma.find("target")->number();
  options.sigma = ewma.find("sigma")->number();
  options.lambda = ewma.find("lambda")->number();
  const auto weighted = evaluate(averages, *fit(ChartKind::ewma, averages, options), k_nelson);
  EXPECT_NEAR(weighted->points[0].upper, ewma.find("UCL")->number(), 5e-5);
  EXPECT_NEAR(weighted->points[0].lower, ewma.find("LCL")->number(), 5e-5);
  const std::vector<double> z = numbers_of(*ewma.find("z"));
  ASSERT_EQ(z.size(), weighted->points.size() + 1);
  for (std::size_t at = 1; at < z.size(); ++at)
    EXPECT_NEAR(weighted->points[at - 1].value, z[at], 0.005 + 1e-9) << at;

  const Json& imr = *cases()->find("i_mr");
  Data single;
  single.values = numbers_of(*imr.find("data"));
  const auto individuals = evaluate(single, *fit(ChartKind::imr, single, {}), k_nelson);
  EXPECT_NEAR(individuals->limits.center, imr.find("mean")->number(), 1e-9);
  EXPECT_NEAR(individuals->limits.spread, imr.find("mr_bar")->number(), 1e-9);
  EXPECT_NEAR(individuals->points[0].upper, imr.find("UCL")->number(), 1e-9);
  EXPECT_NEAR(individuals->points[0].lower, imr.find("LCL")->number(), 1e-9);
  std::puts("3 shared charts");
}

TEST(QualityOracle, CapabilityRunLengthAndAcceptance) {
  if (!cases()) {
    std::puts("0 shared cases");
    return;
  }
  const Json& item = *cases()->find("capability");
  const double sd = item.find("sd")->number();
  const Capability result = capability(item.find("mean")->number(), sd, sd,
                                       {item.find("LSL")->number(), item.find("USL")->number()});
  EXPECT_NEAR(result.cp.value, item.find("Cp")->number(), 1e-9);
  EXPECT_NEAR(result.cpk.value, item.find("Cpk")->number(), 1e-9);
  const Json& dpmo = *cases()->find("dpmo");
  EXPECT_NEAR(dpmo_of_sigma(6), dpmo.find("six_sigma_1.5_shift")->number(), 1e-9);
  EXPECT_NEAR(dpmo_of_sigma(4), dpmo.find("four")->number(), 1e-8);
  EXPECT_NEAR(dpmo_of_sigma(3), dpmo.find("three")->number(), 1e-8);
  EXPECT_NEAR(shewhart_run_length(0), cases()->find("arl_3sigma_normal")->number(), 1e-9);
  int points = 0;
  for (const Json& oc : cases()->find("acceptance_oc")->items()) {
    EXPECT_NEAR(probability_of_acceptance(oc.find("n")->integer(), oc.find("c")->integer(),
                                          oc.find("p")->number()),
                oc.find("Pa")->number(), 1e-9);
    ++points;
  }
  EXPECT_EQ(points, 3);
  std::printf("%d shared figures\n", 6 + points);
}

TEST(QualityOracle, ConstantsAsPrinted) {
  const std::string text = shared_text("spc/constants.csv");
  int rows = 0;
  for (const std::string_view line : split(text, '\n')) {
    const auto cells = split(line, ',');
    if (cells.size() != 11 || cells[0] == "n") continue;
    const ChartConstants& c = constants_of(std::stoul(std::string(cells[0])));
    const std::array<double, 10> ours = {c.A2, c.A3, c.d2, c.d3, c.D3,
                                         c.D4, c.c4, c.B3, c.B4, c.E2};
    for (std::size_t at = 0; at < ours.size(); ++at)
      EXPECT_NEAR(ours[at], std::stod(std::string(cells[at + 1])), 1e-12) << cells[0] << " " << at;
    ++rows;
  }
  std::printf("%d shared rows\n", rows);
  EXPECT_TRUE(text.empty() || rows == 12);
}

/// The table against its own definition: d2 and c4 by integration, the others from them.
TEST(Constants, FollowFromTheNormalDistribution) {
  for (std::size_t size = k_subgroup_min; size <= k_subgroup_max; ++size) {
    const ChartConstants& c = constants_of(size);
    const auto n = static_cast<double>(size);
    double range = 0;
    for (double x = -9; x < 9; x += 0.001) {
      const double below = normal_cdf(x);
      range += (1 - std::pow(below, n) - std::pow(1 - below, n)) * 0.001;
    }
    const double c4 =
        std::sqrt(2 / (n - 1)) * std::exp(std::lgamma(n / 2) - std::lgamma((n - 1) / 2));
    EXPECT_NEAR(c.d2, range, 6e-4) << size;
    EXPECT_NEAR(c.c4, c4, 6e-5) << size;
    EXPECT_NEAR(c.A2, 3 / (range * std::sqrt(n)), 6e-4) << size;
    EXPECT_NEAR(c.E2, 3 / range, 6e-4) << size;
    EXPECT_NEAR(c.B4, 1 + 3 * std::sqrt(1 - c4 * c4) / c4, 6e-4) << size;
    EXPECT_NEAR(c.D4 - 1, 3 * c.d3 / c.d2, 3e-3) << size;
  }
}

TEST(Distribution, KnownValues) {
  EXPECT_NEAR(normal_cdf(1.959963984540054), 0.975, 1e-15);
  EXPECT_NEAR(normal_quantile(0.975), 1.959963984540054, 1e-12);
  EXPECT_NEAR(normal_quantile(1e-9), -5.997807015007687, 1e-9);
  EXPECT_NEAR(student_quantile(0.975, 9), 2.262157162740992, 1e-9);
  EXPECT_NEAR(student_cdf(2.0, 1), 0.5 + std::atan(2.0) / M_PI, 1e-12);
  EXPECT_NEAR(chi_square_tail(10.133333333333333, 4), 0.03825, 1e-4);
  EXPECT_NEAR(chi_square_tail(2, 2), std::exp(-1.0), 1e-12);
  EXPECT_EQ(binomial_cdf(10, 10, .5), 1);
  EXPECT_EQ(binomial_cdf(10, -1, .5), 0);
  EXPECT_NEAR(binomial_cdf(10, 5, .5), 0.623046875, 1e-12);
}

TEST(RunLength, EwmaAgreesWithPublishedDesigns) {
  // Lucas and Saccucci 1990: lambda .10, L 2.814 has ARL 500 in control, 10.3 at one sigma.
  EXPECT_NEAR(*ewma_run_length(0, 0.10, 2.814), 500, 2);
  EXPECT_NEAR(*ewma_run_length(1, 0.10, 2.814), 10.3, 0.1);
  EXPECT_NEAR(*ewma_run_length(0, 1, 3), shewhart_run_length(0), 0.5);
  EXPECT_FALSE(ewma_run_length(0, 0, 3).ok());
}

TEST(Pareto, FewMakeMost) {
  const auto items = pareto({{"a", 10}, {"b", 60}, {"c", 30}, {"d", 0}});
  ASSERT_TRUE(items.ok());
  EXPECT_EQ((*items)[0].name, "b");
  EXPECT_NEAR((*items)[1].cumulative, .9, 1e-12);
  EXPECT_TRUE((*items)[1].vital);
  EXPECT_FALSE((*items)[2].vital);
  EXPECT_FALSE(pareto({}).ok());
  EXPECT_FALSE(pareto({{"a", -1}}).ok());
  EXPECT_NEAR(defects_per_million(3, 100, 10).value, 3000, 1e-9);
  EXPECT_FALSE(defects_per_million(3, 0, 10).defined());
  EXPECT_NEAR(sigma_level(3.3976731247300616).value, 6, 1e-9);
}

TEST(Capability, UndefinedHasItsReason) {
  EXPECT_EQ(capability(1, 1, 1, {}).cpk.reason, "quality.no_specification");
  EXPECT_EQ(capability(1, 1, 1, {0, {}}).cp.reason, "quality.no_specification");
  EXPECT_NEAR(capability(1, 1, 1, {0, {}}).cpk.value, 1.0 / 3, 1e-12);
  EXPECT_EQ(capability(1, 0, 0, {0, 2}).cp.reason, "quality.no_variation");
}

TEST(SamplingOracle, CodeLettersAndNormalPlans) {
  const std::string letters_table = shared_text("spc/code-letters.csv");
  const std::array<std::string_view, 7> levels = {"S1", "S2", "S3", "S4", "I", "II", "III"};
  int letters = 0;
  for (const std::string_view line : split(letters_table, '\n')) {
    const auto cells = split(line, ',');
    if (cells.size() != 9 || cells[0] == "lot_from") continue;
    for (const std::size_t end : {std::size_t{0}, std::size_t{1}}) {
      if (cells[end].empty()) continue;
      for (std::size_t level = 0; level < levels.size(); ++level) {
        const auto plan = sampling_plan(std::stoll(std::string(cells[end])), 1.0, levels[level],
                                        Severity::normal);
        EXPECT_EQ(std::string(1, plan->code_letter), cells[level + 2]) << line;
        ++letters;
      }
    }
  }
  const std::string table = shared_text("spc/milstd105e-normal-single.csv");
  std::vector<std::vector<std::string>> rows;
  for (const std::string_view line : split(table, '\n')) {
    std::vector<std::string> row;
    for (const std::string_view cell : split(trim(line), ',')) row.emplace_back(cell);
    if (row.size() == 10) rows.push_back(row);
  }
  int cells = 0;
  for (std::size_t row = 1; row < rows.size(); ++row) {
    // A lot of level II with this code letter.
    const std::array<std::int64_t, 15> lot = {8,    15,   25,    50,    90,     150,    280,   500,
                                              1200, 3200, 10000, 35000, 150000, 500000, 500001};
    for (std::size_t column = 2; column < 10; ++column) {
      const auto plan =
          sampling_plan(lot[row - 1], std::stod(rows[0][column]), "II", Severity::normal);
      ASSERT_TRUE(plan.ok());
      EXPECT_EQ(std::string(1, plan->code_letter), rows[row][0]);
      std::size_t at = row;
      const bool up = rows[row][column] == "^";
      while (up && at > 0 && (rows[at][column] == "^" || rows[at][column] == "v")) --at;
      if (at == 0) at = row;
      while (rows[at][column] == "^" || rows[at][column] == "v") ++at;
      EXPECT_EQ(plan->accept, std::stoll(rows[at][column])) << row << " " << column;
      EXPECT_EQ(plan->reject, plan->accept + 1);
      EXPECT_EQ(plan->sample_size,
                std::min(std::stoll(rows[at][1]), static_cast<long long>(lot[row - 1])));
      ++cells;
    }
  }
  std::printf("%d shared letters, %d shared plans\n", letters, cells);
  EXPECT_TRUE(table.empty() || (letters == 203 && cells == 120));
}

TEST(Sampling, TightenedAndReducedPlans) {
  const auto tight = sampling_plan(1000, 1.0, "II", Severity::tightened);
  EXPECT_EQ(tight->sample_size, 80);
  EXPECT_EQ(tight->accept, 1);
  const auto reduced = sampling_plan(1000, 1.0, "II", Severity::reduced);
  EXPECT_EQ(reduced->sample_size, 32);
  EXPECT_EQ(reduced->accept, 1);
  EXPECT_EQ(reduced->reject, 3);
  EXPECT_EQ(sampling_plan(1000, 6.5, "II", Severity::tightened)->accept, 8);
  EXPECT_EQ(sampling_plan(1000, 15, "II", Severity::tightened)->accept, 18);
  for (const std::int64_t lot : {2LL, 20LL, 100LL, 1000LL, 30000LL, 600000LL}) {
    for (const double aql : {0.65, 1.0, 1.5, 2.5, 4.0, 6.5, 10.0, 15.0}) {
      const auto normal = sampling_plan(lot, aql, "II", Severity::normal);
      const auto tightened = sampling_plan(lot, aql, "II", Severity::tightened);
      // Tightened inspection is harder to pass at the AQL than normal inspection.
      const double p = aql / 100;
      EXPECT_LE(probability_of_acceptance(tightened->sample_size, tightened->accept, p),
                probability_of_acceptance(normal->sample_size, normal->accept, p) + 1e-12);
    }
  }
  EXPECT_EQ(sampling_plan(1, 1, "II", Severity::normal).refusals()[0].code, "quality.lot_invalid");
  EXPECT_EQ(sampling_plan(9, 1.1, "II", Severity::normal).refusals()[0].code,
            "quality.aql_unknown");
  EXPECT_EQ(sampling_plan(9, NAN, "II", Severity::normal).refusals()[0].code,
            "quality.aql_unknown");
  EXPECT_EQ(sampling_plan(9, 1, "IV", Severity::normal).refusals()[0].code,
            "quality.level_unknown");
}

Switching after(Switching state, const SamplingPlan& plan, std::string_view lots) {
  for (const char lot : lots) {
    const std::int64_t found = lot == 'a' ? 0 : lot == 'g' ? plan.accept + 1 : plan.reject;
    state = decide(state, plan, {found, true, true}).value().next;
  }
  return state;
}

TEST(Sampling, SwitchingRules) {
  const auto normal = sampling_plan(1000, 1.0, "II", Severity::normal).value();
  const auto reduced = sampling_plan(1000, 1.0, "II", Severity::reduced).value();
  EXPECT_EQ(after({}, normal, "raaar").severity, Severity::tightened);
  EXPECT_EQ(after({}, normal, "raaaar").severity, Severity::normal);
  const Switching tight = after({}, normal, "rr");
  EXPECT_EQ(after(tight, normal, "aaaaa").severity, Severity::normal);
  EXPECT_EQ(after(tight, normal, "aaaar").severity, Severity::tightened);
  const Switching stopped = after(tight, normal, "raararaarr");
  EXPECT_TRUE(stopped.discontinued);
  EXPECT_EQ(decide(stopped, normal, {}).refusals()[0].code, "quality.inspection_discontinued");
  const Switching easy = after({}, normal, "aaaaaaaaaa");
  EXPECT_EQ(easy.severity, Severity::reduced);
  EXPECT_EQ(after(easy, reduced, "aa").severity, Severity::reduced);
  EXPECT_EQ(after(easy, reduced, "g").severity, Severity::normal);
  EXPECT_EQ(after(easy, reduced, "r").severity, Severity::normal);
  EXPECT_TRUE(decide(easy, reduced, {reduced.accept + 1, true, true})->accepted);
}

}  // namespace
}  // namespace tc::engine::quality
