#include "engine/montecarlo/model.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "base/row.h"
#include "engine/montecarlo/estimate.h"
#include "engine/montecarlo/topology.h"
#include "engine/montecarlo/validate.h"

namespace tc::engine::montecarlo {
namespace {

constexpr double k_ticks_per_year = 365.25 * k_tenths_per_day;
constexpr int k_escalation_shift = 16;  ///< A row per 4.6 days of the axis.

float narrow(double value) { return static_cast<float>(value); }

class ModelBuilder {
 public:
  ModelBuilder(const Network& network, const Variant& variant, std::uint64_t seed)
      : network_(network), variant_(variant), seed_(seed), model_(std::make_unique<Model>()) {}

  Result<std::unique_ptr<Model>> build() {
    if (Refusals faults = faults_of(network_); !faults.empty()) return faults;
    Result<std::vector<Index>> order = topological_order(network_);
    if (!order) return order.refusals();
    model_->order = std::move(order).value();
    node_of_.resize(model_->order.size());
    for (std::size_t node = 0; node < model_->order.size(); ++node) {
      node_of_[row_of(model_->order[node])] = static_cast<std::int32_t>(node);
    }
    choose_axis();
    const Estimate estimate = estimate_of(network_, model_->order, model_->axis);
    if (!estimate.in_range) return refuse(RefusalKind::rule, "simulation.date_out_of_range");
    if (on_clock_) {
      const Day first = day_of(std::min(network_.start, estimate.earliest)) - 1;
      Result<CalendarTables> tables =
          make_calendar_tables(network_.calendars, first, day_of(estimate.latest) + 2, seed_);
      if (!tables) return tables.refusals();
      model_->calendars = std::move(tables).value();
    }
    model_->influence = estimate.influence;
    model_->influence.resize(network_.activities.size());
    add_gates();
    add_risks(estimate);
    add_weather();
    add_nodes(estimate);
    add_edges();
    add_escalation(estimate);
    publish(estimate);
    return std::move(model_);
  }

 private:
  bool has_weather(Index calendar) const {
    return calendar != k_none && std::ranges::any_of(network_.calendars[row_of(calendar)].lost_day,
                                                     [](double part) { return part > 0; });
  }

  /// One axis of working time suffices where one calendar rules everything.
  void choose_axis() {
    Axis& axis = model_->axis;
    axis.start = network_.start;
    axis.calendar = network_.activities.front().calendar;
    on_clock_ = has_weather(axis.calendar);
    for (const Activity& activity : network_.activities) {
      on_clock_ |= activity.calendar != axis.calendar;
    }
    for (const Link& link : network_.links) {
      on_clock_ |= link.lag != 0 && link.calendar != axis.calendar;
    }
    if (on_clock_) axis.calendar = k_none;
    axis.wall_clock = axis.calendar == k_none;
  }

  /// Working ticks before an instant; around the clock the instant itself.
  std::int32_t position(PlanTime time, Index calendar, std::int32_t absent) const {
    if (time == k_no_time) return absent;
    if (!on_clock_ && calendar == k_none) return time;
    if (!on_clock_) return network_.calendars[row_of(calendar)].working_time.position(time);
    return position_in(model_->calendars.tables[row_of(calendar + 1)], time);
  }
  std::int32_t on_axis(PlanTime time) const {
    return on_clock_ ? time : position(time, model_->axis.calendar, 0);
  }

  std::int32_t add_variable(double influence) {
    model_->influence.push_back(influence);
    return static_cast<std::int32_t>(model_->influence.size()) - 1;
  }
  static Variable unconnected(std::int32_t number) {
    Variable variable;
    variable.stream = static_cast<std::uint32_t>(number);
    return variable;
  }
  std::int32_t add_occurrence(double influence) {
    model_->occurrences.push_back(unconnected(add_variable(influence)));
    return static_cast<std::int32_t>(model_->occurrences.size()) - 1;
  }

  double total_influence(const std::vector<Index>& activities) const {
    double sum = 0;
    for (const Index activity : activities) sum += model_->influence[row_of(activity)];
    return sum;
  }

