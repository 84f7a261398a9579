#include <algorithm>
#include <array>
#include <cmath>
#include <map>

#include "engine/portfolio/portfolio.h"
#include "functions/portfolio/records.h"
#include "kernel/fields.h"
#include "project/report_tools.h"

namespace tc::functions::portfolio {
namespace {

using namespace kernel;
using namespace kernel::field;
namespace pf = tc::engine::portfolio;

Json rejected_json(const pf::Outcome& outcome, const std::vector<Row>& waiting) {
  Json list = Json::array();
  for (const Row& row : waiting) {
    Json item = Json::object();
    item.append("id", id_text(row.id));
    item.append("why", "prerequisite");
    list.push(std::move(item));
  }
  for (const pf::Rejection& one : outcome.rejected) {
    Json item = Json::object();
    item.append("id", one.id);
    item.append("why", one.why);
    item.append("value_needed", one.value);
    Json shortages = Json::array();
    for (const pf::Shortage& lack : one.capacity) {
      Json shortage = Json::object();
      shortage.append("resource", lack.resource);
      shortage.append("period", std::int64_t{lack.period} + 1);
      shortage.append("missing", lack.amount);
      shortages.push(std::move(shortage));
    }
    item.append("capacity", std::move(shortages));
    list.push(std::move(item));
  }
  return list;
}

// The best selection within the envelopes, with its gap and the reason of every one left out.
Result<ActionOutcome> optimize(const ActionInput& input) {
  const Question question = question_of(input.row->number_of("budget_factor", 1), input.reader);
  const Result<pf::Outcome> found = pf::optimize(question.model, {}, input.progress);
  if (!found) return found.refusals();
  CommandSpec record = project::command("portfolio_scenario.record", input.row->id);
  record.set.append("objective", found->objective);
  record.set.append("bound", found->bound);
  record.set.append("gap", found->gap * 100);
  record.set.append("proved", found->proved);
  Json selected = Json::array();
  std::int64_t cost = 0;
  for (std::size_t i = 0; i < question.demands.size(); ++i) {
    if (found->selection[i] < 0) continue;
    Json item = Json::object();
    item.append("id", id_text(question.demands[i].id));
    item.append("start", std::int64_t{found->selection[i]} + 1);
    selected.push(std::move(item));
    cost += project::minor_units(question.demands[i], "cost");
  }
  Json money = Json::object();
  money.append("minor", cost);
  money.append("currency", "CNY");
  record.set.append("cost", std::move(money));
  record.set.append("selected", std::move(selected));
  record.set.append("rejected", rejected_json(*found, question.waiting));
  ActionOutcome outcome;
  outcome.commands.push_back(std::move(record));
  return outcome;
}

// The process template: gates, checklist and documents of the method, tailored by what the demand
// tells of its size and worth. What it does not tell stands in the middle, and is said again when
// the project is planned.
void follow_method(const ActionInput& input, const Json::Object& project_id,
                   ActionOutcome& outcome) {
  constexpr std::int64_t k_middle = 3;
  Json::Object set = {{"title", input.row->text("title")},
                      {"method", input.inputs.text("method")},
                      {"size", input.row->integer("job_size", k_middle)},
                      {"complexity", k_middle},
                      {"risk_exposure", k_middle},
                      {"novelty", k_middle},
                      {"importance", input.row->integer("business_value", k_middle)}};
  set.insert(set.end(), project_id.begin(), project_id.end());
  CommandSpec tailoring = project::creation("tailoring.create", std::move(set));
  tailoring.new_id = input.kernel.new_id();
  const Id id = tailoring.new_id;
  outcome.commands.push_back(std::move(tailoring));
  outcome.commands.push_back(project::command("tailoring.apply", id));
}

// A first document plan, communication plan and stakeholder list, where those functions exist.
void furnish(const ActionInput& input, const Json::Object& project_id, ActionOutcome& outcome) {
  const bool zh = input.principal.zh();
  const auto add = [&](const char* record, Json::Object set) {
    if (input.reader.registry().record(record) == nullptr) return;
    set.insert(set.end(), project_id.begin(), project_id.end());
    outcome.commands.push_back(project::creation(std::string(record) + ".create", std::move(set)));
  };
  const std::string_view name = input.row->text("title");
  add("charter", {{"title", name},
                  {"purpose", input.row->has("description") ? Json(input.row->text("description"))
                                                            : Json(name)}});
  if (!input.inputs.text("method").empty()) {
    follow_method(input, project_id, outcome);
  } else {
    add("gate", {{"title", zh ? "启动关口" : "Initiation gate"}, {"phase", "initiating"}});
    add("gate", {{"title", zh ? "规划关口" : "Planning gate"}, {"phase", "planning"}});
    add("gate", {{"title", zh ? "收尾关口" : "Closing gate"}, {"phase", "closing"}});
  }
  add("document", {{"title", zh ? "项目管理计划" : "Project management plan"},
                   {"phase", "planning"},
                   {"mandatory", true}});
  add("document",
      {{"title", zh ? "收尾报告" : "Closure report"}, {"phase", "closing"}, {"mandatory", true}});
  add("communication_item",
      {{"title", zh ? "月度状态报告" : "Monthly status report"},
       {"audience", zh ? "发起人、PMO" : "Sponsor, PMO"},
       {"medium", "report"},
       {"frequency_days", 30},
       {"next_due", format_day(static_cast<Day>(input.reader.today() + 30))}});
  add("stakeholder", {{"title", zh ? "发起人" : "Sponsor"}});
}

constexpr std::array k_launch_inputs = {
    text("key", {"项目代号", "Key"}, k_required),
    link("manager", {"项目经理", "Project manager"}, "person", k_required),
    link("method", {"采用的方法", "Method to follow"}, "method"),
};

// An approved demand becomes a project with what every project needs.
Result<ActionOutcome> launch(const ActionInput& input) {
  ActionOutcome outcome;
  CommandSpec made = project::creation(
      "project.create", {{"name", input.row->text("title")},
                         {"key", input.inputs.text("key")},
                         {"manager", input.inputs.text("manager")},
                         {"parent", id_text(input.row->integer("portfolio", k_organisation))}});
  made.new_id = input.kernel.new_id();
  if (input.row->has("cost")) {
    Json money = Json::object();
    money.append("minor", project::minor_units(*input.row, "cost"));
    money.append("currency", "CNY");
    made.set.append("budget", std::move(money));
  }
  const std::string id = id_text(made.new_id);
  outcome.result = Json::object();
  outcome.result.append("project", id);
  outcome.commands.push_back(std::move(made));
  furnish(input, {{"project", id}}, outcome);
  CommandSpec done = project::command("demand.become_project", input.row->id);
  done.set.append("project", id);
  outcome.commands.push_back(std::move(done));
  return outcome;
}

constexpr std::array k_actions = {
    Action{"portfolio_scenario.optimize", {"优化选择", "Optimise"}, {}, optimize},
    Action{"demand.launch", {"立项", "Launch a project"}, k_launch_inputs, launch},
};

}  // namespace

std::span<const Action> actions() { return k_actions; }

}  // namespace tc::functions::portfolio
