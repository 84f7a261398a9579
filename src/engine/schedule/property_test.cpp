#include <numeric>

#include "engine/schedule/network.h"
#include "engine/schedule/passes.h"
#include "engine/schedule/random_plan.h"

namespace tc::engine::schedule::testing {
namespace {

using plan::Profile;

constexpr unsigned k_seeds = 25;

template <class Check>
void for_random_plans(const RandomShape& shape, Check check) {
  for (const Profile profile : {Profile::msp, Profile::p6, Profile::cn_jgj121}) {
    for (unsigned seed = 1; seed <= k_seeds; ++seed) {
      SCOPED_TRACE(::testing::Message()
                   << "profile " << static_cast<int>(profile) << " seed " << seed);
      check(random_plan(profile, seed, shape));
      if (::testing::Test::HasFatalFailure()) return;
    }
  }
}

TEST(Properties, PlainNetworksGiveTheSameByTheGeneralRules) {
  for_random_plans({200, true}, [](TestPlan plan) {
    for (plan::Activity& activity : plan.plan.activities) {
      const bool longer = plan.plan.profile == Profile::p6 && activity.duration.tenths() == 0;
      if (longer) activity.duration = Minutes::from_tenths(1200);
    }
    const Network network = build_network(plan.plan).value();
    ASSERT_TRUE(network.plain);
    State fast;
    compute_all(network, fast);
    State slow = fast;
    slow.early.assign(slow.early.size(), {});
    slow.late.assign(slow.late.size(), {});
    compute_general(network, slow);
    ASSERT_EQ(fast.early, slow.early);
    ASSERT_EQ(fast.late, slow.late);
    ASSERT_EQ(fast.total_float, slow.total_float);
    ASSERT_EQ(fast.free_float, slow.free_float);
    ASSERT_EQ(fast.driving, slow.driving);
    ASSERT_EQ(fast.project_finish, slow.project_finish);
  });
}

void expect_same(const State& one, const State& other) {
  ASSERT_EQ(one.early, other.early);
  ASSERT_EQ(one.late, other.late);
  ASSERT_EQ(one.total_float, other.total_float);
  ASSERT_EQ(one.free_float, other.free_float);
  ASSERT_EQ(one.driving, other.driving);
}

TEST(Properties, DirectLinksGiveTheSameByTheRulesForAllLinks) {
  std::size_t direct = 0;
  for_random_plans({.activities = 200}, [&direct](const TestPlan& plan) {
    Network network = build_network(plan.plan).value();
    State fast;
    compute_all(network, fast);
    for (Node& node : network.nodes) {
      direct += node.direct_in && node.direct_out && node.special < 0 ? 1U : 0U;
      node.direct_in = node.direct_out = false;
    }
    State slow;
    compute_all(network, slow);
    expect_same(fast, slow);
  });
  EXPECT_GT(direct, 100U);
}

TEST(Properties, LinksThatReachFarGiveTheSame) {
  constexpr std::int32_t k_activities = 40'000;
  TestPlan plan(Profile::msp);
  for (std::int32_t row = 0; row < k_activities; ++row) {
    plan.add(row % 7 == 0 ? 0 : 60 * (1 + row % 11));
    if (row == 0) continue;
    plan.link(row * 5 % row, row, plan::LinkKind::fs);
    plan.link(static_cast<plan::Index>(std::int64_t{row} * 7919 % row), row, plan::LinkKind::fs);
  }
  const Network network = build_network(plan.plan).value();
  ASSERT_TRUE(network.plain && network.grid.far);
  State fast;
  compute_all(network, fast);
  State slow = fast;
  compute_general(network, slow);
  expect_same(fast, slow);
}

TEST(Properties, ComputingTwiceGivesTheSame) {
  for_random_plans({.work = true}, [](const TestPlan& plan) {
    const Network network = build_network(plan.plan).value();
    State first;
    compute_all(network, first);
    State again = first;
    compute_all(network, again);
    ASSERT_EQ(first.early, again.early);
    ASSERT_EQ(first.late, again.late);
    ASSERT_EQ(first.free_float, again.free_float);
  });
}

TEST(Properties, AllDatesMovedByWeeksMoveTheResult) {
  for_random_plans({.work = true}, [](TestPlan plan) {
    const Schedule before = plan.schedule();
    constexpr PlanTime k_shift = 52 * 7 * k_tenths_per_day;
    const auto move = [](PlanTime& time) {
      if (time != k_no_time) time += k_shift;
    };
    for (plan::Project& project : plan.plan.projects) {
      move(project.start);
      move(project.status_date);
    }
    for (plan::Activity& activity : plan.plan.activities) {
      move(activity.constraint.date);
      move(activity.deadline);
      move(activity.actual_start);
      move(activity.actual_finish);
    }
    const Schedule after = plan.schedule();
    for (std::size_t row = 0; row < before.activities.size(); ++row) {
      ASSERT_EQ(before.activities[row].start + k_shift, after.activities[row].start);
      ASSERT_EQ(before.activities[row].late_finish + k_shift, after.activities[row].late_finish);
      ASSERT_EQ(before.activities[row].total_float, after.activities[row].total_float);
      ASSERT_EQ(before.activities[row].free_float, after.activities[row].free_float);
    }
  });
}

TEST(Properties, OrderOfTheInputDoesNotMatter) {
  for_random_plans({.work = true}, [](const TestPlan& plan) {
    const Schedule before = plan.schedule();
    const std::size_t count = plan.plan.activities.size();
    std::vector<plan::Index> place(count);  // Where each activity goes.
    std::iota(place.begin(), place.end(), 0);
    std::mt19937 random(99);
    std::shuffle(place.begin(), place.end(), random);
    plan::Plan shuffled = plan.plan;
    for (std::size_t row = 0; row < count; ++row) {
      shuffled.activities[static_cast<std::size_t>(place[row])] = plan.plan.activities[row];
    }
    for (plan::Link& link : shuffled.links) {
      link.from = place[static_cast<std::size_t>(link.from)];
      link.to = place[static_cast<std::size_t>(link.to)];
    }
    for (plan::Assignment& assignment : shuffled.assignments) {
      assignment.activity = place[static_cast<std::size_t>(assignment.activity)];
    }
    std::shuffle(shuffled.links.begin(), shuffled.links.end(), random);
    const Schedule after = compute_schedule(shuffled).value();
    for (std::size_t row = 0; row < count; ++row) {
      ASSERT_EQ(before.activities[row], after.activities[static_cast<std::size_t>(place[row])]);
    }
  });
}

TEST(Properties, ARedundantLinkChangesNothing) {
  for_random_plans({.work = true}, [](TestPlan plan) {
    const Schedule before = plan.schedule();
    const std::size_t links = plan.plan.links.size();
    for (std::size_t row = 0; row < links; row += 3) {
      plan.plan.links.push_back(plan::Link(plan.plan.links[row]));
    }
    const Schedule after = plan.schedule();
    ASSERT_EQ(before.activities, after.activities);
  });
}

TEST(Properties, LogicHoldsWhereNothingOverridesIt) {
  for_random_plans({120, true}, [](const TestPlan& plan) {
    const Schedule result = plan.schedule();
    for (const plan::Link& link : plan.plan.links) {
      const ActivityDates& from = result.activities[static_cast<std::size_t>(link.from)];
      const ActivityDates& to = result.activities[static_cast<std::size_t>(link.to)];
      if (link.lag != 0) continue;
      switch (link.kind) {
        case plan::LinkKind::fs:
          ASSERT_GE(to.early_start, from.early_finish);
          break;
        case plan::LinkKind::ss:
          ASSERT_GE(to.early_start, from.early_start);
          break;
        default:
          break;
      }
    }
    for (const ActivityDates& dates : result.activities) {
      ASSERT_GE(dates.total_float.tenths(), 0);
    }
  });
}

}  // namespace
}  // namespace tc::engine::schedule::testing
