#include <algorithm>
#include <functional>

#include "world.h"

/// Every declared record behaves like every other: the checks nobody writes by hand.
namespace tc::conformance {
namespace {

using kernel::Answer;
using kernel::Field;
using kernel::RecordType;
using kernel::Row;

class Records : public OnStore {
 protected:
  void each(const std::function<void(const RecordType&)>& check) {
    for (const RecordType* type : world_->registry().records()) {
      SCOPED_TRACE(std::string(type->name));
      try {
        check(*type);
      } catch (const Failure& failure) {
        ADD_FAILURE() << failure.what();
      }
    }
    expect_sound(*world_);
  }
  void round_trip(const RecordType& type);
  void wrong_fields(const RecordType& type);
  void versions(const RecordType& type);
  void delete_and_undo(const RecordType& type);
  void filters(const RecordType& type);
  Json one(const RecordType& type, const Field& field) {
    Json set = Json::object();
    set.append(std::string(field.name), world_->value(type, field, world_->next_serial()));
    return set;
  }
  /// Fields whose change is free of rules: texts that a person sets.
  std::vector<const Field*> plain(const RecordType& type) {
    std::vector<const Field*> fields;
    for (const Field* field : settable(type)) {
      const bool text = field->kind == kernel::Kind::text || field->kind == kernel::Kind::text2 ||
                        field->kind == kernel::Kind::json || field->kind == kernel::Kind::money;
      const bool free = world_->value(type, *field, 1) != world_->value(type, *field, 2);
      const bool ruled = std::ranges::any_of(
          type.rules, [&](const kernel::Rule* rule) { return rule->field == field->name; });
      if (text && free && !ruled) fields.push_back(field);
    }
    return fields;
  }
};

void Records::round_trip(const RecordType& type) {
  for (const bool full : {false, true}) {
    const Row made = world_->make(type, full);
    const std::optional<Row> read = world_->load(type, made.id);
    ASSERT_TRUE(read);
    EXPECT_EQ(read->values, made.values);
    EXPECT_EQ(read->number, made.number);
    EXPECT_EQ(read->number.empty(), type.decl->prefix.empty());
    EXPECT_EQ(read->state, made.state);
    EXPECT_EQ(read->scope, made.scope);
    EXPECT_EQ(read->level, type.decl->level);
    EXPECT_EQ(read->version, 1);
    EXPECT_EQ(read->custom, made.custom);
  }
}

void Records::wrong_fields(const RecordType& type) {
  Json set = world_->required(type);
  set.append("no_such_field", 1);
  EXPECT_TRUE(has_code(world_->run(type, "create", 0, 0, set), "field.unknown"));
  const Json whole = world_->required(type);
  for (const Field& field : type.fields) {
    if (!field.required) continue;
    Json without = Json::object();
    for (const JsonMember& member : whole.members()) {
      if (member.key != field.name) without.append(member.key, member.value);
    }
    const Result<Answer> answer = world_->run(type, "create", 0, 0, without);
    EXPECT_TRUE(has_code(answer, "field.required")) << field.name << ": " << told(answer);
  }
}

void Records::versions(const RecordType& type) {
  const std::vector<const Field*> fields = plain(type);
  if (fields.empty()) return;
  const Row made = world_->make(type, false);
  const Json first = one(type, *fields.front());
  const Result<Answer> changed = world_->run(type, "update", made.id, 1, first);
  ASSERT_TRUE(changed) << told(changed);
  EXPECT_EQ(changed->records.front().row.version, 2);
  const Result<Answer> stale = world_->run(type, "update", made.id, 1, one(type, *fields.front()));
  EXPECT_TRUE(has_kind(stale, RefusalKind::stale)) << told(stale);
  EXPECT_TRUE(
      has_kind(world_->run(type, "update", made.id, 0, first), RefusalKind::version_missing));
  EXPECT_TRUE(
      has_kind(world_->run(type, "delete", made.id, 1, Json::object()), RefusalKind::stale));
  if (fields.size() < 2) return;
  const Result<Answer> merged = world_->run(type, "update", made.id, 1, one(type, *fields.back()));
  ASSERT_TRUE(merged) << told(merged);
  const std::optional<Row> row = world_->load(type, made.id);
  ASSERT_TRUE(row);
  EXPECT_EQ(row->version, 3);
  EXPECT_EQ(row->at(fields.front()->name), changed->records.front().row.at(fields.front()->name));
  EXPECT_TRUE(row->has(fields.back()->name));
}

void Records::delete_and_undo(const RecordType& type) {
  const Row made = world_->make(type, true);
  const Result<Answer> gone = world_->run(type, "delete", made.id, 1, Json::object());
  ASSERT_TRUE(gone) << told(gone);
  EXPECT_FALSE(world_->load(type, made.id));
  const Result<Answer> back = world_->kernel().undo(world_->doer(type), gone->tx);
  ASSERT_TRUE(back) << told(back);
  const std::optional<Row> row = world_->load(type, made.id);
  ASSERT_TRUE(row);
  EXPECT_EQ(row->values, made.values);
  const std::vector<kernel::HistoryRow> history = world_->store().read()->history(type, made.id);
  ASSERT_EQ(history.size(), 3U);
  for (std::size_t i = 0; i < history.size(); ++i)
    EXPECT_EQ(history[i].version, static_cast<std::int64_t>(i + 1));
  EXPECT_EQ(history[0].kind, "insert");
  EXPECT_EQ(history[1].kind, "remove");
  EXPECT_EQ(history[2].tx, back->tx);
}

// Every column can be compared and sorted by, and a row is found by each of its values.
void Records::filters(const RecordType& type) {
  const Row made = world_->make(type, true);
  for (std::size_t i = 0; i < type.fields.size(); ++i) {
    const Field& field = type.fields[i];
    if (field.kind == kernel::Kind::json || field.hidden) continue;
    const int column = static_cast<int>(i);
    const kernel::Value& value = made.values[i];
    for (const bool descending : {false, true}) {
      kernel::ListQuery query;
      query.type = &type;
      query.access = kernel::AccessFilter::everything();
      query.filter = kernel::Expr::compare(kernel::Expr::Op::equal, column, value);
      query.sort = {{column, descending}};
      query.limit = 500;
      bool found = false;
      for (const Row& row : world_->store().read()->list(query)) found |= row.id == made.id;
      EXPECT_TRUE(found) << field.name;
      EXPECT_GE(world_->store().read()->count(query), 1);
    }
  }
}

TEST_P(Records, RoundTrip) {
  each([this](const RecordType& type) { round_trip(type); });
}
TEST_P(Records, WrongFieldsAreRefused) {
  each([this](const RecordType& type) { wrong_fields(type); });
}
TEST_P(Records, VersionsGuardChanges) {
  each([this](const RecordType& type) { versions(type); });
}
TEST_P(Records, DeletedComesBackByUndo) {
  each([this](const RecordType& type) { delete_and_undo(type); });
}
TEST_P(Records, EveryColumnFilters) {
  each([this](const RecordType& type) { filters(type); });
}
TC_ON_EVERY_STORE(Records);

void expect_label(const kernel::Label& label, std::string_view of) {
  EXPECT_FALSE(label.zh.empty()) << of;
  EXPECT_FALSE(label.en.empty()) << of;
}

TEST_P(Records, BothLanguages) {
  for (const RecordType* type : world_->registry().records()) {
    SCOPED_TRACE(std::string(type->name));
    expect_label(type->decl->label, type->name);
    for (const Field& field : type->fields) {
      expect_label(field.label, field.name);
      for (const kernel::Choice& choice : field.choices) expect_label(choice.label, choice.value);
    }
    for (const kernel::State& state : type->decl->states) expect_label(state.label, state.name);
    for (const kernel::Step& step : type->decl->steps) expect_label(step.label, step.name);
    for (const kernel::Rule* rule : type->rules) expect_label(rule->message, rule->code);
  }
}

}  // namespace
}  // namespace tc::conformance
