#include "document/workbook.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include "base/text.h"
#include "document/package.h"
#include "document/sheet.h"
#include "document/xml.h"

namespace tc::document {
namespace {

constexpr std::size_t k_flush_bytes = 1U << 18;
constexpr std::size_t k_cell_units_max = 32'767;
constexpr std::size_t k_sheet_name_max = 31;

// Indices into cellXfs, in the order of styles_xml.
enum Style : int {
  k_text,
  k_header,
  k_integer,
  k_general,
  k_percent,
  k_date,
  k_moment,
  k_first_money
};

std::string number_xml(double number) {
  std::array<char, 40> buffer{};
  const auto [end, error] = std::to_chars(buffer.data(), buffer.data() + buffer.size(), number);
  return error == std::errc() ? std::string(buffer.data(), end) : std::string("0");
}

// A whole count of hundredths (or smaller) without the detour of binary fractions.
std::string decimal_xml(std::int64_t value, int digits) {
  const bool negative = value < 0;
  std::string text = std::to_string(negative ? 0 - static_cast<std::uint64_t>(value)
                                             : static_cast<std::uint64_t>(value));
  const auto places = static_cast<std::size_t>(digits);
  if (text.size() <= places) text.insert(0, places + 1 - text.size(), '0');
  text.insert(text.size() - places, ".");
  return negative ? "-" + text : text;
}

std::string serial_xml(CellKind kind, std::int64_t value) {
  constexpr std::int64_t k_days_to_1970 = 25'569;
  constexpr double k_ms_per_day = 86'400'000;
  if (kind == CellKind::date) return std::to_string(value + k_days_to_1970);
  return number_xml(static_cast<double>(value) / k_ms_per_day +
                    static_cast<double>(k_days_to_1970));
}

// At most what a cell may hold; a cut text says so.
std::string_view fitting(std::string_view text, bool& cut) {
  std::size_t units = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if ((byte & 0xC0U) == 0x80U) continue;
    units += byte >= 0xF0U ? 2 : 1;
    if (units <= k_cell_units_max) continue;
    cut = true;
    // Room for the mark: one character less.
    do --i;
    while ((static_cast<unsigned char>(text[i]) & 0xC0U) == 0x80U);
    return text.substr(0, i);
  }
  return text;
}

std::string sheet_name(std::string_view wanted, std::size_t number) {
  std::string name;
  std::size_t points = 0;
  for (const char c : wanted) {
    if ((static_cast<unsigned char>(c) & 0xC0U) != 0x80U && ++points > k_sheet_name_max) break;
    if (std::string_view("[]:*?/\\'").find(c) == std::string_view::npos) name += c;
  }
  return name.empty() ? "Sheet" + std::to_string(number) : name;
}

constexpr std::string_view k_main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";

}  // namespace

int text_columns(std::string_view text) {
  int longest = 0, here = 0;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '\n') here = 0;
    if (c == '\n' || (byte & 0xC0U) == 0x80U) continue;
    here += byte >= 0xE2U ? 2 : 1;
    longest = std::max(longest, here);
  }
  return longest;
}

void Workbook::begin_sheet(std::string_view name, std::span<const Column> columns,
                           std::span<const int> widths, bool filtered) {
  std::string wanted = sheet_name(name, sheets_.size() + 1);
  if (std::ranges::find(sheets_, wanted) != sheets_.end())
    wanted = sheet_name({}, sheets_.size() + 1);
  sheets_.push_back(std::move(wanted));
  kinds_.clear();
  filtered_ = filtered;
  row_ = 0;
  zip_.begin("xl/worksheets/sheet" + std::to_string(sheets_.size()) + ".xml");
  buffer_ = std::string(k_xml_head) + "<worksheet xmlns=\"" + std::string(k_main) +
            "\"><sheetViews><sheetView workbookViewId=\"0\"";
  if (sheets_.size() == 1) buffer_ += " tabSelected=\"1\"";
  buffer_ +=
      "><pane ySplit=\"1\" topLeftCell=\"A2\" activePane=\"bottomLeft\" state=\"frozen\"/>"
      "</sheetView></sheetViews><sheetFormatPr defaultRowHeight=\"15\"/><cols>";
  for (std::size_t i = 0; i < columns.size(); ++i) {
    constexpr int k_least = 8, k_most = 60;
    const std::string place = std::to_string(i + 1);
    buffer_ += "<col min=\"" + place + "\" max=\"" + place + "\" width=\"" +
               std::to_string(std::clamp(widths[i] + 3, k_least, k_most)) +
               "\" customWidth=\"1\"/>";
  }
  buffer_ += "</cols><sheetData><row r=\"1\" ht=\"21\" customHeight=\"1\">";
  ++row_;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    kinds_.push_back(columns[i].kind);
    put_cell(i, columns[i].label, CellKind::text, k_header);
  }
  buffer_ += "</row>";
}

