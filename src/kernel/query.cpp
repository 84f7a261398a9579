#include "kernel/query.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "base/text.h"
#include "kernel/custom.h"
#include "kernel/registry.h"

namespace tc::kernel {
namespace {

constexpr int k_filter_depth_max = 20;
constexpr std::size_t k_filter_bytes_max = 4000;

struct SystemColumn {
  std::string_view name;
  int column;
  Kind kind;
};
constexpr std::array k_system_columns = {
    SystemColumn{"id", k_id, Kind::link},
    SystemColumn{"state", k_state, Kind::text},
    SystemColumn{"number", k_number, Kind::text},
    SystemColumn{"version", k_version, Kind::integer},
    SystemColumn{"level", k_level, Kind::integer},
    SystemColumn{"created_at", k_created, Kind::moment},
    SystemColumn{"updated_at", k_updated, Kind::moment},
};

Field system_field(const SystemColumn& column) {
  return {.name = column.name, .kind = column.kind, .label = {column.name, column.name}};
}

struct Found {
  int column = 0;
  Field field;
  CustomColumn custom = {};
};

Result<Found> custom_column(const RecordType& type, std::string_view name,
                            const FilterContext& context) {
  const CustomField* found =
      context.custom == nullptr ? nullptr : context.custom->find(type.name, name);
  if (found == nullptr) {
    return refuse(RefusalKind::malformed, "field.unknown", "filter",
                  {{"field", std::string(name)}});
  }
  if (found->formula) {
    return refuse(RefusalKind::malformed, "custom_field.formula_not_filtered", "filter",
                  {{"field", std::string(name)}});
  }
  const Kind kind = found->field.kind;
  const bool money = kind == Kind::money;
  const bool number = money || kind == Kind::integer || kind == Kind::number ||
                      kind == Kind::percent || kind == Kind::minutes || kind == Kind::boolean;
  return Found{k_custom, found->field, {std::string(found->key) + (money ? ".minor" : ""), number}};
}

Result<Found> find_column(const RecordType& type, std::string_view name,
                          const FilterContext& context) {
  for (const SystemColumn& column : k_system_columns) {
    if (column.name == name) return Found{column.column, system_field(column)};
  }
  if (name.starts_with(k_custom_prefix)) return custom_column(type, name, context);
  const int index = type.field_index(name);
  if (index < 0 || type.fields[static_cast<std::size_t>(index)].hidden) {
    return refuse(RefusalKind::malformed, "field.unknown", "filter",
                  {{"field", std::string(name)}});
  }
  if (std::ranges::find(context.hidden_fields, name) != context.hidden_fields.end()) {
    return refuse(RefusalKind::malformed, "field_not_permitted", "filter",
                  {{"field", std::string(name)}});
  }
  return Found{index, type.fields[static_cast<std::size_t>(index)]};
}

class FilterParser {
 public:
  FilterParser(const RecordType& type, std::string_view text, const FilterContext& context)
      : type_(type), text_(text), context_(context) {}

  Result<Expr> parse() {
    Result<Expr> expr = any_of(0);
    skip_blanks();
    if (expr && at_ != text_.size()) return malformed();
    return expr;
  }

 private:
  [[nodiscard]] Refusal malformed() const {
    return refuse(RefusalKind::malformed, "filter.malformed", "filter",
                  {{"offset", std::to_string(at_)}});
  }
  void skip_blanks() {
    while (at_ < text_.size() && text_[at_] == ' ') ++at_;
  }
  static bool is_word(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '-' || c == '.' || c == '@' || c == '+' || c == ':' ||
           static_cast<unsigned char>(c) >= 0x80;
  }
  std::string_view word() {
    skip_blanks();
    const std::size_t from = at_;
    while (at_ < text_.size() && is_word(text_[at_])) ++at_;
    return text_.substr(from, at_ - from);
  }
  bool keyword(std::string_view name) {
    skip_blanks();
    const std::size_t from = at_;
    if (word() == name) return true;
    at_ = from;
    return false;
  }
  bool symbol(std::string_view name) {
    skip_blanks();
    if (text_.substr(at_, name.size()) != name) return false;
    at_ += name.size();
    return true;
  }

