#include "kernel/doctor.h"
#include "world.h"

namespace tc::conformance {
namespace {

using kernel::RecordType;
using kernel::Row;

class Personal : public OnStore {};

// Every text the store holds about a record beyond its row: history, chain, what lies aside.
std::string remembered(World& world, const RecordType& type, Id id) {
  std::string text;
  const std::unique_ptr<kernel::Snapshot> snapshot = world.store().read();
  for (const kernel::HistoryRow& row : snapshot->history(type, id)) text += row.before + "\n";
  for (const kernel::AuditRow& row : snapshot->audit_after(0, 100'000)) text += row.event + "\n";
  for (const kernel::PersonalValue& one : snapshot->personal_after("", 100'000)) {
    if (one.record == type.name && one.id == id) text += one.value + "\n";
  }
  return text;
}

// Erasing takes every personal field out of row, history and what lies aside of the chain, for
// every record that has any; the chain holds and nothing brings it back.
TEST_P(Personal, IsErasedEverywhereAndTheChainHolds) {
  int erased = 0;
  for (const RecordType* type : world_->registry().records()) {
    if (!type->holds_personal()) continue;
    SCOPED_TRACE(type->name);
    const kernel::Principal system = world_->kernel().system_principal();
    const Row made = world_->make(*type, true);
    const std::string name(type->name);
    Json set = Json::object();
    for (const kernel::Field& field : type->fields) {
      if (field.personal) set.append(std::string(field.name), "secret-" + std::to_string(erased));
    }
    ASSERT_TRUE(world_->run(system, name + ".update", made.id, made.version, set, true));
    const std::string before = remembered(*world_, *type, made.id);
    EXPECT_NE(before.find("secret-"), std::string::npos) << "it lies aside";
    const auto done =
        world_->run(system, name + ".erase", made.id, made.version + 1, Json::object(), true);
    ASSERT_TRUE(done) << told(done);
    const Row after = *world_->load(*type, made.id);
    for (const kernel::Field& field : type->fields) {
      if (!field.personal) continue;
      EXPECT_EQ(after.text(field.name),
                field.required ? "erased-" + id_text(made.id) : std::string());
    }
    EXPECT_EQ(remembered(*world_, *type, made.id).find("secret-"), std::string::npos);
    EXPECT_TRUE(has_code(world_->kernel().undo(system, done->tx), "tx.not_undoable"));
    ++erased;
  }
  EXPECT_GE(erased, 3) << "user, person, session";
  expect_sound(*world_);
}

TEST_P(Personal, ErasingNeedsItsOwnRight) {
  const RecordType& type = *world_->registry().record("person");
  const Row person = world_->make(type, false);
  const Id user = world_->identity().create_user("reader", "Reader", "a-long-pass-word", 0, "en");
  world_->identity().grant(user, "sponsor", kernel::k_organisation);
  const auto refused = world_->run(world_->kernel().principal_of(user), "person.erase", person.id,
                                   person.version, Json::object());
  EXPECT_TRUE(has_kind(refused, RefusalKind::forbidden)) << told(refused);
  EXPECT_TRUE(has_code(world_->run(world_->doer(), "specimen.erase", person.id, 1, Json::object()),
                       "tx.unknown_command"))
      << "a record without personal fields has no such verb";
  EXPECT_TRUE(
      world_->run(world_->doer(), "person.erase", person.id, person.version, Json::object()));
}

TEST_P(Personal, NoAddressAndNoSignInNameStandInTheChain) {
  kernel::Principal doer = world_->doer();
  doer.address = "203.0.113.77";
  for (int i = 0; i < 3; ++i) {
    Json set = world_->required(*world_->registry().record("project"));
    ASSERT_TRUE(world_->run(doer, "project.create", 0, 0, std::move(set)));
  }
  const std::unique_ptr<kernel::Snapshot> snapshot = world_->store().read();
  for (const kernel::AuditRow& row : snapshot->audit_after(0, 100'000))
    EXPECT_EQ(row.event.find("203.0.113.77"), std::string::npos) << row.event;
  int aside = 0;
  for (const kernel::PersonalValue& one : snapshot->personal_after("", 100'000))
    aside += one.value == "203.0.113.77" ? 1 : 0;
  EXPECT_EQ(aside, 1) << "once for all events";
}

TC_ON_EVERY_STORE(Personal);

}  // namespace
}  // namespace tc::conformance
