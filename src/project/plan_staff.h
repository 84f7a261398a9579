#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "base/id.h"
#include "base/json.h"
#include "base/result.h"
#include "plan/plan.h"

/// Who works on an activity: what assigning, changing and removing people makes of its work, its
/// units and its duration, by the activity's type as MS Project has it (engine/schedule/effort.h).
/// Of what has begun, only the part that is left is moved around.
namespace tc::project {

/// Work = duration × units holds on after an edit of the cell `field` ("duration" or "work"): what
/// it leaves open follows. `before` is the activity before the edit.
void balance_work(plan::Plan& plan, plan::Index activity, const plan::Activity& before,
                  std::string_view field);

/// Edit `assign`: `{resource, units, work, uid, new_resource}` of an activity; an assignment that
/// is there is changed. `initial`: it belongs to the first that the activity gets, which share no
/// work. Refuses, all at once, `plan.summary_not_staffed`, `plan.work_done`,
/// `plan.resource_unknown`, `plan.units_above_zero`, `plan.units_too_many`, `plan.bad_value`,
/// `plan.work_below_actual`.
[[nodiscard]] Refusals assign(plan::Plan& plan, plan::Index activity, const Json& body,
                              bool initial, const std::function<Id()>& new_id);
/// Edit `unassign`: `{resource}`. Refuses `plan.assignment_unknown`, `plan.work_done`,
/// `plan.assignment_has_actuals`.
[[nodiscard]] Refusals unassign(plan::Plan& plan, plan::Index activity, const Json& body);

/// Nobody is assigned who works on it by the hour.
[[nodiscard]] bool is_unstaffed(const plan::Plan& plan, plan::Index activity);

/// Who works on an activity as the API tells it: `{activity, resources, duration, work, people}`.
[[nodiscard]] Json people_json(const plan::Plan& plan, plan::Index activity);
/// "Name[50%]", as MS Project writes it; whole units are left out.
[[nodiscard]] std::string resource_text(const plan::Plan& plan, const plan::Assignment& one);

/// Everything of an activity that these edits may change, and putting it back (edit `restaff`).
[[nodiscard]] Json staff_json(const plan::Plan& plan, plan::Index activity);
[[nodiscard]] Status restaff(plan::Plan& plan, plan::Index activity, const Json& body);

/// Edit `replace`: `{resource, with}` of an activity: another resource of the plan does what this
/// one does, with the same units and work, at its own rate. Refuses what assign and unassign refuse
/// of work that is done and of unknown resources, and `plan.assignment_exists` where the other
/// works on the activity already.
[[nodiscard]] Refusals replace_resource(plan::Plan& plan, plan::Index activity, const Json& body);
/// Edit `crew`: `{duration, units_factor}` of an activity that has not started: minutes, and
/// percent of the present units of everybody. Work follows. Refuses `plan.work_done`,
/// `plan.bad_value`.
[[nodiscard]] Refusals change_crew(plan::Plan& plan, plan::Index activity, const Json& body);

/// Edit `resource`: `{uid, max_units, rate}` of a resource of the plan, which costs what it does by
/// the new rate from then on. Gives what it was before. Refuses `plan.resource_unknown`,
/// `plan.bad_value`.
[[nodiscard]] Result<Json> change_resource(plan::Plan& plan, const Json& body);

/// The resource with this uid; k_none where there is none.
[[nodiscard]] plan::Index resource_named(const plan::Plan& plan, std::string_view uid);

}  // namespace tc::project
