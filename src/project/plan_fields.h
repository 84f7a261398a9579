#pragma once

#include <string>
#include <string_view>

#include "base/json.h"
#include "base/result.h"
#include "plan/plan.h"

/// The cells of an activity by name: one place that reads and writes them.
namespace tc::project {

[[nodiscard]] std::string_view kind_text(plan::ActivityKind kind);
[[nodiscard]] std::string_view constraint_text(plan::ConstraintKind kind);
[[nodiscard]] std::string_view effort_text(plan::EffortKind kind);
[[nodiscard]] std::string_view link_text(plan::LinkKind kind);
[[nodiscard]] std::optional<plan::LinkKind> parse_link(std::string_view text);

/// Of the plan's currency.
[[nodiscard]] double minor_per_major(const plan::Plan& plan);
/// Null where there is no moment.
[[nodiscard]] Json time_json(PlanTime time);
/// The cell as JSON; null for an unknown name.
[[nodiscard]] Json get_cell(const plan::Plan& plan, const plan::Activity& activity,
                            std::string_view field);
/// Sets it. Refuses `plan.field_unknown`, `plan.bad_value`, `plan.date_out_of_range`.
[[nodiscard]] Status set_cell(const plan::Plan& plan, plan::Activity& activity,
                              std::string_view field, const Json& value);
/// What is set of the whole plan: `status_date`. As above.
[[nodiscard]] Json get_setting(const plan::Project& project, std::string_view field);
[[nodiscard]] Status set_setting(plan::Project& project, std::string_view field, const Json& value);
/// The cells that `start` or `finish` of a drag stand for in this plan's profile.
[[nodiscard]] Json::Object cells_of_drag(const plan::Plan& plan, const plan::Activity& activity,
                                         std::string_view field, const Json& value);

}  // namespace tc::project
