#include "project/plan_fields.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "base/currency.h"

namespace tc::project {
namespace {

using plan::Activity;
using plan::ActivityKind;
using plan::ConstraintKind;
using plan::Plan;

constexpr std::array<std::string_view, 7> k_kinds = {
    "task",    "summary",    "start_milestone", "finish_milestone", "level_of_effort",
    "hammock", "wbs_summary"};
constexpr std::array<std::string_view, 10> k_constraints = {"asap",
                                                            "alap",
                                                            "start_no_earlier_than",
                                                            "start_no_later_than",
                                                            "finish_no_earlier_than",
                                                            "finish_no_later_than",
                                                            "must_start_on",
                                                            "must_finish_on",
                                                            "start_on",
                                                            "finish_on"};
constexpr std::array<std::string_view, 4> k_efforts = {"fixed_units", "fixed_duration",
                                                       "fixed_work", "fixed_rate"};
constexpr std::array<std::string_view, 4> k_links = {"fs", "ss", "ff", "sf"};
constexpr double k_minutes_max = 20'000'000;
constexpr std::size_t k_pieces_max = 1000;  ///< Of one activity.
constexpr double k_crash_cost_max = 1e9;
constexpr double k_crash_weight_max = 1000;

template <class Enum, std::size_t N>
std::optional<Enum> parse_name(const std::array<std::string_view, N>& names,
                               std::string_view text) {
  const auto found = std::ranges::find(names, text);
  if (found == names.end()) return std::nullopt;
  return static_cast<Enum>(found - names.begin());
}

Refusal bad_value(std::string_view field) {
  return refuse(RefusalKind::rule, "plan.bad_value", "/" + std::string(field),
                {{"field", std::string(field)}});
}

Status set_time(PlanTime& target, std::string_view field, const Json& value) {
  if (value.is_null()) {
    target = k_no_time;
    return Done{};
  }
  const std::optional<PlanTime> time =
      value.is_string() ? parse_plan_time(value.string()) : std::nullopt;
  if (!time)
    return refuse(RefusalKind::rule, "plan.date_out_of_range", "/" + std::string(field),
                  {{"field", std::string(field)}});
  target = *time;
  return Done{};
}

Result<Minutes> minutes_of(std::string_view field, const Json& value) {
  if (!value.is_number() || value.number() < 0 || value.number() > k_minutes_max)
    return bad_value(field);
  return Minutes::from_tenths(std::llround(value.number() * 10));
}

Status set_duration(Activity& activity, const Json& value) {
  const Result<Minutes> minutes = minutes_of("duration", value);
  if (!minutes) return minutes.refusals();
  // What is done stays done: a longer activity has more left to do.
  if (activity.remaining_duration) {
    const std::int32_t left =
        activity.remaining_duration->tenths() + minutes->tenths() - activity.duration.tenths();
    activity.remaining_duration = Minutes::from_tenths(std::max(left, 0));
  }
  activity.duration = *minutes;
  return Done{};
}

Status set_optional_minutes(std::optional<Minutes>& target, std::string_view field,
                            const Json& value) {
  if (value.is_null()) {
    target.reset();
    return Done{};
  }
  const Result<Minutes> minutes = minutes_of(field, value);
  if (!minutes) return minutes.refusals();
  target = *minutes;
  return Done{};
}

using OptionalMinutes = std::optional<Minutes> Activity::*;

OptionalMinutes three_point_member(std::string_view field) {
  if (field == "optimistic_duration") return &Activity::optimistic_duration;
  if (field == "likely_duration") return &Activity::likely_duration;
  if (field == "pessimistic_duration") return &Activity::pessimistic_duration;
  return nullptr;
}

// Money in the currency of the plan, or a weight of two digits.
Status set_crash(const Plan& plan, Activity& activity, std::string_view field, const Json& value) {
  const bool cost = field == "crash_cost";
  if (!value.is_number() || value.number() < 0 ||
      value.number() > (cost ? k_crash_cost_max : k_crash_weight_max))
    return bad_value(field);
  if (cost)
    activity.crash_cost_minor = std::llround(value.number() * minor_per_major(plan));
  else
    activity.crash_weight = static_cast<std::int32_t>(std::lround(value.number() * 100));
  return Done{};
}

Status set_percent(Activity& activity, const Json& value) {
  if (!value.is_number() || value.number() < 0 || value.number() > 100)
    return bad_value("percent_complete");
  activity.percent_complete = static_cast<std::int32_t>(std::lround(value.number() * 100));
  const double left = 1.0 - activity.percent_complete / 10000.0;
  activity.remaining_duration =
      Minutes::from_tenths(std::llround(activity.duration.tenths() * left));
  return Done{};
}

Status set_text(std::string& target, std::string_view field, const Json& value, bool required) {
  if (!value.is_string() || (required && value.string().empty()) || value.string().size() > 4000)
    return bad_value(field);
  target = value.string();
  return Done{};
}

Status set_calendar(const Plan& plan, Activity& activity, const Json& value) {
  if (value.is_null()) {
    activity.calendar = plan::k_none;
    return Done{};
  }
  if (!value.is_integer() || value.integer() < 0 ||
      value.integer() >= static_cast<std::int64_t>(plan.calendars.size()))
    return bad_value("calendar");
  activity.calendar = static_cast<plan::Index>(value.integer());
  return Done{};
}

Status set_kind(Activity& activity, const Json& value) {
  const auto kind =
      value.is_string() ? parse_name<ActivityKind>(k_kinds, value.string()) : std::nullopt;
  if (!kind) return bad_value("kind");
  activity.kind = *kind;
  activity.milestone =
      *kind == ActivityKind::start_milestone || *kind == ActivityKind::finish_milestone;
  return Done{};
}

/// The pieces that levelling made; nothing where there are none, also where a person made some.
Json pieces_json(const Activity& activity) {
  if (!activity.levelling_split) return nullptr;
  Json all = Json::array();
  for (const plan::Segment& segment : activity.segments) {
    Json piece = Json::array();
    piece.push(time_json(segment.start));
    piece.push(time_json(segment.finish));
    all.push(std::move(piece));
  }
  return all;
}

std::optional<std::vector<plan::Segment>> read_pieces(const Json& value) {
  std::vector<plan::Segment> pieces;
  if (!value.is_array() || value.size() < 2 || value.size() > k_pieces_max) return std::nullopt;
  PlanTime before = k_no_time;
  for (const Json& one : value.items()) {
    if (!one.is_array() || one.size() != 2) return std::nullopt;
    for (const Json& end : one.items()) {
      const auto time = end.is_string() ? parse_plan_time(end.string()) : std::nullopt;
      if (!time || *time < before) return std::nullopt;
      before = *time;
    }
    const Json::Array& ends = one.items();
    pieces.push_back({*parse_plan_time(ends[0].string()), *parse_plan_time(ends[1].string())});
  }
  return pieces;
}

/// Never over the pieces of a person or a file.
Status set_pieces(Activity& activity, const Json& value) {
  const bool by_hand = !activity.levelling_split && activity.segments.size() > 1;
  if (value.is_null()) {
    if (!by_hand) activity.segments.clear();
    activity.levelling_split = false;
    return Done{};
  }
  std::optional<std::vector<plan::Segment>> pieces = read_pieces(value);
  if (!pieces || by_hand) return bad_value("levelling_pieces");
  activity.segments = std::move(*pieces);
  activity.levelling_split = true;
  return Done{};
}

}  // namespace

double minor_per_major(const Plan& plan) {
  return std::pow(10, plan.projects.empty() ? 2 : minor_digits(plan.projects.front().currency));
}

Json time_json(PlanTime time) { return time == k_no_time ? Json() : Json(format_plan_time(time)); }

std::string_view kind_text(ActivityKind kind) { return k_kinds[static_cast<std::size_t>(kind)]; }
std::string_view constraint_text(ConstraintKind kind) {
  return k_constraints[static_cast<std::size_t>(kind)];
}
std::string_view effort_text(plan::EffortKind kind) {
  return k_efforts[static_cast<std::size_t>(kind)];
}
std::string_view link_text(plan::LinkKind kind) { return k_links[static_cast<std::size_t>(kind)]; }
std::optional<plan::LinkKind> parse_link(std::string_view text) {
  return parse_name<plan::LinkKind>(k_links, text);
}

Json get_cell(const Plan& plan, const Activity& activity, std::string_view field) {
  if (field == "name") return activity.name;
  if (field == "code") return activity.code;
  if (field == "notes") return activity.notes;
  if (field == "duration") return activity.duration.minutes();
  if (field == "work") return activity.work.minutes();
  if (field == "effort") return effort_text(activity.effort);
  if (field == "effort_driven") return activity.effort_driven;
  if (field == "remaining_duration")
    return activity.remaining_duration ? Json(activity.remaining_duration->minutes()) : Json();
  if (field == "percent_complete") return activity.percent_complete / 100.0;
  if (field == "constraint") return constraint_text(activity.constraint.kind);
  if (field == "constraint_date") return time_json(activity.constraint.date);
  if (field == "deadline") return time_json(activity.deadline);
  if (field == "actual_start") return time_json(activity.actual_start);
  if (field == "actual_finish") return time_json(activity.actual_finish);
  if (field == "manual_start") return time_json(activity.manual_start);
  if (field == "manual_finish") return time_json(activity.manual_finish);
  if (field == "manual") return activity.manual;
  if (field == "active") return activity.active;
  if (field == "priority") return std::int64_t{activity.priority};
  if (field == "kind") return kind_text(activity.kind);
  if (field == "crash_duration")
    return activity.crash_duration ? Json(activity.crash_duration->minutes()) : Json();
  if (const auto member = three_point_member(field))
    return activity.*member ? Json((activity.*member)->minutes()) : Json();
  if (field == "crash_cost")
    return static_cast<double>(activity.crash_cost_minor) / minor_per_major(plan);
  if (field == "crash_weight") return activity.crash_weight / 100.0;
  if (field == "levelling_delay") return activity.levelling_delay.minutes();
  if (field == "levelling_pieces") return pieces_json(activity);
  if (field == "calendar")
    return activity.calendar == plan::k_none ? Json() : Json(std::int64_t{activity.calendar});
  return nullptr;
}

Status set_cell(const Plan& plan, Activity& activity, std::string_view field, const Json& value) {
  if (field == "name") return set_text(activity.name, field, value, true);
  if (field == "code") return set_text(activity.code, field, value, false);
  if (field == "notes") return set_text(activity.notes, field, value, false);
  if (field == "duration") return set_duration(activity, value);
  if (field == "work") {
    const Result<Minutes> minutes = minutes_of(field, value);
    if (!minutes) return minutes.refusals();
    activity.work = *minutes;
    return Done{};
  }
  if (field == "levelling_delay") {
    const Result<Minutes> minutes = minutes_of(field, value);
    if (!minutes) return minutes.refusals();
    activity.levelling_delay = *minutes;
    return Done{};
  }
  if (field == "levelling_pieces") return set_pieces(activity, value);
  if (field == "percent_complete") return set_percent(activity, value);
  if (field == "constraint_date") return set_time(activity.constraint.date, field, value);
  if (field == "deadline") return set_time(activity.deadline, field, value);
  if (field == "actual_start") return set_time(activity.actual_start, field, value);
  if (field == "actual_finish") return set_time(activity.actual_finish, field, value);
  if (field == "manual_start") return set_time(activity.manual_start, field, value);
  if (field == "manual_finish") return set_time(activity.manual_finish, field, value);
  if (field == "calendar") return set_calendar(plan, activity, value);
  if (field == "kind") return set_kind(activity, value);
  if (field == "remaining_duration")
    return set_optional_minutes(activity.remaining_duration, field, value);
  if (field == "crash_duration") return set_optional_minutes(activity.crash_duration, field, value);
  if (const auto member = three_point_member(field))
    return set_optional_minutes(activity.*member, field, value);
  if (field == "crash_cost" || field == "crash_weight")
    return set_crash(plan, activity, field, value);
  if (field == "constraint") {
    const auto kind = value.is_string() ? parse_name<ConstraintKind>(k_constraints, value.string())
                                        : std::nullopt;
    if (!kind) return bad_value(field);
    activity.constraint.kind = *kind;
    return Done{};
  }
  if (field == "effort") {
    const auto kind =
        value.is_string() ? parse_name<plan::EffortKind>(k_efforts, value.string()) : std::nullopt;
    if (!kind) return bad_value(field);
    activity.effort = *kind;
    return Done{};
  }
  if (field == "manual" || field == "active" || field == "effort_driven") {
    if (!value.is_bool()) return bad_value(field);
    (field == "manual"   ? activity.manual
     : field == "active" ? activity.active
                         : activity.effort_driven) = value.boolean();
    return Done{};
  }
  if (field == "priority") {
    if (!value.is_integer() || value.integer() < 0 || value.integer() > 1000)
      return bad_value(field);
    activity.priority = static_cast<std::int32_t>(value.integer());
    return Done{};
  }
  return refuse(RefusalKind::malformed, "plan.field_unknown", "/" + std::string(field),
                {{"field", std::string(field)}});
}

Json get_setting(const plan::Project& project, std::string_view field) {
  return field == "status_date" ? time_json(project.status_date) : Json();
}

Status set_setting(plan::Project& project, std::string_view field, const Json& value) {
  if (field == "status_date") return set_time(project.status_date, field, value);
  return refuse(RefusalKind::malformed, "plan.field_unknown", "/" + std::string(field),
                {{"field", std::string(field)}});
}

Json::Object cells_of_drag(const Plan& plan, const Activity& activity, std::string_view field,
                           const Json& value) {
  Json::Object cells;
  const auto set = [&](std::string_view name, Json cell) {
    cells.push_back({std::string(name), std::move(cell)});
  };
  const bool start = field == "start";
  if (value.is_null()) {
    set("constraint", "asap");
    set("constraint_date", nullptr);
  } else if (activity.manual) {
    set(start ? "manual_start" : "manual_finish", value);
  } else if (start && activity.actual_start != k_no_time) {
    set("actual_start", value);
  } else if (!start && activity.actual_finish != k_no_time) {
    set("actual_finish", value);
  } else {
    // Both programs answer a drag with the mildest constraint that gives the date.
    static_cast<void>(plan);
    set("constraint", start ? "start_no_earlier_than" : "finish_no_earlier_than");
    set("constraint_date", value);
  }
  return cells;
}

}  // namespace tc::project
