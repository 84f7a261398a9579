#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "engine/earned_value/amount.h"
#include "plan/plan.h"
#include "plan/working_time.h"

/// Amounts of a plan laid out over time: what the S-curve and the cash flow are made of.
namespace tc::engine::earned_value {

/// Ends of periods: period i is [bounds[i], bounds[i+1]).
using Bounds = std::vector<PlanTime>;

enum class Cycle : std::uint8_t { weeks, months };
/// Whole weeks (from Monday) or months that cover first…last. At most k_periods_max.
[[nodiscard]] Bounds bounds_of(PlanTime first, PlanTime last, Cycle cycle);
inline constexpr std::size_t k_periods_max = 10000;

/// Amounts per period, with what lies outside of the bounds.
struct Phased {
  Bounds bounds;
  std::vector<Amount> amounts;  ///< One fewer than bounds.
  Amount before = 0;
  Amount after = 0;
};

/// Lays amounts evenly over working time. The parts always add up to the amount: each is the
/// difference of two rounded cumulative values.
class Phasing {
 public:
  Phasing(const plan::Plan& plan, Bounds bounds);
  ~Phasing();

  /// Adds `amount` between `start` and `finish` on `calendar` (k_none: around the clock); without
  /// working time between them all of it lies on `finish`. Refuses what compiling a calendar does.
  [[nodiscard]] tc::Status add(Amount amount, PlanTime start, PlanTime finish,
                               plan::Index calendar);
  [[nodiscard]] const Phased& phased() const { return phased_; }

 private:
  [[nodiscard]] Result<const plan::WorkingTime*> working_time(plan::Index calendar);
  void place(std::int64_t part, PlanTime time);

  const plan::Plan& plan_;
  Phased phased_;
  std::vector<std::unique_ptr<plan::WorkingTime>> calendars_;  ///< The last: around the clock.
};

/// The calendar on which an activity's amounts are spread; k_none for elapsed ones.
[[nodiscard]] plan::Index calendar_of(const plan::Plan& plan, const plan::Activity& activity);
/// Per activity, whether it stands for others: its amounts are theirs.
[[nodiscard]] std::vector<bool> summaries_of(const plan::Plan& plan);

enum class Quantity : std::uint8_t { cost, work };

struct CurveOptions {
  std::int32_t baseline = 0;  ///< Number of the baseline; ignored for the current plan.
  bool current = false;       ///< The current dates instead (adopt a schedule first).
  Quantity quantity = Quantity::cost;
  Cycle cycle = Cycle::months;
  std::optional<Bounds> bounds;  ///< Instead of cycles over the whole plan; rising, at least two.
};

/// Planned value of each period: the budget of every activity (cost in minor units, or work in
/// tenths of a minute) spread over its baseline dates on its calendar. Refuses
/// `earned_value.baseline_missing`, `earned_value.too_large`, `earned_value.curve_missing` and what
/// compiling a calendar refuses. O(activities · periods they touch).
[[nodiscard]] Result<Phased> planned_value(const plan::Plan& plan, const CurveOptions& options);

}  // namespace tc::engine::earned_value
