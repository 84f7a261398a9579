#pragma once

#include <vector>

#include "engine/critical_chain/critical_chain.h"
#include "functions/time/work_network.h"

/// The critical chain of a plan: its durations cut to an even chance of keeping them, levelled, and
/// the safety put together in buffers.
namespace tc::functions::time {

struct ChainAsk {
  double share = 0.5;           ///< Aggressive duration as a share of the planned one.
  bool root_sum_square = true;  ///< Which of the two buffer sizes the fever chart uses.
};

struct PlanChain {
  std::vector<plan::Index> activities;  ///< In their order.
  plan::Index joins = plan::k_none;     ///< Feeding: the activity of the critical chain.
  std::int64_t duration = 0;            ///< Aggressive, working tenths of the project calendar.
  engine::critical_chain::Buffer buffer;
  bool begun = false;
  engine::critical_chain::FeverPoint now;  ///< At the status date.
};

struct PlanChains {
  std::vector<PlanChain> chains;    ///< The critical one first; none where there is no work.
  PlanTime status = k_no_time;      ///< Of the fever points.
  std::int64_t links_left_out = 0;  ///< Finish-finish, start-finish, or against the dates.
};

/// `today` stands for a status date that the plan does not name. Refuses `plan.network_too_large`
/// and what the engines refuse.
[[nodiscard]] Result<PlanChains> chains_of(const project::LoadedPlan& loaded, const ChainAsk& ask,
                                           PlanTime today, Progress& progress);

}  // namespace tc::functions::time
