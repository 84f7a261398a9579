#pragma once

#include <cstdint>
#include <vector>

namespace tc::engine::portfolio {

/// The smallest power of ten, up to 10^6, that turns all values into integers; 10^6 where none
/// does.
[[nodiscard]] std::int64_t common_scale(const std::vector<double>& values);

/// The nearest integer to value · scale; out of int64 gives its border, which validation refuses.
[[nodiscard]] std::int64_t scaled_integer(double value, std::int64_t scale);

}  // namespace tc::engine::portfolio
