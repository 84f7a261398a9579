#include <gtest/gtest.h>

#include "engine/level/plan_modes.h"
#include "engine/level/plan_parts.h"
#include "engine/level/staffed_plan.h"
#include "functions/resource/levelling_ways.h"
#include "project/plan_edit.h"

namespace tc::functions::resource {
namespace {

using engine::level::Levelling;
using engine::level::testing::levelled;
using engine::level::testing::random_staffed_plan;
using engine::schedule::testing::TestPlan;

/// A random plan with what edits go by: ids, uids, work.
TestPlan editable_plan(unsigned seed) {
  const auto profile = seed % 2 == 0 ? plan::Profile::msp : plan::Profile::p6;
  TestPlan plan = random_staffed_plan(profile, seed, seed % 3 == 0);
  Id id = 1000;
  for (plan::Activity& activity : plan.plan.activities) {
    activity.id = id++;
    if (activity.id % 3 == 0) activity.effort = plan::EffortKind::fixed_work;
  }
  for (plan::Resource& resource : plan.plan.resources) {
    resource.max_units += 10000;
    resource.group = "Crew";
  }
  for (plan::Assignment& one : plan.plan.assignments) {
    one.uid = id_text(id++);
    one.work = one.remaining_work =
        Minutes::from_tenths(plan[one.activity].duration.tenths() * (one.units / 100) / 100);
  }
  return plan;
}

TEST(LevellingEdits, CarryOutWhatIsProposedAndAreTakenBackAtOnce) {
  std::size_t splits = 0, swaps = 0, modes = 0;
  for (unsigned seed = 1; seed <= 40; ++seed) {
    const TestPlan plan = editable_plan(seed);
    engine::level::PlanOptions options{.passes_max = 20, .seed = seed};
    options.split = seed % 3 != 1;
    if (seed % 3 != 2) options.alternatives = alternatives_by_group(plan.plan);
    if (seed % 2 == 0) options.modes = engine::level::modes_of(plan.plan);
    const Levelling levelling = levelled(plan, options);
    splits += levelling.splits.size();
    swaps += levelling.swaps.size();
    modes += levelling.modes.size();
    TestPlan edited = plan;
    const Json edits = levelling_edits(plan.plan, levelling);
    const auto change = project::apply_edits(edited.plan, edits, [] { return Id{0}; });
    ASSERT_TRUE(change) << seed << " " << change.refusals().front().code;
    EXPECT_EQ(edited.schedule().activities, levelling.after.activities) << seed;
    // Levelling it again where nothing is allowed clears the pieces first.
    EXPECT_EQ(clearing_edits(edited.plan).size() > 0,
              engine::level::has_levelling_splits(edited.plan) ||
                  std::ranges::any_of(levelling.delay_tenths, [](int one) { return one != 0; }));
    ASSERT_TRUE(project::apply_edits(edited.plan, change->inverse, [] { return Id{0}; })) << seed;
    EXPECT_EQ(edited.schedule().activities, plan.schedule().activities) << seed;
  }
  EXPECT_GT(splits, 30U);
  EXPECT_GT(swaps, 100U);
  EXPECT_GT(modes, 10U);
}

TEST(LevellingEdits, CountsAndListsTellTheSame) {
  const TestPlan plan = editable_plan(6);
  engine::level::PlanOptions options{.split = true};
  options.alternatives = alternatives_by_group(plan.plan);
  options.modes = engine::level::modes_of(plan.plan);
  const Levelling levelling = levelled(plan, options);
  Json extra = Json::object();
  append_ways(plan.plan, levelling, extra);
  EXPECT_GT(levelling.swaps.size(), 0U);
  for (const char* list : {"splits", "swaps", "modes"})
    EXPECT_EQ(extra.find("counts")->find(list)->integer(),
              static_cast<std::int64_t>(extra.find(list)->size()));
  const Json& swap = extra.find("swaps")->items().front();
  EXPECT_NE(swap.text("before"), swap.text("after"));
  EXPECT_EQ(extra.find("cost_minor")->integer(), 0);
}

TEST(Alternatives, AreThoseOfTheSameGroup) {
  TestPlan plan = random_staffed_plan(plan::Profile::msp, 1, true);
  for (const std::vector<plan::Index>& one : alternatives_by_group(plan.plan))
    EXPECT_TRUE(one.empty());
  plan.plan.resources[1].group = plan.plan.resources[3].group = "Crew";
  const Alternatives all = alternatives_by_group(plan.plan);
  for (std::size_t row = 0; row < all.size(); ++row) {
    const bool grouped = plan.plan.assignments[row].resource % 2 == 1;
    EXPECT_EQ(all[row], grouped ? (std::vector<plan::Index>{1, 3}) : std::vector<plan::Index>());
  }
}

}  // namespace
}  // namespace tc::functions::resource
