#pragma once

#include <span>

#include "kernel/function.h"

namespace tc::functions::procurement {

[[nodiscard]] std::span<const kernel::Record> records();
[[nodiscard]] std::span<const kernel::Rule> rules();
[[nodiscard]] std::span<const kernel::Report> reports();
[[nodiscard]] const kernel::Action& need_date_action();
[[nodiscard]] const kernel::Subscription& need_date_subscription();

}  // namespace tc::functions::procurement
