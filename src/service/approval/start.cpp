#include <algorithm>

#include "service/approval/approval.h"

namespace tc::service::approval {
namespace {

using namespace kernel;

struct Chosen {
  Id flow = 0;
  Json stages;
};

bool fits(const Row& flow, const Row& subject, Reader& reader) {
  const std::string_view condition = flow.text("condition");
  if (condition.empty()) return true;
  Result<Expr> expr = parse_filter(*subject.type, condition, reader.filter_context(*subject.type));
  if (!expr) return false;
  const Expr both = Expr::all({Expr::compare(Expr::Op::equal, k_id, subject.id), std::move(*expr)});
  return !reader.list_any(subject.type->name, both, 1).empty();
}

// The published flow of highest priority whose condition the record meets; otherwise one stage of
// those who hold the step's permission.
Chosen choose(const Row& subject, const Step& step, Reader& reader) {
  const RecordType& type = *reader.registry().record("flow");
  std::vector<Row> flows = reader.list_any(
      "flow", Expr::all({field_is(type, "record", std::string(subject.type->name)),
                         field_is(type, "step", std::string(step.name)),
                         Expr::compare(Expr::Op::equal, k_state, std::string("published"))}));
  std::ranges::stable_sort(flows, [](const Row& a, const Row& b) {
    return a.integer("priority") > b.integer("priority");
  });
  for (const Row& flow : flows) {
    Result<Json> stages = parse_json(flow.text("stages"));
    if (stages && fits(flow, subject, reader)) return {flow.id, std::move(*stages)};
  }
  Json node = Json::object();
  node.append("name", reader.principal().zh() ? step.label.zh : step.label.en);
  node.append("who", Json(Json::Array{"holders"}));
  return {0, Json(Json::Array{std::move(node)})};
}

bool runs_already(const Row& subject, Reader& reader) {
  const RecordType& type = *reader.registry().record("approval");
  return !reader
              .list_any(
                  "approval",
                  Expr::all({field_is(type, "record_id", subject.id),
                             Expr::compare(Expr::Op::equal, k_state, std::string("running"))}),
                  1)
              .empty();
}

// Links are shown by the title of what they lead to, where whoever sees the subject may read it:
// the copy is read by others than the requester.
std::string shown_value(const Row& subject, std::size_t index, Reader& reader) {
  const Field& field = subject.type->fields[index];
  const bool zh = reader.principal().zh();
  if (field.kind == Kind::link && field.target != "*") {
    const Id id = std::get<std::int64_t>(subject.values[index]);
    const std::optional<Row> target = reader.load(field.target, id);
    const bool near = target && target->level <= std::max(subject.level, 1) &&
                      (target->scope == subject.scope || target->scope == k_organisation);
    const std::string title = near ? reader.title_of(field.target, id, zh) : std::string();
    if (!title.empty()) return title;
  }
  return value_to_text(field, subject.values[index], zh);
}

Json shown_of(const Row& subject, Reader& reader) {
  const bool zh = reader.principal().zh();
  Json json = Json::object();
  for (std::size_t i = 0; i < subject.values.size(); ++i) {
    const Field& field = subject.type->fields[i];
    // Fields with a permission of their own are in the digest, not in the copy.
    if (!is_set(subject.values[i]) || field.hidden || !field.group.empty()) continue;
    json.append(std::string(zh ? field.label.zh : field.label.en), shown_value(subject, i, reader));
  }
  return json;
}

}  // namespace

Result<ActionOutcome> start(const ActionInput& input, const Step& step) {
  const Row& subject = *input.row;
  if (runs_already(subject, input.reader))
    return refuse(RefusalKind::rule, "approval.runs_already");
  const Chosen chosen = choose(subject, step, input.reader);
  const Result<std::vector<Node>> nodes = nodes_from_json(chosen.stages);
  if (!nodes) return nodes.refusals();
  const bool zh = input.principal.zh();
  const std::string name = input.reader.title_of(subject.type->name, subject.id, zh);
  const std::string title = (subject.number.empty() ? "" : subject.number + " ") + name;

  ActionOutcome outcome;
  CommandSpec made;
  made.name = "approval.create";
  made.new_id = input.kernel.new_id();
  made.set.append("record", subject.type->name);
  made.set.append("record_id", id_text(subject.id));
  made.set.append("title", title);
  made.set.append("step", step.name);
  made.set.append("inputs", input.inputs);
  if (chosen.flow != 0) made.set.append("flow", id_text(chosen.flow));
  made.set.append("stages", chosen.stages);
  made.set.append("stage", 0);
  made.set.append("stage_count", static_cast<std::int64_t>(nodes->size()));
  if (input.principal.person != 0) made.set.append("requester", id_text(input.principal.person));
  made.set.append("subject_version", subject.version);
  made.set.append("evidence", evidence_of(subject));
  made.set.append("shown", shown_of(subject, input.reader));
  const Stage stage{made.new_id, 0, title, step.name, input.principal.person};
  Result<std::vector<CommandSpec>> tasks = open_stage(nodes->front(), stage, subject, input);
  if (!tasks) return tasks.refusals();
  outcome.result = Json::object();
  outcome.result.append("approval", id_text(made.new_id));
  outcome.commands.push_back(std::move(made));
  for (CommandSpec& task : *tasks) outcome.commands.push_back(std::move(task));
  return outcome;
}

}  // namespace tc::service::approval
