#include <cstdlib>
#include <filesystem>
#include <thread>

#include "app/program.h"
#include "base/clock.h"
#include "store/postgres/backup.h"
#include "store/postgres/connection.h"
#include "store/postgres/index.h"
#include "store/postgres/postgres_store.h"
#include "world.h"

/// What only PostgreSQL has: several nodes over one database.
namespace tc::conformance {
namespace {

using kernel::Answer;

TEST(PostgresText, ParametersAndWords) {
  using namespace store::postgres;
  EXPECT_EQ(with_dollars("a = ?1 AND b = '?2' AND \"?3\" = ?12"),
            "a = $1 AND b = '?2' AND \"?3\" = $12");
  EXPECT_EQ(vector_text("智慧 慧工 it's"), "'智慧':1 '慧工':2 'it''s':3 ");
  EXPECT_EQ(query_text({"智慧 慧工", "pha"}), "('智慧' <-> '慧工') & ('pha':*)");
  EXPECT_THROW(require_no_password("postgresql://u:secret@localhost/x"), Failure);
  EXPECT_THROW(require_no_password("host=x password=secret"), Failure);
  EXPECT_NO_THROW(require_no_password("postgresql://u@localhost/x"));
}

class PostgresNodes : public testing::Test {
 protected:
  void SetUp() override {
    if (std::getenv("TC_POSTGRES_URL") == nullptr) GTEST_SKIP() << "TC_POSTGRES_URL is not set";
    world_ = std::make_unique<World>("postgresql");
  }
  std::unique_ptr<World> world_;
};

Result<Answer> create(kernel::Kernel& kernel, Id project, int number) {
  kernel::CommandSpec command;
  command.name = "specimen.create";
  command.set.append("project", id_text(project));
  command.set.append("title", "from a node " + std::to_string(number));
  kernel::Request request;
  request.commands.push_back(std::move(command));
  return kernel.execute(kernel.system_principal(), request);
}

TEST_F(PostgresNodes, WriteTogether) {
  constexpr int k_each = 60;
  const std::unique_ptr<kernel::Store> store = store::postgres::open_postgres(world_->url());
  const auto rights = service::identity::make_rights_source();
  kernel::Kernel second(world_->registry(), *store, *rights, system_clock());
  const Id project = world_->target("project");
  const auto write = [&](kernel::Kernel& kernel) {
    for (int i = 0; i < k_each; ++i) EXPECT_TRUE(create(kernel, project, i));
  };
  std::thread one([&] { write(world_->kernel()); });
  std::thread two([&] { write(second); });
  one.join();
  two.join();
  kernel::ListQuery query;
  query.type = world_->registry().record("specimen");
  query.access = kernel::AccessFilter::everything();
  query.limit = 500;
  std::map<std::string, int> numbers;
  for (const kernel::Row& row : world_->store().read()->list(query)) ++numbers[row.number];
  EXPECT_EQ(numbers.size(), 2U * k_each);
  expect_sound(*world_);
}

TEST_F(PostgresNodes, HearOfEachOther) {
  const std::unique_ptr<kernel::Store> store = store::postgres::open_postgres(world_->url());
  EXPECT_NE(store->lease_slot().first, 0);
  store->wait_for_events(50);  // What was there before.
  const Id project = world_->target("project");
  store->wait_for_events(50);
  const std::int64_t before = monotonic_us();
  std::thread writer([&] { EXPECT_TRUE(create(world_->kernel(), project, 1)); });
  store->wait_for_events(10'000);
  writer.join();
  EXPECT_LT(monotonic_us() - before, 5'000'000);
}

TEST_F(PostgresNodes, SurviveALostConnection) {
  const Id project = world_->target("project");
  store::postgres::PostgresConnection other({world_->url(), {}});
  other.run(
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> "
      "pg_backend_pid() AND application_name = 'tongchou'");
  EXPECT_TRUE(create(world_->kernel(), project, 1));
  EXPECT_TRUE(create(world_->kernel(), project, 2));
  world_->store().wait_for_events(10);
  world_->store().wait_for_events(10);
  EXPECT_TRUE(create(world_->kernel(), project, 3));
  expect_sound(*world_);
}

TEST_F(PostgresNodes, WriteABackupAndDoNotRestoreOverData) {
  EXPECT_TRUE(create(world_->kernel(), world_->target("project"), 1));
  std::string folder = (std::filesystem::temp_directory_path() / "tongchou-XXXXXX").string();
  ASSERT_NE(mkdtemp(folder.data()), nullptr);
  world_->store().backup(folder);
  EXPECT_TRUE(std::filesystem::exists(folder + "/columns.json"));
  EXPECT_GT(std::filesystem::file_size(folder + "/_audit.copy"), 0U);
  EXPECT_GT(std::filesystem::file_size(folder + "/specimen.copy"), 0U);
  EXPECT_THROW(store::postgres::restore({world_->url(), {}}, world_->registry(), folder), Failure);
  std::filesystem::remove_all(folder);
  expect_sound(*world_);
}

TEST_F(PostgresNodes, KeepTheAuditTrail) {
  store::postgres::PostgresConnection other({world_->url(), {}});
  EXPECT_THROW(other.run("UPDATE _audit SET event = 'x'"), Failure);
  EXPECT_THROW(other.run("DELETE FROM _audit"), Failure);
}

}  // namespace
}  // namespace tc::conformance
