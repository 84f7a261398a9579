#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "engine/finance/cash_flow.h"

/// 敏感性分析 (sensitivity) and 盈亏平衡分析 (break-even).
namespace tc::engine::finance {

/// One line of the cash flow, such as investment, revenue or operating cost; signed.
struct Line {
  std::string name;
  std::vector<Flow> flows;
};

struct SensitivityPoint {
  double change = 0;  ///< −0.1: the line is 10 % smaller.
  Figure npv;
  Figure rate_of_return;
};
struct Sensitivity {
  std::string name;
  std::vector<SensitivityPoint> points;
  /// 敏感度系数: relative change of NPV ÷ relative change of the line. Reason
  /// `finance.base_is_zero`.
  Figure coefficient;
  /// 临界点: the change of the line at which NPV is zero. Reason `finance.no_influence`.
  Figure switching_value;
};

/// What each line does to net present value when all others stay. Refuses `finance.no_flows` and
/// `finance.amount_invalid`. Exact, because NPV is linear in every line.
[[nodiscard]] Result<std::vector<Sensitivity>> sensitivity(double rate, std::span<const Line> lines,
                                                           Timing timing,
                                                           std::span<const double> changes);
/// The sum of all lines, period by period.
[[nodiscard]] std::vector<Flow> total_of(std::span<const Line> lines);

/// One year of full production. Per unit where it says so, otherwise per year; minor units.
struct Production {
  double capacity_units = 0;
  double unit_price = 0;
  double unit_variable_cost = 0;
  double unit_tax = 0;
  double fixed_cost = 0;
};
struct BreakEven {
  Figure units;          ///< Fixed cost ÷ unit contribution margin. Reason `finance.no_margin`.
  Figure utilisation;    ///< BEP (生产能力利用率): of capacity, 1 = all of it.
  Figure revenue;        ///< Sales at that output.
  Figure unit_price;     ///< At full capacity.
  Figure safety_margin;  ///< 经营安全率: 1 − utilisation.
};
[[nodiscard]] BreakEven break_even(const Production& production);

}  // namespace tc::engine::finance
