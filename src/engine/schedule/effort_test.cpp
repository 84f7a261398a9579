#include "engine/schedule/effort.h"

#include <array>
#include <vector>

#include "engine/schedule/test_plan.h"

/// MS Project's table: what follows when one of work = duration × units is edited.
namespace tc::engine::schedule::testing {
namespace {

using plan::Assignment;
using plan::EffortKind;

/// Ten days of two people, one of them half the time: 120 hours.
struct Effort {
  explicit Effort(EffortKind kind) {
    before.effort = kind;
    before.duration = Minutes::from_tenths(10 * k_day);
    before.work = Minutes::from_tenths(15 * k_day);
    assignments.resize(2);
    assignments[0].work = Minutes::from_tenths(10 * k_day);
    assignments[1].work = Minutes::from_tenths(5 * k_day);
    assignments[1].units = 5000;
    activity = before;
  }
  void balance(EffortEdit edit) { balance_effort(before, edit, activity, assignments); }
  /// Duration, work, and the units of both.
  std::array<std::int32_t, 4> figures() const {
    return {activity.duration.tenths() / k_hour, activity.work.tenths() / k_hour,
            assignments[0].units / 100, assignments[1].units / 100};
  }

  plan::Activity before;
  plan::Activity activity;
  std::vector<Assignment> assignments;
};

using Figures = std::array<std::int32_t, 4>;

TEST(Effort, EditedDuration) {
  const auto edited = [](EffortKind kind) {
    Effort effort(kind);
    effort.activity.duration = Minutes::from_tenths(5 * k_day);
    effort.balance(EffortEdit::duration);
    return effort.figures();
  };
  EXPECT_EQ(edited(EffortKind::fixed_units), (Figures{40, 60, 100, 50}));
  EXPECT_EQ(edited(EffortKind::fixed_duration), (Figures{40, 60, 100, 50}));
  EXPECT_EQ(edited(EffortKind::fixed_work), (Figures{40, 120, 200, 100}));
}

TEST(Effort, EditedWork) {
  const auto edited = [](EffortKind kind) {
    Effort effort(kind);
    effort.activity.work = Minutes::from_tenths(30 * k_day);
    effort.balance(EffortEdit::work);
    return effort.figures();
  };
  EXPECT_EQ(edited(EffortKind::fixed_units), (Figures{160, 240, 100, 50}));
  EXPECT_EQ(edited(EffortKind::fixed_duration), (Figures{80, 240, 200, 100}));
  EXPECT_EQ(edited(EffortKind::fixed_work), (Figures{160, 240, 100, 50}));
}

TEST(Effort, EditedUnits) {
  const auto edited = [](EffortKind kind) {
    Effort effort(kind);
    effort.assignments[0].units = 20000;
    effort.assignments[1].units = 10000;
    effort.balance(EffortEdit::units);
    return effort.figures();
  };
  EXPECT_EQ(edited(EffortKind::fixed_units), (Figures{40, 120, 200, 100}));
  EXPECT_EQ(edited(EffortKind::fixed_duration), (Figures{80, 240, 200, 100}));
  EXPECT_EQ(edited(EffortKind::fixed_work), (Figures{40, 120, 200, 100}));
}

TEST(Effort, AnotherResource) {
  const auto edited = [](EffortKind kind, bool effort_driven) {
    Effort effort(kind);
    effort.activity.effort_driven = effort_driven;
    effort.assignments.emplace_back().units = 15000;
    effort.balance(EffortEdit::resources);
    return effort.figures();
  };
  EXPECT_EQ(edited(EffortKind::fixed_units, true), (Figures{40, 120, 100, 50}));
  EXPECT_EQ(edited(EffortKind::fixed_units, false), (Figures{80, 240, 100, 50}));
  EXPECT_EQ(edited(EffortKind::fixed_duration, true), (Figures{80, 120, 50, 25}));
  EXPECT_EQ(edited(EffortKind::fixed_duration, false), (Figures{80, 240, 100, 50}));
  EXPECT_EQ(edited(EffortKind::fixed_work, false), (Figures{40, 120, 100, 50}));
}

TEST(Effort, ContourKeepsTheEquation) {
  Effort effort(EffortKind::fixed_units);
  effort.assignments[0].contour = 2;  // Front loaded: 60 % in the mean.
  effort.balance(EffortEdit::units);
  EXPECT_EQ(effort.activity.duration.tenths(), 80 * k_hour * 100 / 60);
  Effort fixed(EffortKind::fixed_duration);
  fixed.assignments[0].contour = 2;
  fixed.balance(EffortEdit::units);
  EXPECT_EQ(fixed.assignments[0].work.tenths(), 48 * k_hour);
}

TEST(Effort, WorkDoneStays) {
  Effort effort(EffortKind::fixed_units);
  effort.assignments[0].actual_work = Minutes::from_tenths(2 * k_day);
  effort.activity.duration = Minutes::from_tenths(5 * k_day);
  effort.balance(EffortEdit::duration);
  EXPECT_EQ(effort.assignments[0].remaining_work.tenths(), 3 * k_day);
}

TEST(Effort, NothingHappensWithoutAnAnswer) {
  Effort effort(EffortKind::fixed_units);
  effort.assignments.clear();
  effort.balance(EffortEdit::work);
  EXPECT_EQ(effort.activity.duration.tenths(), 10 * k_day);
  Effort zero(EffortKind::fixed_work);
  zero.before.duration = zero.before.work = Minutes();
  for (Assignment& assignment : zero.assignments) assignment.units = 0;
  for (const EffortEdit edit :
       {EffortEdit::duration, EffortEdit::work, EffortEdit::units, EffortEdit::resources}) {
    zero.balance(edit);
    EXPECT_EQ(zero.activity.duration.tenths(), 10 * k_day);
    EXPECT_EQ(zero.assignments[0].units, 0);
  }
}

TEST(Effort, AnotherPaceOfTheWholeCrew) {
  plan::Activity activity;
  activity.duration = Minutes::from_minutes(960);
  activity.remaining_duration = activity.duration;
  activity.work = Minutes::from_minutes(1440);
  plan::Assignment one;
  one.units = 15000;
  one.work = one.remaining_work = activity.work;
  const Pace twice{9600, 4800, 20000};
  set_pace(twice, activity);
  set_pace(twice, one);
  EXPECT_EQ(activity.duration, Minutes::from_minutes(480));
  EXPECT_EQ(activity.remaining_duration, activity.duration);
  EXPECT_EQ(activity.work, Minutes::from_minutes(1440));
  EXPECT_EQ(one.units, 30000);
  EXPECT_EQ(one.work, Minutes::from_minutes(1440));
  set_pace({4800, 3600, 10000}, one);  // A quarter less time for the same people.
  EXPECT_EQ(one.units, 30000);
  EXPECT_EQ(one.work, Minutes::from_minutes(1080));
}

}  // namespace
}  // namespace tc::engine::schedule::testing
