#include <cmath>
#include <vector>

#include "engine/finance/cash_flow.h"
#include "engine/finance/rate_of_return.h"
#include "functions/finance/finance.h"
#include "kernel/kernel.h"

namespace tc::functions::finance {

using namespace kernel;

namespace {

constexpr double k_minor = 100.0, k_percent = 100.0;
constexpr double k_rate_default = 8.0;

std::vector<engine::finance::Flow> flows_of(const Row& row) {
  std::vector<engine::finance::Flow> flows;
  const Result<Json> json = parse_json(row.text("flows"));
  if (!json || !json->is_array()) return flows;
  for (const Json& one : json->items()) {
    if (!one.is_number() || std::abs(one.number()) > 1e12) return {};
    flows.push_back(std::llround(one.number() * k_minor));
  }
  return flows;
}

void set_figure(Row& row, const char* name, const Figure& figure,
                double unit = 1) {
  if (figure.defined())
    row.set(name, figure.value * unit);
  else
    row.set(name, Value());
}

}  // namespace

// Yearly flows, the first one now; measures by engine/finance.
void derive_case(Row& row, const Row*, Reader&) {
  const std::vector<engine::finance::Flow> flows = flows_of(row);
  if (flows.empty()) return;
  const double rate = row.number_of("discount_rate", k_rate_default) / k_percent;
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
