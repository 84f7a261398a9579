#include "service/identity/roles.h"

#include <array>

namespace tc::service::identity {
namespace {

using std::string_view;

constexpr std::array<string_view, 3> k_director = {"@business.*", "cost_rate.read",
                                                   "evaluation.read"};
constexpr std::array<string_view, 3> k_executive = {"@business.read", "@business.export",
                                                    "cost_rate.read"};
constexpr std::array<string_view, 2> k_project_manager = {"@business.*", "cost_rate.read"};
constexpr std::array<string_view, 6> k_team_member = {"@business.read",    "comment.create",
                                                      "attachment.create", "risk.create",
                                                      "plan.progress",     "watcher.*"};
constexpr std::array<string_view, 4> k_resource_manager = {"@business.read", "person.*", "team.*",
                                                           "calendar.*"};
constexpr std::array<string_view, 2> k_sponsor = {"@business.read", "comment.create"};
constexpr std::array<string_view, 3> k_auditor = {"@business.read", "@business.export",
                                                  "audit.read"};
constexpr std::array<string_view, 2> k_external = {"project.read", "comment.create"};
constexpr std::array<string_view, 4> k_system = {"user.*", "token.*", "session.*",
                                                 "system.operate"};
constexpr std::array<string_view, 3> k_security = {"role.*", "role_grant.*", "user.read"};
constexpr std::array<string_view, 3> k_audit = {"audit.read", "audit.export", "user.read"};

constexpr std::array k_roles = {
    ShippedRole{"pmo_director", {"PMO 主任", "PMO director"}, 2, k_director},
    ShippedRole{"executive", {"高管", "Executive"}, 2, k_executive},
    ShippedRole{"project_manager", {"项目经理", "Project manager"}, 2, k_project_manager},
    ShippedRole{"team_member", {"项目成员", "Team member"}, 1, k_team_member},
    ShippedRole{"resource_manager", {"资源经理", "Resource manager"}, 1, k_resource_manager},
    ShippedRole{"sponsor", {"发起人", "Sponsor"}, 2, k_sponsor},
    ShippedRole{"auditor", {"审计员", "Auditor"}, 2, k_auditor},
    ShippedRole{"external", {"外部人员", "External"}, 0, k_external},
    ShippedRole{"system_administrator", {"系统管理员", "System administrator"}, 0, k_system},
    ShippedRole{"security_administrator", {"安全管理员", "Security administrator"}, 0, k_security},
    ShippedRole{"audit_administrator", {"审计管理员", "Audit administrator"}, 0, k_audit},
};

}  // namespace

std::span<const ShippedRole> shipped_roles() { return k_roles; }

}  // namespace tc::service::identity
