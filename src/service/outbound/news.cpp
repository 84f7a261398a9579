#include "service/outbound/news.h"

#include <algorithm>
#include <set>

#include "base/text.h"
#include "service/outbound/compose.h"

namespace tc::service::outbound {
namespace {

using namespace kernel;

constexpr Moment k_day_ms = 86'400'000;
constexpr Moment k_kept_ms = 30 * k_day_ms;
constexpr std::int64_t k_swept_max = 2000;
constexpr std::int64_t k_channels_max = 200;
constexpr std::int64_t k_digest_max = 200;
constexpr std::size_t k_subject_bytes_max = 400;
constexpr std::size_t k_body_bytes_max = 60'000;

/// One delivery, before it is a command.
struct Draft {
  Id channel = 0;
  Id person = 0;
  std::string recipient;
  std::string subject;
  std::string body;
  std::string event;   ///< What it tells of.
  std::string record;  ///< Of which record; empty: of none.
  Id record_id = 0;
};

CommandSpec delivery(const Draft& draft, Moment now) {
  CommandSpec command;
  command.name = "delivery.create";
  command.trusted = true;
  command.set.append("channel", id_text(draft.channel));
  if (draft.person != 0) command.set.append("person", id_text(draft.person));
  if (!draft.recipient.empty()) command.set.append("recipient", draft.recipient);
  command.set.append("subject", beginning(draft.subject, k_subject_bytes_max));
  command.set.append("body", beginning(draft.body, k_body_bytes_max));
  command.set.append("next_try", format_moment(now));
  command.set.append("event", draft.event);
  if (!draft.record.empty()) {
    command.set.append("record", draft.record);
    command.set.append("record_id", id_text(draft.record_id));
  }
  return command;
}

std::vector<Row> active_channels(Reader& reader) {
  std::vector<Row> rows = reader.list_any(
      "notice_channel", Expr::compare(Expr::Op::equal, k_state, std::string("active")),
      k_channels_max);
  return rows;
}

std::optional<Row> mail_channel(Reader& reader) {
  for (Row& row : active_channels(reader))
    if (row.text("kind") == "mail") return std::move(row);
  return std::nullopt;
}

Expr ended() {
  Expr expr;
  expr.op = Expr::Op::in;
  expr.column = k_state;
  expr.values = {std::string("sent"), std::string("dropped")};
  return expr;
}

// What a person wants: at once when nothing was said.
std::string_view wanted_mail(Reader& reader, Id person) {
  const RecordType& type = *reader.registry().record("mail_setting");
  const std::vector<Row> rows =
      reader.list_any("mail_setting", field_is(type, "person", person), 1);
  if (rows.empty()) return "at_once";
  const std::string_view said = rows.front().text("mail");
  return said == "daily" ? "daily" : said == "none" ? "none" : "at_once";
}

bool reads_chinese(Reader& reader, Id person) {
  const RecordType& users = *reader.registry().record("user");
  const std::vector<Row> rows = reader.list_any("user", field_is(users, "person", person), 1);
  return rows.empty() ? reader.principal().zh() : rows.front().text("language") != "en";
}

std::string address_of(const Row& channel, std::string_view record, Id id) {
  const std::string_view site = channel.text("site");
  if (site.empty() || id == 0) return {};
  return std::string(site) + (site.ends_with('/') ? "" : "/") + "records/" + std::string(record) +
         "/" + id_text(id);
}

// risk.closed → 风险「…」: 已关闭
std::string sentence_of(const Event& event, Reader& reader, bool zh) {
  const RecordType* type = reader.registry().record(event.record);
  if (type == nullptr) return event.name;
  const std::string_view verb = std::string_view(event.name).substr(event.name.find('.') + 1);
  const auto in = [zh](const Label& label) { return std::string(zh ? label.zh : label.en); };
  std::string what(verb);
  if (const State* state = type->state(verb)) what = in(state->label);
  if (verb == "created") what = zh ? "新建" : "created";
  if (verb == "updated") what = zh ? "已修改" : "changed";
  if (verb == "deleted") what = zh ? "已删除" : "deleted";
  const std::string title = reader.title_of(event.record, event.id, zh);
  return in(type->decl->label) + (zh ? "「" + title + "」：" : " “" + title + "”: ") + what;
}

std::string event_json(const Event& event, Moment now) {
  Json json = Json::object();
  json.append("event", event.name);
  json.append("seq", event.seq);
  json.append("record", event.record);
  json.append("id", id_text(event.id));
  json.append("scope", id_text(event.scope));
  json.append("version", event.version);
  const Result<Json> fields = parse_json(event.fields);
  json.append("fields", fields ? *fields : Json::array());
  json.append("at", format_moment(now));
  return to_text(json);
}

bool concerns(const Row& channel, const Event& event, const ScopeTree& tree) {
  const bool here =
      !channel.has("project") || tree.contains(channel.integer("project"), event.scope);
  return here && asked_for(channel.text("events"), event.name);
}

Draft letter_about(const Row& channel, const Row& notice, bool zh) {
  Draft draft;
  draft.channel = channel.id;
  draft.event = notice.text("event");
  draft.record = notice.text("record");
  draft.record_id = notice.integer("record_id");
  draft.subject = std::string(zh ? "[统筹] " : "[Tongchou] ") + std::string(notice.text("title"));
  draft.body = std::string(notice.text("title")) + "\n\n" +
               address_of(channel, notice.text("record"), notice.integer("record_id")) + "\n";
  return draft;
}

}  // namespace

bool asked_for(std::string_view kinds, std::string_view event) {
  const std::vector<std::string_view> words = split(kinds, ' ');
  return std::ranges::any_of(words, [&](std::string_view word) {
    if (word == "*" || word == event) return true;
    return word.ends_with(".*") && event.starts_with(word.substr(0, word.size() - 1));
  });
}

Result<ActionOutcome> mail_notice(const EventInput& input) {
  ActionOutcome outcome;
  const std::optional<Row> notice = input.reader.load_any("notification", input.event.id);
  if (!notice) return outcome;
  const std::optional<Row> channel = mail_channel(input.reader);
  const Id person = notice->integer("person");
  if (!channel || wanted_mail(input.reader, person) != "at_once") return outcome;
  const std::optional<Row> who = input.reader.load_any("person", person);
  if (!who || !who->has("email")) return outcome;
  Draft draft = letter_about(*channel, *notice, reads_chinese(input.reader, person));
  draft.person = person;
  draft.recipient = who->text("email");
  outcome.commands.push_back(delivery(draft, input.reader.now()));
  return outcome;
}

Result<ActionOutcome> tell_channels(const EventInput& input) {
  ActionOutcome outcome;
  const Event& event = input.event;
  // News about news would never end; what has no address, is somebody's own, is about accounts or
  // restricted is told to nobody.
  const RecordType* type = input.reader.registry().record(event.record);
  const bool told = type != nullptr && type->decl->exposed && !type->decl->personal &&
                    type->function->name != "identity" && type->function->name != "outbound";
  if (!told || event.id == 0 || event.level > 1) return outcome;
  for (const Row& channel : active_channels(input.reader)) {
    if (channel.text("kind") == "mail" || !concerns(channel, event, input.reader.scopes()))
      continue;
    const bool zh = channel.text("language") != "en";
    Draft draft;
    draft.channel = channel.id;
    draft.event = event.name;
    draft.record = event.record;
    draft.record_id = event.id;
    draft.subject = event.name;
    if (channel.text("kind") == "webhook") {
      draft.body = event_json(event, input.reader.now());
    } else {
      const std::string link = address_of(channel, event.record, event.id);
      draft.body = sentence_of(event, input.reader, zh) + (link.empty() ? "" : "\n" + link);
    }
    outcome.commands.push_back(delivery(draft, input.reader.now()));
  }
  return outcome;
}

Result<ActionOutcome> send_digests(const EventInput& input) {
  ActionOutcome outcome;
  Reader& reader = input.reader;
  const std::optional<Row> channel = mail_channel(reader);
  if (!channel) return outcome;
  const RecordType& settings = *reader.registry().record("mail_setting");
  const RecordType& notices = *reader.registry().record("notification");
  std::set<Id> done;
  for (const Row& setting :
       reader.list_any("mail_setting", field_is(settings, "mail", std::string("daily")))) {
    const Id person = setting.integer("person");
    const std::optional<Row> who = reader.load_any("person", person);
    const bool wanted = wanted_mail(reader, person) == "daily" && done.insert(person).second;
    if (!wanted || !who || !who->has("email")) continue;
    const bool zh = reads_chinese(reader, person);
    Draft draft;
    int count = 0;
    for (const Row& notice :
         reader.list_any("notification", field_is(notices, "person", person), k_digest_max)) {
      const bool old = id_moment(notice.id) < reader.now() - k_day_ms;
      if (old || notice.integer("seen") != 0) continue;
      ++count;
      draft.body += "- " + std::string(notice.text("title")) + "\n  " +
                    address_of(*channel, notice.text("record"), notice.integer("record_id")) + "\n";
    }
    if (count == 0) continue;
    draft.event = "digest";
    draft.channel = channel->id;
    draft.person = person;
    draft.recipient = who->text("email");
    draft.subject = zh ? "[统筹] 每日摘要：" + std::to_string(count) + " 条通知"
                       : "[Tongchou] Daily digest: " + std::to_string(count) + " notices";
    outcome.commands.push_back(delivery(draft, reader.now()));
  }
  return outcome;
}

Result<ActionOutcome> sweep(const EventInput& input) {
  ActionOutcome outcome;
  const Moment before = input.reader.now() - k_kept_ms;
  Expr old = Expr::all({Expr::compare(Expr::Op::less, k_created, before), ended()});
  for (const Row& row : input.reader.list_any("delivery", std::move(old), k_swept_max)) {
    CommandSpec command;
    command.name = "delivery.delete";
    command.id = row.id;
    outcome.commands.push_back(std::move(command));
  }
  return outcome;
}

Result<ActionOutcome> test_channel(const ActionInput& input) {
  ActionOutcome outcome;
  const Row& channel = *input.row;
  if (channel.state != "active") return refuse(RefusalKind::rule, "notice_channel.not_active");
  const bool zh = input.principal.zh();
  Draft draft;
  draft.event = "notice_channel.test";
  draft.channel = channel.id;
  draft.subject = zh ? "[统筹] 测试" : "[Tongchou] Test";
  draft.body = zh ? "来自统筹的测试消息\n" : "A test from Tongchou\n";
  if (channel.text("kind") == "mail") {
    const std::optional<Row> who = input.reader.load_any("person", input.principal.person);
    if (!who || !who->has("email"))
      return refuse(RefusalKind::rule, "notice_channel.tester_has_no_mail");
    draft.person = who->id;
    draft.recipient = who->text("email");
  }
  if (channel.text("kind") == "webhook") draft.body = "{\"event\":\"notice_channel.test\"}";
  outcome.commands.push_back(delivery(draft, input.reader.now()));
  return outcome;
}

}  // namespace tc::service::outbound
