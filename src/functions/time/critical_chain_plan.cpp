#include "functions/time/critical_chain_plan.h"

#include <algorithm>
#include <cmath>

#include "base/row.h"
#include "engine/level/level_plan.h"
#include "plan/working_time.h"

namespace tc::functions::time {
namespace {

namespace chain = engine::critical_chain;
using plan::Activity;
using plan::Index;
using project::LoadedPlan;

constexpr std::size_t k_critical_chain_plan_works_max = 2'000;
constexpr Day k_critical_chain_plan_days_behind = 400;

// The plan as it was meant, without anything done, every duration cut.
plan::Plan aggressive_plan(const LoadedPlan& loaded, double share) {
  plan::Plan plan = loaded.plan;
  for (Activity& activity : plan.activities) {
    activity.duration = Minutes::from_tenths(std::llround(activity.duration.tenths() * share));
    activity.remaining_duration.reset();
    activity.actual_duration.reset();
    activity.actual_start = activity.actual_finish = k_no_time;
    activity.suspend = activity.resume = k_no_time;
    activity.percent_complete = activity.percent_physical = activity.percent_work = 0;
    activity.segments.clear();
    activity.levelling_split = false;
  }
  for (plan::Assignment& assignment : plan.assignments) {
    assignment.start = assignment.finish = k_no_time;
    assignment.actual_work = Minutes();
    assignment.work = Minutes::from_tenths(std::llround(assignment.work.tenths() * share));
    assignment.remaining_work = assignment.work;
    assignment.overtime_work =
        Minutes::from_tenths(std::llround(assignment.overtime_work.tenths() * share));
    assignment.remaining_overtime_work = assignment.overtime_work;
  }
  for (plan::Project& project : plan.projects) project.status_date = k_no_time;
  return plan;
}

class Chains {
 public:
  Chains(const LoadedPlan& loaded, const ChainAsk& ask, PlanTime today)
      : loaded_(loaded), ask_(ask), calendar_(plan::WorkingTime::around_the_clock()) {
    const auto& projects = loaded.plan.projects;
    made_.status = projects.empty() ? k_no_time : projects.front().status_date;
    if (made_.status == k_no_time) made_.status = today;
  }

  Result<PlanChains> run(Progress& progress) {
    Result<WorkNetwork> chosen =
        work_network(loaded_, {plan::k_none, false, k_critical_chain_plan_works_max});
    if (!chosen) return chosen.refusals();
    network_ = std::move(*chosen);
    if (network_.works.empty()) return std::move(made_);
    const plan::Plan plan = aggressive_plan(loaded_, ask_.share);
    const auto levelled = engine::level::level_plan(plan, {}, progress);
    if (!levelled) return levelled.refusals();
    set_calendar(levelled->after);
    const Result<chain::Chains> found = chain::find_chains(input_of(plan, levelled->after));
    if (!found) return found.refusals();
    add({found->critical, found->counted, -1, found->buffer});
    for (const chain::FeedingChain& feeding : found->feeding) add(feeding);
    return std::move(made_);
  }

 private:
  void set_calendar(const engine::schedule::Schedule& levelled) {
    PlanTime first = INT32_MAX;
    PlanTime last = made_.status;
    const auto reach = [&](PlanTime start, PlanTime finish) {
      if (start != k_no_time) first = std::min(first, start);
      last = std::max(last, finish);
    };
    for (const Index row : network_.works) {
      reach(levelled.activities[row_of(row)].start, levelled.activities[row_of(row)].finish);
      const Activity& activity = loaded_.plan.activities[row_of(row)];
      reach(activity.actual_start, activity.actual_finish);
    }
    first_ = first;
    if (loaded_.plan.projects.empty()) return;
    Result<plan::WorkingTime> compiled = plan::compile_calendar(
        loaded_.plan, loaded_.plan.projects.front().calendar,
        {day_of(first) - 1, day_of(last) + k_critical_chain_plan_days_behind});
    if (compiled) calendar_ = std::move(*compiled);
  }

