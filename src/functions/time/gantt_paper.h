#pragma once

#include "functions/time/paper_sheet.h"
#include "project/plan_book.h"

namespace tc::functions::time {

/// More rows than anybody hangs on a wall.
inline constexpr std::size_t k_paper_rows_max = 5'000;

/// The Gantt chart (横道图) as PDF: table and bars, as many pages as the rows need, the whole time
/// on each. Refuses `plan.paper_too_large` (arguments: rows, limit).
[[nodiscard]] Result<std::string> gantt_pdf(const project::LoadedPlan& loaded, const PaperAsk& ask);

}  // namespace tc::functions::time
