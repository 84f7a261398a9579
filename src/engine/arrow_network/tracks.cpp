#include "engine/arrow_network/tracks.h"

#include <algorithm>
#include <map>

#include "base/row.h"

namespace tc::engine::arrow_network {
namespace {

using Index = std::int32_t;

/// A vertical line at one time, [top, bottom] lanes.
struct Line {
  Index event = 0;
  Index other = -1;  ///< The event at its other end, where it joins two.
  bool leaves = true;
  bool dummy = false;
  Index top = 0;
  Index bottom = 0;
  Index track = 0;

  [[nodiscard]] bool shares(const Line& line) const {
    return event == line.event && leaves == line.leaves && dummy == line.dummy && other < 0 &&
           line.other < 0;
  }
  // Tracks of lines that arrive are counted to the left, of those that leave to the right.
  [[nodiscard]] Index side() const { return leaves ? track : -track; }
  [[nodiscard]] bool meets(const Line& line) const {
    return side() == line.side() && top <= line.bottom && line.top <= bottom && !shares(line);
  }
};

/// All that stands at one time.
struct Column {
  std::vector<Index> events;
  std::vector<Line> lines;
};

bool passes_event(const Layout& layout, const Column& column, const Line& line) {
  return std::ranges::any_of(column.events, [&](Index event) {
    const Index lane = layout.lanes[row_of(event)];
    return event != line.event && event != line.other && line.top <= lane && lane <= line.bottom;
  });
}

Index add_line(const Layout& layout, Column& column, Line line) {
  if (line.top > line.bottom) std::swap(line.top, line.bottom);
  if (passes_event(layout, column, line)) line.track = 1;
  while (std::ranges::any_of(column.lines, [&](const Line& other) { return other.meets(line); }))
    ++line.track;
  column.lines.push_back(line);
  return line.track;
}

}  // namespace

void set_tracks(const ArrowNetwork& network, Layout& layout) {
  std::map<std::int64_t, Column> columns;
  for (std::size_t i = 0; i < layout.at.size(); ++i)
    columns[layout.at[i]].events.push_back(static_cast<Index>(i));
  for (std::size_t i = 0; i < network.arrows.size(); ++i) {
    const Arrow& arrow = network.arrows[i];
    Route& route = layout.routes[i];
    const Index from = layout.lanes[row_of(arrow.from)];
    const Index to = layout.lanes[row_of(arrow.to)];
    const bool dummy = arrow.kind == Arrow::Kind::dummy;
    Column& begin = columns[layout.at[row_of(arrow.from)]];
    if (route.lane < 0) {
      route.from_track = add_line(layout, begin, {arrow.from, arrow.to, true, dummy, from, to});
      continue;
    }
    if (route.lane != from) {
      route.from_track = add_line(layout, begin, {arrow.from, -1, true, dummy, from, route.lane});
    }
    if (route.lane != to) {
      Column& end = columns[layout.at[row_of(arrow.to)]];
      route.to_track = add_line(layout, end, {arrow.to, -1, false, dummy, to, route.lane});
    }
  }
}

}  // namespace tc::engine::arrow_network
