#include <algorithm>
#include <set>

#include "base/text.h"
#include "canary_marks.h"
#include "document/sheet.h"
#include "document/zip.h"
#include "http/api.h"
#include "no_assets.h"
#include "oracle.h"
#include "plan/codec.h"
#include "project/new_plan.h"
#include "project/plan_book.h"
#include "project/report_tools.h"
#include "service/exchange/exchange.h"
#include "service/job/job.h"

/// Every role visits every address; no mark may turn up where the access model hides it (trust
///
namespace tc::conformance {
namespace {

using kernel::RecordType;
using kernel::Row;
using kernel::Scoping;

struct Actor {
  std::string role;  ///< Empty: an account without grants, or nobody at all.
  bool everywhere = false;
  bool named = false;
  bool excluded = false;
  Id user = 0;  ///< 0: not signed in.
  std::string name() const {
    return (user == 0      ? "anonymous"
            : role.empty() ? "no grants"
                           : role) +
           (everywhere ? " everywhere" : "") + (named ? ", named" : "") +
           (excluded ? ", excluded" : "");
  }
};

class ByUser final : public kernel::Authenticator {
 public:
  explicit ByUser(kernel::Kernel& kernel) : kernel_(kernel) {}
  std::optional<SignedIn> by_session(std::string_view) override { return std::nullopt; }
  std::optional<SignedIn> by_token(std::string_view user) override {
    const std::optional<Id> id = parse_id(user);
    return id ? std::optional(SignedIn{kernel_.principal_of(*id), {}}) : std::nullopt;
  }

 private:
  kernel::Kernel& kernel_;
};

class Canary : public OnStore {
 protected:
  void SetUp() override;
  void define_custom_field();
  void plant_levels(const RecordType& type, Id project, bool own);
  void plant_subjects(const Row& on, Secret secret);
  void plant_plan(Id project, bool own);
  void crawl(const Actor& actor);
  void crawl_record(const Actor& actor, const RecordType& type);
  void crawl_row(const Actor& actor, const RecordType& type, const Row& row);
  void crawl_reports(const Actor& actor);
  void crawl_routes(const Actor& actor);
  void crawl_events(const Actor& actor);
  void visit(const Actor& actor, std::string method, std::string path,
             std::map<std::string, std::string> query = {}, std::string body = {});
  void scan(const Actor& actor, std::string_view channel, std::string_view body);
  [[nodiscard]] static bool visible(const Actor& actor, const Secret& secret);
  Actor actor(std::string role, bool everywhere, Id person);

