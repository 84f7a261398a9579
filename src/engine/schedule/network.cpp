#include "engine/schedule/network.h"

#include <algorithm>
#include <map>

#include "base/row.h"
#include "engine/schedule/activity_model.h"
#include "engine/schedule/plain.h"
#include "engine/schedule/topology.h"

namespace tc::engine::schedule {
namespace {

using plan::Index;
using plan::k_none;

/// What a link between raw nodes says; its ends stand in Builder::arcs_ at the same place.
struct RawLink {
  Edge edge{};
  Index link = k_none;
};

/// The virtual nodes of a summary, -1 where it needs none.
struct SummaryNodes {
  NodeIndex in = -1;
  NodeIndex out = -1;
  NodeIndex start = -1;
};

/// What links lead to is fetched this many links ahead: it may lie anywhere.
constexpr std::size_t k_links_ahead = 32;

/// Links that reach no further on average stay inside the nearest caches.
constexpr std::int64_t k_near_nodes = 1 << 13;

class Builder {
 public:
  Builder(const plan::Plan& plan, const Options& options) : plan_(plan), options_(options) {
    network_.plan = &plan;
    network_.rules = rules_of(options.profile.value_or(plan.profile));
  }

  Result<Network> build() {
    survey_ = survey_of(plan_);
    if (!survey_.refusals.empty()) return survey_.refusals;
    ActivityModel model(plan_, network_, survey_.horizon);
    if (Refusals refusals = model.add_projects(options_.status_date); !refusals.empty())
      return refusals;
    add_activity_nodes(model);
    add_virtual_nodes();
    if (!model.refusals().empty()) return model.refusals();
    add_links(model);
    add_hierarchy();
    if (!stands_in_order()) {
      const Order order = topological_order(static_cast<NodeIndex>(network_.nodes.size()), arcs_);
      if (!order.cycle.empty()) return cycle_refusal(network_, order.cycle);
      renumber(order.nodes);
    }
    compress();
    network_.plain = is_plain(network_);
    if (network_.plain) prepare_grid(network_);
    return std::move(network_);
  }

 private:
  void add_activity_nodes(ActivityModel& model) {
    network_.node_of.assign(plan_.activities.size(), -1);
    network_.nodes.reserve(plan_.activities.size());
    network_.activity.reserve(plan_.activities.size());
    network_.calendar_of.resize(plan_.activities.size());
    for (std::size_t row = 0; row < plan_.activities.size(); ++row) {
      const plan::Activity& activity = plan_.activities[row];
      model.add_calendar(static_cast<Index>(row));
      if (survey_.is_summary[row] != 0 || !takes_part(activity)) continue;
      network_.node_of[row] = static_cast<NodeIndex>(network_.nodes.size());
      network_.activity.push_back(static_cast<Index>(row));
      network_.nodes.push_back(model.node_of(static_cast<Index>(row)));
    }
    activity_nodes_ = network_.nodes.size();
  }

  NodeIndex add_virtual(Index summary, Shape shape) {
    const plan::Activity& activity = plan_.activities[row_of(summary)];
    Node node;
    node.shape = shape;
    node.project = static_cast<std::uint16_t>(activity.project);
    node.calendar = network_.projects[row_of(activity.project)].calendar;
    Special special;
    special.total_duration = activity.duration.tenths();
    if (shape == Shape::summary_in || shape == Shape::summary_out) {
      special.constraint = activity.constraint;
    }
    node.special = static_cast<std::int32_t>(network_.specials.size());
    network_.specials.push_back(special);
    network_.activity.push_back(summary);
    network_.nodes.push_back(node);
    return static_cast<NodeIndex>(network_.nodes.size() - 1);
  }

  /// Summaries get virtual nodes only where a link or a constraint needs them.
  void add_virtual_nodes() {
    const auto& summaries = survey_.is_summary;
    if (std::find(summaries.begin(), summaries.end(), 1) == summaries.end()) return;
    summary_nodes_.resize(plan_.activities.size());
    for (const plan::Link& link : plan_.links) {
      if (survey_.is_summary[row_of(link.from)] != 0) {
        SummaryNodes& nodes = summary_nodes_[row_of(link.from)];
        const bool from_start = link.kind == plan::LinkKind::ss || link.kind == plan::LinkKind::sf;
        NodeIndex& node = from_start ? nodes.start : nodes.out;
        if (node < 0) {
          node = add_virtual(link.from, from_start ? Shape::summary_start : Shape::summary_out);
        }
      }
      if (survey_.is_summary[row_of(link.to)] != 0) {
        NodeIndex& node = summary_nodes_[row_of(link.to)].in;
        if (node < 0) node = add_virtual(link.to, Shape::summary_in);
      }
    }
    for (std::size_t row = 0; row < plan_.activities.size(); ++row) {
      if (survey_.is_summary[row] == 0) continue;
      const plan::ConstraintKind kind = plan_.activities[row].constraint.kind;
      SummaryNodes& nodes = summary_nodes_[row];
      if (kind == plan::ConstraintKind::start_no_earlier_than && nodes.in < 0) {
        nodes.in = add_virtual(static_cast<Index>(row), Shape::summary_in);
      }
      if (kind == plan::ConstraintKind::finish_no_later_than && nodes.out < 0) {
        nodes.out = add_virtual(static_cast<Index>(row), Shape::summary_out);
      }
    }
  }

