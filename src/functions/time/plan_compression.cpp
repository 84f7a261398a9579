#include "functions/time/plan_compression.h"
#include "base/row.h"
#include "functions/time/plan_words.h"

#include <algorithm>
#include <cmath>

#include "plan/working_time.h"

namespace tc::functions::time {
namespace {

namespace engine_of = engine::compression;
using engine_of::Curve;
using plan::Activity;
using plan::Index;
using project::LoadedPlan;

/// Rates of the engine are whole numbers: minor units per this many tenths of a minute.
constexpr double k_rate_scale = 1'000'000;
constexpr std::size_t k_plan_compression_works_max = 5'000;
constexpr std::size_t k_plan_compression_steps_max = 60;
constexpr int k_aims_max = 6;
constexpr Day k_plan_compression_days_behind = 30;

std::int64_t remaining_of(const Activity& activity) {
  if (activity.actual_start == k_no_time) return std::max(0, activity.duration.tenths());
  if (activity.remaining_duration) return std::max(0, activity.remaining_duration->tenths());
  return activity.duration.tenths() * (10'000 - std::int64_t{activity.percent_complete}) / 10'000;
}

/// Turns a plan into the network of the engine, and steps of the engine into plans.
class Compressor {
 public:
  Compressor(const LoadedPlan& loaded, const CompressionAsk& ask, WorkNetwork chosen)
      : loaded_(loaded), ask_(ask), calendar_(plan::WorkingTime::around_the_clock()) {
    made_.network = std::move(chosen);
  }

  Result<PlanCompression> run(Progress& progress) {
    if (made_.network.works.empty()) return std::move(made_);
    set_calendar();
    for (const Index row : made_.network.works) add_work(loaded_.plan.activities[row_of(row)], row);
    for (const NetworkLink& link : made_.network.links) add_link(link);
    if (const Status done = set_steps(progress); !done) return done.refusals();
    return std::move(made_);
  }

 private:
  [[nodiscard]] double per_day() const { return tenths_per_day(loaded_.plan); }

  void set_calendar() {
    origin_ = INT32_MAX;
    for (const Index row : made_.network.works) {
      const auto& dates = loaded_.schedule.activities[row_of(row)];
      const bool started = loaded_.plan.activities[row_of(row)].actual_start != k_no_time;
      if (!started) origin_ = std::min(origin_, dates.start);
      finish_ = std::max(finish_, dates.finish);
    }
    if (origin_ == INT32_MAX) origin_ = finish_;
    if (!loaded_.plan.projects.empty()) {
      const plan::Project& project = loaded_.plan.projects.front();
      if (project.status_date != k_no_time) origin_ = std::min(origin_, project.status_date);
      Result<plan::WorkingTime> compiled = plan::compile_calendar(
          loaded_.plan, project.calendar,
          {day_of(origin_) - 1, day_of(finish_) + k_plan_compression_days_behind});
      if (compiled) calendar_ = std::move(*compiled);
    }
  }

  [[nodiscard]] std::int64_t since_origin(PlanTime time) const {
    return std::max(0, calendar_.between(origin_, time));
  }

  // Logic decides when a work begins, but for a date that holds it.
  [[nodiscard]] std::int64_t release_of(const Activity& activity, Index row) const {
    using enum plan::ConstraintKind;
    if (activity.actual_start != k_no_time) return 0;
    const auto& dates = loaded_.schedule.activities[row_of(row)];
    const bool held = activity.constraint.kind == start_no_earlier_than ||
                      activity.constraint.kind == must_start_on ||
                      activity.constraint.kind == start_on || activity.manual ||
                      activity.levelling_delay > Minutes();
    return held ? since_origin(dates.start) : 0;
  }

  void add_work(const Activity& activity, Index row) {
    engine_of::Work work;
    work.normal = remaining_of(activity);
    work.shortest = work.normal;
    work.release = release_of(activity, row);
    price_.push_back(0);
    if (activity.elapsed) {
      // Around the clock: as long in working time as it lies over it now.
      const auto& dates = loaded_.schedule.activities[row_of(row)];
      work.normal = work.shortest = std::max(0, calendar_.between(dates.start, dates.finish));
    } else if (activity.crash_duration && *activity.crash_duration < activity.duration) {
      const std::int64_t less =
          (activity.duration - std::max(*activity.crash_duration, Minutes())).tenths();
      work.shortest = std::max<std::int64_t>(0, work.normal - less);
      price_.back() = static_cast<double>(activity.crash_cost_minor) / static_cast<double>(less);
      const double rate =
          std::min(price_.back() * k_rate_scale, static_cast<double>(engine_of::k_rate_max));
      work.rate = ask_.by_weight ? activity.crash_weight : std::llround(rate);
      made_.shortenable += work.shortest < work.normal;
    }
    network_.works.push_back(work);
  }

  void add_link(const NetworkLink& each) {
    const plan::Link& link = loaded_.plan.links[row_of(each.link)];
    const Activity& after = loaded_.plan.activities[row_of(made_.network.works[row_of(each.to)])];
    if (after.actual_start != k_no_time) return;  // It began whatever its predecessors say.
    std::int64_t lag = lag_of(link, network_.works[row_of(each.from)].normal);
    const bool elapsed =
        link.lag_kind == plan::LagKind::elapsed || link.lag_kind == plan::LagKind::elapsed_percent;
    if (elapsed) lag = std::llround(static_cast<double>(lag) * per_day() / k_tenths_per_day);
    network_.links.push_back({each.from, each.to, link.kind, lag});
  }

  Status set_steps(Progress& progress) {
    std::optional<std::int64_t> aim;
    if (ask_.finish != k_no_time) aim = aim_of(ask_.finish);
    for (int tries = 0; tries < k_aims_max; ++tries) {
      const Result<Curve> curve = engine_of::compress(network_, aim, progress);
      if (!curve) return curve.refusals();
      if (const Status done = tell(*curve, progress); !done) return done.refusals();
      const PlanTime reached = made_.steps.back().finish;
      made_.wanted_met = ask_.finish == k_no_time || reached <= ask_.finish;
      if (made_.wanted_met || curve->at_shortest) break;
      // The network knows one calendar; the schedule says how much is still missing.
      aim = std::max<std::int64_t>(
          0, made_.steps.back().duration - std::max(1, calendar_.between(ask_.finish, reached)));
    }
    return Done{};
  }

  [[nodiscard]] std::int64_t aim_of(PlanTime finish) {
    NoProgress progress;
    const Result<Curve> as_is = engine_of::compress(network_, INT64_MAX, progress);
    const std::int64_t normal = as_is ? as_is->normal : 0;
    return std::max<std::int64_t>(0, normal - calendar_.between(finish, finish_));
  }

  Status tell(const Curve& curve, Progress& progress) {
    made_.steps.assign(1, {curve.normal, finish_, {}, {}, 0, 0});
    made_.steps.front().shortened.assign(network_.works.size(), 0);
    for (std::size_t i = 0; i < curve.steps.size(); ++i) {
      const engine_of::Step& step = curve.steps[i];
      const bool last = i + 1 == curve.steps.size();
      CompressionStep told{step.to, k_no_time, step.changes, {}, 0, 0};
      told.shortened = curve.shortened(step.to, network_.works.size());
      told.added = ask_.by_weight ? 0 : cost_of(told.shortened);
      const double more = told.added - made_.steps.back().added;
      told.rate = ask_.by_weight ? static_cast<double>(step.rate)
                                 : more * per_day() / static_cast<double>(step.from - step.to);
      // A long curve is told in full, but only its beginning and its end are scheduled again.
      if (last || made_.steps.size() < k_plan_compression_steps_max) {
        const Result<PlanTime> finish = finish_with(told.shortened);
        if (!finish) return finish.refusals();
        told.finish = *finish;
      }
      made_.steps.push_back(std::move(told));
      if (!progress.step(static_cast<std::int64_t>(i),
                         static_cast<std::int64_t>(curve.steps.size()), "schedule"))
        return refuse(RefusalKind::rule, "compression.cancelled");
    }
    set_best(curve);
    return Done{};
  }

  [[nodiscard]] double cost_of(const std::vector<std::int64_t>& shortened) const {
    double cost = 0;
    for (std::size_t i = 0; i < shortened.size(); ++i)
      cost += static_cast<double>(shortened[i]) * price_[i];
    return cost;
  }

  void set_best(const Curve& curve) {
    const double indirect = ask_.overhead_minor_per_day * k_rate_scale / per_day();
    const std::int64_t duration = curve.cheapest(std::llround(indirect));
    made_.best = 0;
    for (std::size_t i = 0; i < made_.steps.size(); ++i)
      if (made_.steps[i].duration >= duration) made_.best = i;
  }

  [[nodiscard]] Result<PlanTime> finish_with(const std::vector<std::int64_t>& shortened) {
    plan::Plan plan = loaded_.plan;
    for (std::size_t i = 0; i < shortened.size(); ++i) {
      if (shortened[i] == 0) continue;
      Activity& activity = plan.activities[row_of(made_.network.works[i])];
      const Minutes less = Minutes::from_tenths(shortened[i]);
      activity.duration = activity.duration - less;
      if (activity.remaining_duration)
        activity.remaining_duration = std::max(*activity.remaining_duration - less, Minutes());
    }
    const auto schedule = engine::schedule::compute_schedule(plan);
    if (!schedule) return schedule.refusals();
    PlanTime finish = k_no_time;
    for (const Index row : made_.network.works)
      finish = std::max(finish, schedule->activities[row_of(row)].finish);
    return finish;
  }

  const LoadedPlan& loaded_;
  const CompressionAsk& ask_;
  plan::WorkingTime calendar_;
  PlanTime origin_ = k_no_time;  ///< Where the network's time begins.
  PlanTime finish_ = k_no_time;
  engine_of::Network network_;
  std::vector<double> price_;  ///< By work: minor units for a tenth less.
  PlanCompression made_;
};

}  // namespace

Result<PlanCompression> compress_plan(const LoadedPlan& loaded, const CompressionAsk& ask,
                                      Progress& progress) {
  Result<WorkNetwork> chosen =
      work_network(loaded, {plan::k_none, true, k_plan_compression_works_max});
  if (!chosen) return chosen.refusals();
  return Compressor(loaded, ask, std::move(*chosen)).run(progress);
}

}  // namespace tc::functions::time
