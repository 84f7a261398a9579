#include "project/plan_staff.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <string>

#include "base/row.h"
#include "engine/schedule/effort.h"
#include "project/plan_fields.h"

namespace tc::project {
namespace {

using engine::schedule::balance_effort;
using engine::schedule::EffortEdit;
using plan::Activity;
using plan::Assignment;
using plan::EffortKind;
using plan::Index;
using plan::k_none;
using plan::Plan;

constexpr std::int32_t k_whole_units = 10'000;
constexpr std::int32_t k_units_times_max = 100;  ///< Of what a resource has: beyond is a slip.
constexpr double k_work_minutes_max = 20'000'000;
constexpr double k_rate_max = 1e7;
constexpr std::size_t k_no_row = SIZE_MAX;

bool works(const Plan& plan, const Assignment& one) {
  return one.resource != k_none &&
         plan.resources[row_of(one.resource)].kind == plan::ResourceKind::work;
}

std::vector<std::size_t> working_rows(const Plan& plan, Index activity) {
  std::vector<std::size_t> rows;
  for (std::size_t row = 0; row < plan.assignments.size(); ++row) {
    const Assignment& one = plan.assignments[row];
    if (one.activity == activity && works(plan, one)) rows.push_back(row);
  }
  return rows;
}

std::int32_t work_of(std::span<const Assignment> all) {
  std::int64_t sum = 0;
  for (const Assignment& one : all) sum += one.work.tenths();
  return static_cast<std::int32_t>(std::min<std::int64_t>(sum, INT32_MAX));
}

// --- Cost ---------------------------------------------------------------------------------------

std::int64_t price(const Plan& plan, const plan::Resource& resource, std::int64_t tenths) {
  const double hours = static_cast<double>(tenths) / k_tenths_per_hour;
  return std::llround(hours * static_cast<double>(resource.rate_millionths) / 1e6 *
                      minor_per_major(plan));
}

/// What other work costs, by the rate of who does it; what a file says beyond its rates stays.
void charge(Plan& plan, Assignment& one, std::int32_t work_before) {
  if (one.resource == k_none) return;
  const plan::Resource& resource = plan.resources[row_of(one.resource)];
  const std::int64_t more = price(plan, resource, one.work.tenths() - std::int64_t{work_before});
  one.cost_minor += more;
  plan.activities[row_of(one.activity)].cost_minor += more;
}

// --- What is left -------------------------------------------------------------------------------

/// The part of an activity that is still to do, with those who are not through with theirs.
struct Left {
  Activity before;
  Activity activity;
  std::vector<std::size_t> rows;  ///< Of `own`, in Plan::assignments.
  std::vector<Assignment> own;
  std::int32_t done = 0;  ///< Of the duration.
};

std::int32_t remaining_of(const Activity& activity) {
  if (activity.remaining_duration) return activity.remaining_duration->tenths();
  const double open = 1 - activity.percent_complete / double{k_whole_units};
  return static_cast<std::int32_t>(std::lround(activity.duration.tenths() * open));
}

/// Whoever is through is left out, but for the row that is about to get more (`keep`).
Left left_of(const Plan& plan, Index activity, std::size_t keep = k_no_row) {
  Left left;
  left.activity = plan.activities[row_of(activity)];
  left.done = left.activity.duration.tenths() - remaining_of(left.activity);
  for (const std::size_t row : working_rows(plan, activity)) {
    Assignment one = plan.assignments[row];
    const std::int32_t open = one.work.tenths() - one.actual_work.tenths();
    if (open <= 0 && one.actual_work.tenths() > 0 && row != keep) continue;
    one.work = one.remaining_work = Minutes::from_tenths(std::max(open, 0));
    one.actual_work = Minutes();
    left.rows.push_back(row);
    left.own.push_back(std::move(one));
  }
  if (!left.own.empty()) left.activity.work = Minutes::from_tenths(work_of(left.own));
  left.activity.duration = Minutes::from_tenths(remaining_of(left.activity));
  left.before = left.activity;
  return left;
}

void set_left(Plan& plan, Index index, const Left& left) {
  Activity& activity = plan.activities[row_of(index)];
  for (std::size_t i = 0; i < left.rows.size(); ++i) {
    Assignment& one = plan.assignments[left.rows[i]];
    const std::int32_t before = one.work.tenths();
    one.units = left.own[i].units;
    one.remaining_work = left.own[i].work;
    one.work = one.actual_work + one.remaining_work;
    charge(plan, one, before);
  }
  activity.duration = left.activity.duration + Minutes::from_tenths(left.done);
  if (activity.remaining_duration) activity.remaining_duration = left.activity.duration;
  std::int64_t work = 0;
  for (const std::size_t row : working_rows(plan, index))
    work += plan.assignments[row].work.tenths();
  activity.work = Minutes::from_tenths(std::min<std::int64_t>(work, INT32_MAX));
}

/// An edit of one assignment: where the duration is fixed, the others have nothing to do with it.
std::span<Assignment> concerned(Left& left, std::size_t at) {
  if (left.activity.effort == EffortKind::fixed_duration) return {&left.own[at], 1};
  return left.own;
}

void change_units(Left& left, std::size_t at, std::int32_t units) {
  left.own[at].units = units;
  balance_effort(left.before, EffortEdit::units, left.activity, concerned(left, at));
}

void change_work(Left& left, std::size_t at, std::int32_t open) {
  left.own[at].work = Minutes::from_tenths(open);
  const std::span<Assignment> all = concerned(left, at);
  const bool fixed = left.activity.effort == EffortKind::fixed_duration;
  // Nothing is scaled: only what the type leaves open follows.
  left.activity.work = Minutes::from_tenths(work_of(all));
  balance_effort(left.activity, fixed ? EffortEdit::work : EffortEdit::units, left.activity, all);
}

// --- Edits ---------------------------------------------------------------------------------------

Refusal rule(const char* code, const char* field, std::vector<Argument> arguments = {}) {
  return refuse(RefusalKind::rule, code, std::string("/") + field, std::move(arguments));
}

std::string percent_text(std::int64_t hundredths) {
  const std::string whole = std::to_string(hundredths / 100);
  if (hundredths % 100 == 0) return whole;
  const std::string part = std::to_string(100 + hundredths % 100).substr(1);
  return whole + "." + (part.back() == '0' ? part.substr(0, 1) : part);
}

bool is_done(const Activity& activity) {
  return activity.actual_finish != k_no_time || activity.percent_complete >= k_whole_units;
}

/// An `assign` as it is meant.
struct Ask {
  Index resource = k_none;
  std::optional<std::int32_t> units;
  std::optional<std::int32_t> work_tenths;
  plan::Resource made;  ///< Where `resource` is not in the plan yet.
};

void read_units(const Json& body, const plan::Resource& resource, Ask& ask, Refusals& refusals) {
  const Json* units = body.find("units");
  if (units == nullptr || units->is_null()) return;
  if (!units->is_number())
    return refusals.push_back(rule("plan.bad_value", "units", {{"field", "units"}}));
  const bool counted =
      resource.kind == plan::ResourceKind::work || resource.kind == plan::ResourceKind::equipment;
  const std::int64_t own = resource.max_units > 0 && counted ? resource.max_units : k_whole_units;
  const std::int64_t most = std::min<std::int64_t>(own * k_units_times_max, INT32_MAX);
  const double wanted = units->number() * 100;
  if (wanted < 0.5) return refusals.push_back(rule("plan.units_above_zero", "units"));
  if (wanted > static_cast<double>(most))
    return refusals.push_back(rule("plan.units_too_many", "units",
                                   {{"resource", resource.name}, {"most", percent_text(most)}}));
  ask.units = static_cast<std::int32_t>(std::llround(wanted));
}

void read_work(const Json& body, const Assignment* present, Ask& ask, Refusals& refusals) {
  const Json* work = body.find("work");
  if (work == nullptr || work->is_null()) return;
  if (!work->is_number() || work->number() < 0 || work->number() > k_work_minutes_max)
    return refusals.push_back(rule("plan.bad_value", "work", {{"field", "work"}}));
  const auto tenths = static_cast<std::int32_t>(std::llround(work->number() * 10));
  if (present != nullptr && tenths < present->actual_work.tenths())
    return refusals.push_back(rule("plan.work_below_actual", "work"));
  ask.work_tenths = tenths;
}

plan::Resource resource_of(const Json& body, std::string_view uid) {
  plan::Resource made;
  made.uid = uid;
  made.id = parse_id(body.text("person")).value_or(0);
  made.name = body.text("name");
  made.email = body.text("email");
  const Json* rate = body.find("rate");
  if (rate != nullptr && rate->is_number())
    made.rate_millionths = std::llround(std::clamp(rate->number(), 0.0, k_rate_max) * 1e6);
  return made;
}

std::size_t row_with(const Plan& plan, Index activity, Index resource) {
  for (std::size_t row = 0; row < plan.assignments.size(); ++row) {
    const Assignment& one = plan.assignments[row];
    if (one.activity == activity && one.resource == resource) return row;
  }
  return k_no_row;
}

Refusals read_assign(const Plan& plan, Index index, const Json& body, Ask& ask) {
  Refusals refusals;
  const Activity& activity = plan.activities[row_of(index)];
  if (activity.kind == plan::ActivityKind::summary)
    refusals.push_back(rule("plan.summary_not_staffed", "activity"));
  if (is_done(activity)) refusals.push_back(rule("plan.work_done", "activity"));
  const std::string_view uid = body.text("resource");
  ask.resource = resource_named(plan, uid);
  const Json* made = body.find("new_resource");
  if (ask.resource == k_none && made != nullptr && made->is_object() && !uid.empty())
    ask.made = resource_of(*made, uid);
  if (ask.resource == k_none && ask.made.name.empty())
    refusals.push_back(rule("plan.resource_unknown", "resource", {{"resource", std::string(uid)}}));
  const plan::Resource& resource =
      ask.resource == k_none ? ask.made : plan.resources[row_of(ask.resource)];
  const std::size_t present =
      ask.resource == k_none ? k_no_row : row_with(plan, index, ask.resource);
  read_units(body, resource, ask, refusals);
  read_work(body, present == k_no_row ? nullptr : &plan.assignments[present], ask, refusals);
  return refusals;
}

void change_row(Plan& plan, Index activity, std::size_t row, const Ask& ask) {
  Assignment& one = plan.assignments[row];
  if (!works(plan, one)) {
    const std::int32_t before = one.work.tenths();
    one.units = ask.units.value_or(one.units);
    if (ask.work_tenths) one.work = Minutes::from_tenths(*ask.work_tenths);
    one.remaining_work = one.work - one.actual_work;
    return charge(plan, one, before);
  }
  Left left = left_of(plan, activity, row);
  const auto at = static_cast<std::size_t>(std::ranges::find(left.rows, row) - left.rows.begin());
  if (ask.units) change_units(left, at, *ask.units);
  if (ask.work_tenths)
    change_work(left, at, *ask.work_tenths - plan.assignments[row].actual_work.tenths());
  set_left(plan, activity, left);
}

/// Others share the work with who comes, where the type says that the work stays.
void share(Plan& plan, Index activity, bool initial) {
  Left left = left_of(plan, activity);
  Activity& now = left.activity;
  const bool first = left.own.size() == 1;
  if (first) left.before.work = plan.activities[row_of(activity)].work;
  const EffortKind kind = now.effort;
  if (first && left.before.work.tenths() > 0) now.effort_driven = true;
  if (initial) {
    now.effort_driven = false;
    if (kind == EffortKind::fixed_work) now.effort = EffortKind::fixed_units;
  }
  balance_effort(left.before, EffortEdit::resources, now, left.own);
  set_left(plan, activity, left);
}

void add_row(Plan& plan, Index activity, const Ask& ask, bool initial, std::string uid) {
  const plan::Resource& resource = plan.resources[row_of(ask.resource)];
  Assignment made;
  made.uid = std::move(uid);
  made.activity = activity;
  made.resource = ask.resource;
  const std::int32_t own = resource.max_units > 0 ? resource.max_units : k_whole_units;
  made.units = ask.units.value_or(std::min(own, k_whole_units));
  made.cost_minor = resource.cost_per_use_minor;
  plan.activities[row_of(activity)].cost_minor += made.cost_minor;
  plan.assignments.push_back(std::move(made));
  const std::size_t row = plan.assignments.size() - 1;
  if (works(plan, plan.assignments[row])) share(plan, activity, initial);
  Ask work;
  work.work_tenths = ask.work_tenths;
  if (resource.kind == plan::ResourceKind::equipment && !ask.work_tenths) {
    const std::int64_t tenths = plan.activities[row_of(activity)].duration.tenths();
    work.work_tenths =
        static_cast<std::int32_t>(tenths * plan.assignments[row].units / k_whole_units);
  }
  if (work.work_tenths) change_row(plan, activity, row, work);
}

}  // namespace

Index resource_named(const Plan& plan, std::string_view uid) {
  const auto found = std::ranges::find(plan.resources, uid, &plan::Resource::uid);
  if (uid.empty() || found == plan.resources.end()) return k_none;
  return static_cast<Index>(found - plan.resources.begin());
}

bool is_unstaffed(const Plan& plan, Index activity) { return working_rows(plan, activity).empty(); }

void balance_work(Plan& plan, Index index, const Activity& before, std::string_view field) {
  const std::vector<std::size_t> rows = working_rows(plan, index);
  std::vector<Assignment> own;
  for (const std::size_t row : rows) own.push_back(plan.assignments[row]);
  Activity& activity = plan.activities[row_of(index)];
  const auto edit = field == "work" ? EffortEdit::work : EffortEdit::duration;
  balance_effort(before, edit, activity, own);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const std::int32_t worked = plan.assignments[rows[i]].work.tenths();
    plan.assignments[rows[i]] = std::move(own[i]);
    charge(plan, plan.assignments[rows[i]], worked);
  }
  const std::int32_t longer = activity.duration.tenths() - before.duration.tenths();
  if (field != "work" || !activity.remaining_duration || longer == 0) return;
  const std::int32_t left = activity.remaining_duration->tenths() + longer;
  activity.remaining_duration = Minutes::from_tenths(std::max(left, 0));
}

