#pragma once

#include <string_view>

namespace tc {

/// A computed number, or the code of why there is none.
struct Figure {
  double value = 0;
  std::string_view reason;  ///< Empty where the figure is defined.

  [[nodiscard]] bool defined() const { return reason.empty(); }
};

[[nodiscard]] inline Figure known(double value) { return {value, {}}; }
[[nodiscard]] inline Figure undefined(std::string_view reason) { return {0, reason}; }

}  // namespace tc
