#include "project/plan_staff.h"

#include <gtest/gtest.h>

#include "engine/schedule/test_plan.h"
#include "project/plan_edit.h"

/// What assigning, changing and removing people does, with figures worked out by hand.
namespace tc::project {
namespace {

using engine::schedule::testing::TestPlan;
using plan::EffortKind;

constexpr Id k_id = 1000;

/// Ten days; Ann, Ben at 100 an hour, half of Cem, cement.
struct Site : TestPlan {
  Site() : TestPlan(plan::Profile::msp) {
    add_days(10);
    (*this)[0].id = k_id;
    for (const char* name : {"Ann", "Ben", "Cem", "Cement"}) {
      plan::Resource& one = plan.resources.emplace_back();
      one.name = one.uid = name;
    }
    plan.resources[0].rate_millionths = plan.resources[1].rate_millionths = 100'000'000;
    plan.resources[2].max_units = 5000;
    plan.resources[3].kind = plan::ResourceKind::material;
  }

  /// The codes it is refused with, or nothing.
  std::vector<std::string> edit(std::string_view text) {
    Id next = 5000;
    const Result<PlanChange> done =
        apply_edits(plan, parse_json(text).value(), [&] { return next++; });
    std::vector<std::string> codes;
    if (done) {
      inverse = done->inverse;
    } else {
      for (const Refusal& refusal : done.refusals()) codes.push_back(refusal.code);
    }
    return codes;
  }
  std::vector<std::string> assign(std::string_view who, std::string_view more = "") {
    return edit(R"([{"assign":{"activity":")" + id_text(k_id) + R"(","resource":")" +
                std::string(who) + "\"" + std::string(more) + "}}]");
  }
  std::vector<std::string> unassign(std::string_view who) {
    return edit(R"([{"unassign":{"activity":")" + id_text(k_id) + R"(","resource":")" +
                std::string(who) + "\"}}]");
  }

  /// "10d 80h: Ann[100] 80h"
  std::string told() {
    const auto hours = [](Minutes minutes) { return std::to_string(minutes.tenths() / 600) + "h"; };
    std::string text =
        std::to_string((*this)[0].duration.tenths() / 4800) + "d " + hours((*this)[0].work);
    for (const plan::Assignment& one : plan.assignments)
      text += ": " + plan.resources[static_cast<std::size_t>(one.resource)].name + "[" +
              std::to_string(one.units / 100) + "] " + hours(one.work);
    return text;
  }
  Json inverse;
};

using Codes = std::vector<std::string>;

// 10 d × 8 h = 80 h each.
TEST(Staff, TheFirstWorkTheWholeDuration) {
  Site site;
  site[0].effort_driven = true;
  const std::string id = id_text(k_id);
  EXPECT_EQ(site.edit(R"([{"assign":{"activity":")" + id + R"(","resource":"Ann"}},)" +
                      R"({"assign":{"activity":")" + id + R"(","resource":"Ben","units":50}}])"),
            Codes());
  EXPECT_EQ(site.told(), "10d 120h: Ann[100] 80h: Ben[50] 40h");
  // Later comers share the 120 h: 100 + 50 + 50 % = 200 %, so 60, 30 and 30 h in 7.5 days.
  EXPECT_EQ(site.assign("Cem"), Codes());
  EXPECT_EQ(site.told(), "7d 120h: Ann[100] 60h: Ben[50] 30h: Cem[50] 30h");
  EXPECT_EQ(site[0].duration, Minutes::from_minutes(7.5 * 480));
  // 120 h by 100 % are 15 days again, when the others leave.
  EXPECT_EQ(site.unassign("Ben"), Codes());
  EXPECT_EQ(site.unassign("Cem"), Codes());
  EXPECT_EQ(site.told(), "15d 120h: Ann[100] 120h");
  // Work that stays waits for whoever comes.
  EXPECT_EQ(site.unassign("Ann"), Codes());
  EXPECT_EQ(site.told(), "15d 120h");
  EXPECT_EQ(site.assign("Cem"), Codes());
  EXPECT_EQ(site.told(), "30d 120h: Cem[50] 120h");
}

struct Step {
  EffortKind kind;
  bool effort_driven;
  const char* more;  ///< Of Ann, who has 80 h in 10 days.
  const char* then;
};

