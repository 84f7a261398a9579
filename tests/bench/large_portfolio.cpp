#include <cstdio>
#include <filesystem>
#include <memory>
#include <random>
#include <string>

#include "app/demo.h"
#include "app/program.h"
#include "base/clock.h"
#include "plan/codec.h"
#include "project/new_plan.h"
#include "project/plan_book.h"
#include "project/plan_write.h"
#include "service/identity/identity.h"
#include "store/postgres/postgres_store.h"
#include "store/sqlite/sqlite_store.h"

/// Writes the large portfolio of the product's bars into an empty store: by default 5,000 projects
/// with 250 activities, 400 links and 320 assignments each (one has 5,000 activities), 10,000
/// people with accounts, and for each project risks, issues, actions, gates, documents and changes.
/// `large_portfolio DIR|URL [PROJECTS [PEOPLE]]`; signs in as pmo / a-long-pass-word.
namespace {

using namespace tc;
using kernel::CommandSpec;
using kernel::Request;

constexpr std::size_t k_activities = 250;
constexpr std::size_t k_large_activities = 5'000;
constexpr std::size_t k_batch = 500;
constexpr std::int64_t k_tenths_per_work_day = 4800;

class Generator {
 public:
  Generator(kernel::Kernel& kernel, std::size_t projects, std::size_t people)
      : kernel_(kernel), system_(kernel.system_principal()), projects_(projects), people_(people) {
    kernel::Reader reader(kernel, system_);
    today_ = reader.today();
  }

  void run() {
    write_people();
    for (int i = 0; i < 20; ++i) {
      portfolios_.push_back(add("portfolio", {{"name", "组合 " + std::to_string(i)}}));
    }
    flush();
    for (std::size_t i = 0; i < projects_; ++i) {
      write_project(i);
      if (i % 250 == 249) std::fprintf(stderr, "%zu projects\n", i + 1);
    }
    flush();
  }

 private:
  std::size_t any(std::size_t below) { return random_() % below; }

  Id add(std::string record, Json::Object set) {
    CommandSpec command;
    command.name = record + ".create";
    command.new_id = kernel_.new_id();
    command.trusted = true;
    command.set = Json(std::move(set));
    batch_.commands.push_back(std::move(command));
    return batch_.commands.back().new_id;
  }
  void flush() {
    if (batch_.commands.empty()) return;
    const Result<kernel::Answer> done = kernel_.execute(system_, batch_);
    if (!done) {
      const Refusal& refusal = done.refusals().front();
      throw Failure("large portfolio: " + refusal.code + " " + refusal.field);
    }
    batch_ = Request();
  }

  void write_people() {
    for (std::size_t i = 0; i < people_; ++i) {
      const std::string name = "员工" + std::to_string(i);
      persons_.push_back(add("person", {{"name", name}}));
      add("user", {{"login", "user" + std::to_string(i)},
                   {"name", name},
                   {"person", id_text(persons_.back())},
                   {"active", true}});
      if (i % k_batch == k_batch - 1) flush();
    }
    flush();
  }

  plan::Plan plan_of(std::size_t number, const std::string& name, std::size_t activities) {
    kernel::Reader reader(kernel_, system_);
    const Day start = today_ - static_cast<Day>(any(300));
    plan::Plan plan = project::new_plan(reader, name, start_of(start) + 4800);
    for (int i = 0; i < 8; ++i) {
      plan::Resource resource;
      resource.id = persons_[(number * 7 + static_cast<std::size_t>(i)) % persons_.size()];
      resource.uid = std::to_string(i + 1);
      resource.name = "员工" + std::to_string((number * 7 + static_cast<std::size_t>(i)));
      plan.resources.push_back(std::move(resource));
    }
    for (std::size_t i = 0; i < activities; ++i) {
      plan::Activity activity;
      activity.id = kernel_.new_id();
      activity.uid = id_text(activity.id);
      activity.name = "工作 " + std::to_string(i);
      activity.duration =
          Minutes::from_tenths(static_cast<std::int64_t>(1 + any(12)) * k_tenths_per_work_day);
      plan.activities.push_back(std::move(activity));
      for (std::size_t link = 0; i > 0 && link < 1 + any(2); ++link) {
        const std::size_t from = i - 1 - any(std::min<std::size_t>(i, 12));
        plan::Link made;
        made.from = static_cast<plan::Index>(from);
        made.to = static_cast<plan::Index>(i);
        plan.links.push_back(std::move(made));
        if (link > 0 && plan.links[plan.links.size() - 2].from == plan.links.back().from)
          plan.links.pop_back();
      }
      for (std::size_t one = 0; one < (i % 4 == 0 ? 2U : 1U); ++one) {
        plan::Assignment assignment;
        assignment.uid = std::to_string(plan.assignments.size() + 1);
        assignment.activity = static_cast<plan::Index>(i);
        assignment.resource = static_cast<plan::Index>((i + one * 3) % 8);
        assignment.work = plan.activities[i].duration;
        plan.assignments.push_back(std::move(assignment));
      }
    }
    return plan;
  }

