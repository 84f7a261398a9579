#include "compare.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <optional>
#include <string_view>

#include "base/row.h"
#include "engine/schedule/calendars.h"

namespace tc::oracle {
namespace {

using engine::schedule::ActivityDates;

/// Dates may differ by 0.3 working minutes, floats by one minute.
constexpr std::int32_t k_date_tolerance_tenths = 3;
constexpr std::int32_t k_float_tolerance_tenths = 12;

std::string minutes_text(Minutes value) {
  return std::to_string(value.tenths() / 10) + "." + std::to_string(std::abs(value.tenths() % 10));
}

class Comparer {
 public:
  explicit Comparer(const plan::Plan& plan)
      : plan_(plan),
        summaries_(plan.activities.size()),
        horizon_{day_from_civil({1995, 1, 1}), day_from_civil({2035, 1, 1})} {
    for (const plan::Activity& activity : plan.activities) {
      if (activity.parent != plan::k_none) summaries_[row_of(activity.parent)] = true;
    }
  }

  Comparison run() {
    result_.truth = truth_of(plan_);
    Result<engine::schedule::Schedule> schedule = engine::schedule::compute_schedule(plan_);
    if (!schedule) {
      result_.refusals = schedule.refusals();
      return std::move(result_);
    }
    for (std::size_t row = 0; row < plan_.activities.size(); ++row) {
      const std::optional<Tier> tier = tier_of(row);
      if (tier) compare_activity(row, *tier, schedule->activities[row]);
    }
    return std::move(result_);
  }

 private:
  std::optional<Tier> tier_of(std::size_t row) const {
    const plan::Activity& activity = plan_.activities[row];
    if (activity.blank || activity.manual || !activity.active || activity.external) return {};
    if (activity.uid == "0") return {};
    if (activity.stored.start == k_no_time || activity.stored.finish == k_no_time) return {};
    const bool summary = summaries_[row] || activity.kind == plan::ActivityKind::summary;
    if (activity.recurring && !summary) return {};
    const bool own = activity.kind == plan::ActivityKind::task ||
                     activity.kind == plan::ActivityKind::start_milestone ||
                     activity.kind == plan::ActivityKind::finish_milestone;
    const plan::Project& project = plan_.projects[row_of(activity.project)];
    if (summary || !own || project.schedule_from_finish || activity.levelling_delay.tenths() != 0 ||
        activity.segments.size() > 1) {
      return Tier::other;
    }
    if (activity.actual_start != k_no_time || activity.percent_complete > 0) {
      return Tier::in_progress;
    }
    return Tier::plain;
  }

  const plan::WorkingTime& calendar_of(const plan::Activity& activity) {
    const plan::Project& project = plan_.projects[row_of(activity.project)];
    const plan::Index own =
        activity.calendar == plan::k_none ? project.calendar : activity.calendar;
    const Result<engine::schedule::CalendarIndex> index = calendars_.add(plan_, own, horizon_);
    return calendars_[index ? *index : engine::schedule::CalendarSet::k_around_the_clock];
  }

  bool date_differs(PlanTime stored, PlanTime computed, const plan::WorkingTime& calendar) {
    if (stored == k_no_time || stored == computed) return false;
    if (computed == k_no_time) return true;
    return std::abs(calendar.between(stored, computed)) > k_date_tolerance_tenths;
  }

  void compare_activity(std::size_t row, Tier tier, const ActivityDates& computed) {
    const plan::Activity& activity = plan_.activities[row];
    const plan::Stored& stored = activity.stored;
    const plan::WorkingTime& calendar = calendar_of(activity);
    std::vector<Difference> found;
    const auto report = [&](const char* field, std::string was, std::string is) {
      found.push_back({tier, activity.uid, activity.code + " " + activity.name, field,
                       std::move(was), std::move(is)});
    };
    const auto date = [&](const char* field, PlanTime was, PlanTime is) {
      if (date_differs(was, is, calendar)) {
        report(field, format_plan_time(was), format_plan_time(is));
      }
    };
    date("start", stored.start, computed.start);
    date("finish", stored.finish, computed.finish);
    date("early_start", stored.early_start, computed.early_start);
    date("early_finish", stored.early_finish, computed.early_finish);
    date("late_start", stored.late_start, computed.late_start);
    date("late_finish", stored.late_finish, computed.late_finish);
    const auto slack = [&](const char* field, const std::optional<Minutes>& was, Minutes is) {
      if (!was || std::abs(was->tenths() - is.tenths()) <= k_float_tolerance_tenths) return;
      report(field, minutes_text(*was), minutes_text(is));
    };
    slack("total_float", stored.total_float, computed.total_float);
    const bool dates_equal = found.empty();
    slack("free_float", stored.free_float, computed.free_float);
    // Without floats the flag is the default of a library that never computed it.
    const bool flagged = stored.critical && (stored.total_float || stored.late_finish != k_no_time);
    if (flagged && *stored.critical != computed.critical) {
      report("critical", *stored.critical ? "yes" : "no", computed.critical ? "yes" : "no");
    }
    count(row, tier, dates_equal, found);
    result_.differences.insert(result_.differences.end(), found.begin(), found.end());
  }

  void count(std::size_t row, Tier tier, bool dates_equal, const std::vector<Difference>& found) {
    const Score strict{1, dates_equal ? 1 : 0, found.empty() ? 1 : 0};
    result_.scores[static_cast<std::size_t>(tier)].add(strict);
    if (is_unbegun_leaf(row)) result_.leaves.add(strict);
    if (!result_.truth.no_truth.empty()) return;
    Score score = strict;
    if (result_.truth.late_stale[row] != 0) {
      const bool equal = std::all_of(found.begin(), found.end(), [](const Difference& difference) {
        return follows_from_late_dates(difference.field);
      });
      score = {1, equal ? 1 : 0, equal ? 1 : 0};
    }
    result_.true_scores[static_cast<std::size_t>(tier)].add(score);
  }

  static bool follows_from_late_dates(std::string_view field) {
    constexpr std::array<std::string_view, 5> k_fields = {"late_start", "late_finish",
                                                          "total_float", "free_float", "critical"};
    return std::find(k_fields.begin(), k_fields.end(), field) != k_fields.end();
  }

  [[nodiscard]] bool is_unbegun_leaf(std::size_t row) const {
    const plan::Activity& activity = plan_.activities[row];
    return !summaries_[row] && activity.kind != plan::ActivityKind::summary &&
           activity.kind != plan::ActivityKind::level_of_effort &&
           activity.kind != plan::ActivityKind::wbs_summary && activity.actual_start == k_no_time &&
           activity.percent_complete == 0;
  }

  const plan::Plan& plan_;
  std::vector<bool> summaries_;
  plan::Horizon horizon_;
  engine::schedule::CalendarSet calendars_;
  Comparison result_;
};

}  // namespace

Comparison compare(const plan::Plan& plan) { return Comparer(plan).run(); }

}  // namespace tc::oracle
