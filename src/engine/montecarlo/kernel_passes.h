#pragma once

// Part of the kernel, see lanes.h: the two passes over the network, cost, moments.

/// Vectors handled together: enough to keep all units of the processor busy.
constexpr int k_parts = 4;
constexpr std::int32_t k_span = k_parts * k_width;

TC_INLINE std::int32_t* row(std::int32_t* rows, std::int32_t node, std::int32_t at) {
  return rows + node * k_block + at;
}

// --- Forward
// ---------------------------------------------------------------------------------------

/// Opens or closes a conditional node now that what it waits for is known.
TC_INLINE I existing_duration(const Program& program, const Detail& detail, Workspace& work,
                              I duration, std::int32_t at) {
  if (detail.gate < 0 || !program.gate[detail.gate].conditional) return duration;
  const Gate& gate = program.gate[detail.gate];
  const I later = load(row(work.finish, gate.node, at)) > gate.threshold;
  const I open = gate.negated ? ~later : later;
  store(row(work.gate, detail.gate, at), open);
  return duration & open;
}

/// What the links after the first class ask for: of the start and of the finish, as positions, and
/// of the start on the clock.
struct Asked {
  I start;
  I finish;
  I clock;
};
TC_INLINE void ask_on_calendar(const Program& program, const Workspace& work, const FlowNode& node,
                               const Detail& detail, std::int32_t at, Asked& asked) {
  std::int32_t edge = node.in_end;
  for (; edge < detail.in_end[1]; ++edge) {
    const Edge& from = program.edges[edge];
    const I start = load(row(work.finish, from.node, at)) - load(row(work.duration, from.node, at));
    asked.start = max(asked.start, start + from.lag);
  }
  for (; edge < detail.in_end[2]; ++edge) {
    const Edge& from = program.edges[edge];
    asked.finish = max(asked.finish, load(row(work.finish, from.node, at)) + from.lag);
  }
  for (; edge < detail.in_end[3]; ++edge) {
    const Edge& from = program.edges[edge];
    const I start = load(row(work.finish, from.node, at)) - load(row(work.duration, from.node, at));
    asked.finish = max(asked.finish, start + from.lag);
  }
}

TC_INLINE void ask_on_clock(const Program& program, const Workspace& work, const FlowNode& node,
                            const Detail& detail, std::int32_t at, Asked& asked) {
  if (detail.in_end[3] == detail.in_end[7]) return;
  const LaneCalendar own = calendar_of(program, node.calendar, at, work);
  I finish = splat(k_never);
  for (std::int32_t edge = detail.in_end[3]; edge < detail.in_end[7]; ++edge) {
    const Edge& from = program.edges[edge];
    const bool of_start =
        (edge >= detail.in_end[4] && edge < detail.in_end[5]) || edge >= detail.in_end[6];
    const I instant = load(row(of_start ? work.clock_start : work.clock_finish, from.node, at));
    const I asks = lagged(program, work, edge, instant, at, from.lag);
    if (edge < detail.in_end[5]) {
      asked.clock = max(asked.clock, asks);
    } else {
      finish = max(finish, asks);
    }
  }
  if (detail.in_end[5] > detail.in_end[3])
    asked.start = max(asked.start, own.position(asked.clock));
  if (detail.in_end[7] > detail.in_end[5]) asked.finish = max(asked.finish, own.position(finish));
}

/// Instants that other calendars ask for.
TC_INLINE void show_on_clock(const Program& program, Workspace& work, std::int32_t index, I start,
                             I duration, std::int32_t at, I asked_clock) {
  const FlowNode& node = program.flow[index];
  const Detail& detail = program.details[node.detail];
  if (!detail.start_on_clock && !detail.finish_on_clock) return;
  const LaneCalendar own = calendar_of(program, node.calendar, at, work);
  const I no_work = duration == 0;
  I instant = own.start_at(start);
  if (detail.at_work_end) instant = no_work ? own.finish_at(start) : instant;
  if (detail.keeps_instant) {
    const I follows = own.position(asked_clock) >= start;
    instant = (no_work & follows & (asked_clock > k_never)) != 0 ? asked_clock : instant;
  }
  if (detail.start_on_clock) store(row(work.clock_start, index, at), instant);
  if (!detail.finish_on_clock) return;
  const I finish = own.finish_at(start + duration);
  store(row(work.clock_finish, index, at), no_work ? instant : finish);
}

