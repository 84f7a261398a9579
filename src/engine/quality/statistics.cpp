#include "engine/quality/statistics.h"

#include <cmath>

namespace tc::engine::quality {
namespace {

/// Neumaier's sum: the rounding error of every addition is kept and added at the end.
class Sum {
 public:
  void add(double value) {
    const double next = sum_ + value;
    lost_ += std::abs(sum_) >= std::abs(value) ? (sum_ - next) + value : (value - next) + sum_;
    sum_ = next;
  }
  [[nodiscard]] double value() const { return sum_ + lost_; }

 private:
  double sum_ = 0;
  double lost_ = 0;
};

}  // namespace

Summary summarise(std::span<const double> values) {
  Summary summary;
  summary.count = values.size();
  if (values.empty()) return summary;
  const auto count = static_cast<double>(values.size());
  Sum sum;
  for (const double value : values) sum.add(value);
  const double first_mean = sum.value() / count;
  Sum squares;
  Sum rest;  // What the rounded mean leaves over.
  for (const double value : values) {
    const double deviation = value - first_mean;
    squares.add(deviation * deviation);
    rest.add(deviation);
  }
  summary.mean = first_mean + rest.value() / count;
  summary.sum_of_squares = squares.value() - rest.value() * rest.value() / count;
  if (values.size() > 1)
    summary.deviation = std::sqrt(std::fmax(summary.sum_of_squares, 0) / (count - 1));
  return summary;
}

std::optional<double> autocorrelation(std::span<const double> values) {
  const Summary summary = summarise(values);
  if (!(summary.sum_of_squares > 0)) return std::nullopt;
  Sum products;
  for (std::size_t at = 1; at < values.size(); ++at)
    products.add((values[at] - summary.mean) * (values[at - 1] - summary.mean));
  return products.value() / summary.sum_of_squares;
}

}  // namespace tc::engine::quality
