#include "engine/level/assign.h"

#include <algorithm>
#include <string>

namespace tc::engine::level {
namespace {

/// Dearer than any complete choice of possible pairs.
constexpr std::int64_t k_open = k_assignment_cost_max * (k_assignment_size_max + 1);

/// Shortest augmenting paths over a matrix of rows ≤ columns. Row and column 0 are sentinels.
class Assignment {
 public:
  Assignment(const std::vector<std::vector<std::int64_t>>& cost, std::size_t columns)
      : cost_(cost),
        columns_(columns + cost.size()),  // One column per row to stay open.
        row_potential_(cost.size() + 1, 0),
        column_potential_(columns_ + 1, 0),
        row_of_(columns_ + 1, 0),
        real_columns_(columns) {}

  std::vector<std::int32_t> run() {
    for (std::size_t row = 1; row <= cost_.size(); ++row) augment(row);
    std::vector<std::int32_t> column_of(cost_.size(), -1);
    for (std::size_t column = 1; column <= real_columns_; ++column) {
      const std::size_t row = row_of_[column];
      if (row != 0 && cost_[row - 1][column - 1] != k_impossible)
        column_of[row - 1] = static_cast<std::int32_t>(column) - 1;
    }
    return column_of;
  }

 private:
  [[nodiscard]] std::int64_t reduced(std::size_t row, std::size_t column) const {
    std::int64_t cost = k_open;
    if (column <= real_columns_ && cost_[row - 1][column - 1] != k_impossible)
      cost = cost_[row - 1][column - 1];
    return cost - row_potential_[row] - column_potential_[column];
  }

  void augment(std::size_t row) {
    std::vector<std::int64_t> distance(columns_ + 1, INT64_MAX);
    std::vector<std::size_t> before(columns_ + 1, 0);
    std::vector<bool> done(columns_ + 1, false);
    std::size_t column = 0;
    row_of_[0] = row;
    do {
      done[column] = true;
      const std::size_t from = row_of_[column];
      std::size_t next = 0;
      std::int64_t step = INT64_MAX;
      for (std::size_t other = 1; other <= columns_; ++other) {
        if (done[other]) continue;
        const std::int64_t length = reduced(from, other);
        if (length < distance[other]) {
          distance[other] = length;
          before[other] = column;
        }
        if (distance[other] < step) {
          step = distance[other];
          next = other;
        }
      }
      for (std::size_t other = 0; other <= columns_; ++other) {
        if (done[other]) {
          row_potential_[row_of_[other]] += step;
          column_potential_[other] -= step;
        } else if (distance[other] != INT64_MAX) {
          distance[other] -= step;
        }
      }
      column = next;
    } while (row_of_[column] != 0);
    for (; column != 0; column = before[column]) row_of_[column] = row_of_[before[column]];
  }

  const std::vector<std::vector<std::int64_t>>& cost_;
  std::size_t columns_;
  std::vector<std::int64_t> row_potential_;
  std::vector<std::int64_t> column_potential_;
  std::vector<std::size_t> row_of_;
  std::size_t real_columns_;
};

}  // namespace

Result<std::vector<std::int32_t>> assign_cheapest(
    const std::vector<std::vector<std::int64_t>>& cost) {
  const std::size_t columns = cost.empty() ? 0 : cost.front().size();
  if (std::max(cost.size(), columns) > k_assignment_size_max) {
    return refuse(RefusalKind::too_large, "level.too_large", {},
                  {{"what", "assignment"}, {"limit", std::to_string(k_assignment_size_max)}});
  }
  for (const auto& row : cost) {
    const bool sound =
        row.size() == columns && std::ranges::all_of(row, [](std::int64_t value) {
          return value == k_impossible || (value >= 0 && value <= k_assignment_cost_max);
        });
    if (!sound) return refuse(RefusalKind::rule, "level.bad_cost");
  }
  return Assignment(cost, columns).run();
}

std::int64_t skill_cost(const std::vector<Skill>& asked, const std::vector<Skill>& held) {
  std::int64_t beyond = 0;
  for (const Skill& wanted : asked) {
    std::int32_t level = INT32_MIN;
    for (const Skill& own : held) {
      if (own.skill == wanted.skill) level = std::max(level, own.level);
    }
    if (level < wanted.level) return k_impossible;
    beyond += std::int64_t{level} - wanted.level;
  }
  return beyond;
}

}  // namespace tc::engine::level
