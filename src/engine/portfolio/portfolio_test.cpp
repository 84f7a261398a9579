#include "engine/portfolio/portfolio.h"

#include <gtest/gtest.h>

#include <algorithm>

#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <random>
#include <sstream>

#include "engine/portfolio/bound.h"
#include "engine/portfolio/choices.h"
#include "engine/portfolio/lp_text.h"
#include "engine/portfolio/mknap.h"
#include "engine/portfolio/model_json.h"
#include "engine/portfolio/random_model.h"
#include "engine/portfolio/scoring.h"

namespace tc::engine::portfolio {
namespace {

std::string contents(const std::string& name) {
  const char* root = std::getenv("TC_SHARED_DATA");
  std::ifstream file(std::filesystem::path(root == nullptr ? "../shared/data" : root) /
                     "analytics" / name);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

/// The best selection by trying all.
std::optional<std::int64_t> brute_force(const Model& model) {
  std::optional<std::int64_t> best;
  Selection selection(model.candidates.size(), -1);
  const std::function<void(std::size_t)> visit = [&](std::size_t row) {
    if (row == selection.size()) {
      if (is_feasible(model, selection) && (!best || value_of(model, selection) > *best))
        best = value_of(model, selection);
      return;
    }
    for (std::int32_t start = -1; start <= last_start(model, model.candidates[row]); ++start) {
      selection[row] = start;
      visit(row + 1);
    }
  };
  visit(0);
  return best;
}

Result<Outcome> optimum(const Model& model, const Options& options = {}) {
  NoProgress progress;
  return optimize(model, options, progress);
}

TEST(Portfolio, EqualsTryingAll) {
  int feasible = 0, infeasible = 0;
  for (unsigned seed = 1; seed <= 300; ++seed) {
    SCOPED_TRACE(seed);
    const Model model = testing::random_model(seed);
    const std::optional<std::int64_t> best = brute_force(model);
    Options options;
    options.children = 500;
    const Result<Outcome> outcome = optimum(model, options);
    if (!best) {
      ASSERT_FALSE(outcome.ok());
      EXPECT_EQ(outcome.refusals().front().code, "portfolio.infeasible");
      ++infeasible;
      continue;
    }
    ASSERT_TRUE(outcome.ok());
    EXPECT_EQ(value_of(model, outcome->selection), *best);
    EXPECT_TRUE(outcome->proved);
    ++feasible;
  }
  std::printf("  %d models with and %d without an answer\n", feasible, infeasible);
  EXPECT_GT(feasible, 150);
  EXPECT_GT(infeasible, 5);
}

/// Without any proof the answer is still feasible, and the bound above everything.
TEST(Portfolio, HeuristicIsFeasibleAndBoundHolds) {
  int exact = 0, count = 0;
  for (unsigned seed = 1; seed <= 200; ++seed) {
    SCOPED_TRACE(seed);
    const Model model = testing::random_model(seed);
    const std::optional<std::int64_t> best = brute_force(model);
    Options options;
    options.children = 200;
    options.nodes = 0;
    const Result<Outcome> outcome = optimum(model, options);
    if (!best) {
      EXPECT_FALSE(outcome.ok());
      continue;
    }
    const Choices choices = choices_of(model);
    EXPECT_GE(lagrangian_bound(choices, *best, 300).value, static_cast<double>(*best) - 1e-6);
    if (!outcome) continue;
    EXPECT_TRUE(is_feasible(model, outcome->selection));
    EXPECT_GE(outcome->bound * static_cast<double>(model.value_scale),
              static_cast<double>(*best) - 1e-6);
    exact += value_of(model, outcome->selection) == *best ? 1 : 0;
    ++count;
  }
  EXPECT_GE(exact, count * 95 / 100);
}

TEST(Portfolio, TheSameSeedGivesTheSameAnswer) {
  const Model model = testing::random_model(7, 60, 6);
  Options options;
  options.children = 2'000;
  options.nodes = 1'000;
  const Outcome first = optimum(model, options).value();
  EXPECT_EQ(first.selection, optimum(model, options)->selection);
}

TEST(Portfolio, EveryRejectionHasAReason) {
  const Model model = testing::random_model(11, 40, 4);
  Options options;
  options.children = 3'000;
  options.nodes = 0;
  const Outcome outcome = optimum(model, options).value();
  std::size_t chosen = 0;
  for (const std::int32_t start : outcome.selection) chosen += start >= 0 ? 1U : 0U;
  EXPECT_EQ(outcome.rejected.size() + chosen, model.candidates.size());
  for (const Rejection& rejection : outcome.rejected) {
    EXPECT_FALSE(rejection.why.empty()) << rejection.id;
    if (rejection.why != "worth_less") continue;
    EXPECT_GT(rejection.value, 0);
    EXPECT_FALSE(rejection.displaces.empty());
  }
}

/// What is said to be displaced makes room, and costs what is said.
TEST(Portfolio, DisplacingTellsTheTruth) {
  int checked = 0;
  for (unsigned seed = 1; seed <= 40; ++seed) {
    Model model = testing::random_model(seed, 30, 1);
    for (Candidate& candidate : model.candidates) {
      candidate.requires_done.clear();
      candidate.must = false;
    }
    model.exclusive.clear();
    model.categories.clear();
    model.chance = {};
    const Result<Outcome> outcome = optimum(model);
    if (!outcome) continue;
    for (const Rejection& rejection : outcome->rejected) {
      if (rejection.why != "worth_less") continue;
      Selection swapped = outcome->selection;
      for (std::size_t row = 0; row < swapped.size(); ++row) {
        const std::string& id = model.candidates[row].id;
        if (id == rejection.id) swapped[row] = 0;
        if (std::ranges::find(rejection.displaces, id) != rejection.displaces.end())
          swapped[row] = -1;
      }
      EXPECT_TRUE(is_feasible(model, swapped));
      EXPECT_NEAR(
          static_cast<double>(value_of(model, outcome->selection) - value_of(model, swapped)),
          rejection.value * static_cast<double>(model.value_scale), 1e-6);
      ++checked;
    }
  }
  EXPECT_GT(checked, 50);
}

// --- Solvers that lie
// --------------------------------------------------------------------------------

class Liar final : public Solver {
 public:
  explicit Liar(std::optional<SolverAnswer> answer) : answer_(std::move(answer)) {}
  [[nodiscard]] std::optional<SolverAnswer> solve(const std::string&, double) override {
    ++asked;
    return answer_;
  }
  int asked = 0;

 private:
  std::optional<SolverAnswer> answer_;
};

/// Three items of 3, room for 5: one fits, the relaxation believes in more.
Model three_items() {
  Model model;
  model.resources = {{"r", {5}, false, 1}};
  for (const std::int64_t value : {4, 5, 3}) {
    Candidate candidate;
    candidate.id = std::to_string(model.candidates.size());
    candidate.value = {value};
    candidate.uses = {{0, {3}}};
    model.candidates.push_back(candidate);
  }
  return model;
}

Outcome with_solver(std::optional<SolverAnswer> answer) {
  Liar liar(std::move(answer));
  Options options;
  options.nodes = 0;
  options.children = 10;
  options.solver = &liar;
  Outcome outcome = optimum(three_items(), options).value();
  EXPECT_EQ(liar.asked, 1);
  return outcome;
}

TEST(Solvers, AreOnlyBelievedAfterTheCheck) {
  const Outcome good = with_solver(SolverAnswer{true, 5.0, {"x1"}});
  EXPECT_TRUE(good.proved);
  EXPECT_EQ(good.proved_by, "solver");
  EXPECT_FALSE(good.solver_failed);
  const std::vector<std::optional<SolverAnswer>> lies = {
      std::nullopt,
      SolverAnswer{true, 9.0, {"x0", "x1"}},  // Does not fit.
      SolverAnswer{true, 9.0, {"x1"}},        // Not its value.
      SolverAnswer{true, 4.0, {"x0"}},        // Worse than what is known.
      SolverAnswer{true, 5.0, {"x9"}},        // No such choice.
      SolverAnswer{true, 5.0, {"y1"}},
      SolverAnswer{true, 0.0, {}},
      SolverAnswer{true, 10.0, {"x1", "x1"}},
  };
  for (const auto& lie : lies) {
    const Outcome outcome = with_solver(lie);
    EXPECT_FALSE(outcome.proved);
    EXPECT_TRUE(outcome.solver_failed);
    EXPECT_DOUBLE_EQ(outcome.objective, 5);
  }
  const Outcome unproved = with_solver(SolverAnswer{false, 5.0, {"x1"}});
  EXPECT_FALSE(unproved.proved);
  EXPECT_FALSE(unproved.solver_failed);
}

// --- Input
// -------------------------------------------------------------------------------------------

TEST(Mknap, PetersensProblemsAreSolved) {
  const std::string bytes = contents("mknap/mknap1.txt");
  int solved = 0;
  for (std::int32_t problem = 0; !bytes.empty() && problem < 7; ++problem) {
    const MknapProblem read = read_mknap(bytes, problem).value();
    Options options;
    options.children = 5'000;
    const Outcome outcome = optimum(read.model, options).value();
    EXPECT_NEAR(outcome.objective, read.best, 1e-6);
    EXPECT_TRUE(outcome.proved);
    ++solved;
  }
  std::printf("  %d shared problems\n", solved);
}

std::string mknap_code(std::string_view text, std::int32_t problem = 0) {
  const Result<MknapProblem> read = read_mknap(text, problem);
  return read ? "" : read.refusals().front().code;
}

TEST(Mknap, RefusesWithACode) {
  EXPECT_EQ(mknap_code("1 2 1 0 5 6 1 2 3"), "");
  EXPECT_EQ(mknap_code(""), "portfolio.malformed");
  EXPECT_EQ(mknap_code("1 2 1 0 5 6 1 2"), "portfolio.malformed");
  EXPECT_EQ(mknap_code("1 2 1 0 5 x 1 2 3"), "portfolio.malformed");
  EXPECT_EQ(mknap_code("1 99999999 1 0"), "portfolio.malformed");
  EXPECT_EQ(mknap_code("1 -2 1 0"), "portfolio.malformed");
  EXPECT_EQ(mknap_code("1 2 1 0 5 nan 1 2 3"), "portfolio.malformed");
  EXPECT_EQ(mknap_code("1 2 1 0 5 6 1 2 3", 1), "portfolio.problem_unknown");
  EXPECT_TRUE(is_mknap("  7\n 6 10 3800.5\n"));
  EXPECT_FALSE(is_mknap("{\"periods\": 1}"));
  EXPECT_FALSE(is_mknap(""));
}

std::string code_of(std::string_view text) {
  const Json json = parse_json(text).value();
  const Result<Model> model = read_portfolio(json);
  if (!model) return model.refusals().front().code;
  const Result<Outcome> outcome = optimum(*model);
  return outcome ? "" : outcome.refusals().front().code;
}

TEST(PortfolioJson, RefusesWithACode) {
  EXPECT_EQ(code_of("{}"), "portfolio.empty");
  EXPECT_EQ(code_of(R"({"candidates": []})"), "portfolio.empty");
  EXPECT_EQ(code_of(R"({"candidates": [{"id": "A"}]})"), "portfolio.bad_value");
  EXPECT_EQ(code_of(R"({"candidates": [{"id": "A", "value": 1}, {"id": "A", "value": 1}]})"),
            "portfolio.bad_value");
  EXPECT_EQ(code_of(R"({"candidates": [{"id": "A", "value": 1, "cost": 3}]})"),
            "portfolio.bad_reference");
  EXPECT_EQ(code_of(R"({"candidates": [{"id": "A", "value": 1, "requires": ["B"]}]})"),
            "portfolio.bad_reference");
  EXPECT_EQ(code_of(R"({"periods": 0, "candidates": [{"id": "A", "value": 1}]})"),
            "portfolio.bad_value");
  EXPECT_EQ(code_of(R"({"budget": -1, "candidates": [{"id": "A", "value": 1, "cost": 1}]})"),
            "portfolio.bad_value");
  EXPECT_EQ(code_of(R"({"candidates": [{"id": "A", "value": 1e300}]})"), "portfolio.bad_value");
  EXPECT_EQ(code_of(R"({"candidates": [{"id": "A", "value": 1, "requires": ["B"]},
                                       {"id": "B", "value": 1, "requires": ["A"]}]})"),
            "portfolio.requires_cycle");
  EXPECT_EQ(code_of(R"({"budget": 5, "candidates": [
                       {"id": "A", "value": 1, "cost": 9, "must": true}]})"),
            "portfolio.infeasible");
  EXPECT_EQ(code_of(R"({"candidates": [{"id": "A", "value": -3}]})"), "");
  EXPECT_EQ(code_of(R"({"budget": [1, 2], "candidates": [{"id": "A", "value": 3}]})"),
            "portfolio.bad_value");
}

