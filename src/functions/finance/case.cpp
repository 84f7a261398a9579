#include <cmath>
#include <vector>

#include "engine/finance/cash_flow.h"
#include "engine/finance/rate_of_return.h"
#include "functions/finance/case.h"

namespace tc::functions::finance {

using namespace kernel;

namespace {

constexpr double k_minor = 100.0, k_percent = 100.0;
constexpr double k_rate_default = 8.0;
constexpr std::size_t k_lines_max = 50;

std::vector<engine::finance::Flow> flows_in(const Json& json) {
  std::vector<engine::finance::Flow> flows;
  if (!json.is_array()) return flows;
  for (const Json& one : json.items()) {
    if (!one.is_number() || std::abs(one.number()) > 1e12) return {};
    flows.push_back(std::llround(one.number() * k_minor));
  }
  return flows;
}

std::vector<engine::finance::Flow> flows_of(const Row& row) {
  const Result<Json> json = parse_json(row.text("flows"));
  if (json && json->is_array()) return flows_in(*json);
  return engine::finance::total_of(lines_of(row));
}

// Weighted average cost of capital: debt counts after tax.
void derive_capital_cost(Row& row) {
  if (!row.has("equity_share") || !row.has("equity_cost") || !row.has("debt_cost")) return;
  constexpr double k_whole = 10'000.0;
  const double equity = static_cast<double>(row.integer("equity_share")) / k_whole;
  const double debt = row.number_of("debt_cost") * (1 - row.number_of("tax_rate") / k_percent);
  row.set("cost_of_capital", equity * row.number_of("equity_cost") + (1 - equity) * debt);
}

void set_figure(Row& row, const char* name, const Figure& figure, double unit = 1) {
  if (figure.defined())
    row.set(name, figure.value * unit);
  else
    row.set(name, Value());
}

}  // namespace

std::vector<engine::finance::Line> lines_of(const Row& row) {
  std::vector<engine::finance::Line> lines;
  const Result<Json> json = parse_json(row.text("lines"));
  if (!json || !json->is_object()) return lines;
  for (const JsonMember& member : json->members()) {
    if (lines.size() == k_lines_max) break;
    lines.push_back({member.key, flows_in(member.value)});
  }
  return lines;
}

double rate_of(const Row& row) {
  return row.number_of("discount_rate", row.number_of("cost_of_capital", k_rate_default)) /
         k_percent;
}

// Yearly flows, the first one now; measures by engine/finance.
void derive_case(Row& row, const Row*, Reader&) {
  derive_capital_cost(row);
  const std::vector<engine::finance::Flow> flows = flows_of(row);
  if (flows.empty()) return;
  const double rate = rate_of(row);
  const auto measures = engine::finance::profitability(rate, flows, engine::finance::Timing::start);
  set_figure(row, "npv", measures.npv, 1 / k_minor);
  set_figure(row, "profitability_index", measures.profitability_index);
  set_figure(row, "static_payback", measures.static_payback);
  set_figure(row, "dynamic_payback", measures.dynamic_payback);
  set_figure(row, "roi", measures.return_on_investment, k_percent);
  set_figure(row, "mirr", engine::finance::modified_rate_of_return(flows, rate, rate), k_percent);
  const auto rates = engine::finance::rates_of_return(flows);
  if (!rates) return;
  const auto irr = rates->unique();
  set_figure(row, "irr", irr, k_percent);
  if (irr.defined())
    row.set("irr_reason", Value());
  else
    row.set("irr_reason", std::string(irr.reason));
}

}  // namespace tc::functions::finance
