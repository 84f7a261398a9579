#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

#include "base/digest.h"
#include "functions/culture/culture.h"
#include "project/report_tools.h"

namespace tc::functions::culture {
namespace {

using namespace kernel;

// Order by a secret random key: no clue of who came first.
void shuffle(std::vector<Urn::Slip>& slips) {
  std::vector<std::pair<std::string, std::size_t>> keys;
  for (std::size_t i = 0; i < slips.size(); ++i) keys.emplace_back(random_bytes(16), i);
  std::ranges::sort(keys);
  std::vector<Urn::Slip> mixed;
  for (const auto& [key, at] : keys) mixed.push_back(slips[at]);
  slips = std::move(mixed);
}

std::vector<CommandSpec> written(Reader& reader, std::vector<Urn::Slip> slips) {
  std::vector<CommandSpec> commands;
  std::map<Id, std::int64_t> more;
  std::ranges::sort(slips, {}, &Urn::Slip::person);
  for (const Urn::Slip& slip : slips) {
    ++more[slip.survey];
    commands.push_back(
        project::creation("survey_participation.create",
                          {{"survey", id_text(slip.survey)}, {"person", id_text(slip.person)}}));
  }
  shuffle(slips);
  for (Urn::Slip& slip : slips)
    commands.push_back(project::creation("survey_answer.create", std::move(slip.answer)));
  constexpr std::int64_t k_whole = 10'000;
  for (const auto& [survey, count] : more) {
    const auto row = reader.load_any("culture_survey", survey);
    if (!row) continue;
    const std::int64_t total = row->integer("participants") + count;
    CommandSpec note = project::command("culture_survey.update", survey);
    note.set.append("participants", total);
    if (const std::int64_t invited = row->integer("invited"); invited > 0) {
      const std::int64_t share = (total * k_whole + invited / 2) / invited;
      note.set.append("participation", static_cast<double>(std::min(share, k_whole)) / 100.0);
    }
    commands.push_back(std::move(note));
  }
  return commands;
}

void write_slips(Kernel& kernel, bool everything) {
  std::vector<Urn::Slip> slips = kernel.part_or_make<Urn>().take(everything);
  if (slips.empty()) return;
  const Principal system = kernel.system_principal();
  Request request;
  {
    Reader reader(kernel, system);
    request.commands = written(reader, std::move(slips));
  }
  for (CommandSpec& command : request.commands) command.trusted = true;
  request.command = "culture_survey.collect";
  const Result<Answer> done = kernel.execute(system, request);
  // Every slip was checked when it was put in: a refusal here is a fault of the program.
  if (!done) throw Defect("survey answers: " + done.refusals().front().code);
}

bool took_part(Reader& reader, Id survey, Id person) {
  for (const Row& row : project::linked(reader, "survey_participation", "survey", survey))
    if (row.integer("person") == person) return true;
  return false;
}

RouteAnswer post_answer(const RouteInput& input) {
  const Result<Json> body = parse_json(input.body);
  if (!body) return refused(body.refusals());
  const Id survey = parse_id(input.path.at("id")).value_or(0);
  Reader reader(input.kernel, input.principal);
  const std::optional<Row> row = reader.load("culture_survey", survey);
  if (!row) return refused({refuse(RefusalKind::not_found, "record.not_found")});
  if (row->state != "open") return refused({refuse(RefusalKind::rule, "culture_survey.not_open")});
  Urn& urn = input.kernel.part_or_make<Urn>();
  const Id person = input.principal.person;
  if (person == 0 || urn.holds(survey, person) || took_part(reader, survey, person))
    return refused({refuse(RefusalKind::rule, "culture_survey.answered_already")});
  const RecordType& type = *reader.registry().record("survey_answer");
  Urn::Slip slip{survey, person, {{"survey", id_text(survey)}}};
  RouteAnswer answer;
  for (const Field& field : type.fields) {
    if (field.name == "survey") continue;
    const Json* given = body->find(field.name);
    if (given == nullptr || given->is_null()) {
      if (field.required)
        answer.refusals.push_back(refuse(
            RefusalKind::rule, "field.required", "/" + std::string(field.name),
            {{"field", std::string(input.principal.zh() ? field.label.zh : field.label.en)}}));
      continue;
    }
    const Result<Value> value = value_from_json(field, *given);
    for (const Refusal& refusal : value ? Refusals() : value.refusals())
      answer.refusals.push_back(refusal);
    slip.answer.push_back({std::string(field.name), *given});
  }
  if (!answer.refusals.empty()) return answer;
  urn.put(std::move(slip));
  write_slips(input.kernel, false);
  answer.status = 202;
  answer.body = R"({"received":true})";
  return answer;
}

// Before the survey closes, and once a day, what waits is written whatever its number: a group is
// still only shown from five answers on.
Result<ActionOutcome> collect(const EventInput& input) {
  write_slips(input.kernel, true);
  return ActionOutcome();
}

// Reported results lead to work: every dimension that people rate in the middle or lower is an
// initiative to decide on, with its mean and how far the answers lie apart.
Result<ActionOutcome> propose_initiatives(const EventInput& input) {
  constexpr double k_middle = 3;
  ActionOutcome outcome;
  const auto answers = project::linked(input.reader, "survey_answer", "survey", input.event.id);
  const auto count = static_cast<double>(answers.size());
  if (answers.size() < static_cast<std::size_t>(k_anonymous_from)) return outcome;
  const bool zh = input.reader.principal().zh();
  for (const std::string_view dimension : k_dimensions) {
    double sum = 0, squares = 0;
    for (const Row& row : answers) {
      const auto mark = static_cast<double>(row.integer(dimension));
      sum += mark;
      squares += mark * mark;
    }
    const double mean = sum / count;
    if (mean > k_middle) continue;
    const double spread = std::sqrt(std::max(squares - sum * mean, 0.0) / (count - 1));
    std::array<char, 64> told = {};
    std::snprintf(told.data(), told.size(),
                  zh ? "平均 %.2f，标准差 %.2f" : "mean %.2f, deviation %.2f", mean, spread);
    const auto& field = input.reader.registry().record("survey_answer")->fields;
    const auto declared = std::ranges::find(field, dimension, &Field::name);
    outcome.commands.push_back(
        project::creation("culture_initiative.create",
                          {{"title", (zh ? "改进：" : "Improve: ") +
                                         std::string(zh ? declared->label.zh : declared->label.en)},
                           {"dimension", dimension},
                           {"purpose", std::string(told.data())},
                           {"culture_survey", id_text(input.event.id)}}));
  }
  return outcome;
}

constexpr std::array k_routes = {
    Route{.method = "POST",
          .path = "/api/v1/culture-surveys/{id}/answers",
          .permission = "",
          .label = {"匿名作答", "Answer anonymously"},
          .handler = post_answer},
};
constexpr std::array k_subscriptions = {
    Subscription{"culture_survey.closed", "culture.collect_at_close", collect},
    Subscription{"@day", "culture.collect_daily", collect},
    Subscription{"culture_survey.reported", "culture.propose_initiatives", propose_initiatives},
};

}  // namespace

void Urn::put(Slip slip) {
  const std::lock_guard lock(mutex_);
  slips_.push_back(std::move(slip));
}

bool Urn::holds(Id survey, Id person) {
  const std::lock_guard lock(mutex_);
  return std::ranges::any_of(
      slips_, [&](const Slip& slip) { return slip.survey == survey && slip.person == person; });
}

std::vector<Urn::Slip> Urn::take(bool everything) {
  const std::lock_guard lock(mutex_);
  std::map<Id, std::int64_t> counts;
  for (const Slip& slip : slips_) ++counts[slip.survey];
  std::vector<Slip> taken, left;
  for (Slip& slip : slips_)
    (everything || counts[slip.survey] >= k_anonymous_from ? taken : left)
        .push_back(std::move(slip));
  slips_ = std::move(left);
  return taken;
}

std::span<const Route> routes() { return k_routes; }
std::span<const Subscription> subscriptions() { return k_subscriptions; }

}  // namespace tc::functions::culture
