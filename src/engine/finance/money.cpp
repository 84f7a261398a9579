#include "engine/finance/money.h"

#include <algorithm>
#include <array>
#include <numeric>
#include <tuple>
#include <utility>

namespace tc::engine::finance {
namespace {

__extension__ using Wide = __int128;

constexpr std::int64_t k_one_e8 = 100'000'000;

Wide power_of_ten(int exponent) {
  Wide power = 1;
  for (; exponent > 0; --exponent) power *= 10;
  return power;
}

Wide divide_half_even(Wide dividend, Wide divisor) {
  Wide quotient = dividend / divisor;
  const Wide rest = dividend % divisor;
  const Wide twice = (rest < 0 ? -rest : rest) * 2;
  if (twice > divisor || (twice == divisor && quotient % 2 != 0)) quotient += dividend < 0 ? -1 : 1;
  return quotient;
}

bool is_money(Wide value) { return value >= -Wide{k_money_max} && value <= Wide{k_money_max}; }

}  // namespace

Result<std::vector<std::int64_t>> allocate(std::int64_t amount,
                                           std::span<const std::int64_t> weights) {
  Wide total = 0;
  for (const std::int64_t weight : weights) {
    if (weight < 0 || weight > k_money_max)
      return refuse(RefusalKind::rule, "finance.weights_invalid", "weights");
    total += weight;
  }
  if (total == 0) return refuse(RefusalKind::rule, "finance.weights_invalid", "weights");
  if (!is_money(amount)) return refuse(RefusalKind::rule, "finance.amount_invalid", "amount");
  const std::int64_t sign = amount < 0 ? -1 : 1;
  const Wide size = Wide{amount} * sign;
  std::vector<std::int64_t> parts(weights.size());
  std::vector<Wide> remainders(weights.size());
  std::int64_t left = amount * sign;
  for (std::size_t at = 0; at < weights.size(); ++at) {
    parts[at] = static_cast<std::int64_t>(size * weights[at] / total);
    remainders[at] = size * weights[at] % total;
    left -= parts[at];
  }
  std::vector<std::size_t> order(weights.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return remainders[a] > remainders[b]; });
  for (std::size_t at = 0; at < static_cast<std::size_t>(left); ++at) ++parts[order[at]];
  for (std::int64_t& part : parts) part *= sign;
  return parts;
}

Result<RateTable> RateTable::make(std::string base, std::vector<Rate> rates) {
  for (const Rate& rate : rates) {
    if (rate.rate_e8 <= 0 || rate.rate_e8 > k_money_max)
      return refuse(RefusalKind::rule, "finance.rate_invalid", rate.currency);
  }
  RateTable table;
  table.base_ = std::move(base);
  table.rates_ = std::move(rates);
  std::ranges::stable_sort(table.rates_, {}, [](const Rate& rate) {
    return std::tuple<std::string_view, Day>(rate.currency, rate.day);
  });
  return table;
}

Result<std::int64_t> RateTable::rate_of(std::string_view currency, Day day) const {
  if (currency == base_) return k_one_e8;
  const auto above =
      std::upper_bound(rates_.begin(), rates_.end(), std::pair(currency, day),
                       [](const auto& wanted, const Rate& rate) {
                         return wanted < std::pair(std::string_view(rate.currency), rate.day);
                       });
  if (above != rates_.begin() && std::prev(above)->currency == currency)
    return std::prev(above)->rate_e8;
  return refuse(RefusalKind::rule, "finance.rate_missing", currency,
                {{"currency", std::string(currency)}, {"date", format_day(day)}});
}

Result<Money> RateTable::convert(const Money& money, std::string_view to, Day day) const {
  if (!is_money(money.minor)) return refuse(RefusalKind::rule, "finance.amount_invalid", "amount");
  if (money.currency == to) return money;
  const Result<std::int64_t> from_rate = rate_of(money.currency, day);
  if (!from_rate) return from_rate.refusals();
  const Result<std::int64_t> to_rate = rate_of(to, day);
  if (!to_rate) return to_rate.refusals();
  // One rounding only, at the end, also between two foreign currencies.
  Wide dividend = Wide{money.minor} * *from_rate * power_of_ten(minor_digits(to));
  const Wide divisor = Wide{*to_rate} * power_of_ten(minor_digits(money.currency));
  dividend = divide_half_even(dividend, divisor);
  if (!is_money(dividend)) return refuse(RefusalKind::rule, "finance.amount_invalid", "amount");
  return Money{static_cast<std::int64_t>(dividend), std::string(to)};
}

Result<ExchangeDifference> exchange_difference(const RateTable& rates, const Money& booked,
                                               Day booked_on,
                                               std::span<const Settlement> settlements,
                                               Day closing) {
  ExchangeDifference result;
  Money open = booked;
  Status status = Done{};
  const auto difference = [&](std::int64_t minor, Day day) -> std::int64_t {
    const Money part{minor, booked.currency};
    const Result<Money> then = rates.convert(part, rates.base(), booked_on);
    const Result<Money> now = rates.convert(part, rates.base(), day);
    if (!then || !now) {
      status = then ? now.refusals() : then.refusals();
      return 0;
    }
    return now->minor - then->minor;
  };
  for (const Settlement& settlement : settlements) {
    const bool fits =
        (settlement.minor >= 0) == (booked.minor >= 0) && is_money(settlement.minor) &&
        (booked.minor >= 0 ? settlement.minor <= open.minor : settlement.minor >= open.minor);
    if (!fits) return refuse(RefusalKind::rule, "finance.amount_invalid", "settlements");
    result.realised_minor += difference(settlement.minor, settlement.day);
    open.minor -= settlement.minor;
  }
  result.unrealised_minor = difference(open.minor, closing);
  if (!status) return status.refusals();
  return result;
}

}  // namespace tc::engine::finance
