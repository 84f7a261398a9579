#pragma once

#include <utility>
#include <vector>

#include "kernel/kernel.h"
#include "project/plan_book.h"

/// Activities that begin: what may stop one is asked of the rules on `start` of the plan, which any
/// function declares.
namespace tc::project {

/// Those that begin, or begin on another day, by what rows of a plan become. On the day of their
/// actual start; where none is given, on the planned one.
[[nodiscard]] std::vector<kernel::Occasion> starts_of(
    const LoadedPlan& before, const std::vector<std::pair<plan::Index, plan::Activity>>& become);
/// The same by what the whole plan becomes.
[[nodiscard]] std::vector<kernel::Occasion> starts_between(const LoadedPlan& before,
                                                           const plan::Plan& after);

/// Refuses what the rules refuse, each beside the edit that starts the activity.
[[nodiscard]] Status check_starts(kernel::Reader& reader, const LoadedPlan& before,
                                  std::vector<kernel::Occasion> starts,
                                  const Json& edits = Json::array());

}  // namespace tc::project
