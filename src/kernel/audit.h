#pragma once

#include <string>
#include <string_view>

namespace tc::kernel {

/// The hash before the first event of the chain.
inline constexpr std::string_view k_audit_genesis =
    "0000000000000000000000000000000000000000000000000000000000000000";

/// SHA-256(0x00 ‖ previous hash ‖ canonical event) as 64 hexadecimal characters (trust T-2).
/// `previous` is the hexadecimal hash of the event before.
[[nodiscard]] std::string audit_hash(std::string_view previous, std::string_view event);

}  // namespace tc::kernel
