#include "document/sheet.h"

#include <gtest/gtest.h>

#include "document/table.h"
#include "document/xlsx_style.h"
#include "document/zip.h"

namespace tc::document {
namespace {

using Rows = std::vector<std::vector<std::string>>;

std::string code_of(const Result<Sheet>& sheet) {
  return sheet ? "read" : sheet.refusals().front().code;
}

Rows rows_of(std::string_view bytes) {
  const Result<Sheet> sheet = read_sheet(bytes);
  EXPECT_EQ(code_of(sheet), "read");
  return sheet ? sheet->rows : Rows{};
}

TableHead head() {
  return {.title = "风险",
          .columns = {{"编号"},
                      {"数量", CellKind::integer},
                      {"比率", CellKind::number},
                      {"概率", CellKind::percent},
                      {"费用", CellKind::money},
                      {"到期", CellKind::date},
                      {"开始", CellKind::moment},
                      {"说明"}},
          .made_at = 1'780'000'000'000};
}

const std::vector<Cell> k_full = {std::string("HTL-R-1"),
                                  std::int64_t{-42},
                                  0.1,
                                  std::int64_t{3050},
                                  Amount{-12'345'678'905, "CNY"},
                                  std::int64_t{20'500},
                                  Moment{1'780'000'000'000},
                                  std::string("=1+1 \"甲\", 乙 <&>\n第二行")};
const std::vector<Cell> k_euro = {std::string("HTL-R-2"), {}, 1e-7, {},
                                  Amount{5, "EUR"},       {}, {},   {}};

Rows round_trip(std::unique_ptr<TableWriter> writer) {
  writer->add(k_full);
  writer->add(k_euro);
  return rows_of(writer->finish());
}

TEST(Csv, GivesBackWhatWasWritten) {
  const Rows rows = round_trip(make_csv_writer(head()));
  ASSERT_EQ(rows.size(), 3U);
  EXPECT_EQ(rows[0][3], "概率");
  EXPECT_EQ(rows[1], (std::vector<std::string>{"HTL-R-1", "-42", "0.1", "30.5", "-123456789.05 CNY",
                                               "2026-02-16", "2026-05-28T20:26:40.000Z",
                                               "'=1+1 \"甲\", 乙 <&>\n第二行"}));
  EXPECT_EQ(rows[2],
            (std::vector<std::string>{"HTL-R-2", "", "0.0000001", "", "0.05 EUR", "", "", ""}));
}

TEST(Csv, GuardsAgainstFormulas) {
  for (const std::string text : {"=cmd()", "+1", "-1", "@SUM", "＝1", "\tx", "\rx"}) {
    auto writer = make_csv_writer({.title = "t", .columns = {{"a"}}});
    writer->add(std::vector<Cell>{text});
    EXPECT_EQ(writer->finish(),
              "\xEF\xBB\xBF"
              "a\r\n\"'" +
                  text + "\"\r\n");
  }
  auto writer = make_csv_writer({.title = "t", .columns = {{"a", CellKind::integer}}});
  writer->add(std::vector<Cell>{std::int64_t{-1}});
  EXPECT_EQ(writer->finish(),
            "\xEF\xBB\xBF"
            "a\r\n-1\r\n");
}

TEST(Csv, ReadsEncodingsAndSeparators) {
  const Rows expected = {{"编号", "标题"}, {"1", "甲;乙"}};
  EXPECT_EQ(rows_of("编号,标题\n1,甲;乙\n"), expected);
  EXPECT_EQ(rows_of("\xEF\xBB\xBF编号\t标题\r\n1\t甲;乙"), expected);
  EXPECT_EQ(rows_of("编号;标题\r1;\"甲;乙\"\r"), expected);
  EXPECT_EQ(rows_of("sep=|\r\n编号|标题\r\n1|甲;乙\r\n"), expected);
  EXPECT_EQ(rows_of("\xB1\xE0\xBA\xC5,\xB1\xEA\xCC\xE2\n1,\xBC\xD7;\xD2\xD2\n"), expected);
  using namespace std::string_view_literals;
  EXPECT_EQ(rows_of("\xFF\xFE"
                    "a\0,\0b\0\n\0\x32\x75,\0c\0"sv),
            (Rows{{"a", "b"}, {"甲", "c"}}));
  EXPECT_EQ(rows_of("a,b\n\n\"x\"\"y\",\"1\n2\"\n"), (Rows{{"a", "b"}, {""}, {"x\"y", "1\n2"}}));
}

TEST(Csv, RefusesWhatItCannotRead) {
  using namespace std::string_view_literals;
  EXPECT_EQ(code_of(read_sheet("a,\xFF\xFF\n"sv)), "sheet.encoding");
  EXPECT_EQ(code_of(read_sheet("a,b\0c\n"sv)), "sheet.encoding");
  EXPECT_EQ(code_of(read_sheet("a\n\"never ends")), "sheet.unclosed_quote");
  EXPECT_EQ(code_of(read_sheet("\xD0\xCF\x11\xE0 old"sv)), "sheet.unknown_format");
  EXPECT_EQ(code_of(read_sheet("%PDF-1.5")), "sheet.unknown_format");
  EXPECT_EQ(code_of(read_sheet(std::string(100'000'000, 'x'))), "sheet.too_large");
  EXPECT_EQ(code_of(read_sheet(std::string(k_sheet_rows_max + 1, '\n'))), "sheet.too_large");
  EXPECT_EQ(code_of(read_sheet(std::string(k_sheet_columns_max, ','))), "sheet.too_large");
  EXPECT_TRUE(rows_of("").empty());
}

TEST(Xlsx, GivesBackWhatWasWritten) {
  const Rows rows = round_trip(make_xlsx_writer(head()));
  ASSERT_EQ(rows.size(), 3U);
  EXPECT_EQ(rows[0][3], "概率");
  EXPECT_EQ(rows[1], (std::vector<std::string>{
                         "HTL-R-1", "-42", "0.1", "30.5%", "-123456789.05 CNY", "2026-02-16",
                         "2026-05-28T20:26:40Z", "=1+1 \"甲\", 乙 <&>\n第二行"}));
  EXPECT_EQ(rows[2], (std::vector<std::string>{"HTL-R-2", "", "0.0000001", "", "0.05 EUR"}));
}

TEST(Xlsx, TheSameTableGivesTheSameBytes) {
  const auto bytes = [] {
    auto writer = make_xlsx_writer(head());
    writer->add(k_full);
    return writer->finish();
  };
  EXPECT_EQ(bytes(), bytes());
}

TEST(Xlsx, CutsWhatNoCellHolds) {
  auto writer = make_xlsx_writer({.title = "t", .columns = {{"a"}}});
  std::string text;
  for (int i = 0; i < 40'000; ++i) text += "长";
  writer->add(std::vector<Cell>{text});
  const Rows rows = rows_of(writer->finish());
  EXPECT_EQ(rows[1][0].size(), 32'767U * 3);
  EXPECT_TRUE(rows[1][0].ends_with("长…"));
}

TEST(Xlsx, StreamsManyRows) {
  constexpr int k_rows = 100'000;
  auto writer = make_xlsx_writer(head());
  for (int i = 0; i < k_rows; ++i) writer->add(k_full);
  const std::string bytes = writer->finish();
  EXPECT_LT(bytes.size(), 20U << 20);
  const Rows rows = rows_of(bytes);
  ASSERT_EQ(rows.size(), k_rows + 1U);
  EXPECT_EQ(rows.back()[4], "-123456789.05 CNY");
}

TEST(NumberFormats, AreUnderstood) {
  const auto read = [](double number, std::string_view code) {
    return number_text(number, style_of_code(code), false);
  };
  EXPECT_EQ(read(46069, "yyyy/m/d;@"), "2026-02-16");
  EXPECT_EQ(read(46069, "yyyy\"年\"m\"月\"d\"日\""), "2026-02-16");
  EXPECT_EQ(read(46069, "[$-804]aaaa yyyy-mm-dd"), "2026-02-16");
  EXPECT_EQ(read(46069.5, "yyyy-mm-dd hh:mm"), "2026-02-16T12:00:00");
  EXPECT_EQ(read(0.07, "0%"), "7%");
  EXPECT_EQ(read(1234.5, "[$EUR] #,##0.00"), "1234.5 EUR");
  EXPECT_EQ(read(1234.5, "\"¥\"#,##0.00"), "1234.5 CNY");
  EXPECT_EQ(read(1234.5, "[$¥-804]#,##0.00"), "1234.5 CNY");
  EXPECT_EQ(read(1234.5, "_-$* #,##0.00_-"), "1234.5 USD");
  EXPECT_EQ(read(0.28999999999999998, "General"), "0.29");
  EXPECT_EQ(read(5, "#,##0 \"days\""), "5");
  EXPECT_EQ(read(1e20, "yyyy-mm-dd"), "1e+20");
  EXPECT_EQ(number_text(1, style_of_builtin(14), false), "1900-01-01");
  EXPECT_EQ(number_text(61, style_of_builtin(14), false), "1900-03-01");
  EXPECT_EQ(number_text(44607, style_of_builtin(31), true), "2026-02-16");
}

TEST(Columns, AreNamedAsInASpreadsheet) {
  EXPECT_EQ(column_letters(0), "A");
  EXPECT_EQ(column_letters(25), "Z");
  EXPECT_EQ(column_letters(26), "AA");
  EXPECT_EQ(column_letters(701), "ZZ");
  EXPECT_EQ(column_letters(702), "AAA");
}

// A workbook of hand-made parts, as other programs write them or as an attacker would.
std::string workbook(std::string_view sheet, std::string_view strings = {},
                     std::string_view styles = {}) {
  ZipWriter zip;
  zip.add("xl/workbook.xml",
          "<x:workbook xmlns:x=\"m\" xmlns:r=\"r\"><x:sheets><x:sheet name=\"S\" sheetId=\"1\" "
          "r:id=\"rId7\"/></x:sheets></x:workbook>");
  zip.add("xl/_rels/workbook.xml.rels",
          "<Relationships><Relationship Id=\"rId7\" Target=\"/xl/worksheets/s.xml\"/>"
          "</Relationships>");
  if (!strings.empty()) zip.add("xl/sharedStrings.xml", strings);
  if (!styles.empty()) zip.add("xl/styles.xml", styles);
  zip.add("xl/worksheets/s.xml", sheet);
  return zip.finish();
}

TEST(Xlsx, ReadsWhatOthersWrite) {
  const std::string bytes = workbook(
      "<x:worksheet xmlns:x=\"m\"><x:sheetData><x:row r=\"1\"><x:c r=\"A1\" t=\"s\"><x:v>0</x:v>"
      "</x:c><x:c r=\"C1\" t=\"str\"><x:f>A1&amp;\"x\"</x:f><x:v>甲x</x:v></x:c></x:row>"
      "<x:row r=\"3\"><x:c t=\"b\"><x:v>1</x:v></x:c><x:c s=\"1\"><x:v>46069</x:v></x:c>"
      "<x:c t=\"e\"><x:v>#REF!</x:v></x:c></x:row></x:sheetData></x:worksheet>",
      "<sst><si><r><t>甲</t></r><r><t xml:space=\"preserve\"> 乙</t></r><rPh><t>jia</t></rPh></si>"
      "</sst>",
      "<styleSheet><cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/></cellXfs></styleSheet>");
  EXPECT_EQ(rows_of(bytes), (Rows{{"甲 乙", "", "甲x"}, {}, {"true", "2026-02-16", "#REF!"}}));
}

TEST(Xlsx, RefusesHostileFiles) {
  const auto refused = [](const std::string& sheet, std::string_view strings = {}) {
    return code_of(read_sheet(workbook("<worksheet><sheetData>" + sheet, strings)));
  };
  const std::string end = "</sheetData></worksheet>";
  EXPECT_EQ(code_of(read_sheet(workbook("<!DOCTYPE x [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;\">]>"
                                        "<worksheet>&b;</worksheet>"))),
            "sheet.entity_refused");
  EXPECT_EQ(code_of(read_sheet(workbook("<!DOCTYPE x SYSTEM \"file:///etc/passwd\"><x/>"))),
            "sheet.entity_refused");
  std::string deep;
  for (int i = 0; i < 100'000; ++i) deep += "<a>";
  EXPECT_EQ(refused(deep), "sheet.too_deep");
  EXPECT_EQ(refused("<row r=\"1\"><c><v>1</v>"), "sheet.damaged");
  EXPECT_EQ(refused("<c><v>1</v></c>" + end), "sheet.damaged");
  EXPECT_EQ(refused("<row r=\"1\"><c t=\"s\"><v>7</v></c></row>" + end), "sheet.damaged");
  EXPECT_EQ(refused("<row r=\"2\"/><row r=\"1\"/>" + end), "sheet.damaged");
  EXPECT_EQ(refused("<row r=\"999999999\"/>" + end), "sheet.too_large");
  EXPECT_EQ(refused("<row r=\"1\"><c r=\"XFD1\"/></row>" + end), "sheet.too_large");
  EXPECT_EQ(refused("<row r=\"1\"><c r=\"AAAAAAAAAAAAAAAAAAAAAAAAA1\"/></row>" + end),
            "sheet.too_large");
  std::string wide;  // Few bytes, many cells.
  for (int i = 1; i <= 10'000; ++i)
    wide += "<row r=\"" + std::to_string(i) + "\"><c r=\"SF" + std::to_string(i) + "\"/></row>";
  EXPECT_EQ(refused(wide + end), "sheet.too_large");
  EXPECT_EQ(refused("<row r=\"1\"><c t=\"inlineStr\"><is><t>" + std::string(2'000'000, 'a') +
                    "</t></is></c></row>" + end),
            "sheet.too_large");
  EXPECT_EQ(refused("<row r=\"1\"><c note=\"" + std::string(30'000'000, 'a') + "\"/></row>" + end),
            "sheet.too_large");
}

TEST(Zip, RefusesDamagedContainersAndBombs) {
  const std::string whole = workbook("<worksheet><sheetData/></worksheet>");
  EXPECT_EQ(code_of(read_sheet(whole)), "read");
  for (std::size_t size = 0; size < whole.size() - 2; ++size)
    EXPECT_NE(code_of(read_sheet("PK" + whole.substr(2, size))), "read") << size;
  // One wrong byte anywhere: read or refused, never worse.
  for (std::size_t at = 2; at < whole.size(); ++at) {
    std::string wrong = whole;
    wrong[at] = static_cast<char>(wrong[at] ^ 0xFF);
    static_cast<void>(read_sheet(wrong));
  }
  ZipWriter bomb;
  bomb.begin("xl/workbook.xml");
  const std::string blanks(1U << 24, ' ');
  for (int i = 0; i < 20; ++i) bomb.write(blanks);
  bomb.end();
  const std::string bytes = bomb.finish();
  EXPECT_LT(bytes.size(), 1U << 20);
  EXPECT_EQ(code_of(read_sheet(bytes)), "sheet.too_large");
  std::string encrypted = whole;
  encrypted[encrypted.find("PK\1\2") + 8] |= 1;
  EXPECT_EQ(code_of(read_sheet(encrypted)), "sheet.encrypted");
}

}  // namespace
}  // namespace tc::document
