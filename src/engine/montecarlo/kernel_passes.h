// Part of the kernel, see lanes.h: the two passes over the network, cost, moments.

/// Working time and back on one calendar, of the iterations in one vector.
struct LaneCalendar {
  const CalendarTable& table;
  I work_offset;
  I place_offset;

  TC_INLINE I quotient(I value) const {
    return reinterpret_cast<I>(multiply_high(reinterpret_cast<U>(value), table.magic) >>
                               table.shift);
  }
  /// Working ticks before an instant.
  TC_INLINE I position(I instant) const {
    const std::int32_t last = table.buckets * table.bucket - 1;
    const I from_origin = min(max(instant - table.origin, I{}), splat(last));
    const I bucket = quotient(from_origin);
    const I entry = gather(table.work, bucket + work_offset);
    const I inside = from_origin - bucket * table.bucket;
    return (entry >> 1) + (inside & -(entry & 1));
  }
  TC_INLINE I instant(I position) const {
    const std::int32_t last = table.work_buckets * table.bucket - 1;
    const I inside_table = min(max(position, I{}), splat(last));
    const I bucket = quotient(inside_table);
    return gather(table.place, bucket + place_offset) + (inside_table - bucket * table.bucket);
  }
  /// Where the next work starts.
  TC_INLINE I start_at(I position) const { return instant(position); }
  /// Where the previous work finishes.
  TC_INLINE I finish_at(I position) const { return instant(position - 1) + 1; }
};

TC_INLINE LaneCalendar calendar_of(const Program& program, std::int32_t calendar, std::int32_t at,
                                   const Workspace& work) {
  const CalendarTable& table = program.calendars[calendar];
  if (!table.weather) return {table, I{}, I{}};
  const I realisation = load(work.weather + at);
  return {table, realisation * table.buckets, realisation * table.work_buckets};
}

/// What the passes over one vector of lanes share.
struct Lanes {
  const Program& program;
  const Workspace& work;
  std::int32_t group;
  std::int32_t lane;

  TC_INLINE std::int32_t* cell(std::int32_t* rows, std::int32_t node) const {
    return rows + node * k_lanes + lane;
  }
  TC_INLINE std::int32_t* duration(std::int32_t node) const {
    return work.duration + (group * program.nodes + node) * k_lanes + lane;
  }
  TC_INLINE std::int32_t at() const { return group * k_lanes + lane; }
  TC_INLINE LaneCalendar calendar(std::int32_t index) const {
    return calendar_of(program, index, at(), work);
  }
  /// The instant with a lag added on the lag's calendar; negative lags go back.
  template <bool wall_clock>
  TC_INLINE I lagged(I instant, const Edge& edge, std::int32_t lag) const {
    if (!wall_clock) return instant + lag;
    if (lag == 0) return instant;
    const LaneCalendar calendar = this->calendar(edge.lag_calendar);
    const I position = calendar.position(instant) + lag;
    return lag > 0 ? calendar.finish_at(position) : calendar.start_at(position);
  }
};

/// Opens or closes a conditional node now that what it waits for is known.
TC_INLINE I conditional_duration(const Lanes& lanes, const Bounds& bounds, I duration) {
  if (bounds.gate < 0 || !lanes.program.gate[bounds.gate].conditional) return duration;
  const Gate& gate = lanes.program.gate[bounds.gate];
  const I later = load(lanes.cell(lanes.work.finish, gate.node)) > gate.threshold;
  const I open = gate.negated ? ~later : later;
  store(lanes.work.gate + bounds.gate * k_block + lanes.at(), open);
  return duration & open;
}

