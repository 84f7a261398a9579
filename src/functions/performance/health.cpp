#include <algorithm>
#include <array>
#include <map>
#include <string>

#include "functions/performance/performance.h"
#include "project/report_tools.h"

/// The colour of a project and its first cause, by rule: whoever disagrees overrides it with a
/// reason. Red or amber, by the worst of: the forecast finish against the planned one, CPI and SPI
/// of the last status snapshot, overdue actions. Grey where there is nothing to judge by.
namespace tc::functions::performance {
namespace {

using namespace kernel;

enum class Rag : std::uint8_t { grey, green, amber, red };
constexpr std::array<std::string_view, 4> k_names = {"grey", "green", "amber", "red"};

/// From this value on a sign is amber, from that one red.
struct Limits {
  double amber = 0, red = 0;
};
constexpr Limits k_slip_days = {1, 14}, k_overdue_actions = {1, 5};
constexpr Limits k_index_lost = {0.05, 0.15};  ///< 1 − CPI, 1 − SPI.

struct Judgement {
  Rag rag = Rag::grey;
  std::string cause;

  void weigh(double sign, Limits limits, std::string told) {
    constexpr double k_rounding = 1e-9;  // 1 − 0.95 is a little more than 0.05.
    const Rag now = sign >= limits.red - k_rounding     ? Rag::red
                    : sign >= limits.amber - k_rounding ? Rag::amber
                                                        : Rag::green;
    if (now <= rag) return;
    rag = now;
    cause = now == Rag::green ? std::string() : std::move(told);
  }
};

/// What is known of all projects, read once a day.
struct Signs {
  std::map<Id, Row> snapshots;  ///< The last one.
  std::map<Id, std::int64_t> overdue;

  void add_snapshot(Row row) {
    const auto [at, fresh] = snapshots.try_emplace(row.scope, row);
    if (!fresh && at->second.integer("period") <= row.integer("period"))
      at->second = std::move(row);
  }
  void add_action(const Row& row, Day today) {
    overdue[row.scope] += !project::is_final(row) && row.has("due") && row.integer("due") < today;
  }
};

Judgement judge(const Row& project, const Signs& signs, bool zh) {
  Judgement made;
  const auto slip = project::days_between(project.at("finish"), project.at("forecast_finish"));
  if (slip)
    made.weigh(static_cast<double>(*slip), k_slip_days,
               zh ? "预测完工比计划晚 " + std::to_string(*slip) + " 天"
                  : "The forecast finish is " + std::to_string(*slip) +
                        (*slip == 1 ? " day late" : " days late"));
  if (const auto at = signs.snapshots.find(project.id); at != signs.snapshots.end()) {
    for (const auto& [field, name] : {std::pair{"cpi", "CPI"}, std::pair{"spi", "SPI"}}) {
      if (!at->second.has(field)) continue;
      const double index = at->second.number_of(field);
      made.weigh(1 - index, k_index_lost, std::string(name) + " " + decimals(index, 2));
    }
  }
  const auto late = signs.overdue.find(project.id);
  if (made.rag != Rag::grey && late != signs.overdue.end())
    made.weigh(static_cast<double>(late->second), k_overdue_actions,
               std::to_string(late->second) + (zh                  ? " 项行动逾期"
                                               : late->second == 1 ? " action is overdue"
                                                                   : " actions are overdue"));
  return made;
}

void rate(const EventInput& input, const Row& project, const Signs& signs, ActionOutcome& outcome) {
  if (project::is_final(project)) return;
  const Judgement made = judge(project, signs, input.reader.principal().zh());
  const std::string_view rag = k_names[static_cast<std::size_t>(made.rag)];
  const std::string_view before = project.has("rag") ? project.text("rag") : k_names.front();
  if (before == rag && project.text("rag_cause") == made.cause) return;
  CommandSpec note = project::command("project.update", project.id);
  note.set.append("rag", rag);
  note.set.append("rag_cause", made.cause.empty() ? Json() : Json(made.cause));
  outcome.commands.push_back(std::move(note));
}

Result<ActionOutcome> rate_one(const EventInput& input) {
  ActionOutcome outcome;
  const std::optional<Row> project = input.reader.load_any("project", input.event.scope);
  if (!project) return outcome;
  Signs signs;
  for (Row& row : project::linked(input.reader, "status_snapshot", "project", project->id))
    signs.add_snapshot(std::move(row));
  for (const Row& row : project::linked(input.reader, "action_item", "project", project->id))
    signs.add_action(row, input.reader.today());
  rate(input, *project, signs, outcome);
  return outcome;
}

Result<ActionOutcome> rate_all(const EventInput& input) {
  ActionOutcome outcome;
  Signs signs;
  for (Row& row : input.reader.list_any("status_snapshot", Expr()))
    signs.add_snapshot(std::move(row));
  for (const Row& row : input.reader.list_any("action_item", Expr()))
    signs.add_action(row, input.reader.today());
  for (const Row& project : input.reader.list_any("project", Expr()))
    rate(input, project, signs, outcome);
  return outcome;
}

constexpr std::array k_subscriptions = {
    Subscription{"project.updated", "performance.rate", rate_one},
    Subscription{"status_snapshot.created", "performance.rate_snapshot", rate_one},
    Subscription{"@day", "performance.rate_daily", rate_all},
};

}  // namespace

std::span<const Subscription> health_subscriptions() { return k_subscriptions; }

}  // namespace tc::functions::performance
