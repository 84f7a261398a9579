#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <ctime>

#include "engine/schedule/incremental.h"
#include "engine/schedule/network.h"
#include "engine/schedule/passes.h"
#include "engine/schedule/stress_plans.h"
#include "networks.h"
#include "plan/codec.h"
#include "tj3_anchor.h"

namespace {

using namespace tc;
using engine::schedule::Network;
using engine::schedule::State;

/// CPU time of this thread: other work on the machine does not count.
double cpu_ms() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) / 1e6;
}

double milliseconds(const auto& work) {
  const double start = cpu_ms();
  work();
  return cpu_ms() - start;
}

double best_of(int rounds, const auto& work) {
  double best = 1e18;
  for (int round = 0; round < rounds; ++round) best = std::min(best, milliseconds(work));
  return best;
}

/// The bare cost of two passes over the same links, without calendars or floats.
double probe(const Network& network) {
  std::vector<std::int32_t> early(network.nodes.size());
  std::vector<std::int32_t> late(network.nodes.size());
  return best_of(7, [&] {
    for (std::size_t row = 0; row < early.size(); ++row) {
      std::int32_t start = 0;
      for (std::uint32_t at = network.in_begin[row]; at < network.in_begin[row + 1]; ++at) {
        start = std::max(start, early[static_cast<std::size_t>(network.in[at].node)]);
      }
      early[row] = start + network.nodes[row].duration;
    }
    for (std::size_t row = late.size(); row-- > 0;) {
      std::int32_t finish = INT32_MAX;
      for (std::uint32_t at = network.out_begin[row]; at < network.out_begin[row + 1]; ++at) {
        finish = std::min(finish, late[static_cast<std::size_t>(network.out[at].node)]);
      }
      late[row] = finish - network.nodes[row].duration;
    }
  });
}

const char* verdict(bool holds) { return holds ? "holds" : "MISSED"; }

/// Bars in ms; 0 = none.
struct Bars {
  double warm = 0;
  double cold = 0;
};

void measure(const char* name, const bench::Shape& shape, const Bars& bars = {}) {
  const plan::Plan plan = bench::make_plan(shape, 42);
  State state;
  Result<Network> network = engine::schedule::build_network(plan);
  if (!network) std::exit(1);
  const double cold = best_of(3, [&] {
    Result<Network> built = engine::schedule::build_network(plan);
    State fresh;
    engine::schedule::compute_all(*built, fresh);
  });
  engine::schedule::compute_all(*network, state);
  const double warm = best_of(7, [&] { engine::schedule::compute_all(*network, state); });
  const double answer = milliseconds([&] { (void)engine::schedule::compute_schedule(plan); });
  std::printf("%-44s %9zu %9zu %9.2f %9.2f %9.2f %9.2f", name, plan.activities.size(),
              plan.links.size(), probe(*network), warm, cold, answer);
  if (bars.warm > 0) std::printf("  warm <= %.0f %s", bars.warm, verdict(warm <= bars.warm));
  if (bars.cold > 0) std::printf("  cold <= %.0f %s", bars.cold, verdict(cold <= bars.cold));
  std::printf("\n");
}

/// S2: ours with everything a user sees, beside TaskJuggler on the same network.
void measure_tj3(std::int32_t activities) {
  constexpr double k_ratio_min = 180;
  const plan::Plan plan =
      bench::make_plan({activities, activities == 1000 ? 32 : 71, 2, 1, 1, 0}, 42);
  const double ours = best_of(3, [&] { (void)engine::schedule::compute_schedule(plan); });
  const std::optional<double> theirs = bench::tj3_cpu_ms(plan);
  std::printf("S2  %d layered, without reading a file: %.2f ms", activities, ours);
  if (theirs) {
    std::printf(", tj3 %.0f ms of CPU: %.0f times (bar %.0f %s)\n", *theirs, *theirs / ours,
                k_ratio_min, verdict(*theirs / ours >= k_ratio_min));
  } else {
    std::printf(", tj3 is not installed\n");
  }
}

template <class T>
double bytes_of(const std::vector<T>& values) {
  return static_cast<double>(values.capacity() * sizeof(T));
}

/// S3: what a network and its dates hold in memory, against 100 B per activity and 16 B per link.
void measure_memory(const char* name, const plan::Plan& plan) {
  const Network network = engine::schedule::build_network(plan).value();
  State state;
  engine::schedule::compute_all(network, state);
  const double bytes =
      bytes_of(network.nodes) + bytes_of(network.specials) + bytes_of(network.in_begin) +
      bytes_of(network.out_begin) + bytes_of(network.in) + bytes_of(network.out) +
      bytes_of(network.in_link) + bytes_of(network.activity) + bytes_of(network.node_of) +
      bytes_of(network.calendar_of) + bytes_of(network.grid.duration) + bytes_of(state.early) +
      bytes_of(state.late) + bytes_of(state.total_float) + bytes_of(state.free_float) +
      bytes_of(state.driving) + bytes_of(state.grid_finish) + bytes_of(state.grid_asked) +
      bytes_of(state.grid_table);
  const double bar = 100.0 * static_cast<double>(plan.activities.size()) +
                     16.0 * static_cast<double>(plan.links.size());
  std::printf("S3  memory, %s: %.0f MB, bar %.0f MB %s\n", name, bytes / 1e6, bar / 1e6,
              verdict(bytes <= bar));
}

