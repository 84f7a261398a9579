#include "engine/arrow_network/layout.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>

#include "base/row.h"

namespace tc::engine::arrow_network {
namespace {

ArrowNetwork converted(const Network& network) {
  NoProgress progress;
  Result<ArrowNetwork> made = convert(network, {}, progress);
  EXPECT_TRUE(made.ok());
  return made ? *made : ArrowNetwork();
}

Layout drawn(const ArrowNetwork& network, std::int64_t clearance) {
  Result<Layout> layout = lay_out(network, {{}, clearance});
  EXPECT_TRUE(layout.ok());
  return layout ? *layout : Layout();
}

Network random_network(std::mt19937& random, int works) {
  Network network;
  const int density = 1 + static_cast<int>(random() % 40);
  const int span = 1 + static_cast<int>(random() % 12);
  for (int i = 0; i < works; ++i)
    network.durations.push_back(static_cast<std::int64_t>(random() % 12));
  for (int i = 0; i < works; ++i) {
    for (int j = i + 1; j < std::min(works, i + span); ++j) {
      if (static_cast<int>(random() % 100) < density)
        network.links.push_back({i, j, random() % 9 == 0 ? 2 : 0});
    }
  }
  return network;
}

// Two horizontal parts on one lane touch only at an event of both that lies there.
void expect_no_horizontal_overlap(const ArrowNetwork& network, const Layout& layout) {
  for (std::size_t i = 0; i < network.arrows.size(); ++i) {
    for (std::size_t j = 0; j < network.arrows.size(); ++j) {
      if (i == j || layout.routes[i].lane < 0 || layout.routes[i].lane != layout.routes[j].lane)
        continue;
      const Arrow& one = network.arrows[i];
      const Arrow& two = network.arrows[j];
      if (layout.at[row_of(one.from)] > layout.at[row_of(two.from)]) continue;
      const std::int64_t end = layout.at[row_of(one.to)];
      const std::int64_t begin = layout.at[row_of(two.from)];
      const bool joined =
          one.to == two.from && layout.lanes[row_of(one.to)] == layout.routes[i].lane;
      ASSERT_TRUE(end < begin || (end == begin && joined)) << "arrows " << i << " and " << j;
    }
  }
}

// No two events in one place, no horizontal part through an event that is not its own.
void expect_events_apart(const ArrowNetwork& network, const Layout& layout) {
  std::map<std::pair<std::int64_t, std::int32_t>, std::size_t> places;
  for (std::size_t event = 0; event < layout.at.size(); ++event) {
    ASSERT_TRUE(places.insert({{layout.at[event], layout.lanes[event]}, event}).second);
    for (std::size_t i = 0; i < network.arrows.size(); ++i) {
      const Arrow& arrow = network.arrows[i];
      if (layout.routes[i].lane != layout.lanes[event]) continue;
      if (row_of(arrow.from) == event || row_of(arrow.to) == event) continue;
      ASSERT_TRUE(layout.at[event] < layout.at[row_of(arrow.from)] ||
                  layout.at[event] > layout.at[row_of(arrow.to)]);
    }
  }
}

struct Vertical {
  std::int64_t place;
  std::int32_t track;  // To the left of the event: negative.
  std::int32_t top, bottom;
  std::int32_t event, other;
  bool dummy;
};

std::vector<Vertical> verticals(const ArrowNetwork& network, const Layout& layout) {
  std::vector<Vertical> all;
  for (std::size_t i = 0; i < network.arrows.size(); ++i) {
    const Arrow& arrow = network.arrows[i];
    const Route& route = layout.routes[i];
    const bool dummy = arrow.kind == Arrow::Kind::dummy;
    const auto add = [&](std::int32_t event, std::int32_t other, std::int32_t lane,
                         std::int32_t track) {
      const auto [top, bottom] = std::minmax(layout.lanes[row_of(event)], lane);
      if (top != bottom)
        all.push_back({layout.at[row_of(event)], track, top, bottom, event, other, dummy});
    };
    if (route.lane < 0) {
      add(arrow.from, arrow.to, layout.lanes[row_of(arrow.to)], route.from_track);
    } else {
      add(arrow.from, -1, route.lane, route.from_track);
      add(arrow.to, -1, route.lane, -route.to_track);
    }
  }
  return all;
}

void expect_verticals_apart(const ArrowNetwork& network, const Layout& layout) {
  const std::vector<Vertical> all = verticals(network, layout);
  for (const Vertical& one : all) {
    for (const Vertical& two : all) {
      const bool own = one.event == two.event && one.dummy == two.dummy;
      if (&one == &two || own || one.place != two.place || one.track != two.track) continue;
      ASSERT_TRUE(one.bottom < two.top || two.bottom < one.top);
    }
    for (std::size_t event = 0; event < layout.at.size(); ++event) {
      if (layout.at[event] != one.place || one.track != 0) continue;
      if (row_of(one.event) == event || (one.other >= 0 && row_of(one.other) == event)) continue;
      ASSERT_TRUE(layout.lanes[event] < one.top || layout.lanes[event] > one.bottom);
    }
  }
}

void expect_all_drawn(const ArrowNetwork& network, const Layout& layout) {
  ASSERT_EQ(layout.routes.size(), network.arrows.size());
  ASSERT_LE(row_of(layout.lane_count), network.arrows.size() + 1);
  std::vector<bool> used(row_of(layout.lane_count), false);
  for (const std::int32_t lane : layout.lanes) {
    ASSERT_TRUE(lane >= 0 && lane < layout.lane_count);
    used[row_of(lane)] = true;
  }
  for (std::size_t i = 0; i < network.arrows.size(); ++i) {
    const Arrow& arrow = network.arrows[i];
    const bool vertical = layout.at[row_of(arrow.from)] == layout.at[row_of(arrow.to)];
    ASSERT_EQ(layout.routes[i].lane < 0, vertical);
    if (!vertical) used[row_of(layout.routes[i].lane)] = true;
  }
  ASSERT_EQ(std::ranges::count(used, false), 0) << "an empty lane";
}

TEST(Layout, HoldsItsPromisesOnRandomNetworks) {
  std::mt19937 random(20260112);
  for (int round = 0; round < 600; ++round) {
    const ArrowNetwork network =
        converted(random_network(random, 1 + static_cast<int>(random() % 40)));
    const Layout layout = drawn(network, static_cast<std::int64_t>(random() % 4));
    expect_all_drawn(network, layout);
    expect_no_horizontal_overlap(network, layout);
    expect_events_apart(network, layout);
    expect_verticals_apart(network, layout);
    if (HasFatalFailure()) FAIL() << "round " << round;
  }
}

TEST(Layout, KeepsTheCriticalLineStraight) {
  std::mt19937 random(7);
  for (int round = 0; round < 300; ++round) {
    Network made = random_network(random, 20);
    for (std::int64_t& duration : made.durations) duration += 3;
    const ArrowNetwork network = converted(made);
    const Layout layout = drawn(network, 2);
    // From start to end along critical arrows of the first event's lane alone.
    std::int32_t event = 0;
    for (bool moved = true; moved && row_of(event) + 1 < layout.at.size();) {
      moved = false;
      for (std::size_t i = 0; i < network.arrows.size() && !moved; ++i) {
        const Arrow& arrow = network.arrows[i];
        if (arrow.from != event || !arrow.critical) continue;
        if (layout.routes[i].lane != layout.lanes[0]) continue;
        event = arrow.to;
        moved = true;
      }
    }
    // Critical dummies have no length and stand upright: only they may leave the lane.
    const bool upright = std::ranges::any_of(network.arrows, [](const Arrow& arrow) {
      return arrow.critical && arrow.kind == Arrow::Kind::dummy;
    });
    EXPECT_TRUE(upright || row_of(event) + 1 == layout.at.size()) << round;
  }
}

TEST(Layout, DrawsTheTextbookNetwork) {
  // A 2 before B 3 and C 1, both before D 2: A B D lie on one lane, C beside B, a wave of 2.
  const ArrowNetwork network =
      converted({{2, 3, 1, 2}, {{0, 1, 0}, {0, 2, 0}, {1, 3, 0}, {2, 3, 0}}});
  const Layout layout = drawn(network, 0);
  EXPECT_EQ(layout.lane_count, 2);
  EXPECT_EQ(layout.routes[0].lane, layout.routes[1].lane);
  EXPECT_EQ(layout.routes[0].lane, layout.routes[3].lane);
  EXPECT_NE(layout.routes[0].lane, layout.routes[2].lane);
  Network chain;
  for (int i = 0; i < 50; ++i) {
    chain.durations.push_back(4);
    if (i > 0) chain.links.push_back({i - 1, i, 0});
  }
  EXPECT_EQ(drawn(converted(chain), 3).lane_count, 1);
}

TEST(Layout, TakesPlacesFromDates) {
  const ArrowNetwork network = converted({{2, 3}, {{0, 1, 0}}});
  const Result<Layout> layout = lay_out(network, {{10, 40, 45}, 0});
  ASSERT_TRUE(layout.ok());
  EXPECT_EQ(layout->at, (std::vector<std::int64_t>{10, 40, 45}));
  const auto code = [&](const LayoutOptions& options) {
    const Result<Layout> made = lay_out(network, options);
    return made ? std::string() : made.refusals().front().code;
  };
  EXPECT_EQ(code({{10, 9, 45}, 0}), "arrow_network.layout_invalid");
  EXPECT_EQ(code({{10, 40}, 0}), "arrow_network.layout_invalid");
  EXPECT_EQ(code({{INT64_MIN, 0, INT64_MAX}, 0}), "arrow_network.layout_invalid");
  EXPECT_EQ(code({{0, 0, 0}, INT64_MAX}), "");
  EXPECT_EQ(lay_out({}, {}).refusals().front().code, "arrow_network.layout_invalid");
}

TEST(Layout, StandsLargeNetworks) {
  std::mt19937 random(3);
  const ArrowNetwork network = converted(random_network(random, 5'000));
  EXPECT_GT(drawn(network, 1).lane_count, 1);
}

}  // namespace
}  // namespace tc::engine::arrow_network
