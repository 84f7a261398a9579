#include "functions/performance/performance.h"

#include <vector>

#include "engine/earned_value/messages.h"
#include "functions/functions.h"

namespace tc::functions {

namespace performance {

std::span<const kernel::Message> messages() {
  static const std::vector<kernel::Message> all = [] {
    std::vector<kernel::Message> list;
    for (const auto& message : engine::earned_value::k_messages)
      list.push_back({message.code, {message.zh, message.en}});
    return list;
  }();
  return all;
}

}  // namespace performance

const kernel::Function& performance_function() {
  static const kernel::Function function = {.name = "performance",
                                            .label = {"绩效", "Performance"},
                                            .messages = performance::messages(),
                                            .tools = performance::tools()};
  return function;
}

}  // namespace tc::functions
