#include "truth.h"

#include <gtest/gtest.h>

/// What counts as a contradiction of a file with itself, and what does not.
namespace tc::oracle {
namespace {

using plan::Index;

PlanTime at(std::string_view text) { return parse_plan_time(text).value(); }

/// Two activities of one and two days from Monday, scheduled as they should be.
plan::Plan consistent() {
  plan::Plan plan;
  plan.projects.resize(1);
  plan.projects[0].start = at("2026-01-05T08:00");
  plan.projects[0].finish = at("2026-01-06T17:00");
  const auto add = [&](int days, std::string_view finish, std::string_view late_start) {
    plan::Activity activity;
    activity.uid = std::to_string(plan.activities.size() + 1);
    activity.duration = Minutes::from_minutes(480 * days);
    plan::Stored& stored = activity.stored;
    stored.start = stored.early_start = at("2026-01-05T08:00");
    stored.finish = stored.early_finish = at(finish);
    stored.late_start = at(late_start);
    stored.late_finish = at("2026-01-06T17:00");
    plan.activities.push_back(activity);
  };
  add(1, "2026-01-05T17:00", "2026-01-06T08:00");
  add(2, "2026-01-06T17:00", "2026-01-05T08:00");
  return plan;
}

TEST(Truth, AConsistentFileHasNoReason) {
  const Truth truth = truth_of(consistent());
  EXPECT_EQ(truth.no_truth, "");
  EXPECT_EQ(truth.late_note, "");
}

TEST(Truth, NeverScheduled) {
  plan::Plan plan = consistent();
  for (plan::Activity& activity : plan.activities) {
    activity.stored.early_start = activity.stored.early_finish = k_no_time;
  }
  EXPECT_EQ(truth_of(plan).no_truth, "never scheduled: no early date stored");
}

TEST(Truth, FinishBeforeStart) {
  plan::Plan plan = consistent();
  plan.activities[1].stored.early_finish = at("2026-01-02T17:00");
  EXPECT_EQ(truth_of(plan).no_truth, "early finish before early start");
  EXPECT_EQ(truth_of(plan).uid, "2");
}

TEST(Truth, DatesOutsideWorkingTime) {
  plan::Plan plan = consistent();
  plan.activities[0].stored.early_finish = at("2026-01-10T17:00");
  EXPECT_EQ(truth_of(plan).no_truth, "dates outside the working time of their calendar");
  plan.activities[0].elapsed = true;
  EXPECT_EQ(truth_of(plan).no_truth, "");
}

TEST(Truth, SuccessorBeforeItsPredecessor) {
  plan::Plan plan = consistent();
  plan.links.push_back({});
  plan.links[0].from = 0;
  plan.links[0].to = 1;
  EXPECT_EQ(truth_of(plan).no_truth, "a successor starts before its predecessor's finish");
  plan.links[0].kind = plan::LinkKind::ss;
  EXPECT_EQ(truth_of(plan).no_truth, "");
}

TEST(Truth, OpenEndsThatContradictEachOther) {
  plan::Plan plan = consistent();
  plan.activities[0].stored.late_finish = at("2026-01-05T17:00");
  const Truth truth = truth_of(plan);
  EXPECT_EQ(truth.no_truth, "");
  EXPECT_EQ(truth.late_note, "late dates of open ends contradict each other");
  EXPECT_EQ(truth.late_stale, (std::vector<std::uint8_t>{1, 0}));
  plan.activities[0].deadline = at("2026-01-05T17:00");  // Now the deadline explains it.
  EXPECT_EQ(truth_of(plan).late_note, "");
}

TEST(Truth, FinishThatNoActivityReaches) {
  plan::Plan plan = consistent();
  plan.projects[0].finish = at("2026-03-02T17:00");
  EXPECT_EQ(truth_of(plan).late_note, "no activity reaches the project's stored finish");
  plan.projects[0].must_finish_by = plan.projects[0].finish;
  EXPECT_EQ(truth_of(plan).late_note, "");
}

}  // namespace
}  // namespace tc::oracle
