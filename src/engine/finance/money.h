#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/civil.h"
#include "base/currency.h"
#include "base/result.h"

/// Exact money: minor units, largest remainders, dated rates.
namespace tc::engine::finance {

inline constexpr std::int64_t k_money_max = std::int64_t{1} << 53;

/// Parts of `amount` in the ratio of `weights` that add up to it: each is rounded down, and what
/// is left goes one unit each to the largest remainders (the earlier one when equal). Refuses
/// `finance.weights_invalid` and `finance.amount_invalid`. O(n log n).
[[nodiscard]] Result<std::vector<std::int64_t>> allocate(std::int64_t amount,
                                                         std::span<const std::int64_t> weights);

/// One unit of `currency` is worth rate_e8 · 10⁻⁸ of the base currency from `day` on.
struct Rate {
  std::string currency;
  Day day = 0;
  std::int64_t rate_e8 = 0;
};

struct Money {
  std::int64_t minor = 0;
  std::string currency;
  friend bool operator==(const Money&, const Money&) = default;
};

/// Rates of currencies against one base, the latest on or before a day.
class RateTable {
 public:
  /// Refuses `finance.rate_invalid` for rates ≤ 0.
  static Result<RateTable> make(std::string base, std::vector<Rate> rates);
  /// Half to even, in the target's minor units. Refuses `finance.rate_missing` (arguments
  /// currency, date) and `finance.amount_invalid`.
  [[nodiscard]] Result<Money> convert(const Money& money, std::string_view to, Day day) const;
  [[nodiscard]] const std::string& base() const { return base_; }

 private:
  [[nodiscard]] Result<std::int64_t> rate_of(std::string_view currency, Day day) const;

  std::string base_;
  std::vector<Rate> rates_;  ///< By currency, then day.
};

/// What a change of rates did to an item of foreign money since it was booked.
struct ExchangeDifference {
  std::int64_t realised_minor = 0;    ///< Of what was settled.
  std::int64_t unrealised_minor = 0;  ///< Of what is still open.
};
struct Settlement {
  std::int64_t minor = 0;  ///< In the foreign currency.
  Day day = 0;
};
/// In the base currency; positive is a gain on a receivable. Refuses what `convert` refuses and
/// `finance.amount_invalid` when more is settled than booked.
[[nodiscard]] Result<ExchangeDifference> exchange_difference(
    const RateTable& rates, const Money& booked, Day booked_on,
    std::span<const Settlement> settlements, Day closing);

}  // namespace tc::engine::finance
