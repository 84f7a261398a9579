#pragma once

#include <string_view>
#include <vector>

#include "project/external.h"

namespace tc::functions::time {

/// One link from another project's activity into a plan.
struct ExternalLink {
  plan::Index link = plan::k_none;
  plan::Index from = plan::k_none;  ///< The row that stands for the other activity.
  plan::Index to = plan::k_none;
  PlanTime allowed = k_no_time;  ///< The earliest that the link allows; of the start or the finish.
  PlanTime planned = k_no_time;  ///< What the plan has instead.
  Minutes short_by;  ///< Working time that `planned` lies too early; 0 where the link is kept.
};

/// The links of a plan from other projects with what they ask for. A successor that is finished
/// breaks none. Lags in the successor's calendar.
[[nodiscard]] std::vector<ExternalLink> external_links(const project::LoadedPlan& loaded);

/// The plan as Primavera P6 keeps it alone: without the rows of other projects, and what they ask
/// of starts as external early start dates. What they ask of finishes has no place there.
[[nodiscard]] plan::Plan with_external_dates(const project::LoadedPlan& loaded);

}  // namespace tc::functions::time
