#pragma once

#include <gtest/gtest.h>

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "kernel/kernel.h"
#include "service/identity/identity.h"

/// One installation of the whole program on one store, empty but for an account that may do
/// everything, and a maker of valid records.
namespace tc::conformance {

class World {
 public:
  /// `store`: "sqlite" or "postgresql" (a schema of its own in TC_POSTGRES_URL).
  explicit World(std::string_view store, const Clock& clock = system_clock());
  World(const World&) = delete;
  World& operator=(const World&) = delete;
  ~World();

  [[nodiscard]] const kernel::Registry& registry() const { return registry_; }
  [[nodiscard]] kernel::Kernel& kernel() { return *kernel_; }
  [[nodiscard]] kernel::Store& store() { return *store_; }
  [[nodiscard]] service::identity::Identity& identity() { return *identity_; }
  [[nodiscard]] const std::string& url() const { return url_; }
  /// Who may do everything; the program itself for records without addresses.
  [[nodiscard]] kernel::Principal doer(const kernel::RecordType& type);
  [[nodiscard]] kernel::Principal doer() { return kernel_->principal_of(user_); }

  Result<kernel::Answer> run(const kernel::Principal& principal, std::string command, Id id,
                             std::int64_t version, Json set, bool trusted = false);
  Result<kernel::Answer> run(const kernel::RecordType& type, std::string_view verb, Id id,
                             std::int64_t version, Json set);
  /// The row as the store has it now; nothing when deleted.
  [[nodiscard]] std::optional<kernel::Row> load(const kernel::RecordType& type, Id id);

  /// A valid value of a field; different `serial`s give different values where there are several.
  [[nodiscard]] Json value(const kernel::RecordType& type, const kernel::Field& field, int serial);
  /// Values of the required fields.
  [[nodiscard]] Json required(const kernel::RecordType& type);
  /// Makes a record with as many fields as the rules allow; fails the test when impossible.
  [[nodiscard]] kernel::Row make(const kernel::RecordType& type, bool full);
  /// Creates with these values, mended until the rules agree; `set` is what was taken.
  Result<kernel::Answer> create(const kernel::RecordType& type, Json& set, Id id = 0,
                                const kernel::Principal* as = nullptr);
  /// A record of this type to link to.
  [[nodiscard]] Id target(std::string_view record);
  [[nodiscard]] Id second_target(std::string_view record);
  int next_serial() { return ++serial_; }

 private:
  std::string folder_;
  std::string url_;
  kernel::Registry registry_;
  std::unique_ptr<kernel::Store> store_;
  std::unique_ptr<kernel::RightsSource> rights_;
  std::unique_ptr<kernel::Kernel> kernel_;
  std::shared_ptr<service::identity::Identity> identity_;
  Id user_ = 0;
  int serial_ = 0;
  bool mend(const kernel::RecordType& type, const Result<kernel::Answer>& refused, Json& set);
  void ripen(const kernel::RecordType& type, Id id);
  std::map<std::string, int> tries_;  ///< Values tried for a field of the record being made.
  std::map<std::string, Id, std::less<>> targets_;
};

/// True when one of the refusals has this code, or this kind.
[[nodiscard]] bool has_code(const Result<kernel::Answer>& answer, std::string_view code);
[[nodiscard]] bool has_kind(const Result<kernel::Answer>& answer, RefusalKind kind);
/// "code field; …" for messages of failed checks.
[[nodiscard]] std::string told(const Result<kernel::Answer>& answer);
/// Fields people set by themselves: neither read-only nor hidden.
[[nodiscard]] std::vector<const kernel::Field*> settable(const kernel::RecordType& type);
/// The audit chain, the records and the store are sound.
void expect_sound(World& world);

/// Tests that run on every store.
class OnStore : public testing::TestWithParam<const char*> {
 protected:
  void SetUp() override;
  std::unique_ptr<World> world_;
};

}  // namespace tc::conformance

/// Registers the tests of a fixture on both stores.
#define TC_ON_EVERY_STORE(fixture)                                                   \
  INSTANTIATE_TEST_SUITE_P(Stores, fixture, testing::Values("sqlite", "postgresql"), \
                           [](const auto& of_store) { return std::string(of_store.param); })
