#include <algorithm>
#include <utility>

#include "base/row.h"
#include "engine/level/plan_pass.h"
#include "engine/schedule/effort.h"

/// Activities that are interrupted where there is no room.
namespace tc::engine::level {
namespace {

std::int32_t pauses_of(const std::vector<Part>& parts) {
  std::int32_t sum = 0;
  for (std::size_t at = 1; at < parts.size(); ++at) sum += parts[at].from - parts[at - 1].to;
  return sum;
}

/// Fills an activity with stretches of working time, as positions of its calendar.
class Pieces {
 public:
  Pieces(std::int32_t length, std::int32_t piece_min) : left_(length), piece_min_(piece_min) {}

  /// Takes what it may of a stretch; true when the activity is done.
  bool take(std::int32_t from, std::int32_t to) {
    const bool goes_on = open_ && from <= run_.to;
    if (!goes_on) {
      close();
      // A shorter pause would be none for the schedule engine.
      if (!parts_.empty()) from = std::max(from, parts_.back().to + schedule::k_interruption_min);
      if (from >= to) return false;
      run_ = {from, from};
      open_ = true;
    }
    run_.to = to;
    if (run_.to - run_.from < left_) return false;
    run_.to = run_.from + left_;
    parts_.push_back(run_);
    return true;
  }
  /// The parts after the first one's start.
  [[nodiscard]] std::vector<Part> parts() const {
    std::vector<Part> moved = parts_;
    for (Part& part : moved) part = {part.from - parts_[0].from, part.to - parts_[0].from};
    return moved;
  }
  [[nodiscard]] std::int32_t from() const { return parts_.front().from; }
  [[nodiscard]] std::int32_t to() const { return parts_.back().to; }

 private:
  void close() {
    if (open_ && run_.to - run_.from >= piece_min_) {
      parts_.push_back(run_);
      left_ -= run_.to - run_.from;
    }
    open_ = false;
  }

  std::int32_t left_;
  std::int32_t piece_min_;
  std::vector<Part> parts_;
  Part run_;
  bool open_ = false;
};

}  // namespace

using schedule::Dates;
using schedule::NodeIndex;

Dates PlanPass::find_stretch(NodeIndex index, PlanTime from, PlanTime to) const {
  const auto demands = model_.demands_of(model_.network.activity[row_of(index)]);
  for (bool again = true; again && from < to;) {
    again = false;
    for (const Demand& demand : demands) {
      if (demand.units == 0) continue;
      const PlanTime begin = skylines_[row_of(demand.resource)].room_begin(from, demand.units);
      again |= begin > from;
      from = std::max(from, begin);
    }
  }
  PlanTime end = std::max(from, to);
  for (const Demand& demand : demands) {
    if (demand.units > 0)
      end = skylines_[row_of(demand.resource)].room_end(from, end, demand.units);
  }
  return {from, end};
}

std::vector<Part> PlanPass::find_parts(NodeIndex index, std::int32_t piece_min, Dates& dates,
                                       PlanTime finish_before) const {
  const schedule::Node& node = model_.network.nodes[row_of(index)];
  const plan::WorkingTime& calendar = work_calendar_of(model_.network, node);
  Pieces pieces(node.duration, piece_min);
  bool done = false;
  PlanTime from = calendar.next_work_start(dates.start);
  while (!done && from < finish_before) {
    const Dates stretch = find_stretch(index, from, finish_before);
    if (stretch.start >= finish_before) return {};
    done = pieces.take(calendar.position(stretch.start), calendar.position(stretch.finish));
    from = stretch.finish;
  }
  if (!done) return {};
  dates = {calendar.start_at(pieces.from()), calendar.finish_at(pieces.to())};
  return dates.finish < finish_before ? pieces.parts() : std::vector<Part>();
}

void PlanPass::lengthen(NodeIndex index, std::int32_t tenths) {
  schedule::Node& node = model_.network.nodes[row_of(index)];
  node.duration += tenths;
  const schedule::Special& special = model_.network.specials[row_of(node.special)];
  if (special.piece_count == 1) model_.network.pieces[special.first_piece].duration = node.duration;
}

bool PlanPass::interrupt(NodeIndex index, const std::vector<Part>& parts, Dates dates,
                         PassResult& result) {
  const std::size_t row = row_of(index);
  schedule::Special& special = model_.network.specials[row_of(model_.network.nodes[row].special)];
  const std::int32_t pauses = pauses_of(parts);
  lengthen(index, pauses);
  passes_.forward(index);
  constexpr int k_tries = 4;
  for (int attempt = 0; attempt < k_tries && state_.early[row].start < dates.start; ++attempt) {
    special.levelling_delay += dates.start - state_.early[row].start;
    passes_.forward(index);
  }
  if (state_.early[row] != dates) {
    lengthen(index, -pauses);
    special.levelling_delay = 0;
    passes_.forward(index);
    return false;
  }
  result.delay[row] = special.levelling_delay;
  const plan::WorkingTime& calendar = work_calendar_of(model_.network, model_.network.nodes[row]);
  for (const Dates& part : dates_of(parts, dates.start, calendar)) occupy(index, part, false);
  result.splits.push_back({index, parts});
  return true;
}

void PlanPass::end_splits(const PassResult& result) {
  for (const NodeSplit& split : result.splits) lengthen(split.node, -pauses_of(split.parts));
}

}  // namespace tc::engine::level
