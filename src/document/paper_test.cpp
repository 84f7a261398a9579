#include "document/paper.h"

#include <gtest/gtest.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "document/table.h"

/// Files are judged by readers that are not ours: Python's zipfile and ElementTree, poppler's
/// pdftotext. Where one is not installed, that check is left out and says so.
// fontconfig keeps what it found until the program ends, and cairo 1.16 about a kilobyte per PDF.
extern "C" const char* __lsan_default_suppressions();
extern "C" const char* __lsan_default_suppressions() {
  return "leak:libfontconfig.so\nleak:libcairo.so\n";
}

namespace tc::document {
namespace {

Paper sample() {
  Paper paper;
  paper.title = "智慧工厂状态报告 <Status & \"report\">";
  paper.subtitle = "数据日期 2026-02-16";
  paper.facts = {{"状态灯", "红", Tone::red}, {"SPI", "0.79", Tone::amber}, {"CPI", "1.02"}};
  paper.sections = {
      {.heading = "总体情况", .text = "钢结构晚到 <12> 天。\n第二段。"},
      {.heading = "主要风险", .table = {{"编号", "标题"}, {}, {}}},
      {.heading = "S 曲线", .chart = {"万元", {{"PV", {0, 1, 3, 6}}, {"EV", {0, 1, 2}, true}}}}};
  for (int i = 1; i <= 30; ++i) {
    paper.sections[1].table.rows.push_back(
        {"R-" + std::to_string(i), "长江封航 " + std::to_string(i)});
    paper.sections[1].table.tones.push_back(i % 2 == 0 ? Tone::red : Tone::plain);
  }
  paper.made_at = 1'780'000'000'000;
  return paper;
}

class Written : public testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = (std::filesystem::temp_directory_path() / "paper-XXXXXX").string();
    ASSERT_NE(mkdtemp(pattern.data()), nullptr);
    folder_ = pattern;
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }
  std::string write(std::string_view name, std::string_view bytes) {
    const std::string path = folder_ + "/" + std::string(name);
    std::ofstream(path, std::ios::binary) << bytes;
    return path;
  }
  static bool have(const std::string& program) {
    return std::system(("command -v " + program + " > /dev/null 2>&1").c_str()) == 0;
  }
  static std::string output(const std::string& command) {
    std::string text;
    FILE* const pipe = popen(command.c_str(), "r");
    char buffer[4096];
    for (std::size_t size = 0; (size = fread(buffer, 1, sizeof buffer, pipe)) > 0;)
      text.append(buffer, size);
    return pclose(pipe) == 0 ? text : "failed: " + text;
  }
  // The text of a PDF without blanks, which poppler guesses.
  static std::string words_of(const std::string& path) {
    std::string text = output("pdftotext " + path + " - 2>&1");
    std::erase(text, ' ');
    return text;
  }
  // Every part is well-formed, every relation has its target, every part its content type.
  std::string judge(const std::string& path) {
    static constexpr std::string_view k_judge = R"(
import posixpath, sys, zipfile
import xml.etree.ElementTree as tree
pack = zipfile.ZipFile(sys.argv[1])
assert pack.testzip() is None
names = set(pack.namelist())
assert len(names) == len(pack.namelist())
texts = []
for name in pack.namelist():
    root = tree.fromstring(pack.read(name))
    texts += [t for t in root.itertext() if t.strip()]
    if name.endswith('.rels'):
        base = posixpath.dirname(posixpath.dirname(name))
        for one in root:
            target = posixpath.normpath(posixpath.join(base, one.get('Target')))
            assert target in names, (name, target)
types = tree.fromstring(pack.read('[Content_Types].xml'))
known = {t.get('PartName') for t in types if t.get('PartName')}
for name in names:
    if not name.endswith('.rels') and name != '[Content_Types].xml':
        assert '/' + name in known, name
print(' | '.join(texts))
)";
    const std::string script = write("judge.py", k_judge);
    return output("python3 " + script + " " + path + " 2>&1");
  }
  std::string folder_;
};

TEST_F(Written, OfficeFilesAreWhole) {
  if (!have("python3")) GTEST_SKIP() << "python3 is not installed";
  const std::pair<const char*, std::string> files[] = {{"a.docx", paper_docx(sample())},
                                                       {"a.pptx", paper_pptx(sample())},
                                                       {"a.xlsx", paper_xlsx(sample())}};
  for (const auto& [name, bytes] : files) {
    SCOPED_TRACE(name);
    const std::string texts = judge(write(name, bytes));
    for (const char* text : {"智慧工厂状态报告 <Status & \"report\">", "状态灯", "0.79",
                             "钢结构晚到 <12> 天。", "长江封航 30"})
      EXPECT_NE(texts.find(text), std::string::npos) << text << " in " << texts;
  }
}

TEST_F(Written, PagesHoldTheWords) {
  if (!have("pdftotext")) GTEST_SKIP() << "pdftotext is not installed";
  const std::string text = words_of(write("a.pdf", paper_pdf(sample())));
  for (const char* word :
       {"智慧工厂状态报告", "0.79", "钢结构晚到<12>天。", "长江封航30", "第1/2页"})
    EXPECT_NE(text.find(word), std::string::npos) << word << " in " << text;
}

TEST_F(Written, TablesRepeatTheirHeaderOnEveryPage) {
  if (!have("pdftotext")) GTEST_SKIP() << "pdftotext is not installed";
  auto writer = make_pdf_writer({.title = "风险台账",
                                 .columns = {{"编号"}, {"费用", CellKind::money}},
                                 .made_at = 1'780'000'000'000});
  constexpr int k_rows = 120;
  for (int i = 1; i <= k_rows; ++i)
    writer->add(std::vector<Cell>{"R-" + std::to_string(i), Amount{123'456'789, "CNY"}});
  const std::string text = words_of(write("t.pdf", writer->finish()));
  const auto count = [&](std::string_view word) {
    int found = 0;
    for (std::size_t at = text.find(word); at != std::string::npos; at = text.find(word, at + 1))
      ++found;
    return found;
  };
  EXPECT_EQ(count("1,234,567.89CNY"), k_rows);
  EXPECT_GT(count("编号"), 1);
  EXPECT_EQ(count("编号"), count("风险台账"));
  EXPECT_NE(text.find("第1/" + std::to_string(count("编号")) + "页"), std::string::npos);
}

TEST(Papers, SameInputSameBytes) {
  EXPECT_EQ(paper_pdf(sample()), paper_pdf(sample()));
  EXPECT_EQ(paper_docx(sample()), paper_docx(sample()));
}

}  // namespace
}  // namespace tc::document
