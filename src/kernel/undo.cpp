#include <algorithm>
#include <set>

#include "kernel/kernel.h"

namespace tc::kernel {
namespace {

// The command that takes one change back, or nothing when it cannot be taken back.
std::optional<CommandSpec> inverse(const RecordType& type, const HistoryRow& change) {
  CommandSpec command;
  command.id = change.id;
  command.version = change.version;
  const std::string record(type.name);
  if (change.kind == "insert") {
    command.name = record + ".delete";
    return command;
  }
  if (change.kind == "remove") {
    command.name = record + ".restore";
    return command;
  }
  Result<Json> before = parse_json(change.before);
  // A step is a decision: it is answered by another step, not undone.
  if (!before || before->find("state") != nullptr) return std::nullopt;
  command.name = record + ".update";
  for (const JsonMember& member : before->members()) {
    const int index = type.field_index(member.key);
    if (index >= 0 && type.fields[static_cast<std::size_t>(index)].hidden) continue;
    command.set.append(member.key, member.value);
  }
  return command;
}

// True when everything that was done to a row after `version` has been undone since, so that it
// stands as that version left it.
bool stands_as_left(Reader& reader, const RecordType& type, Id id, std::int64_t version) {
  std::set<Id> undone;
  std::vector<Id> later;
  for (const HistoryRow& change : reader.snapshot().history(type, id)) {
    if (change.version <= version) continue;
    const std::optional<TxRow> tx = reader.snapshot().tx(change.tx);
    if (tx && tx->undo_of != 0) undone.insert({tx->undo_of, change.tx});
    later.push_back(change.tx);
  }
  return std::ranges::all_of(later, [&](Id tx) { return undone.contains(tx); });
}

}  // namespace

Result<Answer> Kernel::undo(const Principal& principal, Id tx) {
  Request request;
  request.undo_of = tx;
  {
    Reader reader(*this, principal);
    const std::optional<TxRow> done = reader.snapshot().tx(tx);
    if (!done || done->principal != principal.user)
      return refuse(RefusalKind::not_found, "record.not_found");
    if (done->command.ends_with(".erase")) return refuse(RefusalKind::rule, "tx.not_undoable");
    if (registry_.action(done->command + "_undo") != nullptr) {
      CommandSpec command;
      command.name = done->command + "_undo";
      command.set.append("tx", id_text(tx));
      for (const HistoryRow& change : reader.snapshot().history_of_tx(tx)) command.id = change.id;
      request.commands.push_back(std::move(command));
      return execute(principal, request);
    }
    for (const HistoryRow& change : reader.snapshot().history_of_tx(tx)) {
      const RecordType* type = registry_.record(change.record);
      if (type == nullptr) continue;
      std::optional<CommandSpec> command = inverse(*type, change);
      if (!command) return refuse(RefusalKind::rule, "tx.not_undoable");
      AccessFilter filter = reader.access(*type, "read");
      filter.deleted_too = true;
      const std::optional<Row> row = reader.snapshot().load(*type, change.id, filter);
      if (!row || !stands_as_left(reader, *type, change.id, change.version))
        return refuse(RefusalKind::stale, "tx.undo_stale");
      command->version = row->version;
      request.commands.insert(request.commands.begin(), std::move(*command));
    }
  }
  if (request.commands.empty()) return refuse(RefusalKind::rule, "tx.not_undoable");
  return execute(principal, request);
}

}  // namespace tc::kernel
