#include <algorithm>
#include <array>
#include <set>

#include "functions/time/external_links.h"
#include "functions/time/plan_reports.h"
#include "functions/time/plan_words.h"
#include "kernel/fields.h"
#include "project/joined_plan.h"
#include "project/report_tools.h"

/// Plans of several projects: the links between them, and all of them as one network.
namespace tc::functions::time {
namespace {

using namespace kernel;
using namespace kernel::field;
using project::LoadedPlan;
using project::PlanBook;
using project::time_value;
using Plans = std::vector<std::shared_ptr<const LoadedPlan>>;

constexpr std::size_t k_projects_max = 500;
constexpr std::size_t k_program_rows_max = 5000;

constexpr std::array k_program_states = {
    Choice{"kept", {"满足", "Kept"}},
    Choice{"broken", {"未满足", "Broken"}},
    Choice{"behind", {"待更新", "Out of date"}},
    Choice{"lost", {"前置活动已不存在", "Predecessor is gone"}},
};

constexpr std::array k_link_columns = {
    link("project", {"项目", "Project"}, "project"),
    link("activity", {"活动标识", "Activity id"}, "*"),
    text("name", {"活动", "Activity"}),
    link("predecessor_project", {"前置项目", "Project before"}, "project"),
    text("predecessor", {"前置活动", "Activity before"}),
    text("type", {"类型", "Type"}),
    make("lag", Kind::minutes, {"滞后", "Lag"}, 0),
    text("allowed", {"最早允许", "Allowed from"}),
    text("planned", {"计划", "Planned"}),
    number("short_by", {"提前了（工作日）", "Too early by"}, 0, "d"),
    choice("state", {"状态", "State"}, k_program_states),
};

constexpr std::array k_program_inputs = {
    link("portfolio", {"项目组合", "Portfolio"}, "portfolio"),
    link("programme", {"项目集", "Programme"}, "programme"),
    link("project", {"项目", "Project"}, "project"),
};
constexpr std::array k_program_columns = {
    link("project", {"项目", "Project"}, "project"),
    text("start", {"开始", "Start"}),
    text("finish", {"完成（整网计算）", "Finish in one network"}),
    text("finish_alone", {"完成（单独计算）", "Finish alone"}),
    number("delta", {"差异", "Difference"}, 0, "d"),
    number("float", {"对整网的浮动", "Float to the whole"}, 0, "d"),
    integer("critical", {"整网关键活动", "Critical for the whole"}, {}),
    integer("links_in", {"依赖其他项目", "Links in"}, {}),
    integer("links_out", {"被其他项目依赖", "Links out"}, {}),
    integer("broken", {"未满足", "Broken"}, {}),
};

Plans load_plans(const ReportInput& input, const std::set<Id>& projects) {
  Plans plans;
  for (const Id id : projects) {
    auto loaded = input.kernel.part<PlanBook>().load(input.reader, id);
    if (loaded) plans.push_back(std::move(*loaded));
  }
  return plans;
}

// Those that were asked for; of one project and where nothing was asked for, what links join.
std::set<Id> chosen_projects(const ReportInput& input) {
  for (const char* name : {"programme", "portfolio"}) {
    const std::optional<Id> scope = parse_id(input.inputs.text(name));
    if (!scope || !input.reader.load(name, *scope)) continue;
    std::set<Id> projects;
    // Portfolios and programmes lie below too.
    for (const Id below : input.reader.scopes().below(*scope))
      if (input.reader.load("project", below)) projects.insert(below);
    return projects;
  }
  std::set<Id> projects;
  if (const std::optional<Id> one = parse_id(input.inputs.text("project"))) projects.insert(*one);
  const bool any = projects.empty();
  if (any) {
    const RecordType& type = *input.reader.registry().record("plan");
    const Expr linked = Expr::compare(Expr::Op::contains, type.field_index("predecessor_projects"),
                                      std::string(" "));
    for (const Row& row : input.reader.list("plan", linked, {}, k_program_rows_max))
      projects.insert(row.scope);
  }
  return project::linked_projects(input.reader, std::move(projects), true);
}

std::string state_of(const ReportInput& input, const LoadedPlan& loaded, const ExternalLink& one,
                     const project::ExternalRow& other) {
  if (other.project != 0 && other.activity == 0) return "lost";
  if (one.short_by > Minutes()) return "broken";
  if (other.activity == 0) return "kept";
  const auto theirs = input.kernel.part<PlanBook>().load(input.reader, other.project);
  if (!theirs) return "kept";
  const auto& now =
      (*theirs)->schedule.activities[static_cast<std::size_t>((*theirs)->index_of(other.activity))];
  const plan::Activity& row = loaded.plan.activities[static_cast<std::size_t>(one.from)];
  const bool same = now.start == row.manual_start && now.finish == row.manual_finish;
  return same ? "kept" : "behind";
}

struct LinkRow {
  std::vector<Value> values;
  bool broken = false;
};

void add_links(const ReportInput& input, const LoadedPlan& loaded, std::vector<LinkRow>& rows) {
  const auto others = project::external_rows(input.reader, input.kernel.part<PlanBook>(), loaded);
  if (others.empty()) return;
  const double per_day = tenths_per_day(loaded.plan);
  for (const ExternalLink& one : external_links(loaded)) {
    const auto other = std::ranges::find(others, one.from, &project::ExternalRow::row);
    const plan::Activity& to = loaded.plan.activities[static_cast<std::size_t>(one.to)];
    const plan::Link& made = loaded.plan.links[static_cast<std::size_t>(one.link)];
    const std::string state = state_of(input, loaded, one, *other);
    rows.push_back({{Value(loaded.project), Value(to.id), Value(name_of(to)),
                     other->project == 0 ? Value() : Value(other->project), Value(other->name),
                     Value(std::string(word_of(made.kind))), Value(std::int64_t{made.lag}),
                     time_value(one.allowed), time_value(one.planned),
                     Value(one.short_by.tenths() / per_day), Value(state)},
                    state == "broken" || state == "lost"});
  }
}

Result<ReportTable> links_report(const ReportInput& input) {
  std::vector<LinkRow> rows;
  const std::optional<Id> only = parse_id(input.inputs.text("project"));
  for (const Id project : chosen_projects(input)) {
    const auto found = input.kernel.part<PlanBook>().load(input.reader, project);
    if (!found) continue;
    const std::shared_ptr<const LoadedPlan>& loaded = *found;
    std::vector<LinkRow> own;
    add_links(input, *loaded, own);
    for (LinkRow& row : own) {
      const auto* before = std::get_if<std::int64_t>(&row.values[3]);
      const bool about =
          !only || loaded->project == *only || (before != nullptr && *before == *only);
      if (about) rows.push_back(std::move(row));
    }
  }
  std::ranges::stable_sort(rows, std::greater<>(), &LinkRow::broken);
  ReportTable table;
  table.finding = {"{count} 个跨项目依赖，其中 {broken} 个未满足",
                   "{count} {count:link|links} between projects, {broken} of them broken"};
  table.arguments = {{"count", std::to_string(rows.size())},
                     {"broken", std::to_string(std::ranges::count_if(rows, &LinkRow::broken))}};
  if (rows.size() > k_program_rows_max) rows.resize(k_program_rows_max);
  for (LinkRow& row : rows) table.rows.push_back(std::move(row.values));
  return table;
}

/// What one project is within the network.
struct Member {
  PlanTime start = k_no_time, finish = k_no_time;
  std::optional<Minutes> least_float;
  std::int64_t critical = 0, links_in = 0, links_out = 0, broken = 0;
};

class Program {
 public:
  explicit Program(Plans plans) : plans_(std::move(plans)), joined_(project::join_plans(plans_)) {
    // One network has one end: what is critical is so for the whole.
    for (plan::Project& project : joined_.plan.projects) project.float_per_project = false;
  }

