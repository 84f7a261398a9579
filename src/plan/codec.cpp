#include "plan/codec.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>
#include <type_traits>

namespace tc::plan {
namespace {

constexpr std::string_view k_magic = "TCPLAN";
constexpr std::uint16_t k_version = 5;
constexpr std::uint16_t k_oldest_read = 1;
constexpr std::size_t k_checksum_bytes = 8;
constexpr std::size_t k_header_bytes = k_magic.size() + 2 + k_checksum_bytes;

/// 64-bit checksum over words; finds damage, not forgery.
std::uint64_t checksum(std::string_view bytes) {
  constexpr std::uint64_t k_prime = 0x9e3779b97f4a7c15ULL;
  std::uint64_t sum = k_prime ^ bytes.size();
  const auto mix = [&](std::uint64_t word) {
    sum = std::rotl(sum ^ word, 29) * k_prime;
    sum ^= sum >> 32U;
  };
  std::size_t at = 0;
  for (; at + 8 <= bytes.size(); at += 8) {
    std::uint64_t word = 0;
    std::memcpy(&word, bytes.data() + at, 8);
    mix(word);
  }
  std::uint64_t rest = 0;
  if (at < bytes.size()) std::memcpy(&rest, bytes.data() + at, bytes.size() - at);
  mix(rest);
  return sum;
}

std::uint64_t to_unsigned(std::int64_t value) {
  return (static_cast<std::uint64_t>(value) << 1U) ^ static_cast<std::uint64_t>(value >> 63);
}
std::int64_t to_signed(std::uint64_t value) {
  return static_cast<std::int64_t>(value >> 1U) ^ -static_cast<std::int64_t>(value & 1U);
}

/// Values a date field holds: moved so that "not set" is the shortest number.
std::uint64_t from_time(PlanTime time) {
  return static_cast<std::uint64_t>(std::int64_t{time} - std::int64_t{k_no_time});
}

class Writer {
 public:
  static constexpr bool k_reads = false;
  static constexpr std::uint16_t version() { return k_version; }

  void number(std::uint64_t value) {
    std::array<char, 10> buffer;
    std::size_t size = 0;
    while (value >= 0x80U) {
      buffer[size++] = static_cast<char>(value | 0x80U);
      value >>= 7U;
    }
    buffer[size++] = static_cast<char>(value);
    out.append(buffer.data(), size);
  }
  void integer(const std::int64_t& value) { number(to_unsigned(value)); }
  void integer(const std::int32_t& value) { number(to_unsigned(value)); }
  void time(const PlanTime& value) { number(from_time(value)); }
  void minutes(const Minutes& value) { integer(value.tenths()); }
  void flag(const bool& value) { out.push_back(value ? '\1' : '\0'); }
  void text(const std::string& value) {
    number(value.size());
    out.append(value);
  }
  template <class E>
  void choice(const E& value, E) {
    out.push_back(static_cast<char>(value));
  }
  template <class T, class F>
  void list(const std::vector<T>& values, F each) {
    number(values.size());
    for (const T& value : values) each(*this, value);
  }
  template <class T, class F>
  void optional(const std::optional<T>& value, F each) {
    flag(value.has_value());
    if (value) each(*this, *value);
  }

  std::string out;
};

class Reader {
 public:
  static constexpr bool k_reads = true;
  Reader(std::string_view bytes, std::uint16_t version)
      : at_(bytes.data()), end_(bytes.data() + bytes.size()), version_(version) {}

  [[nodiscard]] std::uint16_t version() const { return version_; }
  [[nodiscard]] bool done() const { return !failed_ && at_ == end_; }

