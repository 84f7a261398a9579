#include <algorithm>
#include <array>
#include <map>
#include <set>

#include "functions/support/support.h"
#include "project/new_plan.h"
#include "project/report_tools.h"

namespace tc::functions::support {

using namespace kernel;
using namespace kernel::field;
namespace engine = tc::engine::service_level;

namespace {

constexpr Moment k_day_ms = 86'400'000;
constexpr double k_hour_ms = 3'600'000;
constexpr std::int32_t k_office_offset_minutes = 480;

constexpr std::array k_tool_kinds = {
    Choice{"template", {"模板", "Template"}},
    Choice{"tool", {"工具", "Tool"}},
    Choice{"guide", {"指南", "Guide"}},
};
constexpr std::array k_tool_fields = {
    title({"工具或模板", "Tool or template"}),
    choice("kind", {"类型", "Kind"}, k_tool_kinds, k_required | k_listed),
    text("edition", {"版次", "Edition"}, k_listed),
    text("address", {"获取地址", "Where to get it"}),
    prose("purpose", {"用途", "Purpose"}),
    number("hours_saved", {"每次节省工时", "Hours saved each time"}, 0, "h"),
    integer("downloads", {"下载次数", "Downloads"}, {}, k_computed | k_listed),
};
constexpr std::array k_download_fields = {
    title({"用途说明", "What for"}),
    link("tool", {"工具或模板", "Tool or template"}, "office_tool", k_required | k_listed),
    author("taken_by", {"下载人", "Taken by"}),
};

// Several projects read the count; which project took what stays with the project.
void count_downloads(Row& row, const Row*, Reader& reader) {
  row.set("downloads", static_cast<std::int64_t>(
                           project::linked(reader, "tool_download", "tool", row.id).size()));
}

constexpr std::array k_desk_records = {
    Record{.name = "office_tool",
           .plural = "office-tools",
           .label = {"工具与模板", "Tool or template"},
           .prefix = "TOOL",
           .scoping = Scoping::organisation,
           .traits = k_owned,
           .fields = k_tool_fields,
           .derive = count_downloads},
    Record{.name = "tool_download",
           .plural = "tool-downloads",
           .label = {"下载记录", "Download"},
           .fields = k_download_fields},
};

Result<ActionOutcome> count_again(const EventInput& input) {
  ActionOutcome outcome;
  const auto row = input.reader.load_any("tool_download", input.event.id);
  if (row) outcome.commands.push_back(project::command("office_tool.update", row->integer("tool")));
  return outcome;
}
constexpr std::array k_subscriptions = {
    Subscription{"tool_download.created", "support.count_downloads", count_again},
};

constexpr std::array k_catalogue_columns = {
    link("service", {"服务", "Service"}, "pmo_service"),
    text("kind", {"类型", "Kind"}),
    text("customers", {"服务对象", "Customers"}),
    integer("first_response_hours", {"首次响应", "First response"}, {}),
    integer("resolution_hours", {"解决时限", "Resolution"}, {}),
    integer("open", {"处理中", "Open requests"}, {}),
};
// What a project may ask for, and how much is being asked.
Result<ReportTable> catalogue(const ReportInput& input) {
  std::map<Id, std::int64_t> open;
  for (const Row& row : project::report_rows(input, "support_request"))
    open[row.integer("service")] += !project::is_final(row);
  ReportTable table;
  for (const Row& row : project::report_rows(input, "pmo_service"))
    if (row.state == "offered")
      table.rows.push_back({Value(row.id), row.at("kind"), row.at("customers"),
                            row.at("first_response_hours"), row.at("resolution_hours"),
                            Value(open[row.id])});
  return table;
}

constexpr std::array k_board_columns = {
    link("request", {"请求", "Request"}, "support_request"),
    text("state", {"状态", "State"}),
    text("priority", {"优先级", "Priority"}),
    link("owner", {"负责人", "Owner"}, "person"),
    number("age_hours", {"已过工时", "Working hours so far"}, 0, "h"),
    boolean("overdue", {"超时", "Overdue"}),
};
// Requests by state with the time the service's clock has run.
Result<ReportTable> board(const ReportInput& input) {
  std::vector<Row> rows = project::report_rows(input, "support_request");
  std::erase_if(rows, [](const Row& row) { return project::is_final(row); });
  Moment first = input.reader.now();
  for (const Row& row : rows) first = std::min(first, id_moment(row.id));
  const WorkClock clock(input.reader, first);
  std::map<Id, Row> services;
  for (Row& row : project::report_rows(input, "pmo_service"))
    services.emplace(row.id, std::move(row));
  ReportTable table;
  for (const Row& row : rows) {
    const Moment until = row.has("resolved_at") ? row.integer("resolved_at")
                         : row.has("paused_at") ? row.integer("paused_at")
                                                : input.reader.now();
    const double age = clock.hours(id_moment(row.id), until) - row.number_of("paused_hours");
    const auto service = services.find(row.integer("service"));
    const bool limited = service != services.end() && service->second.has("resolution_hours");
    const bool overdue =
        limited && age > static_cast<double>(service->second.integer("resolution_hours"));
    table.rows.push_back({Value(row.id), Value(row.state), row.at("priority"), row.at("owner"),
                          Value(age), Value(std::int64_t{overdue})});
  }
  return table;
}

constexpr std::array k_ages = {
    Choice{"week", {"7 天内", "Up to 7 days"}},
    Choice{"month", {"8–30 天", "8–30 days"}},
    Choice{"older", {"30 天以上", "Over 30 days"}},
};
constexpr std::array k_backlog_columns = {
    choice("age", {"账龄", "Age"}, k_ages),
    integer("requests", {"未关闭请求", "Open requests"}, {}),
    integer("waiting", {"等待用户", "Waiting"}, {}),
    number("mean_days", {"平均账龄", "Mean age"}, 0, "d"),
};
Result<ReportTable> backlog(const ReportInput& input) {
  constexpr std::int64_t k_week = 7, k_month = 30;
  struct Sum {
    std::int64_t waiting = 0;
    project::Mean age;
  };
  std::array<Sum, 3> sums;
  for (const Row& row : project::report_rows(input, "support_request")) {
    if (project::is_final(row)) continue;
    const std::int64_t age = input.reader.today() - project::day_made(row);
    Sum& sum = sums[age <= k_week ? 0 : age <= k_month ? 1 : 2];
    sum.age.add(static_cast<double>(age));
    sum.waiting += row.state == "waiting";
  }
  ReportTable table;
  for (std::size_t i = 0; i < sums.size(); ++i)
    table.rows.push_back({Value(std::string(k_ages[i].value)), Value(sums[i].age.count()),
                          Value(sums[i].waiting), sums[i].age.value()});
  return table;
}

constexpr std::array k_log_kinds = {
    Choice{"request", {"支持请求", "Support request"}},
    Choice{"coaching", {"辅导", "Coaching"}},
    Choice{"download", {"下载", "Download"}},
};
constexpr std::array k_log_columns = {
    date("on_day", {"日期", "Date"}),
    choice("kind", {"类型", "Kind"}, k_log_kinds),
    text("title", {"事项", "Item"}),
    text("state", {"状态", "State"}),
    number("hours", {"工时", "Hours"}, 0, "h"),
};
// Everything the office did for a project, the newest first.
Result<ReportTable> log(const ReportInput& input) {
  ReportTable table;
  const auto add = [&](const char* record, const char* kind, const char* hours) {
    for (const Row& row : project::report_rows(input, record))
      table.rows.push_back({Value(std::int64_t{project::day_made(row)}), Value(std::string(kind)),
                            Value(std::string(row.text("title"))), Value(row.state),
                            hours == nullptr ? Value() : row.at(hours)});
  };
  add("support_request", "request", "hours_spent");
  add("coaching_session", "coaching", "hours");
  add("tool_download", "download", nullptr);
  std::ranges::stable_sort(table.rows, std::greater<>(),
                           [](const auto& row) { return std::get<std::int64_t>(row[0]); });
  return table;
}

constexpr std::array k_reuse_columns = {
    link("tool", {"工具或模板", "Tool or template"}, "office_tool"),
    text("kind", {"类型", "Kind"}),
    integer("downloads", {"下载次数", "Downloads"}, {}),
    integer("projects", {"涉及项目", "Projects"}, {}),
    number("hours_saved", {"节省工时", "Hours saved"}, 0, "h"),
};
Result<ReportTable> reuse(const ReportInput& input) {
  std::map<Id, std::pair<std::int64_t, std::set<Id>>> taken;
  for (const Row& row : project::report_rows(input, "tool_download")) {
    ++taken[row.integer("tool")].first;
    taken[row.integer("tool")].second.insert(row.scope);
  }
  ReportTable table;
  for (const Row& row : project::report_rows(input, "office_tool")) {
    const auto& [count, projects] = taken[row.id];
    table.rows.push_back({Value(row.id), row.at("kind"), Value(count),
                          Value(static_cast<std::int64_t>(projects.size())),
                          Value(row.number_of("hours_saved") * static_cast<double>(count))});
  }
  return table;
}

constexpr std::array k_desk_reports = {
    Report{"support.catalogue",
           {"服务目录", "Service catalogue"},
           "pmo_service.read",
           project::k_project_inputs,
           k_catalogue_columns,
           "table",
           catalogue},
    Report{"support.board",
           {"请求看板", "Request board"},
           "support_request.read",
           project::k_project_inputs,
           k_board_columns,
           "board",
           board},
    Report{"support.backlog",
           {"积压账龄", "Backlog by age"},
           "support_request.read",
           project::k_project_inputs,
           k_backlog_columns,
           "bar",
           backlog},
    Report{"support.log",
           {"支持日志", "Support log"},
           "support_request.read",
           project::k_project_inputs,
           k_log_columns,
           "table",
           log},
    Report{"support.tools",
           {"工具与模板复用", "Reuse of tools"},
           "office_tool.read",
           project::k_project_inputs,
           k_reuse_columns,
           "bar",
           reuse},
};

}  // namespace

WorkClock::WorkClock(Reader& reader, Moment first) {
  const plan::Plan office = project::new_plan(reader, {}, 0);
  const std::array zone = {engine::ZoneChange{0, k_office_offset_minutes}};
  auto made = engine::BusinessClock::make(
      office.calendars.front(), static_cast<Day>(first / k_day_ms) - 1, reader.today() + 1, zone);
  // A range without a working day serves no time.
  if (made) clock_ = std::move(*made);
}

double WorkClock::hours(Moment from, Moment to) const {
  return clock_ ? static_cast<double>(clock_->between(from, to)) / k_hour_ms : 0;
}

std::span<const Record> desk_records() { return k_desk_records; }
std::span<const Subscription> desk_subscriptions() { return k_subscriptions; }
std::span<const Report> desk_reports() { return k_desk_reports; }

}  // namespace tc::functions::support
