#pragma once

#include <array>
#include <string_view>

namespace tc::app {

// Data of examples/ as it was built into the program.
[[nodiscard]] std::string_view demo_enterprise();
[[nodiscard]] std::string_view demo_story();
[[nodiscard]] std::array<std::string_view, 3> statutory_calendars();

}  // namespace tc::app
