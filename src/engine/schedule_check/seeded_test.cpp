#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <set>

#include "engine/schedule/passes.h"
#include "engine/schedule/random_plan.h"
#include "engine/schedule_check/schedule_check.h"

/// Sound plans into which a known number of each defect is put: the tests find exactly these.
namespace tc::engine::schedule_check {
namespace {

using plan::ConstraintKind;
using plan::Index;
using plan::LinkKind;
using schedule::testing::at;
using schedule::testing::k_day;
using schedule::testing::TestPlan;
using Rows = std::vector<Index>;

constexpr int k_tasks = 240;
constexpr int k_first_open = 100;  ///< Tasks before it are complete and were in time.
constexpr std::size_t k_each = 8;  ///< Fewer than the picks below can run out of.

/// Where each defect was put.
struct Injected {
  Rows logic, leads, lags, types, hard, high_float, negative_float, high_duration, invalid, bare;
  Rows missed, late_open, unplanned;
};

/// Parallel tasks of one day between a start and a finish milestone; a long chain beside them, so
/// that their float is known: 40 days.
class Seeded {
 public:
  explicit Seeded(unsigned seed) : random_(seed), plan_(plan::Profile::msp) {
    plan_.project().status_date = at("2026-01-09T17:00");
    begin_ = plan_.add_milestone(plan::ActivityKind::start_milestone);
    for (int task = 0; task < k_tasks; ++task) plan_.add_days(1);
    end_ = plan_.add_milestone(plan::ActivityKind::finish_milestone);
    plan_.plan.resources.resize(1);
    for (Index row = begin_ + 1; row < end_; ++row) make_sound(row);
    for (Index row = begin_ + 1; row <= k_first_open; ++row) left_complete_.push_back(row);
    for (Index row = k_first_open + 1; row < end_; ++row) left_open_.push_back(row);
    // The last open task lasts until the middle of March and carries the finish.
    driver_ = left_open_.back();
    left_open_.pop_back();
    plan_[driver_].duration = Minutes::from_tenths(40 * k_day);
    std::shuffle(left_open_.begin(), left_open_.end(), random_);
    std::shuffle(left_complete_.begin(), left_complete_.end(), random_);
    inject();
  }

  TestPlan& plan() { return plan_; }
  const Injected& injected() const { return injected_; }
  Index driver() const { return driver_; }

 private:
  void make_sound(Index row) {
    plan::Activity& activity = plan_[row];
    plan::Assignment assignment;
    assignment.activity = row;
    assignment.resource = 0;
    plan_.plan.assignments.push_back(assignment);
    const bool complete = row <= k_first_open;
    activity.baselines = {{0, at("2026-01-05T08:00"),
                           at(complete ? "2026-01-08T17:00" : "2026-12-31T17:00"),
                           Minutes::from_tenths(k_day), Minutes(), 0}};
    if (complete) {
      activity.actual_start = at("2026-01-06T08:00");
      activity.actual_finish = at("2026-01-06T17:00");
      activity.percent_complete = 10000;
    } else {
      activity.constraint = {ConstraintKind::start_no_earlier_than, at("2026-01-12T08:00")};
    }
    plan_.link(begin_, row);
    plan_.link(row, end_);
  }

  Rows take(Rows& from) {
    Rows taken;
    const std::size_t count = random_() % k_each;
    for (std::size_t each = 0; each < count; ++each) {
      taken.push_back(from.back());
      from.pop_back();
    }
    std::sort(taken.begin(), taken.end());
    return taken;
  }

  plan::Link& link_into(Index row) {
    return *std::find_if(plan_.plan.links.begin(), plan_.plan.links.end(),
                         [&](const plan::Link& link) { return link.to == row; });
  }

