#pragma once

#include "kernel/kernel.h"

namespace tc::kernel {

/// Prepares the commands of one request against one snapshot: fields, rights, rules and steps, all
/// refusals collected; the result is a change set that nobody has written yet.
class Transaction {
 public:
  Transaction(Kernel& kernel, const Principal& principal, const Request& request);

  /// Everything the request would write, or every reason why not.
  [[nodiscard]] Result<Answer> prepare();
  /// The answer of an earlier request with the same key; nothing when there was none.
  [[nodiscard]] std::optional<Result<Answer>> replay();
  [[nodiscard]] ChangeSet& changes() { return changes_; }
  /// True when a refusal is only that the caller's version is old.
  [[nodiscard]] bool refused_as_stale() const { return stale_row_.has_value(); }
  [[nodiscard]] const std::optional<Row>& stale_row() const { return stale_row_; }
  /// The first record a refused request was about, for its audit event.
  [[nodiscard]] Json attempted() const;

 private:
  struct Context {
    const CommandSpec& command;
    std::size_t index;
    const RecordType& type;
    std::string_view verb;
  };

  void run(const CommandSpec& command, std::size_t index);
  [[nodiscard]] std::optional<Row> load_subject(const Context& context);
  [[nodiscard]] bool trusts(const Context& context) const;
  void create(const Context& context);
  void change(const Context& context);
  void act(const Context& context, const Action& action);
  void ask(const Context& context, const Row& row, const Step& step);
  void carry_out(const Context& context, ActionOutcome outcome);
  void erase(Row& row);
  [[nodiscard]] Json committed(const RecordType& type, Id id, const Json& values);
  bool authorise(const Context& context, const Row& row);
  bool check_version(const Context& context, const Row& row);
  void set_fields(const Context& context, Row& row, const Step* step);
  void set_field(const Context& context, Row& row, const JsonMember& member, const Step* step);
  void set_custom(const Context& context, Row& row, const JsonMember& member, const Step* step);
  void check_custom(const Context& context, const Row& row);
  void check_required(const Context& context, const Row& row);
  void check_links(const Context& context, const Row* before, const Row& row);
  bool place(const Context& context, Row& row);
  void check_rules(const Context& context, const Row* before, const Row& row);
  void take_along(const Context& context, const Row& before, const Row& after);
  void stage(const Context& context, const std::optional<Row>& before, Row after,
             RowChange::Kind kind);
  void refuse_command(const Context& context, Refusal refusal);
  void describe(const RowChange& change, std::string_view event);

  Kernel& kernel_;
  const Principal& principal_;
  const Request& request_;
  Reader reader_;
  ChangeSet changes_;
  Answer answer_;
  Refusals refusals_;
  std::optional<Row> stale_row_;
  int depth_ = 0;
};

/// The changed fields of two versions of a row as JSON: {"before":{…},"after":{…}}; hidden fields
/// by name only.
[[nodiscard]] Json difference(const RecordType& type, const Row* before, const Row& after,
                              std::vector<int>& changed);

}  // namespace tc::kernel
