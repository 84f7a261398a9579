#include "project/report_tools.h"

#include "base/civil.h"

namespace tc::project {
namespace {

using namespace kernel;

constexpr std::int64_t k_rows_max = 20'000;
constexpr Moment k_day_ms = 86'400'000;
constexpr Moment k_office_offset_ms = 8 * 3'600'000;
constexpr std::size_t k_month_length = 7;

}  // namespace

std::vector<Row> report_rows(const ReportInput& input, std::string_view record) {
  const RecordType* type = input.reader.registry().record(record);
  if (type == nullptr) return {};
  Expr filter;
  const std::optional<Id> project = parse_id(input.inputs.text("project"));
  if (project && type->field_index("project") >= 0) filter = field_is(*type, "project", *project);
  return input.reader.list(record, std::move(filter), {}, k_rows_max);
}

bool is_final(const Row& row) {
  const State* state = row.type->state(row.state);
  return state != nullptr && state->final;
}

Day state_day(const Row& row) {
  return static_cast<Day>((row.state_since + k_office_offset_ms) / k_day_ms);
}

Day day_made(const Row& row) {
  return static_cast<Day>((id_moment(row.id) + k_office_offset_ms) / k_day_ms);
}

Value share(std::int64_t part, std::int64_t whole) {
  if (whole == 0) return {};
  const std::int64_t half = part < 0 ? -whole : whole;  // Division truncates: round away from 0.
  return (part * 20'000 + half) / (2 * whole);
}

Value ratio(double part, double whole, double unit) {
  if (whole == 0) return {};
  return part / whole * unit;
}

Value time_value(PlanTime time) {
  return time == k_no_time ? Value() : Value(format_plan_time(time));
}

Value optional_value(const std::optional<std::int64_t>& number) {
  if (!number) return {};
  return *number;
}

std::string month_of(Day day) { return format_day(day).substr(0, k_month_length); }

std::int64_t minor_units(const Row& row, std::string_view field) {
  const auto* money = std::get_if<Money>(&row.at(field));
  return money == nullptr ? 0 : money->minor;
}

double major_units(const Row& row, std::string_view field) {
  return static_cast<double>(minor_units(row, field)) / 100.0;
}

std::string called(Reader& reader, const Row& row) {
  const std::string title = reader.title_of(row.type->name, row.id, reader.principal().zh());
  return row.number.empty() || title.empty() ? row.number + title : row.number + " " + title;
}

CommandSpec command(std::string name, Id id) {
  CommandSpec spec;
  spec.name = std::move(name);
  spec.id = id;
  return spec;
}

CommandSpec creation(std::string name, Json::Object set) {
  CommandSpec spec;
  spec.name = std::move(name);
  spec.set = Json(std::move(set));
  return spec;
}

std::vector<Row> linked(Reader& reader, std::string_view record, std::string_view field, Id id) {
  const RecordType* type = reader.registry().record(record);
  if (type == nullptr) return {};
  return reader.list_any(record, field_is(*type, field, id));
}

std::optional<std::int64_t> days_between(const Value& from, const Value& to) {
  const auto* a = std::get_if<std::int64_t>(&from);
  const auto* b = std::get_if<std::int64_t>(&to);
  if (a == nullptr || b == nullptr) return std::nullopt;
  return *b - *a;
}

}  // namespace tc::project
