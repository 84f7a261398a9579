#include <array>
#include <map>

#include "engine/survey/agreement.h"
#include "engine/survey/anonymity.h"
#include "engine/survey/opinion.h"
#include "functions/culture/culture.h"
#include "functions/culture/signals.h"
#include "project/report_tools.h"

namespace tc::functions::culture {
namespace {

using namespace kernel;
using namespace kernel::field;
using engine::survey::AnonymousGroups;

constexpr std::array k_survey_input = {
    link("survey", {"调查", "Survey"}, "culture_survey", k_required)};

// Results are frozen until the survey closes, and hidden below five answers.
Result<std::vector<Row>> answers_of(const ReportInput& input) {
  const Id survey = parse_id(input.inputs.text("survey")).value_or(0);
  const std::optional<Row> row = input.reader.load("culture_survey", survey);
  if (!row) return refuse(RefusalKind::not_found, "record.not_found");
  if (!Words("closed reported").contains(row->state))
    return refuse(RefusalKind::rule, "culture_survey.still_open");
  std::vector<Row> rows = project::linked(input.reader, "survey_answer", "survey", survey);
  if (static_cast<std::int64_t>(rows.size()) < k_anonymous_from)
    return refuse(RefusalKind::rule, "culture_survey.too_few_answers");
  return rows;
}

std::vector<double> scores(const std::vector<Row>& rows, std::string_view dimension) {
  std::vector<double> values;
  for (const Row& row : rows) values.push_back(static_cast<double>(row.integer(dimension)));
  return values;
}

// Cronbach's α: whether the dimensions measure one thing.
Value consistency(const std::vector<Row>& rows) {
  engine::survey::Matrix matrix;
  for (const Row& row : rows) {
    std::vector<double> line;
    for (const std::string_view one : k_dimensions)
      line.push_back(static_cast<double>(row.integer(one)));
    matrix.push_back(std::move(line));
  }
  const auto alpha = engine::survey::cronbach_alpha(matrix);
  Value told;
  if (alpha && alpha->defined()) told = alpha->value;
  return told;
}

constexpr std::array k_dimension_columns = {
    text("dimension", {"维度", "Dimension"}),  integer("answers", {"答卷", "Answers"}, {}),
    number("mean", {"平均", "Mean"}),          number("low", {"下限 95%", "Low 95 %"}),
    number("high", {"上限 95%", "High 95 %"}),
};
Result<ReportTable> dimensions(const ReportInput& input) {
  const Result<std::vector<Row>> rows = answers_of(input);
  if (!rows) return rows.refusals();
  ReportTable table;
  for (const std::string_view one : k_dimensions) {
    const auto interval = engine::survey::mean_with_interval(scores(*rows, one));
    if (!interval) return interval.refusals();
    table.rows.push_back({Value(std::string(one)), Value(static_cast<std::int64_t>(rows->size())),
                          Value(interval->mean), Value(interval->low), Value(interval->high)});
  }
  const auto alpha = consistency(*rows);
  table.extra = Json::object();
  const auto* told = std::get_if<double>(&alpha);
  table.extra.append("cronbach_alpha", told != nullptr ? Json(*told) : Json());
  return table;
}

constexpr std::array k_enps_columns = {
    integer("answers", {"答卷", "Answers"}, {}),
    number("enps", {"员工净推荐值", "eNPS"}),
    number("margin", {"误差", "Margin"}),
    number("alpha", {"信度 Cronbach α", "Cronbach's α"}),
};
Result<ReportTable> enps(const ReportInput& input) {
  const Result<std::vector<Row>> rows = answers_of(input);
  if (!rows) return rows.refusals();
  std::vector<std::int32_t> given;
  for (const Row& row : *rows) given.push_back(static_cast<std::int32_t>(row.integer("recommend")));
  const auto score = engine::survey::net_promoter(given);
  if (!score) return score.refusals();
  ReportTable table;
  table.rows.push_back({Value(static_cast<std::int64_t>(given.size())), Value(score->score),
                        Value(score->margin), consistency(*rows)});
  return table;
}

constexpr std::array k_heat_columns = {
    link("unit", {"部门", "Unit"}, "organisation_unit"),
    text("dimension", {"维度", "Dimension"}),
    number("mean", {"平均", "Mean"}),
    integer("answers", {"答卷", "Answers"}, {}),
};
// Units with fewer than five answers are joined with others until nobody can be told apart, also
// not by subtracting what is shown from the total.
Result<ReportTable> heat(const ReportInput& input) {
  const Result<std::vector<Row>> rows = answers_of(input);
  if (!rows) return rows.refusals();
  std::map<Id, std::int32_t> index;
  for (const Row& row : *rows)
    index.emplace(row.integer("unit"), static_cast<std::int32_t>(index.size()));
  std::vector<engine::survey::Person> persons;
  for (const Row& row : *rows) persons.push_back({index[row.integer("unit")]});
  const auto groups = AnonymousGroups::make(persons, static_cast<std::int32_t>(k_anonymous_from));
  if (!groups) return groups.refusals();
  ReportTable table;
  for (const auto& [unit, at] : index) {
    const auto members = groups->select({{{0, {at}}}});
    if (!members) continue;
    for (const std::string_view one : k_dimensions) {
      project::Mean mean;
      for (const std::int32_t member : *members)
        mean.add(static_cast<double>((*rows)[static_cast<std::size_t>(member)].integer(one)));
      table.rows.push_back({unit == 0 ? Value() : Value(unit), Value(std::string(one)),
                            mean.value(), Value(mean.count())});
    }
  }
  return table;
}

constexpr std::array k_trend_columns = {
    link("survey", {"调查", "Survey"}, "culture_survey"),
    date("on_day", {"日期", "Date"}),
    number("mean", {"总体平均", "Overall mean"}),
    percent("participation", {"参与率", "Participation"}),
    number("slope_year", {"年变化", "Change in a year"}),
    number("p_value", {"p 值", "p-value"}),
    boolean("significant", {"显著", "Significant"}),
};
// The line through all surveys, by engine/survey: the same figures stand in every row.
Result<ReportTable> trend(const ReportInput& input) {
  constexpr double k_days_per_year = 365.25;
  ReportTable table;
  std::vector<double> times, means;
  for (const Row& survey : project::report_rows(input, "culture_survey")) {
    if (!Words("closed reported").contains(survey.state)) continue;
    project::Mean mean;
    const std::vector<Row> rows =
        project::linked(input.reader, "survey_answer", "survey", survey.id);
    if (static_cast<std::int64_t>(rows.size()) < k_anonymous_from) continue;
    for (const Row& row : rows)
      for (const std::string_view one : k_dimensions)
        mean.add(static_cast<double>(row.integer(one)));
    const std::int64_t day = survey.integer("closes_on", project::state_day(survey));
    times.push_back(static_cast<double>(day));
    means.push_back(std::get<double>(mean.value()));
    table.rows.push_back({Value(survey.id), Value(day), mean.value(), survey.at("participation"),
                          Value(), Value(), Value()});
  }
  constexpr std::size_t k_slope = 4, k_p = 5, k_significant = 6;
  const auto line = engine::survey::trend(times, means);
  if (!line) return table;
  for (std::vector<Value>& row : table.rows) {
    row[k_slope] = line->slope * k_days_per_year;
    if (line->p.defined()) row[k_p] = line->p.value;
    row[k_significant] = std::int64_t{line->significant};
  }
  return table;
}

constexpr std::array k_kudos_columns = {
    link("person", {"人员", "Person"}, "person"),
    integer("kudos", {"点赞", "Kudos"}, {}),
};
Result<ReportTable> kudos_wall(const ReportInput& input) {
  std::map<Id, std::int64_t> counts;
  for (const Row& row : project::report_rows(input, "kudos")) ++counts[row.integer("to_person")];
  ReportTable table;
  for (const auto& [person, count] : counts) table.rows.push_back({Value(person), Value(count)});
  return table;
}

constexpr std::array k_reports = {
    Report{"culture.dimensions",
           {"文化维度", "Dimensions"},
           "culture_survey.read",
           k_survey_input,
           k_dimension_columns,
           "radar",
           dimensions},
    Report{"culture.heat",
           {"部门与维度", "Units and dimensions"},
           "culture_survey.read",
           k_survey_input,
           k_heat_columns,
           "heat",
           heat},
    Report{"culture.enps",
           {"员工净推荐值", "eNPS"},
           "culture_survey.read",
           k_survey_input,
           k_enps_columns,
           "figures",
           enps},
    Report{"culture.trend",
           {"文化趋势", "Trend"},
           "culture_survey.read",
           {},
           k_trend_columns,
           "line",
           trend},
    Report{"culture.burnout",
           {"倦怠信号", "Burnout signals"},
           "timesheet.read",
           project::k_project_inputs,
           k_burnout_columns,
           "bar",
           burnout},
    Report{"culture.turnover",
           {"流动率", "Turnover"},
           "turnover_signal.read",
           {},
           k_turnover_columns,
           "bar",
           turnover},
    Report{"culture.retro",
           {"回顾看板", "Retro board"},
           "retrospective.read",
           project::k_project_inputs,
           k_retro_columns,
           "board",
           retro},
    Report{"culture.outcome",
           {"文化与项目结果", "Culture and outcome"},
           "retrospective.read",
           project::k_project_inputs,
           k_outcome_columns,
           "scatter",
           outcome},
    Report{"culture.kudos",
           {"点赞墙", "Kudos wall"},
           "kudos.read",
           project::k_project_inputs,
           k_kudos_columns,
           "bar",
           kudos_wall},
};

}  // namespace

std::span<const Report> reports() { return k_reports; }

}  // namespace tc::functions::culture