Refusals assign(Plan& plan, Index activity, const Json& body, bool initial,
                const std::function<Id()>& new_id) {
  Ask ask;
  Refusals refusals = read_assign(plan, activity, body, ask);
  if (!refusals.empty()) return refusals;
  if (ask.resource == k_none) {
    ask.resource = static_cast<Index>(plan.resources.size());
    plan.resources.push_back(std::move(ask.made));
  }
  if (const std::size_t row = row_with(plan, activity, ask.resource); row != k_no_row) {
    change_row(plan, activity, row, ask);
  } else {
    std::string uid(body.text("uid"));
    if (uid.empty()) uid = id_text(new_id());
    add_row(plan, activity, ask, initial, std::move(uid));
  }
  return refusals;
}

Refusals unassign(Plan& plan, Index index, const Json& body) {
  Refusals refusals;
  Activity& activity = plan.activities[row_of(index)];
  const Index resource = resource_named(plan, body.text("resource"));
  const std::size_t row = resource == k_none ? k_no_row : row_with(plan, index, resource);
  if (is_done(activity)) refusals.push_back(rule("plan.work_done", "activity"));
  if (row == k_no_row) refusals.push_back(rule("plan.assignment_unknown", "resource"));
  if (row != k_no_row && plan.assignments[row].actual_work.tenths() > 0)
    refusals.push_back(rule("plan.assignment_has_actuals", "resource"));
  if (!refusals.empty()) return refusals;
  const Assignment gone = plan.assignments[row];
  const bool counts = works(plan, gone);
  const std::int32_t before = counts ? left_of(plan, index).activity.work.tenths() : 0;
  plan.assignments.erase(plan.assignments.begin() + static_cast<std::ptrdiff_t>(row));
  activity.cost_minor -= gone.cost_minor;
  if (!counts) return refusals;
  const bool shared = activity.effort_driven || activity.effort == EffortKind::fixed_work;
  Left left = left_of(plan, index);
  if (working_rows(plan, index).empty()) {
    // Work that stays waits for whoever comes; else it goes with who leaves.
    if (!shared) activity.work = Minutes();
    return refusals;
  }
  left.before.work = Minutes::from_tenths(before);
  if (shared)
    balance_effort(left.before, EffortEdit::resources, left.activity, left.own);
  else if (activity.effort != EffortKind::fixed_duration)
    balance_effort(left.before, EffortEdit::units, left.activity, left.own);
  set_left(plan, index, left);
  return refusals;
}