  std::uint64_t number() {
    std::uint64_t value = 0;
    for (unsigned shift = 0; shift < 64; shift += 7) {
      if (at_ == end_) return fail();
      const auto byte = static_cast<unsigned char>(*at_++);
      value |= static_cast<std::uint64_t>(byte & 0x7fU) << shift;
      if (byte < 0x80U) return value;
    }
    return fail();
  }
  void integer(std::int64_t& value) { value = to_signed(number()); }
  void integer(std::int32_t& value) {
    const std::int64_t wide = to_signed(number());
    value = static_cast<std::int32_t>(wide);
    if (value != wide) fail();
  }
  void time(PlanTime& value) {
    const std::uint64_t wide = number();
    if (wide > UINT32_MAX) fail();
    value = static_cast<PlanTime>(std::int64_t{k_no_time} +
                                  static_cast<std::int64_t>(wide & UINT32_MAX));
  }
  void minutes(Minutes& value) {
    std::int32_t tenths = 0;
    integer(tenths);
    value = Minutes::from_tenths(tenths);
  }
  void flag(bool& value) {
    const unsigned byte = one_byte();
    if (byte > 1) fail();
    value = byte == 1;
  }
  void text(std::string& value) {
    const std::uint64_t size = number();
    if (size > left()) return static_cast<void>(fail());
    value.assign(at_, static_cast<std::size_t>(size));
    at_ += size;
  }
  template <class E>
  void choice(E& value, E last) {
    const unsigned byte = one_byte();
    if (byte > static_cast<unsigned>(last)) fail();
    value = failed_ ? E{} : static_cast<E>(byte);
  }
  template <class T, class F>
  void list(std::vector<T>& values, F each) {
    const std::uint64_t count = number();
    if (count > left()) return static_cast<void>(fail());  // Each takes at least one byte.
    // Memory follows what was really read, not what a damaged count claims.
    values.reserve(static_cast<std::size_t>(std::min<std::uint64_t>(count, left() / 8 + 16)));
    for (std::uint64_t row = 0; row < count && !failed_; ++row) {
      values.emplace_back();
      each(*this, values.back());
    }
  }
  template <class T, class F>
  void optional(std::optional<T>& value, F each) {
    bool present = false;
    flag(present);
    if (!present) return value.reset();
    value.emplace();
    each(*this, *value);
  }

 private:
  [[nodiscard]] std::uint64_t left() const { return static_cast<std::uint64_t>(end_ - at_); }
  std::uint64_t fail() {
    failed_ = true;
    at_ = end_;
    return 0;
  }
  unsigned one_byte() {
    if (at_ == end_) return static_cast<unsigned>(fail());
    return static_cast<unsigned char>(*at_++);
  }

