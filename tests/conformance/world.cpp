#include "world.h"

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <filesystem>

#include "base/clock.h"
#include "kernel/doctor.h"
#include "project/plan_book.h"
#include "specimen.h"
#include "store/postgres/connection.h"
#include "store/postgres/postgres_store.h"
#include "store/sqlite/sqlite_store.h"

namespace tc::conformance {
namespace {

using kernel::Answer;
using kernel::Field;
using kernel::Kind;
using kernel::RecordType;
using kernel::Row;

constexpr int k_attempts_max = 40;

const char* postgres_url() { return std::getenv("TC_POSTGRES_URL"); }

std::string new_schema(const std::string& url) {
  static std::atomic<int> count = 0;
  const std::string name =
      "conformance_" + std::to_string(monotonic_us()) + "_" + std::to_string(++count);
  store::postgres::PostgresConnection connection({url, {}});
  connection.run("CREATE SCHEMA " + name);
  return url + (url.find('?') == std::string::npos ? "?" : "&") + "options=-csearch_path%3D" + name;
}

std::string new_folder() {
  std::string pattern = (std::filesystem::temp_directory_path() / "tongchou-XXXXXX").string();
  if (mkdtemp(pattern.data()) == nullptr) throw Failure("no temporary folder");
  return pattern;
}

// A step that needs an approval, for flows.
std::pair<std::string_view, std::string_view> approval_step(const kernel::Registry& registry) {
  for (const RecordType* type : registry.records()) {
    for (const kernel::Step& step : type->decl->steps) {
      if (step.taken == kernel::Taken::by_approval) return {type->name, step.name};
    }
  }
  return {};
}

std::optional<Json> flow_hint(const kernel::Registry& registry, std::string_view field) {
  if (field == "record") return approval_step(registry).first;
  if (field == "step") return approval_step(registry).second;
  if (field != "stages") return std::nullopt;
  return *parse_json(R"([{"name":"Stage","who":["manager"]}])");
}

// What rules ask of a field beyond its declaration.
std::optional<Json> hint(std::string_view record, std::string_view field, int serial) {
  if (record == "project" && field == "key") return "K" + std::to_string(serial);
  if (record == "role_grant" && field == "role") return "team_member";
  if (record == "role" && field == "permissions") return Json(Json::Array{"risk.read"});
  if (record == "notice_channel" && field == "kind") return "webhook";
  if (record == "notice_channel" && field == "address")
    return "https://example.com/" + std::to_string(serial);
  if (record == "notice_channel" && field == "key_file") return "key" + std::to_string(serial);
  if (record == "notice_channel" && field == "private_address") return false;
  // What hangs on a record hangs on a project here.
  if (field == "to_record" || (field == "record" && record != "flow")) return "project";
  if (record == "custom_field" && field == "key") return "key_" + std::to_string(serial);
  if (record == "custom_field" && field == "kind") return "text";
  if (field == "sha256") {
    std::string digest = std::to_string(serial);
    return std::string(64 - digest.size(), '0') + digest;
  }
  if (field == "parent") return id_text(kernel::k_organisation);
  if (record == "timesheet" && field == "hours") return 0.01;
  if (record == "objective_comparison" && field == "importance") return 2 + serial % 7;
  if (record == "risk" || record == "risk_assessment") {
    const bool level = field.ends_with("probability") || field.starts_with("impact_") ||
                       field.ends_with("impact") || field == "detectability";
    if (level && field != "impact_cost" && field != "impact_days") return 1 + serial % 3;
  }
  if (record == "risk_scale" && field == "levels") return 3;
  if (record == "risk_scale" && field == "probabilities")
    return "10 20 " + std::to_string(30 + serial % 70);
  if (record == "risk_indicator" && field == "direction") return "higher";
  if (record == "bow_tie_element" && field == "kind") return "cause";
  if (record == "work_package" && field == "technique") return "percent";
  if (record == "demand" && field == "excluded") return false;
  if (record == "scoring_model" && field == "kind") return "wsjf";
  if (record == "rnd_entry" && field == "category") return "design";
  if (record == "cost_entry" && field == "settles") return Json();
  if (record == "foreign_item" && field == "settled")
    return Json(Json::Object{{"minor", 1}, {"currency", "CNY"}});
  if (field == "technical_weight") return 30;
  if (field == "commercial_weight") return 20;
  if (field == "price_weight") return 50;
  if (record == "budget_line" && field == "amount")
    return Json(
        Json::Object{{"minor", std::int64_t{1'000'000'000'000} + serial}, {"currency", "CNY"}});
  // Worth more than the milestones that tests give it.
  if (record == "contract" && field == "value")
    return Json(
        Json::Object{{"minor", std::int64_t{1'000'000'000'000} + serial}, {"currency", "CNY"}});
  return std::nullopt;
}

Json whole(const Field& field, int serial, std::int64_t unit) {
  const std::int64_t low = field.min == INT64_MIN ? 0 : field.min / unit;
  const std::int64_t high = field.max == INT64_MAX ? low + 1000 : field.max / unit;
  return low + serial % std::max<std::int64_t>(high - low + 1, 1);
}

Json object(std::initializer_list<JsonMember> members) { return Json(Json::Object(members)); }

}  // namespace

World::World(std::string_view store, const Clock& clock) : registry_(functions_with_specimen()) {
  if (store == "sqlite") {
    folder_ = new_folder();
    store_ = store::sqlite::open_sqlite(folder_);
  } else {
    url_ = new_schema(postgres_url());
    store_ = store::postgres::open_postgres(url_);
  }
  store_->migrate(registry_);
  rights_ = service::identity::make_rights_source();
  kernel_ = std::make_unique<kernel::Kernel>(registry_, *store_, *rights_, clock);
  identity_ = std::make_shared<service::identity::Identity>(*kernel_);
  kernel_->add_part(identity_);
  kernel_->add_part(std::make_shared<project::PlanBook>());
  identity_->ship_roles();
  Json role = required(*registry_.record("role"));
  role["name"] = "everything";
  role["clearance"] = 2;
  role["permissions"] = Json(Json::Array{"*"});
  const Result<Answer> made =
      run(kernel_->system_principal(), "role.create", 0, 0, std::move(role));
  if (!made) throw Failure("role: " + told(made));
  user_ = identity_->create_user("doer", "Doer", "a-long-pass-word", 0, "en");
  identity_->grant(user_, "everything", kernel::k_organisation);
}

World::~World() {
  identity_.reset();
  kernel_.reset();
  store_.reset();
  if (!folder_.empty()) std::filesystem::remove_all(folder_);
}

kernel::Principal World::doer(const RecordType& type) {
  // What belongs to one person is out of reach of everybody else.
  // What must have values that only the program sets, it makes by itself.
  const bool made_by_program = std::ranges::any_of(
      type.fields, [](const Field& field) { return field.required && field.read_only; });
  const bool reachable = type.decl->exposed && !type.decl->personal && !made_by_program;
  return reachable ? kernel_->principal_of(user_) : kernel_->system_principal();
}

Result<Answer> World::run(const kernel::Principal& principal, std::string command, Id id,
                          std::int64_t version, Json set, bool trusted) {
  kernel::CommandSpec spec;
  spec.name = std::move(command);
  spec.id = id;
  if (version != 0) spec.version = version;
  spec.set = std::move(set);
  spec.trusted = trusted;
  kernel::Request request;
  request.commands.push_back(std::move(spec));
  return kernel_->execute(principal, request);
}

Result<Answer> World::run(const RecordType& type, std::string_view verb, Id id,
                          std::int64_t version, Json set) {
  return run(doer(type), std::string(type.name) + "." + std::string(verb), id, version,
             std::move(set));
}

std::optional<Row> World::load(const RecordType& type, Id id) {
  return store_->read()->load(type, id, kernel::AccessFilter::everything());
}

Json World::value(const RecordType& type, const Field& field, int serial) {
  if (std::optional<Json> wanted = hint(type.name, field.name, serial)) return std::move(*wanted);
  if (type.name == "flow") {
    if (std::optional<Json> wanted = flow_hint(registry_, field.name)) return std::move(*wanted);
  }
  // The content of a method is written while it is a draft.
  if (type.name == "method_item" && field.name == "method")
    return id_text(make(*registry_.record("method"), false).id);
  const std::string number = std::to_string(serial);
  switch (field.kind) {
    case Kind::text:
      return "文本 " + number;
    case Kind::text2:
      return object({{"zh", "文本 " + number}, {"en", "Text " + number}});
    case Kind::integer:
      return whole(field, serial, 1);
    case Kind::number:
      return 0.125 + serial;
    case Kind::percent:
      return whole(field, serial % 100, 100);
    case Kind::minutes:
      return whole(field, serial, 10);
    case Kind::money:
      return object({{"minor", std::int64_t{100} + serial}, {"currency", "CNY"}});
    case Kind::date:
      return format_day(20'500 + serial % 3000);
    case Kind::moment:
      return format_moment(1'780'000'000'000 + std::int64_t{serial} * 60'000);
    case Kind::boolean:
      return serial % 2 == 0;
    case Kind::choice:
      return field.choices[static_cast<std::size_t>(serial) % field.choices.size()].value;
    case Kind::json:
      return object({{"n", serial}});
    case Kind::link:
      break;
  }
  // Two links of one record to the same type point to different ones.
  const std::string_view wanted = field.target == "*" ? "project" : field.target;
  const std::size_t which = (field.name.size() + static_cast<std::size_t>(serial)) % 2;
  return id_text(which == 0 || wanted == type.name ? target(wanted) : second_target(wanted));
}

Json World::required(const RecordType& type) {
  Json set = Json::object();
  const int serial = next_serial();
  for (const Field& field : type.fields) {
    if (field.required) set.append(std::string(field.name), value(type, field, serial));
  }
  return set;
}

// Changes what a rule refused: another value, and where none helps, an optional field goes.
bool World::mend(const RecordType& type, const Result<Answer>& refused, Json& set) {
  constexpr int k_tries = 4;
  bool changed = false;
  for (const Refusal& refusal : refused.refusals()) {
    const std::string name = refusal.field.empty() ? "" : refusal.field.substr(1);
    const int index = type.field_index(name);
    if (index < 0) continue;
    const Field& field = type.fields[static_cast<std::size_t>(index)];
    const bool keep = field.required || ++tries_[name] <= k_tries;
    changed |= keep || set.find(name) != nullptr;
    if (keep) {
      set[name] = value(type, field, next_serial());
      continue;
    }
    Json fewer = Json::object();
    for (const JsonMember& member : set.members()) {
      if (member.key != name) fewer.append(member.key, member.value);
    }
    set = std::move(fewer);
  }
  return changed;
}

Result<Answer> World::create(const RecordType& type, Json& set, Id id,
                             const kernel::Principal* as) {
  tries_.clear();
  const auto attempt = [&] {
    kernel::CommandSpec command;
    command.name = std::string(type.name) + ".create";
    command.set = set;
    command.new_id = id;
    kernel::Request request;
    request.commands.push_back(std::move(command));
    return kernel_->execute(as != nullptr ? *as : doer(type), request);
  };
  Result<Answer> made = attempt();
  for (int tries = 0; !made && tries < k_attempts_max && mend(type, made, set); ++tries)
    made = attempt();
  return made;
}

Row World::make(const RecordType& type, bool full) {
  Json set = required(type);
  const int serial = serial_;
  if (full) {
    for (const Field* field : settable(type)) {
      // A first record of a type has nothing of its own kind to point to.
      if (field->required || field->target == type.name) continue;
      set.append(std::string(field->name), value(type, *field, serial));
    }
  }
  const Result<Answer> made = create(type, set);
  if (!made)
    throw Failure("no valid " + std::string(type.name) + " (world.cpp, hint): " + told(made));
  return made->records.front().row;
}

// What others point to must often be in a certain state before they may.
void World::ripen(const RecordType& type, Id id) {
  struct Way {
    std::string_view record;
    Words steps;
  };
  static constexpr Way k_ways[] = {
      {"method", "submit publish"},           {"lesson", "validate publish"},
      {"budget_line", "submit approve"},      {"training_session", "open"},
      {"procurement_package", "plan invite"}, {"deliverable", "submit inspect"},
  };
  for (const Way& way : k_ways) {
    if (way.record != type.name) continue;
    for (const std::string_view step : way.steps) {
      const std::optional<Row> row = load(type, id);
      Json set = Json::object();
      for (const std::string_view input : type.step(step)->inputs) {
        const Field& field = type.fields[static_cast<std::size_t>(type.field_index(input))];
        set.append(std::string(input), value(type, field, next_serial()));
      }
      const std::string name = std::string(type.name) + "." + std::string(step);
      const Result<Answer> done =
          run(kernel_->system_principal(), name, id, row->version, std::move(set), true);
      if (!done) throw Failure(name + ": " + told(done));
    }
  }
}

Id World::target(std::string_view record) {
  const auto found = targets_.find(record);
  if (found != targets_.end()) return found->second;
  const RecordType* type = registry_.record(record);
  if (type == nullptr) return kernel::k_organisation;
  const Id id = make(*type, false).id;
  targets_.emplace(record, id);
  ripen(*type, id);
  return id;
}

Id World::second_target(std::string_view record) {
  const std::string key = "second " + std::string(record);
  const auto found = targets_.find(key);
  if (found != targets_.end()) return found->second;
  const RecordType* type = registry_.record(record);
  if (type == nullptr) return kernel::k_organisation;
  const Id id = make(*type, false).id;
  targets_.emplace(key, id);
  ripen(*type, id);
  return id;
}

bool has_code(const Result<Answer>& answer, std::string_view code) {
  return !answer && std::ranges::any_of(answer.refusals(), [&](const Refusal& refusal) {
    return refusal.code == code;
  });
}

bool has_kind(const Result<Answer>& answer, RefusalKind kind) {
  return !answer && std::ranges::any_of(answer.refusals(), [&](const Refusal& refusal) {
    return refusal.kind == kind;
  });
}

std::string told(const Result<Answer>& answer) {
  if (answer) return "done";
  std::string text;
  for (const Refusal& refusal : answer.refusals())
    text += refusal.code + " " + refusal.field + "; ";
  return text;
}

std::vector<const Field*> settable(const RecordType& type) {
  std::vector<const Field*> fields;
  for (const Field& field : type.fields) {
    const bool persons = field.name == "named" || field.name == "excluded";
    if (!field.read_only && !field.hidden && !persons) fields.push_back(&field);
  }
  return fields;
}

void expect_sound(World& world) {
  const std::unique_ptr<kernel::Snapshot> snapshot = world.store().read();
  const kernel::AuditReport audit = kernel::verify_audit(*snapshot);
  EXPECT_EQ(audit.problems, std::vector<std::string>());
  EXPECT_GT(audit.count, 0);
  EXPECT_EQ(kernel::check_records(*snapshot, world.registry()), std::vector<std::string>());
  EXPECT_EQ(world.store().check(), std::vector<std::string>());
}

void OnStore::SetUp() {
  if (std::string_view(GetParam()) == "postgresql" && postgres_url() == nullptr)
    GTEST_SKIP() << "TC_POSTGRES_URL is not set";
  world_ = std::make_unique<World>(GetParam());
}

}  // namespace tc::conformance
