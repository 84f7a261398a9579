#include "kernel/tool.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <optional>
#include <string>
#include <vector>

#include "base/text.h"
#include "engine/finance/file.h"
#include "engine/finance/money.h"
#include "functions/finance/finance.h"
#include "kernel/messages.h"

namespace tc::functions::finance {
namespace {

using kernel::ToolIo;
using Arguments = std::span<const std::string_view>;

constexpr std::string_view k_usage = "finance evaluate FILE [--json]";

/// The words of a code, ours or the kernel's; the code itself where nobody has any.
std::string message_of(std::string_view code, const Refusal* refusal, bool chinese) {
  std::vector<NamedText> arguments;
  if (refusal != nullptr) {
    for (const Argument& argument : refusal->arguments)
      arguments.push_back({argument.name, argument.value});
  }
  for (const auto list : {messages(), kernel::kernel_messages()}) {
    const auto found = std::ranges::find(list, code, &kernel::Message::code);
    if (found == list.end()) continue;
    return fill_pattern(chinese ? found->text.zh : found->text.en, arguments);
  }
  return std::string(code);
}

std::string money_text(const Json& value) {
  const std::string currency(value.text("currency"));
  const int digits = engine::finance::minor_digits(currency);
  double major = static_cast<double>(value.find("minor")->integer());
  for (int at = 0; at < digits; ++at) major /= 10;
  std::array<char, 64> buffer{};
  std::snprintf(buffer.data(), buffer.size(), "%.*f ", digits, major);
  return buffer.data() + currency;
}

/// A document as lines: one member each, groups indented.
class Lines {
 public:
  explicit Lines(ToolIo& io) : io_(io) {}

  void print(const Json& object, const std::string& indent) {
    const Json* const reasons = object.find("reasons");
    for (const JsonMember& member : object.members()) {
      if (member.key == "reasons") continue;
      const std::string name = indent + member.key + ":";
      if (member.value.is_null() && reasons != nullptr) {
        io_.out(name + " – (" + message_of(reasons->text(member.key), nullptr, io_.chinese()) +
                ")\n");
      } else if (is_group(member.value)) {
        io_.out(name + "\n");
        print_group(member.value, indent + "  ");
      } else {
        io_.out(name + " " + text_of(member.value) + "\n");
      }
    }
  }

 private:
  static bool is_money(const Json& value) { return value.find("minor") != nullptr; }
  static bool is_group(const Json& value) {
    if (value.is_object()) return !is_money(value);
    return value.is_array() && value.size() > 0 && is_group(value.items().front());
  }
  void print_group(const Json& value, const std::string& indent) {
    if (value.is_object()) return print(value, indent);
    for (const Json& item : value.items()) {
      print(item, indent);
      io_.out("\n");
    }
  }
  static std::string text_of(const Json& value) {
    if (is_money(value)) return money_text(value);
    if (value.is_string()) return value.string();
    if (!value.is_array()) return to_text(value);
    std::string text;
    for (const Json& item : value.items()) text += (text.empty() ? "" : ", ") + text_of(item);
    return text;
  }

  ToolIo& io_;
};

int evaluate(Arguments arguments, ToolIo& io) {
  std::optional<std::string_view> file;
  bool json = false;
  for (const std::string_view argument : arguments) {
    if (argument == "--json") {
      json = true;
    } else if (argument.starts_with("--") || file) {
      file.reset();
      break;
    } else {
      file = argument;
    }
  }
  if (!file) {
    io.err("usage: tongchou " + std::string(k_usage) + "\n");
    return kernel::k_exit_usage;
  }
  const Result<Json> answer = engine::finance::evaluate_file(io.read_file(*file));
  if (!answer) {
    for (const Refusal& refusal : answer.refusals()) {
      io.err(message_of(refusal.code, &refusal, io.chinese()) + " [" + refusal.code + "]\n");
    }
    return kernel::k_exit_refused;
  }
  if (json) {
    io.out(to_text(*answer) + "\n");
  } else {
    Lines(io).print(*answer, "");
  }
  return kernel::k_exit_done;
}

constexpr std::array k_tools = {
    kernel::Tool{.name = "finance evaluate",
                 .label = {"评价现金流量", "Evaluate cash flows"},
                 .usage = k_usage,
                 .run = evaluate},
};

}  // namespace

std::span<const kernel::Tool> tools() { return k_tools; }

}  // namespace tc::functions::finance
