#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <string>

#include "functions/portfolio/records.h"
#include "project/report_tools.h"

namespace tc::functions::portfolio {
namespace {

using namespace kernel;
namespace pf = tc::engine::portfolio;

constexpr double k_value_scale = 1000;
constexpr double k_tenths = 10;  ///< Person-months are counted in tenths.

using Capacities = std::map<std::string, std::map<std::int64_t, std::int64_t>>;

// What each role can give in each period; money under the empty name.
Capacities capacities_of(Reader& reader, double budget_factor) {
  Capacities capacities;
  for (const Row& row : reader.list_any("budget_envelope", Expr())) {
    const std::int64_t period = row.integer("period");
    if (row.has("role") && row.has("person_months"))
      capacities[std::string(row.text("role"))][period] +=
          std::llround(row.number_of("person_months") * k_tenths);
    if (row.has("amount"))
      capacities[""][period] += std::llround(
          static_cast<double>(project::minor_units(row, "amount")) / 100.0 * budget_factor);
  }
  return capacities;
}

void add_resources(const Capacities& capacities, pf::Model& model) {
  const auto add = [&](const std::string& name, std::int64_t scale) {
    pf::Resource resource{name.empty() ? "money" : name, {}, false, scale};
    const auto found = capacities.find(name);
    for (std::int64_t period = 1; period <= model.periods; ++period) {
      std::int64_t amount = 0;
      if (found != capacities.end())
        if (const auto at = found->second.find(period); at != found->second.end())
          amount = at->second;
      resource.capacity.push_back(amount);
    }
    model.resources.push_back(std::move(resource));
  };
  add("", 1);
  for (const auto& [name, periods] : capacities)
    if (!name.empty()) add(name, static_cast<std::int64_t>(k_tenths));
}

// Money evenly over the periods, to the last yuan; roles the same in each.
void add_uses(const Row& row, const std::map<std::string, double>& needs, const pf::Model& model,
              pf::Candidate& one) {
  const std::int64_t cost = project::minor_units(row, "cost") / 100;
  pf::Use money{0, {}};
  for (std::int32_t k = 0; k < one.duration; ++k)
    money.amount.push_back(cost * (k + 1) / one.duration - cost * k / one.duration);
  one.uses.push_back(std::move(money));
  for (std::size_t i = 1; i < model.resources.size(); ++i) {
    const auto need = needs.find(model.resources[i].id);
    if (need == needs.end()) continue;
    one.uses.push_back({static_cast<std::int32_t>(i),
                        std::vector<std::int64_t>(static_cast<std::size_t>(one.duration),
                                                  std::llround(need->second * k_tenths))});
  }
}

// What needs a demand that is neither launched nor up for selection cannot be chosen, nor what
// needs that in turn.
void set_aside_waiting(Question& question, Reader& reader) {
  std::vector<Row>& demands = question.demands;
  std::set<Id> offered;
  for (const Row& row : demands) offered.insert(row.id);
  const auto waits = [&](const Row& row) {
    const Id needed = row.integer("requires_demand");
    if (needed == 0 || offered.contains(needed)) return false;
    const auto demand = reader.load_any("demand", needed);
    return !demand || demand->state != "launched";
  };
  for (std::size_t i = 0; i < demands.size();) {
    if (!waits(demands[i])) {
      ++i;
      continue;
    }
    offered.erase(demands[i].id);
    question.waiting.push_back(std::move(demands[i]));
    demands.erase(demands.begin() + static_cast<std::ptrdiff_t>(i));
    i = 0;  // Others may have waited for this one.
  }
}

}  // namespace

Question question_of(double budget_factor, Reader& reader) {
  Question question;
  const Capacities capacities = capacities_of(reader, budget_factor);
  pf::Model& model = question.model;
  for (const auto& [name, periods] : capacities)
    model.periods = std::max(model.periods, static_cast<std::int32_t>(periods.rbegin()->first));
  model.value_scale = static_cast<std::int64_t>(k_value_scale);
  add_resources(capacities, model);
  for (Row& row : reader.list_any("demand", Expr()))
    if (Words("qualified approved").contains(row.state) && row.integer("excluded") == 0)
      question.demands.push_back(std::move(row));
  set_aside_waiting(question, reader);
  std::map<Id, std::map<std::string, double>> needs;
  for (const Row& row : reader.list_any("demand_need", Expr()))
    needs[row.integer("demand")][std::string(row.text("role"))] += row.number_of("person_months");
  std::map<Id, std::int32_t> index;
  for (std::size_t i = 0; i < question.demands.size(); ++i)
    index[question.demands[i].id] = static_cast<std::int32_t>(i);
  std::map<std::string, std::vector<std::int32_t>> groups;
  for (const Row& row : question.demands) {
    pf::Candidate one;
    one.id = id_text(row.id);
    one.category = row.text("category");
    const double value =
        row.has("strategic_value") ? row.number_of("strategic_value") : row.number_of("wsjf");
    one.value = {std::llround(value * k_value_scale)};
    one.duration = static_cast<std::int32_t>(
        std::min<std::int64_t>(row.integer("duration_periods", 1), model.periods));
    one.must = row.integer("mandatory") != 0;
    add_uses(row, needs[row.id], model, one);
    if (const auto at = index.find(row.integer("requires_demand")); at != index.end())
      one.requires_done.push_back(at->second);
    if (row.has("exclusive_group"))
      groups[std::string(row.text("exclusive_group"))].push_back(index[row.id]);
    model.candidates.push_back(std::move(one));
  }
  for (auto& [name, members] : groups)
    if (members.size() > 1) model.exclusive.push_back(std::move(members));
  return question;
}

}  // namespace tc::functions::portfolio
