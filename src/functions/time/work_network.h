#pragma once

#include <vector>

#include "project/plan_book.h"

/// The leaf activities of a plan and the links between them, links of summaries spread over the
/// works below: what the network diagrams, the compression and the critical chain compute on.
namespace tc::functions::time {

/// What the diagrams do not show as the schedule computed it.
struct LeftOut {
  /// Start-start and the like that ask for a start before the other's: in the node diagram only.
  std::int64_t links_of_other_kinds = 0;
  std::int64_t negative_lags = 0;       ///< Longer than the predecessor: likewise.
  std::int64_t links_outside = 0;       ///< From or to works that are not in the picture.
  std::int64_t links_of_summaries = 0;  ///< Too many to be drawn between their works.
  std::int64_t spans = 0;               ///< Hammocks and level of effort: they follow others.
  std::int64_t out_of_order = 0;        ///< Works that began before their event, by actual dates.
  std::int64_t finished = 0;            ///< Done, where only what is left counts.
};

struct NetworkLink {
  std::int32_t from = 0;  ///< Into works.
  std::int32_t to = 0;
  plan::Index link = plan::k_none;  ///< Of the plan.
};

struct WorkNetwork {
  std::vector<plan::Index> works;  ///< Into the plan's activities.
  std::vector<NetworkLink> links;
  LeftOut left_out;
};

struct WorkChoice {
  plan::Index branch = plan::k_none;  ///< Only what lies below it.
  bool unfinished = false;            ///< Without what is done.
  std::size_t works_max = SIZE_MAX;
};

/// Refuses `plan.network_too_large` (arguments: works, limit).
[[nodiscard]] Result<WorkNetwork> work_network(const project::LoadedPlan& loaded,
                                               const WorkChoice& choice);

/// The lag of a link in tenths, percents taken of `duration`, the predecessor's.
[[nodiscard]] std::int64_t lag_of(const plan::Link& link, std::int64_t duration);

}  // namespace tc::functions::time
