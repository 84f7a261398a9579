#pragma once

#include <array>

#include "kernel/kernel.h"
#include "project/report_tools.h"

/// Measurements on control charts and against their specification.
namespace tc::functions::quality {

inline constexpr std::array k_metric_input = {
    project::k_project_input,
    kernel::field::link("metric", {"质量指标", "Metric"}, "quality_metric",
                        kernel::field::k_required),
};
inline constexpr std::array k_chart_columns = {
    kernel::field::date("on_day", {"日期", "Date"}),
    kernel::field::number("value", {"数值", "Value"}),
    kernel::field::number("center", {"中心线", "Center"}),
    kernel::field::number("lower", {"下控制限", "LCL"}),
    kernel::field::number("upper", {"上控制限", "UCL"}),
    kernel::field::boolean("signal", {"异常", "Signal"}),
    kernel::field::text("note", {"注释", "Note"}),
};
inline constexpr std::array k_capability_columns = {
    kernel::field::integer("count", {"样本", "Values"}, {}),
    kernel::field::number("mean", {"平均", "Mean"}),
    kernel::field::number("cp", {"Cp", "Cp"}),
    kernel::field::number("cpk", {"Cpk", "Cpk"}),
    kernel::field::number("pp", {"Pp", "Pp"}),
    kernel::field::number("ppk", {"Ppk", "Ppk"}),
};

/// The points of a metric on the chart that it names (I-MR where it names none), with the limits
/// that they themselves give. Refuses what engine/quality refuses.
[[nodiscard]] Result<kernel::ReportTable> control_chart(const kernel::ReportInput& input);
[[nodiscard]] Result<kernel::ReportTable> capability(const kernel::ReportInput& input);

}  // namespace tc::functions::quality
