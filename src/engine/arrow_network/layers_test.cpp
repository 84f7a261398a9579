#include "engine/arrow_network/layers.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

#include "base/row.h"

namespace tc::engine::arrow_network {
namespace {

TEST(Layers, PutsEveryNodeAfterThoseBeforeItAndNoneOverAnother) {
  std::mt19937 random(20260119);
  for (int round = 0; round < 200; ++round) {
    const int nodes = 1 + static_cast<int>(random() % 60);
    std::vector<NodeLink> links;
    for (int i = 0; i < nodes; ++i) {
      for (int j = i + 1; j < nodes; ++j) {
        if (random() % 25 == 0) links.push_back({i, j});
      }
    }
    const Result<Layers> made = lay_out_nodes(static_cast<std::size_t>(nodes), links);
    ASSERT_TRUE(made.ok());
    for (std::size_t i = 0; i < links.size(); ++i) {
      const int from = made->nodes[row_of(links[i].from)].column;
      const int to = made->nodes[row_of(links[i].to)].column;
      ASSERT_LT(from, to);
      ASSERT_EQ(made->bends[i].size(), row_of(to - from - 1));
    }
    for (std::size_t i = 0; i < made->nodes.size(); ++i) {
      ASSERT_GE(made->nodes[i].row, 0);
      ASSERT_LE(made->nodes[i].row, made->rows - 1 + 1e-9);
      ASSERT_LT(made->nodes[i].column, made->columns);
      for (std::size_t j = 0; j < i; ++j) {
        if (made->nodes[i].column != made->nodes[j].column) continue;
        ASSERT_GE(std::abs(made->nodes[i].row - made->nodes[j].row), 1 - 1e-9) << round;
      }
    }
  }
}

TEST(Layers, LaysAChainStraightAndAForkBeside) {
  const Result<Layers> chain = lay_out_nodes(3, {{0, 1}, {1, 2}});
  ASSERT_TRUE(chain.ok());
  EXPECT_EQ(chain->columns, 3);
  EXPECT_DOUBLE_EQ(chain->rows, 1);
  const Result<Layers> fork = lay_out_nodes(4, {{0, 1}, {0, 2}, {1, 3}, {2, 3}});
  ASSERT_TRUE(fork.ok());
  EXPECT_DOUBLE_EQ(fork->rows, 2);
  EXPECT_DOUBLE_EQ(fork->nodes[0].row, 0.5);
}

TEST(Layers, RefusesWhatCannotBeDrawn) {
  const auto code = [](std::size_t nodes, const std::vector<NodeLink>& links) {
    const Result<Layers> made = lay_out_nodes(nodes, links);
    return made ? std::string() : made.refusals().front().code;
  };
  EXPECT_EQ(code(0, {}), "");
  EXPECT_EQ(code(2, {{0, 2}}), "arrow_network.link_invalid");
  EXPECT_EQ(code(2, {{0, 1}, {1, 0}}), "arrow_network.cycle");
  EXPECT_EQ(code(1, {{0, 0}}), "arrow_network.cycle");
  EXPECT_EQ(code(k_drawn_nodes_max + 1, {}), "arrow_network.too_large");
  std::vector<NodeLink> far;
  for (int i = 0; i + 1 < 1000; ++i) {
    far.push_back({i, i + 1});
    far.push_back({0, i + 1});
  }
  EXPECT_EQ(code(1000, far), "arrow_network.too_large");
}

}  // namespace
}  // namespace tc::engine::arrow_network
