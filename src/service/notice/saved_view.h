#pragma once

#include <span>

#include "kernel/function.h"

namespace tc::service::notice {

/// A register as somebody arranged it: parameters only, evaluated as who looks (trust A-23).
[[nodiscard]] std::span<const kernel::Field> saved_view_fields();
/// Own views and those others share: list, make, change, remove.
[[nodiscard]] std::span<const kernel::Route> saved_view_routes();
[[nodiscard]] std::span<const kernel::Message> saved_view_messages();

}  // namespace tc::service::notice
