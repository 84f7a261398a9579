#include "kernel/transaction.h"

#include <algorithm>

#include "base/currency.h"
#include "base/text.h"

namespace tc::kernel {
namespace {

constexpr std::size_t k_commands_max = 1000;
constexpr int k_action_depth_max = 8;

/// A refusal of command `index` points below /commands/<index> where there are several.
std::string pointer_of(std::size_t index, std::size_t count, std::string_view field) {
  if (count == 1) return std::string(field);
  return "/commands/" + std::to_string(index) + std::string(field);
}

Json hidden_value() { return "•••"; }

bool about_verb(const Rule& rule, std::string_view verb, bool is_step) {
  if (rule.on == verb) return true;
  return rule.on == "write" && (verb == "create" || verb == "update" || is_step);
}

void add_custom_difference(std::string_view before, std::string_view after, Json& old_values,
                           Json& new_values) {
  const Result<Json> was = parse_json(before), is = parse_json(after);
  if (!was || !is) return;
  const auto note = [&](const std::string& key) {
    const Json* old_value = was->find(key);
    const Json* new_value = is->find(key);
    const Json none;
    if (to_text(old_value == nullptr ? none : *old_value) ==
        to_text(new_value == nullptr ? none : *new_value))
      return;
    const std::string name = std::string(k_custom_prefix) + key;
    old_values.append(name, old_value == nullptr ? none : *old_value);
    new_values.append(name, new_value == nullptr ? none : *new_value);
  };
  for (const JsonMember& member : was->members()) note(member.key);
  for (const JsonMember& member : is->members()) {
    if (was->find(member.key) == nullptr) note(member.key);
  }
}

}  // namespace

Json difference(const RecordType& type, const Row* before, const Row& after,
                std::vector<int>& changed) {
  Json json = Json::object();
  Json old_values = Json::object(), new_values = Json::object();
  for (std::size_t i = 0; i < type.fields.size(); ++i) {
    const Value& was = before != nullptr ? before->values[i] : Value();
    if (was == after.values[i]) continue;
    changed.push_back(static_cast<int>(i));
    const Field& field = type.fields[i];
    old_values.append(std::string(field.name),
                      field.hidden && is_set(was) ? hidden_value() : value_to_json(field, was));
    new_values.append(std::string(field.name),
                      field.hidden ? hidden_value() : value_to_json(field, after.values[i]));
  }
  if (before != nullptr && before->state != after.state) {
    old_values.append("state", before->state);
    new_values.append("state", after.state);
  }
  if (before != nullptr && before->custom != after.custom)
    add_custom_difference(before->custom, after.custom, old_values, new_values);
  json.append("before", std::move(old_values));
  json.append("after", std::move(new_values));
  return json;
}

Transaction::Transaction(Kernel& kernel, const Principal& principal, const Request& request)
    : kernel_(kernel), principal_(principal), request_(request), reader_(kernel, principal) {
  changes_.tx = kernel.new_id();
  changes_.principal = principal.user;
  changes_.acting_for = principal.acting_for;
  changes_.undo_of = request.undo_of;
  changes_.moment = reader_.now();
  changes_.idempotency_key = request.idempotency_key;
  changes_.body_hash = request.body_hash;
  changes_.rights_epoch = principal.system ? 0 : principal.epoch;
}

Result<Answer> Transaction::prepare() {
  if (request_.commands.size() > k_commands_max && !principal_.system) {
    return refuse(RefusalKind::too_large, "tx.too_many_commands", {},
                  {{"max", std::to_string(k_commands_max)}});
  }
  changes_.audit = Json::object();
  changes_.audit.append("changes", Json::array());
  for (std::size_t i = 0; i < request_.commands.size(); ++i) run(request_.commands[i], i);
  if (!refusals_.empty()) return refusals_;
  for (const BlobWrite& blob : request_.blobs) changes_.blobs.push_back(blob);
  if (!request_.details.is_null()) changes_.audit["details"] = request_.details;
  changes_.command = !request_.command.empty()       ? request_.command
                     : request_.commands.size() == 1 ? request_.commands.front().name
                                                     : "transaction";
  answer_.tx = changes_.tx;
  return std::move(answer_);
}

std::optional<Result<Answer>> Transaction::replay() {
  const std::optional<TxRow> done =
      reader_.snapshot().tx_by_key(principal_.user, request_.idempotency_key);
  if (!done) return std::nullopt;
  if (done->body_hash != request_.body_hash)
    return Result<Answer>(refuse(RefusalKind::rule, "tx.key_reused"));
  Answer answer;
  answer.tx = done->tx;
  for (const HistoryRow& change : reader_.snapshot().history_of_tx(done->tx)) {
    const RecordType* type = reader_.registry().record(change.record);
    if (type == nullptr) continue;
    if (std::optional<Row> row = reader_.load(change.record, change.id))
      answer.records.push_back({type, std::move(*row)});
  }
  return Result<Answer>(std::move(answer));
}

bool Transaction::trusts(const Context& context) const {
  return context.command.trusted || principal_.system;
}

std::optional<Row> Transaction::load_subject(const Context& context) {
  if (context.verb != "restore") {
    return trusts(context) ? reader_.load_any(context.type.name, context.command.id)
                           : reader_.load(context.type.name, context.command.id);
  }
  AccessFilter filter =
      trusts(context) ? AccessFilter::everything() : reader_.access(context.type, "delete");
  filter.deleted_too = true;
  return reader_.snapshot().load(context.type, context.command.id, filter);
}

Json Transaction::attempted() const {
  Json json = Json::object();
  if (request_.commands.empty()) return json;
  json.append("do", request_.commands.front().name);
  if (request_.commands.front().id != 0) json.append("id", id_text(request_.commands.front().id));
  Json codes = Json::array();
  for (const Refusal& refusal : refusals_) codes.push(refusal.code);
  json.append("codes", std::move(codes));
  return json;
}

void Transaction::refuse_command(const Context& context, Refusal refusal) {
  refusal.field = pointer_of(context.index, request_.commands.size(), refusal.field);
  refusals_.push_back(std::move(refusal));
}

void Transaction::run(const CommandSpec& command, std::size_t index) {
  const std::size_t dot = command.name.rfind('.');
  const RecordType* type =
      dot == std::string::npos ? nullptr : reader_.registry().record(command.name.substr(0, dot));
  const auto unknown = [&] {
    refusals_.push_back(refuse(RefusalKind::malformed, "tx.unknown_command",
                               pointer_of(index, request_.commands.size(), ""),
                               {{"do", command.name}}));
  };
  if (type == nullptr || (!type->decl->exposed && !command.trusted && !principal_.system))
    return unknown();
  const std::string_view verb = std::string_view(command.name).substr(dot + 1);
  const Context context{command, index, *type, verb};
  if (const Action* action = reader_.registry().action(command.name)) return act(context, *action);
  if (verb == "create") return create(context);
  if (verb == "update" || verb == "delete" || verb == "restore" || type->step(verb) != nullptr ||
      (verb == "erase" && type->holds_personal()))
    return change(context);
  unknown();
}

bool Transaction::authorise(const Context& context, const Row& row) {
  if (trusts(context)) return true;
  const AccessFilter filter = reader_.access(context.type, context.verb);
  const bool allowed = row.level >= 3
                           ? reader_.snapshot().load(context.type, row.id, filter).has_value()
                           : visible(filter, row);
  if (!allowed) {
    refuse_command(
        context,
        refuse(RefusalKind::forbidden, "access.not_granted", {},
               {{"permission", std::string(context.type.name) + "." + std::string(context.verb)}}));
  }
  return allowed;
}

bool Transaction::place(const Context& context, Row& row) {
  Id permission_scope = k_organisation;
  switch (context.type.decl->scoping) {
    case Scoping::organisation:
      row.scope = k_organisation;
      break;
    case Scoping::self:
      row.scope = row.id;
      permission_scope = row.integer("parent", k_organisation);
      break;
    case Scoping::subject: {
      const std::optional<Row> subject =
          trusts(context) ? reader_.load_any(row.text("record"), row.integer("record_id"))
                          : reader_.load(row.text("record"), row.integer("record_id"));
      if (!subject) {
        refuse_command(context, refuse(RefusalKind::rule, "field.unknown_target", "/record_id",
                                       {{"field", "record_id"}}));
        return false;
      }
      row.level = subject->level;
      permission_scope = row.scope = subject->scope;
      break;
    }
    case Scoping::project:
      row.scope = row.integer("project");
      if (row.scope == 0) return true;  // Reported as a missing field.
      permission_scope = row.scope;
  }
  if (trusts(context)) return true;
  const std::string permission = std::string(context.type.name) + "." + std::string(context.verb);
  const bool own = context.type.decl->personal && row.integer("person") == principal_.person;
  if (own || reader_.may(permission, permission_scope)) return true;
  refuse_command(context, refuse(RefusalKind::forbidden, "access.not_granted", {},
                                 {{"permission", permission}}));
  return false;
}

void Transaction::create(const Context& context) {
  Row row;
  row.type = &context.type;
  row.id = context.command.new_id != 0 ? context.command.new_id : kernel_.new_id();
  row.level = context.type.decl->level;
  row.values.resize(context.type.fields.size());
  row.version = 1;
  row.created_tx = row.updated_tx = changes_.tx;
  if (context.type.has_lifecycle()) row.state = context.type.decl->states.front().name;
  row.state_since = reader_.now();
  const std::size_t before = refusals_.size();
  for (std::size_t i = 0; i < context.type.fields.size(); ++i) {
    if (context.type.fields[i].author && principal_.person != 0) row.values[i] = principal_.person;
  }
  set_fields(context, row, nullptr);
  check_required(context, row);
  if (!place(context, row) || refusals_.size() > before) return;
  check_links(context, nullptr, row);
  if (refusals_.size() > before) return;
  if (context.type.decl->derive != nullptr) context.type.decl->derive(row, nullptr, reader_);
  check_rules(context, nullptr, row);
  if (refusals_.size() == before)
    stage(context, std::nullopt, std::move(row), RowChange::Kind::insert);
}

bool Transaction::check_version(const Context& context, const Row& row) {
  if (context.command.trusted) {
    // A handler that computed on a version wants exactly that one.
    const bool same = !context.command.version || *context.command.version == row.version;
    if (!same) refuse_command(context, refuse(RefusalKind::stale, "record.stale"));
    return same;
  }
  if (!context.command.version) {
    refuse_command(context, refuse(RefusalKind::version_missing, "record.version_missing"));
    return false;
  }
  const std::int64_t seen = *context.command.version;
  if (seen == row.version) return true;
  bool conflict = seen > row.version || context.verb != "update";
  if (!conflict) {
    for (const HistoryRow& change : reader_.snapshot().history(context.type, row.id)) {
      if (change.version <= seen) continue;
      const Result<Json> touched = parse_json(change.before);
      if (!touched) continue;
      for (const JsonMember& member : touched->members())
        conflict |= context.command.set.find(member.key) != nullptr;
    }
  }
  if (conflict) {
    stale_row_ = row;
    refuse_command(context, refuse(RefusalKind::stale, "record.stale"));
  }
  return !conflict;
}

void Transaction::change(const Context& context) {
  std::optional<Row> before = load_subject(context);
  if (!before) return refuse_command(context, refuse(RefusalKind::not_found, "record.not_found"));
  const Step* step = context.type.step(context.verb);
  if (step != nullptr && step->taken == Taken::by_approval && !trusts(context))
    return ask(context, *before, *step);
  if ((context.verb != "restore" && !authorise(context, *before)) ||
      !check_version(context, *before))
    return;
  Row after = *before;
  if (step != nullptr) {
    const bool mine = step->taken != Taken::by_program || trusts(context);
    if (!mine || !step->from.contains(before->state)) {
      return refuse_command(context,
                            refuse(RefusalKind::rule, "record.step_not_possible", "/state",
                                   {{"state", before->state}, {"step", std::string(step->name)}}));
    }
    after.state = step->to;
    after.state_since = reader_.now();
  }
  const std::size_t refused = refusals_.size();
  if (context.verb == "delete" || context.verb == "restore") {
    after.deleted_tx = context.verb == "delete" ? changes_.tx : 0;
    // What it hangs on may have moved meanwhile.
    const bool hangs = context.type.decl->scoping == Scoping::subject;
    if (context.verb == "restore" && hangs && !place(context, after)) return;
  } else if (context.verb == "erase") {
    erase(after);
  } else {
    set_fields(context, after, step);
    check_required(context, after);
    check_links(context, &*before, after);
    if (refusals_.size() == refused && after.scope != before->scope && !place(context, after))
      return;
  }
  if (refusals_.size() == refused) {
    if (context.type.decl->derive != nullptr) context.type.decl->derive(after, &*before, reader_);
    check_rules(context, &*before, after);
  }
  if (refusals_.size() > refused) return;
  after.version = before->version + 1;
  after.updated_tx = changes_.tx;
  stage(context, before, std::move(after),
        context.verb == "delete" ? RowChange::Kind::remove : RowChange::Kind::update);
}

// What must be there and be different stays so, without telling anything (trust S-13, T-5).
void Transaction::erase(Row& row) {
  for (std::size_t i = 0; i < row.type->fields.size(); ++i) {
    const Field& field = row.type->fields[i];
    if (!field.personal) continue;
    row.values[i] = field.required ? Value("erased-" + id_text(row.id)) : Value();
  }
  changes_.erased.emplace_back(row.type, row.id);
}

// The chain is never rewritten: of personal values it holds commitments.
Json Transaction::committed(const RecordType& type, Id id, const Json& values) {
  Json json = Json::object();
  for (const JsonMember& member : values.members()) {
    const int index = type.field_index(member.key);
    const bool personal = index >= 0 && type.fields[static_cast<std::size_t>(index)].personal;
    json.append(member.key,
                personal && !member.value.is_null()
                    ? Json(Vault::commit(changes_, type.name, id, to_text(member.value)))
                    : member.value);
  }
  return json;
}

void Transaction::act(const Context& context, const Action& action) {
  std::optional<Row> row;
  if (context.command.id != 0) {
    row = principal_.system ? reader_.load_any(context.type.name, context.command.id)
                            : reader_.load(context.type.name, context.command.id);
    if (!row) return refuse_command(context, refuse(RefusalKind::not_found, "record.not_found"));
    if (!authorise(context, *row)) return;
  } else if (!context.command.trusted && !reader_.may(context.command.name)) {
    return refuse_command(context, refuse(RefusalKind::forbidden, "access.not_granted", {},
                                          {{"permission", context.command.name}}));
  }
  if (++depth_ > k_action_depth_max)
    throw Defect("actions call each other too deep: " + context.command.name);
  Result<ActionOutcome> outcome =
      action.handler({row ? &*row : nullptr, context.command.set, principal_, reader_, kernel_,
                      request_.progress != nullptr ? *request_.progress : unwatched()});
  if (!outcome) {
    for (const Refusal& refusal : outcome.refusals()) refuse_command(context, refusal);
    return;
  }
  carry_out(context, std::move(*outcome));
  --depth_;
}

void Transaction::carry_out(const Context& context, ActionOutcome outcome) {
  for (CommandSpec& command : outcome.commands) {
    command.trusted = true;
    run(command, context.index);
  }
  for (BlobWrite& blob : outcome.blobs) changes_.blobs.push_back(std::move(blob));
  if (!outcome.audit.is_null()) changes_.audit["details"] = std::move(outcome.audit);
  answer_.result = std::move(outcome.result);
}

// Who may change the record may ask for the step; the approval decides whether it is taken. The
// step is tried first, so that nobody is asked to approve what its rules would refuse.
void Transaction::ask(const Context& context, const Row& row, const Step& step) {
  const Context as_change{context.command, context.index, context.type, "update"};
  if (!authorise(as_change, row) || !check_version(context, row)) return;
  const Registry& registry = reader_.registry();
  const auto approving = std::ranges::find_if(
      registry.functions(), [](const Function* one) { return one->approve != nullptr; });
  if (approving == registry.functions().end())
    return refuse_command(context, refuse(RefusalKind::rule, "approval.not_available"));
  CommandSpec trial = context.command;
  trial.trusted = true;
  Request request;
  request.commands.push_back(trial);
  const Result<Answer> possible = Transaction(kernel_, principal_, request).prepare();
  if (!possible) {
    for (const Refusal& refusal : possible.refusals()) refuse_command(context, refusal);
    return;
  }
  Result<ActionOutcome> outcome =
      (*approving)->approve({&row, context.command.set, principal_, reader_, kernel_}, step);
  if (!outcome) {
    for (const Refusal& refusal : outcome.refusals()) refuse_command(context, refusal);
    return;
  }
  carry_out(context, std::move(*outcome));
  answer_.records.insert(answer_.records.begin(), {&context.type, row});
}

void Transaction::set_fields(const Context& context, Row& row, const Step* step) {
  if (!context.command.set.is_object()) {
    return refuse_command(context,
                          refuse(RefusalKind::malformed, "json.malformed", {}, {{"offset", "0"}}));
  }
  for (const JsonMember& member : context.command.set.members())
    set_field(context, row, member, step);
}

void Transaction::set_field(const Context& context, Row& row, const JsonMember& member,
                            const Step* step) {
  const std::string pointer = "/" + member.key;
  if (member.key.starts_with(k_custom_prefix)) return set_custom(context, row, member, step);
  if (member.key == "level" && (context.type.decl->traits & k_leveled) != 0 &&
      member.value.is_integer()) {
    row.level = static_cast<std::int32_t>(std::clamp<std::int64_t>(member.value.integer(), 0, 3));
    return;
  }
  const int index = context.type.field_index(member.key);
  const Field* field = index < 0 ? nullptr : &context.type.fields[static_cast<std::size_t>(index)];
  const bool trusted = trusts(context) || request_.undo_of != 0;
  if (field == nullptr || (field->hidden && !trusted)) {
    return refuse_command(
        context, refuse(RefusalKind::malformed, "field.unknown", pointer, {{"field", member.key}}));
  }
  if (!trusted && !field->group.empty() && !reader_.may(std::string(field->group) + ".read")) {
    return refuse_command(context, refuse(RefusalKind::malformed, "field_not_permitted", pointer,
                                          {{"field", member.key}}));
  }
  // What a comment or a file hangs on decided who sees it: it cannot be moved afterwards.
  const bool subject = context.type.decl->scoping == Scoping::subject &&
                       (field->name == "record" || field->name == "record_id");
  if (subject && !trusted && context.verb != "create") {
    return refuse_command(
        context, refuse(RefusalKind::rule, "field.read_only", pointer, {{"field", member.key}}));
  }
  const bool input = step != nullptr && step->inputs.contains(field->name);
  if (!trusted && ((field->read_only && !input) || (step != nullptr && !input))) {
    return refuse_command(
        context, refuse(RefusalKind::rule, "field.read_only", pointer, {{"field", member.key}}));
  }
  Result<Value> value = value_from_json(*field, member.value);
  if (!value) {
    for (const Refusal& refusal : value.refusals()) refuse_command(context, refusal);
    return;
  }
  // Amounts are added up: one of another currency would count as if it were of the books.
  const auto* money = std::get_if<Money>(&*value);
  if (money != nullptr && !field->foreign && money->currency != k_book_currency) {
    return refuse_command(
        context,
        refuse(RefusalKind::rule, "field.foreign_currency", pointer,
               {{"field", std::string(principal_.zh() ? field->label.zh : field->label.en)},
                {"given", money->currency},
                {"currency", std::string(k_book_currency)}}));
  }
  row.values[static_cast<std::size_t>(index)] = std::move(*value);
  if (field->name == "project" && context.type.decl->scoping == Scoping::project)
    row.scope = row.integer("project");
}

void Transaction::set_custom(const Context& context, Row& row, const JsonMember& member,
                             const Step* step) {
  const std::string pointer = "/" + member.key;
  const CustomField* custom = reader_.custom_fields().find(context.type.name, member.key);
  if (custom == nullptr) {
    return refuse_command(
        context, refuse(RefusalKind::malformed, "field.unknown", pointer, {{"field", member.key}}));
  }
  if (custom->formula || (step != nullptr && !trusts(context))) {
    return refuse_command(
        context, refuse(RefusalKind::rule, "field.read_only", pointer, {{"field", member.key}}));
  }
  const Status set = set_custom_value(*custom, member.value, row);
  for (const Refusal& refusal : set ? Refusals() : set.refusals()) refuse_command(context, refusal);
}

void Transaction::check_required(const Context& context, const Row& row) {
  for (std::size_t i = 0; i < context.type.fields.size(); ++i) {
    const Field& field = context.type.fields[i];
    if (!field.required || is_set(row.values[i])) continue;
    refuse_command(
        context,
        refuse(RefusalKind::rule, "field.required", "/" + std::string(field.name),
               {{"field", std::string(principal_.zh() ? field.label.zh : field.label.en)}}));
  }
  // What the program does by itself is not held up by a form.
  if (!trusts(context)) check_custom(context, row);
}

void Transaction::check_custom(const Context& context, const Row& row) {
  const CustomFields& fields = reader_.custom_fields();
  for (const CustomField& custom : fields.of(context.type.name)) {
    const Field& field = custom.field;
    const std::string label(principal_.zh() ? field.label.zh : field.label.en);
    const std::string pointer = "/" + std::string(field.name);
    const Json value = custom_value(custom, row, fields);
    const bool wanted = std::ranges::any_of(custom.required_in, [&](const std::string& state) {
      return state == "*" || state == row.state;
    });
    if (value.is_null() && wanted && !custom.formula)
      refuse_command(context,
                     refuse(RefusalKind::rule, "field.required", pointer, {{"field", label}}));
    if (field.kind != Kind::link || value.is_null() || custom.formula) continue;
    const std::optional<Id> target = parse_id(value.string());
    if (target && reader_.load(field.target, *target)) continue;
    refuse_command(context,
                   refuse(RefusalKind::rule, "field.unknown_target", pointer, {{"field", label}}));
  }
}

void Transaction::check_links(const Context& context, const Row* before, const Row& row) {
  for (std::size_t i = 0; i < context.type.fields.size(); ++i) {
    const Field& field = context.type.fields[i];
    if (field.kind != Kind::link || field.target == "*" || !is_set(row.values[i])) continue;
    if (field.author) continue;  // Set by the kernel itself: the caller need not see persons.
    if (before != nullptr && before->values[i] == row.values[i]) continue;
    const Id target = std::get<std::int64_t>(row.values[i]);
    if (target == k_organisation || reader_.registry().record(field.target) == nullptr) continue;
    const bool trusted = trusts(context);
    if (trusted ? reader_.load_any(field.target, target).has_value()
                : reader_.load(field.target, target).has_value())
      continue;
    refuse_command(
        context,
        refuse(RefusalKind::rule, "field.unknown_target", "/" + std::string(field.name),
               {{"field", std::string(principal_.zh() ? field.label.zh : field.label.en)}}));
  }
}

void Transaction::check_rules(const Context& context, const Row* before, const Row& row) {
  const bool is_step = context.type.step(context.verb) != nullptr;
  for (const Rule* rule : context.type.rules) {
    if (!about_verb(*rule, context.verb, is_step)) continue;
    std::vector<Argument> arguments;
    if (rule->holds({before, row, context.verb, principal_, reader_, arguments})) continue;
    refuse_command(context, refuse(RefusalKind::rule, rule->code,
                                   rule->field.empty() ? "" : "/" + std::string(rule->field),
                                   std::move(arguments)));
  }
}

// What hangs on a record is where it is and as secret as it is, also when it moves.
void Transaction::take_along(const Context& context, const Row& before, const Row& after) {
  if (before.scope == after.scope && before.level == after.level) return;
  for (const RecordType* type : reader_.registry().records()) {
    if (type->decl->scoping != Scoping::subject) continue;
    const Expr hanging = Expr::all({field_is(*type, "record", std::string(after.type->name)),
                                    field_is(*type, "record_id", after.id)});
    std::vector<Row> rows = reader_.list_any(type->name, hanging);
    for (const RowChange& change : changes_.rows) {
      const bool fresh = change.after.type == type && change.kind == RowChange::Kind::insert;
      if (fresh && change.after.text("record") == after.type->name &&
          change.after.integer("record_id") == after.id)
        rows.push_back(change.after);
    }
    for (const Row& stored : rows) {
      // As this transaction left it: an earlier command of it may have changed it.
      const std::optional<Row> now = reader_.load_any(type->name, stored.id);
      if (!now) continue;
      const Row& row = *now;
      Row moved = row;
      moved.scope = after.scope;
      moved.level = after.level;
      ++moved.version;
      moved.updated_tx = changes_.tx;
      stage({context.command, context.index, *type, "update"}, row, std::move(moved),
            RowChange::Kind::update);
    }
  }
}

namespace {

// What a row was before the first of two changes: the older value of each field.
std::string with_older(const std::string& older, const Json& newer) {
  Result<Json> before = parse_json(older);
  TC_ASSERT(before.ok());
  for (const JsonMember& member : newer.members()) {
    if (before->find(member.key) == nullptr) before->append(member.key, member.value);
  }
  return to_canonical_text(*before);
}

}  // namespace

void Transaction::stage(const Context& context, const std::optional<Row>& before, Row after,
                        RowChange::Kind kind) {
  if (before) take_along(context, *before, after);
  RowChange change;
  change.kind = kind;
  change.expected_version = before ? before->version : 0;
  Json changed = difference(context.type, before ? &*before : nullptr, after, change.changed);
  change.state_changed = before && before->state != after.state;
  const Json was = context.verb == "erase" ? Json::object() : *changed.find("before");
  change.before = to_canonical_text(was);
  const Step* step = context.type.step(context.verb);
  std::string event(context.type.name);
  event += kind == RowChange::Kind::insert   ? ".created"
           : kind == RowChange::Kind::remove ? ".deleted"
                                             : ".updated";
  if (step != nullptr) event = std::string(context.type.name) + "." + std::string(step->to);
  if (kind == RowChange::Kind::insert && !context.type.decl->prefix.empty()) {
    change.number_wanted = true;
    const std::optional<Row> project = reader_.registry().record("project") != nullptr
                                           ? reader_.load_any("project", after.scope)
                                           : std::nullopt;
    const bool keyed =
        project && context.type.name != "project" && project->type->field_index("key") >= 0;
    change.number_stem = (keyed ? std::string(project->text("key")) + "-" : std::string()) +
                         std::string(context.type.decl->prefix) + "-";
  }
  const auto changes = [&](std::string_view field) {
    return context.type.field_index(field) >= 0 && before->at(field) != after.at(field);
  };
  // Where a scope hangs and who manages it decide rights.
  const bool moved = kind != RowChange::Kind::update || changes("parent") || changes("manager");
  changes_.changes_rights |=
      context.type.decl->decides_rights || (context.type.decl->scoping == Scoping::self && moved);
  change.after = std::move(after);
  describe(change, event);
  Json line = Json::object();
  line.append("record", context.type.name);
  line.append("id", id_text(change.after.id));
  line.append("verb", context.verb);
  line.append("version", change.after.version);
  line.append("before", committed(context.type, change.after.id, was));
  line.append("after", committed(context.type, change.after.id, *changed.find("after")));
  changes_.audit["changes"].push(std::move(line));
  reader_.overlay(change.after);
  // A row touched twice in one transaction is written once, from its first to its last version.
  for (RowChange& earlier : changes_.rows) {
    if (earlier.after.type != change.after.type || earlier.after.id != change.after.id) continue;
    if (earlier.kind != RowChange::Kind::insert) {
      earlier.kind = change.kind;
      earlier.before = with_older(earlier.before, was);
    }
    change.after.version = earlier.after.version;
    for (const int field : change.changed) {
      if (std::ranges::find(earlier.changed, field) == earlier.changed.end())
        earlier.changed.push_back(field);
    }
    earlier.state_changed |= change.state_changed;
    earlier.after = change.after;
    reader_.overlay(earlier.after);
    answer_.records.push_back({&context.type, earlier.after});
    return;
  }
  answer_.records.push_back({&context.type, change.after});
  changes_.rows.push_back(std::move(change));
}

void Transaction::describe(const RowChange& change, std::string_view event) {
  Json fields = Json::array();
  for (const int index : change.changed)
    fields.push(change.after.type->fields[static_cast<std::size_t>(index)].name);
  if (change.before.find(k_custom_prefix) != std::string::npos) {
    const Result<Json> before = parse_json(change.before);
    for (const JsonMember& member : before->members()) {
      if (member.key.starts_with(k_custom_prefix)) fields.push(member.key);
    }
  }
  Event made;
  made.tx = changes_.tx;
  made.name = event;
  made.record = change.after.type->name;
  made.id = change.after.id;
  made.scope = change.after.scope;
  made.level = change.after.level;
  made.version = change.after.version;
  made.fields = to_text(fields);
  changes_.events.push_back(std::move(made));
}

}  // namespace tc::kernel
