#include "engine/portfolio/bound.h"

#include <algorithm>
#include <cmath>

#include "base/row.h"

namespace tc::engine::portfolio {
namespace {

/// The choice of each candidate that is best under the prices, -1 = none.
double best_choices(const Choices& choices, const std::vector<double>& price,
                    std::vector<std::int32_t>& best) {
  double total = 0;
  for (std::size_t row = 0; row < price.size(); ++row) {
    total += price[row] * static_cast<double>(choices.capacity[row]);
  }
  for (std::size_t candidate = 0; candidate + 1 < choices.begin.size(); ++candidate) {
    const bool must = choices.model->candidates[candidate].must;
    double most = must ? -1e300 : 0;
    best[candidate] = -1;
    for (std::int32_t at = choices.begin[candidate]; at < choices.begin[candidate + 1]; ++at) {
      const double reduced = reduced_value(choices, price, at);
      if (reduced > most) {
        most = reduced;
        best[candidate] = at;
      }
    }
    if (best[candidate] >= 0 || !must) total += most;
  }
  return total;
}

}  // namespace

double reduced_value(const Choices& choices, const std::vector<double>& price, std::int32_t index) {
  const Choice& choice = choices.choices[row_of(index)];
  double value = static_cast<double>(choice.value);
  for (std::int32_t at = choice.use_begin; at < choice.use_end; ++at) {
    const RowUse& use = choices.uses[row_of(at)];
    value -= price[row_of(use.row)] * static_cast<double>(use.amount);
  }
  return value;
}

double relaxed_value(const Choices& choices, const std::vector<double>& price) {
  std::vector<std::int32_t> best(choices.model->candidates.size());
  const double value = best_choices(choices, price, best);
  return value + std::abs(value) * 1e-12 + 1e-9;
}

Bound lagrangian_bound(const Choices& choices, std::int64_t known, int iterations) {
  const std::size_t rows = choices.capacity.size();
  std::vector<double> price(rows, 0);
  std::vector<double> slack(rows);
  std::vector<std::int32_t> best(choices.model->candidates.size());
  Bound bound{relaxed_value(choices, price), price};
  // Rows differ by magnitudes: slack is counted in parts of the capacity.
  std::vector<double> unit(rows);
  for (std::size_t row = 0; row < rows; ++row) {
    unit[row] = std::max(static_cast<double>(choices.capacity[row]), 1.0);
  }
  double step = 2;
  int since_better = 0;
  for (int iteration = 0; iteration < iterations && step > 1e-7; ++iteration) {
    const double value = best_choices(choices, price, best);
    if (value < bound.value) {
      since_better = value < bound.value - std::abs(bound.value) * 1e-9 ? 0 : since_better + 1;
      bound = {value, price};
    } else if (++since_better >= 15) {
      step /= 2;
      since_better = 0;
      price = bound.price;
      continue;
    }
    for (std::size_t row = 0; row < rows; ++row) {
      slack[row] = static_cast<double>(choices.capacity[row]) / unit[row];
    }
    for (const std::int32_t choice : best) {
      if (choice < 0) continue;
      const Choice& taken = choices.choices[row_of(choice)];
      for (std::int32_t at = taken.use_begin; at < taken.use_end; ++at) {
        const RowUse& use = choices.uses[row_of(at)];
        slack[row_of(use.row)] -= static_cast<double>(use.amount) / unit[row_of(use.row)];
      }
    }
    double square = 0;
    for (std::size_t row = 0; row < rows; ++row) {
      if (price[row] <= 0 && slack[row] > 0) slack[row] = 0;
      square += slack[row] * slack[row];
    }
    if (square <= 0) break;
    const double gap = std::max(value - static_cast<double>(known), std::abs(value) * 1e-4);
    for (std::size_t row = 0; row < rows; ++row) {
      price[row] = std::max(price[row] - step * gap * slack[row] / square / unit[row], 0.0);
    }
  }
  bound.value = relaxed_value(choices, bound.price);
  return bound;
}

}  // namespace tc::engine::portfolio
