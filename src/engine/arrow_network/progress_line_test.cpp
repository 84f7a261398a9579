#include "engine/arrow_network/progress_line.h"

#include <gtest/gtest.h>

namespace tc::engine::arrow_network {
namespace {

constexpr PlanTime day(int number) { return number * k_tenths_per_day; }
Minutes days(int number) { return Minutes::from_tenths(day(number)); }

ProgressPoint at_day_ten(PlannedWork work) {
  return progress_point(work, day(10), plan::WorkingTime::around_the_clock());
}

// The example by hand: works of days 0…20 and so on, checked at the end of day 10.
TEST(ProgressLine, LiesLeftOfTheCheckDateWhereAWorkIsLate) {
  // 25 % of 20 days: day 5, five days late; free float 2, total float 4.
  EXPECT_EQ(at_day_ten({0, day(20), 2'500, days(4), days(2)}),
            (ProgressPoint{day(5), days(5), days(3), days(1)}));
  // The floats hold all of it.
  EXPECT_EQ(at_day_ten({0, day(20), 2'500, days(9), days(5)}),
            (ProgressPoint{day(5), days(5), {}, {}}));
  // Due since day 6, not begun. Critical: all of it reaches the finish.
  EXPECT_EQ(at_day_ten({day(6), day(16), 0, {}, {}}),
            (ProgressPoint{day(6), days(4), days(4), days(4)}));
  // Negative float adds.
  EXPECT_EQ(at_day_ten({0, day(20), 2'500, days(-2), {}}).hits_finish, days(7));
}

TEST(ProgressLine, LiesOnTheCheckDateOrRightOfIt) {
  const ProgressPoint on{day(10), {}, {}, {}};
  EXPECT_EQ(at_day_ten({0, day(20), 5'000, {}, {}}), on);
  EXPECT_EQ(at_day_ten({0, day(8), 10'000, {}, {}}), on);
  EXPECT_EQ(at_day_ten({day(12), day(20), 0, {}, {}}), on);
  // 80 % of 20 days: day 16, six ahead; finished before its time: at its planned finish.
  EXPECT_EQ(at_day_ten({0, day(20), 8'000, {}, {}}), (ProgressPoint{day(16), days(-6), {}, {}}));
  EXPECT_EQ(at_day_ten({0, day(13), 10'000, {}, {}}).at, day(13));
}

TEST(ProgressLine, StandsWhatIsNoPlan) {
  EXPECT_EQ(at_day_ten({}).at, k_no_time);
  EXPECT_EQ(at_day_ten({day(4), day(4), 5'000, {}, {}}).lateness, days(6));
  EXPECT_EQ(at_day_ten({0, day(20), -7, {}, {}}).at, 0);
  EXPECT_EQ(at_day_ten({0, day(20), 1'000'000, {}, {}}).at, day(20));
}

}  // namespace
}  // namespace tc::engine::arrow_network
