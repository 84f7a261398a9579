#include <set>

#include "kernel/search.h"
#include "world.h"

/// Lists, pages and search give the same on every store.
namespace tc::conformance {
namespace {

using kernel::ListQuery;
using kernel::RecordType;
using kernel::Row;
using kernel::Value;

constexpr int k_rows = 23;
constexpr std::int64_t k_page = 4;

class Reading : public OnStore {
 protected:
  void SetUp() override {
    OnStore::SetUp();
    if (world_ == nullptr) return;
    type_ = world_->registry().record("specimen");
    const std::string project = id_text(world_->target("project"));
    for (int i = 0; i < k_rows; ++i) {
      Json set = Json::object();
      set.append("project", project);
      set.append("title",
                 std::string(i % 2 == 0 ? "智慧工厂" : "phase Zwei ") + std::to_string(i % 5));
      if (i % 3 != 0) set.append("due", format_day(20'500 + i % 4));
      if (i % 4 != 0) {
        Json cost = Json::object();
        cost.append("minor", std::int64_t{i % 6} - 3);
        cost.append("currency", "CNY");
        set.append("impact_cost", std::move(cost));
      }
      const Result<kernel::Answer> made = world_->run(*type_, "create", 0, 0, set);
      ASSERT_TRUE(made) << told(made);
    }
  }
  [[nodiscard]] Value column(const Row& row, int column) const {
    if (column == kernel::k_id) return row.id;
    if (column == kernel::k_number) return row.number;
    if (column == kernel::k_created) return id_moment(row.created_tx);
    return row.values[static_cast<std::size_t>(column)];
  }
  [[nodiscard]] std::vector<Id> paged(std::string_view sort);
  const RecordType* type_ = nullptr;
};

std::vector<Id> Reading::paged(std::string_view sort) {
  ListQuery query;
  query.type = type_;
  query.access = kernel::AccessFilter::everything();
  query.limit = k_page;
  query.sort = *kernel::parse_sort(*type_, sort, {});
  std::vector<Id> ids;
  for (int pages = 0; pages <= k_rows; ++pages) {
    const std::vector<Row> rows = world_->store().read()->list(query);
    for (const Row& row : rows) ids.push_back(row.id);
    if (static_cast<std::int64_t>(rows.size()) < k_page) break;
    query.after.clear();
    for (const kernel::Sort& part : query.sort)
      query.after.push_back(column(rows.back(), part.column));
    query.after.emplace_back(rows.back().id);
  }
  return ids;
}

TEST_P(Reading, PagesGiveEveryRowOnce) {
  for (const std::string_view sort : {"due", "-due", "-due,title", "due,-title", "impact_cost",
                                      "-impact_cost,due,title", "title", "-title", "owner"}) {
    SCOPED_TRACE(std::string(sort));
    const std::vector<Id> ids = paged(sort);
    EXPECT_EQ(ids.size(), static_cast<std::size_t>(k_rows));
    EXPECT_EQ(std::set<Id>(ids.begin(), ids.end()).size(), static_cast<std::size_t>(k_rows));
    ListQuery whole;
    whole.type = type_;
    whole.access = kernel::AccessFilter::everything();
    whole.sort = *kernel::parse_sort(*type_, sort, {});
    std::vector<Id> expected;
    for (const Row& row : world_->store().read()->list(whole)) expected.push_back(row.id);
    EXPECT_EQ(ids, expected);
  }
}

TEST_P(Reading, FiltersCountWhatTheyShould) {
  // Of 23 rows: due is missing in 8, cost in 6; titles are Han in 12.
  constexpr std::pair<std::string_view, std::int64_t> k_expected[] = {
      {"due is null", 8},
      {"not (due is null)", 15},
      {"impact_cost is null", 6},
      {"title contains 工厂", 12},
      {"title contains ZWEI", 11},
      {"title contains \"%\"", 0},
      {"due = 2026-02-16 or due is null", 12},
      {"state = identified", 23},
      {"state in (assessed, closed)", 0},
  };
  for (const auto& [text, count] : k_expected) {
    const Result<kernel::Expr> filter = kernel::parse_filter(*type_, text, {});
    ASSERT_TRUE(filter) << text << ": " << filter.refusals().front().code;
    ListQuery query;
    query.type = type_;
    query.access = kernel::AccessFilter::everything();
    query.filter = *filter;
    query.limit = 500;
    EXPECT_EQ(world_->store().read()->count(query), count) << text;
    EXPECT_EQ(static_cast<std::int64_t>(world_->store().read()->list(query).size()), count) << text;
  }
}

TEST_P(Reading, OnlyTextsContain) {
  for (const std::string_view text : {"due contains 2026", "impact_cost contains 1",
                                      "owner contains a", "created_at contains 2"}) {
    const Result<kernel::Expr> filter = kernel::parse_filter(*type_, text, {});
    ASSERT_FALSE(filter) << text;
    EXPECT_EQ(filter.refusals().front().code, "field.wrong_type") << text;
  }
}

TEST_P(Reading, SearchFindsTwoCharacters) {
  world_->kernel().drain();
  const auto found = [&](std::string_view typed) {
    const kernel::Principal doer = world_->doer();
    kernel::Reader reader(world_->kernel(), doer);
    return kernel::search(reader, typed, "specimen", 100).size();
  };
  EXPECT_EQ(found("工厂"), 12U);
  EXPECT_EQ(found("慧工"), 12U);
  EXPECT_EQ(found("智慧工厂"), 12U);
  EXPECT_EQ(found("厂智"), 0U);
  EXPECT_EQ(found("pha"), 11U);
  EXPECT_EQ(found("ZWEI"), 11U);
  EXPECT_EQ(found("zhgc"), 12U);
  EXPECT_EQ(found("工厂 phase"), 0U);
  EXPECT_EQ(found("it's \\ ' \" & | ! <->"), 0U);
}

TEST_P(Reading, ASnapshotSeesNothingLater) {
  const auto snapshot = world_->store().read();
  ListQuery query;
  query.type = type_;
  query.access = kernel::AccessFilter::everything();
  ASSERT_EQ(snapshot->count(query), k_rows);
  static_cast<void>(world_->make(*type_, false));
  EXPECT_EQ(snapshot->count(query), k_rows);
  EXPECT_EQ(world_->store().read()->count(query), k_rows + 1);
}
TC_ON_EVERY_STORE(Reading);

}  // namespace
}  // namespace tc::conformance
