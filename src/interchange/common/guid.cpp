#include "interchange/common/guid.h"

#include <array>
#include <cstdint>
#include <optional>

namespace tc::interchange {
namespace {

using Bytes = std::array<std::uint8_t, 16>;

constexpr std::string_view k_base64 =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::string_view k_hex = "0123456789ABCDEF";
constexpr std::size_t k_base64_size = 22;
constexpr std::size_t k_dashed_size = 36;
/// Where each byte of the text form lies in the stored one.
constexpr std::array<std::size_t, 16> k_order = {3, 2, 1,  0,  5,  4,  7,  6,
                                                 8, 9, 10, 11, 12, 13, 14, 15};

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

bool is_dash(std::size_t place) { return place == 8 || place == 13 || place == 18 || place == 23; }

std::optional<Bytes> from_dashed(std::string_view text) {
  Bytes bytes{};
  std::size_t digits = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (is_dash(i)) {
      if (text[i] != '-') return std::nullopt;
      continue;
    }
    const int digit = hex_digit(text[i]);
    if (digit < 0) return std::nullopt;
    std::uint8_t& byte = bytes[k_order[digits / 2]];
    byte = static_cast<std::uint8_t>(byte * 16 + digit);
    ++digits;
  }
  return bytes;
}

std::optional<Bytes> from_base64(std::string_view text) {
  Bytes bytes{};
  std::uint32_t buffer = 0;
  unsigned bits = 0;
  std::size_t next = 0;
  for (const char c : text) {
    const std::size_t value = k_base64.find(c);
    if (value == std::string_view::npos) return std::nullopt;
    buffer = (buffer << 6 | static_cast<std::uint32_t>(value)) & 0xFFFFFF;
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    bytes[next++] = static_cast<std::uint8_t>(buffer >> bits & 0xFF);
  }
  return bytes;
}

std::optional<Bytes> parse(std::string_view guid) {
  if (guid.starts_with('{') && guid.ends_with('}')) guid = guid.substr(1, guid.size() - 2);
  if (guid.size() == k_dashed_size) return from_dashed(guid);
  return guid.size() == k_base64_size ? from_base64(guid) : std::nullopt;
}

}  // namespace

std::string microsoft_guid(std::string_view guid) {
  const std::optional<Bytes> bytes = parse(guid);
  if (!bytes) return {};
  std::string text;
  for (const std::size_t place : k_order) {
    if (is_dash(text.size())) text += '-';
    text += k_hex[(*bytes)[place] >> 4];
    text += k_hex[(*bytes)[place] & 15];
  }
  return text;
}

std::string primavera_guid(std::string_view guid) {
  const std::optional<Bytes> bytes = parse(guid);
  if (!bytes) return {};
  std::string text;
  std::uint32_t buffer = 0;
  unsigned bits = 0;
  for (const std::uint8_t byte : *bytes) {
    buffer = (buffer << 8 | byte) & 0xFFFFFF;
    for (bits += 8; bits >= 6; bits -= 6) text += k_base64[buffer >> (bits - 6) & 63];
  }
  return text + k_base64[buffer << (6 - bits) & 63];
}

}  // namespace tc::interchange
