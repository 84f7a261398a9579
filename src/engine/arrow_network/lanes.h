#pragma once

#include <cstdint>
#include <functional>
#include <limits>
#include <map>
#include <unordered_map>

namespace tc::engine::arrow_network {

inline constexpr std::int32_t k_no_lane = std::numeric_limits<std::int32_t>::min();
/// Places and distances on the time axis stay below this, so that sums of them fit.
inline constexpr std::int64_t k_place_max = std::int64_t{1} << 60;

/// What lies on each lane of a picture under construction.
class Lanes {
 public:
  /// Closed; between two events, or one event alone.
  struct Piece {
    std::int64_t begin = 0;
    std::int64_t end = 0;
    std::int32_t from = 0;
    std::int32_t to = 0;
  };
  /// Which events of a piece lie on the lane themselves: others may touch it there.
  struct Touches {
    bool from = false;
    bool to = false;
  };

  explicit Lanes(std::int64_t clearance) : clearance_(clearance) {}

  void add(std::int32_t lane, const Piece& piece);
  [[nodiscard]] bool is_free(std::int32_t lane, const Piece& piece, Touches touches) const;
  /// The lane that `fits` with the least way from `begins` and to `ends`.
  [[nodiscard]] std::int32_t nearest(std::int32_t begins, std::int32_t ends,
                                     const std::function<bool(std::int32_t)>& fits) const;

 private:
  std::int64_t clearance_;
  std::unordered_map<std::int32_t, std::multimap<std::int64_t, Piece>> pieces_;
};

}  // namespace tc::engine::arrow_network
