#include <algorithm>
#include <array>
#include <vector>

#include "engine/montecarlo/messages.h"
#include "functions/functions.h"
#include "functions/risk/risk.h"
#include "kernel/kernel.h"

namespace tc::functions {
namespace risk {
namespace {

using namespace kernel;

constexpr std::int64_t k_risks_max = 5000;

constexpr std::array k_reports_inputs = {Field{
    .name = "project", .kind = Kind::link, .label = {"项目", "Project"}, .target = "project"}};
constexpr std::array k_reports_columns = {
    Field{.name = "probability", .kind = Kind::integer, .label = {"概率等级", "Probability"}},
    Field{.name = "impact", .kind = Kind::integer, .label = {"影响等级", "Impact"}},
    Field{.name = "count", .kind = Kind::integer, .label = {"当前数量", "Present"}},
    Field{.name = "residual_count", .kind = Kind::integer, .label = {"残余数量", "Residual"}},
};

Result<ReportTable> matrix(const ReportInput& input) {
  const RecordType& type = *input.reader.registry().record("risk");
  std::vector<Expr> parts = {Expr::compare(Expr::Op::not_equal, k_state, std::string("closed"))};
  const std::optional<Id> project = parse_id(input.inputs.text("project"));
  if (project) parts.push_back(field_is(type, "project", *project));
  const Settings settings(input.reader);
  const Scale scale = settings.scale(project.value_or(0));
  const std::int64_t side = project ? scale.levels : std::max(scale.levels, k_levels_usual);
  std::vector<std::int64_t> present(static_cast<std::size_t>(side * side));
  std::vector<std::int64_t> residual = present;
  Json arrows = Json::array();
  std::int64_t high = 0, total = 0;
  // A level beyond the scale, set before the scale became smaller, counts in its last row.
  const auto cell = [side](std::int64_t probability, std::int64_t impact) {
    return static_cast<std::size_t>((std::min(probability, side) - 1) * side +
                                    std::min(impact, side) - 1);
  };
  for (const Row& row : input.reader.list("risk", Expr::all(std::move(parts)), {}, k_risks_max)) {
    ++total;
    if (!row.has("probability") || !row.has("impact")) continue;
    const std::int64_t probability = row.integer("probability"), impact = row.integer("impact");
    ++present[cell(probability, impact)];
    high += probability * impact > settings.appetite(row.scope, row.text("category")).score_max;
    if (!row.has("residual_probability") || !row.has("residual_impact")) continue;
    ++residual[cell(row.integer("residual_probability"), row.integer("residual_impact"))];
    Json arrow = Json::object();
    arrow.append("id", id_text(row.id));
    arrow.append("number", row.number);
    arrow.append("from", Json(Json::Array{probability, impact}));
    arrow.append("to", Json(Json::Array{row.integer("residual_probability"),
                                        row.integer("residual_impact")}));
    arrows.push(std::move(arrow));
  }
  ReportTable table;
  for (std::int64_t probability = 1; probability <= side; ++probability) {
    for (std::int64_t impact = 1; impact <= side; ++impact) {
      table.rows.push_back({Value(probability), Value(impact),
                            Value(present[cell(probability, impact)]),
                            Value(residual[cell(probability, impact)])});
    }
  }
  table.extra = Json::object();
  table.extra.append("arrows", std::move(arrows));
  table.finding = {"{total} 个未关闭的风险，其中 {high} 个超出风险偏好",
                   "{total} open risks, {high} of them beyond the appetite"};
  table.arguments = {{"total", std::to_string(total)}, {"high", std::to_string(high)}};
  return table;
}

constexpr std::array k_reports = {
    Report{.name = "risk.matrix",
           .label = {"风险矩阵", "Risk matrix"},
           .permission = "risk.read",
           .inputs = k_reports_inputs,
           .columns = k_reports_columns,
           .chart = "matrix",
           .handler = matrix},
};

}  // namespace

std::span<const Report> reports() {
  static const std::vector<Report> all = [] {
    std::vector<Report> list(k_reports.begin(), k_reports.end());
    for (const std::span<const Report> more :
         {figures(), register_figures(), history_figures(), tree_figures()})
      list.insert(list.end(), more.begin(), more.end());
    return list;
  }();
  return all;
}

}  // namespace risk

const kernel::Function& risk_function() {
  static const kernel::Function function = {.name = "risk",
                                            .label = {"风险", "Risk"},
                                            .records = risk::records(),
                                            .rules = risk::rules(),
                                            .subscriptions = risk::subscriptions(),
                                            .reports = risk::reports(),
                                            .messages = engine::montecarlo::k_messages,
                                            .tools = risk::tools()};
  return function;
}

}  // namespace tc::functions
