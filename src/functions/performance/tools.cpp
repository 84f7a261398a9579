#include "kernel/tool.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <optional>
#include <string>
#include <vector>

#include "base/currency.h"
#include "base/json.h"
#include "engine/earned_value/file.h"
#include "functions/performance/performance.h"

namespace tc::functions::performance {
namespace {

using kernel::ToolCall;
using kernel::ToolIo;

constexpr std::string_view k_usage = "earned-value compute FILE [--json]";

struct Row {
  std::string_view key;
  kernel::Label label;
};
constexpr std::array k_rows = {
    Row{"planned_value", {"计划价值 PV", "Planned value PV"}},
    Row{"earned_value", {"挣值 EV", "Earned value EV"}},
    Row{"actual_cost", {"实际成本 AC", "Actual cost AC"}},
    Row{"budget_at_completion", {"完工预算 BAC", "Budget at completion BAC"}},
    Row{"schedule_variance", {"进度偏差 SV", "Schedule variance SV"}},
    Row{"cost_variance", {"成本偏差 CV", "Cost variance CV"}},
    Row{"spi", {"进度绩效指数 SPI", "Schedule performance index SPI"}},
    Row{"cpi", {"成本绩效指数 CPI", "Cost performance index CPI"}},
    Row{"eac_at_plan", {"完工估算（按计划）", "EAC, rest as planned"}},
    Row{"eac_cpi", {"完工估算 BAC/CPI", "EAC = BAC/CPI"}},
    Row{"eac_cpi_spi", {"完工估算 CPI×SPI", "EAC by CPI × SPI"}},
    Row{"eac_80_20", {"完工估算 0.8CPI+0.2SPI", "EAC by 0.8 CPI + 0.2 SPI"}},
    Row{"eac_bottom_up", {"完工估算（自下而上）", "EAC, bottom-up"}},
    Row{"etc_cpi", {"完工尚需估算 ETC", "Estimate to complete ETC"}},
    Row{"vac", {"完工偏差 VAC", "Variance at completion VAC"}},
    Row{"tcpi_bac", {"完工尚需绩效指数 TCPI(BAC)", "TCPI (BAC)"}},
    Row{"tcpi_eac", {"完工尚需绩效指数 TCPI(EAC)", "TCPI (EAC)"}},
    Row{"earned_schedule", {"挣得进度 ES（周期）", "Earned schedule ES, periods"}},
    Row{"schedule_variance_time", {"时间进度偏差 SV(t)", "SV(t), periods"}},
    Row{"spi_time", {"时间进度绩效指数 SPI(t)", "SPI(t)"}},
    Row{"ieac_time", {"工期估算 IEAC(t)", "Duration forecast IEAC(t)"}},
    Row{"p_factor", {"进度依从度 P", "Schedule adherence P"}},
};

std::string text_of(const Json& value) {
  if (value.is_object())
    return tc::money_text(value.find("minor")->integer(), value.text("currency"));
  if (value.is_string()) return value.string();
  std::array<char, 64> buffer{};
  std::snprintf(buffer.data(), buffer.size(), "%.6g", value.number());
  return buffer.data();
}

void print_account(const Json& account, ToolIo& io) {
  for (const Row& row : k_rows) {
    const Json* const value = account.find(row.key);
    if (value == nullptr) continue;
    const std::string label(io.chinese() ? row.label.zh : row.label.en);
    const std::string shown = value->is_null()
                                  ? "– (" + io.words(account.find("reasons")->text(row.key)) + ")"
                                  : text_of(*value);
    io.out(label + ": " + shown + "\n");
  }
}

void print(const Json& answer, ToolIo& io) {
  print_account(*answer.find("project"), io);
  const Json* const wbs = answer.find("wbs");
  if (wbs == nullptr) return;
  io.out("\nWBS\tPV\tEV\tAC\tBAC\tSPI\tCPI\n");
  for (const Json& node : wbs->items()) {
    std::string line(node.text("id"));
    for (const std::string_view key :
         {"planned_value", "earned_value", "actual_cost", "budget_at_completion", "spi", "cpi"}) {
      const Json& value = *node.find(key);
      line += "\t" + (value.is_null() ? "–" : text_of(value));
    }
    io.out(line + "\n");
  }
  for (const Json& finding : answer.find("findings")->items()) {
    io.out(finding.find("package")->string() + ": " + io.words(finding.text("code")) + "\n");
  }
}

Status compute(ToolCall& call, ToolIo& io) {
  kernel::ToolProgress progress(io);
  const Result<Json> answer =
      engine::earned_value::compute_file(io.read_file(call.file()), progress);
  if (!answer) return answer.refusals();
  if (call.json()) {
    io.out(to_text(*answer) + "\n");
  } else {
    print(*answer, io);
  }
  return Done{};
}

constexpr std::array k_tools = {
    kernel::Tool{.name = "earned-value compute",
                 .label = {"计算挣值、指数与预测", "Earned value, indices and forecasts"},
                 .usage = k_usage,
                 .run = compute},
};

}  // namespace

std::span<const kernel::Tool> tools() { return k_tools; }

}  // namespace tc::functions::performance
