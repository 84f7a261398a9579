#include "functions/time/plan_words.h"

#include <array>

#include "functions/time/plan_file.h"

namespace tc::functions::time {
namespace {

template <class Kind, std::size_t N>
std::string_view word_at(const std::array<std::string_view, N>& words, Kind kind) {
  const auto at = static_cast<std::size_t>(kind);
  TC_ASSERT(at < N);
  return words[at];
}

}  // namespace

void write_text(JsonWriter& json, std::string_view name, std::string_view text) {
  json.key(name).value(text);
}

void write_time(JsonWriter& json, std::string_view name, PlanTime time) {
  json.key(name);
  if (time == k_no_time) {
    json.null();
  } else {
    json.value(std::string_view(format_plan_time(time)));
  }
}

void write_minutes(JsonWriter& json, std::string_view name, std::optional<Minutes> value) {
  json.key(name);
  if (!value) {
    json.null();
  } else if (value->tenths() % k_tenths_per_minute == 0) {
    json.value(std::int64_t{value->tenths() / k_tenths_per_minute});
  } else {
    json.value(value->minutes());
  }
}

void write_percent(JsonWriter& json, std::string_view name, std::int32_t hundredths) {
  json.key(name);
  if (hundredths % 100 == 0) {
    json.value(std::int64_t{hundredths / 100});
  } else {
    json.value(hundredths / 100.0);
  }
}

void write_loss(JsonWriter& json, const std::vector<plan::Loss>& loss) {
  json.key("loss").begin_array();
  for (const plan::Loss& entry : loss) {
    json.begin_object();
    write_text(json, "field", entry.field);
    json.member("count", entry.count);
    write_text(json, "where", entry.where);
    json.end_object();
  }
  json.end_array();
}

void write_warnings(JsonWriter& json, const Refusals& warnings, bool chinese) {
  json.key("warnings").begin_array();
  for (const Refusal& warning : warnings) {
    json.begin_object();
    write_text(json, "code", warning.code);
    write_text(json, "message", message_of(warning, chinese));
    write_text(json, "field", warning.field);
    json.end_object();
  }
  json.end_array();
}

std::string_view argument_of(const Refusal& refusal, std::string_view name) {
  for (const Argument& argument : refusal.arguments) {
    if (argument.name == name) return argument.value;
  }
  return {};
}

double tenths_per_day(const plan::Plan& plan) {
  return plan.projects.empty() ? 4800.0 : plan.projects.front().per_day.tenths();
}

const std::string& name_of(const plan::Activity& activity) {
  return activity.name.empty() ? activity.code : activity.name;
}

std::string_view word_of(plan::Profile profile) {
  return word_at(std::array<std::string_view, 3>{"msp", "p6", "cn-jgj121"}, profile);
}

std::string_view word_of(plan::ActivityKind kind) {
  return word_at(
      std::array<std::string_view, 7>{"task", "summary", "start_milestone", "finish_milestone",
                                      "level_of_effort", "hammock", "wbs_summary"},
      kind);
}

std::string_view word_of(plan::ConstraintKind kind) {
  return word_at(std::array<std::string_view, 10>{"asap", "alap", "start_no_earlier_than",
                                                  "start_no_later_than", "finish_no_earlier_than",
                                                  "finish_no_later_than", "must_start_on",
                                                  "must_finish_on", "start_on", "finish_on"},
                 kind);
}

std::string_view word_of(plan::LinkKind kind) {
  return word_at(std::array<std::string_view, 4>{"fs", "ss", "ff", "sf"}, kind);
}

std::string_view word_of(plan::LagKind kind) {
  return word_at(
      std::array<std::string_view, 4>{"working", "elapsed", "percent", "elapsed_percent"}, kind);
}

std::string_view word_of(plan::ResourceKind kind) {
  return word_at(std::array<std::string_view, 4>{"work", "material", "cost", "equipment"}, kind);
}

}  // namespace tc::functions::time
