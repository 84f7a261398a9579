#pragma once

#include <array>

#include "kernel/kernel.h"
#include "project/report_tools.h"

/// Whom a plan asks for more than they have, and what levelling would do about it.
namespace tc::functions::resource {

inline constexpr std::array k_overload_columns = {
    kernel::field::text("resource", {"资源", "Resource"}),
    kernel::field::integer("days", {"超载天数", "Days overloaded"}, {}),
    kernel::field::date("first_day", {"首日", "First day"}),
    kernel::field::date("last_day", {"末日", "Last day"}),
    kernel::field::percent("most", {"最高占用", "At most"}, 0, 1'000'000),
    kernel::field::text("put_off", {"建议推迟的活动", "Activity to put off"}),
    kernel::field::date("put_off_to", {"推迟到", "Until"}),
    kernel::field::date("finish_before", {"目前完成", "Finish now"}),
    kernel::field::date("finish_after", {"平衡后完成", "Finish when levelled"}),
};
/// Of one plan: a row for each overloaded resource, the most days first. Levelled only where there
/// is one; told is the first activity that levelling puts off for it.
[[nodiscard]] Result<kernel::ReportTable> overloads(const kernel::ReportInput& input);

}  // namespace tc::functions::resource
