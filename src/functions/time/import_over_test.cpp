#include "functions/time/import_over.h"

#include <gtest/gtest.h>

#include "engine/schedule/test_plan.h"

namespace tc::functions::time {
namespace {

using engine::schedule::testing::TestPlan;
using project::LoadedPlan;

struct Row {
  const char* name;
  const char* guid = "";
  const char* uid = "";
  const char* code = "";
  plan::Index parent = plan::k_none;
};

plan::Plan plan_of(const std::vector<Row>& rows, const std::string& format, Id first_id) {
  TestPlan plan(plan::Profile::msp);
  for (const Row& row : rows) {
    plan::Activity& activity = plan[plan.add_days(1, row.parent)];
    activity.name = row.name;
    activity.guid = row.guid;
    activity.uid = row.uid;
    activity.code = row.code;
    if (first_id != 0) activity.id = first_id++;
  }
  plan.plan.format = format;
  return plan.plan;
}

std::vector<Id> ids_of(const plan::Plan& plan) {
  std::vector<Id> ids;
  for (const plan::Activity& activity : plan.activities) ids.push_back(activity.id);
  return ids;
}

std::vector<Id> kept(const plan::Plan& present, plan::Plan incoming, Matched& matched) {
  Id next = 900;
  matched = keep_ids(present, incoming, [&] { return next++; });
  return ids_of(incoming);
}

TEST(ImportOver, KeepsIdsByGuidNumberCodeAndPlace) {
  const plan::Plan present = plan_of({{"Phase", "", "1"},
                                      {"Dig", "G-1", "2", "A", 0},
                                      {"Pour", "", "3", "B", 0},
                                      {"Dry", "", "4", "C", 0},
                                      {"Gone", "", "5", "D", 0}},
                                     "mspdi", 100);
  Matched matched;
  // Renamed and renumbered with the same GUID; the same number; the same code; a new one.
  EXPECT_EQ(kept(present,
                 plan_of({{"Phase", "", "1"},
                          {"Excavate", "G-1", "12", "", 0},
                          {"Pour slowly", "", "3", "", 0},
                          {"Cure", "", "14", "C", 0},
                          {"Paint", "", "15", "", 0}},
                         "mspdi", 0),
                 matched),
            (std::vector<Id>{100, 101, 102, 103, 900}));
  EXPECT_EQ(matched.kept, 4U);
  EXPECT_EQ(matched.added, 1U);
  EXPECT_EQ(matched.removed, 1U);
  // Numbers of another format say nothing; names below the same summary do.
  EXPECT_EQ(
      kept(present, plan_of({{"Phase", "", "7"}, {"Pour", "", "2", "", 0}}, "xer", 0), matched),
      (std::vector<Id>{100, 102}));
}

TEST(ImportOver, WhatIsAmbiguousIsNew) {
  const plan::Plan present = plan_of({{"A", "", "1", "X"}, {"A", "", "2", "X"}}, "", 100);
  Matched matched;
  EXPECT_EQ(kept(present, plan_of({{"A", "", "1", "X"}}, "mspdi", 0), matched),
            std::vector<Id>{900});
  EXPECT_EQ(kept({}, plan_of({{"A"}}, "mspdi", 0), matched), std::vector<Id>{900});
  EXPECT_EQ(matched.added, 1U);
}

TEST(ImportOver, RowsOfOtherProjectsGoOnStandingForThem) {
  plan::Plan present = plan_of({{"", "", "9"}, {"Fit", "", "2"}}, "mspdi", 100);
  present.activities[0].external = true;
  present.activities[0].external_project = 7;
  present.activities[0].external_activity = 70;
  plan::Plan incoming = plan_of({{"Pour", "", "9"}, {"Fit", "", "2"}}, "mspdi", 0);
  incoming.activities[0].external = true;
  EXPECT_EQ(keep_ids(present, incoming, [] { return Id{900}; }).kept, 2U);
  EXPECT_EQ(incoming.activities[0].external_project, 7);
  EXPECT_EQ(incoming.activities[0].external_activity, 70);
  EXPECT_EQ(incoming.activities[0].name, "");
}

TEST(ImportOver, ExternalTasksBecomeTheActivitiesThatAreHere) {
  const auto tower =
      project::compute(plan_of({{"Dig"}, {"Pour"}, {"Pour"}, {"Paint"}}, "mspdi", 70), 1, 7, 1)
          .value();
  const PlanOfFile files = [&](const std::string& file) {
    return file == "tower" ? tower : std::shared_ptr<LoadedPlan>();
  };
  plan::Plan plan = plan_of({{"Pour"}, {"Paint"}, {"Pour"}, {"Dig"}}, "mspdi", 100);
  for (plan::Activity& activity : plan.activities) activity.external = true;
  const std::vector<interchange::ExternalTask> externals = {
      {0, "C:\\Plans\\Tower.mpp", 3},  // By row and name.
      {1, "tower.xml", 2},             // Another row has that name, only one does.
      {2, "Tower.mpp", 0},             // Two have it.
      {3, "Yard.mpp", 1},              // Not here.
  };
  EXPECT_EQ(bind_external_tasks(plan, externals, files), 2U);
  EXPECT_EQ(plan.activities[0].external_project, 7);
  EXPECT_EQ(plan.activities[0].external_activity, 72);
  EXPECT_EQ(plan.activities[0].manual_finish, tower->schedule.activities[2].finish);
  EXPECT_EQ(plan.activities[1].external_activity, 73);
  EXPECT_EQ(plan.activities[2].external_project, 0);
  EXPECT_EQ(plan.activities[2].name, "Pour") << "stays as the file has it";
  EXPECT_EQ(plan.activities[3].external_project, 0);
}

}  // namespace
}  // namespace tc::functions::time
