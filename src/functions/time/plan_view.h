#pragma once

#include <string>
#include <utility>

#include "kernel/kernel.h"
#include "project/plan_book.h"

namespace tc::functions::time {

/// Earliest start and latest finish of all; k_no_time where nothing has dates.
[[nodiscard]] std::pair<PlanTime, PlanTime> span_of(const project::LoadedPlan& loaded);

/// Who looks at a plan: in which language, and what they may do and see.
struct PlanReader {
  bool zh = false;
  bool can_edit = false;
  bool rates = false;  ///< What people cost.
};

/// The plan as arrays (docs/reference/api-shapes.md, "Plan").
[[nodiscard]] std::string columnar_text(const project::LoadedPlan& loaded,
                                        const kernel::Registry& registry, const PlanReader& view);

/// `{version, number, start, finish}`: the dates of one baseline by the rows of the plan, null
/// where it has none.
[[nodiscard]] std::string baseline_text(const project::LoadedPlan& loaded, std::int32_t number);

}  // namespace tc::functions::time
