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
  TestPlan plan = engine::schedule::testing::random_plan(profile, seed, {60, seed % 3 == 0});
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
  const PlanTime time = at("2026-01-05T08:00") + static_cast<PlanTime>(below(60)) * 14400;
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

}  // namespace
}  // namespace tc::project