int Workbook::style_of(CellKind kind, const Cell& cell) {
  if (const auto* amount = std::get_if<Amount>(&cell)) {
    const int next = k_first_money + static_cast<int>(currencies_.size());
    return currencies_.emplace(amount->currency, next).first->second;
  }
  if (std::holds_alternative<double>(cell)) return k_general;
  if (!std::holds_alternative<std::int64_t>(cell)) return k_text;
  return kind == CellKind::percent  ? k_percent
         : kind == CellKind::date   ? k_date
         : kind == CellKind::moment ? k_moment
                                    : k_integer;
}

void Workbook::put_cell(std::size_t column, const Cell& cell, CellKind kind, int style) {
  if (std::holds_alternative<std::monostate>(cell)) return;
  buffer_ += "<c r=\"" + column_letters(column) + std::to_string(row_) + "\" s=\"" +
             std::to_string(style) + "\"";
  if (const auto* text = std::get_if<std::string>(&cell)) {
    bool cut = false;
    buffer_ += " t=\"inlineStr\"><is><t xml:space=\"preserve\">";
    append_xml_text(buffer_, fitting(*text, cut));
    buffer_ += cut ? "…</t></is></c>" : "</t></is></c>";
    return;
  }
  buffer_ += "><v>";
  constexpr int k_money_digits = 2, k_percent_digits = 4;
  if (const auto* amount = std::get_if<Amount>(&cell))
    buffer_ += decimal_xml(amount->minor, k_money_digits);
  else if (const auto* number = std::get_if<double>(&cell))
    buffer_ += number_xml(std::isfinite(*number) ? *number : 0);
  else if (kind == CellKind::percent)
    buffer_ += decimal_xml(std::get<std::int64_t>(cell), k_percent_digits);
  else if (kind == CellKind::date || kind == CellKind::moment)
    buffer_ += serial_xml(kind, std::get<std::int64_t>(cell));
  else
    buffer_ += std::to_string(std::get<std::int64_t>(cell));
  buffer_ += "</v></c>";
}

void Workbook::add(std::span<const Cell> row) {
  TC_ASSERT(row.size() == kinds_.size());
  buffer_ += "<row r=\"" + std::to_string(++row_) + "\">";
  for (std::size_t i = 0; i < row.size(); ++i)
    put_cell(i, row[i], kinds_[i], style_of(kinds_[i], row[i]));
  buffer_ += "</row>";
  if (buffer_.size() < k_flush_bytes) return;
  zip_.write(buffer_);
  buffer_.clear();
}

void Workbook::end_sheet() {
  buffer_ += "</sheetData>";
  if (filtered_ && !kinds_.empty())
    buffer_ +=
        "<autoFilter ref=\"A1:" + column_letters(kinds_.size() - 1) + std::to_string(row_) + "\"/>";
  buffer_ +=
      "<pageMargins left=\"0.5\" right=\"0.5\" top=\"0.6\" bottom=\"0.6\" header=\"0.3\" "
      "footer=\"0.3\"/><pageSetup paperSize=\"9\" orientation=\"landscape\"/></worksheet>";
  zip_.write(buffer_);
  buffer_.clear();
  zip_.end();
}