  void inject() {
    injected_.logic = take(left_open_);
    for (const Index row : injected_.logic) {
      const bool predecessor = random_() % 2 == 0;
      std::erase_if(plan_.plan.links, [&](const plan::Link& link) {
        return (predecessor ? link.to : link.from) == row;
      });
    }
    injected_.leads = take(left_open_);
    for (const Index row : injected_.leads) link_into(row).lag = -k_day;
    injected_.lags = take(left_open_);
    for (const Index row : injected_.lags) link_into(row).lag = k_day;
    injected_.types = take(left_open_);
    for (const Index row : injected_.types) {
      link_into(row).kind = static_cast<LinkKind>(1 + random_() % 3);
    }
    injected_.hard = take(left_open_);
    for (const Index row : injected_.hard) {
      if (random_() % 2 == 0) {
        plan_.constrain(row, ConstraintKind::must_start_on, "2026-01-12T08:00");
      } else {
        plan_.constrain(row, ConstraintKind::must_finish_on, "2026-01-12T17:00");
      }
    }
    injected_.negative_float = take(left_open_);
    for (const Index row : injected_.negative_float) plan_[row].deadline = at("2026-01-09T17:00");
    injected_.high_duration = take(left_open_);
    for (const Index row : injected_.high_duration) {
      plan_[row].baselines[0].duration = Minutes::from_tenths(44 * k_day + 1);
    }
    injected_.invalid = take(left_open_);
    for (const Index row : injected_.invalid) {
      plan_[row].actual_start = at("2026-01-12T08:00");
    }
    injected_.bare = take(left_open_);
    std::erase_if(plan_.plan.assignments, [&](const plan::Assignment& each) {
      return std::ranges::binary_search(injected_.bare, each.activity);
    });
    injected_.missed = take(left_complete_);
    for (const Index row : injected_.missed) plan_[row].actual_finish = at("2026-01-09T12:00");
    injected_.late_open = take(left_open_);
    for (const Index row : injected_.late_open) {
      plan_[row].baselines[0].finish = at("2026-01-09T17:00");
    }
    injected_.unplanned = take(left_open_);
    for (const Index row : injected_.unplanned) plan_[row].baselines.clear();
    if (random_() % 2 == 0) {  // 45 days of float for whatever is not pinned.
      plan_[driver_].duration = Minutes::from_tenths(46 * k_day);
      for (Index row = k_first_open + 1; row < end_; ++row) {
        const bool pinned = std::ranges::binary_search(injected_.hard, row) ||
                            std::ranges::binary_search(injected_.negative_float, row);
        if (row != driver_ && !pinned) injected_.high_float.push_back(row);
      }
    }
  }

