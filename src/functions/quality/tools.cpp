#include "kernel/tool.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdio>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/text.h"
#include "engine/quality/file.h"
#include "functions/quality/quality.h"
#include "kernel/messages.h"

namespace tc::functions::quality {
namespace {

using engine::quality::ChartKind;
using engine::quality::SamplingPlan;
using engine::quality::Severity;
using kernel::ToolIo;
using Arguments = std::span<const std::string_view>;

constexpr std::string_view k_chart_usage =
    "quality chart FILE --chart imr|xbar-r|xbar-s|p|np|c|u|ewma|cusum [--json]";
constexpr std::string_view k_sampling_usage =
    "quality sampling --lot N --aql A [--level II] [--severity normal|tightened|reduced] [--json]";

struct Parsed {
  std::vector<std::string_view> files;
  std::map<std::string_view, std::string_view> values;
  bool json = false;

  [[nodiscard]] std::string_view value(std::string_view name, std::string_view otherwise) const {
    const auto found = values.find(name);
    return found == values.end() ? otherwise : found->second;
  }
};

/// `--name value` pairs of the given names; nothing for anything else.
std::optional<Parsed> parse(Arguments arguments, std::span<const std::string_view> names) {
  Parsed parsed;
  for (std::size_t at = 0; at < arguments.size(); ++at) {
    const std::string_view argument = arguments[at];
    if (argument == "--json") {
      parsed.json = true;
    } else if (argument.starts_with("--")) {
      if (std::ranges::find(names, argument) == names.end() || at + 1 >= arguments.size())
        return std::nullopt;
      parsed.values[argument] = arguments[++at];
    } else {
      parsed.files.push_back(argument);
    }
  }
  return parsed;
}

int usage(ToolIo& io, std::string_view text) {
  io.err("usage: tongchou " + std::string(text) + "\n");
  return kernel::k_exit_usage;
}

/// Tells every refusal in our words or the kernel's; by its code where nobody has any.
int refused(ToolIo& io, const Refusals& refusals) {
  for (const Refusal& refusal : refusals) {
    std::string text = refusal.code;
    std::vector<NamedText> arguments;
    for (const Argument& argument : refusal.arguments)
      arguments.push_back({argument.name, argument.value});
    for (const auto list : {messages(), kernel::kernel_messages()}) {
      const auto found = std::ranges::find(list, refusal.code, &kernel::Message::code);
      if (found == list.end()) continue;
      text = fill_pattern(io.chinese() ? found->text.zh : found->text.en, arguments);
      break;
    }
    io.err(text + " [" + refusal.code + "]\n");
  }
  return kernel::k_exit_refused;
}

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

int chart(Arguments arguments, ToolIo& io) {
  static constexpr std::array<std::string_view, 1> k_names = {"--chart"};
  const std::optional<Parsed> parsed = parse(arguments, k_names);
  if (!parsed || parsed->files.size() != 1) return usage(io, k_chart_usage);
  const std::optional<ChartKind> kind = engine::quality::chart_of(parsed->value("--chart", ""));
  if (!kind) return usage(io, k_chart_usage);
  const Result<Json> answer =
      engine::quality::chart_file(io.read_file(parsed->files.front()), *kind);
  if (!answer) return refused(io, answer.refusals());
  if (parsed->json) {
    io.out(to_text(*answer) + "\n");
    return kernel::k_exit_done;
  }
  io.out(io.chinese() ? "    序号             值           下限         中心线           上限\n"
                      : " index          value            LCL         center            UCL\n");
  print_points(*answer->find("points"), io);
  if (answer->find("spread")->size() > 0) io.out("\n");
  print_points(*answer->find("spread"), io);
  if (const Json* const capability = answer->find("capability")) {
    io.out(to_text(*capability) + "\n");
  }
  return kernel::k_exit_done;
}

int sampling(Arguments arguments, ToolIo& io) {
  static constexpr std::array<std::string_view, 4> k_names = {"--lot", "--aql", "--level",
                                                              "--severity"};
  const std::optional<Parsed> parsed = parse(arguments, k_names);
  if (!parsed || !parsed->files.empty()) return usage(io, k_sampling_usage);
  const auto number = [&](std::string_view name, auto& value) {
    const std::string_view text = parsed->value(name, "");
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc() && end == text.data() + text.size();
  };
  std::int64_t lot = 0;
  double aql = 0;
  const std::optional<Severity> severity =
      engine::quality::severity_of(parsed->value("--severity", "normal"));
  if (!number("--lot", lot) || !number("--aql", aql) || !severity)
    return usage(io, k_sampling_usage);
  const Result<SamplingPlan> plan =
      engine::quality::sampling_plan(lot, aql, parsed->value("--level", "II"), *severity);
  if (!plan) return refused(io, plan.refusals());
  if (parsed->json) {
    io.out(to_text(engine::quality::answer_of(*plan, *severity)) + "\n");
    return kernel::k_exit_done;
  }
  const std::string letters = std::string(1, plan->code_letter) + " -> " + plan->plan_letter;
  const std::string numbers = "n " + std::to_string(plan->sample_size) + ", Ac " +
                              std::to_string(plan->accept) + ", Re " + std::to_string(plan->reject);
  io.out((io.chinese() ? "字码 " : "code letter ") + letters + ": " + numbers + "\n");
  if (plan->every_item) {
    io.out(io.chinese() ? "样本量达到批量:全数检验\n"
                        : "the sample reaches the lot: inspect every item\n");
  }
  return kernel::k_exit_done;
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