  void add_gates() {
    gate_of_.assign(network_.activities.size(), -1);
    const auto add = [&](const Gate& gate, const std::vector<Index>& activities) {
      for (const Index activity : activities) {
        gate_of_[row_of(activity)] = static_cast<std::int32_t>(model_->gates.size());
      }
      model_->gates.push_back(gate);
    };
    for (const Branch& branch : network_.branches) {
      double from = 0, influence = 0;
      for (const auto& alternative : branch.alternatives) {
        influence += total_influence(alternative.activities);
      }
      const std::int32_t occurrence = add_occurrence(influence);
      for (const auto& alternative : branch.alternatives) {
        Gate gate;
        gate.chance = {occurrence, narrow(from), narrow(from + alternative.probability)};
        from += alternative.probability;
        add(gate, alternative.activities);
      }
    }
    for (const Condition& condition : network_.conditions) {
      Gate gate;
      gate.conditional = true;
      gate.node = node_of_[row_of(condition.activity)];
      gate.threshold = position(condition.threshold,
                                network_.activities[row_of(condition.activity)].calendar, 0);
      add(gate, condition.late);
      gate.negated = true;
      add(gate, condition.early);
    }
  }

  Effect effect_of(const Impact& impact, const Chance& chance, double influence) {
    Effect effect;
    effect.parallel = impact.parallel;
    effect.chance = chance;
    effect.amount = model_->samplers.make(variant_.mitigated && impact.mitigated ? *impact.mitigated
                                                                                 : impact.amount);
    effect.variable = unconnected(add_variable(influence));
    return effect;
  }

  void add_impact(const Impact& impact, const Chance& chance, const Estimate& estimate) {
    const double sd = spread_of(impact.amount).sd;
    if (impact.kind == Impact::Kind::delay) {
      for (const Index activity : impact.activities) {
        effects_of_[row_of(activity)].push_back(static_cast<std::int32_t>(model_->effects.size()));
        model_->effects.push_back(
            effect_of(impact, chance, sd * estimate.weight[row_of(activity)]));
        model_->effects.back().kind = Effect::Kind::delay;
      }
      return;
    }
    double influence = 0;
    for (const Index activity : impact.activities) {
      influence += sd * estimate.mean[row_of(activity)] * estimate.weight[row_of(activity)];
      if (impact.kind == Impact::Kind::factor)
        effects_of_[row_of(activity)].push_back(static_cast<std::int32_t>(model_->effects.size()));
    }
    model_->effects.push_back(effect_of(impact, chance, influence));
    model_->effects.back().kind =
        impact.kind == Impact::Kind::factor ? Effect::Kind::factor : Effect::Kind::cost;
  }

  /// Negative: risks occur at low uniform numbers.
  double occurrence_influence(const Risk& risk, const Estimate& estimate) const {
    double sum = 0;
    for (const Impact& impact : risk.impacts) {
      const double mean = spread_of(impact.amount).mean;
      for (const Index activity : impact.activities) {
        const double effect = impact.kind == Impact::Kind::factor
                                  ? (mean - 1) * estimate.mean[row_of(activity)]
                                  : mean;
        sum -= effect * estimate.weight[row_of(activity)];
      }
    }
    return sum * std::sqrt(std::max(risk.probability * (1 - risk.probability), 0.0));
  }

  void add_risks(const Estimate& estimate) {
    effects_of_.resize(network_.activities.size());
    struct Group {
      std::int32_t occurrence = 0;
      double used = 0;
    };
    std::map<std::string, Group> groups;
    for (std::size_t row = 0; row < network_.risks.size(); ++row) {
      const Risk& risk = network_.risks[row];
      const double after = risk.mitigated_probability.value_or(risk.probability);
      double probability = variant_.mitigated ? after : risk.probability;
      Group own{-1, 0};
      Group* group =
          risk.exclusive.empty() ? &own : &groups.try_emplace(risk.exclusive, own).first->second;
      if (group->occurrence < 0)
        group->occurrence = add_occurrence(occurrence_influence(risk, estimate));
      Chance chance{group->occurrence, narrow(group->used), narrow(group->used + probability)};
      group->used += std::max(risk.probability, after);
      if (variant_.without_risk == static_cast<Index>(row)) chance.to = chance.from;
      for (const Impact& impact : risk.impacts) add_impact(impact, chance, estimate);
    }
  }

  void add_weather() {
    const bool any = std::ranges::any_of(model_->calendars.tables,
                                         [](const CalendarTable& table) { return table.weather; });
    if (any) weather_occurrence_ = add_occurrence(0);
  }

  void add_nodes(const Estimate& estimate) {
    std::vector<std::uint8_t> has_predecessor(network_.activities.size(), 0);
    for (const Link& link : network_.links) has_predecessor[row_of(link.to)] = 1;
    model_->drawn_node.assign(network_.activities.size(), k_none);
    model_->flow.resize(model_->order.size());
    model_->fixed_duration.assign(model_->order.size(), 0);
    details_.resize(model_->order.size());
    for (std::size_t node = 0; node < model_->order.size(); ++node) {
      const std::size_t row = row_of(model_->order[node]);
      FlowNode& flow = model_->flow[node];
      flow.calendar = network_.activities[row].calendar + 1;
      flow.cost = add_cost(network_.activities[row], gate_of_[row]);
      add_bounds(node, row, has_predecessor[row] != 0);
      add_duration(static_cast<std::int32_t>(node), row, estimate.mean[row]);
    }
  }

