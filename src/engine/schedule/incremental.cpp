#include "engine/schedule/incremental.h"

#include <algorithm>
#include <deque>
#include <functional>
#include <utility>

#include "base/row.h"
#include "engine/schedule/activity_model.h"
#include "engine/schedule/cone.h"
#include "engine/schedule/plain.h"
#include "engine/schedule/result.h"
#include "engine/schedule/splice.h"

namespace tc::engine::schedule {
namespace {

using plan::Index;

/// Whole states kept for undo; older steps are forgotten beyond it.
constexpr std::size_t k_undo_bytes_max = 256U << 20U;
constexpr std::size_t k_bytes_per_node = 128;

void set_inputs(plan::Activity& activity, const ActivityInputs& inputs) {
  activity.duration = inputs.duration;
  activity.remaining_duration = inputs.remaining_duration;
  activity.actual_duration = inputs.actual_duration;
  activity.constraint = inputs.constraint;
  activity.constraint2 = inputs.constraint2;
  activity.deadline = inputs.deadline;
  activity.expected_finish = inputs.expected_finish;
  activity.actual_start = inputs.actual_start;
  activity.actual_finish = inputs.actual_finish;
  activity.resume = inputs.resume;
  activity.manual_start = inputs.manual_start;
  activity.manual_finish = inputs.manual_finish;
  activity.levelling_delay = inputs.levelling_delay;
  activity.percent_complete = inputs.percent_complete;
  activity.manual = inputs.manual;
}

/// Late dates depend on early ones: then no cone is computed.
bool late_needs_early(const Network& network) {
  if (network.has_alap || network.from_finish) return true;
  for (const ProjectFrame& project : network.projects) {
    if (project.settings->multiple_critical_paths) return true;
  }
  for (const Special& special : network.specials) {
    if (special.expected_finish != k_no_time) return true;
  }
  return std::any_of(network.nodes.begin(), network.nodes.end(),
                     [](const Node& node) { return node.shape == Shape::summary_start; });
}

/// Undoes the forward part of a cone.
void put_back_early(State& state, const Overwritten& old) {
  for (const NodeRecord& record : old.nodes) state.early[row_of(record.node)] = record.early;
  for (const DrivingRecord& record : old.driving) state.driving[record.entry] = record.driving;
  state.project_finish = old.project_finish;
  state.late_base = old.late_base;
}

/// Which nodes have other dates or floats in one state than in another of the same size.
class Comparison {
 public:
  Comparison(const State& now, const State& before) : now_(now), before_(before) {}
  [[nodiscard]] bool operator()(std::size_t row) const {
    const auto unequal = [](const Dates& a, const Dates& b) {
      return (a.start ^ b.start) | (a.finish ^ b.finish);
    };
    return (unequal(now_.early[row], before_.early[row]) |
            unequal(now_.late[row], before_.late[row]) |
            (now_.total_float[row] ^ before_.total_float[row]) |
            (now_.free_float[row] ^ before_.free_float[row])) != 0;
  }

