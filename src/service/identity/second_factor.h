#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "kernel/kernel.h"

/// The second factor of a sign-in (trust S-7): codes by time (RFC 6238: SHA-1, 30 s, 6 digits, as
/// every authenticator app has them) and recovery codes. A code counts once, on all nodes.
namespace tc::service::identity {

/// A key as an app takes it: base32, and the otpauth address that a QR code carries.
struct FactorKey {
  std::string secret;
  std::string address;
};

struct FactorState {
  bool on = false;
  Moment since = 0;
  std::int64_t recovery_codes_left = 0;
};
[[nodiscard]] FactorState factor_of(kernel::Reader& reader, Id user);

/// What a sign-in with this code writes, the code spent; nothing for who has no second factor.
/// Refuses `identity.code_needed` (none given), `identity.code_wrong`.
[[nodiscard]] Result<std::vector<kernel::CommandSpec>> spend_code(kernel::Reader& reader, Id user,
                                                                  std::string_view code);

/// A new key that counts from its first code on; one that was never confirmed is replaced. Refuses
/// `identity.factor_on`.
[[nodiscard]] Result<FactorKey> begin_factor(kernel::Kernel& kernel,
                                             const kernel::Principal& principal);
/// Turns it on with the first code of the app; answers ten recovery codes, told once. Refuses
/// `identity.factor_not_begun`, `identity.code_wrong`.
[[nodiscard]] Result<std::vector<std::string>> confirm_factor(kernel::Kernel& kernel,
                                                              const kernel::Principal& principal,
                                                              std::string_view code);
/// Turns it off with a code. Refuses as `spend_code`.
[[nodiscard]] Status end_factor(kernel::Kernel& kernel, const kernel::Principal& principal,
                                std::string_view code);
/// An administrator takes away the second factor of who has lost it; every session ends.
[[nodiscard]] Result<kernel::ActionOutcome> remove_factor(const kernel::ActionInput& input);

/// The step of time whose code this is, up to one step early or late and after `last`; -1 for none.
/// `secret` in base32.
[[nodiscard]] std::int64_t matching_step(std::string_view secret, std::string_view code, Moment now,
                                         std::int64_t last);

}  // namespace tc::service::identity
