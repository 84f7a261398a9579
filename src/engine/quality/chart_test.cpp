#include "engine/quality/chart.h"

#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <random>
#include <sstream>

#include "engine/quality/constants.h"
#include "engine/quality/file.h"

namespace tc::engine::quality {
namespace {

std::vector<Rules> flags_of(const std::vector<double>& z, Rules rules = k_nelson) {
  std::vector<Rules> flags(z.size());
  check_rules(z, rules, flags);
  return flags;
}

/// The rules again, each point looking back over its own window.
Rules by_definition(const std::vector<double>& z, std::size_t last) {
  const auto all = [&](std::size_t count, auto holds) {
    if (last + 1 < count) return false;
    for (std::size_t at = last + 1 - count; at <= last; ++at) {
      if (!holds(at)) return false;
    }
    return true;
  };
  const auto some = [&](std::size_t window, std::size_t needed, auto holds) {
    if (!holds(last)) return false;
    std::size_t count = 0;
    for (std::size_t at = last + 1 > window ? last + 1 - window : 0; at <= last; ++at)
      count += holds(at);
    return count >= needed;
  };
  const auto above = [&](double limit) {
    return [&z, limit](std::size_t at) { return z[at] > limit; };
  };
  const auto below = [&](double limit) {
    return [&z, limit](std::size_t at) { return z[at] < -limit; };
  };
  const auto rising = [&](std::size_t at) { return at > last - 5 ? z[at] > z[at - 1] : true; };
  const auto falling = [&](std::size_t at) { return at > last - 5 ? z[at] < z[at - 1] : true; };
  const auto turning = [&](std::size_t at) {
    if (at < last - 11) return true;
    return (z[at] - z[at - 1]) * (z[at - 1] - z[at - 2]) < 0;
  };
  unsigned flags = 0;
  if (std::abs(z[last]) > 3) flags |= k_beyond_3;
  if (all(9, above(0)) || all(9, below(0))) flags |= k_nine_one_side;
  if (all(8, above(0)) || all(8, below(0))) flags |= k_eight_one_side;
  if (all(6, rising) || all(6, falling)) flags |= k_six_monotone;
  if (all(14, turning)) flags |= k_fourteen_alternating;
  if (some(3, 2, above(2)) || some(3, 2, below(2))) flags |= k_two_of_three;
  if (some(5, 4, above(1)) || some(5, 4, below(1))) flags |= k_four_of_five;
  if (all(15, [&](std::size_t at) { return std::abs(z[at]) <= 1; })) flags |= k_fifteen_within_1;
  if (all(8, [&](std::size_t at) { return std::abs(z[at]) > 1; })) flags |= k_eight_beyond_1;
  return static_cast<Rules>(flags);
}

TEST(Rules, EqualTheirDefinitionOnRandomSeries) {
  std::mt19937_64 random(1);
  std::int64_t seen = 0;
  unsigned kinds = 0;
  for (int series = 0; series < 600; ++series) {
    std::vector<double> z(80);
    double level = 0;
    for (double& value : z) {
      // Half steps hit the zone lines often; drift, calm and noise excite different rules.
      if (series % 3 == 0) level += static_cast<double>(random() % 3) / 2 - 0.5;
      const int span = series % 4 == 1 ? 5 : 15;
      value = level / 2 +
              (static_cast<double>(random() % static_cast<unsigned>(span)) - span / 2) / 2.0;
      if (series % 5 == 2) value = (random() % 2 == 0 ? 1.5 : -1.5);
      if (series % 7 == 3)
        value = static_cast<double>((&value - z.data()) % 2) * (random() % 20 == 0 ? -1 : 1);
    }
    const std::vector<Rules> flags = flags_of(z, k_nelson | k_western_electric);
    for (std::size_t at = 0; at < z.size(); ++at) {
      ASSERT_EQ(flags[at], by_definition(z, at)) << "series " << series << " point " << at;
      seen += flags[at] != 0;
      kinds |= flags[at];
    }
  }
  EXPECT_GT(seen, 5000);
  EXPECT_EQ(kinds, 0x1ffU);  // Every rule has fired.
}

TEST(Rules, EqualityIsNotBeyondAndTheLastPointIsFlagged) {
  EXPECT_EQ(flags_of({3, -3}), (std::vector<Rules>{0, 0}));
  EXPECT_EQ(flags_of({3.0001})[0], k_beyond_3);
  EXPECT_EQ(flags_of({2.1, 0, 2.1}), (std::vector<Rules>{0, 0, k_two_of_three}));
  EXPECT_EQ(flags_of({2.1, 2.1, 0})[2], 0);
  EXPECT_EQ(flags_of({2, 2, 2})[2], 0);
  std::vector<double> side(9, .5);
  side[4] = .6;
  EXPECT_EQ(flags_of(side)[8], k_nine_one_side);
  EXPECT_EQ(flags_of(side)[7], 0);
  EXPECT_EQ(flags_of(side, k_western_electric)[7], k_eight_one_side);
  side[4] = 0;
  EXPECT_EQ(flags_of(side)[8], 0);
  EXPECT_EQ(flags_of({-.3, -.2, -.1, 0, .1, .2})[5], k_six_monotone);
  EXPECT_EQ(flags_of({-.3, -.2, -.1, 0, 0, .2})[5], 0);
}

TEST(Chart, SubgroupLimitsUseTheFactors) {
  Data data;
  data.subgroup_size = 2;
  data.values = {1, 3, 2, 4, 3, 5, 2, 6};
  const auto ranges = evaluate(data, *fit(ChartKind::xbar_r, data, {}), k_nelson);
  ASSERT_TRUE(ranges.ok());
  EXPECT_NEAR(ranges->limits.center, 3.25, 1e-12);
  EXPECT_NEAR(ranges->points[0].upper, 3.25 + 1.880 * 2.5, 1e-12);
  EXPECT_NEAR(ranges->spread[0].upper, 3.267 * 2.5, 1e-12);
  const auto deviations = evaluate(data, *fit(ChartKind::xbar_s, data, {}), k_nelson);
  const double mean = 2.5 / std::sqrt(2.0);
  EXPECT_NEAR(deviations->points[0].upper, 3.25 + 2.659 * mean, 1e-12);
}

TEST(Chart, AttributeLimits) {
  Data data;
  data.values = {5, 10, 15};
  data.sizes = {100, 200, 300};
  const auto p = evaluate(data, *fit(ChartKind::p, data, {}), k_nelson);
  EXPECT_NEAR(p->points[1].upper, .05 + 3 * std::sqrt(.05 * .95 / 200), 1e-12);
  EXPECT_EQ(p->points[0].lower, 0);
  const auto u = evaluate(data, *fit(ChartKind::u, data, {}), k_nelson);
  EXPECT_NEAR(u->points[2].upper, .05 + 3 * std::sqrt(.05 / 300), 1e-12);
  data.sizes = {100};
  const auto np = evaluate(data, *fit(ChartKind::np, data, {}), k_nelson);
  EXPECT_NEAR(np->points[0].upper, 10 + 3 * std::sqrt(10 * .9), 1e-12);
}

TEST(Chart, CusumSignalsAShift) {
  Data data;
  data.values = {0, 0, 0, 2, 2, 2, 2, 2, 2};
  Options options;
  options.target = 0;
  options.sigma = 1;
  options.decision = 4;
  const auto chart = evaluate(data, *fit(ChartKind::cusum, data, options), k_nelson);
  EXPECT_NEAR(chart->points[4].value, 3, 1e-12);
  EXPECT_EQ(chart->points[4].rules, 0);
  EXPECT_EQ(chart->points[5].rules, k_beyond_3);
  for (const Point& point : chart->spread) EXPECT_EQ(point.value, 0);
}

TEST(Chart, FrozenLimitsDoNotMove) {
  std::mt19937_64 random(2);
  std::normal_distribution<double> normal(10, 1);
  Data first;
  Data later;
  for (int at = 0; at < 50; ++at) {
    first.values.push_back(normal(random));
    later.values.push_back(normal(random) + 5);
  }
  first.values[7] = 100;
  first.excluded = {7};
  const auto limits = fit(ChartKind::imr, first, {});
  EXPECT_NEAR(limits->center, 10, 1);
  EXPECT_LT(limits->sigma, 2);
  const auto chart = evaluate(later, *limits, k_nelson);
  EXPECT_EQ(chart->limits.center, limits->center);
  EXPECT_EQ(chart->points[0].upper, chart->points[49].upper);
  EXPECT_GT(std::count_if(chart->points.begin(), chart->points.end(),
                          [](const Point& point) { return point.rules != 0; }),
            25);
}

TEST(Chart, HostileDataIsRefused) {
  const auto code = [](ChartKind kind, const Data& data, const Options& options = {}) {
    const auto limits = fit(kind, data, options);
    return limits ? std::string() : limits.refusals().front().code;
  };
  Data data;
  EXPECT_EQ(code(ChartKind::imr, data), "quality.no_data");
  data.values = {1};
  EXPECT_EQ(code(ChartKind::imr, data), "quality.no_data");
  data.values = {1, NAN};
  EXPECT_EQ(code(ChartKind::imr, data), "quality.value_invalid");
  data.values = {1, 1e300};
  EXPECT_EQ(code(ChartKind::imr, data), "quality.value_invalid");
  data.values = {1, -1};
  EXPECT_EQ(code(ChartKind::c, data), "quality.value_invalid");
  data.values = {1, 2, 3};
  EXPECT_EQ(code(ChartKind::p, data), "quality.size_invalid");
  data.sizes = {2, 2, 2};
  EXPECT_EQ(code(ChartKind::p, data), "quality.count_exceeds_size");
  EXPECT_EQ(code(ChartKind::np, data), "quality.size_invalid");
  data.subgroup_size = 2;
  EXPECT_EQ(code(ChartKind::xbar_r, data), "quality.subgroup_invalid");
  Options options;
  options.lambda = 0;
  EXPECT_EQ(code(ChartKind::ewma, data, options), "quality.parameter_invalid");
  data.excluded = {0, 1, 2};
  EXPECT_EQ(code(ChartKind::c, data), "quality.no_data");
  Data constant;
  constant.values = {5, 5, 5, 5};
  EXPECT_EQ(evaluate(constant, *fit(ChartKind::imr, constant, {}), k_nelson)->points[3].rules, 0);
}

TEST(ChartFile, PhaseTwoTakesTheLimitsOfPhaseOne) {
  const auto first = chart_file(R"({"values":[1,2,1,2,3,2,1],"lsl":0,"usl":4})", ChartKind::imr);
  ASSERT_TRUE(first.ok());
  EXPECT_EQ(first->find("phase")->integer(), 1);
  EXPECT_TRUE(first->find("capability")->find("cpk")->is_number());
  Json second = Json::object();
  second.append("values", Json(Json::Array{Json(2), Json(50)}));
  second.append("limits", *first->find("limits"));
  const auto chart = chart_file(to_text(second), ChartKind::imr);
  ASSERT_TRUE(chart.ok());
  EXPECT_EQ(chart->find("phase")->integer(), 2);
  EXPECT_EQ(*chart->find("limits"), *first->find("limits"));
  EXPECT_EQ(chart->find("points")->items()[1].find("rules")->items()[0].string(), "beyond_3_sigma");
}

TEST(ChartFile, RefusesHostileFiles) {
  for (const char* bytes :
       {"", "{}", "[]", R"({"values":[]})", R"({"values":["1"]})", R"({"values":{}})",
        R"({"values":[1,2],"excluded":[0]})", R"({"values":[1,2],"rules":"none"})",
        R"({"values":[1,2],"limits":{}})", R"({"values":[1,2],"limits":{"center":1,"sigma":-1}})",
        R"({"values":[1,2],"limits":{"chart":"p","center":1,"sigma":1}})",
        R"({"values":[1,2],"sigma":"x"})", R"({"values":[1e999,2]})"}) {
    EXPECT_FALSE(chart_file(bytes, ChartKind::imr).ok()) << bytes;
  }
  EXPECT_FALSE(chart_file(R"({"subgroups":[[1,2],[3]]})", ChartKind::xbar_r).ok());
  EXPECT_FALSE(chart_file(R"({"subgroups":[1,2]})", ChartKind::xbar_r).ok());
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
TEST(ChartFile, MutatedFilesAreAnsweredOrRefused) {
  const std::vector<std::string> samples = {
      R"({"values":[49.6,47.6,49.9,51.3,47.8,60],"excluded":[2],"lsl":40,"usl":60,"target":50,"sigma":2,"lambda":0.3,"k":0.5,"h":5})",
      R"({"subgroups":[[1,2,3],[2,3,4],[9,1,5]]})",
      R"({"counts":[1,2,3],"sizes":[10,20,30]})",
      R"({"counts":[4,6],"sizes":50})",
      R"({"values":[1,2],"limits":{"center":1,"sigma":1,"spread":1,"lambda":0.2,"width":3,"k":0.5,"h":4}})",
  };
  // Pieces that hurt: limits, signs, wrong kinds.
  const std::vector<std::string> pieces = {
      "-1", "0",     "1e308", "9007199254740993", "-9223372036854775808", "1.5", "null", "[]",
      "{}", "\"x\"", "1e-300"};
  std::mt19937_64 random(77);
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
    const auto answer = chart_file(bytes, static_cast<ChartKind>(random() % 9));
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
TEST(ChartFile, ReadmeSamples) {
  std::ifstream file("src/engine/quality/README.md");
  std::ostringstream text;
  text << file.rdbuf();
  const std::string readme = text.str();
  int samples = 0;
  for (std::size_t at = readme.find("```json"); at != std::string::npos;
       at = readme.find("```json", at + 1)) {
    const std::size_t begin = at + 7;
    const std::string bytes = readme.substr(begin, readme.find("```", begin) - begin);
    EXPECT_TRUE(chart_file(bytes, ChartKind::imr).ok()) << bytes;
    ++samples;
  }
  EXPECT_EQ(samples, 1);
}

}  // namespace
}  // namespace tc::engine::quality
