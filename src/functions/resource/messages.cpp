#include <vector>

#include "engine/level/messages.h"
#include "engine/schedule/messages.h"
#include "functions/resource/resource.h"
#include "interchange/common/messages.h"
#include "interchange/psplib/read.h"

namespace tc::functions::resource {

std::span<const kernel::Message> messages() {
  static const std::vector<kernel::Message> all = [] {
    std::vector<kernel::Message> list;
    for (const auto& message : engine::level::k_messages)
      list.push_back({message.code, {message.zh, message.en}});
    for (const auto& message : interchange::psplib::k_messages)
      list.push_back({message.code, {message.zh, message.en}});
    return list;
  }();
  return all;
}

}  // namespace tc::functions::resource
