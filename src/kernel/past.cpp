#include "kernel/past.h"

#include <algorithm>
#include <map>

#include "kernel/custom.h"
#include "kernel/kernel.h"

namespace tc::kernel {
namespace {

constexpr std::int64_t k_page_rows = 1000;

// Less, equal or greater as the stores have it: texts by their bytes, amounts by minor units.
std::optional<int> order_of(const Value& a, const Value& b) {
  const auto number = [](const Value& value) -> std::optional<double> {
    if (const auto* real = std::get_if<double>(&value)) return *real;
    if (const auto* whole = std::get_if<std::int64_t>(&value)) return static_cast<double>(*whole);
    return std::nullopt;
  };
  const auto whole = [](const Value& value) -> std::optional<std::int64_t> {
    if (const auto* one = std::get_if<std::int64_t>(&value)) return *one;
    if (const auto* money = std::get_if<Money>(&value)) return money->minor;
    return std::nullopt;
  };
  const auto text = [](const Value& value) -> const std::string* {
    if (const auto* both = std::get_if<Text2>(&value)) return &both->zh;
    return std::get_if<std::string>(&value);
  };
  const auto sign = [](const auto& x, const auto& y) { return x < y ? -1 : y < x ? 1 : 0; };
  if (whole(a) && whole(b)) return sign(*whole(a), *whole(b));
  if (number(a) && number(b)) return sign(*number(a), *number(b));
  if (text(a) != nullptr && text(b) != nullptr) return sign(*text(a), *text(b));
  return std::nullopt;
}

std::string lower(std::string text) {
  for (char& c : text) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return text;
}

bool contains(const Value& value, const Value& part) {
  const auto* text = std::get_if<std::string>(&value);
  const auto* both = std::get_if<Text2>(&value);
  const auto* wanted = std::get_if<std::string>(&part);
  if (wanted == nullptr || (text == nullptr && both == nullptr)) return false;
  return lower(text != nullptr ? *text : both->zh).find(lower(*wanted)) != std::string::npos;
}

std::optional<bool> compared(const Value& value, Expr::Op op, const Value& wanted) {
  if (!is_set(wanted)) return is_set(value) == (op == Expr::Op::not_equal);
  if (!is_set(value)) return std::nullopt;
  if (op == Expr::Op::contains) return contains(value, wanted);
  const std::optional<int> order = order_of(value, wanted);
  if (!order) return std::nullopt;
  switch (op) {
    case Expr::Op::equal:
      return *order == 0;
    case Expr::Op::not_equal:
      return *order != 0;
    case Expr::Op::less:
      return *order < 0;
    case Expr::Op::less_equal:
      return *order <= 0;
    case Expr::Op::greater:
      return *order > 0;
    default:
      return *order >= 0;
  }
}

// Three-valued, as SQL: one that is not known does not decide.
std::optional<bool> meets_children(const Row& row, const Expr& condition) {
  const bool decisive = condition.op == Expr::Op::any_of;
  bool unknown = false;
  for (const Expr& child : condition.children) {
    const std::optional<bool> one = meets(row, child);
    if (one == decisive) return decisive;
    unknown = unknown || !one;
  }
  return unknown ? std::nullopt : std::optional(!decisive);
}

void put_back(Row& row, const JsonMember& was) {
  if (was.key == "state") {
    if (was.value.is_string()) row.state = was.value.string();
  } else if (was.key.starts_with(k_custom_prefix)) {
    Result<Json> document = parse_json(row.custom);
    if (!document || !document->is_object()) return;
    (*document)[was.key.substr(k_custom_prefix.size())] = was.value;
    row.custom = to_canonical_text(*document);
  } else if (const int index = row.type->field_index(was.key); index >= 0) {
    const auto at = static_cast<std::size_t>(index);
    Result<Value> value = value_from_json(row.type->fields[at], was.value);
    row.values[at] = value ? std::move(*value) : Value();
  }
}

bool holds_state(const HistoryRow& change) {
  const Result<Json> before = parse_json(change.before);
  return before && before->find("state") != nullptr;
}

// Walks `row` back to how the changes up to `moment` left it; nothing when it did not exist then.
std::optional<Row> walked_back(Row row, std::span<const HistoryRow> history, Moment moment) {
  const auto later = std::ranges::partition_point(
      history, [&](const HistoryRow& change) { return id_moment(change.tx) <= moment; });
  if (later == history.begin() || std::prev(later)->kind == "remove") return std::nullopt;
  for (auto change = history.end(); change != later;) {
    const Result<Json> before = parse_json((--change)->before);
    for (const JsonMember& was : before ? before->members() : Json::Object()) put_back(row, was);
  }
  const HistoryRow& newest = *std::prev(later);
  row.version = newest.version;
  row.updated_tx = newest.tx;
  row.deleted_tx = 0;
  row.state_since = id_moment(row.created_tx);
  for (auto change = later; change != history.begin();) {
    if (!holds_state(*--change)) continue;
    row.state_since = id_moment(change->tx);
    break;
  }
  if (row.type->decl->scoping == Scoping::project) row.scope = row.integer("project");
  return row;
}

class PastSnapshot final : public Snapshot {
 public:
  PastSnapshot(Snapshot& present, Moment moment) : present_(present), moment_(moment) {}

