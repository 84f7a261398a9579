#pragma once

#include <array>

#include "kernel/kernel.h"
#include "project/report_tools.h"

/// What an audit rests on: the areas it chooses from, qualified auditors, working papers, and a
/// pack of evidence with digests.
namespace tc::functions::audit {

inline constexpr std::array k_area_fields = {
    kernel::field::title({"审计对象", "Auditable area"}),
    kernel::field::text("clause", {"条款", "Clause"}, kernel::field::k_listed),
    kernel::field::score("risk", {"风险", "Risk"},
                         kernel::field::k_required | kernel::field::k_listed),
    kernel::field::date("last_audited", {"上次审计", "Last audited"}, kernel::field::k_listed),
    kernel::field::integer("cycle_months", {"审计周期", "Cycle"}, {1, 120, "mo"},
                           kernel::field::k_required | kernel::field::k_listed),
    kernel::field::number("priority", {"优先级", "Priority"},
                          kernel::field::k_computed | kernel::field::k_listed),
    kernel::field::date("due_on", {"应审日期", "Audit due"},
                        kernel::field::k_computed | kernel::field::k_listed),
};
/// Priority = risk × months since the last audit ÷ cycle; never audited counts two cycles.
void derive_priority(kernel::Row& row, const kernel::Row*, kernel::Reader& reader);

inline constexpr std::array k_qualification_fields = {
    kernel::field::title({"审计资格", "Qualification"}),
    kernel::field::link("person", {"审计人员", "Auditor"}, "person",
                        kernel::field::k_required | kernel::field::k_listed),
    kernel::field::text("standard", {"适用标准", "Standard"}, kernel::field::k_listed),
    kernel::field::date("valid_until", {"有效期至", "Valid until"},
                        kernel::field::k_required | kernel::field::k_listed),
};
/// A lead auditor whose qualifications have all expired leads no audit.
[[nodiscard]] bool lead_is_qualified(const kernel::RuleInput& input);

inline constexpr std::array k_paper_fields = {
    kernel::field::title({"审计底稿", "Working paper"}),
    kernel::field::link("engagement", {"审计项目", "Engagement"}, "audit_engagement",
                        kernel::field::k_required | kernel::field::k_listed),
    kernel::field::link("audit_check", {"检查", "Check"}, "audit_check"),
    kernel::field::prose("content", {"内容", "Content"}, kernel::field::k_required),
    kernel::field::text("sha256", {"文件摘要", "SHA-256"}),
};

inline constexpr std::array k_pack_fields = {
    kernel::field::title({"证据包", "Evidence pack"}),
    kernel::field::link("engagement", {"审计项目", "Engagement"}, "audit_engagement",
                        kernel::field::k_required | kernel::field::k_listed),
    kernel::field::integer("items", {"件数", "Items"}, {},
                           kernel::field::k_computed | kernel::field::k_listed),
    kernel::field::document("catalogue", {"目录", "Catalogue"}, kernel::field::k_computed),
    kernel::field::text("root_hash", {"目录摘要", "Catalogue digest"}, kernel::field::k_computed),
};
/// Freezes checks, findings, working papers and decided approvals of the engagement, once, each
/// with the digest of what it says.
void freeze_evidence(kernel::Row& row, const kernel::Row*, kernel::Reader& reader);

inline constexpr std::array k_evidence_inputs = {
    project::k_project_input,
    kernel::field::link("pack", {"证据包", "Pack"}, "evidence_pack"),
};
inline constexpr std::array k_evidence_columns = {
    kernel::field::link("pack", {"证据包", "Pack"}, "evidence_pack"),
    kernel::field::text("kind", {"类型", "Kind"}),
    kernel::field::text("number", {"编号", "Number"}),
    kernel::field::text("sha256", {"摘要", "Digest"}),
    kernel::field::boolean("intact", {"未改", "Unchanged"}),
};
/// What lies in a pack, and whether the record still says the same.
[[nodiscard]] Result<kernel::ReportTable> evidence(const kernel::ReportInput& input);

inline constexpr std::array k_calendar_columns = {
    kernel::field::date("from_day", {"开始", "From"}),
    kernel::field::link("engagement", {"审计项目", "Engagement"}, "audit_engagement"),
    kernel::field::date("until_day", {"结束", "Until"}),
    kernel::field::link("lead_auditor", {"审计组长", "Lead auditor"}, "person"),
    kernel::field::text("state", {"状态", "State"}),
};
[[nodiscard]] Result<kernel::ReportTable> calendar(const kernel::ReportInput& input);

inline constexpr std::array k_universe_columns = {
    kernel::field::link("area", {"审计对象", "Area"}, "auditable_area"),
    kernel::field::integer("risk", {"风险", "Risk"}, {1, 5}),
    kernel::field::number("priority", {"优先级", "Priority"}),
    kernel::field::date("due_on", {"应审日期", "Audit due"}),
    kernel::field::boolean("overdue", {"逾期", "Overdue"}),
};
/// The areas by priority: what the annual programme takes first.
[[nodiscard]] Result<kernel::ReportTable> universe(const kernel::ReportInput& input);

}  // namespace tc::functions::audit
