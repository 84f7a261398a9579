#include "plan/working_time.h"

#include <algorithm>
#include <string>

namespace tc::plan {
namespace {

constexpr Day k_week_days = 7;
constexpr std::int32_t k_week_tenths = k_week_days * k_tenths_per_day;
constexpr int k_base_depth_max = 32;

std::int64_t work_of(const Shifts& shifts) {
  std::int64_t work = 0;
  for (const Shift& shift : shifts) work += shift.end_tenths - shift.start_tenths;
  return work;
}

/// Sorted, cut to the day, without empty or overlapping pieces: what the tables rely on.
Shifts normalised(Shifts shifts) {
  for (Shift& shift : shifts) {
    shift.start_tenths = std::clamp(shift.start_tenths, 0, k_tenths_per_day);
    shift.end_tenths = std::clamp(shift.end_tenths, 0, k_tenths_per_day);
  }
  std::sort(shifts.begin(), shifts.end(),
            [](const Shift& a, const Shift& b) { return a.start_tenths < b.start_tenths; });
  Shifts result;
  for (const Shift& shift : shifts) {
    if (shift.start_tenths >= shift.end_tenths) continue;
    if (!result.empty() && shift.start_tenths <= result.back().end_tenths) {
      result.back().end_tenths = std::max(result.back().end_tenths, shift.end_tenths);
    } else {
      result.push_back(shift);
    }
  }
  return result;
}

Shifts intersection_of(const Shifts& a, const Shifts& b) {
  Shifts result;
  for (std::size_t i = 0, j = 0; i < a.size() && j < b.size();) {
    const std::int32_t start = std::max(a[i].start_tenths, b[j].start_tenths);
    const std::int32_t end = std::min(a[i].end_tenths, b[j].end_tenths);
    if (start < end) result.push_back({start, end});
    if (a[i].end_tenths < b[j].end_tenths) {
      ++i;
    } else {
      ++j;
    }
  }
  return result;
}

Day monday_or_before(Day day) { return day - (weekday(day) + 6) % k_week_days; }

/// Whole weeks, with at least three plain weeks before and after everything special.
Horizon widened(Horizon horizon) {
  const Day first = monday_or_before(horizon.first) - 3 * k_week_days;
  const Day last = monday_or_before(horizon.last) + 4 * k_week_days - 1;
  return {first, last};
}

template <class Combine>
WorkingTime::Pattern combined(const WorkingTime& a, const WorkingTime& b, Combine combine) {
  WorkingTime::Pattern pattern;
  pattern.horizon = {std::min(a.horizon().first, b.horizon().first),
                     std::max(a.horizon().last, b.horizon().last)};
  for (Day day = pattern.horizon.first; day <= pattern.horizon.last; ++day) {
    pattern.days.push_back(combine(a.shifts_on(day), b.shifts_on(day)));
  }
  for (Day day = pattern.horizon.last + 1; day <= pattern.horizon.last + k_week_days; ++day) {
    pattern.week[static_cast<std::size_t>(weekday(day))] =
        combine(a.shifts_on(day), b.shifts_on(day));
  }
  return pattern;
}

bool has_work(const WorkingTime::Pattern& pattern) {
  const auto works = [](const Shifts& shifts) { return work_of(shifts) > 0; };
  return std::any_of(pattern.week.begin(), pattern.week.end(), works) ||
         std::any_of(pattern.days.begin(), pattern.days.end(), works);
}

}  // namespace

WorkingTime WorkingTime::around_the_clock() {
  Pattern pattern;
  pattern.week.fill({{0, k_tenths_per_day}});
  pattern.horizon = {0, -1};
  return *from_pattern(pattern);
}

std::optional<WorkingTime> WorkingTime::from_pattern(const Pattern& pattern) {
  TC_ASSERT(has_work(pattern));
  WorkingTime result;
  if (!result.build_days(pattern)) return std::nullopt;
  result.build_buckets();
  return result;
}

bool WorkingTime::build_days(const Pattern& pattern) {
  const Horizon wide = pattern.horizon.first <= pattern.horizon.last
                           ? widened(pattern.horizon)
                           : widened({pattern.horizon.first, pattern.horizon.first});
  first_day_ = wide.first;
  day_count_ = static_cast<std::uint32_t>(wide.last - wide.first + 1);
  for (const Shifts& shifts : pattern.week) {
    week_work_ += static_cast<std::int32_t>(work_of(shifts));
  }
  struct Known {
    const Shifts* shifts = nullptr;
    std::uint16_t first = 0;
    std::int32_t work = 0;
  };
  std::vector<Known> known;                      // Every different day, few.
  std::array<std::size_t, 7> last_of_weekday{};  // Most days are as a week before.
  const auto known_of = [&](Day day, const Shifts& shifts) -> const Known& {
    std::size_t& last = last_of_weekday[static_cast<std::size_t>(weekday(day))];
    if (last < known.size() && *known[last].shifts == shifts) return known[last];
    for (last = 0; last < known.size(); ++last) {
      if (*known[last].shifts == shifts) return known[last];
    }
    known.push_back({&shifts, static_cast<std::uint16_t>(shifts_.size()),
                     static_cast<std::int32_t>(work_of(shifts))});
    shifts_.insert(shifts_.end(), shifts.begin(), shifts.end());
    return known.back();
  };
  days_.reserve(day_count_);
  std::int32_t work = 0;
  for (Day day = wide.first; day <= wide.last; ++day) {
    const bool special = day >= pattern.horizon.first && day <= pattern.horizon.last;
    const Shifts& shifts = special
                               ? pattern.days[static_cast<std::size_t>(day - pattern.horizon.first)]
                               : pattern.week[static_cast<std::size_t>(weekday(day))];
    const Known& entry = known_of(day, shifts);
    if (shifts_.size() > UINT16_MAX) return false;
    const auto count = static_cast<std::uint16_t>(shifts.size());
    days_.push_back({work, entry.first, count});
    if (count > 0) work_days_.push_back({start_of(day), work, entry.first, count});
    work += entry.work;
  }
  last_work_ = work;
  work_days_.push_back({start_of(wide.last + 1), work, 0, 0});
  return true;
}

void WorkingTime::build_buckets() {
  const auto total = static_cast<std::uint32_t>(last_work_ - first_work_);
  const std::uint32_t per_day = total / static_cast<std::uint32_t>(work_days_.size());
  while ((2U << bucket_shift_) <= std::max(per_day, 1U)) ++bucket_shift_;
  bucket_count_ = (total + (1U << bucket_shift_) - 1) >> bucket_shift_;
  buckets_.resize(bucket_count_);
  std::uint32_t row = 0;
  for (std::uint32_t bucket = 0; bucket < bucket_count_; ++bucket) {
    const auto work = static_cast<std::int32_t>(bucket << bucket_shift_) + first_work_;
    while (work_days_[row + 1].work <= work) ++row;
    buckets_[bucket] = row;
  }
  // A position in the last bucket may lie beyond the tables: those are `outside`.
  while (bucket_count_ > 0 &&
         (static_cast<std::int64_t>(bucket_count_) << bucket_shift_) > std::int64_t{total}) {
    --bucket_count_;
  }
}

std::int32_t WorkingTime::position_outside(PlanTime time) const {
  const PlanTime first = start_of(first_day_);
  const PlanTime after = start_of(first_day_ + static_cast<Day>(day_count_));
  time = std::clamp(time, k_plan_time_min, k_plan_time_max);
  std::int64_t weeks = 0;  // How many weeks to move so that `time` falls into the tables.
  if (time < first) weeks = (std::int64_t{first} - time + k_week_tenths - 1) / k_week_tenths;
  if (time >= after) weeks = -((std::int64_t{time} - after) / k_week_tenths + 1);
  if (weeks == 0) return position(time);
  const auto moved = static_cast<PlanTime>(time + weeks * k_week_tenths);
  const std::int64_t result = position(moved) - weeks * week_work_;
  return static_cast<std::int32_t>(result);
}

PlanTime WorkingTime::inside(std::int32_t position, bool finish) const {
  const auto beyond = std::upper_bound(work_days_.begin(), work_days_.end() - 1, position,
                                       [finish](std::int32_t p, const WorkDay& day) {
                                         return finish ? p <= day.work : p < day.work;
                                       });
  if (beyond == work_days_.begin()) return start_of(first_day_);
  const WorkDay& day = *(beyond - 1);
  return finish ? finish_in_day(day, position) : start_in_day(day, position);
}

/// Beyond the tables the week repeats: move by whole weeks into the plain ones at their ends.
PlanTime WorkingTime::outside(std::int32_t position, bool finish) const {
  if (week_work_ == 0) {
    if (position < first_work_ + (finish ? 1 : 0)) return k_plan_time_min;
    if (position > last_work_ - (finish ? 0 : 1)) return k_plan_time_max;
    return inside(position, finish);
  }
  // The plain week that is entered: the second one before the end, or the second one.
  const std::int64_t low = std::int64_t{first_work_} + week_work_;
  const std::int64_t high = std::int64_t{last_work_} - 2LL * week_work_;
  const std::int64_t weeks = position < low ? (low - position + week_work_ - 1) / week_work_
                                            : -((position - high) / week_work_);
  if (weeks == 0) return inside(position, finish);
  const auto moved = static_cast<std::int32_t>(position + weeks * week_work_);
  const PlanTime there = finish ? finish_at(moved) : start_at(moved);
  return static_cast<PlanTime>(std::clamp<std::int64_t>(there - weeks * std::int64_t{k_week_tenths},
                                                        k_plan_time_min, k_plan_time_max));
}

PlanTime WorkingTime::add(PlanTime time, std::int64_t tenths) const {
  if (tenths == 0) return time;
  const std::int64_t target = std::clamp<std::int64_t>(
      position(time) + tenths, 2LL * k_plan_time_min, 2LL * k_plan_time_max);
  const auto position_there = static_cast<std::int32_t>(target);
  return tenths > 0 ? finish_at(position_there) : start_at(position_there);
}

bool WorkingTime::works_at(PlanTime time) const { return next_work_start(time) == time; }

Shifts WorkingTime::shifts_on(Day day) const {
  auto row = static_cast<std::int64_t>(day) - first_day_;
  const auto count = static_cast<std::int64_t>(day_count_);
  if (row < 0) row = (row % k_week_days + k_week_days) % k_week_days;
  if (row >= count) row = count - k_week_days + (row - count) % k_week_days;
  const DayRow& entry = days_[static_cast<std::size_t>(row)];
  return {shifts_.begin() + entry.first, shifts_.begin() + entry.first + entry.count};
}

Horizon WorkingTime::horizon() const {
  return {first_day_, first_day_ + static_cast<Day>(day_count_) - 1};
}

namespace {

/// The calendar and what it inherits from, itself first.
using Chain = std::vector<const Calendar*>;

Result<Chain> chain_of(const Plan& plan, Index calendar) {
  Chain chain;
  for (Index at = calendar; at != k_none; at = plan.calendars[static_cast<std::size_t>(at)].base) {
    TC_ASSERT(at >= 0 && at < static_cast<Index>(plan.calendars.size()));
    const Calendar& entry = plan.calendars[static_cast<std::size_t>(at)];
    if (static_cast<int>(chain.size()) == k_base_depth_max) {
      return refuse(RefusalKind::rule, "plan.calendar_base_loop", {}, {{"calendar", entry.name}});
    }
    chain.push_back(&entry);
  }
  return chain;
}

/// The plain week: nothing of the chain says anything about a weekday → not working.
std::array<Shifts, 7> week_of(const Chain& chain) {
  std::array<Shifts, 7> week;
  for (std::size_t day = 0; day < week.size(); ++day) {
    for (const Calendar* calendar : chain) {
      if (!calendar->week[day]) continue;
      week[day] = normalised(*calendar->week[day]);
      break;
    }
  }
  return week;
}

/// From the weakest to the strongest statement, later ones overwrite: work weeks of the base,
/// own work weeks, exceptions of the base, own exceptions.
void apply_special_days(const Chain& chain, WorkingTime::Pattern& pattern) {
  const auto paint = [&](Day first, Day last, auto shifts_of_day) {
    first = std::max(first, pattern.horizon.first);
    last = std::min(last, pattern.horizon.last);
    for (Day day = first; day <= last; ++day) {
      const std::optional<Shifts> shifts = shifts_of_day(day);
      if (shifts) pattern.days[static_cast<std::size_t>(day - pattern.horizon.first)] = *shifts;
    }
  };
  for (auto calendar = chain.rbegin(); calendar != chain.rend(); ++calendar) {
    for (const WorkWeek& week : (*calendar)->work_weeks) {
      paint(week.first, week.last, [&](Day day) -> std::optional<Shifts> {
        const auto& shifts = week.week[static_cast<std::size_t>(weekday(day))];
        if (!shifts) return std::nullopt;
        return normalised(*shifts);
      });
    }
  }
  for (auto calendar = chain.rbegin(); calendar != chain.rend(); ++calendar) {
    for (const CalendarException& exception : (*calendar)->exceptions) {
      const Shifts shifts = normalised(exception.shifts);
      paint(exception.first, exception.last, [&](Day) -> std::optional<Shifts> { return shifts; });
    }
  }
}

/// The wanted days and every day that something special is said about, inside 1970…2149.
Horizon horizon_of(const Chain& chain, Horizon horizon) {
  const auto include = [&](Day first, Day last) {
    if (first > last) return;
    horizon.first = std::min(horizon.first, std::max(first, 0));
    horizon.last = std::max(horizon.last, std::min(last, k_day_max));
  };
  for (const Calendar* calendar : chain) {
    for (const WorkWeek& week : calendar->work_weeks) include(week.first, week.last);
    for (const CalendarException& exception : calendar->exceptions) {
      include(exception.first, exception.last);
    }
  }
  return horizon;
}

Result<WorkingTime> built(const WorkingTime::Pattern& pattern, const std::string& name) {
  if (!has_work(pattern)) {
    return refuse(RefusalKind::rule, "plan.calendar_no_working_time", {}, {{"calendar", name}});
  }
  std::optional<WorkingTime> result = WorkingTime::from_pattern(pattern);
  if (!result) {
    return refuse(RefusalKind::rule, "plan.calendar_too_complex", {}, {{"calendar", name}});
  }
  return *std::move(result);
}

}  // namespace

Result<WorkingTime> compile_calendar(const Plan& plan, Index calendar, const Horizon& horizon) {
  Result<Chain> chain = chain_of(plan, calendar);
  if (!chain) return chain.refusals();
  WorkingTime::Pattern pattern;
  pattern.horizon = horizon_of(*chain, horizon);
  pattern.week = week_of(*chain);
  for (Day day = pattern.horizon.first; day <= pattern.horizon.last; ++day) {
    pattern.days.push_back(pattern.week[static_cast<std::size_t>(weekday(day))]);
  }
  apply_special_days(*chain, pattern);
  return built(pattern, chain->front()->name);
}

Result<WorkingTime> intersect(const WorkingTime& a, const WorkingTime& b, const std::string& name) {
  return built(combined(a, b, intersection_of), name);
}

Result<WorkingTime> unite(const WorkingTime& a, const WorkingTime& b, const std::string& name) {
  const auto either = [](Shifts x, const Shifts& y) {
    x.insert(x.end(), y.begin(), y.end());
    return normalised(std::move(x));
  };
  return built(combined(a, b, either), name);
}

}  // namespace tc::plan
