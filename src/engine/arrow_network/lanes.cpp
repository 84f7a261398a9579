#include "engine/arrow_network/lanes.h"

#include <algorithm>

namespace tc::engine::arrow_network {

void Lanes::add(std::int32_t lane, const Piece& piece) {
  pieces_[lane].emplace(piece.begin, piece);
}

bool Lanes::is_free(std::int32_t lane, const Piece& piece, Touches touches) const {
  const auto found = pieces_.find(lane);
  if (found == pieces_.end()) return true;
  const auto& row = found->second;
  // What ends far before the piece ends all search: pieces of a lane do not overlap.
  for (auto at = row.upper_bound(piece.end + clearance_); at != row.begin();) {
    const Piece& other = (--at)->second;
    if (other.end < piece.begin - clearance_) return true;
    const bool before = touches.from && other.end <= piece.begin && other.to == piece.from;
    const bool after = touches.to && other.begin >= piece.end && other.from == piece.to;
    if (!before && !after) return false;
  }
  return true;
}

std::int32_t Lanes::nearest(std::int32_t begins, std::int32_t ends,
                            const std::function<bool(std::int32_t)>& fits) const {
  const auto [low, high] = std::minmax(begins, ends);
  if (fits(begins)) return begins;
  if (fits(ends)) return ends;
  for (std::int32_t lane = low + 1; lane < high; ++lane) {
    if (fits(lane)) return lane;
  }
  for (std::int32_t step = 1;; ++step) {
    if (fits(high + step)) return high + step;
    if (fits(low - step)) return low - step;
  }
}

}  // namespace tc::engine::arrow_network
