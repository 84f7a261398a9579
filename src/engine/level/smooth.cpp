#include "engine/level/smooth.h"

#include <algorithm>
#include <utility>

#include "base/row.h"
#include "engine/level/problem.h"
#include "engine/level/random.h"

namespace tc::engine::level {
namespace {

class Smoother {
 public:
  Smoother(const Problem& problem, std::int32_t duration)
      : problem_(problem),
        duration_(duration),
        resources_(problem.limits.size()),
        use_(row_of(duration) * resources_, 0),
        start_(problem.head) {
    for (std::int32_t row = 0; row < problem.count; ++row) book(row, 1);
  }

  /// Σ use² over resources and periods.
  [[nodiscard]] std::int64_t squares() const {
    std::int64_t sum = 0;
    for (const std::int64_t use : use_) sum += use * use;
    return sum;
  }

  /// Every activity somewhere between its neighbours.
  void shuffle(Random& random) {
    for (std::int32_t row = problem_.count; row-- > 0;) {
      const auto [first, last] = window(row);
      move(row, first + random.below(last - first + 1));
    }
  }

  /// Moves single activities to where they add least, until none can be moved for the better.
  void descend() {
    for (bool moved = true; moved;) {
      moved = false;
      // From the end on, so that those before find more float.
      for (std::int32_t row = problem_.count; row-- > 0;) moved |= improve(row);
    }
  }

  [[nodiscard]] const std::vector<std::int32_t>& start() const { return start_; }

 private:
  [[nodiscard]] std::pair<std::int32_t, std::int32_t> window(std::int32_t row) const {
    std::int32_t first = 0;
    std::int32_t last = duration_ - problem_.duration[row_of(row)];
    for (const auto* from = problem_.before.first(row); from != problem_.before.last(row); ++from)
      first = std::max(first, start_[row_of(*from)] + problem_.duration[row_of(*from)]);
    for (const auto* to = problem_.after.first(row); to != problem_.after.last(row); ++to)
      last = std::min(last, start_[row_of(*to)] - problem_.duration[row_of(row)]);
    return {first, last};
  }

  void book(std::int32_t row, std::int64_t sign) {
    const std::int32_t end = start_[row_of(row)] + problem_.duration[row_of(row)];
    for (std::int32_t period = start_[row_of(row)]; period < end; ++period) {
      for (std::size_t resource = 0; resource < resources_; ++resource)
        use_[row_of(period) * resources_ + resource] += sign * problem_.units_of(row, resource);
    }
  }

  void move(std::int32_t row, std::int32_t start) {
    book(row, -1);
    start_[row_of(row)] = start;
    book(row, 1);
  }

  /// Growth of the squares by half, were the activity to run in the period: units · use.
  [[nodiscard]] std::int64_t weight(std::int32_t row, std::int32_t period) const {
    std::int64_t sum = 0;
    for (std::size_t resource = 0; resource < resources_; ++resource)
      sum += problem_.units_of(row, resource) * use_[row_of(period) * resources_ + resource];
    return sum;
  }

  bool improve(std::int32_t row) {
    const std::int32_t duration = problem_.duration[row_of(row)];
    const auto [first, last] = window(row);
    if (first >= last || duration == 0) return false;
    book(row, -1);
    std::int64_t sum = 0;
    for (std::int32_t period = first; period < first + duration; ++period)
      sum += weight(row, period);
    std::int64_t best = sum;
    std::int32_t place = first;
    std::int64_t present = sum;
    for (std::int32_t start = first + 1; start <= last; ++start) {
      sum += weight(row, start + duration - 1) - weight(row, start - 1);
      if (start == start_[row_of(row)]) present = sum;
      if (sum <= best) {  // The latest of equals: more float for those before.
        best = sum;
        place = start;
      }
    }
    const bool better = best < present;
    if (better) start_[row_of(row)] = place;
    book(row, 1);
    return better;
  }

  const Problem& problem_;
  std::int32_t duration_;
  std::size_t resources_;
  std::vector<std::int64_t> use_;  ///< Periods × resources.
  std::vector<std::int32_t> start_;
};

}  // namespace

Result<Smoothed> smooth(const Instance& instance, const SmoothOptions& options,
                        Progress& progress) {
  if (Status sound = check_instance(instance); !sound) return sound.refusals();
  std::vector<std::int32_t> modes(instance.activities.size(), 0);
  const Problem problem = compile(instance, modes);
  const std::int32_t duration = options.duration == 0 ? problem.critical_path : options.duration;
  if (duration < problem.critical_path) {
    return refuse(RefusalKind::rule, "level.duration_too_short", {},
                  {{"least", std::to_string(problem.critical_path)}});
  }
  if (duration > k_horizon_max) {
    return refuse(RefusalKind::too_large, "level.too_large", {},
                  {{"what", "duration"}, {"limit", std::to_string(k_horizon_max)}});
  }
  Random random(options.seed);
  Smoothed best;
  for (std::int64_t round = 0; round <= options.rounds_max; ++round) {
    if (round > 0 && !progress.step(round, options.rounds_max, "smoothing")) break;
    Smoother smoother(problem, duration);
    if (round == 0)
      best.squares_before = smoother.squares();
    else
      smoother.shuffle(random);
    smoother.descend();
    if (round > 0 && smoother.squares() >= best.squares) continue;
    best.squares = smoother.squares();
    best.schedule = {in_instance_order(problem, smoother.start()), modes};
  }
  return best;
}

}  // namespace tc::engine::level
