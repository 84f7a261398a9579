#include <algorithm>
#include <array>
#include <cmath>
#include <optional>

#include "functions/audit/assurance.h"
#include "functions/audit/audit.h"
#include "project/report_tools.h"

namespace tc::functions::audit {
namespace {

using namespace kernel;
using namespace kernel::field;

constexpr std::array k_programme_fields = {
    title({"年度审计方案", "Audit programme"}),
    integer("year", {"年度", "Year"}, {2000, 2149}, k_required | k_listed),
    prose("objectives", {"目标", "Objectives"}),
    prose("universe", {"审计范围", "Audit universe"}),
};
constexpr std::array k_programme_states = {
    State{"draft", {"草稿", "Draft"}},
    State{"approved", {"已批准", "Approved"}},
    State{"completed", {"已完成", "Completed"}, true},
};
constexpr std::array k_programme_steps = {
    Step{"approve", {"提交审批", "Approve"}, "draft", "approved", {}, Taken::by_approval},
    Step{"complete", {"完成", "Complete"}, "approved", "completed"},
};

constexpr std::array k_engagement_fields = {
    title({"审计项目", "Engagement"}),
    link("audit_programme", {"年度方案", "Programme"}, "audit_programme", k_listed),
    link("follows", {"跟踪的审计", "Follows"}, "audit_engagement"),
    link("lead_auditor", {"审计组长", "Lead auditor"}, "person", k_listed),
    boolean("independent", {"独立性确认", "Independence confirmed"}, 0),
    date("from_day", {"开始", "From"}, k_listed),
    date("until_day", {"结束", "Until"}, k_listed),
    prose("criteria", {"审计准则", "Criteria"}),
    integer("population", {"总体数量", "Population"}, {0, 1'000'000'000}),
    percent("confidence", {"置信度", "Confidence"}),
    percent("expected_rate", {"预期偏差率", "Expected rate"}),
    percent("tolerable_rate", {"可容忍偏差率", "Tolerable rate"}),
    integer("sample_size", {"样本量", "Sample size"}, {}, k_computed | k_listed),
    prose("report", {"审计报告", "Report"}),
    prose("response", {"被审计方回应", "Response"}),
};
constexpr std::array k_engagement_states = {
    State{"planned", {"已计划", "Planned"}},   State{"opened", {"已进点", "Opened"}},
    State{"fieldwork", {"现场", "Fieldwork"}}, State{"drafted", {"报告草稿", "Drafted"}},
    State{"answered", {"已回应", "Answered"}}, State{"issued", {"已发布", "Issued"}},
    State{"follow_up", {"跟踪", "Follow-up"}}, State{"closed", {"已关闭", "Closed"}, true},
};
constexpr std::array k_engagement_steps = {
    Step{"open", {"进点", "Open"}, "planned", "opened", "lead_auditor independent"},
    Step{"start_fieldwork", {"开始现场", "Start fieldwork"}, "opened", "fieldwork"},
    Step{"draft", {"起草报告", "Draft"}, "fieldwork", "drafted", "report"},
    Step{"answer", {"回应", "Answer"}, "drafted", "answered", "response"},
    Step{"issue", {"发布", "Issue"}, "answered", "issued"},
    Step{"follow", {"跟踪", "Follow up"}, "issued", "follow_up"},
    Step{"close", {"关闭", "Close"}, "follow_up", "closed"},
};

constexpr std::array k_results = {
    Choice{"conform", {"符合", "Conform"}},
    Choice{"deviation", {"偏差", "Deviation"}},
    Choice{"not_applicable", {"不适用", "Not applicable"}},
};
constexpr std::array k_check_fields = {
    title({"检查内容", "Check"}),
    link("engagement", {"审计项目", "Engagement"}, "audit_engagement", k_required | k_listed),
    text("clause", {"条款", "Clause"}, k_required | k_listed),
    choice("result", {"结果", "Result"}, k_results, k_listed),
    prose("evidence", {"证据", "Evidence"}),
};

constexpr std::array k_severities = {
    Choice{"major", {"严重", "Major"}},
    Choice{"minor", {"一般", "Minor"}},
    Choice{"opportunity", {"改进机会", "Opportunity"}},
    Choice{"good_practice", {"良好实践", "Good practice"}},
};
constexpr std::array k_finding_fields = {
    title({"审计发现", "Finding"}),
    choice("severity", {"等级", "Severity"}, k_severities, k_required | k_listed),
    link("engagement", {"审计项目", "Engagement"}, "audit_engagement", k_listed),
    text("clause", {"条款", "Clause"}, k_listed),
    text("test_code", {"自动测试", "Automatic test"}, k_computed | k_listed),
    text("about_record", {"对象类型", "About type"}, k_computed),
    link("about_id", {"对象", "About"}, "*", k_computed),
    prose("evidence", {"证据", "Evidence"}),
    prose("root_cause", {"根本原因", "Root cause"}),
    prose("correction", {"纠正措施", "Corrective action"}),
    link("verified_by", {"验证人", "Verified by"}, "person"),
    boolean("repeat", {"重复发现", "Repeat"}, k_listed),
    boolean("closed_in_time", {"按时关闭", "Closed in time"}, k_computed),
};
constexpr std::array k_finding_states = {
    State{"open", {"未关闭", "Open"}},           State{"agreed", {"已确认", "Agreed"}},
    State{"acted", {"已整改", "Acted on"}},      State{"verified", {"已验证", "Verified"}},
    State{"closed", {"已关闭", "Closed"}, true},
};
constexpr std::array k_finding_steps = {
    Step{"agree", {"确认", "Agree"}, "open", "agreed", "root_cause owner due"},
    Step{"act", {"整改", "Act"}, "agreed", "acted", "correction"},
    Step{"verify", {"验证", "Verify"}, "acted", "verified", "verified_by"},
    Step{"send_back", {"退回", "Send back"}, "acted", "agreed"},
    Step{"close", {"关闭", "Close"}, "verified", "closed"},
};

constexpr std::array k_models = {
    Choice{"p3m3", {"P3M3", "P3M3"}},
    Choice{"opm3", {"OPM3", "OPM3"}},
    Choice{"dcma", {"DCMA 进度健康检查", "DCMA schedule health"}},
};
constexpr std::array k_maturity_fields = {
    title({"成熟度评估", "Maturity assessment"}),
    date("assessed_on", {"日期", "Date"}, k_required | k_listed),
    choice("model", {"模型", "Model"}, k_models, k_listed),
    score("governance", {"治理", "Governance"}, k_required),
    score("management", {"管理控制", "Management control"}, k_required),
    score("benefits", {"收益", "Benefits"}, k_required),
    score("finance", {"财务", "Finance"}, k_required),
    score("stakeholders", {"利益相关者", "Stakeholders"}, k_required),
    score("risk", {"风险", "Risk"}, k_required),
    score("resource", {"资源", "Resource"}, k_required),
    number("level", {"成熟度", "Level"}, k_computed | k_listed),
};

// More are not drawn: then everything is looked at.
constexpr std::int64_t k_drawn_max = 5'000;

// The probability to find at most so many deviations in n items at this rate (binomial).
long double few_found(std::int64_t n, std::int64_t most, long double rate) {
  long double part = std::pow(1 - rate, n), sum = part;
  for (std::int64_t i = 1; i <= std::min(most, n); ++i) {
    part *= static_cast<long double>(n - i + 1) / static_cast<long double>(i) * rate / (1 - rate);
    sum += part;
  }
  return sum;
}

// Attribute sampling (AICPA): the least n in which, were the deviations as many as tolerable, no
// more than the expected ones would be found with a probability of 1 − confidence at most.
std::optional<std::int64_t> attribute_sample(double confidence, double tolerable, double expected) {
  std::int64_t n = 1;
  for (std::int64_t found = 0; n <= k_drawn_max; ++found) {
    while (n <= k_drawn_max && few_found(n, found, tolerable) > 1 - confidence) ++n;
    if (n <= k_drawn_max && expected * static_cast<double>(n) <= static_cast<double>(found))
      return n;
  }
  return std::nullopt;
}

// What is drawn of a small population is the less: n ÷ (1 + n ÷ N).
void derive_sample(Row& row, const Row*, Reader&) {
  if (!row.has("population") || !row.has("confidence") || !row.has("tolerable_rate")) return;
  constexpr double k_percent_unit = 10'000.0;
  const double confidence = static_cast<double>(row.integer("confidence")) / k_percent_unit;
  const double tolerable = static_cast<double>(row.integer("tolerable_rate")) / k_percent_unit;
  const double expected = static_cast<double>(row.integer("expected_rate")) / k_percent_unit;
  const auto population = static_cast<double>(row.integer("population"));
  std::optional<std::int64_t> drawn;
  if (confidence < 1 && tolerable < 1 && tolerable > expected && population >= 1)
    drawn = attribute_sample(confidence, tolerable, expected);
  if (!drawn) {
    row.set("sample_size", row.at("population"));
    return;
  }
  const auto n = static_cast<double>(*drawn);
  row.set("sample_size", static_cast<std::int64_t>(std::ceil(n / (1 + n / population))));
}

void derive_timeliness(Row& row, const Row*, Reader& reader) {
  if (row.state == "closed" && row.has("due") && !row.has("closed_in_time"))
    row.set("closed_in_time", std::int64_t{reader.today() <= row.integer("due")});
}

void derive_level(Row& row, const Row*, Reader&) {
  constexpr Words k_perspectives =
      "governance management benefits finance stakeholders risk resource";
  // P3M3: the organisation is as mature as its weakest perspective.
  std::int64_t lowest = 5;
  for (const std::string_view one : k_perspectives) lowest = std::min(lowest, row.integer(one));
  row.set("level", static_cast<double>(lowest));
}

constexpr std::array k_records = {
    Record{.name = "audit_programme",
           .plural = "audit-programmes",
           .label = {"审计方案", "Audit programme"},
           .prefix = "AP",
           .scoping = Scoping::organisation,
           .traits = k_owned,
           .fields = k_programme_fields,
           .states = k_programme_states,
           .steps = k_programme_steps},
    Record{.name = "audit_engagement",
           .plural = "audit-engagements",
           .label = {"审计项目", "Audit engagement"},
           .prefix = "AE",
           .traits = k_owned,
           .fields = k_engagement_fields,
           .states = k_engagement_states,
           .steps = k_engagement_steps,
           .derive = derive_sample},
    Record{.name = "auditable_area",
           .plural = "auditable-areas",
           .label = {"审计对象", "Auditable area"},
           .prefix = "AA",
           .scoping = Scoping::organisation,
           .traits = k_owned,
           .fields = k_area_fields,
           .derive = derive_priority},
    Record{.name = "auditor_qualification",
           .plural = "auditor-qualifications",
           .label = {"审计人员资格", "Auditor's qualification"},
           .prefix = "AQ",
           .scoping = Scoping::organisation,
           .fields = k_qualification_fields},
    Record{.name = "working_paper",
           .plural = "working-papers",
           .label = {"审计底稿", "Working paper"},
           .prefix = "WKP",
           .fields = k_paper_fields},
    Record{.name = "evidence_pack",
           .plural = "evidence-packs",
           .label = {"证据包", "Evidence pack"},
           .prefix = "EP",
           .fields = k_pack_fields,
           .derive = freeze_evidence},
    Record{.name = "audit_check",
           .plural = "audit-checks",
           .label = {"审计检查", "Audit check"},
           .prefix = "AC",
           .fields = k_check_fields},
    Record{.name = "finding",
           .plural = "findings",
           .label = {"审计发现", "Finding"},
           .prefix = "FD",
           .traits = k_owned,
           .fields = k_finding_fields,
           .states = k_finding_states,
           .steps = k_finding_steps,
           .derive = derive_timeliness},
    Record{.name = "maturity_assessment",
           .plural = "maturity-assessments",
           .label = {"成熟度评估", "Maturity assessment"},
           .prefix = "MA",
           .scoping = Scoping::organisation,
           .fields = k_maturity_fields,
           .derive = derive_level},
};

}  // namespace

std::span<const Record> records() { return k_records; }

}  // namespace tc::functions::audit
