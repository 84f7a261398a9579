#include <algorithm>
#include <array>
#include <charconv>
#include <map>
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

using kernel::ToolIo;
using Arguments = std::span<const std::string_view>;

struct Parsed {
  std::vector<std::string_view> files;
  std::map<std::string_view, std::string_view> values;
  bool json = false;
};

// `--name value` pairs and `--json`; false when a value is missing or a name unknown.
bool parse(Arguments arguments, std::span<const std::string_view> names, Parsed& parsed) {
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    const std::string_view argument = arguments[i];
    if (argument == "--json") {
      parsed.json = true;
    } else if (argument.starts_with("--")) {
      if (std::ranges::find(names, argument) == names.end() || i + 1 >= arguments.size())
        return false;
      parsed.values[argument] = arguments[++i];
    } else {
      parsed.files.push_back(argument);
    }
  }
  return true;
}

int usage(ToolIo& io, std::string_view text) {
  io.err("usage: " + std::string(text) + "\n");
  return kernel::k_exit_usage;
}

int refused(ToolIo& io, const Refusals& refusals) {
  for (const Refusal& refusal : refusals) {
    io.err((refusal.field.empty() ? "" : refusal.field + ": ") + message_of(refusal, io.chinese()) +
           " [" + refusal.code + "]\n");
  }
  return kernel::k_exit_refused;
}

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

int show(Arguments arguments, ToolIo& io) {
  Parsed parsed;
  if (!parse(arguments, {}, parsed) || parsed.files.size() != 1)
    return usage(io, "tongchou plan show FILE --json");
  const Result<std::string> answer =
      show_plan_file(io.read_file(parsed.files.front()), options_of(io));
  if (!answer) return refused(io, answer.refusals());
  io.out(*answer + "\n");
  return kernel::k_exit_done;
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

int schedule(Arguments arguments, ToolIo& io) {
  static constexpr std::array<std::string_view, 3> k_names = {"--profile", "--status-date",
                                                              "--out"};
  constexpr std::string_view k_usage =
      "tongchou plan schedule FILE [--profile msp|p6|cn-jgj121] [--status-date D] [--out FILE] "
      "[--json]";
  Parsed parsed;
  if (!parse(arguments, k_names, parsed) || parsed.files.size() != 1) return usage(io, k_usage);
  PlanFileOptions options = options_of(io);
  if (const auto profile = parsed.values.find("--profile"); profile != parsed.values.end()) {
    if (profile->second == "msp")
      options.profile = plan::Profile::msp;
    else if (profile->second == "p6")
      options.profile = plan::Profile::p6;
    else if (profile->second == "cn-jgj121")
      options.profile = plan::Profile::cn_jgj121;
    else
      return usage(io, k_usage);
  }
  if (const auto date = parsed.values.find("--status-date"); date != parsed.values.end()) {
    const std::optional<PlanTime> time = parse_plan_time(date->second);
    if (!time) return usage(io, k_usage);
    options.status_date = *time;
  }
  Result<ScheduledFile> scheduled = schedule_plan_file(io.read_file(parsed.files.front()), options);
  if (!scheduled) return refused(io, scheduled.refusals());
  if (const auto out = parsed.values.find("--out"); out != parsed.values.end()) {
    const std::int64_t start = io.monotonic_us();
    plan::Plan plan = scheduled->file.plan;
    adopt_schedule(scheduled->schedule, plan);
    const Result<interchange::WriteOutcome> written = write_as(plan, out->second);
    if (!written) return refused(io, written.refusals());
    io.write_file(out->second, written->bytes);
    scheduled->write_ms = static_cast<double>(io.monotonic_us() - start) / 1000.0;
  }
  if (parsed.json)
    io.out(schedule_answer(*scheduled, options) + "\n");
  else
    print_summary(io, *scheduled);
  return kernel::k_exit_done;
}

int convert(Arguments arguments, ToolIo& io) {
  Parsed parsed;
  if (!parse(arguments, {}, parsed) || parsed.files.size() != 2)
    return usage(io, "tongchou plan convert IN OUT [--json]");
  const Result<interchange::ReadOutcome> read =
      interchange::read_any(io.read_file(parsed.files[0]));
  if (!read) return refused(io, read.refusals());
  const Result<interchange::WriteOutcome> written = write_as(read->plan, parsed.files[1]);
  if (!written) return refused(io, written.refusals());
  io.write_file(parsed.files[1], written->bytes);
  Json losses = Json::array();
  for (const auto* list : {&read->loss, &written->loss}) {
    for (const plan::Loss& loss : *list) {
      Json item = Json::object();
      item.append("field", loss.field);
      item.append("count", loss.count);
      item.append("where", loss.where);
      if (!parsed.json)
        io.out(loss.field + ": " + std::to_string(loss.count) + " (" + loss.where + ")\n");
      losses.push(std::move(item));
    }
  }
  if (!parsed.json) return kernel::k_exit_done;
  Json json = Json::object();
  json.append("activities", static_cast<std::int64_t>(read->plan.activities.size()));
  json.append("loss", std::move(losses));
  io.out(to_text(json) + "\n");
  return kernel::k_exit_done;
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
