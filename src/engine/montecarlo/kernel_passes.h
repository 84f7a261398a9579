#pragma once

// Part of the kernel, see lanes.h: the two passes over the network, cost, moments.

TC_INLINE std::int32_t* row(std::int32_t* rows, std::int32_t node, std::int32_t at) {
  return rows + node * k_block + at;
}

// --- Forward -------------------------------------------------------------------------------

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
                               const Detail& detail, std::int32_t at, Asked (&asked)[k_parts]) {
  for (std::int32_t edge = node.in_end; edge < detail.in_end[3]; ++edge) {
    const Edge& from = program.edges[edge];
    const std::int32_t* finish = row(work.finish, from.node, at);
    const std::int32_t* length = row(work.duration, from.node, at);
    const bool of_finish = edge >= detail.in_end[1] && edge < detail.in_end[2];
    const bool to_start = edge < detail.in_end[1];
#pragma GCC unroll 4
    for (int part = 0; part < k_parts; ++part) {
      I asks = load(finish + part * k_width) + from.lag;
      if (!of_finish) asks = asks - load(length + part * k_width);
      I& bound = to_start ? asked[part].start : asked[part].finish;
      bound = max(bound, asks);
    }
  }
}

// What follows converts all parts together: one conversion waits long for its table, four of them
// hardly longer.

TC_APART void ask_on_clock(const Program& program, const Workspace& work, const FlowNode& node,
                           const Detail& detail, std::int32_t at, Asked (&asked)[k_parts]) {
  I finish[k_parts];
  for (I& part : finish) part = splat(k_never);
  for (std::int32_t edge = detail.in_end[3]; edge < detail.in_end[7]; ++edge) {
    const Edge& from = program.edges[edge];
    const bool to_start = edge < detail.in_end[5];
    const bool of_start = (edge >= detail.in_end[4] && to_start) || edge >= detail.in_end[6];
    I asks[k_parts];
    load_parts(row(of_start ? work.clock_start : work.clock_finish, from.node, at), asks);
    add_lag(program, work, edge, at, from.lag, asks);
#pragma GCC unroll 4
    for (int part = 0; part < k_parts; ++part) {
      I& bound = to_start ? asked[part].clock : finish[part];
      bound = max(bound, asks[part]);
    }
  }
  const bool any_start = detail.in_end[5] > detail.in_end[3];
  const bool any_finish = detail.in_end[7] > detail.in_end[5];
#pragma GCC unroll 4
  for (int part = 0; part < k_parts; ++part) {
    const LaneCalendar own = calendar_of(program, node.calendar, at + part * k_width, work);
    if (any_start) asked[part].start = max(asked[part].start, own.position(asked[part].clock));
    if (any_finish) asked[part].finish = max(asked[part].finish, own.position(finish[part]));
  }
}

/// Where work of no length stands on the clock.
TC_APART I instant_of_nothing(const Detail& detail, const LaneCalendar& own, I start, I clock,
                              I instant) {
  if (detail.at_work_end) instant = own.finish_at(start);
  if (detail.keeps_instant) {
    const I follows = own.position(clock) >= start;
    instant = (follows & (clock > k_never)) != 0 ? clock : instant;
  }
  return instant;
}

/// Instants that other calendars ask for.
TC_APART void show_on_clock(const Program& program, Workspace& work, std::int32_t index,
                            std::int32_t at, const Asked (&asked)[k_parts]) {
  const FlowNode& node = program.flow[index];
  const Detail& detail = program.details[node.detail];
#pragma GCC unroll 4
  for (int part = 0; part < k_parts; ++part) {
    const std::int32_t lane = at + part * k_width;
    const I duration = load(row(work.duration, index, lane));
    const I finish = load(row(work.finish, index, lane));
    const I start = finish - duration;
    const LaneCalendar own = calendar_of(program, node.calendar, lane, work);
    const I no_work = duration == 0;
    const bool any_nothing = mask_bits(no_work) != 0;
    I instant{};
    if (detail.start_on_clock || any_nothing) instant = own.start_at(start);
    if (any_nothing && (detail.at_work_end || detail.keeps_instant)) {
      const I nothing = instant_of_nothing(detail, own, start, asked[part].clock, instant);
      instant = no_work ? nothing : instant;
    }
    if (detail.start_on_clock) store(row(work.clock_start, index, lane), instant);
    if (detail.finish_on_clock)
      store(row(work.clock_finish, index, lane), no_work ? instant : own.finish_at(finish));
  }
}

TC_INLINE I bounded_start(const Detail& detail, I start, I duration) {
  start = min(start, min(splat(detail.start_until), detail.finish_until - duration));
  if (detail.start_pin != k_never) start = splat(detail.start_pin);
  if (detail.finish_pin != k_never) start = detail.finish_pin - duration;
  return start;
}

