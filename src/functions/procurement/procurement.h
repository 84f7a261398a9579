#pragma once

#include <span>

#include "kernel/function.h"
#include "project/due_colour.h"

namespace tc::functions::procurement {

[[nodiscard]] std::span<const kernel::Record> records();
[[nodiscard]] std::span<const kernel::Rule> rules();
[[nodiscard]] std::span<const kernel::Report> reports();
/// A package is ordered in time, then delivered in time.
inline constexpr project::DueColour k_package_colour = {
    "procurement_package", "delivered accepted settled closed",
    [](const kernel::Row& row) -> std::string_view {
      return row.state == "contracted" || !row.has("order_by") ? "need_by" : "order_by";
    },
    14};
[[nodiscard]] const kernel::Action& need_date_action();
[[nodiscard]] const kernel::Subscription& need_date_subscription();

}  // namespace tc::functions::procurement