  [[nodiscard]] std::optional<Row> load(const RecordType& type, Id id,
                                        const AccessFilter& access) override {
    AccessFilter wider = access;
    wider.deleted_too = true;
    std::optional<Row> row = present_.load(type, id, wider);
    if (!row) return row;
    const std::vector<HistoryRow> history = present_.history(type, id);
    return walked_back(std::move(*row), history, moment_);
  }

  [[nodiscard]] std::vector<Row> list(const ListQuery& query) override {
    ListQuery unchanged = query;
    unchanged.filter = Expr::all({query.filter, since(Expr::Op::less)});
    std::vector<Row> rows = present_.list(unchanged);
    const auto earlier = [&](const Row& a, const Row& b) { return before(query, a, b); };
    for (Row& row : changed(query)) {
      if (is_behind(query, row)) rows.push_back(std::move(row));
    }
    std::ranges::sort(rows, earlier);
    if (std::ssize(rows) > query.limit) rows.resize(static_cast<std::size_t>(query.limit));
    return rows;
  }

  [[nodiscard]] std::int64_t count(const ListQuery& query) override {
    ListQuery unchanged = query;
    unchanged.filter = Expr::all({query.filter, since(Expr::Op::less)});
    return present_.count(unchanged) + std::ssize(changed(query));
  }

  [[nodiscard]] std::vector<HistoryRow> history(const RecordType& type, Id id) override {
    std::vector<HistoryRow> rows = present_.history(type, id);
    std::erase_if(rows, [&](const HistoryRow& change) { return id_moment(change.tx) > moment_; });
    return rows;
  }

  [[nodiscard]] std::vector<HistoryRow> history_of_tx(Id tx) override {
    return present_.history_of_tx(tx);
  }
  [[nodiscard]] std::vector<HistoryRow> history_of_changed(const RecordType& type,
                                                           Moment since) override {
    return present_.history_of_changed(type, since);
  }
  [[nodiscard]] std::optional<TxRow> tx(Id tx) override { return present_.tx(tx); }
  [[nodiscard]] std::optional<TxRow> tx_by_key(Id principal, const std::string& key) override {
    return present_.tx_by_key(principal, key);
  }
  [[nodiscard]] std::optional<BlobWrite> blob(const std::string& kind, Id key,
                                              std::int64_t version) override {
    return present_.blob(kind, key, version);
  }
  [[nodiscard]] std::vector<BlobWrite> blobs(const std::string& kind, Id key, std::int64_t after,
                                             std::int64_t upto) override {
    return present_.blobs(kind, key, after, upto);
  }
  [[nodiscard]] std::vector<ScopeRow> scopes() override { return present_.scopes(); }
  [[nodiscard]] std::int64_t rights_epoch() override { return present_.rights_epoch(); }
  [[nodiscard]] std::int64_t last_event() override { return present_.last_event(); }
  [[nodiscard]] std::vector<Event> events_after(std::int64_t seq, std::int64_t limit) override {
    return present_.events_after(seq, limit);
  }
  [[nodiscard]] std::vector<AuditRow> audit_after(std::int64_t seq, std::int64_t limit) override {
    return present_.audit_after(seq, limit);
  }
  [[nodiscard]] std::vector<PersonalValue> personal_after(const std::string& commitment,
                                                          std::int64_t limit) override {
    return present_.personal_after(commitment, limit);
  }
  [[nodiscard]] std::vector<std::pair<std::string, Id>> search(
      const std::vector<std::string>& phrases,
      const std::vector<std::pair<const RecordType*, AccessFilter>>& where,
      std::int64_t limit) override {
    return present_.search(phrases, where, limit);
  }

