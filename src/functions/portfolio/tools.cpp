#include <algorithm>
#include <array>
#include <memory>
#include <optional>
#include <string>

#include "base/json.h"
#include "base/time_limit.h"
#include "engine/portfolio/mknap.h"
#include "engine/portfolio/model_json.h"
#include "engine/portfolio/portfolio.h"
#include "functions/portfolio/cbc_process.h"
#include "functions/portfolio/portfolio.h"
#include "kernel/tool.h"

namespace tc::functions::portfolio {
namespace {

namespace pf = engine::portfolio;
using kernel::ToolCall;
using kernel::ToolIo;

constexpr std::string_view k_usage =
    "portfolio optimize FILE [--problem K] [--deadline-ms T] [--seed S] [--solver none|PROGRAM] "
    "[--frontier POINTS] [--resource ID] [--json]";
constexpr std::int64_t k_default_deadline_ms = 10'000;
constexpr std::int64_t k_deadline_ms_max = 86'400'000;
constexpr std::int64_t k_children = 400'000;
constexpr std::int64_t k_nodes = 20'000'000;
/// Of the deadline, what the own searches may use where a solver waits behind them.
constexpr double k_own_share = 0.3;
/// For writing, checking and explaining.
constexpr double k_reserve_seconds = 0.2;

struct Request {
  std::int32_t problem = 1;
  std::int64_t deadline_ms = k_default_deadline_ms;
  std::int64_t seed = 1;
  std::string_view solver = "cbc";
  std::int32_t frontier = 0;
  std::string_view resource;
};

Request request_of(ToolCall& call) {
  Request request;
  call.take("--problem", request.problem, 1, 1'000'000);
  call.take("--deadline-ms", request.deadline_ms, std::int64_t{1}, k_deadline_ms_max);
  call.take("--seed", request.seed, std::int64_t{0}, INT64_MAX);
  call.take("--frontier", request.frontier, 1, 100);
  request.solver = call.text("--solver", request.solver);
  request.resource = call.text("--resource");
  return request;
}

/// Ends the own searches after their share of the time; the solver has what is left of it.
class Deadline final : public Progress {
 public:
  Deadline(ToolIo& io, std::int64_t deadline_ms, double own_share)
      : limit_([&io] { return io.monotonic_us(); }, deadline_ms * 1000),
        own_us_(static_cast<std::int64_t>(static_cast<double>(deadline_ms) * 1000 * own_share)) {}
  [[nodiscard]] bool step(std::int64_t, std::int64_t, const char*) override {
    return limit_.passed_us() < own_us_;
  }
  [[nodiscard]] const TimeLimit& limit() const { return limit_; }

 private:
  TimeLimit limit_;
  std::int64_t own_us_;
};

/// Gives the solver what the deadline leaves.
class TimedSolver final : public pf::Solver {
 public:
  TimedSolver(std::string program, const TimeLimit& limit)
      : process_(std::move(program)), limit_(limit) {}
  [[nodiscard]] std::optional<pf::SolverAnswer> solve(const std::string& lp_text, double) override {
    return process_.solve(lp_text, limit_.seconds_left() - k_reserve_seconds);
  }