TEST(Staff, WhatIsLeftOpenFollowsByTheType) {
  const EffortKind units = EffortKind::fixed_units, duration = EffortKind::fixed_duration,
                   work = EffortKind::fixed_work;
  const std::array steps = {
      Step{units, false, R"(,"units":50)", "20d 80h: Ann[50] 80h"},
      Step{units, false, R"(,"units":200)", "5d 80h: Ann[200] 80h"},
      Step{units, false, R"(,"work":2400)", "5d 40h: Ann[100] 40h"},
      Step{duration, false, R"(,"units":50)", "10d 40h: Ann[50] 40h"},
      Step{duration, false, R"(,"work":2400)", "10d 40h: Ann[50] 40h"},
      Step{work, true, R"(,"units":50)", "20d 80h: Ann[50] 80h"},
      Step{work, true, R"(,"work":2400)", "5d 40h: Ann[100] 40h"},
      // Both: units first, then work.
      Step{units, false, R"(,"units":50,"work":2400)", "10d 40h: Ann[50] 40h"},
      Step{duration, false, R"(,"units":50,"work":4800)", "10d 80h: Ann[100] 80h"},
  };
  for (const Step& step : steps) {
    Site site;
    site[0].effort = step.kind;
    site[0].effort_driven = step.effort_driven;
    ASSERT_EQ(site.assign("Ann"), Codes());
    ASSERT_EQ(site.told(), "10d 80h: Ann[100] 80h");
    EXPECT_EQ(site.assign("Ann", step.more), Codes());
    EXPECT_EQ(site.told(), step.then) << step.more;
  }
}

TEST(Staff, AnotherPersonByTheType) {
  const auto with_ben = [](EffortKind kind, bool effort_driven) {
    Site site;
    site[0].effort = kind;
    site[0].effort_driven = effort_driven;
    EXPECT_EQ(site.assign("Ann"), Codes());
    EXPECT_EQ(site.assign("Ben"), Codes());
    return site.told();
  };
  EXPECT_EQ(with_ben(EffortKind::fixed_units, false), "10d 160h: Ann[100] 80h: Ben[100] 80h");
  EXPECT_EQ(with_ben(EffortKind::fixed_units, true), "5d 80h: Ann[100] 40h: Ben[100] 40h");
  EXPECT_EQ(with_ben(EffortKind::fixed_duration, false), "10d 160h: Ann[100] 80h: Ben[100] 80h");
  EXPECT_EQ(with_ben(EffortKind::fixed_duration, true), "10d 80h: Ann[50] 40h: Ben[50] 40h");
  EXPECT_EQ(with_ben(EffortKind::fixed_work, true), "5d 80h: Ann[100] 40h: Ben[100] 40h");
}

// The longest of who is left decides: Ben's 40 h at 100 % are 5 days.
TEST(Staff, WhoLeavesTakesTheWorkAlong) {
  Site site;
  ASSERT_EQ(site.assign("Ann"), Codes());
  ASSERT_EQ(site.assign("Ben", R"(,"work":2400)"), Codes());
  EXPECT_EQ(site.told(), "10d 120h: Ann[100] 80h: Ben[100] 40h");
  EXPECT_EQ(site.unassign("Ann"), Codes());
  EXPECT_EQ(site.told(), "5d 40h: Ben[100] 40h");
  EXPECT_EQ(site.unassign("Ben"), Codes());
  EXPECT_EQ(site.told(), "5d 0h");
}

// Half of ten days is done: 40 of 80 h. Ben shares the other 40 h: 20 h each, 2.5 days to go.
TEST(Staff, OnlyWhatIsLeftIsShared) {
  Site site;
  site[0].effort_driven = true;
  ASSERT_EQ(site.assign("Ann"), Codes());
  site[0].percent_complete = 5000;
  site[0].remaining_duration = Minutes::from_minutes(2400);
  site.plan.assignments[0].actual_work = Minutes::from_minutes(2400);
  EXPECT_EQ(site.assign("Ben"), Codes());
  EXPECT_EQ(site.told(), "7d 80h: Ann[100] 60h: Ben[100] 20h");
  EXPECT_EQ(site[0].remaining_duration, Minutes::from_minutes(1200));
  EXPECT_EQ(site.plan.assignments[0].remaining_work, Minutes::from_minutes(1200));
  EXPECT_EQ(site.unassign("Ann"), Codes{"plan.assignment_has_actuals"});
  EXPECT_EQ(site.assign("Ann", R"(,"work":60)"), Codes{"plan.work_below_actual"});
}

