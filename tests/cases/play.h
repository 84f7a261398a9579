#pragma once

#include <map>
#include <string>

#include "line.h"
#include "world.h"

/// Plays a case against an installation and reports what does not hold as test failures.
namespace tc::cases {

/// A clock that stands still until the case moves it.
class CaseClock final : public Clock {
 public:
  [[nodiscard]] Moment now() const override { return now_; }
  void move(Moment ms) { now_ += ms; }

 private:
  Moment now_ = 1'772'413'200'000;  // Monday, 2 March 2026, 09:00 in Beijing.
};

class Player {
 public:
  Player(conformance::World& world, CaseClock& clock);
  void play(const Case& played);

 private:
  struct Named {
    std::string record;
    Id id = 0;
  };
  void prepare();
  void actor(std::string_view login, std::string_view role, Id scope);
  void line(const Line& one);
  void run(const Line& one);
  void run_once(const Line& one);
  void decide(const Line& one);
  void see(const Line& one);
  void find(const Line& one);
  void report(const Line& one);
  void answer(const Line& one);
  void write_plan(const Line& one);
  void edit_plan(const Line& one);
  [[nodiscard]] std::string activity_named(Id project, std::string_view name);
  void pass_days(const Line& one);
  void expect_answer(const Line& one, const Result<kernel::Answer>& answer, std::string_view verb,
                     const kernel::RecordType& type, Id id);
  void settle();
  void fail(const Line& one, const std::string& what);

  [[nodiscard]] kernel::Principal principal();
  [[nodiscard]] const Named* named(std::string_view name) const;
  [[nodiscard]] Json value(const Line& one, std::span<const kernel::Field> fields,
                           const Pair& pair);
  [[nodiscard]] Json with_ids(const Json& list);
  [[nodiscard]] Json values(const Line& one, const kernel::RecordType& type);
  [[nodiscard]] std::span<const kernel::Field> fields_of(const kernel::RecordType& type,
                                                         std::string_view name);
  [[nodiscard]] std::vector<kernel::Row> matching(const Line& one, const kernel::RecordType& type);
  [[nodiscard]] bool equals(const Line& one, const kernel::Field& field, const kernel::Value& value,
                            const std::string& wanted);

  conformance::World& world_;
  CaseClock& clock_;
  std::map<std::string, Named, std::less<>> names_;
  std::map<std::string, Id, std::less<>> users_;
  std::shared_ptr<const kernel::CustomFields> custom_;  ///< Keeps the definitions of a line alive.
  std::string acting_ = "pmo";
};

}  // namespace tc::cases
