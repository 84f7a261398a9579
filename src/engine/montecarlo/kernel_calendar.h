#pragma once

// Part of the kernel, see lanes.h: working time and the clock.

/// One calendar for the iterations in one vector.
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
  /// Where the next work starts.
  TC_INLINE I start_at(I position) const {
    const std::int32_t last = table.work_buckets * table.bucket - 1;
    const I inside_table = min(max(position, I{}), splat(last));
    const I bucket = quotient(inside_table);
    return gather(table.place, bucket + place_offset) + (inside_table - bucket * table.bucket);
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

/// An instant with the lag of a link added on the lag's calendar; negative lags go back.
TC_INLINE I lagged(const Program& program, const Workspace& work, std::int32_t edge, I instant,
                   std::int32_t at, std::int32_t lag) {
  if (lag == 0) return instant;
  const LaneCalendar calendar = calendar_of(program, program.lag_calendars[edge], at, work);
  const I position = calendar.position(instant) + lag;
  return lag > 0 ? calendar.finish_at(position) : calendar.start_at(position);
}
