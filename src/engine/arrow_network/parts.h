#pragma once

#include <cstdint>
#include <vector>

#include "base/result.h"
#include "engine/arrow_network/arrow_network.h"

namespace tc::engine::arrow_network {

struct Part {
  std::int32_t work = 0;
  std::int32_t number = 0;  ///< 1, 2 …; 0: the work is in one piece.
  std::int64_t offset = 0;  ///< Where in its work it begins.
};

/// A network in which every link leads from a finish to a start. The first parts of the works come
/// first, in their order.
struct Parts {
  Network network;
  std::vector<Part> parts;
};

/// Cuts works where others begin before they are done: what begins with half of a work done follows
/// its first half. What begins together with a work follows what that work follows. `order` is a
/// topological one. O(V + E), beside what works that begin together take over from each other:
/// refuses `arrow_network.too_large` where that becomes more than k_links_max.
[[nodiscard]] Result<Parts> in_parts(const Network& network,
                                     const std::vector<std::int32_t>& order);

}  // namespace tc::engine::arrow_network
