#include "interchange/common/rollup.h"

#include <algorithm>
#include <vector>

namespace tc::interchange {

void roll_up_stored_dates(plan::Plan& plan) {
  std::vector<bool> open(plan.activities.size());
  for (std::size_t i = 0; i < open.size(); ++i) {
    const plan::Activity& activity = plan.activities[i];
    open[i] = activity.kind == plan::ActivityKind::summary && activity.stored.start == k_no_time &&
              activity.stored.finish == k_no_time;
  }
  // Children stand behind their parent, so one pass from the end meets every child first.
  for (std::size_t i = plan.activities.size(); i-- > 0;) {
    const plan::Activity& activity = plan.activities[i];
    if (activity.parent == plan::k_none || !open[static_cast<std::size_t>(activity.parent)])
      continue;
    plan::Stored& above = plan.activities[static_cast<std::size_t>(activity.parent)].stored;
    const plan::Stored& own = activity.stored;
    if (own.start != k_no_time && (above.start == k_no_time || own.start < above.start)) {
      above.start = own.start;
    }
    above.finish = std::max(above.finish, own.finish);
  }
}

}  // namespace tc::interchange
