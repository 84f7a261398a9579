#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "kernel/kernel.h"

/// Approvals for every function: a step declared `Taken::by_approval` is taken by the last
/// decision of a flow. README.md tells the rules.
namespace tc::service::approval {

extern const kernel::Function k_approval;

/// One stage of a flow: who is asked and how many must agree.
struct Node {
  std::string name;
  std::string mode = "any";  ///< any, all, percent, sequence
  std::int64_t percent = 100;
  std::vector<std::string> who;  ///< holders, role:<name>, field:<link>, manager, person:<id>
  std::vector<std::string> copy_to;
  std::int64_t due_days = 3;
  std::string on_timeout = "remind";  ///< remind, escalate
};

/// Reads the stages of a flow. Refuses `flow.stages_malformed` at "/stages".
[[nodiscard]] Result<std::vector<Node>> nodes_from_json(const Json& stages);

/// The persons a stage asks about `subject`, without the requester, delegates in their place.
struct Asked {
  Id person = 0;
  Id acting_for = 0;  ///< Who is away and has delegated.
};
[[nodiscard]] std::vector<Asked> asked_of(const Node& node, const kernel::Row& subject,
                                          std::string_view step, Id requester,
                                          const kernel::ActionInput& input);

/// Declarations, one file each.
[[nodiscard]] std::span<const kernel::Record> records();
[[nodiscard]] std::span<const kernel::Rule> rules();
[[nodiscard]] std::span<const kernel::Action> actions();
[[nodiscard]] std::span<const kernel::Subscription> subscriptions();

/// Opens stage `at` of an approval: the commands that make its decisions.
struct Stage {
  Id approval = 0;
  std::int64_t at = 0;
  std::string_view title;
  std::string_view step;
  Id requester = 0;
};
[[nodiscard]] Result<std::vector<kernel::CommandSpec>> open_stage(const Node& node,
                                                                  const Stage& stage,
                                                                  const kernel::Row& subject,
                                                                  const kernel::ActionInput& input);

/// What kernel::Function::approve names: an attempt becomes a running approval.
[[nodiscard]] Result<kernel::ActionOutcome> start(const kernel::ActionInput& input,
                                                  const kernel::Step& step);

/// SHA-256 of the subject as the approvers saw it.
[[nodiscard]] std::string evidence_of(const kernel::Row& subject);

}  // namespace tc::service::approval
