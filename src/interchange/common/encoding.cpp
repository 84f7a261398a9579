#include "interchange/common/encoding.h"

#include <unicode/ucnv.h>
#include <unicode/ucnv_cb.h>
#include <unicode/ucnv_err.h>
#include <unicode/ustring.h>

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <memory>

namespace tc::interchange {
namespace {

constexpr std::string_view k_utf8_bom = "\xEF\xBB\xBF";
constexpr std::string_view k_utf16_le_bom = "\xFF\xFE";
constexpr std::string_view k_utf16_be_bom = "\xFE\xFF";
/// Letters looked at to guess a code page; more do not change the answer.
constexpr std::size_t k_guess_bytes_max = 4'000'000;
/// ICU counts in 31 bits and UTF-8 may need three bytes for one.
constexpr std::size_t k_convert_bytes_max = 500'000'000;

struct CloseConverter {
  void operator()(UConverter* converter) const { ucnv_close(converter); }
};
using Converter = std::unique_ptr<UConverter, CloseConverter>;

Converter open_converter(std::string_view name) {
  UErrorCode error = U_ZERO_ERROR;
  Converter converter(ucnv_open(std::string(name).c_str(), &error));
  return U_FAILURE(error) ? nullptr : std::move(converter);
}

bool to_utf16(UConverter* converter, std::string_view bytes, std::u16string& out) {
  out.resize(bytes.size() + 16);
  UErrorCode error = U_ZERO_ERROR;
  const std::int32_t size =
      ucnv_toUChars(converter, out.data(), static_cast<std::int32_t>(out.size()), bytes.data(),
                    static_cast<std::int32_t>(bytes.size()), &error);
  if (U_FAILURE(error)) return false;
  out.resize(static_cast<std::size_t>(size));
  return true;
}

struct LostCounter {
  std::int64_t lost = 0;
};

void count_and_substitute(const void* context, UConverterFromUnicodeArgs* arguments,
                          const UChar* /*units*/, std::int32_t /*length*/, UChar32 /*point*/,
                          UConverterCallbackReason reason, UErrorCode* error) {
  if (reason > UCNV_IRREGULAR) return;
  ++const_cast<LostCounter*>(static_cast<const LostCounter*>(context))->lost;
  *error = U_ZERO_ERROR;
  ucnv_cbFromUWriteBytes(arguments, "?", 1, 0, error);
}

Status refuse_encoding(std::string_view name) {
  return refuse(RefusalKind::malformed, "import.encoding", {}, {{"encoding", std::string(name)}});
}

/// The place of the first byte ≥ 0x80 from `from` on; the size where there is none.
std::size_t next_high_byte(std::string_view bytes, std::size_t from) {
  std::uint64_t word = 0;
  while (from + sizeof word <= bytes.size()) {
    std::memcpy(&word, bytes.data() + from, sizeof word);
    if ((word & 0x8080808080808080ULL) != 0) break;
    from += sizeof word;
  }
  while (from < bytes.size() && static_cast<unsigned char>(bytes[from]) < 0x80) ++from;
  return from;
}

/// Whether the code page is ASCII with something above it, and without shift states: then ASCII
/// can be copied and only the rest needs converting.
bool extends_ascii(UConverter* converter) {
  const UConverterType type = ucnv_getType(converter);
  if (type != UCNV_SBCS && type != UCNV_DBCS && type != UCNV_MBCS) return false;
  std::string ascii;
  for (char c = 0x20; c < 0x7F; ++c) ascii += c;
  std::u16string out;
  return to_utf16(converter, ascii, out) &&
         std::equal(ascii.begin(), ascii.end(), out.begin(), out.end());
}

/// Converts pieces of one text and notes whether each can be had back.
class PieceDecoder {
 public:
  explicit PieceDecoder(UConverter* converter) : converter_(converter) {}

