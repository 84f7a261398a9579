#include "engine/level/smooth_plan.h"

#include <gtest/gtest.h>

#include <map>

#include "engine/level/smooth.h"
#include "engine/level/staffed_plan.h"

namespace tc::engine::level::testing {
namespace {

using plan::Profile;
using schedule::testing::at;

PlanSmoothed smoothed(const plan::Plan& plan, const PlanSmoothOptions& options = {}) {
  NoProgress progress;
  return smooth_plan(plan, options, progress).value();
}

/// Σ (person-days)² counted day by day from the dates of a schedule, without the smoother.
double squares_of(const TestPlan& plan, const schedule::Schedule& schedule) {
  std::map<std::pair<plan::Index, Day>, double> use;
  for (const plan::Assignment& one : plan.plan.assignments) {
    const auto& dates = schedule.activities[static_cast<std::size_t>(one.activity)];
    for (Day day = day_of(dates.start); start_of(day) < dates.finish; ++day) {
      if (weekday(day) == 0 || weekday(day) == 6) continue;
      for (const auto& [from, to] : {std::pair{4800, 7200}, std::pair{7800, 10200}}) {
        const PlanTime begin = std::max(dates.start, start_of(day) + from);
        const PlanTime end = std::min(dates.finish, start_of(day) + to);
        if (end > begin) use[{one.resource, day}] += (end - begin) / 4800.0 * one.units / 10000.0;
      }
    }
  }
  double sum = 0;
  for (const auto& [key, one] : use) sum += one * one;
  return sum;
}

/// Three days of one person beside six: two together for three days, or one after the other.
TEST(SmoothPlan, PutsOffInsideTheFloat) {
  TestPlan plan(Profile::msp);
  const plan::Index person = add_resource(plan, 20000);
  for (const int days : {3, 3, 6}) plan.add_days(days);
  assign(plan, 0, person);
  assign(plan, 1, person);
  const PlanSmoothed made = smoothed(plan.plan);
  EXPECT_DOUBLE_EQ(made.squares_before, 3 * 4);
  EXPECT_DOUBLE_EQ(made.squares, 6);
  EXPECT_EQ(made.levelling.moves.size(), 1U);
  EXPECT_EQ(made.levelling.after.projects[0].finish, made.levelling.before.projects[0].finish);
}

TEST(SmoothPlan, EqualsTheSmoothingOfInstances) {
  // Activities of whole days on one calendar are an instance of whole periods.
  for (unsigned seed = 1; seed <= 10; ++seed) {
    std::mt19937 random(seed);
    const auto drawn = [&](unsigned limit) { return static_cast<int>(random() % limit); };
    Instance instance;
    instance.resources = {{99, true}};
    TestPlan plan(Profile::cn_jgj121);
    const plan::Index person = add_resource(plan, 990000);
    for (plan::Index row = 0; row < 6; ++row) {
      const int days = 1 + drawn(4), units = 1 + drawn(3);
      instance.activities.push_back({{{days, {units}}}, {}});
      plan.add_days(days);
      assign(plan, row, person, 10000 * units);
      if (row < 2) continue;
      const plan::Index before = drawn(2);
      instance.activities[static_cast<std::size_t>(before)].successors.push_back(row);
      plan.link(before, row);
    }
    NoProgress progress;
    const Smoothed periods = smooth(instance, {}, progress).value();
    const PlanSmoothed made = smoothed(plan.plan, {.rounds_max = 50});
    EXPECT_DOUBLE_EQ(made.squares_before, static_cast<double>(periods.squares_before)) << seed;
    EXPECT_DOUBLE_EQ(made.squares, static_cast<double>(periods.squares)) << seed;
  }
}

TEST(SmoothPlan, AppliedTheScheduleEngineGivesTheProposedDates) {
  int moved = 0;
  for (const Profile profile : {Profile::msp, Profile::p6}) {
    for (unsigned seed = 1; seed <= 40; ++seed) {
      TestPlan plan = random_staffed_plan(profile, seed, seed % 2 == 0);
      const PlanSmoothed made = smoothed(plan.plan);
      plan::Plan applied = plan.plan;
      apply_levelling(made.levelling, applied);
      const schedule::Schedule after = schedule::compute_schedule(applied).value();
      const schedule::Schedule& proposed = made.levelling.after;
      for (std::size_t row = 0; row < applied.activities.size(); ++row)
        ASSERT_EQ(after.activities[row].start, proposed.activities[row].start) << seed;
      for (std::size_t at = 0; at < after.projects.size(); ++at)
        ASSERT_EQ(after.projects[at].finish, made.levelling.before.projects[at].finish) << seed;
      ASSERT_LE(made.squares, made.squares_before) << seed;
      moved += !made.levelling.moves.empty();
      EXPECT_EQ(smoothed(plan.plan).levelling.delay_tenths, made.levelling.delay_tenths);
    }
  }
  EXPECT_GT(moved, 40);
}

TEST(SmoothPlan, ItsFiguresAreThoseOfTheDates) {
  for (unsigned seed = 1; seed <= 10; ++seed) {
    TestPlan plan(Profile::msp);
    std::mt19937 random(seed);
    const plan::Index person = add_resource(plan, 50000);
    for (plan::Index row = 0; row < 12; ++row) {
      plan.add_days(1 + static_cast<int>(random() % 6));
      assign(plan, row, person, 2500 * static_cast<int>(1 + random() % 4));
      if (row > 2) plan.link(static_cast<plan::Index>(random() % 3), row);
    }
    const PlanSmoothed made = smoothed(plan.plan);
    EXPECT_NEAR(squares_of(plan, made.levelling.before), made.squares_before, 1e-9);
    EXPECT_NEAR(squares_of(plan, made.levelling.after), made.squares, 1e-9);
  }
}

TEST(SmoothPlan, LeavesWhatMayNotMove) {
  TestPlan plan(Profile::msp);
  const plan::Index person = add_resource(plan, 20000);
  for (const int days : {3, 3, 6}) plan.add_days(days);
  assign(plan, 0, person);
  assign(plan, 1, person);
  plan[0].priority = plan[1].priority = 1000;
  const PlanSmoothed made = smoothed(plan.plan);
  EXPECT_TRUE(made.levelling.moves.empty());
  EXPECT_DOUBLE_EQ(made.squares, made.squares_before);
}

}  // namespace
}  // namespace tc::engine::level::testing
