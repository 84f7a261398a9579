#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "base/figure.h"
#include "base/result.h"
#include "engine/earned_value/amount.h"

namespace tc::engine::earned_value {

/// What earned value management derives from PV, EV and AC. Times are in periods.
enum class Measure : std::uint8_t {
  schedule_variance,
  cost_variance,
  schedule_variance_percent,
  cost_variance_percent,
  schedule_performance_index,
  cost_performance_index,
  percent_complete,
  percent_spent,
  eac_at_plan,
  eac_cpi,
  eac_cpi_spi,
  eac_80_20,
  eac_bottom_up,
  etc_cpi,
  variance_at_completion,
  tcpi_bac,
  tcpi_eac,
  earned_schedule,
  schedule_variance_time,
  schedule_performance_index_time,
  tspi,
  ieac_time,
  duration_pv_plan,
  duration_pv_spi,
  duration_pv_sci,
  duration_ed_plan,
  duration_ed_spi,
  duration_ed_sci,
  duration_es_plan,
  duration_es_spi_time,
  duration_es_sci_time,
  p_factor,
  count
};
inline constexpr std::size_t k_measure_count = static_cast<std::size_t>(Measure::count);

/// Whether a measure is an amount (money), a ratio or a time in periods.
enum class Dimension : std::uint8_t { amount, ratio, time };

struct MeasureName {
  Measure measure;
  std::string_view key;  ///< In answers.
  Dimension dimension;
};
/// All measures in their order.
[[nodiscard]] std::span<const MeasureName> measure_names();

struct Indicators {
  std::array<Figure, k_measure_count> figures;
  [[nodiscard]] const Figure& operator[](Measure measure) const {
    return figures[static_cast<std::size_t>(measure)];
  }
  [[nodiscard]] Figure& operator[](Measure measure) {
    return figures[static_cast<std::size_t>(measure)];
  }
};

/// The state of one account at a status date. `planned[t]` is the cumulative planned value at the
/// end of period t, `planned[0]` the value before the first; the last one is the budget at
/// completion.
struct AccountStatus {
  std::span<const Amount> planned;
  std::int32_t period = 0;  ///< May lie beyond the planned curve: then PV = BAC.
  Amount earned = 0;
  Amount actual = 0;
  std::optional<Amount> estimate_to_complete;  ///< Bottom-up.
};

/// Periods of the plan whose value has been earned, by linear interpolation between the ends of
/// periods; at most the planned duration. Precondition: a rising curve. Source: Lipke 2003.
[[nodiscard]] double earned_schedule(std::span<const Amount> planned, Amount earned);
/// The first period in which the whole budget is planned. Precondition: as above.
[[nodiscard]] std::int32_t planned_duration(std::span<const Amount> planned);

/// Every measure of one account; undefined ones carry a reason. `p_factor` needs work packages and
/// is set by `compute`. Refuses `earned_value.curve_missing`, `.curve_falls`, `.exceeds_budget`,
/// `.period_invalid`. O(periods).
/// Sources: PMI Standard for Earned Value Management; Lipke (earned schedule); Vandevoorde and
/// Vanhoucke 2006 (duration forecasts by planned value, earned duration and earned schedule).
[[nodiscard]] Result<Indicators> measure(const AccountStatus& status);

}  // namespace tc::engine::earned_value
