#pragma once

#include <string_view>

#include "kernel/kernel.h"
#include "service/identity/identity.h"

namespace tc::app {

/// Statutory calendars that every new installation begins with.
void ship_calendars(kernel::Kernel& kernel);

/// Writes the demo enterprise of examples/demo into an empty store, through execute(), in one
/// language. Days count from the Monday of this week.
void write_demo(kernel::Kernel& kernel, service::identity::Identity& identity, bool zh);

/// The password of every demo account.
inline constexpr std::string_view k_demo_password = "demo-pass";

}  // namespace tc::app