  Status compute(Reader& reader) {
    auto schedule = project::schedule_joined(reader, plans_, joined_);
    if (!schedule) return schedule.refusals();
    members_.resize(plans_.size());
    for (std::size_t i = 0; i < plans_.size(); ++i) measure(i, *schedule);
    for (const engine::schedule::ProjectDates& dates : schedule->projects)
      finish_ = std::max(finish_, dates.finish);
    count_links();
    return Done{};
  }

  [[nodiscard]] ReportTable table() const {
    ReportTable table;
    std::int64_t links = 0, broken = 0;
    for (std::size_t i = 0; i < plans_.size(); ++i) {
      links += members_[i].links_in;
      broken += members_[i].broken;
      table.rows.push_back(row(i));
    }
    table.finding = {
        "{projects} 个项目作为一张网络于 {finish} 完成；{links} 个跨项目依赖，{broken} 个未满足",
        "{projects} projects as one network finish on {finish}; {links} links between "
        "projects, {broken} broken"};
    table.arguments = {{"projects", std::to_string(plans_.size())},
                       {"finish", finish_ == k_no_time ? "?" : format_day(day_of(finish_))},
                       {"links", std::to_string(links)},
                       {"broken", std::to_string(broken)}};
    return table;
  }

 private:
  void measure(std::size_t number, const engine::schedule::Schedule& schedule) {
    Member& member = members_[number];
    const auto& activities = plans_[number]->plan.activities;
    for (std::size_t i = 0; i < activities.size(); ++i) {
      if (activities[i].external || activities[i].kind == plan::ActivityKind::summary) continue;
      const auto& dates = schedule.activities[static_cast<std::size_t>(joined_.rows[number][i])];
      if (dates.start == k_no_time) continue;
      if (member.start == k_no_time || dates.start < member.start) member.start = dates.start;
      member.finish = std::max(member.finish, dates.finish);
      if (activities[i].actual_finish != k_no_time) continue;
      member.critical += dates.critical;
      member.least_float =
          std::min(member.least_float.value_or(dates.total_float), dates.total_float);
    }
  }

