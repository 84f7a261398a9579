#include <algorithm>
#include <array>

#include "kernel/fields.h"
#include "service/approval/approval.h"

namespace tc::service::approval {
namespace {

using namespace kernel;
using namespace kernel::field;

constexpr std::array k_answers = {
    Choice{"approve", {"同意", "Approve"}},
    Choice{"reject", {"否决", "Reject"}},
    Choice{"return", {"退回", "Return"}},
};
constexpr std::array k_decide_inputs = {
    choice("decision", {"决定", "Decision"}, k_answers, k_required),
    text("comment", {"意见", "Comment"}, k_long),
};
constexpr std::array k_person_inputs = {
    link("person", {"人员", "Person"}, "person", k_required),
    text("comment", {"说明", "Comment"}, k_long),
};
constexpr std::array k_reason_inputs = {text("reason", {"原因", "Reason"}, k_long)};

CommandSpec command(std::string name, Id id) {
  CommandSpec spec;
  spec.name = std::move(name);
  spec.id = id;
  return spec;
}

// The decision, its approval and what it is about, when the caller may answer it now.
struct Case {
  Row task;
  Row approval;
  Row subject;
  std::vector<Node> nodes;
  std::vector<Row> others;  ///< Decisions of the same stage, without this one.
};

std::vector<Row> of_stage(Reader& reader, const Row& approval, std::int64_t stage) {
  const RecordType& type = *reader.registry().record("decision_step");
  return reader.list_any("decision_step", Expr::all({field_is(type, "approval", approval.id),
                                                     field_is(type, "stage", stage)}));
}

// Only fields declared neutral have changed since the question was asked.
bool only_neutral_changes(Reader& reader, const Row& subject, std::int64_t since) {
  if (subject.version == since) return true;
  for (const HistoryRow& change : reader.snapshot().history(*subject.type, subject.id)) {
    if (change.version <= since) continue;
    const Result<Json> before = parse_json(change.before);
    if (!before) return false;
    for (const JsonMember& member : before->members()) {
      const int index = subject.type->field_index(member.key);
      if (index < 0 || !subject.type->fields[static_cast<std::size_t>(index)].neutral) return false;
    }
  }
  return true;
}

Result<Case> case_of(const ActionInput& input) {
  Case found;
  found.task = *input.row;
  const auto approval = input.reader.load_any("approval", found.task.integer("approval"));
  if (!approval || approval->state != "running" || found.task.state != "waiting")
    return refuse(RefusalKind::rule, "approval.not_waiting");
  found.approval = *approval;
  if (found.task.integer("person") != input.principal.person)
    return refuse(RefusalKind::forbidden, "approval.not_asked");
  if (found.approval.integer("requester") == input.principal.person)
    return refuse(RefusalKind::rule, "approval.own_request");
  const auto subject =
      input.reader.load_any(found.approval.text("record"), found.approval.integer("record_id"));
  if (!subject) return refuse(RefusalKind::not_found, "record.not_found");
  found.subject = *subject;
  if (!only_neutral_changes(input.reader, found.subject, found.approval.integer("subject_version")))
    return refuse(RefusalKind::rule, "approval.subject_changed");
  const Result<Json> stages = parse_json(found.approval.text("stages"));
  Result<std::vector<Node>> nodes = stages ? nodes_from_json(*stages) : stages.refusals();
  if (!nodes) return nodes.refusals();
  found.nodes = std::move(*nodes);
  for (Row& row : of_stage(input.reader, found.approval, found.approval.integer("stage"))) {
    if (row.id != found.task.id) found.others.push_back(std::move(row));
  }
  return found;
}

CommandSpec settle(const Case& found, const ActionInput& input, std::string_view decision) {
  CommandSpec spec = command("decision_step.settle", found.task.id);
  spec.version = found.task.version;
  spec.set.append("decision", decision);
  if (const std::string_view comment = input.inputs.text("comment"); !comment.empty())
    spec.set.append("comment", comment);
  return spec;
}

void drop_others(const Case& found, ActionOutcome& outcome) {
  for (const Row& other : found.others) {
    if (other.state == "waiting" || other.state == "queued")
      outcome.commands.push_back(command("decision_step.drop", other.id));
  }
}

// Enough of the stage has agreed, this answer included.
bool stage_is_done(const Case& found, const Node& node) {
  std::int64_t agreed = 1, asked = 1;
  for (const Row& other : found.others) {
    if (other.state == "dropped" || other.text("decision") == "transfer") continue;
    ++asked;
    agreed += other.text("decision") == "approve";
  }
  if (node.mode == "any") return true;
  if (node.mode == "percent") return agreed * 100 >= node.percent * asked;
  return agreed == asked;
}

// In a sequence the next one is asked.
void ask_next(const Case& found, const Node& node, ActionOutcome& outcome) {
  if (node.mode != "sequence") return;
  const Row* next = nullptr;
  for (const Row& other : found.others) {
    if (other.state == "queued" &&
        (next == nullptr || other.integer("turn") < next->integer("turn")))
      next = &other;
  }
  if (next != nullptr) outcome.commands.push_back(command("decision_step.open", next->id));
}

// The last stage has agreed: the step is taken in the same transaction, as the requester asked.
Result<ActionOutcome> conclude(const Case& found, ActionOutcome outcome) {
  outcome.commands.push_back(command("approval.conclude", found.approval.id));
  CommandSpec step = command(
      std::string(found.approval.text("record")) + "." + std::string(found.approval.text("step")),
      found.subject.id);
  if (Result<Json> inputs = parse_json(found.approval.text("inputs"));
      inputs && inputs->is_object())
    step.set = std::move(*inputs);
  outcome.commands.push_back(std::move(step));
  return outcome;
}

Result<ActionOutcome> agree(const Case& found, const ActionInput& input) {
  ActionOutcome outcome;
  outcome.commands.push_back(settle(found, input, "approve"));
  const auto at = static_cast<std::size_t>(found.approval.integer("stage"));
  const Node& node = found.nodes[at];
  if (!stage_is_done(found, node)) {
    ask_next(found, node, outcome);
    return outcome;
  }
  drop_others(found, outcome);
  if (at + 1 >= found.nodes.size()) return conclude(found, std::move(outcome));
  CommandSpec move = command("approval.update", found.approval.id);
  move.set.append("stage", static_cast<std::int64_t>(at + 1));
  outcome.commands.push_back(std::move(move));
  const Stage stage{found.approval.id, static_cast<std::int64_t>(at + 1),
                    found.approval.text("title"), found.approval.text("step"),
                    found.approval.integer("requester")};
  Result<std::vector<CommandSpec>> tasks =
      open_stage(found.nodes[at + 1], stage, found.subject, input);
  if (!tasks) return tasks.refusals();
  for (CommandSpec& task : *tasks) outcome.commands.push_back(std::move(task));
  return outcome;
}

Result<ActionOutcome> decide(const ActionInput& input) {
  const Result<Case> found = case_of(input);
  if (!found) return found.refusals();
  const std::string_view decision = input.inputs.text("decision");
  if (decision == "approve") return agree(*found, input);
  if (decision != "reject" && decision != "return")
    return refuse(RefusalKind::rule, "approval.decision_missing", "/decision");
  if (input.inputs.text("comment").empty())
    return refuse(RefusalKind::rule, "approval.refusal_needs_reason", "/comment");
  ActionOutcome outcome;
  outcome.commands.push_back(settle(*found, input, decision));
  drop_others(*found, outcome);
  CommandSpec end =
      command(decision == "reject" ? "approval.refuse" : "approval.send_back", found->approval.id);
  end.set.append("reason", input.inputs.text("comment"));
  outcome.commands.push_back(std::move(end));
  return outcome;
}

// Another person is asked, in this one's place or beside it.
Result<CommandSpec> another_task(const Case& found, const ActionInput& input) {
  const Id person = parse_id(input.inputs.text("person")).value_or(0);
  if (!input.reader.load_any("person", person))
    return refuse(RefusalKind::rule, "approval.person_missing", "/person");
  if (person == found.approval.integer("requester") || person == input.principal.person)
    return refuse(RefusalKind::rule, "approval.own_request", "/person");
  CommandSpec task = command("decision_step.create", 0);
  task.new_id = input.kernel.new_id();
  for (const std::string_view same :
       Words("record record_id title approval stage stage_name turn due"))
    task.set.append(
        std::string(same),
        value_to_json(
            found.task.type->fields[static_cast<std::size_t>(found.task.type->field_index(same))],
            found.task.at(same)));
  task.set.append("person", id_text(person));
  return task;
}

Result<ActionOutcome> ask_another(const ActionInput& input, bool instead) {
  const Result<Case> found = case_of(input);
  if (!found) return found.refusals();
  Result<CommandSpec> task = another_task(*found, input);
  if (!task) return task.refusals();
  ActionOutcome outcome;
  if (instead) outcome.commands.push_back(settle(*found, input, "transfer"));
  const Id id = task->new_id;
  outcome.commands.push_back(std::move(*task));
  outcome.commands.push_back(command("decision_step.open", id));
  return outcome;
}

Result<ActionOutcome> transfer(const ActionInput& input) { return ask_another(input, true); }

// 加签: the stage then needs all of them.
Result<ActionOutcome> add_sign(const ActionInput& input) {
  Result<ActionOutcome> outcome = ask_another(input, false);
  if (!outcome) return outcome;
  const Row approval = *input.reader.load_any("approval", input.row->integer("approval"));
  Result<Json> stages = parse_json(approval.text("stages"));
  if (!stages) return stages.refusals();
  Json& node = stages->items()[static_cast<std::size_t>(approval.integer("stage"))];
  if (node.text("mode") != "percent") node["mode"] = "all";
  CommandSpec pin = command("approval.update", approval.id);
  pin.set.append("stages", std::move(*stages));
  outcome->commands.push_back(std::move(pin));
  return outcome;
}

Result<ActionOutcome> withdraw(const ActionInput& input) {
  const Row& approval = *input.row;
  if (approval.state != "running") return refuse(RefusalKind::rule, "approval.not_waiting");
  if (approval.integer("requester") != input.principal.person)
    return refuse(RefusalKind::forbidden, "approval.not_requester");
  ActionOutcome outcome;
  for (const Row& task : of_stage(input.reader, approval, approval.integer("stage"))) {
    if (task.state == "waiting" || task.state == "queued")
      outcome.commands.push_back(command("decision_step.drop", task.id));
  }
  CommandSpec end = command("approval.take_back", approval.id);
  if (const std::string_view reason = input.inputs.text("reason"); !reason.empty())
    end.set.append("reason", reason);
  outcome.commands.push_back(std::move(end));
  return outcome;
}

// A new draft of a published flow.
Result<ActionOutcome> revise(const ActionInput& input) {
  ActionOutcome outcome;
  CommandSpec draft = command("flow.create", 0);
  for (const std::string_view same : Words("title record step condition priority stages")) {
    const int index = input.row->type->field_index(same);
    draft.set.append(std::string(same),
                     value_to_json(input.row->type->fields[static_cast<std::size_t>(index)],
                                   input.row->values[static_cast<std::size_t>(index)]));
  }
  draft.set.append("revision", input.row->integer("revision", 1) + 1);
  outcome.commands.push_back(std::move(draft));
  return outcome;
}

constexpr std::array k_actions = {
    Action{"decision_step.decide", {"审批", "Decide"}, k_decide_inputs, decide},
    Action{"decision_step.transfer", {"转办", "Transfer"}, k_person_inputs, transfer},
    Action{"decision_step.add_sign", {"加签", "Add an approver"}, k_person_inputs, add_sign},
    Action{"approval.withdraw", {"撤回", "Withdraw"}, k_reason_inputs, withdraw},
    Action{"flow.revise", {"新版本", "New revision"}, {}, revise},
};

}  // namespace

std::span<const Action> actions() { return k_actions; }

}  // namespace tc::service::approval