 private:
  struct Arrays {
    explicit Arrays(const State& state)
        : early(state.early.data()),
          late(state.late.data()),
          total_float(state.total_float.data()),
          free_float(state.free_float.data()) {}
    const Dates* early;
    const Dates* late;
    const std::int32_t* total_float;
    const std::int32_t* free_float;
  };
  Arrays now_;
  Arrays before_;
};

/// Everything before a step that changed links.
struct Structure {
  Network network;
  std::vector<plan::Link> links;
};

/// A node before its inputs changed.
struct NodeInputs {
  NodeIndex place = 0;
  Node node;
  std::optional<Special> special;
};

struct Step {
  InputChanges inputs;
  std::vector<std::pair<std::size_t, plan::Assignment>> assignments;
  std::vector<std::pair<std::size_t, plan::Assignment>> removed_assignments;
  std::size_t added_assignments = 0;
  std::vector<NodeInputs> nodes;  ///< In the order they changed.
  std::size_t specials = 0;       ///< Of the network, as it was before; likewise what follows.
  std::size_t pieces = 0;
  bool plain = false;
  bool has_alap = false;
  Overwritten old;
  bool is_whole = false;                 ///< Everything was computed anew.
  std::unique_ptr<State> state;          ///< Then what was before, or to be computed again.
  std::unique_ptr<Structure> structure;  ///< Where links changed.
  bool needs_all = false;                ///< As it was before.
};

}  // namespace

ActivityInputs inputs_of(const plan::Activity& activity) {
  ActivityInputs inputs;
  inputs.duration = activity.duration;
  inputs.remaining_duration = activity.remaining_duration;
  inputs.actual_duration = activity.actual_duration;
  inputs.constraint = activity.constraint;
  inputs.constraint2 = activity.constraint2;
  inputs.deadline = activity.deadline;
  inputs.expected_finish = activity.expected_finish;
  inputs.actual_start = activity.actual_start;
  inputs.actual_finish = activity.actual_finish;
  inputs.resume = activity.resume;
  inputs.manual_start = activity.manual_start;
  inputs.manual_finish = activity.manual_finish;
  inputs.levelling_delay = activity.levelling_delay;
  inputs.percent_complete = activity.percent_complete;
  inputs.manual = activity.manual;
  return inputs;
}

/// What a change of links did to the network.
struct LinkEdit {
  std::vector<NodeIndex> ends;
  bool rebuilt = false;  ///< Nodes have other numbers now.
};

struct IncrementalSchedule::Impl {
  Impl(plan::Plan& edited, const Options& chosen, Network built)
      : plan(edited), options(chosen), network(std::move(built)) {
    model.emplace(plan, network, survey_of(plan).horizon);
    compute_all(network, state);
    grid_holds = network.plain;
    cone.reset(network, state);
    needs_all = late_needs_early(network);
    // The first wide edit waits for no memory.
    if (!network.plain) spare = std::make_unique<State>(state);
    affected.resize(plan.activities.size());
  }

  Status check(const Change& change) const;
  void change_inputs(const InputChanges& changes, Step& step);
  void put_back_inputs(const Step& step);
  void put_back_plan(const Step& step);
  void change_assignments(const Change& change, Step& step);
  Result<LinkEdit> change_links(const Change& change);
  Result<bool> link_in(Index link, std::vector<NodeIndex>& ends);
  void compute(const std::vector<NodeIndex>& changed, bool all, Step& step);
  void compute_plainly(const std::vector<NodeIndex>& changed, Step& step);
  void follow_on_grid(const Overwritten& old);
  bool moves_finish(const Step& step) const;
  void find_affected(const Step& step);
  std::unique_ptr<State> memory();
  std::unique_ptr<State> set_aside();
  void compute_late();
  void take_back(Step& step);
  void drop(std::size_t count);
  void trim();

