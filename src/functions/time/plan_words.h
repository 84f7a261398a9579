#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/civil.h"
#include "base/json.h"
#include "base/minutes.h"
#include "base/result.h"
#include "plan/plan.h"

/// How plan values are written in JSON answers.
namespace tc::functions::time {

/// Null for an empty text where `or_null`.
void write_text(JsonWriter& json, std::string_view name, std::string_view text);
/// Local text, null where not set.
void write_time(JsonWriter& json, std::string_view name, PlanTime time);
/// Minutes: whole where whole, else with one decimal; null where not set.
void write_minutes(JsonWriter& json, std::string_view name, std::optional<Minutes> value);
/// Hundredths of a percent as a percentage.
void write_percent(JsonWriter& json, std::string_view name, std::int32_t hundredths);
void write_loss(JsonWriter& json, const std::vector<plan::Loss>& loss);
void write_warnings(JsonWriter& json, const Refusals& warnings, bool chinese);
[[nodiscard]] std::string_view argument_of(const Refusal& refusal, std::string_view name);

/// Working tenths of a day, for durations told in days: the first project's.
[[nodiscard]] double tenths_per_day(const plan::Plan& plan);
/// The name, else the code.
[[nodiscard]] const std::string& name_of(const plan::Activity& activity);

[[nodiscard]] std::string_view word_of(plan::Profile profile);
[[nodiscard]] std::string_view word_of(plan::ActivityKind kind);
[[nodiscard]] std::string_view word_of(plan::ConstraintKind kind);
[[nodiscard]] std::string_view word_of(plan::LinkKind kind);
[[nodiscard]] std::string_view word_of(plan::LagKind kind);
[[nodiscard]] std::string_view word_of(plan::ResourceKind kind);

}  // namespace tc::functions::time
