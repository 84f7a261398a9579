#include "engine/earned_value/measures.h"

#include <algorithm>
#include <string>

namespace tc::engine::earned_value {
namespace {

constexpr std::array<MeasureName, k_measure_count> k_names = {{
    {Measure::schedule_variance, "schedule_variance", Dimension::amount},
    {Measure::cost_variance, "cost_variance", Dimension::amount},
    {Measure::schedule_variance_percent, "schedule_variance_percent", Dimension::ratio},
    {Measure::cost_variance_percent, "cost_variance_percent", Dimension::ratio},
    {Measure::schedule_performance_index, "spi", Dimension::ratio},
    {Measure::cost_performance_index, "cpi", Dimension::ratio},
    {Measure::percent_complete, "percent_complete", Dimension::ratio},
    {Measure::percent_spent, "percent_spent", Dimension::ratio},
    {Measure::eac_at_plan, "eac_at_plan", Dimension::amount},
    {Measure::eac_cpi, "eac_cpi", Dimension::amount},
    {Measure::eac_cpi_spi, "eac_cpi_spi", Dimension::amount},
    {Measure::eac_80_20, "eac_80_20", Dimension::amount},
    {Measure::eac_bottom_up, "eac_bottom_up", Dimension::amount},
    {Measure::etc_cpi, "etc_cpi", Dimension::amount},
    {Measure::variance_at_completion, "vac", Dimension::amount},
    {Measure::tcpi_bac, "tcpi_bac", Dimension::ratio},
    {Measure::tcpi_eac, "tcpi_eac", Dimension::ratio},
    {Measure::earned_schedule, "earned_schedule", Dimension::time},
    {Measure::schedule_variance_time, "schedule_variance_time", Dimension::time},
    {Measure::schedule_performance_index_time, "spi_time", Dimension::ratio},
    {Measure::tspi, "tspi", Dimension::ratio},
    {Measure::ieac_time, "ieac_time", Dimension::time},
    {Measure::duration_pv_plan, "duration_pv_plan", Dimension::time},
    {Measure::duration_pv_spi, "duration_pv_spi", Dimension::time},
    {Measure::duration_pv_sci, "duration_pv_sci", Dimension::time},
    {Measure::duration_ed_plan, "duration_ed_plan", Dimension::time},
    {Measure::duration_ed_spi, "duration_ed_spi", Dimension::time},
    {Measure::duration_ed_sci, "duration_ed_sci", Dimension::time},
    {Measure::duration_es_plan, "duration_es_plan", Dimension::time},
    {Measure::duration_es_spi_time, "duration_es_spi_time", Dimension::time},
    {Measure::duration_es_sci_time, "duration_es_sci_time", Dimension::time},
    {Measure::p_factor, "p_factor", Dimension::ratio},
}};

/// The quotient, or why there is none: the divisor's absence.
Figure ratio(double dividend, double divisor, std::string_view reason) {
  if (!(divisor > 0)) return undefined(reason);
  return known(dividend / divisor);
}

/// `base` + `work` / `factor`, where the factor is a performance index.
Figure at_pace(double base, double work, const Figure& factor) {
  if (!factor.defined()) return factor;
  if (!(factor.value > 0)) return undefined("earned_value.no_earned_value");
  return known(base + work / factor.value);
}

Figure product(const Figure& a, const Figure& b) {
  if (!a.defined()) return a;
  return b.defined() ? known(a.value * b.value) : b;
}

struct Values {
  double planned, earned, actual, budget, time, duration;
};

void fill_indices(const Values& v, Indicators& out) {
  out[Measure::schedule_variance] = known(v.earned - v.planned);
  out[Measure::cost_variance] = known(v.earned - v.actual);
  out[Measure::schedule_variance_percent] =
      ratio(v.earned - v.planned, v.planned, "earned_value.no_planned_value");
  out[Measure::cost_variance_percent] =
      ratio(v.earned - v.actual, v.earned, "earned_value.no_earned_value");
  out[Measure::schedule_performance_index] =
      ratio(v.earned, v.planned, "earned_value.no_planned_value");
  out[Measure::cost_performance_index] = ratio(v.earned, v.actual, "earned_value.no_actual_cost");
  out[Measure::percent_complete] = ratio(v.earned, v.budget, "earned_value.no_budget");
  out[Measure::percent_spent] = ratio(v.actual, v.budget, "earned_value.no_budget");
}

void fill_cost_forecasts(const Values& v, std::optional<Amount> estimate, Indicators& out) {
  const Figure& cpi = out[Measure::cost_performance_index];
  const Figure& spi = out[Measure::schedule_performance_index];
  const double remaining = v.budget - v.earned;
  out[Measure::eac_at_plan] = known(v.actual + remaining);
  out[Measure::eac_cpi] = at_pace(v.actual, remaining, cpi);
  out[Measure::eac_cpi_spi] = at_pace(v.actual, remaining, product(cpi, spi));
  const Figure blend = !cpi.defined()   ? cpi
                       : !spi.defined() ? spi
                                        : known(.8 * cpi.value + .2 * spi.value);
  out[Measure::eac_80_20] = at_pace(v.actual, remaining, blend);
  out[Measure::eac_bottom_up] = estimate ? known(v.actual + static_cast<double>(*estimate))
                                         : undefined("earned_value.estimate_missing");
  const Figure& eac = out[Measure::eac_cpi];
  out[Measure::etc_cpi] = eac.defined() ? known(eac.value - v.actual) : eac;
  out[Measure::variance_at_completion] = eac.defined() ? known(v.budget - eac.value) : eac;
  out[Measure::tcpi_bac] = ratio(remaining, v.budget - v.actual, "earned_value.budget_spent");
  out[Measure::tcpi_eac] =
      eac.defined() ? ratio(remaining, eac.value - v.actual, "earned_value.nothing_remains") : eac;
}

void fill_durations(const Values& v, double earned_schedule, Indicators& out) {
  const Figure& spi = out[Measure::schedule_performance_index];
  const Figure sci = product(spi, out[Measure::cost_performance_index]);
  const Figure spi_time = ratio(earned_schedule, v.time, "earned_value.no_time_passed");
  const Figure sci_time = product(spi_time, out[Measure::cost_performance_index]);
  out[Measure::earned_schedule] = known(earned_schedule);
  out[Measure::schedule_variance_time] = known(earned_schedule - v.time);
  out[Measure::schedule_performance_index_time] = spi_time;
  const double open = v.duration - earned_schedule;
  out[Measure::tspi] = ratio(open, v.duration - v.time, "earned_value.after_planned_duration");
  const Figure no_progress = undefined("earned_value.no_progress_in_time");
  const bool moves = spi_time.defined() && spi_time.value > 0;
  const Figure pace = moves ? spi_time : spi_time.defined() ? no_progress : spi_time;
  out[Measure::ieac_time] = at_pace(0, v.duration, pace);

  const double time_variance = (v.earned - v.planned) * v.duration / v.budget;
  out[Measure::duration_pv_plan] = known(v.duration - time_variance);
  out[Measure::duration_pv_spi] = at_pace(0, v.duration, spi);
  out[Measure::duration_pv_sci] = at_pace(0, v.duration, sci);

  const double horizon = std::max(v.duration, v.time);
  const Figure earned_duration = spi.defined() ? known(v.time * spi.value) : spi;
  const auto by_earned_duration = [&](const Figure& factor) {
    if (!earned_duration.defined()) return earned_duration;
    return at_pace(v.time, horizon - earned_duration.value, factor);
  };
  out[Measure::duration_ed_plan] = by_earned_duration(known(1));
  out[Measure::duration_ed_spi] = by_earned_duration(spi);
  out[Measure::duration_ed_sci] = by_earned_duration(sci);

  out[Measure::duration_es_plan] = known(v.time + open);
  out[Measure::duration_es_spi_time] = at_pace(v.time, open, pace);
  const Figure both = pace.defined() ? sci_time : pace;
  out[Measure::duration_es_sci_time] = at_pace(v.time, open, both);
}

/// Without a budget nothing can be forecast.
void fill_without_budget(Indicators& out) {
  for (std::size_t at = static_cast<std::size_t>(Measure::tcpi_bac); at < k_measure_count; ++at) {
    out.figures[at] = undefined("earned_value.no_budget");
  }
}

Refusals problems_of(const AccountStatus& status) {
  Refusals refusals;
  const auto add = [&](std::string_view code, std::vector<Argument> arguments = {}) {
    refusals.push_back(refuse(RefusalKind::rule, code, {}, std::move(arguments)));
  };
  if (status.planned.empty()) {
    add("earned_value.curve_missing");
    return refusals;
  }
  const auto in_range = [](Amount amount) {
    return amount >= -k_amount_max && amount <= k_amount_max;
  };
  if (!in_range(status.planned.front()) || !in_range(status.planned.back()) ||
      !in_range(status.earned) || !in_range(status.actual) ||
      !in_range(status.estimate_to_complete.value_or(0)))
    add("earned_value.amount_out_of_range");
  if (!std::is_sorted(status.planned.begin(), status.planned.end()) || status.planned.front() < 0)
    add("earned_value.curve_falls");
  if (status.period < 0)
    add("earned_value.period_invalid", {{"periods", std::to_string(status.planned.size() - 1)}});
  if (status.earned < 0 || status.earned > status.planned.back())
    add("earned_value.exceeds_budget", {{"id", ""},
                                        {"earned", std::to_string(status.earned)},
                                        {"budget", std::to_string(status.planned.back())}});
  return refusals;
}

}  // namespace

std::span<const MeasureName> measure_names() { return k_names; }

std::int32_t planned_duration(std::span<const Amount> planned) {
  const auto first = std::lower_bound(planned.begin(), planned.end(), planned.back());
  return static_cast<std::int32_t>(first - planned.begin());
}

double earned_schedule(std::span<const Amount> planned, Amount earned) {
  const std::int32_t duration = planned_duration(planned);
  if (earned >= planned.back()) return duration;
  const auto above = std::upper_bound(planned.begin(), planned.end(), earned);
  if (above == planned.begin()) return 0;
  const auto below = above - 1;
  const double whole = static_cast<double>(below - planned.begin());
  return whole + static_cast<double>(earned - *below) / static_cast<double>(*above - *below);
}

Result<Indicators> measure(const AccountStatus& status) {
  Refusals problems = problems_of(status);
  if (!problems.empty()) return problems;
  const auto last = static_cast<std::int32_t>(status.planned.size()) - 1;
  const Values values{
      static_cast<double>(status.planned[static_cast<std::size_t>(std::min(status.period, last))]),
      static_cast<double>(status.earned),
      static_cast<double>(status.actual),
      static_cast<double>(status.planned.back()),
      static_cast<double>(status.period),
      static_cast<double>(planned_duration(status.planned))};
  Indicators out;
  fill_indices(values, out);
  fill_cost_forecasts(values, status.estimate_to_complete, out);
  if (values.budget > 0) {
    fill_durations(values, earned_schedule(status.planned, status.earned), out);
  } else {
    fill_without_budget(out);
  }
  out[Measure::p_factor] = undefined("earned_value.no_packages");
  return out;
}

}  // namespace tc::engine::earned_value
