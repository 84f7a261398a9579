#include <algorithm>
#include <set>

#include "base/digest.h"
#include "service/approval/approval.h"

namespace tc::service::approval {
namespace {

using namespace kernel;

constexpr std::size_t k_stages_max = 20;
constexpr std::size_t k_asked_max = 50;

std::vector<std::string> words(const Json* list) {
  std::vector<std::string> found;
  if (list == nullptr || !list->is_array()) return found;
  for (const Json& each : list->items()) {
    if (each.is_string()) found.push_back(each.string());
  }
  return found;
}

bool one_of(std::string_view word, Words words) { return words.contains(word); }

bool known_source(std::string_view who) {
  return who == "holders" || who == "manager" || who.starts_with("role:") ||
         who.starts_with("field:") || who.starts_with("person:");
}

// Grants that reach `scope`: on itself, above it, or on the organisation.
std::vector<Row> grants_over(Reader& reader, Id scope) {
  std::vector<Row> found;
  for (Row& grant : reader.list_any("role_grant", Expr())) {
    const Id on = grant.integer("scope_of", k_organisation);
    if (on == k_organisation || on == scope || reader.scopes().contains(on, scope))
      found.push_back(std::move(grant));
  }
  return found;
}

// Who manages the project of the subject, or what that belongs to.
std::vector<Id> managers_over(Reader& reader, Id scope) {
  constexpr int k_depth_max = 64;
  std::vector<Id> persons;
  for (int depth = 0; depth < k_depth_max && scope != 0 && scope != k_organisation; ++depth) {
    Id above = 0;
    for (const RecordType* type : reader.registry().records()) {
      const bool managed =
          type->decl->scoping == Scoping::self && type->field_index("manager") >= 0;
      const std::optional<Row> row = managed ? reader.load_any(type->name, scope) : std::nullopt;
      if (!row) continue;
      if (row->has("manager")) persons.push_back(row->integer("manager"));
      above = type->field_index("parent") >= 0 ? row->integer("parent") : 0;
    }
    scope = above;
  }
  return persons;
}

std::vector<Id> with_role(std::string_view role, const Row& subject, const ActionInput& input) {
  std::vector<Id> persons;
  for (const Row& grant : grants_over(input.reader, subject.scope)) {
    if (grant.text("role") == role)
      persons.push_back(input.kernel.principal_of(grant.integer("user")).person);
  }
  if (role != "project_manager") return persons;
  for (const Id manager : managers_over(input.reader, subject.scope)) persons.push_back(manager);
  return persons;
}

std::vector<Id> holders_of(const std::string& permission, const Row& subject,
                           const ActionInput& input) {
  std::vector<Id> persons;
  for (const Row& grant : grants_over(input.reader, subject.scope)) {
    const Principal holder = input.kernel.principal_of(grant.integer("user"));
    if (may(holder, permission, subject.scope, input.reader.scopes()))
      persons.push_back(holder.person);
  }
  const RecordType& users = *input.reader.registry().record("user");
  for (const Id manager : managers_over(input.reader, subject.scope)) {
    for (const Row& user : input.reader.list_any("user", field_is(users, "person", manager))) {
      const Principal holder = input.kernel.principal_of(user.id);
      if (may(holder, permission, subject.scope, input.reader.scopes())) persons.push_back(manager);
    }
  }
  return persons;
}

std::vector<Id> persons_of(std::string_view who, const Row& subject, std::string_view step,
                           const ActionInput& input) {
  if (who == "holders") {
    return holders_of(std::string(subject.type->name) + "." + std::string(step), subject, input);
  }
  if (who == "manager") {
    const std::optional<Row> project = input.reader.load_any("project", subject.scope);
    return {project ? project->integer("manager") : 0};
  }
  const std::string_view name = who.substr(who.find(':') + 1);
  if (who.starts_with("role:")) return with_role(name, subject, input);
  if (who.starts_with("person:")) return {parse_id(name).value_or(0)};
  return {subject.type->field_index(name) >= 0 ? subject.integer(name) : 0};
}

// The delegate of somebody who is away today.
Id delegate_of(Reader& reader, Id person) {
  const RecordType& type = *reader.registry().record("delegation");
  const std::int64_t today = reader.today();
  for (const Row& row : reader.list_any("delegation", field_is(type, "person", person))) {
    if (row.integer("from_day") <= today && today <= row.integer("until_day"))
      return row.integer("delegate");
  }
  return 0;
}

}  // namespace

Result<std::vector<Node>> nodes_from_json(const Json& stages) {
  const auto malformed = [] {
    return refuse(RefusalKind::rule, "flow.stages_malformed", "/stages");
  };
  if (!stages.is_array() || stages.size() == 0 || stages.size() > k_stages_max) return malformed();
  std::vector<Node> nodes;
  for (const Json& stage : stages.items()) {
    Node node;
    node.name = stage.text("name");
    node.mode = stage.text("mode", "any");
    node.who = words(stage.find("who"));
    node.copy_to = words(stage.find("copy_to"));
    node.on_timeout = stage.text("on_timeout", "remind");
    if (const Json* days = stage.find("due_days"); days != nullptr && days->is_integer())
      node.due_days = days->integer();
    if (const Json* percent = stage.find("percent"); percent != nullptr && percent->is_integer())
      node.percent = percent->integer();
    const bool sound = !node.name.empty() && !node.who.empty() &&
                       std::ranges::all_of(node.who, known_source) &&
                       one_of(node.mode, "any all percent sequence") &&
                       one_of(node.on_timeout, "remind escalate") && node.percent >= 1 &&
                       node.percent <= 100 && node.due_days >= 1 && node.due_days <= 365;
    if (!sound) return malformed();
    nodes.push_back(std::move(node));
  }
  return nodes;
}

std::vector<Asked> asked_of(const Node& node, const Row& subject, std::string_view step,
                            Id requester, const ActionInput& input) {
  std::vector<Asked> asked;
  std::set<Id> known = {0, requester};
  for (const std::string& who : node.who) {
    for (const Id person : persons_of(who, subject, step, input)) {
      const Id delegate = person == 0 ? 0 : delegate_of(input.reader, person);
      // A delegate who asked for it does not decide it: then the person away is asked.
      const bool delegated = delegate != 0 && delegate != requester;
      const Asked one{delegated ? delegate : person, delegated ? person : 0};
      if (asked.size() < k_asked_max && person != requester && known.insert(one.person).second)
        asked.push_back(one);
    }
  }
  return asked;
}

Result<std::vector<CommandSpec>> open_stage(const Node& node, const Stage& stage,
                                            const Row& subject, const ActionInput& input) {
  std::vector<Asked> asked = asked_of(node, subject, stage.step, stage.requester, input);
  // Nobody but the requester: another director is asked, then the executives.
  for (const char* role : {"role:pmo_director", "role:executive"}) {
    if (!asked.empty()) break;
    Node above;
    above.who = {role};
    asked = asked_of(above, subject, stage.step, stage.requester, input);
  }
  if (asked.empty())
    return refuse(RefusalKind::rule, "approval.nobody_to_ask", {}, {{"stage", node.name}});
  std::vector<CommandSpec> commands;
  for (std::size_t turn = 0; turn < asked.size(); ++turn) {
    CommandSpec task;
    task.name = "decision_step.create";
    task.new_id = input.kernel.new_id();
    task.set.append("record", subject.type->name);
    task.set.append("record_id", id_text(subject.id));
    task.set.append("title", stage.title);
    task.set.append("approval", id_text(stage.approval));
    task.set.append("stage", stage.at);
    task.set.append("stage_name", node.name);
    task.set.append("turn", static_cast<std::int64_t>(turn));
    task.set.append("person", id_text(asked[turn].person));
    if (asked[turn].acting_for != 0) task.set.append("acting_for", id_text(asked[turn].acting_for));
    task.set.append("due", format_day(static_cast<Day>(input.reader.today() + node.due_days)));
    CommandSpec open;
    open.name = "decision_step.open";
    open.id = task.new_id;
    commands.push_back(std::move(task));
    // In a sequence the next one is asked when the one before has agreed.
    if (node.mode != "sequence" || turn == 0) commands.push_back(std::move(open));
  }
  return commands;
}

std::string evidence_of(const Row& subject) {
  Json json = Json::object();
  json.append("record", subject.type->name);
  json.append("id", id_text(subject.id));
  json.append("version", subject.version);
  json.append("state", subject.state);
  for (std::size_t i = 0; i < subject.values.size(); ++i) {
    json.append(std::string(subject.type->fields[i].name),
                value_to_json(subject.type->fields[i], subject.values[i]));
  }
  return sha256_hex(to_canonical_text(json));
}

}  // namespace tc::service::approval
