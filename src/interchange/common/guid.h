#pragma once

#include <string>
#include <string_view>

namespace tc::interchange {

/// The GUID in Microsoft's form, `8CF01511-8948-4244-AD3E-F3D40A321A11`, from that form (with or
/// without braces) or from P6's (22 characters of base64, the first three groups little-endian).
/// Empty where it is neither.
[[nodiscard]] std::string microsoft_guid(std::string_view guid);

/// The GUID in P6's form, from either form; empty where it is neither.
[[nodiscard]] std::string primavera_guid(std::string_view guid);

}  // namespace tc::interchange
