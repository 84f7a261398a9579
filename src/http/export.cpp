#include "http/export.h"

#include <algorithm>

#include "base/text.h"

namespace tc::http {
namespace {

using kernel::Field;
using kernel::FileFormat;
using kernel::Kind;
using kernel::Row;
using kernel::Value;

constexpr std::int64_t k_page_rows = 1000;

Refusal too_many(const FileFormat& format) {
  return refuse(RefusalKind::rule, "export.too_many_rows", {},
                {{"max", std::to_string(format.rows_max)}, {"format", std::string(format.name)}});
}

// Which fields of a record become columns, by their index.
std::vector<std::size_t> exported_fields(const kernel::RecordType& type, const ListExport& wanted) {
  std::vector<std::size_t> indices;
  for (std::size_t i = 0; i < type.fields.size(); ++i) {
    const Field& field = type.fields[i];
    if (std::ranges::find(wanted.hidden, field.name) != wanted.hidden.end()) continue;
    const bool asked = wanted.only.empty()
                           ? wanted.format.for_editing || field.in_list
                           : std::ranges::find(wanted.only, field.name) != wanted.only.end();
    if (asked) indices.push_back(i);
  }
  return indices;
}

// Fields the organisation added, where the format or the caller wants them.
std::vector<const kernel::CustomField*> exported_custom(kernel::Reader& reader,
                                                        const kernel::RecordType& type,
                                                        const ListExport& wanted) {
  std::vector<const kernel::CustomField*> fields;
  for (const kernel::CustomField& field : reader.custom_fields().of(type.name)) {
    const bool asked = wanted.only.empty()
                           ? wanted.format.for_editing
                           : std::ranges::find(wanted.only, field.field.name) != wanted.only.end();
    if (asked) fields.push_back(&field);
  }
  return fields;
}

Value state_label(const kernel::RecordType& type, const Row& row, bool zh) {
  const kernel::State* state = type.state(row.state);
  if (state == nullptr) return {};
  return std::string(zh ? state->label.zh : state->label.en);
}

}  // namespace

Result<const FileFormat*> wanted_format(const Request& request,
                                        std::span<const FileFormat> formats) {
  const auto by_name = request.query.find("format");
  if (by_name != request.query.end()) {
    if (by_name->second == "json") return nullptr;
    const auto found = std::ranges::find(formats, by_name->second, &FileFormat::name);
    if (found != formats.end()) return &*found;
    return refuse(RefusalKind::malformed, "query.bad_parameter", {}, {{"name", "format"}});
  }
  for (const std::string_view part : split(request.header("accept"), ',')) {
    const std::string_view type = trim(part.substr(0, part.find(';')));
    if (type == "application/json") return nullptr;
    const auto found = std::ranges::find(formats, type, &FileFormat::media_type);
    if (found != formats.end()) return &*found;
  }
  return nullptr;
}

Result<ExportedFile> export_list(kernel::Reader& reader, kernel::ListQuery query,
                                 const ListExport& wanted) {
  const kernel::RecordType& type = *query.type;
  const bool zh = reader.principal().zh();
  const bool numbered = !type.decl->prefix.empty();
  kernel::FileHead head{
      std::string(zh ? type.decl->label.zh : type.decl->label.en), {}, zh, wanted.made_at};
  if (numbered) head.columns.push_back({.name = "number", .label = {"编号", "Number"}});
  if (type.has_lifecycle()) head.columns.push_back({.name = "state", .label = {"状态", "State"}});
  const std::vector<std::size_t> indices = exported_fields(type, wanted);
  for (const std::size_t i : indices) head.columns.push_back(type.fields[i]);
  const kernel::CustomFields& custom_fields = reader.custom_fields();
  const std::vector<const kernel::CustomField*> custom = exported_custom(reader, type, wanted);
  for (const kernel::CustomField* field : custom) head.columns.push_back(field->field);
  if (wanted.format.for_editing) {
    head.columns.push_back(
        {.name = "version", .kind = Kind::integer, .label = {"版本", "Version"}});
  }
  const std::unique_ptr<kernel::TableFile> file = wanted.format.open(std::move(head));
  std::int64_t count = 0;
  query.limit = k_page_rows;
  for (bool more = true; more;) {
    const std::vector<Row> rows = reader.snapshot().list(query);
    more = static_cast<std::int64_t>(rows.size()) == k_page_rows;
    count += static_cast<std::int64_t>(rows.size());
    if (count > wanted.format.rows_max) return too_many(wanted.format);
    std::vector<Value> values;
    for (const Row& row : rows) {
      values.clear();
      if (numbered) values.emplace_back(row.number);
      if (type.has_lifecycle()) values.push_back(state_label(type, row, zh));
      for (const std::size_t i : indices) values.push_back(row.values[i]);
      for (const kernel::CustomField* field : custom)
        values.push_back(kernel::custom_cell(*field, row, custom_fields));
      if (wanted.format.for_editing) values.emplace_back(row.version);
      file->add(values, reader);
    }
    if (!more) break;
    query.after.clear();
    for (const kernel::Sort& sort : query.sort)
      query.after.push_back(column_value(rows.back(), sort));
    query.after.emplace_back(rows.back().id);
  }
  return ExportedFile{file->finish(), count};
}

Result<ExportedFile> export_report(kernel::Reader& reader, const kernel::Report& report,
                                   const kernel::ReportTable& table, const FileFormat& format) {
  const auto count = static_cast<std::int64_t>(table.rows.size());
  if (count > format.rows_max) return too_many(format);
  const bool zh = reader.principal().zh();
  const std::unique_ptr<kernel::TableFile> file =
      format.open({std::string(zh ? report.label.zh : report.label.en),
                   {report.columns.begin(), report.columns.end()},
                   zh,
                   reader.now()});
  for (const std::vector<Value>& row : table.rows) file->add(row, reader);
  return ExportedFile{file->finish(), count};
}

Response file_response(const FileFormat& format, std::string bytes, std::string_view name) {
  Response response;
  response.content_type = format.media_type;
  if (response.content_type.starts_with("text/")) response.content_type += "; charset=utf-8";
  response.body = std::move(bytes);
  response.headers.emplace_back(
      "Content-Disposition",
      "attachment; filename=\"" + std::string(name) + "." + std::string(format.name) + "\"");
  return response;
}

}  // namespace tc::http
