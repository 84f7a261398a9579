#include "base/text.h"

#include <unicode/normalizer2.h>
#include <unicode/translit.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/utf8.h>

#include <memory>
#include <mutex>
#include <optional>

#include "base/failure.h"

namespace tc {
namespace {

icu::UnicodeString to_icu(std::string_view text) {
  return icu::UnicodeString::fromUTF8(
      icu::StringPiece(text.data(), static_cast<int32_t>(text.size())));
}

std::string from_icu(const icu::UnicodeString& text) {
  std::string out;
  text.toUTF8String(out);
  return out;
}

bool is_ascii(std::string_view text) {
  for (const char c : text) {
    if (static_cast<unsigned char>(c) >= 0x80) return false;
  }
  return true;
}

// A transliterator is costly to make and not thread-safe to use; one each, behind a lock.
class Transliteration {
 public:
  explicit Transliteration(const char* id) {
    UErrorCode status = U_ZERO_ERROR;
    transliterator_.reset(icu::Transliterator::createInstance(id, UTRANS_FORWARD, status));
    if (U_FAILURE(status)) throw Failure(std::string("ICU has no transliteration ") + id);
  }
  void apply(icu::UnicodeString& text) {
    const std::lock_guard lock(mutex_);
    transliterator_->transliterate(text);
  }

