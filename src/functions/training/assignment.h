#pragma once

#include "kernel/kernel.h"

/// What roles demand of people: gaps become training needs, certificates decide who is assigned.
namespace tc::functions::training {

/// On bookings: whoever an assignment rule asks for a certificate holds one to the last day, or the
/// booking gives the reason of an exception.
[[nodiscard]] bool holder_is_certified(const kernel::RuleInput& input);
[[nodiscard]] bool rule_names_whom(const kernel::RuleInput& input);

/// A role that a project asks for: whoever has it is compared with its competence profile, and what
/// they lack is a training need, once.
[[nodiscard]] Result<kernel::ActionOutcome> find_role_gaps(const kernel::EventInput& input);

/// The need of a person for a competence; nothing where an open one is there.
void add_need(kernel::Reader& reader, const kernel::Row& profile, Id person, std::int64_t gap,
              kernel::ActionOutcome& outcome);

}  // namespace tc::functions::training
