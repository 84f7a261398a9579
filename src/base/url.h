#pragma once

#include <string>
#include <string_view>

namespace tc {

/// As part of an address (RFC 3986): everything but letters and digits as %XX.
[[nodiscard]] std::string url_encoded(std::string_view text);

}  // namespace tc