Refusals replace_resource(Plan& plan, Index index, const Json& body) {
  Refusals refusals;
  const Index resource = resource_named(plan, body.text("resource"));
  const Index with = resource_named(plan, body.text("with"));
  const std::size_t row = resource == k_none ? k_no_row : row_with(plan, index, resource);
  if (is_done(plan.activities[row_of(index)]))
    refusals.push_back(rule("plan.work_done", "activity"));
  if (row == k_no_row) refusals.push_back(rule("plan.assignment_unknown", "resource"));
  if (with == k_none)
    refusals.push_back(
        rule("plan.resource_unknown", "with", {{"resource", std::string(body.text("with"))}}));
  else if (row_with(plan, index, with) != k_no_row)
    refusals.push_back(
        rule("plan.assignment_exists", "with", {{"resource", plan.resources[row_of(with)].name}}));
  if (row != k_no_row && plan.assignments[row].actual_work.tenths() > 0)
    refusals.push_back(rule("plan.assignment_has_actuals", "resource"));
  if (!refusals.empty()) return refusals;
  Assignment& one = plan.assignments[row];
  const std::int64_t more = price(plan, plan.resources[row_of(with)], one.work.tenths()) -
                            price(plan, plan.resources[row_of(resource)], one.work.tenths());
  one.resource = with;
  one.cost_minor += more;
  plan.activities[row_of(index)].cost_minor += more;
  return refusals;
}

