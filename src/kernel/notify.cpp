#include "kernel/notify.h"

#include <algorithm>

namespace tc::kernel {

bool may_read(Id person, const EventInput& input) {
  const RecordType* users = input.reader.registry().record("user");
  const std::vector<Row> rows = input.reader.list_any("user", field_is(*users, "person", person));
  return std::ranges::any_of(rows, [&](const Row& user) {
    const Principal who = input.kernel.principal_of(user.id);
    return Reader(input.kernel, who).load(input.event.record, input.event.id).has_value();
  });
}

CommandSpec notice(Id person, const EventInput& input, std::string title) {
  CommandSpec command;
  command.name = "notification.create";
  command.set.append("person", id_text(person));
  command.set.append("title", std::move(title));
  command.set.append("event", input.event.name);
  command.set.append("record", input.event.record);
  command.set.append("record_id", id_text(input.event.id));
  return command;
}

}  // namespace tc::kernel