TC_INLINE void forward_detailed(const Program& program, Workspace& work, std::int32_t index,
                                std::int32_t at, const I (&start)[k_parts]) {
  const FlowNode& node = program.flow[index];
  const Detail& detail = program.details[node.detail];
  Asked asked[k_parts];
#pragma GCC unroll 4
  for (int part = 0; part < k_parts; ++part) {
    asked[part] = {start[part], splat(detail.finish_from), splat(k_never)};
  }
  ask_on_calendar(program, work, node, detail, at, asked);
  if (detail.in_end[7] > detail.in_end[3]) ask_on_clock(program, work, node, detail, at, asked);
#pragma GCC unroll 4
  for (int part = 0; part < k_parts; ++part) {
    const std::int32_t lane = at + part * k_width;
    I duration = load(row(work.duration, index, lane));
    if (detail.gate >= 0) {
      duration = existing_duration(program, detail, work, duration, lane);
      store(row(work.duration, index, lane), duration);
    }
    I begin = max(asked[part].start, asked[part].finish - duration);
    if (detail.is_bounded) begin = bounded_start(detail, begin, duration);
    store(row(work.finish, index, lane), begin + duration);
  }
  if (detail.start_on_clock || detail.finish_on_clock)
    show_on_clock(program, work, index, at, asked);
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
  if (node.detail >= 0) return forward_detailed(program, work, index, at, start);
#pragma GCC unroll 4
  for (int part = 0; part < k_parts; ++part) {
    const std::int32_t lane = at + part * k_width;
    const I duration = load(row(work.duration, index, lane));
    store(row(work.finish, index, lane), start[part] + duration);
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

/// Asks for a row of a node that comes later. The forward pass writes durations and finishes row
/// after row, which the processor sees coming.
TC_INLINE void prefetch_row(std::int32_t* rows, std::int32_t index) {
  constexpr int k_line = 16;  // Values in a line of the cache.
  for (int at = 0; at < k_block; at += k_line) __builtin_prefetch(row(rows, index, at), 1);
}
TC_INLINE void prefetch_rows(const Program& program, const Workspace& work, std::int32_t index,
                             bool late) {
  if (index < 0 || index >= program.nodes) return;
  if (late) {
    prefetch_row(work.duration, index);
    prefetch_row(work.finish, index);
  }
  if (program.flow[index].detail < 0) return;
  const Detail& detail = program.details[program.flow[index].detail];
  if (late) {
    if (detail.late_on_clock) prefetch_row(work.clock_late, index);
    return;
  }
  if (detail.start_on_clock) prefetch_row(work.clock_start, index);
  if (detail.finish_on_clock) prefetch_row(work.clock_finish, index);
}

void forward(const Program& program, const Draws& draws, std::int32_t block, Workspace& work) {
  constexpr std::int32_t k_flush_every = 16;
  constexpr std::int32_t k_ahead = 4;
  draw_common(program, draws, block, work);
  for (std::int32_t at = 0; at < k_block; at += k_width) {
    store(work.project_finish + at, splat(k_never));
    store(work.cost_part + at, F{});
  }
  for (std::int32_t at = 0; at < k_block; ++at) work.project_cost[at] = 0;
  std::int32_t unflushed = 0;
  for (std::int32_t index = 0; index < program.nodes; ++index) {
    const FlowNode& node = program.flow[index];
    prefetch_rows(program, work, index + k_ahead, false);
    if (node.drawn >= 0) {
      prefetch_numbers(program, draws, node.drawn + k_ahead, block);
      draw_node(program, draws, program.drawn_nodes[node.drawn], block, work);
    }
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

// --- Backward ------------------------------------------------------------------------------

/// The latest finish that the links after the first class allow.
TC_INLINE void allow_on_calendar(const Program& program, const Workspace& work, std::int32_t index,
                                 const Detail& detail, std::int32_t at, I (&latest)[k_parts]) {
  const std::int32_t* own = row(work.duration, index, at);
  for (std::int32_t edge = program.flow[index].out_end; edge < detail.out_end[3]; ++edge) {
    const Edge& to = program.edges[edge];
    const std::int32_t* late = row(work.finish, to.node, at);
    const std::int32_t* length = row(work.duration, to.node, at);
    const bool to_finish = edge >= detail.out_end[1];
    const bool of_start = !to_finish || edge >= detail.out_end[2];
#pragma GCC unroll 4
    for (int part = 0; part < k_parts; ++part) {
      I allows = load(late + part * k_width) - to.lag;
      if (to_finish) allows = allows + load(length + part * k_width);
      if (of_start) allows = allows + load(own + part * k_width);
      latest[part] = min(latest[part], allows);
    }
  }
}

/// The instants up to which a link on the clock lets its successor's end be late.
TC_INLINE void late_ends(const Program& program, const Workspace& work, const Edge& to,
                         bool to_finish, std::int32_t at, I (&instant)[k_parts]) {
  load_parts(row(work.clock_late, to.node, at), instant);
  if (!to_finish) return;
#pragma GCC unroll 4
  for (int part = 0; part < k_parts; ++part) {
    const std::int32_t lane = at + part * k_width;
    const LaneCalendar theirs = calendar_of(program, program.flow[to.node].calendar, lane, work);
    const I length = load(row(work.duration, to.node, lane));
    const I late_finish = theirs.finish_at(load(row(work.finish, to.node, lane)) + length);
    instant[part] = length == 0 ? instant[part] : late_finish;
  }
}

TC_APART void allow_on_clock(const Program& program, const Workspace& work, std::int32_t index,
                             const Detail& detail, std::int32_t at, I (&latest)[k_parts]) {
  I finish[k_parts];
  I start[k_parts];
  for (int part = 0; part < k_parts; ++part) finish[part] = start[part] = splat(k_always);
  for (std::int32_t edge = detail.out_end[3]; edge < detail.out_end[7]; ++edge) {
    const Edge& to = program.edges[edge];
    const bool to_finish = edge >= detail.out_end[5];
    I allows[k_parts];
    late_ends(program, work, to, to_finish, at, allows);
    add_lag(program, work, edge, at, -to.lag, allows);
    const bool of_start = (edge >= detail.out_end[4] && !to_finish) || edge >= detail.out_end[6];
#pragma GCC unroll 4
    for (int part = 0; part < k_parts; ++part) {
      I& bound = of_start ? start[part] : finish[part];
      bound = min(bound, allows[part]);
    }
  }
  const bool any_start =
      detail.out_end[5] > detail.out_end[4] || detail.out_end[7] > detail.out_end[6];
  const bool any_finish =
      detail.out_end[4] > detail.out_end[3] || detail.out_end[6] > detail.out_end[5];
#pragma GCC unroll 4
  for (int part = 0; part < k_parts; ++part) {
    const std::int32_t lane = at + part * k_width;
    const LaneCalendar own = calendar_of(program, program.flow[index].calendar, lane, work);
    const I duration = load(row(work.duration, index, lane));
    if (any_finish) latest[part] = min(latest[part], own.position(finish[part]));
    if (any_start) latest[part] = min(latest[part], own.position(start[part]) + duration);
  }
}

TC_APART void show_late_on_clock(const Program& program, Workspace& work, std::int32_t index,
                                 std::int32_t at, const I (&latest)[k_parts]) {
#pragma GCC unroll 4
  for (int part = 0; part < k_parts; ++part) {
    const std::int32_t lane = at + part * k_width;
    const LaneCalendar own = calendar_of(program, program.flow[index].calendar, lane, work);
    store(row(work.clock_late, index, lane),
          own.start_at(latest[part] - load(row(work.duration, index, lane))));
  }
}

TC_INLINE void backward_detailed(const Program& program, Workspace& work, std::int32_t index,
                                 std::int32_t at, I (&latest)[k_parts]) {
  const Detail& detail = program.details[program.flow[index].detail];
  allow_on_calendar(program, work, index, detail, at, latest);
  if (detail.out_end[7] > detail.out_end[3])
    allow_on_clock(program, work, index, detail, at, latest);
  if (detail.late_on_clock) show_late_on_clock(program, work, index, at, latest);
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
    const std::int32_t* late = row(work.finish, edge->node, at);
#pragma GCC unroll 4
    for (int part = 0; part < k_parts; ++part) {
      latest[part] = min(latest[part], load(late + part * k_width) - edge->lag);
    }
  }
  if (node.detail >= 0) backward_detailed(program, work, index, at, latest);
  std::uint64_t critical_bits = 0;
#pragma GCC unroll 4
  for (int part = 0; part < k_parts; ++part) {
    const std::int32_t lane = at + part * k_width;
    std::int32_t* const own = row(work.finish, index, lane);
    I critical = latest[part] <= load(own);
    store(own, latest[part] - load(row(work.duration, index, lane)));
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
  constexpr std::int32_t k_ahead = 6;
  float weight[k_block];
  float finish[k_block];
  for (std::int32_t at = 0; at < k_block; ++at) {
    weight[at] = at < count ? 1.0F : 0.0F;
    finish[at] =
        weight[at] * static_cast<float>(work.project_finish[at] - program.finish_reference);
  }
  const std::uint64_t valid = count < k_block ? (std::uint64_t{1} << count) - 1 : ~std::uint64_t{0};
  for (std::int32_t index = program.nodes; index-- > 0;) {
    prefetch_rows(program, work, index - k_ahead, true);
    std::uint64_t critical = 0;
    for (std::int32_t at = 0; at < k_block; at += k_span) {
      critical |= backward_node(program, work, index, at);
    }
    work.critical[index] += __builtin_popcountll(critical & valid);
    const std::int32_t drawn = program.flow[index].drawn;
    if (drawn >= 0) add_moments(program, work, drawn, weight, finish);
  }
}
