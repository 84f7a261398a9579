#include "engine/schedule/rules.h"

namespace tc::engine::schedule {

std::int32_t Rules::rounded(std::int32_t tenths) const {
  constexpr std::int32_t k_minute = 10;
  const std::int32_t over = tenths % k_minute;  // Has the sign of `tenths`.
  if (!whole_minutes || over == 0) return tenths;
  const std::int32_t whole = tenths - over;
  const bool up = over >= k_minute / 2 && whole <= INT32_MAX - k_minute;
  const bool down = over <= -k_minute / 2 && whole >= INT32_MIN + k_minute;
  return up ? whole + k_minute : down ? whole - k_minute : whole;
}

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
      rules.free_float_merges_links = true;
      rules.whole_minutes = true;
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
