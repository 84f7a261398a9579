#include "functions/resource/levelling.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <memory>
#include <set>
#include <vector>

#include "base/clock.h"
#include "base/row.h"
#include "base/time_limit.h"
#include "engine/level/capacity.h"
#include "engine/level/level_plan.h"
#include "engine/level/plan_modes.h"
#include "engine/level/smooth_plan.h"
#include "functions/resource/levelling_ways.h"
#include "project/joined_plan.h"
#include "project/plan_book.h"
#include "project/plan_edit.h"

namespace tc::functions::resource {
namespace {

using namespace kernel;
namespace level = engine::level;
using project::LoadedPlan;

constexpr std::size_t k_resources_told = 60;
constexpr std::int64_t k_edits_max = 100'000;  ///< As many as one batch of plan edits may hold.
constexpr double k_tenths_per_whole_day = 14'400;
constexpr double k_load_percent = 10'000;

// --- Load by week --------------------------------------------------------------------------------

struct Week {
  Day monday = 0;
  double demand = 0, capacity = 0;
  std::int64_t overloaded = 0;
};

/// One resource from its first week with work to its last.
struct ResourceLoad {
  plan::Index resource = plan::k_none;
  std::int64_t overloaded = 0;
  double most = 0;  ///< Of demand to capacity.
  std::vector<Week> weeks = {};
};

Day first_of_week(Day day) { return day - (weekday(day) + 6) % 7; }

void trim(ResourceLoad& load) {
  const auto works = [](const Week& week) { return week.demand > 0; };
  const auto last = std::find_if(load.weeks.rbegin(), load.weeks.rend(), works);
  load.weeks.erase(last.base(), load.weeks.end());
  load.weeks.erase(load.weeks.begin(), std::ranges::find_if(load.weeks, works));
}

Result<std::vector<ResourceLoad>> loads_of(const plan::Plan& plan,
                                           const std::vector<level::Overload>& overloads) {
  const auto weeks = level::capacity_by_week(plan);
  if (!weeks) return weeks.refusals();
  std::map<std::pair<plan::Index, Day>, std::int64_t> days;
  for (const level::Overload& one : overloads) ++days[{one.resource, first_of_week(one.day)}];
  std::vector<ResourceLoad> loads;
  for (const level::CapacityWeek& one : *weeks) {
    if (loads.empty() || loads.back().resource != one.resource) loads.push_back({one.resource});
    ResourceLoad& load = loads.back();
    Week week{one.monday, static_cast<double>(one.demand_minutes) / 60,
              static_cast<double>(one.capacity_minutes) / 60};
    if (const auto found = days.find({one.resource, one.monday}); found != days.end())
      week.overloaded = found->second;
    load.overloaded += week.overloaded;
    if (week.capacity > 0) load.most = std::max(load.most, week.demand / week.capacity);
    load.weeks.push_back(week);
  }
  for (ResourceLoad& load : loads) trim(load);
  std::erase_if(loads, [](const ResourceLoad& load) { return load.weeks.empty(); });
  std::ranges::stable_sort(loads, [](const ResourceLoad& a, const ResourceLoad& b) {
    return std::pair(-a.overloaded, -a.most) < std::pair(-b.overloaded, -b.most);
  });
  return loads;
}

double rounded(double value) { return std::round(value * 10) / 10; }

Json load_json(const plan::Plan& plan, const std::vector<ResourceLoad>& loads) {
  Json all = Json::array();
  for (const ResourceLoad& load : loads) {
    if (all.size() >= k_resources_told) break;
    Json one = Json::object(), demand = Json::array(), capacity = Json::array(),
         days = Json::array();
    for (const Week& week : load.weeks) {
      demand.push(rounded(week.demand));
      capacity.push(rounded(week.capacity));
      days.push(week.overloaded);
    }
    one.append("resource", plan.resources[row_of(load.resource)].uid);
    one.append("name", plan.resources[row_of(load.resource)].name);
    one.append("monday", format_day(load.weeks.front().monday));
    one.append("overloaded_days", load.overloaded);
    one.append("demand", std::move(demand));
    one.append("capacity", std::move(capacity));
    one.append("days", std::move(days));
    all.push(std::move(one));
  }
  return all;
}

Result<std::shared_ptr<const LoadedPlan>> plan_asked(const ReportInput& input) {
  auto& book = input.kernel.part<project::PlanBook>();
  const Id project = parse_id(input.inputs.text("project")).value_or(0);
  const std::string_view scenario = input.inputs.text("scenario");
  if (scenario.empty()) return book.load(input.reader, project);
  const std::optional<Row> row = input.reader.load("scenario", parse_id(scenario).value_or(0));
  if (!row || row->scope != project) return refuse(RefusalKind::not_found, "record.not_found");
  return book.load_scenario(input.reader, *row);
}

// --- Levelling -----------------------------------------------------------------------------------

/// Ends the search after a time; whoever waits sees how much of it is left.
class Limited final : public Progress {
 public:
  Limited(Progress& watched, std::int64_t seconds)
      : watched_(watched), limit_(monotonic_us, seconds * 1'000'000) {}
  [[nodiscard]] bool step(std::int64_t done, std::int64_t total, const char* phase) override {
    const std::int64_t length = limit_.length_us();
    if (length == 0) return watched_.step(done, total, phase);
    const std::int64_t passed = limit_.passed_us();
    return watched_.step(std::min(passed, length), length, phase) && passed < length;
  }

