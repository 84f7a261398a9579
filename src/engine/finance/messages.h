#pragma once

#include <array>

#include "base/message.h"

/// Every code that this engine refuses with or gives as the reason of a missing figure.
namespace tc::engine::finance {

inline constexpr std::array k_messages = {
    Message{"finance.no_flows", "没有现金流量", "There are no cash flows"},
    Message{"finance.all_zero", "现金流量全为零", "All cash flows are zero"},
    Message{"finance.no_sign_change", "现金流量没有正负变化，内部收益率不存在",
            "The cash flows never change sign: there is no internal rate of return"},
    Message{"finance.no_rate", "在 -100% 至 10⁶ 之间没有内部收益率",
            "There is no internal rate of return between -100 % and 10⁶"},
    Message{"finance.several_rates", "内部收益率不唯一，见全部根",
            "The internal rate of return is not unique; see all roots"},
    Message{"finance.too_many_flows", "现金流量过多，无法求全部内部收益率",
            "Too many cash flows to find every internal rate of return"},
    Message{"finance.rate_invalid", "折现率须大于 -100%", "The rate must be above -100 %"},
    Message{"finance.amount_invalid", "金额超出范围", "An amount is out of range"},
    Message{"finance.date_invalid", "现金流量的日期须与金额一一对应且按先后排列",
            "Each flow needs a date, in order"},
    Message{"finance.no_outflow", "没有现金流出", "There is no outflow"},
    Message{"finance.no_inflow", "没有现金流入", "There is no inflow"},
    Message{"finance.never_paid_back", "计算期内未收回投资",
            "The investment is not paid back within the horizon"},
    Message{"finance.no_investment", "没有投资额", "There is no investment"},
    Message{"finance.overflow", "结果超出可表示范围", "The result is too large to represent"},
    Message{"finance.life_invalid", "折旧年限须在 1 至 {limit} 之间",
            "The life must lie between 1 and {limit} years"},
    Message{"finance.salvage_invalid", "残值须在 0 与原值之间",
            "The salvage value must lie between 0 and the cost"},
    Message{"finance.turnover_invalid", "“{name}”的周转次数须为正",
            "The turnover of \"{name}\" must be positive"},
    Message{"finance.no_margin", "单位产品没有边际贡献", "There is no contribution margin"},
    Message{"finance.no_revenue", "没有营业收入", "There is no revenue"},
    Message{"finance.base_is_zero", "基准净现值为零，敏感度系数无意义",
            "The base value is zero: sensitivity has no meaning"},
    Message{"finance.no_influence", "该因素不影响净现值", "The factor has no influence"},
    Message{"finance.weights_invalid", "分摊权重须非负且不全为零",
            "Weights must not be negative or all zero"},
    Message{"finance.rate_missing", "没有 {currency} 在 {date} 或之前的汇率",
            "There is no rate of {currency} on or before {date}"},
    Message{"finance.currency_unknown", "不认识币种 {currency}", "Unknown currency {currency}"},
    Message{"finance.terms_invalid", "付款条件无效", "The terms of payment are invalid"},
    Message{"finance.budget_exceeded", "超出可用预算 {available}",
            "The amount exceeds the available budget {available}"},
    Message{"finance.plan_without_cost", "计划没有带日期的费用", "The plan has no dated cost"},
    Message{"finance.field_missing", "缺少“{field}”", "\"{field}\" is missing"},
    Message{"finance.field_invalid", "“{field}”无效", "\"{field}\" is invalid"},
};

}  // namespace tc::engine::finance
