#include "engine/service_level/queue.h"

#include <cmath>

namespace tc::engine::service_level {
namespace {

bool is_load(double load) { return load > 0 && load <= k_load_max; }

double next_loss(double loss, double load, std::int64_t agents) {
  return load * loss / (static_cast<double>(agents) + load * loss);
}

/// Precondition: load < agents.
Waiting waiting_of(double loss, double load, std::int64_t agents) {
  const auto count = static_cast<double>(agents);
  Waiting waiting;
  waiting.probability = count * loss / (count - load * (1 - loss));
  waiting.mean_wait = waiting.probability / (count - load);
  waiting.mean_queue = waiting.mean_wait * load;
  waiting.occupancy = load / count;
  return waiting;
}

}  // namespace

Result<double> erlang_b(double load, std::int64_t agents) {
  if (!is_load(load) || agents < 0 || agents > k_agents_max)
    return refuse(RefusalKind::rule, "service_level.load_invalid");
  double loss = 1;
  for (std::int64_t at = 1; at <= agents; ++at) loss = next_loss(loss, load, at);
  return loss;
}

Result<Waiting> erlang_c(double load, std::int64_t agents) {
  const Result<double> loss = erlang_b(load, agents);
  if (!loss) return loss.refusals();
  if (static_cast<double>(agents) <= load)
    return refuse(RefusalKind::rule, "service_level.unstable");
  return waiting_of(*loss, load, agents);
}

double service_level(const Waiting& waiting, double load, std::int64_t agents, double target) {
  return 1 - waiting.probability * std::exp(-(static_cast<double>(agents) - load) * target);
}

Result<std::int64_t> agents_for(double load, double target, double wanted) {
  if (!is_load(load) || !(target >= 0) || !(wanted >= 0) || !(wanted < 1))
    return refuse(RefusalKind::rule, "service_level.load_invalid");
  double loss = 1;
  for (std::int64_t agents = 1; agents <= k_agents_max; ++agents) {
    loss = next_loss(loss, load, agents);
    if (static_cast<double>(agents) <= load) continue;
    if (service_level(waiting_of(loss, load, agents), load, agents, target) >= wanted)
      return agents;
  }
  return refuse(RefusalKind::rule, "service_level.load_invalid");
}

}  // namespace tc::engine::service_level
