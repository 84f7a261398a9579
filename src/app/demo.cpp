#include "app/demo.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>

#include "app/examples.h"
#include "app/story.h"
#include "base/text.h"
#include "plan/codec.h"
#include "project/new_plan.h"
#include "project/plan_book.h"
#include "project/plan_write.h"

namespace tc::app {
namespace {

using kernel::CommandSpec;
using kernel::Principal;
using kernel::Request;

constexpr std::int64_t k_tenths_per_work_day = 4800;
constexpr std::size_t k_told_max = 4;  ///< Running projects whose whole story is told.

/// Writes one enterprise; remembers the ids of what it made by key.
class DemoWriter {
 public:
  DemoWriter(kernel::Kernel& kernel, service::identity::Identity& identity, const Json& data,
             bool zh)
      : kernel_(kernel),
        identity_(identity),
        data_(data),
        zh_(zh),
        system_(kernel.system_principal()) {
    kernel::Reader reader(kernel, system_);
    monday_ = reader.today() - (weekday(reader.today()) + 6) % 7;
    today_ = reader.today();
  }

  void run() {
    people();
    for (const Json& portfolio : data_.find("portfolios")->items()) {
      ids_[std::string(portfolio.text("key"))] = create("portfolio", {{"name", word(portfolio)}});
    }
    for (const Json& account : data_.find("accounts")->items()) accounts(account);
    std::size_t number = 0;
    for (const Json& project : data_.find("projects")->items()) write_project(project, number++);
    tell_story();
  }

  // What the offices of the running projects have written down; decisions wait in the first one.
  void tell_story() {
    const Result<Json> data = parse_json(demo_story());
    if (!data) throw Failure("demo story: " + data.refusals().front().code);
    Story story(kernel_, persons_, users_, zh_);
    for (const auto& [key, id] : units_) story.name(key, id);
    story.tell(*data->find("organisation"));
    for (std::size_t turn = running_.size(); turn-- > 0;) {
      story.name("project", running_[turn]);
      const auto& [next, later] = ahead_.at(running_[turn]);
      story.name("next", next);
      story.name("later", later);
      story.tell(*data->find("project"), turn);
    }
    story.tell(*data->find("asked"));
  }

 private:
  std::string word(const Json& both) const { return std::string(both.text(zh_ ? "zh" : "en")); }

  Id create(std::string_view record, Json::Object set) {
    CommandSpec command;
    command.name = std::string(record) + ".create";
    command.set = Json(std::move(set));
    command.new_id = kernel_.new_id();
    Request request;
    const Id id = command.new_id;
    request.commands.push_back(std::move(command));
    const Result<kernel::Answer> done = kernel_.execute(system_, request);
    if (!done)
      throw Failure("demo: " + done.refusals().front().code + " " + done.refusals().front().field);
    return id;
  }

  void step(std::string_view name, Id id, Json::Object set = {}) {
    CommandSpec command;
    command.name = name;
    command.id = id;
    command.trusted = true;
    command.set = Json(std::move(set));
    Request request;
    request.commands.push_back(std::move(command));
    const Result<kernel::Answer> done = kernel_.execute(system_, request);
    if (!done) throw Failure("demo: " + std::string(name) + " " + done.refusals().front().code);
  }

  void people() {
    units_[""] = create("organisation_unit", {{"name", both("organisation")}});
    for (const Json& unit : data_.find("units")->items())
      units_[std::string(unit.text("key"))] = create("organisation_unit", {{"name", named(unit)}});
    for (const Json& person : data_.find("people")->items()) {
      const Id id =
          create("person", {{"name", word(person)},
                            {"title", word(*person.find("title"))},
                            {"unit", id_text(units_.at(std::string(person.text("unit"))))},
                            {"cost_rate", money(cost_rate_of(persons_.size()))}});
      persons_.push_back(id);
      person_names_.push_back(word(person));
      if (!person.text("login").empty())
        logins_[std::string(person.text("login"))] = {id, word(person)};
    }
  }

