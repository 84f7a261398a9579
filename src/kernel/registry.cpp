#include "kernel/registry.h"

#include <algorithm>
#include <array>

#include "base/text.h"
#include "kernel/messages.h"

namespace tc::kernel {
namespace {

constexpr std::array k_owned_fields = {
    Field{.name = "owner",
          .kind = Kind::link,
          .label = {"负责人", "Owner"},
          .target = "person",
          .in_list = true},
    Field{.name = "due", .kind = Kind::date, .label = {"到期日", "Due"}, .in_list = true},
};
constexpr std::array k_reviewed_fields = {
    Field{.name = "review_cadence_days",
          .kind = Kind::integer,
          .label = {"评审周期", "Review cadence"},
          .unit = "d",
          .min = 1,
          .max = 3660},
    Field{.name = "next_review", .kind = Kind::date, .label = {"下次评审", "Next review"}},
};
constexpr std::array k_rag_choices = {
    Choice{"red", {"严重", "Red"}},
    Choice{"amber", {"预警", "Amber"}},
    Choice{"green", {"正常", "Green"}},
    Choice{"grey", {"未评", "Not rated"}},
};
constexpr std::array k_rated_fields = {
    Field{.name = "rag",
          .kind = Kind::choice,
          .label = {"状态灯", "RAG"},
          .choices = k_rag_choices,
          .read_only = true,
          .in_list = true},
    Field{.name = "rag_cause",
          .kind = Kind::text,
          .label = {"首要原因", "First cause"},
          .read_only = true},
    Field{.name = "rag_override",
          .kind = Kind::choice,
          .label = {"人工状态灯", "RAG override"},
          .choices = k_rag_choices},
    Field{.name = "rag_reason", .kind = Kind::text, .label = {"人工理由", "Reason for override"}},
};
constexpr std::array k_leveled_fields = {
    Field{.name = "named",
          .kind = Kind::json,
          .label = {"知情人", "Named persons"},
          .help = {"三级密级记录只有知情人可见", "Only named persons see a record of level 3"}},
    Field{.name = "excluded", .kind = Kind::json, .label = {"回避人", "Excluded persons"}},
};
constexpr Field k_project_field = {.name = "project",
                                   .kind = Kind::link,
                                   .label = {"项目", "Project"},
                                   .target = "project",
                                   .required = true,
                                   .in_list = true};

void append(std::vector<Field>& fields, std::span<const Field> more) {
  fields.insert(fields.end(), more.begin(), more.end());
}

// A link to a record of a function that is not installed leads nowhere: nobody sees or sets it.
void hide_dead_links(std::span<const std::unique_ptr<RecordType>> types, const Registry& registry) {
  for (const auto& type : types) {
    for (Field& field : type->fields) {
      if (field.kind != Kind::link || field.target == "*" ||
          registry.record(field.target) != nullptr)
        continue;
      field.hidden = true;
      field.required = false;
    }
  }
}

}  // namespace

int RecordType::field_index(std::string_view field) const {
  for (std::size_t i = 0; i < fields.size(); ++i) {
    if (fields[i].name == field) return static_cast<int>(i);
  }
  return -1;
}

bool RecordType::holds_personal() const { return std::ranges::any_of(fields, &Field::personal); }

const State* RecordType::state(std::string_view state_name) const {
  const auto found = std::ranges::find(decl->states, state_name, &State::name);
  return found == decl->states.end() ? nullptr : &*found;
}

const Step* RecordType::step(std::string_view step_name) const {
  const auto found = std::ranges::find(decl->steps, step_name, &Step::name);
  return found == decl->steps.end() ? nullptr : &*found;
}

Registry::Registry(std::span<const Function* const> functions)
    : functions_(functions.begin(), functions.end()) {
  for (const Message& message : kernel_messages()) messages_[message.code] = message.text;
  for (const Function* function : functions_) {
    for (const Record& record : function->records) add_record(*function, record);
    for (const Action& action : function->actions) actions_[action.name] = &action;
    for (const Report& report : function->reports) reports_[report.name] = &report;
    for (const Message& message : function->messages) messages_[message.code] = message.text;
  }
  hide_dead_links(types_, *this);
  for (const Function* function : functions_) {
    for (const Rule& rule : function->rules) {
      messages_[rule.code] = rule.message;
      for (const auto& type : types_) {
        if (type->name == rule.record) type->rules.push_back(&rule);
      }
    }
  }
  const std::vector<std::string> found = problems();
  if (!found.empty()) throw Defect("declarations: " + join(found, "; "));
}

void Registry::add_record(const Function& function, const Record& record) {
  auto type = std::make_unique<RecordType>();
  type->decl = &record;
  type->function = &function;
  type->name = record.name;
  if (record.scoping == Scoping::project &&
      std::ranges::find(record.fields, "project", &Field::name) == record.fields.end()) {
    type->fields.push_back(k_project_field);
  }
  append(type->fields, record.fields);
  if ((record.traits & k_owned) != 0) append(type->fields, k_owned_fields);
  if ((record.traits & k_reviewed) != 0) append(type->fields, k_reviewed_fields);
  if ((record.traits & k_rated) != 0) append(type->fields, k_rated_fields);
  if ((record.traits & k_leveled) != 0) append(type->fields, k_leveled_fields);
  by_name_[record.name] = type.get();
  by_plural_[record.plural] = type.get();
  types_.push_back(std::move(type));
}

std::vector<std::string> Registry::problems() const {
  std::vector<std::string> found;
  const auto expect = [&](bool holds, std::string_view what, std::string_view name) {
    if (!holds) found.push_back(std::string(name) + ": " + std::string(what));
  };
  expect(by_name_.size() == types_.size(), "a record name is declared twice", "records");
  expect(by_plural_.size() == types_.size(), "a plural is declared twice", "records");
  for (const auto& type : types_) {
    const Record& decl = *type->decl;
    expect(!decl.label.zh.empty() && !decl.label.en.empty(), "has no label", decl.name);
    expect(decl.title.empty() || type->field_index(decl.title) >= 0, "has no title field",
           decl.name);
    for (const Field& field : type->fields) {
      const std::string name = std::string(decl.name) + "." + std::string(field.name);
      expect(field.hidden || (!field.label.zh.empty() && !field.label.en.empty()), "has no label",
             name);
      expect(field.kind != Kind::choice || !field.choices.empty(), "has no choices", name);
      expect(field.kind != Kind::link || !field.target.empty(), "has no target", name);
      expect(std::ranges::count(type->fields, field.name, &Field::name) == 1, "is declared twice",
             name);
    }
    for (const Step& step : decl.steps) {
      const std::string name = std::string(decl.name) + "." + std::string(step.name);
      expect(type->state(step.to) != nullptr, "leads to an unknown state", name);
      for (const std::string_view from : step.from)
        expect(type->state(from) != nullptr, "starts at an unknown state", name);
      for (const std::string_view input : step.inputs)
        expect(type->field_index(input) >= 0, "has an unknown input", name);
    }
  }
  for (const Function* function : functions_) {
    for (const Rule& rule : function->rules) {
      const RecordType* type = record(rule.record);
      const bool rests = !rule.of.empty() &&
                         std::ranges::none_of(
                             functions_, [&](const Function* one) { return one->name == rule.of; });
      expect(type != nullptr || rests, "is about an unknown record", rule.code);
      const bool verb = Words("create update write delete").contains(rule.on);
      expect(type == nullptr || verb || type->step(rule.on) != nullptr ||
                 type->decl->occasions.contains(rule.on),
             "is on an unknown verb", rule.code);
    }
    for (const Action& action : function->actions) {
      expect(record(split(action.name, '.').front()) != nullptr, "is about an unknown record",
             action.name);
    }
  }
  return found;
}

const RecordType* Registry::record(std::string_view name) const {
  const auto found = by_name_.find(name);
  return found == by_name_.end() ? nullptr : found->second;
}

const RecordType* Registry::record_by_plural(std::string_view plural) const {
  const auto found = by_plural_.find(plural);
  return found == by_plural_.end() ? nullptr : found->second;
}

std::vector<const RecordType*> Registry::records() const {
  std::vector<const RecordType*> all;
  for (const auto& type : types_) all.push_back(type.get());
  return all;
}

const Action* Registry::action(std::string_view name) const {
  const auto found = actions_.find(name);
  return found == actions_.end() ? nullptr : found->second;
}

const Report* Registry::report(std::string_view name) const {
  const auto found = reports_.find(name);
  return found == reports_.end() ? nullptr : found->second;
}

std::string_view Registry::message(std::string_view code, bool zh) const {
  const auto found = messages_.find(code);
  if (found == messages_.end()) return code;
  return zh ? found->second.zh : found->second.en;
}

std::vector<std::string> Registry::permissions() const {
  std::vector<std::string> all;
  for (const auto& type : types_) {
    const auto add = [&](std::string_view verb) {
      all.push_back(std::string(type->name) + "." + std::string(verb));
    };
    for (const char* verb : {"read", "create", "update", "delete", "export"}) add(verb);
    if (type->holds_personal()) add("erase");
    for (const Step& step : type->decl->steps) add(step.name);
    for (const Field& field : type->fields) {
      if (!field.group.empty()) all.push_back(std::string(field.group) + ".read");
    }
  }
  for (const auto& [name, action] : actions_) all.emplace_back(name);
  std::ranges::sort(all);
  all.erase(std::ranges::unique(all).begin(), all.end());
  return all;
}

std::string sentence(const Registry& registry, const Refusal& refusal, bool zh) {
  Refusal told = refusal;
  // Values are read without knowing for whom: the label of a field comes as "标签 / Label".
  for (Argument& argument : told.arguments) {
    const std::size_t at = argument.value.find(" / ");
    if (argument.name == "field" && at != std::string::npos)
      argument.value = zh ? argument.value.substr(0, at) : argument.value.substr(at + 3);
  }
  return fill_pattern(registry.message(refusal.code, zh), told);
}

}  // namespace tc::kernel
