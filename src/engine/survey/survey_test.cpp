#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <map>
#include <random>
#include <set>
#include <sstream>

#include "base/json.h"
#include "engine/survey/agreement.h"
#include "engine/survey/anonymity.h"
#include "engine/survey/network.h"
#include "engine/survey/opinion.h"

namespace tc::engine::survey {
namespace {

constexpr double k_exact = 1e-9;

const Result<Json>& oracle() {
  static const Result<Json> json = [] {
    const char* const folder = std::getenv("TC_SHARED_DATA");
    const std::string root = folder != nullptr ? folder : "../shared/data";
    std::ifstream file(root + "/analytics/oracles/people.json");
    std::ostringstream text;
    text << file.rdbuf();
    return parse_json(text.str());
  }();
  return json;
}

Matrix matrix_of(const Json& json) {
  Matrix matrix;
  for (const Json& row : json.items()) {
    matrix.emplace_back();
    for (const Json& cell : row.items()) matrix.back().push_back(cell.number());
  }
  return matrix;
}

TEST(SurveyOracle, KrackhardtKite) {
  if (!oracle()) {
    std::puts("0 shared cases");
    return;
  }
  const Json& kite = *oracle()->find("krackhardt_kite");
  Network network;
  network.nodes = static_cast<std::int32_t>(kite.find("nodes")->size());
  for (const Json& edge : kite.find("edges")->items()) {
    network.edges.emplace_back(static_cast<std::int32_t>(edge.items()[0].integer()),
                               static_cast<std::int32_t>(edge.items()[1].integer()));
  }
  NoProgress progress;
  const auto degrees = degree(network);
  const auto near = closeness(network, progress);
  const auto between = betweenness(network, progress);
  for (std::size_t node = 0; node < 10; ++node) {
    EXPECT_EQ((*degrees)[node], kite.find("degree")->items()[node].integer());
    EXPECT_NEAR((*near)[node].value, kite.find("closeness")->items()[node].number(), 5e-5);
    EXPECT_NEAR((*between)[node], kite.find("betweenness")->items()[node].number(), k_exact);
  }
  std::puts("30 shared figures");
}

TEST(SurveyOracle, AgreementAndScores) {
  if (!oracle()) {
    std::puts("0 shared cases");
    return;
  }
  const auto w = kendall_w(matrix_of(*oracle()->find("kendall_w")->find("ranks")));
  EXPECT_NEAR(w->w.value, oracle()->find("kendall_w")->find("W")->number(), k_exact);
  EXPECT_NEAR(w->chi_square.value, oracle()->find("kendall_w")->find("chi2")->number(), k_exact);
  EXPECT_NEAR(cronbach_alpha(matrix_of(*oracle()->find("cronbach")->find("rows")))->value,
              oracle()->find("cronbach")->find("alpha")->number(), k_exact);
  const Json& nps = *oracle()->find("nps");
  const auto score = net_promoter(nps.find("promoters")->integer(), nps.find("passives")->integer(),
                                  nps.find("detractors")->integer());
  EXPECT_NEAR(score->score, nps.find("nps")->number(), k_exact);
  // The published margin rounds z to 1.96.
  EXPECT_NEAR(score->margin / 1.959963984540054 * 1.96, nps.find("margin95")->number(), k_exact);
  std::puts("5 shared figures");
}

TEST(Agreement, PublishedKappas) {
  // Fleiss 1971 as in common textbooks: 10 subjects, 14 raters, 5 categories.
  const Matrix counts = {{0, 0, 0, 0, 14}, {0, 2, 6, 4, 2}, {0, 0, 3, 5, 6}, {0, 3, 9, 2, 0},
                         {2, 2, 8, 1, 1},  {7, 7, 0, 0, 0}, {3, 2, 6, 3, 0}, {2, 5, 3, 2, 2},
                         {6, 5, 2, 1, 0},  {0, 2, 2, 3, 7}};
  EXPECT_NEAR(fleiss_kappa(counts)->value, 0.20993070442195522, k_exact);
  // 20 yes/yes, 5 yes/no, 10 no/yes, 15 no/no: κ = 0.4.
  std::vector<std::int32_t> first;
  std::vector<std::int32_t> second;
  const auto add = [&](int count, std::int32_t a, std::int32_t b) {
    first.insert(first.end(), static_cast<std::size_t>(count), a);
    second.insert(second.end(), static_cast<std::size_t>(count), b);
  };
  add(20, 1, 1);
  add(5, 1, 0);
  add(10, 0, 1);
  add(15, 0, 0);
  EXPECT_NEAR(cohen_kappa(first, second)->value, 0.4, k_exact);
  EXPECT_EQ(cohen_kappa(std::vector<std::int32_t>{1}, std::vector<std::int32_t>{1})->reason,
            "survey.no_variation");
}

TEST(Agreement, TiesAndHostileInput) {
  EXPECT_NEAR(kendall_w({{1, 2, 2, 4}, {1, 2, 2, 4}, {1, 2, 2, 4}})->w.value, 1, k_exact);
  EXPECT_NEAR(kendall_w({{1, 1, 3}, {1, 2, 3}})->w.value, 12 * 6.5 / (4.0 * 24 - 2 * 6), k_exact);
  EXPECT_EQ(kendall_w({{1, 1}, {2, 2}})->w.reason, "survey.no_variation");
  EXPECT_FALSE(kendall_w({{1, 2}}).ok());
  EXPECT_FALSE(kendall_w({{1, 2}, {1}}).ok());
  EXPECT_FALSE(kendall_w({{1, NAN}, {1, 2}}).ok());
  EXPECT_FALSE(cronbach_alpha({{1}, {2}}).ok());
  EXPECT_FALSE(cronbach_alpha({}).ok());
  EXPECT_EQ(cronbach_alpha({{1, 1}, {1, 1}})->reason, "survey.no_variation");
  EXPECT_FALSE(fleiss_kappa({{1, 1}, {2, 1}}).ok());
  EXPECT_FALSE(fleiss_kappa({{3, -1}}).ok());
}

TEST(Opinion, IntervalsAndTrends) {
  const std::vector<double> values = {4, 5, 3, 5, 4, 4, 2, 5, 3, 4};
  const auto interval = mean_with_interval(values);
  EXPECT_NEAR(interval->mean, 3.9, k_exact);
  EXPECT_NEAR(interval->high - interval->mean,
              2.262157162740992 * std::sqrt(0.98888888888888888 / 10), 1e-9);
  const std::vector<double> times = {1, 2, 3, 4, 5};
  const std::vector<double> rising = {2.1, 3.9, 6.2, 7.8, 10.1};
  const auto line = trend(times, rising);
  EXPECT_NEAR(line->slope, 1.99, 1e-9);
  EXPECT_TRUE(line->significant);
  // With three degrees of freedom Student's distribution has a closed form.
  const double x = 1.99 / std::sqrt(.107 / 3 / 10) / std::sqrt(3.0);
  EXPECT_NEAR(line->p.value, 1 - 2 / M_PI * (x / (1 + x * x) + std::atan(x)), 1e-12);
  const std::vector<double> flat = {3, 3, 3, 3, 3};
  EXPECT_EQ(trend(times, flat)->p.reason, "survey.no_variation");
  EXPECT_FALSE(trend(flat, rising).ok());
  EXPECT_FALSE(mean_with_interval(std::vector<double>{1}).ok());
  EXPECT_FALSE(mean_with_interval(values, 1).ok());
  EXPECT_FALSE(net_promoter(0, 0, 0).ok());
  EXPECT_FALSE(net_promoter(std::vector<std::int32_t>{11}).ok());
  EXPECT_NEAR(net_promoter(std::vector<std::int32_t>{10, 9, 8, 6})->score, 25, k_exact);
}

/// The interval holds the truth as often as it says.
TEST(Opinion, IntervalsCover) {
  std::mt19937_64 random(3);
  std::normal_distribution<double> normal(5, 2);
  int covered = 0;
  constexpr int k_rounds = 4000;
  for (int round = 0; round < k_rounds; ++round) {
    std::vector<double> values(8);
    for (double& value : values) value = normal(random);
    const auto interval = mean_with_interval(values, .9);
    covered += interval->low <= 5 && 5 <= interval->high;
  }
  EXPECT_NEAR(covered / static_cast<double>(k_rounds), .9, .02);
}

TEST(Opinion, TrainingAndCompetence) {
  Training training;
  training.reaction = {.8, 1};
  training.before = {.4, .5};
  training.after = {.7, .9};
  training.benefit_minor = 300;
  training.cost_minor = 200;
  const auto result = evaluate_training(training);
  EXPECT_NEAR(result->reaction.value, .9, k_exact);
  EXPECT_NEAR(result->learning_gain.value, .35, k_exact);
  EXPECT_EQ(result->behaviour.reason, "survey.too_few_answers");
  EXPECT_NEAR(result->return_on_investment.value, .5, k_exact);
  training.after.pop_back();
  EXPECT_FALSE(evaluate_training(training).ok());
  const std::vector<Competence> competences = {{"a", 4, 2, 2}, {"b", 3, 4, 1}};
  const auto gap = competence_gap(competences);
  EXPECT_EQ(gap->gaps, (std::vector<double>{2, -1}));
  EXPECT_NEAR(gap->weighted.value, 4.0 / 3, k_exact);
}

/// Whatever is allowed to be asked, no sums and differences of answers leave fewer than k persons.
TEST(Anonymity, NoSequenceOfAllowedFiltersIsolates) {
  std::mt19937_64 random(8);
  int allowed_filters = 0;
  int refused_filters = 0;
  for (int round = 0; round < 200; ++round) {
    const auto k = static_cast<std::int32_t>(2 + random() % 5);
    std::vector<Person> persons(static_cast<std::size_t>(k) + random() % 120);
    for (Person& person : persons) {
      person = {static_cast<std::int32_t>(random() % 4), static_cast<std::int32_t>(random() % 3),
                static_cast<std::int32_t>(random() % 8 == 0)};
    }
    const auto groups = AnonymousGroups::make(persons, k);
    ASSERT_TRUE(groups.ok());
    // Persons that all allowed answers treat alike form an atom: what any combination can single
    // out is a union of atoms.
    std::vector<std::vector<bool>> seen(persons.size());
    for (int ask = 0; ask < 250; ++ask) {
      Filter filter;
      for (std::int32_t dimension = 0; dimension < 3; ++dimension) {
        if (random() % 2 == 0) continue;
        Filter::Part part{dimension, {}};
        for (std::int32_t value = 0; value < 4; ++value) {
          if (random() % 2 == 0) part.values.push_back(value);
        }
        filter.parts.push_back(part);
      }
      const auto chosen = groups->select(filter);
      if (!chosen) {
        ++refused_filters;
        continue;
      }
      ++allowed_filters;
      ASSERT_GE(chosen->size(), static_cast<std::size_t>(k));
      std::vector<bool> inside(persons.size());
      for (const std::int32_t person : *chosen) inside[static_cast<std::size_t>(person)] = true;
      for (std::size_t at = 0; at < persons.size(); ++at) seen[at].push_back(inside[at]);
    }
    std::map<std::vector<bool>, std::int32_t> atoms;
    for (const auto& answers : seen) ++atoms[answers];
    for (const auto& [answers, count] : atoms) ASSERT_GE(count, k) << "round " << round;
  }
  EXPECT_GT(allowed_filters, 1000);
  EXPECT_GT(refused_filters, 1000);
}

TEST(Anonymity, SmallGroupsTakeASiblingWithThem) {
  // Departments of 10, 6 and 2: the two join the six; the ten can be shown.
  std::vector<Person> persons;
  for (const auto& [department, count] : {std::pair{0, 10}, std::pair{1, 6}, std::pair{2, 2}}) {
    for (int at = 0; at < count; ++at) persons.push_back({department});
  }
  const auto groups = AnonymousGroups::make(persons, 5);
  EXPECT_EQ(groups->select({{{0, {0}}}})->size(), 10U);
  EXPECT_EQ(groups->select({{{0, {1}}}}).refusals().front().code, "survey.filter_isolates");
  EXPECT_EQ(groups->select({{{0, {2}}}}).refusals().front().code, "survey.too_small_to_show");
  EXPECT_EQ(groups->select({{{0, {1, 2}}}})->size(), 8U);
  EXPECT_EQ(groups->select({})->size(), 18U);
  EXPECT_EQ(groups->select({{{7, {1}}}}).refusals().front().code, "survey.dimension_unknown");
  EXPECT_FALSE(AnonymousGroups::make({{1}, {2}}, 5).ok());
  EXPECT_FALSE(AnonymousGroups::make(persons, 1).ok());
}

/// Betweenness by counting paths between all pairs.
TEST(Centrality, EqualsCountingPaths) {
  std::mt19937_64 random(12);
  NoProgress progress;
  for (int round = 0; round < 60; ++round) {
    Network network;
    network.nodes = static_cast<std::int32_t>(2 + random() % 14);
    const auto any = [&] {
      return static_cast<std::int32_t>(random() % static_cast<std::uint64_t>(network.nodes));
    };
    for (std::uint64_t edge = random() % 30; edge > 0; --edge)
      network.edges.emplace_back(any(), any());
    const auto n = static_cast<std::size_t>(network.nodes);
    std::vector<std::vector<double>> distance(n, std::vector<double>(n, 1e9));
    std::vector<std::vector<double>> paths(n, std::vector<double>(n, 0));
    std::set<std::pair<std::size_t, std::size_t>> arcs;
    for (const auto& [a, b] : network.edges) {
      if (a == b) continue;
      arcs.emplace(a, b);
      arcs.emplace(b, a);
    }
    for (std::size_t at = 0; at < n; ++at) distance[at][at] = 0;
    for (const auto& [a, b] : arcs) distance[a][b] = 1;
    for (std::size_t via = 0; via < n; ++via) {
      for (std::size_t a = 0; a < n; ++a) {
        for (std::size_t b = 0; b < n; ++b)
          distance[a][b] = std::min(distance[a][b], distance[a][via] + distance[via][b]);
      }
    }
    for (std::size_t a = 0; a < n; ++a) {
      paths[a][a] = 1;
      for (double step = 1; step < static_cast<double>(n); ++step) {
        for (std::size_t b = 0; b < n; ++b) {
          if (distance[a][b] < step || distance[a][b] > step) continue;
          for (const auto& [from, to] : arcs) {
            if (to == b && std::abs(distance[a][from] - step + 1) < .5)
              paths[a][b] += paths[a][from];
          }
        }
      }
    }
    const auto between = betweenness(network, progress);
    for (std::size_t node = 0; node < n; ++node) {
      double sum = 0;
      for (std::size_t a = 0; a < n; ++a) {
        for (std::size_t b = a + 1; b < n; ++b) {
          if (a == node || b == node || distance[a][b] > 1e8) continue;
          if (std::abs(distance[a][node] + distance[node][b] - distance[a][b]) < .5)
            sum += paths[a][node] * paths[node][b] / paths[a][b];
        }
      }
      ASSERT_NEAR((*between)[node], sum, k_exact);
    }
  }
}

TEST(Centrality, EigenvectorAndHostileInput) {
  const Network star = {5, {{0, 1}, {0, 2}, {0, 3}, {0, 4}, {0, 4}, {2, 2}}};
  const auto vector = eigenvector(star);
  EXPECT_NEAR((*vector)[0], std::sqrt(.5), 1e-9);
  EXPECT_NEAR((*vector)[1], std::sqrt(.125), 1e-9);
  NoProgress progress;
  EXPECT_EQ(degree({2, {{0, 2}}}).refusals().front().code, "survey.edge_invalid");
  EXPECT_EQ(degree({-1, {}}).refusals().front().code, "survey.too_large");
  EXPECT_EQ(eigenvector({3, {}}).refusals().front().code, "survey.no_edges");
  EXPECT_EQ(closeness({3, {{0, 1}}}, progress)->at(2).reason, "survey.isolated");
  EXPECT_TRUE(betweenness({0, {}}, progress)->empty());
  Network diamonds = {0, {}};  // 2¹¹⁰⁰ shortest paths from end to end.
  for (int at = 0; at < 1100; ++at) {
    const std::int32_t from = diamonds.nodes;
    for (const std::int32_t middle : {from + 1, from + 2}) {
      diamonds.edges.emplace_back(from, middle);
      diamonds.edges.emplace_back(middle, from + 3);
    }
    diamonds.nodes += 3;
  }
  ++diamonds.nodes;
  EXPECT_EQ(betweenness(diamonds, progress).refusals().front().code, "survey.too_many_paths");
}

}  // namespace
}  // namespace tc::engine::survey