  Result<Expr> sequence(int depth, bool any) {
    std::vector<Expr> parts;
    do {
      Result<Expr> part = any ? all_of(depth) : unary(depth);
      if (!part) return part;
      parts.push_back(std::move(*part));
    } while (keyword(any ? "or" : "and"));
    if (parts.size() == 1) return std::move(parts.front());
    Expr expr;
    expr.op = any ? Expr::Op::any_of : Expr::Op::all_of;
    expr.children = std::move(parts);
    return expr;
  }
  Result<Expr> any_of(int depth) { return sequence(depth, true); }
  Result<Expr> all_of(int depth) { return sequence(depth, false); }

  Result<Expr> unary(int depth) {
    if (depth > k_filter_depth_max) return malformed();
    if (keyword("not")) {
      Result<Expr> inner = unary(depth + 1);
      if (!inner) return inner;
      Expr expr;
      expr.op = Expr::Op::negate;
      expr.children.push_back(std::move(*inner));
      return expr;
    }
    if (symbol("(")) {
      Result<Expr> inner = any_of(depth + 1);
      if (inner && !symbol(")")) return malformed();
      return inner;
    }
    return comparison();
  }

  Result<Expr> comparison() {
    const std::string_view name = word();
    if (name.empty()) return malformed();
    Result<Found> found = find_column(type_, name, context_);
    if (!found) return found.refusals();
    if (keyword("is")) return is_null(*found);
    if (keyword("in")) return in_list(*found);
    Expr::Op op = Expr::Op::equal;
    if (keyword("contains"))
      op = Expr::Op::contains;
    else if (symbol("!="))
      op = Expr::Op::not_equal;
    else if (symbol("<="))
      op = Expr::Op::less_equal;
    else if (symbol(">="))
      op = Expr::Op::greater_equal;
    else if (symbol("<"))
      op = Expr::Op::less;
    else if (symbol(">"))
      op = Expr::Op::greater;
    else if (!symbol("="))
      return malformed();
    const bool written = found->column == k_custom || found->field.kind == Kind::text ||
                         found->field.kind == Kind::text2 || found->field.kind == Kind::choice;
    if (op == Expr::Op::contains && !written) {
      return refuse(RefusalKind::malformed, "field.wrong_type", "filter",
                    {{"field", std::string(name)}, {"kind", "text"}});
    }
    Result<Value> value = literal(found->field, op == Expr::Op::contains);
    if (!value) return value.refusals();
    return about(*found, Expr::compare(op, found->column, stored_form(*found, *value)));
  }

  // The column of a custom field is named beside its number.
  static Expr about(const Found& found, Expr expr) {
    expr.custom = found.custom;
    return expr;
  }
  // Custom values lie in the store as the API shows them.
  static Value stored_form(const Found& found, const Value& value) {
    return found.column == k_custom ? custom_comparable(value_to_json(found.field, value)) : value;
  }

  Result<Expr> is_null(const Found& found) {
    const bool negated = keyword("not");
    if (!keyword("null")) return malformed();
    Expr expr;
    expr.op = Expr::Op::is_null;
    expr.column = found.column;
    expr.custom = found.custom;
    if (!negated) return expr;
    Expr outer;
    outer.op = Expr::Op::negate;
    outer.children.push_back(std::move(expr));
    return outer;
  }

  Result<Expr> in_list(const Found& found) {
    if (!symbol("(")) return malformed();
    Expr expr;
    expr.op = Expr::Op::in;
    expr.column = found.column;
    expr.custom = found.custom;
    do {
      Result<Value> value = literal(found.field, false);
      if (!value) return value.refusals();
      expr.values.push_back(stored_form(found, *value));
    } while (symbol(","));
    if (!symbol(")")) return malformed();
    return expr;
  }

