#include "service/identity/roles.h"

#include <array>

namespace tc::service::identity {
namespace {

// What everybody with a business role does: answer what was asked of them, take back what they
// asked for, talk, watch.
constexpr Words k_everybody = "comment.create decision_step.* approval.* watcher.*";

constexpr Words k_director = "@business.* cost_rate.read evaluation.read";
constexpr Words k_executive = "@business.read @business.export cost_rate.read";
constexpr Words k_project_manager = "@business.* cost_rate.read";
// What a member sees first, a member may report.
constexpr Words k_team_member =
    "@business.read attachment.create risk.create issue.create plan.progress lesson.create "
    "danger.create incident.create support_request.create demand.create conflict.create "
    "complaint.create kudos.create answer.create timesheet.create timesheet.update "
    "timesheet.submit enrolment.create reuse.create";
constexpr Words k_resource_manager =
    "@business.read person.* team.* calendar.* booking.* resource_request.* person_skill.* "
    "timesheet.*";
constexpr Words k_sponsor = "@business.read";
constexpr Words k_auditor =
    "@business.read @business.export audit.read audit_programme.* audit_engagement.* finding.* "
    "audit_check.*";
constexpr Words k_external = "project.read comment.create";
constexpr Words k_system = "user.* token.* session.* system.operate";
constexpr Words k_security = "role.* role_grant.* user.read";
constexpr Words k_audit = "audit.read audit.export user.read";

constexpr std::array k_roles = {
    ShippedRole{"pmo_director", {"PMO 主任", "PMO director"}, 2, k_director},
    ShippedRole{"executive", {"高管", "Executive"}, 2, k_executive, k_everybody},
    ShippedRole{"project_manager", {"项目经理", "Project manager"}, 2, k_project_manager},
    ShippedRole{"team_member", {"项目成员", "Team member"}, 1, k_team_member, k_everybody},
    ShippedRole{
        "resource_manager", {"资源经理", "Resource manager"}, 1, k_resource_manager, k_everybody},
    ShippedRole{"sponsor", {"发起人", "Sponsor"}, 2, k_sponsor, k_everybody},
    ShippedRole{"auditor", {"审计员", "Auditor"}, 2, k_auditor, k_everybody},
    ShippedRole{"external", {"外部人员", "External"}, 0, k_external},
    ShippedRole{"system_administrator", {"系统管理员", "System administrator"}, 0, k_system},
    ShippedRole{"security_administrator", {"安全管理员", "Security administrator"}, 0, k_security},
    ShippedRole{"audit_administrator", {"审计管理员", "Audit administrator"}, 0, k_audit},
};

}  // namespace

std::span<const ShippedRole> shipped_roles() { return k_roles; }

}  // namespace tc::service::identity
