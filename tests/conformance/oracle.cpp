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
  if (role == "system_administrator")
    return one_of(record, {"user", "token", "session", "notice_channel", "delivery"}) ||
           (record == "role_grant" && verb == "read");
  if (role == "security_administrator")
    return one_of(record, {"role", "role_grant"}) || (record == "user" && verb == "read");
  return record == "user" && verb == "read";
}

// What each officer answers for, by the list of functions and their records.
bool officer_keeps(std::string_view role, std::string_view record) {
  const bool actions = record == "action_item";
  if (role == "portfolio_manager")
    return actions ||
           one_of(record, {"portfolio", "programme", "demand", "budget_envelope",
                           "component_review", "portfolio_scenario", "objective", "key_result",
                           "contribution", "objective_comparison", "benefit", "benefit_reading",
                           "strategic_review", "strategy_driver", "prioritisation", "scoring_model",
                           "demand_need", "portfolio_component", "portfolio_decision"});
  if (role == "risk_officer")
    return actions || one_of(record, {"risk", "issue", "change_signal", "change_impact",
                                      "readiness_assessment", "adoption_reading", "change_activity",
                                      "risk_category", "risk_scale", "risk_appetite",
                                      "risk_assessment", "risk_response", "risk_indicator",
                                      "bow_tie_element", "decision_node", "risk_review"});
  if (role == "quality_manager")
    return actions || one_of(record, {"quality_plan", "quality_metric", "measurement", "inspection",
                                      "nonconformity", "concession", "quality_review",
                                      "quality_cost", "inspection_item", "review_finding", "cause",
                                      "method", "gate", "charter", "checklist_item", "tailoring",
                                      "waiver", "closure_report", "method_item"});
  if (role == "finance_controller")
    return actions || one_of(record, {"business_case",   "budget_line",     "cost_entry",
                                      "funding",         "payment",         "reserve_release",
                                      "exchange_rate",   "control_account", "kpi",
                                      "kpi_reading",     "account_period",  "project_evaluation",
                                      "status_snapshot", "work_package",    "milestone_forecast",
                                      "invoice",         "receivable",      "rnd_entry",
                                      "foreign_item",    "cost_review"});
  if (role == "procurement_officer")
    return actions || one_of(record, {"supplier", "procurement_package", "bid", "contract", "claim",
                                      "supplier_score", "solicitation", "contract_milestone",
                                      "purchase_order"});
  if (role == "hse_officer")
    return actions || one_of(record, {"hazard", "danger", "incident", "permit", "emergency_drill",
                                      "environment_reading", "legal_requirement",
                                      "safety_inspection", "health_record"});
  if (role == "document_controller")
    return actions || one_of(record, {"document", "document_template", "document_loan",
                                      "transmittal", "retention_rule", "archive_package",
                                      "document_revision", "controlled_copy", "attachment"});
  if (role == "training_coordinator")
    return actions || one_of(record, {"competence_profile", "person_competence", "training_need",
                                      "course", "training_session", "enrolment", "certificate",
                                      "assignment_rule", "training_plan", "quiz", "quiz_key",
                                      "quiz_attempt", "person_skill", "skill"});
  return role == "resource_manager" &&
         one_of(record,
                {"person", "team", "calendar", "booking", "resource_request", "person_skill",
                 "skill", "resource", "leave", "timesheet", "availability_step", "resource_rate"});
}

bool role_has(const Situation& at) {
  // What leaves the system is the system administrator's; rooms are the director's as well.
  if (at.record == "delivery") return at.role == "system_administrator";
  if (at.record == "notice_channel")
    return one_of(at.role, {"system_administrator", "pmo_director"});
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
  if (at.role == "portfolio_manager" && at.record == "project")
    return one_of(at.verb, {"create", "update"});
  if (officer_keeps(at.role, at.record)) return true;
  if (at.role == "auditor")
    return one_of(at.record, {"audit_programme", "audit_engagement", "finding", "audit_check"});
  return false;  // executive, sponsor: they read and decide.
}

bool cleared_for_two(std::string_view role) {
  return one_of(role,
                {"pmo_director", "executive", "project_manager", "sponsor", "auditor",
                 "portfolio_manager", "finance_controller", "procurement_officer", "hse_officer"});
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
