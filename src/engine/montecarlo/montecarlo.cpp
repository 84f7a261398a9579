#include "engine/montecarlo/montecarlo.h"

#include <algorithm>
#include <cmath>
#include <memory>

#include "base/failure.h"
#include "engine/montecarlo/correlation.h"
#include "engine/montecarlo/draws.h"
#include "engine/montecarlo/model.h"
#include "engine/montecarlo/run.h"
#include "engine/montecarlo/summary.h"
#include "engine/montecarlo/validate.h"

namespace tc::engine::montecarlo {
namespace {

/// With a stop rule, confidence intervals are looked at after every four chunks.
constexpr std::int64_t k_chunks_per_look = 4;

std::vector<double> as_doubles(const std::vector<std::int32_t>& values) {
  return {values.begin(), values.end()};
}

/// One network under one seed: the base run and its variants draw the same random numbers.
class Simulation {
 public:
  Simulation(const Network& network, const Options& options, Progress& progress)
      : network_(network),
        options_(options),
        progress_(progress),
        kernel_(kernel_for(options.instruction_set.value_or(best_instruction_set()))) {}

  Result<Outcome> run() {
    if (Refusals faults = faults_of(options_, network_); !faults.empty()) return faults;
    if (kernel_ == nullptr) {
      return refuse(RefusalKind::malformed, "simulation.bad_option", {},
                    {{"option", "instruction_set"}, {"min", "0"}, {"max", "0"}});
    }
    Result<std::unique_ptr<Model>> built = build_model(network_, {}, options_.seed);
    if (!built) return built.refusals();
    Model& model = **built;
    Correlator correlator(network_);
    plan_ = std::make_unique<DrawPlan>(options_.sampling, options_.seed, options_.iterations,
                                       model.influence);
    variables_ = plan_->variables();
    correlator.mark(variables_);
    connect(model, variables_);
    correlator.prepare(*plan_, *kernel_);
    Samples samples = base_run(model, correlator);
    if (samples.cancelled) return refuse(RefusalKind::rule, "simulation.cancelled");
    if (beyond_tables(model, samples))
      return refuse(RefusalKind::rule, "simulation.date_out_of_range");
    chunks_ = chunks_of(samples);
    fill_outcome(model, samples);
    outcome_.correlation_changes = correlator.changes();
    if (options_.mitigation && !run_mitigated(correlator))
      return refuse(RefusalKind::rule, "simulation.cancelled");
    if (options_.risk_sensitivity && !run_without_each(correlator))
      return refuse(RefusalKind::rule, "simulation.cancelled");
    return std::move(outcome_);
  }

 private:
  RunOptions run_options(bool backward) const { return {options_.threads, backward, kernel_}; }

  Samples base_run(const Model& model, const Correlator& correlator) {
    Samples samples;
    const std::int64_t all = plan_->chunk_count();
    const std::int64_t step = options_.stop_half_width > 0 ? k_chunks_per_look : all;
    for (std::int64_t first = 0; first < all && !samples.cancelled; first += step) {
      run_chunks(model, *plan_, correlator, run_options(options_.activity_outputs), first,
                 std::min(first + step, all), samples, progress_);
      if (options_.stop_half_width > 0 && is_narrow(samples)) {
        outcome_.stopped_early = first + step < all;
        break;
      }
    }
    return samples;
  }

  bool is_narrow(const Samples& samples) const {
    std::vector<double> ascending = as_doubles(samples.finish);
    std::ranges::sort(ascending);
    const Percentile percentile = percentile_of(ascending, options_.stop_percentile);
    return (percentile.high - percentile.low) / 2 <= options_.stop_half_width;
  }

  static bool beyond_tables(const Model& model, const Samples& samples) {
    if (!model.program.on_clock) return false;
    const CalendarTable& table = model.calendars.tables.front();
    const std::int32_t end = table.origin + (table.buckets - 1) * table.bucket.value;
    return *std::ranges::max_element(samples.finish) >= end;
  }

  std::int64_t chunks_of(const Samples& samples) const {
    std::int64_t chunks = 0;
    while (plan_->chunk_begin(chunks) < static_cast<std::int64_t>(samples.finish.size())) ++chunks;
    return chunks;
  }

  void fill_outcome(const Model& model, const Samples& samples) {
    outcome_.iterations = static_cast<std::int64_t>(samples.finish.size());
    outcome_.axis = model.axis;
    outcome_.instruction_set = kernel_->name;
    const std::vector<double> finish = as_doubles(samples.finish);
    outcome_.finish = series_of(finish);
    if (!samples.cost.empty()) {
      outcome_.cost = series_of(samples.cost);
      outcome_.joint = joint_confidence(finish, samples.cost, options_.joint_points);
    }
    if (options_.activity_outputs) fill_activities(model, samples);
  }

