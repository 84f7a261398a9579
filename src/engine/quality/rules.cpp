#include "engine/quality/rules.h"

#include <array>
#include <bit>

#include "base/failure.h"

namespace tc::engine::quality {
namespace {

constexpr std::array<RuleName, 9> k_names = {{
    {k_beyond_3, "beyond_3_sigma"},
    {k_nine_one_side, "nine_one_side"},
    {k_six_monotone, "six_monotone"},
    {k_fourteen_alternating, "fourteen_alternating"},
    {k_two_of_three, "two_of_three_beyond_2_sigma"},
    {k_four_of_five, "four_of_five_beyond_1_sigma"},
    {k_fifteen_within_1, "fifteen_within_1_sigma"},
    {k_eight_beyond_1, "eight_beyond_1_sigma"},
    {k_eight_one_side, "eight_one_side"},
}};

/// Length of the present run of points for which something holds.
void extend(int& run, bool holds) { run = holds ? run + 1 : 0; }

/// The last points as bits, newest lowest: 1 where the point is beyond the zone.
struct Window {
  unsigned bits = 0;
  /// Whether `needed` of the last points inside `mask` are beyond, the newest among them.
  bool slide(bool beyond, unsigned mask, int needed) {
    bits = (bits << 1 | static_cast<unsigned>(beyond)) & mask;
    return beyond && std::popcount(bits) >= needed;
  }
};

/// What must be remembered of the points before.
class State {
 public:
  Rules next(double z) {
    extend(above_, z > 0);
    extend(below_, z < 0);
    extend(within_, z >= -1 && z <= 1);
    extend(beyond_, z > 1 || z < -1);
    follow(z);
    const int side = above_ > below_ ? above_ : below_;
    const bool two_above = two_above_.slide(z > 2, 7, 2);
    const bool two_below = two_below_.slide(z < -2, 7, 2);
    const bool four_above = four_above_.slide(z > 1, 31, 4);
    const bool four_below = four_below_.slide(z < -1, 31, 4);
    const auto flag = [](bool holds, Rule rule) {
      return holds ? static_cast<unsigned>(rule) : 0U;
    };
    return static_cast<Rules>(
        flag(z > 3 || z < -3, k_beyond_3) | flag(side >= 9, k_nine_one_side) |
        flag(rises_ >= 5 || falls_ >= 5, k_six_monotone) |
        flag(alternations_ >= 13, k_fourteen_alternating) |
        flag(two_above || two_below, k_two_of_three) |
        flag(four_above || four_below, k_four_of_five) | flag(within_ >= 15, k_fifteen_within_1) |
        flag(beyond_ >= 8, k_eight_beyond_1) | flag(side >= 8, k_eight_one_side));
  }

 private:
  /// Runs of steps up, down, and of steps that change direction.
  void follow(double z) {
    const int direction = !started_ ? 0 : z > before_ ? 1 : z < before_ ? -1 : 0;
    extend(rises_, direction > 0);
    extend(falls_, direction < 0);
    if (direction == 0) {
      alternations_ = 0;
    } else {
      alternations_ = direction == -direction_ ? alternations_ + 1 : 1;
    }
    direction_ = direction;
    before_ = z;
    started_ = true;
  }

  int above_ = 0, below_ = 0, within_ = 0, beyond_ = 0;
  int rises_ = 0, falls_ = 0, alternations_ = 0, direction_ = 0;
  Window two_above_, two_below_, four_above_, four_below_;
  double before_ = 0;
  bool started_ = false;
};

}  // namespace

void check_rules(std::span<const double> z, Rules rules, std::span<Rules> flags) {
  TC_ASSERT(z.size() == flags.size());
  State state;
  for (std::size_t at = 0; at < z.size(); ++at)
    flags[at] = static_cast<Rules>(state.next(z[at]) & rules);
}

std::span<const RuleName> rule_names() { return k_names; }

}  // namespace tc::engine::quality
