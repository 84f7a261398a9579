#pragma once

#include <span>
#include <string_view>

#include "kernel/kernel.h"

namespace tc::functions::strategy {

/// How much a project contributes: none 0, low 0.25 … extreme 1.
[[nodiscard]] double strength_value(std::string_view strength);

/// Drivers, prioritisations, and what is computed from both.
[[nodiscard]] std::span<const kernel::Record> priority_records();
[[nodiscard]] std::span<const kernel::Rule> priority_rules();
[[nodiscard]] std::span<const kernel::Action> priority_actions();
[[nodiscard]] std::span<const kernel::Subscription> priority_subscriptions();
[[nodiscard]] std::span<const kernel::Report> priority_reports();
[[nodiscard]] std::span<const kernel::Report> benefit_reports();

}  // namespace tc::functions::strategy
