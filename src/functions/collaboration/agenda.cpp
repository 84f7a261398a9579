#include "functions/collaboration/agenda.h"

#include <algorithm>

#include "project/plan_book.h"

namespace tc::functions::collaboration {
namespace {

using namespace kernel;

constexpr Moment k_office_offset_ms = 8 * 3'600'000, k_day_ms = 86'400'000;

void add_meetings(const ReportInput& input, std::vector<Entry>& entries) {
  for (const Row& row : project::report_rows(input, "meeting")) {
    if (!row.has("starts_at")) continue;
    const Moment at = row.integer("starts_at");
    entries.push_back({id_text(row.id), (at + k_office_offset_ms) / k_day_ms, "meeting",
                       std::string(row.text("title")), row.state, at,
                       row.integer("minutes_long", 60)});
  }
}

void add_dated(const ReportInput& input, const char* record, const char* field,
               std::string_view kind, std::vector<Entry>& entries) {
  for (const Row& row : project::report_rows(input, record))
    if (row.has(field) && !project::is_final(row))
      entries.push_back(
          {id_text(row.id), row.integer(field), kind, std::string(row.text("title")), row.state});
}

void add_milestones(const ReportInput& input, std::vector<Entry>& entries) {
  const std::optional<Id> project = parse_id(input.inputs.text("project"));
  if (!project) return;
  const auto loaded = input.kernel.part<project::PlanBook>().load(input.reader, *project);
  if (!loaded) return;
  const plan::Plan& plan = (*loaded)->plan;
  for (std::size_t i = 0; i < plan.activities.size(); ++i) {
    const plan::Activity& activity = plan.activities[i];
    if (activity.kind == plan::ActivityKind::summary || activity.external ||
        activity.duration.tenths() != 0)
      continue;
    entries.push_back({id_text(activity.id),
                       day_of((*loaded)->schedule.activities[i].finish),
                       "milestone",
                       activity.name,
                       {}});
  }
}

std::string two(std::int64_t number) { return (number < 10 ? "0" : "") + std::to_string(number); }

std::string ics_day(std::int64_t day) {
  std::string text = format_day(static_cast<Day>(day));
  std::erase(text, '-');
  return text;
}

std::string ics_moment(Moment at) {
  constexpr Moment k_second_ms = 1000, k_minute_ms = 60'000, k_hour_ms = 3'600'000;
  const Moment rest = at % k_day_ms;
  return ics_day(at / k_day_ms) + "T" + two(rest / k_hour_ms) +
         two(rest % k_hour_ms / k_minute_ms) + two(rest % k_minute_ms / k_second_ms) + "Z";
}

std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '\\' || c == ';' || c == ',') out += '\\';
    if (c == '\n')
      out += "\\n";
    else if (c != '\r')
      out += c;
  }
  return out;
}

// RFC 5545 §3.1: a line has 75 bytes at most; what follows begins with a blank. No character is
// cut in two.
void put(std::string& file, std::string line) {
  constexpr std::size_t k_line_max = 75;
  while (line.size() > k_line_max) {
    std::size_t cut = k_line_max;
    while ((static_cast<unsigned char>(line[cut]) & 0xC0U) == 0x80U) --cut;
    file += line.substr(0, cut) + "\r\n";
    line = " " + line.substr(cut);
  }
  file += line + "\r\n";
}

RouteAnswer get_calendar(const RouteInput& input) {
  const Id id = parse_id(input.path.at("id")).value_or(0);
  Reader reader(input.kernel, input.principal);
  const std::optional<Row> project = reader.load("project", id);
  if (!project) return refused({refuse(RefusalKind::not_found, "record.not_found")});
  Json inputs = Json::object();
  inputs.append("project", id_text(id));
  const std::vector<Entry> entries =
      entries_of({inputs, input.principal, reader, input.kernel, input.progress});
  RouteAnswer answer = answered(ics_of(entries, project->text("name"), reader.now()));
  answer.content_type = "text/calendar; charset=utf-8";
  return answer;
}

constexpr std::array k_routes = {
    Route{.method = "GET",
          .path = "/api/v1/projects/{id}/calendar.ics",
          .permission = "project.read",
          .label = {"项目日历", "Calendar of a project"},
          .handler = get_calendar},
};

}  // namespace

std::vector<Entry> entries_of(const ReportInput& input) {
  std::vector<Entry> entries;
  add_meetings(input, entries);
  add_dated(input, "action_item", "due", "action", entries);
  add_dated(input, "gate", "planned_on", "gate", entries);
  add_dated(input, "cross_team_commitment", "needed_on", "commitment", entries);
  add_milestones(input, entries);
  std::ranges::stable_sort(entries, {}, &Entry::day);
  return entries;
}

Result<ReportTable> calendar(const ReportInput& input) {
  ReportTable table;
  for (const Entry& entry : entries_of(input))
    table.rows.push_back(
        {Value(entry.day), Value(std::string(entry.kind)), Value(entry.title), Value(entry.state)});
  return table;
}

std::string ics_of(std::span<const Entry> entries, std::string_view name, Moment stamp) {
  constexpr Moment k_minute_ms = 60'000;
  std::string file;
  put(file, "BEGIN:VCALENDAR");
  put(file, "VERSION:2.0");
  put(file, "PRODID:-//Tongchou//Project calendar//EN");
  put(file, "X-WR-CALNAME:" + escaped(name));
  for (const Entry& entry : entries) {
    put(file, "BEGIN:VEVENT");
    put(file, "UID:" + std::string(entry.kind) + "-" + entry.uid + "@tongchou");
    put(file, "DTSTAMP:" + ics_moment(stamp));
    if (entry.starts_at != 0) {
      put(file, "DTSTART:" + ics_moment(entry.starts_at));
      put(file, "DTEND:" + ics_moment(entry.starts_at + entry.minutes * k_minute_ms));
    } else {
      put(file, "DTSTART;VALUE=DATE:" + ics_day(entry.day));
    }
    put(file, "SUMMARY:" + escaped(entry.title));
    put(file, "CATEGORIES:" + std::string(entry.kind));
    put(file, "END:VEVENT");
  }
  put(file, "END:VCALENDAR");
  return file;
}

std::span<const Route> routes() { return k_routes; }

}  // namespace tc::functions::collaboration