/// Extreme shapes, everything cold, with all that a user sees.
void measure_stress(const char* name, const plan::Plan& plan, double bar_ms) {
  bool computed = false;
  const double ms = milliseconds([&] { computed = engine::schedule::compute_schedule(plan).ok(); });
  std::printf("%-44s %9zu %9zu %9.1f ms  <= %.0f %s%s\n", name, plan.activities.size(),
              plan.links.size(), ms, bar_ms, verdict(ms <= bar_ms),
              computed ? "" : "  (cycle named)");
}

void measure_stress() {
  namespace stress = engine::schedule::testing;
  const plan::Plan chain = stress::chain_plan(1'000'000);
  measure_stress("chain of 1,000,000", chain, 2000);
  measure_memory("chain of 1,000,000", chain);
  measure_stress("star of 1,000,000 predecessors", stress::star_plan(1'000'000), 2000);
  measure_stress("1,000 x 1,000 links between summaries", stress::summary_link_plan(1000, false),
                 2000);
  measure_stress("breakdown 500 deep", stress::deep_plan(500), 2000);
  measure_stress("cycle through summaries", stress::summary_link_plan(1000, true), 1000);
  measure_stress("cycle through summaries of 100,000", stress::summary_link_plan(100'000, true),
                 1000);
}

/// S4: one random duration, one day longer or shorter.
void measure_edits() {
  plan::Plan plan = bench::make_plan({1000000, 1000, 2, 2, 1, 0}, 42);
  auto incremental = engine::schedule::IncrementalSchedule::open(plan).value();
  std::mt19937 random(7);
  std::vector<double> times;
  std::size_t changed = 0;
  for (int edit = 0; edit < 2000; ++edit) {
    const auto row = random() % plan.activities.size();
    engine::schedule::ActivityInputs inputs = engine::schedule::inputs_of(plan.activities[row]);
    const bool longer = inputs.duration.tenths() <= 4800 || random() % 2 == 0;
    inputs.duration = inputs.duration + Minutes::from_tenths(longer ? 4800 : -4800);
    const engine::schedule::Change change{{{static_cast<plan::Index>(row), inputs}}, {}, {}};
    std::size_t affected = 0;
    times.push_back(milliseconds([&] { affected = incremental.apply(change)->size(); }));
    changed += affected;
    if (edit % 64 == 0) incremental.forget();
  }
  std::sort(times.begin(), times.end());
  State state;
  engine::schedule::compute_all(incremental.network(), state);
  const double full =
      best_of(3, [&] { engine::schedule::compute_all(incremental.network(), state); });
  const double p50 = times[times.size() / 2] * 1000;
  const double p99 = times[times.size() * 99 / 100] * 1000;
  std::printf(
      "S4  edits on 1M local: p50 %.1f us (<= 50 %s), p99 %.1f us (<= 1000 %s), worst %.2f "
      "ms (<= 1.2 x full pass of %.2f ms %s), %.1f changed on average\n",
      p50, verdict(p50 <= 50), p99, verdict(p99 <= 1000), times.back(), full,
      verdict(times.back() <= 1.2 * full),
      static_cast<double>(changed) / static_cast<double>(times.size()));
}

void measure_codec() {
  const plan::Plan plan = bench::make_plan({100000, 316, 3, 2, 1, 20}, 1);
  std::string bytes;
  const double pack = best_of(3, [&] { bytes = plan::pack_plan(plan); });
  const double unpack = best_of(3, [&] { (void)plan::unpack_plan(bytes); });
  std::printf("codec: %zu activities, %zu links: %zu bytes, pack %.1f ms, unpack %.1f ms\n",
              plan.activities.size(), plan.links.size(), bytes.size(), pack, unpack);
}

}  // namespace

int main(int argc, char** argv) {
  const bool small = argc > 1;
  std::printf("%-44s %9s %9s %9s %9s %9s %9s\n", "network (ms of CPU)", "acts", "links", "probe",
              "warm", "cold", "answer");
  measure("S2  5k layered", {5000, 70, 2, 1, 1, 0});
  measure("S2  100k layered", {100000, 316, 2, 1, 1, 0}, {5, 0});
  measure("    100k layered, 50 calendars, summaries", {100000, 316, 3, 1, 50, 20});
  measure_tj3(1000);
  measure_tj3(5000);
  (void)argv;
  if (small) return 0;
  measure("S1  1M local, one calendar", {1000000, 1000, 2, 2, 1, 0}, {20, 400});
  measure("S1  1M local, 50 calendars", {1000000, 1000, 2, 2, 50, 0}, {120, 400});
  measure("S1  1M random, one calendar", {1000000, 1000, 2, 0, 1, 0}, {90, 400});
  measure("S3  chain of 1M", {1000000, 1, 1, 1, 1, 0, 10});
  measure_memory("1M local", bench::make_plan({1000000, 1000, 2, 2, 1, 0}, 42));
  measure_stress();
  measure_edits();
  measure_codec();
  return 0;
}
