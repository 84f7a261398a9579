#include <array>
#include <map>

#include "base/digest.h"
#include "functions/functions.h"
#include "project/report_tools.h"

namespace tc::functions {
namespace {

using namespace kernel;
using namespace kernel::field;

constexpr std::array k_phases = {
    Choice{"initiating", {"启动", "Initiating"}}, Choice{"planning", {"规划", "Planning"}},
    Choice{"executing", {"执行", "Executing"}},   Choice{"monitoring", {"监控", "Monitoring"}},
    Choice{"closing", {"收尾", "Closing"}},
};
constexpr std::array k_document_fields = {
    title(),
    text("document_number", {"文件编号", "Document number"}, k_listed | k_searched),
    choice("phase", {"阶段", "Phase"}, k_phases, k_required | k_listed),
    text("category", {"类别", "Category"}, k_listed),
    boolean("mandatory", {"必备", "Mandatory"}, k_listed),
    integer("revision", {"版次", "Revision"}, {0, 10'000}, k_computed | k_listed),
    text("sha256", {"文件摘要", "SHA-256"}),
    text("chain_hash", {"链摘要", "Chain digest"}, k_computed),
    date("needed_on", {"需要日期", "Needed"}, k_listed),
    date("issued_on", {"发布日期", "Issued"}, k_computed | k_listed),
    date("review_by", {"复审期限", "Review by"}, k_listed),
    link("retention_rule", {"保管期限", "Retention"}, "retention_rule"),
    date("destroy_after", {"保管期满日", "Destroy after"}, k_computed),
    prose("summary", {"摘要", "Summary"}),
};
constexpr std::array k_document_states = {
    State{"planned", {"已计划", "Planned"}},     State{"draft", {"起草中", "Draft"}},
    State{"in_review", {"审核中", "In review"}}, State{"approved", {"已批准", "Approved"}},
    State{"issued", {"已发布", "Issued"}},       State{"superseded", {"已替代", "Superseded"}},
    State{"archived", {"已归档", "Archived"}},   State{"destroyed", {"已销毁", "Destroyed"}, true},
};
constexpr std::array k_document_steps = {
    Step{"draft", {"起草", "Draft"}, "planned", "draft"},
    Step{"review", {"送审", "Review"}, "draft", "in_review", "sha256"},
    Step{"rework", {"退回", "Rework"}, "in_review", "draft"},
    Step{"approve", {"提交批准", "Approve"}, "in_review", "approved", {}, Taken::by_approval},
    Step{"issue", {"发布", "Issue"}, "approved", "issued"},
    Step{"revise", {"修订", "Revise"}, "issued", "draft"},
    Step{"supersede", {"替代", "Supersede"}, "issued", "superseded"},
    Step{"archive", {"归档", "Archive"}, "issued superseded", "archived"},
    Step{"destroy", {"提交销毁", "Destroy"}, "archived", "destroyed", {}, Taken::by_approval},
};

constexpr std::array k_purposes = {
    Choice{"approval", {"报批", "For approval"}},
    Choice{"information", {"告知", "For information"}},
    Choice{"construction", {"施工用", "For construction"}},
};
constexpr std::array k_transmittal_fields = {
    title({"传递单", "Transmittal"}),
    link("document", {"文件", "Document"}, "document", k_required | k_listed),
    text("receiver", {"接收单位", "Receiver"}, k_required | k_listed),
    choice("purpose", {"用途", "Purpose"}, k_purposes, k_listed),
    integer("copies", {"份数", "Copies"}, {1, 10'000}, k_listed),
    integer("revision_sent", {"发出版次", "Revision sent"}, {0, 10'000}, k_computed | k_listed),
    date("received_on", {"签收日期", "Received"}, k_listed),
};
constexpr std::array k_transmittal_states = {
    State{"prepared", {"已准备", "Prepared"}},
    State{"sent", {"已发出", "Sent"}},
    State{"received", {"已签收", "Received"}, true},
};
constexpr std::array k_transmittal_steps = {
    Step{"send", {"发出", "Send"}, "prepared", "sent"},
    Step{"receive", {"签收", "Receive"}, "sent", "received", "received_on"},
};

constexpr std::array k_loan_fields = {
    title({"借阅", "Loan"}),
    link("document", {"文件", "Document"}, "document", k_required | k_listed),
    link("borrower", {"借阅人", "Borrower"}, "person", k_required | k_listed),
    date("return_by", {"应还日期", "Return by"}, k_required | k_listed),
};
constexpr std::array k_loan_states = {
    State{"lent", {"借出", "Lent"}},
    State{"returned", {"已归还", "Returned"}, true},
};
constexpr std::array k_loan_steps = {Step{"give_back", {"归还", "Return"}, "lent", "returned"}};

constexpr std::array k_template_fields = {
    title({"模板", "Template"}),
    choice("phase", {"阶段", "Phase"}, k_phases, k_listed),
    text("sha256", {"文件摘要", "SHA-256"}),
    prose("guidance", {"填写说明", "Guidance"}),
};
constexpr std::array k_retention_fields = {
    title({"保管期限", "Retention rule"}),
    integer("years", {"年限", "Years"}, {1, 100, "a"}, k_required | k_listed),
    text("basis", {"依据", "Basis"}, k_listed),
};
constexpr std::array k_package_fields = {
    title({"归档卷", "Archive package"}),
    date("handed_over_on", {"移交日期", "Handed over"}, k_listed),
    link("received_by", {"接收人", "Received by"}, "person", k_listed),
    integer("documents", {"件数", "Documents"}, {}, k_computed | k_listed),
    document("catalogue", {"卷内目录", "Catalogue"}, k_computed),
    text("root_hash", {"目录摘要", "Catalogue digest"}, k_computed),
};

constexpr std::int64_t k_days_per_year = 365;

// Each issue adds one link to the chain: what was issued before cannot be exchanged unnoticed.
void derive_document(Row& row, const Row* before, Reader& reader) {
  if (row.state == "issued" && before && before->state == "approved") {
    row.set("revision", row.integer("revision") + 1);
    row.set("issued_on", std::int64_t{reader.today()});
    row.set("chain_hash", sha256_hex(std::string(row.text("chain_hash")) + "|" +
                                     std::to_string(row.integer("revision")) + "|" +
                                     std::string(row.text("sha256"))));
  }
  const auto rule = reader.load_any("retention_rule", row.integer("retention_rule"));
  if (rule && row.has("issued_on"))
    row.set("destroy_after", row.integer("issued_on") + rule->integer("years") * k_days_per_year);
}

void derive_transmittal(Row& row, const Row*, Reader& reader) {
  const auto document = reader.load_any("document", row.integer("document"));
  if (document && row.state == "prepared") row.set("revision_sent", document->integer("revision"));
}

void derive_catalogue(Row& row, const Row*, Reader& reader) {
  if (row.has("catalogue")) return;
  Json list = Json::array();
  for (const Row& one : project::linked(reader, "document", "project", row.scope)) {
    if (!Words("issued superseded archived").contains(one.state)) continue;
    Json item = Json::object();
    item.append("number", one.number);
    item.append("title", one.text("title"));
    item.append("revision", one.integer("revision"));
    item.append("sha256", one.text("sha256"));
    item.append("chain", one.text("chain_hash"));
    list.push(std::move(item));
  }
  row.set("documents", static_cast<std::int64_t>(list.size()));
  const std::string frozen = to_canonical_text(list);
  row.set("root_hash", sha256_hex(frozen));
  row.set("catalogue", frozen);
}

constexpr std::array k_records = {
    Record{.name = "document",
           .plural = "documents",
           .label = {"文档", "Document"},
           .prefix = "DOC",
           .traits = k_owned | k_leveled,
           .fields = k_document_fields,
           .states = k_document_states,
           .steps = k_document_steps,
           .derive = derive_document},
    Record{.name = "transmittal",
           .plural = "transmittals",
           .label = {"文件传递", "Transmittal"},
           .prefix = "TR",
           .fields = k_transmittal_fields,
           .states = k_transmittal_states,
           .steps = k_transmittal_steps,
           .derive = derive_transmittal},
    Record{.name = "document_loan",
           .plural = "document-loans",
           .label = {"借阅", "Loan"},
           .prefix = "LN",
           .fields = k_loan_fields,
           .states = k_loan_states,
           .steps = k_loan_steps},
    Record{.name = "document_template",
           .plural = "document-templates",
           .label = {"文档模板", "Template"},
           .prefix = "TPL",
           .scoping = Scoping::organisation,
           .fields = k_template_fields},
    Record{.name = "retention_rule",
           .plural = "retention-rules",
           .label = {"保管期限", "Retention rule"},
           .prefix = "RET",
           .scoping = Scoping::organisation,
           .fields = k_retention_fields},
    Record{.name = "archive_package",
           .plural = "archive-packages",
           .label = {"归档卷", "Archive package"},
           .prefix = "ARC",
           .fields = k_package_fields,
           .derive = derive_catalogue},
};

bool reviewed_has_file(const RuleInput& input) { return input.after.has("sha256"); }
bool issued_keeps_file(const RuleInput& input) {
  return input.before == nullptr ||
         !Words("approved issued superseded archived").contains(input.before->state) ||
         input.before->at("sha256") == input.after.at("sha256");
}
bool retention_has_passed(const RuleInput& input) {
  return input.after.has("destroy_after") &&
         input.after.integer("destroy_after") <= input.reader.today();
}
bool issued_is_sent(const RuleInput& input) {
  const auto document = input.reader.load_any("document", input.after.integer("document"));
  return document && document->state == "issued";
}
bool lent_once(const RuleInput& input) {
  for (const Row& loan :
       project::linked(input.reader, "document_loan", "document", input.after.integer("document")))
    if (loan.state == "lent" && loan.id != input.after.id) return false;
  return true;
}

constexpr std::array k_rules = {
    Rule{"document.reviewed_has_file",
         "document",
         "review",
         {"送审须有文件", "A review needs the file"},
         reviewed_has_file,
         "sha256"},
    Rule{"document.issued_keeps_file",
         "document",
         "update",
         {"已批准的文件不能替换,请修订", "An approved file cannot be exchanged; revise it"},
         issued_keeps_file,
         "sha256"},
    Rule{"document.retention_has_passed",
         "document",
         "destroy",
         {"保管期限未满", "The retention time has not passed"},
         retention_has_passed},
    Rule{"transmittal.issued_is_sent",
         "transmittal",
         "send",
         {"只能传递已发布的文件", "Only an issued document is sent"},
         issued_is_sent,
         "document"},
    Rule{"document_loan.lent_once",
         "document_loan",
         "create",
         {"该文件已借出", "The document is already lent"},
         lent_once,
         "document"},
};

constexpr std::array k_matrix_columns = {
    link("project", {"项目", "Project"}, "project"),
    choice("phase", {"阶段", "Phase"}, k_phases),
    integer("required", {"应有", "Required"}, {}),
    integer("present", {"已有", "Present"}, {}),
    percent("completeness", {"完整率", "Completeness"}),
    integer("overdue_reviews", {"逾期复审", "Overdue reviews"}, {}),
};
Result<ReportTable> completeness(const ReportInput& input) {
  struct Sum {
    std::int64_t required = 0, present = 0, overdue = 0;
  };
  std::map<std::pair<Id, std::string>, Sum> sums;
  for (const Row& row : project::report_rows(input, "document")) {
    Sum& sum = sums[{row.scope, std::string(row.text("phase"))}];
    sum.overdue += row.has("review_by") && row.integer("review_by") < input.reader.today() &&
                   row.state == "issued";
    if (row.integer("mandatory") == 0) continue;
    ++sum.required;
    sum.present += Words("issued superseded archived destroyed").contains(row.state);
  }
  ReportTable table;
  for (const auto& [key, sum] : sums)
    table.rows.push_back({Value(key.first), Value(key.second), Value(sum.required),
                          Value(sum.present), project::share(sum.present, sum.required),
                          Value(sum.overdue)});
  return table;
}

constexpr std::array k_integrity_columns = {
    link("package", {"归档卷", "Package"}, "archive_package"),
    integer("documents", {"件数", "Documents"}, {}),
    boolean("intact", {"完整未改", "Intact"}),
};
// The catalogue's digest is computed anew: a changed byte shows.
Result<ReportTable> integrity(const ReportInput& input) {
  ReportTable table;
  for (const Row& row : project::report_rows(input, "archive_package")) {
    const bool intact = sha256_hex(row.text("catalogue")) == row.text("root_hash");
    table.rows.push_back({Value(row.id), row.at("documents"), Value(std::int64_t{intact})});
  }
  return table;
}

constexpr std::array k_log_columns = {
    link("transmittal", {"传递单", "Transmittal"}, "transmittal"),
    link("document", {"文件", "Document"}, "document"),
    text("receiver", {"接收单位", "Receiver"}),
    integer("revision_sent", {"版次", "Revision"}, {}),
    text("state", {"状态", "State"}),
};
Result<ReportTable> transmittal_log(const ReportInput& input) {
  ReportTable table;
  for (const Row& row : project::report_rows(input, "transmittal"))
    table.rows.push_back({Value(row.id), row.at("document"), row.at("receiver"),
                          row.at("revision_sent"), Value(row.state)});
  return table;
}

constexpr std::array k_reports = {
    Report{"document.completeness",
           {"文档矩阵", "Document matrix"},
           "document.read",
           project::k_project_inputs,
           k_matrix_columns,
           "heat",
           completeness},
    Report{"document.transmittal_log",
           {"传递台账", "Transmittal log"},
           "transmittal.read",
           project::k_project_inputs,
           k_log_columns,
           "table",
           transmittal_log},
    Report{"document.integrity",
           {"归档完整性", "Archive integrity"},
           "archive_package.read",
           project::k_project_inputs,
           k_integrity_columns,
           "table",
           integrity},
};

}  // namespace

const Function& document_function() {
  static constexpr Function function = {.name = "document",
                                        .label = {"文档", "Documents"},
                                        .records = k_records,
                                        .rules = k_rules,
                                        .reports = k_reports};
  return function;
}

}  // namespace tc::functions
