#include "store/sql/compile.h"

#include <algorithm>

#include "base/text.h"
#include "kernel/query.h"

namespace tc::store::sql {
namespace {

using kernel::AccessFilter;
using kernel::Expr;
using kernel::Kind;
using kernel::RecordType;
using kernel::ScopeSet;

// Moments of creation live in the id of the transaction: compared as ids.
constexpr Moment k_epoch_2020_ms = 1'577'836'800'000;
constexpr int k_id_shift = 22;

kernel::Value comparable(int column, const kernel::Value& value) {
  const auto* moment = std::get_if<std::int64_t>(&value);
  if (moment == nullptr || (column != kernel::k_created && column != kernel::k_updated))
    return value;
  return first_id(*moment);
}

std::string_view operator_sql(Expr::Op op) {
  switch (op) {
    case Expr::Op::equal:
      return " = ";
    case Expr::Op::not_equal:
      return " <> ";
    case Expr::Op::less:
      return " < ";
    case Expr::Op::less_equal:
      return " <= ";
    case Expr::Op::greater:
      return " > ";
    case Expr::Op::greater_equal:
      return " >= ";
    default:
      throw Defect("no comparison");
  }
}

void add_contains(Statement& statement, const std::string& column, const kernel::Value& value) {
  std::string pattern = "%";
  for (const char c : std::get<std::string>(value)) {
    if (c == '%' || c == '_' || c == '\\') pattern += '\\';
    pattern += c;
  }
  pattern += '%';
  statement.add("(" + column)
      .add(statement.postgres() ? " ILIKE " : " LIKE ")
      .bind(pattern)
      .add(" ESCAPE '\\')");
}

void add_children(Statement& statement, const RecordType& type, const Expr& expr) {
  if (expr.children.empty()) {
    statement.add(expr.op == Expr::Op::all_of ? "(1=1)" : "(1=0)");
    return;
  }
  statement.add("(");
  for (const Expr& child : expr.children) {
    if (&child != &expr.children.front())
      statement.add(expr.op == Expr::Op::all_of ? " AND " : " OR ");
    add_expr(statement, type, child);
  }
  statement.add(")");
}

void add_scope_set(Statement& statement, std::string_view level, const ScopeSet& set) {
  if (!set.all && set.ids.empty()) {
    statement.add("(1=0)");
    return;
  }
  statement.add("(").add(level);
  if (!set.all) statement.add(" AND scope").in_ids(set.ids);
  statement.add(")");
}

}  // namespace

Id first_id(Moment moment) { return (moment - k_epoch_2020_ms) << k_id_shift; }

Statement& Statement::bind(std::int64_t value) {
  params_.emplace_back(value);
  return add("?" + std::to_string(params_.size()));
}

Statement& Statement::bind(double value) {
  params_.emplace_back(value);
  return add("?" + std::to_string(params_.size()));
}

Statement& Statement::bind(std::string value) {
  texts_.push_back(std::move(value));
  params_.emplace_back(std::string_view(texts_.back()));
  return add("?" + std::to_string(params_.size()));
}

Statement& Statement::bind_value(const kernel::Value& value) {
  if (const auto* whole = std::get_if<std::int64_t>(&value)) return bind(*whole);
  if (const auto* real = std::get_if<double>(&value)) return bind(*real);
  if (const auto* text = std::get_if<std::string>(&value)) return bind(*text);
  if (const auto* money = std::get_if<kernel::Money>(&value)) return bind(money->minor);
  if (const auto* both = std::get_if<kernel::Text2>(&value)) return bind(both->zh);
  return add("NULL");
}

std::string Statement::json_list(const std::vector<Id>& ids) const {
  std::string list = postgres_ ? "{" : "[";
  for (const Id id : ids) {
    if (list.size() > 1) list += ',';
    list += std::to_string(id);
  }
  return list + (postgres_ ? "}" : "]");
}

Statement& Statement::in_ids(const std::vector<Id>& ids) {
  if (ids.size() == 1) return add(" = ").bind(ids.front());
  if (postgres_) return add(" = ANY(CAST(").bind(json_list(ids)).add(" AS bigint[]))");
  return add(" IN (SELECT value FROM json_each(").bind(json_list(ids)).add("))");
}

Statement& Statement::in_texts(const std::vector<std::string>& texts) {
  add(" IN (");
  for (const std::string& text : texts) {
    if (&text != &texts.front()) add(", ");
    bind(text);
  }
  return add(")");
}

std::string quoted(std::string_view name) { return "\"" + std::string(name) + "\""; }

std::string table_of(const RecordType& type) { return quoted(type.name); }

std::vector<std::string> columns_of(const kernel::Field& field) {
  const std::string name = "f_" + std::string(field.name);
  if (field.kind == Kind::money) return {name + "_minor", name + "_currency"};
  if (field.kind == Kind::text2) return {name + "_zh", name + "_en"};
  return {name};
}

std::string column_sql(const RecordType& type, int column) {
  switch (column) {
    case kernel::k_id:
      return "id";
    case kernel::k_state:
      return "state";
    case kernel::k_number:
      return "number";
    case kernel::k_version:
      return "version";
    case kernel::k_level:
      return "level";
    case kernel::k_created:
      return "created_tx";
    case kernel::k_updated:
      return "updated_tx";
    case kernel::k_scope:
      return "scope";
    default:
      return columns_of(type.fields[static_cast<std::size_t>(column)]).front();
  }
}

std::string custom_sql(bool postgres, const kernel::CustomColumn& custom) {
  // The path stands in the text: it comes from a definition and holds names only.
  for (const char c : custom.path)
    TC_ASSERT((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '.');
  if (!postgres) return "json_extract(custom, '$." + custom.path + "')";
  std::string path = custom.path;
  std::ranges::replace(path, '.', ',');
  const std::string text = "(CAST(custom AS jsonb) #>> '{" + path + "}')";
  if (!custom.number) return "(" + text + " COLLATE \"C\")";
  return "(CASE " + text + " WHEN 'true' THEN 1 WHEN 'false' THEN 0 ELSE CAST(" + text +
         " AS double precision) END)";
}

void add_expr(Statement& statement, const RecordType& type, const Expr& expr) {
  switch (expr.op) {
    case Expr::Op::always:
      statement.add("(1=1)");
      return;
    case Expr::Op::all_of:
    case Expr::Op::any_of:
      add_children(statement, type, expr);
      return;
    case Expr::Op::negate:
      statement.add("(NOT ");
      add_expr(statement, type, expr.children.front());
      statement.add(")");
      return;
    default:
      break;
  }
  const std::string column = expr.column == kernel::k_custom
                                 ? custom_sql(statement.postgres(), expr.custom)
                                 : column_sql(type, expr.column);
  if (expr.op == Expr::Op::is_null) {
    statement.add("(" + column + " IS NULL)");
  } else if (expr.op == Expr::Op::contains) {
    add_contains(statement, column, expr.values.front());
  } else if (expr.op == Expr::Op::in) {
    statement.add("(" + column + " IN (");
    for (const kernel::Value& value : expr.values) {
      if (&value != &expr.values.front()) statement.add(", ");
      statement.bind_value(comparable(expr.column, value));
    }
    statement.add("))");
  } else if (!is_set(expr.values.front())) {
    statement.add("(" + column + (expr.op == Expr::Op::not_equal ? " IS NOT NULL)" : " IS NULL)"));
  } else {
    statement.add("(" + column)
        .add(operator_sql(expr.op))
        .bind_value(comparable(expr.column, expr.values.front()))
        .add(")");
  }
}

void add_scope_access(Statement& statement, const AccessFilter& access) {
  if (access.system) {
    statement.add("(1=1)");
    return;
  }
  statement.add("(");
  add_scope_set(statement, "level <= 1", access.normal);
  statement.add(" OR ");
  add_scope_set(statement, "level = 2", access.cleared);
  statement.add(")");
}

void add_access(Statement& statement, const RecordType& type, const AccessFilter& access,
                Purpose purpose) {
  const std::string sign = purpose == Purpose::list ? "+" : "";
  // What hangs on a record is for the persons who are named on that record.
  const std::string whose = type.decl->scoping == kernel::Scoping::subject
                                ? column_sql(type, type.field_index("record_id"))
                                : "id";
  statement.add(access.deleted_too ? "(1=1)" : "(" + sign + "deleted_tx = 0)");
  if (access.system) return;
  statement.add(" AND (");
  add_scope_set(statement, sign + "level <= 1", access.normal);
  statement.add(" OR ");
  add_scope_set(statement, sign + "level = 2", access.cleared);
  if (access.leveled) {
    statement.add(" OR ");
    add_scope_set(statement, "level = 3", {access.held.all, access.held.ids});
    statement.add(" AND level = 3 AND " + whose + " IN (SELECT id FROM _named WHERE principal = ")
        .bind(access.own_person)
        .add(")");
  }
  statement.add(")");
  if (access.leveled)
    statement.add(" AND " + whose + " NOT IN (SELECT id FROM _excluded WHERE principal = ")
        .bind(access.own_person)
        .add(")");
  if (access.personal && type.field_index("person") >= 0) {
    statement.add(" AND " + column_sql(type, type.field_index("person")) + " = ")
        .bind(access.own_person);
  }
}

namespace {

std::string sort_sql(const Statement& statement, const kernel::ListQuery& query,
                     const kernel::Sort& sort) {
  return sort.column == kernel::k_custom ? custom_sql(statement.postgres(), sort.custom)
                                         : column_sql(*query.type, sort.column);
}

}  // namespace

void add_after(Statement& statement, const kernel::ListQuery& query) {
  if (query.after.size() != query.sort.size() + 1) return;
  std::vector<kernel::Sort> sorts = query.sort;
  sorts.push_back({kernel::k_id, sorts.empty() || sorts.front().descending});
  statement.add(" AND (");
  for (std::size_t i = 0; i < sorts.size(); ++i) {
    if (i > 0) statement.add(" OR ");
    statement.add("(");
    for (std::size_t j = 0; j < i; ++j) {
      const std::string column = sort_sql(statement, query, sorts[j]);
      if (is_set(query.after[j]))
        statement.add(column + " = ")
            .bind_value(comparable(sorts[j].column, query.after[j]))
            .add(" AND ");
      else
        statement.add(column + " IS NULL AND ");
    }
    const std::string column = sort_sql(statement, query, sorts[i]);
    // Rows without a value come last in both directions.
    if (is_set(query.after[i])) {
      statement.add("(" + column + (sorts[i].descending ? " < " : " > "))
          .bind_value(comparable(sorts[i].column, query.after[i]));
      statement.add(sorts[i].column == kernel::k_id ? ")" : " OR " + column + " IS NULL)");
    } else {
      statement.add("(1=0)");
    }
    statement.add(")");
  }
  statement.add(")");
}

void add_order(Statement& statement, const kernel::ListQuery& query) {
  statement.add(" ORDER BY ");
  for (const kernel::Sort& sort : query.sort) {
    const std::string column = sort_sql(statement, query, sort);
    if (sort.column >= 0 || sort.column == kernel::k_custom)
      statement.add("(" + column + " IS NULL), ");
    statement.add(column + (sort.descending ? " DESC, " : ", "));
  }
  // Without a wish the newest come first.
  statement.add(query.sort.empty() || query.sort.front().descending ? "id DESC" : "id");
}

}  // namespace tc::store::sql