  chain::Input input_of(const plan::Plan& plan, const engine::schedule::Schedule& levelled) {
    chain::Input input;
    std::vector<std::int32_t> work_of(plan.activities.size(), -1);
    for (const Index row : network_.works) {
      work_of[row_of(row)] = static_cast<std::int32_t>(input.activities.size());
      const auto& dates = levelled.activities[row_of(row)];
      input.activities.push_back({calendar_.between(first_, dates.start),
                                  std::max(0, calendar_.between(dates.start, dates.finish)),
                                  0,
                                  {}});
      chain::Activity& work = input.activities.back();
      const Minutes safe = loaded_.plan.activities[row_of(row)].duration;
      work.safe = std::max<std::int64_t>(work.aggressive, safe.tenths());
    }
    for (const plan::Resource& resource : plan.resources)
      input.capacities.push_back(std::max(1, resource.max_units));
    for (const plan::Assignment& one : plan.assignments) {
      if (one.activity == plan::k_none || one.resource == plan::k_none) continue;
      const plan::ResourceKind kind = plan.resources[row_of(one.resource)].kind;
      const bool shared = kind == plan::ResourceKind::work || kind == plan::ResourceKind::equipment;
      const std::int32_t work = work_of[row_of(one.activity)];
      if (!shared || work < 0 || one.units <= 0) continue;
      input.activities[row_of(work)].demands.push_back(
          {one.resource,
           std::min<std::int64_t>(one.units, input.capacities[row_of(one.resource)])});
    }
    add_links(input);
    works_ = input.activities;
    return input;
  }

  void add_links(chain::Input& input) {
    for (const NetworkLink& link : network_.links) {
      const chain::Activity& before = input.activities[row_of(link.from)];
      const chain::Activity& after = input.activities[row_of(link.to)];
      const plan::Link& one = loaded_.plan.links[row_of(link.link)];
      const bool from_finish = one.kind == plan::LinkKind::fs;
      const std::int64_t counts =
          from_finish
              ? before.aggressive
              : std::clamp<std::int64_t>(lag_of(one, before.aggressive), 0, before.aggressive);
      const bool follows =
          (from_finish || one.kind == plan::LinkKind::ss) && after.start >= before.start + counts;
      if (follows)
        input.links.push_back({link.from, link.to, from_finish ? -1 : counts});
      else
        ++made_.links_left_out;
    }
  }

  // `joins` of the critical chain is negative.
  void add(const chain::FeedingChain& found) {
    PlanChain told;
    told.joins = found.joins < 0 ? plan::k_none : network_.works[row_of(found.joins)];
    told.buffer = found.buffer;
    chain::ChainStatus status;
    PlanTime begun = k_no_time;
    for (std::size_t k = 0; k < found.activities.size(); ++k) {
      const std::int32_t work = found.activities[k];
      const Index row = network_.works[row_of(work)];
      const Activity& activity = loaded_.plan.activities[row_of(row)];
      const std::int64_t length = works_[row_of(work)].aggressive;
      const std::int64_t done = length - remaining(activity, length);
      told.activities.push_back(row);
      told.duration += found.counted[k];
      status.remaining += std::max<std::int64_t>(0, found.counted[k] - done);
      if (activity.actual_start != k_no_time &&
          (begun == k_no_time || activity.actual_start < begun))
        begun = activity.actual_start;
    }
    told.begun = begun != k_no_time;
    status.duration = told.duration;
    status.elapsed = told.begun ? std::max(0, calendar_.between(begun, made_.status)) : 0;
    status.buffer =
        ask_.root_sum_square ? found.buffer.root_sum_square : found.buffer.cut_and_paste;
    told.now = chain::fever_point(status);
    made_.chains.push_back(std::move(told));
  }

  // What is left of a work, in aggressive time: by its remaining duration, else by its percent.
  [[nodiscard]] std::int64_t remaining(const Activity& activity, std::int64_t length) const {
    if (activity.actual_finish != k_no_time) return 0;
    if (activity.actual_start == k_no_time) return length;
    double left = 1 - activity.percent_complete / 10'000.0;
    if (activity.remaining_duration && activity.duration > Minutes())
      left = static_cast<double>(activity.remaining_duration->tenths()) /
             static_cast<double>(activity.duration.tenths());
    return std::llround(static_cast<double>(length) * std::max(0.0, left));
  }

  const LoadedPlan& loaded_;
  const ChainAsk& ask_;
  plan::WorkingTime calendar_;
  PlanTime first_ = k_no_time;
  WorkNetwork network_;
  std::vector<chain::Activity> works_;
  PlanChains made_;
};

}  // namespace

Result<PlanChains> chains_of(const LoadedPlan& loaded, const ChainAsk& ask, PlanTime today,
                             Progress& progress) {
  return Chains(loaded, ask, today).run(progress);
}

}  // namespace tc::functions::time
