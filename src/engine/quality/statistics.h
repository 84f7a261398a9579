#pragma once

#include <cstddef>
#include <optional>
#include <span>

namespace tc::engine::quality {

/// Mean and deviation that keep their digits: compensated sums and two passes (NIST StRD).
struct Summary {
  std::size_t count = 0;
  double mean = 0;
  double sum_of_squares = 0;        ///< Of the deviations from the mean.
  std::optional<double> deviation;  ///< Sample standard deviation; nothing below two values.
};
/// O(n). Precondition: finite values.
[[nodiscard]] Summary summarise(std::span<const double> values);

/// Autocorrelation at lag 1; nothing where the values do not vary.
[[nodiscard]] std::optional<double> autocorrelation(std::span<const double> values);

}  // namespace tc::engine::quality