  NodeIndex end_of(const plan::Link& link, bool predecessor) const {
    const Index activity = predecessor ? link.from : link.to;
    if (survey_.is_summary[row_of(activity)] == 0) return network_.node_of[row_of(activity)];
    const SummaryNodes& nodes = summary_nodes_[row_of(activity)];
    if (!predecessor) return nodes.in;
    const bool from_start = link.kind == plan::LinkKind::ss || link.kind == plan::LinkKind::sf;
    return from_start ? nodes.start : nodes.out;
  }

  void fetch_ends(const plan::Link& link) const {
    for (const Index end : {link.from, link.to}) {
      __builtin_prefetch(&survey_.is_summary[row_of(end)]);
      __builtin_prefetch(&network_.node_of[row_of(end)]);
    }
  }

  void add_links(ActivityModel& model) {
    links_.reserve(plan_.links.size());
    arcs_.reserve(plan_.links.size());
    for (std::size_t row = 0; row < plan_.links.size(); ++row) {
      if (row + k_links_ahead < plan_.links.size()) fetch_ends(plan_.links[row + k_links_ahead]);
      const plan::Link& link = plan_.links[row];
      const Arc arc{end_of(link, true), end_of(link, false)};
      if (arc.from < 0 || arc.to < 0) continue;
      if (model.is_ignored(link)) continue;
      RawLink raw;
      raw.edge.kind = static_cast<std::uint32_t>(link.kind) & 3U;
      raw.edge.lag =
          model.lag_of(link, network_.nodes[row_of(arc.from)], network_.nodes[row_of(arc.to)]) &
          0x1fffffffU;
      raw.link = static_cast<Index>(row);
      links_.push_back(raw);
      arcs_.push_back(arc);
    }
  }

  void add_hierarchy_link(NodeIndex from, NodeIndex to, plan::LinkKind kind) {
    if (from < 0 || to < 0) return;
    RawLink raw;
    raw.edge.kind = static_cast<std::uint32_t>(kind) & 3U;
    raw.edge.hierarchy = 1;
    links_.push_back(raw);
    arcs_.push_back({from, to});
  }

  /// Ties everything inside a summary to its virtual nodes, nested summaries through their own.
  void add_hierarchy() {
    if (network_.nodes.size() == activity_nodes_) return;  // No virtual nodes.
    std::vector<SummaryNodes> nearest(plan_.activities.size());
    for (std::size_t row = 0; row < plan_.activities.size(); ++row) {
      const Index parent = survey_.parent[row];
      const SummaryNodes above = parent == k_none ? SummaryNodes{} : nearest[row_of(parent)];
      if (survey_.is_summary[row] != 0) {
        const SummaryNodes& own = summary_nodes_[row];
        add_hierarchy_link(above.in, own.in, plan::LinkKind::ss);
        add_hierarchy_link(own.out, above.out, plan::LinkKind::ff);
        add_hierarchy_link(own.start, above.start, plan::LinkKind::ss);
        nearest[row] = {own.in < 0 ? above.in : own.in, own.out < 0 ? above.out : own.out,
                        own.start < 0 ? above.start : own.start};
      } else if (const NodeIndex node = network_.node_of[row]; node >= 0) {
        add_hierarchy_link(above.in, node, plan::LinkKind::ss);
        add_hierarchy_link(node, above.out, plan::LinkKind::ff);
        add_hierarchy_link(node, above.start, plan::LinkKind::ss);
      }
    }
  }

  /// Plans are mostly written from first to last: then nothing need be sorted.
  [[nodiscard]] bool stands_in_order() const {
    return std::ranges::all_of(arcs_, [](const Arc& arc) { return arc.from < arc.to; });
  }

