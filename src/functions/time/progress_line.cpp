#include "functions/time/progress_line.h"

#include <algorithm>

#include "engine/arrow_network/progress_line.h"
#include "functions/time/asked_plan.h"
#include "functions/time/plan_words.h"
#include "project/plan_book.h"

namespace tc::functions::time {
namespace {

using engine::arrow_network::PlannedWork;
using engine::arrow_network::progress_point;
using engine::arrow_network::ProgressPoint;
using plan::Index;
using project::LoadedPlan;

/// Half a year around the check date costs no more than the tables of the calendars.
constexpr Day k_progress_line_days_around = 183;

/// The plan's calendars, compiled where a work needs them.
class Calendars {
 public:
  Calendars(const plan::Plan& plan, PlanTime check)
      : plan_(plan),
        horizon_{day_of(check) - k_progress_line_days_around,
                 day_of(check) + k_progress_line_days_around},
        compiled_(plan.calendars.size()),
        around_the_clock_(plan::WorkingTime::around_the_clock()) {}

  const plan::WorkingTime& of(const plan::Activity& activity) {
    const auto project = static_cast<std::size_t>(activity.project);
    Index calendar = activity.calendar;
    if (calendar == plan::k_none && project < plan_.projects.size())
      calendar = plan_.projects[project].calendar;
    const auto at = static_cast<std::size_t>(calendar);
    if (activity.elapsed || calendar < 0 || at >= compiled_.size()) return around_the_clock_;
    if (!compiled_[at]) {
      Result<plan::WorkingTime> made = plan::compile_calendar(plan_, calendar, horizon_);
      compiled_[at] = made ? std::move(*made) : around_the_clock_;
    }
    return *compiled_[at];
  }

 private:
  const plan::Plan& plan_;
  plan::Horizon horizon_;
  std::vector<std::optional<plan::WorkingTime>> compiled_;
  plan::WorkingTime around_the_clock_;
};

// A work as its current baseline plans it, else as it is scheduled now.
PlannedWork planned(const LoadedPlan& loaded, std::size_t row) {
  const plan::Activity& activity = loaded.plan.activities[row];
  const auto& dates = loaded.schedule.activities[row];
  PlannedWork work{dates.start, dates.finish, activity.percent_complete, dates.total_float,
                   dates.free_float};
  const plan::ActivityBaseline* baseline = plan::current_baseline_of(loaded.plan, activity);
  if (baseline != nullptr && baseline->finish != k_no_time) {
    work.start = baseline->start;
    work.finish = baseline->finish;
  }
  if (activity.actual_finish != k_no_time) work.percent_complete = 10'000;
  return work;
}

std::string line_text(const LoadedPlan& loaded, PlanTime check) {
  std::string text;
  JsonWriter out(text);
  out.begin_object().member("version", loaded.version);
  write_time(out, "check", check);
  out.key("points").begin_array();
  Calendars calendars(loaded.plan, check);
  for (std::size_t row = 0; row < loaded.plan.activities.size(); ++row) {
    const plan::Activity& activity = loaded.plan.activities[row];
    const bool leaf = activity.kind == plan::ActivityKind::task ||
                      activity.kind == plan::ActivityKind::start_milestone ||
                      activity.kind == plan::ActivityKind::finish_milestone;
    if (!leaf || !activity.active || activity.blank) continue;
    const ProgressPoint point = progress_point(planned(loaded, row), check, calendars.of(activity));
    if (point.at == k_no_time) continue;
    out.begin_object().member("activity", id_text(activity.id));
    write_time(out, "at", point.at);
    write_minutes(out, "lateness", point.lateness);
    write_minutes(out, "hits_successors", point.hits_successors);
    write_minutes(out, "hits_finish", point.hits_finish);
    out.end_object();
  }
  out.end_array().end_object();
  return text;
}

Result<std::string> line_of(const kernel::RouteInput& input) {
  kernel::Reader reader(input.kernel, input.principal);
  const auto loaded = shown_plan(input, reader);
  if (!loaded) return loaded.refusals();
  const auto& projects = (*loaded)->plan.projects;
  PlanTime check = projects.empty() ? k_no_time : projects.front().status_date;
  if (check == k_no_time) check = start_of(reader.today());
  if (const auto named = input.query.find("check"); named != input.query.end()) {
    const std::optional<Day> day = parse_day(named->second);
    if (!day || *day < 0 || *day >= k_day_max) {
      return refuse(RefusalKind::malformed, "query.bad_parameter", {}, {{"name", "check"}});
    }
    check = start_of(*day + 1);
  }
  return line_text(**loaded, check);
}

}  // namespace

kernel::RouteAnswer get_progress_line(const kernel::RouteInput& input) {
  return kernel::answer_of(line_of(input));
}

}  // namespace tc::functions::time
