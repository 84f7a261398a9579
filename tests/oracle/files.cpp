#include <zlib.h>

#include <algorithm>
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

/// "folder/name" → sound.
std::map<std::string, bool> soundness(const fs::path& folder) {
  std::map<std::string, bool> result;
  std::ifstream table(folder / "ORACLE.tsv");
  for (std::string line; std::getline(table, line);) {
    std::istringstream cells(line);
    std::string file, eligible, confirmed, sound;
    std::getline(cells, file, '\t');
    std::getline(cells, eligible, '\t');
    std::getline(cells, confirmed, '\t');
    std::getline(cells, sound, '\t');
    result[file] = sound == "yes";
  }
  return result;
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
  const std::map<std::string, bool> sound = soundness(root);
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
      const auto row = sound.find(source.oracle_folder + "/" + stem + source.oracle_ending);
      result.sound = row != sound.end() && row->second;
      const Result<interchange::ReadOutcome> read = source.read(bytes_of(path));
      if (read) {
        result.comparison = compare(read->plan);
      } else {
        result.comparison.refusals = read.refusals();
      }
      results.push_back(std::move(result));
    }
  }
  return results;
}

}  // namespace tc::oracle
