#pragma once

#include <string>

namespace tc {

/// Groups of three digits, for reading: "1234567.5" → "1,234,567.5"; what does not begin with a
/// number stays as it is.
[[nodiscard]] std::string grouped(std::string text);

/// A figure in a sentence as people read it: grouped, a quotient without its endless digits, an
/// amount with its currency; any other text stays as it is.
[[nodiscard]] std::string as_read(std::string text);

}  // namespace tc