  /// Instants become positions on the calendar of the activity.
  void add_bounds(std::size_t node, std::size_t row, bool has_predecessor) {
    const Activity& activity = network_.activities[row];
    Window window = activity.window;
    const bool held = !activity.floats_free || !has_predecessor;
    const bool own = window.start_from != k_no_time;
    if (held && !own) window.start_from = network_.start;
    if (own && !activity.floats_free)
      window.start_from = std::max(window.start_from, network_.start);
    if (has_weather(activity.calendar)) hang_on_instants(node, window);
    const auto at = [&](PlanTime time, std::int32_t absent) {
      return position(time, activity.calendar, absent);
    };
    model_->flow[node].start_from = at(window.start_from, k_never);
    Detail& detail = details_[node];
    detail.finish_from = at(window.finish_from, k_never);
    detail.start_until = at(window.start_until, k_always);
    detail.finish_until = at(window.finish_until, k_always);
    detail.start_pin = at(window.start_pin, k_never);
    detail.finish_pin = at(window.finish_pin, k_never);
    detail.is_bounded = detail.start_until != k_always || detail.finish_until != k_always ||
                        detail.start_pin != k_never || detail.finish_pin != k_never;
    detail.gate = gate_of_[row];
    detail.keeps_instant = activity.zero_length == ZeroLength::keeps_instant;
    detail.at_work_end = activity.zero_length == ZeroLength::previous_work_finish;
  }

  /// Where weather changes the calendar from one iteration to the next, an instant has no fixed
  /// position: it becomes a node on the clock that the activity waits for.
  void hang_on_instants(std::size_t node, Window& window) {
    const auto hang = [&](PlanTime& time, plan::LinkKind kind) {
      if (time == k_no_time) return;
      instant_links_.push_back({time, static_cast<std::int32_t>(node), kind});
      time = k_no_time;
    };
    hang(window.start_from, plan::LinkKind::fs);
    hang(window.start_pin, plan::LinkKind::fs);
    hang(window.finish_from, plan::LinkKind::ff);
    hang(window.finish_pin, plan::LinkKind::ff);
    window.start_until = window.finish_until = k_no_time;
  }

  std::int32_t add_cost(const Activity& activity, std::int32_t gate) {
    const bool certain = activity.cost.kind == Distribution::Kind::fixed;
    if (!certain) {
      Effect effect;
      effect.kind = Effect::Kind::cost;
      effect.gate = gate;
      effect.amount = model_->samplers.make(activity.cost);
      effect.variable = unconnected(add_variable(0));
      model_->effects.push_back(effect);
    }
    const double fixed = certain ? activity.cost.a : 0;
    if (activity.cost_per_tick == 0.0 && fixed == 0.0) return -1;
    model_->costs.push_back(
        {narrow(activity.cost_per_tick), narrow(fixed), network_.escalation_per_year != 0.0});
    return static_cast<std::int32_t>(model_->costs.size()) - 1;
  }

  void add_duration(std::int32_t node, std::size_t row, double mean) {
    const Sampler sampler = model_->samplers.make(network_.activities[row].duration);
    const std::vector<std::int32_t>& effects = effects_of_[row];
    if (sampler.kind == Sampler::Kind::fixed && effects.empty() && gate_of_[row] < 0) {
      const double ticks = std::clamp(network_.activities[row].duration.a, 0.0, 1e9);
      model_->fixed_duration[row_of(node)] = static_cast<std::int32_t>(std::lround(ticks));
      return;
    }
    DrawnNode drawn;
    drawn.node = node;
    add_node_effects(effects, drawn);
    const std::int32_t gate = gate_of_[row];
    drawn.gate = gate >= 0 && !model_->gates[row_of(gate)].conditional ? gate : -1;
    drawn.reference = static_cast<std::int32_t>(std::lround(std::clamp(mean, 0.0, 1e9)));
    drawn.sampler = sampler;
    drawn.variable = unconnected(static_cast<std::int32_t>(row));
    model_->drawn_node[row] = static_cast<Index>(model_->drawn.size());
    model_->flow[row_of(node)].drawn = static_cast<std::int32_t>(model_->drawn.size());
    model_->drawn.push_back(drawn);
  }