/// The start that links and bounds ask for, as an instant; `finish_bound` gets what they ask of
/// the finish.
template <bool wall_clock>
TC_INLINE I asked_start(const Lanes& lanes, const FlowNode& node, I& finish_bound) {
  const Program& program = lanes.program;
  const Edge* edge = program.edges + node.in.begin;
  I start = splat(node.start_from);
  for (const Edge* end = edge + node.in.count[0]; edge < end; ++edge) {
    const I finish = load(lanes.cell(lanes.work.finish, edge->node));
    start = max(start, lanes.template lagged<wall_clock>(finish, *edge, edge->lag));
  }
  if ((node.in.count[1] | node.in.count[2] | node.in.count[3]) == 0) return start;
  const auto start_of = [&](std::int32_t other) __attribute__((always_inline)) {
    if (wall_clock) return load(lanes.cell(lanes.work.start, other));
    return load(lanes.cell(lanes.work.finish, other)) - load(lanes.duration(other));
  };
  for (const Edge* end = edge + node.in.count[1]; edge < end; ++edge) {
    start = max(start, lanes.template lagged<wall_clock>(start_of(edge->node), *edge, edge->lag));
  }
  for (const Edge* end = edge + node.in.count[2]; edge < end; ++edge) {
    const I finish = load(lanes.cell(lanes.work.finish, edge->node));
    finish_bound = max(finish_bound, lanes.template lagged<wall_clock>(finish, *edge, edge->lag));
  }
  for (const Edge* end = edge + node.in.count[3]; edge < end; ++edge) {
    const I instant = lanes.template lagged<wall_clock>(start_of(edge->node), *edge, edge->lag);
    finish_bound = max(finish_bound, instant);
  }
  return start;
}

/// On one axis of working time: positions throughout.
TC_INLINE I forward_plain(const Lanes& lanes, const FlowNode& node, std::int32_t index) {
  I finish_bound = splat(k_never);
  I start = asked_start<false>(lanes, node, finish_bound);
  I duration = load(lanes.duration(index));
  if (node.bounds >= 0) {
    const Bounds& bounds = lanes.program.bounds[node.bounds];
    duration = conditional_duration(lanes, bounds, duration);
    store(lanes.duration(index), duration);
    start = max(start, max(finish_bound, splat(bounds.finish_from)) - duration);
    start = min(start, min(splat(bounds.start_until), bounds.finish_until - duration));
    if (bounds.start_pin != k_never) start = splat(bounds.start_pin);
    if (bounds.finish_pin != k_never) start = bounds.finish_pin - duration;
  } else {
    start = max(start, finish_bound - duration);
  }
  const I finish = start + duration;
  store(lanes.cell(lanes.work.finish, index), finish);
  return finish;
}

/// On the clock: instants, with a calendar per node.
TC_INLINE I forward_wall(const Lanes& lanes, const FlowNode& node, std::int32_t index) {
  I finish_bound = splat(k_never);
  I start = asked_start<true>(lanes, node, finish_bound);
  I duration = load(lanes.duration(index));
  const LaneCalendar calendar = lanes.calendar(node.calendar);
  const auto start_for = [&](I finish) __attribute__((always_inline)) {
    const I before = calendar.start_at(calendar.position(finish) - duration);
    return finish <= k_never ? finish : (duration == 0 ? finish : before);
  };
  if (node.bounds >= 0) {
    const Bounds& bounds = lanes.program.bounds[node.bounds];
    duration = conditional_duration(lanes, bounds, duration);
    store(lanes.duration(index), duration);
    start = max(start, start_for(max(finish_bound, splat(bounds.finish_from))));
    start = min(start, splat(bounds.start_until));
    if (bounds.finish_until != k_always) start = min(start, start_for(splat(bounds.finish_until)));
    if (bounds.start_pin != k_never) start = splat(bounds.start_pin);
    if (bounds.finish_pin != k_never) start = start_for(splat(bounds.finish_pin));
  } else if ((node.in.count[2] | node.in.count[3]) != 0) {
    start = max(start, start_for(finish_bound));
  }
  const I position = calendar.position(start);
  const I no_work = duration == 0;
  I instant = start;  // Of what takes no time.
  if (!node.keeps_instant) {
    instant = node.at_work_end ? calendar.finish_at(position) : calendar.start_at(position);
  }
  const I finish = no_work ? instant : calendar.finish_at(position + duration);
  store(lanes.cell(lanes.work.start, index), no_work ? instant : calendar.start_at(position));
  store(lanes.cell(lanes.work.finish, index), finish);
  return finish;
}

TC_INLINE F escalation_at(const Program& program, I instant) {
  const std::int32_t span = (program.escalation_rows - 1) << program.escalation_shift;
  const I from = min(max(instant - program.origin, I{}), splat(span - 1));
  const I row = from >> program.escalation_shift;
  const I rest = from - (row << program.escalation_shift);
  const F low = gather(program.escalation, row);
  const F high = gather(program.escalation, row + 1);
  const float step = 1.0F / static_cast<float>(1 << program.escalation_shift);
  return low + (high - low) * (to_float(rest) * step);
}

