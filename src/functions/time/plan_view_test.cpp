#include "functions/time/plan_view.h"

#include <gtest/gtest.h>

#include "engine/schedule/test_plan.h"
#include "project/plan_book.h"

namespace tc::functions::time {
namespace {

using engine::schedule::testing::at;
using engine::schedule::testing::TestPlan;

Json activities_of(const plan::Plan& plan) {
  const kernel::Registry registry({});
  const auto loaded = project::compute(plan, 1, 2, 3);
  const Json shown = parse_json(columnar_text(**loaded, registry, {})).value();
  return *shown.find("activities");
}

/// A column of pieces only where something is interrupted; they move with their activity.
TEST(PlanView, TellsThePieces) {
  TestPlan plan(plan::Profile::msp);
  plan.add_days(2);
  plan.add_days(2);
  EXPECT_EQ(activities_of(plan.plan).find("pieces"), nullptr);
  plan[1].segments = {{at("2026-01-05T08:00"), at("2026-01-05T17:00")},
                      {at("2026-01-07T08:00"), at("2026-01-07T17:00")}};
  const Json shown = activities_of(plan.plan);
  const Json* pieces = shown.find("pieces");
  ASSERT_NE(pieces, nullptr);
  EXPECT_TRUE(pieces->items()[0].is_null());
  EXPECT_EQ(to_text(pieces->items()[1]),
            R"([["2026-01-05T08:00","2026-01-05T17:00"],["2026-01-07T08:00","2026-01-07T17:00"]])");
  EXPECT_EQ(shown.find("finish")->items()[1].string(), "2026-01-07T17:00");
  plan[1].constraint = {plan::ConstraintKind::start_no_earlier_than, at("2026-01-06T08:00")};
  EXPECT_EQ(to_text(activities_of(plan.plan).find("pieces")->items()[1]),
            R"([["2026-01-06T08:00","2026-01-06T17:00"],["2026-01-08T08:00","2026-01-08T17:00"]])");
}

}  // namespace
}  // namespace tc::functions::time