  bool append(std::string_view bytes, std::string& out) {
    if (!to_utf16(converter_, bytes, wide_)) return false;
    utf8_.resize(wide_.size() * 3 + 1);
    UErrorCode error = U_ZERO_ERROR;
    std::int32_t size = 0;
    const auto units = static_cast<std::int32_t>(wide_.size());
    u_strToUTF8WithSub(utf8_.data(), static_cast<std::int32_t>(utf8_.size()), &size, wide_.data(),
                       units, 0xFFFD, nullptr, &error);
    if (U_FAILURE(error)) return false;
    out.append(utf8_.data(), static_cast<std::size_t>(size));
    back_.resize(bytes.size() * 4 + 16);
    const std::int32_t back =
        ucnv_fromUChars(converter_, back_.data(), static_cast<std::int32_t>(back_.size()),
                        wide_.data(), units, &error);
    reversible_ = reversible_ && U_SUCCESS(error) &&
                  std::string_view(back_.data(), static_cast<std::size_t>(back)) == bytes;
    return true;
  }
  [[nodiscard]] bool reversible() const { return reversible_; }

 private:
  UConverter* converter_;
  std::u16string wide_;
  std::string utf8_, back_;
  bool reversible_ = true;
};

/// Behind the last byte of a run of foreign characters: high bytes with short ASCII gaps, and
/// the one byte after them that may belong to the last.
std::size_t end_of_run(std::string_view bytes, std::size_t first) {
  constexpr std::size_t k_gap_max = 8;
  std::size_t last = first;
  while (true) {
    const std::size_t next = next_high_byte(bytes, last + 1);
    if (next >= bytes.size() || next - last > k_gap_max) break;
    last = next;
  }
  return std::min(bytes.size(), last + 2);
}

Status decode_as(std::string_view bytes, std::string_view name, Decoded& out) {
  const Converter converter = open_converter(name);
  if (!converter || bytes.size() > k_convert_bytes_max) return refuse_encoding(name);
  PieceDecoder decoder(converter.get());
  out.storage.reserve(bytes.size() + bytes.size() / 8);
  if (!extends_ascii(converter.get())) {
    if (!decoder.append(bytes, out.storage)) return refuse_encoding(name);
  } else {
    for (std::size_t at = 0; at < bytes.size();) {
      const std::size_t first = next_high_byte(bytes, at);
      out.storage.append(bytes.substr(at, first - at));
      if (first >= bytes.size()) break;
      at = end_of_run(bytes, first);
      if (!decoder.append(bytes.substr(first, at - first), out.storage)) {
        return refuse_encoding(name);
      }
    }
  }
  out.text = out.storage;
  out.encoding = std::string(name);
  out.reversible = decoder.reversible();
  return Done{};
}

/// Without the beginning of a UTF-8 sequence that the end of the bytes cuts off.
std::string_view without_cut_tail(std::string_view bytes) {
  constexpr std::size_t k_tail_max = 3;
  for (std::size_t tail = 1; tail <= std::min(k_tail_max, bytes.size()); ++tail) {
    const auto byte = static_cast<unsigned char>(bytes[bytes.size() - tail]);
    if (byte >= 0xC2) return bytes.substr(0, bytes.size() - tail);
    if (byte < 0x80) break;
  }
  return bytes;
}

/// Cut-off files are still the UTF-8 that they were.
bool is_utf8(std::string_view bytes) {
  return is_valid_utf8(bytes) || is_valid_utf8(without_cut_tail(bytes));
}

Status decode_utf8(std::string_view bytes, Decoded& out) {
  out.text = bytes;
  out.encoding = "UTF-8";
  return Done{};
}

/// True where a byte order mark decided; `status` is then the answer.
bool decode_by_bom(std::string_view bytes, Decoded& out, Status& status) {
  if (bytes.starts_with(k_utf8_bom) && is_utf8(bytes)) {
    status = decode_utf8(bytes.substr(k_utf8_bom.size()), out);
  } else if (bytes.starts_with(k_utf16_le_bom)) {
    status = decode_as(bytes.substr(2), "UTF-16LE", out);
  } else if (bytes.starts_with(k_utf16_be_bom)) {
    status = decode_as(bytes.substr(2), "UTF-16BE", out);
  } else {
    return false;
  }
  out.had_bom = true;
  return true;
}

/// The value of `encoding="…"` in an XML declaration, empty where there is none.
std::string_view declared_encoding(std::string_view bytes) {
  const std::string_view head = bytes.substr(0, 200);
  if (!head.starts_with("<?xml")) return {};
  const std::string_view declaration = head.substr(0, head.find("?>"));
  std::size_t at = declaration.find("encoding");
  if (at == std::string_view::npos) return {};
  at = declaration.find_first_of("\"'", at);
  if (at == std::string_view::npos) return {};
  const std::size_t end = declaration.find(declaration[at], at + 1);
  return end == std::string_view::npos ? std::string_view{}
                                       : declaration.substr(at + 1, end - at - 1);
}

/// Length of a UTF-8 sequence at `at`, 0 where it is not valid (overlong, surrogate, cut).
std::size_t utf8_sequence(std::string_view bytes, std::size_t at) {
  const auto byte = [&](std::size_t i) {
    return at + i < bytes.size() ? static_cast<unsigned char>(bytes[at + i]) : 0U;
  };
  const auto tail = [&](std::size_t i) { return (byte(i) & 0xC0U) == 0x80U; };
  const unsigned first = byte(0);
  if (first < 0x80) return 1;
  if (first >= 0xC2 && first <= 0xDF) return tail(1) ? 2 : 0;
  if (first >= 0xE0 && first <= 0xEF) {
    if (!tail(1) || !tail(2)) return 0;
    if (first == 0xE0 && byte(1) < 0xA0) return 0;
    if (first == 0xED && byte(1) > 0x9F) return 0;
    return 3;
  }
  if (first >= 0xF0 && first <= 0xF4) {
    if (!tail(1) || !tail(2) || !tail(3)) return 0;
    if (first == 0xF0 && byte(1) < 0x90) return 0;
    if (first == 0xF4 && byte(1) > 0x8F) return 0;
    return 4;
  }
  return 0;
}

/// What the high bytes of a text look like, read as GB18030 and as single letters.
struct HighBytes {
  std::int64_t pairs = 0;         ///< Two-byte characters of GB18030.
  std::int64_t frequent_han = 0;  ///< Of them, GB 2312 level 1: the 3,755 common characters.
  std::int64_t invalid = 0;       ///< Bytes that GB18030 cannot read.
  std::int64_t letters = 0;       ///< Bytes C0…FF: letters of cp1251 and cp1252.
  std::int64_t joined = 0;        ///< Of them, next to another such letter.
  std::int64_t pairs_of_letters = 0;
  /// Of these pairs, those that cp1251 reads as a small letter before a capital: Arabic has many,
  /// Russian none.
  std::int64_t rising = 0;
};

HighBytes look_at(std::string_view bytes) {
  HighBytes seen;
  const auto at = [&](std::size_t i) {
    return i < bytes.size() ? static_cast<unsigned char>(bytes[i]) : 0U;
  };
  for (std::size_t i = next_high_byte(bytes, 0); i < bytes.size();
       i = next_high_byte(bytes, i + 1)) {
    if (at(i) < 0xC0) continue;
    ++seen.letters;
    const unsigned next = at(i + 1);
    if ((i > 0 && at(i - 1) >= 0xC0) || next >= 0xC0) ++seen.joined;
    if (next >= 0xC0) ++seen.pairs_of_letters;
    if (at(i) >= 0xE0 && next >= 0xC0 && next < 0xE0) ++seen.rising;
  }
  std::size_t i = next_high_byte(bytes, 0);
  while (i < bytes.size()) {
    const unsigned lead = at(i);
    const unsigned trail = at(i + 1);
    const bool digit_trail = trail >= 0x30 && trail <= 0x39;
    std::size_t size = 1;
    if (lead == 0x80 || lead == 0xFF || (trail < 0x40 && !digit_trail) || trail == 0x7F ||
        trail == 0xFF || (digit_trail && at(i + 2) < 0x81)) {
      ++seen.invalid;
    } else {
      ++seen.pairs;
      if (lead >= 0xB0 && lead <= 0xD7 && trail >= 0xA1) ++seen.frequent_han;
      size = digit_trail ? 4 : 2;
    }
    i = next_high_byte(bytes, i + size);
  }
  return seen;
}

}  // namespace

bool is_valid_utf8(std::string_view bytes) {
  std::size_t at = 0;
  while (at < bytes.size()) {
    std::uint64_t word = 0;
    while (at + sizeof word <= bytes.size()) {
      std::memcpy(&word, bytes.data() + at, sizeof word);
      if ((word & 0x8080808080808080ULL) != 0) break;
      at += sizeof word;
    }
    const std::size_t stop = std::min(bytes.size(), at + sizeof word);
    while (at < stop) {
      const std::size_t size = utf8_sequence(bytes, at);
      if (size == 0) return false;
      at += size;
    }
  }
  return true;
}

std::string_view guess_code_page(std::string_view bytes) {
  const HighBytes seen = look_at(bytes.substr(0, k_guess_bytes_max));
  const bool han =
      seen.pairs > 0 && seen.frequent_han * 10 >= seen.pairs * 6 && seen.invalid * 50 <= seen.pairs;
  if (han) return "gb18030";
  const bool words_of_letters = seen.letters >= 4 && seen.joined * 10 >= seen.letters * 7;
  if (!words_of_letters) return "windows-1252";
  return seen.rising * 5 > seen.pairs_of_letters ? "windows-1256" : "windows-1251";
}

Status decode_text(std::string_view bytes, std::string_view override_name, Decoded& out) {
  Status status = Done{};
  if (!override_name.empty()) return decode_as(bytes, override_name, out);
  if (decode_by_bom(bytes, out, status)) return status;
  if (is_utf8(bytes)) return decode_utf8(bytes, out);
  const std::string_view guess = guess_code_page(bytes);
  status = decode_as(bytes, guess, out);
  return status.ok() ? status : decode_as(bytes, "windows-1252", out);
}

Status decode_xml(std::string_view bytes, std::string_view override_name, Decoded& out) {
  Status status = Done{};
  if (!override_name.empty()) return decode_as(bytes, override_name, out);
  if (decode_by_bom(bytes, out, status)) return status;
  if (bytes.starts_with(std::string_view("<\0?\0", 4))) return decode_as(bytes, "UTF-16LE", out);
  if (bytes.starts_with(std::string_view("\0<\0?", 4))) return decode_as(bytes, "UTF-16BE", out);
  const std::string declared(declared_encoding(bytes));
  const bool utf8 = declared.empty() || ucnv_compareNames(declared.c_str(), "UTF-8") == 0;
  if (is_utf8(bytes)) return decode_utf8(bytes, out);
  return utf8 ? refuse_encoding("UTF-8") : decode_as(bytes, declared, out);
}

std::string encode_text(std::string_view utf8, std::string_view encoding, bool with_bom,
                        std::int64_t& lost) {
  lost = 0;
  if (encoding.empty() || ucnv_compareNames(std::string(encoding).c_str(), "UTF-8") == 0) {
    return std::string(with_bom ? k_utf8_bom : std::string_view{}).append(utf8);
  }
  std::u16string wide(utf8.size() + 1, u'\0');
  UErrorCode error = U_ZERO_ERROR;
  std::int32_t units = 0;
  u_strFromUTF8WithSub(wide.data(), static_cast<std::int32_t>(wide.size()), &units, utf8.data(),
                       static_cast<std::int32_t>(utf8.size()), 0xFFFD, nullptr, &error);
  const Converter converter = open_converter(encoding);
  if (U_FAILURE(error) || !converter) {
    lost = 1;
    return std::string(utf8);
  }
  LostCounter counter;
  ucnv_setFromUCallBack(converter.get(), count_and_substitute, &counter, nullptr, nullptr, &error);
  std::string out(static_cast<std::size_t>(UCNV_GET_MAX_BYTES_FOR_STRING(
                      std::int64_t{units}, ucnv_getMaxCharSize(converter.get()))),
                  '\0');
  const std::int32_t size =
      ucnv_fromUChars(converter.get(), out.data(), static_cast<std::int32_t>(out.size()),
                      wide.data(), units, &error);
  lost = counter.lost;
  out.resize(U_FAILURE(error) ? 0 : static_cast<std::size_t>(size));
  if (with_bom && encoding == "UTF-16LE") out.insert(0, k_utf16_le_bom);
  if (with_bom && encoding == "UTF-16BE") out.insert(0, k_utf16_be_bom);
  return out;
}

}  // namespace tc::interchange