TC_INLINE void add_cost(const Lanes& lanes, const FlowNode& node, std::int32_t index, I finish) {
  const Cost& cost = lanes.program.costs[node.cost];
  const I duration = load(lanes.duration(index));
  F amount = cost.fixed + cost.rate * to_float(duration);
  if (cost.escalates) amount = amount * escalation_at(lanes.program, finish);
  if (node.bounds >= 0 && lanes.program.bounds[node.bounds].gate >= 0) {
    const std::int32_t row = lanes.program.bounds[node.bounds].gate;
    amount = load(lanes.work.gate + row * k_block + lanes.at()) != 0 ? amount : F{};
  }
  double* total = lanes.work.project_cost + lanes.at();
  for (int lane = 0; lane < k_width; ++lane) total[lane] += static_cast<double>(amount[lane]);
}

TC_INLINE void add_cost_effects(const Lanes& lanes) {
  double* total = lanes.work.project_cost + lanes.at();
  for (std::int32_t row = 0; row < lanes.program.effects; ++row) {
    const Effect& effect = lanes.program.effect[row];
    if (effect.kind != Effect::Kind::cost) continue;
    F amount = load(lanes.work.effect + row * k_block + lanes.at());
    if (effect.gate >= 0) {
      const I open = load(lanes.work.gate + effect.gate * k_block + lanes.at());
      amount = open != 0 ? amount : F{};
    }
    for (int lane = 0; lane < k_width; ++lane) total[lane] += static_cast<double>(amount[lane]);
  }
}

template <bool wall_clock>
TC_INLINE void forward_lanes(const Lanes& lanes) {
  const Program& program = lanes.program;
  I project_finish = splat(k_never);
  if (program.has_cost) {
    for (int lane = 0; lane < k_width; ++lane) lanes.work.project_cost[lanes.at() + lane] = 0;
  }
  for (std::int32_t index = 0; index < program.nodes; ++index) {
    const FlowNode& node = program.flow[index];
    const I finish =
        wall_clock ? forward_wall(lanes, node, index) : forward_plain(lanes, node, index);
    if (node.ends) project_finish = max(project_finish, finish);
    if (node.cost >= 0) add_cost(lanes, node, index, finish);
  }
  if (program.has_cost) add_cost_effects(lanes);
  store(lanes.work.project_finish + lanes.at(), project_finish);
}

void forward(const Program& program, std::int32_t group, Workspace& work) {
  for (std::int32_t lane = 0; lane < k_lanes; lane += k_width) {
    const Lanes lanes{program, work, group, lane};
    if (program.wall_clock) {
      forward_lanes<true>(lanes);
    } else {
      forward_lanes<false>(lanes);
    }
  }
}

/// The latest finish of a node on one axis that the links after it allow.
TC_INLINE I late_finish_plain(const Lanes& lanes, const FlowNode& node, I latest, I duration) {
  const Edge* edge = lanes.program.edges + node.out.begin;
  const auto late_start = [&](std::int32_t other) __attribute__((always_inline)) {
    return load(lanes.cell(lanes.work.late_start, other));
  };
  for (const Edge* end = edge + node.out.count[0]; edge < end; ++edge) {
    latest = min(latest, late_start(edge->node) - edge->lag);
  }
  if ((node.out.count[1] | node.out.count[2] | node.out.count[3]) == 0) return latest;
  for (const Edge* end = edge + node.out.count[1]; edge < end; ++edge) {
    latest = min(latest, late_start(edge->node) - edge->lag + duration);
  }
  for (const Edge* end = edge + node.out.count[2]; edge < end; ++edge) {
    latest = min(latest, late_start(edge->node) + load(lanes.duration(edge->node)) - edge->lag);
  }
  for (const Edge* end = edge + node.out.count[3]; edge < end; ++edge) {
    const I theirs = late_start(edge->node) + load(lanes.duration(edge->node));
    latest = min(latest, theirs - edge->lag + duration);
  }
  return latest;
}

