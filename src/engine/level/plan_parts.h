#pragma once

#include <cstdint>
#include <vector>

#include "engine/level/plan_model.h"
#include "engine/schedule/passes.h"
#include "plan/plan.h"

/// Activities that levelling interrupts.
namespace tc::engine::level {

/// A part of an activity between interruptions, in working tenths after its start.
struct Part {
  std::int32_t from = 0;
  std::int32_t to = 0;
  friend bool operator==(const Part&, const Part&) = default;
};

/// Levelling interrupted it and it has not started: its pieces may be replaced and taken away.
[[nodiscard]] bool is_split_by_levelling(const plan::Activity& activity);
[[nodiscard]] bool has_levelling_splits(const plan::Plan& plan);
/// Takes away the interruptions that levelling made, never those that a person or a file made.
void clear_splits(plan::Plan& plan);

/// The calendar that a node's work runs on where it is only one.
[[nodiscard]] const plan::WorkingTime& work_calendar_of(const schedule::Network& network,
                                                        const schedule::Node& node);
/// The dates of parts that begin at `start`.
[[nodiscard]] std::vector<schedule::Dates> dates_of(const std::vector<Part>& parts, PlanTime start,
                                                    const plan::WorkingTime& calendar);
/// When an activity of these dates is worked on: between the interruptions that levelling made.
[[nodiscard]] std::vector<schedule::Dates> worked_dates(const PlanModel& model,
                                                        schedule::NodeIndex node,
                                                        schedule::Dates dates);

}  // namespace tc::engine::level