  static std::int64_t cost_rate_of(std::size_t person) {
    return 200 + static_cast<std::int64_t>(person % 7) * 40;
  }

  Json both(std::string_view key) const { return *data_.find(key); }
  static Json named(const Json& one) {
    return Json(Json::Object{{"zh", one.text("zh")}, {"en", one.text("en")}});
  }

  static Json money(std::int64_t major) {
    Json json = Json::object();
    json.append("minor", major * 100);
    json.append("currency", "CNY");
    return json;
  }

  void accounts(const Json& account) {
    const auto& [person, name] = logins_.at(std::string(account.text("login")));
    const Id user = identity_.create_user(account.text("login"), name, k_demo_password, person,
                                          zh_ ? "zh" : "en");
    users_[std::string(account.text("login"))] = user;
    for (const Json& role : account.find("roles")->items())
      identity_.grant(user, role.string(), kernel::k_organisation);
  }

  void write_project(const Json& data, std::size_t number) {
    const auto start_day = static_cast<Day>(monday_ + data.find("start_day")->integer() / 7 * 7);
    const std::size_t manager = 1 + static_cast<std::size_t>(data.find("manager")->integer() - 1);
    const bool late = data.text("trouble") == "late";
    const Id id =
        create("project", {{"name", word(data)},
                           {"key", data.text("key")},
                           {"parent", id_text(ids_.at(std::string(data.text("portfolio"))))},
                           {"manager", id_text(persons_[manager])},
                           {"sponsor", id_text(persons_[4])},
                           {"kind", data.text("kind")},
                           {"budget", money(data.find("budget_major")->integer())},
                           {"start", format_day(start_day)},
                           {"rag", late                 ? "red"
                                   : start_day > today_ ? "grey"
                                                        : "green"}});
    if (start_day <= today_) step("project.start_work", id);
    const Day finish = write_plan(data, id, start_day, number, late);
    const std::string cause =
        zh_ ? "关键活动晚于基准，预测完工推迟"
            : "Critical activities are later than the baseline; the forecast finish has moved";
    Json::Object rest = {{"finish", format_day(late ? finish - 21 : finish)}};
    if (late) rest.push_back({"rag_cause", cause});
    step("project.update", id, std::move(rest));
    write_risks(id, number);
    if (start_day <= today_ && running_.size() < k_told_max) running_.push_back(id);
  }

  plan::Activity activity_of(const Json& data, std::size_t number) {
    plan::Activity activity;
    activity.id = kernel_.new_id();
    activity.uid = id_text(activity.id);
    activity.code = std::string(data.text("key")) + std::to_string(100 + number);
    activity.name = word(data);
    activity.duration = Minutes::from_tenths(data.find("days")->integer() * k_tenths_per_work_day);
    if (activity.duration == Minutes()) {
      activity.kind = plan::ActivityKind::finish_milestone;
      activity.milestone = true;
    }
    return activity;
  }

  void add_links(plan::Plan& plan, std::string_view after, plan::Index to,
                 const std::map<std::string, plan::Index>& by_key) {
    for (std::string_view part : split(after, ',')) {
      part = trim(part);
      if (part.empty()) continue;
      plan::Link link;
      link.to = to;
      const std::size_t colon = part.find(':');
      link.from = by_key.at(std::string(part.substr(0, colon)));
      if (colon != std::string_view::npos) {
        link.kind = part.substr(colon + 1, 2) == "ss" ? plan::LinkKind::ss : plan::LinkKind::ff;
        link.lag = static_cast<std::int32_t>(std::stoi(std::string(part.substr(colon + 4))) *
                                             k_tenths_per_work_day);
      }
      plan.links.push_back(link);
    }
  }

