#include "functions/time/plan_file.h"
#include "functions/time/plan_words.h"
#include "interchange/any/read_any.h"

namespace tc::functions::time {
namespace {

using plan::Index;

class PlanWriter {
 public:
  PlanWriter(const plan::Plan& plan, std::string& out) : plan_(plan), json_(out) {}

  void write(const interchange::ReadOutcome& file, bool chinese) {
    json_.begin_object();
    write_text(json_, "format", plan_.format);
    write_text(json_, "profile", word_of(plan_.profile));
    write_text(json_, "title", plan_.title);
    list("projects", plan_.projects, [&](const plan::Project& row) { write_project(row); });
    list("calendars", plan_.calendars, [&](const plan::Calendar& row) { write_calendar(row); });
    list("activities", plan_.activities, [&](const plan::Activity& row) { write_activity(row); });
    list("links", plan_.links, [&](const plan::Link& row) { write_link(row); });
    list("resources", plan_.resources, [&](const plan::Resource& row) { write_resource(row); });
    list("assignments", plan_.assignments,
         [&](const plan::Assignment& row) { write_assignment(row); });
    write_loss(json_, file.loss);
    write_warnings(json_, file.warnings, chinese);
    json_.end_object();
  }

 private:
  template <class Rows, class Write>
  void list(std::string_view name, const Rows& rows, Write write_row) {
    json_.key(name).begin_array();
    for (const auto& row : rows) {
      json_.begin_object();
      write_row(row);
      json_.end_object();
    }
    json_.end_array();
  }

  /// The UID of another object, null where there is none.
  template <class Rows>
  void reference(std::string_view name, const Rows& rows, Index index) {
    json_.key(name);
    if (index < 0 || static_cast<std::size_t>(index) >= rows.size()) {
      json_.null();
    } else {
      json_.value(std::string_view(rows[static_cast<std::size_t>(index)].uid));
    }
  }

  void write_project(const plan::Project& project) {
    write_text(json_, "uid", project.uid);
    write_text(json_, "code", project.code);
    write_text(json_, "name", project.name);
    reference("calendar", plan_.calendars, project.calendar);
    write_time(json_, "start", project.start);
    write_time(json_, "finish", project.finish);
    write_time(json_, "must_finish_by", project.must_finish_by);
    write_time(json_, "status_date", project.status_date);
    json_.member("schedule_from_finish", project.schedule_from_finish);
    json_.member("honor_constraints", project.honor_constraints);
    json_.member("critical_is_longest_path", project.critical_is_longest_path);
    write_minutes(json_, "critical_limit", project.critical_limit);
    write_minutes(json_, "minutes_per_day", project.per_day);
    write_text(json_, "currency", project.currency);
  }

  void write_shifts(std::string_view name, const plan::Shifts& shifts) {
    json_.key(name).begin_array();
    for (const plan::Shift& shift : shifts) {
      json_.begin_array();
      json_.value(shift.start_tenths / 10.0).value(shift.end_tenths / 10.0);
      json_.end_array();
    }
    json_.end_array();
  }

  void write_calendar(const plan::Calendar& calendar) {
    write_text(json_, "uid", calendar.uid);
    write_text(json_, "name", calendar.name);
    reference("base", plan_.calendars, calendar.base);
    json_.member("resource", calendar.is_resource);
    json_.key("week").begin_array();  // Sunday first; null = as the base. Minutes of the day.
    for (const auto& day : calendar.week) {
      if (!day) {
        json_.null();
        continue;
      }
      json_.begin_array();
      for (const plan::Shift& shift : *day) {
        json_.begin_array();
        json_.value(shift.start_tenths / 10.0).value(shift.end_tenths / 10.0);
        json_.end_array();
      }
      json_.end_array();
    }
    json_.end_array();
    list("exceptions", calendar.exceptions, [&](const plan::CalendarException& exception) {
      write_text(json_, "first", format_day(exception.first));
      write_text(json_, "last", format_day(exception.last));
      write_text(json_, "name", exception.name);
      write_shifts("shifts", exception.shifts);
    });
  }

