#pragma once

#include "kernel/custom.h"

namespace tc::service::custom_field {

/// `north = 北方 | North` or `north`, one per line or between semicolons; empty lines are skipped.
[[nodiscard]] std::vector<std::pair<std::string, kernel::Text2>> read_choices(
    std::string_view lines);

/// A stored definition in the kernel's terms.
[[nodiscard]] kernel::CustomDefinition definition_of(const kernel::Row& row);

}  // namespace tc::service::custom_field
