#pragma once

#include <span>

#include "kernel/function.h"

namespace tc::service::identity {

/// Sign-in, sign-out, setup, API tokens.
[[nodiscard]] std::span<const kernel::Route> routes();

}  // namespace tc::service::identity
