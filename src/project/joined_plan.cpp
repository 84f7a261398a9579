#include "project/joined_plan.h"

#include <algorithm>
#include <map>

#include "project/external.h"
#include "project/plan_edit.h"

namespace tc::project {
namespace {

using kernel::Reader;
using kernel::Row;
using plan::Index;
using plan::k_none;
using Plans = std::span<const std::shared_ptr<const LoadedPlan>>;

constexpr std::int64_t k_plans_max = 20'000;

Index moved(Index index, std::size_t by) {
  return index == k_none ? k_none : index + static_cast<Index>(by);
}

/// Appends plan after plan.
class Joiner {
 public:
  explicit Joiner(Plans plans) : plans_(plans) {
    for (std::size_t i = 0; i < plans.size(); ++i) of_project_[plans[i]->project] = i;
    if (!plans.empty()) joined_.plan.profile = plans.front()->plan.profile;
  }

  JoinedPlan run() {
    for (const auto& loaded : plans_) add_rows(*loaded);
    for (std::size_t i = 0; i < plans_.size(); ++i) give_way(i);
    for (std::size_t i = 0; i < plans_.size(); ++i) add_links(plans_[i]->plan, joined_.rows[i]);
    return std::move(joined_);
  }

 private:
  // The row of the other plan that an external row stands for, where that plan takes part.
  Index other_row(const plan::Activity& activity) const {
    if (!stands_for_another(activity)) return k_none;
    const auto other = of_project_.find(activity.external_project);
    if (other == of_project_.end()) return k_none;
    return plans_[other->second]->index_of(activity.external_activity);
  }

  void add_rows(const LoadedPlan& loaded) {
    plan::Plan& all = joined_.plan;
    const plan::Plan& one = loaded.plan;
    const std::size_t calendars = all.calendars.size(), projects = all.projects.size();
    for (plan::Calendar calendar : one.calendars) {
      calendar.base = moved(calendar.base, calendars);
      calendar.project = moved(calendar.project, projects);
      all.calendars.push_back(std::move(calendar));
    }
    for (plan::Project project : one.projects) {
      project.calendar = moved(project.calendar, calendars);
      all.projects.push_back(std::move(project));
    }
    std::vector<Index>& rows = joined_.rows.emplace_back(one.activities.size(), k_none);
    for (std::size_t i = 0; i < one.activities.size(); ++i) {
      if (other_row(one.activities[i]) != k_none) continue;
      plan::Activity activity = one.activities[i];
      rows[i] = static_cast<Index>(all.activities.size());
      activity.project = moved(activity.project, projects);
      activity.calendar = moved(activity.calendar, calendars);
      if (activity.parent != k_none)
        activity.parent = rows[static_cast<std::size_t>(activity.parent)];
      all.activities.push_back(std::move(activity));
    }
    add_resources(one, rows, calendars);
  }

  void add_resources(const plan::Plan& one, const std::vector<Index>& rows, std::size_t calendars) {
    plan::Plan& all = joined_.plan;
    const std::size_t resources = all.resources.size();
    for (plan::Resource resource : one.resources) {
      resource.calendar = moved(resource.calendar, calendars);
      all.resources.push_back(std::move(resource));
    }
    for (plan::Assignment assignment : one.assignments) {
      if (assignment.activity != k_none)
        assignment.activity = rows[static_cast<std::size_t>(assignment.activity)];
      assignment.resource = moved(assignment.resource, resources);
      all.assignments.push_back(std::move(assignment));
    }
  }

  void give_way(std::size_t number) {
    const LoadedPlan& loaded = *plans_[number];
    for (std::size_t i = 0; i < loaded.plan.activities.size(); ++i) {
      const plan::Activity& activity = loaded.plan.activities[i];
      const Index other = other_row(activity);
      if (other == k_none) continue;
      const std::size_t its_plan = of_project_.at(activity.external_project);
      joined_.rows[number][i] = joined_.rows[its_plan][static_cast<std::size_t>(other)];
    }
  }

  void add_links(const plan::Plan& one, const std::vector<Index>& rows) {
    for (plan::Link link : one.links) {
      if (link.from == k_none || link.to == k_none) continue;
      link.from = rows[static_cast<std::size_t>(link.from)];
      link.to = rows[static_cast<std::size_t>(link.to)];
      joined_.plan.links.push_back(std::move(link));
    }
  }

