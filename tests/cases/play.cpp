#include "play.h"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "base/text.h"
#include "kernel/present.h"
#include "plan/codec.h"
#include "plan_line.h"
#include "project/new_plan.h"
#include "project/plan_write.h"

namespace tc::cases {
namespace {

using kernel::Answer;
using kernel::Field;
using kernel::Kind;
using kernel::RecordType;
using kernel::Row;
using kernel::Value;

constexpr Moment k_day_ms = 86'400'000;
constexpr double k_tolerance = 1e-9;

Json object(std::initializer_list<JsonMember> members) { return Json(Json::Object(members)); }

std::optional<double> as_number(std::string_view text) {
  if (text.ends_with('%')) text.remove_suffix(1);
  double number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

}  // namespace

Player::Player(conformance::World& world, CaseClock& clock) : world_(world), clock_(clock) {}

// Two projects and one person for every role.
void Player::prepare() {
  const kernel::Principal doer = world_.doer();
  const auto make = [&](std::string_view name, const char* record, Json set) {
    const Result<Answer> made =
        world_.run(doer, std::string(record) + ".create", 0, 0, std::move(set));
    if (!made) throw Failure(std::string(record) + ": " + conformance::told(made));
    return names_[std::string(name)] = {record, made->records.front().row.id};
  };
  for (const char* login :
       {"pmo", "pm", "pm2", "member", "exec", "sponsor", "auditor", "security", "system", "other"})
    make("@" + std::string(login), "person", object({{"name", login}}));
  for (const auto& [name, key, pm] :
       {std::tuple{"P1", "ONE", "@pm"}, std::tuple{"P2", "TWO", "@pm2"}}) {
    make(name, "project",
         object({{"name", name},
                 {"key", key},
                 {"parent", id_text(kernel::k_organisation)},
                 {"manager", id_text(named(pm)->id)},
                 {"sponsor", id_text(named("@sponsor")->id)},
                 {"start", "2026-01-05"},
                 {"finish", "2026-12-31"},
                 {"budget", object({{"minor", 100'000'000}, {"currency", "CNY"}})}}));
  }
  const Id one = named("P1")->id, two = named("P2")->id, all = kernel::k_organisation;
  actor("pmo", "pmo_director", all);
  actor("exec", "executive", all);
  actor("auditor", "auditor", all);
  actor("pm", "project_manager", one);
  actor("pm2", "project_manager", two);
  actor("member", "team_member", one);
  actor("sponsor", "sponsor", one);
  actor("security", "security_administrator", all);
  actor("system", "system_administrator", all);
}

void Player::actor(std::string_view login, std::string_view role, Id scope) {
  const Id user = world_.identity().create_user(login, login, "a-long-pass-word",
                                                named("@" + std::string(login))->id, "en");
  world_.identity().grant(user, role, scope);
  users_[std::string(login)] = user;
  names_["!" + std::string(login)] = {"user", user};
}

void Player::play(const Case& played) {
  prepare();
  settle();
  for (const Line& one : played.lines)
    if (one.verb != "needs") line(one);
  conformance::expect_sound(world_);
}

void Player::line(const Line& one) {
  if (one.verb == "as") {
    if (one.words.size() != 1 || !users_.contains(one.words[0])) return fail(one, "unknown person");
    acting_ = one.words[0];
  } else if (one.verb == "do") {
    run(one);
  } else if (one.verb == "decide") {
    decide(one);
  } else if (one.verb == "see") {
    see(one);
  } else if (one.verb == "find" || one.verb == "count") {
    find(one);
  } else if (one.verb == "report") {
    report(one);
  } else if (one.verb == "answer") {
    answer(one);
  } else if (one.verb == "plan") {
    write_plan(one);
  } else if (one.verb == "edit") {
    edit_plan(one);
  } else if (one.verb == "day") {
    pass_days(one);
  } else {
    fail(one, "unknown verb " + one.verb);
  }
}

void Player::fail(const Line& one, const std::string& what) {
  ADD_FAILURE() << "line " << one.number << ": " << what;
}

kernel::Principal Player::principal() { return world_.kernel().principal_of(users_.at(acting_)); }

const Player::Named* Player::named(std::string_view name) const {
  const auto found = names_.find(name);
  return found == names_.end() ? nullptr : &found->second;
}

void Player::settle() { world_.kernel().drain(); }

Json Player::value(const Line& one, std::span<const Field> fields, const Pair& pair) {
  if (const Named* known = pair.quoted ? nullptr : named(pair.value)) return id_text(known->id);
  if (pair.value.starts_with("today")) {
    const kernel::Principal who = principal();
    const Day today = kernel::Reader(world_.kernel(), who).today();
    const std::string_view shift = std::string_view(pair.value).substr(5);
    return format_day(
        static_cast<Day>(today + (shift.empty() ? 0 : std::stoi(std::string(shift)))));
  }
  const auto field = std::ranges::find(fields, pair.name, &Field::name);
  if (field == fields.end()) return pair.value;
  if (field->kind == Kind::json || field->kind == Kind::text2) {
    Result<Json> json = parse_json(pair.value);
    if (json && json->is_array()) return with_ids(*json);
    if (json) return std::move(*json);
  }
  if (pair.value == "null") return nullptr;
  const Result<Value> value = kernel::value_from_text(*field, pair.value);
  if (!value) {
    fail(one, pair.name + ": " + value.refusals().front().code);
    return nullptr;
  }
  return kernel::value_to_json(*field, *value);
}

// A list of persons or records, by their names in the case.
Json Player::with_ids(const Json& list) {
  Json ids = Json::array();
  for (const Json& item : list.items()) {
    const Named* known = item.is_string() ? named(item.string()) : nullptr;
    ids.push(known != nullptr ? Json(id_text(known->id)) : item);
  }
  return ids;
}

Json Player::values(const Line& one, const RecordType& type) {
  Json set = Json::object();
  for (const Pair& pair : one.set) {
    if (pair.name == "level")
      set.append("level", std::stoi(pair.value));
    else
      set.append(pair.name, value(one, fields_of(type, pair.name), pair));
  }
  return set;
}

// The field of this name, declared or custom.
std::span<const Field> Player::fields_of(const RecordType& type, std::string_view name) {
  const kernel::Principal who = principal();
  kernel::Reader reader(world_.kernel(), who);
  custom_ = world_.kernel().custom_fields(reader.snapshot());
  const kernel::CustomField* custom = custom_->find(type.name, name);
  return custom == nullptr ? type.fields : std::span<const Field>(&custom->field, 1);
}

// `times=` does the same again, with the number of the turn for every # in a value.
void Player::run(const Line& one) {
  const auto times = std::ranges::find(one.set, "times", &Pair::name);
  if (times == one.set.end()) return run_once(one);
  for (int turn = 1; turn <= std::stoi(times->value); ++turn) {
    Line again = one;
    std::erase_if(again.set, [](const Pair& pair) { return pair.name == "times"; });
    for (Pair& pair : again.set) {
      const std::size_t at = pair.value.find('#');
      if (at != pair.value.npos) pair.value.replace(at, 1, std::to_string(turn));
    }
    run_once(again);
  }
}

void Player::run_once(const Line& one) {
  if (one.words.empty()) return fail(one, "do what?");
  const std::string& command = one.words[0];
  const std::string record = command.substr(0, command.rfind('.'));
  const std::string verb = command.substr(command.rfind('.') + 1);
  const RecordType* type = world_.registry().record(record);
  if (type == nullptr) return fail(one, "unknown record " + record);
  Id id = 0;
  std::int64_t version = 0;
  if (one.words.size() > 1) {
    const Named* on = named(one.words[1]);
    if (on == nullptr) return fail(one, "unknown name " + one.words[1]);
    id = on->id;
    const std::optional<Row> row = world_.load(*type, id);
    version = row ? row->version : 1;
  }
  Json set = Json::object();
  if (const kernel::Action* action = world_.registry().action(command)) {
    for (const Pair& pair : one.set) set.append(pair.name, value(one, action->inputs, pair));
  } else {
    set = values(one, *type);
  }
  const Result<Answer> answer = world_.run(principal(), command, id, version, std::move(set));
  settle();
  expect_answer(one, answer, verb, *type, id);
}

void Player::expect_answer(const Line& one, const Result<Answer>& answer, std::string_view verb,
                           const RecordType& type, Id id) {
  const std::vector<std::string>& expected = one.expected_words;
  if (!expected.empty() && expected[0] == "refused") {
    if (answer) return fail(one, "it was not refused");
    if (expected.size() > 1 && !conformance::has_code(answer, expected[1]))
      fail(one, "refused with " + conformance::told(answer));
    return;
  }
  if (!answer) return fail(one, conformance::told(answer));
  if (!expected.empty() && expected[0] == "asked") {
    if (answer->result.find("approval") == nullptr) fail(one, "no approval was asked for");
    return;
  }
  if (id == 0 && !answer->records.empty()) id = answer->records.front().row.id;
  for (const std::string& word : expected) {
    if (word[0] >= 'A' && word[0] <= 'Z') {
      names_[word] = {std::string(type.name), id};
      continue;
    }
    const std::optional<Row> row = world_.load(type, id);
    const std::string state = row ? row->state : "deleted";
    if (state != word) fail(one, std::string(verb) + " leads to " + state);
  }
}

void Player::decide(const Line& one) {
  const Named* subject = one.words.size() == 2 ? named(one.words[0]) : nullptr;
  if (subject == nullptr) return fail(one, "decide NAME approve|reject|return");
  const RecordType& tasks = *world_.registry().record("decision_step");
  const kernel::Principal who = principal();
  std::vector<Row> open;
  {
    kernel::Reader reader(world_.kernel(), who);
    open = reader.list_any(
        "decision_step",
        kernel::Expr::all({kernel::field_is(tasks, "record_id", subject->id),
                           kernel::Expr::compare(kernel::Expr::Op::equal, kernel::k_state,
                                                 std::string("waiting"))}));
  }
  std::erase_if(open, [&](const Row& task) {
    return open.size() > 1 && task.integer("person") != who.person;
  });
  if (open.empty()) return fail(one, "no decision is waiting");
  Json set = object({{"decision", one.words[1]}});
  for (const Pair& pair : one.set) set.append(pair.name, pair.value);
  const Result<Answer> answer = world_.run(who, "decision_step.decide", open.front().id,
                                           open.front().version, std::move(set));
  settle();
  expect_answer(one, answer, "decide", *world_.registry().record(subject->record), subject->id);
}

bool Player::equals(const Line& one, const Field& field, const Value& value,
                    const std::string& wanted) {
  Json target = this->value(one, {&field, 1}, {std::string(field.name), wanted, false});
  const Json present = kernel::value_to_json(field, value);
  if (present == target) return true;
  if (wanted == "null") return !is_set(value);
  const std::string shown = kernel::value_to_text(field, value, false);
  if (shown == wanted) return true;
  const std::optional<double> a = as_number(shown), b = as_number(wanted);
  return a && b && std::abs(*a - *b) <= k_tolerance * std::max(1.0, std::abs(*b));
}

void Player::see(const Line& one) {
  const Named* on = one.words.size() == 1 ? named(one.words[0]) : nullptr;
  if (on == nullptr) return fail(one, "see NAME field=value");
  const RecordType& type = *world_.registry().record(on->record);
  const kernel::Principal who = principal();
  kernel::Reader reader(world_.kernel(), who);
  const std::optional<Row> row = reader.load(on->record, on->id);
  const bool hidden = !one.expected_words.empty() && one.expected_words[0] == "hidden";
  if (!row || hidden) {
    if (row.has_value() == hidden) fail(one, row ? "it is visible" : "it is not visible");
    return;
  }
  for (const Pair& pair : one.set) {
    if (pair.name == "state") {
      if (row->state != pair.value) fail(one, "state is " + row->state);
      continue;
    }
    if (const auto* custom = reader.custom_fields().find(type.name, pair.name)) {
      const Json shown = kernel::custom_value(*custom, *row, reader.custom_fields());
      const Json wanted = value(one, {&custom->field, 1}, pair);
      if (to_text(shown) != to_text(wanted)) fail(one, pair.name + " is " + to_text(shown));
      continue;
    }
    const int index = type.field_index(pair.name);
    if (index < 0) {
      fail(one, "no field " + pair.name);
      continue;
    }
    const auto at = static_cast<std::size_t>(index);
    if (!equals(one, type.fields[at], row->values[at], pair.value))
      fail(one,
           pair.name + " is " + kernel::value_to_text(type.fields[at], row->values[at], false));
  }
}

std::vector<Row> Player::matching(const Line& one, const RecordType& type) {
  const kernel::Principal who = principal();
  kernel::Reader reader(world_.kernel(), who);
  kernel::Expr filter;
  const auto told = std::ranges::find(one.set, "filter", &Pair::name);
  if (told != one.set.end()) {
    Result<kernel::Expr> parsed =
        kernel::parse_filter(type, told->value, reader.filter_context(type));
    if (!parsed) fail(one, parsed.refusals().front().code);
    if (parsed) filter = std::move(*parsed);
  }
  std::vector<Row> rows = reader.list(type.name, std::move(filter), {}, 10'000);
  std::erase_if(rows, [&](const Row& row) {
    return !std::ranges::all_of(one.set, [&](const Pair& pair) {
      if (pair.name == "filter") return true;
      if (pair.name == "state") return row.state == pair.value;
      const int index = type.field_index(pair.name);
      if (index < 0) fail(one, "no field " + pair.name);
      const auto at = static_cast<std::size_t>(index);
      return index >= 0 && equals(one, type.fields[at], row.values[at], pair.value);
    });
  });
  return rows;
}

void Player::find(const Line& one) {
  const RecordType* type =
      one.words.empty() ? nullptr : world_.registry().record(one.words.front());
  if (type == nullptr || one.expected_words.empty()) return fail(one, "find RECORD … -> NAME");
  const std::vector<Row> rows = matching(one, *type);
  const std::string& expected = one.expected_words.front();
  if (one.verb == "count") {
    if (std::to_string(rows.size()) != expected)
      fail(one, std::to_string(rows.size()) + " records");
    return;
  }
  if (rows.size() != 1) return fail(one, std::to_string(rows.size()) + " records");
  names_[expected] = {std::string(type->name), rows.front().id};
  if (one.expected_words.size() > 1 && rows.front().state != one.expected_words[1])
    fail(one, "state is " + rows.front().state);
}

void Player::report(const Line& one) {
  const kernel::Report* declared =
      one.words.empty() ? nullptr : world_.registry().report(one.words.front());
  if (declared == nullptr) return fail(one, "unknown report");
  Json inputs = Json::object();
  for (const Pair& pair : one.set) {
    inputs.append(pair.name, value(one, declared->inputs, pair));
  }
  const kernel::Principal who = principal();
  kernel::Reader reader(world_.kernel(), who);
  const Result<kernel::ReportTable> table =
      declared->handler({inputs, who, reader, world_.kernel()});
  const bool refusal = one.expected_words.size() > 1 && one.expected_words[0] == "refused";
  if (refusal && (table || table.refusals().front().code != one.expected_words[1]))
    return fail(one, "it was not refused so");
  if (refusal) return;
  if (!table) return fail(one, table.refusals().front().code);
  if (!one.expected_words.empty() && one.expected_words[0] == "none") {
    if (!table->rows.empty()) fail(one, std::to_string(table->rows.size()) + " rows");
    return;
  }
  for (const Pair& pair : one.expected) {
    if (std::ranges::find(declared->columns, pair.name, &Field::name) == declared->columns.end())
      return fail(one, "the report has no column " + pair.name);
  }
  std::string rows;
  for (const std::vector<Value>& row : table->rows) {
    bool fits = true;
    rows += "\n  ";
    for (std::size_t i = 0; i < declared->columns.size(); ++i) {
      const Field& column = declared->columns[i];
      rows += std::string(column.name) + "=" + kernel::value_to_text(column, row[i], false) + " ";
      for (const Pair& pair : one.expected)
        fits = fits && (pair.name != column.name || equals(one, column, row[i], pair.value));
    }
    if (fits) return;
  }
  fail(one, "no such row:" + rows);
}

// A plan is written in bulk, as an import does.
void Player::write_plan(const Line& one) {
  const Named* project = one.words.size() == 1 ? named(one.words[0]) : nullptr;
  if (project == nullptr) return fail(one, "plan PROJECT A=5 B=3<A …");
  const kernel::Principal system = world_.kernel().system_principal();
  kernel::Reader reader(world_.kernel(), system);
  plan::Plan plan = project::new_plan(reader, one.words[0], start_of(reader.today()) + 4800);
  add_activities(plan, one.set);
  for (plan::Activity& activity : plan.activities) activity.id = world_.kernel().new_id();
  const Id id = world_.kernel().new_id();
  const auto loaded = project::compute(std::move(plan), id, project->id, 1);
  if (!loaded) return fail(one, loaded.refusals().front().code);
  kernel::Request request;
  kernel::CommandSpec command = project::plan_update(**loaded, 0);
  command.name = "plan.create";
  command.id = 0;
  command.version.reset();
  command.new_id = id;
  command.set.append("name", one.words[0]);
  command.set.append("project", id_text(project->id));
  command.set.append("profile", "msp");
  request.command = "plan.import";
  request.commands.push_back(std::move(command));
  request.blobs.push_back(
      {std::string(project::k_snapshot_blob), id, 1, plan::pack_plan((*loaded)->plan), false});
  const Result<Answer> done = world_.kernel().execute(system, request);
  if (!done) return fail(one, conformance::told(done));
  for (const plan::Activity& activity : (*loaded)->plan.activities)
    names_[one.words[0] + "." + activity.name] = {"plan", activity.id};
  settle();
}

std::string Player::activity_named(Id project, std::string_view name) {
  const kernel::Principal system = world_.kernel().system_principal();
  kernel::Reader reader(world_.kernel(), system);
  const auto loaded = world_.kernel().part<project::PlanBook>().load(reader, project);
  if (!loaded) return std::string(name);
  for (const plan::Activity& activity : (*loaded)->plan.activities)
    if (activity.name == name) return id_text(activity.id);
  return std::string(name);
}

// An edit of a plan goes through its address, as the plan view sends it.
void Player::edit_plan(const Line& one) {
  constexpr double k_minutes_per_day = 480, k_minutes_per_hour = 60;
  const Named* project = one.words.size() == 2 ? named(one.words[0]) : nullptr;
  if (project == nullptr) return fail(one, "edit PROJECT set|link|… name=value …");
  std::map<std::string, std::string> query;
  Json edit = Json::object();
  Id before = project->id;
  int times = 1;
  for (const Pair& pair : one.set)
    if (pair.name == "from_project") before = named(pair.value)->id;
  for (const Pair& pair : one.set) {
    if (pair.name == "scenario")
      query["scenario"] = id_text(named(pair.value)->id);
    else if (pair.name == "times")
      times = std::stoi(pair.value);
    else if (pair.name == "from_project")
      edit.append(pair.name, id_text(before));
    else if (pair.name == "from" || pair.name == "to" || pair.name == "activity")
      edit.append(pair.name,
                  activity_named(pair.name == "from" ? before : project->id, pair.value));
    else if (pair.name.ends_with("duration") || pair.name == "lag")
      edit.append(pair.name, std::stod(pair.value) * k_minutes_per_day);
    else if (pair.name == "percent_complete" || pair.name == "rate" || pair.name == "max_units" ||
             pair.name.starts_with("units"))
      edit.append(pair.name, std::stod(pair.value));
    else if (pair.name == "levelling_pieces")
      edit.append(pair.name, parse_json(pair.value).value());
    else if (pair.name == "work")
      edit.append(pair.name, std::stod(pair.value) * k_minutes_per_hour);
    else if (pair.name == "person" && named(pair.value) != nullptr)
      edit.append(pair.name, id_text(named(pair.value)->id));
    else
      edit.append(pair.name, pair.value);
  }
  Json edits = Json::array();
  for (int i = 0; i < times; ++i) edits.push(object({{one.words[1], edit}}));
  const Json body = object({{"edits", edits}});
  const std::map<std::string, std::string> path = {{"id", id_text(project->id)}};
  const kernel::Principal who = principal();
  const std::string text = to_text(body);
  const kernel::Route* route = nullptr;
  for (const kernel::Function* function : world_.registry().functions()) {
    for (const kernel::Route& each : function->routes)
      if (each.path == "/api/v1/projects/{id}/plan/edits") route = &each;
  }
  if (route == nullptr) return fail(one, "plans cannot be edited");
  const kernel::RouteAnswer got = route->handler(
      {"POST", path, query, text, {}, {}, {}, {}, {}, {}, false, who, world_.kernel()});
  settle();
  const bool refused = !one.expected_words.empty();
  if (refused == got.refusals.empty())
    return fail(one, refused ? "it was not refused" : got.refusals.front().code);
  if (!refused) return;
  const Refusal& refusal = got.refusals.front();
  if (refusal.code != one.expected_words[1]) fail(one, "refused with " + refusal.code);
  for (const Pair& pair : one.expected) {
    const auto told = std::ranges::find(refusal.arguments, pair.name, &Argument::name);
    if (told == refusal.arguments.end() || told->value != pair.value)
      fail(one, pair.name + " is " + (told == refusal.arguments.end() ? "" : told->value));
  }
}

// An anonymous answer goes through its address, not through a command of the person.
void Player::answer(const Line& one) {
  const Named* survey = one.words.size() == 1 ? named(one.words[0]) : nullptr;
  if (survey == nullptr) return fail(one, "answer NAME as=PERSON …");
  Json body = Json::object();
  std::string login = acting_;
  const RecordType& type = *world_.registry().record("survey_answer");
  for (const Pair& pair : one.set) {
    if (pair.name == "as")
      login = pair.value;
    else
      body.append(pair.name, value(one, type.fields, pair));
  }
  const kernel::Principal who = world_.kernel().principal_of(users_.at(login));
  const std::map<std::string, std::string> path = {{"id", id_text(survey->id)}}, query;
  const std::string text = to_text(body);
  for (const kernel::Function* function : world_.registry().functions()) {
    for (const kernel::Route& route : function->routes) {
      if (route.path != "/api/v1/culture-surveys/{id}/answers") continue;
      const kernel::RouteAnswer got = route.handler(
          {"POST", path, query, text, {}, {}, {}, {}, {}, {}, false, who, world_.kernel()});
      const bool refused = !one.expected_words.empty();
      if (refused == got.refusals.empty())
        return fail(one, refused ? "it was not refused" : got.refusals.front().code);
      if (refused && got.refusals.front().code != one.expected_words[1])
        fail(one, "refused with " + got.refusals.front().code);
    }
  }
  settle();
}

void Player::pass_days(const Line& one) {
  const int days = one.words.empty() ? 1 : std::stoi(one.words[0]);
  for (int i = 0; i < days; ++i) {
    clock_.move(k_day_ms);
    world_.kernel().begin_day();
    settle();
  }
}

}  // namespace tc::cases