Refusals change_crew(Plan& plan, Index index, const Json& body) {
  constexpr double k_factor_max = 10'000;
  Refusals refusals;
  Activity& activity = plan.activities[row_of(index)];
  const Json* duration = body.find("duration");
  const Json* factor = body.find("units_factor");
  const bool sound = duration != nullptr && duration->is_number() && duration->number() > 0 &&
                     duration->number() <= k_work_minutes_max;
  if (!sound) refusals.push_back(rule("plan.bad_value", "duration", {{"field", "duration"}}));
  const bool fits = factor == nullptr || (factor->is_number() && factor->number() > 0 &&
                                          factor->number() <= k_factor_max);
  if (!fits)
    refusals.push_back(rule("plan.bad_value", "units_factor", {{"field", "units_factor"}}));
  if (is_done(activity) || activity.actual_start != k_no_time)
    refusals.push_back(rule("plan.work_done", "activity"));
  if (!refusals.empty()) return refusals;
  engine::schedule::Pace pace;
  pace.duration_before_tenths = activity.duration.tenths();
  pace.duration_after_tenths = static_cast<std::int32_t>(std::lround(duration->number() * 10));
  if (factor != nullptr)
    pace.units_factor = static_cast<std::int32_t>(std::lround(factor->number() * 100));
  engine::schedule::set_pace(pace, activity);
  for (Assignment& one : plan.assignments) {
    if (one.activity != index || !engine::schedule::is_crew(plan, one)) continue;
    const std::int32_t worked = one.work.tenths();
    engine::schedule::set_pace(pace, one);
    charge(plan, one, worked);
  }
  return refusals;
}

