#include "service/exchange/import.h"

#include <algorithm>
#include <charconv>
#include <set>

#include "base/digest.h"
#include "base/text.h"
#include "document/sheet.h"
#include "service/exchange/cells.h"
#include "service/exchange/columns.h"

namespace tc::service::exchange {
namespace {

using namespace kernel;
using Use = FileColumn::Use;

constexpr std::size_t k_rows_per_transaction = 1000;
constexpr std::size_t k_errors_told_max = 1000;
constexpr std::size_t k_no_column = SIZE_MAX;

struct Problem {
  std::size_t row = 0;  ///< As people count: the header is in row 1 or below.
  std::size_t column = k_no_column;
  std::string field;
  Refusal refusal;
};

struct Counts {
  std::int64_t rows = 0, created = 0, changed = 0, unchanged = 0;
};

class Import {
 public:
  Import(const RouteInput& input, const RecordType& type)
      : input_(input), type_(type), zh_(input.principal.zh()) {}

  RouteAnswer run();

 private:
  struct Batch {
    std::vector<CommandSpec> commands;
    std::vector<std::size_t> rows;  ///< The row of each command.
    Counts counts;
  };

  [[nodiscard]] Refusals read();
  void try_all();
  [[nodiscard]] bool write_all();
  [[nodiscard]] Batch batch_of(Reader& reader, std::size_t from, std::size_t to);
  void understand(Reader& reader);
  [[nodiscard]] Value value_now(const Row& row, const FileColumn& column) const;
  void add_row(Batch& batch, std::size_t row, LinkFinder& links, std::optional<Row> before);
  [[nodiscard]] std::map<std::string, Row> known_rows(Reader& reader, std::size_t from,
                                                      std::size_t to);
  void check_unique(std::size_t row, const FileColumn& column, const Value& value);
  void check_required(std::size_t row, const CommandSpec& command,
                      const std::set<std::string_view>& refused);
  [[nodiscard]] Request request_of(Batch& batch, std::size_t chunk) const;
  void take_refusals(const Refusals& refusals, const Batch& batch);
  void refuse_cell(std::size_t row, std::size_t column, Refusal refusal);
  [[nodiscard]] std::size_t column_of(std::string_view field) const;
  [[nodiscard]] std::string_view cell(std::size_t row, std::size_t column) const;
  [[nodiscard]] bool empty_row(std::size_t row) const;
  [[nodiscard]] bool is_set_to(std::string_view parameter, std::string_view value) const;
  [[nodiscard]] RouteAnswer answer(bool was_refused);
  [[nodiscard]] Json columns_json() const;
  [[nodiscard]] Json problems_json() const;

