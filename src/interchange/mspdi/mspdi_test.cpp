#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <sstream>

#include "interchange/common/encoding.h"
#include "interchange/mspdi/read.h"
#include "interchange/mspdi/recurrence.h"
#include "interchange/mspdi/value.h"
#include "interchange/mspdi/write.h"

namespace tc::interchange::mspdi {
namespace {

using plan::Activity;
using plan::ActivityKind;
using plan::ConstraintKind;
using plan::k_none;

std::string sample() {
  std::ifstream file("tests/data/interchange/bridge.xml", std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

plan::Plan read_plan(std::string_view bytes) {
  Result<ReadOutcome> result = read(bytes);
  EXPECT_TRUE(result.ok()) << (result.ok() ? "" : result.refusals().front().code);
  return std::move(result.value().plan);
}

PlanTime time(std::string_view text) { return parse_plan_time(text).value(); }

std::string code_of(std::string_view bytes, const ReadOptions& options = {}) {
  const Result<ReadOutcome> result = read(bytes, options);
  return result.ok() ? "ok" : result.refusals().front().code;
}

std::string replaced(std::string text, std::string_view from, std::string_view to) {
  const std::size_t at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return text.replace(at, from.size(), to);
}

/// A text without the blanks between elements.
std::string packed(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    out += text[i];
    if (text[i] != '>') continue;
    const std::size_t next = text.find_first_not_of(" \t\r\n", i + 1);
    if (next != std::string_view::npos && text[next] == '<') i = next - 1;
  }
  return out;
}

/// Where two texts part, with some of each; empty where they are equal.
std::string first_difference(std::string_view a, std::string_view b) {
  const auto [x, y] = std::mismatch(a.begin(), a.end(), b.begin(), b.end());
  if (x == a.end() && y == b.end()) return {};
  const auto at = static_cast<std::size_t>(x - a.begin());
  const std::size_t from = at < 60 ? 0 : at - 60;
  return std::string(a.substr(from, 120)) + "\n" + std::string(b.substr(from, 120));
}

TEST(MspdiValue, ReadsAndWritesDurations) {
  EXPECT_EQ(parse_duration("PT8H30M0S"), 5100);
  EXPECT_EQ(parse_duration("PT10H32M54S"), 6329);
  EXPECT_EQ(parse_duration("-PT1H0M0S"), -600);
  EXPECT_EQ(parse_duration("P1DT2H"), 15600);
  EXPECT_EQ(parse_duration("PT0.5H"), 300);
  for (const char* text : {"", "P", "8h", "PT8", "PT8X", "P8H", "PT99999999999999999999H"}) {
    EXPECT_FALSE(parse_duration(text)) << text;
  }
  EXPECT_EQ(duration_text(Minutes::from_tenths(6329)), "PT10H32M54S");
  EXPECT_EQ(duration_text(Minutes::from_tenths(-605)), "-PT1H0M30S");
}

TEST(MspdiValue, ReadsFormatsAndClocks) {
  for (const int code : {3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 19, 20, 35, 39, 40, 51}) {
    const auto format = parse_duration_format(std::to_string(code));
    ASSERT_TRUE(format) << code;
    EXPECT_EQ(duration_format_text(*format), std::to_string(code));
  }
  EXPECT_FALSE(parse_duration_format("99"));
  EXPECT_EQ(parse_clock("08:30:00"), 5100);
  EXPECT_EQ(parse_clock("24:00:00"), 14400);
  EXPECT_FALSE(parse_clock("25:00:00"));
  EXPECT_FALSE(parse_clock("8:00"));
}

TEST(MspdiRecurrence, ExpandsEveryKind) {
  const auto days = [](Recurrence recurrence, std::string_view first, std::string_view last) {
    recurrence.first = parse_day(first).value();
    recurrence.last = parse_day(last).value();
    std::string text;
    for (const Day day : expand(recurrence)) text += format_day(day).substr(5) + " ";
    return text;
  };
  EXPECT_EQ(days({.type = 1, .period = 3}, "2024-01-01", "2024-01-08"), "01-01 01-04 01-07 ");
  EXPECT_EQ(days({.type = 6, .period = 2, .days_of_week = 2 | 32}, "2024-01-01", "2024-01-20"),
            "01-01 01-05 01-15 01-19 ");
  EXPECT_EQ(days({.type = 4, .period = 1, .month_day = 31}, "2024-01-01", "2024-04-30"),
            "01-31 02-29 03-31 04-30 ");
  EXPECT_EQ(days({.type = 5, .period = 2, .month_item = 4, .month_position = 1}, "2024-01-01",
                 "2024-06-30"),
            "01-08 03-11 05-13 ");
  EXPECT_EQ(days({.type = 5, .month_item = 2, .month_position = 4}, "2024-01-01", "2024-02-29"),
            "01-28 02-25 ");
  EXPECT_EQ(days({.type = 2, .month = 9, .month_day = 1}, "2023-01-01", "2024-12-31"),
            "10-01 10-01 ");
  EXPECT_EQ(days({.type = 3, .month_item = 7, .month_position = 3, .month = 10}, "2024-01-01",
                 "2024-12-31"),
            "11-28 ");
  Recurrence forever{.type = 1, .period = 0, .first = 0, .last = k_day_max};
  EXPECT_EQ(static_cast<std::int64_t>(expand(forever).size()), k_occurrences_max);
  EXPECT_TRUE(expand({}).empty());
}

TEST(MspdiRead, ReadsTheProject) {
  const plan::Plan plan = read_plan(sample());
  const plan::Project& project = plan.projects.front();
  EXPECT_EQ(project.name, "River bridge");
  EXPECT_EQ(project.per_day, Minutes::from_minutes(450));
  EXPECT_EQ(project.per_month, Minutes::from_minutes(9000));
  EXPECT_EQ(project.critical_limit, Minutes::from_minutes(450));  // One day.
  EXPECT_EQ(project.status_date, time("2024-03-11T17:00"));
  EXPECT_FALSE(project.honor_constraints);
  EXPECT_TRUE(project.multiple_critical_paths);
  EXPECT_EQ(project.calendar, 0);
}

TEST(MspdiRead, ReadsTasks) {
  const plan::Plan plan = read_plan(sample());
  ASSERT_EQ(plan.activities.size(), 6U);  // The project summary is none.
  EXPECT_EQ(plan.activities[0].kind, ActivityKind::summary);
  EXPECT_EQ(plan.activities[0].name, "Foundations & piles");
  const Activity& piles = plan.activities[1];
  EXPECT_EQ(piles.parent, 0);
  EXPECT_EQ(piles.duration, Minutes::from_minutes(4500));
  EXPECT_TRUE(piles.duration_typed.estimated);
  EXPECT_EQ(piles.percent_complete, 5000);
  EXPECT_EQ(piles.constraint.kind, ConstraintKind::start_no_earlier_than);
  EXPECT_EQ(piles.deadline, time("2024-03-20T17:00"));
  EXPECT_EQ(piles.cost_minor, 123450);
  EXPECT_EQ(piles.notes, "Line one\nLine two <b> \"quoted\"");
  EXPECT_EQ(piles.stored.total_float, Minutes());
  EXPECT_EQ(piles.stored.critical, true);
  ASSERT_EQ(piles.baselines.size(), 1U);
  EXPECT_EQ(piles.baselines[0].finish, time("2024-03-14T17:00"));
  EXPECT_TRUE(plan.activities[2].blank);
  const Activity& curing = plan.activities[3];
  EXPECT_TRUE(curing.manual && curing.elapsed);
  EXPECT_EQ(curing.parent, 0);
  EXPECT_EQ(curing.calendar, 0);
  EXPECT_EQ(curing.stored.total_float, Minutes::from_minutes(-480));
  EXPECT_TRUE(plan.activities[4].milestone);
  // The file writes zero slack, so a task without slack has none stored.
  EXPECT_FALSE(plan.activities[5].stored.total_float);
  ASSERT_EQ(plan.activities[5].segments.size(), 2U);
  EXPECT_EQ(plan.activities[5].segments[0].finish, time("2024-04-02T17:00"));
  EXPECT_EQ(plan.activities[5].segments[1].start, time("2024-04-05T08:00"));
}

TEST(MspdiRead, TakesAbsentSlackForZeroWhereNoZeroIsWritten) {
  std::string bytes = replaced(sample(), "<FreeSlack>0</FreeSlack><TotalSlack>0</TotalSlack>", "");
  const plan::Plan plan = read_plan(bytes);
  EXPECT_EQ(plan.activities[1].stored.total_float, Minutes());
  EXPECT_EQ(plan.activities[5].stored.free_float, Minutes());
  EXPECT_EQ(plan.activities[5].stored.critical, false);
  EXPECT_FALSE(plan.activities[0].stored.total_float);  // Not scheduled.
  EXPECT_EQ(packed(write(plan).bytes).find("<FreeSlack>"), std::string::npos);
}

TEST(MspdiRead, ReadsLinks) {
  const plan::Plan plan = read_plan(sample());
  ASSERT_EQ(plan.links.size(), 3U);  // The fourth comes from a task that is not in the file.
  EXPECT_EQ(plan.links[0].kind, plan::LinkKind::ss);
  EXPECT_EQ(plan.links[0].lag_kind, plan::LagKind::percent);
  EXPECT_EQ(plan.links[0].lag, -5000);
  EXPECT_EQ(plan.links[1].kind, plan::LinkKind::fs);
  EXPECT_EQ(plan.links[1].lag_kind, plan::LagKind::elapsed);
  EXPECT_EQ(plan.links[1].lag, 14400);
  EXPECT_EQ(plan.links[2].kind, plan::LinkKind::ff);
  EXPECT_EQ(plan.links[2].lag, 4500);
}

TEST(MspdiRead, ReadsResourcesAndAssignments) {
  const plan::Plan plan = read_plan(sample());
  ASSERT_EQ(plan.resources.size(), 2U);
  EXPECT_EQ(plan.resources[0].max_units, 15000);
  EXPECT_EQ(plan.resources[0].rate_millionths, 30'500'000);
  EXPECT_EQ(plan.resources[0].calendar, 1);
  EXPECT_EQ(plan.resources[1].kind, plan::ResourceKind::material);
  ASSERT_EQ(plan.assignments.size(), 2U);
  EXPECT_EQ(plan.assignments[0].units, 5000);
  EXPECT_EQ(plan.assignments[0].delay, Minutes::from_minutes(60));
  EXPECT_EQ(plan.assignments[0].contour, 2);
  EXPECT_EQ(plan.assignments[1].resource, k_none);
}

TEST(MspdiRead, ReadsCalendars) {
  const plan::Plan plan = read_plan(sample());
  const plan::Calendar& standard = plan.calendars[0];
  ASSERT_EQ(standard.exceptions.size(), 4U);  // The old list repeats the first.
  EXPECT_EQ(standard.exceptions[0].name, "Labour Day");
  EXPECT_EQ(standard.exceptions[0].last - standard.exceptions[0].first, 4);
  EXPECT_EQ(format_day(standard.exceptions[3].first), "2024-03-29");  // Last Friday of the month.
  EXPECT_EQ(standard.exceptions[3].shifts, (plan::Shifts{{4800, 7200}}));
  ASSERT_EQ(standard.work_weeks.size(), 1U);
  EXPECT_EQ(standard.work_weeks[0].week[6], (plan::Shifts{{0, 14400}}));
  EXPECT_EQ(plan.calendars[1].base, 0);
  EXPECT_TRUE(plan.calendars[1].is_resource);
}

TEST(MspdiRead, CountsWhatItOnlyKeeps) {
  const Result<ReadOutcome> result = read(sample());
  ASSERT_TRUE(result.ok());
  std::string fields;
  for (const plan::Loss& loss : result->loss) {
    fields += loss.field + "=" + std::to_string(loss.count) + " ";
  }
  for (const char* field :
       {"Task/ExtendedAttribute=1", "Task/FutureElement=1", "Project/NewTasksAreManual=1",
        "Resource/MaterialLabel=1", "Assignment of the project summary=1"}) {
    EXPECT_NE(fields.find(field), std::string::npos) << field << " in " << fields;
  }
}

/// Aspose and others write one fixed date for "not set".
TEST(MspdiRead, TakesAFinishOnWhichNothingIsDoneAsNotSet) {
  const auto file = [](std::string_view percent, std::string_view remaining) {
    return "<Project><StartDate>2024-03-04T08:00:00</StartDate><Tasks><Task><UID>1</UID><ID>1</ID>"
           "<Name>A</Name><Duration>PT16H0M0S</Duration>"
           "<Stop>2000-01-01T00:00:00</Stop><Resume>2000-01-01T00:00:00</Resume><PercentComplete>" +
           std::string(percent) +
           "</PercentComplete><ActualStart>2000-01-01T00:00:00</ActualStart>"
           "<ActualFinish>2000-01-01T00:00:00</ActualFinish><RemainingDuration>" +
           std::string(remaining) +
           "</RemainingDuration><Deadline>2000-01-01T00:00:00</Deadline></Task></Tasks></Project>";
  };
  const std::string unset = file("0", "PT16H0M0S");
  const Result<ReadOutcome> result = read(unset);
  ASSERT_TRUE(result.ok());
  const Activity& activity = result->plan.activities[0];
  for (const PlanTime date : {activity.actual_start, activity.actual_finish, activity.suspend,
                              activity.resume, activity.deadline}) {
    EXPECT_EQ(date, k_no_time);
  }
  EXPECT_TRUE(std::any_of(result->loss.begin(), result->loss.end(), [](const plan::Loss& loss) {
    return loss.field == "Task/ActualFinish of tasks on which nothing is done";
  }));
  EXPECT_NE(write(result->plan).bytes.find("<ActualFinish>2000-01-01T00:00:00"), std::string::npos);
  const Activity done = read_plan(file("100", "PT0H0M0S")).activities[0];
  EXPECT_EQ(done.actual_finish, time("2000-01-01T00:00"));
  EXPECT_EQ(done.deadline, time("2000-01-01T00:00"));
}

TEST(MspdiWrite, TellsThatPiecesOfLevellingAreNotInTheFile) {
  plan::Plan plan;
  plan.projects.resize(1);
  plan.activities.resize(2);
  EXPECT_TRUE(std::ranges::none_of(write(plan).loss, [](const plan::Loss& loss) {
    return loss.field.starts_with("Activity.segments");
  }));
  plan.activities[1].levelling_split = true;
  EXPECT_TRUE(std::ranges::any_of(write(plan).loss, [](const plan::Loss& loss) {
    return loss.field.starts_with("Activity.segments") && loss.count == 1;
  }));
}

TEST(MspdiWrite, GivesTheFileBack) {
  const std::string bytes = sample();
  const WriteOutcome outcome = write(read_plan(bytes));
  EXPECT_EQ(first_difference(packed(outcome.bytes), packed(bytes)), "");
  EXPECT_TRUE(outcome.loss.empty());
  EXPECT_EQ(write(read_plan(outcome.bytes)).bytes, outcome.bytes);
}

TEST(MspdiWrite, ChangesOnlyWhatChanged) {
  const std::string bytes = sample();
  plan::Plan plan = read_plan(bytes);
  plan.activities[1].name = "Piles <new>";
  plan.activities[1].duration = Minutes::from_minutes(4950);
  plan.activities[1].deadline = k_no_time;
  plan.activities[4].deadline = time("2024-05-01T17:00");
  plan.activities[1].baselines[0].cost_minor = 5;
  plan.links[0].lag = 2500;
  plan.assignments[0].units = 10000;
  plan.calendars[1].name = "Night crew";
  plan.projects[0].status_date = time("2024-03-18T17:00");
  std::string expected = packed(bytes);
  expected = replaced(expected, "<Name>Piles</Name>", "<Name>Piles &lt;new&gt;</Name>");
  expected = replaced(expected, "<Duration>PT75H0M0S</Duration><DurationFormat>39",
                      "<Duration>PT82H30M0S</Duration><DurationFormat>39");
  expected = replaced(expected, "<Deadline>2024-03-20T17:00:00</Deadline>", "");
  expected = replaced(expected,
                      "<Duration>PT75H0M0S</Duration><DurationFormat>7</DurationFormat>"
                      "<Work>PT37H30M0S</Work><Cost>100000</Cost>",
                      "<Duration>PT75H0M0S</Duration><Work>PT37H30M0S</Work><Cost>5</Cost>");
  expected = replaced(expected, "<LinkLag>-50</LinkLag>", "<LinkLag>25</LinkLag>");
  expected = replaced(expected, "<Milestone>1</Milestone>",
                      "<Milestone>1</Milestone><Deadline>2024-05-01T17:00:00</Deadline>");
  expected = replaced(expected, "<Units>0.5</Units>", "<Units>1</Units>");
  expected =
      replaced(expected, "<UID>3</UID><Name>Crew A</Name>", "<UID>3</UID><Name>Night crew</Name>");
  expected = replaced(expected, "<StatusDate>2024-03-11", "<StatusDate>2024-03-18");
  EXPECT_EQ(first_difference(packed(write(plan).bytes), expected), "");
}

TEST(MspdiWrite, RenumbersAfterAMove) {
  plan::Plan plan = read_plan(sample());
  Activity added;
  added.name = "Added";
  added.parent = 0;
  plan.activities.insert(plan.activities.begin() + 1, added);
  const auto shift = [](plan::Index& index) { index += index >= 1 ? 1 : 0; };
  for (plan::Link& link : plan.links) shift(link.from), shift(link.to);
  for (plan::Assignment& assignment : plan.assignments) shift(assignment.activity);
  const std::string bytes = packed(write(plan).bytes);
  EXPECT_NE(bytes.find("<Task><UID>8</UID><ID>2</ID><Name>Added</Name>"), std::string::npos);
  EXPECT_NE(bytes.find("<UID>2</UID><ID>3</ID><Name>Piles</Name>"), std::string::npos);
  const plan::Plan again = read_plan(bytes);
  ASSERT_EQ(again.activities.size(), 7U);
  EXPECT_EQ(again.activities[1].parent, 0);
  EXPECT_EQ(again.links.size(), 3U);
  EXPECT_EQ(again.activities[static_cast<std::size_t>(again.links[0].from)].name, "Piles");
}

TEST(MspdiWrite, WritesAPlanWithoutAFile) {
  plan::Plan plan = read_plan(sample());
  plan.format.clear();
  plan.extra.clear();
  const WriteOutcome outcome = write(plan);
  const plan::Plan again = read_plan(outcome.bytes);
  ASSERT_EQ(again.activities.size(), plan.activities.size());
  for (std::size_t i = 0; i < plan.activities.size(); ++i) {
    EXPECT_EQ(again.activities[i].name, plan.activities[i].name);
    EXPECT_EQ(again.activities[i].duration, plan.activities[i].duration);
    EXPECT_EQ(again.activities[i].parent, plan.activities[i].parent);
    if (plan.activities[i].kind == ActivityKind::summary) continue;  // Rolled up.
    EXPECT_EQ(again.activities[i].stored.finish, plan.activities[i].stored.finish);
  }
  ASSERT_EQ(again.links.size(), plan.links.size());
  EXPECT_EQ(again.links[0].lag, plan.links[0].lag);
  EXPECT_EQ(again.links[1].lag_kind, plan.links[1].lag_kind);
  EXPECT_EQ(again.calendars[0].week, plan.calendars[0].week);
  EXPECT_EQ(again.calendars[0].exceptions.size(), plan.calendars[0].exceptions.size());
  EXPECT_EQ(again.resources[0].rate_millionths, plan.resources[0].rate_millionths);
  EXPECT_EQ(again.assignments[0].work, plan.assignments[0].work);
  EXPECT_EQ(write(again).bytes, outcome.bytes);
}

TEST(MspdiWrite, KeepsPrefixesAndEncodings) {
  const std::string prefixed =
      "<?xml version=\"1.0\"?>\n<m:Project xmlns:m=\"http://schemas.microsoft.com/project\">"
      "<m:Title>a</m:Title><m:Tasks><m:Task><m:UID>1</m:UID><m:Name>b</m:Name></m:Task></m:Tasks>"
      "</m:Project>";
  plan::Plan plan = read_plan(prefixed);
  ASSERT_EQ(plan.activities.size(), 1U);
  EXPECT_EQ(packed(write(plan).bytes), packed(prefixed + "\n"));
  plan.activities[0].name = "c";
  EXPECT_NE(write(plan).bytes.find("<m:Name>c</m:Name>"), std::string::npos);
  for (const std::string_view name : {"UTF-16LE", "UTF-16BE", "UTF-8"}) {
    std::int64_t lost = 0;
    const std::string bytes = encode_text(sample(), name, true, lost);
    const plan::Plan wide = read_plan(bytes);
    EXPECT_EQ(wide.activities[4].name, "开通");
    const std::string back = write(wide).bytes;
    EXPECT_EQ(back.substr(0, 2), bytes.substr(0, 2));
    EXPECT_EQ(write(read_plan(back)).bytes, back);
  }
}

TEST(MspdiHostile, RefusesEntities) {
  EXPECT_EQ(code_of("<?xml version=\"1.0\"?><!DOCTYPE Project [<!ENTITY x SYSTEM "
                    "\"file:///etc/passwd\">]><Project><Title>&x;</Title></Project>"),
            "import.entity_refused");
  std::string laughs = "<!DOCTYPE Project [<!ENTITY a0 \"ha\">";
  for (int i = 1; i < 12; ++i) {
    laughs += "<!ENTITY a" + std::to_string(i) + " \"";
    for (int k = 0; k < 10; ++k) laughs += "&a" + std::to_string(i - 1) + ";";
    laughs += "\">";
  }
  EXPECT_EQ(code_of(laughs + "]><Project><Title>&a11;</Title></Project>"), "import.entity_refused");
}

TEST(MspdiHostile, RefusesWhatIsNoFile) {
  EXPECT_EQ(code_of(""), "import.truncated");
  EXPECT_EQ(code_of("<html></html>"), "import.not_a_plan_file");
  EXPECT_EQ(code_of("<Project>" + std::string(3, ' ')), "import.truncated");
  std::string deep = "<Project>";
  for (int i = 0; i < 100000; ++i) deep += "<a>";
  EXPECT_EQ(code_of(deep), "import.too_deep");
  ReadOptions small;
  small.file_bytes_max = 100;
  EXPECT_EQ(code_of(sample(), small), "import.too_large");
}

TEST(MspdiHostile, SurvivesEveryCut) {
  const std::string bytes = sample();
  for (std::size_t size = 1; size + 2 < bytes.size(); ++size) {
    EXPECT_EQ(code_of(std::string_view(bytes).substr(0, size)), "import.truncated") << size;
  }
}

TEST(MspdiHostile, PassesOverBadValues) {
  const std::string_view bytes =
      "<Project><StartDate>soon</StartDate><CalendarUID>9</CalendarUID><MinutesPerDay>0</"
      "MinutesPerDay>"
      "<Calendars><Calendar><UID>1</UID><BaseCalendarUID>2</BaseCalendarUID></Calendar>"
      "<Calendar><UID>2</UID><BaseCalendarUID>1</BaseCalendarUID></Calendar><Calendar/></Calendars>"
      "<Tasks><Task><UID>1</UID><Duration>PT1X</Duration><ConstraintType>12</ConstraintType>"
      "<OutlineLevel>5</OutlineLevel><CalendarUID>77</CalendarUID></Task>"
      "<Task><UID>1</UID></Task><Task/><Task><UID>2</UID><OutlineLevel>3</OutlineLevel>"
      "<PredecessorLink><PredecessorUID>2</PredecessorUID></PredecessorLink>"
      "<PredecessorLink><PredecessorUID>88</PredecessorUID></PredecessorLink></Task></Tasks>"
      "<Assignments><Assignment><UID>1</UID><TaskUID>9</TaskUID></Assignment>"
      "<Assignment><UID>2</UID><TaskUID>1</TaskUID><ResourceUID>9</ResourceUID></Assignment>"
      "</Assignments></Project>";
  const Result<ReadOutcome> result = read(bytes);
  ASSERT_TRUE(result.ok());
  std::string codes;
  for (const Refusal& warning : result->warnings) codes += warning.code.substr(7) + " ";
  for (const char* code :
       {"bad_date", "bad_number", "bad_value", "bad_reference", "bad_row", "duplicate", "cycle"}) {
    EXPECT_NE(codes.find(code), std::string::npos) << code << " in " << codes;
  }
  EXPECT_EQ(result->plan.activities.size(), 2U);
  const std::string back = write(result->plan).bytes;
  EXPECT_EQ(write(read_plan(back)).bytes, back);
}

TEST(Mspdi, TellsWhichTasksStandForOthers) {
  constexpr std::string_view k_file =
      R"(<Project xmlns="http://schemas.microsoft.com/project">
<StartDate>2026-01-05T08:00:00</StartDate><Tasks>
<Task><UID>1</UID><Name>Pour</Name><ExternalTask>1</ExternalTask>
<ExternalTaskProject>C:\Plans\Tower.mpp</ExternalTaskProject></Task>
<Task><UID>2</UID><Name>Ship</Name><ExternalTask>1</ExternalTask>
<ExternalTaskProject>Yard.mpp</ExternalTaskProject></Task>
<Task><UID>3</UID><Name>Fit</Name>
<PredecessorLink><PredecessorUID>1</PredecessorUID><CrossProject>1</CrossProject>
<CrossProjectName>C:\Plans\Tower.mpp\7</CrossProjectName></PredecessorLink>
<PredecessorLink><PredecessorUID>2</PredecessorUID></PredecessorLink></Task>
<Task><UID>4</UID><Name>After us</Name><ExternalTask>1</ExternalTask>
<ExternalTaskProject>Tower.mpp</ExternalTaskProject>
<PredecessorLink><PredecessorUID>3</PredecessorUID></PredecessorLink></Task>
</Tasks></Project>)";
  const Result<ReadOutcome> read_file = read(k_file);
  ASSERT_TRUE(read_file.ok());
  ASSERT_EQ(read_file->externals.size(), 2U) << "what only follows us drives nothing";
  EXPECT_EQ(read_file->externals[0].activity, 0);
  EXPECT_EQ(read_file->externals[0].file, "C:\\Plans\\Tower.mpp");
  EXPECT_EQ(read_file->externals[0].number, 7);
  EXPECT_EQ(read_file->externals[1].file, "Yard.mpp");
  EXPECT_EQ(read_file->externals[1].number, 0);
  const std::string back = write(read_file->plan).bytes;
  EXPECT_NE(back.find("<CrossProjectName>C:\\Plans\\Tower.mpp\\7</CrossProjectName>"),
            std::string::npos);
  EXPECT_NE(back.find("<ExternalTaskProject>Yard.mpp</ExternalTaskProject>"), std::string::npos);
}

}  // namespace
}  // namespace tc::interchange::mspdi
