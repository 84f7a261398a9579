#include "engine/level/multi_mode.h"

#include <algorithm>
#include <cmath>

#include "base/row.h"
#include "engine/level/decoder.h"
#include "engine/level/problem.h"
#include "engine/level/random.h"

namespace tc::engine::level {
namespace {

constexpr std::int64_t k_repair_steps_each = 200;  ///< Per activity.
// Temperatures in periods of the makespan.
constexpr double k_hot = 3.0;
constexpr double k_cold = 0.2;
/// A restart from the best schedule after so many steps without improvement.
constexpr std::int64_t k_patience = 2'000;
/// Without a limit of schedules it is cold after so many.
constexpr std::int64_t k_cooling = 200'000;

bool fits_renewable(const Instance& instance, const Mode& mode) {
  for (std::size_t resource = 0; resource < mode.requests.size(); ++resource) {
    const Resource& limit = instance.resources[resource];
    if (mode.requests[resource] <= limit.capacity) continue;
    if (!limit.renewable || mode.duration > 0) return false;
  }
  return true;
}

/// Consumption of the budgets, kept up to date while modes change.
class Budgets {
 public:
  Budgets(const Instance& instance, const std::vector<std::int32_t>& modes)
      : instance_(instance), left_(instance.resources.size()) {
    for (std::size_t resource = 0; resource < left_.size(); ++resource)
      left_[resource] = instance.resources[resource].renewable
                            ? INT64_MAX / 2
                            : instance.resources[resource].capacity;
    for (std::size_t row = 0; row < modes.size(); ++row)
      take(instance.activities[row].modes[row_of(modes[row])], 1);
  }
  void change(const Mode& from, const Mode& to) {
    take(from, -1);
    take(to, 1);
  }
  /// How far the budgets are exceeded.
  [[nodiscard]] std::int64_t excess() const {
    std::int64_t sum = 0;
    for (const std::int64_t left : left_) sum += std::max<std::int64_t>(0, -left);
    return sum;
  }

 private:
  void take(const Mode& mode, std::int64_t sign) {
    for (std::size_t resource = 0; resource < left_.size(); ++resource) {
      if (!instance_.resources[resource].renewable)
        left_[resource] -= sign * mode.requests[resource];
    }
  }
  const Instance& instance_;
  std::vector<std::int64_t> left_;
};

class ModeSearch {
 public:
  ModeSearch(const Instance& instance, const SearchLimits& limits, Progress& progress)
      : instance_(instance),
        limits_(limits),
        progress_(progress),
        random_(limits.seed),
        modes_(shortest_modes(instance)) {}

  Result<ModesFound> run() {
    if (!repair()) return refuse(RefusalKind::rule, "level.no_modes_fit");
    order_ = compile(instance_, modes_).activity;
    current_ = evaluate();
    std::int64_t since_best = 0;
    while (!is_done()) {
      const std::vector<std::int32_t> modes = modes_;
      const std::vector<std::int32_t> order = order_;
      change_modes();
      change_order();
      if (Budgets(instance_, modes_).excess() > 0) {
        modes_ = modes;
        continue;
      }
      const std::int32_t best = found_.makespan;
      const std::int32_t makespan = evaluate();
      since_best = makespan < best ? 0 : since_best + 1;
      if (makespan <= current_ || random_.unit() < std::exp((current_ - makespan) / heat())) {
        current_ = makespan;
      } else {
        modes_ = modes;
        order_ = order;
      }
      if (since_best <= k_patience) continue;
      since_best = 0;
      modes_ = found_.schedule.modes;
      current_ = found_.makespan;
    }
    return std::move(found_);
  }

 private:
  [[nodiscard]] bool is_done() {
    if (found_.schedules >= limits_.schedules_max || found_.makespan <= limits_.good_enough)
      return true;
    return ++steps_ % 16 == 0 &&
           !progress_.step(limits_.done + found_.schedules, limits_.schedules_max, "search");
  }

  [[nodiscard]] double heat() const {
    const double done = static_cast<double>(found_.schedules) /
                        static_cast<double>(std::min(limits_.schedules_max, k_cooling));
    return k_hot * std::pow(k_cold / k_hot, std::min(1.0, done));
  }

  [[nodiscard]] const Mode& mode_of(std::size_t row) const {
    return instance_.activities[row].modes[row_of(modes_[row])];
  }

  /// Another mode that fits the renewable resources; the same where there is none.
  [[nodiscard]] std::int32_t other_mode(std::size_t row) {
    const std::vector<Mode>& modes = instance_.activities[row].modes;
    const std::int32_t mode = random_.below(static_cast<std::int32_t>(modes.size()));
    return fits_renewable(instance_, modes[row_of(mode)]) ? mode : modes_[row];
  }

