#include <array>
#include <string>

#include "functions/time/check.h"
#include "functions/time/plan_file.h"
#include "functions/time/time.h"
#include "interchange/any/read_any.h"
#include "interchange/mspdi/write.h"
#include "interchange/xer/write.h"
#include "kernel/tool.h"

namespace tc::functions::time {
namespace {

using kernel::ToolCall;
using kernel::ToolIo;

PlanFileOptions options_of(ToolIo& io) {
  PlanFileOptions options;
  options.chinese = io.chinese();
  options.clock_ms = [&io] { return static_cast<double>(io.monotonic_us()) / 1000.0; };
  return options;
}

bool ends_with(std::string_view path, std::string_view extension) {
  return path.size() > extension.size() && path.ends_with(extension);
}

// The writer that an extension asks for.
Result<interchange::WriteOutcome> write_as(const plan::Plan& plan, std::string_view path) {
  if (ends_with(path, ".xer")) return interchange::xer::write(plan);
  if (ends_with(path, ".xml")) return interchange::mspdi::write(plan);
  return refuse(RefusalKind::rule, "import.not_supported", std::string(path),
                {{"format", std::string(path.substr(path.rfind('.') + 1))}});
}

Status show(ToolCall& call, ToolIo& io) {
  const Result<std::string> answer = show_plan_file(io.read_file(call.file()), options_of(io));
  if (!answer) return answer.refusals();
  io.out(*answer + "\n");
  return Done{};
}

void print_summary(ToolIo& io, const ScheduledFile& scheduled) {
  const plan::Plan& plan = scheduled.file.plan;
  for (std::size_t i = 0; i < plan.projects.size(); ++i) {
    const auto& dates = scheduled.schedule.projects[i];
    io.out(plan.projects[i].name + ": " + format_plan_time(dates.start) + " … " +
           format_plan_time(dates.finish) + "\n");
  }
  std::size_t critical = 0;
  for (const auto& dates : scheduled.schedule.activities) critical += dates.critical;
  io.out(std::to_string(plan.activities.size()) + " activities, " +
         std::to_string(plan.links.size()) + " dependencies, " + std::to_string(critical) +
         " critical\n");
}

plan::Profile profile_of(std::string_view name) {
  if (name == "msp") return plan::Profile::msp;
  return name == "p6" ? plan::Profile::p6 : plan::Profile::cn_jgj121;
}

Status write_scheduled(ScheduledFile& scheduled, std::string_view path, ToolIo& io) {
  const std::int64_t start = io.monotonic_us();
  plan::Plan plan = scheduled.file.plan;
  adopt_schedule(scheduled.schedule, plan);
  const Result<interchange::WriteOutcome> written = write_as(plan, path);
  if (!written) return written.refusals();
  io.write_file(path, written->bytes);
  scheduled.write_ms = static_cast<double>(io.monotonic_us() - start) / 1000.0;
  return Done{};
}

Status schedule(ToolCall& call, ToolIo& io) {
  PlanFileOptions options = options_of(io);
  if (call.has("--profile")) options.profile = profile_of(call.text("--profile"));
  if (call.has("--status-date")) {
    const std::optional<PlanTime> time = parse_plan_time(call.text("--status-date"));
    if (!time) call.misuse();
    options.status_date = time.value_or(k_no_time);
  }
  if (Status sound = call.sound(); !sound) return sound;
  Result<ScheduledFile> scheduled = schedule_plan_file(io.read_file(call.file()), options);
  if (!scheduled) return scheduled.refusals();
  if (call.has("--out")) {
    if (Status written = write_scheduled(*scheduled, call.text("--out"), io); !written)
      return written;
  }
  if (call.json())
    io.out(schedule_answer(*scheduled, options) + "\n");
  else
    print_summary(io, *scheduled);
  return Done{};
}

Status convert(ToolCall& call, ToolIo& io) {
  const Result<interchange::ReadOutcome> read = interchange::read_any(io.read_file(call.file(0)));
  if (!read) return read.refusals();
  const Result<interchange::WriteOutcome> written = write_as(read->plan, call.file(1));
  if (!written) return written.refusals();
  io.write_file(call.file(1), written->bytes);
  Json losses = Json::array();
  for (const auto* list : {&read->loss, &written->loss}) {
    for (const plan::Loss& loss : *list) {
      Json item = Json::object();
      item.append("field", loss.field);
      item.append("count", loss.count);
      item.append("where", loss.where);
      if (!call.json())
        io.out(loss.field + ": " + std::to_string(loss.count) + " (" + loss.where + ")\n");
      losses.push(std::move(item));
    }
  }
  if (!call.json()) return Done{};
  Json json = Json::object();
  json.append("activities", static_cast<std::int64_t>(read->plan.activities.size()));
  json.append("loss", std::move(losses));
  io.out(to_text(json) + "\n");
  return Done{};
}

constexpr std::array k_tools = {
    kernel::Tool{.name = "plan show",
                 .label = {"显示计划文件的内容", "Print a plan file"},
                 .usage = "plan show FILE --json",
                 .run = show},
    kernel::Tool{.name = "plan schedule",
                 .label = {"重新计算日期与浮动时间", "Recompute dates and floats"},
                 .usage = "plan schedule FILE [--profile msp|p6|cn-jgj121] [--status-date D] "
                          "[--out FILE] [--json]",
                 .run = schedule},
    kernel::Tool{.name = "plan convert",
                 .label = {"转换计划文件格式", "Convert a plan file"},
                 .usage = "plan convert IN OUT [--json]",
                 .run = convert},
    k_check_tool,
};

}  // namespace

std::span<const kernel::Tool> tools() { return k_tools; }

}  // namespace tc::functions::time
