#include <cmath>
#include <numeric>

#include "base/text.h"
#include "functions/risk/risk.h"
#include "project/report_tools.h"

namespace tc::functions::risk {

using namespace kernel;

namespace {

constexpr double k_percent = 100.0;

/// Whether a setting is for this project (2), for all (1) or for another one (0).
int nearness(const Row& row, Id project) {
  if (!row.has("for_project")) return 1;
  return row.integer("for_project") == project ? 2 : 0;
}

}  // namespace

std::vector<double> shares_in(std::string_view text) {
  std::vector<double> shares;
  for (const std::string_view word : split(text, ' ')) {
    if (word.empty()) continue;
    const Result<Json> number = parse_json(word);
    if (!number || !number->is_number()) return {};
    const double share = number->number() / k_percent;
    if (share <= (shares.empty() ? 0 : shares.back()) || share > 1) return {};
    shares.push_back(share);
  }
  return shares;
}

double Scale::of(std::int64_t level) const {
  if (level < 1 || probability.empty()) return 0;
  return probability[std::min(static_cast<std::size_t>(level), probability.size()) - 1];
}

Settings::Settings(Reader& reader)
    : scales_(reader.list_any("risk_scale", {})),
      appetites_(reader.list_any("risk_appetite", {})) {}

Scale Settings::scale(Id project) const {
  Scale scale;
  int best = 0;
  for (const Row& row : scales_) {
    const int near = nearness(row, project);
    if (near <= best) continue;
    best = near;
    scale.levels = row.integer("levels", k_levels_usual);
    scale.probability = shares_in(row.text("probabilities"));
    if (!scale.probability.empty()) continue;
    if (scale.levels == k_levels_usual) {
      scale.probability = Scale().probability;
      continue;
    }
    for (std::int64_t level = 1; level <= scale.levels; ++level)
      scale.probability.push_back((static_cast<double>(level) - 0.5) /
                                  static_cast<double>(scale.levels));
  }
  return scale;
}

Appetite Settings::appetite(Id project, std::string_view category) const {
  Appetite appetite;
  int best = 0;
  for (const Row& row : appetites_) {
    const int near = nearness(row, project);
    const bool named = row.has("category");
    if (near == 0 || (named && row.text("category") != category)) continue;
    const int rank = 2 * near + (named ? 1 : 0);
    if (rank <= best) continue;
    best = rank;
    appetite.score_max = row.integer("score_max");
    appetite.exposure_minor_max.reset();
    if (row.has("exposure_max"))
      appetite.exposure_minor_max = project::minor_units(row, "exposure_max");
  }
  return appetite;
}

std::int64_t expected_loss(const Row& risk, const Scale& scale, std::string_view probability) {
  const std::int64_t amount =
      std::llround(scale.of(risk.integer(probability)) *
                   static_cast<double>(project::minor_units(risk, "impact_cost")));
  return risk.text("kind") == "opportunity" ? -amount : amount;
}

}  // namespace tc::functions::risk
