#include "engine/schedule/why.h"

#include "engine/schedule/random_plan.h"

namespace tc::engine::schedule::testing {
namespace {

using plan::Profile;

std::vector<Reason> ask(const TestPlan& plan, plan::Index activity, Field field) {
  const Network network = build_network(plan.plan).value();
  State state;
  compute_all(network, state);
  return why(network, state, activity, field);
}

std::vector<Cause> causes(const std::vector<Reason>& reasons) {
  std::vector<Cause> result;
  for (const Reason& reason : reasons) result.push_back(reason.cause);
  return result;
}

TEST(Why, StartGoesBackAlongDrivingLinksToTheProjectStart) {
  TestPlan plan(Profile::msp);
  plan.add_days(5);
  plan.add_days(2);
  plan.add_days(1);
  plan.link(0, 1, plan::LinkKind::fs, k_day);
  plan.link(1, 2);
  const std::vector<Reason> reasons = ask(plan, 2, Field::start);
  EXPECT_EQ(causes(reasons), (std::vector<Cause>{Cause::calendar_gap, Cause::link, Cause::duration,
                                                 Cause::calendar_gap, Cause::link, Cause::duration,
                                                 Cause::project_start}));
  EXPECT_EQ(reasons[1].link, 1);
  EXPECT_EQ(reasons[4].length.tenths(), k_day);
  EXPECT_TIME(reasons[4].from, "2026-01-09T17:00");
  EXPECT_TIME(reasons[4].to, "2026-01-12T17:00");
  EXPECT_EQ(reasons[5].length.tenths(), 5 * k_day);
  EXPECT_TIME(reasons[6].to, "2026-01-05T08:00");
}

TEST(Why, ConstraintActualManualAndStatusDateEndTheChain) {
  TestPlan plan(Profile::msp);
  for (int i = 0; i < 3; ++i) plan.add_days(1);
  plan.constrain(0, plan::ConstraintKind::start_no_earlier_than, "2026-01-10T08:00");
  plan[1].actual_start = at("2026-01-06T08:00");
  plan[2].manual = true;
  plan[2].manual_start = at("2026-01-07T08:00");
  EXPECT_EQ(causes(ask(plan, 0, Field::start)),
            (std::vector<Cause>{Cause::calendar_gap, Cause::constraint}));
  EXPECT_EQ(causes(ask(plan, 1, Field::start)), (std::vector<Cause>{Cause::actual}));
  EXPECT_EQ(causes(ask(plan, 2, Field::start)), (std::vector<Cause>{Cause::manual}));
  TestPlan p6(Profile::p6);
  p6.add_days(1);
  EXPECT_EQ(causes(ask(p6, 0, Field::finish)),
            (std::vector<Cause>{Cause::duration, Cause::status_date}));
}

TEST(Why, LateDatesGoForwardToTheProjectFinish) {
  TestPlan plan(Profile::msp);
  plan.add_days(5);
  plan.add_days(2);
  plan.add_days(10);
  plan.link(0, 1);
  const std::vector<Reason> reasons = ask(plan, 0, Field::total_float);
  EXPECT_EQ(causes(reasons), (std::vector<Cause>{Cause::float_between, Cause::link, Cause::duration,
                                                 Cause::project_finish}));
  EXPECT_EQ(reasons[0].length.tenths(), 3 * k_day);
  plan[1].deadline = at("2026-01-09T17:00");
  EXPECT_EQ(ask(plan, 0, Field::late_finish).back().cause, Cause::deadline);
}

TEST(Why, EveryChainEndsInACauseThatIsNoOtherActivity) {
  for (const Profile profile : {Profile::msp, Profile::p6}) {
    for (unsigned seed = 1; seed <= 10; ++seed) {
      const TestPlan plan = random_plan(profile, seed);
      const Network network = build_network(plan.plan).value();
      State state;
      compute_all(network, state);
      for (plan::Index row = 0; row < 60; ++row) {
        for (const Field field : {Field::start, Field::finish, Field::late_start}) {
          const std::vector<Reason> reasons = why(network, state, row, field);
          ASSERT_FALSE(reasons.empty());
          ASSERT_NE(reasons.back().cause, Cause::link);
        }
      }
    }
  }
}

}  // namespace
}  // namespace tc::engine::schedule::testing