  // A project in trouble has too few people for what goes on at the same time.
  plan::Plan plan_of(const Json& data, const std::string& name, Day start, std::size_t number,
                     bool late) {
    const std::size_t team = late ? 4 : persons_.size();
    kernel::Reader reader(kernel_, system_);
    plan::Plan plan = project::new_plan(reader, name, start_of(start) + 8 * k_tenths_per_hour);
    std::map<std::string, plan::Index> by_key;
    std::size_t row = 0;
    for (const Json& phase : data_.find("templates")->find(data.text("template"))->items()) {
      plan::Activity summary;
      summary.id = kernel_.new_id();
      summary.uid = id_text(summary.id);
      summary.name = word(phase);
      summary.kind = plan::ActivityKind::summary;
      const auto parent = static_cast<plan::Index>(plan.activities.size());
      plan.activities.push_back(std::move(summary));
      for (const Json& item : phase.find("activities")->items()) {
        plan::Activity activity = activity_of(item, number);
        activity.parent = parent;
        const auto index = static_cast<plan::Index>(plan.activities.size());
        by_key[std::string(item.text("key"))] = index;
        plan.activities.push_back(std::move(activity));
        add_links(plan, item.text("after"), index, by_key);
        assign(plan, index, number * 3 + row++ % team);
      }
    }
    return plan;
  }

  void assign(plan::Plan& plan, plan::Index activity, std::size_t seed) {
    if (plan.activities[static_cast<std::size_t>(activity)].milestone) return;
    const std::size_t person = 9 + seed % (persons_.size() - 9);
    auto resource = std::ranges::find(plan.resources, person_names_[person], &plan::Resource::name);
    if (resource == plan.resources.end()) {
      plan::Resource made;
      made.id = persons_[person];
      made.uid = std::to_string(plan.resources.size() + 1);
      made.name = person_names_[person];
      made.rate_millionths = cost_rate_of(person) * 1'000'000;
      resource = plan.resources.insert(plan.resources.end(), std::move(made));
    }
    plan::Assignment assignment;
    assignment.uid = std::to_string(plan.assignments.size() + 1);
    assignment.activity = activity;
    assignment.resource = static_cast<plan::Index>(resource - plan.resources.begin());
    assignment.work = plan.activities[static_cast<std::size_t>(activity)].duration;
    plan.assignments.push_back(std::move(assignment));
  }

  // Freezes the first computation as the baseline, then lets time pass until today: what should be
  // done is done; in a project in trouble every third activity took half as long again.
  void live(plan::Plan& plan, const engine::schedule::Schedule& schedule, bool late) {
    const PlanTime now = start_of(today_);
    std::size_t number = 0;
    for (std::size_t i = 0; i < plan.activities.size(); ++i) {
      plan::Activity& activity = plan.activities[i];
      const auto& dates = schedule.activities[i];
      activity.baselines.push_back(
          {0, dates.start, dates.finish, activity.duration, activity.work, 0});
      if (activity.kind == plan::ActivityKind::summary || dates.start >= now) continue;
      if (late && ++number % 3 == 0)
        activity.duration = Minutes::from_tenths(activity.duration.tenths() * 3 / 2);
    }
  }

  void progress(plan::Plan& plan, const engine::schedule::Schedule& schedule) {
    const PlanTime now = start_of(today_);
    for (std::size_t i = 0; i < plan.activities.size(); ++i) {
      plan::Activity& activity = plan.activities[i];
      const auto& dates = schedule.activities[i];
      if (activity.kind == plan::ActivityKind::summary || dates.start == k_no_time ||
          dates.start >= now)
        continue;
      activity.actual_start = dates.start;
      if (dates.finish <= now) {
        activity.actual_finish = dates.finish;
        activity.percent_complete = 10000;
        activity.remaining_duration = Minutes();
        activity.actual_duration = activity.duration;
      } else {
        const double part =
            static_cast<double>(now - dates.start) / std::max(1, dates.finish - dates.start);
        activity.percent_complete = static_cast<std::int32_t>(std::lround(part * 100)) * 100;
        activity.remaining_duration = Minutes::from_tenths(
            std::llround(activity.duration.tenths() * (1 - activity.percent_complete / 10000.0)));
        activity.actual_duration = activity.duration - *activity.remaining_duration;
      }
    }
    if (now > plan.projects.front().start) plan.projects.front().status_date = now;
  }

