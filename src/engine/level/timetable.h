#pragma once

#include <cstdint>
#include <vector>

#include "engine/level/learner.h"
#include "engine/level/problem.h"

namespace tc::engine::level {

/// Renewable resources as a constraint: what must be running at a time, because the earliest
/// finish lies after the latest start, may not exceed the capacities, and no start may need more
/// than is left. Explanations name single periods (Schutt, Feydy, Stuckey, Wallace 2011).
/// Variable i of the learner is the start of activity i of the problem.
class Timetable final : public Theory {
 public:
  /// The problem must outlive this. Starts lie before `horizon`.
  Timetable(const Problem& problem, std::int32_t horizon);

  /// Counts what certainly runs in the first domains; false: too much. Before Learner::close.
  bool begin(const Learner& learner);
  bool raised(Learner& learner, SideIndex side, std::int32_t old) override;
  void lowered(const Learner& learner, SideIndex side, std::int32_t old) override;
  bool filter(Learner& learner) override;

 private:
  /// Periods in which an activity certainly runs: [begin, end), empty where begin ≥ end.
  struct Part {
    std::int32_t begin = 0;
    std::int32_t end = 0;
  };
  [[nodiscard]] Part part_of(const Learner& learner, std::int32_t row) const;
  /// False: period `overload_` has become overloaded.
  bool add(std::int32_t row, Part part);
  void remove(std::int32_t row, Part part);
  [[nodiscard]] bool fits(std::int32_t row, std::int32_t period) const;
  bool filter_activity(Learner& learner, std::int32_t row);
  bool push_start(Learner& learner, std::int32_t row);
  bool push_finish(Learner& learner, std::int32_t row);
  /// Why `row` cannot run in the period (or, -1, why the period is overloaded): what runs then.
  void explain(const Learner& learner, std::int32_t row, std::int32_t period);

  const Problem& problem_;
  std::vector<std::uint64_t> free_;
  std::vector<std::uint8_t> changed_;  ///< Per activity: a bound moved since the last filter.
  bool profile_changed_ = true;
  std::int32_t overload_ = 0;
  std::vector<Atom> premises_;
  std::vector<std::pair<std::int32_t, std::int32_t>> running_;  ///< Units, activity.
};

}  // namespace tc::engine::level
