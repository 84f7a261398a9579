#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <map>
#include <random>
#include <sstream>
#include <string>

#include "engine/level/check.h"
#include "engine/level/instance_plan.h"
#include "engine/level/level.h"
#include "engine/level/level_plan.h"
#include "engine/level/plan_modes.h"
#include "engine/level/smooth_plan.h"
#include "networks.h"
#include "psplib.h"

/// Figures of the levelling engine with their bars; CPU time of this thread. Arguments: `full` runs
/// every instance of PSPLIB at every budget (about a quarter of an hour), else every tenth.
namespace {

using namespace tc;
using namespace tc::engine::level;
using oracle::PsplibCase;
namespace fs = std::filesystem;

double cpu_s() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) / 1e9;
}

/// Stops after so much CPU time.
class CpuLimit final : public Progress {
 public:
  explicit CpuLimit(double seconds) : stop_(cpu_s() + seconds) {}
  [[nodiscard]] bool step(std::int64_t, std::int64_t, const char*) override {
    return cpu_s() < stop_;
  }

 private:
  double stop_;
};

class TemporaryFolder {
 public:
  TemporaryFolder() {
    std::string pattern = (fs::temp_directory_path() / "tc_level_XXXXXX").string();
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

void require_sound(const PsplibCase& entry, const Solution& solution) {
  const bool sound = check_schedule(entry.instance, solution.schedule).empty() &&
                     makespan_of(entry.instance, solution.schedule) == solution.makespan &&
                     solution.makespan >= entry.best_lower &&
                     solution.lower_bound.value <= entry.best_upper;
  if (sound) return;
  std::printf("WRONG %s\n", entry.name.c_str());
  std::exit(1);
}

/// Mean deviation in percent from the critical path (J30: from the optimum) after N schedules.
void measure_quality(const std::vector<PsplibCase>& cases, const std::string& set,
                     std::int64_t schedules, double bar) {
  double deviation = 0;
  double best = 0;
  double time = 0;
  std::int64_t made = 0;
  for (const PsplibCase& entry : cases) {
    NoProgress progress;
    const double start = cpu_s();
    const Solution solution =
        solve(entry.instance, {.schedules_max = schedules, .exact = false}, progress).value();
    time += cpu_s() - start;
    require_sound(entry, solution);
    const double base = set == "j30" ? entry.best_upper : solution.critical_path;
    deviation += 100.0 * (solution.makespan - base) / base;
    best += 100.0 * (entry.best_upper - base) / base;
    made += solution.schedules;
  }
  const auto count = static_cast<double>(cases.size());
  std::printf(
      "%-4s %6lld schedules: %7.4f %% (bar %.3f, best known of these %.3f), %zu instances, "
      "%.3f s each, %.2f us per schedule\n",
      set.c_str(), static_cast<long long>(schedules), deviation / count, bar, best / count,
      cases.size(), time / count, 1e6 * time / static_cast<double>(made));
}

/// Proofs and gaps within a limit of CPU time.
void measure_proofs(const std::vector<PsplibCase>& cases, const std::string& set, double seconds,
                    const char* bar) {
  int proved = 0;
  int within_one = 0;
  double gap = 0;
  double worst = 0;
  for (const PsplibCase& entry : cases) {
    CpuLimit progress(seconds);
    const double start = cpu_s();
    const Solution solution = solve(entry.instance, {.schedules_max = INT64_MAX}, progress).value();
    const double time = cpu_s() - start;
    require_sound(entry, solution);
    proved += solution.proved;
    within_one += solution.proved && time <= 1;
    worst = std::max(worst, time);
    gap += 100.0 * (solution.makespan - solution.lower_bound.value) / solution.lower_bound.value;
  }
  std::printf(
      "%-4s within %.0f s: %d of %zu proved, %d within 1 s, mean gap %.3f %%, worst %.1f s "
      "(bar %s)\n",
      set.c_str(), seconds, proved, cases.size(), within_one,
      gap / static_cast<double>(cases.size()), worst, bar);
}

void measure_psplib(bool full) {
  struct Set {
    std::string name;
    double bars[3];
    double proof_seconds;
    const char* proof_bar;
  };
  const Set sets[] = {{"j30", {0.3, 0.05, 0.005}, 60, "all proved, 98 % within 1 s"},
                      {"j60", {11.2, 10.8, 10.5}, 1, "mean gap 2.0 %"},
                      {"j120", {33.3, 31.9, 30.0}, 1, "mean gap 6.5 %"}};
  for (const Set& set : sets) {
    const std::vector<PsplibCase> cases = oracle::psplib_cases(set.name, full ? 1 : 10);
    if (cases.empty()) {
      std::printf("%s: 0 instances, the shared data is not here\n", set.name.c_str());
      continue;
    }
    int at = 0;
    for (const std::int64_t schedules : {1000, 5000, 50000})
      measure_quality(cases, set.name, schedules, set.bars[at++]);
    measure_proofs(cases, set.name, set.proof_seconds, set.proof_bar);
  }
}

// --- Plans -------------------------------------------------------------------------------------

plan::Plan resource_plan(std::int32_t activities, std::int32_t resources, std::uint32_t seed) {
  plan::Plan plan = bench::make_plan(
      {activities, std::max(2, static_cast<int>(std::sqrt(activities))), 2, 1, 1, 0}, seed);
  std::mt19937 random(seed);
  for (std::int32_t at = 0; at < resources; ++at) plan.resources.emplace_back();
  for (std::int32_t row = 0; row < activities; ++row) {
    plan::Assignment& assignment = plan.assignments.emplace_back();
    assignment.activity = row;
    assignment.resource = static_cast<plan::Index>(random() % static_cast<unsigned>(resources));
  }
  return plan;
}

void measure_plan(std::int32_t activities, std::int32_t resources, std::int64_t passes,
                  double bar) {
  const plan::Plan plan = resource_plan(activities, resources, 42);
  double best = 1e9;
  std::size_t left = 0;
  for (int round = 0; round < 3; ++round) {
    NoProgress progress;
    const double start = cpu_s();
    const Levelling levelling = level_plan(plan, {.passes_max = passes}, progress).value();
    best = std::min(best, 1000 * (cpu_s() - start));
    left = levelling.overloads_after.size();
  }
  std::printf(
      "levelling %7d activities, %4d resources, %lld pass(es): %8.1f ms (bar %.0f), "
      "%zu overloads left\n",
      activities, resources, static_cast<long long>(passes), best, bar, left);
}

/// What interruptions, other people of a group of four and crews of another size cost and give.
void measure_ways(std::int32_t activities, std::int32_t resources, std::int64_t passes) {
  plan::Plan plan = resource_plan(activities, resources, 42);
  for (plan::Resource& resource : plan.resources) resource.max_units = 20000;
  for (plan::Activity& activity : plan.activities) activity.effort = plan::EffortKind::fixed_work;
  PlanOptions split{.passes_max = passes, .split = true};
  PlanOptions people{.passes_max = passes};
  for (const plan::Assignment& one : plan.assignments) {
    const plan::Index first = one.resource / 4 * 4;
    people.alternatives.push_back({first, first + 1, first + 2, first + 3});
  }
  PlanOptions modes{.passes_max = passes, .modes = modes_of(plan)};
  const std::pair<const char*, PlanOptions> all[] = {
      {"delays", {.passes_max = passes}}, {"split", split}, {"people", people}, {"crews", modes}};
  for (const auto& [name, options] : all) {
    NoProgress progress;
    const double start = cpu_s();
    const Levelling levelling = level_plan(plan, options, progress).value();
    std::printf("%7d activities, %s: %.1f ms, %.1f days, %zu overloads left\n", activities, name,
                1000 * (cpu_s() - start), static_cast<double>(levelling.makespan_tenths) / 4800,
                levelling.overloads_after.size());
  }
}

void measure_smoothing(std::int32_t activities, std::int32_t resources) {
  const plan::Plan plan = resource_plan(activities, resources, 42);
  NoProgress progress;
  const double start = cpu_s();
  const PlanSmoothed made = smooth_plan(plan, {}, progress).value();
  std::printf("smoothing %7d activities, %4d resources: %8.1f ms, squares %.4g -> %.4g\n",
              activities, resources, 1000 * (cpu_s() - start), made.squares_before, made.squares);
}

/// What levelling of plans reaches on problems whose best solutions are known.
void measure_plan_quality(const std::string& set, std::int64_t passes) {
  const std::vector<PsplibCase> cases = oracle::psplib_cases(set, 10);
  double deviation = 0;
  double anchor = 0;
  double time = 0;
  for (const PsplibCase& entry : cases) {
    const plan::Plan plan = testing::plan_of(entry.instance);
    NoProgress progress;
    const double start = cpu_s();
    const Levelling levelling = level_plan(plan, {.passes_max = passes}, progress).value();
    time += cpu_s() - start;
    const std::int64_t makespan = levelling.makespan_tenths / k_tenths_per_hour;
    if (!levelling.overloads_after.empty() || makespan < entry.best_lower) {
      std::printf("WRONG %s\n", entry.name.c_str());
      std::exit(1);
    }
    const double base = entry.critical_path;
    deviation += 100.0 * (static_cast<double>(makespan) - base) / base;
    anchor += 100.0 * (entry.best_upper - base) / base;
  }
  const auto count = static_cast<double>(std::max<std::size_t>(1, cases.size()));
  std::printf("%s as plans, %5lld passes: %6.3f %% (best known %.3f), %zu plans, %.3f s each\n",
              set.c_str(), static_cast<long long>(passes), deviation / count, anchor / count,
              cases.size(), time / count);
}

std::string task_juggler_text(const plan::Plan& plan) {
  std::ostringstream out;
  out << "project p \"p\" 2026-01-05 +20y {\n  timingresolution 60min\n  workinghours mon - fri "
         "8:00 - 12:00, 13:00 - 17:00\n  workinghours sat, sun off\n}\n";
  for (std::size_t at = 0; at < plan.resources.size(); ++at)
    out << "resource r" << at << " \"r\" {}\n";
  std::map<plan::Index, std::vector<plan::Index>> before;
  for (const plan::Link& link : plan.links) {
    auto& list = before[link.to];
    if (std::ranges::find(list, link.from) == list.end()) list.push_back(link.from);
  }
  for (std::size_t row = 0; row < plan.activities.size(); ++row) {
    out << "task t" << row << " \"t\" {\n  effort " << plan.activities[row].duration.tenths() / 4800
        << "d\n  allocate r" << plan.assignments[row].resource << "\n";
    const auto& list = before[static_cast<plan::Index>(row)];
    for (std::size_t at = 0; at < list.size(); ++at)
      out << (at == 0 ? "  depends " : ", ") << "!t" << list[at];
    out << (list.empty() ? "}\n" : "\n}\n");
  }
  out << "taskreport report \"report\" {\n  formats csv\n  columns id, end\n  timeformat "
         "\"%Y-%m-%dT%H:%M\"\n}\n";
  return out.str();
}

/// The latest end of TaskJuggler's report, as a time of a plan; k_no_time where it has none.
PlanTime latest_end(const std::string& report) {
  PlanTime latest = k_no_time;
  for (std::size_t at = report.find("20"); at != std::string::npos;
       at = report.find("20", at + 1)) {
    if (const auto time = parse_plan_time(report.substr(at, 16))) latest = std::max(latest, *time);
  }
  return latest;
}

void measure_task_juggler(std::int32_t activities, std::uint32_t seed) {
  if (std::system("command -v tj3 >/dev/null 2>&1") != 0) {
    std::printf("tj3 is not installed: not compared\n");
    return;
  }
  const plan::Plan plan = resource_plan(activities, 20, seed);
  const TemporaryFolder folder;
  std::ofstream(folder.path() / "p.tjp") << task_juggler_text(plan);
  const std::string command =
      "cd " + folder.path().string() + " && ulimit -s unlimited && tj3 --silent p.tjp 2>log";
  timespec begin{};
  timespec end{};
  clock_gettime(CLOCK_MONOTONIC, &begin);
  if (std::system(command.c_str()) != 0)
    std::printf("tj3: %s\n", contents(folder.path() / "log").c_str());
  clock_gettime(CLOCK_MONOTONIC, &end);
  const double theirs_s = static_cast<double>(end.tv_sec - begin.tv_sec) +
                          static_cast<double>(end.tv_nsec - begin.tv_nsec) / 1e9;
  NoProgress progress;
  const double start = cpu_s();
  const Levelling levelling = level_plan(plan, {}, progress).value();
  const double ours_s = cpu_s() - start;
  const PlanTime theirs = latest_end(contents(folder.path() / "report.csv"));
  const PlanTime ours = levelling.after.projects[0].finish;
  std::printf("tj3 %5d activities, seed %u: ours %s in %.1f ms, tj3 %s in %.1f s wall: %s\n",
              activities, seed, format_plan_time(ours).c_str(), 1000 * ours_s,
              format_plan_time(theirs).c_str(), theirs_s, ours <= theirs ? "not later" : "LATER");
}

}  // namespace

int main(int argc, char** argv) {
  const std::string mode = argc > 1 ? argv[1] : "";
  if (mode != "psplib") {
    measure_plan(5000, 20, 1, 20);
    measure_plan(5000, 20, 4, 20);
    measure_plan(100000, 20, 1, 400);
    measure_plan(100000, 1000, 1, 400);
    measure_ways(5000, 20, 4);
    measure_ways(100000, 20, 1);
    measure_smoothing(5000, 20);
    measure_smoothing(20000, 100);
    if (mode == "sizes") return 0;
    for (const std::int64_t passes : {4, 100, 1000, 5000}) measure_plan_quality("j60", passes);
    for (const std::uint32_t seed : {1U, 2U}) measure_task_juggler(1000, seed);
    measure_task_juggler(5000, 1);
  }
  if (mode != "plans") measure_psplib(mode == "full" || mode == "psplib");
  return 0;
}
