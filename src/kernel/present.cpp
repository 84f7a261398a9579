#include "kernel/present.h"

#include <algorithm>

namespace tc::kernel {
namespace {

Json label_to_json(const Label& label) {
  Json json = Json::object();
  json.append("zh", label.zh);
  json.append("en", label.en);
  return json;
}

std::string_view kind_name(Kind kind) {
  switch (kind) {
    case Kind::text:
      return "text";
    case Kind::text2:
      return "text2";
    case Kind::integer:
      return "integer";
    case Kind::number:
      return "number";
    case Kind::percent:
      return "percent";
    case Kind::money:
      return "money";
    case Kind::date:
      return "date";
    case Kind::moment:
      return "moment";
    case Kind::boolean:
      return "boolean";
    case Kind::choice:
      return "choice";
    case Kind::link:
      return "link";
    case Kind::minutes:
      return "minutes";
    case Kind::json:
      return "json";
  }
  return "text";
}

Json field_to_json(const Field& field) {
  Json json = Json::object();
  json.append("name", field.name);
  json.append("kind", kind_name(field.kind));
  json.append("labels", label_to_json(field.label));
  json.append("required", field.required);
  json.append("read_only", field.read_only);
  json.append("in_list", field.in_list);
  json.append("multiline", field.multiline);
  json.append("target", field.target.empty() ? Json() : Json(field.target));
  json.append("unit", field.unit.empty() ? Json() : Json(field.unit));
  json.append("group", field.group.empty() ? Json() : Json(field.group));
  Json choices = Json::array();
  for (const Choice& choice : field.choices) {
    Json item = Json::object();
    item.append("value", choice.value);
    item.append("labels", label_to_json(choice.label));
    choices.push(std::move(item));
  }
  json.append("choices", std::move(choices));
  if (!field.help.zh.empty()) json.append("help", label_to_json(field.help));
  return json;
}

Json names_to_json(Words names) {
  Json json = Json::array();
  for (const std::string_view name : names) json.push(name);
  return json;
}

Json states_to_json(const Record& record) {
  Json states = Json::array();
  for (const State& state : record.states) {
    Json json = Json::object();
    json.append("name", state.name);
    json.append("labels", label_to_json(state.label));
    json.append("initial", &state == record.states.data());
    json.append("final", state.final);
    states.push(std::move(json));
  }
  return states;
}

Json steps_to_json(const Record& record) {
  Json steps = Json::array();
  for (const Step& step : record.steps) {
    Json json = Json::object();
    json.append("name", step.name);
    json.append("labels", label_to_json(step.label));
    json.append("from", names_to_json(step.from));
    json.append("to", step.to);
    json.append("inputs", names_to_json(step.inputs));
    json.append("approval", step.taken == Taken::by_approval);
    steps.push(std::move(json));
  }
  return steps;
}

Json record_to_json(const RecordType& type, const CustomFields* custom) {
  static constexpr std::pair<Trait, std::string_view> k_traits[] = {
      {k_owned, "owned"}, {k_reviewed, "reviewed"}, {k_rated, "rated"}, {k_leveled, "leveled"}};
  const Record& record = *type.decl;
  Json json = Json::object();
  json.append("name", record.name);
  json.append("plural", record.plural);
  json.append("labels", label_to_json(record.label));
  json.append("prefix", record.prefix);
  json.append("title", record.title);
  json.append("scope", record.scoping == Scoping::project   ? "project"
                       : record.scoping == Scoping::subject ? "subject"
                       : record.scoping == Scoping::self    ? "self"
                                                            : "organisation");
  Json traits = Json::array();
  for (const auto& [trait, name] : k_traits) {
    if ((record.traits & trait) != 0) traits.push(name);
  }
  json.append("traits", std::move(traits));
  Json fields = Json::array();
  for (const Field& field : type.fields) {
    if (!field.hidden) fields.push(field_to_json(field));
  }
  if (custom != nullptr) {
    for (const CustomField& one : custom->of(record.name)) {
      Json field = field_to_json(one.field);
      field.append("format", one.format);
      fields.push(std::move(field));
    }
  }
  json.append("fields", std::move(fields));
  json.append("states", states_to_json(record));
  json.append("steps", steps_to_json(record));
  return json;
}

Json messages_to_json(const Function& function) {
  Json json = Json::array();
  for (const Rule& rule : function.rules) {
    Json item = Json::object();
    item.append("code", rule.code);
    item.append("record", rule.record);
    item.append("on", rule.on);
    item.append("message", label_to_json(rule.message));
    json.push(std::move(item));
  }
  return json;
}

bool wanted(const std::vector<std::string>& only, std::string_view name) {
  return only.empty() || std::ranges::find(only, name) != only.end();
}

Json place(const std::source_location& where) {
  return std::string(where.file_name()) + ":" + std::to_string(where.line());
}

}  // namespace

Json fields_to_json(std::span<const Field> fields) {
  Json json = Json::array();
  for (const Field& field : fields) json.push(field_to_json(field));
  return json;
}

Json row_to_json(const Row& row, Reader& reader, const std::vector<std::string>& only) {
  const RecordType& type = *row.type;
  const bool zh = reader.principal().zh();
  const std::vector<std::string_view> hidden =
      hidden_fields(reader.principal(), type, reader.scopes());
  Json json = Json::object();
  json.append("id", id_text(row.id));
  if (!type.decl->prefix.empty()) json.append("number", row.number);
  json.append("version", row.version);
  if (type.has_lifecycle()) json.append("state", row.state);
  json.append("level", std::int64_t{row.level});
  Json titles = Json::object();
  for (std::size_t i = 0; i < type.fields.size(); ++i) {
    const Field& field = type.fields[i];
    if (std::ranges::find(hidden, field.name) != hidden.end() || !wanted(only, field.name))
      continue;
    json.append(std::string(field.name), value_to_json(field, row.values[i]));
    if (field.kind != Kind::link || field.target == "*" || !is_set(row.values[i])) continue;
    titles.append(std::string(field.name),
                  reader.title_of(field.target, std::get<std::int64_t>(row.values[i]), zh));
  }
  const CustomFields& fields = reader.custom_fields();
  for (const CustomField& custom : fields.of(type.name)) {
    if (!wanted(only, custom.field.name)) continue;
    Json value = custom_value(custom, row, fields);
    const bool link = custom.field.kind == Kind::link && value.is_string();
    if (const std::optional<Id> id = link ? parse_id(value.string()) : std::nullopt)
      titles.append(std::string(custom.field.name), reader.title_of(custom.field.target, *id, zh));
    json.append(std::string(custom.field.name), std::move(value));
  }
  json.append("titles", std::move(titles));
  json.append("created_at",
              row.created_tx == 0 ? Json() : Json(format_moment(id_moment(row.created_tx))));
  json.append("updated_at",
              row.updated_tx == 0 ? Json() : Json(format_moment(id_moment(row.updated_tx))));
  return json;
}

void add_allowed(Json& json, const Row& row, Reader& reader) {
  Json allowed = Json::array();
  Json refused = Json::object();
  const bool present = reader.principal().as_of == 0;
  const auto may = [&](std::string_view verb) {
    return present && visible(reader.access(*row.type, verb), row);
  };
  for (const std::string_view verb : {"update", "delete"}) {
    if (may(verb)) allowed.push(verb);
  }
  for (const Step& step : row.type->decl->steps) {
    if (!step.from.contains(row.state) || step.taken == Taken::by_program) continue;
    if (may(step.taken == Taken::by_approval ? "update" : step.name)) {
      allowed.push(step.name);
      continue;
    }
    Json reason = Json::object();
    const std::string permission = std::string(row.type->name) + "." + std::string(step.name);
    const std::string code = present ? "access.not_granted" : "as_of.read_only";
    reason.append("code", code);
    reason.append("message",
                  sentence(reader.registry(),
                           refuse(RefusalKind::forbidden, code, {}, {{"permission", permission}}),
                           reader.principal().zh()));
    refused.append(std::string(step.name), std::move(reason));
  }
  json.append("allowed", std::move(allowed));
  json.append("refused", std::move(refused));
}

Json history_to_json(const Row& row, Reader& reader) {
  const std::vector<std::string_view> hidden =
      hidden_fields(reader.principal(), *row.type, reader.scopes());
  Json items = Json::array();
  // Going back from the present: what stood after a change is what stands before the next one.
  Row later = row;
  std::vector<HistoryRow> history = reader.snapshot().history(*row.type, row.id);
  for (auto change = history.rbegin(); change != history.rend(); ++change) {
    const std::optional<TxRow> tx = reader.snapshot().tx(change->tx);
    Json changes = Json::array();
    const Result<Json> before = parse_json(change->before);
    for (const JsonMember& member : before ? before->members() : Json::Object{}) {
      if (std::ranges::find(hidden, member.key) != hidden.end()) continue;
      Json line = Json::object();
      line.append("field", member.key);
      line.append("before", member.value);
      const int index = row.type->field_index(member.key);
      if (member.key == "state") line.append("after", later.state);
      if (index >= 0) {
        const Field& field = row.type->fields[static_cast<std::size_t>(index)];
        line.append("after", value_to_json(field, later.values[static_cast<std::size_t>(index)]));
        const Result<Value> was = value_from_json(field, member.value);
        later.values[static_cast<std::size_t>(index)] = was ? *was : Value();
      } else if (member.key.starts_with(k_custom_prefix)) {
        const std::string key = member.key.substr(k_custom_prefix.size());
        Result<Json> document = parse_json(later.custom);
        if (document && document->is_object()) {
          const Json* now = document->find(key);
          line.append("after", now == nullptr ? Json() : *now);
          (*document)[key] = member.value;
          later.custom = to_canonical_text(*document);
        }
      } else if (member.key == "state" && member.value.is_string()) {
        later.state = member.value.string();
      }
      changes.push(std::move(line));
    }
    Json item = Json::object();
    item.append("tx", id_text(change->tx));
    item.append("version", change->version);
    item.append("kind", change->kind);
    item.append("moment", tx ? Json(format_moment(tx->moment)) : Json());
    item.append("command", tx ? Json(tx->command) : Json());
    item.append("principal", tx && tx->principal != 0 ? Json(id_text(tx->principal)) : Json());
    item.append("name", tx && tx->principal != 0
                            ? reader.title_of("user", tx->principal, reader.principal().zh())
                            : "");
    item.append("changes", std::move(changes));
    items.push(std::move(item));
  }
  Json json = Json::object();
  json.append("items", std::move(items));
  return json;
}

Json schema_to_json(const Registry& registry, const CustomFields* custom) {
  Json functions = Json::array();
  for (const Function* function : registry.functions()) {
    Json json = Json::object();
    json.append("name", function->name);
    json.append("labels", label_to_json(function->label));
    Json records = Json::array();
    for (const Record& record : function->records) {
      if (record.exposed) records.push(record_to_json(*registry.record(record.name), custom));
    }
    json.append("records", std::move(records));
    json.append("rules", messages_to_json(*function));
    Json actions = Json::array();
    for (const Action& action : function->actions) {
      Json item = Json::object();
      item.append("name", action.name);
      item.append("record", action.name.substr(0, action.name.find('.')));
      item.append("labels", label_to_json(action.label));
      item.append("inputs", fields_to_json(action.inputs));
      actions.push(std::move(item));
    }
    json.append("actions", std::move(actions));
    Json reports = Json::array();
    for (const Report& report : function->reports) {
      Json item = Json::object();
      item.append("name", report.name);
      item.append("labels", label_to_json(report.label));
      item.append("inputs", fields_to_json(report.inputs));
      item.append("columns", fields_to_json(report.columns));
      item.append("chart", report.chart);
      reports.push(std::move(item));
    }
    json.append("reports", std::move(reports));
    functions.push(std::move(json));
  }
  Json json = Json::object();
  json.append("functions", std::move(functions));
  return json;
}

Json refusals_to_json(const Registry& registry, const Refusals& refusals, bool zh) {
  Json errors = Json::array();
  for (const Refusal& refusal : refusals) {
    Json json = Json::object();
    json.append("pointer", refusal.field);
    json.append("code", refusal.code);
    json.append("message", sentence(registry, refusal, zh));
    errors.push(std::move(json));
  }
  return errors;
}

Json explain_to_json(const Registry& registry, std::string_view code) {
  Json json = Json::object();
  json.append("code", code);
  const std::size_t dot = code.rfind('.');
  const std::string_view record_name = code.substr(0, dot);
  const std::string_view verb =
      dot == std::string_view::npos ? std::string_view() : code.substr(dot + 1);
  bool found = false;
  if (const RecordType* type = registry.record(record_name)) {
    found = true;
    json.append("record", label_to_json(type->decl->label));
    json.append("declared", place(type->decl->where));
    json.append("permission", verb.empty() ? Json() : Json(code));
    if (const Step* step = type->step(verb)) {
      json.append("from", names_to_json(step->from));
      json.append("to", step->to);
      json.append("event", std::string(record_name) + "." + std::string(step->to));
    }
    Json rules = Json::array();
    for (const Rule* rule : type->rules) {
      if (!verb.empty() && rule->on != verb && rule->on != "write") continue;
      Json item = Json::object();
      item.append("code", rule->code);
      item.append("message", label_to_json(rule->message));
      item.append("declared", place(rule->where));
      rules.push(std::move(item));
    }
    json.append("rules", std::move(rules));
  }
  Json subscriptions = Json::array();
  for (const Function* function : registry.functions()) {
    for (const Subscription& subscription : function->subscriptions) {
      if (!std::string_view(subscription.event).starts_with(record_name)) continue;
      Json item = Json::object();
      item.append("event", subscription.event);
      item.append("name", subscription.name);
      item.append("declared", place(subscription.where));
      subscriptions.push(std::move(item));
    }
    for (const Rule& rule : function->rules) {
      if (rule.code != code) continue;
      found = true;
      json.append("rule", label_to_json(rule.message));
      json.append("on", std::string(rule.record) + "." + std::string(rule.on));
      json.append("declared", place(rule.where));
    }
  }
  json.append("subscriptions", std::move(subscriptions));
  return found || registry.message(code, true) != code ? json : Json();
}

}  // namespace tc::kernel