  // What has not begun may be done in two thirds of the time, for more money the shorter it is.
  void may_be_shortened(plan::Plan& plan) {
    constexpr std::int64_t k_cents_a_day = 1'200'000;
    std::int64_t number = 0;
    for (plan::Activity& activity : plan.activities) {
      const bool work = activity.kind == plan::ActivityKind::task && activity.duration > Minutes();
      if (!work || activity.actual_start != k_no_time || ++number % 2 == 0) continue;
      const std::int64_t days = activity.duration.tenths() / k_tenths_per_work_day;
      activity.crash_duration = Minutes::from_tenths((days - days / 3) * k_tenths_per_work_day);
      activity.crash_cost_minor = days / 3 * k_cents_a_day * (1 + number % 4);
      activity.crash_weight = static_cast<std::int32_t>(100 * (1 + number % 5));
    }
  }

  // What has not begun may take a quarter less or half as long again.
  void may_last_longer(plan::Plan& plan) {
    for (plan::Activity& activity : plan.activities) {
      const bool work = activity.kind == plan::ActivityKind::task && activity.duration > Minutes();
      if (!work || activity.actual_start != k_no_time) continue;
      const std::int64_t days = activity.duration.tenths() / k_tenths_per_work_day;
      const auto length = [](std::int64_t count) {
        return Minutes::from_tenths(count * k_tenths_per_work_day);
      };
      activity.optimistic_duration = length(days - days / 4);
      activity.pessimistic_duration = length(days + std::max<std::int64_t>(1, days / 2));
    }
  }

  // The first two works that have not begun: what permits are asked for.
  static std::pair<Id, Id> ahead_of(const project::LoadedPlan& loaded) {
    std::vector<std::pair<PlanTime, Id>> coming;
    for (std::size_t i = 0; i < loaded.plan.activities.size(); ++i) {
      const plan::Activity& activity = loaded.plan.activities[i];
      if (activity.kind == plan::ActivityKind::task && activity.actual_start == k_no_time)
        coming.emplace_back(loaded.schedule.activities[i].start, activity.id);
    }
    std::ranges::sort(coming);
    if (coming.size() < 2) throw Failure("demo plan: nothing is ahead");
    return {coming[0].second, coming[1].second};
  }

  Day write_plan(const Json& data, Id project, Day start, std::size_t number, bool late) {
    plan::Plan plan = plan_of(data, word(data), start, number, late);
    const auto compute = [](const plan::Plan& what) {
      Result<engine::schedule::Schedule> schedule = engine::schedule::compute_schedule(what);
      if (!schedule) throw Failure("demo plan: " + schedule.refusals().front().code);
      return std::move(*schedule);
    };
    live(plan, compute(plan), late);
    progress(plan, compute(plan));
    if (late) may_be_shortened(plan);
    if (late) may_last_longer(plan);
    const Id id = kernel_.new_id();
    const Result<std::shared_ptr<project::LoadedPlan>> loaded =
        project::compute(std::move(plan), id, project, 1);
    if (!loaded) throw Failure("demo plan: " + loaded.refusals().front().code);
    PlanTime start_time = k_no_time, finish = k_no_time;
    std::int64_t critical = 0;
    for (const auto& dates : (*loaded)->schedule.activities) {
      if (start_time == k_no_time || dates.start < start_time) start_time = dates.start;
      finish = std::max(finish, dates.finish);
      critical += dates.critical;
    }
    CommandSpec command;
    command.name = "plan.create";
    command.new_id = id;
    command.trusted = true;
    command.set = Json(Json::Object{
        {"name", word(data)},
        {"project", id_text(project)},
        {"profile", "msp"},
        {"activity_count", static_cast<std::int64_t>((*loaded)->plan.activities.size())},
        {"link_count", static_cast<std::int64_t>((*loaded)->plan.links.size())},
        {"critical_count", critical},
        {"start", format_plan_time(start_time)},
        {"finish", format_plan_time(finish)},
        {"baseline_finish", format_plan_time(project::baseline_finish((*loaded)->plan))}});
    Request request;
    request.command = "plan.import";
    request.commands.push_back(std::move(command));
    request.blobs.push_back(
        {std::string(project::k_snapshot_blob), id, 1, plan::pack_plan((*loaded)->plan), false});
    const Result<kernel::Answer> done = kernel_.execute(system_, request);
    if (!done) throw Failure("demo plan: " + done.refusals().front().code);
    step("project.update", project, {{"forecast_finish", format_day(day_of(finish))}});
    ahead_[project] = ahead_of(**loaded);
    return day_of(finish);
  }

