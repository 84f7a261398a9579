#include "engine/earned_value/baseline.h"

#include <algorithm>
#include <cstddef>
#include <numeric>

namespace tc::engine::earned_value {

Result<Baseline> rebaseline(const Baseline& baseline, std::int32_t closed_periods,
                            const BaselineChange& change) {
  const auto cell = [](const std::vector<Amount>& row, std::size_t at) {
    return at < row.size() ? row[at] : Amount{0};
  };
  double magnitude = 0;
  for (const Amount amount : change.planned) {
    if (amount < 0) return refuse(RefusalKind::rule, "earned_value.curve_falls", change.reference);
    magnitude += static_cast<double>(amount);
  }
  if (magnitude > static_cast<double>(k_amount_max))
    return refuse(RefusalKind::rule, "earned_value.amount_out_of_range", change.reference,
                  {{"id", change.reference}});
  const auto closed = static_cast<std::size_t>(std::max(closed_periods, 0));
  for (std::size_t at = 0; at < closed && !change.retroactive; ++at) {
    if (cell(baseline.planned, at) == cell(change.planned, at)) continue;
    return refuse(RefusalKind::rule, "earned_value.closed_period_changed", change.reference,
                  {{"period", std::to_string(at + 1)}, {"reference", change.reference}});
  }
  const auto total = [](const std::vector<Amount>& row) {
    return std::accumulate(row.begin(), row.end(), Amount{0});
  };
  Baseline next = baseline;
  next.planned = change.planned;
  next.log.push_back({change.reference, closed_periods, total(baseline.planned),
                      total(change.planned), change.retroactive});
  return next;
}

}  // namespace tc::engine::earned_value
