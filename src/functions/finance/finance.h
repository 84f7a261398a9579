#pragma once

#include <array>
#include <span>

#include "kernel/kernel.h"

namespace tc::functions::finance {

[[nodiscard]] std::span<const kernel::Record> records();
/// What stands beside the budget: invoices, receivables, research costs, foreign items, reviews.
[[nodiscard]] std::span<const kernel::Record> books();
[[nodiscard]] std::span<const kernel::Rule> book_rules();
[[nodiscard]] std::span<const kernel::Report> reports();
[[nodiscard]] std::span<const kernel::Report> phase_reports();
[[nodiscard]] std::span<const kernel::Report> book_reports();
[[nodiscard]] std::span<const kernel::Tool> tools();

/// What research costs consist of (研发费用加计扣除, 国家税务总局公告 2017 年第 40 号).
inline constexpr std::array k_research_categories = {
    kernel::Choice{"personnel", {"人员人工费用", "Personnel"}},
    kernel::Choice{"direct_input", {"直接投入费用", "Direct input"}},
    kernel::Choice{"depreciation", {"折旧费用", "Depreciation"}},
    kernel::Choice{"amortisation", {"无形资产摊销", "Amortisation"}},
    kernel::Choice{"design", {"新产品设计费等", "Design of new products"}},
    kernel::Choice{"other", {"其他相关费用", "Other related costs"}},
};

/// Sums of the entries of a budget line, in minor units.
struct Booked {
  std::int64_t committed = 0;  ///< Still open: less what settles it.
  std::int64_t accrued = 0;
  std::int64_t spent = 0;
  std::int64_t forecast = 0;
};
[[nodiscard]] Booked booked(std::span<const kernel::Row> entries);

}  // namespace tc::functions::finance
