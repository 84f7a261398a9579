#include "service/exchange/exchange.h"
#include "base/text.h"
#include "http/api.h"
#include "http/export.h"
#include "no_assets.h"
#include "service/exchange/import.h"
#include "world.h"

/// Registers as files and back, on every store.
namespace tc::conformance {
namespace {

using kernel::RecordType;
using kernel::Row;

class Exchange : public OnStore {
 protected:
  // The whole register as the doer may see it.
  std::string exported(const RecordType& type, std::string_view format) {
    const kernel::Principal doer = world_->doer(type);
    kernel::Reader reader(world_->kernel(), doer);
    kernel::ListQuery query;
    query.type = &type;
    query.access = reader.access(type, "read");
    for (const kernel::FileFormat& known : service::exchange::file_formats()) {
      if (known.name != format) continue;
      Result<http::ExportedFile> file =
          http::export_list(reader, query, {known, {}, {}, reader.now()});
      EXPECT_TRUE(file.ok());
      return file ? std::move(file->bytes) : std::string();
    }
    return {};
  }
  Json imported(const RecordType& type, std::string_view body, bool dry,
                std::string_view key = {}) {
    const kernel::Principal doer = world_->doer(type);
    const std::map<std::string, std::string> path = {{"records", std::string(type.decl->plural)}};
    std::map<std::string, std::string> query;
    if (dry) query["dry_run"] = "1";
    const kernel::RouteAnswer answer = service::exchange::post_import(
        {"POST", path, query, body, {}, {}, key, {}, {}, {}, false, doer, world_->kernel()});
    if (!answer.refusals.empty()) return Json(Json::Object{{"code", answer.refusals.front().code}});
    Json json = *parse_json(answer.body);
    json["status"] = answer.status;
    return json;
  }
  static std::int64_t count(const Json& json, const char* name) {
    const Json* number = json.find(name);
    return number == nullptr ? -1 : number->integer();
  }
  std::int64_t rows(const RecordType& type) {
    kernel::ListQuery query;
    query.type = &type;
    query.access = kernel::AccessFilter::everything();
    return world_->store().read()->count(query);
  }
};

// What goes out comes back as nothing to do: every value of every numbered register is understood.
TEST_P(Exchange, EveryRegisterComesBackUnchanged) {
  int registers = 0;
  for (const RecordType* type : world_->registry().records()) {
    if (!type->decl->exposed || type->decl->personal || type->decl->prefix.empty()) continue;
    SCOPED_TRACE(std::string(type->name));
    static_cast<void>(world_->make(*type, true));
    for (const std::string_view format : {"csv", "xlsx"}) {
      const std::string file = exported(*type, format);
      const Json answer = imported(*type, file, false);
      EXPECT_EQ(count(answer, "errors_total"), 0) << format << " " << to_text(answer);
      EXPECT_EQ(count(answer, "unchanged"), rows(*type)) << format << " " << to_text(answer);
    }
    ++registers;
  }
  EXPECT_GT(registers, 50);
}

TEST_P(Exchange, EveryErrorIsToldAndNothingWritten) {
  const RecordType& specimen = *world_->registry().record("specimen");
  const Row project =
      *world_->load(*world_->registry().record("project"), world_->target("project"));
  const std::string name(project.text("name"));
  const std::int64_t before = rows(specimen);
  std::string file = "Title,项目,kind,Due,Score,Colour,Number\r\n";
  file += "Sound,\"" + name + "\",威胁,2026/3/5,,,\r\n";
  file += ",nowhere,neither,tomorrow,,,\r\n";
  file += "No project,,Threat,2026-03-05,,,\r\n";
  file += "Who," + name + ",,,,,NO-R-9\r\n";
  for (const bool dry : {true, false}) {
    const Json answer = imported(specimen, file, dry);
    EXPECT_EQ(count(answer, "errors_total"), 6) << to_text(answer);
    EXPECT_EQ(count(answer, "rows"), 4);
    EXPECT_EQ(count(answer, "written"), 0);
    EXPECT_EQ(count(answer, "status"), dry ? 200 : 422);
    std::string told;
    for (const Json& error : answer.find("errors")->items())
      told += std::to_string(error.find("row")->integer()) + std::string(error.text("column")) +
              " " + std::string(error.text("code")) + "; ";
    EXPECT_EQ(told,
              "3B import.link_unknown; 3C field.unknown_choice; 3D field.wrong_type; "
              "3A field.required; "
              "4B field.required; 5G import.unknown_number; ");
  }
  EXPECT_EQ(rows(specimen), before);
}

TEST_P(Exchange, RowsAreMadeAndChanged) {
  const RecordType& specimen = *world_->registry().record("specimen");
  const Row project =
      *world_->load(*world_->registry().record("project"), world_->target("project"));
  const Row old = world_->make(specimen, true);
  const std::string file = "编号,title,project,到期日,费用影响\n" + old.number + ",Changed," +
                           std::string(project.text("key")) + ",2026年3月5日,\n,New," +
                           std::string(project.text("name")) + ",2026-03-06,\"¥1,234.50\"\n";
  const std::int64_t before = rows(specimen);
  const Json answer = imported(specimen, file, false);
  EXPECT_EQ(count(answer, "created"), 1) << to_text(answer);
  EXPECT_EQ(count(answer, "changed"), 1);
  EXPECT_EQ(rows(specimen), before + 1);
  const Row now = *world_->load(specimen, old.id);
  EXPECT_EQ(now.text("title"), "Changed");
  EXPECT_EQ(format_day(static_cast<Day>(now.integer("due"))), "2026-03-05");
  EXPECT_FALSE(now.has("impact_cost"));  // An empty cell clears.
  EXPECT_EQ(now.text("cause"), old.text("cause"));
  expect_sound(*world_);
}

TEST_P(Exchange, FieldsOfTheOrganisationTravelToo) {
  const RecordType& definition = *world_->registry().record("custom_field");
  const auto define = [&](const char* key, const char* kind, const char* more, const char* text) {
    Json set = *parse_json(R"({"record":"specimen","label":{"zh":"自有 ","en":"Own "}})");
    set["label"]["zh"] = std::string("自有") + key;
    set["label"]["en"] = std::string("Own ") + key;
    set["key"] = key;
    set["kind"] = kind;
    if (*more != 0) set[more] = text;
    if (std::string_view(kind) == "formula") set["result"] = "number";
    const auto made = world_->run(definition, "create", 0, 0, set);
    ASSERT_TRUE(made) << told(made);
    const Row& row = made->records.front().row;
    const auto done = world_->run(definition, "publish", row.id, row.version, Json::object());
    ASSERT_TRUE(done) << told(done);
  };
  define("weight", "number", "", "");
  define("tags", "choices", "choices", "a = 甲 | A\nb = 乙 | B");
  define("twice", "formula", "formula", "custom.weight * 2");
  const RecordType& specimen = *world_->registry().record("specimen");
  Json set = world_->required(specimen);
  set["custom.weight"] = 2.5;
  set["custom.tags"] = "a,b";
  const auto made = world_->run(specimen, "create", 0, 0, set);
  ASSERT_TRUE(made) << told(made);
  for (const std::string_view format : {"csv", "xlsx"}) {
    const std::string file = exported(specimen, format);
    const Json answer = imported(specimen, file, false);
    EXPECT_EQ(count(answer, "errors_total"), 0) << to_text(answer);
    EXPECT_EQ(count(answer, "unchanged"), rows(specimen)) << to_text(answer);
    if (format != "csv") continue;
    for (const char* told_value : {"Own weight", "2.5", "Own twice", "5"})
      EXPECT_NE(file.find(told_value), std::string::npos) << told_value << " in " << file;
  }
  const Row& row = made->records.front().row;
  const Json answer =
      imported(specimen, "number,Own weight,自有tags\n" + row.number + ",7.5,b\n", false);
  EXPECT_EQ(count(answer, "changed"), 1) << to_text(answer);
  EXPECT_EQ(world_->load(specimen, row.id)->custom, R"({"tags":"b","weight":7.5})");
}

TEST_P(Exchange, AnImportGoesOnWhereItStopped) {
  const RecordType& specimen = *world_->registry().record("specimen");
  const Row project =
      *world_->load(*world_->registry().record("project"), world_->target("project"));
  constexpr int k_rows = 2500;
  std::string file = "title,project\n";
  for (int i = 0; i < k_rows; ++i)
    file += "Many " + std::to_string(i) + "," + std::string(project.text("name")) + "\n";
  const std::int64_t before = rows(specimen);
  EXPECT_EQ(count(imported(specimen, file, false, "once"), "written"), k_rows);
  EXPECT_EQ(count(imported(specimen, file, false, "once"), "written"), k_rows);
  EXPECT_EQ(rows(specimen), before + k_rows);
  EXPECT_EQ(
      imported(specimen, file + "Other," + std::string(project.text("name")) + "\n", false, "once")
          .find("errors")
          ->items()
          .front()
          .text("code"),
      "tx.key_reused");
}

TEST_P(Exchange, UselessFilesAreRefused) {
  const RecordType& specimen = *world_->registry().record("specimen");
  EXPECT_EQ(imported(specimen, "", true).text("code"), "import.no_rows");
  EXPECT_EQ(imported(specimen, "a,b\n1,2\n", true).text("code"), "import.no_columns");
  EXPECT_EQ(imported(specimen, "PK\3\4", true).text("code"), "sheet.damaged");
}

TEST_P(Exchange, NothingIsLeftOutSilently) {
  const RecordType& specimen = *world_->registry().record("specimen");
  for (int i = 0; i < 3; ++i) static_cast<void>(world_->make(specimen, false));
  kernel::FileFormat narrow = service::exchange::file_formats().front();
  narrow.rows_max = 2;
  const kernel::Principal doer = world_->doer();
  kernel::Reader reader(world_->kernel(), doer);
  kernel::ListQuery query;
  query.type = &specimen;
  query.access = reader.access(specimen, "read");
  const Result<http::ExportedFile> file = http::export_list(reader, query, {narrow, {}, {}, 0});
  ASSERT_FALSE(file.ok());
  EXPECT_EQ(file.refusals().front().code, "export.too_many_rows");
}
class Is final : public kernel::Authenticator {
 public:
  explicit Is(kernel::Principal principal) : principal_(std::move(principal)) {}
  std::optional<SignedIn> by_session(std::string_view) override { return {}; }
  std::optional<SignedIn> by_token(std::string_view) override { return SignedIn{principal_, {}}; }

