#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/progress.h"
#include "base/result.h"
#include "engine/earned_value/amount.h"
#include "engine/earned_value/measures.h"
#include "engine/earned_value/techniques.h"

/// Earned value of a whole project: work packages in, rolled up over WBS and OBS out.
namespace tc::engine::earned_value {

using Index = std::int32_t;
inline constexpr Index k_none = -1;

/// An element of the work or organisation breakdown structure.
struct Node {
  std::string id;
  std::string name;
  Index parent = k_none;  ///< Stands before its children.
};

/// A work package; a planning package is one without progress.
struct WorkPackage {
  std::string id;
  Index wbs = k_none;
  Index obs = k_none;
  Technique technique = Technique::percent_complete;
  Index base = k_none;                ///< Apportioned: the package whose share is earned.
  std::int64_t units_planned = 0;     ///< Techniques units and standards.
  std::vector<Milestone> milestones;  ///< Technique weighted_milestones.
  bool evidence = true;               ///< Whether the reported percentage has been shown.
  std::optional<Amount> estimate_to_complete;
};

/// One row per package, one cell per period; row-major.
struct Grid {
  std::int32_t periods = 0;
  std::vector<Amount> cells;

  [[nodiscard]] Amount* row(std::size_t at) {
    return cells.data() + at * static_cast<std::size_t>(periods);
  }
  [[nodiscard]] const Amount* row(std::size_t at) const {
    return cells.data() + at * static_cast<std::size_t>(periods);
  }
};

struct Thresholds {
  std::optional<std::int64_t> percent;  ///< Of SV% and CV%, hundredths of a percent, absolute.
  std::optional<Amount> amount;         ///< Of SV and CV, absolute.
};

struct Input {
  std::vector<Node> wbs;
  std::vector<Node> obs;
  std::vector<WorkPackage> packages;
  std::int32_t periods = 0;
  std::int32_t status_period = 0;  ///< 0 … periods.
  Grid planned;                    ///< Budget planned for each period.
  Grid actual;                     ///< Actual cost of each period.
  Grid progress;                   ///< Cumulative, in what the package's technique counts.
  Amount management_reserve = 0;   ///< Outside the performance measurement baseline.
  Amount undistributed_budget = 0;
  Thresholds thresholds;
};

/// Cumulative at the status date; the budget is the one at completion.
struct Totals {
  Amount planned = 0;
  Amount earned = 0;
  Amount actual = 0;
  Amount budget = 0;
  std::optional<Amount> estimate_to_complete;  ///< Where every unfinished package gives one.
};

struct Account {
  Totals totals;
  Indicators indicators;
  bool beyond_threshold = false;  ///< A variance wants an analysis (IPMDAR, CPR format 5).
};

/// Cumulative values at the end of each period; index 0 is the start. Earned and actual end at the
/// status period.
struct Series {
  std::vector<Amount> planned;
  std::vector<Amount> earned;
  std::vector<Amount> actual;
};

/// What WBS element `wbs` does in organisation `obs`: where scope, cost and time meet.
struct ControlAccount {
  Index wbs = k_none;
  Index obs = k_none;
  Totals totals;
};

/// Something a reviewer of the data should see; it stops nothing.
struct Finding {
  Index package = k_none;
  std::string_view code;
  std::int32_t period = 0;
};

struct Output {
  Account project;
  Series series;
  std::vector<Account> wbs;  ///< In the order of the input.
  std::vector<Account> obs;
  std::vector<Totals> packages;
  std::vector<ControlAccount> control_accounts;  ///< By WBS, then OBS.
  std::vector<Finding> findings;
  Amount budget_total = 0;  ///< PMB (with undistributed budget) + management reserve.
};

/// Packages (or elements) times periods, and periods alone.
inline constexpr std::size_t k_cells_max = 20'000'000;
inline constexpr std::int32_t k_account_periods_max = 100'000;

/// Earned value, indices and forecasts of every package, WBS and OBS element and the project.
/// Amounts are whole (minor units or minutes); periods are counted from 1. Refuses
/// `earned_value.` exceeds_budget, amount_out_of_range, progress_out_of_range, milestones_missing,
/// units_missing, base_invalid, node_unknown, parent_invalid, period_invalid, too_large,
/// curve_falls and cancelled. O(packages · periods). Source: EIA-748; README.md.
[[nodiscard]] Result<Output> compute(const Input& input, Progress& progress);
[[nodiscard]] Result<Output> compute(const Input& input);

}  // namespace tc::engine::earned_value
