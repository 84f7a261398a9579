#pragma once

#include <span>

#include "kernel/function.h"

namespace tc::functions::risk {

[[nodiscard]] std::span<const kernel::Record> records();
[[nodiscard]] std::span<const kernel::Rule> rules();
[[nodiscard]] std::span<const kernel::Subscription> subscriptions();
[[nodiscard]] std::span<const kernel::Report> reports();
/// Figures of the register: simulation, reserve, top ten.
[[nodiscard]] std::span<const kernel::Report> figures();
[[nodiscard]] std::span<const kernel::Tool> tools();

}  // namespace tc::functions::risk
