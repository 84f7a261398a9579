#include "engine/montecarlo/validate.h"

#include <cmath>
#include <map>

namespace tc::engine::montecarlo {
namespace {

constexpr std::size_t k_refusals_max = 50;
constexpr std::int32_t k_lag_max = 1 << 28;
constexpr double k_lost_day_max = 0.9;
constexpr double k_escalation_max = 10;
constexpr std::int64_t k_correlated_values_max = 200'000'000;

class Validator {
 public:
  explicit Validator(const Network& network) : network_(network) {}

  Refusals faults() {
    if (network_.activities.empty()) return {refuse(RefusalKind::rule, "simulation.empty")};
    if (!sizes()) return std::move(refusals_);
    for (const Activity& activity : network_.activities) check_activity(activity);
    for (const Link& link : network_.links) check_link(link);
    for (const Calendar& calendar : network_.calendars) {
      for (const double part : calendar.lost_day) {
        if (!(part >= 0 && part <= k_lost_day_max)) add_probability("weather");
      }
    }
    for (const Risk& risk : network_.risks) check_risk(risk);
    check_exclusive();
    check_gates();
    check_correlations();
    if (!(std::abs(network_.escalation_per_year) <= k_escalation_max)) add_value("escalation");
    return std::move(refusals_);
  }

 private:
  void add(std::string_view code, std::vector<Argument> arguments) {
    if (refusals_.size() < k_refusals_max)
      refusals_.push_back(refuse(RefusalKind::rule, code, {}, std::move(arguments)));
  }
  void add_value(const std::string& of) { add("simulation.bad_value", {{"of", of}}); }
  void add_probability(const std::string& of) { add("simulation.bad_probability", {{"of", of}}); }
  void add_distribution(const Distribution& distribution, const std::string& of) {
    const Status status = check(distribution, of);
    if (!status && refusals_.size() < k_refusals_max)
      refusals_.push_back(status.refusals().front());
  }

  bool limit(std::size_t count, std::size_t most, const char* what) {
    if (count <= most) return true;
    add("simulation.too_large", {{"what", what}, {"limit", std::to_string(most)}});
    return false;
  }

  bool sizes() {
    std::size_t effects = 0;
    for (const Risk& risk : network_.risks) {
      for (const Impact& impact : risk.impacts) effects += 1 + impact.activities.size();
    }
    bool good = limit(network_.activities.size(), k_activities_max, "activities");
    good &= limit(network_.links.size(), k_links_max, "links");
    good &= limit(network_.risks.size(), k_risks_max, "risks");
    good &= limit(network_.branches.size() + network_.conditions.size(), k_risks_max, "branches");
    return limit(effects, k_effects_max, "effects of risks") && good;
  }

  bool is_activity(Index index) const {
    return index >= 0 && static_cast<std::size_t>(index) < network_.activities.size();
  }
  bool is_calendar(Index index) const {
    return index == k_none ||
           (index >= 0 && static_cast<std::size_t>(index) < network_.calendars.size());
  }
  void check_references(const std::vector<Index>& activities, const std::string& of) {
    for (const Index activity : activities) {
      if (!is_activity(activity))
        add("simulation.bad_reference", {{"of", of}, {"what", "activity"}});
    }
  }

  void check_activity(const Activity& activity) {
    add_distribution(activity.duration, activity.id);
    add_distribution(activity.cost, activity.id);
    if (!std::isfinite(activity.cost_per_tick) || std::abs(activity.cost_per_tick) > 1e15)
      add_value(activity.id);
    if (!is_calendar(activity.calendar))
      add("simulation.bad_reference", {{"of", activity.id}, {"what", "calendar"}});
  }

  void check_link(const Link& link) {
    if (!is_activity(link.from) || !is_activity(link.to) || !is_calendar(link.calendar)) {
      add("simulation.bad_reference", {{"of", "link"}, {"what", "activity"}});
    } else if (link.lag > k_lag_max || link.lag < -k_lag_max) {
      add_value(network_.activities[static_cast<std::size_t>(link.to)].id);
    }
  }

  static bool is_probability(double value) { return value >= 0 && value <= 1; }

  void check_risk(const Risk& risk) {
    if (!is_probability(risk.probability) ||
        !is_probability(risk.mitigated_probability.value_or(0)))
      add_probability(risk.id);
    for (const Impact& impact : risk.impacts) {
      check_references(impact.activities, risk.id);
      add_distribution(impact.amount, risk.id);
      if (impact.mitigated) add_distribution(*impact.mitigated, risk.id);
    }
  }

  void check_exclusive() {
    std::map<std::string, double> sums;
    for (const Risk& risk : network_.risks) {
      if (risk.exclusive.empty()) continue;
      double& sum = sums[risk.exclusive];
      sum += std::max(risk.probability, risk.mitigated_probability.value_or(0));
      if (sum > 1 + 1e-9) add_probability(risk.id);
    }
  }

  void check_gates() {
    std::map<Index, int> gates;
    const auto use = [&](const std::vector<Index>& activities, const std::string& of) {
      check_references(activities, of);
      for (const Index activity : activities) {
        if (++gates[activity] == 2) add_value(of);  // Two branches cannot decide on one activity.
      }
    };
    for (const Branch& branch : network_.branches) {
      double sum = 0;
      for (const Branch::Alternative& alternative : branch.alternatives) {
        if (!is_probability(alternative.probability)) add_probability("branch");
        sum += alternative.probability;
        use(alternative.activities, "branch");
      }
      if (sum > 1 + 1e-9) add_probability("branch");
    }
    for (const Condition& condition : network_.conditions) {
      check_references({condition.activity}, "condition");
      use(condition.late, "condition");
      use(condition.early, "condition");
    }
  }

  void check_correlations() {
    std::map<Index, int> members;
    for (const Correlation& correlation : network_.correlations) {
      check_references(correlation.activities, "correlation");
      for (const Index activity : correlation.activities) members[activity] = 1;
      if (!(correlation.rho >= -1 && correlation.rho <= 1))
        add("simulation.bad_correlation", {{"of", "correlation"}});
    }
    limit(members.size(), k_correlated_max, "correlated activities");
  }

  const Network& network_;
  Refusals refusals_;
};

}  // namespace

Refusals faults_of(const Network& network) { return Validator(network).faults(); }

Refusals faults_of(const Options& options, const Network& network) {
  Refusals refusals;
  const auto range = [&](const char* option, double value, double least, double most) {
    if (value >= least && value <= most) return;
    refusals.push_back(refuse(RefusalKind::malformed, "simulation.bad_option", {},
                              {{"option", option},
                               {"min", std::to_string(static_cast<std::int64_t>(least))},
                               {"max", std::to_string(static_cast<std::int64_t>(most))}}));
  };
  range("iterations", static_cast<double>(options.iterations), 1, k_iterations_max);
  range("threads", options.threads, 1, k_threads_max);
  range("stop_percentile", options.stop_percentile, 0, 1);
  if (network.correlation_method == CorrelationMethod::iman_conover) {
    std::int64_t members = 0;
    for (const Correlation& correlation : network.correlations)
      members += static_cast<std::int64_t>(correlation.activities.size());
    if (members * options.iterations > k_correlated_values_max) {
      refusals.push_back(refuse(
          RefusalKind::rule, "simulation.too_large", {},
          {{"what", "correlated values"}, {"limit", std::to_string(k_correlated_values_max)}}));
    }
  }
  return refusals;
}

}  // namespace tc::engine::montecarlo
