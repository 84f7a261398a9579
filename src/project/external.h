#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "kernel/kernel.h"
#include "project/plan_book.h"

/// Links between the plans of different projects. The successor's plan holds a row that stands for
/// the other activity (`plan::Activity::external`): its dates are those the other plan had when
/// they were last taken over, its name is read from there for those who may see it.
namespace tc::project {

/// Whether a row stands for an activity of another plan that is kept here.
[[nodiscard]] inline bool stands_for_another(const plan::Activity& activity) {
  return activity.external && activity.external_project != 0;
}

/// The projects a plan has predecessors in, each once.
[[nodiscard]] std::vector<Id> predecessor_projects(const plan::Plan& plan);
/// The same as the plan record keeps it and a query finds it: " <id> <id> ".
[[nodiscard]] std::string predecessor_text(const std::vector<Id>& projects);
[[nodiscard]] std::vector<Id> parse_predecessors(std::string_view text);
/// The plan rows that have a predecessor in this project, whoever may see them.
[[nodiscard]] std::vector<kernel::Row> successors_of(kernel::Reader& reader, Id project);

/// Edits of the API with their links to other projects turned into rows that stand for the other
/// activity and links from them (`from_project` beside `from`); rows that no link needs any more
/// are removed. Refuses `plan.activity_unknown` for what the reader may not see, as for what is not
/// there.
[[nodiscard]] Result<Json> resolve_external(kernel::Reader& reader, kernel::Kernel& kernel,
                                            const LoadedPlan& loaded, const Json& edits);

/// The edits that bring the rows of other projects to the dates these have now; empty when all
/// are. Other plans that the reader may not see or that lost the activity leave their rows alone.
[[nodiscard]] Json external_updates(kernel::Reader& reader, PlanBook& book,
                                    const LoadedPlan& loaded);

/// What a reader may know of a row that stands for another activity.
struct ExternalRow {
  plan::Index row = plan::k_none;
  std::string name;  ///< "KEY · name", or "another project".
  Id project = 0;    ///< 0 where the reader may not see it.
  Id activity = 0;
};
[[nodiscard]] std::vector<ExternalRow> external_rows(kernel::Reader& reader, PlanBook& book,
                                                     const LoadedPlan& loaded);
/// The plan with those names; itself where it has no such rows.
[[nodiscard]] std::shared_ptr<const LoadedPlan> with_names(
    kernel::Reader& reader, PlanBook& book, std::shared_ptr<const LoadedPlan> loaded);

}  // namespace tc::project
