#include "engine/level/smooth_plan.h"

#include <algorithm>
#include <utility>

#include "base/row.h"
#include "engine/level/plan_model.h"
#include "engine/level/plan_parts.h"
#include "engine/level/plan_proposal.h"
#include "engine/level/random.h"

namespace tc::engine::level {
namespace {

using schedule::Dates;
using schedule::NodeIndex;

/// Of the days between the earliest and the latest start so many are tried.
constexpr std::int32_t k_starts_max = 200;
constexpr double k_whole_units = 10'000;

class PlanSmoother {
 public:
  explicit PlanSmoother(PlanModel& model)
      : model_(model), state_(model.base), passes_(model.network, state_) {
    find_days();
    use_.resize(model.capacity.size() * row_of(days_));
    for (std::size_t row = 0; row < model.network.nodes.size(); ++row) {
      const auto node = static_cast<NodeIndex>(row);
      place(node, passes_.seen_early(node));
      book(node, 1);
      if (may_move(node)) movable_.push_back(node);
    }
  }

  [[nodiscard]] double squares() const {
    double sum = 0;
    for (const double use : use_) sum += use * use;
    return sum;
  }

  /// Moves single activities to where they add least, until none can be moved for the better.
  void descend() {
    for (bool moved = true; moved;) {
      moved = false;
      // From the end on, so that those before find more float.
      for (auto node = movable_.rbegin(); node != movable_.rend(); ++node) moved |= improve(*node);
    }
  }

  /// Every activity somewhere between its neighbours.
  void shuffle(Random& random) {
    for (auto node = movable_.rbegin(); node != movable_.rend(); ++node) {
      const Window window = window_of(*node);
      if (window.last <= window.first) continue;
      const std::int32_t count = (window.last - window.first) / window.step + 1;
      move(*node, dates_at(*node, window.first + window.step * random.below(count)));
    }
  }

  /// Elapsed tenths after what logic asks for, per node.
  [[nodiscard]] std::vector<std::int32_t> delays() {
    std::vector<std::int32_t> delay(model_.network.nodes.size());
    for (const NodeIndex node : movable_) {
      const Dates wanted = state_.early[row_of(node)];
      passes_.forward(node);
      delay[row_of(node)] = wanted.start - state_.early[row_of(node)].start;
      state_.early[row_of(node)] = wanted;
    }
    return delay;
  }

 private:
  /// Positions of starts on the node's calendar.
  struct Window {
    std::int32_t first = 0;
    std::int32_t last = 0;
    std::int32_t step = 1;
  };

  void find_days() {
    PlanTime first = plan::k_plan_time_max;
    PlanTime last = k_no_time;
    for (std::size_t row = 0; row < model_.network.nodes.size(); ++row) {
      const Dates early = model_.base.early[row];
      if (early.start == k_no_time) continue;
      first = std::min(first, early.start);
      last = std::max({last, early.finish, model_.base.late[row].finish});
    }
    if (last == k_no_time) return;
    first_day_ = day_of(first);
    days_ = day_of(last) - first_day_ + 1;
  }

  [[nodiscard]] const plan::WorkingTime& calendar_of(NodeIndex node) const {
    return model_.network.calendars[model_.network.nodes[row_of(node)].calendar];
  }

  [[nodiscard]] bool may_move(NodeIndex index) const {
    const schedule::Node& node = model_.network.nodes[row_of(index)];
    // What a summary passes on is computed once, so nothing that it waits for may move.
    const auto is_virtual = [&](const schedule::Edge& edge) {
      return model_.network.nodes[row_of(edge.node)].shape >= schedule::Shape::summary_in;
    };
    return model_.movable[row_of(index)] != 0 && node.shape == schedule::Shape::task &&
           node.special < 0 && node.duration > 0 &&
           !model_.demands_of(model_.network.activity[row_of(index)]).empty() &&
           std::ranges::none_of(model_.network.successors(index), is_virtual);
  }

  void place(NodeIndex node, Dates dates) {
    state_.early[row_of(node)] = dates;
    state_.late[row_of(node)] = dates;  // What predecessors may not exceed.
  }

  /// Adds or takes away what the activity uses where it stands.
  void book(NodeIndex node, double sign) {
    each_use(node, state_.early[row_of(node)],
             [&](double& use, double more) { use += sign * more; });
  }

  /// Growth of the squares, were the activity to have these dates.
  [[nodiscard]] double growth(NodeIndex node, Dates dates) {
    double sum = 0;
    each_use(node, dates, [&](const double& use, double more) { sum += (2 * use + more) * more; });
    return sum;
  }

  template <class Visit>
  void each_use(NodeIndex node, Dates dates, Visit visit) {
    const plan::Index activity = model_.network.activity[row_of(node)];
    if (dates.start == k_no_time || activity == plan::k_none) return;
    const auto demands = model_.demands_of(activity);
    if (demands.empty()) return;
    const plan::WorkingTime& calendar = calendar_of(node);
    for (Day day = day_of(dates.start); start_of(day) < dates.finish; ++day) {
      const std::int32_t worked = calendar.between(std::max(dates.start, start_of(day)),
                                                   std::min(dates.finish, start_of(day + 1)));
      if (worked == 0) continue;
      const double part = static_cast<double>(worked) / k_tenths_per_work_day;
      for (const Demand& demand : demands) {
        double& use = use_[row_of(demand.resource) * row_of(days_) + row_of(day - first_day_)];
        visit(use, part * static_cast<double>(demand.units) / k_whole_units);
      }
    }
  }

