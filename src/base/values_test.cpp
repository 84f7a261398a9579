#include <gtest/gtest.h>

#include "base/as_read.h"
#include "base/civil.h"
#include "base/digest.h"
#include "base/id.h"
#include "base/text.h"
#include "base/time_limit.h"

namespace tc {
namespace {

TEST(Civil, DaysAndTextsAgreeOverTwoCenturies) {
  for (Day day = -400; day <= k_day_max; ++day) {
    ASSERT_EQ(day_from_civil(civil_from_day(day)), day);
    if (day >= 0) {
      ASSERT_EQ(parse_day(format_day(day)), day);
    }
  }
  EXPECT_EQ(weekday(0), 4);  // 1970-01-01 was a Thursday.
  EXPECT_EQ(weekday(-1), 3);
  EXPECT_EQ(weekday(-4), 0);
  EXPECT_EQ(weekday(-5), 6);
}

TEST(Civil, PlanTimeKeepsTenthsAndRefusesImpossibleDates) {
  EXPECT_EQ(format_plan_time(*parse_plan_time("2026-02-28T17:00:00")), "2026-02-28T17:00");
  EXPECT_EQ(format_plan_time(*parse_plan_time("2026-02-28 08:00:06")), "2026-02-28T08:00:06");
  EXPECT_EQ(format_plan_time(*parse_plan_time("2026-02-28T24:00")), "2026-03-01T00:00");
  for (const char* bad :
       {"2026-02-30", "2200-01-01", "1969-12-31", "2026-1-1", "2026-01-01T25:00"}) {
    EXPECT_FALSE(parse_plan_time(bad)) << bad;
  }
}

TEST(Id, TextIsThirteenCharactersAndOrdered) {
  IdSource source(3, 0);
  Id last = 0;
  for (int i = 0; i < 10000; ++i) {
    const Id id =
        source.next(i < 5000 ? 1'790'000'000'000 : 1'780'000'000'000);  // The clock steps back.
    ASSERT_GT(id, last);
    ASSERT_EQ(id_text(id).size(), 13U);
    ASSERT_EQ(parse_id(id_text(id)), id);
    last = id;
  }
  EXPECT_FALSE(parse_id("ZZZZZZZZZZZZZ"));
  EXPECT_FALSE(parse_id("000000000000I"));
}

TEST(TimeLimit, RunsFromItsMakingOnByTheClockItIsGiven) {
  std::int64_t now_us = 5'000'000;
  const TimeLimit limit([&] { return now_us; }, 2'000'000);
  EXPECT_EQ(limit.passed_us(), 0);
  now_us += 1'500'000;
  EXPECT_EQ(limit.passed_us(), 1'500'000);
  EXPECT_DOUBLE_EQ(limit.passed_ms(), 1'500);
  EXPECT_DOUBLE_EQ(limit.seconds_left(), 0.5);
  now_us += 1'500'000;
  EXPECT_GE(limit.passed_us(), limit.length_us());
  EXPECT_DOUBLE_EQ(limit.seconds_left(), -1);
}

TEST(Digest, Sha256KnownAnswer) {
  EXPECT_EQ(sha256_hex("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST(Text, BigramsOfHanAndWordsOfLatin) {
  EXPECT_EQ(to_bigrams("智慧工厂 Phase2"), "智慧 慧工 工厂 phase2");
  EXPECT_EQ(to_bigrams("工"), "工");
  EXPECT_EQ(to_bigrams("風險"), "风险");
  EXPECT_EQ(to_pinyin_initials("智慧工厂A1"), "zhgca1");
  EXPECT_FALSE(is_utf8("\xc3\x28"));
  EXPECT_EQ(fill_pattern("{a} of {b}", {{"a", "1"}}), "1 of {b}");
  EXPECT_EQ(fill_pattern("{a} {a:action is|actions are} late", {{"a", "1"}}), "1 action is late");
  EXPECT_EQ(fill_pattern("{a} {a:action is|actions are} late", {{"a", "0"}}), "0 actions are late");
}

TEST(Values, FiguresAreReadInGroups) {
  EXPECT_EQ(grouped("-1234567.5"), "-1,234,567.5");
  EXPECT_EQ(grouped("999"), "999");
  EXPECT_EQ(as_read("0.005378132826763249"), "0.005");
  EXPECT_EQ(as_read("480000.00 CNY"), "480,000.00 CNY");
  EXPECT_EQ(as_read("2027-05-27"), "2027-05-27");
  EXPECT_EQ(as_read("12345 号楼"), "12345 号楼");
  EXPECT_EQ(as_read("1.10.25"), "1.10.25");
  EXPECT_EQ(as_read(""), "");
}

}  // namespace
}  // namespace tc
