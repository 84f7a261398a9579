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

/// Permissions may use `@business.<verb>`: the verb on every record that is not about accounts.
[[nodiscard]] std::span<const ShippedRole> shipped_roles();

}  // namespace tc::service::identity
