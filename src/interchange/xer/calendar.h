#pragma once

#include <string>
#include <string_view>

#include "plan/plan.h"

/// P6's `clndr_data`: nested parentheses `(0||name(attributes)(children))`.
namespace tc::interchange::xer {

/// Reads the weekly pattern and the exceptions. False where a part could not be read (what was
/// read stays). Days that the data leaves out do not work. O(bytes).
[[nodiscard]] bool read_calendar_data(std::string_view text, plan::Calendar& calendar);

/// The same data as P6 writes it, in one line.
[[nodiscard]] std::string write_calendar_data(const plan::Calendar& calendar);

/// Monday to Friday, 08:00–12:00 and 13:00–17:00: what P6 and MS Project start with.
[[nodiscard]] plan::Week standard_week();

}  // namespace tc::interchange::xer
