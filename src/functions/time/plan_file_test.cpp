#include "functions/time/plan_file.h"

#include <gtest/gtest.h>

#include "base/json.h"

namespace tc::functions::time {
namespace {

constexpr std::string_view k_file =
    R"(<?xml version="1.0" encoding="UTF-8"?>
<Project xmlns="http://schemas.microsoft.com/project"><Name>Hall</Name>
<StartDate>2026-01-05T08:00:00</StartDate><ScheduleFromStart>1</ScheduleFromStart>
<CalendarUID>1</CalendarUID>
<Calendars><Calendar><UID>1</UID><Name>Standard</Name><IsBaseCalendar>1</IsBaseCalendar><WeekDays>
<WeekDay><DayType>2</DayType><DayWorking>1</DayWorking><WorkingTimes><WorkingTime>
<FromTime>08:00:00</FromTime><ToTime>16:00:00</ToTime></WorkingTime></WorkingTimes></WeekDay>
<WeekDay><DayType>3</DayType><DayWorking>1</DayWorking><WorkingTimes><WorkingTime>
<FromTime>08:00:00</FromTime><ToTime>16:00:00</ToTime></WorkingTime></WorkingTimes></WeekDay>
</WeekDays></Calendar></Calendars>
<Tasks>
<Task><UID>1</UID><ID>1</ID><Name>Dig</Name><Duration>PT8H0M0S</Duration></Task>
<Task><UID>2</UID><ID>2</ID><Name>Pour</Name><Duration>PT4H0M0S</Duration>
<Finish>2026-01-06T12:00:00</Finish>
<PredecessorLink><PredecessorUID>1</PredecessorUID><Type>1</Type></PredecessorLink></Task>
</Tasks></Project>)";

Json answer(std::string_view bytes, const PlanFileOptions& options = {}) {
  return parse_json(schedule_answer(schedule_plan_file(bytes, options).value(), options)).value();
}

TEST(PlanFile, ScheduleAnswersAsTheContractShows) {
  PlanFileOptions options;
  double clock = 0;
  options.clock_ms = [&] { return clock += 2; };
  const Json json = answer(k_file, options);
  const Json& project = json.find("projects")->items().at(0);
  EXPECT_EQ(project.text("start"), "2026-01-05T08:00");
  EXPECT_EQ(project.text("finish"), "2026-01-06T12:00");
  const Json& pour = project.find("activities")->items().at(1);
  EXPECT_EQ(pour.text("uid"), "2");
  EXPECT_EQ(pour.text("start"), "2026-01-06T08:00");
  EXPECT_EQ(pour.text("late_finish"), "2026-01-06T12:00");
  EXPECT_EQ(pour.find("total_float")->integer(), 0);
  EXPECT_TRUE(pour.find("critical")->boolean());
  EXPECT_EQ(pour.find("driving")->items().at(0).string(), "1");
  EXPECT_EQ(pour.find("stored")->text("finish"), "2026-01-06T12:00");
  EXPECT_TRUE(pour.find("stored")->find("early_start")->is_null());
  EXPECT_TRUE(project.find("activities")->items().at(0).find("stored")->is_null());
  for (const char* key : {"code", "name", "wbs", "summary", "milestone", "manual", "early_start",
                          "early_finish", "late_start", "finish", "free_float"}) {
    EXPECT_NE(pour.find(key), nullptr) << key;
  }
  EXPECT_EQ(json.find("elapsed_ms")->find("read")->number(), 2);
  EXPECT_TRUE(json.find("elapsed_ms")->find("write")->is_null());
  EXPECT_TRUE(json.find("loss")->is_array());
}

TEST(PlanFile, ProfileIsAnOption) {
  PlanFileOptions options;
  options.profile = plan::Profile::p6;
  options.status_date = *parse_plan_time("2026-01-12T08:00");
  const Json json = answer(k_file, options);
  EXPECT_EQ(json.find("projects")->items().at(0).text("start"), "2026-01-12T08:00");
}

TEST(PlanFile, ShowPrintsTheNeutralPlan) {
  const Json json = parse_json(show_plan_file(k_file, {}).value()).value();
  EXPECT_EQ(json.text("format"), "mspdi");
  EXPECT_EQ(json.find("activities")->size(), 2U);
  EXPECT_EQ(json.find("links")->items().at(0).text("type"), "fs");
  EXPECT_EQ(json.find("links")->items().at(0).text("from"), "1");
}

TEST(PlanFile, AdoptedResultsAreTheNewStoredOnes) {
  ScheduledFile file = schedule_plan_file(k_file, {}).value();
  adopt_schedule(file.schedule, file.file.plan);
  EXPECT_EQ(format_plan_time(file.file.plan.activities[0].stored.finish), "2026-01-05T16:00");
  EXPECT_EQ(file.file.plan.activities[0].stored.critical, true);
}

TEST(PlanFile, RefusalsHaveWordsInBothLanguages) {
  const Refusal refusal =
      refuse(RefusalKind::rule, "plan.calendar_no_working_time", {}, {{"calendar", "夜班"}});
  EXPECT_NE(message_of(refusal, true).find("夜班"), std::string::npos);
  EXPECT_NE(message_of(refusal, false).find("no working time"), std::string::npos);
  EXPECT_EQ(message_of(refuse(RefusalKind::rule, "x.unknown"), false), "x.unknown");
}

TEST(PlanFile, WhatIsNoPlanIsRefused) { EXPECT_FALSE(schedule_plan_file("hello", {}).ok()); }

}  // namespace
}  // namespace tc::functions::time
