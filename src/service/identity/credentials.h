#pragma once

#include "kernel/kernel.h"

namespace tc::service::identity {

/// Tries of one account from one address within a quarter of an hour.
inline constexpr int k_tries_max = 10;

/// An administrator gives an account a one-time password, told once: it ends every session and lets
/// its owner do nothing but choose an own one, for seven days.
[[nodiscard]] Result<kernel::ActionOutcome> reset_password(const kernel::ActionInput& input);

}  // namespace tc::service::identity
