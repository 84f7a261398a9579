#include "kernel/tool.h"

#include <algorithm>

#include "base/text.h"
#include "kernel/function.h"

namespace tc::kernel {
namespace {

struct Option {
  std::string_view name;
  std::string_view value = {};  ///< Its grammar; empty: stands alone.
  bool required = false;
};

struct Grammar {
  std::vector<Option> options;
  std::size_t files = 0;
};

bool is_capital(char letter) { return letter >= 'A' && letter <= 'Z'; }

std::string_view without_brackets(std::string_view word) {
  if (word.starts_with('[')) word.remove_prefix(1);
  if (word.ends_with(']')) word.remove_suffix(1);
  return word;
}

/// What follows the name of the tool in its usage line.
Grammar grammar_of(std::string_view tool, std::string_view usage) {
  Grammar grammar;
  TC_ASSERT(usage.starts_with(tool));
  usage.remove_prefix(std::min(usage.size(), tool.size() + 1));
  for (const std::string_view word : split(usage, ' ')) {
    const std::string_view bare = without_brackets(word);
    if (bare.starts_with("--")) {
      grammar.options.push_back({.name = bare, .required = !word.starts_with('[')});
    } else if (!grammar.options.empty() && grammar.options.back().value.empty()) {
      grammar.options.back().value = bare;
    } else {
      ++grammar.files;
    }
  }
  return grammar;
}

/// One of the alternatives, or anything where one of them is in capitals.
bool fits(std::string_view value, std::string_view alternatives) {
  const std::vector<std::string_view> list = split(alternatives, '|');
  return std::ranges::any_of(
      list, [&](std::string_view one) { return is_capital(one.front()) || one == value; });
}

}  // namespace

std::string ToolIo::words(std::string_view code) const {
  return sentence(refuse(RefusalKind::rule, code));
}

ToolCall::ToolCall(std::string_view tool, std::string_view usage,
                   std::span<const std::string_view> arguments) {
  const Grammar grammar = grammar_of(tool, usage);
  for (std::size_t at = 0; at < arguments.size(); ++at) {
    const std::string_view argument = arguments[at];
    if (!argument.starts_with("--")) {
      files_.push_back(argument);
      continue;
    }
    const auto option = std::ranges::find(grammar.options, argument, &Option::name);
    const bool known = option != grammar.options.end();
    const bool takes = known && !option->value.empty();
    if (!known || (takes && at + 1 >= arguments.size())) {
      misuse();
      return;
    }
    const std::string_view value = takes ? arguments[++at] : std::string_view();
    if (takes && !fits(value, option->value)) misuse();
    options_[argument] = value;
  }
  if (files_.size() != grammar.files) misuse();
  for (const Option& option : grammar.options) {
    // A flag that is always written, such as the `--json` of `plan show`, need not be.
    if (option.required && !option.value.empty() && !has(option.name)) misuse();
  }
}

std::string_view ToolCall::text(std::string_view option, std::string_view otherwise) const {
  const auto found = options_.find(option);
  return found == options_.end() ? otherwise : found->second;
}

Status ToolCall::sound() const {
  if (sound_) return Done{};
  return refuse(RefusalKind::malformed, "tool.usage");
}

int run_tool(const Tool& tool, std::span<const std::string_view> arguments, ToolIo& io) {
  ToolCall call(tool.name, tool.usage, arguments);
  Status done = call.sound();
  if (done) done = tool.run(call, io);
  if (done) return k_exit_done;
  if (done.refusals().front().code == "tool.usage") {
    io.err("usage: tongchou " + std::string(tool.usage) + "\n");
    return k_exit_usage;
  }
  for (const Refusal& refusal : done.refusals()) {
    io.err((refusal.field.empty() ? "" : refusal.field + ": ") + io.sentence(refusal) + " [" +
           refusal.code + "]\n");
  }
  return k_exit_refused;
}

ToolProgress::ToolProgress(ToolIo& io, std::optional<std::int64_t> deadline_ms, bool tells)
    : io_(io),
      limit_([&io] { return io.monotonic_us(); }, deadline_ms && *deadline_ms < INT64_MAX / 2000
                                                      ? *deadline_ms * 1000
                                                      : TimeLimit::k_endless_us),
      told_us_(tells ? 0 : INT64_MAX) {}

bool ToolProgress::step(std::int64_t done, std::int64_t total, const char* phase) {
  const std::int64_t now = limit_.passed_us();
  if (now >= told_us_ && now - told_us_ >= 1'000'000) {
    told_us_ = now;
    const std::string of = total < INT64_MAX ? "/" + std::to_string(total) : "";
    io_.err(std::string(phase) + " " + std::to_string(done) + of + "\n");
  }
  return now < limit_.length_us();
}

}  // namespace tc::kernel
