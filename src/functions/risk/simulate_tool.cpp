#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <optional>
#include <string>
#include <thread>

#include "base/json.h"
#include "base/text.h"
#include "engine/montecarlo/network_json.h"
#include "engine/montecarlo/plan_network.h"
#include "functions/risk/risk.h"
#include "functions/risk/simulate_answer.h"
#include "interchange/any/read_any.h"
#include "kernel/tool.h"

namespace tc::functions::risk {
namespace {

namespace mc = engine::montecarlo;
using kernel::ToolCall;
using kernel::ToolIo;

constexpr std::string_view k_usage =
    "plan simulate FILE [--iterations N] [--seed S] [--sampling mc|lhs|sobol] [--threads N] "
    "[--network NAME] [--default-range LOW,HIGH] [--distribution triangular|pert|uniform] "
    "[--status-date D] [--precision LENGTH] [--sensitivity] [--mitigation] [--details] [--json]";

struct Request {
  std::string_view network;
  mc::Options options;
  mc::PlanOptions plan;
  double precision = 0;  ///< Half width of the interval of the P80 at which to stop.
  bool details = false;
};

mc::Sampling sampling_of(std::string_view name) {
  if (name == "mc") return mc::Sampling::plain;
  return name == "lhs" ? mc::Sampling::latin_hypercube : mc::Sampling::sobol;
}

mc::Distribution::Kind distribution_of(std::string_view name) {
  using Kind = mc::Distribution::Kind;
  if (name == "triangular") return Kind::triangular;
  return name == "pert" ? Kind::pert : Kind::uniform;
}

/// `LOW,HIGH` in percent.
std::optional<std::pair<double, double>> range_of(std::string_view text) {
  const std::size_t comma = text.find(',');
  if (comma == std::string_view::npos) return std::nullopt;
  const auto low = ToolCall::number<double>(text.substr(0, comma));
  const auto high = ToolCall::number<double>(text.substr(comma + 1));
  const bool sane = low && high && std::isfinite(*low) && std::isfinite(*high) && *low >= -100 &&
                    *low <= *high && *high <= 10'000;
  if (!sane) return std::nullopt;
  return std::pair(*low, *high);
}

Request request_of(ToolCall& call) {
  Request request;
  mc::Options& options = request.options;
  options.threads = static_cast<int>(std::clamp(std::thread::hardware_concurrency(), 1U, 16U));
  call.take("--iterations", options.iterations, std::int64_t{INT64_MIN}, INT64_MAX);
  call.take("--seed", options.seed, std::uint64_t{0}, std::uint64_t{INT64_MAX});
  call.take("--threads", options.threads, INT32_MIN, INT32_MAX);
  call.take("--precision", request.precision, std::numeric_limits<double>::min(),
            std::numeric_limits<double>::max());
  if (call.has("--sampling")) options.sampling = sampling_of(call.text("--sampling"));
  if (call.has("--distribution")) request.plan.kind = distribution_of(call.text("--distribution"));
  options.risk_sensitivity = call.has("--sensitivity");
  options.mitigation = call.has("--mitigation");
  request.details = call.has("--details");
  request.network = call.text("--network");
  if (call.has("--default-range")) {
    request.plan.default_range = range_of(call.text("--default-range"));
    if (!request.plan.default_range) call.misuse();
  }
  if (call.has("--status-date")) {
    const std::optional<PlanTime> time = parse_plan_time(call.text("--status-date"));
    if (!time) call.misuse();
    request.plan.status_date = time.value_or(k_no_time);
  }
  return request;
}

/// Fills network and units from a file of networks.
Status load_networks(const Json& document, Request& request, Simulated& simulated) {
  Result<mc::NamedNetwork> named = mc::read_network(document, request.network);
  if (!named) return named.refusals();
  simulated.network = std::move(named->network);
  simulated.ticks_per_unit = named->ticks_per_unit;
  for (const auto& [finish, cost] : named->joint_points)
    request.options.joint_points.push_back({finish * named->ticks_per_unit, cost});
  return Done{};
}

Status load_plan(std::string_view bytes, const Request& request, Simulated& simulated) {
  const Result<interchange::ReadOutcome> file = interchange::read_any(bytes);
  if (!file) return file.refusals();
  Result<mc::PlanNetwork> network =
      mc::network_of_plan(file->plan, mc::ranges_of(file->plan), request.plan);
  if (!network) return network.refusals();
  simulated.network = std::move(network->network);
  simulated.skipped_links = static_cast<std::int64_t>(network->skipped_links);
  return Done{};
}

/// A JSON text is a file of networks, all else a plan.
Status load(std::string_view bytes, Request& request, Simulated& simulated) {
  const std::string_view text = trim(bytes);
  if (!text.starts_with('{')) return load_plan(bytes, request, simulated);
  const Result<Json> document = parse_json(bytes);
  if (!document) return document.refusals();
  if (!mc::is_network_document(*document)) return load_plan(bytes, request, simulated);
  return load_networks(*document, request, simulated);
}

Status simulate(ToolCall& call, ToolIo& io) {
  Request request = request_of(call);
  if (Status sound = call.sound(); !sound) return sound;
  Simulated simulated;
  if (Status loaded = load(io.read_file(call.file()), request, simulated); !loaded) return loaded;
  request.options.stop_half_width =
      request.precision * simulated.ticks_per_unit.value_or(k_tenths_per_minute);
  simulated.options = request.options;
  simulated.details = request.details;
  const std::int64_t start = io.monotonic_us();
  Result<mc::Outcome> outcome = mc::simulate(simulated.network, simulated.options);
  simulated.elapsed_ms = static_cast<double>(io.monotonic_us() - start) / 1000.0;
  if (!outcome) return outcome.refusals();
  simulated.outcome = std::move(outcome).value();
  io.out(call.json() ? simulate_answer(simulated) + "\n"
                     : simulate_summary(simulated, io.chinese()));
  return Done{};
}

constexpr std::array k_tools = {
    kernel::Tool{.name = "plan simulate",
                 .label = {"进度与费用风险模拟", "Simulate schedule and cost risk"},
                 .usage = k_usage,
                 .run = simulate},
};

}  // namespace

std::span<const kernel::Tool> tools() { return k_tools; }

}  // namespace tc::functions::risk
