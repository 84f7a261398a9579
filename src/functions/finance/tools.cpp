#include "kernel/tool.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <optional>
#include <string>
#include <vector>

#include "base/currency.h"
#include "base/json.h"
#include "engine/finance/file.h"
#include "functions/finance/finance.h"

namespace tc::functions::finance {
namespace {

using kernel::ToolCall;
using kernel::ToolIo;

constexpr std::string_view k_usage = "finance evaluate FILE [--json]";

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
        io_.out(name + " – (" + io_.words(reasons->text(member.key)) + ")\n");
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
    if (is_money(value)) return money_text(value.find("minor")->integer(), value.text("currency"));
    if (value.is_string()) return value.string();
    if (!value.is_array()) return to_text(value);
    std::string text;
    for (const Json& item : value.items()) text += (text.empty() ? "" : ", ") + text_of(item);
    return text;
  }

  ToolIo& io_;
};

Status evaluate(ToolCall& call, ToolIo& io) {
  const Result<Json> answer = engine::finance::evaluate_file(io.read_file(call.file()));
  if (!answer) return answer.refusals();
  if (call.json()) {
    io.out(to_text(*answer) + "\n");
  } else {
    Lines(io).print(*answer, "");
  }
  return Done{};
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
