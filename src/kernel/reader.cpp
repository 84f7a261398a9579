#include "base/civil.h"
#include "kernel/kernel.h"
#include "kernel/past.h"

namespace tc::kernel {
namespace {

constexpr Moment k_day_ms = 86'400'000;
// Days of the office are days in China until the organisation says otherwise.
constexpr Moment k_office_offset_ms = 8 * 3'600'000;

}  // namespace

Reader::Reader(Kernel& kernel, const Principal& principal)
    : kernel_(kernel), principal_(principal), now_(kernel.clock().now()) {}
Reader::~Reader() = default;

void Reader::note_read(std::string_view record) {
  if (!read_.contains(record)) read_.emplace(record);
}

const Registry& Reader::registry() const { return kernel_.registry(); }

Day Reader::today() const { return static_cast<Day>((now_ + k_office_offset_ms) / k_day_ms); }

Snapshot& Reader::present() {
  if (present_ == nullptr) present_ = kernel_.store().read();
  return *present_;
}

Snapshot& Reader::snapshot() {
  if (principal_.as_of == 0) return present();
  if (past_ == nullptr) past_ = as_of(present(), principal_.as_of);
  return *past_;
}

const ScopeTree& Reader::scopes() {
  if (scopes_ == nullptr) scopes_ = kernel_.scope_tree(present());
  return *scopes_;
}

AccessFilter Reader::access(const RecordType& type, std::string_view verb) {
  return access_filter(principal_, type, verb, scopes());
}

bool Reader::may(std::string_view permission, Id scope) {
  return kernel::may(principal_, permission, scope, scopes());
}

FilterContext Reader::filter_context(const RecordType& type) {
  return {principal_.user, principal_.person, today(), hidden_fields(principal_, type, scopes()),
          &custom_fields()};
}

const CustomFields& Reader::custom_fields() {
  if (custom_fields_ == nullptr) custom_fields_ = kernel_.custom_fields(present());
  return *custom_fields_;
}

std::optional<Row> Reader::load(std::string_view record, Id id) {
  const RecordType* type = registry().record(record);
  if (type == nullptr || id == 0) return std::nullopt;
  note_read(type->name);
  const auto changed = overlay_.find({type->name, id});
  if (changed != overlay_.end()) {
    // What this transaction made or was allowed to change, it may read.
    return changed->second.deleted_tx == 0 ? std::optional(changed->second) : std::nullopt;
  }
  return snapshot().load(*type, id, access(*type, "read"));
}

std::optional<Row> Reader::load_any(std::string_view record, Id id) {
  const RecordType* type = registry().record(record);
  if (type == nullptr || id == 0) return std::nullopt;
  note_read(type->name);
  const auto changed = overlay_.find({type->name, id});
  if (changed != overlay_.end())
    return changed->second.deleted_tx == 0 ? std::optional(changed->second) : std::nullopt;
  return snapshot().load(*type, id, AccessFilter::everything());
}

std::vector<Row> Reader::list(std::string_view record, Expr filter, std::vector<Sort> sort,
                              std::int64_t limit) {
  const RecordType* type = registry().record(record);
  if (type == nullptr) return {};
  note_read(type->name);
  return snapshot().list(
      {type, access(*type, "read"), std::move(filter), std::move(sort), {}, limit});
}

std::vector<Row> Reader::list_any(std::string_view record, Expr filter, std::int64_t limit) {
  const RecordType* type = registry().record(record);
  if (type == nullptr) return {};
  note_read(type->name);
  return snapshot().list({type, AccessFilter::everything(), std::move(filter), {}, {}, limit});
}

std::string Reader::title_of(std::string_view record, Id id, bool zh) {
  const RecordType* type = registry().record(record);
  if (type == nullptr || id == 0 || type->decl->title.empty()) return {};
  const auto known = titles_.find({type->name, id});
  if (known != titles_.end()) return known->second;
  std::string title;
  if (const std::optional<Row> row = load(record, id)) {
    const int index = type->field_index(type->decl->title);
    title = value_to_text(type->fields[static_cast<std::size_t>(index)],
                          row->values[static_cast<std::size_t>(index)], zh);
    if (title.empty()) title = row->number;
  }
  return titles_[{type->name, id}] = title;
}

Refusals check_occasion(Reader& reader, const Row& row, const Occasion& occasion) {
  Refusals refusals;
  for (const Rule* rule : row.type->rules) {
    if (rule->on != occasion.name) continue;
    std::vector<Argument> arguments = {{"subject", occasion.title}};
    if (rule->holds({&row, row, occasion.name, reader.principal(), reader, arguments, &occasion}))
      continue;
    refusals.push_back(refuse(RefusalKind::rule, rule->code, occasion.field, std::move(arguments)));
  }
  return refusals;
}

void Reader::overlay(const Row& row) { overlay_[{row.type->name, row.id}] = row; }

}  // namespace tc::kernel