  void add_node_effects(const std::vector<std::int32_t>& effects, DrawnNode& drawn) {
    drawn.effect_begin = static_cast<std::int32_t>(model_->node_effects.size());
    const auto add = [&](bool parallel, std::optional<Effect::Kind> kind, std::int32_t& count) {
      for (const std::int32_t row : effects) {
        const Effect& effect = model_->effects[row_of(row)];
        if (effect.parallel != parallel || (kind && effect.kind != *kind)) continue;
        model_->node_effects.push_back(row);
        ++count;
      }
    };
    add(false, Effect::Kind::factor, drawn.factor_count);
    add(false, Effect::Kind::delay, drawn.delay_count);
    add(true, std::nullopt, drawn.parallel_count);
  }

  struct SortedEdge {
    std::size_t link_class = 0;
    Edge edge;
    std::int32_t lag_calendar = 0;
  };

  /// Whether positions on the common calendar of both ends say all.
  bool is_on_calendar(const Link& link) const {
    if (!on_clock_) return true;
    const Activity& from = network_.activities[row_of(link.from)];
    const Activity& to = network_.activities[row_of(link.to)];
    return from.calendar == to.calendar && (link.lag == 0 || link.calendar == to.calendar) &&
           to.zero_length != ZeroLength::keeps_instant &&
           from.zero_length != ZeroLength::keeps_instant;
  }

  void add_edges() {
    in_.resize(model_->flow.size());
    out_.resize(model_->flow.size());
    for (const Link& link : network_.links) {
      add_edge(node_of_[row_of(link.from)], node_of_[row_of(link.to)], link, is_on_calendar(link));
    }
    for (std::size_t node = 0; node < model_->flow.size(); ++node) mark_end(node);
    add_instants();
    for (std::size_t node = 0; node < model_->flow.size(); ++node) {
      FlowNode& flow = model_->flow[node];
      flow.in_begin = static_cast<std::int32_t>(model_->edges.size());
      append(in_[node], details_[node].in_end);
      flow.in_end = details_[node].in_end[0];
    }
    for (std::size_t node = 0; node < model_->flow.size(); ++node) {
      FlowNode& flow = model_->flow[node];
      flow.out_begin = static_cast<std::int32_t>(model_->edges.size());
      append(out_[node], details_[node].out_end);
      flow.out_end = details_[node].out_end[0];
      keep_detail(node);
    }
  }

  void add_edge(std::int32_t from, std::int32_t to, const Link& link, bool on_calendar) {
    const auto kind = static_cast<std::size_t>(link.kind);
    const std::size_t link_class = on_calendar ? kind : kind + k_link_kinds;
    in_[row_of(to)].push_back({link_class, {from, link.lag}, link.calendar + 1});
    out_[row_of(from)].push_back({link_class, {to, link.lag}, link.calendar + 1});
    if (on_calendar) return;
    const bool of_finish = link.kind == plan::LinkKind::fs || link.kind == plan::LinkKind::ff;
    (of_finish ? details_[row_of(from)].finish_on_clock : details_[row_of(from)].start_on_clock) =
        true;
    details_[row_of(to)].late_on_clock = true;
  }

  /// A node behind which another one always finishes needs no look for the project finish.
  void mark_end(std::size_t node) {
    const bool counted = network_.activities[row_of(model_->order[node])].counted;
    const bool followed = std::ranges::any_of(out_[node], [&](const SortedEdge& edge) {
      const Activity& after = network_.activities[row_of(model_->order[row_of(edge.edge.node)])];
      const Window& window = after.window;
      return edge.link_class % k_link_kinds == 0 && edge.edge.lag >= 0 && after.counted &&
             window.start_pin == k_no_time && window.finish_pin == k_no_time &&
             window.start_until == k_no_time && window.finish_until == k_no_time;
    });
    model_->flow[node].bounded = !followed;
    model_->flow[node].ends = counted && !followed;
    if (on_clock_ && (model_->flow[node].ends || has_escalation()))
      details_[node].finish_on_clock = true;
  }
  bool has_escalation() const { return network_.escalation_per_year != 0.0; }

  /// Given instants have rows after those of the nodes, filled before the first block.
  void add_instants() {
    for (const auto& [time, to, kind] : instant_links_) {
      const auto place = static_cast<std::int32_t>(model_->flow.size() + model_->instants.size());
      const auto link_class = static_cast<std::size_t>(kind) + k_link_kinds;
      in_[row_of(to)].push_back({link_class, {place, 0}, 0});
      model_->instants.push_back(time);
    }
  }