  void renumber(const std::vector<NodeIndex>& order) {
    std::vector<NodeIndex> position(order.size());
    std::vector<Node> nodes(order.size());
    std::vector<Index> activity(order.size());
    for (std::size_t row = 0; row < order.size(); ++row) {
      position[row_of(order[row])] = static_cast<NodeIndex>(row);
      nodes[row] = network_.nodes[row_of(order[row])];
      activity[row] = network_.activity[row_of(order[row])];
    }
    network_.nodes = std::move(nodes);
    network_.activity = std::move(activity);
    for (NodeIndex& node : network_.node_of) {
      if (node >= 0) node = position[row_of(node)];
    }
    for (Arc& arc : arcs_) arc = {position[row_of(arc.from)], position[row_of(arc.to)]};
  }

  void compress() {
    const std::size_t count = network_.nodes.size();
    network_.in_begin.assign(count + 1, 0);
    network_.out_begin.assign(count + 1, 0);
    for (std::size_t at = 0; at < arcs_.size(); ++at) {
      const Arc& ahead = arcs_[std::min(at + k_links_ahead, arcs_.size() - 1)];
      __builtin_prefetch(&network_.in_begin[row_of(ahead.to) + 1], 1);
      __builtin_prefetch(&network_.out_begin[row_of(ahead.from) + 1], 1);
      ++network_.in_begin[row_of(arcs_[at].to) + 1];
      ++network_.out_begin[row_of(arcs_[at].from) + 1];
    }
    for (std::size_t row = 1; row <= count; ++row) {
      network_.in_begin[row] += network_.in_begin[row - 1];
      network_.out_begin[row] += network_.out_begin[row - 1];
    }
    std::int64_t reach = 0;
    std::vector<std::uint32_t> next_in(network_.in_begin.begin(), network_.in_begin.end() - 1);
    std::vector<std::uint32_t> next_out(network_.out_begin.begin(), network_.out_begin.end() - 1);
    network_.in.resize(links_.size());
    network_.in_link.resize(links_.size());
    network_.out.resize(links_.size());
    for (std::size_t at = 0; at < links_.size(); ++at) {
      // First the place where a link is to stand, then the line of that place.
      const Arc& far = arcs_[std::min(at + 2 * k_links_ahead, arcs_.size() - 1)];
      __builtin_prefetch(&next_in[row_of(far.to)], 1);
      __builtin_prefetch(&next_out[row_of(far.from)], 1);
      const Arc& near = arcs_[std::min(at + k_links_ahead, arcs_.size() - 1)];
      const std::uint32_t near_in = next_in[row_of(near.to)];
      __builtin_prefetch(network_.in.data() + near_in, 1);
      __builtin_prefetch(network_.in_link.data() + near_in, 1);
      __builtin_prefetch(network_.out.data() + next_out[row_of(near.from)], 1);
      const RawLink& link = links_[at];
      const auto [from, to] = arcs_[at];
      reach += to - from;
      const std::uint32_t in = next_in[row_of(to)]++;
      network_.in[in] = link.edge;
      network_.in[in].node = from;
      network_.in_link[in] = link.link;
      const std::uint32_t out = next_out[row_of(from)]++;
      network_.out[out] = link.edge;
      network_.out[out].node = to;
      if (link.edge.is_direct()) continue;
      network_.nodes[row_of(to)].direct_in = false;
      network_.nodes[row_of(from)].direct_out = false;
    }
    network_.grid.far = reach > k_near_nodes * static_cast<std::int64_t>(links_.size());
  }

  const plan::Plan& plan_;
  const Options& options_;
  Network network_;
  std::vector<RawLink> links_;
  std::vector<Arc> arcs_;
  Survey survey_;
  std::size_t activity_nodes_ = 0;  ///< The first nodes; virtual ones come after them.
  std::vector<SummaryNodes> summary_nodes_;
};

}  // namespace

Refusal cycle_refusal(const Network& network, const std::vector<NodeIndex>& cycle) {
  std::string uids;
  std::string names;
  Index last = k_none;
  for (const NodeIndex node : cycle) {
    const Index row = network.activity[row_of(node)];
    if (row == last) continue;
    last = row;
    const plan::Activity& activity = network.plan->activities[row_of(row)];
    uids += (uids.empty() ? "" : ", ") + activity.uid;
    names += (names.empty() ? "" : " → ") + activity.name;
  }
  return refuse(RefusalKind::rule, "plan.cycle", {}, {{"activities", uids}, {"names", names}});
}

Result<Network> build_network(const plan::Plan& plan, const Options& options) {
  return Builder(plan, options).build();
}

}  // namespace tc::engine::schedule
