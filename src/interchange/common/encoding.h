#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

/// Bytes of unknown code page ↔ UTF-8.
namespace tc::interchange {

[[nodiscard]] bool is_valid_utf8(std::string_view bytes);

/// Bytes as UTF-8. `text` lies in `storage`, or in the caller's bytes where they were UTF-8.
struct Decoded {
  std::string storage;
  std::string_view text;
  std::string encoding;  ///< ICU name of what the bytes were.
  bool had_bom = false;
  bool reversible = true;  ///< Encoding `text` again gives the very bytes.

  Decoded() = default;
  Decoded(Decoded&&) = delete;  // `text` may look into `storage`.
};

/// Decodes the text of a file that does not name its code page: a byte order mark decides, else
/// valid UTF-8 is UTF-8, else the likeliest of GB18030, windows-1251, windows-1252 and
/// windows-1256 by validity and letter frequency. `override_name` (an ICU name) replaces the guess.
/// Refuses `import.encoding` where the override is unknown or the bytes do not decode at all.
[[nodiscard]] Status decode_text(std::string_view bytes, std::string_view override_name,
                                 Decoded& out);

/// As above for XML: byte order mark, else the encoding of the XML declaration, else UTF-8.
[[nodiscard]] Status decode_xml(std::string_view bytes, std::string_view override_name,
                                Decoded& out);

/// UTF-8 → the named encoding, with a byte order mark for UTF-16 or where asked. Characters that
/// the encoding lacks become '?' and are counted in `lost`.
[[nodiscard]] std::string encode_text(std::string_view utf8, std::string_view encoding,
                                      bool with_bom, std::int64_t& lost);

/// The likeliest 8-bit code page of bytes that are not UTF-8.
[[nodiscard]] std::string_view guess_code_page(std::string_view bytes);

}  // namespace tc::interchange
