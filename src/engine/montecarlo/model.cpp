#include "engine/montecarlo/model.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "engine/montecarlo/estimate.h"
#include "engine/montecarlo/topology.h"
#include "engine/montecarlo/validate.h"

namespace tc::engine::montecarlo {
namespace {

constexpr double k_ticks_per_year = 365.25 * k_tenths_per_day;
constexpr int k_escalation_shift = 16;  ///< A row per 4.6 days of the axis.

std::size_t row_of(std::int32_t index) { return static_cast<std::size_t>(index); }
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
    if (model_->axis.wall_clock && !network_.calendars.empty()) {
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
  /// One axis of working time suffices where one calendar rules everything.
  void choose_axis() {
    Axis& axis = model_->axis;
    axis.start = network_.start;
    axis.calendar = network_.activities.front().calendar;
    bool single = true;
    for (const Activity& activity : network_.activities) {
      single &= activity.calendar == axis.calendar;
    }
    for (const Link& link : network_.links) {
      single &= link.lag == 0 || link.calendar == axis.calendar;
    }
    if (axis.calendar != k_none) {
      for (const double part : network_.calendars[row_of(axis.calendar)].lost_day) {
        single &= part <= 0;
      }
    }
    if (!single) axis.calendar = k_none;
    axis.wall_clock = !single || axis.calendar == k_none;
    on_tables_ = !single;
  }

  std::int32_t on_axis(PlanTime time, std::int32_t absent) const {
    if (time == k_no_time) return absent;
    if (model_->axis.calendar == k_none) return time;
    return network_.calendars[row_of(model_->axis.calendar)].working_time.position(time);
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
      gate.threshold = on_axis(condition.threshold, k_never);
      add(gate, condition.late);
      gate.negated = true;
      add(gate, condition.early);
    }
  }

  Effect effect_of(const Impact& impact, const Chance& chance, double influence) {
    Effect effect;
    effect.parallel = impact.parallel;
    effect.chance = chance;
    effect.amount = model_->samplers.make(
        variant_.mitigated && impact.mitigated ? *impact.mitigated : impact.amount);
    effect.variable = unconnected(add_variable(influence));
    return effect;
  }

