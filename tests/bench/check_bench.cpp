#include <cstdio>
#include <ctime>

#include "engine/schedule_check/schedule_check.h"
#include "networks.h"

namespace {

using namespace tc;

constexpr double k_bar_seconds = 5;

/// CPU time of this thread: other work on the machine does not count.
double cpu_seconds() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) / 1e9;
}

void measure(const char* name, const bench::Shape& shape) {
  const plan::Plan plan = bench::make_plan(shape, 42);
  NoProgress progress;
  engine::schedule_check::Options options;
  options.critical_path_steps_max = 0;
  const double start = cpu_seconds();
  (void)engine::schedule_check::check_schedule(plan, options, progress);
  const double others = cpu_seconds() - start;
  options = {};
  const double again = cpu_seconds();
  const auto answer = engine::schedule_check::check_schedule(plan, options, progress);
  const double all = cpu_seconds() - again;
  const auto& test = answer->dcma[11];
  std::printf("%-36s %8zu %8zu %8lld %8.0f %9.4f %9.3f %7.1f %s\n", name, plan.activities.size(),
              plan.links.size(), static_cast<long long>(test.of), test.value.value_or(-1), others,
              all, k_bar_seconds, all <= k_bar_seconds ? "holds" : "MISSED");
}

}  // namespace

int main() {
  std::printf("%-36s %8s %8s %8s %8s %9s %9s %7s\n", "schedule check (s of CPU)", "acts", "links",
              "critical", "failing", "13 tests", "all 14", "bar");
  measure("10k layered", {10000, 100, 2, 1, 1, 0});
  measure("10k layered, 5 calendars, summaries", {10000, 100, 2, 1, 5, 20});
  measure("10k chain (all critical)", {10000, 1, 1, 1, 1, 0, 600});
  measure("10k chain, 5 calendars", {10000, 1, 1, 1, 5, 0, 600});
  return 0;
}
