#include "functions/quality/charts.h"

#include <algorithm>
#include <cmath>

#include "engine/quality/capability.h"
#include "engine/quality/chart.h"
#include "engine/quality/statistics.h"

namespace tc::functions::quality {
namespace {

using namespace kernel;
using engine::quality::ChartKind;

// The measurements of the metric in the order of their days, subgroups kept together.
std::vector<Row> measurements(const ReportInput& input) {
  const std::optional<Id> metric = parse_id(input.inputs.text("metric"));
  std::vector<Row> rows = project::report_rows(input, "measurement");
  std::erase_if(rows, [&](const Row& row) { return !metric || row.integer("metric") != *metric; });
  std::ranges::stable_sort(rows, {}, [](const Row& row) {
    return std::pair(row.integer("subgroup"), row.integer("on_day"));
  });
  return rows;
}

Result<Row> metric_of(const ReportInput& input) {
  std::optional<Row> metric =
      input.reader.load("quality_metric", parse_id(input.inputs.text("metric")).value_or(0));
  if (!metric) return refuse(RefusalKind::not_found, "record.not_found");
  return std::move(*metric);
}

// The chart that the metric names; the engine writes "xbar-r" where a declaration has "xbar_r".
ChartKind chart_of(const Row& metric) {
  std::string word(metric.text("chart"));
  std::ranges::replace(word, '_', '-');
  return engine::quality::chart_of(word).value_or(ChartKind::imr);
}

bool is_subgrouped(ChartKind kind) {
  return kind == ChartKind::xbar_r || kind == ChartKind::xbar_s;
}

// What the engine plots: subgroups of the size of the first one, or one point per measurement.
engine::quality::Data data_of(const std::vector<Row>& rows, ChartKind kind) {
  engine::quality::Data data;
  for (const Row& row : rows) data.values.push_back(row.number_of("value"));
  if (is_subgrouped(kind))
    data.subgroup_size = static_cast<std::size_t>(
        std::ranges::count(rows, rows.empty() ? 0 : rows.front().integer("subgroup"),
                           [](const Row& row) { return row.integer("subgroup"); }));
  if (kind == ChartKind::np && !rows.empty())
    data.sizes.push_back(rows.front().number_of("sample_size"));
  if (kind == ChartKind::p || kind == ChartKind::u)
    for (const Row& row : rows) data.sizes.push_back(row.number_of("sample_size"));
  return data;
}

engine::quality::Rules rules_of(const Row& metric) {
  return metric.text("rules") == "western_electric" ? engine::quality::k_western_electric
                                                    : engine::quality::k_nelson;
}

// The first remark in the subgroup of a point.
Value note_of(const std::vector<Row>& rows, std::size_t first, std::size_t count) {
  for (std::size_t i = first; i < first + count; ++i)
    if (rows[i].has("note")) return rows[i].at("note");
  return {};
}

Value shown(const Figure& figure) {
  if (!figure.defined()) return {};
  return figure.value;
}

}  // namespace

Result<ReportTable> control_chart(const ReportInput& input) {
  const Result<Row> metric = metric_of(input);
  if (!metric) return metric.refusals();
  const std::vector<Row> rows = measurements(input);
  const ChartKind kind = chart_of(*metric);
  const engine::quality::Data data = data_of(rows, kind);
  const auto limits = engine::quality::fit(kind, data, {});
  if (!limits) return limits.refusals();
  const auto chart = engine::quality::evaluate(data, *limits, rules_of(*metric));
  if (!chart) return chart.refusals();
  ReportTable table;
  std::int64_t signals = 0;
  const std::size_t each = is_subgrouped(kind) ? data.subgroup_size : 1;
  for (std::size_t i = 0; i < chart->points.size(); ++i) {
    const auto& point = chart->points[i];
    signals += point.rules != 0;
    table.rows.push_back({rows[i * each].at("on_day"), Value(point.value), Value(point.center),
                          Value(point.lower), Value(point.upper),
                          Value(std::int64_t{point.rules != 0}), note_of(rows, i * each, each)});
  }
  table.finding = {"{count} 个点违反判异规则", "{count} {count:point breaks|points break} a rule"};
  table.arguments = {{"count", std::to_string(signals)}};
  return table;
}

Result<ReportTable> capability(const ReportInput& input) {
  const Result<Row> metric = metric_of(input);
  if (!metric) return metric.refusals();
  const std::vector<Row> rows = measurements(input);
  const ChartKind named = chart_of(*metric);
  const ChartKind kind = is_subgrouped(named) ? named : ChartKind::imr;
  const engine::quality::Data data = data_of(rows, kind);
  const auto limits = engine::quality::fit(kind, data, {});
  if (!limits) return limits.refusals();
  const auto summary = engine::quality::summarise(data.values);
  engine::quality::Specification specification;
  if (metric->has("lower_limit")) specification.lower = metric->number_of("lower_limit");
  if (metric->has("upper_limit")) specification.upper = metric->number_of("upper_limit");
  // The limits hold for a plotted mean; the process itself varies by √n of it.
  const double within = limits->sigma * std::sqrt(static_cast<double>(data.subgroup_size));
  const auto result = engine::quality::capability(summary.mean, within,
                                                  summary.deviation.value_or(0), specification);
  ReportTable table;
  table.rows.push_back({Value(static_cast<std::int64_t>(rows.size())), Value(summary.mean),
                        shown(result.cp), shown(result.cpk), shown(result.pp), shown(result.ppk)});
  return table;
}

}  // namespace tc::functions::quality
