#include <algorithm>
#include <utility>

#include "base/row.h"
#include "engine/level/plan_pass.h"

/// Activities that go to other people.
namespace tc::engine::level {
namespace {

/// So many ways to staff one activity are looked at.
constexpr int k_teams_max = 64;

/// Goes through the teams of an activity, the present one first: for every demand the present
/// resource or one of those that may take it over, like the digits of a number.
class Teams {
 public:
  Teams(PlanModel& model, const PlanWays& ways, plan::Index activity)
      : model_(model),
        ways_(ways),
        first_(model.demand_begin[row_of(activity)]),
        last_(model.demand_begin[row_of(activity) + 1]),
        digit_(last_ - first_) {
    for (std::size_t at = first_; at < last_; ++at) present_.push_back(model.demands[at].resource);
  }

  /// Puts the next team into the model; false where there is none.
  bool next() {
    do {
      if (!count_up()) return false;
    } while (has_twice() || has_too_few());
    return true;
  }
  [[nodiscard]] std::vector<DemandSwap> swaps() const {
    std::vector<DemandSwap> swaps;
    for (std::size_t at = first_; at < last_; ++at) {
      if (model_.demands[at].resource != present_[at - first_])
        swaps.push_back({at, present_[at - first_], model_.demands[at].resource});
    }
    return swaps;
  }
  void restore() {
    for (std::size_t at = first_; at < last_; ++at)
      model_.demands[at].resource = present_[at - first_];
  }

 private:
  bool count_up() {
    for (std::size_t at = first_; at < last_; ++at) {
      const auto others = ways_.others_of(at);
      std::size_t& digit = digit_[at - first_];
      digit = digit == others.size() ? 0 : digit + 1;
      model_.demands[at].resource = digit == 0 ? present_[at - first_] : others[digit - 1];
      if (digit != 0) return true;
    }
    return false;
  }
  /// Nobody works on one activity twice.
  [[nodiscard]] bool has_twice() const {
    for (std::size_t at = first_; at < last_; ++at) {
      for (std::size_t other = first_; other < at; ++other) {
        if (model_.demands[at].units > 0 && model_.demands[other].units > 0 &&
            model_.demands[at].resource == model_.demands[other].resource)
          return true;
      }
    }
    return false;
  }

  /// A way with more people than another resource has.
  [[nodiscard]] bool has_too_few() const {
    for (std::size_t at = first_; at < last_; ++at) {
      const Demand& demand = model_.demands[at];
      if (demand.resource != present_[at - first_] &&
          demand.units > model_.capacity[row_of(demand.resource)])
        return true;
    }
    return false;
  }

  PlanModel& model_;
  const PlanWays& ways_;
  std::size_t first_;
  std::size_t last_;
  std::vector<std::size_t> digit_;
  std::vector<plan::Index> present_;
};

}  // namespace

std::vector<DemandSwap> PlanPass::choose_people(schedule::NodeIndex index,
                                                const PassOptions& options, Place& place) {
  const PlanTime asked = state_.early[row_of(index)].start;
  const auto is_ideal = [&] {
    return place.found && place.parts.empty() && place.dates.start == asked;
  };
  if (options.ways->others.empty() || is_ideal()) return {};
  std::vector<DemandSwap> best;
  Teams teams(model_, *options.ways, model_.network.activity[row_of(index)]);
  for (int team = 1; team < k_teams_max && !is_ideal() && teams.next(); ++team) {
    Place other = find_place(index, options);
    const bool better = other.found && (!place.found || other.dates.finish < place.dates.finish);
    if (!better) continue;
    place = std::move(other);
    best = teams.swaps();
  }
  teams.restore();
  swap_demands(model_, best);
  return best;
}

}  // namespace tc::engine::level
