#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <random>
#include <string>

#include "engine/montecarlo/montecarlo.h"
#include "engine/montecarlo/network.h"

/// Risk simulation against the bars: activity-samples per CPU second, the anchor numpy in the same
/// run, and the gain of better sampling.
namespace {

using namespace tc;
using namespace tc::engine::montecarlo;

double cpu_seconds() {
  timespec now{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) / 1e9;
}
double wall_seconds() {
  timespec now{};
  clock_gettime(CLOCK_MONOTONIC, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) / 1e9;
}

struct Shape {
  std::int32_t activities = 10'000;
  std::int32_t layers = 100;
  bool full = false;  ///< All link types with lags, constraints, risks, cost, correlation.
  std::int32_t calendars = 1;
  std::int32_t on_others = 10;  ///< Percent of activities on other calendars than the first.
};

plan::WorkingTime working_time(std::int32_t kind) {
  plan::Plan plan;
  plan.calendars.resize(1);
  const plan::Shifts day =
      kind % 2 == 0 ? plan::Shifts{{4800, 7200}, {7800, 10200}} : plan::Shifts{{3600, 10800}};
  for (std::size_t weekday = 0; weekday < 7; ++weekday) {
    const bool works = weekday > 0 && weekday < (kind < 2 ? 6U : 7U);
    plan.calendars[0].week[weekday] = works ? day : plan::Shifts{};
  }
  return plan::compile_calendar(plan, 0, {20'000, 26'000}).value();
}

/// Layers of equal width; each activity has on average 2.45 predecessors in the layer before.
Network layered(const Shape& shape) {
  std::mt19937 random(7);
  const auto below = [&](std::int32_t limit) {
    return static_cast<std::int32_t>(random() % static_cast<std::uint32_t>(limit));
  };
  Network network;
  network.start = 20'454 * k_tenths_per_day + 4800;
  for (std::int32_t kind = 0; kind < shape.calendars; ++kind)
    network.calendars.push_back({working_time(kind), {}});
  const std::int32_t width = shape.activities / shape.layers;
  for (std::int32_t row = 0; row < shape.activities; ++row) {
    Activity activity;
    activity.id = std::to_string(row);
    if (shape.calendars > 0) activity.calendar = 0;
    if (shape.calendars > 1 && below(100) < shape.on_others)
      activity.calendar = 1 + below(shape.calendars - 1);
    const double days = 2 + below(20);
    activity.duration =
        scaled(Distribution::triangular(days * 0.8, days, days * (1.2 + 0.1 * below(5))), 4800);
    if (shape.full && below(3) == 0)
      activity.duration = scaled(Distribution::pert(days * 0.8, days, days * 1.5), 4800);
    if (shape.full) activity.cost_per_tick = 0.1 + below(10) * 0.1;
    if (shape.full && below(50) == 0)
      activity.window.start_from = network.start + below(300) * k_tenths_per_day;
    network.activities.push_back(std::move(activity));
    if (row < width) continue;
    const std::int32_t count = 2 + (below(100) < 45 ? 1 : 0);
    for (std::int32_t link = 0; link < count; ++link) {
      Link entry;
      entry.from = (row / width - 1) * width + below(width);
      entry.to = row;
      if (shape.full && below(4) == 0) entry.kind = static_cast<plan::LinkKind>(below(4));
      if (shape.full && below(4) == 0) entry.lag = below(5) * 2400;
      entry.calendar = network.activities.back().calendar;
      network.links.push_back(entry);
    }
  }
  if (!shape.full) return network;
  for (std::int32_t risk = 0; risk < 20; ++risk) {
    Risk driver;
    driver.id = "driver " + std::to_string(risk);
    driver.probability = 0.3 + 0.03 * risk;
    Impact impact;
    impact.amount = Distribution::triangular(0.95, 1.05, 1.3);
    for (std::int32_t at = 0; at < shape.activities / 20; ++at)
      impact.activities.push_back(below(shape.activities));
    driver.impacts.push_back(std::move(impact));
    network.risks.push_back(std::move(driver));
  }
  Correlation correlation;
  correlation.rho = 0.4;
  for (std::int32_t at = 0; at < 20; ++at)
    correlation.activities.push_back(at * (shape.activities / 20));
  network.correlations.push_back(std::move(correlation));
  return network;
}

Options options_of(std::int64_t iterations, Sampling sampling) {
  Options options;
  options.iterations = iterations;
  options.sampling = sampling;
  return options;
}

/// Activity-samples per CPU second of the whole call, best of three.
double rate(const Network& network, const Options& options) {
  double best = 0;
  for (int round = 0; round < 3; ++round) {
    const double start = cpu_seconds();
    if (!simulate(network, options)) std::exit(1);
    const double samples =
        static_cast<double>(options.iterations) * static_cast<double>(network.activities.size());
    best = std::max(best, samples / (cpu_seconds() - start));
  }
  return best;
}

const char* name_of(Sampling sampling) {
  constexpr std::array k_names = {"mc", "lhs", "sobol"};
  return k_names[static_cast<std::size_t>(sampling)];
}

void measure_rates() {
  const Network bare = layered({10'000, 100, false, 0});
  Options options = options_of(10'000, Sampling::plain);
  options.activity_outputs = false;
  std::printf("bare: triangular, FS, forward only, 10k x 10k\n");
  for (const InstructionSet set :
       {InstructionSet::portable, InstructionSet::avx2, InstructionSet::avx512}) {
    if (kernel_for(set) == nullptr) continue;
    options.instruction_set = set;
    std::printf("  %-9s %.3g activity-samples/s\n", kernel_for(set)->name, rate(bare, options));
  }
  const auto measure = [](const char* title, const Shape& shape) {
    const Network network = layered(shape);
    std::printf("%s, 10k x 10k, all outputs (bar 1.5e8)\n", title);
    for (const Sampling sampling : {Sampling::plain, Sampling::latin_hypercube, Sampling::sobol}) {
      std::printf("  %-6s %.3g activity-samples/s\n", name_of(sampling),
                  rate(network, options_of(10'000, sampling)));
    }
  };
  measure("one calendar, FS", {10'000, 100, false, 1});
  measure("full: 4 link types, lags, constraints, drivers, cost, correlation, one calendar",
          {10'000, 100, true, 1});
  measure("full, four calendars, 10 % of activities on others than the first",
          {10'000, 100, true, 4});
  measure("full, four calendars at random", {10'000, 100, true, 4, 75});
}

void measure_threads() {
  const Network network = layered({10'000, 100, true, 4});
  for (const int threads : {1, 2}) {
    Options options = options_of(10'000, Sampling::latin_hypercube);
    options.threads = threads;
    double wall = 1e9, cpu = 1e9;
    for (int round = 0; round < 3; ++round) {
      const double wall_start = wall_seconds(), cpu_start = cpu_seconds();
      if (!simulate(network, options)) std::exit(1);
      wall = std::min(wall, wall_seconds() - wall_start);
      cpu = std::min(cpu, cpu_seconds() - cpu_start);
    }
    // On a machine that others use, too, the wall says more of them; CPU time by threads is what an
    // idle one would take.
    std::printf(
        "10k x 10k full, four calendars, %d thread(s): %.2f s wall, %.2f s CPU per thread "
        "(bar 1.5 s on 2)\n",
        threads, wall, cpu / threads);
  }
}

/// Six parallel chains of four activities, then six in series: 30 activities.
Network chains() {
  Network network;
  for (int row = 0; row < 30; ++row) {
    Activity activity;
    activity.id = std::to_string(row);
    const double mode = 10 + row % 5 * 3;
    activity.duration =
        scaled(Distribution::triangular(mode * 0.7, mode, mode * (1.5 + 0.1 * (row % 4))), 4800);
    network.activities.push_back(std::move(activity));
  }
  for (std::int32_t chain = 0; chain < 6; ++chain) {
    for (std::int32_t at = 1; at < 4; ++at)
      network.links.push_back({.from = chain * 4 + at - 1, .to = chain * 4 + at});
    network.links.push_back({.from = chain * 4 + 3, .to = 24});
  }
  for (std::int32_t at = 25; at < 30; ++at) network.links.push_back({.from = at - 1, .to = at});
  return network;
}

void measure_variance() {
  const Network network = chains();
  Options large = options_of(2'000'000, Sampling::sobol);
  large.activity_outputs = false;
  const double truth = simulate(network, large)->finish.percentiles[5].value;
  std::array<double, 3> error{};
  constexpr int k_replications = 3000;
  for (std::size_t kind = 0; kind < error.size(); ++kind) {
    for (int seed = 1; seed <= k_replications; ++seed) {
      Options options = options_of(1024, static_cast<Sampling>(kind));
      options.seed = static_cast<std::uint64_t>(seed);
      options.activity_outputs = false;
      const double p80 = simulate(network, options)->finish.percentiles[5].value;
      error[kind] += (p80 - truth) * (p80 - truth) / k_replications;
    }
  }
  std::printf(
      "variance of the P80 at n = 1024, %d replications: mc/lhs %.2f (bar 2, anchor 2.1; "
      "hypercubes "
      "that are even in single dimensions only: 1.95), mc/sobol %.2f (bar 3.5, anchor 4.4)\n",
      k_replications, error[0] / error[1], error[0] / error[2]);
}

/// The same bare task in numpy, where it is installed: the anchor of this run.
void measure_numpy() {
  std::printf("numpy anchor, bare 10k x 1k (bare mode must be 5 times as fast):\n");
  std::fflush(stdout);
  const char* script =
      "import time\n"
      "try:\n import numpy as np\n"
      "except ImportError:\n print('  numpy is not installed'); raise SystemExit\n"
      "g=np.random.default_rng(7); n=1000; w=100; layers=100\n"
      "best=0\n"
      "for r in range(3):\n"
      " t=time.process_time(); prev=None\n"
      " for l in range(layers):\n"
      "  d=g.triangular(4.0,5.0,6.5,size=(w,n))\n"
      "  if prev is not None:\n"
      "   p=g.integers(0,w,size=(w,2)); s=np.maximum(prev[p[:,0]],prev[p[:,1]])\n"
      "   k=g.integers(0,w,size=45); s[:45]=np.maximum(s[:45],prev[k]); d+=s\n"
      "  prev=d\n"
      " prev.max(axis=0)\n"
      " best=max(best,w*layers*n/(time.process_time()-t))\n"
      "print('  numpy     %.3g activity-samples/s'%best)\n";
  const std::string command =
      "OMP_NUM_THREADS=1 /usr/bin/python3 -c \"" + std::string(script) + "\"";
  if (std::system(command.c_str()) != 0) std::printf("  not run\n");
}

}  // namespace

/// One argument chooses a part: variance, rates or threads.
int main(int argc, char** argv) {
  const std::string part = argc > 1 ? argv[1] : "";
  if (part.empty() || part == "variance") measure_variance();
  if (part.empty() || part == "rates") {
    measure_numpy();
    measure_rates();
  }
  if (part.empty() || part == "threads") measure_threads();
  return 0;
}
