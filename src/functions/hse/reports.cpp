#include <array>
#include <cmath>
#include <map>

#include "functions/hse/hse.h"
#include "project/plan_book.h"
#include "project/report_tools.h"

namespace tc::functions::hse {
namespace {

using namespace kernel;
using namespace kernel::field;

constexpr std::array k_map_columns = {
    text("place", {"地点", "Place"}),
    choice("colour", {"风险等级", "Colour"}, k_colours),
    number("danger_value", {"最高危险值", "Highest D"}),
    integer("hazards", {"危险源", "Hazards"}, {}),
    integer("dangers", {"未销号隐患", "Open dangers"}, {}),
};
// A place has the colour of its worst hazard.
Result<ReportTable> colour_map(const ReportInput& input) {
  struct Place {
    double worst = 0;
    Value colour;
    std::int64_t hazards = 0, dangers = 0;
  };
  std::map<std::string, Place> places;
  for (const Row& row : project::report_rows(input, "hazard")) {
    Place& place = places[std::string(row.text("place"))];
    ++place.hazards;
    if (row.number_of("danger_value") <= place.worst) continue;
    place.worst = row.number_of("danger_value");
    place.colour = row.at("colour");
  }
  for (const Row& row : project::report_rows(input, "danger"))
    if (row.state != "closed") ++places[std::string(row.text("place"))].dangers;
  ReportTable table;
  for (const auto& [name, place] : places)
    table.rows.push_back({Value(name), place.colour, Value(place.worst), Value(place.hazards),
                          Value(place.dangers)});
  return table;
}

constexpr std::array k_rate_columns = {
    link("project", {"项目", "Project"}, "project"),
    number("hours", {"工时", "Hours worked"}, 0, "h"),
    integer("recordable", {"可记录事件", "Recordable"}, {}),
    integer("lost_time", {"损失工时事件", "Lost time"}, {}),
    number("trir", {"总可记录事故率", "TRIR"}),
    number("ltifr", {"损失工时事故率", "LTIFR"}),
    percent("rectification_rate", {"隐患整改率", "Rectification rate"}),
    integer("overdue", {"逾期隐患", "Overdue"}, {}),
    number("emission_kg", {"碳排放", "CO2e"}, 0, "kg"),
};
// TRIR per 200,000 hours (OSHA), LTIFR per 1,000,000 hours.
Result<ReportTable> rates(const ReportInput& input) {
  struct Sum {
    double hours = 0, emission = 0;
    std::int64_t recordable = 0, lost = 0, dangers = 0, done = 0, overdue = 0;
  };
  std::map<Id, Sum> sums;
  for (const Row& row : project::report_rows(input, "environment_reading")) {
    Sum& sum = sums[row.scope];
    if (row.text("kind") == "hours") sum.hours += row.number_of("amount");
    sum.emission += row.number_of("emission_kg");
  }
  for (const Row& row : project::report_rows(input, "incident")) {
    const std::string_view severity = row.text("severity");
    sums[row.scope].recordable += Words("medical lost_time fatal").contains(severity);
    sums[row.scope].lost += Words("lost_time fatal").contains(severity);
  }
  for (const Row& row : project::report_rows(input, "danger")) {
    Sum& sum = sums[row.scope];
    ++sum.dangers;
    sum.done += Words("rectified rechecked closed").contains(row.state);
    sum.overdue += row.integer("overdue");
  }
  ReportTable table;
  for (const auto& [scope, sum] : sums) {
    table.rows.push_back({Value(scope), Value(sum.hours), Value(sum.recordable), Value(sum.lost),
                          project::ratio(static_cast<double>(sum.recordable), sum.hours, 200'000),
                          project::ratio(static_cast<double>(sum.lost), sum.hours, 1'000'000),
                          project::share(sum.done, sum.dangers), Value(sum.overdue),
                          Value(sum.emission)});
  }
  return table;
}

constexpr std::array k_pyramid_columns = {
    choice("severity", {"严重程度", "Severity"}, k_severities),
    integer("incidents", {"事件数", "Incidents"}, {}),
    integer("lost_days", {"损失工日", "Lost days"}, {}),
};
Result<ReportTable> pyramid(const ReportInput& input) {
  std::map<std::string, std::pair<std::int64_t, std::int64_t>> counts;
  for (const Row& row : project::report_rows(input, "incident")) {
    auto& [count, lost] = counts[std::string(row.text("severity"))];
    ++count;
    lost += row.integer("lost_days");
  }
  ReportTable table;
  for (const Choice& severity : k_severities) {
    const auto& [count, lost] = counts[std::string(severity.value)];
    table.rows.push_back({Value(std::string(severity.value)), Value(count), Value(lost)});
  }
  return table;
}

constexpr std::array k_law_columns = {
    link("law", {"法规", "Law"}, "legal_requirement"),
    text("clause", {"条款", "Clause"}),
    boolean("complied", {"符合", "Complied"}),
};
Result<ReportTable> compliance(const ReportInput& input) {
  ReportTable table;
  for (const Row& row : project::report_rows(input, "legal_requirement"))
    table.rows.push_back({Value(row.id), row.at("clause"), row.at("complied")});
  return table;
}

constexpr std::array k_carbon_columns = {
    link("project", {"项目", "Project"}, "project"),
    choice("kind", {"类型", "Kind"}, k_reading_kinds),
    number("amount", {"数量", "Amount"}),
    number("emission_kg", {"碳排放", "CO2e"}, 0, "kg"),
    percent("share", {"占项目", "Share of the project"}),
};
// Activity × factor, by project and source.
Result<ReportTable> carbon(const ReportInput& input) {
  constexpr double k_whole = 10'000;
  std::map<std::pair<Id, std::string>, std::pair<double, double>> sources;
  std::map<Id, double> totals;
  for (const Row& row : project::report_rows(input, "environment_reading")) {
    if (!row.has("emission_kg")) continue;
    auto& [amount, emission] = sources[{row.scope, std::string(row.text("kind"))}];
    amount += row.number_of("amount");
    emission += row.number_of("emission_kg");
    totals[row.scope] += row.number_of("emission_kg");
  }
  ReportTable table;
  for (const auto& [key, sums] : sources) {
    const double total = totals[key.first];
    Value share;
    if (total > 0) share = std::llround(sums.second / total * k_whole);
    table.rows.push_back(
        {Value(key.first), Value(key.second), Value(sums.first), Value(sums.second), share});
  }
  return table;
}

constexpr std::array k_duty_columns = {
    link("danger", {"隐患", "Hidden danger"}, "danger"),
    boolean("major", {"重大", "Major"}),
    link("responsible", {"责任", "Responsible"}, "person"),
    boolean("measure", {"措施", "Measure"}),
    money("fund", {"资金", "Fund"}),
    date("due", {"时限", "Deadline"}),
    boolean("plan", {"预案", "Plan"}),
    integer("duties", {"已落实项", "Duties met"}, {0, 5}),
    boolean("overdue", {"逾期", "Overdue"}),
    text("state", {"状态", "State"}),
};
// Which of the five duties (五落实) every open danger has.
Result<ReportTable> duties(const ReportInput& input) {
  ReportTable table;
  for (const Row& row : project::report_rows(input, "danger")) {
    if (project::is_final(row)) continue;
    std::int64_t met = 0;
    for (const char* duty : {"responsible", "measure", "fund", "due", "plan"}) met += row.has(duty);
    table.rows.push_back({Value(row.id), row.at("major"), row.at("responsible"),
                          Value(std::int64_t{row.has("measure")}), row.at("fund"), row.at("due"),
                          Value(std::int64_t{row.has("plan")}), Value(met), row.at("overdue"),
                          Value(row.state)});
  }
  return table;
}

constexpr std::array k_permit_columns = {
    link("permit", {"作业许可", "Permit"}, "permit"),
    text("activity", {"活动", "Activity"}),
    date("start", {"活动开始", "Activity starts"}),
    date("from_day", {"许可自", "Permit from"}),
    text("state", {"状态", "State"}),
    boolean("covered", {"已覆盖", "Covered"}),
    integer("days_left", {"距开工天数", "Days to the start"}, {-100'000, 100'000}),
};
// The activities of the plan that need a permit: covered once it is valid from their start on.
Result<ReportTable> permits(const ReportInput& input) {
  std::map<Id, std::shared_ptr<const project::LoadedPlan>> plans;
  ReportTable table;
  for (const Row& row : project::report_rows(input, "permit")) {
    if (!row.has("activity") || project::is_final(row)) continue;
    auto [at, fresh] = plans.try_emplace(row.scope);
    if (fresh) {
      auto loaded = input.kernel.part<project::PlanBook>().load(input.reader, row.scope);
      if (loaded) at->second = std::move(*loaded);
    }
    if (!at->second) continue;
    const plan::Index index = at->second->index_of(row.integer("activity"));
    if (index == plan::k_none) continue;
    const auto place = static_cast<std::size_t>(index);
    const std::int64_t start = day_of(at->second->schedule.activities[place].start);
    const bool covered = row.state == "valid" && row.integer("from_day") <= start &&
                         row.integer("until_day") >= start;
    table.rows.push_back({Value(row.id), Value(at->second->plan.activities[place].name),
                          Value(start), row.at("from_day"), Value(row.state),
                          Value(std::int64_t{covered}), Value(start - input.reader.today())});
  }
  return table;
}

constexpr std::array k_health_columns = {
    link("health_record", {"记录", "Record"}, "health_record"),
    link("person", {"人员", "Person"}, "person"),
    text("kind", {"类型", "Kind"}),
    date("valid_until", {"有效期至", "Valid until"}),
    integer("days_left", {"剩余天数", "Days left"}, {-100'000, 100'000}),
};
// Protective equipment to be renewed and medical checks to be repeated within two months.
Result<ReportTable> health(const ReportInput& input) {
  constexpr std::int64_t k_alarm_days = 60;
  ReportTable table;
  for (const Row& row : project::report_rows(input, "health_record")) {
    const auto left =
        project::days_between(Value(std::int64_t{input.reader.today()}), row.at("valid_until"));
    if (left && *left <= k_alarm_days)
      table.rows.push_back(
          {Value(row.id), row.at("person"), row.at("kind"), row.at("valid_until"), Value(*left)});
  }
  return table;
}

constexpr std::array k_reports = {
    Report{"hse.colour_map",
           {"四色风险图", "Four-colour map"},
           "hazard.read",
           project::k_project_inputs,
           k_map_columns,
           "tiles",
           colour_map},
    Report{"hse.rates",
           {"安全环境指标", "HSE rates"},
           "incident.read",
           project::k_project_inputs,
           k_rate_columns,
           "table",
           rates},
    Report{"hse.pyramid",
           {"事故金字塔", "Incident pyramid"},
           "incident.read",
           project::k_project_inputs,
           k_pyramid_columns,
           "pyramid",
           pyramid},
    Report{"hse.compliance",
           {"法规符合性", "Legal compliance"},
           "legal_requirement.read",
           project::k_project_inputs,
           k_law_columns,
           "table",
           compliance},
    Report{"hse.carbon",
           {"碳排放", "Carbon"},
           "environment_reading.read",
           project::k_project_inputs,
           k_carbon_columns,
           "bar",
           carbon},
    Report{"hse.dangers",
           {"五落实台账", "Five duties"},
           "danger.read",
           project::k_project_inputs,
           k_duty_columns,
           "table",
           duties},
    Report{"hse.permits",
           {"待许可的任务", "Tasks that wait for a permit"},
           "permit.read",
           project::k_project_inputs,
           k_permit_columns,
           "table",
           permits},
    Report{"hse.health",
           {"劳保与体检到期", "Protection and checks due"},
           "health_record.read",
           project::k_project_inputs,
           k_health_columns,
           "table",
           health},
};

}  // namespace

std::span<const Report> reports() { return k_reports; }

}  // namespace tc::functions::hse
