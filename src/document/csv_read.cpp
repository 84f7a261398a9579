#include <unicode/ucnv.h>
#include <unicode/ustring.h>

#include <algorithm>
#include <array>
#include <memory>

#include "base/text.h"
#include "document/sheet.h"
#include "document/sheet_limits.h"

namespace tc::document {
namespace {

constexpr std::size_t k_convert_bytes_max = 256U << 20;

std::optional<std::string> from_encoding(const char* name, std::string_view bytes) {
  if (bytes.size() > k_convert_bytes_max) return std::nullopt;
  UErrorCode error = U_ZERO_ERROR;
  const std::unique_ptr<UConverter, decltype(&ucnv_close)> converter(ucnv_open(name, &error),
                                                                     ucnv_close);
  if (U_FAILURE(error)) return std::nullopt;
  ucnv_setToUCallBack(converter.get(), UCNV_TO_U_CALLBACK_STOP, nullptr, nullptr, nullptr, &error);
  std::u16string units(bytes.size() + 1, u'\0');
  const std::int32_t count =
      ucnv_toUChars(converter.get(), units.data(), static_cast<std::int32_t>(units.size()),
                    bytes.data(), static_cast<std::int32_t>(bytes.size()), &error);
  if (U_FAILURE(error)) return std::nullopt;
  std::string text(static_cast<std::size_t>(count) * 3 + 1, '\0');
  std::int32_t size = 0;
  u_strToUTF8(text.data(), static_cast<std::int32_t>(text.size()), &size, units.data(), count,
              &error);
  if (U_FAILURE(error)) return std::nullopt;
  text.resize(static_cast<std::size_t>(size));
  return text;
}

std::optional<std::string> decode(std::string_view bytes) {
  if (bytes.starts_with("\xEF\xBB\xBF")) bytes.remove_prefix(3);
  if (bytes.starts_with("\xFF\xFE")) return from_encoding("UTF-16LE", bytes.substr(2));
  if (bytes.starts_with("\xFE\xFF")) return from_encoding("UTF-16BE", bytes.substr(2));
  if (is_utf8(bytes)) return std::string(bytes);
  return from_encoding("GB18030", bytes);
}

// Excel writes `sep=;` as a first line of its own where the separator is unusual.
char separator_of(std::string_view& text) {
  if (text.starts_with("sep=") && text.size() > 5 && (text[5] == '\r' || text[5] == '\n')) {
    const char separator = text[4];
    text.remove_prefix(text.substr(5).starts_with("\r\n") ? 7 : 6);
    return separator;
  }
  constexpr std::string_view k_separators = ",;\t";
  std::array<int, 3> counts{};
  bool quoted = false;
  for (const char c : text) {
    if (c == '"') quoted = !quoted;
    if (!quoted && (c == '\n' || c == '\r')) break;
    const std::size_t which = k_separators.find(c);
    if (!quoted && which != std::string_view::npos) ++counts[which];
  }
  const auto best = std::ranges::max_element(counts);
  return k_separators[static_cast<std::size_t>(best - counts.begin())];
}

// Walks the text once; a cell is quoted when its first character is a quotation mark.
class CsvReader {
 public:
  CsvReader(std::string_view text, char separator) : text_(text), separator_(separator) {}

  Result<Sheet> read() {
    while (at_ < text_.size()) {
      if (std::optional<Refusal> refusal = read_row()) return std::move(*refusal);
    }
    return std::move(sheet_);
  }

 private:
  std::optional<Refusal> read_row() {
    std::vector<std::string>& row = sheet_.rows.emplace_back();
    for (bool more = true; more;) {
      std::string cell;
      if (at_ < text_.size() && text_[at_] == '"') {
        if (!read_quoted(cell))
          return refuse(RefusalKind::malformed, "sheet.unclosed_quote", {},
                        {{"row", std::to_string(sheet_.rows.size())}});
      }
      read_plain(cell);
      const bool over = cell.size() > k_sheet_cell_bytes_max;
      row.push_back(std::move(cell));
      if (over) return too_large("bytes in a cell", k_sheet_cell_bytes_max);
      if (std::optional<Refusal> refusal = limits_.take(sheet_.rows.size(), row.size()))
        return refusal;
      more = at_ < text_.size() && text_[at_] == separator_;
      if (more) ++at_;
    }
    end_line();
    return std::nullopt;
  }

  bool read_quoted(std::string& cell) {
    for (++at_; at_ < text_.size(); ++at_) {
      if (text_[at_] != '"') {
        cell += text_[at_];
        continue;
      }
      if (at_ + 1 >= text_.size() || text_[at_ + 1] != '"') {
        ++at_;
        return true;
      }
      cell += '"';
      ++at_;
    }
    return false;
  }

  void read_plain(std::string& cell) {
    const std::size_t from = at_;
    while (at_ < text_.size() && text_[at_] != separator_ && text_[at_] != '\n' &&
           text_[at_] != '\r')
      ++at_;
    cell += text_.substr(from, at_ - from);
  }

  void end_line() {
    if (at_ < text_.size() && text_[at_] == '\r') ++at_;
    if (at_ < text_.size() && text_[at_] == '\n') ++at_;
  }

  std::string_view text_;
  char separator_;
  std::size_t at_ = 0;
  Sheet sheet_;
  SheetLimits limits_;
};

}  // namespace

Result<Sheet> read_csv(std::string_view bytes) {
  const std::optional<std::string> text = decode(bytes);
  if (!text || text->find('\0') != std::string::npos)
    return refuse(RefusalKind::malformed, "sheet.encoding");
  std::string_view rest = *text;
  const char separator = separator_of(rest);
  return CsvReader(rest, separator).read();
}

Result<Sheet> read_sheet(std::string_view bytes) {
  if (bytes.starts_with("PK")) return read_xlsx(bytes);
  const bool compound = bytes.starts_with("\xD0\xCF\x11\xE0");  // .xls, and .xlsx with a password
  if (compound || bytes.starts_with("%PDF"))
    return refuse(RefusalKind::malformed, "sheet.unknown_format");
  return read_csv(bytes);
}

std::string column_letters(std::size_t column) {
  std::string letters;
  for (++column; column > 0; column = (column - 1) / 26)
    letters.insert(letters.begin(), static_cast<char>('A' + (column - 1) % 26));
  return letters;
}

}  // namespace tc::document
