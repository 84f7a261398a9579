#include "engine/level/search.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "base/row.h"
#include "engine/level/crossover.h"
#include "engine/level/decoder.h"
#include "engine/level/random.h"
#include "engine/level/repeats.h"
#include "engine/level/sampler.h"

namespace tc::engine::level {
namespace {

// Found by trials on PSPLIB's J120; see README.md.
constexpr double k_population_at_1000 = 18;
constexpr double k_population_growth = 0.69;  ///< Exponent of the schedules.
constexpr std::int32_t k_population_min = 8;
constexpr double k_population_max = 600;
constexpr double k_population_share = 0.04;  ///< At most this by the schedules.
constexpr std::int32_t k_samples_each = 2;   ///< Sampled schedules per member.
constexpr double k_parallel_share = 0.9;     ///< Of the samples.
/// Tournament for the member to be replaced, at the beginning and at the end of the schedules.
constexpr double k_tournament_first = 10;
constexpr double k_tournament_last = 30;
/// A child takes the place of the member most like it if at most this share of the starts differs.
constexpr double k_alike_share = 0.35;
/// Mutations per child: this by the number of activities, fewer with few schedules.
constexpr double k_shifts_scale = 72;
constexpr double k_shifts_from_schedules = 2e4;
/// Children per member without success after which the population starts anew.
constexpr std::int32_t k_idle_each = 2;
constexpr std::int32_t k_shift_max = 20;
constexpr std::int32_t k_periods_per_step = 50'000;  ///< Of horizon, between looks at the progress.

/// A schedule of one side together with the order that justifies it to the other side.
struct Member {
  std::vector<std::int32_t> start;
  std::vector<std::int32_t> list;
  std::vector<std::int32_t> place;  ///< Of every activity in `list`.
  std::int32_t makespan = INT32_MAX;
  /// Starts that decoding `list` from the other end gives, as far as children that begin with the
  /// same activities have shown them.
  std::vector<std::int32_t> mirror;
  double lateness = 0;  ///< Σ start³: between equal makespans the one with the looser end.

  [[nodiscard]] bool is_better(const Member& other) const {
    return makespan != other.makespan ? makespan < other.makespan : lateness < other.lateness;
  }
};

using Population = std::vector<Member>;

class Evolution {
 public:
  Evolution(const Problem& problem, const SearchLimits& limits, Progress& progress)
      : problem_(problem),
        limits_(limits),
        progress_(progress),
        decoder_(problem),
        sampler_(problem),
        random_(limits.seed),
        list_(row_of(problem.count)) {
    const double thousands = static_cast<double>(limits.schedules_max) / 1000.0;
    const double size = k_population_at_1000 * std::pow(thousands, k_population_growth);
    const double most =
        std::min(k_population_max, k_population_share * static_cast<double>(limits.schedules_max));
    size_ = std::max(k_population_min, static_cast<std::int32_t>(std::min(size, most)));
    const double share =
        std::min(1.0, static_cast<double>(limits.schedules_max) / k_shifts_from_schedules);
    shifts_ = k_shifts_scale * std::sqrt(share) / problem.count;
  }

  Found run() {
    begin();
    for (Side side = Side::forward; !is_done(); side = opposite(side)) {
      breed(side);
      if (idle_ > k_idle_each * size_) begin();
    }
    return std::move(found_);
  }

 private:
  [[nodiscard]] Population& members(Side side) {
    return side == Side::forward ? forward_ : backward_;
  }

  [[nodiscard]] bool is_done() {
    if (found_.start.empty()) return false;
    if (found_.schedules >= limits_.schedules_max || found_.makespan <= limits_.good_enough)
      return true;
    if (found_.schedules >= next_step_ && !found_.stopped) {
      next_step_ = found_.schedules + std::max(1, k_periods_per_step / (problem_.horizon + 1));
      found_.stopped =
          !progress_.step(limits_.done + found_.schedules, limits_.schedules_max, "search");
    }
    return found_.stopped;
  }

  /// Counts passes that were given up by the part they did.
  void count(std::int32_t placed) {
    placed_ += placed;
    found_.schedules = (placed_ + problem_.count - 1) / problem_.count;
  }

