#include "engine/earned_value/checks.h"

#include <algorithm>
#include <cstdlib>

namespace tc::engine::earned_value {
namespace {

constexpr std::size_t k_refusals_max = 50;

bool is_percentage(Technique technique) {
  switch (technique) {
    case Technique::percent_complete:
    case Technique::zero_hundred:
    case Technique::fifty_fifty:
    case Technique::twentyfive_seventyfive:
      return true;
    default:
      return false;
  }
}

class Checker {
 public:
  explicit Checker(const Input& input) : input_(input) {}

  Refusals run() {
    if (!shape_is_sound()) return refusals_;
    check_nodes(input_.wbs);
    check_nodes(input_.obs);
    for (std::size_t at = 0; at < input_.packages.size() && refusals_.size() < k_refusals_max; ++at)
      check_package(at);
    for (const Amount amount : {input_.management_reserve, input_.undistributed_budget})
      magnitude_ += std::abs(static_cast<double>(amount));
    // The sum of all magnitudes bounds every sum that is formed later.
    if (magnitude_ > static_cast<double>(k_amount_max)) add("earned_value.amount_out_of_range", "");
    return refusals_;
  }

 private:
  void add(std::string_view code, std::string_view id) {
    refusals_.push_back(refuse(RefusalKind::rule, code, id, {{"id", std::string(id)}}));
  }

  bool shape_is_sound() {
    const auto periods = static_cast<std::size_t>(std::max(input_.periods, 0));
    const std::size_t rows = input_.packages.size();
    if (input_.status_period < 0 || input_.status_period > input_.periods) {
      refusals_.push_back(refuse(RefusalKind::rule, "earned_value.period_invalid", "status_period",
                                 {{"periods", std::to_string(input_.periods)}}));
      return false;
    }
    const std::size_t most = k_cells_max / std::max<std::size_t>(periods, 1);
    if (input_.periods > k_account_periods_max || rows > most ||
        input_.wbs.size() + input_.obs.size() > most) {
      refusals_.push_back(refuse(RefusalKind::too_large, "earned_value.too_large", "packages",
                                 {{"limit", std::to_string(k_cells_max)}}));
      return false;
    }
    for (const Grid* grid : {&input_.planned, &input_.actual, &input_.progress}) {
      if (grid->periods == input_.periods && grid->cells.size() == rows * periods) continue;
      add("earned_value.field_invalid", "");
      return false;
    }
    return true;
  }

  void check_nodes(const std::vector<Node>& nodes) {
    for (std::size_t at = 0; at < nodes.size(); ++at) {
      if (nodes[at].parent < k_none || nodes[at].parent >= static_cast<Index>(at))
        add("earned_value.parent_invalid", nodes[at].id);
    }
  }

  static bool is_node(Index index, const std::vector<Node>& nodes) {
    return index == k_none || (index >= 0 && static_cast<std::size_t>(index) < nodes.size());
  }

  void check_package(std::size_t at) {
    const WorkPackage& package = input_.packages[at];
    if (!is_node(package.wbs, input_.wbs) || !is_node(package.obs, input_.obs))
      add("earned_value.node_unknown", package.id);
    check_technique(package);
    check_amounts(at);
    if (is_percentage(package.technique) || package.technique == Technique::units ||
        package.technique == Technique::standards)
      check_progress(at);
  }

  void check_technique(const WorkPackage& package) {
    if (package.technique == Technique::weighted_milestones) {
      std::int64_t weight = 0;
      bool sound = true;
      for (const Milestone& milestone : package.milestones) {
        sound = sound && milestone.weight >= 0 && milestone.weight <= k_amount_max;
        if (sound) weight += milestone.weight;
        sound = sound && weight <= k_amount_max;
      }
      if (!sound || weight <= 0) add("earned_value.milestones_missing", package.id);
    }
    const bool counts =
        package.technique == Technique::units || package.technique == Technique::standards;
    if (counts && (package.units_planned <= 0 || package.units_planned > k_amount_max))
      add("earned_value.units_missing", package.id);
    if (package.technique != Technique::apportioned) return;
    const bool exists =
        package.base >= 0 && static_cast<std::size_t>(package.base) < input_.packages.size();
    if (!exists ||
        input_.packages[static_cast<std::size_t>(package.base)].technique == Technique::apportioned)
      add("earned_value.base_invalid", package.id);
  }

  void check_amounts(std::size_t at) {
    const WorkPackage& package = input_.packages[at];
    const Amount* planned = input_.planned.row(at);
    const Amount* actual = input_.actual.row(at);
    bool falls = false;
    double sum = std::abs(static_cast<double>(package.estimate_to_complete.value_or(0)));
    for (std::int32_t period = 0; period < input_.periods; ++period) {
      falls = falls || planned[period] < 0;
      sum += std::abs(static_cast<double>(planned[period])) +
             std::abs(static_cast<double>(actual[period]));
    }
    magnitude_ += sum;
    if (falls) add("earned_value.curve_falls", package.id);
  }

  void check_progress(std::size_t at) {
    const WorkPackage& package = input_.packages[at];
    const std::int64_t highest = is_percentage(package.technique) ? k_whole_percent : k_amount_max;
    const Amount* done = input_.progress.row(at);
    for (std::int32_t period = 0; period < input_.status_period; ++period) {
      if (done[period] >= 0 && done[period] <= highest) continue;
      add("earned_value.progress_out_of_range", package.id);
      return;
    }
  }

  const Input& input_;
  Refusals refusals_;
  double magnitude_ = 0;
};

}  // namespace

Refusals refusals_of(const Input& input) { return Checker(input).run(); }

std::vector<Finding> findings_of(const Input& input, const Grid& earned) {
  std::vector<Finding> findings;
  for (std::size_t at = 0; at < input.packages.size(); ++at) {
    const WorkPackage& package = input.packages[at];
    const auto add = [&](std::string_view code, std::int32_t period) {
      findings.push_back({static_cast<Index>(at), code, period});
    };
    const Amount* value = earned.row(at);
    Amount cost = 0;
    Amount before = 0;
    for (std::int32_t period = 0; period < input.status_period; ++period) {
      cost += input.actual.row(at)[period];
      if (value[period] < before) add("earned_value.progress_fell", period + 1);
      before = value[period];
    }
    if (cost != 0 && before == 0) add("earned_value.cost_without_progress", input.status_period);
    if (cost == 0 && before != 0) add("earned_value.progress_without_cost", input.status_period);
    if (package.technique == Technique::percent_complete && before != 0 && !package.evidence)
      add("earned_value.evidence_missing", input.status_period);
  }
  return findings;
}

}  // namespace tc::engine::earned_value