 private:
  CbcProcess process_;
  const TimeLimit& limit_;
};

Result<pf::Model> load(std::string_view bytes, const Request& request) {
  if (pf::is_mknap(bytes)) {
    Result<pf::MknapProblem> problem = pf::read_mknap(bytes, request.problem - 1);
    if (!problem) return problem.refusals();
    return std::move(problem->model);
  }
  const Result<Json> json = parse_json(bytes);
  if (!json) return json.refusals();
  return pf::read_portfolio(*json);
}

void write_list(JsonWriter& json, std::string_view name, const std::vector<std::string>& list) {
  json.key(name).begin_array();
  for (const std::string& item : list) json.value(item);
  json.end_array();
}

void write_rejections(JsonWriter& json, const std::vector<pf::Rejection>& rejected) {
  json.key("rejected").begin_array();
  for (const pf::Rejection& rejection : rejected) {
    json.begin_object().member("id", rejection.id).member("why", rejection.why);
    json.key("would_need").begin_object().member("value", rejection.value);
    write_list(json, "displaces", rejection.displaces);
    json.key("capacity").begin_array();
    for (const pf::Shortage& shortage : rejection.capacity) {
      json.begin_object().member("resource", shortage.resource);
      json.member("period", std::int64_t{shortage.period});
      json.member("amount", shortage.amount).end_object();
    }
    json.end_array();
    write_list(json, "needs", rejection.needs);
    json.end_object().end_object();
  }
  json.end_array();
}

void write_frontier(JsonWriter& json, const std::vector<pf::FrontierPoint>& frontier) {
  json.key("frontier").begin_array();
  for (const pf::FrontierPoint& point : frontier) {
    json.begin_object().member("limit", point.limit).member("used", point.used);
    json.member("objective", point.objective);
    write_list(json, "selected", point.selected);
    json.end_object();
  }
  json.end_array();
}

struct Answer {
  const pf::Model& model;
  const pf::Outcome& outcome;
  const std::vector<pf::FrontierPoint>* frontier = nullptr;
  double elapsed_ms = 0;
};

std::string answer_text(const Answer& answer) {
  const pf::Outcome& outcome = answer.outcome;
  std::string out;
  JsonWriter json(out);
  json.begin_object();
  json.member("objective", outcome.objective).member("bound", outcome.bound);
  json.member("gap", outcome.gap).member("proved", outcome.proved);
  json.key("selected").begin_array();
  for (std::size_t row = 0; row < outcome.selection.size(); ++row) {
    if (outcome.selection[row] >= 0) json.value(answer.model.candidates[row].id);
  }
  json.end_array().key("starts").begin_object();
  for (std::size_t row = 0; row < outcome.selection.size(); ++row) {
    if (outcome.selection[row] >= 0)
      json.member(answer.model.candidates[row].id, std::int64_t{outcome.selection[row]});
  }
  json.end_object();
  write_rejections(json, outcome.rejected);
  if (answer.frontier != nullptr) write_frontier(json, *answer.frontier);
  json.member("elapsed_ms", answer.elapsed_ms).end_object();
  return out;
}

void print_summary(ToolIo& io, const pf::Model& model, const pf::Outcome& outcome) {
  std::string text = (io.chinese() ? "价值 " : "value ") + to_text(Json(outcome.objective)) +
                     (io.chinese() ? "，上界 " : ", bound ") + to_text(Json(outcome.bound));
  if (outcome.proved) text += io.chinese() ? "（已证明最优）" : " (proved best)";
  io.out(text + "\n");
  for (std::size_t row = 0; row < outcome.selection.size(); ++row) {
    if (outcome.selection[row] < 0) continue;
    io.out("  " + model.candidates[row].id +
           (model.periods > 1 ? " @ " + std::to_string(outcome.selection[row]) : "") + "\n");
  }
}

/// The resource that the frontier runs over: as named, else the first.
std::int32_t frontier_resource(const pf::Model& model, std::string_view name) {
  if (name.empty()) return 0;
  const auto found = std::ranges::find(model.resources, name, &pf::Resource::id);
  return found == model.resources.end()
             ? -1
             : static_cast<std::int32_t>(found - model.resources.begin());
}

Status optimize(ToolCall& call, ToolIo& io) {
  const Request request = request_of(call);
  if (Status sound = call.sound(); !sound) return sound;
  const Result<pf::Model> model = load(io.read_file(call.file()), request);
  if (!model) return model.refusals();
  const bool with_solver = request.solver != "none";
  Deadline deadline(io, request.deadline_ms, with_solver ? k_own_share : 1);
  TimedSolver solver{std::string(request.solver), deadline.limit()};
  pf::Options options;
  options.seed = static_cast<std::uint64_t>(request.seed);
  options.children = k_children;
  options.nodes = k_nodes;
  if (with_solver) options.solver = &solver;
  const Result<pf::Outcome> outcome = pf::optimize(*model, options, deadline);
  if (!outcome) return outcome.refusals();
  std::vector<pf::FrontierPoint> frontier;
  if (request.frontier > 0) {
    // Its points share a deadline as long as the first; the own searches do without the solver.
    Deadline again(io, request.deadline_ms, 1);
    options.solver = nullptr;
    options.children = k_children / 20;
    Result<std::vector<pf::FrontierPoint>> points = pf::efficient_frontier(
        *model, frontier_resource(*model, request.resource), request.frontier, options, again);
    if (!points) return points.refusals();
    frontier = std::move(points).value();
  }
  if (call.json()) {
    io.out(answer_text({*model, *outcome, request.frontier > 0 ? &frontier : nullptr,
                        deadline.limit().passed_ms()}) +
           "\n");
  } else {
    print_summary(io, *model, *outcome);
  }
  return Done{};
}

constexpr std::array k_tools = {
    kernel::Tool{.name = "portfolio optimize",
                 .label = {"选择项目组合", "Choose the projects of a portfolio"},
                 .usage = k_usage,
                 .run = optimize},
};

}  // namespace

std::span<const kernel::Tool> tools() { return k_tools; }

}  // namespace tc::functions::portfolio