TC_INLINE void forward_detailed(const Program& program, Workspace& work, std::int32_t index,
                                std::int32_t at, I start) {
  const FlowNode& node = program.flow[index];
  const Detail& detail = program.details[node.detail];
  Asked asked{start, splat(detail.finish_from), splat(k_never)};
  ask_on_calendar(program, work, node, detail, at, asked);
  ask_on_clock(program, work, node, detail, at, asked);
  const I duration =
      existing_duration(program, detail, work, load(row(work.duration, index, at)), at);
  store(row(work.duration, index, at), duration);
  start = max(asked.start, asked.finish - duration);
  start = min(start, min(splat(detail.start_until), detail.finish_until - duration));
  if (detail.start_pin != k_never) start = splat(detail.start_pin);
  if (detail.finish_pin != k_never) start = detail.finish_pin - duration;
  store(row(work.finish, index, at), start + duration);
  show_on_clock(program, work, index, start, duration, at, asked.clock);
}

TC_INLINE void forward_node(const Program& program, Workspace& work, std::int32_t index,
                            std::int32_t at) {
  const FlowNode& node = program.flow[index];
  I start[k_parts];
  for (I& part : start) part = splat(node.start_from);
  const Edge* end = program.edges + node.in_end;
  for (const Edge* edge = program.edges + node.in_begin; edge < end; ++edge) {
    const std::int32_t* finish = row(work.finish, edge->node, at);
#pragma GCC unroll 4
    for (int part = 0; part < k_parts; ++part) {
      start[part] = max(start[part], load(finish + part * k_width) + edge->lag);
    }
  }
#pragma GCC unroll 4
  for (int part = 0; part < k_parts; ++part) {
    const std::int32_t lane = at + part * k_width;
    if (node.detail >= 0) {
      forward_detailed(program, work, index, lane, start[part]);
    } else {
      const I duration = load(row(work.duration, index, lane));
      store(row(work.finish, index, lane), start[part] + duration);
    }
  }
}

/// The finish of a node on the axis of the project finish.
TC_INLINE I shown_finish(const Program& program, const Workspace& work, std::int32_t index,
                         std::int32_t at) {
  return load(row(program.on_clock ? work.clock_finish : work.finish, index, at));
}

TC_INLINE F escalation_at(const Program& program, I instant) {
  const std::int32_t span = (program.escalation_rows - 1) << program.escalation_shift;
  const I from = min(max(instant - program.origin, I{}), splat(span - 1));
  const I place = from >> program.escalation_shift;
  const I rest = from - (place << program.escalation_shift);
  const F low = gather(program.escalation, place);
  const F high = gather(program.escalation, place + 1);
  const float step = 1.0F / static_cast<float>(1 << program.escalation_shift);
  return low + (high - low) * (to_float(rest) * step);
}

TC_INLINE F only_where_open(const Workspace& work, std::int32_t gate, std::int32_t at, F amount) {
  return load(row(work.gate, gate, at)) != 0 ? amount : F{};
}

TC_INLINE void add_cost(const Program& program, Workspace& work, std::int32_t index) {
  const FlowNode& node = program.flow[index];
  const Cost& cost = program.costs[node.cost];
  for (std::int32_t at = 0; at < k_block; at += k_width) {
    F amount = cost.fixed + cost.rate * to_float(load(row(work.duration, index, at)));
    if (cost.escalates)
      amount = amount * escalation_at(program, shown_finish(program, work, index, at));
    if (node.detail >= 0 && program.details[node.detail].gate >= 0)
      amount = only_where_open(work, program.details[node.detail].gate, at, amount);
    store(work.cost_part + at, load(work.cost_part + at) + amount);
  }
}

/// Few amounts are added in float before they go into the total: exact enough, and cheap.
TC_INLINE void flush_cost(Workspace& work) {
  for (std::int32_t at = 0; at < k_block; ++at) {
    work.project_cost[at] += static_cast<double>(work.cost_part[at]);
    work.cost_part[at] = 0;
  }
}

TC_INLINE void add_cost_effects(const Program& program, Workspace& work) {
  for (std::int32_t index = 0; index < program.effects; ++index) {
    const Effect& effect = program.effect[index];
    if (effect.kind != Effect::Kind::cost) continue;
    for (std::int32_t at = 0; at < k_block; at += k_width) {
      F amount = load(work.effect + index * k_block + at);
      if (effect.gate >= 0) amount = only_where_open(work, effect.gate, at, amount);
      store(work.cost_part + at, amount);
    }
    flush_cost(work);
  }
}

