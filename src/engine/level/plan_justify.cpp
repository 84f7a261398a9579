#include "engine/level/plan_justify.h"

#include <algorithm>
#include <numeric>
#include <queue>
#include <utility>

#include "base/row.h"
#include "engine/level/skyline.h"

namespace tc::engine::level {
namespace {

using schedule::NodeIndex;

/// Times run backwards here: working tenths before the finish of all.
class Justifier {
 public:
  Justifier(const PlanModel& model, std::span<const PlanTime> start)
      : model_(model), length_(start.size()), end_(start.size()) {
    const plan::WorkingTime& calendar =
        model.network.calendars[model.network.projects.front().calendar];
    for (std::size_t row = 0; row < start.size(); ++row) {
      const schedule::Node& node = model.network.nodes[row];
      const plan::WorkingTime& own = model.network.calendars[node.calendar];
      const std::int32_t begin = calendar.position(start[row]);
      end_[row] = calendar.position(own.finish_at(own.position(start[row]) + node.duration));
      length_[row] = std::max(0, end_[row] - begin);
    }
    const std::int32_t last = *std::ranges::max_element(end_);
    for (std::int32_t& end : end_) end = last - end;
    for (const std::int64_t capacity : model.capacity) skylines_.emplace_back(capacity);
  }

  std::vector<std::int32_t> order() {
    const std::size_t count = end_.size();
    std::vector<std::uint32_t> open(count);
    using Entry = std::pair<std::int32_t, NodeIndex>;  // End, node; the later in the network first.
    std::priority_queue<Entry, std::vector<Entry>, std::greater<>> ready;
    for (std::size_t row = 0; row < count; ++row) {
      const auto node = static_cast<NodeIndex>(row);
      open[row] = static_cast<std::uint32_t>(model_.network.successors(node).size());
      if (open[row] == 0) ready.emplace(end_[row], -node);
    }
    while (!ready.empty()) {
      const NodeIndex node = -ready.top().second;
      ready.pop();
      place(node);
      for (const schedule::Edge& edge : model_.network.predecessors(node)) {
        if (--open[row_of(edge.node)] == 0) ready.emplace(end_[row_of(edge.node)], -edge.node);
      }
    }
    std::vector<std::int32_t> list(count);
    std::iota(list.begin(), list.end(), 0);
    std::ranges::stable_sort(list, std::ranges::greater{}, [&](std::int32_t row) {
      return end_[row_of(row)] + length_[row_of(row)];
    });
    return list;
  }

 private:
  [[nodiscard]] std::int32_t asked(NodeIndex node) const {
    std::int64_t end = 0;
    for (const schedule::Edge& edge : model_.network.successors(node)) {
      const std::size_t to = row_of(edge.node);
      const auto kind = static_cast<plan::LinkKind>(edge.kind);
      const bool from_start = kind == plan::LinkKind::ss || kind == plan::LinkKind::sf;
      const bool to_start = kind == plan::LinkKind::fs || kind == plan::LinkKind::ss;
      const schedule::Lag& lag = model_.network.lags[edge.lag];
      std::int64_t asks = std::int64_t{end_[to]} + (to_start ? length_[to] : 0);
      if (!lag.percent) asks += lag.amount;
      if (from_start) asks -= length_[row_of(node)];
      end = std::max(end, asks);
    }
    return within(end, length_[row_of(node)]);
  }

  /// So that adding a length stays inside of what a time can hold.
  [[nodiscard]] static std::int32_t within(std::int64_t end, std::int32_t length) {
    return static_cast<std::int32_t>(std::min<std::int64_t>(end, plan::k_plan_time_max - length));
  }

  void place(NodeIndex node) {
    const std::size_t row = row_of(node);
    std::int32_t end = asked(node);
    const auto demands = model_.demands_of(model_.network.activity[row]);
    for (bool again = length_[row] > 0; again;) {
      again = false;
      for (const Demand& demand : demands) {
        Skyline& skyline = skylines_[row_of(demand.resource)];
        const std::int64_t units = std::min(demand.units, skyline.capacity());
        const PlanTime later = skyline.conflict_end(end, end + length_[row], units);
        if (later == k_no_time || later > plan::k_plan_time_max - length_[row]) continue;
        end = later;
        again = true;
      }
    }
    end_[row] = end;
    if (length_[row] == 0) return;
    for (const Demand& demand : demands) {
      Skyline& skyline = skylines_[row_of(demand.resource)];
      const std::int64_t units = std::min(demand.units, skyline.capacity());
      if (units > 0) skyline.add(end, end + length_[row], units);
    }
  }

  const PlanModel& model_;
  std::vector<std::int32_t> length_;
  std::vector<std::int32_t> end_;  ///< Tenths before the finish of all.
  std::vector<Skyline> skylines_;
};

}  // namespace

std::vector<std::int32_t> justified_order(const PlanModel& model, std::span<const PlanTime> start) {
  if (start.empty()) return {};
  return Justifier(model, start).order();
}

}  // namespace tc::engine::level
