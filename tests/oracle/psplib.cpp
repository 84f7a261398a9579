#include "psplib.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>

#include "functions/resource/instance_file.h"

namespace tc::oracle {
namespace {

namespace fs = std::filesystem;

class TemporaryFolder {
 public:
  TemporaryFolder() {
    std::string pattern = (fs::temp_directory_path() / "tc_psplib_XXXXXX").string();
    path_ = mkdtemp(pattern.data());
  }
  ~TemporaryFolder() { fs::remove_all(path_); }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  [[nodiscard]] const fs::path& path() const { return path_; }

 private:
  fs::path path_;
};

std::string contents(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

fs::path data_folder() {
  const char* root = std::getenv("TC_SHARED_DATA");
  return fs::path(root == nullptr ? "../shared/data" : root) / "psplib";
}

}  // namespace

std::vector<PsplibCase> psplib_cases(const std::string& set, int step) {
  std::vector<PsplibCase> cases;
  const fs::path archive = data_folder() / (set + ".sm.tar.zst");
  if (!fs::exists(archive)) return cases;
  const TemporaryFolder folder;
  const std::string unpack =
      "tar --zstd -xf '" + archive.string() + "' -C '" + folder.path().string() + "'";
  if (std::system(unpack.c_str()) != 0) throw std::runtime_error("cannot unpack " + set);
  std::istringstream list(contents(data_folder() / "best_known.csv"));
  int row = 0;
  for (std::string line; std::getline(list, line);) {
    std::vector<std::string> cells;
    std::istringstream text(line);
    for (std::string cell; std::getline(text, cell, ',');) cells.push_back(cell);
    if (cells.size() < 7 || cells[1] != set || row++ % step != 0) continue;
    const std::string bytes = contents(folder.path() / set / (cells[0] + ".sm"));
    cases.push_back({cells[0], functions::resource::read_instance(bytes).value(),
                     std::stoi(cells[3]), std::stoi(cells[4]), std::stoi(cells[5]),
                     std::stoi(cells[6])});
  }
  return cases;
}

}  // namespace tc::oracle