void forward(const Program& program, const Draws& draws, std::int32_t block, Workspace& work) {
  constexpr std::int32_t k_flush_every = 16;
  draw_common(program, draws, block, work);
  for (std::int32_t at = 0; at < k_block; at += k_width) {
    store(work.project_finish + at, splat(k_never));
    store(work.cost_part + at, F{});
  }
  for (std::int32_t at = 0; at < k_block; ++at) work.project_cost[at] = 0;
  std::int32_t unflushed = 0;
  for (std::int32_t index = 0; index < program.nodes; ++index) {
    const FlowNode& node = program.flow[index];
    if (node.drawn >= 0) draw_node(program, draws, program.drawn_nodes[node.drawn], block, work);
    for (std::int32_t at = 0; at < k_block; at += k_span) {
      forward_node(program, work, index, at);
    }
    for (std::int32_t at = 0; node.ends && at < k_block; at += k_width) {
      const I finish = shown_finish(program, work, index, at);
      store(work.project_finish + at, max(load(work.project_finish + at), finish));
    }
    if (node.cost < 0) continue;
    add_cost(program, work, index);
    if (++unflushed % k_flush_every == 0) flush_cost(work);
  }
  flush_cost(work);
  add_cost_effects(program, work);
}

// --- Backward
// --------------------------------------------------------------------------------------

/// The latest finish that the links after the first class allow.
TC_INLINE I allowed_on_calendar(const Program& program, const Workspace& work, const FlowNode& node,
                                const Detail& detail, std::int32_t at, I latest) {
  const I duration = load(row(work.duration, static_cast<std::int32_t>(&node - program.flow), at));
  std::int32_t edge = node.out_end;
  for (; edge < detail.out_end[1]; ++edge) {
    const Edge& to = program.edges[edge];
    latest = min(latest, load(row(work.late_start, to.node, at)) - to.lag + duration);
  }
  for (; edge < detail.out_end[2]; ++edge) {
    const Edge& to = program.edges[edge];
    const I theirs =
        load(row(work.late_start, to.node, at)) + load(row(work.duration, to.node, at));
    latest = min(latest, theirs - to.lag);
  }
  for (; edge < detail.out_end[3]; ++edge) {
    const Edge& to = program.edges[edge];
    const I theirs =
        load(row(work.late_start, to.node, at)) + load(row(work.duration, to.node, at));
    latest = min(latest, theirs - to.lag + duration);
  }
  return latest;
}

TC_INLINE I allowed_on_clock(const Program& program, const Workspace& work, const FlowNode& node,
                             const Detail& detail, std::int32_t at, I latest) {
  if (detail.out_end[3] == detail.out_end[7]) return latest;
  const LaneCalendar own = calendar_of(program, node.calendar, at, work);
  const I duration = load(row(work.duration, static_cast<std::int32_t>(&node - program.flow), at));
  I finish = splat(k_always);
  I start = splat(k_always);
  for (std::int32_t edge = detail.out_end[3]; edge < detail.out_end[7]; ++edge) {
    const Edge& to = program.edges[edge];
    I instant = load(row(work.clock_late, to.node, at));
    if (edge >= detail.out_end[5]) {
      const LaneCalendar theirs = calendar_of(program, program.flow[to.node].calendar, at, work);
      const I length = load(row(work.duration, to.node, at));
      const I late_finish = theirs.finish_at(load(row(work.late_start, to.node, at)) + length);
      instant = length == 0 ? instant : late_finish;
    }
    const I allows = lagged(program, work, edge, instant, at, -to.lag);
    const bool of_start =
        (edge >= detail.out_end[4] && edge < detail.out_end[5]) || edge >= detail.out_end[6];
    if (of_start) {
      start = min(start, allows);
    } else {
      finish = min(finish, allows);
    }
  }
  const I by_start = own.position(start) + duration;
  latest = min(latest, own.position(finish));
  return start < k_always ? min(latest, by_start) : latest;
}

TC_INLINE I backward_detailed(const Program& program, Workspace& work, std::int32_t index,
                              std::int32_t at, I latest) {
  const FlowNode& node = program.flow[index];
  const Detail& detail = program.details[node.detail];
  latest = allowed_on_calendar(program, work, node, detail, at, latest);
  latest = allowed_on_clock(program, work, node, detail, at, latest);
  if (detail.late_on_clock) {
    const LaneCalendar own = calendar_of(program, node.calendar, at, work);
    store(row(work.clock_late, index, at),
          own.start_at(latest - load(row(work.duration, index, at))));
  }
  return latest;
}

