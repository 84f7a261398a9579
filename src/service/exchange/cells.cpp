#include "service/exchange/cells.h"

#include <algorithm>
#include <cstdio>

#include "base/text.h"

namespace tc::service::exchange {
namespace {

using kernel::Expr;
using kernel::Field;
using kernel::Kind;
using kernel::RecordType;
using kernel::Row;
using kernel::Value;

/// Rows that are looked through where the store cannot compare (texts in two languages).
constexpr std::int64_t k_compared_rows_max = 5000;
constexpr std::int64_t k_enough = 2;

bool is_amount(Kind kind) {
  return kind == Kind::integer || kind == Kind::number || kind == Kind::percent ||
         kind == Kind::money || kind == Kind::minutes;
}

// 2026/3/5, 2026.3.5, 2026年3月5日 → 2026-03-05; else the text itself.
std::string plain_date(std::string_view text) {
  int parts[3] = {0, 0, 0};
  std::size_t part = 0, digits = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c >= '0' && c <= '9') {
      if (++digits > 4) return std::string(text);
      parts[part] = parts[part] * 10 + (c - '0');
      continue;
    }
    std::size_t size = std::string_view("-/.").find(c) != std::string_view::npos ? 1 : 0;
    for (const std::string_view word : {"年", "月", "日"}) {
      if (text.substr(i).starts_with(word)) size = word.size();
    }
    if (size == 0 || digits == 0) return std::string(text);
    const bool last = i + size == text.size() && part == 2;
    i += size - 1;
    if (last) break;
    digits = 0;
    if (++part > 2) return std::string(text);
  }
  if (part != 2 || digits == 0 || parts[0] < 1000) return std::string(text);
  char out[40];
  std::snprintf(out, sizeof out, "%04d-%02d-%02d", parts[0], parts[1], parts[2]);
  return out;
}

// Digits grouped by commas, as spreadsheets show amounts; a currency sign before them goes too.
std::string plain_amount(std::string_view text) {
  for (const std::string_view sign : {"¥", "￥"}) {
    if (text.starts_with(sign)) text.remove_prefix(sign.size());
  }
  std::string out;
  const std::size_t point = std::min(text.find('.'), text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto digit = [&](std::size_t at) {
      return at < text.size() && text[at] >= '0' && text[at] <= '9';
    };
    const bool groups = text[i] == ',' && i > 0 && i < point && digit(i - 1) && digit(i + 1) &&
                        digit(i + 2) && digit(i + 3) && !digit(i + 4);
    if (!groups) out += text[i];
  }
  return out;
}

std::string_view unguarded(std::string_view text) {
  if (!text.starts_with('\'') || text.size() < 2) return text;
  constexpr std::string_view k_starts = "=+-@\t\r";
  const std::string_view rest = text.substr(1);
  const bool guarded = k_starts.find(rest.front()) != std::string_view::npos ||
                       rest.starts_with("＝") || rest.starts_with("＋") || rest.starts_with("－") ||
                       rest.starts_with("＠");
  return guarded ? rest : text;
}

}  // namespace

std::vector<Id> LinkFinder::by_column(const RecordType& type, int column, std::string_view text) {
  std::vector<Id> ids;
  for (const Row& row : reader_.list(
           type.name, Expr::compare(Expr::Op::equal, column, std::string(text)), {}, k_enough))
    ids.push_back(row.id);
  return ids;
}

std::vector<Id> LinkFinder::by_words(const RecordType& type, int field, std::string_view text) {
  std::vector<Id> ids;
  const Field& title = type.fields[static_cast<std::size_t>(field)];
  for (const Row& row : reader_.list(type.name, {}, {}, k_compared_rows_max)) {
    const Value& value = row.values[static_cast<std::size_t>(field)];
    if (trim(value_to_text(title, value, true)) == text ||
        trim(value_to_text(title, value, false)) == text)
      ids.push_back(row.id);
  }
  return ids;
}

std::vector<Id> LinkFinder::matches(const RecordType& type, std::string_view text) {
  std::vector<Id> ids;
  if (!type.decl->prefix.empty()) ids = by_column(type, kernel::k_number, text);
  for (std::size_t i = 0; ids.empty() && i < type.fields.size(); ++i) {
    const Field& field = type.fields[i];
    const bool names = field.unique || field.name == type.decl->title;
    if (!names || field.hidden) continue;
    if (field.kind == Kind::text) ids = by_column(type, static_cast<int>(i), text);
    if (field.kind == Kind::text2) ids = by_words(type, static_cast<int>(i), text);
  }
  if (const std::optional<Id> id = parse_id(text); ids.empty() && id)
    if (reader_.load(type.name, *id)) ids.push_back(*id);
  return ids;
}

Result<Id> LinkFinder::find(std::string_view record, std::string_view text) {
  const auto [at, fresh] = known_.try_emplace({std::string(record), std::string(text)});
  std::vector<Id>& ids = at->second;
  if (fresh) {
    // A link to anything names a scope: portfolio, programme, project.
    for (const RecordType* type : reader_.registry().records()) {
      const bool meant =
          record == "*" ? type->decl->scoping == kernel::Scoping::self : type->name == record;
      if (!meant) continue;
      const std::vector<Id> more = matches(*type, text);
      ids.insert(ids.end(), more.begin(), more.end());
    }
    const std::optional<Id> id = parse_id(text);
    if (ids.empty() && id == kernel::k_organisation) ids.push_back(*id);
  }
  if (ids.size() == 1) return ids.front();
  return refuse(RefusalKind::rule, ids.empty() ? "import.link_unknown" : "import.link_ambiguous",
                {}, {{"value", std::string(text)}});
}

Result<Value> read_cell(const Field& field, std::string_view text, LinkFinder& links) {
  text = unguarded(trim(text));
  if (text.empty()) return Value();
  if (field.kind == Kind::link) {
    const Result<Id> id = links.find(field.target, text);
    if (!id) return id.refusals();
    return Value(*id);
  }
  if (field.kind == Kind::json) {
    const Result<Json> json = parse_json(text);
    if (!json) return json.refusals();
    return value_from_json(field, *json);
  }
  if (field.kind == Kind::date) return value_from_text(field, plain_date(text));
  if (is_amount(field.kind)) return value_from_text(field, plain_amount(text));
  return value_from_text(field, text);
}

bool says_the_same(const Field& field, const Value& now, const Value& read, std::string_view text,
                   bool zh) {
  if (now == read) return true;
  if (!is_set(now)) return false;
  text = unguarded(trim(text));
  const std::string told = value_to_text(field, now, zh);
  if (trim(told) == text) return true;
  constexpr std::size_t k_cut_bytes = 32'000;
  constexpr std::string_view k_cut = "…";
  return text.size() > k_cut_bytes && text.ends_with(k_cut) &&
         std::string_view(told).starts_with(text.substr(0, text.size() - k_cut.size()));
}

}  // namespace tc::service::exchange
