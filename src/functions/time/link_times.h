#pragma once

#include <map>

#include "plan/working_time.h"
#include "project/plan_book.h"

/// What links ask for between the dates of a plan that was computed.
namespace tc::functions::time {

/// The calendars of activities, each compiled once.
class PlanCalendars {
 public:
  explicit PlanCalendars(const project::LoadedPlan& loaded);
  const plan::WorkingTime& of(const plan::Activity& activity);

 private:
  const project::LoadedPlan& loaded_;
  plan::Horizon horizon_;
  std::map<plan::Index, plan::WorkingTime> compiled_;
};

/// An instant of the predecessor with the lag of its link, counted on `calendar`; percents are of
/// what the predecessor lasts there.
[[nodiscard]] PlanTime with_lag(PlanTime time, const plan::Link& link,
                                const engine::schedule::ActivityDates& from,
                                const plan::WorkingTime& calendar);

}  // namespace tc::functions::time