/// The project finish as a position on the node's calendar, where the node may be the last.
TC_INLINE I last_finish(const Program& program, const Workspace& work, const FlowNode& node,
                        std::int32_t at) {
  if (!node.bounded) return splat(k_always);
  const I finish = load(work.project_finish + at);
  if (!program.on_clock) return finish;
  return calendar_of(program, node.calendar, at, work).position(finish);
}

TC_INLINE std::uint64_t backward_node(const Program& program, Workspace& work, std::int32_t index,
                                      std::int32_t at) {
  const FlowNode& node = program.flow[index];
  I latest[k_parts];
  for (int part = 0; part < k_parts; ++part) {
    latest[part] = last_finish(program, work, node, at + part * k_width);
  }
  const Edge* end = program.edges + node.out_end;
  for (const Edge* edge = program.edges + node.out_begin; edge < end; ++edge) {
    const std::int32_t* late = row(work.late_start, edge->node, at);
#pragma GCC unroll 4
    for (int part = 0; part < k_parts; ++part) {
      latest[part] = min(latest[part], load(late + part * k_width) - edge->lag);
    }
  }
  std::uint64_t critical_bits = 0;
#pragma GCC unroll 4
  for (int part = 0; part < k_parts; ++part) {
    const std::int32_t lane = at + part * k_width;
    if (node.detail >= 0)
      latest[part] = backward_detailed(program, work, index, lane, latest[part]);
    store(row(work.late_start, index, lane), latest[part] - load(row(work.duration, index, lane)));
    I critical = latest[part] <= load(row(work.finish, index, lane));
    if (node.detail >= 0 && program.details[node.detail].gate >= 0)
      critical = critical & load(row(work.gate, program.details[node.detail].gate, lane));
    critical_bits |= static_cast<std::uint64_t>(mask_bits(critical)) << lane;
  }
  return critical_bits;
}

/// Sum of a row of lanes in an order that does not depend on the width of vectors.
TC_INLINE float total(float (&lanes)[k_lanes]) {
  for (int lane = 0; lane < 8; ++lane) lanes[lane] += lanes[lane + 8];
  for (int lane = 0; lane < 4; ++lane) lanes[lane] += lanes[lane + 4];
  return (lanes[0] + lanes[2]) + (lanes[1] + lanes[3]);
}

/// Adds one node to the sums over iterations.
TC_INLINE void add_moments(const Program& program, const Workspace& work, std::int32_t drawn,
                           const float* weight, const float* finish) {
  const DrawnNode& node = program.drawn_nodes[drawn];
  float sums[3][k_lanes];
  for (std::int32_t lane = 0; lane < k_lanes; lane += k_width) {
    F sum = F{};
    F squares = F{};
    F products = F{};
#pragma GCC unroll 4
    for (int group = 0; group < k_groups; ++group) {
      const std::int32_t at = group * k_lanes + lane;
      const I duration = load(row(work.duration, node.node, at));
      const F x = to_float(duration - node.reference) * load(weight + at);
      sum = sum + x;
      squares = squares + x * x;
      products = products + x * load(finish + at);
    }
    store(sums[0] + lane, sum);
    store(sums[1] + lane, squares);
    store(sums[2] + lane, products);
  }
  for (int moment = 0; moment < 3; ++moment) {
    work.moments[drawn * 3 + moment] += static_cast<double>(total(sums[moment]));
  }
}

void backward(const Program& program, std::int32_t count, Workspace& work) {
  float weight[k_block];
  float finish[k_block];
  for (std::int32_t at = 0; at < k_block; ++at) {
    weight[at] = at < count ? 1.0F : 0.0F;
    finish[at] =
        weight[at] * static_cast<float>(work.project_finish[at] - program.finish_reference);
  }
  const std::uint64_t valid = count < k_block ? (std::uint64_t{1} << count) - 1 : ~std::uint64_t{0};
  for (std::int32_t index = program.nodes; index-- > 0;) {
    std::uint64_t critical = 0;
    for (std::int32_t at = 0; at < k_block; at += k_span) {
      critical |= backward_node(program, work, index, at);
    }
    work.critical[index] += __builtin_popcountll(critical & valid);
    const std::int32_t drawn = program.flow[index].drawn;
    if (drawn >= 0) add_moments(program, work, drawn, weight, finish);
  }
}