  void write_constraint(std::string_view name, const plan::Constraint& constraint) {
    json_.key(name).begin_object();
    write_text(json_, "kind", word_of(constraint.kind));
    write_time(json_, "date", constraint.date);
    json_.end_object();
  }

  void write_activity(const plan::Activity& activity) {
    write_text(json_, "uid", activity.uid);
    write_text(json_, "code", activity.code);
    write_text(json_, "name", activity.name);
    write_text(json_, "wbs", activity.wbs);
    reference("parent", plan_.activities, activity.parent);
    reference("project", plan_.projects, activity.project);
    reference("calendar", plan_.calendars, activity.calendar);
    write_text(json_, "kind", word_of(activity.kind));
    json_.member("milestone", activity.milestone).member("manual", activity.manual);
    json_.member("active", activity.active).member("external", activity.external);
    json_.member("blank", activity.blank).member("elapsed", activity.elapsed);
    write_minutes(json_, "duration", activity.duration);
    write_minutes(json_, "remaining_duration", activity.remaining_duration);
    write_minutes(json_, "actual_duration", activity.actual_duration);
    write_minutes(json_, "work", activity.work);
    write_constraint("constraint", activity.constraint);
    write_constraint("constraint2", activity.constraint2);
    write_time(json_, "deadline", activity.deadline);
    write_time(json_, "expected_finish", activity.expected_finish);
    write_time(json_, "actual_start", activity.actual_start);
    write_time(json_, "actual_finish", activity.actual_finish);
    write_percent(json_, "percent_complete", activity.percent_complete);
    write_time(json_, "start", activity.stored.start);
    write_time(json_, "finish", activity.stored.finish);
    list("baselines", activity.baselines, [&](const plan::ActivityBaseline& baseline) {
      json_.member("number", static_cast<int>(baseline.number));
      write_time(json_, "start", baseline.start);
      write_time(json_, "finish", baseline.finish);
      write_minutes(json_, "duration", baseline.duration);
      write_minutes(json_, "work", baseline.work);
    });
  }

  void write_link(const plan::Link& link) {
    reference("from", plan_.activities, link.from);
    reference("to", plan_.activities, link.to);
    write_text(json_, "type", word_of(link.kind));
    write_text(json_, "lag_kind", word_of(link.lag_kind));
    const bool percent =
        link.lag_kind == plan::LagKind::percent || link.lag_kind == plan::LagKind::elapsed_percent;
    if (percent) {
      write_percent(json_, "lag", link.lag);
    } else {
      write_minutes(json_, "lag", Minutes::from_tenths(link.lag));
    }
  }

  void write_resource(const plan::Resource& resource) {
    write_text(json_, "uid", resource.uid);
    write_text(json_, "code", resource.code);
    write_text(json_, "name", resource.name);
    write_text(json_, "kind", word_of(resource.kind));
    reference("calendar", plan_.calendars, resource.calendar);
    write_percent(json_, "max_units", resource.max_units);
  }

  void write_assignment(const plan::Assignment& assignment) {
    reference("activity", plan_.activities, assignment.activity);
    reference("resource", plan_.resources, assignment.resource);
    write_percent(json_, "units", assignment.units);
    write_minutes(json_, "work", assignment.work);
    write_minutes(json_, "actual_work", assignment.actual_work);
    write_minutes(json_, "remaining_work", assignment.remaining_work);
    write_time(json_, "start", assignment.start);
    write_time(json_, "finish", assignment.finish);
  }

  const plan::Plan& plan_;
  JsonWriter json_;
};

}  // namespace

Result<std::string> show_plan_file(std::string_view bytes, const PlanFileOptions& options) {
  Result<interchange::ReadOutcome> file = interchange::read_any(bytes);
  if (!file) return file.refusals();
  if (options.profile) file->plan.profile = *options.profile;
  std::string out;
  PlanWriter(file->plan, out).write(*file, options.chinese);
  return out;
}

}  // namespace tc::functions::time
