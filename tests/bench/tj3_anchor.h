#pragma once

#include <sys/resource.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <optional>
#include <string>

#include "plan/plan.h"

/// TaskJuggler as an anchor: the same network, scheduled by tj3 in the same run.
namespace tc::bench {

[[nodiscard]] inline double children_cpu_ms() {
  rusage usage{};
  getrusage(RUSAGE_CHILDREN, &usage);
  const auto ms = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) * 1e3 + static_cast<double>(time.tv_usec) / 1e3;
  };
  return ms(usage.ru_utime) + ms(usage.ru_stime);
}

/// A plan of tasks with finish-to-start links, in tj3's language.
inline void write_tj3(const plan::Plan& plan, const std::string& file) {
  std::ofstream out(file);
  out << "project p \"p\" 2026-01-05 +20y {}\n";
  std::vector<std::string> depends(plan.activities.size());
  for (const plan::Link& link : plan.links) {
    std::string& text = depends[static_cast<std::size_t>(link.to)];
    const std::string name = "!t" + std::to_string(link.from) + " ";
    if (text.find(name) != std::string::npos) continue;  // It refuses a dependency named twice.
    text += (text.empty() ? "" : ", ") + name;
  }
  for (std::size_t row = 0; row < plan.activities.size(); ++row) {
    out << "task t" << row << " \"t\" { duration " << plan.activities[row].duration.tenths() / 4800
        << "d";
    if (!depends[row].empty()) out << " depends " << depends[row];
    out << " }\n";
  }
  out << "taskreport r \"r\" { formats csv columns id, start, end }\n";
}

/// Milliseconds of CPU that tj3 takes for the plan; nothing where it is not installed or fails.
[[nodiscard]] inline std::optional<double> tj3_cpu_ms(const plan::Plan& plan) {
  if (std::system("command -v tj3 >/dev/null 2>&1") != 0) return std::nullopt;
  const auto folder = std::filesystem::temp_directory_path() / ("tj3-" + std::to_string(getpid()));
  std::filesystem::create_directory(folder);
  write_tj3(plan, folder / "plan.tjp");
  const double before = children_cpu_ms();
  const std::string command = "cd " + folder.string() + " && tj3 --silent plan.tjp >log 2>&1";
  const int status = std::system(command.c_str());
  const double taken = children_cpu_ms() - before;
  const bool reported = std::filesystem::exists(folder / "r.csv");
  std::filesystem::remove_all(folder);
  return status == 0 && reported ? std::optional(taken) : std::nullopt;
}

}  // namespace tc::bench
