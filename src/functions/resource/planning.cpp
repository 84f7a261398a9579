#include "functions/resource/planning.h"

#include <algorithm>
#include <map>
#include <set>

#include "functions/resource/load.h"

namespace tc::functions::resource {
namespace {

using namespace kernel;

constexpr std::int64_t k_weeks_shown = 12;
constexpr double k_planning_whole = 10'000;

double share_of(const Row& row) {
  return static_cast<double>(row.integer("share", static_cast<std::int64_t>(k_planning_whole))) /
         k_planning_whole;
}

// The role of each person: of the resource that stands for them, else their job title.
std::map<Id, std::string> roles_of(const ReportInput& input) {
  std::map<Id, std::string> roles;
  for (const Row& row : project::report_rows(input, "person"))
    roles[row.id] = std::string(row.text("title"));
  for (const Row& row : project::report_rows(input, "resource"))
    if (row.has("person") && row.has("role_name"))
      roles[row.integer("person")] = std::string(row.text("role_name"));
  return roles;
}

using Groups = std::map<std::string, std::set<Id>>;

Groups groups_of(const ReportInput& input, std::string_view by) {
  Groups groups;
  if (by == "team") {
    for (const Row& row : project::report_rows(input, "team")) {
      std::set<Id>& members = groups[std::string(row.text("name"))];
      const Result<Json> list = parse_json(row.text("members"));
      if (!list || !list->is_array()) continue;
      for (const Json& one : list->items())
        if (one.is_string()) members.insert(parse_id(one.string()).value_or(0));
    }
  } else if (by == "skill") {
    for (const Row& row : project::report_rows(input, "person_skill"))
      groups[input.reader.title_of("skill", row.integer("skill"), input.principal.zh())].insert(
          row.integer("person"));
  } else {
    for (const auto& [person, role] : roles_of(input))
      if (!role.empty()) groups[role].insert(person);
  }
  return groups;
}

using Weeks = std::map<std::pair<std::int64_t, std::string>, double>;

// Hours that requests still ask for, by week and group.
Weeks asked_for(const ReportInput& input, const Availability& available, std::string_view by,
                std::int64_t first) {
  Weeks weeks;
  for (const Row& row : project::report_rows(input, "resource_request")) {
    if (!Words("submitted offered partly_confirmed").contains(row.state)) continue;
    const std::string group =
        by == "skill" ? input.reader.title_of("skill", row.integer("skill"), input.principal.zh())
                      : std::string(row.text("role_name"));
    const std::int64_t missing = row.integer("people") - row.integer("confirmed_people");
    for (std::int64_t monday = first; monday < first + k_weeks_shown * k_week_days;
         monday += k_week_days)
      weeks[{monday, group}] +=
          static_cast<double>(missing) * share_of(row) *
          available.hours_within(monday, row.integer("from_day"), row.integer("until_day"));
  }
  return weeks;
}

}  // namespace

Result<ReportTable> demand(const ReportInput& input) {
  const std::string by(input.inputs.text("by").empty() ? "role" : input.inputs.text("by"));
  const std::int64_t first = monday_of(input.reader.today());
  const Availability available(input);
  const Grid grid = load_of(input, available, k_weeks_shown);
  Groups groups = groups_of(input, by);
  const Weeks asked = by == "team" ? Weeks() : asked_for(input, available, by, first);
  for (const auto& [key, hours] : asked)
    if (hours > 0) groups.try_emplace(key.second);
  ReportTable table;
  for (std::int64_t monday = first; monday < first + k_weeks_shown * k_week_days;
       monday += k_week_days) {
    for (const auto& [group, people] : groups) {
      double booked = 0, capacity = 0;
      for (const Id person : people) {
        const auto cell = grid.find({person, monday});
        if (cell != grid.end()) booked += cell->second.demand;
        capacity += cell != grid.end() ? cell->second.capacity : available.hours(person, monday);
      }
      const auto open = asked.find({monday, group});
      const double unfilled = open == asked.end() ? 0 : open->second;
      table.rows.push_back({Value(monday), Value(group), Value(booked), Value(unfilled),
                            Value(capacity), Value(std::max(booked + unfilled - capacity, 0.0))});
    }
  }
  return table;
}

Result<ReportTable> timeline(const ReportInput& input) {
  std::vector<Row> rows = project::report_rows(input, "booking");
  std::erase_if(rows, [](const Row& row) { return row.state == "released"; });
  std::ranges::stable_sort(rows, {}, [](const Row& row) {
    return std::pair(row.integer("person"), row.integer("from_day"));
  });
  ReportTable table;
  for (const Row& row : rows)
    table.rows.push_back({row.at("person"), Value(row.id), row.at("from_day"), row.at("until_day"),
                          row.at("share"), row.at("strength")});
  return table;
}

Result<ReportTable> requests(const ReportInput& input) {
  std::vector<Row> rows = project::report_rows(input, "resource_request");
  std::erase_if(rows, [](const Row& row) {
    return !Words("submitted offered partly_confirmed").contains(row.state);
  });
  std::ranges::stable_sort(rows, {}, [](const Row& row) { return row.integer("from_day"); });
  ReportTable table;
  for (const Row& row : rows)
    table.rows.push_back({Value(row.id), Value(row.state), row.at("role_name"), row.at("people"),
                          Value(row.integer("people") - row.integer("confirmed_people")),
                          row.at("from_day"),
                          Value(row.integer("from_day") - std::int64_t{input.reader.today()})});
  return table;
}

Result<ReportTable> hours(const ReportInput& input) {
  struct Sum {
    double planned = 0, actual = 0, overtime = 0;
  };
  const project::OfficeDays days(input.reader);
  std::map<std::pair<Id, std::string>, Sum> sums;
  for (const Row& row : project::report_rows(input, "booking")) {
    if (row.state != "confirmed") continue;
    for (std::int64_t day = row.integer("from_day"); day <= row.integer("until_day"); ++day)
      if (days.works(static_cast<Day>(day)))
        sums[{row.integer("person"), project::month_of(static_cast<Day>(day))}].planned +=
            project::k_hours_per_day * share_of(row);
  }
  for (const Row& row : project::report_rows(input, "timesheet")) {
    Sum& sum =
        sums[{row.integer("person"), project::month_of(static_cast<Day>(row.integer("on_day")))}];
    sum.actual += row.number_of("hours");
    if (row.integer("overtime") != 0) sum.overtime += row.number_of("hours");
  }
  ReportTable table;
  for (const auto& [key, sum] : sums) {
    Value share;
    if (sum.actual > 0)
      share = static_cast<std::int64_t>(sum.overtime / sum.actual * k_planning_whole + 0.5);
    table.rows.push_back({Value(key.first), Value(key.second), Value(sum.planned),
                          Value(sum.actual), Value(sum.actual - sum.planned), Value(sum.overtime),
                          share});
  }
  return table;
}

Result<ReportTable> role_cost(const ReportInput& input) {
  struct Sum {
    std::set<Id> people;
    double hours = 0;
    std::int64_t cost = 0;
  };
  const std::map<Id, std::string> roles = roles_of(input);
  std::map<std::string, Sum> sums;
  for (const Row& row : project::report_rows(input, "timesheet")) {
    const auto role = roles.find(row.integer("person"));
    Sum& sum = sums[role == roles.end() ? std::string() : role->second];
    sum.people.insert(row.integer("person"));
    sum.hours += row.number_of("hours");
    sum.cost += project::minor_units(row, "cost");
  }
  ReportTable table;
  for (const auto& [role, sum] : sums)
    table.rows.push_back({Value(role), Value(static_cast<std::int64_t>(sum.people.size())),
                          Value(sum.hours), project::yuan(sum.cost)});
  return table;
}

}  // namespace tc::functions::resource