 private:
  kernel::Principal principal_;
};

// Who may not see a field finds it in no file, and brings none in.
TEST_P(Exchange, FilesHoldWhatTheCallerMaySee) {
  const RecordType& person = *world_->registry().record("person");
  Json set = world_->required(person);
  set["name"] = "Mei";
  set["cost_rate"] = *parse_json(R"({"minor":98765432,"currency":"CNY"})");
  const auto made = world_->run(person, "create", 0, 0, set);
  ASSERT_TRUE(made) << told(made);
  Json role = world_->required(*world_->registry().record("role"));
  role["name"] = "clerk";
  role["clearance"] = 1;
  role["permissions"] = *parse_json(R"(["person.read","person.create","person.export"])");
  ASSERT_TRUE(world_->run(world_->kernel().system_principal(), "role.create", 0, 0, role));
  const Id user = world_->identity().create_user("clerk", "Clerk", "a-long-pass-word", 0, "en");
  world_->identity().grant(user, "clerk", kernel::k_organisation);
  Is clerk(world_->kernel().principal_of(user)), doer(world_->doer());
  const NoAssets assets;
  const auto ask = [&](Is& who, std::string path, std::map<std::string, std::string> query,
                       std::string body = {}) {
    http::Api api(world_->kernel(), who, assets,
                  {"0", false, false, {}, service::exchange::file_formats()});
    http::Request request;
    request.method = body.empty() ? "GET" : "POST";
    request.path = std::move(path);
    request.query = std::move(query);
    request.headers["authorization"] = "Bearer x";
    request.body = std::move(body);
    return api.handle(request);
  };
  constexpr std::string_view k_mark = "987654.32";
  const auto csv = [&](Is& who) { return ask(who, "/api/v1/persons", {{"format", "csv"}}); };
  EXPECT_NE(csv(doer).body.find(k_mark), std::string::npos);
  EXPECT_NE(csv(clerk).body.find("Mei"), std::string::npos);
  EXPECT_EQ(csv(clerk).body.find(k_mark), std::string::npos);
  EXPECT_EQ(ask(clerk, "/api/v1/persons", {{"format", "csv"}, {"fields", "cost_rate"}}).status,
            400);
  EXPECT_EQ(ask(clerk, "/api/v1/specimens", {{"format", "csv"}}).status, 403);
  EXPECT_EQ(ask(clerk, "/api/v1/specimens/import", {}, "title\nx\n").status, 403);
  const http::Response brought =
      ask(clerk, "/api/v1/persons/import", {{"dry_run", "1"}}, "name,cost_rate\nAn,5 CNY\n");
  EXPECT_NE(brought.body.find(R"("header":"cost_rate","use":"unknown")"), std::string::npos)
      << brought.body;
  // Every file is in the audit trail.
  std::string trail;
  for (const kernel::AuditRow& row : world_->store().read()->audit_after(0, 10'000))
    trail += row.event;
  EXPECT_NE(trail.find(R"("command":"person.export")"), std::string::npos);
}
TC_ON_EVERY_STORE(Exchange);

}  // namespace
}  // namespace tc::conformance
