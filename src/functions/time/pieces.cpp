#include "functions/time/pieces.h"

#include <algorithm>

namespace tc::functions::time {
namespace {

constexpr double k_width_least = 0.8;

}  // namespace

std::vector<plan::Segment> pieces_of(const plan::Activity& activity,
                                     const engine::schedule::ActivityDates& dates) {
  if (dates.start == k_no_time || dates.finish == k_no_time) return {};
  if (activity.segments.size() < 2) return {{dates.start, dates.finish}};
  std::vector<plan::Segment> pieces(activity.segments.begin(), activity.segments.end());
  const std::int32_t moved = dates.start - pieces.front().start;
  for (plan::Segment& piece : pieces) {
    piece.start += moved;
    piece.finish += moved;
  }
  pieces.back().finish = dates.finish;
  return pieces;
}

std::vector<DrawnPiece> drawn_pieces(const std::vector<plan::Segment>& pieces, double done_share,
                                     const std::function<double(PlanTime)>& x) {
  std::vector<DrawnPiece> drawn;
  double worked = 0;
  for (const plan::Segment& piece : pieces) {
    const double left = x(piece.start);
    drawn.push_back({left, std::max(x(piece.finish), left + k_width_least)});
    worked += drawn.back().right - left;
  }
  double done = worked * done_share;
  for (DrawnPiece& piece : drawn) {
    const double here = std::clamp(done, 0.0, piece.right - piece.left);
    piece.done = piece.left + here;
    done -= here;
  }
  return drawn;
}

}  // namespace tc::functions::time
