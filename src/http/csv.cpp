#include "http/csv.h"

#include <algorithm>

namespace tc::http {
namespace {

using kernel::Kind;

bool is_words(Kind kind) {
  return kind == Kind::text || kind == Kind::text2 || kind == Kind::link || kind == Kind::json;
}

// A spreadsheet runs what begins like this, also in full-width form.
bool looks_like_formula(std::string_view text) {
  if (text.empty()) return false;
  constexpr std::string_view k_starts = "=+-@\t\r";
  if (k_starts.find(text.front()) != std::string_view::npos) return true;
  for (const std::string_view wide : {"＝", "＋", "－", "＠"}) {
    if (text.starts_with(wide)) return true;
  }
  return false;
}

void add_cell(std::string& out, std::string_view text, bool words) {
  const bool formula = words && looks_like_formula(text);
  const bool quoted = formula || text.find_first_of(",\"\r\n") != std::string_view::npos;
  if (!quoted) {
    out += text;
    return;
  }
  out += '"';
  if (formula) out += '\'';
  for (const char c : text) {
    if (c == '"') out += '"';
    out += c;
  }
  out += '"';
}

std::string cell_text(const kernel::Field& column, const kernel::Value& value,
                      kernel::Reader& reader) {
  const bool zh = reader.principal().zh();
  if (column.kind == Kind::link && column.target != "*" && is_set(value)) {
    return reader.title_of(column.target, std::get<std::int64_t>(value), zh);
  }
  return value_to_text(column, value, zh);
}

}  // namespace

bool wants_csv(const Request& request) {
  const auto format = request.query.find("format");
  if (format != request.query.end()) return format->second == "csv";
  return request.header("accept").starts_with("text/csv");
}

Response csv_response(std::span<const kernel::Field> columns,
                      const std::vector<std::vector<kernel::Value>>& rows, kernel::Reader& reader,
                      std::string_view name) {
  const bool zh = reader.principal().zh();
  Response response;
  response.content_type = "text/csv; charset=utf-8";
  std::string& out = response.body;
  out = "\xEF\xBB\xBF";
  for (std::size_t i = 0; i < columns.size(); ++i) {
    if (i > 0) out += ',';
    add_cell(out, zh ? columns[i].label.zh : columns[i].label.en, true);
  }
  out += "\r\n";
  for (const std::vector<kernel::Value>& row : rows) {
    for (std::size_t i = 0; i < row.size(); ++i) {
      if (i > 0) out += ',';
      add_cell(out, cell_text(columns[i], row[i], reader), is_words(columns[i].kind));
    }
    out += "\r\n";
  }
  response.headers.emplace_back("Content-Disposition",
                                "attachment; filename=\"" + std::string(name) + ".csv\"");
  return response;
}

Response list_csv(kernel::Reader& reader, kernel::ListQuery query,
                  const std::vector<std::string_view>& hidden,
                  const std::vector<std::string>& only) {
  constexpr std::int64_t k_rows_max = 10'000;
  const kernel::RecordType& type = *query.type;
  std::vector<kernel::Field> columns = {{.name = "number", .label = {"编号", "Number"}},
                                        {.name = "state", .label = {"状态", "State"}}};
  std::vector<std::size_t> indices;
  for (std::size_t i = 0; i < type.fields.size(); ++i) {
    const std::string_view name = type.fields[i].name;
    if (std::ranges::find(hidden, name) != hidden.end()) continue;
    if (!only.empty() && std::ranges::find(only, name) == only.end()) continue;
    columns.push_back(type.fields[i]);
    indices.push_back(i);
  }
  query.limit = k_rows_max;
  std::vector<std::vector<kernel::Value>> rows;
  for (const kernel::Row& row : reader.snapshot().list(query)) {
    const kernel::State* state = type.state(row.state);
    const bool zh = reader.principal().zh();
    std::vector<kernel::Value> values = {kernel::Value(row.number),
                                         kernel::Value(std::string(state == nullptr ? ""
                                                                   : zh ? state->label.zh
                                                                        : state->label.en))};
    for (const std::size_t i : indices) values.push_back(row.values[i]);
    rows.push_back(std::move(values));
  }
  return csv_response(columns, rows, reader, type.decl->plural);
}

}  // namespace tc::http
