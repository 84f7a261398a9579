#include "engine/service_level/business_clock.h"

#include <algorithm>

namespace tc::engine::service_level {
namespace {

constexpr Moment k_ms_per_tenth = 6000;
constexpr Moment k_ms_per_minute = 60'000;
constexpr Moment k_ms_per_day = Moment{k_tenths_per_day} * k_ms_per_tenth;
constexpr std::int32_t k_offset_minutes_max = 18 * 60;

Moment midnight(Day day) { return Moment{day} * k_ms_per_day; }

const plan::Shifts& shifts_of(const plan::Calendar& calendar, Day day) {
  static const plan::Shifts k_none;
  const auto covers = [day](const auto& range) { return range.first <= day && day <= range.last; };
  const auto exception =
      std::find_if(calendar.exceptions.rbegin(), calendar.exceptions.rend(), covers);
  if (exception != calendar.exceptions.rend()) return exception->shifts;
  const auto at = static_cast<std::size_t>(weekday(day));
  const auto week = std::find_if(calendar.work_weeks.rbegin(), calendar.work_weeks.rend(), covers);
  if (week != calendar.work_weeks.rend() && week->week[at]) return *week->week[at];
  return calendar.week[at] ? *calendar.week[at] : k_none;
}

bool is_sound(const plan::Shifts& shifts) {
  std::int32_t before = 0;
  for (const plan::Shift& shift : shifts) {
    if (shift.start_tenths < before || shift.end_tenths <= shift.start_tenths ||
        shift.end_tenths > k_tenths_per_day)
      return false;
    before = shift.end_tenths;
  }
  return true;
}

Status check(const plan::Calendar& calendar, Day first, Day last,
             std::span<const ZoneChange> zone) {
  if (calendar.base != plan::k_none)
    return refuse(RefusalKind::rule, "service_level.calendar_has_base");
  if (last < first || first < -k_day_max || last > k_day_max ||
      last - first >= k_horizon_days_max) {
    return refuse(RefusalKind::rule, "service_level.horizon_invalid", {},
                  {{"limit", std::to_string(k_horizon_days_max)}});
  }
  for (std::size_t at = 0; at < zone.size(); ++at) {
    const bool rises = at == 0 || zone[at - 1].from < zone[at].from;
    const std::int32_t offset = zone[at].offset_minutes;
    if (!rises || offset < -k_offset_minutes_max || offset > k_offset_minutes_max)
      return refuse(RefusalKind::rule, "service_level.zone_invalid");
  }
  return Done{};
}

Status check(std::span<const Pause> pauses) {
  for (std::size_t at = 0; at < pauses.size(); ++at) {
    const bool sound =
        pauses[at].from <= pauses[at].to && (at == 0 || pauses[at - 1].to <= pauses[at].from);
    if (!sound) return refuse(RefusalKind::rule, "service_level.pause_invalid");
  }
  return Done{};
}

}  // namespace

Result<BusinessClock> BusinessClock::make(const plan::Calendar& calendar, Day first, Day last,
                                          std::span<const ZoneChange> zone) {
  const Status status = check(calendar, first, last, zone);
  if (!status) return status.refusals();
  const ZoneChange utc{};
  if (zone.empty()) zone = {&utc, 1};
  BusinessClock clock;
  std::int64_t served = 0;
  for (std::size_t at = 0; at < zone.size(); ++at) {
    // In each stretch of one offset the local days move as a whole; shifts are cut at its ends.
    const Moment offset = zone[at].offset_minutes * k_ms_per_minute;
    const Moment begin = at == 0 ? midnight(first - 2) : zone[at].from;
    const Moment end = at + 1 < zone.size() ? zone[at + 1].from : midnight(last + 3);
    const auto day_at = [offset](Moment moment) {
      const Moment local = moment + offset;
      return local >= 0 ? local / k_ms_per_day : (local - k_ms_per_day + 1) / k_ms_per_day;
    };
    const Moment from = std::max<Moment>(first, day_at(begin));
    const Moment to = std::min<Moment>(last, day_at(end));
    for (Moment day = from; day <= to; ++day) {
      const plan::Shifts& shifts = shifts_of(calendar, static_cast<Day>(day));
      if (!is_sound(shifts)) return refuse(RefusalKind::rule, "service_level.calendar_invalid");
      for (const plan::Shift& shift : shifts) {
        const Moment base = midnight(static_cast<Day>(day)) - offset;
        const Moment start = std::max(begin, base + shift.start_tenths * k_ms_per_tenth);
        const Moment stop = std::min(end, base + shift.end_tenths * k_ms_per_tenth);
        if (start >= stop) continue;
        clock.intervals_.push_back({start, stop, served});
        served += stop - start;
      }
    }
  }
  if (served == 0) return refuse(RefusalKind::rule, "service_level.no_service_time");
  clock.first_ = clock.intervals_.front().start;
  clock.last_ = clock.intervals_.back().end;
  return clock;
}

std::int64_t BusinessClock::position(Moment moment) const {
  const auto above = std::upper_bound(intervals_.begin(), intervals_.end(), moment,
                                      [](Moment m, const Interval& i) { return m < i.start; });
  if (above == intervals_.begin()) return 0;
  const Interval& interval = *(above - 1);
  return interval.before + std::min(moment, interval.end) - interval.start;
}

Result<Moment> BusinessClock::moment_at(std::int64_t position) const {
  const auto above =
      std::lower_bound(intervals_.begin(), intervals_.end(), position,
                       [](const Interval& i, std::int64_t p) { return i.before < p; });
  if (above == intervals_.begin()) return first_;
  const Interval& interval = *(above - 1);
  const Moment moment = interval.start + (position - interval.before);
  if (moment > interval.end) return refuse(RefusalKind::rule, "service_level.outside_horizon");
  return moment;
}

std::int64_t BusinessClock::between(Moment from, Moment to) const {
  return to <= from ? 0 : position(to) - position(from);
}

Result<std::int64_t> BusinessClock::between(Moment from, Moment to,
                                            std::span<const Pause> pauses) const {
  const Status status = check(pauses);
  if (!status) return status.refusals();
  std::int64_t served = between(from, to);
  for (const Pause& pause : pauses)
    served -= between(std::max(from, pause.from), std::min(to, pause.to));
  return served;
}

Result<Moment> BusinessClock::due(Moment from, std::int64_t service_ms,
                                  std::span<const Pause> pauses) const {
  const Status status = check(pauses);
  if (!status) return status.refusals();
  const std::int64_t whole =
      intervals_.back().before + intervals_.back().end - intervals_.back().start;
  if (service_ms < 0 || service_ms > whole || from < first_ - k_ms_per_day * 366)
    return refuse(RefusalKind::rule, "service_level.outside_horizon");
  if (service_ms == 0) return from;
  std::int64_t target = position(from) + service_ms;
  Result<Moment> due = moment_at(target);
  for (const Pause& pause : pauses) {
    if (!due || pause.from >= *due) break;
    target += between(std::max(from, pause.from), pause.to);
    due = moment_at(target);
  }
  return due;
}

Result<Standing> standing(const BusinessClock& clock, Moment opened, Moment now,
                          std::int64_t agreed_ms, std::span<const Pause> pauses) {
  const Result<std::int64_t> elapsed = clock.between(opened, now, pauses);
  if (!elapsed) return elapsed.refusals();
  const Result<Moment> due = clock.due(opened, agreed_ms, pauses);
  if (!due) return due.refusals();
  return Standing{*elapsed, agreed_ms - *elapsed, *due, *elapsed > agreed_ms};
}

}  // namespace tc::engine::service_level
