#include <zlib.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <map>
#include <sstream>

#include "compare.h"
#include "interchange/common/outcome.h"
#include "interchange/mspdi/read.h"
#include "interchange/xer/read.h"

namespace tc::oracle {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t k_unpacked_max = 1U << 30U;

fs::path data_folder() {
  const char* root = std::getenv("TC_SHARED_DATA");
  return fs::path(root == nullptr ? "../shared/data" : root) / "interchange";
}

std::string bytes_of(const fs::path& path) {
  std::string bytes;
  gzFile file = gzopen(path.c_str(), "rb");  // Reads plain files as they are.
  if (file == nullptr) return bytes;
  char buffer[1 << 16];
  for (int got = 0;
       (got = gzread(file, buffer, sizeof buffer)) > 0 && bytes.size() < k_unpacked_max;) {
    bytes.append(buffer, static_cast<std::size_t>(got));
  }
  gzclose(file);
  return bytes;
}

struct OracleRow {
  bool sound = false;
  Score confirmed;
};

/// By "folder/name".
std::map<std::string, OracleRow> oracle_rows(const fs::path& folder) {
  std::map<std::string, OracleRow> result;
  std::ifstream table(folder / "ORACLE.tsv");
  for (std::string line; std::getline(table, line);) {
    std::istringstream cells(line);
    std::string file, eligible, confirmed, sound;
    std::getline(cells, file, '\t');
    std::getline(cells, eligible, '\t');
    std::getline(cells, confirmed, '\t');
    std::getline(cells, sound, '\t');
    const std::int64_t equal = std::strtoll(confirmed.c_str(), nullptr, 10);
    result[file] = {sound == "yes", {std::strtoll(eligible.c_str(), nullptr, 10), equal, equal}};
  }
  return result;
}

/// A line of comma separated cells; quotes hold commas, doubled quotes are one.
std::vector<std::string> cells_of(const std::string& line) {
  std::vector<std::string> cells(1);
  bool quoted = false;
  for (std::size_t at = 0; at < line.size(); ++at) {
    const char c = line[at];
    if (c == '"') {
      const bool doubled = quoted && at + 1 < line.size() && line[at + 1] == '"';
      if (doubled) cells.back() += line[++at];
      if (!doubled) quoted = !quoted;
    } else if (c == ',' && !quoted) {
      cells.emplace_back();
    } else {
      cells.back() += c;
    }
  }
  return cells;
}

/// The floats of a converted file in working minutes, as the table beside it has them: the
/// conversion counts them in days of another length where the project's day has not eight hours.
void take_floats(const fs::path& folder, const std::string& stem, plan::Plan& plan) {
  std::ifstream table(folder / (stem + ".csv"));
  std::string line;
  std::getline(table, line);
  const std::vector<std::string> names = cells_of(line);
  const auto column = [&](const char* name) {
    return static_cast<std::size_t>(std::find(names.begin(), names.end(), name) - names.begin());
  };
  const std::size_t uid = column("uid");
  const std::size_t total = column("total_slack_min");
  const std::size_t free = column("free_slack_min");
  std::map<std::string, std::vector<std::string>> rows;
  while (std::getline(table, line)) {
    std::vector<std::string> cells = cells_of(line);
    if (cells.size() == names.size() && uid < cells.size()) rows[cells[uid]] = std::move(cells);
  }
  const auto minutes = [](const std::string& cell) -> std::optional<Minutes> {
    if (cell.empty()) return std::nullopt;
    return Minutes::from_tenths(static_cast<std::int32_t>(std::lround(std::stod(cell) * 10)));
  };
  for (plan::Activity& activity : plan.activities) {
    const auto row = rows.find(activity.uid);
    if (row == rows.end() || total >= names.size() || free >= names.size()) continue;
    activity.stored.total_float = minutes(row->second[total]);
    activity.stored.free_float = minutes(row->second[free]);
  }
}

using Read = std::function<Result<interchange::ReadOutcome>(std::string_view)>;

struct Source {
  std::string folder;
  std::string oracle_folder;  ///< How ORACLE.tsv names the file's folder and ending.
  std::string oracle_ending;
  Read read;
};

std::vector<Source> sources() {
  const Read mspdi = [](std::string_view bytes) { return interchange::mspdi::read(bytes); };
  const Read xer = [](std::string_view bytes) { return interchange::xer::read(bytes); };
  return {{"mspdi", "mspdi", ".xml", mspdi},
          {"mspdi-derived", "mpp", ".mpp", mspdi},
          {"xer", "xer", ".xer", xer}};
}

}  // namespace

std::vector<FileResult> run_all(const std::string& only) {
  std::vector<FileResult> results;
  const fs::path root = data_folder();
  const std::map<std::string, OracleRow> rows = oracle_rows(root);
  for (const Source& source : sources()) {
    std::error_code error;
    std::vector<fs::path> paths;
    for (const auto& entry : fs::directory_iterator(root / source.folder, error)) {
      paths.push_back(entry.path());
    }
    std::sort(paths.begin(), paths.end());
    for (const fs::path& path : paths) {
      FileResult result;
      result.folder = source.folder;
      result.name = path.filename().string();
      if (!only.empty() && (source.folder + "/" + result.name).find(only) == std::string::npos) {
        continue;
      }
      const std::string stem = result.name.substr(0, result.name.find(".x"));
      const auto row = rows.find(source.oracle_folder + "/" + stem + source.oracle_ending);
      if (row != rows.end()) {
        result.sound = row->second.sound;
        result.confirmed = row->second.confirmed;
      }
      Result<interchange::ReadOutcome> read = source.read(bytes_of(path));
      if (read) {
        plan::Plan& plan = read->plan;
        if (source.folder == "mspdi-derived") take_floats(root / "mpp-expected", stem, plan);
        result.comparison = compare(plan);
      } else {
        result.comparison.refusals = read.refusals();
      }
      results.push_back(std::move(result));
    }
  }
  return results;
}

}  // namespace tc::oracle
