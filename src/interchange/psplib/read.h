#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

#include "base/message.h"
#include "base/result.h"

/// Scheduling problems of research: PSPLIB's `.sm` and `.mm` (ProGen) and Patterson's `.rcp`.
namespace tc::interchange::psplib {

inline constexpr std::size_t k_file_bytes_max = 64'000'000;
inline constexpr std::int32_t k_jobs_max = 200'000;
inline constexpr std::int32_t k_resources_max = 10'000;
inline constexpr std::int32_t k_modes_max = 1'000;          ///< Of one job.
inline constexpr std::int32_t k_all_modes_max = 1'000'000;  ///< Of all jobs.

struct Mode {
  std::int32_t duration = 0;           ///< Periods.
  std::vector<std::int32_t> requests;  ///< Per resource.
};

struct Job {
  std::vector<Mode> modes;
  std::vector<std::int32_t> successors;  ///< Counted from 0.
};

struct Resource {
  std::int32_t capacity = 0;
  bool renewable = true;
};

/// What a file says, dummies included, unchecked beyond its own counts.
struct File {
  std::vector<Resource> resources;
  std::vector<Job> jobs;
};

/// True where the bytes look like one of the formats: headings of ProGen, or nothing but numbers.
[[nodiscard]] bool looks_like(std::string_view bytes);

/// Reads one file, told by content. Refuses `psplib.too_large` (argument limit) and
/// `psplib.malformed` (argument line: where reading stopped). O(bytes).
[[nodiscard]] Result<File> read(std::string_view bytes);

inline constexpr std::array k_messages = {
    Message{"psplib.malformed",
            "第 {line} 行不符合 PSPLIB(.sm、.mm)或 Patterson(.rcp)格式。请检查文件。",
            "Line {line} is not PSPLIB (.sm, .mm) or Patterson (.rcp). Check the file."},
    Message{"psplib.too_large", "文件超过上限 {limit}。请拆分。",
            "The file is over the limit of {limit}. Split it."},
};

}  // namespace tc::interchange::psplib
