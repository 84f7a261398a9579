#include "functions/time/plan_file.h"

#include <algorithm>

#include "base/json.h"
#include "base/row.h"
#include "functions/time/plan_words.h"
#include "functions/time/time.h"
#include "interchange/any/read_any.h"

namespace tc::functions::time {
namespace {

using engine::schedule::ActivityDates;
using engine::schedule::Schedule;

std::optional<double> now(const PlanFileOptions& options) {
  if (!options.clock_ms) return std::nullopt;
  return options.clock_ms();
}

std::optional<double> between(const std::optional<double>& from, const std::optional<double>& to) {
  if (!from || !to) return std::nullopt;
  return *to - *from;
}

void write_duration(JsonWriter& json, std::string_view name, const std::optional<double>& value) {
  json.key(name);
  if (value) {
    json.value(*value);
  } else {
    json.null();
  }
}

void write_dates(JsonWriter& json, const plan::Stored& dates) {
  write_time(json, "start", dates.start);
  write_time(json, "finish", dates.finish);
  write_time(json, "early_start", dates.early_start);
  write_time(json, "early_finish", dates.early_finish);
  write_time(json, "late_start", dates.late_start);
  write_time(json, "late_finish", dates.late_finish);
  write_minutes(json, "total_float", dates.total_float);
  write_minutes(json, "free_float", dates.free_float);
  json.key("critical");
  if (dates.critical) {
    json.value(*dates.critical);
  } else {
    json.null();
  }
}

plan::Stored computed_dates(const ActivityDates& dates) {
  plan::Stored result{dates.start,
                      dates.finish,
                      dates.early_start,
                      dates.early_finish,
                      dates.late_start,
                      dates.late_finish,
                      {},
                      {},
                      {}};
  if (dates.start == k_no_time) return result;  // Nothing was computed: floats are unknown too.
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

class AnswerWriter {
 public:
  AnswerWriter(const ScheduledFile& scheduled, bool chinese, std::string& out)
      : plan_(scheduled.file.plan), scheduled_(scheduled), chinese_(chinese), json_(out) {
    summaries_.resize(plan_.activities.size());
    by_project_.resize(plan_.projects.size());
    for (std::size_t row = 0; row < plan_.activities.size(); ++row) {
      const plan::Activity& activity = plan_.activities[row];
      summaries_[row] = activity.kind == plan::ActivityKind::summary;
      if (activity.parent != plan::k_none) summaries_[row_of(activity.parent)] = true;
      by_project_[row_of(activity.project)].push_back(row);
    }
  }

  void write() {
    json_.begin_object().key("projects").begin_array();
    for (std::size_t row = 0; row < plan_.projects.size(); ++row) write_project(row);
    json_.end_array();
    write_loss(json_, scheduled_.file.loss);
    write_warnings(json_, scheduled_.file.warnings, chinese_);
    json_.key("elapsed_ms").begin_object();
    write_duration(json_, "read", scheduled_.read_ms);
    write_duration(json_, "schedule", scheduled_.schedule_ms);
    write_duration(json_, "write", scheduled_.write_ms);
    json_.end_object().end_object();
  }

 private:
  void write_project(std::size_t row) {
    const plan::Project& project = plan_.projects[row];
    const engine::schedule::ProjectDates& dates = scheduled_.schedule.projects[row];
    json_.begin_object();
    write_text(json_, "id", project.uid);
    write_text(json_, "name", project.name.empty() ? plan_.title : project.name);
    write_time(json_, "start", dates.start);
    write_time(json_, "finish", dates.finish);
    json_.key("activities").begin_array();
    for (const std::size_t activity : by_project_[row]) {
      if (!plan_.activities[activity].blank) write_activity(activity);
    }
    json_.end_array().key("refusals").begin_array();
    for (const Refusal& refusal : scheduled_.schedule.refusals) {
      if (argument_of(refusal, "project") == project.uid) write_refusal(refusal);
    }
    json_.end_array().end_object();
  }

  void write_activity(std::size_t row) {
    const plan::Activity& activity = plan_.activities[row];
    json_.begin_object();
    write_text(json_, "uid", activity.uid);
    write_text(json_, "code", activity.code);
    write_text(json_, "name", activity.name);
    write_text(json_, "wbs", activity.wbs);
    json_.member("summary", static_cast<bool>(summaries_[row]));
    json_.member("milestone", activity.milestone);
    json_.member("manual", activity.manual);
    write_dates(json_, computed_dates(scheduled_.schedule.activities[row]));
    json_.key("driving").begin_array();
    for (const plan::Index link : scheduled_.schedule.driving(static_cast<plan::Index>(row))) {
      const plan::Index from = plan_.links[row_of(link)].from;
      json_.value(std::string_view(plan_.activities[row_of(from)].uid));
    }
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

  void write_refusal(const Refusal& refusal) {
    json_.begin_object();
    write_text(json_, "code", refusal.code);
    write_text(json_, "message", message_of(refusal, chinese_));
    json_.key("uids").begin_array();
    std::string_view uids = argument_of(refusal, "uids");
    while (!uids.empty()) {
      const std::size_t comma = std::min(uids.find(", "), uids.size());
      json_.value(uids.substr(0, comma));
      uids.remove_prefix(std::min(comma + 2, uids.size()));
    }
    json_.end_array().end_object();
  }

  const plan::Plan& plan_;
  const ScheduledFile& scheduled_;
  bool chinese_;
  JsonWriter json_;
  std::vector<bool> summaries_;
  std::vector<std::vector<std::size_t>> by_project_;
};

}  // namespace

std::string message_of(const Refusal& refusal, bool chinese) {
  return sentence(messages(), refusal, chinese);
}

Result<ScheduledFile> schedule_plan_file(std::string_view bytes, const PlanFileOptions& options) {
  ScheduledFile result;
  const std::optional<double> start = now(options);
  Result<interchange::ReadOutcome> file = interchange::read_any(bytes);
  if (!file) return file.refusals();
  result.file = std::move(file).value();
  const std::optional<double> read = now(options);
  engine::schedule::Options engine_options;
  engine_options.profile = options.profile;
  engine_options.status_date = options.status_date;
  Result<Schedule> schedule = engine::schedule::compute_schedule(result.file.plan, engine_options);
  if (!schedule) return schedule.refusals();
  result.schedule = std::move(schedule).value();
  result.read_ms = between(start, read);
  result.schedule_ms = between(read, now(options));
  return result;
}

void adopt_schedule(const Schedule& schedule, plan::Plan& plan) {
  TC_ASSERT(schedule.activities.size() == plan.activities.size());
  for (std::size_t row = 0; row < plan.activities.size(); ++row) {
    plan.activities[row].stored = computed_dates(schedule.activities[row]);
  }
  for (std::size_t row = 0; row < plan.projects.size(); ++row) {
    if (!plan.projects[row].schedule_from_finish) {
      plan.projects[row].finish = schedule.projects[row].finish;
    }
  }
}

std::string schedule_answer(const ScheduledFile& scheduled, const PlanFileOptions& options) {
  std::string out;
  out.reserve(scheduled.file.plan.activities.size() * 1024);
  AnswerWriter(scheduled, options.chinese, out).write();
  return out;
}

}  // namespace tc::functions::time
