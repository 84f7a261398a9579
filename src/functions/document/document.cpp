#include <algorithm>
#include <array>
#include <charconv>

#include "base/civil.h"
#include "base/digest.h"
#include "functions/document/document.h"
#include "functions/functions.h"
#include "project/report_tools.h"

namespace tc::functions {
namespace document {
namespace {

using namespace kernel;
using namespace kernel::field;

constexpr std::array k_destructions = {
    Choice{"shred", {"粉碎", "Shredded"}},
    Choice{"burn", {"焚毁", "Burnt"}},
    Choice{"erase", {"电子删除", "Erased"}},
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
    prose("change_note", {"修订说明", "What changed"}),
    choice("destruction_method", {"销毁方式", "Way of destruction"}, k_destructions),
    link("destruction_witness", {"监销人", "Witness of the destruction"}, "person"),
    date("destroyed_on", {"销毁日期", "Destroyed"}, k_computed),
};
constexpr std::array k_document_states = {
    State{"planned", {"已计划", "Planned"}},     State{"draft", {"起草中", "Draft"}},
    State{"in_review", {"审核中", "In review"}}, State{"approved", {"已批准", "Approved"}},
    State{"issued", {"已发布", "Issued"}},       State{"superseded", {"已替代", "Superseded"}},
    State{"archived", {"已归档", "Archived"}},   State{"destroyed", {"已销毁", "Destroyed"}, true},
};
constexpr std::array k_document_steps = {
    Step{"draft", {"起草", "Draft"}, "planned", "draft"},
    Step{"review", {"送审", "Review"}, "draft", "in_review", "sha256 change_note"},
    Step{"rework", {"退回", "Rework"}, "in_review", "draft"},
    Step{"approve", {"提交批准", "Approve"}, "in_review", "approved", {}, Taken::by_approval},
    Step{"issue", {"发布", "Issue"}, "approved", "issued"},
    Step{"revise", {"修订", "Revise"}, "issued", "draft", "change_note"},
    Step{"supersede", {"替代", "Supersede"}, "issued", "superseded"},
    Step{"archive", {"归档", "Archive"}, "issued superseded", "archived"},
    Step{"destroy",
         {"提交销毁", "Destroy"},
         "archived",
         "destroyed",
         "destruction_method destruction_witness",
         Taken::by_approval},
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

// What was issued, once and for all: only the program writes it.
constexpr std::array k_revision_fields = {
    link("document", {"文件", "Document"}, "document", k_required | k_computed),
    integer("revision", {"版次", "Revision"}, {0, 10'000}, k_required | k_computed),
    text("sha256", {"文件摘要", "SHA-256"}, k_computed),
    text("chain_hash", {"链摘要", "Chain digest"}, k_computed),
    date("issued_on", {"发布日期", "Issued"}, k_computed),
    prose("change_note", {"修订说明", "What changed"}, k_computed),
};
constexpr std::array k_copy_fields = {
    title({"受控副本", "Controlled copy"}),
    link("document", {"文件", "Document"}, "document", k_required | k_listed),
    integer("copy_number", {"副本号", "Copy number"}, {1, 100'000}, k_required | k_listed),
    link("holder", {"持有人", "Holder"}, "person", k_listed),
    integer("revision_held", {"持有版次", "Revision held"}, {0, 10'000}, k_computed | k_listed),
    boolean("outdated", {"已过期", "Out of date"}, k_computed | k_listed),
};
constexpr std::array k_copy_states = {
    State{"prepared", {"已准备", "Prepared"}},
    State{"held", {"在持", "Held"}},
    State{"recalled", {"已收回", "Recalled"}, true},
};
constexpr std::array k_copy_steps = {
    Step{"hand_out", {"发放", "Hand out"}, "prepared", "held", "holder"},
    Step{"recall", {"收回", "Recall"}, "prepared held", "recalled"},
};

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
    field::document("catalogue", {"卷内目录", "Catalogue"}, k_computed),
    text("root_hash", {"目录摘要", "Catalogue digest"}, k_computed),
};

/// The same day so many years later; of 29 February the 1 March.
std::int64_t years_later(std::int64_t day, std::int64_t years) {
  Civil civil = civil_from_day(static_cast<Day>(day));
  if (civil.month == 2 && civil.day == 29) civil = {civil.year, 3, 1};
  civil.year += static_cast<int>(years);
  return day_from_civil(civil);
}

// KEY-PLA-CTR-001: project, phase, category, running number.
std::string number_by_rule(const Row& row, Reader& reader) {
  constexpr std::size_t k_phase_letters = 3, k_digits = 3;
  const auto project = reader.load_any("project", row.integer("project"));
  std::string stem(project ? project->text("key") : "");
  for (const std::string& part : {std::string(row.text("phase").substr(0, k_phase_letters)),
                                  std::string(row.text("category"))})
    if (!part.empty()) stem += "-" + part;
  std::ranges::transform(stem, stem.begin(), [](char c) {
    return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  });
  std::int64_t last = 0;
  for (const Row& one : project::linked(reader, "document", "project", row.integer("project"))) {
    const std::string_view number = one.text("document_number");
    if (!number.starts_with(stem + "-")) continue;
    std::int64_t own = 0;
    const std::string_view tail = number.substr(stem.size() + 1);
    std::from_chars(tail.data(), tail.data() + tail.size(), own);
    last = std::max(last, own);
  }
  std::string running = std::to_string(last + 1);
  if (running.size() < k_digits) running.insert(0, k_digits - running.size(), '0');
  return stem + "-" + running;
}

// Each issue adds one link to the chain: what was issued before cannot be exchanged unnoticed.
void derive_document(Row& row, const Row* before, Reader& reader) {
  if (before == nullptr && !row.has("document_number"))
    row.set("document_number", number_by_rule(row, reader));
  if (row.state == "issued" && before && before->state == "approved") {
    row.set("revision", row.integer("revision") + 1);
    row.set("issued_on", std::int64_t{reader.today()});
    row.set("chain_hash",
            next_link(row.text("chain_hash"), row.integer("revision"), row.text("sha256")));
  }
  if (row.state == "destroyed" && !row.has("destroyed_on"))
    row.set("destroyed_on", std::int64_t{reader.today()});
  const auto rule = reader.load_any("retention_rule", row.integer("retention_rule"));
  if (rule && row.has("issued_on"))
    row.set("destroy_after", years_later(row.integer("issued_on"), rule->integer("years")));
}

// A copy is of the revision that stood when it was given out.
void derive_copy(Row& row, const Row* before, Reader& reader) {
  const auto document = reader.load_any("document", row.integer("document"));
  if (!document) return;
  if (row.state == "held" && before && before->state == "prepared")
    row.set("revision_held", document->integer("revision"));
  row.set("outdated", std::int64_t{row.state == "held" &&
                                   row.integer("revision_held") < document->integer("revision")});
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
    Record{.name = "document_revision",
           .plural = "document-revisions",
           .label = {"文件版次", "Document revision"},
           .title = "sha256",
           .fields = k_revision_fields,
           .exposed = false},
    Record{.name = "controlled_copy",
           .plural = "controlled-copies",
           .label = {"受控副本", "Controlled copy"},
           .prefix = "CC",
           .fields = k_copy_fields,
           .states = k_copy_states,
           .steps = k_copy_steps,
           .derive = derive_copy},
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
bool destruction_is_witnessed(const RuleInput& input) {
  return input.after.has("destruction_method") && input.after.has("destruction_witness") &&
         input.after.at("destruction_witness") != input.after.at("owner");
}
bool copy_of_issued(const RuleInput& input) {
  const auto document = input.reader.load_any("document", input.after.integer("document"));
  return document && document->integer("revision") > 0;
}
bool copy_number_is_free(const RuleInput& input) {
  for (const Row& one : project::linked(input.reader, "controlled_copy", "document",
                                        input.after.integer("document")))
    if (one.id != input.after.id && !project::is_final(one) &&
        one.at("copy_number") == input.after.at("copy_number"))
      return false;
  return true;
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
         {"已批准的文件不能替换，请修订", "An approved file cannot be exchanged; revise it"},
         issued_keeps_file,
         "sha256"},
    Rule{"document.retention_has_passed",
         "document",
         "destroy",
         {"保管期限未满", "The retention time has not passed"},
         retention_has_passed},
    Rule{"document.destruction_is_witnessed",
         "document",
         "destroy",
         {"销毁须写明方式，并由负责人以外的人监销",
          "Say how it is destroyed, and who other than its owner witnesses it"},
         destruction_is_witnessed,
         "destruction_witness"},
    Rule{"controlled_copy.of_issued",
         "controlled_copy",
         "hand_out",
         {"文件发布后才能发受控副本", "Only an issued document has controlled copies"},
         copy_of_issued,
         "document"},
    Rule{"controlled_copy.number_is_free",
         "controlled_copy",
         "write",
         {"该副本号已使用", "The document has a copy of this number"},
         copy_number_is_free,
         "copy_number"},
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

// What was issued is kept as a revision of its own, and copies of older ones are out of date.
Result<ActionOutcome> keep_revision(const EventInput& input) {
  ActionOutcome outcome;
  const auto document = input.reader.load_any("document", input.event.id);
  if (!document) return outcome;
  for (const Row& one :
       project::linked(input.reader, "document_revision", "document", document->id))
    if (one.at("revision") == document->at("revision")) return outcome;
  CommandSpec keep = project::creation("document_revision.create",
                                       {{"project", id_text(document->scope)},
                                        {"document", id_text(document->id)},
                                        {"revision", document->integer("revision")},
                                        {"sha256", document->text("sha256")},
                                        {"chain_hash", document->text("chain_hash")},
                                        {"change_note", document->text("change_note")}});
  if (document->has("issued_on"))
    keep.set.append("issued_on", format_day(static_cast<Day>(document->integer("issued_on"))));
  outcome.commands.push_back(std::move(keep));
  for (const Row& copy : project::linked(input.reader, "controlled_copy", "document", document->id))
    outcome.commands.push_back(project::command("controlled_copy.update", copy.id));
  return outcome;
}

constexpr std::array k_subscriptions = {
    Subscription{"document.issued", "document.keep_revision", keep_revision},
};

}  // namespace

std::string next_link(std::string_view before, std::int64_t revision, std::string_view sha256) {
  return sha256_hex(std::string(before) + "|" + std::to_string(revision) + "|" +
                    std::string(sha256));
}

}  // namespace document

const kernel::Function& document_function() {
  static const kernel::Function function = {.name = "document",
                                            .label = {"文档", "Documents"},
                                            .records = document::k_records,
                                            .rules = document::k_rules,
                                            .subscriptions = document::k_subscriptions,
                                            .reports = document::reports()};
  return function;
}

}  // namespace tc::functions
