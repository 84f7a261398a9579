#include "functions/culture/signals.h"

#include <map>
#include <set>

#include "functions/culture/culture.h"

namespace tc::functions::culture {
namespace {

using namespace kernel;

constexpr std::int64_t k_whole = 10'000;

Value part(double some, double all) {
  Value share;
  if (all > 0) share = static_cast<std::int64_t>(some / all * static_cast<double>(k_whole) + 0.5);
  return share;
}

bool is_weekend(std::int64_t day) { return (weekday(static_cast<Day>(day)) + 6) % 7 >= 5; }

std::map<Id, Id> units_of_people(const ReportInput& input) {
  std::map<Id, Id> units;
  for (const Row& row : project::report_rows(input, "person"))
    if (row.has("unit")) units[row.id] = row.integer("unit");
  return units;
}

}  // namespace

Result<ReportTable> burnout(const ReportInput& input) {
  constexpr double k_overtime = 0.15, k_weekend = 0.10;
  struct Sum {
    std::set<Id> people;
    double hours = 0, overtime = 0, weekend = 0;
  };
  const std::map<Id, Id> units = units_of_people(input);
  std::map<Id, Sum> sums;
  for (const Row& row : project::report_rows(input, "timesheet")) {
    const auto unit = units.find(row.integer("person"));
    if (unit == units.end()) continue;
    Sum& sum = sums[unit->second];
    const double hours = row.number_of("hours");
    sum.people.insert(row.integer("person"));
    sum.hours += hours;
    if (row.integer("overtime") != 0) sum.overtime += hours;
    if (is_weekend(row.integer("on_day"))) sum.weekend += hours;
  }
  ReportTable table;
  for (const auto& [unit, sum] : sums) {
    const auto people = static_cast<std::int64_t>(sum.people.size());
    if (people < k_anonymous_from) continue;
    const bool alarm =
        sum.overtime >= k_overtime * sum.hours || sum.weekend >= k_weekend * sum.hours;
    table.rows.push_back({Value(unit), Value(people), Value(sum.hours),
                          part(sum.overtime, sum.hours), part(sum.weekend, sum.hours),
                          Value(std::int64_t{alarm})});
  }
  return table;
}

Result<ReportTable> turnover(const ReportInput& input) {
  constexpr std::int64_t k_year = 365;
  struct Sum {
    std::int64_t people = 0, exits = 0, signals = 0;
  };
  std::map<Id, Sum> sums;
  for (const auto& [person, unit] : units_of_people(input)) ++sums[unit].people;
  for (const Row& row : project::report_rows(input, "turnover_signal")) {
    if (input.reader.today() - row.integer("happened_on") > k_year) continue;
    Sum& sum = sums[row.integer("unit")];
    ++sum.signals;
    sum.exits += row.text("kind") == "exit";
  }
  ReportTable table;
  for (const auto& [unit, sum] : sums)
    if (sum.people >= k_anonymous_from)
      table.rows.push_back({Value(unit), Value(sum.people), Value(sum.exits),
                            project::share(sum.exits, sum.people), Value(sum.signals)});
  return table;
}

Result<ReportTable> retro(const ReportInput& input) {
  ReportTable table;
  for (const Row& row : project::report_rows(input, "retrospective"))
    for (const Choice& lane : k_lanes)
      if (row.has(lane.value))
        table.rows.push_back(
            {Value(row.id), Value(std::string(lane.value)), row.at(lane.value), row.at("held_on")});
  return table;
}

Result<ReportTable> outcome(const ReportInput& input) {
  struct Sum {
    project::Mean mood;
    std::int64_t kudos = 0;
  };
  std::map<Id, Sum> sums;
  for (const Row& row : project::report_rows(input, "retrospective"))
    if (row.has("mood")) sums[row.scope].mood.add(static_cast<double>(row.integer("mood")));
  for (const Row& row : project::report_rows(input, "kudos")) ++sums[row.scope].kudos;
  // Earned and planned value are kept cumulative: the last period with both tells.
  std::map<Id, Row> last;
  for (Row& row : project::report_rows(input, "account_period")) {
    if (!row.has("earned_value") || !row.has("planned_value")) continue;
    const Id account = row.integer("control_account");
    const auto found = last.find(account);
    if (found == last.end() || found->second.integer("period") < row.integer("period"))
      last[account] = std::move(row);
  }
  std::map<Id, std::pair<double, double>> values;
  for (const auto& [account, row] : last) {
    values[row.scope].first += project::major_units(row, "earned_value");
    values[row.scope].second += project::major_units(row, "planned_value");
  }
  ReportTable table;
  for (const auto& [scope, sum] : sums)
    table.rows.push_back({Value(scope), sum.mood.value(),
                          project::ratio(values[scope].first, values[scope].second),
                          Value(sum.kudos)});
  return table;
}

}  // namespace tc::functions::culture
