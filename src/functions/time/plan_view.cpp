#include "functions/time/plan_view.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>

#include "functions/time/pieces.h"
#include "kernel/present.h"
#include "project/plan_fields.h"
#include "project/plan_staff.h"

namespace tc::functions::time {
namespace {

using engine::schedule::ActivityDates;
using plan::Activity;
using project::LoadedPlan;
using Text = std::string_view;

constexpr std::int32_t k_calendar_days_listed_max = 4000;
constexpr std::array<Text, 4> k_resource_kinds = {"work", "material", "cost", "equipment"};

/// Writes one array of the answer, a value per activity.
template <class Value>
void column(JsonWriter& out, std::string_view name, const LoadedPlan& loaded, Value value) {
  out.key(name).begin_array();
  for (std::size_t i = 0; i < loaded.plan.activities.size(); ++i)
    value(loaded.plan.activities[i], loaded.schedule.activities[i]);
  out.end_array();
}

void write_moment(JsonWriter& out, PlanTime time) {
  if (time == k_no_time)
    out.null();
  else
    out.value(Text(format_plan_time(time)));
}

template <class Member>
void time_column(JsonWriter& out, std::string_view name, const LoadedPlan& loaded, Member member) {
  column(out, name, loaded, [&](const Activity& activity, const ActivityDates& dates) {
    write_moment(out, member(activity, dates));
  });
}

std::int64_t minutes_of(const plan::Shifts& shifts) {
  std::int64_t tenths = 0;
  for (const plan::Shift& shift : shifts) tenths += shift.end_tenths - shift.start_tenths;
  return tenths / 10;
}

// A calendar's own week day, or its base's.
const plan::Shifts* week_day(const plan::Plan& plan, const plan::Calendar& calendar, int day) {
  const plan::Calendar* at = &calendar;
  for (int depth = 0; depth < 16; ++depth) {
    if (at->week[static_cast<std::size_t>(day)]) return &*at->week[static_cast<std::size_t>(day)];
    if (at->base == plan::k_none) return nullptr;
    at = &plan.calendars[static_cast<std::size_t>(at->base)];
  }
  return nullptr;
}

void write_exceptions(JsonWriter& out, const plan::Plan& plan, const plan::Calendar& calendar,
                      std::string_view key, bool working) {
  out.key(key).begin_array();
  const plan::Calendar* at = &calendar;
  std::int32_t count = 0;
  for (int depth = 0; depth < 16; ++depth) {
    for (const plan::CalendarException& exception : at->exceptions) {
      if (exception.shifts.empty() == working || ++count > k_calendar_days_listed_max) continue;
      out.begin_array()
          .value(Text(format_day(exception.first)))
          .value(Text(format_day(exception.last)))
          .end_array();
    }
    if (at->base == plan::k_none) break;
    at = &plan.calendars[static_cast<std::size_t>(at->base)];
  }
  out.end_array();
}

void write_calendars(JsonWriter& out, const plan::Plan& plan) {
  out.key("calendars").begin_array();
  for (std::size_t i = 0; i < plan.calendars.size(); ++i) {
    const plan::Calendar& calendar = plan.calendars[i];
    out.begin_object()
        .member("index", static_cast<std::int64_t>(i))
        .key("name")
        .value(Text(calendar.name));
    out.key("week").begin_array();
    for (int day = 0; day < 7; ++day) {
      const plan::Shifts* shifts = week_day(plan, calendar, day);
      out.value(shifts == nullptr ? std::int64_t{0} : minutes_of(*shifts));
    }
    out.end_array();
    write_exceptions(out, plan, calendar, "non_working", false);
    write_exceptions(out, plan, calendar, "working", true);
    out.end_object();
  }
  out.end_array();
}

// Which there are, and when the whole was to finish by each: first the one that the columns hold.
void write_baselines(JsonWriter& out, const plan::Plan& plan) {
  std::map<std::int32_t, PlanTime> finishes;
  for (const Activity& activity : plan.activities) {
    for (const plan::ActivityBaseline& baseline : activity.baselines) {
      PlanTime& finish = finishes.try_emplace(baseline.number, k_no_time).first->second;
      finish = std::max(finish, baseline.finish);
    }
  }
  const auto write = [&](std::int32_t number, PlanTime finish) {
    out.begin_object().member("number", int{number}).key("finish");
    write_moment(out, finish);
    out.end_object();
  };
  const auto current = finishes.find(plan.current_baseline);
  out.key("baselines").begin_array();
  if (current != finishes.end()) write(current->first, current->second);
  for (const auto& [number, finish] : finishes)
    if (number != plan.current_baseline) write(number, finish);
  out.end_array();
}

void write_head(JsonWriter& out, const LoadedPlan& loaded, bool can_edit) {
  const plan::Project* first =
      loaded.plan.projects.empty() ? nullptr : &loaded.plan.projects.front();
  const auto [start, finish] = span_of(loaded);
  out.key("plan").begin_object();
  out.key("id")
      .value(Text(id_text(loaded.id)))
      .key("project")
      .value(Text(id_text(loaded.project)))
      .member("version", loaded.version);
  out.key("name")
      .value(Text(loaded.plan.title))
      .member("profile", loaded.plan.profile == plan::Profile::p6 ? "p6" : "msp");
  out.key("start");
  write_moment(out, start);
  out.key("finish");
  write_moment(out, finish);
  out.key("status_date");
  write_moment(out, first == nullptr ? k_no_time : first->status_date);
  out.member("minutes_per_day",
             first == nullptr ? std::int64_t{480} : std::int64_t{first->per_day.tenths() / 10});
  out.member("default_calendar",
             first == nullptr ? std::int64_t{-1} : std::int64_t{first->calendar});
  out.key("currency").value(Text(first == nullptr ? "CNY" : first->currency));
  out.member("can_edit", can_edit);
  write_baselines(out, loaded.plan);
  out.end_object();
}

std::vector<std::string> resource_texts(const plan::Plan& plan) {
  std::vector<std::string> texts(plan.activities.size());
  for (const plan::Assignment& assignment : plan.assignments) {
    if (assignment.activity == plan::k_none || assignment.resource == plan::k_none) continue;
    std::string& text = texts[static_cast<std::size_t>(assignment.activity)];
    if (!text.empty()) text += "; ";
    text += project::resource_text(plan, assignment);
  }
  return texts;
}

PlanTime baseline_time(const LoadedPlan& loaded, const Activity& activity, bool start) {
  const plan::ActivityBaseline* baseline = plan::current_baseline_of(loaded.plan, activity);
  if (baseline == nullptr) return k_no_time;
  return start ? baseline->start : baseline->finish;
}

void write_texts(JsonWriter& out, const LoadedPlan& loaded) {
  column(out, "id", loaded,
         [&](const Activity& a, const ActivityDates&) { out.value(Text(id_text(a.id))); });
  column(out, "uid", loaded,
         [&](const Activity& a, const ActivityDates&) { out.value(Text(a.uid)); });
  column(out, "code", loaded,
         [&](const Activity& a, const ActivityDates&) { out.value(Text(a.code)); });
  column(out, "name", loaded,
         [&](const Activity& a, const ActivityDates&) { out.value(Text(a.name)); });
  column(out, "wbs", loaded,
         [&](const Activity& a, const ActivityDates&) { out.value(Text(a.wbs)); });
  column(out, "parent", loaded,
         [&](const Activity& a, const ActivityDates&) { out.value(std::int64_t{a.parent}); });
  column(out, "kind", loaded, [&](const Activity& a, const ActivityDates&) {
    const bool milestone =
        a.milestone && a.kind == plan::ActivityKind::task && a.duration == Minutes();
    out.value(milestone ? "finish_milestone" : project::kind_text(a.kind));
  });
  column(out, "constraint", loaded, [&](const Activity& a, const ActivityDates&) {
    out.value(project::constraint_text(a.constraint.kind));
  });
  out.key("resources").begin_array();
  for (const std::string& text : resource_texts(loaded.plan)) out.value(Text(text));
  out.end_array();
}

// Percent complete of every row; a summary's is that of its leaves, weighted by duration.
std::vector<double> percents(const plan::Plan& plan) {
  const std::size_t count = plan.activities.size();
  std::vector<double> done(count), all(count);
  for (std::size_t i = count; i-- > 0;) {
    const Activity& activity = plan.activities[i];
    if (activity.kind != plan::ActivityKind::summary) {
      all[i] = activity.duration.tenths();
      done[i] = all[i] * activity.percent_complete / 10000.0;
    }
    if (activity.parent == plan::k_none) continue;
    const auto parent = static_cast<std::size_t>(activity.parent);
    all[parent] += all[i];
    done[parent] += done[i];
  }
  std::vector<double> percent(count);
  for (std::size_t i = 0; i < count; ++i) {
    const Activity& activity = plan.activities[i];
    const bool summary = activity.kind == plan::ActivityKind::summary;
    percent[i] = !summary     ? activity.percent_complete / 100.0
                 : all[i] > 0 ? std::round(done[i] / all[i] * 100)
                              : 0;
  }
  return percent;
}

void write_numbers(JsonWriter& out, const LoadedPlan& loaded) {
  const auto project_calendar = [&](const Activity& a) {
    const auto project = static_cast<std::size_t>(a.project);
    return project < loaded.plan.projects.size() ? loaded.plan.projects[project].calendar
                                                 : plan::k_none;
  };
  column(out, "calendar", loaded, [&](const Activity& a, const ActivityDates&) {
    out.value(std::int64_t{a.calendar == plan::k_none ? project_calendar(a) : a.calendar});
  });
  column(out, "manual", loaded,
         [&](const Activity& a, const ActivityDates&) { out.value(int{a.manual}); });
  column(out, "duration", loaded,
         [&](const Activity& a, const ActivityDates&) { out.value(a.duration.minutes()); });
  column(out, "remaining_duration", loaded, [&](const Activity& a, const ActivityDates&) {
    if (a.remaining_duration)
      out.value(a.remaining_duration->minutes());
    else
      out.null();
  });
  out.key("percent_complete").begin_array();
  for (const double percent : percents(loaded.plan)) out.value(percent);
  out.end_array();
  column(out, "total_float", loaded,
         [&](const Activity&, const ActivityDates& d) { out.value(d.total_float.minutes()); });
  column(out, "free_float", loaded,
         [&](const Activity&, const ActivityDates& d) { out.value(d.free_float.minutes()); });
  column(out, "critical", loaded,
         [&](const Activity&, const ActivityDates& d) { out.value(int{d.critical}); });
}

// Columns of figures, written only where `says` holds of any activity.
template <class Says>
void write_figures(JsonWriter& out, const LoadedPlan& loaded,
                   std::initializer_list<std::string_view> fields, Says says) {
  const plan::Plan& plan = loaded.plan;
  if (std::ranges::none_of(plan.activities, says)) return;
  for (const std::string_view field : fields) {
    out.key(field).begin_array();
    for (const Activity& activity : plan.activities) {
      const Json cell = project::get_cell(plan, activity, field);
      if (cell.is_null())
        out.null();
      else
        out.value(cell.number());
    }
    out.end_array();
  }
}

// How short works can be made and at what cost, and how long they may take.
void write_estimates(JsonWriter& out, const LoadedPlan& loaded) {
  write_figures(out, loaded, {"crash_duration", "crash_cost", "crash_weight"},
                [](const Activity& activity) { return activity.crash_duration.has_value(); });
  write_figures(out, loaded, {"optimistic_duration", "likely_duration", "pessimistic_duration"},
                [](const Activity& activity) {
                  return activity.optimistic_duration || activity.likely_duration ||
                         activity.pessimistic_duration;
                });
}

// Cells that most plans leave as they are: only where one differs.
template <class Value>
void rare_column(JsonWriter& out, std::string_view name, const LoadedPlan& loaded, Value value) {
  const auto usual = value(Activity());
  const auto differs = [&](const Activity& activity) { return value(activity) != usual; };
  if (std::ranges::none_of(loaded.plan.activities, differs)) return;
  column(out, name, loaded,
         [&](const Activity& activity, const ActivityDates&) { out.value(value(activity)); });
}

void write_rare(JsonWriter& out, const LoadedPlan& loaded) {
  rare_column(out, "effort", loaded,
              [](const Activity& a) { return project::effort_text(a.effort); });
  rare_column(out, "effort_driven", loaded, [](const Activity& a) { return int{a.effort_driven}; });
  rare_column(out, "work", loaded, [](const Activity& a) { return a.work.minutes(); });
  rare_column(out, "priority", loaded, [](const Activity& a) { return std::int64_t{a.priority}; });
  rare_column(out, "levelling_delay", loaded,
              [](const Activity& a) { return a.levelling_delay.minutes(); });
}

// Rows that stand for other projects' activities: only where there is one.
void write_external(JsonWriter& out, const LoadedPlan& loaded) {
  if (std::ranges::none_of(loaded.plan.activities, &Activity::external)) return;
  column(out, "external", loaded,
         [&](const Activity& a, const ActivityDates&) { out.value(int{a.external}); });
}

// Where work is interrupted: pairs of times, nothing of what has one piece.
void write_pieces(JsonWriter& out, const LoadedPlan& loaded) {
  const auto is_split = [](const Activity& a) { return a.segments.size() > 1; };
  if (std::ranges::none_of(loaded.plan.activities, is_split)) return;
  column(out, "pieces", loaded, [&](const Activity& a, const ActivityDates& d) {
    const std::vector<plan::Segment> pieces = pieces_of(a, d);
    if (pieces.size() < 2) return static_cast<void>(out.null());
    out.begin_array();
    for (const plan::Segment& piece : pieces) {
      out.begin_array();
      write_moment(out, piece.start);
      write_moment(out, piece.finish);
      out.end_array();
    }
    out.end_array();
  });
}

void write_times(JsonWriter& out, const LoadedPlan& loaded) {
  time_column(out, "start", loaded,
              [](const Activity&, const ActivityDates& d) { return d.start; });
  time_column(out, "finish", loaded,
              [](const Activity&, const ActivityDates& d) { return d.finish; });
  time_column(out, "early_start", loaded,
              [](const Activity&, const ActivityDates& d) { return d.early_start; });
  time_column(out, "early_finish", loaded,
              [](const Activity&, const ActivityDates& d) { return d.early_finish; });
  time_column(out, "late_start", loaded,
              [](const Activity&, const ActivityDates& d) { return d.late_start; });
  time_column(out, "late_finish", loaded,
              [](const Activity&, const ActivityDates& d) { return d.late_finish; });
  time_column(out, "actual_start", loaded,
              [](const Activity& a, const ActivityDates&) { return a.actual_start; });
  time_column(out, "actual_finish", loaded,
              [](const Activity& a, const ActivityDates&) { return a.actual_finish; });
  time_column(out, "constraint_date", loaded,
              [](const Activity& a, const ActivityDates&) { return a.constraint.date; });
  time_column(out, "deadline", loaded,
              [](const Activity& a, const ActivityDates&) { return a.deadline; });
  time_column(out, "baseline_start", loaded, [&](const Activity& a, const ActivityDates&) {
    return baseline_time(loaded, a, true);
  });
  time_column(out, "baseline_finish", loaded, [&](const Activity& a, const ActivityDates&) {
    return baseline_time(loaded, a, false);
  });
}

// Who there is, and who works on what. Rates only for those who may see what people cost.
void write_staff(JsonWriter& out, const plan::Plan& plan, bool rates) {
  const auto list = [&](std::string_view name, const auto& rows, auto value) {
    out.key(name).begin_array();
    for (const auto& row : rows) value(row);
    out.end_array();
  };
  out.key("staff").begin_object();
  list("uid", plan.resources, [&](const plan::Resource& one) { out.value(Text(one.uid)); });
  list("name", plan.resources, [&](const plan::Resource& one) { out.value(Text(one.name)); });
  list("kind", plan.resources, [&](const plan::Resource& one) {
    out.value(k_resource_kinds[static_cast<std::size_t>(one.kind)]);
  });
  list("max_units", plan.resources,
       [&](const plan::Resource& one) { out.value(one.max_units / 100.0); });
  list("person", plan.resources, [&](const plan::Resource& one) {
    if (one.id == 0)
      out.null();
    else
      out.value(Text(id_text(one.id)));
  });
  if (rates)
    list("rate", plan.resources, [&](const plan::Resource& one) {
      out.value(static_cast<double>(one.rate_millionths) / 1e6);
    });
  out.end_object();
  out.key("assignments").begin_object();
  const auto each = [&](std::string_view name, auto value) {
    out.key(name).begin_array();
    for (const plan::Assignment& one : plan.assignments)
      if (one.activity != plan::k_none && one.resource != plan::k_none) out.value(value(one));
    out.end_array();
  };
  each("activity", [](const plan::Assignment& one) { return std::int64_t{one.activity}; });
  each("resource", [](const plan::Assignment& one) { return std::int64_t{one.resource}; });
  each("units", [](const plan::Assignment& one) { return one.units / 100.0; });
  each("work", [](const plan::Assignment& one) { return one.work.minutes(); });
  each("actual_work", [](const plan::Assignment& one) { return one.actual_work.minutes(); });
  out.end_object();
}

void write_links(JsonWriter& out, const LoadedPlan& loaded) {
  std::vector<bool> driving(loaded.plan.links.size());
  for (const plan::Index link : loaded.schedule.driving_links)
    driving[static_cast<std::size_t>(link)] = true;
  const auto& links = loaded.plan.links;
  const auto write = [&](std::string_view name, auto value) {
    out.key(name).begin_array();
    for (std::size_t i = 0; i < links.size(); ++i) {
      if (links[i].from != plan::k_none && links[i].to != plan::k_none) value(links[i], i);
    }
    out.end_array();
  };
  out.key("links").begin_object();
  write("from", [&](const plan::Link& link, std::size_t) { out.value(std::int64_t{link.from}); });
  write("to", [&](const plan::Link& link, std::size_t) { out.value(std::int64_t{link.to}); });
  write("type",
        [&](const plan::Link& link, std::size_t) { out.value(project::link_text(link.kind)); });
  write("lag", [&](const plan::Link& link, std::size_t) { out.value(link.lag / 10.0); });
  write("driving", [&](const plan::Link&, std::size_t i) { out.value(int{driving[i]}); });
  out.end_object();
}

}  // namespace

std::pair<PlanTime, PlanTime> span_of(const LoadedPlan& loaded) {
  PlanTime start = INT32_MAX, finish = k_no_time;
  for (std::size_t i = 0; i < loaded.plan.activities.size(); ++i) {
    const ActivityDates& dates = loaded.schedule.activities[i];
    if (loaded.plan.activities[i].external) continue;
    if (dates.start != k_no_time) start = std::min(start, dates.start);
    finish = std::max(finish, dates.finish);
  }
  return {start == INT32_MAX ? k_no_time : start, finish};
}

std::string baseline_text(const LoadedPlan& loaded, std::int32_t number) {
  const auto time_of = [&](const Activity& activity, bool start) {
    const plan::ActivityBaseline* baseline = plan::baseline_of(activity, number);
    if (baseline == nullptr) return k_no_time;
    return start ? baseline->start : baseline->finish;
  };
  std::string text;
  JsonWriter out(text);
  out.begin_object().member("version", loaded.version).member("number", int{number});
  time_column(out, "start", loaded,
              [&](const Activity& a, const ActivityDates&) { return time_of(a, true); });
  time_column(out, "finish", loaded,
              [&](const Activity& a, const ActivityDates&) { return time_of(a, false); });
  out.end_object();
  return text;
}

std::string columnar_text(const LoadedPlan& loaded, const kernel::Registry& registry,
                          const PlanReader& view) {
  std::string text;
  text.reserve(loaded.plan.activities.size() * 420 + 4096);
  JsonWriter out(text);
  out.begin_object();
  write_head(out, loaded, view.can_edit);
  write_calendars(out, loaded.plan);
  out.key("activities").begin_object();
  write_texts(out, loaded);
  write_numbers(out, loaded);
  write_estimates(out, loaded);
  write_rare(out, loaded);
  write_external(out, loaded);
  write_pieces(out, loaded);
  write_times(out, loaded);
  out.end_object();
  write_links(out, loaded);
  write_staff(out, loaded.plan, view.rates);
  out.member("refusals", kernel::refusals_to_json(registry, loaded.schedule.refusals, view.zh));
  out.end_object();
  return text;
}

}  // namespace tc::functions::time
