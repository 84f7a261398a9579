#include "interchange/common/number.h"

#include <gtest/gtest.h>

#include "interchange/common/date.h"
#include "interchange/common/guid.h"
#include "interchange/common/ids.h"

namespace tc::interchange {
namespace {

TEST(Number, ScalesAndRoundsHalvesAwayFromZero) {
  EXPECT_EQ(parse_scaled("66", 600), 39600);
  EXPECT_EQ(parse_scaled("0.178571428571429", 10000), 1786);
  EXPECT_EQ(parse_scaled("-12.5", 600), -7500);
  EXPECT_EQ(parse_scaled("0.5", 1), 1);
  EXPECT_EQ(parse_scaled("-0.5", 1), -1);
  EXPECT_EQ(parse_scaled(".25", 100), 25);
  EXPECT_EQ(parse_scaled("1E-2", 100), 1);
}

TEST(Number, ReadsBothDecimalMarks) {
  EXPECT_EQ(parse_scaled("22,5", 10), 225);
  EXPECT_EQ(parse_scaled("1,000.5", 10), 10005);
  EXPECT_EQ(parse_scaled("1.000,5", 10), 10005);
  EXPECT_EQ(parse_scaled("1.000.000", 1), 1000000);
}

TEST(Number, RefusesWhatIsNone) {
  for (const char* text :
       {"", "-", ".", "abc", "1a", "99999999999999999999", "1e99", "nan", "- 1"}) {
    EXPECT_FALSE(parse_scaled(text, 600)) << text;
  }
}

TEST(Number, FormatsWithoutTrailingZeros) {
  EXPECT_EQ(format_scaled(39600, 600), "66");
  EXPECT_EQ(format_scaled(-7500, 600), "-12.5");
  EXPECT_EQ(format_scaled(1, 600), "0.001667");
  EXPECT_EQ(format_scaled(-1, 10000000), "0");
  EXPECT_EQ(format_scaled(999999, 1000000, 2), "1");
  for (std::int64_t tenths = -3000; tenths <= 3000; ++tenths) {
    EXPECT_EQ(parse_scaled(format_scaled(tenths, 600), 600), tenths);
  }
}

TEST(Date, ReadsTheUsualFormsAndTheRest) {
  EXPECT_EQ(parse_file_date("2024-03-04 08:00"), parse_plan_time("2024-03-04T08:00"));
  EXPECT_EQ(parse_file_date("2024-02-29T23:59:54"), parse_plan_time("2024-02-29T23:59:54"));
  EXPECT_EQ(parse_file_date("2024-03-04T24:00:00"), parse_plan_time("2024-03-05T00:00"));
  for (const char* text : {"2023-02-29 08:00", "2024-13-01 08:00", "2024-03-04 08:60", "2024-3-4",
                           "1969-12-31 08:00", "2150-01-02 08:00", "2008-12-04T17:-0:00", ""}) {
    EXPECT_FALSE(parse_file_date(text)) << text;
  }
}

TEST(Guid, GoesBetweenTheTwoForms) {
  const std::string microsoft = "8CF01511-8948-4244-AD3E-F3D40A321A11";
  const std::string primavera = primavera_guid(microsoft);
  EXPECT_EQ(primavera.size(), 22U);
  EXPECT_EQ(microsoft_guid(primavera), microsoft);
  EXPECT_EQ(microsoft_guid("{8cf01511-8948-4244-ad3e-f3d40a321a11}"), microsoft);
  EXPECT_EQ(microsoft_guid("not a guid"), "");
  EXPECT_EQ(primavera_guid("8CF01511_8948-4244-AD3E-F3D40A321A11"), "");
}

TEST(Ids, KeepsNumbersAndGivesNewOnes) {
  const std::vector<std::string> ids = distinct_numbers({"7", "", "7", "wbs:3", "0", "-1"});
  EXPECT_EQ(ids, (std::vector<std::string>{"7", "8", "9", "10", "0", "11"}));
}

TEST(Ids, NumbersTheOutline) {
  plan::Plan plan;
  plan.activities.resize(4);
  plan.activities[1].parent = 0;
  plan.activities[2].blank = true;
  plan.activities[3].parent = 0;
  const Outline outline = outline_of(plan);
  EXPECT_EQ(outline.numbers, (std::vector<std::string>{"1", "1.1", "", "1.2"}));
  EXPECT_EQ(outline.levels, (std::vector<std::int32_t>{1, 2, 0, 2}));
}

}  // namespace
}  // namespace tc::interchange
