#include "kernel/tool.h"

#include <array>
#include <cstdio>
#include <limits>
#include <optional>
#include <string>

#include "engine/quality/file.h"
#include "functions/quality/quality.h"

namespace tc::functions::quality {
namespace {

using engine::quality::ChartKind;
using engine::quality::SamplingPlan;
using engine::quality::Severity;
using kernel::ToolCall;
using kernel::ToolIo;

constexpr std::string_view k_chart_usage =
    "quality chart FILE --chart imr|xbar-r|xbar-s|p|np|c|u|ewma|cusum [--json]";
constexpr std::string_view k_sampling_usage =
    "quality sampling --lot N --aql A [--level II] [--severity normal|tightened|reduced] [--json]";

void print_points(const Json& points, ToolIo& io) {
  for (const Json& point : points.items()) {
    std::array<char, 160> line{};
    std::snprintf(line.data(), line.size(), "%6lld %14.6g %14.6g %14.6g %14.6g",
                  static_cast<long long>(point.find("index")->integer()),
                  point.find("value")->number(), point.find("lcl")->number(),
                  point.find("center")->number(), point.find("ucl")->number());
    std::string text(line.data());
    for (const Json& rule : point.find("rules")->items()) text += " " + rule.string();
    io.out(text + "\n");
  }
}

Status chart(ToolCall& call, ToolIo& io) {
  const std::optional<ChartKind> kind = engine::quality::chart_of(call.text("--chart"));
  if (!kind) call.misuse();
  if (Status sound = call.sound(); !sound) return sound;
  const Result<Json> answer = engine::quality::chart_file(io.read_file(call.file()), *kind);
  if (!answer) return answer.refusals();
  if (call.json()) {
    io.out(to_text(*answer) + "\n");
    return Done{};
  }
  io.out(io.chinese() ? "    序号             值           下限         中心线           上限\n"
                      : " index          value            LCL         center            UCL\n");
  print_points(*answer->find("points"), io);
  if (answer->find("spread")->size() > 0) io.out("\n");
  print_points(*answer->find("spread"), io);
  if (const Json* const capability = answer->find("capability")) {
    io.out(to_text(*capability) + "\n");
  }
  return Done{};
}

Status sampling(ToolCall& call, ToolIo& io) {
  std::int64_t lot = 0;
  double aql = 0;
  call.take("--lot", lot, INT64_MIN, INT64_MAX);
  call.take("--aql", aql, std::numeric_limits<double>::lowest(),
            std::numeric_limits<double>::max());
  const std::optional<Severity> severity =
      engine::quality::severity_of(call.text("--severity", "normal"));
  if (!severity) call.misuse();
  if (Status sound = call.sound(); !sound) return sound;
  const Result<SamplingPlan> plan =
      engine::quality::sampling_plan(lot, aql, call.text("--level", "II"), *severity);
  if (!plan) return plan.refusals();
  if (call.json()) {
    io.out(to_text(engine::quality::answer_of(*plan, *severity)) + "\n");
    return Done{};
  }
  const std::string letters = std::string(1, plan->code_letter) + " -> " + plan->plan_letter;
  const std::string numbers = "n " + std::to_string(plan->sample_size) + ", Ac " +
                              std::to_string(plan->accept) + ", Re " + std::to_string(plan->reject);
  io.out((io.chinese() ? "字码 " : "code letter ") + letters + ": " + numbers + "\n");
  if (plan->every_item) {
    io.out(io.chinese() ? "样本量达到批量：全数检验\n"
                        : "the sample reaches the lot: inspect every item\n");
  }
  return Done{};
}

constexpr std::array k_tools = {
    kernel::Tool{.name = "quality chart",
                 .label = {"绘制控制图", "Draw a control chart"},
                 .usage = k_chart_usage,
                 .run = chart},
    kernel::Tool{.name = "quality sampling",
                 .label = {"查抽样方案", "Find a sampling plan"},
                 .usage = k_sampling_usage,
                 .run = sampling},
};

}  // namespace

std::span<const kernel::Tool> tools() { return k_tools; }

}  // namespace tc::functions::quality
