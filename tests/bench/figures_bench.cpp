#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <random>
#include <string>

#include "engine/earned_value/earned_value.h"
#include "engine/finance/cash_flow.h"
#include "engine/finance/rate_of_return.h"
#include "engine/quality/chart.h"
#include "engine/quality/rules.h"
#include "engine/service_level/business_clock.h"
#include "engine/survey/network.h"

namespace {

using namespace tc;

/// CPU time of this thread: other work on the machine does not count.
double cpu_ms() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) / 1e6;
}

double best_of(int rounds, const auto& work) {
  double best = 1e18;
  for (int round = 0; round < rounds; ++round) {
    const double start = cpu_ms();
    work();
    best = std::min(best, cpu_ms() - start);
  }
  return best;
}

void report(const char* figure, double ms, double bar_ms) {
  std::printf("%-58s %10.2f ms  bar %8.0f ms  %6.1f x below%s\n", figure, ms, bar_ms, bar_ms / ms,
              ms <= bar_ms ? "" : "  MISSED");
}

void require(bool holds) {
  if (!holds) std::exit(1);
}

void measure_earned_value() {
  using namespace engine::earned_value;
  constexpr std::int32_t k_periods = 60;
  constexpr std::size_t k_packages = 100'000;
  std::mt19937_64 random(1);
  Input input;
  input.periods = k_periods;
  input.status_period = 40;
  for (int node = 0; node < 1111; ++node)
    input.wbs.push_back({std::to_string(node), "", node == 0 ? k_none : (node - 1) / 10});
  for (int node = 0; node < 40; ++node) input.obs.push_back({std::to_string(node), "", k_none});
  input.packages.resize(k_packages);
  for (Grid* grid : {&input.planned, &input.actual, &input.progress}) {
    grid->periods = k_periods;
    grid->cells.resize(k_packages * k_periods);
  }
  for (std::size_t at = 0; at < k_packages; ++at) {
    WorkPackage& package = input.packages[at];
    package.id = std::to_string(at);
    package.wbs = static_cast<Index>(111 + at % 1000);
    package.obs = static_cast<Index>(at % 40);
    for (std::int32_t period = 0; period < k_periods; ++period) {
      input.planned.row(at)[period] = static_cast<Amount>(random() % 10000);
      input.actual.row(at)[period] = static_cast<Amount>(random() % 10000);
      input.progress.row(at)[period] = period * 150;
    }
  }
  report("earned value, 100,000 packages x 60 periods",
         best_of(3, [&] { require(compute(input).ok()); }), 1000);
}

void measure_rules() {
  std::mt19937_64 random(2);
  std::normal_distribution<double> normal;
  std::vector<double> z(1'000'000);
  for (double& value : z) value = normal(random);
  std::vector<engine::quality::Rules> flags(z.size());
  report("control chart rules, 1,000,000 points, all eight",
         best_of(5, [&] { engine::quality::check_rules(z, engine::quality::k_nelson, flags); }),
         50);
}

void measure_finance() {
  std::vector<engine::finance::Flow> flows(1'000'000, 100);
  flows[0] = -90'000;
  double sum = 0;
  report("net present value, 1,000,000 flows",
         best_of(5,
                 [&] {
                   sum += engine::finance::net_present_value(0.001, flows,
                                                             engine::finance::Timing::end)
                              .value;
                 }),
         20);
  std::vector<engine::finance::Flow> waves(60);
  for (std::size_t at = 0; at < waves.size(); ++at) waves[at] = at % 3 == 0 ? -250 : 130;
  std::printf("%-58s %10.2f ms\n", "every rate of return, 60 flows, 39 changes of sign",
              best_of(3, [&] { require(engine::finance::rates_of_return(waves).ok()); }));
  require(sum > 0);
}

void measure_clock() {
  using namespace engine::service_level;
  plan::Calendar calendar;
  for (std::size_t day = 1; day <= 5; ++day)
    calendar.week[day] = plan::Shifts{{5400, 7200}, {7800, 10800}};
  for (Day day = 19723; day < 20800; day += 17) {
    plan::CalendarException holiday;
    holiday.first = holiday.last = day;
    calendar.exceptions.push_back(holiday);
  }
  const std::vector<ZoneChange> zone = {{0, 480}};
  const BusinessClock clock = BusinessClock::make(calendar, 19723, 20818, zone).value();
  std::mt19937_64 random(3);
  std::int64_t sum = 0;
  report("service level, 100,000 clocks and due moments",
         best_of(3,
                 [&] {
                   for (int at = 0; at < 100'000; ++at) {
                     const Moment from =
                         clock.first() + static_cast<Moment>(random() % 60'000'000) * 1000;
                     sum += clock.between(from,
                                          from + static_cast<Moment>(random() % 8'000'000) * 1000);
                     const Result<Moment> due = clock.due(from, 8 * 3'600'000);
                     if (due) sum += *due;
                   }
                 }),
         1000);
  require(sum != 0);
}

void measure_network() {
  std::mt19937_64 random(4);
  engine::survey::Network network;
  network.nodes = 5000;
  for (int edge = 0; edge < 50'000; ++edge) {
    network.edges.push_back(
        {static_cast<std::int32_t>(random() % 5000), static_cast<std::int32_t>(random() % 5000)});
  }
  NoProgress progress;
  report("betweenness, 5,000 nodes, 50,000 edges",
         best_of(1, [&] { require(engine::survey::betweenness(network, progress).ok()); }), 10000);
}

}  // namespace

int main() {
  measure_earned_value();
  measure_rules();
  measure_finance();
  measure_clock();
  measure_network();
  return 0;
}
