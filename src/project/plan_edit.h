#pragma once

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "base/json.h"
#include "base/result.h"
#include "engine/schedule/shown.h"
#include "plan/plan.h"
#include "project/plan_book.h"

/// Edits of a plan as the API carries them (docs/reference/api-shapes.md): set, add, remove, move,
/// link, unlink, assign, unassign, replace, crew, resource (project/plan_staff.h), settings; and,
/// from the program alone, external (project/external.h) and restaff.
namespace tc::project {

/// What a batch of edits is, ready to be stored: edits with all ids given, what undoes them, and
/// the cells they touch ("<activity>/<field>").
struct PlanChange {
  Json edits = Json::array();
  Json inverse = Json::array();  ///< Empty when a structural edit can only be undone as a whole.
  std::vector<std::string> touched;
  Json added = Json::object();   ///< Key of the request → id.
  Json staffed = Json::array();  ///< Who works on what these edits changed the work of.
  [[nodiscard]] Json to_json() const;
};

/// Applies edits to a plan, in order, all refusals collected (pointers /edits/<i>/…):
/// `plan.activity_unknown`, `plan.field_unknown`, `plan.bad_value`, `plan.date_out_of_range`,
/// `plan.summary_not_editable`, `plan.link_to_itself`, `plan.link_exists`, `plan.link_unknown`,
/// `plan.parent_below_itself`, `plan.external_not_editable`, and what plan_staff.h refuses.
/// `new_id` gives ids to what is added.
[[nodiscard]] Result<PlanChange> apply_edits(plan::Plan& plan, const Json& edits,
                                             const std::function<Id()>& new_id);

/// Whether the cells that a `set` names may change what work its activity holds.
[[nodiscard]] bool changes_work(const Json& cells);

/// The plan as it would be with these edits, computed anew: what scenarios and change requests look
/// at. Keeps the version of `base`. Refuses as apply_edits and the engine do.
[[nodiscard]] Result<std::shared_ptr<LoadedPlan>> with_edits(const LoadedPlan& base,
                                                             const Json& edits,
                                                             const std::function<Id()>& new_id);

/// Applies a stored change (its `edits`) again. Refusals mean that the change log is damaged.
[[nodiscard]] Status apply_change(plan::Plan& plan, const Json& change);

/// The difference of two computations as the API tells it; `moved` lists at most 2,000 activities.
[[nodiscard]] Json difference(const LoadedPlan& before, const LoadedPlan& after);
/// The same from what a change makes different, where rows kept their places: `edited` are those
/// that are another activity now.
[[nodiscard]] Json difference(const LoadedPlan& before, const engine::schedule::ShownChange& change,
                              const std::vector<std::pair<plan::Index, plan::Activity>>& edited);

}  // namespace tc::project