  void count_links() {
    for (std::size_t i = 0; i < plans_.size(); ++i) {
      for (const ExternalLink& one : external_links(*plans_[i])) {
        ++members_[i].links_in;
        members_[i].broken += one.short_by > Minutes();
        const Id before =
            plans_[i]->plan.activities[static_cast<std::size_t>(one.from)].external_project;
        for (std::size_t other = 0; other < plans_.size(); ++other)
          members_[other].links_out += plans_[other]->project == before;
      }
    }
  }

  [[nodiscard]] std::vector<Value> row(std::size_t number) const {
    const Member& member = members_[number];
    PlanTime alone = k_no_time;
    for (const auto& dates : plans_[number]->schedule.projects)
      alone = std::max(alone, dates.finish);
    const bool both = alone != k_no_time && member.finish != k_no_time;
    const double per_day = tenths_per_day(plans_[number]->plan);
    return {
        Value(plans_[number]->project),
        time_value(member.start),
        time_value(member.finish),
        time_value(alone),
        both ? Value((std::int64_t{member.finish} - alone) / double{k_tenths_per_day}) : Value(),
        member.least_float ? Value(member.least_float->tenths() / per_day) : Value(),
        Value(member.critical),
        Value(member.links_in),
        Value(member.links_out),
        Value(member.broken)};
  }

  Plans plans_;
  project::JoinedPlan joined_;
  std::vector<Member> members_;
  PlanTime finish_ = k_no_time;
};

Result<ReportTable> program(const ReportInput& input) {
  const std::set<Id> projects = chosen_projects(input);
  if (projects.size() > k_projects_max) {
    return refuse(
        RefusalKind::rule, "plan.program_too_large", {},
        {{"projects", std::to_string(projects.size())}, {"limit", std::to_string(k_projects_max)}});
  }
  Program made(load_plans(input, projects));
  const Status computed = made.compute(input.reader);
  if (!computed) return computed.refusals();
  return made.table();
}

}  // namespace

Report external_links_report() {
  return {.name = "time.external_links",
          .label = {"跨项目依赖", "Links between projects"},
          .permission = "plan.read",
          .inputs = project::k_project_inputs,
          .columns = k_link_columns,
          .handler = links_report};
}

Report program_report() {
  return {.name = "time.program",
          .label = {"多项目整网进度", "Several projects as one network"},
          .permission = "plan.read",
          .inputs = k_program_inputs,
          .columns = k_program_columns,
          .handler = program};
}

}  // namespace tc::functions::time
