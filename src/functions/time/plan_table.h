#pragma once

#include <string>

#include "project/plan_book.h"

namespace tc::functions::time {

/// The rows of a plan as a spreadsheet: CSV, or a workbook where `xlsx`.
[[nodiscard]] std::string plan_table(const project::LoadedPlan& loaded, bool xlsx, bool zh,
                                     Moment now);

}  // namespace tc::functions::time
