#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "engine/level/problem.h"

namespace tc::engine::level {

class Learner;
class Timetable;

/// Proof and improvement of the makespan by search that learns from conflicts.
class Exact {
 public:
  /// Sizes beyond which the exact search is not worth its memory.
  static constexpr std::int64_t k_values_max = 1'000'000;
  static constexpr std::int32_t k_activities_max = 400;
  [[nodiscard]] static bool is_suitable(const Problem& problem, std::int32_t makespan);

  /// `lower` is proved, `start` reaches `upper`; the problem must outlive this.
  Exact(const Problem& problem, std::int32_t lower, std::vector<std::int32_t> start,
        std::int32_t upper);
  ~Exact();
  Exact(const Exact&) = delete;
  Exact& operator=(const Exact&) = delete;

  /// A shorter schedule that was found elsewhere.
  void adopt(const std::vector<std::int32_t>& start, std::int32_t makespan);
  /// Tries to refute the present lower bound, up to so many conflicts.
  void raise_lower(std::int64_t conflicts_max);
  /// Tries to find a schedule shorter than the present one, or to show that there is none.
  void reduce_upper(std::int64_t conflicts_max);

  [[nodiscard]] bool done() const { return lower_ >= upper_; }
  [[nodiscard]] std::int32_t lower() const { return lower_; }
  [[nodiscard]] std::int32_t upper() const { return upper_; }
  [[nodiscard]] const std::vector<std::int32_t>& start() const { return start_; }
  [[nodiscard]] std::int64_t conflicts() const;

 private:
  void add_starts();
  void add_pairs();
  void search(std::int32_t makespan, std::int64_t conflicts_max);

  const Problem& problem_;
  std::int32_t lower_;
  std::int32_t upper_;
  std::vector<std::int32_t> start_;
  std::unique_ptr<Learner> learner_;
  std::unique_ptr<Timetable> timetable_;
};

}  // namespace tc::engine::level