std::string resource_text(const Plan& plan, const Assignment& one) {
  const plan::Resource& resource = plan.resources[row_of(one.resource)];
  if (one.units == k_whole_units) return resource.name;
  return resource.name + "[" + percent_text(one.units) + "%]";
}

Json people_json(const Plan& plan, Index index) {
  const Activity& activity = plan.activities[row_of(index)];
  Json json = Json::object(), people = Json::array();
  std::string text;
  for (const Assignment& one : plan.assignments) {
    if (one.activity != index || one.resource == k_none) continue;
    const plan::Resource& resource = plan.resources[row_of(one.resource)];
    text += (text.empty() ? "" : "; ") + resource_text(plan, one);
    Json row = Json::object();
    row.append("resource", resource.uid);
    row.append("name", resource.name);
    row.append("person", resource.id == 0 ? Json() : Json(id_text(resource.id)));
    row.append("max_units", resource.max_units / 100.0);
    row.append("units", one.units / 100.0);
    row.append("work", one.work.minutes());
    row.append("actual_work", one.actual_work.minutes());
    people.push(std::move(row));
  }
  json.append("activity", id_text(activity.id));
  json.append("resources", std::move(text));
  json.append("duration", activity.duration.minutes());
  json.append("work", activity.work.minutes());
  json.append("people", std::move(people));
  return json;
}

