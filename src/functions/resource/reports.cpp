#include <algorithm>
#include <array>
#include <map>
#include <set>

#include "functions/resource/levelling.h"
#include "functions/resource/load.h"
#include "functions/resource/overloads.h"
#include "functions/resource/planning.h"
#include "functions/resource/resource.h"
#include "functions/resource/transfer.h"
#include "project/report_tools.h"

namespace tc::functions::resource {
namespace {

using namespace kernel;
using namespace kernel::field;

constexpr double k_reports_whole = 10'000;
constexpr std::int64_t k_heat_weeks = 26, k_outlook_weeks = 52;

constexpr std::array k_heat_columns = {
    link("person", {"人员", "Person"}, "person"),
    date("week", {"周", "Week"}),
    number("demand", {"需求", "Demand"}, 0, "h"),
    number("capacity", {"产能", "Capacity"}, 0, "h"),
    percent("load", {"负荷", "Load"}, 0, 10'000),
    number("over_hours", {"超出工时", "Over by"}, 0, "h"),
};
Result<ReportTable> heat_map(const ReportInput& input) {
  ReportTable table;
  std::int64_t over = 0;
  for (const auto& [key, cell] : load_of(input, Availability(input), k_heat_weeks)) {
    const bool too_much = cell.demand > cell.capacity;
    over += too_much;
    const Value load =
        cell.capacity > 0
            ? Value(static_cast<std::int64_t>(cell.demand / cell.capacity * k_reports_whole + 0.5))
            : Value();
    table.rows.push_back({Value(key.first), Value(key.second), Value(cell.demand),
                          Value(std::max(cell.capacity, 0.0)), load,
                          Value(cell.demand - cell.capacity)});
  }
  table.finding = {"{count} 个人周超负荷",
                   "{count} {count:person-week is|person-weeks are} over-allocated"};
  table.arguments = {{"count", std::to_string(over)}};
  return table;
}

constexpr std::array k_outlook_columns = {
    date("week", {"周", "Week"}),
    number("demand", {"需求", "Demand"}, 0, "h"),
    number("capacity", {"产能", "Capacity"}, 0, "h"),
};
Result<ReportTable> outlook(const ReportInput& input) {
  std::map<std::int64_t, Cell> weeks;
  std::set<Id> people;
  const Availability available(input);
  const Grid grid = load_of(input, available, k_outlook_weeks);
  for (const auto& [key, cell] : grid) people.insert(key.first);
  for (const auto& [key, cell] : grid) {
    const double whole = available.week_hours(key.second);
    const auto [at, fresh] =
        weeks.try_emplace(key.second, Cell{0, whole * static_cast<double>(people.size())});
    at->second.demand += cell.demand;
    at->second.capacity -= whole - cell.capacity;
  }
  ReportTable table;
  for (const auto& [week, cell] : weeks)
    table.rows.push_back({Value(week), Value(cell.demand), Value(cell.capacity)});
  return table;
}

// Projects that contribute strongly to an objective.
std::set<Id> strategic_projects(const ReportInput& input) {
  std::set<Id> found;
  for (const Row& row : project::report_rows(input, "contribution"))
    if (Words("strong extreme").contains(row.text("strength"))) found.insert(row.scope);
  return found;
}

Value part(double some, double all) {
  Value share;
  if (all > 0) share = static_cast<std::int64_t>(some / all * k_reports_whole + 0.5);
  return share;
}

constexpr std::array k_use_columns = {
    link("person", {"人员", "Person"}, "person"),
    number("booked", {"占用工时", "Booked"}, 0, "h"),
    number("worked", {"实际工时", "Worked"}, 0, "h"),
    number("overtime", {"加班", "Overtime"}, 0, "h"),
    percent("billable_share", {"可计费占比", "Billable"}),
    percent("strategic_share", {"战略项目占比", "Strategic"}),
    money("cost", {"人工成本", "Cost"}),
};
Result<ReportTable> utilisation(const ReportInput& input) {
  struct Sum {
    double booked = 0, worked = 0, overtime = 0, billable = 0, strategic = 0;
    std::int64_t cost = 0;
  };
  std::map<Id, Sum> people;
  for (const Row& row : project::report_rows(input, "booking"))
    if (row.state == "confirmed") people[row.integer("person")].booked += row.number_of("hours");
  const std::set<Id> strategic = strategic_projects(input);
  for (const Row& row : project::report_rows(input, "timesheet")) {
    if (row.state == "open" || row.state == "submitted") continue;
    Sum& sum = people[row.integer("person")];
    sum.worked += row.number_of("hours");
    if (row.integer("overtime") != 0) sum.overtime += row.number_of("hours");
    if (row.integer("billable") != 0) sum.billable += row.number_of("hours");
    if (strategic.contains(row.scope)) sum.strategic += row.number_of("hours");
    sum.cost += project::minor_units(row, "cost");
  }
  ReportTable table;
  for (const auto& [person, sum] : people) {
    table.rows.push_back({Value(person), Value(sum.booked), Value(sum.worked), Value(sum.overtime),
                          part(sum.billable, sum.worked), part(sum.strategic, sum.worked),
                          project::yuan(sum.cost)});
  }
  return table;
}

constexpr std::array k_match_inputs = {
    project::k_project_input,
    link("request", {"资源请求", "Request"}, "resource_request", k_required),
};
constexpr std::array k_match_columns = {
    link("person", {"人员", "Person"}, "person"),
    integer("level", {"技能等级", "Level"}, {}),
    percent("free_share", {"空闲比例", "Free"}),
    number("match", {"匹配度", "Match"}),
    text("why", {"理由", "Why"}),
};
// Who fits a request: skill at the level asked, and what is free in its time. Match = half the
// skill (full at the level asked), half the free share (full at the share asked).
Result<ReportTable> matches(const ReportInput& input) {
  const auto request =
      input.reader.load("resource_request", parse_id(input.inputs.text("request")).value_or(0));
  if (!request) return refuse(RefusalKind::not_found, "record.not_found");
  const std::int64_t asked = std::max<std::int64_t>(request->integer("share", 10'000), 1);
  std::map<Id, std::int64_t> levels;
  for (const Row& row :
       project::linked(input.reader, "person_skill", "skill", request->integer("skill")))
    levels[row.integer("person")] = row.integer("level");
  struct Found {
    Id person = 0;
    std::int64_t level = 0, free = 0;
    double match = 0;
  };
  std::vector<Found> found;
  for (const auto& [person, level] : levels) {
    std::int64_t busy = 0;
    for (const Row& row : project::linked(input.reader, "booking", "person", person)) {
      const bool meets = row.integer("from_day") <= request->integer("until_day") &&
                         row.integer("until_day") >= request->integer("from_day");
      if (meets && row.state != "released") busy += row.integer("share");
    }
    const std::int64_t free = std::max<std::int64_t>(10'000 - busy, 0);
    const double skill = std::min(
        1.0, static_cast<double>(level) /
                 static_cast<double>(std::max<std::int64_t>(request->integer("level", 1), 1)));
    const double room = std::min(1.0, static_cast<double>(free) / static_cast<double>(asked));
    found.push_back({person, level, free, 50 * skill + 50 * room});
  }
  std::ranges::stable_sort(found, std::greater<>(), &Found::match);
  const bool zh = input.principal.zh();
  ReportTable table;
  for (const Found& one : found) {
    const bool enough = one.level >= request->integer("level", 1);
    Label why = {"技能不足", "Skill too low"};
    if (enough) why = {"时间不足", "Not enough time"};
    if (enough && one.free >= asked) why = {"技能与时间均满足", "Skill and time fit"};
    table.rows.push_back({Value(one.person), Value(one.level), Value(one.free), Value(one.match),
                          Value(std::string(zh ? why.zh : why.en))});
  }
  return table;
}

constexpr std::array k_skill_columns = {
    link("person", {"人员", "Person"}, "person"),
    link("skill", {"技能", "Skill"}, "skill"),
    integer("level", {"等级", "Level"}, {}),
};
Result<ReportTable> skill_matrix(const ReportInput& input) {
  ReportTable table;
  for (const Row& row : project::report_rows(input, "person_skill"))
    table.rows.push_back({row.at("person"), row.at("skill"), row.at("level")});
  return table;
}

constexpr std::array k_bench_columns = {
    link("person", {"人员", "Person"}, "person"),
    percent("free_share", {"空闲比例", "Free"}),
};
Result<ReportTable> bench(const ReportInput& input) {
  const std::int64_t today = input.reader.today();
  std::map<Id, std::int64_t> busy;
  for (const Row& row : project::report_rows(input, "booking"))
    if (row.state != "released" && row.integer("from_day") <= today &&
        row.integer("until_day") >= today)
      busy[row.integer("person")] += row.integer("share");
  ReportTable table;
  for (const Row& person : project::report_rows(input, "person")) {
    const std::int64_t free = 10'000 - std::min<std::int64_t>(busy[person.id], 10'000);
    if (free > 0) table.rows.push_back({Value(person.id), Value(free)});
  }
  return table;
}

constexpr std::array k_reports = {
    Report{"resource.heat_map",
           {"资源热图", "Heat map"},
           "booking.read",
           project::k_project_inputs,
           k_heat_columns,
           "heat",
           heat_map},
    Report{"resource.outlook",
           {"产能展望", "Capacity outlook"},
           "booking.read",
           project::k_project_inputs,
           k_outlook_columns,
           "line",
           outlook},
    Report{"resource.utilisation",
           {"利用率与工时", "Utilisation"},
           "timesheet.read",
           project::k_project_inputs,
           k_use_columns,
           "bar",
           utilisation},
    Report{"resource.matches",
           {"人选匹配", "Who fits"},
           "resource_request.read",
           k_match_inputs,
           k_match_columns,
           "bar",
           matches},
    Report{"resource.skill_matrix",
           {"技能矩阵", "Skill matrix"},
           "person_skill.read",
           {},
           k_skill_columns,
           "heat",
           skill_matrix},
    Report{
        "resource.bench", {"空闲人员", "Bench"}, "booking.read", {}, k_bench_columns, "bar", bench},
    Report{"resource.demand",
           {"按岗位、技能、团队的供需", "Demand by role, skill, team"},
           "booking.read",
           k_demand_inputs,
           k_demand_columns,
           "line",
           demand},
    Report{"resource.timeline",
           {"资源甘特图", "Bookings on a time line"},
           "booking.read",
           project::k_project_inputs,
           k_timeline_columns,
           "dates",
           timeline},
    Report{"resource.requests",
           {"资源请求收件箱", "Requests to answer"},
           "resource_request.read",
           project::k_project_inputs,
           k_request_columns,
           "board",
           requests},
    Report{"resource.hours",
           {"计划与实际工时", "Planned and actual hours"},
           "timesheet.read",
           project::k_project_inputs,
           k_hour_columns,
           "table",
           hours},
    Report{"resource.role_cost",
           {"按岗位的人工成本", "Cost by role"},
           "timesheet.read",
           project::k_project_inputs,
           k_role_columns,
           "bar",
           role_cost},
    Report{"resource.overloads",
           {"计划中的资源超载", "Overloads of a plan"},
           "plan.read",
           project::k_project_inputs,
           k_overload_columns,
           "table",
           overloads},
    Report{"resource.plan_load",
           {"计划的周负荷", "Load of a plan by week"},
           "plan.read",
           k_plan_load_inputs,
           k_plan_load_columns,
           "table",
           plan_load},
    Report{"resource.levelling",
           {"资源平衡方案", "Levelling proposal"},
           "plan.read",
           k_levelling_inputs,
           k_levelling_columns,
           "table",
           levelling},
    Report{"resource.transfer",
           {"人员调配推演", "What a transfer does"},
           "booking.read",
           k_transfer_inputs,
           k_transfer_columns,
           "table",
           transfer},
};

}  // namespace

std::span<const Report> reports() { return k_reports; }

}  // namespace tc::functions::resource
