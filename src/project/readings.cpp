#include "project/readings.h"

#include <utility>

#include "project/report_tools.h"

namespace tc::project {

using kernel::Row;

std::map<Id, std::int64_t> red_indicators(const kernel::ReportInput& input) {
  std::map<std::pair<Id, Id>, Row> latest;
  for (Row& row : report_rows(input, "kpi_reading")) {
    const auto [at, fresh] = latest.try_emplace({row.scope, row.integer("kpi")}, row);
    if (!fresh && at->second.integer("on_day") <= row.integer("on_day"))
      at->second = std::move(row);
  }
  std::map<Id, std::int64_t> red;
  for (const auto& [key, row] : latest) red[key.first] += row.text("status") == "red";
  return red;
}

}  // namespace tc::project