  void fill_activities(const Model& model, const Samples& samples) {
    const auto count = static_cast<double>(outcome_.iterations);
    const double finish_sum = (outcome_.finish.mean - model.program.finish_reference) * count;
    const double finish_sd = outcome_.finish.sd;
    outcome_.activities.resize(network_.activities.size());
    for (std::size_t node = 0; node < model.order.size(); ++node) {
      const auto row = static_cast<std::size_t>(model.order[node]);
      ActivityRisk& risk = outcome_.activities[row];
      risk.criticality = static_cast<double>(samples.critical[node]) / count;
      risk.mean = model.fixed_duration[node];
      const Index place = model.drawn_node[row];
      if (place == k_none) continue;
      const auto drawn = static_cast<std::size_t>(place);
      const double* sums = samples.moments.data() + drawn * 3;
      risk.mean = model.drawn[drawn].reference + sums[0] / count;
      if (count < 2) continue;
      const double variance = (sums[1] - sums[0] * sums[0] / count) / (count - 1);
      const double covariance = (sums[2] - sums[0] * finish_sum / count) / (count - 1);
      risk.sd = std::sqrt(std::max(variance, 0.0));
      if (finish_sd > 0) risk.ssi = risk.criticality * risk.sd / finish_sd;
      if (finish_sd > 0 && risk.sd > 0)
        risk.cruciality = std::clamp(covariance / (risk.sd * finish_sd), -1.0, 1.0);
    }
  }

  /// A run of another variant with the same random numbers; dates and cost only.
  Samples run_variant(const Variant& variant, const Correlator& correlator) {
    Result<std::unique_ptr<Model>> built = build_model(network_, variant, options_.seed);
    TC_ASSERT(built.ok());
    connect(**built, variables_);
    Samples samples;
    run_chunks(**built, *plan_, correlator, run_options(false), 0, chunks_, samples, progress_);
    return samples;
  }

  bool run_mitigated(const Correlator& correlator) {
    Variant variant;
    variant.mitigated = true;
    const Samples samples = run_variant(variant, correlator);
    if (samples.cancelled) return false;
    outcome_.mitigated_finish = series_of(as_doubles(samples.finish));
    if (!samples.cost.empty()) outcome_.mitigated_cost = series_of(samples.cost);
    return true;
  }

  static double p80_of(std::vector<double> values) {
    std::ranges::sort(values);
    return percentile_of(values, 0.8).value;
  }

  /// D. Hulett's ranking: how much earlier the P80 would be without the risk.
  bool run_without_each(const Correlator& correlator) {
    constexpr std::size_t k_p80 = 5;  // Its place in k_percentiles.
    for (std::size_t row = 0; row < network_.risks.size(); ++row) {
      Variant variant;
      variant.without_risk = static_cast<Index>(row);
      const Samples samples = run_variant(variant, correlator);
      if (samples.cancelled) return false;
      RiskSensitivity sensitivity;
      sensitivity.id = network_.risks[row].id;
      sensitivity.finish_p80 =
          outcome_.finish.percentiles[k_p80].value - p80_of(as_doubles(samples.finish));
      if (outcome_.cost)
        sensitivity.cost_p80 = outcome_.cost->percentiles[k_p80].value - p80_of(samples.cost);
      outcome_.risks.push_back(std::move(sensitivity));
    }
    std::ranges::stable_sort(outcome_.risks, [](const auto& a, const auto& b) {
      return std::abs(a.finish_p80) > std::abs(b.finish_p80);
    });
    return true;
  }

  const Network& network_;
  const Options& options_;
  Progress& progress_;
  const Kernel* kernel_;
  std::unique_ptr<DrawPlan> plan_;
  std::vector<Variable> variables_;
  std::int64_t chunks_ = 0;
  Outcome outcome_;
};

}  // namespace

Result<Outcome> simulate(const Network& network, const Options& options, Progress& progress) {
  return Simulation(network, options, progress).run();
}

Result<Outcome> simulate(const Network& network, const Options& options) {
  NoProgress progress;
  return simulate(network, options, progress);
}

PlanTime finish_date(const Network& network, const Axis& axis, double instant) {
  const auto whole = static_cast<std::int32_t>(std::lround(std::clamp(instant, -1e9, 1e9)));
  if (axis.calendar == k_none) return whole;
  const auto& calendar = network.calendars[static_cast<std::size_t>(axis.calendar)];
  return calendar.working_time.finish_at(whole);
}

}  // namespace tc::engine::montecarlo
