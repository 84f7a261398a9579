#include "functions/training/learning.h"

#include <algorithm>
#include <map>
#include <set>

#include "base/digest.h"

namespace tc::functions::training {
namespace {

using namespace kernel;

std::vector<std::int64_t> numbers_of(std::string_view text) {
  std::vector<std::int64_t> numbers;
  const Result<Json> list = parse_json(text);
  if (!list || !list->is_array()) return numbers;
  for (const Json& one : list->items())
    numbers.push_back(one.is_integer() ? one.integer() : std::int64_t{-1});
  return numbers;
}

std::string sealed(Id quiz, std::size_t question, std::int64_t answer) {
  return sha256_hex(id_text(quiz) + "|" + std::to_string(question) + "|" + std::to_string(answer));
}

std::vector<std::string> digests_of(std::string_view text) {
  std::vector<std::string> digests;
  const Result<Json> list = parse_json(text);
  if (!list || !list->is_array()) return digests;
  for (const Json& one : list->items())
    digests.push_back(one.is_string() ? one.string() : std::string());
  return digests;
}

std::size_t questions_of(const Row& quiz) {
  const Result<Json> list = parse_json(quiz.text("questions"));
  return list && list->is_array() ? list->size() : 0;
}

}  // namespace

void seal_key(Row& row, const Row*, Reader&) {
  const Result<Json> list = parse_json(row.text("answers"));
  if (!list || !list->is_array()) return;
  Json kept = Json::array();
  std::size_t question = 0;
  for (const Json& one : list->items()) {
    kept.push(one.is_integer() ? Json(sealed(row.integer("quiz"), question, one.integer())) : one);
    ++question;
  }
  row.set("answers", to_canonical_text(kept));
}

void mark_attempt(Row& row, const Row*, Reader& reader) {
  const std::optional<Row> quiz = reader.load_any("quiz", row.integer("quiz"));
  const std::vector<Row> keys =
      quiz ? project::linked(reader, "quiz_key", "quiz", quiz->id) : std::vector<Row>();
  if (keys.empty() || row.has("score")) return;
  const std::vector<std::string> right = digests_of(keys.front().text("answers"));
  const std::vector<std::int64_t> chosen = numbers_of(row.text("answers"));
  std::int64_t correct = 0;
  for (std::size_t i = 0; i < std::min(right.size(), chosen.size()); ++i)
    correct += right[i] == sealed(quiz->id, i, chosen[i]);
  const auto count = static_cast<std::int64_t>(questions_of(*quiz));
  if (count == 0) return;
  constexpr std::int64_t k_whole = 100, k_pass_mark = 60;
  const std::int64_t score = std::min((correct * 2 * k_whole + count) / (2 * count), k_whole);
  row.set("correct", correct);
  row.set("score", score);
  row.set("passed", std::int64_t{score >= quiz->integer("pass_mark", k_pass_mark)});
}

bool answers_every_question(const RuleInput& input) {
  const std::optional<Row> quiz = input.reader.load_any("quiz", input.after.integer("quiz"));
  return quiz && numbers_of(input.after.text("answers")).size() == questions_of(*quiz);
}

Result<ActionOutcome> note_score(const EventInput& input) {
  ActionOutcome outcome;
  const std::optional<Row> attempt = input.reader.load_any("quiz_attempt", input.event.id);
  if (!attempt || !attempt->has("enrolment") || !attempt->has("score")) return outcome;
  CommandSpec note = project::command("enrolment.update", attempt->integer("enrolment"));
  note.set.append("score_after", attempt->integer("score"));
  outcome.commands.push_back(std::move(note));
  return outcome;
}

Result<ActionOutcome> raise_renewals(const EventInput& input) {
  constexpr std::int64_t k_alarm_days = 60;
  ActionOutcome outcome;
  const std::int64_t today = input.reader.today();
  for (const Row& row : input.reader.list_any("certificate", Expr())) {
    if (!row.has("valid_until") || row.integer("valid_until") < today ||
        row.integer("valid_until") > today + k_alarm_days ||
        !project::linked(input.reader, "training_need", "certificate", row.id).empty())
      continue;
    outcome.commands.push_back(project::creation(
        "training_need.create",
        {{"title", (input.reader.principal().zh() ? "证书即将到期：" : "Certificate ends: ") +
                       std::string(row.text("title"))},
         {"person", id_text(row.integer("person"))},
         {"certificate", id_text(row.id)},
         {"due", format_day(static_cast<Day>(row.integer("valid_until")))}}));
  }
  return outcome;
}

Result<ReportTable> calendar(const ReportInput& input) {
  std::map<Id, std::int64_t> enrolled;
  for (const Row& row : project::report_rows(input, "enrolment"))
    ++enrolled[row.integer("session")];
  std::vector<Row> sessions = project::report_rows(input, "training_session");
  std::ranges::stable_sort(sessions, {}, [](const Row& row) { return row.integer("from_day"); });
  ReportTable table;
  for (const Row& row : sessions)
    table.rows.push_back({row.at("from_day"), Value(row.id), row.at("until_day"), Value(row.state),
                          Value(enrolled[row.id]), row.at("places")});
  return table;
}

Result<ReportTable> my_learning(const ReportInput& input) {
  ReportTable table;
  for (const Row& row : project::report_rows(input, "enrolment")) {
    if (input.principal.person == 0 || row.integer("person") != input.principal.person) continue;
    const auto session = input.reader.load("training_session", row.integer("session"));
    if (!session) continue;
    table.rows.push_back({Value(session->id), session->at("from_day"), Value(session->state),
                          row.at("attended"), row.at("score_after"), row.at("passed")});
  }
  return table;
}

Result<ReportTable> effect(const ReportInput& input) {
  const Id kpi = parse_id(input.inputs.text("kpi")).value_or(0);
  const std::optional<Id> course = parse_id(input.inputs.text("course"));
  std::set<Id> trained;
  for (const Row& row : project::report_rows(input, "enrolment")) {
    const auto session = input.reader.load("training_session", row.integer("session"));
    if (row.integer("attended") != 0 && session &&
        (!course || session->integer("course") == *course))
      trained.insert(row.integer("person"));
  }
  std::map<Id, Row> latest;
  for (Row& row : project::report_rows(input, "kpi_reading")) {
    if (row.integer("kpi") != kpi) continue;
    const auto found = latest.find(row.scope);
    if (found == latest.end() || found->second.integer("on_day") <= row.integer("on_day"))
      latest[row.scope] = std::move(row);
  }
  std::array<project::Mean, 2> groups;
  for (const auto& [scope, row] : latest) {
    const auto project = input.reader.load("project", scope);
    if (!project || !project->has("manager")) continue;
    groups[trained.contains(project->integer("manager")) ? 0 : 1].add(row.number_of("value"));
  }
  ReportTable table;
  Value difference;
  if (groups[0].count() > 0 && groups[1].count() > 0)
    difference = std::get<double>(groups[0].value()) - std::get<double>(groups[1].value());
  table.rows.push_back(
      {Value(std::string("trained")), Value(groups[0].count()), groups[0].value(), difference});
  table.rows.push_back(
      {Value(std::string("untrained")), Value(groups[1].count()), groups[1].value(), Value()});
  return table;
}

}  // namespace tc::functions::training