  void write_project(std::size_t number) {
    const std::string name = "项目 " + std::to_string(number);
    const Id project = add("project", {{"name", name},
                                       {"key", "L" + std::to_string(number)},
                                       {"parent", id_text(portfolios_[number % 20])},
                                       {"manager", id_text(persons_[number % persons_.size()])},
                                       {"start", format_day(today_ - 200)},
                                       {"finish", format_day(today_ + 200)}});
    flush();
    plan::Plan plan = plan_of(number, name, number == 0 ? k_large_activities : k_activities);
    const auto first = engine::schedule::compute_schedule(plan);
    if (!first) throw Failure(first.refusals().front().code);
    const Day slip = static_cast<Day>(any(20));
    for (std::size_t i = 0; i < plan.activities.size(); ++i) {
      plan::Activity& activity = plan.activities[i];
      const PlanTime shift = static_cast<PlanTime>(i % 3 == 0 ? slip : 0) * 14'400;
      const auto& dates = first->activities[i];
      activity.baselines.push_back(
          {0, dates.start - shift, dates.finish - shift, activity.duration, activity.work, 0});
    }
    PlanTime finish = k_no_time;
    std::int64_t critical = 0;
    for (const auto& dates : first->activities) {
      finish = std::max(finish, dates.finish);
      critical += dates.critical;
    }
    const Id id =
        add("plan", {{"name", name},
                     {"project", id_text(project)},
                     {"profile", "msp"},
                     {"activity_count", static_cast<std::int64_t>(plan.activities.size())},
                     {"link_count", static_cast<std::int64_t>(plan.links.size())},
                     {"critical_count", critical},
                     {"finish", format_plan_time(finish)},
                     {"baseline_finish", format_plan_time(project::baseline_finish(plan))}});
    batch_.command = "plan.import";
    batch_.blobs.push_back(
        {std::string(project::k_snapshot_blob), id, 1, plan::pack_plan(plan), false});
    write_registers(project);
    flush();
  }

  void write_registers(Id project) {
    const auto owner = [&] { return id_text(persons_[any(persons_.size())]); };
    for (const char* words : {"钢材迟到", "需求变更", "人员流失", "许可延迟"}) {
      add("risk", {{"title", words},
                   {"project", id_text(project)},
                   {"owner", owner()},
                   {"probability", static_cast<std::int64_t>(1 + any(5))},
                   {"impact", static_cast<std::int64_t>(1 + any(5))}});
    }
    for (int i = 0; i < 3; ++i) {
      add("action_item", {{"title", "行动 " + std::to_string(i)},
                          {"project", id_text(project)},
                          {"kind", "action"},
                          {"owner", owner()},
                          {"due", format_day(today_ - 10 + static_cast<Day>(any(40)))}});
      add("issue", {{"title", "问题 " + std::to_string(i)},
                    {"project", id_text(project)},
                    {"owner", owner()}});
    }
  }

  kernel::Kernel& kernel_;
  kernel::Principal system_;
  std::size_t projects_;
  std::size_t people_;
  std::mt19937 random_{20260105};
  Day today_ = 0;
  Request batch_;
  std::vector<Id> persons_;
  std::vector<Id> portfolios_;
};

int generate(const std::string& where, std::size_t projects, std::size_t people) {
  const kernel::Registry registry(app::all_functions());
  const bool postgres = where.starts_with("postgresql://");
  if (!postgres) std::filesystem::create_directories(where);
  const std::unique_ptr<kernel::Store> store =
      postgres ? store::postgres::open_postgres(where, {}) : store::sqlite::open_sqlite(where);
  store->migrate(registry);
  const std::unique_ptr<kernel::RightsSource> rights = service::identity::make_rights_source();
  kernel::Kernel kernel(registry, *store, *rights, system_clock());
  service::identity::Identity identity(kernel);
  kernel.add_part(std::make_shared<project::PlanBook>());
  identity.ship_roles();
  app::ship_calendars(kernel);
  identity.grant(identity.create_user("pmo", "PMO", "a-long-pass-word", 0, "zh"), "pmo_director",
                 kernel::k_organisation);
  Generator(kernel, projects, people).run();
  kernel.drain();
  return 0;
}

}  // namespace

int main(int count, char** words) {
  if (count < 2) {
    std::fprintf(stderr, "usage: large_portfolio DIR|URL [PROJECTS [PEOPLE]]\n");
    return 2;
  }
  try {
    return generate(words[1], count > 2 ? std::stoul(words[2]) : 5'000,
                    count > 3 ? std::stoul(words[3]) : 10'000);
  } catch (const std::exception& failure) {
    std::fprintf(stderr, "%s\n", failure.what());
    return 3;
  }
}
