#include "engine/survey/opinion.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "engine/quality/distribution.h"
#include "engine/quality/statistics.h"

namespace tc::engine::survey {
namespace {

constexpr std::int64_t k_count_max = std::int64_t{1} << 53;

bool are_values(std::span<const double> values) { return std::ranges::all_of(values, is_value); }

Refusal too_few(int needed) {
  return refuse(RefusalKind::rule, "survey.too_few_answers", {},
                {{"needed", std::to_string(needed)}});
}

Refusal invalid() { return refuse(RefusalKind::rule, "survey.value_invalid"); }

bool is_confidence(double confidence) { return confidence > 0 && confidence < 1; }

Figure mean_of(const std::vector<double>& values) {
  if (values.empty()) return undefined("survey.too_few_answers");
  return known(quality::summarise(values).mean);
}

}  // namespace

Result<NetPromoter> net_promoter(std::int64_t promoters, std::int64_t passives,
                                 std::int64_t detractors, double confidence) {
  for (const std::int64_t count : {promoters, passives, detractors}) {
    if (count < 0 || count > k_count_max) return invalid();
  }
  if (!is_confidence(confidence)) return refuse(RefusalKind::rule, "survey.confidence_invalid");
  const auto n = static_cast<double>(promoters + passives + detractors);
  if (!(n > 0)) return too_few(1);
  const double p = static_cast<double>(promoters) / n;
  const double d = static_cast<double>(detractors) / n;
  const double variance = p + d - (p - d) * (p - d);
  const double z = quality::normal_quantile((1 + confidence) / 2);
  return NetPromoter{100 * (p - d), 100 * z * std::sqrt(std::fmax(variance, 0) / n)};
}

Result<NetPromoter> net_promoter(std::span<const std::int32_t> answers, double confidence) {
  std::int64_t promoters = 0;
  std::int64_t detractors = 0;
  for (const std::int32_t answer : answers) {
    if (answer < 0 || answer > 10) return invalid();
    promoters += answer >= 9;
    detractors += answer <= 6;
  }
  const auto all = static_cast<std::int64_t>(answers.size());
  return net_promoter(promoters, all - promoters - detractors, detractors, confidence);
}

Result<Interval> mean_with_interval(std::span<const double> values, double confidence) {
  if (values.size() < 2) return too_few(2);
  if (!are_values(values)) return invalid();
  if (!is_confidence(confidence)) return refuse(RefusalKind::rule, "survey.confidence_invalid");
  const quality::Summary summary = quality::summarise(values);
  const auto n = static_cast<double>(values.size());
  const double half =
      quality::student_quantile((1 + confidence) / 2, n - 1) * *summary.deviation / std::sqrt(n);
  return Interval{summary.mean, summary.mean - half, summary.mean + half};
}

Result<Trend> trend(std::span<const double> times, std::span<const double> values, double level) {
  if (times.size() != values.size()) return refuse(RefusalKind::rule, "survey.shape_invalid");
  if (times.size() < 3) return too_few(3);
  if (!are_values(times) || !are_values(values)) return invalid();
  const quality::Summary t = quality::summarise(times);
  const quality::Summary v = quality::summarise(values);
  if (!(t.sum_of_squares > 0)) return refuse(RefusalKind::rule, "survey.no_variation");
  double product = 0;
  for (std::size_t at = 0; at < times.size(); ++at)
    product += (times[at] - t.mean) * (values[at] - v.mean);
  Trend result;
  result.slope = product / t.sum_of_squares;
  result.intercept = v.mean - result.slope * t.mean;
  double rest = 0;
  for (std::size_t at = 0; at < times.size(); ++at) {
    const double error = values[at] - result.intercept - result.slope * times[at];
    rest += error * error;
  }
  const auto freedom = static_cast<double>(times.size()) - 2;
  if (!(v.sum_of_squares > 0)) {
    result.p = undefined("survey.no_variation");
  } else if (rest <= v.sum_of_squares * 1e-28) {
    result.p = known(0);  // A perfect line.
  } else {
    const double error = std::sqrt(rest / freedom / t.sum_of_squares);
    result.p = known(2 * quality::student_cdf(-std::abs(result.slope / error), freedom));
  }
  result.significant = result.p.defined() && result.p.value < level;
  return result;
}

Result<TrainingResult> evaluate_training(const Training& training) {
  for (const auto* list : {&training.reaction, &training.before, &training.after,
                           &training.behaviour, &training.results}) {
    if (!are_values(*list)) return invalid();
  }
  if (training.before.size() != training.after.size())
    return refuse(RefusalKind::rule, "survey.shape_invalid");
  TrainingResult result;
  result.reaction = mean_of(training.reaction);
  const Figure before = mean_of(training.before);
  result.learning_gain =
      before.defined() ? known(mean_of(training.after).value - before.value) : before;
  result.behaviour = mean_of(training.behaviour);
  result.results = mean_of(training.results);
  const auto cost = static_cast<double>(training.cost_minor);
  const auto benefit = static_cast<double>(training.benefit_minor);
  result.return_on_investment =
      cost > 0 ? known((benefit - cost) / cost) : undefined("survey.no_cost");
  return result;
}

Result<CompetenceGap> competence_gap(std::span<const Competence> competences) {
  CompetenceGap result;
  double weights = 0;
  double shortfall = 0;
  for (const Competence& competence : competences) {
    const std::array<double, 3> values = {competence.required, competence.assessed,
                                          competence.weight};
    if (!are_values(values) || competence.weight < 0) return invalid();
    result.gaps.push_back(competence.required - competence.assessed);
    weights += competence.weight;
    shortfall += competence.weight * std::fmax(result.gaps.back(), 0);
  }
  result.weighted = weights > 0 ? known(shortfall / weights) : undefined("survey.no_variation");
  return result;
}

}  // namespace tc::engine::survey
