#include <random>

#include "kernel/present.h"
#include "world.h"

/// What was read at a moment is what is read as of that moment later, on every store.
namespace tc::conformance {
namespace {

using kernel::ListQuery;
using kernel::RecordType;
using kernel::Row;

class HandClock final : public Clock {
 public:
  Moment now() const override { return now_; }
  void go_on() { now_ += k_between_ms; }

 private:
  static constexpr Moment k_between_ms = 60'000;
  Moment now_ = 1'790'000'000'000;
};

constexpr int k_past_steps = 60;
constexpr std::int64_t k_past_page = 5;
constexpr std::string_view k_filters[] = {
    "",
    "state = identified",
    "title contains two",
    "due is null",
    "not (due >= 2026-02-16) or impact_cost > 300",
    "kind in (threat) and updated_at < 2027-01-01T00:00:00Z",
    "number contains SP-1",
};
constexpr std::string_view k_sorts[] = {"", "-due,title", "impact_cost", "state,-created_at"};

class AsOf : public testing::TestWithParam<const char*> {
 protected:
  void SetUp() override;
  void step(std::mt19937& random);
  [[nodiscard]] std::string everything(Moment as_of);
  [[nodiscard]] std::string listed(kernel::Reader& reader, std::string_view filter,
                                   std::string_view sort);
  HandClock clock_;
  std::unique_ptr<World> world_;
  const RecordType* type_ = nullptr;
  std::vector<Id> rows_;
};

void AsOf::SetUp() {
  if (std::string_view(GetParam()) == "postgresql" && std::getenv("TC_POSTGRES_URL") == nullptr)
    GTEST_SKIP() << "TC_POSTGRES_URL is not set";
  world_ = std::make_unique<World>(GetParam(), clock_);
  type_ = world_->registry().record("specimen");
}

// One change by chance: a new row, values, a step, into the bin or out of it.
void AsOf::step(std::mt19937& random) {
  const auto chance = [&](int count) {
    return static_cast<int>(random() % static_cast<unsigned>(count));
  };
  const char* titles[] = {"one", "TWO words", "three"};
  Json set = Json::object();
  set.append("title", titles[chance(3)]);
  set.append("kind", chance(2) == 0 ? "threat" : "opportunity");
  if (chance(2) == 0) set.append("due", format_day(20'500 + chance(4)));
  if (chance(2) == 0)
    set.append("impact_cost",
               Json(Json::Object{{"minor", std::int64_t{chance(8)} * 100}, {"currency", "CNY"}}));
  const bool make = rows_.size() < 4 || chance(4) == 0;
  if (make) {
    set.append("project", id_text(world_->target("project")));
    const Result<kernel::Answer> made = world_->run(*type_, "create", 0, 0, set);
    ASSERT_TRUE(made) << told(made);
    rows_.push_back(made->records.front().row.id);
    return;
  }
  const Id id = rows_[static_cast<std::size_t>(chance(static_cast<int>(rows_.size())))];
  const std::optional<Row> row = world_->load(*type_, id);
  const char* verb = "update";
  if (!row) verb = "restore";
  if (row && chance(5) == 0) verb = "delete";
  if (row && chance(4) == 0 && row->state != "closed")
    verb = row->state == "identified" ? "assess" : "close";
  if (std::string_view(verb) != "update") set = Json::object();
  kernel::AccessFilter all = kernel::AccessFilter::everything();
  all.deleted_too = true;
  const std::int64_t version = world_->store().read()->load(*type_, id, all)->version;
  // One command for all fields, or one for each in the same transaction.
  kernel::Request each;
  for (const JsonMember& member : set.members()) {
    kernel::CommandSpec command;
    command.name = "specimen.update";
    command.id = id;
    command.version = each.commands.empty() ? version : version + 1;
    command.set.append(member.key, member.value);
    each.commands.push_back(std::move(command));
  }
  const bool apart = std::string_view(verb) == "update" && chance(2) == 0;
  const Result<kernel::Answer> done = apart ? world_->kernel().execute(world_->doer(), each)
                                            : world_->run(*type_, verb, id, version, set);
  ASSERT_TRUE(done) << verb << " " << told(done);
}

std::string AsOf::listed(kernel::Reader& reader, std::string_view filter, std::string_view sort) {
  const kernel::FilterContext context = reader.filter_context(*type_);
  ListQuery query;
  query.type = type_;
  query.access = reader.access(*type_, "read");
  Result<kernel::Expr> condition = kernel::parse_filter(*type_, filter, context);
  if (!condition) throw Failure(std::string(filter) + " " + condition.refusals().front().code);
  query.filter = std::move(*condition);
  query.sort = *kernel::parse_sort(*type_, sort, context);
  query.limit = k_past_page;
  std::string text = std::to_string(reader.snapshot().count(query)) + ":";
  for (;;) {
    const std::vector<Row> rows = reader.snapshot().list(query);
    for (const Row& row : rows) text += to_text(row_to_json(row, reader)) + "\n";
    if (std::ssize(rows) < k_past_page) return text;
    query.after.clear();
    for (const kernel::Sort& part : query.sort)
      query.after.push_back(column_value(rows.back(), part));
    query.after.emplace_back(rows.back().id);
  }
}

std::string AsOf::everything(Moment as_of) {
  kernel::Principal doer = world_->doer();
  doer.as_of = as_of;
  kernel::Reader reader(world_->kernel(), doer);
  std::string text;
  for (const std::string_view filter : k_filters) {
    for (const std::string_view sort : k_sorts) text += listed(reader, filter, sort) + "\n";
  }
  for (const Id id : rows_) {
    const std::optional<Row> row = reader.load("specimen", id);
    text +=
        row ? to_text(row_to_json(*row, reader)) + to_text(history_to_json(*row, reader)) : "none";
  }
  return text;
}

TEST_P(AsOf, TheSameIsReadLater) {
  std::mt19937 random(20261123);
  std::vector<std::pair<Moment, std::string>> told;
  for (int i = 0; i < k_past_steps; ++i) {
    step(random);
    ASSERT_FALSE(HasFatalFailure());
    told.emplace_back(clock_.now(), everything(0));
    clock_.go_on();
  }
  // Rows that came later are none.
  for (const auto& [moment, then] : told) {
    std::string now = everything(moment);
    EXPECT_TRUE(now.starts_with(then)) << moment;
    now.erase(0, then.size());
    while (now.starts_with("none")) now.erase(0, std::string_view("none").size());
    EXPECT_EQ(now, "") << moment;
  }
}

TEST_P(AsOf, RightsAreThoseOfToday) {
  const Row open = world_->make(*type_, false);
  clock_.go_on();
  const Moment then = clock_.now();
  const Id user = world_->identity().create_user("reader", "Reader", "a-long-pass-word", 0, "en");
  world_->identity().grant(user, "team_member", open.scope);
  clock_.go_on();
  const auto seen = [&] {
    kernel::Principal reader = world_->kernel().principal_of(user);
    reader.as_of = then;
    kernel::Reader past(world_->kernel(), reader);
    EXPECT_EQ(past.load("specimen", open.id).has_value(), !past.list("specimen", {}).empty());
    return past.load("specimen", open.id).has_value();
  };
  EXPECT_TRUE(seen()) << "granted since, so visible then too";
  const Result<kernel::Answer> raised =
      world_->run(*type_, "update", open.id, open.version, Json(Json::Object{{"level", 2}}));
  ASSERT_TRUE(raised) << told(raised);
  EXPECT_FALSE(seen()) << "made secret since, so hidden then too";
}

TEST_P(AsOf, NothingIsWritten) {
  const Row row = world_->make(*type_, false);
  kernel::Principal doer = world_->doer();
  doer.as_of = clock_.now();
  EXPECT_TRUE(has_code(
      world_->run(doer, "specimen.update", row.id, row.version, Json(Json::Object{{"title", "x"}})),
      "as_of.read_only"));
}
TC_ON_EVERY_STORE(AsOf);

}  // namespace
}  // namespace tc::conformance
