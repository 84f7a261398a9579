#pragma once

#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "engine/finance/cash_flow.h"

namespace tc::engine::finance {

inline constexpr double k_rate_max = 1e6;
/// Flows whose roots are all isolated where the sign changes more than once.
inline constexpr std::size_t k_isolated_flows_max = 2000;

/// All rates between −100 % and 10⁶ at which the net present value is zero.
struct Rates {
  std::vector<double> roots;  ///< Ascending.
  int sign_changes = 0;       ///< Descartes: there are at most so many.
  std::string_view reason;    ///< Why there is no root; empty where there is one.

  /// The one rate, or why it is none: `finance.several_rates` or `reason`.
  [[nodiscard]] Figure unique() const;
};

/// Every internal rate of return. Roots are isolated by Rolle's theorem: between two neighbouring
/// extremes the value is monotone, and the extremes are the roots of a sum with one term fewer; a
/// single change of sign needs no isolation. Refuses `finance.too_many_flows` (argument limit)
/// above k_isolated_flows_max flows with several changes of sign.
[[nodiscard]] Result<Rates> rates_of_return(Flows flows);
/// The same for dated flows (365-day years).
[[nodiscard]] Result<Rates> rates_of_return(Flows flows, std::span<const Day> days);

/// The rate between two trial rates by the straight line through their net present values, as
/// textbooks for 财务内部收益率 do. It differs from the root; show both, labelled.
struct Interpolated {
  double low_rate = 0, high_rate = 0;
  double low_value = 0, high_value = 0;
  Figure rate;
};
[[nodiscard]] Figure interpolated_rate(double low_rate, double low_value, double high_rate,
                                       double high_value);
/// Interpolation between the whole percents around `root`.
[[nodiscard]] Interpolated interpolated_rate(Flows flows, double root);

}  // namespace tc::engine::finance
