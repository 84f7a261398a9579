#pragma once

#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "interchange/common/outcome.h"
#include "project/plan_book.h"

/// What a plan from a file keeps of what is here already: the ids of its activities, and what its
/// external tasks stand for.
namespace tc::functions::time {

struct Matched {
  std::size_t kept = 0;
  std::size_t added = 0;
  std::size_t removed = 0;
};

/// Gives activities of a file the ids of those they are in the present plan, so that the links,
/// comments and baselines of others find them again: by GUID, else by the file's own number (of the
/// same format), else by code, else by the names of the activity and the summaries above it; each
/// only where it names one activity on either side. The others get new ids. A row that stands for
/// an activity of another project goes on doing so. The current baseline stays current where the
/// file has it. O(n log n).
[[nodiscard]] Matched keep_ids(const plan::Plan& present, plan::Plan& incoming,
                               const std::function<Id()>& new_id);

/// The plan that came from a file of this name (without folder and ending, lower case); null where
/// there is none or more than one.
using PlanOfFile =
    std::function<std::shared_ptr<const project::LoadedPlan>(const std::string& file)>;

/// The name of a file as PlanOfFile takes it.
[[nodiscard]] std::string stem_of(std::string_view file);

/// Lets external tasks stand for the activities of the plans that are here: by row and name, else
/// by a name that only one has. Answers how many were found.
[[nodiscard]] std::size_t bind_external_tasks(plan::Plan& plan,
                                              std::span<const interchange::ExternalTask> externals,
                                              const PlanOfFile& plan_of_file);

}  // namespace tc::functions::time
