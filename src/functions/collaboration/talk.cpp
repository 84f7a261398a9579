#include "functions/collaboration/talk.h"

#include <algorithm>
#include <map>

#include "kernel/notify.h"

namespace tc::functions::collaboration {
namespace {

using namespace kernel;

constexpr double k_talk_hour_ms = 3'600'000;

// "@Name" with nothing but a letter-free end behind it.
bool calls(std::string_view body, std::string_view name) {
  const std::string call = "@" + std::string(name);
  for (std::size_t at = body.find(call); at != std::string_view::npos;
       at = body.find(call, at + 1)) {
    const std::size_t end = at + call.size();
    const bool word = end < body.size() && ((body[end] >= '0' && body[end] <= '9') ||
                                            (body[end] >= 'a' && body[end] <= 'z') ||
                                            (body[end] >= 'A' && body[end] <= 'Z'));
    if (!word) return true;
  }
  return false;
}

double hours_between(Moment from, Moment until) {
  return static_cast<double>(until - from) / k_talk_hour_ms;
}

void answer_mentions(const EventInput& input, const Row& comment, ActionOutcome& outcome) {
  for (const Row& one :
       project::linked(input.reader, "mention", "record_id", comment.integer("record_id"))) {
    if (one.has("answered_at") || one.at("person") != comment.at("author")) continue;
    const Moment now = id_moment(comment.id);
    CommandSpec note = project::command("mention.update", one.id);
    note.set.append("answered_at", format_moment(now));
    note.set.append("response_hours", hours_between(one.integer("asked_at"), now));
    outcome.commands.push_back(std::move(note));
  }
}

}  // namespace

Result<ActionOutcome> note_comment(const EventInput& input) {
  constexpr std::size_t k_mentions_max = 20;
  ActionOutcome outcome;
  const std::optional<Row> comment = input.reader.load_any("comment", input.event.id);
  if (!comment) return outcome;
  answer_mentions(input, *comment, outcome);
  if (comment->text("body").find('@') == std::string_view::npos) return outcome;
  std::size_t count = 0;
  for (const Row& person : input.reader.list_any("person", Expr())) {
    if (person.id == comment->integer("author") || !person.has("name") ||
        !calls(comment->text("body"), person.text("name")) || !may_read(person.id, input))
      continue;
    if (++count > k_mentions_max) break;
    outcome.commands.push_back(
        project::creation("mention.create", {{"record", comment->text("record")},
                                             {"record_id", id_text(comment->integer("record_id"))},
                                             {"person", id_text(person.id)},
                                             {"comment", id_text(comment->id)},
                                             {"asked_at", format_moment(id_moment(comment->id))}}));
    outcome.commands.push_back(
        kernel::notice(person.id, input, std::string(comment->text("body").substr(0, 200))));
  }
  return outcome;
}

Result<ReportTable> responses(const ReportInput& input) {
  struct Sum {
    std::int64_t mentions = 0, answered = 0;
    project::Mean hours;
    double waiting = 0;
  };
  const std::optional<Id> project = parse_id(input.inputs.text("project"));
  std::map<Id, Sum> people;
  for (const Row& row : project::report_rows(input, "mention")) {
    if (project && row.scope != *project) continue;
    Sum& sum = people[row.integer("person")];
    ++sum.mentions;
    if (row.has("answered_at")) {
      ++sum.answered;
      sum.hours.add(row.number_of("response_hours"));
    } else {
      sum.waiting =
          std::max(sum.waiting, hours_between(row.integer("asked_at"), input.reader.now()));
    }
  }
  ReportTable table;
  for (const auto& [person, sum] : people)
    table.rows.push_back({Value(person), Value(sum.mentions), Value(sum.answered),
                          sum.hours.value(), Value(sum.waiting)});
  return table;
}

Result<ReportTable> feed(const ReportInput& input) {
  constexpr std::int64_t k_events_read = 2000;
  constexpr std::size_t k_rows_max = 100;
  const Id project = parse_id(input.inputs.text("project")).value_or(0);
  const bool zh = input.principal.zh();
  Snapshot& snapshot = input.reader.snapshot();
  const std::int64_t last = snapshot.last_event();
  std::vector<Event> events =
      snapshot.events_after(std::max<std::int64_t>(last - k_events_read, 0), k_events_read);
  std::ranges::reverse(events);
  ReportTable table;
  for (const Event& event : events) {
    const RecordType* type = input.reader.registry().record(event.record);
    if (event.scope != project || type == nullptr || !type->decl->exposed) continue;
    const std::optional<Row> row = input.reader.load(event.record, event.id);
    if (!row) continue;
    const std::string_view what = std::string_view(event.name).substr(event.record.size() + 1);
    Label said = {"已更新", "Updated"};
    if (const State* state = type->state(what)) said = state->label;
    if (what == "created") said = {"已新建", "Created"};
    table.rows.push_back({Value(id_moment(event.tx)),
                          Value(std::string(zh ? type->decl->label.zh : type->decl->label.en)),
                          Value(row->number),
                          Value(input.reader.title_of(event.record, event.id, zh)),
                          Value(std::string(zh ? said.zh : said.en))});
    if (table.rows.size() == k_rows_max) break;
  }
  return table;
}

}  // namespace tc::functions::collaboration
