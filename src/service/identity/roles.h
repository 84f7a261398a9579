#pragma once

#include <span>
#include <string_view>

#include "kernel/function.h"

namespace tc::service::identity {

/// A shipped role: data that becomes a `role` record on the first start.
struct ShippedRole {
  std::string_view name;
  kernel::Label label;
  std::int32_t clearance;
  Words permissions;
  Words more = {};
};

/// Permissions may use `@business.<verb>`, the verb on every record that is not about accounts, and
/// `@<function>.<verb>`, the verb on every record of a function.
[[nodiscard]] std::span<const ShippedRole> shipped_roles();

/// Whoever manages a project, programme or portfolio has this role in it, without a grant.
inline constexpr std::string_view k_manager_role = "project_manager";

/// Whether a grant gives its role: one that needs a second person only when it is confirmed.
[[nodiscard]] bool counts(const kernel::Row& grant);

}  // namespace tc::service::identity