  /// Decodes the list, whose first `kept` starts the member has; false: not without exceeding the
  /// limit or repeating a pass.
  bool decode(Side side, bool parallel, std::int32_t limit, Member& member, std::size_t kept = 0,
              Repeats* repeats = nullptr) {
    member.start.resize(list_.size());
    if (parallel) {
      member.makespan = decoder_.parallel(side, list_, member.start);
      count(problem_.count);
    } else {
      member.makespan = decoder_.serial(side, list_, member.start, limit, kept, repeats);
      count(decoder_.placed());
    }
    if (member.makespan > limit) return false;
    member.mirror.clear();
    member.list.resize(list_.size());
    member.place.resize(list_.size());
    decoder_.justifying_list(side, member.start, member.list);
    member.lateness = 0;
    for (std::int32_t place = 0; place < problem_.count; ++place) {
      member.place[row_of(member.list[row_of(place)])] = place;
      const std::int32_t start = member.start[row_of(place)];
      member.lateness += static_cast<double>(start) * start * start;
    }
    remember(side, member);
    return true;
  }

  void remember(Side side, const Member& member) {
    if (!found_.start.empty() && member.makespan >= found_.makespan) return;
    found_.makespan = member.makespan;
    found_.start = member.start;
    if (side == Side::forward) return;
    for (std::int32_t row = 0; row < problem_.count; ++row)
      found_.start[row_of(row)] =
          member.makespan - member.start[row_of(row)] - problem_.duration[row_of(row)];
  }

  /// Sampled schedules, each justified to both ends; the best become the first members.
  void begin() {
    forward_.clear();
    backward_.clear();
    idle_ = 0;
    for (std::int32_t sample = 0; sample < k_samples_each * size_ && !is_done(); ++sample) {
      sampler_.sample(random_, list_);
      const bool parallel =
          problem_.count <= Sampler::k_drawn_activities_max && random_.unit() < k_parallel_share;
      Member first;
      Member right;
      Member left;
      (void)decode(Side::forward, parallel, INT32_MAX, first);
      if (is_done()) break;
      list_ = first.list;
      (void)decode(Side::backward, parallel, INT32_MAX, right);
      if (is_done()) break;
      list_ = right.list;
      (void)decode(Side::forward, parallel, INT32_MAX, left);
      backward_.push_back(std::move(right));
      forward_.push_back(std::move(left));
    }
    for (Population* population : {&forward_, &backward_}) {
      std::ranges::sort(*population,
                        [](const Member& a, const Member& b) { return a.is_better(b); });
      if (std::ssize(*population) > size_) population->resize(row_of(size_));
    }
  }

  [[nodiscard]] std::size_t pick(const Population& population) {
    return row_of(random_.below(static_cast<std::int32_t>(population.size())));
  }

  /// One child of every member, decoded from the other end: half a forward–backward improvement
  /// for the price of one schedule (Debels and Vanhoucke 2007).
  void breed(Side side) {
    Population& parents = members(side);
    Population& others = members(opposite(side));
    const double spent =
        static_cast<double>(found_.schedules) / static_cast<double>(limits_.schedules_max);
    const auto rounds = static_cast<std::int32_t>(k_tournament_first +
                                                  (k_tournament_last - k_tournament_first) * spent);
    for (std::size_t row = 0; row < parents.size() && !is_done(); ++row) {
      const std::size_t first = pick(parents);
      const std::size_t second = pick(parents);
      const std::size_t mate = parents[first].is_better(parents[second]) ? first : second;
      const bool own = random_.below(2) == 0;
      Member& base = parents[own ? row : mate];
      cross_lists(base.list, base.place, parents[own ? mate : row].list, random_, list_);
      mutate(opposite(side));
      std::size_t worst = pick(others);
      for (std::int32_t round = 1; round < rounds; ++round) {
        const std::size_t rival = pick(others);
        if (others[worst].is_better(others[rival])) worst = rival;
      }
      ++idle_;
      if (!decode_child(opposite(side), base, others[worst].makespan)) continue;
      if (others[worst].is_better(child_)) continue;
      const Alike alike = most_alike(others, child_);
      const bool crowded = alike.place < others.size();
      if (crowded && (alike.differences == 0 || others[alike.place].is_better(child_))) continue;
      std::swap(others[crowded ? alike.place : worst], child_);
      idle_ = 0;
    }
  }