// 80 h · 100 = 8,000; half of it is 4,000; what the file charged beyond the rate stays.
TEST(Staff, WorkCostsByTheRate) {
  Site site;
  site[0].cost_minor = 500'00;
  ASSERT_EQ(site.assign("Ann"), Codes());
  EXPECT_EQ(site.plan.assignments[0].cost_minor, 8'000'00);
  EXPECT_EQ(site[0].cost_minor, 8'500'00);
  ASSERT_EQ(site.assign("Ann", R"(,"work":2400)"), Codes());
  EXPECT_EQ(site[0].cost_minor, 4'500'00);
  ASSERT_EQ(site.edit(R"([{"resource":{"uid":"Ann","rate":150,"max_units":80}}])"), Codes());
  EXPECT_EQ(site[0].cost_minor, 6'500'00);
  EXPECT_EQ(site.plan.resources[0].max_units, 8000);
  ASSERT_EQ(site.unassign("Ann"), Codes());
  EXPECT_EQ(site[0].cost_minor, 500'00);
}

TEST(Staff, MaterialMovesNothing) {
  Site site;
  ASSERT_EQ(site.assign("Ann"), Codes());
  ASSERT_EQ(site.assign("Cement", R"(,"units":300)"), Codes());
  EXPECT_EQ(site.told(), "10d 80h: Ann[100] 80h: Cement[300] 0h");
}

TEST(Staff, EverythingIsRefusedAtOnce) {
  Site site;
  EXPECT_EQ(site.assign("Zoe", R"(,"units":0,"work":-1)"),
            (Codes{"plan.resource_unknown", "plan.units_above_zero", "plan.bad_value"}));
  EXPECT_EQ(site.assign("Cem", R"(,"units":5001)"), Codes{"plan.units_too_many"});
  EXPECT_EQ(site.assign("Cem", R"(,"units":5000)"), Codes());
  EXPECT_EQ(site.assign("Ann", R"(,"units":"much")"), Codes{"plan.bad_value"});
  EXPECT_EQ(site.unassign("Ann"), Codes{"plan.assignment_unknown"});
  site[0].percent_complete = 10000;
  EXPECT_EQ(site.assign("Ann"), Codes{"plan.work_done"});
  site[0].kind = plan::ActivityKind::summary;
  EXPECT_EQ(site.assign("Zoe"),
            (Codes{"plan.summary_not_staffed", "plan.work_done", "plan.resource_unknown"}));
  EXPECT_EQ(site.edit(R"([{"settings":{"status_date":"never"}}])"),
            Codes{"plan.date_out_of_range"});
  EXPECT_EQ(site.edit(R"([{"settings":{"speed":1}}])"), Codes{"plan.field_unknown"});
  for (const char* verb : {"assign", "unassign", "replace", "crew", "restaff"})
    EXPECT_EQ(site.edit("[{\"" + std::string(verb) + "\":7}]"), Codes{"plan.activity_unknown"});
  EXPECT_EQ(site.edit(R"([{"settings":[]}])"), Codes{"plan.edit_unknown"});
  EXPECT_EQ(site.edit(R"([{"resource":null}])"), Codes{"plan.resource_unknown"});
  EXPECT_EQ(site.edit(R"([{"resource":{"uid":"Zoe","rate":1}}])"), Codes{"plan.resource_unknown"});
}

TEST(Staff, SomebodyElseDoesTheSame) {
  Site site;
  site.plan.resources[1].rate_millionths = 150'000'000;
  ASSERT_EQ(site.assign("Ann", R"(,"units":50)"), Codes());
  const std::int64_t cost = site.plan.assignments[0].cost_minor;
  const std::string uid = site.plan.assignments[0].uid;
  const auto replace = [&](std::string_view who, std::string_view with) {
    return site.edit(R"([{"replace":{"activity":")" + id_text(k_id) + R"(","resource":")" +
                     std::string(who) + R"(","with":")" + std::string(with) + "\"}}]");
  };
  EXPECT_EQ(replace("Ann", "Ben"), Codes());
  EXPECT_EQ(site.told(), "10d 40h: Ben[50] 40h");
  EXPECT_EQ(site.plan.assignments[0].uid, uid);
  // 40 h at 150 instead of 100 an hour.
  EXPECT_EQ(site.plan.assignments[0].cost_minor, cost + 40 * 5000);
  EXPECT_EQ(replace("Ann", "Zoe"), (Codes{"plan.assignment_unknown", "plan.resource_unknown"}));
  ASSERT_EQ(site.assign("Ann"), Codes());
  EXPECT_EQ(replace("Ben", "Ann"), Codes{"plan.assignment_exists"});
  site.plan.assignments[0].actual_work = Minutes::from_minutes(60);
  EXPECT_EQ(replace("Ben", "Cem"), Codes{"plan.assignment_has_actuals"});
  site[0].percent_complete = 10000;
  EXPECT_EQ(replace("Ann", "Cem"), Codes{"plan.work_done"});
}