std::string Workbook::styles_xml() const {
  constexpr int k_first_code = 164;
  std::string formats =
      "<numFmt numFmtId=\"164\" formatCode=\"yyyy\\-mm\\-dd\"/>"
      "<numFmt numFmtId=\"165\" formatCode=\"yyyy\\-mm\\-dd&quot;T&quot;hh:mm:ss&quot;Z&quot;\"/>";
  std::string styles;
  const auto add = [&](int format, std::string_view more) {
    styles += "<xf numFmtId=\"" + std::to_string(format) +
              "\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\" applyNumberFormat=\"1\"";
    styles += more.empty() ? "/>" : ">" + std::string(more) + "</xf>";
  };
  constexpr std::string_view k_wrap = "<alignment vertical=\"top\" wrapText=\"1\"/>";
  add(0, k_wrap);
  styles +=
      "<xf numFmtId=\"0\" fontId=\"1\" fillId=\"2\" borderId=\"1\" xfId=\"0\" applyFont=\"1\" "
      "applyFill=\"1\" applyBorder=\"1\"><alignment vertical=\"center\"/></xf>";
  constexpr int k_whole = 1, k_percent_two = 10;
  add(k_whole, {});
  add(0, {});
  add(k_percent_two, {});
  add(k_first_code, {});
  add(k_first_code + 1, {});
  std::vector<std::string> ordered(currencies_.size());
  for (const auto& [currency, index] : currencies_)
    ordered[static_cast<std::size_t>(index - k_first_money)] = currency;
  for (std::size_t i = 0; i < ordered.size(); ++i) {
    const int code = k_first_code + 2 + static_cast<int>(i);
    formats += "<numFmt numFmtId=\"" + std::to_string(code) + "\" formatCode=\"#,##0.00 &quot;" +
               xml_text(ordered[i]) + "&quot;\"/>";
    add(code, {});
  }
  const std::string count = std::to_string(k_first_money + ordered.size());
  return std::string(k_xml_head) + "<styleSheet xmlns=\"" + std::string(k_main) +
         "\"><numFmts count=\"" + std::to_string(ordered.size() + 2) + "\">" + formats +
         "</numFmts><fonts count=\"2\"><font><sz val=\"11\"/><name val=\"Calibri\"/></font><font>"
         "<b/><sz val=\"11\"/><color rgb=\"FFFFFFFF\"/><name val=\"Calibri\"/></font></fonts>"
         "<fills count=\"3\"><fill><patternFill patternType=\"none\"/></fill><fill><patternFill "
         "patternType=\"gray125\"/></fill><fill><patternFill patternType=\"solid\"><fgColor "
         "rgb=\"FF1F4E79\"/></patternFill></fill></fills><borders count=\"2\"><border/><border>"
         "<left/><right/><top/><bottom style=\"thin\"><color rgb=\"FF9DB2C7\"/></bottom></border>"
         "</borders><cellStyleXfs count=\"1\"><xf/></cellStyleXfs><cellXfs count=\"" +
         count + "\">" + styles +
         "</cellXfs><cellStyles count=\"1\"><cellStyle name=\"Normal\" xfId=\"0\" "
         "builtinId=\"0\"/></cellStyles></styleSheet>";
}

std::string Workbook::finish(std::string_view title, Moment made_at) {
  zip_.add("xl/styles.xml", styles_xml());
  std::string types, relations, sheets;
  for (std::size_t i = 1; i <= sheets_.size(); ++i) {
    const std::string number = std::to_string(i);
    types += override_xml("xl/worksheets/sheet" + number + ".xml", "spreadsheetml.worksheet");
    relations += relationship("rId" + number, "worksheet", "worksheets/sheet" + number + ".xml");
    sheets += "<sheet name=\"" + xml_text(sheets_[i - 1]) + "\" sheetId=\"" + number +
              "\" r:id=\"rId" + number + "\"/>";
  }
  zip_.add("xl/workbook.xml", std::string(k_xml_head) + "<workbook xmlns=\"" + std::string(k_main) +
                                  "\" xmlns:r=\"" + std::string(k_office_relations) +
                                  "\"><sheets>" + sheets + "</sheets></workbook>");
  zip_.add("xl/_rels/workbook.xml.rels",
           relations_xml(relations + relationship("rIdStyles", "styles", "styles.xml")));
  add_package_parts(zip_, {"xl/workbook.xml", "spreadsheetml.sheet.main",
                           types + override_xml("xl/styles.xml", "spreadsheetml.styles"),
                           std::string(title), made_at});
  return zip_.finish();
}

}  // namespace tc::document