  void add_impact(const Impact& impact, const Chance& chance, const Estimate& estimate) {
    const double sd = spread_of(impact.amount).sd;
    if (impact.kind == Impact::Kind::delay) {
      for (const Index activity : impact.activities) {
        effects_of_[row_of(activity)].push_back(static_cast<std::int32_t>(model_->effects.size()));
        model_->effects.push_back(effect_of(impact, chance, sd * estimate.weight[row_of(activity)]));
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

  double occurrence_influence(const Risk& risk, const Estimate& estimate) const {
    double sum = 0;
    for (const Impact& impact : risk.impacts) {
      const double mean = spread_of(impact.amount).mean;
      for (const Index activity : impact.activities) {
        const double effect = impact.kind == Impact::Kind::factor
                                  ? (mean - 1) * estimate.mean[row_of(activity)]
                                  : mean;
        sum += std::abs(effect) * estimate.weight[row_of(activity)];
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
      Group* group = risk.exclusive.empty() ? &own : &groups.try_emplace(risk.exclusive, own).first->second;
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
    const std::int32_t start = on_axis(network_.start, 0);
    std::vector<std::uint8_t> has_predecessor(network_.activities.size(), 0);
    for (const Link& link : network_.links) has_predecessor[row_of(link.to)] = 1;
    model_->drawn_node.assign(network_.activities.size(), k_none);
    model_->fixed_duration.assign(network_.activities.size(), 0);
    for (std::size_t node = 0; node < model_->order.size(); ++node) {
      const std::size_t row = row_of(model_->order[node]);
      const Activity& activity = network_.activities[row];
      FlowNode flow;
      const bool held = !activity.floats_free || has_predecessor[row] == 0;
      const std::int32_t own = on_axis(activity.window.start_from, k_never);
      flow.start_from = held && !(activity.floats_free && own != k_never) ? std::max(start, own) : own;
      flow.calendar = activity.calendar + 1;
      flow.keeps_instant = activity.zero_length == ZeroLength::keeps_instant;
      flow.at_work_end = activity.zero_length == ZeroLength::previous_work_finish;
      flow.ends = activity.counted;
      flow.bounds = add_bounds(activity.window, gate_of_[row]);
      flow.cost = add_cost(activity, gate_of_[row]);
      model_->flow.push_back(flow);
      add_duration(static_cast<std::int32_t>(node), row, estimate.mean[row]);
    }
  }

  std::int32_t add_bounds(const Window& window, std::int32_t gate) {
    const Bounds bounds{on_axis(window.finish_from, k_never), on_axis(window.start_until, k_always),
                        on_axis(window.finish_until, k_always), on_axis(window.start_pin, k_never),
                        on_axis(window.finish_pin, k_never), gate};
    const Bounds none;
    if (bounds.finish_from == none.finish_from && bounds.start_until == none.start_until &&
        bounds.finish_until == none.finish_until && bounds.start_pin == none.start_pin &&
        bounds.finish_pin == none.finish_pin && gate < 0)
      return -1;
    model_->bounds.push_back(bounds);
    return static_cast<std::int32_t>(model_->bounds.size()) - 1;
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
    model_->costs.push_back({narrow(activity.cost_per_tick), narrow(fixed),
                             network_.escalation_per_year != 0.0});
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
    drawn.effect_begin = static_cast<std::int32_t>(model_->node_effects.size());
    drawn.effect_count = static_cast<std::int32_t>(effects.size());
    model_->node_effects.insert(model_->node_effects.end(), effects.begin(), effects.end());
    const std::int32_t gate = gate_of_[row];
    drawn.gate = gate >= 0 && !model_->gates[row_of(gate)].conditional ? gate : -1;
    drawn.reference = static_cast<std::int32_t>(std::lround(std::clamp(mean, 0.0, 1e9)));
    drawn.sampler = sampler;
    drawn.variable = unconnected(static_cast<std::int32_t>(row));
    model_->drawn_node[row] = static_cast<Index>(model_->drawn.size());
    model_->drawn.push_back(drawn);
  }

  void add_edges() {
    std::vector<std::vector<std::pair<int, Edge>>> in(model_->flow.size());
    std::vector<std::vector<std::pair<int, Edge>>> out(model_->flow.size());
    for (const Link& link : network_.links) {
      const std::int32_t from = node_of_[row_of(link.from)];
      const std::int32_t to = node_of_[row_of(link.to)];
      const int kind = static_cast<int>(link.kind);
      in[row_of(to)].push_back({kind, {from, link.lag, link.calendar + 1}});
      out[row_of(from)].push_back({kind, {to, link.lag, link.calendar + 1}});
    }
    const auto append = [&](std::vector<std::pair<int, Edge>>& list, Edges& edges) {
      std::ranges::stable_sort(list, {}, [](const auto& item) { return item.first; });
      edges.begin = static_cast<std::int32_t>(model_->edges.size());
      for (const auto& [kind, edge] : list) {
        ++edges.count[kind];
        model_->edges.push_back(edge);
      }
    };
    for (std::size_t node = 0; node < in.size(); ++node) append(in[node], model_->flow[node].in);
    for (std::size_t node = 0; node < out.size(); ++node) append(out[node], model_->flow[node].out);
  }

  void add_escalation(const Estimate& estimate) {
    if (network_.escalation_per_year == 0.0) return;
    const std::int32_t origin = on_axis(network_.start, 0);
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
    program.origin = on_axis(network_.start, 0);
    program.wall_clock = on_tables_;
    program.flow = model_->flow.data();
    program.edges = model_->edges.data();
    program.bounds = model_->bounds.data();
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
    program.has_cost = !model_->costs.empty() ||
                       std::ranges::any_of(model_->effects, [](const Effect& effect) {
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
  bool on_tables_ = false;
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
