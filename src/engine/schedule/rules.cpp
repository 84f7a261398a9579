#include "engine/schedule/rules.h"

namespace tc::engine::schedule {

Rules rules_of(plan::Profile profile) {
  Rules rules;
  switch (profile) {
    case plan::Profile::msp:
      rules.late_constraints_move_early = true;
      rules.constraint_may_precede_start = true;
      rules.alap_takes_late_dates = true;
      rules.lag_on_successor_calendar = true;
      rules.finish_link_floored = true;
      rules.free_float_clamped = true;
      rules.finished_leaves_network = true;
      rules.resource_calendars = true;
      rules.milestone_follows_driver = true;
      break;
    case plan::Profile::p6:
      rules.data_date_floor = true;
      rules.finish_link_keeps_date = true;
      rules.finish_link_floored = true;
      break;
    case plan::Profile::cn_jgj121:
      rules.lag_on_successor_calendar = true;
      rules.finished_leaves_network = true;
      rules.milestone_follows_driver = true;
      break;
  }
  return rules;
}

}  // namespace tc::engine::schedule