// --- Scores
// ------------------------------------------------------------------------------------------

Table from_upper(std::size_t size, const Json& upper) {
  Table table{size, size, std::vector<double>(size * size, 1)};
  std::size_t at = 0;
  for (std::size_t row = 0; row < size; ++row) {
    for (std::size_t column = row + 1; column < size; ++column) {
      const double value = upper.items()[at++].number();
      table.cells[row * size + column] = value;
      table.cells[column * size + row] = 1 / value;
    }
  }
  return table;
}

TEST(Scores, AhpAndTopsisOfTheSharedFile) {
  const Result<Json> oracle = parse_json(contents("oracles/mcdm.json"));
  if (!oracle) {
    std::puts("  0 shared cases");
    return;
  }
  int cases = 0;
  for (const Json& item : oracle->find("ahp")->items()) {
    const Json& weights = *item.find("weights");
    const AhpResult result = ahp({from_upper(weights.size(), *item.find("upper"))}).value();
    for (std::size_t row = 0; row < weights.size(); ++row)
      EXPECT_NEAR(result.weights[row], weights.items()[row].number(), 1e-5);
    EXPECT_NEAR(result.lambda_max, item.find("lambda_max")->number(), 1e-9);
    EXPECT_NEAR(result.consistency_ratio.value(), item.find("CR")->number(), 1e-9);
    ++cases;
  }
  const Json& item = *oracle->find("topsis");
  Table table{4, 6, {}};
  for (const Json& row : item.find("matrix")->items()) {
    for (const Json& cell : row.items()) table.cells.push_back(cell.number());
  }
  std::vector<double> weights;
  std::vector<bool> benefit;
  for (const Json& weight : item.find("weights")->items()) weights.push_back(weight.number());
  for (const Json& flag : item.find("benefit")->items()) benefit.push_back(flag.integer() != 0);
  const std::vector<double> closeness = topsis(table, weights, benefit).value();
  for (std::size_t row = 0; row < closeness.size(); ++row)
    EXPECT_NEAR(closeness[row], item.find("closeness")->items()[row].number(), 1e-5);
  std::printf("  %d shared cases\n", cases + 1);
}

