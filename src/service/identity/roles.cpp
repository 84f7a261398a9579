#include "service/identity/roles.h"

#include <array>

namespace tc::service::identity {
namespace {

// What everybody with a business role does: answer what was asked of them, take back what they
// asked for, talk, watch.
constexpr Words k_everybody = "comment.create decision_step.* approval.* watcher.* mail_setting.*";

constexpr Words k_director =
    "@business.* notice_channel.* mail_setting.* cost_rate.read evaluation.read";
constexpr Words k_executive = "@business.read @business.export cost_rate.read";
constexpr Words k_project_manager = "@business.* mail_setting.* cost_rate.read";
// What a member sees first, a member may report.
constexpr Words k_team_member =
    "@business.read attachment.create risk.create issue.create plan.progress lesson.create "
    "danger.create incident.create support_request.create demand.create conflict.create "
    "complaint.create kudos.create answer.create timesheet.create timesheet.update "
    "timesheet.submit enrolment.create reuse.create";
// Officers read what the projects do and answer for the registers of their function everywhere.
constexpr Words k_portfolio_manager =
    "@business.read @business.export @portfolio.* @strategy.* portfolio.* programme.* "
    "project.create project.update cost_rate.read action_item.*";
constexpr Words k_risk_officer = "@business.read risk.export @risk.* @change.* action_item.*";
constexpr Words k_quality_manager = "@business.read @quality.* @process.* action_item.*";
constexpr Words k_finance_controller =
    "@business.read @business.export @finance.* @performance.* cost_rate.read action_item.*";
constexpr Words k_procurement_officer = "@business.read @procurement.* action_item.*";
constexpr Words k_hse_officer = "@business.read @hse.* action_item.*";
constexpr Words k_document_controller = "@business.read @document.* attachment.* action_item.*";
constexpr Words k_training_coordinator =
    "@business.read @training.* person_skill.* skill.* action_item.*";
constexpr Words k_resource_manager =
    "@business.read @resource.* person.* team.* calendar.* cost_rate.read";
constexpr Words k_sponsor = "@business.read";
constexpr Words k_auditor =
    "@business.read @business.export audit.read audit_programme.* audit_engagement.* finding.* "
    "audit_check.*";
constexpr Words k_external = "project.read comment.create";
// The second person of an administrator's grant is another administrator.
constexpr Words k_system =
    "user.* token.* session.* notice_channel.* delivery.* system.operate role_grant.read "
    "role_grant.confirm";
constexpr Words k_security = "role.* role_grant.* user.read";
constexpr Words k_audit = "audit.read audit.export user.read";

constexpr std::array k_roles = {
    ShippedRole{"pmo_director", {"PMO 主任", "PMO director"}, 2, k_director},
    ShippedRole{"executive", {"高管", "Executive"}, 2, k_executive, k_everybody},
    ShippedRole{"project_manager", {"项目经理", "Project manager"}, 2, k_project_manager},
    ShippedRole{"team_member", {"项目成员", "Team member"}, 1, k_team_member, k_everybody},
    ShippedRole{"portfolio_manager",
                {"组合经理", "Portfolio manager"},
                2,
                k_portfolio_manager,
                k_everybody},
    ShippedRole{"risk_officer", {"风险专员", "Risk officer"}, 1, k_risk_officer, k_everybody},
    ShippedRole{
        "quality_manager", {"质量经理", "Quality manager"}, 1, k_quality_manager, k_everybody},
    ShippedRole{"finance_controller",
                {"财务主管", "Finance controller"},
                2,
                k_finance_controller,
                k_everybody},
    ShippedRole{"procurement_officer",
                {"采购专员", "Procurement officer"},
                2,
                k_procurement_officer,
                k_everybody},
    ShippedRole{"hse_officer", {"安全环保专员", "HSE officer"}, 2, k_hse_officer, k_everybody},
    ShippedRole{"document_controller",
                {"文控专员", "Document controller"},
                1,
                k_document_controller,
                k_everybody},
    ShippedRole{"training_coordinator",
                {"培训专员", "Training coordinator"},
                1,
                k_training_coordinator,
                k_everybody},
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
