#include "engine/montecarlo/sampler.h"

#include <algorithm>
#include <cmath>

#include "engine/montecarlo/beta.h"

namespace tc::engine::montecarlo {
namespace {

using Kind = Distribution::Kind;

/// PERT shapes differ by the place of the mode only. It is rounded to 1/8192 of the range (the mean
/// moves by less than 5e-5 of it), and tables are blended between columns 1/128 apart.
constexpr int k_mode_places = 8192;
constexpr int k_pert_columns = 128;
constexpr int k_half_rows = k_table_half - 1;

float narrow(double value) { return static_cast<float>(value); }

/// Quantiles at all probabilities of a table, in its order.
std::vector<double> beta_table(double alpha, double beta) {
  std::vector<double> ascending;
  ascending.reserve(k_table_size);
  for (int row = 0; row < k_half_rows; ++row) ascending.push_back(table_probability(row));
  for (int row = k_half_rows; row-- > 0;) {
    ascending.push_back(table_probability(k_table_half + row));
  }
  const std::vector<double> values = beta_quantiles(alpha, beta, ascending);
  std::vector<double> table(k_table_size);
  for (std::size_t row = 0; row < k_half_rows; ++row) {
    table[row] = values[row];
    table[k_table_half + row] = values[values.size() - 1 - row];
  }
  table[k_half_rows] = table[k_half_rows - 1];
  table[k_table_size - 1] = table[k_table_size - 2];
  return table;
}

Sampler fixed_sampler(double value) {
  Sampler sampler;
  sampler.low = narrow(value);
  return sampler;
}

Sampler triangular_sampler(double low, double mode, double high) {
  if (high <= low) return fixed_sampler(low);
  Sampler sampler;
  sampler.kind = Sampler::Kind::triangular;
  sampler.low = narrow(low);
  sampler.span = narrow(high);
  sampler.cut = narrow((mode - low) / (high - low));
  sampler.left = narrow((high - low) * (mode - low));
  sampler.right = narrow((high - low) * (high - mode));
  return sampler;
}

}  // namespace

double table_probability(int row) {
  const bool upper = row >= k_table_half;
  const int place = std::min(upper ? row - k_table_half : row, k_half_rows - 1);
  constexpr int k_parts = 1 << k_table_parts_log2;
  const double mantissa = 1 + static_cast<double>(place % k_parts) / k_parts;
  const double tail = std::ldexp(mantissa, place / k_parts - k_table_octaves - 1);
  return upper ? 1 - tail : tail;
}

Sampler SamplerSet::pieces(std::vector<float> rows) {
  Sampler sampler;
  sampler.kind = Sampler::Kind::pieces;
  sampler.piece_count = static_cast<std::int32_t>(rows.size() / 3);
  sampler.table = tables_.emplace_back(std::move(rows)).data();
  return sampler;
}

Sampler SamplerSet::table(double low, double span, const Distribution& shape, Key key) {
  Sampler sampler;
  sampler.kind = Sampler::Kind::table;
  sampler.low = narrow(low);
  sampler.span = narrow(span);
  key.push_back(static_cast<double>(shape.kind));
  const auto [place, is_new] = by_shape_.try_emplace(std::move(key), nullptr);
  if (is_new) {
    std::vector<float> values(k_table_size);
    if (shape.kind == Kind::beta) {
      std::ranges::transform(beta_table(shape.a, shape.b), values.begin(), narrow);
    } else {
      for (int row = 0; row < k_table_size; ++row) {
        values[static_cast<std::size_t>(row)] = narrow(quantile(shape, table_probability(row)));
      }
    }
    place->second = tables_.emplace_back(std::move(values)).data();
  }
  sampler.table = place->second;
  return sampler;
}

const std::vector<double>& SamplerSet::pert_column(double weight, int column) {
  const auto [place, is_new] = pert_columns_.try_emplace({weight, column});
  if (is_new) {
    const double mode = static_cast<double>(column) / k_pert_columns;
    place->second = beta_table(1 + weight * mode, 1 + weight * (1 - mode));
  }
  return place->second;
}

Sampler SamplerSet::pert(const Distribution& d) {
  if (d.c <= d.a) return fixed_sampler(d.a);
  const double mode = (d.b - d.a) / (d.c - d.a);
  const int place = static_cast<int>(std::lround(mode * k_mode_places));
  constexpr int k_places_per_column = k_mode_places / k_pert_columns;
  const int column = std::min(place / k_places_per_column, k_pert_columns - 1);
  const double part = static_cast<double>(place) / k_places_per_column - column;
  Sampler sampler;
  sampler.kind = Sampler::Kind::table;
  sampler.low = narrow(d.a);
  sampler.span = narrow(d.c - d.a);
  const Key key = {d.d, static_cast<double>(place), static_cast<double>(Kind::pert)};
  const auto [found, is_new] = by_shape_.try_emplace(key, nullptr);
  if (is_new) {
    const std::vector<double>& left = pert_column(d.d, column);
    const std::vector<double>& right = pert_column(d.d, column + 1);
    std::vector<float> values(k_table_size);
    for (std::size_t row = 0; row < values.size(); ++row) {
      values[row] = narrow(left[row] + (right[row] - left[row]) * part);
    }
    found->second = tables_.emplace_back(std::move(values)).data();
  }
  sampler.table = found->second;
  return sampler;
}

Sampler SamplerSet::make(const Distribution& d) {
  switch (d.kind) {
    case Kind::fixed:
      return fixed_sampler(d.a);
    case Kind::uniform:
      return d.b > d.a ? pieces({-1.0F, narrow(d.a), narrow(d.b - d.a)}) : fixed_sampler(d.a);
    case Kind::triangular:
      return triangular_sampler(d.a, d.b, d.c);
    case Kind::trigen: {
      const Range range = trigen_range(d.a, d.b, d.c);
      return triangular_sampler(range.low, d.b, range.high);
    }
    case Kind::pert:
      return pert(d);
    case Kind::beta: {
      const Distribution shape{.kind = Kind::beta, .a = d.a, .b = d.b, .c = 0, .d = 1};
      return table(d.c, d.d - d.c, shape, {d.a, d.b});
    }
    case Kind::normal: {
      if (d.b <= 0) return fixed_sampler(quantile(d, 0.5));
      Distribution shape{.kind = Kind::normal, .a = 0, .b = 1};
      shape.lowest = (d.lowest - d.a) / d.b;
      shape.highest = (d.highest - d.a) / d.b;
      return table(d.a, d.b, shape, {shape.lowest, shape.highest});
    }
    case Kind::lognormal: {
      const double variation = d.b / d.a;
      const Distribution shape{.kind = Kind::lognormal, .a = 1, .b = variation};
      return table(0, d.a, shape, {variation});
    }
    case Kind::lognormal_percentiles: {
      const Distribution shape{.kind = d.kind, .a = 1, .b = d.b / d.a};
      return table(0, d.a, shape, {d.b / d.a});
    }
    case Kind::weibull:
      return table(d.c, d.b, {.kind = Kind::weibull, .a = d.a, .b = 1, .c = 0}, {d.a});
    case Kind::discrete:
    case Kind::cumulative:
      break;
  }
  std::vector<float> rows;
  double below = -1;
  for (std::size_t at = 0; at < d.points.size(); ++at) {
    const auto [value, probability] = d.points[at];
    if (d.kind == Kind::discrete) {
      rows.insert(rows.end(), {narrow(below), narrow(value), 0.0F});
      below = std::max(below, 0.0) + probability;
    } else if (at > 0 && probability > d.points[at - 1].second) {
      const auto [before, from] = d.points[at - 1];
      const double slope = (value - before) / (probability - from);
      rows.insert(rows.end(),
                  {narrow(rows.empty() ? -1 : from), narrow(before - slope * from), narrow(slope)});
    }
  }
  return pieces(std::move(rows));
}

}  // namespace tc::engine::montecarlo
