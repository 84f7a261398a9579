#include <gtest/gtest.h>

#include "engine/schedule/test_plan.h"
#include "interchange/mspdi/read.h"
#include "interchange/mspdi/write.h"
#include "project/plan_edit.h"

/// What was assigned here, MS Project's XML carries there and back.
namespace tc::functions::time {
namespace {

using engine::schedule::testing::TestPlan;

TEST(StaffExport, AssignmentsGoThereAndBack) {
  TestPlan test(plan::Profile::msp);
  test.add_days(10);
  test.add_days(5);
  test[0].id = 1, test[1].id = 2;
  const std::string ann =
      R"(,"resource":"901","new_resource":{"name":"Ann","person":"0000000000021","rate":120}}})";
  const std::string text = R"([{"assign":{"activity":"0000000000001","units":50)" + ann +
                           R"(,{"assign":{"activity":"0000000000002","work":1200)" + ann + "]";
  Id next = 1000;
  ASSERT_TRUE(
      project::apply_edits(test.plan, parse_json(text).value(), [&] { return next++; }).ok());
  test[0].levelling_delay = Minutes::from_minutes(1440);
  const auto written = interchange::mspdi::write(test.plan);
  const auto back = interchange::mspdi::read(written.bytes);
  ASSERT_TRUE(back.ok());
  const plan::Plan& plan = back->plan;
  ASSERT_EQ(plan.resources.size(), 1U);
  EXPECT_EQ(plan.resources[0].name, "Ann");
  EXPECT_EQ(plan.resources[0].rate_millionths, 120'000'000);
  ASSERT_EQ(plan.assignments.size(), 2U);
  // 10 d · 8 h · 50 % = 40 h; 20 h at 100 % are 2.5 days of the five.
  EXPECT_EQ(plan.assignments[0].units, 5000);
  EXPECT_EQ(plan.assignments[0].work, Minutes::from_minutes(2400));
  EXPECT_EQ(plan.assignments[0].remaining_work, Minutes::from_minutes(2400));
  EXPECT_EQ(plan.assignments[0].cost_minor, 40 * 120'00);
  EXPECT_EQ(plan.assignments[1].work, Minutes::from_minutes(1200));
  EXPECT_EQ(plan.activities[1].duration, Minutes::from_minutes(1200));
  EXPECT_EQ(plan.activities[1].work, Minutes::from_minutes(1200));
  EXPECT_EQ(plan.activities[0].levelling_delay, Minutes::from_minutes(1440));
  const std::string again = interchange::mspdi::write(plan).bytes;
  EXPECT_EQ(again, interchange::mspdi::write(interchange::mspdi::read(again)->plan).bytes);
}

}  // namespace
}  // namespace tc::functions::time