  void append(std::vector<SortedEdge>& list, std::int32_t (&ends)[k_link_classes]) {
    std::ranges::stable_sort(list, {}, &SortedEdge::link_class);
    std::size_t at = 0;
    for (std::size_t link_class = 0; link_class < k_link_classes; ++link_class) {
      for (; at < list.size() && list[at].link_class == link_class; ++at) {
        model_->edges.push_back(list[at].edge);
        model_->lag_calendars.push_back(list[at].lag_calendar);
      }
      ends[link_class] = static_cast<std::int32_t>(model_->edges.size());
    }
  }

  void keep_detail(std::size_t node) {
    const Detail& detail = details_[node];
    const bool plain = detail.in_end[0] == detail.in_end[7] &&
                       detail.out_end[0] == detail.out_end[7] && detail.finish_from == k_never &&
                       detail.start_until == k_always && detail.finish_until == k_always &&
                       detail.start_pin == k_never && detail.finish_pin == k_never &&
                       detail.gate < 0 && !detail.start_on_clock && !detail.finish_on_clock &&
                       !detail.late_on_clock;
    if (plain) return;
    model_->flow[node].detail = static_cast<std::int32_t>(model_->details.size());
    model_->details.push_back(detail);
  }

  void add_escalation(const Estimate& estimate) {
    if (network_.escalation_per_year == 0.0) return;
    const std::int32_t origin = on_axis(network_.start);
    const std::int64_t span = std::max<std::int64_t>(estimate.axis_latest - origin, 0);
    for (std::int64_t row = 0; row <= (span >> k_escalation_shift) + 1; ++row) {
      const double instant = origin + static_cast<double>(row << k_escalation_shift);
      const double years =
          (finish_date(network_, model_->axis, instant) - network_.start) / k_ticks_per_year;
      model_->escalation.push_back(narrow(std::pow(1 + network_.escalation_per_year, years)));
    }
  }

  void publish(const Estimate& estimate) {
    Program& program = model_->program;
    program.nodes = static_cast<std::int32_t>(model_->flow.size());
    program.origin = on_axis(network_.start);
    program.on_clock = on_clock_;
    program.flow = model_->flow.data();
    program.edges = model_->edges.data();
    program.lag_calendars = model_->lag_calendars.data();
    program.details = model_->details.data();
    program.drawn = static_cast<std::int32_t>(model_->drawn.size());
    program.drawn_nodes = model_->drawn.data();
    program.node_effects = model_->node_effects.data();
    program.occurrences = static_cast<std::int32_t>(model_->occurrences.size());
    program.occurrence_variables = model_->occurrences.data();
    program.effects = static_cast<std::int32_t>(model_->effects.size());
    program.effect = model_->effects.data();
    program.gates = static_cast<std::int32_t>(model_->gates.size());
    program.gate = model_->gates.data();
    program.costs = model_->costs.data();
    program.has_cost =
        !model_->costs.empty() || std::ranges::any_of(model_->effects, [](const Effect& effect) {
          return effect.kind == Effect::Kind::cost;
        });
    program.calendars = model_->calendars.tables.data();
    program.weather_realisations = k_weather_realisations;
    program.weather_occurrence = weather_occurrence_;
    program.escalation = model_->escalation.data();
    program.escalation_rows = static_cast<std::int32_t>(model_->escalation.size());
    program.escalation_shift = k_escalation_shift;
    program.finish_reference = static_cast<std::int32_t>(estimate.axis_mean_finish);
  }

  const Network& network_;
  const Variant& variant_;
  std::uint64_t seed_;
  std::unique_ptr<Model> model_;
  std::vector<std::int32_t> node_of_;
  std::vector<std::int32_t> gate_of_;
  std::vector<std::vector<std::int32_t>> effects_of_;
  std::int32_t weather_occurrence_ = -1;
  struct InstantLink {
    PlanTime time;
    std::int32_t to;
    plan::LinkKind kind;
  };
  std::vector<InstantLink> instant_links_;
  std::vector<std::vector<SortedEdge>> in_;
  std::vector<std::vector<SortedEdge>> out_;
  std::vector<Detail> details_;  ///< Per node; those that say something are kept.
  bool on_clock_ = false;
};

}  // namespace

Result<std::unique_ptr<Model>> build_model(const Network& network, const Variant& variant,
                                           std::uint64_t seed) {
  return ModelBuilder(network, variant, seed).build();
}

void connect(Model& model, const std::vector<Variable>& variables) {
  const auto connect_one = [&](Variable& variable) { variable = variables[variable.stream]; };
  for (DrawnNode& node : model.drawn) connect_one(node.variable);
  for (Variable& occurrence : model.occurrences) connect_one(occurrence);
  for (Effect& effect : model.effects) connect_one(effect.variable);
}

}  // namespace tc::engine::montecarlo
