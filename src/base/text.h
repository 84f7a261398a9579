#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace tc {

[[nodiscard]] bool is_utf8(std::string_view text);
/// Unicode normalisation form C: what every stored text is in. Precondition: UTF-8.
[[nodiscard]] std::string to_nfc(std::string_view text);
/// Number of code points. Precondition: UTF-8.
[[nodiscard]] std::size_t count_code_points(std::string_view text);
[[nodiscard]] std::string_view trim(std::string_view text);
[[nodiscard]] std::vector<std::string_view> split(std::string_view text, char separator);
[[nodiscard]] std::string join(const std::vector<std::string>& parts, std::string_view separator);

/// Appends text as XML element content or attribute value; characters XML cannot hold are left out.
void append_xml_text(std::string& out, std::string_view text);
[[nodiscard]] std::string xml_text(std::string_view text);

/// What search compares: NFKC, lower case, traditional characters as simplified ones.
[[nodiscard]] std::string to_search_form(std::string_view text);
/// The index words of a text, separated by blanks: Latin and digit words whole, Han and kana as
/// overlapping pairs of characters (a single one alone stays single). Han text found by pairs as a
/// phrase has recall and precision 1 for two and more characters, where word lists guess.
[[nodiscard]] std::string to_bigrams(std::string_view text);
/// The first letters of the pinyin of each Han character ("智慧工厂" → "zhgc"); Latin stays.
[[nodiscard]] std::string to_pinyin_initials(std::string_view text);

/// Fills `{name}` in a message pattern from `arguments`, and `{name:one|many}` with the word for 1
/// or for any other count; unknown names stay as they are.
struct NamedText {
  std::string_view name;
  std::string_view value;
};
[[nodiscard]] std::string fill_pattern(std::string_view pattern,
                                       const std::vector<NamedText>& arguments);

}  // namespace tc