  [[nodiscard]] Dates dates_at(NodeIndex node, std::int32_t position) const {
    const plan::WorkingTime& calendar = calendar_of(node);
    const std::int32_t duration = model_.network.nodes[row_of(node)].duration;
    return {calendar.start_at(position), calendar.finish_at(position + duration)};
  }

  /// From what its predecessors ask for to what its successors, where they stand, allow.
  [[nodiscard]] Window window_of(NodeIndex node) {
    const std::size_t row = row_of(node);
    const Dates present = state_.early[row];
    const plan::WorkingTime& calendar = calendar_of(node);
    const std::int32_t duration = model_.network.nodes[row].duration;
    passes_.forward(node);
    Window window;
    window.first = calendar.position(state_.early[row].start);
    state_.early[row] = present;
    // Late dates may reach beyond the end of the project, up to an imposed finish.
    const std::size_t project = model_.network.nodes[row].project;
    PlanTime finish = std::min(model_.base.late[row].finish, model_.base.project_finish[project]);
    for (const schedule::Edge& edge : model_.network.successors(node))
      finish = std::min(finish, passes_.asked_finish(edge, node));
    window.last = std::max(calendar.position(finish) - duration, window.first);
    // Where calendars differ, what a link allows and what it asks for are not quite inverse.
    while (window.last > window.first && pushes(node, dates_at(node, window.last)))
      window.last = std::max(window.last - k_tenths_per_work_day, window.first);
    const std::int32_t days = (window.last - window.first) / k_tenths_per_work_day + 1;
    window.step = (days + k_starts_max - 1) / k_starts_max * k_tenths_per_work_day;
    return window;
  }

  /// With these dates the node would move a successor.
  [[nodiscard]] bool pushes(NodeIndex node, Dates dates) {
    const Dates present = std::exchange(state_.early[row_of(node)], dates);
    bool moved = false;
    for (const schedule::Edge& edge : model_.network.successors(node)) {
      const Dates placed = state_.early[row_of(edge.node)];
      passes_.forward(edge.node);
      const Dates asked = std::exchange(state_.early[row_of(edge.node)], placed);
      moved |= asked.start > placed.start || asked.finish > placed.finish;
    }
    state_.early[row_of(node)] = present;
    return moved;
  }

  void move(NodeIndex node, Dates dates) {
    book(node, -1);
    place(node, dates);
    book(node, 1);
  }

  bool improve(NodeIndex node) {
    const Window window = window_of(node);
    if (window.last <= window.first) return false;
    book(node, -1);
    const Dates present = state_.early[row_of(node)];
    const double now = growth(node, present);
    Dates chosen = present;
    double least = now * (1 - k_gain_min);
    for (std::int32_t position = window.first; position <= window.last; position += window.step) {
      const Dates dates = dates_at(node, position);
      const double grown = growth(node, dates);
      // The latest of equals: more float for those before.
      if (grown > least || (grown == least && chosen == present)) continue;
      least = grown;
      chosen = dates;
    }
    place(node, chosen);
    book(node, 1);
    return !(chosen == present);
  }

  static constexpr std::int32_t k_tenths_per_work_day = 4800;
  /// Less is rounding.
  static constexpr double k_gain_min = 1e-9;

  PlanModel& model_;
  schedule::State state_;  ///< Early and late: where everything stands.
  schedule::Passes passes_;
  std::vector<NodeIndex> movable_;  ///< In topological order.
  Day first_day_ = 0;
  std::int32_t days_ = 0;
  std::vector<double> use_;  ///< Resources × days, in person-days.
};

std::int64_t rounds_for(const plan::Plan& plan) {
  constexpr std::int64_t k_moves = 20'000, k_most = 20;
  const std::int64_t count = std::max<std::int64_t>(1, std::ssize(plan.activities));
  return std::min(k_most, k_moves / count);
}

}  // namespace

Result<PlanSmoothed> smooth_plan(const plan::Plan& plan, const PlanSmoothOptions& options,
                                 Progress& progress) {
  const schedule::Options rules{options.profile, options.status_date};
  plan::Plan base = plan;
  clear_levelling(base);
  Result<PlanModel> model = make_plan_model(base, rules, options.projects);
  if (!model) return model.refusals();
  Random random(options.seed);
  PlanSmoothed best;
  std::vector<std::int32_t> delays;
  const std::int64_t rounds = options.rounds_max.value_or(rounds_for(plan));
  for (std::int64_t round = 0; round <= rounds; ++round) {
    if (round > 0 && !progress.step(round, rounds, "smoothing")) break;
    PlanSmoother smoother(*model);
    if (round == 0)
      best.squares_before = smoother.squares();
    else
      smoother.shuffle(random);
    smoother.descend();
    if (round > 0 && smoother.squares() >= best.squares) continue;
    best.squares = smoother.squares();
    delays = smoother.delays();
  }
  best.levelling.delay_tenths.assign(plan.activities.size(), 0);
  for (std::size_t row = 0; row < delays.size(); ++row) {
    if (delays[row] != 0)
      best.levelling.delay_tenths[row_of(model->network.activity[row])] = delays[row];
  }
  if (Status done = complete_proposal(plan, rules, best.levelling); !done) return done.refusals();
  return best;
}

}  // namespace tc::engine::level
