#include "engine/schedule/incremental.h"

#include "engine/schedule/random_plan.h"

namespace tc::engine::schedule::testing {
namespace {

using plan::Profile;

/// The state of the incremental schedule against a computation of the same plan from scratch.
void expect_same(const IncrementalSchedule& incremental, const plan::Plan& plan,
                 const Options& options = {}) {
  const Network network = build_network(plan, options).value();
  State state;
  compute_all(network, state);
  const Network& ours = incremental.network();
  ASSERT_EQ(network.node_of.size(), ours.node_of.size());
  for (std::size_t row = 0; row < network.nodes.size(); ++row) {
    const NodeIndex there = network.nodes[row].shape >= Shape::summary_in
                                ? -1
                                : ours.node_of[static_cast<std::size_t>(network.activity[row])];
    if (there < 0) continue;
    const auto at = static_cast<std::size_t>(there);
    ASSERT_EQ(state.early[row], incremental.state().early[at]) << network.activity[row];
    ASSERT_EQ(state.late[row], incremental.state().late[at]) << network.activity[row];
    ASSERT_EQ(state.total_float[row], incremental.state().total_float[at]);
    ASSERT_EQ(state.free_float[row], incremental.state().free_float[at]);
  }
  ASSERT_EQ(state.project_finish, incremental.state().project_finish);
  const Schedule mine = incremental.schedule();
  const Schedule fresh = compute_schedule(plan, options).value();
  ASSERT_EQ(mine.activities, fresh.activities);
  for (std::size_t row = 0; row < plan.activities.size(); ++row) {
    const auto sorted = [&](const Schedule& schedule) {
      const auto links = schedule.driving(static_cast<plan::Index>(row));
      std::vector<plan::Index> result(links.begin(), links.end());
      std::sort(result.begin(), result.end());
      return result;
    };
    ASSERT_EQ(sorted(mine), sorted(fresh));
  }
}

Change random_edit(const plan::Plan& plan, std::mt19937& random, bool links) {
  const auto below = [&](std::size_t limit) { return static_cast<int>(random() % limit); };
  Change change;
  const plan::Index index = below(plan.activities.size());
  ActivityInputs inputs = inputs_of(plan.activities[static_cast<std::size_t>(index)]);
  switch (below(links ? 8 : 6)) {
    case 0:
    case 1:
    case 2:
      inputs.duration = Minutes::from_tenths(below(40) * 600 + 600);
      break;
    case 3:
      inputs.constraint = {static_cast<plan::ConstraintKind>(below(10)),
                           at("2026-01-05") + below(40) * k_tenths_per_day + 4800};
      if (inputs.constraint.kind == plan::ConstraintKind::alap && below(8) != 0) {
        inputs.constraint.kind = plan::ConstraintKind::asap;
      }
      break;
    case 4:
      inputs.deadline = at("2026-01-20T17:00") + below(20) * k_tenths_per_day;
      break;
    case 5:
      inputs.actual_start = below(2) == 0 ? k_no_time : at("2026-01-05T08:00");
      inputs.remaining_duration.reset();
      inputs.actual_finish = k_no_time;
      inputs.percent_complete = 2500;
      break;
    case 6: {
      plan::Link link;
      link.from = below(plan.activities.size());
      link.to = below(plan.activities.size());
      link.kind = static_cast<plan::LinkKind>(below(4));
      link.lag = below(4) * 1200;
      change.added_links.push_back(link);
      return change;
    }
    default:
      if (!plan.links.empty()) change.removed_links.push_back(below(plan.links.size()));
      return change;
  }
  change.activities.emplace_back(index, inputs);
  return change;
}

void edit_and_compare(Profile profile, unsigned seed, const RandomShape& shape, bool links) {
  TestPlan plan = random_plan(profile, seed, shape);
  for (plan::Activity& activity : plan.plan.activities) {  // The cone is what is tested here.
    if (activity.constraint.kind == plan::ConstraintKind::alap) activity.constraint = {};
  }
  const std::string before = text(plan.schedule().projects[0].finish);
  IncrementalSchedule incremental = IncrementalSchedule::open(plan.plan).value();
  std::mt19937 random(seed);
  std::size_t done = 0;
  for (int edit = 0; edit < 24; ++edit) {
    if (incremental.apply(random_edit(plan.plan, random, links)).ok()) ++done;
    if (edit % 3 == 0) expect_same(incremental, plan.plan);
    if (::testing::Test::HasFatalFailure()) return;
  }
  expect_same(incremental, plan.plan);
  ASSERT_EQ(incremental.undo_depth(), done);
  while (incremental.undo()) {
    if (incremental.undo_depth() % 8 == 0) expect_same(incremental, plan.plan);
  }
  EXPECT_EQ(text(incremental.schedule().projects[0].finish), before);
  expect_same(incremental, plan.plan);
}

TEST(Incremental, EditsAndUndoAreBitIdenticalWithTheFullComputation) {
  for (const Profile profile : {Profile::msp, Profile::p6, Profile::cn_jgj121}) {
    for (unsigned seed = 1; seed <= 6; ++seed) {
      SCOPED_TRACE(::testing::Message()
                   << "profile " << static_cast<int>(profile) << " seed " << seed);
      edit_and_compare(profile, seed, {}, false);
      edit_and_compare(profile, seed, {.work = true}, false);
      edit_and_compare(profile, seed, {300, true}, false);
      if (HasFatalFailure()) return;
    }
  }
}

/// Activities whose dates or floats differ between two states of one network.
std::vector<plan::Index> differing(const Network& network, const State& before, const State& now) {
  std::vector<plan::Index> rows;
  for (std::size_t row = 0; row < network.nodes.size(); ++row) {
    const bool same = before.early[row] == now.early[row] && before.late[row] == now.late[row] &&
                      before.total_float[row] == now.total_float[row] &&
                      before.free_float[row] == now.free_float[row];
    if (!same) rows.push_back(network.activity[row]);
  }
  std::ranges::sort(rows);
  return rows;
}

/// Narrow and wide edits by turns, some taken back, now and then one that needs the general rules:
/// a wide one begins at what changed, and tells exactly who moved.
TEST(Incremental, WideEditsOfPlainPlansBeginAtWhatChanged) {
  int plain = 0;
  for (const Profile profile : {Profile::msp, Profile::p6}) {
    for (unsigned seed = 1; seed <= 8; ++seed) {
      TestPlan plan = random_plan(profile, seed, {400, true});
      IncrementalSchedule incremental = IncrementalSchedule::open(plan.plan).value();
      std::mt19937 random(seed);
      for (int edit = 0; edit < 60; ++edit) {
        plain += incremental.network().plain;
        if (random() % 4 == 0 && incremental.undo()) {
          expect_same(incremental, plan.plan);
          continue;
        }
        const auto row = random() % plan.plan.activities.size();
        ActivityInputs inputs = inputs_of(plan.plan.activities[row]);
        inputs.duration = Minutes::from_tenths(static_cast<int>(1 + random() % 40) * 600);
        if (random() % 40 == 0)
          inputs.constraint = {plan::ConstraintKind::start_no_earlier_than, at("2026-01-12T08:00")};
        const State before = incremental.state();
        const auto told =
            incremental.apply({{{static_cast<plan::Index>(row), inputs}}, {}, {}}).value();
        std::vector<plan::Index> rows(told.begin(), told.end());
        std::ranges::sort(rows);
        ASSERT_EQ(rows, differing(incremental.network(), before, incremental.state())) << seed;
        expect_same(incremental, plan.plan);
        if (HasFatalFailure()) return;
      }
    }
  }
  EXPECT_GT(plain, 200);
}

TEST(Incremental, LinkEditsAreBitIdenticalWithTheFullComputation) {
  for (const Profile profile : {Profile::msp, Profile::p6}) {
    for (unsigned seed = 1; seed <= 6; ++seed) {
      SCOPED_TRACE(::testing::Message()
                   << "profile " << static_cast<int>(profile) << " seed " << seed);
      edit_and_compare(profile, seed, {}, true);
      edit_and_compare(profile, seed, {.work = true}, true);
      if (HasFatalFailure()) return;
    }
  }
}

TEST(Incremental, TellsWhichActivitiesChanged) {
  TestPlan plan(Profile::msp);
  for (int i = 0; i < 4; ++i) plan.add_days(2);
  plan.add_days(20);
  plan.link(0, 1);
  plan.link(1, 2);
  IncrementalSchedule incremental = IncrementalSchedule::open(plan.plan).value();
  ActivityInputs inputs = inputs_of(plan[1]);
  inputs.duration = Minutes::from_tenths(3 * k_day);
  const auto affected = incremental.apply({{{1, inputs}}, {}, {}}).value();
  std::vector<plan::Index> changed(affected.begin(), affected.end());
  std::sort(changed.begin(), changed.end());
  EXPECT_EQ(changed, (std::vector<plan::Index>{0, 1, 2}));
  EXPECT_TIME(incremental.schedule().activities[2].finish, "2026-01-13T17:00");
  EXPECT_TRUE(incremental.undo());
  EXPECT_EQ(plan[1].duration.tenths(), 2 * k_day);
  EXPECT_FALSE(incremental.undo());
}

TEST(Incremental, RefusedChangeChangesNothing) {
  TestPlan plan(Profile::msp);
  for (int i = 0; i < 3; ++i) plan.add_days(2);
  plan.link(0, 1);
  plan.link(1, 2);
  IncrementalSchedule incremental = IncrementalSchedule::open(plan.plan).value();
  Change change;
  ActivityInputs inputs = inputs_of(plan[0]);
  inputs.duration = Minutes::from_tenths(9 * k_day);
  change.activities.emplace_back(0, inputs);
  plan::Link back;
  back.from = 2;
  back.to = 0;
  change.added_links.push_back(back);
  const auto result = incremental.apply(change);
  ASSERT_FALSE(result.ok());
  EXPECT_EQ(result.refusals()[0].code, "plan.cycle");
  EXPECT_EQ(plan[0].duration.tenths(), 2 * k_day);
  EXPECT_EQ(plan.plan.links.size(), 2U);
  expect_same(incremental, plan.plan);
  change.added_links[0].to = 99;
  EXPECT_EQ(incremental.apply(change).refusals()[0].code, "plan.reference_missing");
}

/// Two projects that are mostly one chain, so that the waves of trials meet.
TestPlan chain_of_two_projects(Profile profile, unsigned seed) {
  TestPlan plan = random_plan(profile, seed, {.activities = 160});
  plan.plan.projects.push_back(plan.plan.projects.front());
  std::mt19937 random(seed);
  std::erase_if(plan.plan.links, [&](const plan::Link&) { return random() % 8 != 0; });
  for (plan::Index row = 0; row < 160; ++row) {
    plan[row].project = row % 40 < 30 ? 0 : 1;
    if (plan[row].constraint.kind == plan::ConstraintKind::alap) plan[row].constraint = {};
    if (row > 0) plan.link(row - 1, row);
  }
  return plan;
}

TEST(Incremental, TrialsTellTheFinishesOfTheFullComputation) {
  for (unsigned seed = 1; seed <= 4; ++seed) {
    TestPlan plan = chain_of_two_projects(seed % 2 == 0 ? Profile::p6 : Profile::msp, seed);
    IncrementalSchedule incremental = IncrementalSchedule::open(plan.plan).value();
    for (const std::int32_t more_days : {1, 60, -1}) {
      for (plan::Index row = 0; row < 160; ++row) {
        ActivityInputs inputs = inputs_of(plan[row]);
        const std::int32_t length = inputs.duration.tenths() + more_days * k_day;
        inputs.duration = Minutes::from_tenths(std::max(0, length));
        plan::Plan longer = plan.plan;
        longer.activities[static_cast<std::size_t>(row)].duration = inputs.duration;
        State state;
        compute_all(build_network(longer).value(), state);
        const auto finishes = incremental.finishes_with({{row, inputs}});
        ASSERT_EQ(finishes.value(), state.project_finish) << seed << " " << row;
      }
    }
    expect_same(incremental, plan.plan);
  }
}

TEST(Incremental, SummariesFollow) {
  TestPlan plan(Profile::msp);
  const auto summary = plan.add_summary();
  plan.add_days(2, summary);
  plan.add_days(2, summary);
  plan.add_days(1);
  plan.link(summary, 3);
  IncrementalSchedule incremental = IncrementalSchedule::open(plan.plan).value();
  ActivityInputs inputs = inputs_of(plan[2]);
  inputs.duration = Minutes::from_tenths(4 * k_day);
  ASSERT_TRUE(incremental.apply({{{2, inputs}}, {}, {}}).ok());
  EXPECT_TIME(incremental.schedule().activities[0].finish, "2026-01-08T17:00");
  EXPECT_TIME(incremental.schedule().activities[3].start, "2026-01-09T08:00");
  expect_same(incremental, plan.plan);
}

}  // namespace
}  // namespace tc::engine::schedule::testing