  /// The child takes over the starts of the beginning that its list has in common with its base's,
  /// as far as they are known: only the rest is decoded, and counted.
  bool decode_child(Side side, Member& base, std::int32_t limit) {
    const auto common =
        static_cast<std::size_t>(std::ranges::mismatch(list_, base.list).in1 - list_.begin());
    const std::size_t kept = std::min(common, base.mirror.size());
    if (kept == list_.size()) return false;
    child_.start.resize(list_.size());
    for (std::size_t place = 0; place < kept; ++place)
      child_.start[row_of(list_[place])] = base.mirror[place];
    const bool sound = decode(side, false, limit, child_, kept, &repeats_);
    const std::size_t known = std::min(common, kept + row_of(decoder_.placed()));
    for (std::size_t place = base.mirror.size(); place < known; ++place)
      base.mirror.push_back(child_.start[row_of(list_[place])]);
    return sound;
  }

  struct Alike {
    std::size_t place;         ///< In the population; its size: none is alike.
    std::int32_t differences;  ///< Starts that differ.
  };

  [[nodiscard]] static Alike most_alike(const Population& population, const Member& child) {
    const auto most =
        static_cast<std::int32_t>(k_alike_share * static_cast<double>(child.start.size()));
    Alike found{population.size(), most + 1};
    for (std::size_t place = 0; place < population.size(); ++place) {
      const std::int32_t count = differences(population[place], child, found.differences);
      if (count < found.differences) found = {place, count};
    }
    return found;
  }

  /// Starts that differ; counts no further once `enough` is reached.
  [[nodiscard]] static std::int32_t differences(const Member& a, const Member& b,
                                                std::int32_t enough) {
    constexpr std::size_t k_step = 16;  // Without a branch inside, for the compiler's vectors.
    std::int32_t count = 0;
    for (std::size_t from = 0; from < a.start.size() && count < enough; from += k_step) {
      const std::size_t end = std::min(a.start.size(), from + k_step);
      for (std::size_t row = from; row < end; ++row) count += a.start[row] != b.start[row] ? 1 : 0;
    }
    return count;
  }

  /// Moves a few activities towards the beginning, as far as chance and predecessors let them.
  void mutate(Side side) {
    const Neighbours& earlier = problem_.earlier(side);
    auto shifts = static_cast<std::int32_t>(shifts_);
    if (random_.unit() < shifts_ - shifts) ++shifts;
    for (; shifts > 0; --shifts) {
      std::int32_t place = random_.below(problem_.count);
      const std::int32_t row = list_[row_of(place)];
      for (std::int32_t left = 1 + random_.below(k_shift_max); left > 0 && place > 0; --left) {
        const std::int32_t previous = list_[row_of(place - 1)];
        if (std::find(earlier.first(row), earlier.last(row), previous) != earlier.last(row)) break;
        list_[row_of(place--)] = previous;
      }
      list_[row_of(place)] = row;
    }
  }

  const Problem& problem_;
  const SearchLimits& limits_;
  Progress& progress_;
  Decoder decoder_;
  Repeats repeats_;  ///< Of the children.
  Sampler sampler_;
  Random random_;
  std::int32_t size_ = 0;
  double shifts_ = 0;  ///< Mutations per child.
  std::vector<std::int32_t> list_;
  Population forward_;
  Population backward_;
  Member child_;
  std::int32_t idle_ = 0;  ///< Children since one was taken.
  std::int64_t placed_ = 0;
  std::int64_t next_step_ = 0;
  Found found_;
};

}  // namespace

Found search(const Problem& problem, const SearchLimits& limits, Progress& progress) {
  return Evolution(problem, limits, progress).run();
}

}  // namespace tc::engine::level
