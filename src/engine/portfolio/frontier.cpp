#include <algorithm>

#include "engine/portfolio/portfolio.h"

namespace tc::engine::portfolio {
namespace {

constexpr int k_points_max = 100;

std::int64_t amount_of(const Candidate& candidate, std::int32_t resource) {
  std::int64_t total = 0;
  for (const Use& use : candidate.uses) {
    if (use.resource != resource) continue;
    for (const std::int64_t part : use.amount) total += part;
  }
  return total;
}

std::int64_t total_use(const Model& model, const Selection& selection, std::int32_t resource) {
  std::int64_t total = 0;
  for (std::size_t row = 0; row < selection.size(); ++row) {
    if (selection[row] >= 0) total += amount_of(model.candidates[row], resource);
  }
  return total;
}

/// The model with one more resource: the total use of the given one.
Model limited(const Model& model, std::int32_t resource) {
  Model result = model;
  Resource total;
  total.id = "total";
  total.scale = model.resources[static_cast<std::size_t>(resource)].scale;
  total.pooled = true;
  total.capacity = {0};
  for (Candidate& candidate : result.candidates) {
    if (const std::int64_t amount = amount_of(candidate, resource); amount > 0)
      candidate.uses.push_back({static_cast<std::int32_t>(model.resources.size()), {amount}});
  }
  result.resources.push_back(std::move(total));
  return result;
}

}  // namespace

Result<std::vector<FrontierPoint>> efficient_frontier(const Model& model, std::int32_t resource,
                                                      int points, const Options& options,
                                                      Progress& progress) {
  const bool known = resource >= 0 && static_cast<std::size_t>(resource) < model.resources.size();
  if (!known || points < 1 || points > k_points_max)
    return refuse(RefusalKind::rule, "portfolio.bad_value", {}, {{"of", "frontier"}});
  const Result<Outcome> best = optimize(model, options, progress);
  if (!best) return best.refusals();
  const std::int64_t most = total_use(model, best->selection, resource);
  Model limit = limited(model, resource);
  const auto scale = static_cast<double>(limit.resources.back().scale);
  std::vector<FrontierPoint> frontier;
  for (int point = 1; point <= points; ++point) {
    limit.resources.back().capacity = {most * point / points};
    const Result<Outcome> outcome = optimize(limit, options, progress);
    if (!outcome) continue;  // Must-dos may need more than this limit.
    FrontierPoint entry;
    entry.limit = static_cast<double>(limit.resources.back().capacity.front()) / scale;
    entry.used = static_cast<double>(total_use(model, outcome->selection, resource)) / scale;
    entry.objective = outcome->objective;
    for (std::size_t row = 0; row < outcome->selection.size(); ++row) {
      if (outcome->selection[row] >= 0) entry.selected.push_back(model.candidates[row].id);
    }
    // More money never gives less: a heuristic answer below the point before is not efficient.
    if (frontier.empty() || entry.objective > frontier.back().objective)
      frontier.push_back(std::move(entry));
  }
  return frontier;
}

}  // namespace tc::engine::portfolio