  Result<Value> literal(const Field& field, bool as_text) {
    skip_blanks();
    std::string text;
    if (symbol("\"")) {
      while (at_ < text_.size() && text_[at_] != '"') {
        if (text_[at_] == '\\' && at_ + 1 < text_.size()) ++at_;
        text.push_back(text_[at_++]);
      }
      if (!symbol("\"")) return malformed();
    } else {
      text = word();
      if (text.empty()) return malformed();
      if (text.front() == '@') return variable(field, text);
    }
    if (as_text) return Value(to_nfc(text));
    if (field.kind == Kind::text) return Value(to_nfc(text));
    return value_from_text(field, text);
  }

  Result<Value> variable(const Field& field, std::string_view name) const {
    if (name == "@me") return Value(field.target == "user" ? context_.me_user : context_.me_person);
    if (!name.starts_with("@today")) return malformed();
    std::string_view offset = name.substr(6);
    std::int64_t days = 0;
    if (!offset.empty()) {
      if (offset.front() == '+') offset.remove_prefix(1);
      const auto [end, error] = std::from_chars(offset.data(), offset.data() + offset.size(), days);
      if (error != std::errc() || std::string_view(end, offset.data() + offset.size()) != "d")
        return malformed();
    }
    return Value(context_.today + days);
  }

  const RecordType& type_;
  std::string_view text_;
  const FilterContext& context_;
  std::size_t at_ = 0;
};

}  // namespace

Expr Expr::compare(Op op, int column, Value value) {
  Expr expr;
  expr.op = op;
  expr.column = column;
  expr.values.push_back(std::move(value));
  return expr;
}

Expr Expr::all(std::vector<Expr> parts) {
  Expr expr;
  expr.op = Op::all_of;
  expr.children = std::move(parts);
  return expr;
}

Expr field_is(const RecordType& type, std::string_view field, Value value) {
  const int index = type.field_index(field);
  TC_ASSERT(index >= 0);
  return Expr::compare(Expr::Op::equal, index, std::move(value));
}

Result<Expr> parse_filter(const RecordType& type, std::string_view text,
                          const FilterContext& context) {
  if (trim(text).empty()) return Expr{};
  if (text.size() > k_filter_bytes_max || !is_utf8(text)) {
    return refuse(RefusalKind::malformed, "filter.malformed", "filter", {{"offset", "0"}});
  }
  return FilterParser(type, text, context).parse();
}

Result<std::vector<Sort>> parse_sort(const RecordType& type, std::string_view text,
                                     const FilterContext& context) {
  std::vector<Sort> sorts;
  if (text.empty()) return sorts;
  for (std::string_view part : split(text, ',')) {
    part = trim(part);
    Sort sort;
    if (part.starts_with('-')) {
      sort.descending = true;
      part.remove_prefix(1);
    }
    Result<Found> found = find_column(type, part, context);
    if (!found) return found.refusals();
    sort.column = found->column;
    sort.custom = found->custom;
    sorts.push_back(sort);
  }
  return sorts;
}

namespace {

Value custom_at(const Row& row, std::string_view path) {
  const Result<Json> document = parse_json(row.custom);
  const Json* value = document ? document->find(path.substr(0, path.find('.'))) : nullptr;
  return value == nullptr ? Value() : custom_comparable(*value);
}

}  // namespace

Value column_value(const Row& row, const Sort& sort) {
  switch (sort.column) {
    case k_custom:
      return custom_at(row, sort.custom.path);
    case k_id:
      return row.id;
    case k_state:
      return row.state;
    case k_number:
      return row.number;
    case k_version:
      return row.version;
    case k_level:
      return std::int64_t{row.level};
    case k_created:
      return row.created_tx == 0 ? std::int64_t{0} : id_moment(row.created_tx);
    case k_updated:
      return row.updated_tx == 0 ? std::int64_t{0} : id_moment(row.updated_tx);
    case k_scope:
      return row.scope;
    default:
      return row.values[static_cast<std::size_t>(sort.column)];
  }
}

}  // namespace tc::kernel
