#include "engine/quality/sampling.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>

namespace tc::engine::quality {
namespace {

constexpr std::string_view k_letters = "ABCDEFGHJKLMNPQR";
constexpr std::array<double, 8> k_aqls = {0.65, 1.0, 1.5, 2.5, 4.0, 6.5, 10, 15};
constexpr std::array<std::string_view, 7> k_levels = {"S1", "S2", "S3", "S4", "I", "II", "III"};

/// Table I: the largest lot of a row and its letters for S1…S4, I…III.
struct LotRow {
  std::int64_t lot_max;
  std::string_view letters;
};
constexpr std::array<LotRow, 15> k_lots = {{
    {8, "AAAAAAB"},
    {15, "AAAAABC"},
    {25, "AABBBCD"},
    {50, "ABBCCDE"},
    {90, "BBCCCEF"},
    {150, "BBCDDFG"},
    {280, "BCDEEGH"},
    {500, "BCDEFHJ"},
    {1200, "CCEFGJK"},
    {3200, "CDEGHKL"},
    {10000, "CDFGJLM"},
    {35000, "CDFHKMN"},
    {150000, "DEGJLNP"},
    {500000, "DEGJMPQ"},
    {k_lot_max, "DEHKNQR"},
}};

/// Tables II-A, II-B and II-C are one sequence each along the diagonals: a step down the letters
/// and a step right along the AQL lead to the same sample · AQL, hence to the same numbers.
constexpr int k_up = -1;    ///< Use the first plan above.
constexpr int k_down = -2;  ///< Use the first plan below.
struct Numbers {
  int accept;
  int reject;
};
struct Table {
  int first_diagonal;  ///< Row + column of the plan with Ac 0.
  std::array<Numbers, 11> sequence;
  std::array<std::int64_t, 16> sample_sizes;
};
constexpr std::array<Table, 3> k_tables = {{
    {5,
     {{{0, 1},
       {k_up, 0},
       {k_down, 0},
       {1, 2},
       {2, 3},
       {3, 4},
       {5, 6},
       {7, 8},
       {10, 11},
       {14, 15},
       {21, 22}}},
     {2, 3, 5, 8, 13, 20, 32, 50, 80, 125, 200, 315, 500, 800, 1250, 2000}},
    {6,
     {{{0, 1},
       {k_down, 0},
       {k_down, 0},
       {1, 2},
       {2, 3},
       {3, 4},
       {5, 6},
       {8, 9},
       {12, 13},
       {18, 19},
       {k_up, 0}}},
     {2, 3, 5, 8, 13, 20, 32, 50, 80, 125, 200, 315, 500, 800, 1250, 2000}},
    {5,
     {{{0, 1},
       {k_up, 0},
       {k_down, 0},
       {0, 2},
       {1, 3},
       {1, 4},
       {2, 5},
       {3, 6},
       {5, 8},
       {7, 10},
       {10, 13}}},
     {2, 2, 2, 3, 5, 8, 13, 20, 32, 50, 80, 125, 200, 315, 500, 800}},
}};

Numbers numbers_at(const Table& table, int row, int column) {
  const int step = row + column - table.first_diagonal;
  if (step < 0) return {k_down, 0};
  if (step >= static_cast<int>(table.sequence.size())) return {k_up, 0};
  return table.sequence[static_cast<std::size_t>(step)];
}

/// Follows the arrows. Under ↑ of letter A no plan lies above, the next below stands.
int row_of_plan(const Table& table, int row, int column) {
  const int last = static_cast<int>(k_letters.size()) - 1;
  const int arrow = numbers_at(table, row, column).accept;
  if (arrow >= 0) return row;
  if (arrow == k_up) {
    for (int above = row; above >= 0; --above) {
      if (numbers_at(table, above, column).accept >= 0) return above;
    }
  }
  for (int below = row; below <= last; ++below) {
    if (numbers_at(table, below, column).accept >= 0) return below;
  }
  return last;
}

constexpr std::array<std::string_view, 3> k_severities = {"normal", "tightened", "reduced"};

}  // namespace

std::optional<Severity> severity_of(std::string_view word) {
  const auto found = std::ranges::find(k_severities, word);
  if (found == k_severities.end()) return std::nullopt;
  return static_cast<Severity>(found - k_severities.begin());
}

std::string_view word_of(Severity severity) {
  return k_severities[static_cast<std::size_t>(severity)];
}

Result<SamplingPlan> sampling_plan(std::int64_t lot_size, double aql, std::string_view level,
                                   Severity severity) {
  if (lot_size < 2 || lot_size > k_lot_max) {
    return refuse(RefusalKind::rule, "quality.lot_invalid", "lot",
                  {{"limit", std::to_string(k_lot_max)}});
  }
  const auto column =
      std::ranges::find_if(k_aqls, [aql](double value) { return std::abs(value - aql) < 1e-9; });
  if (column == k_aqls.end()) return refuse(RefusalKind::rule, "quality.aql_unknown", "aql");
  const auto level_at = std::ranges::find(k_levels, level);
  if (level_at == k_levels.end())
    return refuse(RefusalKind::rule, "quality.level_unknown", "level");
  const auto lot = std::ranges::lower_bound(k_lots, lot_size, {}, &LotRow::lot_max);
  SamplingPlan plan;
  plan.code_letter = lot->letters[static_cast<std::size_t>(level_at - k_levels.begin())];
  const Table& table = k_tables[static_cast<std::size_t>(severity)];
  const auto at = static_cast<int>(column - k_aqls.begin());
  const int row = row_of_plan(table, static_cast<int>(k_letters.find(plan.code_letter)), at);
  const Numbers numbers = numbers_at(table, row, at);
  plan.plan_letter = k_letters[static_cast<std::size_t>(row)];
  plan.sample_size = table.sample_sizes[static_cast<std::size_t>(row)];
  plan.accept = numbers.accept;
  plan.reject = numbers.reject;
  plan.every_item = plan.sample_size >= lot_size;
  plan.sample_size = std::min(plan.sample_size, lot_size);
  return plan;
}

Result<Switched> decide(const Switching& state, const SamplingPlan& plan, const LotResult& lot) {
  if (state.discontinued) return refuse(RefusalKind::rule, "quality.inspection_discontinued");
  Switched result{lot.nonconforming < plan.reject, state};
  Switching& next = result.next;
  if (!lot.first_submission) return result;
  const bool in_gap = result.accepted && lot.nonconforming > plan.accept;
  next.accepted_in_a_row = result.accepted ? state.accepted_in_a_row + 1 : 0;
  const auto turn = [&next](Severity severity) {
    next = Switching{severity, next.discontinued, 0, 0, 0};
  };
  switch (state.severity) {
    case Severity::normal:
      next.refused_of_last_five =
          (state.refused_of_last_five << 1 | static_cast<std::uint32_t>(!result.accepted)) & 31;
      if (std::popcount(next.refused_of_last_five) >= 2) {
        turn(Severity::tightened);
      } else if (next.accepted_in_a_row >= 10 && lot.reduction_allowed) {
        turn(Severity::reduced);
      }
      break;
    case Severity::tightened:
      if (!result.accepted) next.discontinued = ++next.refused_on_tightened >= 5;
      if (next.accepted_in_a_row >= 5) {
        turn(Severity::normal);
      }
      break;
    case Severity::reduced:
      if (!result.accepted || in_gap || !lot.reduction_allowed) turn(Severity::normal);
      break;
  }
  return result;
}

}  // namespace tc::engine::quality