  plan::Plan& plan;
  Options options;
  Network network;
  State state;
  std::optional<ActivityModel> model;
  std::unique_ptr<State> spare;  ///< Memory for the next whole computation.
  std::vector<Index> affected;   ///< By the last change.
  Cone cone;
  bool needs_all = false;
  bool grid_holds = false;  ///< Grid positions are those of the early dates.
  std::deque<Step> steps;
};

Status IncrementalSchedule::Impl::check(const Change& change) const {
  const auto missing = [](const char* what) {
    return refuse(RefusalKind::rule, "plan.reference_missing", {}, {{"what", what}, {"uid", ""}});
  };
  const auto is_activity = [&](Index index) {
    return index >= 0 && row_of(index) < plan.activities.size();
  };
  for (const auto& [activity, inputs] : change.activities) {
    if (!is_activity(activity)) return missing("activity");
  }
  for (const plan::Link& link : change.added_links) {
    if (!is_activity(link.from) || !is_activity(link.to)) return missing("activity");
  }
  for (const auto& [row, assignment] : change.assignments) {
    const bool same =
        row < plan.assignments.size() && plan.assignments[row].activity == assignment.activity;
    if (!same) return missing("assignment");
  }
  const auto& removed = change.removed_assignments;
  const bool ascending =
      std::adjacent_find(removed.begin(), removed.end(), std::greater_equal<>()) == removed.end();
  if (!ascending || (!removed.empty() && removed.back() >= plan.assignments.size())) {
    return missing("assignment");
  }
  for (const plan::Assignment& assignment : change.added_assignments) {
    const bool known = assignment.resource >= plan::k_none &&
                       assignment.resource < static_cast<Index>(plan.resources.size());
    if (!is_activity(assignment.activity) || !known) return missing("assignment");
  }
  for (const Index link : change.removed_links) {
    if (link < 0 || row_of(link) >= plan.links.size()) return missing("link");
  }
  return Done{};
}

/// Gives the activities other inputs; what they had goes into the step.
void IncrementalSchedule::Impl::change_inputs(const InputChanges& changes, Step& step) {
  step.specials = network.specials.size();
  step.pieces = network.pieces.size();
  step.plain = network.plain;
  step.has_alap = network.has_alap;
  step.needs_all = needs_all;
  for (const auto& [activity, inputs] : changes) {
    plan::Activity& entry = plan.activities[row_of(activity)];
    step.inputs.emplace_back(activity, inputs_of(entry));
    set_inputs(entry, inputs);
    const NodeIndex place = network.node_of[row_of(activity)];
    if (place < 0) continue;
    const Node& node = network.nodes[row_of(place)];
    step.nodes.push_back({place, node, {}});
    if (node.special >= 0) step.nodes.back().special = network.specials[row_of(node.special)];
    model->update_node(activity);
    needs_all |= network.has_alap || inputs.expected_finish != k_no_time;
  }
}

void IncrementalSchedule::Impl::change_assignments(const Change& change, Step& step) {
  for (const auto& [row, assignment] : change.assignments) {
    step.assignments.emplace_back(row, plan.assignments[row]);
    plan.assignments[row] = assignment;
  }
  const auto& removed = change.removed_assignments;
  if (removed.empty() && change.added_assignments.empty()) return;
  for (auto row = removed.rbegin(); row != removed.rend(); ++row) {
    step.removed_assignments.emplace_back(*row, std::move(plan.assignments[*row]));
    plan.assignments.erase(plan.assignments.begin() + static_cast<std::ptrdiff_t>(*row));
  }
  step.added_assignments = change.added_assignments.size();
  plan.assignments.insert(plan.assignments.end(), change.added_assignments.begin(),
                          change.added_assignments.end());
  model->group_assignments();
}

/// What the plan had before. An activity may have been named twice.
void IncrementalSchedule::Impl::put_back_plan(const Step& step) {
  for (auto at = step.inputs.rbegin(); at != step.inputs.rend(); ++at) {
    set_inputs(plan.activities[row_of(at->first)], at->second);
  }
  plan.assignments.resize(plan.assignments.size() - step.added_assignments);
  for (auto at = step.removed_assignments.rbegin(); at != step.removed_assignments.rend(); ++at) {
    const auto place = plan.assignments.begin() + static_cast<std::ptrdiff_t>(at->first);
    plan.assignments.insert(place, at->second);
  }
  for (auto at = step.assignments.rbegin(); at != step.assignments.rend(); ++at) {
    plan.assignments[at->first] = at->second;
  }
  if (step.added_assignments > 0 || !step.removed_assignments.empty()) model->group_assignments();
}

/// The opposite of change_inputs, in the same network.
void IncrementalSchedule::Impl::put_back_inputs(const Step& step) {
  put_back_plan(step);
  for (auto at = step.nodes.rbegin(); at != step.nodes.rend(); ++at) {
    network.nodes[row_of(at->place)] = at->node;
    if (at->special) network.specials[row_of(at->node.special)] = *at->special;
    if (step.plain) {
      network.grid.duration[row_of(at->place)] = at->node.duration / network.grid.step;
    }
  }
  network.specials.resize(step.specials);
  network.pieces.resize(step.pieces);
  network.plain = step.plain;
  network.has_alap = step.has_alap;
  needs_all = step.needs_all;
}

/// True when the link was put into the arrays, false when the network must be built anew.
Result<bool> IncrementalSchedule::Impl::link_in(Index index, std::vector<NodeIndex>& ends) {
  const plan::Link& link = plan.links[row_of(index)];
  const NodeIndex from = network.node_of[row_of(link.from)];
  const NodeIndex to = network.node_of[row_of(link.to)];
  if (from < 0 || to < 0) return false;
  if (model->is_ignored(link)) return true;
  if (from >= to) {
    const std::vector<NodeIndex> path = path_between(network, to, from);
    if (path.empty()) return false;
    return cycle_refusal(network, path);
  }
  Edge edge{};
  edge.kind = static_cast<std::uint32_t>(link.kind) & 3U;
  edge.lag =
      model->lag_of(link, network.nodes[row_of(from)], network.nodes[row_of(to)]) & 0x1fffffffU;
  network.plain = false;  // The grid knows neither new lags nor new kinds of links.
  splice_in(network, state, {from, to, edge, index});
  ends.push_back(from);
  ends.push_back(to);
  return true;
}

Result<LinkEdit> IncrementalSchedule::Impl::change_links(const Change& change) {
  LinkEdit edit;
  std::vector<Index> removed = change.removed_links;
  std::sort(removed.begin(), removed.end(), std::greater<>());
  removed.erase(std::unique(removed.begin(), removed.end()), removed.end());
  bool in_place = true;
  for (const Index index : removed) {
    const auto [from, to] = splice_out(network, state, index);
    if (from >= 0) edit.ends.insert(edit.ends.end(), {from, to});
    // A summary's link: its virtual nodes may have become useless.
    in_place &= from >= 0 && network.nodes[row_of(from)].shape < Shape::summary_in &&
                network.nodes[row_of(to)].shape < Shape::summary_in;
    plan.links.erase(plan.links.begin() + index);
  }
  for (const plan::Link& link : change.added_links) {
    plan.links.push_back(link);
    if (!in_place) continue;
    const Result<bool> done = link_in(static_cast<Index>(plan.links.size()) - 1, edit.ends);
    if (!done) return done.refusals();
    in_place = *done;
  }
  if (in_place) return edit;
  Result<Network> built = build_network(plan, options);
  if (!built) return built.refusals();
  network = std::move(built).value();
  model.emplace(plan, network, survey_of(plan).horizon);
  return LinkEdit{{}, true};
}

/// Late dates and floats of everything, from the early dates.
void IncrementalSchedule::Impl::compute_late() {
  Passes passes(network, state);
  for (auto node = static_cast<NodeIndex>(network.nodes.size()); node-- > 0;) {
    passes.backward_and_floats(node);
  }
}

/// Memory for a whole state. Fresh memory costs more than computing, so only the last steps that
/// computed everything keep what was before; the others give it away and compute again when undone.
std::unique_ptr<State> IncrementalSchedule::Impl::memory() {
  if (spare) return std::move(spare);
  for (Step& step : steps) {
    if (step.state && !step.structure) return std::move(step.state);
  }
  return std::make_unique<State>();
}

/// The present state, moved away; what is computed next goes into other memory.
std::unique_ptr<State> IncrementalSchedule::Impl::set_aside() {
  auto result = memory();
  std::swap(*result, state);
  return result;
}

/// Everything of a plain network, where it stands: computing what was before again when the step is
/// undone costs no more than keeping it would.
void IncrementalSchedule::Impl::compute_plainly(const std::vector<NodeIndex>& changed, Step& step) {
  step.is_whole = true;
  step.old = {};
  const bool from_first = grid_holds && !changed.empty();
  const NodeIndex from = from_first ? *std::ranges::min_element(changed) : 0;
  cone.renew(state, renew_plain(network, state, from, affected));
  grid_holds = true;
}

/// What a cone changed in a plain network, or took back.
void IncrementalSchedule::Impl::follow_on_grid(const Overwritten& old) {
  grid_holds = grid_holds && network.plain;
  if (!grid_holds) return;
  for (const NodeRecord& record : old.nodes) place_on_grid(network, state, record.node);
}

/// An activity grows beyond its float: then the finish moves, and all late dates.
bool IncrementalSchedule::Impl::moves_finish(const Step& step) const {
  return std::ranges::any_of(step.nodes, [&](const NodeInputs& before) {
    const std::size_t row = row_of(before.place);
    return network.nodes[row].duration - before.node.duration > state.total_float[row];
  });
}

/// The affected cone, or everything; what is overwritten goes into the step.
void IncrementalSchedule::Impl::compute(const std::vector<NodeIndex>& changed, bool all,
                                        Step& step) {
  const bool plainly = network.plain && !step.state;
  if (plainly && (all || moves_finish(step))) return compute_plainly(changed, step);
  if (!all) {
    const Cone::Reach reach = cone.recompute(network, state, changed, step.old);
    if (reach == Cone::Reach::settled) return follow_on_grid(step.old);
    if (plainly) {
      put_back_early(state, step.old);  // For the comparison.
      return compute_plainly(changed, step);
    }
    grid_holds = false;
    const bool early_is_done = reach == Cone::Reach::finish_moved && !network.plain;
    if (!step.state) {
      step.state = early_is_done ? memory() : set_aside();
      if (early_is_done) *step.state = state;
      put_back_early(*step.state, step.old);
    }
    step.is_whole = true;
    step.old = {};
    if (early_is_done) return compute_late();
  }
  if (!step.state) step.state = set_aside();
  step.is_whole = true;
  compute_all(network, state);
  grid_holds = network.plain;
  cone.reset(network, state);
}

void IncrementalSchedule::Impl::find_affected(const Step& step) {
  if (step.is_whole && !step.state) return;  // renew_plain did.
  affected.clear();
  const auto add = [&](NodeIndex node) {
    if (network.nodes[row_of(node)].shape >= Shape::summary_in) return;
    affected.push_back(network.activity[row_of(node)]);
  };
  if (!step.state) {
    for (const NodeRecord& record : step.old.nodes) {
      const std::size_t row = row_of(record.node);
      if (state.early[row] != record.early || state.late[row] != record.late ||
          state.total_float[row] != record.total_float ||
          state.free_float[row] != record.free_float) {
        add(record.node);
      }
    }
    return;
  }
  const bool renumbered = step.structure && step.structure->network.activity != network.activity;
  const Comparison differs(state, *step.state);
  const bool any_virtual = !network.specials.empty();
  for (std::size_t row = 0; row < network.nodes.size(); ++row) {
    if (!renumbered && !differs(row)) continue;
    if (any_virtual) {
      add(static_cast<NodeIndex>(row));
    } else {
      affected.push_back(network.activity[row]);
    }
  }
}

void IncrementalSchedule::Impl::take_back(Step& step) {
  if (step.structure) {
    network = std::move(step.structure->network);
    plan.links = std::move(step.structure->links);
    put_back_plan(step);
    model.emplace(plan, network, survey_of(plan).horizon);
    needs_all = step.needs_all;
  } else {
    put_back_inputs(step);
  }
  if (step.state) {
    std::swap(state, *step.state);
    spare = std::move(step.state);
    grid_holds = false;
  } else if (step.is_whole) {
    compute_all(network, state);
    grid_holds = network.plain;
  } else {
    for (const NodeRecord& record : step.old.nodes) {
      const std::size_t row = row_of(record.node);
      state.early[row] = record.early;
      state.late[row] = record.late;
      state.total_float[row] = record.total_float;
      state.free_float[row] = record.free_float;
    }
    for (const DrivingRecord& record : step.old.driving) {
      state.driving[record.entry] = record.driving;
    }
    follow_on_grid(step.old);
  }
  cone.reset(network, state);
}

void IncrementalSchedule::Impl::trim() {
  std::size_t bytes = 0;
  std::size_t keep = steps.size();
  while (keep > 0) {
    const Step& step = steps[keep - 1];
    bytes += step.old.nodes.size() * sizeof(NodeRecord);
    if (step.state) bytes += network.nodes.size() * k_bytes_per_node;
    if (bytes > k_undo_bytes_max && keep < steps.size()) break;
    --keep;
  }
  drop(keep);
}

/// Forgets the oldest steps.
void IncrementalSchedule::Impl::drop(std::size_t count) {
  for (std::size_t at = 0; at < count; ++at) {
    if (steps.front().state) spare = std::move(steps.front().state);
    steps.pop_front();
  }
}

IncrementalSchedule::IncrementalSchedule(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
IncrementalSchedule::IncrementalSchedule(IncrementalSchedule&&) noexcept = default;
IncrementalSchedule& IncrementalSchedule::operator=(IncrementalSchedule&&) noexcept = default;
IncrementalSchedule::~IncrementalSchedule() = default;

Result<IncrementalSchedule> IncrementalSchedule::open(plan::Plan& plan, const Options& options) {
  Result<Network> network = build_network(plan, options);
  if (!network) return network.refusals();
  return IncrementalSchedule(std::make_unique<Impl>(plan, options, std::move(network).value()));
}

Result<std::span<const Index>> IncrementalSchedule::apply(const Change& change) {
  if (const Status checked = impl_->check(change); !checked) return checked.refusals();
  Impl& impl = *impl_;
  Step step;
  std::vector<NodeIndex> changed;
  const bool links_change = !change.removed_links.empty() || !change.added_links.empty();
  if (links_change) {
    step.structure = std::make_unique<Structure>(Structure{impl.network, impl.plan.links});
    step.state = std::make_unique<State>(impl.state);
  }
  const auto known = static_cast<std::ptrdiff_t>(impl.model->refusals().size());
  impl.change_assignments(change, step);
  impl.change_inputs(change.activities, step);
  // Somebody whose calendar never meets that of the work.
  if (Refusals refusals(impl.model->refusals().begin() + known, impl.model->refusals().end());
      !refusals.empty()) {
    impl.take_back(step);
    return refusals;
  }
  bool rebuilt = false;
  if (links_change) {
    Result<LinkEdit> edit = impl.change_links(change);
    if (!edit) {
      impl.take_back(step);
      return edit.refusals();
    }
    changed = std::move(edit->ends);
    rebuilt = edit->rebuilt;
    if (rebuilt) impl.needs_all = late_needs_early(impl.network);
  }
  for (const auto& [activity, inputs] : change.activities) {
    const NodeIndex node = impl.network.node_of[row_of(activity)];
    if (node >= 0) changed.push_back(node);
  }
  impl.compute(changed, rebuilt || impl.needs_all, step);
  impl.find_affected(step);
  impl.steps.push_back(std::move(step));
  impl.trim();
  return std::span<const Index>(impl.affected);
}

Result<std::vector<PlanTime>> IncrementalSchedule::finishes_with(const InputChanges& changes) {
  if (const Status checked = impl_->check({changes, {}, {}}); !checked) return checked.refusals();
  Impl& impl = *impl_;
  Step step;
  impl.change_inputs(changes, step);
  std::vector<PlanTime> finishes;
  if (impl.network.has_alap || impl.network.from_finish) {
    // Early dates are no longer those that the finish was taken from.
    State fresh;
    compute_all(impl.network, fresh);
    finishes = std::move(fresh.project_finish);
  } else {
    std::vector<NodeIndex> changed;
    for (const NodeInputs& node : step.nodes) changed.push_back(node.place);
    finishes = impl.cone.finishes_with(impl.network, impl.state, changed);
  }
  impl.put_back_inputs(step);
  return finishes;
}

bool IncrementalSchedule::undo() {
  if (impl_->steps.empty()) return false;
  impl_->take_back(impl_->steps.back());
  impl_->steps.pop_back();
  return true;
}

void IncrementalSchedule::forget() { impl_->drop(impl_->steps.size()); }
std::size_t IncrementalSchedule::undo_depth() const { return impl_->steps.size(); }
const Network& IncrementalSchedule::network() const { return impl_->network; }
const State& IncrementalSchedule::state() const { return impl_->state; }
Schedule IncrementalSchedule::schedule() const {
  return make_schedule(impl_->network, impl_->state);
}

std::vector<Reason> IncrementalSchedule::why(Index activity, Field field) {
  return engine::schedule::why(impl_->network, impl_->state, activity, field);
}

}  // namespace tc::engine::schedule
