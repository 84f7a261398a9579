#include "interchange/mspdi/calendar.h"
#include "base/text.h"

#include <utility>

#include "interchange/mspdi/recurrence.h"

namespace tc::interchange::mspdi {
namespace {

using plan::CalendarException;
using plan::Shifts;

/// MS Project gives a working day without times these.
const Shifts k_usual_shifts = {{4800, 7200}, {7800, 10200}};

/// A week day, an exception or a day of a work week, before it is known which.
struct DayRow {
  std::int64_t type = -1;  ///< 1 Sunday … 7 Saturday, 0 an exception.
  bool working = false;
  bool has_times = false;
  Shifts shifts;
  Recurrence recurrence;
  std::string name;
};

void add_shift(XmlCursor& cursor, Report& report, Shifts& shifts) {
  std::optional<std::int32_t> from, to;
  cursor.enter();
  while (cursor.next_child()) {
    const std::string_view name = cursor.name();
    const std::string_view value = cursor.read_text();
    const auto clock = parse_clock(value);
    if (!clock && !value.empty()) Text{value, name, report, cursor}.warn("import.bad_date");
    if (name == "FromTime") from = clock;
    if (name == "ToTime") to = clock;
  }
  if (!from || !to) return;
  const std::int32_t end = *to == 0 ? k_tenths_per_day : *to;
  if (end > *from) shifts.push_back({*from, end});
}

void read_times(XmlCursor& cursor, Report& report, DayRow& row) {
  cursor.enter();
  while (cursor.next_child()) {
    if (cursor.name() != "WorkingTime") continue;
    row.has_times = true;
    add_shift(cursor, report, row.shifts);
  }
}

void read_period(XmlCursor& cursor, Report& report, Recurrence& recurrence) {
  cursor.enter();
  while (cursor.next_child()) {
    const std::string_view name = cursor.name();
    const std::string_view value = cursor.read_text();
    const PlanTime time = Text{value, name, report, cursor}.date();
    if (time == k_no_time) continue;
    if (name == "FromDate") recurrence.first = day_of(time);
    if (name == "ToDate") recurrence.last = day_of(time);
  }
}

void read_day_field(const Text& text, DayRow& row) {
  const std::string_view name = text.element;
  Recurrence& recurrence = row.recurrence;
  if (name == "DayType")
    row.type = text.integer();
  else if (name == "DayWorking")
    row.working = text.flag();
  else if (name == "Name")
    row.name = text.value;
  else if (name == "Type")
    recurrence.type = text.integer();
  else if (name == "Period")
    recurrence.period = text.integer();
  else if (name == "DaysOfWeek")
    recurrence.days_of_week = text.integer();
  else if (name == "MonthItem")
    recurrence.month_item = text.integer();
  else if (name == "MonthPosition")
    recurrence.month_position = text.integer();
  else if (name == "Month")
    recurrence.month = text.integer();
  else if (name == "MonthDay")
    recurrence.month_day = text.integer();
  else if (name == "EnteredByOccurrences" && !text.flag())
    recurrence.occurrences = -1;
  else if (name == "Occurrences" && recurrence.occurrences == 0)
    recurrence.occurrences = text.integer();
}

DayRow read_day(XmlCursor& cursor, Report& report) {
  DayRow row;
  cursor.enter();
  while (cursor.next_child()) {
    const std::string_view name = cursor.name();
    if (name == "WorkingTimes") {
      read_times(cursor, report, row);
    } else if (name == "TimePeriod") {
      read_period(cursor, report, row.recurrence);
    } else {
      const std::string_view value = cursor.read_text();
      if (!value.empty()) read_day_field(Text{value, name, report, cursor}, row);
    }
  }
  std::sort(row.shifts.begin(), row.shifts.end(), [](const plan::Shift& a, const plan::Shift& b) {
    return a.start_tenths < b.start_tenths;
  });
  if (!row.working)
    row.shifts.clear();
  else if (!row.has_times)
    row.shifts = k_usual_shifts;
  return row;
}

void set_week_day(const DayRow& row, plan::Week& week) {
  if (row.type >= 1 && row.type <= 7) week[static_cast<std::size_t>(row.type - 1)] = row.shifts;
}

void add_exception(const DayRow& row, std::string_view raw, Report& report,
                   std::vector<CalendarException>& exceptions) {
  const Recurrence& recurrence = row.recurrence;
  if (recurrence.first == k_no_day || recurrence.last < recurrence.first) return;
  if (is_one_run(recurrence)) {
    exceptions.push_back({recurrence.first, recurrence.last, row.shifts, row.name, {}});
    return;
  }
  // Finding a position looks at the days of its month.
  constexpr std::int64_t k_looks_per_day = 8;
  const std::int64_t days = std::int64_t{recurrence.last} - recurrence.first + 1;
  if (!report.spend_calendar_days(days * k_looks_per_day)) {
    report.lose("Exception recurring beyond the limit", "kept for mspdi");
    return;
  }
  bool first = true;
  for (const Day day : expand(recurrence)) {
    exceptions.push_back(
        {day, day, row.shifts, row.name, first ? std::string(raw) : std::string("recurs")});
    first = false;
  }
}

/// Exceptions of both kinds: which list counts is known at the end.
struct Exceptions {
  std::vector<CalendarException> newer, older;
  bool has_newer = false;
};

void read_week_days(XmlCursor& cursor, Report& report, plan::Week& week, Exceptions& exceptions) {
  cursor.enter();
  while (cursor.next_child()) {
    if (cursor.name() != "WeekDay") continue;
    const DayRow row = read_day(cursor, report);
    if (row.type == 0)
      add_exception(row, {}, report, exceptions.older);
    else
      set_week_day(row, week);
  }
}

void read_exceptions(XmlCursor& cursor, Report& report, Exceptions& exceptions) {
  cursor.enter();
  while (cursor.next_child()) {
    if (cursor.name() != "Exception") continue;
    const std::size_t begin = cursor.begin();
    const DayRow row = read_day(cursor, report);
    exceptions.has_newer = true;
    add_exception(row, cursor.since(begin), report, exceptions.newer);
  }
}

void read_work_week(XmlCursor& cursor, Report& report, plan::WorkWeek& week) {
  Recurrence period;
  Exceptions none;
  cursor.enter();
  while (cursor.next_child()) {
    const std::string_view name = cursor.name();
    if (name == "TimePeriod")
      read_period(cursor, report, period);
    else if (name == "WeekDays")
      read_week_days(cursor, report, week.week, none);
    else if (name == "Name")
      week.name = cursor.read_text();
  }
  week.first = period.first;
  week.last = period.last;
}

void read_work_weeks(XmlCursor& cursor, Report& report, plan::Calendar& calendar) {
  cursor.enter();
  while (cursor.next_child()) {
    if (cursor.name() != "WorkWeek") continue;
    plan::WorkWeek week;
    read_work_week(cursor, report, week);
    if (week.first != k_no_day && week.last >= week.first) {
      calendar.work_weeks.push_back(std::move(week));
    }
  }
}

void append_times(std::string& out, const Shifts& shifts) {
  out += shifts.empty() ? "<DayWorking>0</DayWorking>" : "<DayWorking>1</DayWorking>";
  if (shifts.empty()) return;
  out += "<WorkingTimes>";
  for (const plan::Shift& shift : shifts) {
    out += "<WorkingTime><FromTime>" + clock_text(shift.start_tenths) + "</FromTime><ToTime>" +
           clock_text(shift.end_tenths) + "</ToTime></WorkingTime>";
  }
  out += "</WorkingTimes>";
}

std::string period_text(Day first, Day last) {
  return "<TimePeriod><FromDate>" + format_day(first) + "T00:00:00</FromDate><ToDate>" +
         format_day(last) + "T23:59:00</ToDate></TimePeriod>";
}

std::string week_days_text(const plan::Week& week, std::string_view inside) {
  std::string out;
  for (std::size_t day = 0; day < week.size(); ++day) {
    if (!week[day]) continue;
    out += "<WeekDay><DayType>" + std::to_string(day + 1) + "</DayType>";
    append_times(out, *week[day]);
    out += "</WeekDay>";
  }
  out += inside;
  return out.empty() ? out : "<WeekDays>" + out + "</WeekDays>";
}

std::string exception_text(const CalendarException& exception) {
  if (exception.extra.starts_with("<Exception")) return exception.extra;
  if (!exception.extra.empty()) return {};
  std::string out = "<Exception><EnteredByOccurrences>0</EnteredByOccurrences>" +
                    period_text(exception.first, exception.last) + "<Occurrences>" +
                    std::to_string(exception.last - exception.first + 1) + "</Occurrences><Name>";
  append_xml_text(out, exception.name);
  out += "</Name><Type>1</Type>";
  append_times(out, exception.shifts);
  return out + "</Exception>";
}

}  // namespace

void read_calendar(XmlCursor& cursor, CalendarRow& row, Report& report) {
  plan::Calendar& calendar = row.calendar;
  Exceptions exceptions;
  bool has_week = false;
  while (cursor.next_child()) {
    const std::size_t begin = cursor.begin();
    const std::string_view name = cursor.name();
    if (name == "WeekDays") {
      has_week = true;
      read_week_days(cursor, report, calendar.week, exceptions);
    } else if (name == "Exceptions") {
      read_exceptions(cursor, report, exceptions);
    } else if (name == "WorkWeeks") {
      read_work_weeks(cursor, report, calendar);
    } else {
      const std::string_view value = cursor.read_text();
      const Text text{value, name, report, cursor};
      if (name == "UID")
        row.uid = text.integer(), calendar.uid = value;
      else if (name == "Name")
        calendar.name = value;
      else if (name == "IsBaseCalendar")
        row.is_base = text.flag();
      else if (name == "BaseCalendarUID")
        row.base_uid = text.integer();
    }
    if (!cursor.failed()) calendar.extra += cursor.since(begin);
  }
  calendar.is_resource = !row.is_base;
  calendar.exceptions = std::move(exceptions.has_newer ? exceptions.newer : exceptions.older);
  if (!has_week && row.is_base && row.base_uid < 0) {
    for (std::size_t day = 0; day < 7; ++day) {
      calendar.week[day] = day == 0 || day == 6 ? Shifts{} : k_usual_shifts;
    }
  }
}

CalendarParts write_calendar_parts(const plan::Calendar& calendar) {
  CalendarParts parts;
  std::string older;
  for (const CalendarException& exception : calendar.exceptions) {
    parts.exceptions += exception_text(exception);
    older += "<WeekDay><DayType>0</DayType>";
    std::string times;
    append_times(times, exception.shifts);
    // DayWorking comes before the period, the times after it.
    const std::size_t split =
        times.find("</DayWorking>") + std::string_view("</DayWorking>").size();
    older += times.substr(0, split) + period_text(exception.first, exception.last) +
             times.substr(split) + "</WeekDay>";
  }
  parts.week_days = week_days_text(calendar.week, older);
  if (!parts.exceptions.empty()) {
    parts.exceptions = "<Exceptions>" + parts.exceptions + "</Exceptions>";
  }
  for (const plan::WorkWeek& week : calendar.work_weeks) {
    parts.work_weeks += "<WorkWeek>" + period_text(week.first, week.last) + "<Name>";
    append_xml_text(parts.work_weeks, week.name);
    parts.work_weeks += "</Name>" + week_days_text(week.week, {}) + "</WorkWeek>";
  }
  if (!parts.work_weeks.empty())
    parts.work_weeks = "<WorkWeeks>" + parts.work_weeks + "</WorkWeeks>";
  return parts;
}

}  // namespace tc::interchange::mspdi