 private:
  [[nodiscard]] Expr since(Expr::Op op) const { return Expr::compare(op, k_updated, moment_ + 1); }

  // Rows changed since that met the filter then, as they were then.
  [[nodiscard]] std::vector<Row> changed(const ListQuery& query) {
    std::map<Id, std::vector<HistoryRow>>& histories = histories_of(*query.type);
    std::vector<Row> rows;
    ListQuery page{query.type, query.access, since(Expr::Op::greater_equal), {}, {}, k_page_rows};
    page.access.deleted_too = true;
    for (bool more = !histories.empty(); more;) {
      std::vector<Row> some = present_.list(page);
      more = std::ssize(some) == k_page_rows;
      if (more) page.after = {some.back().id};
      for (Row& row : some) {
        const Id id = row.id;
        std::optional<Row> then = walked_back(std::move(row), histories[id], moment_);
        if (then && meets(*then, query.filter).value_or(false)) rows.push_back(std::move(*then));
      }
    }
    return rows;
  }

  // Read once: a list is read for its rows and again for their number.
  [[nodiscard]] std::map<Id, std::vector<HistoryRow>>& histories_of(const RecordType& type) {
    const auto [at, fresh] = histories_.try_emplace(&type);
    if (fresh) {
      for (HistoryRow& change : present_.history_of_changed(type, moment_ + 1))
        at->second[change.id].push_back(std::move(change));
    }
    return at->second;
  }

  // The order of the stores: rows without a value last, the id at the end.
  static bool before(const ListQuery& query, const Row& a, const Row& b) {
    std::vector<Value> values;
    for (const Sort& sort : query.sort) values.push_back(column_value(b, sort));
    values.emplace_back(b.id);
    return order_to(query, a, values) < 0;
  }

  // Whether a row comes behind the last one of the page before.
  static bool is_behind(const ListQuery& query, const Row& row) {
    return query.after.size() != query.sort.size() + 1 || order_to(query, row, query.after) > 0;
  }

  static int order_to(const ListQuery& query, const Row& row, const std::vector<Value>& values) {
    for (std::size_t i = 0; i < query.sort.size(); ++i) {
      const Value own = column_value(row, query.sort[i]);
      if (is_set(own) != is_set(values[i])) return is_set(own) ? -1 : 1;
      const int order = is_set(own) ? order_of(own, values[i]).value_or(0) : 0;
      if (order != 0) return query.sort[i].descending ? -order : order;
    }
    const bool newest_first = query.sort.empty() || query.sort.front().descending;
    const int order = order_of(row.id, values.back()).value_or(0);
    return newest_first ? -order : order;
  }

  Snapshot& present_;
  Moment moment_;
  std::map<const RecordType*, std::map<Id, std::vector<HistoryRow>>> histories_;
};

}  // namespace

std::optional<bool> meets(const Row& row, const Expr& condition) {
  switch (condition.op) {
    case Expr::Op::always:
      return true;
    case Expr::Op::all_of:
    case Expr::Op::any_of:
      return meets_children(row, condition);
    case Expr::Op::negate: {
      const std::optional<bool> inner = meets(row, condition.children.front());
      return inner ? std::optional(!*inner) : inner;
    }
    default:
      break;
  }
  const Value value = column_value(row, {condition.column, false, condition.custom});
  if (condition.op == Expr::Op::is_null) return !is_set(value);
  if (condition.op != Expr::Op::in) return compared(value, condition.op, condition.values.front());
  if (!is_set(value)) return std::nullopt;
  return std::ranges::any_of(condition.values, [&](const Value& one) {
    return compared(value, Expr::Op::equal, one).value_or(false);
  });
}

std::unique_ptr<Snapshot> as_of(Snapshot& present, Moment moment) {
  return std::make_unique<PastSnapshot>(present, moment);
}

}  // namespace tc::kernel
