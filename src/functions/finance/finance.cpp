#include "functions/finance/finance.h"

#include <vector>

#include "engine/finance/messages.h"
#include "functions/functions.h"

namespace tc::functions {

namespace finance {

std::span<const kernel::Message> messages() {
  static const std::vector<kernel::Message> all = [] {
    std::vector<kernel::Message> list;
    for (const auto& message : engine::finance::k_messages)
      list.push_back({message.code, {message.zh, message.en}});
    return list;
  }();
  return all;
}

}  // namespace finance

const kernel::Function& finance_function() {
  static const kernel::Function function = {.name = "finance",
                                            .label = {"财务", "Finance"},
                                            .messages = finance::messages(),
                                            .tools = finance::tools()};
  return function;
}

}  // namespace tc::functions
