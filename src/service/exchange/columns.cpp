#include "service/exchange/columns.h"

#include <algorithm>

#include "base/text.h"

namespace tc::service::exchange {
namespace {

using Use = FileColumn::Use;

std::string comparable(std::string_view text) {
  text = trim(text);
  if (text.ends_with('*')) text = trim(text.substr(0, text.size() - 1));
  std::string out(text);
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return out;
}

bool is_called(const kernel::Field& field, const std::string& header) {
  for (const std::string_view name : {field.name, field.label.zh, field.label.en}) {
    const std::string called = comparable(name);
    if (called == header) return true;
    if (!field.unit.empty() && header == comparable(called + " (" + std::string(field.unit) + ")"))
      return true;
  }
  return false;
}

struct Meaning {
  kernel::Field field;
  Use use;
  int index;
};

// In the order in which exports write their columns.
std::vector<Meaning> meanings(const kernel::RecordType& type,
                              std::span<const kernel::Field> fields) {
  std::vector<Meaning> all;
  if (!type.decl->prefix.empty())
    all.push_back({{.name = "number", .label = {"编号", "Number"}}, Use::number, -1});
  if (type.has_lifecycle())
    all.push_back({{.name = "state", .label = {"状态", "State"}}, Use::computed, -1});
  for (std::size_t i = 0; i < fields.size(); ++i) {
    if (fields[i].hidden) continue;
    all.push_back(
        {fields[i], fields[i].read_only ? Use::computed : Use::field, static_cast<int>(i)});
  }
  all.push_back({{.name = "version", .label = {"版本", "Version"}}, Use::version, -1});
  return all;
}

}  // namespace

std::vector<kernel::Field> importable(const kernel::RecordType& type, kernel::Reader& reader) {
  const std::vector<std::string_view> hidden =
      hidden_fields(reader.principal(), type, reader.scopes());
  std::vector<kernel::Field> fields = type.fields;
  for (kernel::Field& field : fields)
    field.hidden |= std::ranges::find(hidden, field.name) != hidden.end();
  for (const kernel::CustomField& custom : reader.custom_fields().of(type.name)) {
    fields.push_back(custom.field);
    fields.back().read_only |= custom.formula.has_value();
  }
  return fields;
}

std::vector<FileColumn> match_columns(const kernel::RecordType& type,
                                      const std::vector<std::string>& headers,
                                      std::span<const kernel::Field> fields) {
  std::vector<Meaning> open = meanings(type, fields);
  std::vector<FileColumn> columns;
  for (const std::string& header : headers) {
    FileColumn column{std::string(trim(header)), Use::unknown, -1, {}};
    const std::string wanted = comparable(header);
    const auto found = std::ranges::find_if(
        open, [&](const Meaning& meaning) { return is_called(meaning.field, wanted); });
    if (!wanted.empty() && found != open.end()) {
      column.use = found->use;
      column.field = found->index;
      if (column.field >= 0) column.name = found->field.name;
      open.erase(found);
    }
    columns.push_back(std::move(column));
  }
  return columns;
}

}  // namespace tc::service::exchange
