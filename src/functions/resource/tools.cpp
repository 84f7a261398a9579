#include "kernel/tool.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <map>
#include <optional>
#include <string>
#include <thread>

#include "base/text.h"
#include "functions/resource/instance_file.h"
#include "functions/resource/plan_answer.h"
#include "functions/resource/resource.h"
#include "interchange/any/read_any.h"
#include "interchange/psplib/read.h"

namespace tc::functions::resource {
namespace {

using kernel::ToolIo;
using Arguments = std::span<const std::string_view>;

constexpr std::string_view k_usage =
    "plan level FILE [--schedules N] [--deadline-ms T] [--seed S] [--threads N] [--json]";
/// What a call without limits may take.
constexpr std::int64_t k_default_deadline_ms = 10'000;
constexpr std::int64_t k_threads_max = 64;
/// Between the seeds of threads; a search uses the seeds after its own for its later turns.
constexpr std::uint64_t k_seed_step = 1'000'003;

struct Request {
  std::string_view file;
  std::optional<std::int64_t> schedules;
  std::optional<std::int64_t> deadline_ms;
  std::int64_t seed = 1;
  std::int64_t threads = 1;
  bool json = false;
};

std::optional<std::int64_t> positive(std::string_view text) {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || value < 0) return std::nullopt;
  return value;
}

std::optional<Request> parse(Arguments arguments) {
  Request request;
  for (std::size_t at = 0; at < arguments.size(); ++at) {
    const std::string_view argument = arguments[at];
    if (argument == "--json") {
      request.json = true;
    } else if (!argument.starts_with("--")) {
      if (!request.file.empty()) return std::nullopt;
      request.file = argument;
    } else {
      const auto value =
          at + 1 < arguments.size() ? positive(arguments[++at]) : std::optional<std::int64_t>();
      if (!value) return std::nullopt;
      if (argument == "--schedules" && *value > 0)
        request.schedules = *value;
      else if (argument == "--deadline-ms")
        request.deadline_ms = *value;
      else if (argument == "--seed")
        request.seed = *value;
      else if (argument == "--threads" && *value > 0 && *value <= k_threads_max)
        request.threads = *value;
      else
        return std::nullopt;
    }
  }
  if (request.file.empty()) return std::nullopt;
  return request;
}

/// Stops at the deadline, and tells once a second how far the work is.
class Watch final : public Progress {
 public:
  Watch(ToolIo& io, std::optional<std::int64_t> deadline_ms, bool tells = true)
      : io_(io), start_us_(io.monotonic_us()), told_us_(tells ? start_us_ : INT64_MAX) {
    if (deadline_ms && *deadline_ms < INT64_MAX / 2000) stop_us_ = start_us_ + *deadline_ms * 1000;
  }
  [[nodiscard]] bool step(std::int64_t done, std::int64_t total, const char* phase) override {
    const std::int64_t now = io_.monotonic_us();
    if (now >= told_us_ && now - told_us_ >= 1'000'000) {
      told_us_ = now;
      const std::string of = total < INT64_MAX ? "/" + std::to_string(total) : "";
      io_.err(std::string(phase) + " " + std::to_string(done) + of + "\n");
    }
    return now < stop_us_;
  }
  [[nodiscard]] double elapsed_ms() const {
    return static_cast<double>(io_.monotonic_us() - start_us_) / 1000.0;
  }

 private:
  ToolIo& io_;
  std::int64_t start_us_;
  std::int64_t told_us_;
  std::int64_t stop_us_ = INT64_MAX;
};

int refused(ToolIo& io, const Refusals& refusals) {
  for (const Refusal& refusal : refusals) {
    std::string text = refusal.code;
    for (const kernel::Message& message : messages()) {
      if (message.code != refusal.code) continue;
      std::vector<NamedText> named;
      for (const Argument& argument : refusal.arguments)
        named.push_back({argument.name, argument.value});
      text = fill_pattern(io.chinese() ? message.text.zh : message.text.en, named);
    }
    io.err((refusal.field.empty() ? "" : refusal.field + ": ") + text + " [" + refusal.code +
           "]\n");
  }
  return kernel::k_exit_refused;
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
    Watch watch(io, deadline_ms, at == 0);
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

int level_instance(const Request& request, std::string_view bytes, ToolIo& io) {
  std::optional<std::int64_t> deadline_ms = request.deadline_ms;
  if (!deadline_ms && !request.schedules) deadline_ms = k_default_deadline_ms;
  const Watch watch(io, {});
  const Result<engine::level::Instance> instance = read_instance(bytes);
  if (!instance) return refused(io, instance.refusals());
  engine::level::Options options;
  options.schedules_max = request.schedules.value_or(INT64_MAX);
  options.seed = static_cast<std::uint64_t>(request.seed);
  options.exact = deadline_ms.has_value();
  const Solved solution = solve_in_threads(*instance, options, request, io, deadline_ms);
  if (!solution) return refused(io, solution.refusals());
  if (request.json) {
    io.out(instance_answer(*solution, watch.elapsed_ms()) + "\n");
  } else {
    io.out("makespan " + std::to_string(solution->makespan) + ", lower bound " +
           std::to_string(solution->lower_bound.value) + " (" +
           std::string(name_of(solution->lower_bound.kind)) + ")" +
           (solution->proved ? ", proved" : "") + "\n");
  }
  return kernel::k_exit_done;
}

int level_plan(const Request& request, std::string_view bytes, ToolIo& io) {
  Watch watch(io, request.deadline_ms);
  const Result<interchange::ReadOutcome> file = interchange::read_any(bytes);
  if (!file) return refused(io, file.refusals());
  engine::level::PlanOptions options;
  options.seed = static_cast<std::uint64_t>(request.seed);
  if (request.schedules)
    options.passes_max = *request.schedules;
  else if (request.deadline_ms)
    options.passes_max = INT64_MAX;
  const Result<engine::level::Levelling> levelling =
      engine::level::level_plan(file->plan, options, watch);
  if (!levelling) return refused(io, levelling.refusals());
  if (request.json) {
    io.out(plan_answer(file->plan, *levelling, watch.elapsed_ms()) + "\n");
  } else {
    io.out(std::to_string(levelling->moves.size()) + " activities moved, overallocated days " +
           std::to_string(levelling->overloads_before.size()) + " -> " +
           std::to_string(levelling->overloads_after.size()) + "\n");
  }
  return kernel::k_exit_done;
}

int level(Arguments arguments, ToolIo& io) {
  const std::optional<Request> request = parse(arguments);
  if (!request) {
    io.err("usage: tongchou " + std::string(k_usage) + "\n");
    return kernel::k_exit_usage;
  }
  const std::string bytes = io.read_file(request->file);
  return interchange::psplib::looks_like(bytes) ? level_instance(*request, bytes, io)
                                                : level_plan(*request, bytes, io);
}

constexpr std::array k_tools = {
    kernel::Tool{.name = "plan level",
                 .label = {"资源受限排程与资源平衡", "Schedule under limited resources"},
                 .usage = k_usage,
                 .run = level},
};

}  // namespace

std::span<const kernel::Tool> tools() { return k_tools; }

}  // namespace tc::functions::resource