/// The same on the clock; gives the late finish as a position on the node's calendar.
TC_INLINE I late_finish_wall(const Lanes& lanes, const FlowNode& node, I latest, I duration) {
  const Edge* edge = lanes.program.edges + node.out.begin;
  const LaneCalendar calendar = lanes.calendar(node.calendar);
  const auto late_start = [&](std::int32_t other) __attribute__((always_inline)) {
    return load(lanes.cell(lanes.work.late_start, other));
  };
  const auto late_finish = [&](std::int32_t other) __attribute__((always_inline)) {
    const LaneCalendar theirs = lanes.calendar(lanes.program.flow[other].calendar);
    const I length = load(lanes.duration(other));
    const I start = late_start(other);
    const I finish = theirs.finish_at(theirs.position(start) + length);
    return length == 0 ? start : finish;
  };
  for (const Edge* end = edge + node.out.count[0]; edge < end; ++edge) {
    latest = min(latest, lanes.lagged<true>(late_start(edge->node), *edge, -edge->lag));
  }
  I start_bound = splat(k_always);
  for (const Edge* end = edge + node.out.count[1]; edge < end; ++edge) {
    const I instant = lanes.lagged<true>(late_start(edge->node), *edge, -edge->lag);
    start_bound = min(start_bound, instant);
  }
  for (const Edge* end = edge + node.out.count[2]; edge < end; ++edge) {
    latest = min(latest, lanes.lagged<true>(late_finish(edge->node), *edge, -edge->lag));
  }
  for (const Edge* end = edge + node.out.count[3]; edge < end; ++edge) {
    const I instant = lanes.lagged<true>(late_finish(edge->node), *edge, -edge->lag);
    start_bound = min(start_bound, instant);
  }
  const I from_finish = calendar.position(latest);
  if ((node.out.count[1] | node.out.count[3]) == 0) return from_finish;
  return min(from_finish, calendar.position(start_bound) + duration);
}

TC_INLINE void count_critical(const Lanes& lanes, const FlowNode& node, std::int32_t index,
                              I critical, std::uint32_t valid) {
  if (node.bounds >= 0 && lanes.program.bounds[node.bounds].gate >= 0) {
    const std::int32_t row = lanes.program.bounds[node.bounds].gate;
    critical = critical & load(lanes.work.gate + row * k_block + lanes.at());
  }
  const std::uint32_t bits = (mask_bits(critical) << lanes.lane) & valid;
  lanes.work.critical[index] += __builtin_popcount(bits);
}

void backward(const Program& program, std::int32_t group, std::uint32_t valid, Workspace& work) {
  for (std::int32_t lane = 0; lane < k_lanes; lane += k_width) {
    const Lanes lanes{program, work, group, lane};
    const I project_finish = load(work.project_finish + lanes.at());
    for (std::int32_t index = program.nodes; index-- > 0;) {
      const FlowNode& node = program.flow[index];
      const I duration = load(lanes.duration(index));
      const I finish = load(lanes.cell(work.finish, index));
      I critical;
      I late_start;
      if (program.wall_clock) {
        const LaneCalendar calendar = lanes.calendar(node.calendar);
        const I late = late_finish_wall(lanes, node, project_finish, duration);
        const I rendered = duration == 0 ? calendar.finish_at(late)
                                         : calendar.start_at(late - duration);
        late_start = rendered;
        critical = late <= calendar.position(finish);
      } else {
        const I late = late_finish_plain(lanes, node, project_finish, duration);
        late_start = late - duration;
        critical = late <= finish;
      }
      store(lanes.cell(work.late_start, index), late_start);
      count_critical(lanes, node, index, critical, valid);
    }
  }
}

void moments(const Program& program, std::int32_t count, Workspace& work) {
  float weight[k_block];
  float finish[k_block];
  for (std::int32_t at = 0; at < k_block; ++at) {
    weight[at] = at < count ? 1.0F : 0.0F;
    finish[at] =
        weight[at] * static_cast<float>(work.project_finish[at] - program.finish_reference);
  }
  for (std::int32_t row = 0; row < program.drawn; ++row) {
    const DrawnNode& node = program.drawn_nodes[row];
    float sums[3][k_lanes];
    for (std::int32_t lane = 0; lane < k_lanes; lane += k_width) {
      F sum = F{};
      F squares = F{};
      F products = F{};
      for (int group = 0; group < k_groups; ++group) {
        const std::int32_t at = group * k_lanes + lane;
        const I duration =
            load(work.duration + (group * program.nodes + node.node) * k_lanes + lane);
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
      float* lane_sum = sums[moment];
      for (int half = k_lanes / 2; half > 0; half /= 2) {
        for (int lane = 0; lane < half; ++lane) lane_sum[lane] += lane_sum[lane + half];
      }
      work.moments[row * 3 + moment] += static_cast<double>(lane_sum[0]);
    }
  }
}
