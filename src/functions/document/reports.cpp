#include <algorithm>
#include <array>
#include <map>

#include "base/digest.h"
#include "functions/document/document.h"
#include "project/report_tools.h"

namespace tc::functions::document {
namespace {

using namespace kernel;
using namespace kernel::field;

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
    text("broken", {"首个不符", "First that differs"}),
};

std::vector<Row> revisions_of(Reader& reader, Id document) {
  std::vector<Row> rows = project::linked(reader, "document_revision", "document", document);
  std::ranges::sort(rows, {}, [](const Row& row) { return row.integer("revision"); });
  return rows;
}

// The end of the chain computed anew from what was issued; nothing where a link does not hold.
std::optional<std::string> end_of_chain(const std::vector<Row>& revisions) {
  std::string last;
  for (const Row& row : revisions) {
    last = next_link(last, row.integer("revision"), row.text("sha256"));
    if (last != row.text("chain_hash")) return std::nullopt;
  }
  return last;
}

// The catalogue's digest and the chain of every document that it names are computed anew: a changed
// byte shows, and which file it is in.
std::string first_broken(Reader& reader, const Row& package) {
  if (sha256_hex(package.text("catalogue")) != package.text("root_hash")) return "catalogue";
  const Result<Json> catalogue = parse_json(package.text("catalogue"));
  if (!catalogue) return "catalogue";
  std::map<std::string, std::string, std::less<>> chains;
  for (const Json& item : catalogue->items())
    chains[std::string(item.text("number"))] = item.text("chain");
  for (const Row& row : project::linked(reader, "document", "project", package.scope)) {
    const auto named = chains.find(row.number);
    if (named == chains.end()) continue;
    const std::vector<Row> revisions = revisions_of(reader, row.id);
    // Issued before revisions were kept: the catalogue alone vouches for it.
    if (revisions.empty()) continue;
    const auto end = end_of_chain(revisions);
    const bool held = std::ranges::any_of(
        revisions, [&](const Row& one) { return one.text("chain_hash") == named->second; });
    if (!end || *end != row.text("chain_hash") || !held) return row.number;
  }
  return {};
}

Result<ReportTable> integrity(const ReportInput& input) {
  ReportTable table;
  for (const Row& row : project::report_rows(input, "archive_package")) {
    const std::string broken = first_broken(input.reader, row);
    table.rows.push_back({Value(row.id), row.at("documents"), Value(std::int64_t{broken.empty()}),
                          broken.empty() ? Value() : Value(broken)});
  }
  return table;
}

constexpr std::array k_catalogue_inputs = {
    project::k_project_input,
    link("package", {"归档卷", "Package"}, "archive_package"),
};
constexpr std::array k_catalogue_columns = {
    link("package", {"归档卷", "Package"}, "archive_package"),
    integer("item", {"顺序号", "Item"}, {}),
    text("number", {"文件编号", "Number"}),
    text("title", {"题名", "Title"}),
    integer("revision", {"版次", "Revision"}, {}),
    text("sha256", {"文件摘要", "SHA-256"}),
};
// 卷内目录 as DA/T 28 asks for it: what lies in a volume, in order.
Result<ReportTable> catalogue(const ReportInput& input) {
  const std::optional<Id> only = parse_id(input.inputs.text("package"));
  ReportTable table;
  for (const Row& row : project::report_rows(input, "archive_package")) {
    if (only && row.id != *only) continue;
    const Result<Json> list = parse_json(row.text("catalogue"));
    if (!list || !list->is_array()) continue;
    std::int64_t item = 0;
    for (const Json& one : list->items()) {
      const Json* revision = one.find("revision");
      const bool told = revision != nullptr && revision->is_integer();
      table.rows.push_back({Value(row.id), Value(++item), Value(std::string(one.text("number"))),
                            Value(std::string(one.text("title"))),
                            Value(told ? revision->integer() : std::int64_t{0}),
                            Value(std::string(one.text("sha256")))});
    }
  }
  return table;
}

constexpr std::array k_revision_inputs = {
    project::k_project_input,
    link("document", {"文件", "Document"}, "document"),
};
constexpr std::array k_revision_columns = {
    link("document", {"文件", "Document"}, "document"),
    integer("revision", {"版次", "Revision"}, {}),
    date("issued_on", {"发布日期", "Issued"}),
    text("change_note", {"修订说明", "What changed"}),
    boolean("other_file", {"文件有变", "Another file"}),
    boolean("chained", {"链完整", "Chain holds"}),
};
// Every revision beside the one before it.
Result<ReportTable> revisions(const ReportInput& input) {
  const std::optional<Id> only = parse_id(input.inputs.text("document"));
  ReportTable table;
  for (const Row& document : project::report_rows(input, "document")) {
    if (only && document.id != *only) continue;
    std::string last, file;
    for (const Row& row : revisions_of(input.reader, document.id)) {
      last = next_link(last, row.integer("revision"), row.text("sha256"));
      table.rows.push_back({Value(document.id), row.at("revision"), row.at("issued_on"),
                            row.at("change_note"), Value(std::int64_t{file != row.text("sha256")}),
                            Value(std::int64_t{last == row.text("chain_hash")})});
      file = row.text("sha256");
    }
  }
  return table;
}

constexpr std::array k_copy_columns = {
    link("copy", {"受控副本", "Copy"}, "controlled_copy"),
    link("document", {"文件", "Document"}, "document"),
    integer("copy_number", {"副本号", "Number"}, {}),
    link("holder", {"持有人", "Holder"}, "person"),
    integer("revision_held", {"持有版次", "Held"}, {}),
    boolean("outdated", {"已过期", "Out of date"}),
};
Result<ReportTable> copies(const ReportInput& input) {
  ReportTable table;
  std::int64_t outdated = 0;
  for (const Row& row : project::report_rows(input, "controlled_copy")) {
    if (project::is_final(row)) continue;
    outdated += row.integer("outdated");
    table.rows.push_back({Value(row.id), row.at("document"), row.at("copy_number"),
                          row.at("holder"), row.at("revision_held"), row.at("outdated")});
  }
  table.finding = {"{count} 份受控副本须换发", "{count} {count:copy is|copies are} to be replaced"};
  table.arguments = {{"count", std::to_string(outdated)}};
  return table;
}

constexpr std::array k_retention_columns = {
    link("document", {"文件", "Document"}, "document"),
    text("state", {"状态", "State"}),
    date("destroy_after", {"保管期满日", "Destroy after"}),
    integer("days_left", {"剩余天数", "Days left"}, {-100'000, 100'000}),
    date("destroyed_on", {"销毁日期", "Destroyed"}),
    text("destruction_method", {"销毁方式", "Way"}),
    link("destruction_witness", {"监销人", "Witness"}, "person"),
};
// What is kept until when, and the record of what was destroyed.
Result<ReportTable> retention(const ReportInput& input) {
  ReportTable table;
  for (const Row& row : project::report_rows(input, "document")) {
    if (!Words("archived destroyed").contains(row.state)) continue;
    const auto left = row.state == "archived"
                          ? project::days_between(Value(std::int64_t{input.reader.today()}),
                                                  row.at("destroy_after"))
                          : std::nullopt;
    table.rows.push_back({Value(row.id), Value(row.state), row.at("destroy_after"),
                          project::optional_value(left), row.at("destroyed_on"),
                          row.at("destruction_method"), row.at("destruction_witness")});
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
    Report{"document.catalogue",
           {"卷内目录", "Catalogue of a volume"},
           "archive_package.read",
           k_catalogue_inputs,
           k_catalogue_columns,
           "table",
           catalogue},
    Report{"document.revisions",
           {"版次对照", "Revisions"},
           "document.read",
           k_revision_inputs,
           k_revision_columns,
           "table",
           revisions},
    Report{"document.copies",
           {"受控副本", "Controlled copies"},
           "controlled_copy.read",
           project::k_project_inputs,
           k_copy_columns,
           "table",
           copies},
    Report{"document.retention",
           {"保管与销毁", "Retention and destruction"},
           "document.read",
           project::k_project_inputs,
           k_retention_columns,
           "table",
           retention},
};

}  // namespace

std::span<const Report> reports() { return k_reports; }

}  // namespace tc::functions::document
