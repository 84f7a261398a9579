#include "engine/arrow_network/layers.h"

#include <algorithm>
#include <string>

#include "base/row.h"

namespace tc::engine::arrow_network {
namespace {

using Index = std::int32_t;

constexpr int k_order_sweeps = 12;
constexpr int k_place_sweeps = 8;
/// Height that a passing link needs, a node needing 1.
constexpr double k_passing_height = 0.4;

/// A node, or where a link passes a column.
struct Spot {
  Index column = 0;
  double height = 1;
  double row = 0;
  std::vector<std::size_t> left, right;  ///< Neighbours in the columns beside.
};

class Sheet {
 public:
  Result<Layers> draw(std::size_t nodes, const std::vector<NodeLink>& links) {
    spots_.resize(nodes);
    if (const Status sound = set_columns(links); !sound) return sound.refusals();
    if (const Status sound = join(links); !sound) return sound.refusals();
    for (int sweep = 0; sweep < k_order_sweeps; ++sweep) order(sweep % 2 == 0);
    for (int sweep = 0; sweep < k_place_sweeps; ++sweep) place(sweep % 2 == 0);
    return answer(nodes);
  }

 private:
  static Refusal too_large() {
    return refuse(RefusalKind::too_large, "arrow_network.too_large", {},
                  {{"limit", std::to_string(k_drawn_nodes_max)}});
  }

  Status set_columns(const std::vector<NodeLink>& links) {
    std::vector<std::vector<Index>> after(spots_.size());
    std::vector<int> waiting(spots_.size(), 0);
    for (const NodeLink& link : links) {
      if (link.from < 0 || link.to < 0 || row_of(link.from) >= spots_.size() ||
          row_of(link.to) >= spots_.size())
        return refuse(RefusalKind::rule, "arrow_network.link_invalid");
      after[row_of(link.from)].push_back(link.to);
      ++waiting[row_of(link.to)];
    }
    std::vector<std::size_t> ready;
    for (std::size_t node = 0; node < spots_.size(); ++node) {
      if (waiting[node] == 0) ready.push_back(node);
    }
    for (std::size_t next = 0; next < ready.size(); ++next) {
      for (const Index to : after[ready[next]]) {
        spots_[row_of(to)].column =
            std::max(spots_[row_of(to)].column, spots_[ready[next]].column + 1);
        if (--waiting[row_of(to)] == 0) ready.push_back(row_of(to));
      }
    }
    if (ready.size() < spots_.size()) {
      const auto blocked = std::ranges::find_if(waiting, [](int count) { return count > 0; });
      return refuse(RefusalKind::rule, "arrow_network.cycle", {},
                    {{"works", std::to_string(blocked - waiting.begin())}});
    }
    return Done{};
  }

  // A link over several columns gets a spot in each between.
  Status join(const std::vector<NodeLink>& links) {
    for (const NodeLink& link : links) {
      std::size_t before = row_of(link.from);
      const Index last = spots_[row_of(link.to)].column;
      passes_.emplace_back();
      for (Index column = spots_[before].column + 1; column < last; ++column) {
        if (spots_.size() >= k_drawn_cells_max) return too_large();
        spots_.push_back({.column = column, .height = k_passing_height, .left = {}, .right = {}});
        connect(before, spots_.size() - 1);
        before = spots_.size() - 1;
        passes_.back().push_back(before);
      }
      connect(before, row_of(link.to));
    }
    for (std::size_t i = 0; i < spots_.size(); ++i) {
      columns_.resize(std::max(columns_.size(), row_of(spots_[i].column) + 1));
      columns_[row_of(spots_[i].column)].push_back(i);
    }
    for (const auto& column : columns_) number(column);
    return Done{};
  }

  void connect(std::size_t one, std::size_t two) {
    spots_[one].right.push_back(two);
    spots_[two].left.push_back(one);
  }

  void number(const std::vector<std::size_t>& column) {
    double row = 0;
    for (const std::size_t spot : column) {
      spots_[spot].row = row;
      row += 1;
    }
  }

  // The mean row of the neighbours on one side; its own where it has none.
  [[nodiscard]] double wanted(const Spot& spot, bool from_left) const {
    const std::vector<std::size_t>& beside = from_left ? spot.left : spot.right;
    if (beside.empty()) return spot.row;
    double sum = 0;
    for (const std::size_t other : beside) sum += spots_[other].row;
    return sum / static_cast<double>(beside.size());
  }

  template <class Visit>
  void each_column(bool from_left, Visit visit) {
    for (std::size_t i = 0; i < columns_.size(); ++i)
      visit(columns_[from_left ? i : columns_.size() - 1 - i]);
  }

  void order(bool from_left) {
    each_column(from_left, [&](std::vector<std::size_t>& column) {
      std::ranges::stable_sort(column, {},
                               [&](std::size_t spot) { return wanted(spots_[spot], from_left); });
      number(column);
    });
  }

  // Moves spots towards their neighbours, in their order, none over another: the mean of the
  // tightest placing downwards and upwards.
  void place(bool from_left) {
    each_column(from_left, [&](const std::vector<std::size_t>& column) {
      std::vector<double> want, down, up;
      for (const std::size_t spot : column) want.push_back(wanted(spots_[spot], from_left));
      down = up = want;
      const auto apart = [&](std::size_t i) {
        return (spots_[column[i]].height + spots_[column[i - 1]].height) / 2;
      };
      for (std::size_t i = 1; i < column.size(); ++i)
        down[i] = std::max(down[i], down[i - 1] + apart(i));
      for (std::size_t i = column.size(); i-- > 1;)
        up[i - 1] = std::min(up[i - 1], up[i] - apart(i));
      for (std::size_t i = 0; i < column.size(); ++i) spots_[column[i]].row = (down[i] + up[i]) / 2;
    });
  }

  [[nodiscard]] Layers answer(std::size_t nodes) const {
    double top = 0;
    double bottom = 0;
    for (const Spot& spot : spots_) {
      top = std::min(top, spot.row);
      bottom = std::max(bottom, spot.row);
    }
    Layers layers;
    layers.columns = static_cast<Index>(columns_.size());
    layers.rows = spots_.empty() ? 0 : bottom - top + 1;
    const auto cell = [&](std::size_t spot) {
      return Cell{spots_[spot].column, spots_[spot].row - top};
    };
    for (std::size_t node = 0; node < nodes; ++node) layers.nodes.push_back(cell(node));
    for (const std::vector<std::size_t>& passed : passes_) {
      layers.bends.emplace_back();
      for (const std::size_t spot : passed) layers.bends.back().push_back(cell(spot));
    }
    return layers;
  }

  std::vector<Spot> spots_;  ///< The nodes first.
  std::vector<std::vector<std::size_t>> columns_;
  std::vector<std::vector<std::size_t>> passes_;  ///< By link.
};

}  // namespace

Result<Layers> lay_out_nodes(std::size_t nodes, const std::vector<NodeLink>& links) {
  if (nodes > k_drawn_nodes_max || links.size() > k_drawn_cells_max) {
    return refuse(RefusalKind::too_large, "arrow_network.too_large", {},
                  {{"limit", std::to_string(k_drawn_nodes_max)}});
  }
  return Sheet().draw(nodes, links);
}

}  // namespace tc::engine::arrow_network