TEST(Staff, TheWholeCrewByAFactor) {
  Site site;
  ASSERT_EQ(site.assign("Ann", R"(,"units":50)"), Codes());
  ASSERT_EQ(site.assign("Ben"), Codes());
  const auto crew = [&](std::string_view more) {
    return site.edit(R"([{"crew":{"activity":")" + id_text(k_id) + "\"" + std::string(more) +
                     "}}]");
  };
  EXPECT_EQ(crew(R"(,"duration":2400,"units_factor":200)"), Codes());
  EXPECT_EQ(site.told(), "5d 120h: Ann[100] 40h: Ben[200] 80h");
  EXPECT_EQ(crew(R"(,"duration":1920)"), Codes());  // The same people for four days.
  EXPECT_EQ(site.told(), "4d 96h: Ann[100] 32h: Ben[200] 64h");
  EXPECT_EQ(crew(R"(,"duration":0,"units_factor":"two")"),
            (Codes{"plan.bad_value", "plan.bad_value"}));
  EXPECT_EQ(crew(""), Codes{"plan.bad_value"});
  site[0].actual_start = site.project().start;
  EXPECT_EQ(crew(R"(,"duration":480)"), Codes{"plan.work_done"});
}

TEST(Staff, PiecesOfLevellingOnly) {
  Site site;
  const auto set = [&](std::string_view pieces) {
    return site.edit(R"([{"set":{"activity":")" + id_text(k_id) + R"(","levelling_pieces":)" +
                     std::string(pieces) + "}}]");
  };
  const std::string_view two =
      R"([["2026-01-05T08:00","2026-01-06T17:00"],["2026-01-08T08:00","2026-01-19T17:00"]])";
  EXPECT_EQ(set(two), Codes());
  EXPECT_TRUE(site[0].levelling_split);
  EXPECT_EQ(site.schedule().activities[0].finish,
            engine::schedule::testing::at("2026-01-19T17:00"));
  const Json inverse = site.inverse;
  EXPECT_EQ(set("null"), Codes());
  EXPECT_TRUE(site[0].segments.empty());
  EXPECT_EQ(site.edit(to_text(site.inverse)), Codes());
  EXPECT_EQ(site[0].segments.size(), 2U);
  EXPECT_EQ(site.edit(to_text(inverse)), Codes());
  EXPECT_TRUE(site[0].segments.empty());
  for (const char* bad :
       {"[]", "7", R"([["2026-01-05T08:00","2026-01-06T17:00"]])", R"([["x","y"],["x","y"]])",
        R"([["2026-01-08T08:00","2026-01-09T17:00"],["2026-01-05T08:00","2026-01-06T17:00"]])"})
    EXPECT_EQ(set(bad), Codes{"plan.bad_value"}) << bad;
  // What a person made stays.
  ASSERT_EQ(set(two), Codes());
  site[0].levelling_split = false;
  EXPECT_EQ(set(two), Codes{"plan.bad_value"});
  EXPECT_EQ(set("null"), Codes());
  EXPECT_EQ(site[0].segments.size(), 2U);
}

TEST(Staff, TheInverseTakesEverythingBack) {
  Site site;
  site[0].effort_driven = true;
  ASSERT_EQ(site.assign("Ann", R"(,"units":70)"), Codes());
  site.plan.assignments[0].extra = "<Flag1>1</Flag1>";
  const std::string before = to_text(staff_json(site.plan, 0));
  for (const char* edit :
       {R"("assign":{"resource":"Ben","units":33)", R"("assign":{"resource":"Ann","work":777)",
        R"("unassign":{"resource":"Ann")", R"("replace":{"resource":"Ann","with":"Ben")",
        R"("crew":{"duration":2400,"units_factor":50)"}) {
    ASSERT_EQ(site.edit("[{" + std::string(edit) + R"(,"activity":")" + id_text(k_id) + "\"}}]"),
              Codes());
    EXPECT_NE(to_text(staff_json(site.plan, 0)), before);
    const Json inverse = site.inverse;
    ASSERT_EQ(site.edit(to_text(inverse)), Codes());
    EXPECT_EQ(to_text(staff_json(site.plan, 0)), before);
  }
}

}  // namespace
}  // namespace tc::project
