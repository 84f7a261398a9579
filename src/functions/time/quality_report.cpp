#include <array>

#include "engine/schedule_check/names.h"
#include "functions/time/check.h"
#include "kernel/kernel.h"
#include "project/plan_book.h"

namespace tc::functions::time {
namespace {

using namespace kernel;
namespace check = engine::schedule_check;

constexpr std::size_t k_offenders_shown_max = 20;
constexpr std::size_t k_offenders_listed_max = 500;
/// About two seconds of the critical path test; a larger plan is checked by `tongchou plan check`.
constexpr std::int64_t k_critical_path_steps_max = 20'000'000;

constexpr std::array k_quality_inputs = {Field{.name = "project",
                                               .kind = Kind::link,
                                               .label = {"项目", "Project"},
                                               .target = "project",
                                               .required = true}};

constexpr auto k_checks = [] {
  std::array<Choice, check::k_dcma_names.size() + check::k_gao_names.size()> choices{};
  std::size_t at = 0;
  for (const check::Name& each : check::k_dcma_names) {
    choices[at++] = {each.name, {each.zh, each.en}};
  }
  for (const check::Name& each : check::k_gao_names) {
    choices[at++] = {each.name, {each.zh, each.en}};
  }
  return choices;
}();

constexpr std::array k_quality_columns = {
    Field{.name = "check", .kind = Kind::choice, .label = {"检查项", "Check"}, .choices = k_checks},
    Field{.name = "value", .kind = Kind::number, .label = {"值", "Value"}},
    Field{.name = "threshold", .kind = Kind::number, .label = {"阈值", "Threshold"}},
    Field{.name = "passed", .kind = Kind::boolean, .label = {"通过", "Passed"}},
    Field{.name = "offenders", .kind = Kind::text, .label = {"问题活动", "Offending activities"}}};

/// The first activities by code, else name, and how many more there are.
std::string shown(const plan::Plan& plan, const std::vector<plan::Index>& rows) {
  std::string text;
  for (std::size_t at = 0; at < rows.size() && at < k_offenders_shown_max; ++at) {
    const plan::Activity& activity = plan.activities[static_cast<std::size_t>(rows[at])];
    text += (at == 0 ? "" : ", ") + (activity.code.empty() ? activity.name : activity.code);
  }
  if (rows.size() > k_offenders_shown_max) {
    text += " +" + std::to_string(rows.size() - k_offenders_shown_max);
  }
  return text;
}

std::string shown(const plan::Plan& plan, const check::Practice& practice) {
  std::string text;
  for (const check::Finding& finding : practice.findings) {
    if (finding.passed != false || finding.activities.empty()) continue;
    text += (text.empty() ? "" : "; ") + shown(plan, finding.activities);
  }
  return text;
}

// The first offenders by id, so that a picture of the plan can show them.
Json ids_of(const plan::Plan& plan, const std::vector<plan::Index>& rows) {
  Json ids = Json::array();
  for (std::size_t i = 0; i < rows.size() && i < k_offenders_listed_max; ++i)
    ids.push(id_text(plan.activities[static_cast<std::size_t>(rows[i])].id));
  return ids;
}

Json ids_of(const plan::Plan& plan, const check::Practice& practice) {
  std::vector<plan::Index> rows;
  for (const check::Finding& finding : practice.findings) {
    if (finding.passed == false)
      rows.insert(rows.end(), finding.activities.begin(), finding.activities.end());
  }
  return ids_of(plan, rows);
}

Value flag(const std::optional<bool>& passed) {
  return passed ? Value(std::int64_t{*passed}) : Value();
}

Result<ReportTable> quality(const ReportInput& input) {
  ReportTable table;
  const std::optional<Id> project = parse_id(input.inputs.text("project"));
  if (!project) return table;
  const auto loaded = input.kernel.part<project::PlanBook>().load(input.reader, *project);
  if (!loaded) return loaded.refusals();
  const plan::Plan& plan = (*loaded)->plan;
  check::Options options;
  options.critical_path_steps_max = k_critical_path_steps_max;
  NoProgress progress;
  const Result<check::Answer> answer = check::check_schedule(plan, options, progress);
  if (!answer) return answer.refusals();
  std::int64_t failed = 0;
  std::int64_t scored = 0;
  Json offenders = Json::array();
  for (const check::Test& test : answer->dcma) {
    offenders.push(ids_of(plan, test.activities));
    scored += test.scored();
    failed += test.scored() && !test.passed();
    table.rows.push_back({Value(std::string(k_checks[static_cast<std::size_t>(test.id - 1)].value)),
                          test.scored() ? Value(*test.value) : Value(), Value(test.threshold),
                          test.scored() ? flag(test.passed()) : Value(),
                          Value(shown(plan, test.activities))});
  }
  for (const check::Practice& practice : answer->gao) {
    offenders.push(ids_of(plan, practice));
    table.rows.push_back(
        {Value(std::string(check::k_gao_names[static_cast<std::size_t>(practice.id - 1)].name)),
         Value(), Value(), flag(practice.passed), Value(shown(plan, practice))});
  }
  table.extra = Json::object();
  table.extra.append("offenders", std::move(offenders));
  table.finding = {"DCMA-14：{scored} 项已评分，{failed} 项未通过",
                   "DCMA-14: {scored} tests scored, {failed} failed"};
  table.arguments = {{"scored", std::to_string(scored)}, {"failed", std::to_string(failed)}};
  return table;
}

}  // namespace

Report quality_report() {
  return {.name = "time.quality",
          .label = {"计划质量", "Schedule quality"},
          .permission = "plan.read",
          .inputs = k_quality_inputs,
          .columns = k_quality_columns,
          .chart = "table",
          .handler = quality};
}

}  // namespace tc::functions::time