  std::mt19937 random_;
  TestPlan plan_;
  Index begin_ = 0;
  Index end_ = 0;
  Index driver_ = 0;
  Rows left_open_;
  Rows left_complete_;
  Injected injected_;
};

Rows both(const Rows& a, const Rows& b) {
  Rows all = a;
  all.insert(all.end(), b.begin(), b.end());
  std::sort(all.begin(), all.end());
  return all;
}

class SeededPlans : public testing::TestWithParam<unsigned> {};

TEST_P(SeededPlans, EveryInjectedDefectIsFoundAndNothingElse) {
  Seeded seeded(GetParam());
  const Injected& injected = seeded.injected();
  NoProgress progress;
  const Answer answer = check_schedule(seeded.plan().plan, {}, progress).value();
  const auto links = static_cast<std::int64_t>(seeded.plan().plan.links.size());
  const auto expect = [&](int id, const Rows& rows, std::int64_t of) {
    const auto& test = answer.dcma[static_cast<std::size_t>(id - 1)];
    EXPECT_EQ(test.id, id);
    EXPECT_TRUE(test.scored()) << id;
    EXPECT_EQ(test.activities, rows) << id;
    EXPECT_EQ(test.of, of) << id;
  };
  constexpr std::int64_t k_open = k_tasks - k_first_open;
  expect(1, injected.logic, k_open);
  expect(2, injected.leads, links);
  expect(3, injected.lags, links);
  expect(4, injected.types, links);
  expect(5, injected.hard, k_open);
  expect(7, injected.negative_float, k_open);
  expect(8, injected.high_duration, k_open);
  expect(9, injected.invalid, k_tasks);
  expect(10, injected.bare, k_open);
  expect(11, both(injected.missed, injected.late_open),
         k_first_open + static_cast<std::int64_t>(injected.late_open.size()));
  expect(14, both(injected.late_open, injected.unplanned),
         k_first_open +
             static_cast<std::int64_t>(injected.late_open.size() + injected.unplanned.size()));
  EXPECT_EQ(answer.dcma[13].count, k_first_open);
  EXPECT_EQ(answer.dcma[3].count, links - static_cast<std::int64_t>(injected.types.size()));
  // The finish milestone carries the float of the last work; lags and missing links move single
  // floats by less than the step from 39 to 45 days, or to the end of the plan.
  const Rows& high = answer.dcma[5].activities;
  EXPECT_TRUE(std::ranges::includes(injected.high_float, high));
  for (const Index row : injected.high_float) {
    const bool moved = std::ranges::binary_search(injected.lags, row);
    EXPECT_TRUE(moved || std::ranges::binary_search(high, row)) << row;
  }
}

TEST_P(SeededPlans, CriticalPathTestFailsForPinnedTasksOnly) {
  Seeded seeded(GetParam());
  NoProgress progress;
  const Answer answer = check_schedule(seeded.plan().plan, {}, progress).value();
  const auto& test = answer.dcma[11];
  // A late deadline makes tasks critical that have room: their delay moves the finish by less.
  EXPECT_FALSE(std::ranges::binary_search(test.activities, seeded.driver()));
  EXPECT_EQ(test.of, static_cast<std::int64_t>(1 + seeded.injected().negative_float.size() +
                                               seeded.injected().hard.size()));
  EXPECT_EQ(test.activities, both(seeded.injected().hard, seeded.injected().negative_float));
}

/// Tasks whose delay moves the finish of the first project by less, by computing each plan anew.
std::vector<Index> lagging_tasks(const plan::Plan& plan, std::size_t& tried) {
  using schedule::Network;
  const Network network = schedule::build_network(plan).value();
  const schedule::Schedule dates = schedule::compute_schedule(plan).value();
  schedule::State before;
  schedule::compute_all(network, before);
  std::vector<Index> lagging;
  for (std::size_t row = 0; row < plan.activities.size(); ++row) {
    const plan::Activity& activity = plan.activities[row];
    const bool complete = activity.actual_finish != k_no_time || activity.percent_complete >= 10000;
    if (complete || !dates.activities[row].critical || activity.duration == Minutes() ||
        activity.kind != plan::ActivityKind::task) {
      continue;
    }
    ++tried;
    plan::Plan longer = plan;
    plan::Activity& task = longer.activities[row];
    const plan::WorkingTime& calendar = network.calendars[network.calendar_of[row]];
    const std::int64_t day = network.rules.data_date_floor && activity.calendar != plan::k_none
                                 ? plan.calendars[std::size_t(activity.calendar)].per_day.tenths()
                                 : plan.projects[0].per_day.tenths();
    const std::int64_t delay = k_delay_days * day;
    const Minutes left = activity.remaining_duration.value_or(activity.duration);
    task.remaining_duration = Minutes::from_tenths(left.tenths() + delay);
    task.duration = Minutes::from_tenths(activity.duration.tenths() + delay);
    schedule::State after;
    schedule::compute_all(schedule::build_network(longer).value(), after);
    const std::int64_t moved = calendar.between(before.project_finish[0], after.project_finish[0]);
    if (moved < delay - (network.calendars.size() > 2 ? delay / 50 : 0)) {
      lagging.push_back(static_cast<Index>(row));
    }
  }
  return lagging;
}

TEST(CriticalPathTest, SaysWhatComputingEachDelayedPlanAnewSays) {
  std::size_t tried = 0, lagging = 0;
  for (const plan::Profile profile : {plan::Profile::msp, plan::Profile::p6}) {
    for (unsigned seed = 1; seed <= 24; ++seed) {
      for (const bool plain : {true, false}) {
        const auto plan = schedule::testing::random_plan(profile, seed, {60, plain});
        NoProgress progress;
        const Answer answer = check_schedule(plan.plan, {}, progress).value();
        const std::vector<Index> expected = lagging_tasks(plan.plan, tried);
        ASSERT_EQ(answer.dcma[11].activities, expected)
            << "profile " << static_cast<int>(profile) << " seed " << seed << " plain " << plain;
        lagging += expected.size();
      }
    }
  }
  EXPECT_GT(tried, 500U);
  EXPECT_GT(lagging, 50U);
}

INSTANTIATE_TEST_SUITE_P(Seeds, SeededPlans, testing::Range(1U, 25U));

}  // namespace
}  // namespace tc::engine::schedule_check
