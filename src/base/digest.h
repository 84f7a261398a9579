#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace tc {

using Sha256 = std::array<std::uint8_t, 32>;

[[nodiscard]] Sha256 sha256(std::string_view bytes);
[[nodiscard]] std::string hex(std::string_view bytes);
[[nodiscard]] std::string hex(const Sha256& digest);
[[nodiscard]] std::string sha256_hex(std::string_view bytes);
/// `count` bytes of the system's cryptographic random source.
[[nodiscard]] std::string random_bytes(std::size_t count);
/// A 256-bit secret as 64 hexadecimal characters.
[[nodiscard]] std::string random_secret();
/// Compares without telling by time where the difference is.
[[nodiscard]] bool equal_secret(std::string_view a, std::string_view b);

}  // namespace tc