  const RouteInput& input_;
  const RecordType& type_;
  bool zh_;
  document::Sheet sheet_;
  std::size_t header_ = 0;     ///< Index of the header's row.
  std::vector<Field> fields_;  ///< What columns may mean, while a reader lives.
  const CustomFields* custom_ = nullptr;
  std::vector<FileColumn> columns_;
  std::size_t key_column_ = k_no_column;  ///< The column that says which record a row means.
  std::string digest_;
  Counts tried_, written_;
  std::vector<Problem> problems_;
  std::size_t problem_count_ = 0;
  std::set<std::pair<std::size_t, std::string>> taken_;  ///< Values of unique fields in the file.
};

std::string_view Import::cell(std::size_t row, std::size_t column) const {
  const auto& cells = sheet_.rows[row];
  return column < cells.size() ? trim(cells[column]) : std::string_view();
}

bool Import::empty_row(std::size_t row) const {
  return std::ranges::all_of(sheet_.rows[row],
                             [](const std::string& text) { return trim(text).empty(); });
}

bool Import::is_set_to(std::string_view parameter, std::string_view value) const {
  const auto found = input_.query.find(std::string(parameter));
  return found != input_.query.end() && found->second == value;
}

std::size_t Import::column_of(std::string_view field) const {
  for (std::size_t i = 0; i < columns_.size(); ++i) {
    if (columns_[i].use == Use::field && columns_[i].name == field) return i;
  }
  return k_no_column;
}

void Import::refuse_cell(std::size_t row, std::size_t column, Refusal refusal) {
  ++problem_count_;
  if (problems_.size() >= k_errors_told_max) return;
  std::string field = column == k_no_column ? std::string() : columns_[column].name;
  problems_.push_back({row + 1, column, std::move(field), std::move(refusal)});
}

// The file, its header and what the columns mean.
Refusals Import::read() {
  Result<document::Sheet> sheet = document::read_sheet(input_.body);
  if (!sheet) return sheet.refusals();
  sheet_ = std::move(*sheet);
  while (header_ < sheet_.rows.size() && empty_row(header_)) ++header_;
  if (header_ >= sheet_.rows.size()) return {refuse(RefusalKind::malformed, "import.no_rows")};
  Reader reader(input_.kernel, input_.principal);
  understand(reader);
  const bool useful = std::ranges::any_of(
      columns_, [](const FileColumn& column) { return column.use == Use::field; });
  if (!useful) {
    std::string wanted;
    for (const Field& field : type_.fields) {
      if (!field.required) continue;
      wanted += (wanted.empty() ? "" : ", ") + std::string(zh_ ? field.label.zh : field.label.en);
    }
    return {refuse(RefusalKind::malformed, "import.no_columns", {}, {{"fields", wanted}})};
  }
  for (std::size_t i = 0; i < columns_.size(); ++i) {
    const FileColumn& column = columns_[i];
    const bool unique =
        column.use == Use::field && fields_[static_cast<std::size_t>(column.field)].unique;
    if (column.use == Use::number || (unique && key_column_ == k_no_column)) key_column_ = i;
    if (column.use == Use::number) break;
  }
  digest_ = sha256_hex(input_.body);
  return {};
}

// The names of the organisation's own fields live as long as the reader: they are asked anew for
// every batch.
void Import::understand(Reader& reader) {
  custom_ = &reader.custom_fields();
  fields_ = importable(type_, reader);
  columns_ = match_columns(type_, sheet_.rows[header_], fields_);
}

Value Import::value_now(const Row& row, const FileColumn& column) const {
  const auto index = static_cast<std::size_t>(column.field);
  if (index < type_.fields.size()) return row.values[index];
  const CustomField* field = custom_->find(type_.name, column.name);
  if (field == nullptr) return {};
  return custom_cell(*field, row, *custom_);
}

// The records that rows of the file mean, by what stands in the key column.
std::map<std::string, Row> Import::known_rows(Reader& reader, std::size_t from, std::size_t to) {
  std::map<std::string, Row> known;
  if (key_column_ == k_no_column) return known;
  const FileColumn& column = columns_[key_column_];
  Expr wanted;
  wanted.op = Expr::Op::in;
  wanted.column = column.use == Use::number ? k_number : column.field;
  for (std::size_t row = from; row < to; ++row) {
    if (!cell(row, key_column_).empty())
      wanted.values.emplace_back(std::string(cell(row, key_column_)));
  }
  if (wanted.values.empty()) return known;
  for (Row& row : reader.list(type_.name, std::move(wanted), {},
                              static_cast<std::int64_t>(2 * k_rows_per_transaction))) {
    std::string key = column.use == Use::number
                          ? row.number
                          : value_to_text(fields_[static_cast<std::size_t>(column.field)],
                                          row.values[static_cast<std::size_t>(column.field)], zh_);
    known.emplace(std::move(key), std::move(row));
  }
  return known;
}

// The store finds two equal values of a unique field when it writes; the file is told before.
void Import::check_unique(std::size_t row, const FileColumn& column, const Value& value) {
  const Field& field = fields_[static_cast<std::size_t>(column.field)];
  if (!field.unique || !is_set(value)) return;
  std::string text = value_to_text(field, value, zh_);
  if (taken_.emplace(static_cast<std::size_t>(column.field), text).second) return;
  refuse_cell(row, column_of(field.name),
              refuse(RefusalKind::rule, "field.not_unique", {},
                     {{"field", std::string(zh_ ? field.label.zh : field.label.en)},
                      {"value", std::move(text)}}));
}

void Import::check_required(std::size_t row, const CommandSpec& command,
                            const std::set<std::string_view>& refused) {
  for (const Field& field : fields_) {
    const bool given = field.name == "project" && input_.query.contains("project");
    if (!field.required || given || refused.contains(field.name) ||
        command.set.find(field.name) != nullptr)
      continue;
    refuse_cell(row, column_of(field.name),
                refuse(RefusalKind::rule, "field.required", {},
                       {{"field", std::string(zh_ ? field.label.zh : field.label.en)}}));
  }
}

void Import::add_row(Batch& batch, std::size_t row, LinkFinder& links, std::optional<Row> before) {
  ++batch.counts.rows;
  const std::size_t problems = problem_count_;
  CommandSpec command;
  bool project_named = false;
  std::set<std::string_view> refused;
  for (std::size_t i = 0; i < columns_.size(); ++i) {
    const FileColumn& column = columns_[i];
    if (column.use == Use::version && before) {
      std::int64_t version = 0;
      const std::string_view text = cell(row, i);
      std::from_chars(text.data(), text.data() + text.size(), version);
      if (version != 0) command.version = version;
    }
    if (column.use != Use::field) continue;
    const Field& field = fields_[static_cast<std::size_t>(column.field)];
    const Value now = before ? value_now(*before, column) : Value();
    Result<Value> value = read_cell(field, cell(row, i), links);
    if (!value && is_set(now) && says_the_same(field, now, {}, cell(row, i), zh_)) continue;
    if (!value) {
      refused.insert(field.name);
      for (const Refusal& refusal : value.refusals()) refuse_cell(row, i, refusal);
      continue;
    }
    check_unique(row, column, *value);
    project_named |= field.name == "project" && is_set(*value);
    if (says_the_same(field, now, *value, cell(row, i), zh_)) continue;
    // A text in two languages keeps the one that the file does not speak.
    if (auto* both = std::get_if<Text2>(&*value); both != nullptr && !zh_)
      *both = {std::holds_alternative<Text2>(now) ? std::get<Text2>(now).zh : std::string(),
               both->zh};
    else if (both != nullptr && std::holds_alternative<Text2>(now))
      both->en = std::get<Text2>(now).en;
    command.set.append(std::string(field.name), value_to_json(field, *value));
  }
  if (problem_count_ > problems) {
    // The write path does not see this row: what it would miss is told here.
    if (!before) check_required(row, command, refused);
    return;
  }
  if (before && command.set.size() == 0) {
    ++batch.counts.unchanged;
    return;
  }
  const auto project = input_.query.find("project");
  if (!before && !project_named && project != input_.query.end() &&
      type_.decl->scoping == Scoping::project)
    command.set["project"] = project->second;
  command.name = std::string(type_.name) + (before ? ".update" : ".create");
  if (before) {
    command.id = before->id;
    if (!command.version) command.version = before->version;
  }
  ++(before ? batch.counts.changed : batch.counts.created);
  batch.commands.push_back(std::move(command));
  batch.rows.push_back(row);
}

Import::Batch Import::batch_of(Reader& reader, std::size_t from, std::size_t to) {
  understand(reader);
  Batch batch;
  LinkFinder links(reader);
  const std::map<std::string, Row> known = known_rows(reader, from, to);
  for (std::size_t row = from; row < to; ++row) {
    if (empty_row(row)) continue;
    std::optional<Row> before;
    if (key_column_ != k_no_column) {
      const std::string key(cell(row, key_column_));
      const auto found = known.find(key);
      if (found != known.end()) {
        before = found->second;
      } else if (!key.empty() && columns_[key_column_].use == Use::number) {
        ++batch.counts.rows;
        refuse_cell(row, key_column_,
                    refuse(RefusalKind::rule, "import.unknown_number", {}, {{"value", key}}));
        continue;
      }
    }
    add_row(batch, row, links, std::move(before));
  }
  return batch;
}

Request Import::request_of(Batch& batch, std::size_t chunk) const {
  Request request;
  request.commands = std::move(batch.commands);
  request.command = std::string(type_.name) + ".import";
  request.details = Json::object();
  request.details.append("file_sha256", digest_);
  request.details.append("part", static_cast<std::int64_t>(chunk + 1));
  request.details.append("rows", static_cast<std::int64_t>(batch.rows.size()));
  if (!input_.idempotency_key.empty()) {
    request.idempotency_key = std::string(input_.idempotency_key) + "/" + std::to_string(chunk);
    request.body_hash = sha256_hex(std::string(type_.name) + digest_);
  }
  return request;
}

// A refusal of command n points below /commands/n where there are several.
void Import::take_refusals(const Refusals& refusals, const Batch& batch) {
  constexpr std::string_view k_commands = "/commands/";
  for (Refusal refusal : refusals) {
    std::size_t index = 0;
    std::string_view pointer = refusal.field;
    if (pointer.starts_with(k_commands)) {
      pointer.remove_prefix(k_commands.size());
      const auto [end, error] =
          std::from_chars(pointer.data(), pointer.data() + pointer.size(), index);
      pointer.remove_prefix(static_cast<std::size_t>(end - pointer.data()));
    }
    TC_ASSERT(index < batch.rows.size());
    const std::string field(pointer.empty() ? pointer : pointer.substr(1));
    const std::size_t row = batch.rows[index];
    refuse_cell(row, column_of(field), std::move(refusal));
    if (problems_.size() < k_errors_told_max || problem_count_ == k_errors_told_max)
      problems_.back().field = field;
  }
}

void Import::try_all() {
  for (std::size_t from = header_ + 1; from < sheet_.rows.size(); from += k_rows_per_transaction) {
    const std::size_t to = std::min(from + k_rows_per_transaction, sheet_.rows.size());
    Reader reader(input_.kernel, input_.principal);
    Batch batch = batch_of(reader, from, to);
    tried_.rows += batch.counts.rows;
    tried_.created += batch.counts.created;
    tried_.changed += batch.counts.changed;
    tried_.unchanged += batch.counts.unchanged;
    if (batch.commands.empty()) continue;
    Request request = request_of(batch, 0);
    request.idempotency_key.clear();
    request.dry_run = true;
    const Result<Answer> tried = input_.kernel.execute(input_.principal, request);
    if (!tried) take_refusals(tried.refusals(), batch);
  }
}

// False when the store refused a part: what was written before stays, and is told.
bool Import::write_all() {
  taken_.clear();
  std::size_t chunk = 0;
  for (std::size_t from = header_ + 1; from < sheet_.rows.size();
       from += k_rows_per_transaction, ++chunk) {
    const std::size_t to = std::min(from + k_rows_per_transaction, sheet_.rows.size());
    Reader reader(input_.kernel, input_.principal);
    Batch batch = batch_of(reader, from, to);
    if (problem_count_ > 0) return false;
    if (!batch.commands.empty()) {
      const Request request = request_of(batch, chunk);
      const Result<Answer> done = input_.kernel.execute(input_.principal, request);
      if (!done) {
        take_refusals(done.refusals(), batch);
        return false;
      }
    }
    written_.rows += batch.counts.rows;
    written_.created += batch.counts.created;
    written_.changed += batch.counts.changed;
    written_.unchanged += batch.counts.unchanged;
  }
  return true;
}

Json Import::columns_json() const {
  static constexpr std::string_view k_names[] = {"field", "number", "version", "computed",
                                                 "unknown"};
  Json json = Json::array();
  for (std::size_t i = 0; i < columns_.size(); ++i) {
    Json item = Json::object();
    item.append("column", document::column_letters(i));
    item.append("header", columns_[i].header);
    item.append("use", k_names[static_cast<std::size_t>(columns_[i].use)]);
    item.append("field", columns_[i].name.empty() ? Json() : Json(columns_[i].name));
    json.push(std::move(item));
  }
  return json;
}

Json Import::problems_json() const {
  Json json = Json::array();
  for (const Problem& problem : problems_) {
    Json item = Json::object();
    item.append("pointer", "/rows/" + std::to_string(problem.row) +
                               (problem.field.empty() ? "" : "/" + problem.field));
    item.append("row", static_cast<std::int64_t>(problem.row));
    item.append("column", problem.column == k_no_column
                              ? Json()
                              : Json(document::column_letters(problem.column)));
    item.append("header",
                problem.column == k_no_column ? Json() : Json(columns_[problem.column].header));
    item.append("field", problem.field.empty() ? Json() : Json(problem.field));
    item.append("code", problem.refusal.code);
    item.append("message", sentence(input_.kernel.registry(), problem.refusal, zh_));
    json.push(std::move(item));
  }
  return json;
}

RouteAnswer Import::answer(bool was_refused) {
  std::ranges::stable_sort(problems_, {}, &Problem::row);
  const Counts& counts = was_refused || written_.rows == 0 ? tried_ : written_;
  Json json = Json::object();
  RouteAnswer answer;
  if (was_refused) {
    const Refusal why = refuse(
        RefusalKind::rule, "import.refused", {},
        {{"count", std::to_string(problem_count_)}, {"written", std::to_string(written_.rows)}});
    answer.status = 422;
    answer.content_type = "application/problem+json";
    json.append("type", "about:blank");
    json.append("title", sentence(input_.kernel.registry(), why, zh_));
    json.append("status", answer.status);
    json.append("code", why.code);
  }
  json.append("rows", counts.rows);
  json.append("created", counts.created);
  json.append("changed", counts.changed);
  json.append("unchanged", counts.unchanged);
  json.append("written", written_.rows);
  json.append("columns", columns_json());
  json.append("errors", problems_json());
  json.append("errors_total", static_cast<std::int64_t>(problem_count_));
  answer.body = to_text(json);
  return answer;
}

RouteAnswer Import::run() {
  if (const Refusals refusals = read(); !refusals.empty()) return refused(refusals);
  try_all();
  if (is_set_to("dry_run", "1")) return answer(false);
  if (problem_count_ > 0) return answer(true);
  return answer(!write_all());
}

}  // namespace

RouteAnswer post_import(const RouteInput& input) {
  const RecordType* type = input.kernel.registry().record_by_plural(input.path.at("records"));
  if (type == nullptr || !type->decl->exposed) {
    return refused({refuse(RefusalKind::not_found, "http.not_found")});
  }
  Reader reader(input.kernel, input.principal);
  const std::string create = std::string(type->name) + ".create";
  if (!reader.may(create) && !reader.may(std::string(type->name) + ".update")) {
    return refused(
        {refuse(RefusalKind::forbidden, "access.not_granted", {}, {{"permission", create}})});
  }
  return Import(input, *type).run();
}

}  // namespace tc::service::exchange
