#include "interchange/any/read_any.h"

#include <gtest/gtest.h>

namespace tc::interchange {
namespace {

using namespace std::string_view_literals;

std::string answer(std::string_view bytes) {
  const Result<ReadOutcome> result = read_any(bytes);
  if (result.ok()) return result->plan.format;
  const Refusal& refusal = result.refusals().front();
  return refusal.code + (refusal.arguments.empty() ? "" : " " + refusal.arguments.front().value);
}

TEST(ReadAny, GoesByContent) {
  EXPECT_EQ(answer("ERMHDR\t8.4\n%T\tTASK\n%F\ttask_id\n%R\t1\n%E\n"), "xer");
  EXPECT_EQ(answer("<Project><Tasks><Task><UID>1</UID></Task></Tasks></Project>"), "mspdi");
}

TEST(ReadAny, NamesWhatItCannotRead) {
  EXPECT_EQ(answer("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 MSProject.MPP14"),
            "import.not_supported MS Project (.mpp)");
  EXPECT_EQ(answer("<APIBusinessObjects/>"), "import.not_supported Primavera XML");
  EXPECT_EQ(answer("MPX,Microsoft Project,4.0,ANSI\n"), "import.not_supported MPX");
  EXPECT_EQ(answer("PK\x03\x04 xl/workbook.xml"), "import.not_a_plan_file Excel (.xlsx)");
  EXPECT_EQ(answer("<html/>"), "import.not_a_plan_file XML");
  EXPECT_EQ(answer(""), "import.not_a_plan_file ?");
}

}  // namespace
}  // namespace tc::interchange
