#include "functions/quality/quality.h"

#include <vector>

#include "engine/quality/messages.h"
#include "functions/functions.h"

namespace tc::functions {

namespace quality {

std::span<const kernel::Message> messages() {
  static const std::vector<kernel::Message> all = [] {
    std::vector<kernel::Message> list;
    for (const auto& message : engine::quality::k_messages)
      list.push_back({message.code, {message.zh, message.en}});
    return list;
  }();
  return all;
}

}  // namespace quality

const kernel::Function& quality_function() {
  static const kernel::Function function = {.name = "quality",
                                            .label = {"质量", "Quality"},
                                            .messages = quality::messages(),
                                            .tools = quality::tools()};
  return function;
}

}  // namespace tc::functions
