#pragma once

#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "kernel/function.h"
#include "kernel/value.h"

namespace tc::kernel {

/// A record as it runs: its declaration, the fields of its traits added, look-ups by name.
struct RecordType {
  const Record* decl = nullptr;
  const Function* function = nullptr;
  std::string_view name;
  std::vector<Field> fields;
  std::vector<const Rule*> rules;

  /// Index into `fields`, or -1.
  [[nodiscard]] int field_index(std::string_view field) const;
  [[nodiscard]] const State* state(std::string_view state_name) const;
  [[nodiscard]] const Step* step(std::string_view step_name) const;
  [[nodiscard]] bool has_lifecycle() const { return !decl->states.empty(); }
  /// Has fields about a person, and so the verb `erase`.
  [[nodiscard]] bool holds_personal() const;
};

/// All declarations of the program, checked. Built once; immutable afterwards.
class Registry {
 public:
  /// A defect (with every problem in its message) when declarations contradict each other: names
  /// twice, unknown targets, steps between unknown states, missing labels, routes twice.
  explicit Registry(std::span<const Function* const> functions);

  [[nodiscard]] std::span<const Function* const> functions() const { return functions_; }
  [[nodiscard]] const RecordType* record(std::string_view name) const;
  [[nodiscard]] const RecordType* record_by_plural(std::string_view plural) const;
  [[nodiscard]] std::vector<const RecordType*> records() const;
  [[nodiscard]] const Action* action(std::string_view name) const;
  [[nodiscard]] const Report* report(std::string_view name) const;
  /// The message pattern of a refusal code in one language; the code itself when unknown.
  [[nodiscard]] std::string_view message(std::string_view code, bool zh) const;
  /// Every permission there is: `<record>.<verb>` for verbs, steps and actions, field groups.
  [[nodiscard]] std::vector<std::string> permissions() const;

 private:
  void add_record(const Function& function, const Record& record);
  [[nodiscard]] std::vector<std::string> problems() const;

  std::vector<const Function*> functions_;
  std::vector<std::unique_ptr<RecordType>> types_;
  std::map<std::string_view, const RecordType*> by_name_;
  std::map<std::string_view, const RecordType*> by_plural_;
  std::map<std::string_view, const Action*> actions_;
  std::map<std::string_view, const Report*> reports_;
  std::map<std::string_view, Label> messages_;
};

/// The refusal's sentence: its pattern filled with its arguments.
[[nodiscard]] std::string sentence(const Registry& registry, const Refusal& refusal, bool zh);

}  // namespace tc::kernel