  void write_risks(Id project, std::size_t number) {
    if (kernel_.registry().record("risk") == nullptr) return;
    const Json& risks = *data_.find("risks");
    for (std::size_t i = 0; i < 3; ++i) {
      const Json& data = risks.items()[(number + i * 2) % risks.size()];
      const bool opportunity = data.text("strategy") == "enhance";
      const Id id =
          create("risk", {{"title", word(data)},
                          {"project", id_text(project)},
                          {"kind", opportunity ? "opportunity" : "threat"},
                          {"owner", id_text(persons_[1 + (number + i) % 3])},
                          {"due", format_day(today_ + 7 * static_cast<Day>(i + 1))},
                          {"next_review", format_day(today_ - 3 + static_cast<Day>(number + i))},
                          {"review_cadence_days", 14}});
      if (i == 2) continue;
      step("risk.assess", id,
           {{"probability", *data.find("probability")},
            {"impact", *data.find("impact")},
            {"impact_days", data.find("impact")->integer() * 4},
            {"impact_cost", money(data.find("impact")->integer() * 60'000)}});
      if (i == 1) continue;
      step("risk.plan_response", id,
           {{"strategy", data.text("strategy")},
            {"response", word(*data.find("response"))},
            {"residual_probability", *data.find("residual_probability")},
            {"residual_impact", *data.find("residual_impact")}});
    }
    create("action_item", {{"title", zh_ ? "更新应对措施进展" : "Report on the responses"},
                           {"project", id_text(project)},
                           {"kind", "action"},
                           {"owner", id_text(persons_[1 + number % 3])},
                           {"due", format_day(today_ + static_cast<Day>(number) - 4)}});
  }

  kernel::Kernel& kernel_;
  service::identity::Identity& identity_;
  const Json& data_;
  bool zh_;
  Principal system_;
  Day monday_ = 0;
  Day today_ = 0;
  std::vector<Id> persons_;
  std::vector<std::string> person_names_;
  std::map<std::string, std::pair<Id, std::string>> logins_;
  std::map<std::string, Id> ids_;
  std::map<std::string, Id> units_;        ///< By key; "" is the organisation itself.
  std::map<Id, std::pair<Id, Id>> ahead_;  ///< Of each project.
  std::map<std::string, Id> users_;
  std::vector<Id> running_;  ///< Projects that have begun.
};

}  // namespace

void ship_calendars(kernel::Kernel& kernel) {
  const Principal system = kernel.system_principal();
  for (const std::string_view text : statutory_calendars()) {
    const Result<Json> data = parse_json(text);
    TC_ASSERT(data.ok());
    const std::int64_t year = data->find("year")->integer();
    Request request;
    {
      kernel::Reader reader(kernel, system);
      if (!reader
               .list_any("calendar",
                         kernel::field_is(*kernel.registry().record("calendar"), "year", year))
               .empty())
        continue;
      CommandSpec command;
      command.name = "calendar.create";
      Json name = Json::object();
      name.append("zh", "法定节假日 " + std::to_string(year));
      name.append("en", "Statutory holidays " + std::to_string(year));
      command.set.append("name", std::move(name));
      command.set.append("year", year);
      command.set.append("days", to_text(*data));
      request.commands.push_back(std::move(command));
    }
    TC_ASSERT(kernel.execute(system, request).ok());
  }
}

void write_demo(kernel::Kernel& kernel, service::identity::Identity& identity, bool zh) {
  const Result<Json> data = parse_json(demo_enterprise());
  TC_ASSERT(data.ok());
  DemoWriter(kernel, identity, *data, zh).run();
}

}  // namespace tc::app
