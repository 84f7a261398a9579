#pragma once

#include <set>
#include <span>
#include <string>
#include <string_view>

#include "kernel/kernel.h"

namespace tc::functions::knowledge {

/// The two-character pieces of a text: what Chinese is compared by.
[[nodiscard]] std::set<std::string> pieces_of(std::string_view text);
/// Dice's coefficient of two sets.
[[nodiscard]] double similarity(const std::set<std::string>& a, const std::set<std::string>& b);

/// From this on things are alike.
inline constexpr double k_similar = 0.15;

/// Questions, and lessons that come by themselves where they help.
[[nodiscard]] std::span<const kernel::Record> community_records();
[[nodiscard]] std::span<const kernel::Rule> community_rules();
[[nodiscard]] std::span<const kernel::Subscription> community_subscriptions();
[[nodiscard]] std::span<const kernel::Report> community_reports();

}  // namespace tc::functions::knowledge
