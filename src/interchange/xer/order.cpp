#include "interchange/xer/order.h"

#include <algorithm>
#include <utility>

#include "base/row.h"

namespace tc::interchange::xer {
namespace {

using plan::Index;
using plan::k_none;

/// Children by parent as one array: those of node i are [first[i], first[i + 1]); the last group
/// holds what has no parent.
struct Children {
  std::vector<Index> items;
  std::vector<std::size_t> first;
};

template <class Rows>
Children group_by_parent(const Rows& rows, std::size_t node_count) {
  Children children;
  children.first.assign(node_count + 2, 0);
  const auto group = [&](const auto& row) {
    return row.activity.parent == k_none ? node_count : row_of(row.activity.parent);
  };
  for (const auto& row : rows) ++children.first[group(row) + 1];
  for (std::size_t i = 1; i < children.first.size(); ++i) {
    children.first[i] += children.first[i - 1];
  }
  children.items.resize(rows.size());
  std::vector<std::size_t> next(children.first.begin(), children.first.end() - 1);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    children.items[next[group(rows[i])]++] = static_cast<Index>(i);
  }
  return children;
}

class Orderer {
 public:
  Orderer(std::vector<WbsRow> nodes, std::vector<TaskRow> tasks, Report& report)
      : nodes_(std::move(nodes)), tasks_(std::move(tasks)), report_(report) {
    out_.wbs_at.assign(nodes_.size(), k_none);
    out_.task_at.assign(tasks_.size(), k_none);
    out_.activities.reserve(nodes_.size() + tasks_.size());
    child_nodes_ = group_by_parent(nodes_, nodes_.size());
    child_tasks_ = group_by_parent(tasks_, nodes_.size());
    for (std::size_t group = 0; group <= nodes_.size(); ++group) {
      std::stable_sort(child_nodes_.items.begin() + offset(child_nodes_, group),
                       child_nodes_.items.begin() + offset(child_nodes_, group + 1),
                       [this](Index a, Index b) {
                         return nodes_[row_of(a)].sequence < nodes_[row_of(b)].sequence;
                       });
    }
  }

  Ordered run(std::size_t project_count) {
    const std::size_t roots = nodes_.size();
    for (std::size_t project = 0; project < project_count; ++project) {
      const auto is_ours = [&](const auto& row) { return row_of(row.activity.project) == project; };
      for_group(child_nodes_, roots, [&](Index node) {
        if (is_ours(nodes_[row_of(node)])) place_tree(node);
      });
      for_group(child_tasks_, roots, [&](Index task) {
        if (is_ours(tasks_[row_of(task)])) place_task(task, k_none);
      });
    }
    cut_loops();
    return std::move(out_);
  }

 private:
  static std::ptrdiff_t offset(const Children& children, std::size_t group) {
    return static_cast<std::ptrdiff_t>(children.first[group]);
  }

  template <class Each>
  static void for_group(const Children& children, std::size_t group, Each each) {
    for (std::size_t i = children.first[group]; i < children.first[group + 1]; ++i) {
      each(children.items[i]);
    }
  }

  void place_task(Index task, Index parent) {
    plan::Activity& activity = tasks_[row_of(task)].activity;
    activity.parent = parent;
    if (parent != k_none) activity.wbs = out_.activities[row_of(parent)].wbs;
    out_.task_at[row_of(task)] = static_cast<Index>(out_.activities.size());
    out_.activities.push_back(std::move(activity));
  }

  Index place_node(Index node, Index parent) {
    plan::Activity& activity = nodes_[row_of(node)].activity;
    activity.kind = plan::ActivityKind::summary;
    activity.parent = parent;
    activity.wbs = activity.code;
    if (parent != k_none) {
      const std::string& above = out_.activities[row_of(parent)].wbs;
      if (above.size() < k_wbs_bytes_max) activity.wbs = above + "." + activity.code;
    }
    const auto place = static_cast<Index>(out_.activities.size());
    out_.wbs_at[row_of(node)] = place;
    out_.activities.push_back(std::move(activity));
    for_group(child_tasks_, row_of(node), [&](Index task) { place_task(task, place); });
    return place;
  }

  /// A node with everything below it, without recursion: a file may nest as deep as it likes.
  void place_tree(Index root) {
    std::vector<std::pair<Index, Index>> open{{root, k_none}};
    while (!open.empty()) {
      const auto [node, parent] = open.back();
      open.pop_back();
      if (out_.wbs_at[row_of(node)] != k_none) continue;
      const Index place = place_node(node, parent);
      const std::size_t before = open.size();
      for_group(child_nodes_, row_of(node), [&](Index child) { open.emplace_back(child, place); });
      std::reverse(open.begin() + static_cast<std::ptrdiff_t>(before), open.end());
    }
  }

  void cut_loops() {
    for (std::size_t node = 0; node < nodes_.size(); ++node) {
      if (out_.wbs_at[node] != k_none) continue;
      report_.warn("import.cycle", "PROJWBS.parent_wbs_id",
                   {{"table", "PROJWBS"}, {"value", nodes_[node].activity.uid.substr(4)}});
      place_tree(static_cast<Index>(node));
    }
  }

  std::vector<WbsRow> nodes_;
  std::vector<TaskRow> tasks_;
  Report& report_;
  Children child_nodes_, child_tasks_;
  Ordered out_;
};

}  // namespace

Ordered put_in_order(std::vector<WbsRow> nodes, std::vector<TaskRow> tasks,
                     std::size_t project_count, Report& report) {
  return Orderer(std::move(nodes), std::move(tasks), report).run(project_count);
}

}  // namespace tc::interchange::xer
