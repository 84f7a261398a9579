#include "engine/schedule/stress_plans.h"

#include "engine/schedule/incremental.h"
#include "engine/schedule/test_plan.h"

namespace tc::engine::schedule::testing {
namespace {

TEST(Stress, ALongChainNeedsNoDepth) {
  const Schedule schedule = compute_schedule(chain_plan(200'000)).value();
  // Half a day of rest costs nothing: 200,000 hours are 25,000 days, 5,000 weeks.
  EXPECT_TIME(schedule.activities.front().finish, "2026-01-05T09:00");
  EXPECT_TIME(schedule.projects[0].finish, "2121-10-31T17:00");
  EXPECT_TRUE(schedule.activities[100'000].critical);
}

TEST(Stress, AStarIsDrivenByItsLongestRays) {
  const Schedule schedule = compute_schedule(star_plan(200'000)).value();
  EXPECT_TIME(schedule.activities.back().start, "2026-01-12T08:00");
  EXPECT_EQ(schedule.driving(200'000).size(), 40'000U);
  EXPECT_EQ(schedule.activities[0].total_float.minutes(), 4 * 480);
}

TEST(Stress, ALinkBetweenSummariesIsNeverExpanded) {
  const plan::Plan plan = summary_link_plan(1000, false);
  const Network network = build_network(plan).value();
  EXPECT_LE(network.in.size(), 2001U);
  const Schedule schedule = compute_schedule(plan).value();
  for (plan::Index row = 1002; row < 2002; ++row) {
    ASSERT_EQ(text(schedule.activities[static_cast<std::size_t>(row)].start), "2026-01-12T08:00");
  }
}

TEST(Stress, ACycleThroughSummariesIsNamed) {
  const auto refused = compute_schedule(summary_link_plan(1000, true));
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.refusals()[0].code, "plan.cycle");
  const std::string& uids = refused.refusals()[0].arguments[0].value;
  for (const char* uid : {"1", "2", "1002", "2002"}) {
    EXPECT_NE((", " + uids + ",").find(", " + std::string(uid) + ","), std::string::npos) << uids;
  }
}

TEST(Stress, ADeepBreakdownRollsUpToItsTop) {
  const Schedule schedule = compute_schedule(deep_plan(500)).value();
  EXPECT_EQ(schedule.activities[0].start, schedule.activities[1].start);
  EXPECT_EQ(schedule.activities[0].finish, schedule.activities[999].finish);
  EXPECT_TIME(schedule.activities[0].finish, "2027-12-03T17:00");
}

Change random_change(const plan::Plan& plan, std::mt19937& random) {
  const auto below = [&](std::size_t limit) { return static_cast<int>(random() % limit); };
  Change change;
  const plan::Index row = below(plan.activities.size());
  ActivityInputs inputs = inputs_of(plan.activities[static_cast<std::size_t>(row)]);
  const PlanTime day = at("2026-01-05T08:00") + below(400) * k_tenths_per_day;
  switch (below(200)) {
    case 0:
      change.removed_links.push_back(below(plan.links.size()));
      return change;
    case 1: {
      plan::Link link;
      link.from = below(plan.activities.size() - 200);
      link.to = link.from + 150 + below(50);
      link.kind = static_cast<plan::LinkKind>(below(4));
      change.added_links.push_back(std::move(link));
      return change;
    }
    default:
      break;
  }
  switch (below(8)) {
    case 0:
      inputs.constraint = {plan::ConstraintKind::start_no_earlier_than, day};
      break;
    case 1:
      inputs.deadline = day;
      break;
    case 2:
      inputs.constraint = {};
      inputs.deadline = k_no_time;
      break;
    default:
      inputs.duration = Minutes::from_minutes(480 * (1 + below(5)));
  }
  change.activities.emplace_back(row, inputs);
  return change;
}

/// What a plan's inputs come to: equal texts, equal plans.
bool same_inputs(const plan::Plan& a, const plan::Plan& b) {
  if (a.activities.size() != b.activities.size() || a.links.size() != b.links.size()) return false;
  for (std::size_t row = 0; row < a.activities.size(); ++row) {
    const plan::Activity &one = a.activities[row], &other = b.activities[row];
    if (one.duration != other.duration || one.deadline != other.deadline) return false;
    if (one.constraint != other.constraint) return false;
  }
  for (std::size_t row = 0; row < a.links.size(); ++row) {
    const plan::Link &one = a.links[row], &other = b.links[row];
    if (one.from != other.from || one.to != other.to || one.kind != other.kind) return false;
  }
  return true;
}

TEST(Stress, TenThousandEditsAreBitIdenticalAndCanAllBeTakenBack) {
  plan::Plan plan = layered_plan(10'000, 100, 5);
  const plan::Plan start = plan;
  const Schedule before = compute_schedule(plan).value();
  IncrementalSchedule incremental = IncrementalSchedule::open(plan).value();
  std::mt19937 random(11);
  std::size_t applied = 0;
  for (int edit = 1; edit <= 10'000; ++edit) {
    applied += incremental.apply(random_change(plan, random)).ok();
    if (edit % 100 != 0) continue;
    const Schedule fresh = compute_schedule(plan).value();
    ASSERT_EQ(incremental.schedule().activities, fresh.activities) << "after edit " << edit;
    ASSERT_EQ(incremental.schedule().projects, fresh.projects) << "after edit " << edit;
  }
  EXPECT_GT(applied, 9'900U);
  ASSERT_EQ(incremental.undo_depth(), applied) << "the journal forgot the first edits";
  while (incremental.undo()) {
  }
  EXPECT_TRUE(same_inputs(plan, start));
  EXPECT_EQ(incremental.schedule().activities, before.activities);
  EXPECT_EQ(incremental.schedule().driving_links, before.driving_links);
}

}  // namespace
}  // namespace tc::engine::schedule::testing
