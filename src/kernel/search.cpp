#include "kernel/search.h"

#include "base/text.h"

namespace tc::kernel {

std::string search_words(const Row& row) {
  std::string text = row.number;
  const RecordType& type = *row.type;
  for (std::size_t i = 0; i < type.fields.size(); ++i) {
    const Field& field = type.fields[i];
    const bool title = field.name == type.decl->title;
    if ((!field.searched && !title) || field.hidden || !field.group.empty() ||
        !is_set(row.values[i]))
      continue;
    const std::string zh = value_to_text(field, row.values[i], true);
    text += " " + zh;
    if (field.kind == Kind::text2) text += " " + value_to_text(field, row.values[i], false);
    if (title) text += " " + to_pinyin_initials(zh);
  }
  return to_bigrams(text);
}

std::vector<std::string> search_phrases(std::string_view typed) {
  std::vector<std::string> phrases;
  for (const std::string_view part : split(trim(typed), ' ')) {
    std::string words = to_bigrams(part);
    if (!words.empty()) phrases.push_back(std::move(words));
  }
  return phrases;
}

std::vector<Row> search(Reader& reader, std::string_view typed, std::string_view record,
                        std::int64_t limit) {
  const std::vector<std::string> phrases = search_phrases(typed);
  if (phrases.empty()) return {};
  std::vector<std::pair<const RecordType*, AccessFilter>> where;
  for (const RecordType* type : reader.registry().records()) {
    if (!type->decl->exposed || (!record.empty() && type->name != record)) continue;
    AccessFilter access = reader.access(*type, "read");
    const bool any = access.system || access.normal.all || !access.normal.ids.empty();
    if (any) where.emplace_back(type, std::move(access));
  }
  std::vector<Row> rows;
  for (const auto& [name, id] : reader.snapshot().search(phrases, where, limit)) {
    if (std::optional<Row> row = reader.load(name, id)) rows.push_back(std::move(*row));
  }
  return rows;
}

}  // namespace tc::kernel
