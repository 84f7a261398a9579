#include <vector>

#include "engine/level/messages.h"
#include "functions/resource/resource.h"
#include "functions/resource/transfer.h"
#include "interchange/psplib/read.h"

namespace tc::functions::resource {

std::span<const kernel::Message> messages() {
  static const std::vector<Message> all = join_messages(
      {engine::level::k_messages, interchange::psplib::k_messages, k_transfer_messages});
  return all;
}

}  // namespace tc::functions::resource
