#include "base/message.h"

#include <algorithm>

#include "base/text.h"

namespace tc {

std::vector<Message> join_messages(std::initializer_list<std::span<const Message>> lists) {
  std::vector<Message> all;
  for (const std::span<const Message> list : lists) all.insert(all.end(), list.begin(), list.end());
  return all;
}

std::string fill_pattern(std::string_view pattern, const Refusal& refusal) {
  std::vector<NamedText> named;
  for (const Argument& argument : refusal.arguments)
    named.push_back({argument.name, argument.value});
  return fill_pattern(pattern, named);
}

std::string sentence(std::span<const Message> messages, const Refusal& refusal, bool chinese) {
  const auto found = std::ranges::find(messages, refusal.code, &Message::code);
  if (found == messages.end()) return refusal.code;
  return fill_pattern(chinese ? found->text.zh : found->text.en, refusal);
}

}  // namespace tc