  /// Random changes that do not exceed the budgets more than before, until nothing is exceeded.
  bool repair() {
    Budgets budgets(instance_, modes_);
    const auto count = static_cast<std::int32_t>(modes_.size());
    for (std::int64_t step = 0; step < k_repair_steps_each * count; ++step) {
      const std::int64_t excess = budgets.excess();
      if (excess == 0) return true;
      const auto row = row_of(random_.below(count));
      const std::int32_t before = modes_[row];
      const std::int32_t after = other_mode(row);
      budgets.change(mode_of(row), instance_.activities[row].modes[row_of(after)]);
      modes_[row] = after;
      // Now and then for the worse, to leave a dead end.
      if (budgets.excess() <= excess || random_.below(50) == 0) continue;
      budgets.change(mode_of(row), instance_.activities[row].modes[row_of(before)]);
      modes_[row] = before;
    }
    return budgets.excess() == 0;
  }

  void change_modes() {
    for (std::int32_t change = random_.below(3); change > 0; --change) {
      const auto row = row_of(random_.below(static_cast<std::int32_t>(modes_.size())));
      modes_[row] = other_mode(row);
    }
  }

  /// Moves some activities forward as far as their predecessors and chance let them.
  void change_order() {
    for (std::int32_t change = 1 + random_.below(3); change > 0; --change) {
      auto place = row_of(random_.below(static_cast<std::int32_t>(order_.size())));
      const std::int32_t row = order_[place];
      for (std::int32_t left = 1 + random_.below(20); left > 0 && place > 0; --left, --place) {
        const std::vector<std::int32_t>& after =
            instance_.activities[row_of(order_[place - 1])].successors;
        if (std::ranges::find(after, row) != after.end()) break;
        order_[place] = order_[place - 1];
      }
      order_[place] = row;
    }
  }

  /// Three passes: forward, justified to the right, justified to the left.
  std::int32_t evaluate() {
    const Problem problem = compile(instance_, modes_);
    std::vector<std::int32_t> position(order_.size());
    for (std::size_t row = 0; row < order_.size(); ++row)
      position[row_of(problem.activity[row])] = static_cast<std::int32_t>(row);
    std::vector<std::int32_t> list;
    for (const std::int32_t row : order_) list.push_back(position[row_of(row)]);
    Decoder decoder(problem);
    std::vector<std::int32_t> start(order_.size());
    (void)decoder.serial(Side::forward, list, start);
    decoder.justifying_list(Side::forward, start, list);
    (void)decoder.serial(Side::backward, list, start);
    decoder.justifying_list(Side::backward, start, list);
    const std::int32_t makespan = decoder.serial(Side::forward, list, start);
    found_.schedules += 3;
    for (std::size_t row = 0; row < list.size(); ++row)
      order_[row] = problem.activity[row_of(list[row])];
    if (found_.schedule.starts.empty() || makespan < found_.makespan) {
      found_.makespan = makespan;
      found_.schedule = {in_instance_order(problem, start), modes_};
    }
    return makespan;
  }

  const Instance& instance_;
  const SearchLimits& limits_;
  Progress& progress_;
  Random random_;
  std::vector<std::int32_t> modes_;
  std::vector<std::int32_t> order_;  ///< Activities, each after its predecessors.
  std::int32_t current_ = 0;
  std::int64_t steps_ = 0;
  ModesFound found_;
};

}  // namespace

bool has_choice(const Instance& instance) {
  return std::ranges::any_of(instance.activities,
                             [](const Activity& activity) { return activity.modes.size() > 1; }) ||
         std::ranges::any_of(instance.resources,
                             [](const Resource& resource) { return !resource.renewable; });
}

std::vector<std::int32_t> shortest_modes(const Instance& instance) {
  std::vector<std::int32_t> modes;
  for (const Activity& activity : instance.activities) {
    std::int32_t best = -1;
    for (std::int32_t mode = 0; mode < std::ssize(activity.modes); ++mode) {
      if (!fits_renewable(instance, activity.modes[row_of(mode)])) continue;
      if (best < 0 || activity.modes[row_of(mode)].duration < activity.modes[row_of(best)].duration)
        best = mode;
    }
    TC_ASSERT(best >= 0);
    modes.push_back(best);
  }
  return modes;
}

LowerBound multi_mode_bound(const Instance& instance) {
  LowerBound bound{compile(instance, shortest_modes(instance)).critical_path, Bound::critical_path};
  for (std::size_t resource = 0; resource < instance.resources.size(); ++resource) {
    if (!instance.resources[resource].renewable || instance.resources[resource].capacity == 0)
      continue;
    std::int64_t work = 0;
    for (const Activity& activity : instance.activities) {
      std::int64_t least = INT64_MAX;
      for (const Mode& mode : activity.modes) {
        if (fits_renewable(instance, mode))
          least = std::min(least, std::int64_t{mode.duration} * mode.requests[resource]);
      }
      work += least;
    }
    const std::int64_t capacity = instance.resources[resource].capacity;
    const std::int64_t periods = (work + capacity - 1) / capacity;
    if (periods > bound.value) bound = {static_cast<std::int32_t>(periods), Bound::resource_energy};
  }
  return bound;
}

Result<ModesFound> search_modes(const Instance& instance, const SearchLimits& limits,
                                Progress& progress) {
  return ModeSearch(instance, limits, progress).run();
}

}  // namespace tc::engine::level