Json staff_json(const Plan& plan, Index index) {
  const Activity& activity = plan.activities[row_of(index)];
  Json json = Json::object(), all = Json::array();
  json.append("activity", id_text(activity.id));
  json.append("duration", std::int64_t{activity.duration.tenths()});
  json.append("remaining", activity.remaining_duration
                               ? Json(std::int64_t{activity.remaining_duration->tenths()})
                               : Json());
  json.append("work", std::int64_t{activity.work.tenths()});
  json.append("cost", activity.cost_minor);
  for (const Assignment& one : plan.assignments) {
    if (one.activity != index) continue;
    Json row = Json::object();
    row.append("uid", one.uid);
    row.append("resource", std::int64_t{one.resource});
    row.append("units", std::int64_t{one.units});
    row.append("work", std::int64_t{one.work.tenths()});
    row.append("actual", std::int64_t{one.actual_work.tenths()});
    row.append("remaining", std::int64_t{one.remaining_work.tenths()});
    row.append("delay", std::int64_t{one.delay.tenths()});
    row.append("contour", std::int64_t{one.contour});
    row.append("start", std::int64_t{one.start});
    row.append("finish", std::int64_t{one.finish});
    row.append("cost", one.cost_minor);
    row.append("extra", one.extra);
    all.push(std::move(row));
  }
  json.append("assignments", std::move(all));
  return json;
}

Status restaff(Plan& plan, Index index, const Json& body) {
  const auto number = [](const Json& from, std::string_view name) {
    const Json* value = from.find(name);
    return value != nullptr && value->is_integer() ? value->integer() : 0;
  };
  const auto minutes = [&](const Json& from, std::string_view name) {
    return Minutes::from_tenths(number(from, name));
  };
  const Json* all = body.find("assignments");
  if (all == nullptr || !all->is_array())
    return refuse(RefusalKind::malformed, "plan.edit_unknown");
  Activity& activity = plan.activities[row_of(index)];
  activity.duration = minutes(body, "duration");
  activity.remaining_duration.reset();
  if (const Json* left = body.find("remaining"); left != nullptr && left->is_integer())
    activity.remaining_duration = minutes(body, "remaining");
  activity.work = minutes(body, "work");
  activity.cost_minor = number(body, "cost");
  std::erase_if(plan.assignments, [&](const Assignment& one) { return one.activity == index; });
  for (const Json& row : all->items()) {
    Assignment one;
    one.uid = row.text("uid");
    one.activity = index;
    one.resource = static_cast<Index>(number(row, "resource"));
    if (one.resource >= static_cast<Index>(plan.resources.size()) || one.resource < k_none)
      return refuse(RefusalKind::malformed, "plan.edit_unknown");
    one.units = static_cast<std::int32_t>(number(row, "units"));
    one.work = minutes(row, "work");
    one.actual_work = minutes(row, "actual");
    one.remaining_work = minutes(row, "remaining");
    one.delay = minutes(row, "delay");
    one.contour = static_cast<std::int32_t>(number(row, "contour"));
    one.start = static_cast<PlanTime>(number(row, "start"));
    one.finish = static_cast<PlanTime>(number(row, "finish"));
    one.cost_minor = number(row, "cost");
    one.extra = row.text("extra");
    plan.assignments.push_back(std::move(one));
  }
  return Done{};
}

Result<Json> change_resource(Plan& plan, const Json& body) {
  const Index index = resource_named(plan, body.text("uid"));
  if (index == k_none)
    return rule("plan.resource_unknown", "uid", {{"resource", std::string(body.text("uid"))}});
  plan::Resource& resource = plan.resources[row_of(index)];
  Json before = Json::object();
  before.append("uid", body.text("uid"));
  if (const Json* units = body.find("max_units"); units != nullptr) {
    if (!units->is_number() || units->number() < 0 || units->number() > 1e6)
      return rule("plan.bad_value", "max_units", {{"field", "max_units"}});
    before.append("max_units", resource.max_units / 100.0);
    resource.max_units = static_cast<std::int32_t>(std::lround(units->number() * 100));
  }
  if (const Json* rate = body.find("rate"); rate != nullptr) {
    if (!rate->is_number() || rate->number() < 0 || rate->number() > k_rate_max)
      return rule("plan.bad_value", "rate", {{"field", "rate"}});
    before.append("rate", static_cast<double>(resource.rate_millionths) / 1e6);
    const plan::Resource old = resource;
    resource.rate_millionths = std::llround(rate->number() * 1e6);
    for (Assignment& one : plan.assignments) {
      if (one.resource != index || one.activity == k_none) continue;
      const std::int64_t more =
          price(plan, resource, one.work.tenths()) - price(plan, old, one.work.tenths());
      one.cost_minor += more;
      plan.activities[row_of(one.activity)].cost_minor += more;
    }
  }
  return before;
}

}  // namespace tc::project
