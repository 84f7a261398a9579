#include "kernel/tool.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <thread>

#include "engine/level/plan_modes.h"
#include "functions/resource/instance_file.h"
#include "functions/resource/levelling_ways.h"
#include "functions/resource/plan_answer.h"
#include "functions/resource/resource.h"
#include "interchange/any/read_any.h"
#include "interchange/psplib/read.h"

namespace tc::functions::resource {
namespace {

using kernel::ToolCall;
using kernel::ToolIo;
using kernel::ToolProgress;

constexpr std::string_view k_usage =
    "plan level FILE [--schedules N] [--deadline-ms T] [--seed S] [--threads N] [--split] "
    "[--replace-people] [--change-crews] [--extra-cost-max MINOR] [--json]";
/// What a call without limits may take.
constexpr std::int64_t k_default_deadline_ms = 10'000;
constexpr std::int64_t k_threads_max = 64;
/// Between the seeds of threads; a search uses the seeds after its own for its later turns.
constexpr std::uint64_t k_seed_step = 1'000'003;

struct Request {
  std::optional<std::int64_t> schedules;
  std::optional<std::int64_t> deadline_ms;
  std::int64_t seed = 1;
  std::int64_t threads = 1;
  std::int64_t cost_max = 0;  ///< For crash durations of a plan.
  bool split = false;
  bool people = false;
  bool crews = false;
  bool json = false;
};

Request request_of(ToolCall& call) {
  Request request;
  request.json = call.json();
  request.split = call.has("--split");
  request.people = call.has("--replace-people");
  request.crews = call.has("--change-crews");
  const auto limit = [&](std::string_view option, std::int64_t least,
                         std::optional<std::int64_t>& to) {
    std::int64_t value = 0;
    call.take(option, value, least, INT64_MAX);
    if (call.has(option)) to = value;
  };
  limit("--schedules", 1, request.schedules);
  limit("--deadline-ms", 0, request.deadline_ms);
  call.take("--seed", request.seed, std::int64_t{0}, INT64_MAX);
  call.take("--extra-cost-max", request.cost_max, std::int64_t{0}, INT64_MAX);
  call.take("--threads", request.threads, std::int64_t{1}, k_threads_max);
  return request;
}

using Solved = Result<engine::level::Solution>;

/// The same instance with one seed per thread; the schedules are shared out. The best schedule with
/// the best bound; between equals the first thread's, so that the answer depends on the request
/// alone where no deadline cuts in.
Solved solve_in_threads(const engine::level::Instance& instance, engine::level::Options options,
                        const Request& request, ToolIo& io,
                        std::optional<std::int64_t> deadline_ms) {
  const auto threads = static_cast<std::size_t>(
      std::min<std::int64_t>(request.threads, std::max<std::int64_t>(1, options.schedules_max)));
  if (options.schedules_max < INT64_MAX)
    options.schedules_max /= static_cast<std::int64_t>(threads);
  std::vector<std::optional<Solved>> solved(threads);
  const auto work = [&](std::size_t at) {
    engine::level::Options own = options;
    own.seed += at * k_seed_step;
    ToolProgress watch(io, deadline_ms, at == 0);
    solved[at] = engine::level::solve(instance, own, watch);
  };
  std::vector<std::thread> others;
  for (std::size_t at = 1; at < threads; ++at) others.emplace_back(work, at);
  work(0);
  for (std::thread& thread : others) thread.join();
  if (!*solved[0]) return solved[0]->refusals();
  engine::level::Solution best = **solved[0];
  for (std::size_t at = 1; at < threads; ++at) {
    if (!*solved[at]) continue;
    const engine::level::Solution& other = **solved[at];
    best.schedules += other.schedules;
    if (other.lower_bound.value > best.lower_bound.value) best.lower_bound = other.lower_bound;
    if (other.makespan >= best.makespan) continue;
    best.makespan = other.makespan;
    best.schedule = other.schedule;
  }
  best.proved = best.makespan == best.lower_bound.value;
  return best;
}

Status level_instance(const Request& request, std::string_view bytes, ToolIo& io) {
  std::optional<std::int64_t> deadline_ms = request.deadline_ms;
  if (!deadline_ms && !request.schedules) deadline_ms = k_default_deadline_ms;
  const ToolProgress watch(io, {});
  const Result<engine::level::Instance> instance = read_instance(bytes);
  if (!instance) return instance.refusals();
  engine::level::Options options;
  options.schedules_max = request.schedules.value_or(INT64_MAX);
  options.seed = static_cast<std::uint64_t>(request.seed);
  options.exact = deadline_ms.has_value();
  const Solved solution = solve_in_threads(*instance, options, request, io, deadline_ms);
  if (!solution) return solution.refusals();
  if (request.json) {
    io.out(instance_answer(*solution, watch.elapsed_ms()) + "\n");
  } else {
    io.out("makespan " + std::to_string(solution->makespan) + ", lower bound " +
           std::to_string(solution->lower_bound.value) + " (" +
           std::string(name_of(solution->lower_bound.kind)) + ")" +
           (solution->proved ? ", proved" : "") + "\n");
  }
  return Done{};
}

/// What a levelling does beside putting off.
std::string ways_text(const engine::level::Levelling& levelling) {
  std::string text;
  const auto tell = [&](std::size_t count, const char* what) {
    if (count > 0) text += ", " + std::to_string(count) + what;
  };
  tell(levelling.splits.size(), " interrupted");
  tell(levelling.swaps.size(), " given to others");
  tell(levelling.modes.size(), " done another way");
  return text;
}

Status level_plan(const Request& request, std::string_view bytes, ToolIo& io) {
  ToolProgress watch(io, request.deadline_ms);
  const Result<interchange::ReadOutcome> file = interchange::read_any(bytes);
  if (!file) return file.refusals();
  engine::level::PlanOptions options;
  options.seed = static_cast<std::uint64_t>(request.seed);
  if (request.schedules)
    options.passes_max = *request.schedules;
  else if (request.deadline_ms)
    options.passes_max = INT64_MAX;
  options.split = request.split;
  if (request.people) options.alternatives = alternatives_by_group(file->plan);
  options.cost_max = request.cost_max;
  options.modes =
      engine::level::modes_of(file->plan, {.crews = request.crews, .crash = request.cost_max > 0});
  const Result<engine::level::Levelling> levelling =
      engine::level::level_plan(file->plan, options, watch);
  if (!levelling) return levelling.refusals();
  if (request.json) {
    io.out(plan_answer(file->plan, *levelling, watch.elapsed_ms()) + "\n");
  } else {
    io.out(std::to_string(levelling->moves.size()) + " activities moved, overallocated days " +
           std::to_string(levelling->overloads_before.size()) + " -> " +
           std::to_string(levelling->overloads_after.size()) + ways_text(*levelling) + "\n");
  }
  return Done{};
}

Status run_level(ToolCall& call, ToolIo& io) {
  const Request request = request_of(call);
  if (Status sound = call.sound(); !sound) return sound;
  const std::string bytes = io.read_file(call.file());
  return interchange::psplib::looks_like(bytes) ? level_instance(request, bytes, io)
                                                : level_plan(request, bytes, io);
}

constexpr std::array k_tools = {
    kernel::Tool{.name = "plan level",
                 .label = {"资源受限排程与资源平衡", "Schedule under limited resources"},
                 .usage = k_usage,
                 .run = run_level},
};

}  // namespace

std::span<const kernel::Tool> tools() { return k_tools; }

}  // namespace tc::functions::resource
