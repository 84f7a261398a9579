#include "functions/training/assignment.h"

#include <algorithm>

#include "project/report_tools.h"

namespace tc::functions::training {
namespace {

using namespace kernel;

bool applies(const Row& rule, const Row& booking, const std::optional<Row>& request) {
  const auto same = [&](const char* field) {
    return request && rule.has(field) && rule.at(field) == request->at(field);
  };
  return (rule.has("activity") && rule.at("activity") == booking.at("activity")) ||
         same("role_name") || same("skill");
}

bool holds_until(Reader& reader, Id person, std::string_view kind, std::int64_t day) {
  return std::ranges::any_of(
      project::linked(reader, "certificate", "person", person), [&](const Row& one) {
        return one.text("title") == kind &&
               (!one.has("valid_until") || one.integer("valid_until") >= day);
      });
}

// The level somebody was last found to have; 0 where nobody looked.
std::int64_t level_of(Reader& reader, Id person, Id profile) {
  std::int64_t level = 0;
  for (const Row& row : project::linked(reader, "person_competence", "person", person))
    if (row.integer("profile") == profile) level = row.integer("level");
  return level;
}

}  // namespace

bool holder_is_certified(const RuleInput& input) {
  const Row& booking = input.after;
  if (booking.state == "released" || booking.has("exception_reason")) return true;
  const auto request = input.reader.load_any("resource_request", booking.integer("request"));
  for (const Row& rule : input.reader.list_any("assignment_rule", Expr())) {
    if (!applies(rule, booking, request)) continue;
    const std::string_view kind = rule.text("certificate_kind");
    const std::int64_t until = booking.integer("until_day");
    if (holds_until(input.reader, booking.integer("person"), kind, until)) continue;
    const bool zh = input.principal.zh();
    input.tell("person", input.reader.title_of("person", booking.integer("person"), zh));
    input.tell("certificate", std::string(kind));
    input.tell("until", format_day(static_cast<Day>(until)));
    input.tell("rule", project::called(input.reader, rule));
    return false;
  }
  return true;
}

bool rule_names_whom(const RuleInput& input) {
  return input.after.has("role_name") || input.after.has("skill") || input.after.has("activity");
}

void add_need(Reader& reader, const Row& profile, Id person, std::int64_t gap,
              ActionOutcome& outcome) {
  if (gap <= 0) return;
  for (const Row& need : project::linked(reader, "training_need", "person", person))
    if (need.integer("profile") == profile.id && !project::is_final(need)) return;
  outcome.commands.push_back(
      project::creation("training_need.create",
                        {{"title", reader.title_of("person", person, true) + ": " +
                                       reader.title_of("competence_profile", profile.id, true)},
                         {"person", id_text(person)},
                         {"profile", id_text(profile.id)},
                         {"gap", gap}}));
}

Result<ActionOutcome> find_role_gaps(const EventInput& input) {
  ActionOutcome outcome;
  Reader& reader = input.reader;
  const auto request = reader.load_any("resource_request", input.event.id);
  if (!request) return outcome;
  const std::string role(request->text("role_name"));
  const auto of_role = [&](std::string_view record) {
    return reader.list_any(record, field_is(*reader.registry().record(record), "role_name", role));
  };
  const std::vector<Row> profiles = of_role("competence_profile");
  if (profiles.empty()) return outcome;
  for (const Row& resource : of_role("resource")) {
    const Id person = resource.integer("person");
    if (person == 0) continue;
    for (const Row& profile : profiles)
      add_need(reader, profile, person,
               profile.integer("required_level") - level_of(reader, person, profile.id), outcome);
  }
  return outcome;
}

}  // namespace tc::functions::training