  const char* at_;
  const char* end_;
  std::uint16_t version_;
  bool failed_ = false;
};

/// `const T` for the writer, `T` for the reader: one description of the fields serves both.
template <class C, class T>
using As = std::conditional_t<C::k_reads, T, const T>;

constexpr auto k_text = [](auto& c, auto& value) { c.text(value); };
constexpr auto k_minutes = [](auto& c, auto& value) { c.minutes(value); };
constexpr auto k_flag = [](auto& c, auto& value) { c.flag(value); };

template <class C>
void code(C& c, As<C, Shift>& shift) {
  c.integer(shift.start_tenths);
  c.integer(shift.end_tenths);
}
constexpr auto k_shift = [](auto& c, auto& value) { code(c, value); };
constexpr auto k_shifts = [](auto& c, auto& value) { c.list(value, k_shift); };

template <class C>
void code(C& c, As<C, Week>& week) {
  for (auto& day : week) c.optional(day, k_shifts);
}

template <class C>
void code(C& c, As<C, Calendar>& calendar) {
  c.text(calendar.uid);
  c.text(calendar.name);
  c.integer(calendar.base);
  c.integer(calendar.project);
  c.flag(calendar.is_resource);
  code<C>(c, calendar.week);
  c.list(calendar.work_weeks, [](C& coder, As<C, WorkWeek>& week) {
    coder.integer(week.first);
    coder.integer(week.last);
    code<C>(coder, week.week);
    coder.text(week.name);
  });
  c.list(calendar.exceptions, [](C& coder, As<C, CalendarException>& exception) {
    coder.integer(exception.first);
    coder.integer(exception.last);
    coder.list(exception.shifts, k_shift);
    coder.text(exception.name);
    coder.text(exception.extra);
  });
  c.minutes(calendar.per_day);
  c.minutes(calendar.per_week);
  c.minutes(calendar.per_month);
  c.minutes(calendar.per_year);
  c.text(calendar.extra);
}

template <class C>
void code(C& c, As<C, Constraint>& constraint) {
  c.choice(constraint.kind, ConstraintKind::finish_on);
  c.time(constraint.date);
}

template <class C>
void code(C& c, As<C, Stored>& stored) {
  c.time(stored.start);
  c.time(stored.finish);
  c.time(stored.early_start);
  c.time(stored.early_finish);
  c.time(stored.late_start);
  c.time(stored.late_finish);
  c.optional(stored.total_float, k_minutes);
  c.optional(stored.free_float, k_minutes);
  c.optional(stored.critical, k_flag);
}

template <class C>
void code(C& c, As<C, ActivityBaseline>& baseline) {
  c.integer(baseline.number);
  c.time(baseline.start);
  c.time(baseline.finish);
  c.minutes(baseline.duration);
  c.minutes(baseline.work);
  c.integer(baseline.cost_minor);
}

template <class C>
void code_identity(C& c, As<C, Activity>& activity) {
  c.integer(activity.id);
  c.text(activity.uid);
  c.text(activity.guid);
  c.text(activity.code);
  c.text(activity.name);
  c.text(activity.wbs);
  c.integer(activity.parent);
  c.integer(activity.project);
  c.integer(activity.calendar);
  c.choice(activity.kind, ActivityKind::wbs_summary);
  c.choice(activity.effort, EffortKind::fixed_rate);
  c.choice(activity.percent_kind, PercentKind::work);
  c.flag(activity.effort_driven);
  c.flag(activity.resource_dependent);
  c.flag(activity.manual);
  c.flag(activity.active);
  c.flag(activity.external);
  c.flag(activity.blank);
  c.flag(activity.milestone);
  c.flag(activity.elapsed);
  c.flag(activity.recurring);
  c.flag(activity.ignore_resource_calendar);
}

template <class C>
void code_dates(C& c, As<C, Activity>& activity) {
  code<C>(c, activity.constraint);
  code<C>(c, activity.constraint2);
  c.time(activity.deadline);
  c.time(activity.expected_finish);
  c.time(activity.actual_start);
  c.time(activity.actual_finish);
  c.time(activity.suspend);
  c.time(activity.resume);
  c.time(activity.manual_start);
  c.time(activity.manual_finish);
  c.time(activity.external_early_start);
  c.time(activity.external_late_finish);
}

template <class C>
void code(C& c, As<C, Activity>& activity) {
  code_identity(c, activity);
  c.choice(activity.duration_typed.unit, DurationUnit::percent);
  c.flag(activity.duration_typed.estimated);
  c.minutes(activity.duration);
  c.optional(activity.remaining_duration, k_minutes);
  c.optional(activity.actual_duration, k_minutes);
  c.minutes(activity.work);
  code_dates(c, activity);
  c.integer(activity.percent_complete);
  c.integer(activity.percent_physical);
  c.integer(activity.percent_work);
  c.integer(activity.priority);
  c.minutes(activity.levelling_delay);
  c.integer(activity.fixed_cost_minor);
  c.integer(activity.cost_minor);
  c.list(activity.segments, [](C& coder, As<C, Segment>& segment) {
    coder.time(segment.start);
    coder.time(segment.finish);
  });
  c.list(activity.baselines,
         [](C& coder, As<C, ActivityBaseline>& baseline) { code<C>(coder, baseline); });
  c.text(activity.notes);
  code<C>(c, activity.stored);
  c.text(activity.extra);
  if (c.version() < 2) return;
  c.optional(activity.crash_duration, k_minutes);
  c.integer(activity.crash_cost_minor);
  c.integer(activity.crash_weight);
  if (c.version() < 3) return;
  c.integer(activity.external_project);
  c.integer(activity.external_activity);
  if (c.version() < 5) return;
  c.flag(activity.levelling_split);
  c.optional(activity.optimistic_duration, k_minutes);
  c.optional(activity.likely_duration, k_minutes);
  c.optional(activity.pessimistic_duration, k_minutes);
}

template <class C>
void code(C& c, As<C, Link>& link) {
  c.integer(link.from);
  c.integer(link.to);
  c.choice(link.kind, LinkKind::sf);
  c.choice(link.lag_kind, LagKind::elapsed_percent);
  c.choice(link.lag_typed, DurationUnit::percent);
  c.integer(link.lag);
  c.text(link.uid);
  c.text(link.extra);
}

template <class C>
void code(C& c, As<C, Resource>& resource) {
  c.integer(resource.id);
  c.text(resource.uid);
  c.text(resource.guid);
  c.text(resource.code);
  c.text(resource.name);
  c.text(resource.initials);
  c.text(resource.email);
  c.text(resource.group);
  c.integer(resource.calendar);
  c.choice(resource.kind, ResourceKind::equipment);
  c.integer(resource.max_units);
  c.integer(resource.rate_millionths);
  c.integer(resource.overtime_rate_millionths);
  c.integer(resource.cost_per_use_minor);
  c.text(resource.notes);
  c.text(resource.extra);
}

template <class C>
void code(C& c, As<C, Assignment>& assignment) {
  c.text(assignment.uid);
  c.integer(assignment.activity);
  c.integer(assignment.resource);
  c.integer(assignment.units);
  c.minutes(assignment.work);
  c.minutes(assignment.actual_work);
  c.minutes(assignment.remaining_work);
  c.minutes(assignment.delay);
  c.integer(assignment.contour);
  c.time(assignment.start);
  c.time(assignment.finish);
  c.integer(assignment.cost_minor);
  c.text(assignment.extra);
  if (c.version() < 5) return;
  c.minutes(assignment.overtime_work);
  c.minutes(assignment.remaining_overtime_work);
}

template <class C>
void code(C& c, As<C, Project>& project) {
  c.text(project.uid);
  c.text(project.guid);
  c.text(project.code);
  c.text(project.name);
  c.integer(project.calendar);
  c.time(project.start);
  c.time(project.finish);
  c.time(project.must_finish_by);
  c.time(project.status_date);
  c.flag(project.schedule_from_finish);
  c.flag(project.honor_constraints);
  c.flag(project.critical_is_longest_path);
  c.flag(project.multiple_critical_paths);
  c.flag(project.open_ends_critical);
  c.flag(project.use_expected_finish);
  c.flag(project.lag_from_early_start);
  c.flag(project.float_per_project);
  c.flag(project.ignore_external_links);
  c.flag(project.retain_started_after_status);
  c.minutes(project.critical_limit);
  c.choice(project.lag_calendar, LagCalendar::twenty_four_hours);
  c.choice(project.progress_mode, ProgressMode::actual_dates);
  c.choice(project.float_kind, FloatKind::smallest);
  c.minutes(project.per_day);
  c.minutes(project.per_week);
  c.minutes(project.per_month);
  c.integer(project.day_start_tenths);
  c.integer(project.day_finish_tenths);
  c.text(project.currency);
  c.text(project.extra);
}

template <class C>
void code(C& c, As<C, Plan>& plan) {
  c.choice(plan.profile, Profile::cn_jgj121);
  c.text(plan.format);
  c.text(plan.title);
  c.list(plan.projects, [](C& coder, As<C, Project>& row) { code<C>(coder, row); });
  c.list(plan.calendars, [](C& coder, As<C, Calendar>& row) { code<C>(coder, row); });
  c.list(plan.activities, [](C& coder, As<C, Activity>& row) { code<C>(coder, row); });
  c.list(plan.links, [](C& coder, As<C, Link>& row) { code<C>(coder, row); });
  c.list(plan.resources, [](C& coder, As<C, Resource>& row) { code<C>(coder, row); });
  c.list(plan.assignments, [](C& coder, As<C, Assignment>& row) { code<C>(coder, row); });
  c.list(plan.foreign_tables, [](C& coder, As<C, ForeignTable>& table) {
    coder.text(table.name);
    coder.list(table.columns, k_text);
    coder.list(table.rows,
               [](C& inner, As<C, std::vector<std::string>>& row) { inner.list(row, k_text); });
  });
  c.text(plan.extra);
  if (c.version() < 4) return;
  c.integer(plan.current_baseline);
}

void seal(std::string& bytes) {
  const std::uint64_t sum = checksum(std::string_view(bytes).substr(k_header_bytes));
  std::memcpy(bytes.data() + k_header_bytes - k_checksum_bytes, &sum, k_checksum_bytes);
}

Refusal corrupt(const char* reason) {
  return refuse(RefusalKind::malformed, "plan.blob_corrupt", {}, {{"reason", reason}});
}

}  // namespace

std::string pack_plan(const Plan& plan) {
  Writer writer;
  writer.out.reserve(k_header_bytes + plan.activities.size() * 160 + plan.links.size() * 16);
  writer.out.append(k_magic);
  writer.out.push_back(static_cast<char>(k_version & 0xffU));
  writer.out.push_back(static_cast<char>(k_version >> 8U));
  writer.out.append(k_checksum_bytes, '\0');
  code<Writer>(writer, plan);
  seal(writer.out);
  return std::move(writer.out);
}

std::string seal_for_test(std::string_view bytes) {
  std::string sealed(bytes);
  seal(sealed);
  return sealed;
}

Result<Plan> unpack_plan(std::string_view bytes) {
  if (bytes.size() < k_header_bytes) return corrupt("too short");
  if (bytes.substr(0, k_magic.size()) != k_magic) return corrupt("no plan");
  const auto low = static_cast<unsigned char>(bytes[k_magic.size()]);
  const auto high = static_cast<unsigned char>(bytes[k_magic.size() + 1]);
  const auto version = static_cast<std::uint16_t>(low | (high << 8U));
  if (version < k_oldest_read || version > k_version) return corrupt("unknown version");
  std::uint64_t sum = 0;
  std::memcpy(&sum, bytes.data() + k_header_bytes - k_checksum_bytes, k_checksum_bytes);
  const std::string_view body = bytes.substr(k_header_bytes);
  if (sum != checksum(body)) return corrupt("checksum");
  Reader reader(body, version);
  Plan plan;
  code<Reader>(reader, plan);
  if (!reader.done()) return corrupt("content");
  return plan;
}

}  // namespace tc::plan
