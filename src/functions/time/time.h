#pragma once

#include <span>

#include "kernel/function.h"

namespace tc::functions::time {

[[nodiscard]] std::span<const kernel::Route> plan_routes();
[[nodiscard]] std::span<const kernel::Report> reports();
[[nodiscard]] std::span<const kernel::Message> messages();
[[nodiscard]] std::span<const kernel::Action> actions();
[[nodiscard]] std::span<const kernel::Action> follow_actions();
[[nodiscard]] std::span<const kernel::Subscription> subscriptions();
[[nodiscard]] std::span<const kernel::Tool> tools();

}  // namespace tc::functions::time
