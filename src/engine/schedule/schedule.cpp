#include "engine/schedule/schedule.h"

#include "engine/schedule/network.h"
#include "engine/schedule/passes.h"
#include "engine/schedule/result.h"

namespace tc::engine::schedule {

Result<Schedule> compute_schedule(const plan::Plan& plan, const Options& options) {
  Result<Network> network = build_network(plan, options);
  if (!network) return network.refusals();
  State state;
  compute_all(*network, state);
  return make_schedule(*network, state);
}

Schedule make_schedule(const Network& network, const State& state) {
  Schedule schedule;
  fill_activities(network, state, schedule);
  fill_spans(network, schedule);
  roll_up(network, schedule);
  check_data(network, schedule);
  return schedule;
}

}  // namespace tc::engine::schedule
