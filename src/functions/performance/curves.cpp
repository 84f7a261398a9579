#include <algorithm>
#include <map>

#include "functions/performance/performance.h"
#include "project/report_tools.h"

namespace tc::functions::performance {

using kernel::Reader;
using kernel::Row;

// An account keeps its last cumulative value in periods it does not report.
Curves curves_of(Reader& reader, Id project_id, std::int64_t period) {
  std::map<Id, std::map<std::int64_t, Row>> accounts;
  std::int64_t last = 0, reported = 0;
  for (Row& row : project::linked(reader, "account_period", "project", project_id)) {
    const std::int64_t at = row.integer("period");
    last = std::max(last, at);
    if (row.has("earned_value")) reported = std::max(reported, at);
    accounts[row.integer("control_account")].insert_or_assign(at, std::move(row));
  }
  Curves curves;
  curves.period = static_cast<std::int32_t>(period == 0 ? reported : std::min(period, last));
  curves.planned.resize(static_cast<std::size_t>(last) + 1);
  curves.earned.resize(static_cast<std::size_t>(curves.period));
  curves.actual.resize(static_cast<std::size_t>(curves.period));
  for (const auto& [account, periods] : accounts) {
    std::int64_t planned = 0, earned = 0, actual = 0;
    for (std::int64_t t = 1; t <= last; ++t) {
      if (const auto at = periods.find(t); at != periods.end()) {
        planned = project::minor_units(at->second, "planned_value");
        if (at->second.has("earned_value"))
          earned = project::minor_units(at->second, "earned_value");
        if (at->second.has("actual_cost")) actual = project::minor_units(at->second, "actual_cost");
      }
      curves.planned[static_cast<std::size_t>(t)] += planned;
      if (t > curves.period) continue;
      curves.earned[static_cast<std::size_t>(t - 1)] += earned;
      curves.actual[static_cast<std::size_t>(t - 1)] += actual;
    }
  }
  if (curves.period > 0) {
    const auto now = static_cast<std::size_t>(curves.period);
    curves.planned_now = curves.planned[now];
    curves.earned_now = curves.earned[now - 1];
    curves.actual_now = curves.actual[now - 1];
  }
  return curves;
}

Result<engine::earned_value::Indicators> measure_curves(const Curves& curves) {
  return engine::earned_value::measure(
      {curves.planned, curves.period, curves.earned_now, curves.actual_now, std::nullopt});
}

}  // namespace tc::functions::performance
