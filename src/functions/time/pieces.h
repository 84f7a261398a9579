#pragma once

#include <functional>
#include <vector>

#include "engine/schedule/schedule.h"
#include "plan/plan.h"

namespace tc::functions::time {

/// Where an activity is worked on: its pieces if it is interrupted, else all of it as one; nothing
/// without dates. Pieces are kept as they were laid out, so they are moved to where the activity
/// starts now.
[[nodiscard]] std::vector<plan::Segment> pieces_of(const plan::Activity& activity,
                                                   const engine::schedule::ActivityDates& dates);

/// A piece on paper, from left to right; what is done of it ends at `done`.
struct DrawnPiece {
  double left = 0, right = 0, done = 0;
};

/// What is done fills the pieces one after another.
[[nodiscard]] std::vector<DrawnPiece> drawn_pieces(const std::vector<plan::Segment>& pieces,
                                                   double done_share,
                                                   const std::function<double(PlanTime)>& x);

}  // namespace tc::functions::time