TEST(Scores, GroupsJoinByTheGeometricMean) {
  const Table one{2, 2, {1, 2, 0.5, 1}}, other{2, 2, {1, 8, 0.125, 1}};
  const AhpResult result = ahp({one, other}).value();
  EXPECT_NEAR(result.weights[0], 0.8, 1e-12);
  EXPECT_FALSE(result.consistency_ratio.has_value());
}

TEST(Scores, NormalisationsAndRanks) {
  const Table table{3, 2, {10, 1, 20, 3, 40, 2}};
  const std::vector<double> weights = {3, 1};
  const std::vector<bool> benefit = {true, false};
  const std::vector<double> shares =
      weighted_scores(table, weights, benefit, Normalisation::share_of_best).value();
  EXPECT_NEAR(shares[0], 0.75 * 0.25 + 0.25, 1e-12);
  EXPECT_NEAR(shares[2], 0.75 + 0.25 * 0.5, 1e-12);
  const std::vector<double> spans =
      weighted_scores(table, weights, benefit, Normalisation::min_max).value();
  EXPECT_NEAR(spans[1], 0.75 / 3, 1e-12);
  EXPECT_EQ(ranks_of({1, 3, 3, 2}), (std::vector<int>{4, 1, 1, 3}));
  const std::vector<RankRange> ranges =
      rank_sensitivity(table, {1, 2.1}, benefit, Normalisation::min_max).value();
  EXPECT_EQ(ranges[0].best, 1);
  EXPECT_EQ(ranges[0].worst, 2);
}

TEST(Scores, RefuseNonsense) {
  EXPECT_EQ(ahp({}).refusals().front().code, "portfolio.bad_matrix");
  EXPECT_EQ(ahp({{2, 2, {1, -1, 1, 1}}}).refusals().front().code, "portfolio.bad_matrix");
  EXPECT_EQ(ahp({{2, 2, {1, 1, 1, 1}}, {1, 1, {1}}}).refusals().front().code,
            "portfolio.bad_matrix");
  EXPECT_EQ(topsis({1, 1, {std::nan("")}}, {1}, {true}).refusals().front().code,
            "portfolio.bad_scores");
  EXPECT_EQ(weighted_scores({1, 1, {1}}, {0}, {true}, Normalisation::none).refusals().front().code,
            "portfolio.bad_scores");
}

}  // namespace
}  // namespace tc::engine::portfolio
