#pragma once

#include <array>
#include <span>
#include <string>
#include <vector>

#include "kernel/kernel.h"
#include "project/report_tools.h"

/// The days of a project in one calendar, on the screen and as iCalendar (RFC 5545).
namespace tc::functions::collaboration {

inline constexpr std::array k_entry_kinds = {
    kernel::Choice{"meeting", {"会议", "Meeting"}},
    kernel::Choice{"action", {"行动项", "Action"}},
    kernel::Choice{"gate", {"关口", "Gate"}},
    kernel::Choice{"commitment", {"跨团队承诺", "Commitment"}},
    kernel::Choice{"milestone", {"里程碑", "Milestone"}},
};
inline constexpr std::array k_calendar_columns = {
    kernel::field::date("on_day", {"日期", "Date"}),
    kernel::field::choice("kind", {"类型", "Kind"}, k_entry_kinds),
    kernel::field::text("title", {"事项", "What"}),
    kernel::field::text("state", {"状态", "State"}),
};

/// One thing on one day; a meeting also has its moment.
struct Entry {
  std::string uid;
  std::int64_t day = 0;
  std::string_view kind;
  std::string title;
  std::string state;
  Moment starts_at = 0;  ///< 0: the whole day.
  std::int64_t minutes = 0;
};

/// By day. Meetings, open actions, gates, commitments, and the milestones of the plan, as far as
/// the reader sees them.
[[nodiscard]] std::vector<Entry> entries_of(const kernel::ReportInput& input);
[[nodiscard]] Result<kernel::ReportTable> calendar(const kernel::ReportInput& input);

/// The entries as a calendar file: lines of at most 75 bytes, text escaped, `stamp` as the time it
/// was made.
[[nodiscard]] std::string ics_of(std::span<const Entry> entries, std::string_view name,
                                 Moment stamp);

[[nodiscard]] std::span<const kernel::Route> routes();

}  // namespace tc::functions::collaboration
