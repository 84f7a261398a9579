#pragma once

// Part of the kernel, see lanes.h: working time and the clock.

/// One calendar for the iterations in one vector.
struct LaneCalendar {
  const CalendarTable& table;
  I work_offset;
  I place_offset;

  TC_INLINE static I quotient(I value, const Divisor& divisor) {
    return reinterpret_cast<I>(multiply_high(reinterpret_cast<U>(value), divisor.magic) >>
                               divisor.shift);
  }
  /// Working ticks before an instant.
  TC_INLINE I position(I instant) const {
    const std::int32_t last = table.buckets * table.bucket.value - 1;
    const I from_origin = min(max(instant - table.origin, I{}), splat(last));
    const I bucket = quotient(from_origin, table.bucket);
    const I entry = gather(table.work, bucket + work_offset);
    const I inside = from_origin - bucket * table.bucket.value;
    const I first = min(max(inside, splat(table.first_start)), splat(table.first_end));
    const I second = min(max(inside, splat(table.second_start)), splat(table.second_end));
    const I worked = first + second - (table.first_start + table.second_start);
    return (entry >> 1) + (worked & -(entry & 1));
  }
  /// Where the next work starts.
  TC_INLINE I start_at(I position) const {
    const std::int32_t last = table.work_buckets * table.work_each.value - 1;
    const I inside_table = min(max(position, I{}), splat(last));
    const I bucket = quotient(inside_table, table.work_each);
    const I inside = inside_table - bucket * table.work_each.value;
    const I in_second = inside >= splat(table.first_end - table.first_start);
    const I pause = in_second & splat(table.second_start - table.first_end);
    return gather(table.place, bucket + place_offset) + inside + pause;
  }
  /// Where the previous work finishes.
  TC_INLINE I finish_at(I position) const { return start_at(position - 1) + 1; }
};

TC_INLINE LaneCalendar calendar_of(const Program& program, std::int32_t calendar, std::int32_t at,
                                   const Workspace& work) {
  const CalendarTable& table = program.calendars[calendar];
  if (!table.weather) return {table, I{}, I{}};
  const I realisation = load(work.weather + at);
  return {table, realisation * table.buckets, realisation * table.work_buckets};
}

/// Vectors handled together: enough to keep all units of the processor busy.
constexpr int k_parts = 4;
constexpr std::int32_t k_span = k_parts * k_width;

TC_INLINE void load_parts(const std::int32_t* from, I (&parts)[k_parts]) {
#pragma GCC unroll 4
  for (int part = 0; part < k_parts; ++part) parts[part] = load(from + part * k_width);
}

/// Adds the lag of a link to instants, on the lag's calendar; negative lags go back.
TC_INLINE void add_lag(const Program& program, const Workspace& work, std::int32_t edge,
                       std::int32_t at, std::int32_t lag, I (&instants)[k_parts]) {
  if (lag == 0) return;
#pragma GCC unroll 4
  for (int part = 0; part < k_parts; ++part) {
    const LaneCalendar calendar =
        calendar_of(program, program.lag_calendars[edge], at + part * k_width, work);
    const I position = calendar.position(instants[part]) + lag;
    instants[part] = lag > 0 ? calendar.finish_at(position) : calendar.start_at(position);
  }
}
