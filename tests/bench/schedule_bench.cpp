#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <ctime>

#include "engine/schedule/incremental.h"
#include "engine/schedule/network.h"
#include "engine/schedule/passes.h"
#include "networks.h"
#include "plan/codec.h"

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

void measure(const char* name, const bench::Shape& shape) {
  const plan::Plan plan = bench::make_plan(shape, 42);
  State state;
  Result<Network> network = engine::schedule::build_network(plan);
  if (!network) std::exit(1);
  const double cold = milliseconds([&] {
    Result<Network> built = engine::schedule::build_network(plan);
    State fresh;
    engine::schedule::compute_all(*built, fresh);
  });
  engine::schedule::compute_all(*network, state);
  const double warm = best_of(7, [&] { engine::schedule::compute_all(*network, state); });
  const double answer = milliseconds([&] { (void)engine::schedule::compute_schedule(plan); });
  std::printf("%-44s %9zu %9zu %9.2f %9.2f %9.2f %9.2f\n", name, plan.activities.size(),
              plan.links.size(), probe(*network), warm, cold, answer);
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
  std::printf(
      "S4  edits on 1M local: p50 %.1f us, p99 %.1f us, worst %.2f ms, %.1f changed on average\n",
      times[times.size() / 2] * 1000, times[times.size() * 99 / 100] * 1000, times.back(),
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
  measure("S2  100k layered", {100000, 316, 2, 1, 1, 0});
  measure("    100k layered, 50 calendars, summaries", {100000, 316, 3, 1, 50, 20});
  (void)argv;
  if (small) return 0;
  measure("S1  1M local, one calendar", {1000000, 1000, 2, 2, 1, 0});
  measure("S1  1M local, 50 calendars", {1000000, 1000, 2, 2, 50, 0});
  measure("S1  1M random, one calendar", {1000000, 1000, 2, 0, 1, 0});
  measure("S3  chain of 1M", {1000000, 1, 1, 1, 1, 0, 10});
  measure_edits();
  measure_codec();
  return 0;
}
