#include "engine/level/level_plan.h"

#include <gtest/gtest.h>

#include "engine/level/plan_model.h"
#include "engine/level/staffed_plan.h"

namespace tc::engine::level {
namespace {

using schedule::testing::k_day;
using schedule::testing::TestPlan;
using testing::add_resource;
using testing::assign;
using testing::levelled;
using testing::random_staffed_plan;

/// Two activities of two days for one person.
TestPlan two_for_one() {
  TestPlan plan(plan::Profile::msp);
  const plan::Index person = add_resource(plan);
  for (int at = 0; at < 2; ++at) assign(plan, plan.add_days(2), person);
  return plan;
}

TEST(LevelPlan, PutsOffWhatDoesNotFit) {
  TestPlan plan = two_for_one();
  const Levelling levelling = levelled(plan);
  EXPECT_EQ(levelling.overloads_before.size(), 2U);  // Two days.
  EXPECT_EQ(levelling.overloads_before[0].units, 20000);
  EXPECT_TRUE(levelling.overloads_after.empty());
  ASSERT_EQ(levelling.moves.size(), 1U);
  EXPECT_TIME(levelling.moves[0].start_before, "2026-01-05T08:00");
  EXPECT_TIME(levelling.moves[0].start_after, "2026-01-07T08:00");
  EXPECT_TIME(levelling.after.projects[0].finish, "2026-01-08T17:00");
  EXPECT_EQ(levelling.makespan_tenths, 4 * k_day);
  EXPECT_EQ(levelling.lower_bound_tenths, 4 * k_day);
  EXPECT_EQ(levelling.bound, Bound::resource_energy);
  EXPECT_EQ(levelling.critical_path_tenths, 2 * k_day);
}

TEST(LevelPlan, TheDelayIsKeptApartAndCanBeCleared) {
  TestPlan plan = two_for_one();
  const Levelling levelling = levelled(plan);
  apply_levelling(levelling, plan.plan);
  EXPECT_EQ(plan.schedule().activities, levelling.after.activities);
  const Levelling again = levelled(plan);  // Replaces the delays by the same.
  EXPECT_TRUE(again.moves.empty());
  EXPECT_TRUE(again.overloads_before.empty());
  clear_levelling(plan.plan);
  EXPECT_TIME(plan.schedule().projects[0].finish, "2026-01-06T17:00");
}

TEST(LevelPlan, HigherPriorityStays) {
  TestPlan plan = two_for_one();
  plan[1].priority = 600;
  EXPECT_EQ(levelled(plan).moves[0].activity, 0);
  plan[0].priority = 700;
  EXPECT_EQ(levelled(plan).moves[0].activity, 1);
  plan[1].priority = 1000;
  EXPECT_EQ(levelled(plan).moves[0].activity, 0);
  plan[0].priority = 1000;  // Neither may move.
  const Levelling levelling = levelled(plan);
  EXPECT_TRUE(levelling.moves.empty());
  EXPECT_EQ(levelling.overloads_after.size(), 2U);
  EXPECT_EQ(levelling.lower_bound_tenths, levelling.critical_path_tenths);
}

TEST(LevelPlan, WithinFloatNoFinishMoves) {
  TestPlan plan = two_for_one();
  const Levelling kept = levelled(plan, {.within_float = true});
  EXPECT_TRUE(kept.moves.empty());
  EXPECT_EQ(kept.overloads_after.size(), 2U);
  plan.add_days(4);  // Gives the two a float of two days.
  const Levelling moved = levelled(plan, {.within_float = true});
  EXPECT_EQ(moved.moves.size(), 1U);
  EXPECT_TRUE(moved.overloads_after.empty());
  EXPECT_EQ(moved.after.projects[0].finish, moved.before.projects[0].finish);
}

TEST(LevelPlan, PartOfAResourceIsEnough) {
  TestPlan plan(plan::Profile::msp);
  const plan::Index crew = add_resource(plan, 30000);
  for (int at = 0; at < 3; ++at) assign(plan, plan.add_days(1), crew);
  EXPECT_TRUE(levelled(plan).moves.empty());
  assign(plan, plan.add_days(1), crew, 5000);
  EXPECT_EQ(levelled(plan).moves.size(), 1U);
}

TEST(LevelPlan, MoreThanThereIsIsHadAlone) {
  TestPlan plan = two_for_one();
  plan.plan.assignments[0].units = 25000;
  const Levelling levelling = levelled(plan);
  EXPECT_EQ(levelling.moves.size(), 1U);
  EXPECT_EQ(levelling.overloads_after.size(), 2U);  // Its own two days.
}

TEST(LevelPlan, ProjectsShareTheResources) {
  TestPlan plan = two_for_one();
  plan.plan.projects.push_back(plan.plan.projects[0]);
  plan.plan.projects[0].uid = "1";
  plan.plan.projects[1].uid = "2";
  plan[0].project = 1;
  const Levelling levelling = levelled(plan);
  EXPECT_EQ(levelling.moves.size(), 1U);
  const Levelling only = levelled(plan, {.projects = {1}});
  ASSERT_EQ(only.moves.size(), 1U);
  EXPECT_EQ(only.moves[0].activity, 0);
  // Both want Monday and Tuesday; the second project's goes on Wednesday and Thursday.
  EXPECT_TIME(only.moves[0].start_after, "2026-01-07T08:00");
  EXPECT_TIME(only.after.projects[0].finish, "2026-01-06T17:00");
  EXPECT_TIME(only.before.projects[1].finish, "2026-01-06T17:00");
  EXPECT_TIME(only.after.projects[1].finish, "2026-01-08T17:00");
}

TEST(LevelPlan, ConstraintsStay) {
  TestPlan plan = two_for_one();
  plan.constrain(0, plan::ConstraintKind::must_start_on, "2026-01-05T08:00");
  EXPECT_EQ(levelled(plan).moves[0].activity, 1);
  plan.link(plan.add_days(1), 1);
  plan.constrain(1, plan::ConstraintKind::start_no_earlier_than, "2026-01-06T08:00");
  const Levelling levelling = levelled(plan);
  EXPECT_TIME(levelling.after.activities[1].start, "2026-01-07T08:00");
  EXPECT_TRUE(levelling.overloads_after.empty());
}

TEST(LevelPlan, RefusesFromFinish) {
  TestPlan plan = two_for_one();
  plan.project().schedule_from_finish = true;
  plan.project().finish = schedule::testing::at("2026-02-02T17:00");
  NoProgress progress;
  const Result<Levelling> result = level_plan(plan.plan, {}, progress);
  ASSERT_FALSE(result.ok());
  EXPECT_EQ(result.refusals()[0].code, "level.from_finish");
  plan.plan.assignments[0].resource = 7;
  plan.project().schedule_from_finish = false;
  EXPECT_EQ(level_plan(plan.plan, {}, progress).refusals()[0].code, "plan.reference_missing");
}

TEST(LevelPlan, AnEmptyPlanHasNothingToLevel) {
  TestPlan plan(plan::Profile::msp);
  const Levelling levelling = levelled(plan);
  EXPECT_TRUE(levelling.moves.empty());
  EXPECT_EQ(levelling.makespan_tenths, 0);
}

/// Random networks of every kind: the proposal, applied, is exactly what the schedule engine
/// computes, nothing starts earlier than logic allows, and plans without pins are free of
/// overloads.
TEST(LevelPlan, ProposalsHold) {
  int moved = 0;
  std::size_t before = 0;
  std::size_t after = 0;
  for (unsigned seed = 1; seed <= 120; ++seed) {
    const auto profile = seed % 2 == 0 ? plan::Profile::msp : plan::Profile::p6;
    const bool plain = seed % 3 == 0;
    const TestPlan plan = random_staffed_plan(profile, seed, plain);
    const Levelling levelling =
        levelled(plan, {.passes_max = seed % 4 == 0 ? 60 : 6, .seed = seed});
    moved += static_cast<int>(levelling.moves.size());
    TestPlan applied = plan;
    apply_levelling(levelling, applied.plan);
    EXPECT_EQ(applied.schedule().activities, levelling.after.activities) << seed;
    EXPECT_LE(levelling.lower_bound_tenths, levelling.makespan_tenths) << seed;
    if (plain) {
      EXPECT_TRUE(levelling.overloads_after.empty()) << seed;
    }
    before += levelling.overloads_before.size();
    after += levelling.overloads_after.size();
  }
  // What is left comes from pinned, started and capped activities.
  EXPECT_LT(after * 3, before);
  EXPECT_GT(moved, 1000);
}

}  // namespace
}  // namespace tc::engine::level
