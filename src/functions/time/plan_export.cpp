#include "functions/time/plan_export.h"

#include "functions/time/asked_plan.h"
#include "functions/time/external_links.h"
#include "functions/time/gantt_paper.h"
#include "functions/time/network_paper.h"
#include "functions/time/plan_table.h"
#include "functions/time/plan_view.h"
#include "interchange/mspdi/write.h"
#include "interchange/xer/write.h"

namespace tc::functions::time {
namespace {

using namespace kernel;
using project::LoadedPlan;

struct File {
  std::string bytes;
  std::string_view media_type;
  std::string_view ending;
};

Refusal bad_parameter(const char* name) {
  return refuse(RefusalKind::malformed, "query.bad_parameter", {}, {{"name", name}});
}

// Rates, what work costs by them, and what the other program told of it (trust A-3).
void remove_rates(plan::Plan& plan) {
  for (plan::Resource& resource : plan.resources) {
    resource.rate_millionths = resource.overtime_rate_millionths = resource.cost_per_use_minor = 0;
    resource.extra.clear();
  }
  for (plan::Assignment& assignment : plan.assignments) {
    assignment.cost_minor = 0;
    assignment.extra.clear();
  }
  for (plan::Activity& activity : plan.activities) {
    activity.cost_minor = 0;
    activity.extra.clear();
    for (plan::ActivityBaseline& baseline : activity.baselines) baseline.cost_minor = 0;
  }
  // What was kept of the other program as it was may hold rates: the file is written as our own.
  plan.foreign_tables.clear();
  plan.extra.clear();
  plan.format.clear();
}

// With our dates in the place where the other program looks for its own.
File interchange_file(const LoadedPlan& loaded, bool xer, bool with_rates) {
  plan::Plan plan = xer ? with_external_dates(loaded) : loaded.plan;
  if (!with_rates) remove_rates(plan);
  for (plan::Activity& activity : plan.activities) {
    const auto row = static_cast<std::size_t>(loaded.index_of(activity.id));
    const auto& dates = loaded.schedule.activities[row];
    activity.stored = {dates.start,        dates.finish,     dates.early_start,
                       dates.early_finish, dates.late_start, dates.late_finish,
                       dates.total_float,  dates.free_float, dates.critical};
  }
  if (xer) return {interchange::xer::write(plan).bytes, "application/octet-stream", "xer"};
  return {interchange::mspdi::write(plan).bytes, "application/xml", "xml"};
}

PaperAsk paper_ask(const LoadedPlan& loaded, Reader& reader) {
  PaperAsk ask;
  ask.zh = reader.principal().zh();
  ask.now = reader.now();
  ask.title = loaded.plan.title;
  const auto [start, finish] = span_of(loaded);
  const auto add = [&](const char* zh, const char* en, const std::string& text) {
    ask.subtitle +=
        (ask.subtitle.empty() ? "" : " · ") + std::string(ask.zh ? zh : en) + " " + text;
  };
  if (finish != k_no_time) {
    add("开始", "Start", format_day(day_of(start)));
    add("完成", "Finish", format_day(day_of(finish)));
  }
  const auto& projects = loaded.plan.projects;
  if (!projects.empty() && projects.front().status_date != k_no_time)
    add("状态日期", "Status date", format_day(day_of(projects.front().status_date)));
  add("打印", "Printed", format_day(reader.today()));
  return ask;
}

Result<File> picture(const RouteInput& input, const LoadedPlan& loaded, Reader& reader) {
  PaperAsk ask = paper_ask(loaded, reader);
  if (const std::string paper = query_value(input, "paper"); !paper.empty()) {
    const auto size = paper_size(paper);
    if (!size) return bad_parameter("paper");
    ask.size = *size;
  }
  const std::string view = query_value(input, "view");
  if (view.empty() || view == "gantt") {
    Result<std::string> bytes = gantt_pdf(loaded, ask);
    if (!bytes) return bytes.refusals();
    return File{std::move(*bytes), "application/pdf", "pdf"};
  }
  if (view != "arrow" && view != "node") return bad_parameter("view");
  plan::Index branch = plan::k_none;
  if (const std::string named = query_value(input, "branch"); !named.empty()) {
    branch = loaded.index_of(parse_id(named).value_or(0));
    if (branch == plan::k_none) return refuse(RefusalKind::not_found, "plan.activity_unknown");
  }
  const Result<NetworkPlan> made = network_plan(loaded, branch);
  if (!made) return made.refusals();
  return File{view == "arrow" ? arrow_network_pdf(loaded, *made, ask)
                              : node_network_pdf(loaded, *made, ask),
              "application/pdf", "pdf"};
}

Result<File> file_of(const RouteInput& input, const LoadedPlan& loaded, Reader& reader) {
  const std::string format = query_value(input, "format");
  if (format == "xer" || format == "mspdi") {
    return interchange_file(loaded, format == "xer", reader.may("cost_rate.read", loaded.project));
  }
  if (format == "pdf") return picture(input, loaded, reader);
  const bool zh = reader.principal().zh();
  if (format == "csv")
    return File{plan_table(loaded, false, zh, reader.now()), "text/csv; charset=utf-8", "csv"};
  if (format == "xlsx")
    return File{plan_table(loaded, true, zh, reader.now()),
                "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx"};
  return bad_parameter("format");
}

}  // namespace

RouteAnswer get_export(const RouteInput& input) {
  Reader reader(input.kernel, input.principal);
  const auto loaded = shown_plan(input, reader);
  if (!loaded) return refused(loaded.refusals());
  if (!reader.may("plan.export", (*loaded)->project))
    return refused({refuse(RefusalKind::forbidden, "access.not_granted", {},
                           {{"permission", "plan.export"}})});
  Result<File> file = file_of(input, **loaded, reader);
  if (!file) return refused(file.refusals());
  Json details = Json::object();
  details.append("plan", id_text((*loaded)->id));
  details.append("version", (*loaded)->version);
  details.append("file", file->ending);
  input.kernel.record_event(input.principal, "plan.export", "done", std::move(details));
  RouteAnswer answer = answered(std::move(file->bytes));
  answer.content_type = file->media_type;
  answer.headers.emplace_back("Content-Disposition",
                              "attachment; filename=\"plan." + std::string(file->ending) + "\"");
  return answer;
}

}  // namespace tc::functions::time