  Id own_ = 0;
  Id other_ = 0;
  std::string folder_;
  std::vector<Actor> actors_;
  std::unique_ptr<Marks> marks_;
  std::unique_ptr<ByUser> authenticator_;
  NoAssets assets_;
  std::unique_ptr<http::Api> api_;
  std::map<std::string, std::set<std::string>> leaks_;  ///< Channel and field → actors.
  std::map<std::string, int> seen_;                     ///< Channel → marks seen rightly.
  int visits_ = 0;
  Id sign_in_as_ = 0;  ///< Whose rights every actor gets: a planted leak.
};

Actor Canary::actor(std::string role, bool everywhere, Id person) {
  Actor one{std::move(role), everywhere, false, false, 0};
  const std::string login = "actor" + std::to_string(actors_.size());
  one.user = world_->identity().create_user(login, login, "a-long-pass-word", person, "en");
  if (!one.role.empty())
    world_->identity().grant(one.user, one.role, everywhere ? kernel::k_organisation : own_);
  return actors_.emplace_back(one);
}

void Canary::SetUp() {
  OnStore::SetUp();
  if (world_ == nullptr) return;
  marks_ = std::make_unique<Marks>(*world_);
  own_ = world_->target("project");
  other_ = world_->make(*world_->registry().record("project"), false).id;
  const Id named = world_->make(*world_->registry().record("person"), false).id;
  const Id excluded = world_->make(*world_->registry().record("person"), false).id;
  const Id person = world_->make(*world_->registry().record("person"), false).id;
  for (const Row& role : kernel::Reader(world_->kernel(), world_->kernel().system_principal())
                             .list_any("role", kernel::Expr())) {
    const std::string name(role.text("name"));
    if (name == "everything") continue;
    actor(name, false, person);
    // Administrators and who has no clearance are kept from much even then.
    const bool kept_out = name.ends_with("_administrator") || name == "external" ||
                          name == "team_member" || name == "auditor" || name == "risk_officer";
    if (kept_out) actor(name, true, person);
  }
  actor("team_member", false, named);
  actors_.back().named = true;
  actor("pmo_director", true, excluded);
  actors_.back().excluded = true;
  actor("", false, person);
  actors_.push_back({});
  world_->kernel().add_part(std::make_shared<service::exchange::Files>(
      testing::TempDir() + "/canary-" + std::to_string(own_)));
  world_->kernel().add_part(std::make_shared<service::job::Runner>(world_->kernel()));
  define_custom_field();
  for (const RecordType* type : world_->registry().records()) {
    if (type->name == "role_grant" || type->name == "role" || type->name == "user") continue;
    for (const Id project : {own_, other_}) {
      Secret secret;
      secret.own = project == own_;
      secret.level = type->decl->level;
      if (type->decl->scoping != Scoping::self)
        static_cast<void>(marks_->plant(*type, project, secret));
      if ((type->decl->traits & kernel::k_leveled) != 0) plant_levels(*type, project, secret.own);
      if (type->decl->scoping == Scoping::organisation) break;
    }
  }
  plant_plan(own_, true);
  plant_plan(other_, false);
  world_->kernel().drain();
  authenticator_ = std::make_unique<ByUser>(world_->kernel());
  http::ApiOptions options;
  options.formats = service::exchange::file_formats();
  api_ = std::make_unique<http::Api>(world_->kernel(), *authenticator_, assets_, options);
}

void Canary::define_custom_field() {
  const RecordType& fields = *world_->registry().record("custom_field");
  const Json set(Json::Object{{"record", "specimen"},
                              {"key", std::string(k_canary_key)},
                              {"kind", "text"},
                              {"label", Json(Json::Object{{"zh", "暗号"}, {"en", "Password"}})}});
  const Result<kernel::Answer> made = world_->run(fields, "create", 0, 0, set);
  ASSERT_TRUE(made) << told(made);
  const Row& row = made->records.front().row;
  ASSERT_TRUE(world_->run(fields, "publish", row.id, row.version, Json::object()));
}

void Canary::plant_levels(const RecordType& type, Id project, bool own) {
  const auto person = [&](bool Actor::*flag) {
    for (const Actor& one : actors_) {
      if (one.*flag)
        return Json(Json::Array{id_text(world_->kernel().principal_of(one.user).person)});
    }
    return Json();
  };
  for (const int level : {0, 2, 3}) {
    Secret secret;
    secret.own = own;
    secret.level = level;
    secret.named = level == 3;
    secret.excluded = level != 3;
    Json more = Json::object();
    more.append("level", level);
    more.append(secret.named ? "named" : "excluded",
                person(secret.named ? &Actor::named : &Actor::excluded));
    const Row row = marks_->plant(type, project, secret, std::move(more));
    plant_subjects(row, secret);
  }
}

void Canary::plant_subjects(const Row& on, Secret secret) {
  for (const RecordType* type : world_->registry().records()) {
    if (type->decl->scoping != Scoping::subject) continue;
    Json more = Json::object();
    more.append("record", on.type->name);
    more.append("record_id", id_text(on.id));
    static_cast<void>(marks_->plant(*type, on.scope, secret, std::move(more)));
  }
}

void Canary::plant_plan(Id project, bool own) {
  Secret secret;
  secret.record = "plan";
  secret.field = "activity";
  secret.own = own;
  const kernel::Principal system = world_->kernel().system_principal();
  kernel::Reader reader(world_->kernel(), system);
  plan::Plan plan = project::new_plan(reader, marks_->text(secret), 1'000'000);
  plan::Activity activity;
  activity.id = world_->kernel().new_id();
  activity.uid = "1";
  activity.name = marks_->text(secret);
  activity.duration = Minutes::from_tenths(48'000);
  plan.activities.push_back(activity);
  plan::Resource resource;
  resource.uid = "1";
  resource.name = marks_->text(secret);
  secret.field = "rate";
  secret.group = "cost_rate";
  resource.rate_millionths = marks_->amount(secret) * 10'000;
  plan.resources.push_back(resource);
  plan::Assignment assignment;
  assignment.uid = "1";
  assignment.activity = 0;
  assignment.resource = 0;
  assignment.work = activity.duration;
  plan.assignments.push_back(assignment);
  kernel::Request request;
  for (const Row& row : reader.list_any(
           "plan", kernel::field_is(*world_->registry().record("plan"), "project", project))) {
    request.commands.push_back(project::command("plan.delete", row.id));
    request.commands.back().trusted = true;
  }
  kernel::CommandSpec create =
      project::creation("plan.create", {{"name", "Plan"}, {"project", id_text(project)}});
  create.new_id = world_->kernel().new_id();
  create.trusted = true;
  request.blobs.push_back(
      {std::string(project::k_snapshot_blob), create.new_id, 1, plan::pack_plan(plan), false});
  request.commands.push_back(create);
  const Result<kernel::Answer> made = world_->kernel().execute(system, request);
  if (!made) throw Failure("plan: " + told(made));
}

// The access model once more, for one field of one record (trust ).
bool Canary::visible(const Actor& actor, const Secret& secret) {
  if (actor.user == 0 || actor.role.empty() || !secret.exposed) return false;
  if (secret.excluded && actor.excluded) return false;
  const bool sees_rates = actor.role == "pmo_director" || actor.role == "executive" ||
                          actor.role == "project_manager" || actor.role == "portfolio_manager" ||
                          actor.role == "finance_controller" || actor.role == "resource_manager";
  if (secret.group == "cost_rate" && !sees_rates) return false;
  Situation at;
  at.role = actor.role;
  at.granted_everywhere = actor.everywhere;
  at.record = secret.record;
  at.business = secret.business;
  at.belongs = secret.scoping == Scoping::organisation ? Belongs::organisation
               : secret.scoping == Scoping::self       ? Belongs::scope
                                                       : Belongs::project;
  at.own = secret.own;
  at.level = secret.level;
  at.named = secret.named && actor.named;
  at.verb = "read";
  return should_be_allowed(at);
}

// Office files are read as people would.
std::string readable(const std::string& body) {
  if (!body.starts_with("PK")) return body;
  if (const Result<document::Sheet> sheet = document::read_xlsx(body)) {
    std::string text;
    for (const auto& row : sheet->rows)
      for (const std::string& cell : row) text += cell + "\n";
    return text;
  }
  std::string text;
  if (const Result<document::ZipReader> zip = document::ZipReader::open(body)) {
    static_cast<void>(zip->read("word/document.xml", [&](std::string_view piece) {
      text += piece;
      return true;
    }));
  }
  return text;
}

void Canary::scan(const Actor& actor, std::string_view channel, std::string_view body) {
  for (const Secret* secret : marks_->in(body)) {
    if (visible(actor, *secret)) {
      ++seen_[std::string(channel.substr(0, channel.find(' ')))];
      continue;
    }
    // What links to a hidden record tells its id; that it exists is hidden from level 3 on.
    if (secret->whole_record && secret->level < 3 && channel != "events") continue;
    leaks_[std::string(channel) + ": " + secret->record + "." + secret->field + " level " +
           std::to_string(secret->level) + (secret->own ? "" : " of another project")]
        .insert(actor.name());
  }
}

void Canary::visit(const Actor& actor, std::string method, std::string path,
                   std::map<std::string, std::string> query, std::string body) {
  http::Request request;
  request.method = std::move(method);
  request.path = "/api/v1/" + path;
  request.query = std::move(query);
  request.body = std::move(body);
  const Id user = sign_in_as_ != 0 ? sign_in_as_ : actor.user;
  if (user != 0) request.headers["authorization"] = "Bearer " + id_text(user);
  if (request.method == "PATCH" || request.method == "DELETE" || request.method == "POST") {
    request.query["dry_run"] = "1";
    request.headers["if-match"] = "\"1\"";
  }
  const http::Response response = api_->handle(request);
  ++visits_;
  EXPECT_LT(response.status, 500) << request.method << " " << request.path;
  std::string channel = request.method + " " + path;
  for (const char* name : {"format", "filter", "as_of"}) {
    if (request.query.contains(name)) channel += " " + std::string(name);
  }
  // Ids of rows are the same channel.
  for (std::size_t at = channel.find('/'); at != std::string::npos;
       at = channel.find('/', at + 1)) {
    if (parse_id(channel.substr(at + 1, 13))) channel.replace(at + 1, 13, "{id}");
  }
  std::string told = readable(response.body);
  for (const auto& [name, value] : response.headers) told += "\n" + value;
  // What one wrote oneself is no secret.
  scan(actor, channel, told);
}

void Canary::crawl_row(const Actor& actor, const RecordType& type, const Row& row) {
  const std::string at = std::string(type.decl->plural) + "/" + id_text(row.id);
  visit(actor, "GET", at);
  visit(actor, "GET", at + "/history");
  if (type.name == "attachment") visit(actor, "GET", at + "/content");
  // One of each type in either project, and what has a level of its own.
  const auto& rows = marks_->rows().at(std::string(type.name));
  const bool plain = row.level == type.decl->level && row.id != rows.front().id &&
                     (rows.size() < 2 || row.id != rows[1].id);
  if (plain) return;
  visit(actor, "GET", at, {{"as_of", format_moment(world_->kernel().clock().now())}});
  visit(actor, "PATCH", at, {}, "{}");
  visit(actor, "DELETE", at);
  for (const kernel::Step& step : type.decl->steps)
    visit(actor, "POST", at + "/actions/" + std::string(step.name), {}, "{}");
  for (const kernel::Action& action : type.function->actions) {
    const std::size_t dot = action.name.rfind('.');
    if (action.name.substr(0, dot) == type.name)
      visit(actor, "POST", at + "/actions/" + std::string(action.name.substr(dot + 1)), {}, "{}");
  }
}

void Canary::crawl_record(const Actor& actor, const RecordType& type) {
  const std::string plural(type.decl->plural);
  visit(actor, "GET", plural, {{"limit", "500"}});
  visit(actor, "GET", plural,
        {{"limit", "500"}, {"as_of", format_moment(world_->kernel().clock().now())}});
  for (const char* format : {"csv", "xlsx"}) visit(actor, "GET", plural, {{"format", format}});
  visit(actor, "GET", plural, {{"filter", std::string(type.decl->title) + " contains canary"}});
  visit(actor, "GET", plural, {{"sort", "-" + std::string(type.decl->title)}, {"limit", "1"}});
  visit(actor, "POST", plural, {}, "{}");
  const auto rows = marks_->rows().find(std::string(type.name));
  if (rows == marks_->rows().end()) return;
  for (const Row& row : rows->second) crawl_row(actor, type, row);
}

void Canary::crawl_reports(const Actor& actor) {
  for (const kernel::Function* function : world_->registry().functions()) {
    for (const kernel::Report& report : function->reports) {
      const std::string path = "reports/" + std::string(report.name);
      visit(actor, "GET", path);
      visit(actor, "GET", path, {{"format", "csv"}});
      for (const kernel::Field& input : report.inputs) {
        if (input.kind != kernel::Kind::link) continue;
        const auto rows = marks_->rows().find(std::string(input.target));
        if (input.target == "project") {
          for (const Id id : {own_, other_})
            visit(actor, "GET", path, {{std::string(input.name), id_text(id)}});
        } else if (rows != marks_->rows().end()) {
          for (const Row& row : rows->second)
            visit(actor, "GET", path, {{std::string(input.name), id_text(row.id)}});
        }
      }
    }
  }
}

void Canary::crawl_routes(const Actor& actor) {
  for (const kernel::Function* function : world_->registry().functions()) {
    for (const kernel::Route& route : function->routes) {
      const bool reads = route.method == "GET";
      const bool plan = route.path.find("/plan") != std::string_view::npos;
      // Writes without a dry run would change what the next one sees.
      if (!reads && !plan) continue;
      for (const Id id : {own_, other_}) {
        std::string path(route.path.substr(std::string_view("/api/v1/").size()));
        const auto fill = [&](std::string_view name, const std::string& value) {
          const std::size_t at = path.find(name);
          if (at != std::string::npos) path.replace(at, name.size(), value);
        };
        fill("{id}", id_text(id));
        fill("{number}", "0");
        visit(actor, std::string(route.method), path, {}, reads ? "" : "{}");
        if (!path.ends_with("/export")) continue;
        for (const char* format : {"mspdi", "xml", "xer", "xlsx", "csv"})
          visit(actor, "GET", path, {{"format", format}});
      }
    }
  }
}

void Canary::crawl_events(const Actor& actor) {
  if (actor.user == 0) return;
  const Id user = sign_in_as_ != 0 ? sign_in_as_ : actor.user;
  const std::shared_ptr<http::Stream> stream =
      api_->events().subscribe(world_->kernel().principal_of(user), 0);
  std::string told;
  stream->open([&](std::string text) { told += text; }, [] {});
  stream->closed();
  scan(actor, "events", told);
}

void Canary::crawl(const Actor& actor) {
  for (const RecordType* type : world_->registry().records()) {
    if (type->decl->exposed) crawl_record(actor, *type);
  }
  for (const char* path : {"schema", "openapi.json", "session", "sessions", "jobs"})
    visit(actor, "GET", path);
  for (const char* query : {"canary", "canary000001", "密"})
    visit(actor, "GET", "search", {{"q", query}, {"limit", "100"}});
  crawl_reports(actor);
  crawl_routes(actor);
  crawl_events(actor);
}

TEST_P(Canary, NoMarkIsTold) {
  // The stores differ in one place, so the second one is walked by those who are kept from most.
  const bool all = std::string_view(GetParam()) == "sqlite";
  for (const Actor& one : actors_) {
    const bool outsider = one.role.empty() || one.role == "external" || one.named || one.excluded ||
                          (one.role == "team_member" && !one.everywhere);
    if (all || outsider) crawl(one);
  }
  std::string told;
  for (const auto& [leak, who] : leaks_) {
    told += leak + "\n   to";
    for (const std::string& name : who) told += " [" + name + "]";
    told += "\n";
  }
  EXPECT_EQ(leaks_.size(), 0U) << told;
  RecordProperty("visits", visits_);
  RecordProperty("marks", static_cast<int>(marks_->size()));
  std::printf("   %zu marks, %zu actors, %d visits\n", marks_->size(), actors_.size(), visits_);
  EXPECT_GT(marks_->size(), 5 * world_->registry().records().size());
}

// The same crawl finds a leak in every channel when there is one: here everybody gets the
// director's rights while the oracle still judges by their own.
TEST_P(Canary, APlantedLeakIsFound) {
  for (const Actor& one : actors_) {
    if (one.role == "pmo_director" && !one.everywhere) sign_in_as_ = one.user;
  }
  Actor outsider{"external", false, false, false, sign_in_as_};
  crawl(outsider);
  std::set<std::string> channels;
  for (const auto& [leak, who] : leaks_) channels.insert(leak.substr(0, leak.find(':')));
  for (const char* channel :
       {"GET specimens", "GET specimens format", "GET specimens filter", "GET specimens as_of",
        "GET specimens/{id}", "GET specimens/{id}/history", "PATCH specimens/{id}", "GET search",
        "GET projects/{id}/plan", "GET projects/{id}/plan/export format", "events", "GET comments"})
    EXPECT_TRUE(channels.contains(channel)) << channel;
  const auto reports = std::ranges::count_if(
      channels, [](const std::string& channel) { return channel.starts_with("GET reports/"); });
  EXPECT_GT(reports, 20);
  std::printf("   %zu channels tell, %d of them reports\n", channels.size(),
              static_cast<int>(reports));
}
TC_ON_EVERY_STORE(Canary);

}  // namespace
}  // namespace tc::conformance
