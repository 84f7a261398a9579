#include "functions/scope/size.h"

#include <algorithm>
#include <map>

namespace tc::functions::scope {
namespace {

using namespace kernel;

// Where the middle and the upper class of files and of data elements begin, and what low, average
// and high are worth.
struct Weights {
  std::string_view kind;
  std::int64_t references_middle, references_high, elements_middle, elements_high;
  std::array<std::int64_t, 3> points;
};
constexpr std::array<Weights, 5> k_weights = {{
    {"external_input", 2, 3, 5, 16, {3, 4, 6}},
    {"external_output", 2, 4, 6, 20, {4, 5, 7}},
    {"external_inquiry", 2, 4, 6, 20, {3, 4, 6}},
    {"internal_file", 2, 6, 20, 51, {7, 10, 15}},
    {"interface_file", 2, 6, 20, 51, {5, 7, 10}},
}};

int band(std::int64_t value, std::int64_t middle, std::int64_t high) {
  return (value >= middle ? 1 : 0) + (value >= high ? 1 : 0);
}

}  // namespace

void derive_component(Row& row, const Row*, Reader&) {
  const auto weights = std::ranges::find(k_weights, row.text("kind"), &Weights::kind);
  if (weights == k_weights.end()) return;
  const int files =
      band(row.integer("references"), weights->references_middle, weights->references_high);
  const int elements =
      band(row.integer("data_elements"), weights->elements_middle, weights->elements_high);
  // The matrix of every kind: low, low, average / low, average, high / average, high, high.
  const auto complexity = static_cast<std::size_t>(std::clamp(files + elements - 1, 0, 2));
  row.set("complexity", std::string(k_complexities[complexity].value));
  row.set("points", weights->points[complexity]);
}

std::optional<std::int64_t> points_of(Reader& reader, Id requirement) {
  const std::vector<Row> components =
      project::linked(reader, "function_component", "requirement", requirement);
  if (components.empty()) return std::nullopt;
  std::int64_t points = 0;
  for (const Row& one : components) points += one.integer("points");
  return points;
}

Result<ReportTable> size(const ReportInput& input) {
  std::map<std::string, std::pair<std::int64_t, std::int64_t>, std::less<>> kinds;
  std::int64_t total = 0;
  for (const Row& row : project::report_rows(input, "function_component")) {
    auto& [count, points] = kinds[std::string(row.text("kind"))];
    ++count;
    points += row.integer("points");
    total += row.integer("points");
  }
  ReportTable table;
  for (const Choice& kind : k_component_kinds) {
    const auto found = kinds.find(kind.value);
    if (found == kinds.end()) continue;
    const auto& [count, points] = found->second;
    table.rows.push_back({Value(std::string(kind.value)), Value(count), Value(points),
                          project::share(points, total)});
  }
  table.finding = {"合计 {points} 个功能点", "{points} function points in all"};
  table.arguments = {{"points", std::to_string(total)}};
  return table;
}

}  // namespace tc::functions::scope
