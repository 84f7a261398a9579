#include "functions/portfolio/cbc_process.h"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <vector>

namespace tc::functions::portfolio {
namespace {

namespace fs = std::filesystem;

constexpr rlim_t k_memory_bytes = rlim_t{2} << 30U;
constexpr rlim_t k_file_bytes = rlim_t{256} << 20U;
constexpr double k_grace_seconds = 2;  ///< Beyond its own limit, before it is killed.
constexpr useconds_t k_poll_us = 5'000;
constexpr std::uintmax_t k_solution_bytes_max = 64U << 20U;

/// A folder of its own for one question, removed at the end.
class Folder {
 public:
  Folder() {
    std::error_code error;
    std::string path = (fs::temp_directory_path(error) / "tongchou-cbc-XXXXXX").string();
    if (!error && mkdtemp(path.data()) != nullptr) path_ = path;
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  ~Folder() {
    std::error_code error;
    if (!path_.empty()) fs::remove_all(path_, error);
  }
  [[nodiscard]] const fs::path& path() const { return path_; }

 private:
  fs::path path_;
};

/// Starts the program in its own process group, without input and output; 0 where it cannot.
pid_t start(const std::string& program, const std::vector<std::string>& arguments) {
  std::vector<char*> words;
  words.push_back(const_cast<char*>(program.c_str()));
  for (const std::string& word : arguments) words.push_back(const_cast<char*>(word.c_str()));
  words.push_back(nullptr);
  std::vector<std::string> kept = {"PATH=/usr/local/bin:/usr/bin:/bin", "OMP_NUM_THREADS=1",
                                   "LC_ALL=C"};
  std::vector<char*> environment;
  for (std::string& entry : kept) environment.push_back(entry.data());
  environment.push_back(nullptr);
  posix_spawn_file_actions_t actions;
  posix_spawnattr_t attributes;
  posix_spawn_file_actions_init(&actions);
  posix_spawnattr_init(&attributes);
  posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0);
  posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP);
  posix_spawnattr_setpgroup(&attributes, 0);
  pid_t process = 0;
  const int failed = posix_spawnp(&process, program.c_str(), &actions, &attributes, words.data(),
                                  environment.data());
  posix_spawnattr_destroy(&attributes);
  posix_spawn_file_actions_destroy(&actions);
  return failed == 0 ? process : 0;
}

void limit(pid_t process, double seconds) {
  const auto cpu = static_cast<rlim_t>(std::ceil(seconds + k_grace_seconds));
  const rlimit time{cpu, cpu + 1};
  const rlimit memory{k_memory_bytes, k_memory_bytes};
  const rlimit file{k_file_bytes, k_file_bytes};
  const rlimit core{0, 0};
  prlimit(process, RLIMIT_CPU, &time, nullptr);
  prlimit(process, RLIMIT_AS, &memory, nullptr);
  prlimit(process, RLIMIT_FSIZE, &file, nullptr);
  prlimit(process, RLIMIT_CORE, &core, nullptr);
}

/// True where it ended by itself and well in time; else it and what it started are killed.
bool ends_well(pid_t process, double seconds) {
  const auto polls =
      static_cast<std::int64_t>((seconds + k_grace_seconds) * 1e6 / static_cast<double>(k_poll_us));
  int status = 0;
  bool ended = false;
  for (std::int64_t poll = 0; poll < polls && !ended; ++poll) {
    const pid_t got = waitpid(process, &status, WNOHANG);
    if (got < 0) return false;
    ended = got == process;
    if (!ended) usleep(k_poll_us);
  }
  kill(-process, SIGKILL);
  if (!ended) waitpid(process, &status, 0);
  return ended && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

std::optional<std::string> contents(const fs::path& path) {
  std::error_code error;
  const std::uintmax_t size = fs::file_size(path, error);
  if (error || size > k_solution_bytes_max) return std::nullopt;
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

}  // namespace

/// The first line tells how it ended, such as `Optimal - objective value 24381.00000000` or
/// `Stopped on time - objective value …`; then `number name value reduced-cost` per variable.
/// Values that break a constraint are marked by `**`.
std::optional<engine::portfolio::SolverAnswer> read_cbc_solution(const std::string& text) {
  engine::portfolio::SolverAnswer answer;
  std::istringstream lines(text);
  std::string line;
  if (!std::getline(lines, line)) return std::nullopt;
  answer.proved = line.starts_with("Optimal");
  if (!answer.proved && !line.starts_with("Stopped")) return std::nullopt;
  constexpr std::string_view k_mark = "objective value";
  const std::size_t mark = line.find(k_mark);
  if (mark == std::string::npos) return std::nullopt;
  const double objective = std::atof(line.c_str() + mark + k_mark.size());
  if (!std::isfinite(objective)) return std::nullopt;
  answer.objective = objective;
  while (std::getline(lines, line)) {
    std::istringstream words(line);
    std::string number, name;
    double value = 0;
    words >> number;
    if (number == "**") return std::nullopt;
    if (!(words >> name >> value)) return std::nullopt;
    if (std::abs(value - 1) < 1e-5)
      answer.ones.push_back(name);
    else if (std::abs(value) > 1e-5)
      return std::nullopt;
  }
  return answer;
}

std::optional<engine::portfolio::SolverAnswer> CbcProcess::solve(const std::string& lp_text,
                                                                 double seconds) {
  if (!(seconds > 0)) return std::nullopt;
  const Folder folder;
  if (folder.path().empty()) return std::nullopt;
  const fs::path problem = folder.path() / "problem.lp", solution = folder.path() / "solution";
  {
    std::ofstream file(problem, std::ios::binary);
    file << lp_text;
    if (!file.flush()) return std::nullopt;
  }
  const pid_t process =
      start(program_, {problem.string(), "sec", std::to_string(seconds), "ratio", "0", "allow",
                       "0.999999", "solve", "solu", solution.string()});
  if (process <= 0) return std::nullopt;
  limit(process, seconds);
  if (!ends_well(process, seconds)) return std::nullopt;
  const std::optional<std::string> text = contents(solution);
  return text ? read_cbc_solution(*text) : std::nullopt;
}

}  // namespace tc::functions::portfolio
