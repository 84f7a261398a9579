#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <optional>
#include <string>
#include <thread>

#include "base/json.h"
#include "base/text.h"
#include "engine/montecarlo/messages.h"
#include "engine/montecarlo/network_json.h"
#include "engine/montecarlo/plan_network.h"
#include "engine/schedule/messages.h"
#include "functions/risk/risk.h"
#include "functions/risk/simulate_answer.h"
#include "interchange/any/read_any.h"
#include "interchange/common/messages.h"
#include "kernel/tool.h"

namespace tc::functions::risk {
namespace {

namespace mc = engine::montecarlo;
using kernel::ToolIo;
using Arguments = std::span<const std::string_view>;

constexpr std::string_view k_usage =
    "plan simulate FILE [--iterations N] [--seed S] [--sampling mc|lhs|sobol] [--threads N] "
    "[--network NAME] [--default-range LOW,HIGH] [--distribution triangular|pert|uniform] "
    "[--status-date D] [--precision LENGTH] [--sensitivity] [--mitigation] [--details] [--json]";

struct Request {
  std::string_view file;
  std::string_view network;
  mc::Options options;
  mc::PlanOptions plan;
  double precision = 0;  ///< Half width of the interval of the P80 at which to stop.
  bool details = false;
  bool json = false;
};

template <class Number>
std::optional<Number> number(std::string_view text) {
  Number value{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

template <class Number>
bool take(std::string_view text, Number& to) {
  const std::optional<Number> value = number<Number>(text);
  if (value) to = *value;
  return value.has_value();
}

bool take_sampling(std::string_view text, mc::Sampling& to) {
  if (text == "mc") to = mc::Sampling::plain;
  if (text == "lhs") to = mc::Sampling::latin_hypercube;
  if (text == "sobol") to = mc::Sampling::sobol;
  return text == "mc" || text == "lhs" || text == "sobol";
}

bool take_distribution(std::string_view text, mc::Distribution::Kind& to) {
  using Kind = mc::Distribution::Kind;
  if (text == "triangular") to = Kind::triangular;
  if (text == "pert") to = Kind::pert;
  if (text == "uniform") to = Kind::uniform;
  return text == "triangular" || text == "pert" || text == "uniform";
}

bool take_range(std::string_view text, std::optional<std::pair<double, double>>& to) {
  const std::size_t comma = text.find(',');
  if (comma == std::string_view::npos) return false;
  std::pair<double, double> range;
  if (!take(text.substr(0, comma), range.first) || !take(text.substr(comma + 1), range.second))
    return false;
  const bool sane = std::isfinite(range.first) && std::isfinite(range.second) &&
                    range.first >= -100 && range.first <= range.second && range.second <= 10'000;
  if (sane) to = range;
  return sane;
}

bool take_option(std::string_view name, std::string_view value, Request& request) {
  if (name == "--iterations") return take(value, request.options.iterations);
  if (name == "--seed") {
    std::int64_t seed = 0;
    const bool good = take(value, seed) && seed >= 0;
    request.options.seed = static_cast<std::uint64_t>(seed);
    return good;
  }
  if (name == "--sampling") return take_sampling(value, request.options.sampling);
  if (name == "--threads") return take(value, request.options.threads);
  if (name == "--default-range") return take_range(value, request.plan.default_range);
  if (name == "--distribution") return take_distribution(value, request.plan.kind);
  if (name == "--precision") return take(value, request.precision) && request.precision > 0;
  if (name == "--status-date") {
    const std::optional<PlanTime> time = parse_plan_time(value);
    request.plan.status_date = time.value_or(k_no_time);
    return time.has_value();
  }
  if (name == "--network") {
    request.network = value;
    return true;
  }
  return false;
}

std::optional<Request> parse(Arguments arguments) {
  Request request;
  request.options.threads =
      static_cast<int>(std::clamp(std::thread::hardware_concurrency(), 1U, 16U));
  for (std::size_t at = 0; at < arguments.size(); ++at) {
    const std::string_view argument = arguments[at];
    if (argument == "--json") {
      request.json = true;
    } else if (argument == "--details") {
      request.details = true;
    } else if (argument == "--sensitivity") {
      request.options.risk_sensitivity = true;
    } else if (argument == "--mitigation") {
      request.options.mitigation = true;
    } else if (argument.starts_with("--")) {
      if (at + 1 >= arguments.size() || !take_option(argument, arguments[at + 1], request))
        return std::nullopt;
      ++at;
    } else if (request.file.empty()) {
      request.file = argument;
    } else {
      return std::nullopt;
    }
  }
  if (request.file.empty()) return std::nullopt;
  return request;
}

template <class List>
bool fill_words(const List& list, const Refusal& refusal, bool chinese, std::string& text) {
  for (const auto& message : list) {
    if (message.code != refusal.code) continue;
    std::vector<NamedText> named;
    for (const Argument& argument : refusal.arguments)
      named.push_back({argument.name, argument.value});
    text = fill_pattern(chinese ? message.zh : message.en, named);
    return true;
  }
  return false;
}

int refused(ToolIo& io, const Refusals& refusals) {
  for (const Refusal& refusal : refusals) {
    std::string text = refusal.code;
    if (!fill_words(mc::k_messages, refusal, io.chinese(), text) &&
        !fill_words(engine::schedule::k_messages, refusal, io.chinese(), text))
      fill_words(interchange::k_messages, refusal, io.chinese(), text);
    io.err((refusal.field.empty() ? "" : refusal.field + ": ") + text + " [" + refusal.code +
           "]\n");
  }
  return kernel::k_exit_refused;
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

int simulate(Arguments arguments, ToolIo& io) {
  std::optional<Request> request = parse(arguments);
  if (!request) {
    io.err("usage: tongchou " + std::string(k_usage) + "\n");
    return kernel::k_exit_usage;
  }
  Simulated simulated;
  if (const Status loaded = load(io.read_file(request->file), *request, simulated); !loaded)
    return refused(io, loaded.refusals());
  request->options.stop_half_width =
      request->precision * simulated.ticks_per_unit.value_or(k_tenths_per_minute);
  simulated.options = request->options;
  simulated.details = request->details;
  const std::int64_t start = io.monotonic_us();
  Result<mc::Outcome> outcome = mc::simulate(simulated.network, simulated.options);
  simulated.elapsed_ms = static_cast<double>(io.monotonic_us() - start) / 1000.0;
  if (!outcome) return refused(io, outcome.refusals());
  simulated.outcome = std::move(outcome).value();
  if (request->json) {
    io.out(simulate_answer(simulated) + "\n");
  } else {
    io.out(simulate_summary(simulated, io.chinese()));
  }
  return kernel::k_exit_done;
}

constexpr std::array k_tools = {
    kernel::Tool{.name = "plan simulate",
                 .label = {"进度与费用风险模拟", "Simulate schedule and cost risk"},
                 .usage = k_usage,
                 .run = simulate},
};

}  // namespace

std::span<const kernel::Tool> tools() { return k_tools; }

std::span<const kernel::Message> messages() {
  static const std::vector<kernel::Message> all = [] {
    std::vector<kernel::Message> list;
    for (const mc::Message& message : mc::k_messages)
      list.push_back({message.code, {message.zh, message.en}});
    return list;
  }();
  return all;
}

}  // namespace tc::functions::risk