 private:
  std::mutex mutex_;
  std::unique_ptr<icu::Transliterator> transliterator_;
};

bool is_pair_script(UChar32 c) {
  return u_hasBinaryProperty(c, UCHAR_IDEOGRAPHIC) || (c >= 0x3040 && c <= 0x30ff);
}

bool has_han(const icu::UnicodeString& text) {
  for (int32_t i = 0; i < text.length(); i = text.moveIndex32(i, 1)) {
    if (u_hasBinaryProperty(text.char32At(i), UCHAR_IDEOGRAPHIC)) return true;
  }
  return false;
}

// Appends the pairs of text[from, to), all of a script that is written without blanks.
void append_pairs(const icu::UnicodeString& text, int32_t from, int32_t to, std::string& out) {
  int32_t second = text.moveIndex32(from, 1);
  if (second >= to) {
    out += from_icu(text.tempSubStringBetween(from, to));
    out += ' ';
    return;
  }
  for (int32_t first = from; second < to; first = text.moveIndex32(first, 1)) {
    const int32_t end = text.moveIndex32(second, 1);
    out += from_icu(text.tempSubStringBetween(first, end));
    out += ' ';
    second = end;
  }
}

}  // namespace

bool is_utf8(std::string_view text) {
  const auto size = static_cast<int32_t>(text.size());
  int32_t i = 0;
  while (i < size) {
    UChar32 c = 0;
    U8_NEXT(reinterpret_cast<const uint8_t*>(text.data()), i, size, c);
    if (c < 0) return false;
  }
  return true;
}

std::string to_nfc(std::string_view text) {
  if (is_ascii(text)) return std::string(text);
  UErrorCode status = U_ZERO_ERROR;
  const icu::Normalizer2* nfc = icu::Normalizer2::getNFCInstance(status);
  TC_ASSERT(U_SUCCESS(status));
  return from_icu(nfc->normalize(to_icu(text), status));
}

std::size_t count_code_points(std::string_view text) {
  std::size_t count = 0;
  for (const char c : text) count += (static_cast<unsigned char>(c) & 0xc0) != 0x80;
  return count;
}

std::string_view trim(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  std::size_t from = 0;
  for (std::size_t at = text.find(separator); at != std::string_view::npos;
       at = text.find(separator, from)) {
    parts.push_back(text.substr(from, at - from));
    from = at + 1;
  }
  parts.push_back(text.substr(from));
  return parts;
}

std::string join(const std::vector<std::string>& parts, std::string_view separator) {
  std::string out;
  for (const std::string& part : parts) {
    if (&part != &parts.front()) out += separator;
    out += part;
  }
  return out;
}

std::string to_search_form(std::string_view text) {
  if (is_ascii(text)) {
    std::string out(text);
    for (char& c : out) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
    return out;
  }
  static Transliteration simplified("Traditional-Simplified");
  UErrorCode status = U_ZERO_ERROR;
  const icu::Normalizer2* form = icu::Normalizer2::getNFKCCasefoldInstance(status);
  TC_ASSERT(U_SUCCESS(status));
  icu::UnicodeString folded = form->normalize(to_icu(text), status);
  if (has_han(folded)) simplified.apply(folded);
  return from_icu(folded);
}

std::string to_bigrams(std::string_view text) {
  const icu::UnicodeString form = to_icu(to_search_form(text));
  std::string out;
  int32_t i = 0;
  while (i < form.length()) {
    const UChar32 c = form.char32At(i);
    const bool pairs = is_pair_script(c);
    int32_t end = i;
    if (pairs || u_isalnum(c)) {
      while (end < form.length() && u_isalnum(form.char32At(end)) &&
             is_pair_script(form.char32At(end)) == pairs) {
        end = form.moveIndex32(end, 1);
      }
      if (end == i) end = form.moveIndex32(i, 1);
      if (pairs)
        append_pairs(form, i, end, out);
      else
        out += from_icu(form.tempSubStringBetween(i, end)) + ' ';
    } else {
      end = form.moveIndex32(i, 1);
    }
    i = end;
  }
  if (!out.empty()) out.pop_back();
  return out;
}

std::string to_pinyin_initials(std::string_view text) {
  static Transliteration latin("Han-Latin/Names; Latin-ASCII");
  std::string out;
  const icu::UnicodeString source = to_icu(text);
  for (int32_t i = 0; i < source.length(); i = source.moveIndex32(i, 1)) {
    const UChar32 c = source.char32At(i);
    if (u_hasBinaryProperty(c, UCHAR_IDEOGRAPHIC)) {
      icu::UnicodeString one(c);
      latin.apply(one);
      if (!one.isEmpty()) out += from_icu(one.tempSubString(0, 1));
    } else if (u_isalnum(c)) {
      out += from_icu(icu::UnicodeString(static_cast<UChar32>(u_tolower(c))));
    }
  }
  return out;
}

namespace {

// What stands between braces: a name, or `name:one|many`; nothing where no argument is called so.
std::optional<std::string_view> filling(std::string_view braced,
                                        const std::vector<NamedText>& arguments) {
  const std::size_t colon = braced.find(':'), bar = braced.find('|');
  for (const NamedText& argument : arguments) {
    if (argument.name != braced.substr(0, colon)) continue;
    if (colon == std::string_view::npos || bar == std::string_view::npos) return argument.value;
    return argument.value == "1" ? braced.substr(colon + 1, bar - colon - 1)
                                 : braced.substr(bar + 1);
  }
  return std::nullopt;
}

}  // namespace

std::string fill_pattern(std::string_view pattern, const std::vector<NamedText>& arguments) {
  std::string out;
  std::size_t from = 0;
  for (std::size_t open = pattern.find('{'); open != std::string_view::npos;
       open = pattern.find('{', from)) {
    const std::size_t close = pattern.find('}', open);
    if (close == std::string_view::npos) break;
    out += pattern.substr(from, open - from);
    out += filling(pattern.substr(open + 1, close - open - 1), arguments)
               .value_or(pattern.substr(open, close - open + 1));
    from = close + 1;
  }
  return out += pattern.substr(from);
}

void append_xml_text(std::string& out, std::string_view text) {
  for (const char c : text) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\r':
        out += "&#13;";  // Read back as a line end otherwise.
        break;
      default:
        if (static_cast<unsigned char>(c) >= 0x20 || c == '\t' || c == '\n') out += c;
    }
  }
}

std::string xml_text(std::string_view text) {
  std::string out;
  append_xml_text(out, text);
  return out;
}

}  // namespace tc
