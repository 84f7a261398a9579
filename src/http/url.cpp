#include "base/text.h"
#include "http/server.h"

namespace tc::http {
namespace {

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

}  // namespace

bool decode_url(std::string_view text, bool query, std::string& out) {
  out.clear();
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '+' && query) {
      out += ' ';
    } else if (text[i] == '%') {
      if (i + 2 >= text.size()) return false;
      const int high = hex_digit(text[i + 1]), low = hex_digit(text[i + 2]);
      if (high < 0 || low < 0) return false;
      out += static_cast<char>(high * 16 + low);
      i += 2;
    } else {
      out += text[i];
    }
  }
  return is_utf8(out) && out.find('\0') == std::string::npos;
}

bool parse_query(std::string_view text, std::map<std::string, std::string>& out) {
  if (text.empty()) return true;
  for (const std::string_view part : split(text, '&')) {
    if (part.empty()) continue;
    const std::size_t equals = part.find('=');
    std::string name, value;
    if (!decode_url(part.substr(0, equals), true, name)) return false;
    if (equals != std::string_view::npos && !decode_url(part.substr(equals + 1), true, value))
      return false;
    if (!out.emplace(std::move(name), std::move(value)).second) return false;
  }
  return true;
}

}  // namespace tc::http
