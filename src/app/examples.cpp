#include "app/examples.h"

// Symbols of the assembler file that CMake writes from examples/.
extern "C" {
extern const char tc_example_enterprise, tc_example_enterprise_end;
extern const char tc_example_story, tc_example_story_end;
extern const char tc_example_cn_2024, tc_example_cn_2024_end;
extern const char tc_example_cn_2025, tc_example_cn_2025_end;
extern const char tc_example_cn_2026, tc_example_cn_2026_end;
}

namespace tc::app {
namespace {

std::string_view between(const char& begin, const char& end) {
  return {&begin, static_cast<std::size_t>(&end - &begin)};
}

}  // namespace

std::string_view demo_enterprise() {
  return between(tc_example_enterprise, tc_example_enterprise_end);
}

std::string_view demo_story() { return between(tc_example_story, tc_example_story_end); }

std::array<std::string_view, 3> statutory_calendars() {
  return {between(tc_example_cn_2024, tc_example_cn_2024_end),
          between(tc_example_cn_2025, tc_example_cn_2025_end),
          between(tc_example_cn_2026, tc_example_cn_2026_end)};
}

}  // namespace tc::app
