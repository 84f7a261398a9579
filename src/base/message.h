#pragma once

#include <initializer_list>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace tc {

/// Words for people, in the two languages.
struct Label {
  std::string_view zh;
  std::string_view en;
};

/// The words of a code; `{name}` stands for an argument of the refusal.
struct Message {
  std::string_view code;
  Label text;
};

/// Several lists as one; the first to name a code comes first.
[[nodiscard]] std::vector<Message> join_messages(
    std::initializer_list<std::span<const Message>> lists);

/// A pattern with the refusal's arguments.
[[nodiscard]] std::string fill_pattern(std::string_view pattern, const Refusal& refusal);

/// The refusal in words, or its code where no list has any.
[[nodiscard]] std::string sentence(std::span<const Message> messages, const Refusal& refusal,
                                   bool chinese);

}  // namespace tc
