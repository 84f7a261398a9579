#include "functions/resource/plan_answer.h"

#include <optional>

#include "base/json.h"
#include "base/row.h"
#include "functions/resource/instance_file.h"

namespace tc::functions::resource {
namespace {

using engine::level::Levelling;
using engine::schedule::ActivityDates;

void write_time(JsonWriter& json, std::string_view name, PlanTime time) {
  json.key(name);
  if (time == k_no_time)
    json.null();
  else
    json.value(std::string_view(format_plan_time(time)));
}

void write_minutes(JsonWriter& json, std::string_view name, std::optional<std::int64_t> tenths) {
  json.key(name);
  if (!tenths)
    json.null();
  else if (*tenths % k_tenths_per_minute == 0)
    json.value(*tenths / k_tenths_per_minute);
  else
    json.value(static_cast<double>(*tenths) / k_tenths_per_minute);
}

std::optional<std::int64_t> tenths_of(const std::optional<Minutes>& minutes) {
  if (!minutes) return std::nullopt;
  return minutes->tenths();
}

void write_dates(JsonWriter& json, const plan::Stored& dates) {
  write_time(json, "start", dates.start);
  write_time(json, "finish", dates.finish);
  write_time(json, "early_start", dates.early_start);
  write_time(json, "early_finish", dates.early_finish);
  write_time(json, "late_start", dates.late_start);
  write_time(json, "late_finish", dates.late_finish);
  write_minutes(json, "total_float", tenths_of(dates.total_float));
  write_minutes(json, "free_float", tenths_of(dates.free_float));
  json.key("critical");
  if (dates.critical)
    json.value(*dates.critical);
  else
    json.null();
}

plan::Stored computed(const ActivityDates& dates) {
  plan::Stored result{dates.start,
                      dates.finish,
                      dates.early_start,
                      dates.early_finish,
                      dates.late_start,
                      dates.late_finish,
                      {},
                      {},
                      {}};
  if (dates.start == k_no_time) return result;
  result.total_float = dates.total_float;
  result.free_float = dates.free_float;
  result.critical = dates.critical;
  return result;
}

bool holds_anything(const plan::Stored& stored) {
  return stored.start != k_no_time || stored.finish != k_no_time ||
         stored.early_start != k_no_time || stored.late_finish != k_no_time || stored.total_float ||
         stored.critical;
}

class PlanAnswer {
 public:
  PlanAnswer(const plan::Plan& plan, const Levelling& levelling, std::string& out)
      : plan_(plan), levelling_(levelling), json_(out), summary_(plan.activities.size(), false) {
    for (std::size_t row = 0; row < plan.activities.size(); ++row) {
      if (plan.activities[row].kind == plan::ActivityKind::summary) summary_[row] = true;
      if (plan.activities[row].parent != plan::k_none)
        summary_[row_of(plan.activities[row].parent)] = true;
    }
  }

  void write(double elapsed_ms) {
    json_.begin_object();
    write_minutes(json_, "makespan", levelling_.makespan_tenths);
    write_minutes(json_, "lower_bound", levelling_.lower_bound_tenths);
    json_.member("bound", name_of(levelling_.bound));
    json_.member("proved", levelling_.overloads_after.empty() &&
                               levelling_.makespan_tenths == levelling_.lower_bound_tenths);
    write_minutes(json_, "critical_path", levelling_.critical_path_tenths);
    json_.member("schedules", levelling_.passes);
    json_.member("elapsed_ms", elapsed_ms);
    json_.member("overallocations_before", std::ssize(levelling_.overloads_before));
    json_.member("overallocations_after", std::ssize(levelling_.overloads_after));
    write_starts();
    write_projects();
    write_moves();
    write_splits();
    write_swaps();
    write_modes();
    json_.key("activities").begin_array();
    for (std::size_t row = 0; row < plan_.activities.size(); ++row) {
      if (!plan_.activities[row].blank) write_activity(row);
    }
    json_.end_array().end_object();
  }

 private:
  void write_starts() {
    json_.key("starts").begin_array();
    for (std::size_t row = 0; row < plan_.activities.size(); ++row) {
      if (plan_.activities[row].blank) continue;
      const PlanTime start = levelling_.after.activities[row].start;
      if (start == k_no_time)
        json_.null();
      else
        json_.value(std::string_view(format_plan_time(start)));
    }
    json_.end_array();
  }

