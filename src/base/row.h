#pragma once

#include <cstddef>
#include <cstdint>

namespace tc {

/// The row of a table for an index of a model, never negative here, as containers ask for it.
[[nodiscard]] constexpr std::size_t row_of(std::int32_t index) {
  return static_cast<std::size_t>(index);
}

}  // namespace tc
