#include <array>
#include <cmath>

#include "functions/resource/load.h"
#include "functions/resource/resource.h"
#include "project/report_tools.h"

namespace tc::functions::resource {
namespace {

using namespace kernel;
using namespace kernel::field;

constexpr std::array k_kinds = {
    Choice{"person", {"人员", "Person"}},     Choice{"role", {"岗位", "Role"}},
    Choice{"team", {"团队", "Team"}},         Choice{"equipment", {"设备", "Equipment"}},
    Choice{"material", {"材料", "Material"}}, Choice{"cost", {"费用", "Cost"}},
    Choice{"facility", {"场地", "Facility"}},
};
constexpr std::array k_resource_fields = {
    title({"资源", "Resource"}),
    choice("kind", {"类型", "Kind"}, k_kinds, k_required | k_listed),
    link("person", {"人员", "Person"}, "person", k_listed),
    text("role_name", {"岗位", "Role"}, k_listed | k_searched),
    number("capacity_hours_week", {"周产能", "Weekly capacity"}, k_listed, "h"),
    money("rate", {"费率", "Rate"}, 0),
    link("calendar", {"日历", "Calendar"}, "calendar"),
    date("available_from", {"可用自", "Available from"}),
    date("available_until", {"可用至", "Available until"}),
};
// What a person has from a day on, until the next step.
constexpr std::array k_step_fields = {
    title({"说明", "Note"}),
    link("person", {"人员", "Person"}, "person", k_required | k_listed),
    date("from_day", {"自", "From"}, k_required | k_listed),
    percent("share", {"可用比例", "Available"}, k_required | k_listed),
};
constexpr std::array k_rate_tables = {
    Choice{"a", {"费率表 A", "Table A"}}, Choice{"b", {"费率表 B", "Table B"}},
    Choice{"c", {"费率表 C", "Table C"}}, Choice{"d", {"费率表 D", "Table D"}},
    Choice{"e", {"费率表 E", "Table E"}},
};
// Rates are seen by those who see what people cost.
constexpr Field secret(Field field) {
  field.group = "cost_rate";
  return field;
}
constexpr std::array k_rate_fields = {
    title({"说明", "Note"}),
    link("person", {"人员", "Person"}, "person", k_required | k_listed),
    choice("rate_table", {"费率表", "Rate table"}, k_rate_tables, k_required | k_listed),
    date("from_day", {"生效日", "From"}, k_required | k_listed),
    secret(money("rate", {"小时费率", "Hourly rate"}, k_listed)),
    secret(money("overtime_rate", {"加班费率", "Overtime rate"}, k_listed)),
};
constexpr std::array k_skill_fields = {
    title({"技能", "Skill"}),
    text("category", {"类别", "Category"}, k_listed),
};
constexpr std::array k_person_skill_fields = {
    title({"说明", "Note"}),
    link("person", {"人员", "Person"}, "person", k_required | k_listed),
    link("skill", {"技能", "Skill"}, "skill", k_required | k_listed),
    score("level", {"等级", "Level"}, k_required | k_listed),
    date("valid_until", {"有效期", "Valid until"}),
};
constexpr std::array k_booking_kinds = {
    Choice{"soft", {"意向", "Soft"}},
    Choice{"proposed", {"提议", "Proposed"}},
    Choice{"hard", {"确定", "Hard"}},
};
constexpr std::array k_booking_fields = {
    title({"占用", "Booking"}),
    link("person", {"人员", "Person"}, "person", k_required | k_listed),
    choice("strength", {"性质", "Strength"}, k_booking_kinds, k_listed),
    link("request", {"资源请求", "Resource request"}, "resource_request"),
    link("activity", {"活动", "Activity"}, "*"),
    percent("share", {"投入比例", "Share"}, k_required | k_listed),
    date("from_day", {"自", "From"}, k_required | k_listed),
    date("until_day", {"至", "Until"}, k_required | k_listed),
    number("hours", {"工时", "Hours"}, k_computed | k_listed, "h"),
    prose("exception_reason", {"无证上岗的例外理由", "Reason of an exception without certificate"}),
};
constexpr std::array k_booking_states = {
    State{"proposed", {"已提议", "Proposed"}},
    State{"confirmed", {"已确认", "Confirmed"}},
    State{"released", {"已释放", "Released"}, true},
};
constexpr std::array k_booking_steps = {
    Step{"confirm", {"确认", "Confirm"}, "proposed", "confirmed"},
    Step{"release", {"释放", "Release"}, "proposed confirmed", "released"},
};
constexpr std::array k_request_fields = {
    title({"资源请求", "Resource request"}),
    text("role_name", {"岗位", "Role"}, k_required | k_listed),
    link("skill", {"技能", "Skill"}, "skill", k_listed),
    score("level", {"最低等级", "Level"}, k_listed),
    integer("people", {"人数", "People"}, {1, 10'000}, k_required | k_listed),
    percent("share", {"投入比例", "Share"}, k_listed),
    date("from_day", {"自", "From"}, k_required | k_listed),
    date("until_day", {"至", "Until"}, k_required | k_listed),
    integer("confirmed_people", {"已确认人数", "Confirmed"}, {0, 10'000}, k_listed),
};
constexpr std::array k_request_states = {
    State{"draft", {"草稿", "Draft"}},
    State{"submitted", {"已提交", "Submitted"}},
    State{"offered", {"已提议", "Proposed"}},
    State{"partly_confirmed", {"部分确认", "Partly confirmed"}},
    State{"confirmed", {"已确认", "Confirmed"}},
    State{"released", {"已释放", "Released"}, true},
};
constexpr std::array k_request_steps = {
    Step{"submit", {"提交", "Submit"}, "draft", "submitted"},
    Step{"offer", {"提议人选", "Offer"}, "submitted", "offered", "confirmed_people"},
    Step{"confirm_part",
         {"部分确认", "Confirm in part"},
         "offered partly_confirmed",
         "partly_confirmed",
         "confirmed_people"},
    Step{"confirm",
         {"确认", "Confirm"},
         "offered partly_confirmed",
         "confirmed",
         "confirmed_people"},
    Step{"decline", {"退回", "Decline"}, "offered", "submitted"},
    Step{"release", {"释放", "Release"}, "partly_confirmed confirmed", "released"},
};
constexpr std::array k_timesheet_fields = {
    title({"工作内容", "Work"}),
    link("person", {"人员", "Person"}, "person", k_required | k_listed),
    date("on_day", {"日期", "Date"}, k_required | k_listed),
    number("hours", {"工时", "Hours"}, k_required | k_listed, "h"),
    link("activity", {"活动", "Activity"}, "*"),
    boolean("overtime", {"加班", "Overtime"}, k_listed),
    boolean("billable", {"可计费", "Billable"}, 0),
    choice("rate_table", {"费率表", "Rate table"}, k_rate_tables),
    money("cost", {"人工成本", "Labour cost"}, k_computed),
};
constexpr std::array k_timesheet_states = {
    State{"open", {"填报中", "Open"}},
    State{"submitted", {"已提交", "Submitted"}},
    State{"approved", {"已审核", "Approved"}},
    State{"locked", {"已锁定", "Locked"}},
    State{"corrected", {"已更正", "Corrected"}, true},
};
constexpr std::array k_timesheet_steps = {
    Step{"submit", {"提交", "Submit"}, "open", "submitted"},
    Step{"approve", {"审核", "Approve"}, "submitted", "approved"},
    Step{"send_back", {"退回", "Send back"}, "submitted", "open"},
    Step{"lock", {"锁定", "Lock"}, "approved", "locked"},
    Step{"correct", {"更正", "Correct"}, "locked", "corrected", "hours"},
};
constexpr std::array k_leave_fields = {
    title({"事由", "Reason"}),
    link("person", {"人员", "Person"}, "person", k_required | k_listed),
    date("from_day", {"自", "From"}, k_required | k_listed),
    date("until_day", {"至", "Until"}, k_required | k_listed),
};

constexpr double k_records_whole = 10'000;

void derive_hours(Row& row, const Row*, Reader& reader) {
  const auto days = static_cast<double>(
      project::OfficeDays(reader).count(row.integer("from_day"), row.integer("until_day")));
  row.set("hours", days * project::k_hours_per_day * static_cast<double>(row.integer("share")) /
                       k_records_whole);
}

// The rate of the person in the table of the sheet that holds on its day; else the hourly cost that
// stands with the person. Overtime has a rate of its own where one is given.
std::int64_t rate_of(const Row& sheet, Reader& reader) {
  const std::string_view table = sheet.has("rate_table") ? sheet.text("rate_table") : "a";
  const char* kind = sheet.integer("overtime") != 0 ? "overtime_rate" : "rate";
  std::optional<Row> held;
  for (Row& row : project::linked(reader, "resource_rate", "person", sheet.integer("person"))) {
    if (row.text("rate_table") != table || row.integer("from_day") > sheet.integer("on_day"))
      continue;
    if (!held || held->integer("from_day") <= row.integer("from_day")) held = std::move(row);
  }
  if (held) return project::minor_units(*held, held->has(kind) ? kind : "rate");
  const auto person = reader.load_any("person", sheet.integer("person"));
  return person ? project::minor_units(*person, "cost_rate") : 0;
}

void derive_cost(Row& row, const Row*, Reader& reader) {
  const std::int64_t rate = rate_of(row, reader);
  if (rate == 0) return;
  row.set("cost", project::yuan(std::llround(static_cast<double>(rate) * row.number_of("hours"))));
}

constexpr std::array k_records = {
    Record{.name = "resource",
           .plural = "resources",
           .label = {"资源", "Resource"},
           .prefix = "RS",
           .scoping = Scoping::organisation,
           .fields = k_resource_fields},
    Record{.name = "availability_step",
           .plural = "availability-steps",
           .label = {"可用量阶梯", "Availability step"},
           .prefix = "AVS",
           .scoping = Scoping::organisation,
           .fields = k_step_fields},
    Record{.name = "resource_rate",
           .plural = "resource-rates",
           .label = {"费率", "Resource rate"},
           .prefix = "RT",
           .scoping = Scoping::organisation,
           .fields = k_rate_fields},
    Record{.name = "skill",
           .plural = "skills",
           .label = {"技能", "Skill"},
           .prefix = "SK",
           .scoping = Scoping::organisation,
           .fields = k_skill_fields},
    Record{.name = "person_skill",
           .plural = "person-skills",
           .label = {"人员技能", "Person's skill"},
           .prefix = "PSK",
           .scoping = Scoping::organisation,
           .fields = k_person_skill_fields},
    Record{.name = "booking",
           .plural = "bookings",
           .label = {"资源占用", "Booking"},
           .prefix = "BK",
           .fields = k_booking_fields,
           .states = k_booking_states,
           .steps = k_booking_steps,
           .derive = derive_hours},
    Record{.name = "resource_request",
           .plural = "resource-requests",
           .label = {"资源请求", "Resource request"},
           .prefix = "RQ",
           .traits = k_owned,
           .fields = k_request_fields,
           .states = k_request_states,
           .steps = k_request_steps},
    Record{.name = "timesheet",
           .plural = "timesheets",
           .label = {"工时", "Timesheet"},
           .prefix = "TM",
           .fields = k_timesheet_fields,
           .states = k_timesheet_states,
           .steps = k_timesheet_steps,
           .derive = derive_cost},
    Record{.name = "leave",
           .plural = "leaves",
           .label = {"请假", "Leave"},
           .prefix = "LV",
           .scoping = Scoping::organisation,
           .fields = k_leave_fields},
};

bool booking_in_order(const RuleInput& input) {
  return input.after.integer("from_day") <= input.after.integer("until_day");
}
bool hours_fit_day(const RuleInput& input) {
  return input.after.number_of("hours") > 0 && input.after.number_of("hours") <= 24;
}
// Nobody works more than a day a day: all sheets of a person on one date.
bool day_has_24_hours(const RuleInput& input) {
  double sum = input.after.number_of("hours");
  for (const Row& row :
       project::linked(input.reader, "timesheet", "person", input.after.integer("person")))
    if (row.id != input.after.id && row.at("on_day") == input.after.at("on_day"))
      sum += row.number_of("hours");
  return sum <= 24;
}
bool locked_is_fixed(const RuleInput& input) {
  return input.before == nullptr || input.before->state == "open" ||
         input.before->at("hours") == input.after.at("hours");
}
bool approver_is_another(const RuleInput& input) {
  return input.principal.person == 0 || input.after.integer("person") != input.principal.person;
}
bool confirmed_within_request(const RuleInput& input) {
  return input.after.integer("confirmed_people") <= input.after.integer("people");
}

bool part_is_less(const RuleInput& input) {
  return input.after.integer("confirmed_people") > 0 &&
         input.after.integer("confirmed_people") < input.after.integer("people");
}
bool rate_begins_once(const RuleInput& input) {
  for (const Row& row :
       project::linked(input.reader, "resource_rate", "person", input.after.integer("person")))
    if (row.id != input.after.id && row.at("rate_table") == input.after.at("rate_table") &&
        row.at("from_day") == input.after.at("from_day"))
      return false;
  return true;
}

constexpr std::array k_rules = {
    Rule{"resource_request.part_is_less",
         "resource_request",
         "confirm_part",
         {"部分确认的人数须多于零且少于请求人数", "A part is more than none and less than all"},
         part_is_less,
         "confirmed_people"},
    Rule{"resource_rate.begins_once",
         "resource_rate",
         "write",
         {"该费率表在此日已有费率", "This table has a rate from this day already"},
         rate_begins_once,
         "from_day"},
    Rule{"booking.in_order",
         "booking",
         "write",
         {"结束日不能早于开始日", "It ends before it starts"},
         booking_in_order,
         "until_day"},
    Rule{"timesheet.hours_fit_day",
         "timesheet",
         "write",
         {"工时须在 0–24 之间", "Hours lie between 0 and 24"},
         hours_fit_day,
         "hours"},
    Rule{"timesheet.day_has_24_hours",
         "timesheet",
         "create",
         {"当日工时合计超过 24 小时", "More than 24 hours on this day"},
         day_has_24_hours,
         "hours"},
    Rule{"timesheet.locked_is_fixed",
         "timesheet",
         "update",
         {"已提交的工时不能直接修改", "A submitted sheet is not changed directly"},
         locked_is_fixed,
         "hours"},
    Rule{"timesheet.approver_is_another",
         "timesheet",
         "approve",
         {"不能审核自己的工时", "One does not approve one's own hours"},
         approver_is_another},
    Rule{"resource_request.within_request",
         "resource_request",
         "write",
         {"确认人数不能超过请求人数", "More people confirmed than asked for"},
         confirmed_within_request,
         "confirmed_people"},
    Rule{"leave.in_order",
         "leave",
         "write",
         {"结束日不能早于开始日", "It ends before it starts"},
         booking_in_order,
         "until_day"},
};

}  // namespace

std::span<const Record> records() { return k_records; }
std::span<const Rule> rules() { return k_rules; }

}  // namespace tc::functions::resource