  void write_projects() {
    json_.key("projects").begin_array();
    for (std::size_t row = 0; row < plan_.projects.size(); ++row) {
      json_.begin_object();
      json_.member("id", plan_.projects[row].uid).member("name", plan_.projects[row].name);
      write_time(json_, "finish_before", levelling_.before.projects[row].finish);
      write_time(json_, "finish_after", levelling_.after.projects[row].finish);
      json_.end_object();
    }
    json_.end_array();
  }

  void write_moves() {
    json_.key("moves").begin_array();
    for (const engine::level::Move& move : levelling_.moves) {
      json_.begin_object();
      json_.member("uid", plan_.activities[row_of(move.activity)].uid);
      write_time(json_, "start_before", move.start_before);
      write_time(json_, "start_after", move.start_after);
      write_time(json_, "finish_before", move.finish_before);
      write_time(json_, "finish_after", move.finish_after);
      json_.end_object();
    }
    json_.end_array();
  }

  void write_splits() {
    json_.member("split_count", std::ssize(levelling_.splits));
    json_.key("splits").begin_array();
    for (const engine::level::Split& split : levelling_.splits) {
      json_.begin_object();
      json_.member("uid", plan_.activities[row_of(split.activity)].uid);
      json_.key("pieces").begin_array();
      for (const plan::Segment& piece : split.pieces) {
        json_.begin_object();
        write_time(json_, "start", piece.start);
        write_time(json_, "finish", piece.finish);
        json_.end_object();
      }
      json_.end_array().end_object();
    }
    json_.end_array();
  }

  void write_swaps() {
    json_.member("swap_count", std::ssize(levelling_.swaps));
    json_.key("swaps").begin_array();
    for (const engine::level::Swap& swap : levelling_.swaps) {
      const plan::Assignment& one = plan_.assignments[row_of(swap.assignment)];
      json_.begin_object();
      json_.member("uid", plan_.activities[row_of(one.activity)].uid);
      json_.member("before", plan_.resources[row_of(swap.resource_before)].uid);
      json_.member("after", plan_.resources[row_of(swap.resource_after)].uid);
      json_.end_object();
    }
    json_.end_array();
  }

  void write_modes() {
    constexpr double k_parts = 100;  ///< Of a percent.
    std::int64_t cost = 0;
    json_.member("mode_count", std::ssize(levelling_.modes));
    json_.key("modes").begin_array();
    for (const engine::level::ModeChoice& mode : levelling_.modes) {
      cost += mode.cost_minor;
      json_.begin_object();
      json_.member("uid", plan_.activities[row_of(mode.activity)].uid);
      write_minutes(json_, "duration_before", mode.duration_before_tenths);
      write_minutes(json_, "duration_after", mode.duration_after_tenths);
      json_.member("units_factor", mode.units_factor / k_parts);
      json_.member("cost_minor", mode.cost_minor);
      json_.end_object();
    }
    json_.end_array().member("extra_cost_minor", cost);
  }

  void write_activity(std::size_t row) {
    const plan::Activity& activity = plan_.activities[row];
    json_.begin_object();
    json_.member("uid", activity.uid).member("code", activity.code);
    json_.member("name", activity.name).member("wbs", activity.wbs);
    json_.member("summary", static_cast<bool>(summary_[row]));
    json_.member("milestone", activity.milestone).member("manual", activity.manual);
    write_dates(json_, computed(levelling_.after.activities[row]));
    write_minutes(json_, "levelling_delay", levelling_.delay_tenths[row]);
    json_.key("driving").begin_array();
    for (const plan::Index link : levelling_.after.driving(static_cast<plan::Index>(row)))
      json_.value(plan_.activities[row_of(plan_.links[row_of(link)].from)].uid);
    json_.end_array().key("stored");
    if (holds_anything(activity.stored)) {
      json_.begin_object();
      write_dates(json_, activity.stored);
      json_.end_object();
    } else {
      json_.null();
    }
    json_.end_object();
  }

  const plan::Plan& plan_;
  const Levelling& levelling_;
  JsonWriter json_;
  std::vector<bool> summary_;
};

}  // namespace

std::string plan_answer(const plan::Plan& plan, const Levelling& levelling, double elapsed_ms) {
  std::string out;
  PlanAnswer(plan, levelling, out).write(elapsed_ms);
  return out;
}

}  // namespace tc::functions::resource
