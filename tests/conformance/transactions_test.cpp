#include "world.h"

/// All or nothing; once however often it is asked for.
namespace tc::conformance {
namespace {

using kernel::Answer;
using kernel::Request;

class Transactions : public OnStore {
 protected:
  [[nodiscard]] kernel::CommandSpec specimen(std::string_view title) {
    kernel::CommandSpec command;
    command.name = "specimen.create";
    command.set.append("project", id_text(world_->target("project")));
    if (!title.empty()) command.set.append("title", title);
    return command;
  }
  [[nodiscard]] std::int64_t specimens() {
    kernel::ListQuery query;
    query.type = world_->registry().record("specimen");
    query.access = kernel::AccessFilter::everything();
    return world_->store().read()->count(query);
  }
};

TEST_P(Transactions, OneRefusedCommandWritesNothing) {
  Request request;
  request.commands = {specimen("A"), specimen(""), specimen("C")};
  const std::int64_t before = world_->store().read()->last_event();
  const Result<Answer> answer = world_->kernel().execute(world_->doer(), request);
  EXPECT_TRUE(has_code(answer, "field.required")) << told(answer);
  EXPECT_EQ(specimens(), 0);
  EXPECT_EQ(world_->store().read()->last_event(), before);
  request.commands = {specimen("A"), specimen("B")};
  const Result<Answer> whole = world_->kernel().execute(world_->doer(), request);
  ASSERT_TRUE(whole) << told(whole);
  EXPECT_EQ(specimens(), 2);
  expect_sound(*world_);
}

TEST_P(Transactions, TheSameKeyAnswersTheSame) {
  Request request;
  request.commands = {specimen("A")};
  request.idempotency_key = "key-1";
  request.body_hash = "hash-1";
  const Result<Answer> first = world_->kernel().execute(world_->doer(), request);
  ASSERT_TRUE(first) << told(first);
  const Result<Answer> again = world_->kernel().execute(world_->doer(), request);
  ASSERT_TRUE(again) << told(again);
  EXPECT_EQ(first->tx, again->tx);
  ASSERT_EQ(again->records.size(), 1U);
  EXPECT_EQ(again->records.front().row.id, first->records.front().row.id);
  EXPECT_EQ(specimens(), 1);
  request.body_hash = "hash-2";
  EXPECT_TRUE(has_code(world_->kernel().execute(world_->doer(), request), "tx.key_reused"));
}

TEST_P(Transactions, ADryRunWritesNothing) {
  Request request;
  request.commands = {specimen("A")};
  request.dry_run = true;
  const Result<Answer> answer = world_->kernel().execute(world_->doer(), request);
  ASSERT_TRUE(answer) << told(answer);
  EXPECT_EQ(answer->tx, 0);
  EXPECT_EQ(specimens(), 0);
}

TEST_P(Transactions, UniqueFieldsAreToldByName) {
  const kernel::RecordType& type = *world_->registry().record("project");
  Json set = world_->required(type);
  const Result<Answer> first = world_->run(type, "create", 0, 0, set);
  ASSERT_TRUE(first) << told(first);
  const Result<Answer> twice = world_->run(type, "create", 0, 0, set);
  EXPECT_TRUE(has_code(twice, "field.not_unique")) << told(twice);
  EXPECT_EQ(twice.refusals().front().field, "/key");
  ASSERT_TRUE(world_->run(type, "delete", first->records.front().row.id, 1, Json::object()));
  const Result<Answer> free = world_->run(type, "create", 0, 0, set);
  EXPECT_TRUE(free) << told(free);
}

TEST_P(Transactions, BlobsComeBackAsTheyWere) {
  std::string bytes;
  for (int i = 0; i < 3000; ++i) bytes += static_cast<char>(i * 7);
  for (std::int64_t version = 1; version <= 3; ++version) {
    Request request;
    request.commands = {specimen("A")};
    request.blobs.push_back({"test", 5, version, bytes.substr(0, 1000U * (3 - version)), false});
    ASSERT_TRUE(world_->kernel().execute(world_->doer(), request));
  }
  const auto snapshot = world_->store().read();
  ASSERT_TRUE(snapshot->blob("test", 5, 2));
  EXPECT_EQ(snapshot->blob("test", 5, 2)->bytes, bytes.substr(0, 1000));
  EXPECT_EQ(snapshot->blob("test", 5, 9)->bytes, "");
  EXPECT_EQ(snapshot->blobs("test", 5, 1, 9).size(), 2U);
  EXPECT_FALSE(snapshot->blob("test", 6, 9));
}
TC_ON_EVERY_STORE(Transactions);

}  // namespace
}  // namespace tc::conformance