 private:
  Progress& watched_;
  TimeLimit limit_;
};

bool asked_for(const ReportInput& input, std::string_view name) {
  const Json* value = input.inputs.find(name);
  return value != nullptr && value->is_bool() && value->boolean();
}

std::int64_t seconds_asked(const ReportInput& input) {
  const Json* asked = input.inputs.find("seconds");
  return asked != nullptr && asked->is_integer()
             ? std::clamp<std::int64_t>(asked->integer(), 0, 600)
             : 0;
}

Result<level::Levelling> level_asked(const ReportInput& input, const plan::Plan& given) {
  const std::int64_t seconds = seconds_asked(input);
  level::PlanOptions options;
  options.within_float = asked_for(input, "within_float");
  options.split = asked_for(input, "split");
  if (asked_for(input, "replace_people"))
    options.alternatives = alternatives_by_skill(input, given);
  const Json* cost = input.inputs.find("extra_cost_max");
  options.cost_max = cost != nullptr && cost->is_integer() ? cost->integer() : 0;
  options.modes = level::modes_of(
      given, {.crews = asked_for(input, "change_crews"), .crash = options.cost_max > 0});
  if (seconds > 0) options.passes_max = INT64_MAX;
  Limited progress(input.progress, seconds);
  if (!asked_for(input, "any_priority")) return level::level_plan(given, options, progress);
  constexpr std::int32_t k_usual = 500, k_never = 1000;
  plan::Plan plan = given;
  for (plan::Activity& activity : plan.activities)
    if (activity.priority != k_never) activity.priority = k_usual;
  return level::level_plan(plan, options, progress);
}

Result<level::PlanSmoothed> smooth_asked(const ReportInput& input, const plan::Plan& given) {
  const std::int64_t seconds = seconds_asked(input);
  level::PlanSmoothOptions options;
  if (seconds > 0) options.rounds_max = INT64_MAX;
  Limited progress(input.progress, seconds);
  return level::smooth_plan(given, options, progress);
}

std::vector<std::string> names_by_activity(const plan::Plan& plan) {
  std::vector<std::string> names(plan.activities.size());
  for (const plan::Assignment& one : plan.assignments) {
    if (one.activity == plan::k_none || one.resource == plan::k_none) continue;
    std::string& text = names[row_of(one.activity)];
    text += (text.empty() ? "" : "; ") + plan.resources[row_of(one.resource)].name;
  }
  return names;
}

Value day_value(PlanTime time) {
  Value day;
  if (time != k_no_time) day = std::int64_t{day_of(time)};
  return day;
}

PlanTime last_finish(const engine::schedule::Schedule& schedule) {
  PlanTime finish = k_no_time;
  for (const auto& project : schedule.projects) finish = std::max(finish, project.finish);
  return finish;
}

std::string day_text(PlanTime time) {
  return time == k_no_time ? std::string("?") : format_day(day_of(time));
}

void add_moves(const plan::Plan& plan, const level::Levelling& made, ReportTable& table) {
  std::vector<level::Move> moves = made.moves;
  std::ranges::stable_sort(moves, std::greater<>(), &level::Move::delay_after_tenths);
  const std::vector<std::string> names = names_by_activity(plan);
  for (const level::Move& move : moves)
    table.rows.push_back({Value(plan.activities[row_of(move.activity)].name),
                          Value(names[row_of(move.activity)]), day_value(move.start_before),
                          day_value(move.start_after), day_value(move.finish_before),
                          day_value(move.finish_after),
                          Value(rounded(move.delay_after_tenths / k_tenths_per_whole_day))});
}

// --- Other projects ------------------------------------------------------------------------------

using Plans = std::vector<std::shared_ptr<const LoadedPlan>>;

Result<std::vector<PlanTime>> finishes_of(const ReportInput& input, const Plans& plans) {
  project::JoinedPlan joined = project::join_plans(plans);
  const auto schedule = project::schedule_joined(input.reader, plans, joined);
  if (!schedule) return schedule.refusals();
  std::vector<PlanTime> finishes;
  for (const std::vector<plan::Index>& rows : joined.rows) {
    PlanTime finish = k_no_time;
    for (const plan::Index row : rows)
      if (row != plan::k_none) finish = std::max(finish, schedule->activities[row_of(row)].finish);
    finishes.push_back(finish);
  }
  return finishes;
}

/// What becomes of the projects that are linked to this one: by name where the reader may see them,
/// the others counted.
Json effects_of(const ReportInput& input, const std::shared_ptr<const LoadedPlan>& loaded,
                const level::Levelling& made) {
  Json json = Json::object(), told = Json::array();
  auto& book = input.kernel.part<project::PlanBook>();
  const std::set<Id> seen = project::linked_projects(input.reader, {loaded->project}, true);
  const std::set<Id> all = project::linked_projects(input.reader, {loaded->project}, false);
  json.append("unseen", static_cast<std::int64_t>(all.size() - std::min(all.size(), seen.size())));
  Plans before = {loaded};
  for (const Id project : seen) {
    if (project == loaded->project) continue;
    if (const auto other = book.load(input.reader, project); other) before.push_back(*other);
  }
  json.append("projects", Json::array());
  if (before.size() == 1) return json;
  Plans after = before;
  plan::Plan levelled = loaded->plan;
  level::apply_levelling(made, levelled);
  const auto computed =
      project::compute(std::move(levelled), loaded->id, loaded->project, loaded->version);
  if (!computed) return json;
  after.front() = *computed;
  const auto was = finishes_of(input, before), now = finishes_of(input, after);
  if (!was || !now) return json;
  for (std::size_t i = 1; i < before.size(); ++i) {
    if ((*was)[i] == (*now)[i]) continue;
    Json one = Json::object();
    one.append("project", id_text(before[i]->project));
    one.append("name", input.reader.title_of("project", before[i]->project, input.principal.zh()));
    one.append("finish_before", day_text((*was)[i]));
    one.append("finish_after", day_text((*now)[i]));
    told.push(std::move(one));
  }
  json["projects"] = std::move(told);
  return json;
}

void set_finding(const level::Levelling& made, const Json& edits, ReportTable& table) {
  table.arguments = {{"moved", std::to_string(made.moves.size())},
                     {"before", day_text(last_finish(made.before))},
                     {"after", day_text(last_finish(made.after))},
                     {"over", std::to_string(made.overloads_before.size())},
                     {"left", std::to_string(made.overloads_after.size())},
                     {"splits", std::to_string(made.splits.size())},
                     {"swaps", std::to_string(made.swaps.size())},
                     {"modes", std::to_string(made.modes.size())},
                     {"most", std::to_string(k_edits_max)}};
  if (static_cast<std::int64_t>(edits.size()) > k_edits_max)
    table.finding = {"需推迟的活动超过 {most} 个，一次不能应用：请先平衡其中一部分",
                     "More than {most} activities would be put off, too many at once"};
  else if (made.overloads_before.empty() && made.modes.empty())
    table.finding = {"没有资源超载", "No resource is overloaded"};
  else if (made.moves.empty())
    table.finding = {"推迟无法减少超载（{left} 资源日）",
                     "Putting off does not help: {left} resource-days stay overloaded"};
  else if (!made.splits.empty() || !made.swaps.empty() || !made.modes.empty())
    table.finding = {
        "移动 {moved} 个活动（中断 {splits} 个、换人 {swaps} 处、调整人数或工期 {modes} 个），"
        "完工 {before} → {after}，超载 {over} → {left} 资源日",
        "{moved} {moved:activity moves|activities move} ({splits} interrupted, {swaps} given to "
        "others, {modes} done "
        "another way), finish {before} → {after}, overloaded resource-days {over} → {left}"};
  else
    table.finding = {
        "移动 {moved} 个活动，完工 {before} → {after}，超载 {over} → {left} 资源日",
        "{moved} {moved:activity moves|activities move}, finish {before} → {after}, overloaded "
        "resource-days {over} → {left}"};
}

void set_smoothed_finding(const level::PlanSmoothed& smoothed, const Json& edits,
                          ReportTable& table) {
  if (static_cast<std::int64_t>(edits.size()) > k_edits_max)
    return set_finding(smoothed.levelling, edits, table);
  const double share =
      smoothed.squares_before > 0 ? 1 - smoothed.squares / smoothed.squares_before : 0;
  table.arguments = {{"moved", std::to_string(smoothed.levelling.moves.size())},
                     {"share", std::to_string(std::lround(share * 100))}};
  if (smoothed.squares < smoothed.squares_before)
    table.finding = {"移动 {moved} 个活动，完工不变，每日用量的平方和减少 {share}%",
                     "{moved} {moved:activity moves|activities move}, the finish stays; the sum of "
                     "squares of the daily "
                     "use falls by {share}%"};
  else
    table.finding = {"在浮动时间内用量已最均衡", "Inside the floats the use is as even as it gets"};
}

/// The edits that carry a proposal out, the load that is left, and what else becomes of it.
Status add_proposal(const ReportInput& input, const std::shared_ptr<const LoadedPlan>& loaded,
                    const level::Levelling& made, Json edits, ReportTable& table) {
  const plan::Plan& plan = loaded->plan;
  plan::Plan levelled = plan;
  level::apply_levelling(made, levelled);
  const auto loads = loads_of(levelled, made.overloads_after);
  if (!loads) return loads.refusals();
  const bool fits = static_cast<std::int64_t>(edits.size()) <= k_edits_max;
  table.extra = Json::object();
  table.extra.append("edits", fits ? std::move(edits) : Json::array());
  table.extra.append("moved", static_cast<std::int64_t>(made.moves.size()));
  table.extra.append("finish_before", day_text(last_finish(made.before)));
  table.extra.append("finish_after", day_text(last_finish(made.after)));
  table.extra.append("overloaded_before", static_cast<std::int64_t>(made.overloads_before.size()));
  table.extra.append("overloaded_after", static_cast<std::int64_t>(made.overloads_after.size()));
  table.extra.append("load", load_json(levelled, *loads));
  table.extra.append("effects", effects_of(input, loaded, made));
  append_ways(plan, made, table.extra);
  return Done{};
}

}  // namespace

Result<ReportTable> plan_load(const ReportInput& input) {
  ReportTable table;
  table.finding = {"没有资源超载", "No resource is overloaded"};
  const auto loaded = plan_asked(input);
  if (!loaded) return loaded.refusals();
  const plan::Plan& plan = (*loaded)->plan;
  if (plan.assignments.empty()) return table;
  const auto model = level::make_plan_model(plan, {}, {});
  if (!model) return model.refusals();
  const std::vector<level::Overload> overloads =
      level::find_overloads(*model, (*loaded)->schedule.activities);
  const auto loads = loads_of(plan, overloads);
  if (!loads) return loads.refusals();
  for (std::size_t i = 0; i < std::min(loads->size(), k_resources_told); ++i) {
    for (const Week& week : (*loads)[i].weeks) {
      Value share;
      if (week.capacity > 0)
        share = static_cast<std::int64_t>(week.demand / week.capacity * k_load_percent + 0.5);
      table.rows.push_back({Value(plan.resources[row_of((*loads)[i].resource)].name),
                            Value(std::int64_t{week.monday}), Value(rounded(week.demand)),
                            Value(rounded(week.capacity)), share, Value(week.overloaded)});
    }
  }
  const auto count =
      std::ranges::count_if(*loads, [](const ResourceLoad& load) { return load.overloaded > 0; });
  if (count > 0)
    table.finding = {
        "{count} 个资源超载，共 {days} 资源日",
        "{count} {count:resource is|resources are} overloaded, {days} resource-days in all"};
  table.arguments = {{"count", std::to_string(count)}, {"days", std::to_string(overloads.size())}};
  table.extra = Json::object();
  table.extra.append("load", load_json(plan, *loads));
  table.extra.append("delays", clearing_edits(plan));
  return table;
}

Result<ReportTable> levelling(const ReportInput& input) {
  ReportTable table;
  const auto loaded = plan_asked(input);
  if (!loaded) return loaded.refusals();
  const plan::Plan& plan = (*loaded)->plan;
  level::Levelling made;
  Json edits;
  if (asked_for(input, "smooth")) {
    Result<level::PlanSmoothed> smoothed = smooth_asked(input, plan);
    if (!smoothed) return smoothed.refusals();
    edits = levelling_edits(plan, smoothed->levelling);
    set_smoothed_finding(*smoothed, edits, table);
    made = std::move(smoothed->levelling);
  } else {
    Result<level::Levelling> levelled = level_asked(input, plan);
    if (!levelled) return levelled.refusals();
    edits = levelling_edits(plan, *levelled);
    set_finding(*levelled, edits, table);
    made = std::move(*levelled);
  }
  add_moves(plan, made, table);
  if (Status done = add_proposal(input, *loaded, made, std::move(edits), table); !done)
    return done.refusals();
  return table;
}

}  // namespace tc::functions::resource
