#include "app/story.h"

#include <algorithm>
#include <charconv>

namespace tc::app {

using kernel::CommandSpec;
using kernel::Field;
using kernel::Request;

namespace {

std::int64_t number_of(std::string_view text) {
  if (text.starts_with('+')) text.remove_prefix(1);
  std::int64_t number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

}  // namespace

Story::Story(kernel::Kernel& kernel, const std::vector<Id>& persons,
             const std::map<std::string, Id>& users, bool zh)
    : kernel_(kernel), persons_(persons), users_(users), zh_(zh) {
  const kernel::Principal system = kernel.system_principal();
  kernel::Reader reader(kernel, system);
  today_ = reader.today();
  now_ = reader.now();
}

Json Story::value(const Json& written, const Field* field) const {
  if (written.is_object() && written.find("each") != nullptr) {
    const Json::Array& all = written.find("each")->items();
    return value(all[turn_ % all.size()], field);
  }
  const bool both = field != nullptr && field->kind == kernel::Kind::text2;
  if (written.is_object() && written.find("zh") != nullptr && !both)
    return *written.find(zh_ ? "zh" : "en");
  if (!written.is_string()) return written;
  const std::string& text = written.string();
  if (text.starts_with('$')) {
    const auto found = names_.find(text.substr(1));
    if (found == names_.end()) throw Failure("demo story: no record " + text);
    return id_text(found->second);
  }
  if (text.starts_with('@'))
    return id_text(persons_.at(static_cast<std::size_t>(number_of(text.substr(1)))));
  if (text.starts_with("day:"))
    return format_day(static_cast<Day>(today_ + number_of(text.substr(4))));
  if (text.starts_with("hour:")) return format_moment(now_ + number_of(text.substr(5)) * 3'600'000);
  if (text.starts_with("CNY:"))
    return Json(Json::Object{{"minor", number_of(text.substr(4)) * 100}, {"currency", "CNY"}});
  return written;
}

CommandSpec Story::command_of(const Json& line) {
  CommandSpec command;
  command.name = line.text("do");
  const kernel::RecordType& type =
      *kernel_.registry().record(command.name.substr(0, command.name.rfind('.')));
  if (const std::string_view on = line.text("on"); !on.empty())
    command.id = names_.at(std::string(on));
  if (command.id == 0) {
    command.new_id = kernel_.new_id();
    if (const std::string_view as = line.text("as"); !as.empty())
      names_[std::string(as)] = command.new_id;
    const bool scoped = type.decl->scoping == kernel::Scoping::project;
    if (scoped && names_.contains("project"))
      command.set.append("project", id_text(names_.at("project")));
  }
  const Json* set = line.find("set");
  for (const JsonMember& member : set == nullptr ? Json::Object() : set->members()) {
    const int index = type.field_index(member.key);
    const Field* field = index < 0 ? nullptr : &type.fields[static_cast<std::size_t>(index)];
    command.set.append(member.key, value(member.value, field));
  }
  return command;
}

void Story::tell(const Json& lines, std::size_t turn) {
  turn_ = turn;
  const auto told = [turn](const Json& number) {
    return number.integer() == static_cast<std::int64_t>(turn);
  };
  for (const Json& line : lines.items()) {
    const Json* only = line.find("only");
    if (only != nullptr && std::ranges::none_of(only->items(), told)) continue;
    const std::string_view name = line.text("do");
    if (kernel_.registry().record(name.substr(0, name.rfind('.'))) == nullptr) continue;
    if (line.find("apart") != nullptr) flush();
    if (!line.text("by").empty()) {
      flush();
      ask(line);
      continue;
    }
    CommandSpec command = command_of(line);
    command.trusted = true;
    pending_.commands.push_back(std::move(command));
  }
  flush();
}

void Story::flush() {
  if (pending_.commands.empty()) return;
  pending_.command = "demo.story";
  const Result<kernel::Answer> done = kernel_.execute(kernel_.system_principal(), pending_);
  if (!done) {
    const Refusal& refusal = done.refusals().front();
    throw Failure("demo story: " + refusal.code + " " + refusal.field);
  }
  pending_ = {};
}

// As a person who signs in would: with the version they see and their rights.
void Story::ask(const Json& line) {
  const kernel::Principal who = kernel_.principal_of(users_.at(std::string(line.text("by"))));
  Request request;
  CommandSpec command = command_of(line);
  {
    kernel::Reader reader(kernel_, who);
    const std::string record = command.name.substr(0, command.name.rfind('.'));
    if (const auto row = reader.load(record, command.id)) command.version = row->version;
  }
  request.commands.push_back(std::move(command));
  const Result<kernel::Answer> done = kernel_.execute(who, request);
  if (!done) throw Failure("demo story: " + done.refusals().front().code);
}

}  // namespace tc::app
