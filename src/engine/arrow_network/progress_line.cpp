#include "engine/arrow_network/progress_line.h"

#include <algorithm>

namespace tc::engine::arrow_network {

ProgressPoint progress_point(const PlannedWork& work, PlanTime check,
                             const plan::WorkingTime& calendar) {
  ProgressPoint point;
  if (work.start == k_no_time || work.finish == k_no_time || check == k_no_time) return point;
  constexpr std::int32_t k_all = 10'000;
  const std::int64_t done = std::clamp(work.percent_complete, 0, k_all);
  const bool over = done == k_all && work.finish <= check;
  const bool not_due = done == 0 && work.start >= check;
  point.at = check;
  if (over || not_due) return point;
  const std::int64_t planned = calendar.between(work.start, work.finish);
  point.at = done == k_all ? work.finish : calendar.add(work.start, planned * done / k_all);
  point.lateness = Minutes::from_tenths(calendar.between(point.at, check));
  point.hits_successors = std::max(Minutes(), point.lateness - work.free_float);
  point.hits_finish = std::max(Minutes(), point.lateness - work.total_float);
  return point;
}

}  // namespace tc::engine::arrow_network
