#pragma once

#include "kernel/kernel.h"

namespace tc::service::identity {

/// Tries of one account from one address within a quarter of an hour.
inline constexpr int k_tries_max = 10;

/// Four groups of four letters and digits that are not mistaken for each other: 80 bits.
[[nodiscard]] std::string readable_secret();

/// Ends every session and token of the account the action is about.
void end_sign_ins(const kernel::ActionInput& input, kernel::ActionOutcome& outcome);

/// An administrator gives an account a one-time password, told once: it ends every session and lets
/// its owner do nothing but choose an own one, for seven days.
[[nodiscard]] Result<kernel::ActionOutcome> reset_password(const kernel::ActionInput& input);

}  // namespace tc::service::identity
