#include "project/plan_cells.h"

#include "engine/schedule/random_plan.h"
#include "plan/codec.h"
#include "project/plan_workbench.h"

namespace tc::project {
namespace {

using engine::schedule::testing::at;
using engine::schedule::testing::TestPlan;
using plan::Index;

constexpr Id k_first_id = 1000;

/// A random plan below summaries, two deep.
std::shared_ptr<LoadedPlan> random_loaded(plan::Profile profile, unsigned seed) {
  TestPlan plan = engine::schedule::testing::random_plan(
      profile, seed, {.plain = seed % 3 == 0, .work = seed % 2 == 0});
  plan::Plan& made = plan.plan;
  std::vector<plan::Activity> rows;
  std::vector<Index> place;
  for (std::size_t row = 0; row < made.activities.size(); ++row) {
    if (row % 10 == 0) {
      plan::Activity summary;
      summary.kind = plan::ActivityKind::summary;
      summary.name = "Package";
      if (row % 20 != 0) summary.parent = static_cast<Index>(rows.size()) - 11;
      rows.push_back(summary);
    }
    place.push_back(static_cast<Index>(rows.size()));
    rows.push_back(made.activities[row]);
    rows.back().parent = static_cast<Index>(rows.size()) - 2 - static_cast<Index>(row % 10);
  }
  for (plan::Link& link : made.links) {
    link.from = place[static_cast<std::size_t>(link.from)];
    link.to = place[static_cast<std::size_t>(link.to)];
  }
  for (plan::Assignment& assignment : made.assignments) {
    assignment.activity = place[static_cast<std::size_t>(assignment.activity)];
    plan::Activity& activity = rows[static_cast<std::size_t>(assignment.activity)];
    activity.effort = static_cast<plan::EffortKind>(seed / 2 % 3);
    activity.work = activity.work + assignment.work;
  }
  for (plan::Resource& resource : made.resources) {
    resource.uid = "r" + std::to_string(&resource - made.resources.data());
    resource.rate_millionths = 100'000'000 + 1'000'000 * seed;
  }
  if (seed % 4 == 0) rows[place[30]].kind = plan::ActivityKind::level_of_effort;
  if (seed % 5 == 0) made.projects[0].critical_is_longest_path = true;
  made.activities = std::move(rows);
  for (std::size_t row = 0; row < made.activities.size(); ++row) {
    made.activities[row].id = k_first_id + static_cast<Id>(row);
  }
  auto loaded = compute(std::move(made), 1, 2, 1);
  return loaded ? *loaded : nullptr;
}

Json edit_json(std::string_view verb, Json::Object body) {
  Json edit = Json::object();
  edit.append(std::string(verb), Json(std::move(body)));
  return edit;
}

Json random_edit(const LoadedPlan& loaded, std::mt19937& random) {
  const auto below = [&](std::size_t limit) { return static_cast<std::int64_t>(random() % limit); };
  const auto any = [&] { return Json(id_text(k_first_id + below(loaded.plan.activities.size()))); };
  if (!loaded.plan.resources.empty() && below(4) == 0) {
    const std::string uid = "r" + std::to_string(below(loaded.plan.resources.size()));
    Json::Object body = {{"activity", any()}, {"resource", uid}};
    if (!loaded.plan.assignments.empty() && below(2) == 0) {
      const auto& one =
          loaded.plan.assignments[static_cast<std::size_t>(below(loaded.plan.assignments.size()))];
      body = {{"activity", id_text(k_first_id + one.activity)},
              {"resource", "r" + std::to_string(one.resource)}};
      if (below(3) == 0) return edit_json("unassign", std::move(body));
    }
    if (below(3) > 0) body.push_back({"units", 25 * (1 + below(8))});
    if (below(3) == 0) body.push_back({"work", 60 * (1 + below(60))});
    return edit_json("assign", std::move(body));
  }
  const PlanTime time = at("2026-01-05T08:00") + static_cast<PlanTime>(below(60)) * 14400;
  if (!loaded.plan.assignments.empty() && below(3) == 0) {
    const auto& assignments = loaded.plan.assignments;
    const auto& one = assignments[static_cast<std::size_t>(below(assignments.size()))];
    return edit_json("set", {{"activity", id_text(k_first_id + one.activity)},
                             {below(2) == 0 ? "work" : "duration", 60 * (1 + below(90))}});
  }
  switch (below(8)) {
    case 0:
      return edit_json("set", {{"activity", any()}, {"duration", 480 * below(12)}});
    case 1:
      return edit_json("set", {{"activity", any()}, {"start", format_plan_time(time)}});
    case 2:
      return edit_json("set", {{"activity", any()}, {"finish", nullptr}, {"name", "Renamed"}});
    case 3:
      return edit_json("set", {{"activity", any()}, {"deadline", format_plan_time(time)}});
    case 4:
      return edit_json("set", {{"activity", any()}, {"percent_complete", below(101)}});
    case 5:
      return edit_json("set", {{"activity", any()}, {"actual_start", format_plan_time(time)}});
    case 6:
      return edit_json("link", {{"from", any()}, {"to", any()}, {"lag", 60 * below(9)}});
    default: {
      const auto& links = loaded.plan.links;
      const plan::Link& link = links[static_cast<std::size_t>(below(links.size()))];
      return edit_json(
          "unlink",
          {{"from", id_text(k_first_id + link.from)},
           {"to", id_text(k_first_id + link.to)},
           {"type", Json(std::array{"fs", "ss", "ff", "sf"}[static_cast<int>(link.kind)])}});
    }
  }
}

struct Counts {
  int done = 0;
  int refused = 0;
};

/// One batch of edits by both ways: in place, and on a copy that is computed anew. Stores every
/// third one.
void edit_both_ways(std::shared_ptr<LoadedPlan>& loaded, Workbench& bench, const Json& edits,
                    Counts& counts) {
  plan::Plan copy = loaded->plan;
  const Result<PlanChange> change = apply_edits(copy, edits, [] { return Id{0}; });
  const Result<CellEdits> cells = cell_edits(*loaded, edits);
  ASSERT_EQ(change.ok(), cells.ok());
  if (!change) {
    ++counts.refused;
    ASSERT_EQ(change.refusals().size(), cells.refusals().size());
    EXPECT_EQ(change.refusals()[0].code, cells.refusals()[0].code);
    EXPECT_EQ(change.refusals()[0].field, cells.refusals()[0].field);
    return;
  }
  ASSERT_EQ(to_text(change->to_json()), to_text(cells->change.to_json()));
  const auto after = compute(std::move(copy), 1, 2, loaded->version + 1);
  auto consequences = bench.try_out(loaded->version, *cells, true);
  ASSERT_TRUE(consequences.has_value());
  ASSERT_EQ(after.ok(), consequences->ok());
  if (!after) {
    ++counts.refused;
    EXPECT_EQ(after.refusals()[0].code, consequences->refusals()[0].code);
    return;
  }
  ++counts.done;
  ASSERT_EQ(to_text(difference(*loaded, **after)),
            to_text(difference(*loaded, (*consequences)->shown, cells->activities)));
  ASSERT_EQ((*after)->schedule.activities, (*consequences)->schedule.activities);
  ASSERT_EQ((*after)->schedule.projects, (*consequences)->schedule.projects);
  if (counts.done % 3 != 0) return;
  plan::Plan advanced = loaded->plan;
  cells->apply(advanced);
  ASSERT_EQ(plan::pack_plan(advanced), plan::pack_plan((*after)->plan));
  loaded = *after;
  bench.advance(*cells, (*consequences)->schedule);
}

TEST(CellEdits, AreToldBitByBitAsTheWholeComputationTellsThem) {
  Counts counts;
  for (const plan::Profile profile : {plan::Profile::msp, plan::Profile::p6}) {
    for (unsigned seed = 1; seed <= 12; ++seed) {
      SCOPED_TRACE(testing::Message() << "profile " << int(profile) << " seed " << seed);
      std::shared_ptr<LoadedPlan> loaded = random_loaded(profile, seed);
      ASSERT_NE(loaded, nullptr);
      Workbench bench(*loaded);
      std::mt19937 random(seed);
      for (int round = 0; round < 60; ++round) {
        Json edits = Json::array();
        for (auto count = 1 + random() % 3; count > 0; --count) {
          edits.push(random_edit(*loaded, random));
        }
        ASSERT_TRUE(are_cell_edits(edits));
        edit_both_ways(loaded, bench, edits, counts);
        if (HasFatalFailure()) FAIL() << to_text(edits);
      }
    }
  }
  EXPECT_GT(counts.done, 600);
  EXPECT_GT(counts.refused, 100);
}

TEST(CellEdits, AnEditOfRowsIsNoEditOfCells) {
  const auto are = [](std::string_view text) { return are_cell_edits(parse_json(text).value()); };
  EXPECT_TRUE(are(R"([{"set":{"activity":"1","duration":5}},{"link":{"from":"1","to":"2"}}])"));
  EXPECT_FALSE(are(R"([{"set":{"activity":"1","calendar":0}}])"));
  EXPECT_FALSE(are(R"([{"set":{"activity":"1","duration":5}},{"remove":{"activity":"1"}}])"));
  EXPECT_FALSE(are(R"([{"set":5}])"));
  EXPECT_FALSE(are("[]"));
  EXPECT_FALSE(are(R"({"set":{}})"));
}

TEST(Workbench, AnswersForItsVersionOnly) {
  const std::shared_ptr<LoadedPlan> loaded = random_loaded(plan::Profile::msp, 1);
  Workbench bench(*loaded);
  EXPECT_FALSE(bench.try_out(2, {}, false).has_value());
  EXPECT_TRUE(bench.try_out(1, {}, false).has_value());
  EXPECT_FALSE(bench.why(2, 1, engine::schedule::Field::start).has_value());
}

// Eight hours of two people at 100 and 50 %: 16 and 8 hours in two days. Longer or with more work,
// what is left open follows by the type of the activity.
TEST(PlanCells, WorkIsDurationTimesUnits) {
  struct Case {
    plan::EffortKind kind;
    const char* cell;
    double value, duration, work, first_units;
  };
  const std::array cases = {
      // 3 days: 24 + 12 hours. 36 hours: 24 and 12, in 3 days.
      Case{plan::EffortKind::fixed_units, "duration", 1440, 1440, 2160, 100},
      Case{plan::EffortKind::fixed_units, "work", 2160, 1440, 2160, 100},
      Case{plan::EffortKind::fixed_duration, "duration", 1440, 1440, 2160, 100},
      // 24 of 16 hours in the same two days: 150 %.
      Case{plan::EffortKind::fixed_duration, "work", 2160, 960, 2160, 150},
      // The same 24 hours in one day: twice the units.
      Case{plan::EffortKind::fixed_work, "duration", 480, 480, 1440, 200},
      Case{plan::EffortKind::fixed_work, "work", 720, 480, 720, 100},
  };
  for (const Case& one : cases) {
    TestPlan test(plan::Profile::msp);
    test.add_days(2);
    test.plan.resources.resize(3);
    test.plan.resources[2].kind = plan::ResourceKind::material;
    for (Index resource = 0; resource < 3; ++resource) {
      plan::Assignment assignment;
      assignment.activity = 0;
      assignment.resource = resource;
      assignment.units = resource == 0 ? 10000 : 5000;
      assignment.work = Minutes::from_minutes(resource == 0 ? 960 : 480);
      test.plan.assignments.push_back(assignment);
    }
    test[0].effort = one.kind;
    test[0].work = Minutes::from_minutes(1440);
    test[0].id = k_first_id;
    const Json edits = Json(
        Json::Array{edit_json("set", {{"activity", id_text(k_first_id)}, {one.cell, one.value}})});
    plan::Plan& plan = test.plan;
    ASSERT_TRUE(apply_edits(plan, edits, [] { return Id{0}; }).ok());
    EXPECT_DOUBLE_EQ(test[0].duration.minutes(), one.duration) << one.cell;
    EXPECT_DOUBLE_EQ(test[0].work.minutes(), one.work) << one.cell;
    EXPECT_EQ(plan.assignments[0].units, one.first_units * 100) << one.cell;
    EXPECT_EQ(plan.assignments[2].work, Minutes::from_minutes(480)) << "material is no effort";
  }
}

}  // namespace
}  // namespace tc::project
