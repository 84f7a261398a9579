#include "engine/level/topology.h"

namespace tc::engine::level {

std::vector<std::int32_t> topological_order(const Instance& instance) {
  const std::size_t count = instance.activities.size();
  std::vector<std::int32_t> waiting(count, 0);
  for (const Activity& activity : instance.activities) {
    for (const std::int32_t to : activity.successors) ++waiting[static_cast<std::size_t>(to)];
  }
  std::vector<std::int32_t> order;
  order.reserve(count);
  for (std::size_t row = 0; row < count; ++row) {
    if (waiting[row] == 0) order.push_back(static_cast<std::int32_t>(row));
  }
  for (std::size_t at = 0; at < order.size(); ++at) {
    for (const std::int32_t to :
         instance.activities[static_cast<std::size_t>(order[at])].successors) {
      if (--waiting[static_cast<std::size_t>(to)] == 0) order.push_back(to);
    }
  }
  return order;
}

}  // namespace tc::engine::level
