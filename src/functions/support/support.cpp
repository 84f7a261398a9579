#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <vector>

#include "engine/service_level/messages.h"
#include "functions/functions.h"
#include "functions/support/support.h"
#include "project/report_tools.h"

namespace tc::functions {
namespace {

using namespace kernel;
using namespace kernel::field;

constexpr std::array k_service_kinds = {
    Choice{"method", {"方法与工具", "Methods and tools"}},
    Choice{"coaching", {"辅导", "Coaching"}},
    Choice{"planning", {"计划支持", "Planning support"}},
    Choice{"technical", {"技术支持", "Technical support"}},
    Choice{"staffing", {"项目经理派遣", "Project manager assignment"}},
    Choice{"training", {"培训", "Training"}},
};
constexpr std::array k_service_fields = {
    title({"服务", "Service"}),
    choice("kind", {"类型", "Kind"}, k_service_kinds, k_required | k_listed),
    prose("content", {"服务内容", "Content"}),
    text("customers", {"服务对象", "Customers"}),
    integer("first_response_hours", {"首次响应", "First response"}, {1, 10'000, "h"}, k_listed),
    integer("resolution_hours", {"解决时限", "Resolution"}, {1, 10'000, "h"}, k_listed),
};
constexpr std::array k_service_states = {
    State{"offered", {"提供中", "Offered"}},
    State{"retired", {"已停止", "Retired"}, true},
};
constexpr std::array k_service_steps = {
    Step{"retire", {"停止", "Retire"}, "offered", "retired"},
};

constexpr std::array k_request_priorities = {
    Choice{"low", {"低", "Low"}},
    Choice{"normal", {"中", "Normal"}},
    Choice{"high", {"高", "High"}},
};
constexpr std::array k_request_kinds = {
    Choice{"help", {"求助", "Help"}},
    Choice{"tool", {"工具与模板", "Tool or template"}},
    Choice{"manager", {"项目经理派遣", "Project manager"}},
};
constexpr std::array k_request_fields = {
    title(),
    choice("kind", {"类型", "Kind"}, k_request_kinds, k_listed),
    link("service", {"服务", "Service"}, "pmo_service", k_listed),
    choice("priority", {"优先级", "Priority"}, k_request_priorities, k_listed),
    prose("description", {"问题描述", "Description"}),
    author("requester", {"提出人", "Requester"}),
    moment("responded_at", {"首次响应时间", "First response at"}, k_computed),
    moment("resolved_at", {"解决时间", "Resolved at"}, k_computed),
    number("response_hours", {"响应耗时", "Time to respond"}, k_computed | k_listed, "h"),
    number("resolution_hours", {"解决耗时", "Time to resolve"}, k_computed | k_listed, "h"),
    boolean("response_in_time", {"按时响应", "Response in time"}, k_computed),
    boolean("resolution_in_time", {"按时解决", "Resolution in time"}, k_computed | k_listed),
    prose("solution", {"解决方案", "Solution"}),
    number("hours_spent", {"投入工时", "Hours spent"}, 0, "h"),
    score("rating", {"满意度", "Rating"}, k_listed),
    integer("reopened", {"重开次数", "Reopened"}, {0, 1000}, k_computed),
    moment("paused_at", {"开始等待", "Waiting since"}, k_computed),
    number("paused_hours", {"等待用户耗时", "Time waited"}, k_computed, "h"),
    date("needed_from", {"需要自", "Needed from"}),
    date("needed_until", {"需要至", "Needed until"}),
    link("manager", {"派遣的项目经理", "Project manager assigned"}, "person"),
};
constexpr std::array k_request_states = {
    State{"fresh", {"新建", "New"}},           State{"triaged", {"已分类", "Triaged"}},
    State{"assigned", {"已派单", "Assigned"}}, State{"waiting", {"等待用户", "Waiting"}},
    State{"resolved", {"已解决", "Resolved"}}, State{"closed", {"已关闭", "Closed"}, true},
};
constexpr std::array k_request_steps = {
    Step{"triage", {"分类", "Triage"}, "fresh", "triaged", "service priority"},
    Step{"assign", {"派单", "Assign"}, "triaged waiting", "assigned", "owner"},
    Step{"wait", {"等待用户", "Wait"}, "assigned", "waiting"},
    Step{"resolve",
         {"解决", "Resolve"},
         "assigned waiting",
         "resolved",
         "solution hours_spent manager"},
    Step{"reopen", {"重开", "Reopen"}, "resolved closed", "assigned"},
    Step{"close", {"关闭", "Close"}, "resolved", "closed", "rating"},
};

constexpr std::array k_coaching_kinds = {
    Choice{"coaching", {"辅导", "Coaching"}},
    Choice{"office_hours", {"答疑预约", "Office hours"}},
    Choice{"workshop", {"工作坊", "Workshop"}},
};
constexpr std::array k_coaching_fields = {
    title({"主题", "Topic"}),
    choice("kind", {"类型", "Kind"}, k_coaching_kinds, k_listed),
    link("coach", {"教练", "Coach"}, "person", k_listed),
    link("coachee", {"学员", "Coachee"}, "person", k_listed),
    moment("starts_at", {"开始", "Starts"}, k_listed),
    number("hours", {"时长", "Hours"}, k_listed, "h"),
    prose("outcome", {"收获", "Outcome"}),
    score("rating", {"评价", "Rating"}, k_listed),
};
constexpr std::array k_coaching_states = {
    State{"booked", {"已预约", "Booked"}},
    State{"held", {"已进行", "Held"}, true},
    State{"cancelled", {"已取消", "Cancelled"}, true},
};
constexpr std::array k_coaching_steps = {
    Step{"hold", {"完成", "Held"}, "booked", "held", "outcome hours rating"},
    Step{"cancel", {"取消", "Cancel"}, "booked", "cancelled"},
};

constexpr std::array k_value_kinds = {
    Choice{"avoided_loss", {"避免损失", "Avoided loss"}},
    Choice{"reuse", {"复用收益", "Reuse"}},
    Choice{"time_saved", {"节省工时", "Time saved"}},
};
constexpr std::array k_value_fields = {
    title({"事项", "Item"}),
    choice("kind", {"类型", "Kind"}, k_value_kinds, k_required | k_listed),
    money("value", {"价值", "Value"}, k_required | k_listed),
    money("cost", {"PMO 投入", "PMO cost"}, k_listed),
    date("on_day", {"日期", "Date"}, k_required | k_listed),
    link("confirmed_by", {"确认人", "Confirmed by"}, "person"),
};

// Response and resolution are stamped by the steps and measured in hours of the working calendar;
// while a request waits for its requester the clock stands.
void keep_clock(Row& row, const Row* before, Reader& reader) {
  const std::string_view was = before ? std::string_view(before->state) : std::string_view();
  const support::WorkClock clock(reader, id_moment(row.id));
  if (row.state == "assigned" && (was == "resolved" || was == "closed")) {
    row.set("reopened", row.integer("reopened") + 1);
    row.set("resolved_at", Value());
  }
  if (was == "fresh" && row.state == "triaged") row.set("responded_at", reader.now());
  if (was != "waiting" && row.state == "waiting") row.set("paused_at", reader.now());
  if (was == "waiting" && row.state != "waiting" && row.has("paused_at")) {
    row.set("paused_hours",
            row.number_of("paused_hours") + clock.hours(row.integer("paused_at"), reader.now()));
    row.set("paused_at", Value());
  }
  if (was != "resolved" && row.state == "resolved") row.set("resolved_at", reader.now());
  const std::optional<Row> service = reader.load_any("pmo_service", row.integer("service"));
  const auto measure = [&](const char* stamp, double paused, const char* spent, const char* in_time,
                           const char* bar) {
    if (!row.has(stamp)) {
      row.set(spent, Value());
      row.set(in_time, Value());
      return;
    }
    const double taken = clock.hours(id_moment(row.id), row.integer(stamp)) - paused;
    row.set(spent, taken);
    if (service && service->has(bar))
      row.set(in_time, std::int64_t{taken <= static_cast<double>(service->integer(bar))});
  };
  measure("responded_at", 0, "response_hours", "response_in_time", "first_response_hours");
  measure("resolved_at", row.number_of("paused_hours"), "resolution_hours", "resolution_in_time",
          "resolution_hours");
}

constexpr std::array k_support_records = {
    Record{.name = "pmo_service",
           .plural = "pmo-services",
           .label = {"PMO 服务", "PMO service"},
           .prefix = "SV",
           .scoping = Scoping::organisation,
           .traits = k_owned,
           .fields = k_service_fields,
           .states = k_service_states,
           .steps = k_service_steps},
    Record{.name = "support_request",
           .plural = "support-requests",
           .label = {"支持请求", "Support request"},
           .prefix = "SR",
           .traits = k_owned,
           .fields = k_request_fields,
           .states = k_request_states,
           .steps = k_request_steps,
           .derive = keep_clock},
    Record{.name = "coaching_session",
           .plural = "coaching-sessions",
           .label = {"辅导", "Coaching session"},
           .prefix = "CO",
           .fields = k_coaching_fields,
           .states = k_coaching_states,
           .steps = k_coaching_steps},
    Record{.name = "pmo_value",
           .plural = "pmo-values",
           .label = {"PMO 价值", "PMO value"},
           .prefix = "PV",
           .scoping = Scoping::organisation,
           .fields = k_value_fields},
};

bool assigned_to_somebody(const RuleInput& input) { return input.after.has("owner"); }
bool solution_is_told(const RuleInput& input) { return input.after.has("solution"); }
bool response_before_resolution(const RuleInput& input) {
  return !input.after.has("first_response_hours") || !input.after.has("resolution_hours") ||
         input.after.integer("first_response_hours") <= input.after.integer("resolution_hours");
}
bool service_is_offered(const RuleInput& input) {
  const auto service = input.reader.load_any("pmo_service", input.after.integer("service"));
  return !service || service->state == "offered";
}

bool manager_is_named(const RuleInput& input) {
  return input.after.text("kind") != "manager" || input.after.has("manager");
}
// Nobody coaches in two places at once.
bool coach_is_free(const RuleInput& input) {
  const Row& row = input.after;
  if (!row.has("coach") || !row.has("starts_at") || row.state == "cancelled") return true;
  const auto end = [](const Row& one) {
    constexpr double k_hour_ms = 3'600'000, k_usual_hours = 1;
    return one.integer("starts_at") +
           std::llround(one.number_of("hours", k_usual_hours) * k_hour_ms);
  };
  return std::ranges::none_of(
      project::linked(input.reader, "coaching_session", "coach", row.integer("coach")),
      [&](const Row& other) {
        return other.id != row.id && other.state == "booked" && other.has("starts_at") &&
               other.integer("starts_at") < end(row) && row.integer("starts_at") < end(other);
      });
}

constexpr std::array k_rules = {
    Rule{"support_request.manager_is_named",
         "support_request",
         "resolve",
         {"请指定派遣的项目经理", "Name the project manager who comes"},
         manager_is_named,
         "manager"},
    Rule{"coaching_session.coach_is_free",
         "coaching_session",
         "write",
         {"该教练此时已有预约", "The coach is booked at that time"},
         coach_is_free,
         "starts_at"},
    Rule{"support_request.assigned_to_somebody",
         "support_request",
         "assign",
         {"请指定负责人", "Say who takes it"},
         assigned_to_somebody,
         "owner"},
    Rule{"support_request.solution_is_told",
         "support_request",
         "resolve",
         {"请填写解决方案", "Say how it was solved"},
         solution_is_told,
         "solution"},
    Rule{"support_request.service_is_offered",
         "support_request",
         "triage",
         {"该服务已停止", "This service is no longer offered"},
         service_is_offered,
         "service"},
    Rule{"pmo_service.response_before_resolution",
         "pmo_service",
         "write",
         {"响应时限不能大于解决时限", "The response cannot take longer than the resolution"},
         response_before_resolution,
         "resolution_hours"},
};

constexpr std::array k_level_columns = {
    link("service", {"服务", "Service"}, "pmo_service"),
    integer("requests", {"请求数", "Requests"}, {}),
    integer("open", {"未关闭", "Open"}, {}),
    number("oldest_days", {"最久未关闭", "Oldest open"}, 0, "d"),
    percent("response_in_time", {"按时响应率", "Responses in time"}),
    percent("resolution_in_time", {"按时解决率", "Resolutions in time"}),
    number("satisfaction", {"满意度", "Satisfaction"}),
    percent("csat", {"满意率 CSAT", "CSAT"}),
};

Result<ReportTable> service_levels(const ReportInput& input) {
  struct Sum {
    std::int64_t all = 0, open = 0, responded = 0, response_ok = 0, resolved = 0, resolution_ok = 0;
    std::int64_t content = 0;
    double oldest = 0;
    project::Mean rating;
  };
  std::map<Id, Sum> sums;
  constexpr double k_day_ms = 86'400'000;
  constexpr std::int64_t k_content = 4;
  for (const Row& row : project::report_rows(input, "support_request")) {
    Sum& sum = sums[row.integer("service")];
    ++sum.all;
    if (!project::is_final(row)) {
      ++sum.open;
      sum.oldest = std::max(sum.oldest,
                            static_cast<double>(input.reader.now() - id_moment(row.id)) / k_day_ms);
    }
    sum.responded += row.has("response_in_time");
    sum.response_ok += row.integer("response_in_time");
    sum.resolved += row.has("resolution_in_time");
    sum.resolution_ok += row.integer("resolution_in_time");
    if (row.has("rating")) sum.rating.add(static_cast<double>(row.integer("rating")));
    sum.content += row.integer("rating") >= k_content;
  }
  ReportTable table;
  for (const auto& [service, sum] : sums) {
    table.rows.push_back({service == 0 ? Value() : Value(service), Value(sum.all), Value(sum.open),
                          sum.open == 0 ? Value() : Value(sum.oldest),
                          project::share(sum.response_ok, sum.responded),
                          project::share(sum.resolution_ok, sum.resolved), sum.rating.value(),
                          project::share(sum.content, sum.rating.count())});
  }
  return table;
}

constexpr std::array k_project_columns = {
    link("project", {"项目", "Project"}, "project"),
    integer("requests", {"请求数", "Requests"}, {}),
    number("support_hours", {"支持工时", "Hours of support"}, 0, "h"),
    number("coaching_hours", {"辅导工时", "Hours of coaching"}, 0, "h"),
};

Result<ReportTable> by_project(const ReportInput& input) {
  struct Sum {
    std::int64_t requests = 0;
    double support = 0, coaching = 0;
  };
  std::map<Id, Sum> sums;
  for (const Row& row : project::report_rows(input, "support_request")) {
    ++sums[row.scope].requests;
    sums[row.scope].support += row.number_of("hours_spent");
  }
  for (const Row& row : project::report_rows(input, "coaching_session")) {
    if (row.state == "held") sums[row.scope].coaching += row.number_of("hours");
  }
  ReportTable table;
  for (const auto& [scope, sum] : sums)
    table.rows.push_back(
        {Value(scope), Value(sum.requests), Value(sum.support), Value(sum.coaching)});
  return table;
}

constexpr std::array k_value_columns = {
    text("month", {"月份", "Month"}),
    money("value", {"价值", "Value"}),
    money("cost", {"投入", "Cost"}),
    number("ratio", {"价值投入比", "Value per cost"}),
};

Result<ReportTable> value_report(const ReportInput& input) {
  std::map<std::string, std::pair<std::int64_t, std::int64_t>> months;
  for (const Row& row : project::report_rows(input, "pmo_value")) {
    auto& [value, cost] = months[project::month_of(static_cast<Day>(row.integer("on_day")))];
    value += project::minor_units(row, "value");
    cost += project::minor_units(row, "cost");
  }
  ReportTable table;
  for (const auto& [month, sums] : months) {
    table.rows.push_back(
        {Value(month), project::yuan(sums.first), project::yuan(sums.second),
         project::ratio(static_cast<double>(sums.first), static_cast<double>(sums.second))});
  }
  return table;
}

constexpr std::array k_support_reports = {
    Report{"support.service_levels",
           {"服务水平", "Service levels"},
           "support_request.read",
           project::k_project_inputs,
           k_level_columns,
           "bar",
           service_levels},
    Report{"support.by_project",
           {"项目支持工时", "Support by project"},
           "support_request.read",
           project::k_project_inputs,
           k_project_columns,
           "bar",
           by_project},
    Report{"support.value",
           {"PMO 价值与投入", "PMO value and cost"},
           "pmo_value.read",
           {},
           k_value_columns,
           "line",
           value_report},
};

}  // namespace

const Function& support_function() {
  static const std::vector<Record> records = [] {
    std::vector<Record> list(k_support_records.begin(), k_support_records.end());
    list.insert(list.end(), support::desk_records().begin(), support::desk_records().end());
    return list;
  }();
  static const std::vector<Report> reports = [] {
    std::vector<Report> list(k_support_reports.begin(), k_support_reports.end());
    list.insert(list.end(), support::desk_reports().begin(), support::desk_reports().end());
    return list;
  }();
  static const Function function = {.name = "support",
                                    .label = {"项目支持", "Project support"},
                                    .records = records,
                                    .rules = k_rules,
                                    .subscriptions = support::desk_subscriptions(),
                                    .reports = reports,
                                    .messages = engine::service_level::k_messages};
  return function;
}

}  // namespace tc::functions
