#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/result.h"
#include "plan/plan.h"

/// What every reader and writer of a foreign format takes and gives back.
namespace tc::interchange {

/// Limits that hold for every format. Each has a test.
inline constexpr std::int64_t k_file_bytes_max = 1'000'000'000;
inline constexpr std::int64_t k_line_bytes_max = 64'000'000;
inline constexpr std::int64_t k_rows_max = 5'000'000;
inline constexpr std::int64_t k_tables_max = 5000;
inline constexpr std::int64_t k_activities_max = 1'000'000;
inline constexpr std::int64_t k_columns_max = 2000;
inline constexpr std::int64_t k_xml_depth_max = 64;
inline constexpr std::int64_t k_xml_elements_max = 200'000'000;
inline constexpr std::int64_t k_warnings_max = 500;
inline constexpr std::int64_t k_losses_max = 3000;
/// A recurring exception is expanded to at most this many days (a daily one of 50 years), and all
/// of a file may look at this many days.
inline constexpr std::int64_t k_occurrences_max = 20'000;
inline constexpr std::int64_t k_calendar_days_max = 20'000'000;
/// Calendars may inherit this deep.
inline constexpr std::int64_t k_calendar_depth_max = 32;
/// Dotted codes of deeper nodes stop growing here.
inline constexpr std::size_t k_wbs_bytes_max = 1000;

struct ReadOptions {
  std::string encoding;  ///< ICU name that overrides detection ("gb18030"); empty = detect.
  std::int64_t file_bytes_max = k_file_bytes_max;
  std::int64_t line_bytes_max = k_line_bytes_max;
};

struct WriteOptions {
  std::string encoding;  ///< ICU name; empty = as the file came, else UTF-8.
};

/// A task that stands for one of another file, with a link from it.
struct ExternalTask {
  plan::Index activity = plan::k_none;
  std::string file;         ///< As this file names the other one.
  std::int64_t number = 0;  ///< Which row of it, from 1; 0: not told.
};

/// A plan, what it cannot hold, and what was wrong in the file but could be passed over.
struct ReadOutcome {
  plan::Plan plan;
  std::vector<ExternalTask> externals;
  std::vector<plan::Loss> loss;
  Refusals warnings;
};

/// The bytes of a file and what the plan held that they cannot say.
struct WriteOutcome {
  std::string bytes;
  std::vector<plan::Loss> loss;
};

}  // namespace tc::interchange
