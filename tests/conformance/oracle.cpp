#include "oracle.h"

namespace tc::conformance {
namespace {

bool one_of(std::string_view word, std::initializer_list<std::string_view> words) {
  for (const std::string_view each : words) {
    if (each == word) return true;
  }
  return false;
}

bool administrator_may(std::string_view role, std::string_view record, std::string_view verb) {
  if (role == "system_administrator") return one_of(record, {"user", "token", "session"});
  if (role == "security_administrator")
    return one_of(record, {"role", "role_grant"}) || (record == "user" && verb == "read");
  return record == "user" && verb == "read";
}

bool role_has(const Situation& at) {
  if (at.role.ends_with("_administrator")) return administrator_may(at.role, at.record, at.verb);
  if (!at.business) return false;
  if (one_of(at.role, {"pmo_director", "project_manager"})) return true;
  if (at.role == "external")
    return (at.record == "project" && at.verb == "read") ||
           (at.record == "comment" && at.verb == "create");
  if (at.verb == "read") return true;
  if (one_of(at.record, {"decision_step", "approval", "watcher"})) return true;
  if (at.record == "comment" && at.verb == "create") return true;
  if (at.role == "team_member") {
    if (at.record == "timesheet" && at.verb == "update") return true;
    return at.verb == "create" &&
           one_of(at.record, {"attachment", "risk", "issue", "lesson", "danger", "incident",
                              "support_request", "demand", "conflict", "complaint", "kudos",
                              "answer", "timesheet", "enrolment", "reuse"});
  }
  if (at.role == "resource_manager")
    return one_of(at.record, {"person", "team", "calendar", "booking", "resource_request",
                              "person_skill", "timesheet"});
  if (at.role == "auditor")
    return one_of(at.record, {"audit_programme", "audit_engagement", "finding", "audit_check"});
  return false;  // executive, sponsor: they read and decide.
}

bool cleared_for_two(std::string_view role) {
  return one_of(role, {"pmo_director", "executive", "project_manager", "sponsor", "auditor"});
}

bool in_place(const Situation& at) {
  if (at.granted_everywhere) return true;
  if (at.belongs == Belongs::organisation) return at.verb == "read";
  // A new scope is made in the one above it.
  if (at.belongs == Belongs::scope && at.verb == "create") return false;
  return at.own;
}

}  // namespace

bool should_be_allowed(const Situation& at) {
  if (!role_has(at) || !in_place(at)) return false;
  if (at.level == 2) return cleared_for_two(at.role);
  return at.level < 3 || at.named;
}

}  // namespace tc::conformance
