#include "functions/resource/levelling_ways.h"

#include <algorithm>
#include <map>

#include "base/row.h"
#include "engine/level/plan_parts.h"
#include "project/report_tools.h"

namespace tc::functions::resource {
namespace {

using namespace kernel;
namespace level = engine::level;

constexpr std::size_t k_ways_told = 2'000;
constexpr double k_units_per_percent = 100;

using Skills = std::map<std::int64_t, std::int64_t>;  ///< Skill → level.

/// The resources of each group that is named.
std::map<std::string_view, std::vector<plan::Index>> groups_of_plan(const plan::Plan& plan) {
  std::map<std::string_view, std::vector<plan::Index>> groups;
  for (std::size_t row = 0; row < plan.resources.size(); ++row) {
    if (!plan.resources[row].group.empty())
      groups[plan.resources[row].group].push_back(static_cast<plan::Index>(row));
  }
  return groups;
}

bool has_all(const Skills& theirs, const Skills& asked) {
  return std::ranges::all_of(asked, [&](const auto& one) {
    const auto found = theirs.find(one.first);
    return found != theirs.end() && found->second >= one.second;
  });
}

std::map<Id, Skills> skills_of(const ReportInput& input) {
  std::map<Id, Skills> skills;
  for (const Row& row : project::report_rows(input, "person_skill")) {
    const bool over =
        row.has("valid_until") && row.integer("valid_until") < std::int64_t{input.reader.today()};
    if (over) continue;
    std::int64_t& known = skills[row.integer("person")][row.integer("skill")];
    known = std::max(known, row.integer("level"));
  }
  return skills;
}

Json edit_of(std::string_view verb, Json body) {
  Json edit = Json::object();
  edit.append(std::string(verb), std::move(body));
  return edit;
}

Json of_activity(const plan::Activity& activity) {
  Json body = Json::object();
  body.append("activity", id_text(activity.id));
  return body;
}

Json pieces_of(const level::Split& split) {
  Json all = Json::array();
  for (const plan::Segment& segment : split.pieces) {
    Json piece = Json::array();
    piece.push(format_plan_time(segment.start));
    piece.push(format_plan_time(segment.finish));
    all.push(std::move(piece));
  }
  return all;
}

/// Delays and pieces per activity, where they become others than they are.
Json set_edits(const plan::Plan& plan, const std::vector<std::int32_t>& delay,
               const std::vector<level::Split>& splits) {
  std::vector<const level::Split*> by_row(plan.activities.size(), nullptr);
  for (const level::Split& split : splits) by_row[row_of(split.activity)] = &split;
  Json edits = Json::array();
  for (std::size_t row = 0; row < plan.activities.size(); ++row) {
    const plan::Activity& activity = plan.activities[row];
    Json body = of_activity(activity);
    if (activity.levelling_delay.tenths() != delay[row])
      body.append("levelling_delay", Minutes::from_tenths(delay[row]).minutes());
    if (by_row[row] != nullptr)
      body.append("levelling_pieces", pieces_of(*by_row[row]));
    else if (level::is_split_by_levelling(activity))
      body.append("levelling_pieces", nullptr);
    if (body.size() > 1) edits.push(edit_of("set", std::move(body)));
  }
  return edits;
}

Json named(const plan::Plan& plan, plan::Index activity) {
  Json body = of_activity(plan.activities[row_of(activity)]);
  body.append("name", plan.activities[row_of(activity)].name);
  return body;
}

template <class All, class Tell>
Json told(const All& all, Tell tell) {
  Json list = Json::array();
  for (const auto& one : all) {
    if (list.size() >= k_ways_told) break;
    list.push(tell(one));
  }
  return list;
}

}  // namespace

Alternatives alternatives_by_group(const plan::Plan& plan) {
  const auto groups = groups_of_plan(plan);
  Alternatives all(plan.assignments.size());
  for (std::size_t row = 0; row < plan.assignments.size(); ++row) {
    const plan::Index resource = plan.assignments[row].resource;
    if (resource == plan::k_none) continue;
    const auto group = groups.find(plan.resources[row_of(resource)].group);
    if (group != groups.end()) all[row] = group->second;
  }
  return all;
}

Alternatives alternatives_by_skill(const ReportInput& input, const plan::Plan& plan) {
  const std::map<Id, Skills> skills = skills_of(input);
  Alternatives all = alternatives_by_group(plan);
  for (std::size_t row = 0; row < plan.assignments.size(); ++row) {
    const plan::Index resource = plan.assignments[row].resource;
    if (resource == plan::k_none || plan.resources[row_of(resource)].id == 0) continue;
    all[row].clear();
    const auto asked = skills.find(plan.resources[row_of(resource)].id);
    if (asked == skills.end()) continue;
    for (std::size_t other = 0; other < plan.resources.size(); ++other) {
      const auto theirs = skills.find(plan.resources[other].id);
      const bool fits = theirs != skills.end() && has_all(theirs->second, asked->second);
      if (fits && static_cast<plan::Index>(other) != resource)
        all[row].push_back(static_cast<plan::Index>(other));
    }
  }
  return all;
}

Json levelling_edits(const plan::Plan& plan, const level::Levelling& made) {
  Json edits = Json::array();
  for (const level::ModeChoice& mode : made.modes) {
    Json body = of_activity(plan.activities[row_of(mode.activity)]);
    body.append("duration", Minutes::from_tenths(mode.duration_after_tenths).minutes());
    body.append("units_factor", mode.units_factor / k_units_per_percent);
    edits.push(edit_of("crew", std::move(body)));
  }
  for (const level::Swap& swap : made.swaps) {
    const plan::Assignment& one = plan.assignments[row_of(swap.assignment)];
    Json body = of_activity(plan.activities[row_of(one.activity)]);
    body.append("resource", plan.resources[row_of(swap.resource_before)].uid);
    body.append("with", plan.resources[row_of(swap.resource_after)].uid);
    edits.push(edit_of("replace", std::move(body)));
  }
  Json sets = set_edits(plan, made.delay_tenths, made.splits);
  for (Json& edit : sets.items()) edits.push(std::move(edit));
  return edits;
}

Json clearing_edits(const plan::Plan& plan) {
  return set_edits(plan, std::vector<std::int32_t>(plan.activities.size(), 0), {});
}

void append_ways(const plan::Plan& plan, const level::Levelling& made, Json& extra) {
  extra.append("splits", told(made.splits, [&](const level::Split& split) {
                 Json one = named(plan, split.activity);
                 one.append("pieces", pieces_of(split));
                 return one;
               }));
  extra.append("swaps", told(made.swaps, [&](const level::Swap& swap) {
                 const plan::Resource& before = plan.resources[row_of(swap.resource_before)];
                 const plan::Resource& after = plan.resources[row_of(swap.resource_after)];
                 Json one = named(plan, plan.assignments[row_of(swap.assignment)].activity);
                 one.append("before", before.uid);
                 one.append("before_name", before.name);
                 one.append("after", after.uid);
                 one.append("after_name", after.name);
                 return one;
               }));
  std::int64_t cost = 0;
  for (const level::ModeChoice& mode : made.modes) cost += mode.cost_minor;
  extra.append(
      "modes", told(made.modes, [&](const level::ModeChoice& mode) {
        Json one = named(plan, mode.activity);
        one.append("duration_before", Minutes::from_tenths(mode.duration_before_tenths).minutes());
        one.append("duration_after", Minutes::from_tenths(mode.duration_after_tenths).minutes());
        one.append("units_factor", mode.units_factor / k_units_per_percent);
        one.append("cost_minor", mode.cost_minor);
        return one;
      }));
  Json counts = Json::object();
  counts.append("moves", static_cast<std::int64_t>(made.moves.size()));
  counts.append("splits", static_cast<std::int64_t>(made.splits.size()));
  counts.append("swaps", static_cast<std::int64_t>(made.swaps.size()));
  counts.append("modes", static_cast<std::int64_t>(made.modes.size()));
  extra.append("counts", std::move(counts));
  extra.append("cost_minor", cost);
}

}  // namespace tc::functions::resource
