#pragma once

#include "kernel/kernel.h"
#include "project/plan_book.h"

/// People of the organisation as resources of a plan.
namespace tc::project {

/// Edits of the API with the people that `assign` names (`person` instead of `resource`) turned
/// into resources of the plan: the one that stands for the person, by id, e-mail or name, else a
/// new one. Gives new assignments their uid. Refuses `plan.resource_unknown` for whom the reader
/// may not see, and rates from who may not see them.
[[nodiscard]] Result<Json> resolve_people(kernel::Reader& reader, kernel::Kernel& kernel,
                                          const LoadedPlan& loaded, const Json& edits);

/// Resolved edits without what people cost, as a scenario keeps them for everybody to read, and
/// with it again. Refuses `scenario.rates_are_of_the_plan` where they set a rate.
[[nodiscard]] Result<Json> without_rates(const Json& edits);
[[nodiscard]] Json with_rates(kernel::Reader& reader, const LoadedPlan& loaded, const Json& edits);

/// Whether the reader may know what people cost in this plan.
[[nodiscard]] bool may_see_rates(kernel::Reader& reader, const LoadedPlan& loaded);

}  // namespace tc::project
