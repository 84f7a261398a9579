#include <sys/resource.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>

#include "engine/portfolio/mknap.h"
#include "engine/portfolio/portfolio.h"
#include "functions/portfolio/cbc_process.h"

/// Portfolio selection without a solver against the best known values of the OR-Library, in CPU
/// time. The folder of the data is $TC_SHARED_DATA or ../shared/data.
namespace {

using namespace tc;
using namespace tc::engine::portfolio;

double cpu_seconds() {
  timespec now{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) / 1e9;
}

/// Stops after so many seconds of CPU time.
class Limit final : public Progress {
 public:
  explicit Limit(double seconds) : end_(cpu_seconds() + seconds) {}
  [[nodiscard]] bool step(std::int64_t, std::int64_t, const char*) override {
    return cpu_seconds() < end_;
  }

 private:
  double end_;
};

std::string contents(const std::string& name) {
  const char* root = std::getenv("TC_SHARED_DATA");
  std::ifstream file(std::filesystem::path(root == nullptr ? "../shared/data" : root) /
                     "analytics/mknap" / name);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

/// "mknapcb1.txt 0" → best known value.
std::map<std::string, double> best_known() {
  std::map<std::string, double> result;
  std::istringstream table(contents("best-known.csv"));
  for (std::string line; std::getline(table, line);) {
    std::istringstream cells(line);
    std::string instance, file, index, best;
    std::getline(cells, instance, ',');
    std::getline(cells, file, ',');
    std::getline(cells, index, ',');
    std::getline(cells, best, ',');
    result[file + " " + index] = std::atof(best.c_str());
  }
  return result;
}

void measure(double seconds, double bar) {
  const std::map<std::string, double> known = best_known();
  std::printf("own heuristic, %.0f CPU s each (bar: mean gap %.1f %%)\n", seconds, bar);
  double all = 0, worst = 0;
  int count = 0;
  for (const char* file : {"mknapcb1.txt", "mknapcb4.txt", "mknapcb7.txt"}) {
    const std::string bytes = contents(file);
    double sum = 0, longest = 0;
    int reached = 0;
    for (std::int32_t problem = 0; problem < 30; ++problem) {
      const Result<MknapProblem> read = read_mknap(bytes, problem);
      if (!read) return std::puts("  no data"), void();
      const double best = known.at(std::string(file) + " " + std::to_string(problem));
      Options options;
      options.children = INT64_MAX / 2;
      const double start = cpu_seconds();
      Limit limit(seconds);
      const Result<Outcome> outcome = optimize(read->model, options, limit);
      longest = std::max(longest, cpu_seconds() - start);
      if (!outcome || !is_feasible(read->model, outcome->selection)) std::exit(1);
      const double gap = (best - outcome->objective) / best * 100;
      sum += gap;
      worst = std::max(worst, gap);
      reached += gap <= 0 ? 1 : 0;
      ++count;
    }
    all += sum;
    std::printf("  %-13s mean gap %.3f %%, %d of 30 at the best known, longest %.2f s\n", file,
                sum / 30, reached, longest);
  }
  std::printf("  all %d: mean gap %.3f %%, worst %.3f %%\n", count, all / count, worst);
}

void measure_small() {
  const std::string bytes = contents("mknap1.txt");
  const double start = cpu_seconds();
  int optimal = 0, proved = 0;
  for (std::int32_t problem = 0; problem < 7; ++problem) {
    const Result<MknapProblem> read = read_mknap(bytes, problem);
    if (!read) return std::puts("  no data"), void();
    Options options;
    options.children = 5'000;
    NoProgress progress;
    const Result<Outcome> outcome = optimize(read->model, options, progress);
    if (!outcome) std::exit(1);
    optimal += outcome->objective >= read->best - 1e-6 ? 1 : 0;
    proved += outcome->proved ? 1 : 0;
  }
  std::printf("mknap1: %d of 7 optimal, %d proved, %.2f CPU s (bar: 7, 1 s)\n", optimal, proved,
              cpu_seconds() - start);
}

/// All of cb1 proved with cbc in a child process, whose CPU time counts.
void measure_cbc() {
  const std::string bytes = contents("mknapcb1.txt");
  const auto children = [] {
    rusage usage{};
    getrusage(RUSAGE_CHILDREN, &usage);
    return static_cast<double>(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
           static_cast<double>(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
  };
  int proved = 0;
  double longest = 0, total = 0;
  for (std::int32_t problem = 0; problem < 30; ++problem) {
    const Result<MknapProblem> read = read_mknap(bytes, problem);
    if (!read) return std::puts("  no data"), void();
    functions::portfolio::CbcProcess cbc("cbc");
    Options options;
    options.children = 20'000;
    options.solver = &cbc;
    options.solver_seconds = 60;
    Limit limit(1);
    const double own = cpu_seconds(), theirs = children();
    const Result<Outcome> outcome = optimize(read->model, options, limit);
    const double used = cpu_seconds() - own + children() - theirs;
    longest = std::max(longest, used);
    total += used;
    proved += outcome && outcome->proved ? 1 : 0;
  }
  std::printf("cb1 with cbc: %d of 30 proved, %.1f CPU s in all, longest %.1f (bar: 30, 10 s)\n",
              proved, total, longest);
}

}  // namespace

int main(int argc, char**) {
  measure_small();
  measure_cbc();
  measure(1, 0.5);
  if (argc > 1) measure(10, 0.1);
  return 0;
}