  Plans plans_;
  std::map<Id, std::size_t> of_project_;
  JoinedPlan joined_;
};

// "KEY · name" for each row, for the names in a refusal.
void tell_projects(Reader& reader, Plans plans, JoinedPlan& joined) {
  const bool zh = reader.principal().zh();
  for (std::size_t i = 0; i < plans.size(); ++i) {
    const bool seen = plan_row(reader, plans[i]->project).has_value();
    const std::optional<Row> project = reader.load("project", plans[i]->project);
    const std::string key = project ? std::string(project->text("key")) + " · " : std::string();
    for (std::size_t row = 0; row < joined.rows[i].size(); ++row) {
      if (stands_for_another(plans[i]->plan.activities[row])) continue;
      plan::Activity& activity =
          joined.plan.activities[static_cast<std::size_t>(joined.rows[i][row])];
      if (!seen) activity.uid.clear();
      activity.name = seen ? key + activity.name : zh ? "其他项目" : "another project";
    }
  }
}

bool adds_links(const Json& edits) {
  return edits.is_array() && std::ranges::any_of(edits.items(), [](const Json& edit) {
           return edit.is_object() && edit.find("link") != nullptr;
         });
}

}  // namespace

JoinedPlan join_plans(Plans plans) { return Joiner(plans).run(); }

std::set<Id> linked_projects(Reader& reader, std::set<Id> projects, bool visible_only) {
  const kernel::RecordType& type = *reader.registry().record("plan");
  kernel::Expr none, with_predecessors;
  none.op = kernel::Expr::Op::is_null;
  none.column = type.field_index("predecessor_projects");
  with_predecessors.op = kernel::Expr::Op::negate;
  with_predecessors.children.push_back(std::move(none));
  const std::vector<Row> rows = visible_only
                                    ? reader.list("plan", with_predecessors, {}, k_plans_max)
                                    : reader.list_any("plan", with_predecessors, k_plans_max);
  std::map<Id, std::vector<Id>> beside;
  for (const Row& row : rows) {
    for (const Id other : parse_predecessors(row.text("predecessor_projects"))) {
      beside[row.scope].push_back(other);
      beside[other].push_back(row.scope);
    }
  }
  std::vector<Id> open(projects.begin(), projects.end());
  while (!open.empty()) {
    const Id at = open.back();
    open.pop_back();
    for (const Id other : beside[at]) {
      if (projects.insert(other).second) open.push_back(other);
    }
  }
  return projects;
}

Result<engine::schedule::Schedule> schedule_joined(Reader& reader, Plans plans,
                                                   JoinedPlan& joined) {
  Result<engine::schedule::Schedule> schedule = engine::schedule::compute_schedule(joined.plan);
  if (schedule || schedule.refusals().front().code != "plan.cycle") return schedule;
  tell_projects(reader, plans, joined);
  return engine::schedule::compute_schedule(joined.plan);
}

Status check_no_cycle(Reader& reader, kernel::Kernel& kernel,
                      const std::shared_ptr<const LoadedPlan>& loaded, const Json& edits) {
  if (!adds_links(edits)) return Done{};
  auto changed = std::make_shared<LoadedPlan>(*loaded);
  if (!apply_edits(changed->plan, edits, [&] { return kernel.new_id(); })) return Done{};
  if (predecessor_projects(changed->plan).empty()) return Done{};
  const kernel::Principal system = kernel.system_principal();
  Reader all(kernel, system);
  if (successors_of(all, loaded->project).empty()) return Done{};
  changed->by_id.clear();
  for (std::size_t i = 0; i < changed->plan.activities.size(); ++i)
    changed->by_id[changed->plan.activities[i].id] = static_cast<Index>(i);
  std::vector<std::shared_ptr<const LoadedPlan>> plans = {changed};
  std::set<Id> projects = {loaded->project};
  for (const Id project : predecessor_projects(changed->plan)) projects.insert(project);
  for (const Id project : linked_projects(all, std::move(projects), false)) {
    if (project == loaded->project) continue;
    const auto other = kernel.part<PlanBook>().load(all, project);
    if (other) plans.push_back(*other);
  }
  JoinedPlan joined = join_plans(plans);
  const auto schedule = schedule_joined(reader, plans, joined);
  if (!schedule) return schedule.refusals();
  return Done{};
}

}  // namespace tc::project
