#include "project/plan_cells.h"

#include <algorithm>
#include <array>

#include "base/row.h"

namespace tc::project {
namespace {

using plan::Index;
using plan::k_none;

bool is_staff_edit(std::string_view verb) { return verb == "assign" || verb == "unassign"; }

/// The same assignment, whatever became of it.
bool same(const plan::Assignment& a, const plan::Assignment& b) {
  return a.resource == b.resource && a.uid == b.uid;
}

/// By whatever edits change; the rest is that of the file.
bool is_changed(const plan::Assignment& was, const plan::Assignment& is) {
  return is.work != was.work || is.units != was.units || is.remaining_work != was.remaining_work ||
         is.cost_minor != was.cost_minor || is.actual_work != was.actual_work ||
         is.contour != was.contour || is.delay != was.delay || is.start != was.start ||
         is.finish != was.finish || is.extra != was.extra;
}

bool same(const plan::Link& a, const plan::Link& b) {
  return a.from == b.from && a.to == b.to && a.kind == b.kind && a.lag_kind == b.lag_kind &&
         a.lag == b.lag && a.uid == b.uid && a.extra == b.extra;
}

/// The activities that edits name and the links between them, as a small plan of its own.
class Excerpt {
 public:
  Excerpt(const LoadedPlan& loaded, const Json& edits) : loaded_(loaded) {
    small_.projects = loaded.plan.projects;  // Their currency.
    for (const Json& edit : edits.items()) {
      const JsonMember& member = edit.members().front();
      has_links_ |= member.key == "link" || member.key == "unlink";
      has_work_ |= is_staff_edit(member.key) || (member.key == "set" && changes_work(member.value));
      for (const std::string_view name : {"activity", "from", "to"}) take(member.value, name);
    }
    if (has_links_) take_links();
    if (has_work_) take_assignments();
    links_before_ = small_.links;
    assignments_before_ = small_.assignments;
  }

  Result<CellEdits> edit(const Json& edits) {
    Result<PlanChange> change = apply_edits(small_, edits, [] { return Id{0}; });
    if (!change) return change.refusals();
    CellEdits result;
    result.change = std::move(*change);
    for (std::size_t at = 0; at < rows_.size(); ++at) {
      result.activities.emplace_back(rows_[at], std::move(small_.activities[at]));
    }
    take_over_staff(result);
    // Edits take links out and put others behind them: what stays keeps its order.
    std::size_t now = 0;
    for (std::size_t before = 0; before < links_before_.size(); ++before) {
      if (now < small_.links.size() && same(links_before_[before], small_.links[now])) {
        ++now;
      } else {
        result.removed_links.push_back(link_rows_[before]);
        const plan::Link& link = loaded_.plan.links[row_of(link_rows_[before])];
        result.link_ends.emplace_back(link.from, link.to);
      }
    }
    for (; now < small_.links.size(); ++now) {
      plan::Link link = small_.links[now];
      link.from = rows_[row_of(link.from)];
      link.to = rows_[row_of(link.to)];
      result.link_ends.emplace_back(link.from, link.to);
      result.added_links.push_back(std::move(link));
    }
    return result;
  }

 private:
  void take(const Json& body, std::string_view name) {
    const std::optional<Id> id = parse_id(body.text(name));
    const Index row = id ? loaded_.index_of(*id) : k_none;
    if (row == k_none || !seen_.insert({row, static_cast<Index>(rows_.size())}).second) return;
    rows_.push_back(row);
    small_.activities.push_back(loaded_.plan.activities[row_of(row)]);
    small_.activities.back().parent = k_none;
  }

  void take_assignments() {
    small_.resources = loaded_.plan.resources;
    for (std::size_t row = 0; row < loaded_.plan.assignments.size(); ++row) {
      const plan::Assignment& assignment = loaded_.plan.assignments[row];
      const auto seen = seen_.find(assignment.activity);
      if (seen == seen_.end()) continue;
      small_.assignments.push_back(assignment);
      small_.assignments.back().activity = seen->second;
      assignment_rows_.push_back(row);
    }
  }

  // As with links: what stays keeps its order.
  void take_over_staff(CellEdits& result) {
    const auto in_plan = [&](plan::Assignment assignment) {
      assignment.activity = rows_[row_of(assignment.activity)];
      return assignment;
    };
    std::size_t now = 0;
    for (std::size_t before = 0; before < assignments_before_.size(); ++before) {
      const plan::Assignment& was = assignments_before_[before];
      const bool stays = now < small_.assignments.size() &&
                         small_.assignments[now].activity == was.activity &&
                         same(small_.assignments[now], was);
      if (!stays) {
        result.removed_assignments.push_back(assignment_rows_[before]);
        continue;
      }
      const plan::Assignment& is = small_.assignments[now++];
      if (!is_changed(was, is)) continue;
      result.assignments.emplace_back(assignment_rows_[before], in_plan(is));
    }
    for (; now < small_.assignments.size(); ++now)
      result.added_assignments.push_back(in_plan(small_.assignments[now]));
    if (!has_work_) return;
    const auto known = static_cast<std::ptrdiff_t>(loaded_.plan.resources.size());
    result.added_resources.assign(small_.resources.begin() + known, small_.resources.end());
  }

  void take_links() {
    std::vector<Index> place(loaded_.plan.activities.size(), k_none);
    for (std::size_t at = 0; at < rows_.size(); ++at) {
      place[row_of(rows_[at])] = static_cast<Index>(at);
    }
    for (std::size_t row = 0; row < loaded_.plan.links.size(); ++row) {
      const plan::Link& link = loaded_.plan.links[row];
      if (link.from == k_none || link.to == k_none) continue;
      const Index from = place[row_of(link.from)], to = place[row_of(link.to)];
      if (from == k_none || to == k_none) continue;
      small_.links.push_back(link);
      small_.links.back().from = from;
      small_.links.back().to = to;
      link_rows_.push_back(static_cast<Index>(row));
    }
  }

  const LoadedPlan& loaded_;
  plan::Plan small_;
  std::vector<Index> rows_;       ///< Per activity of the small plan, its row in the loaded one.
  std::vector<Index> link_rows_;  ///< Likewise per link.
  std::vector<plan::Link> links_before_;
  std::vector<plan::Assignment> assignments_before_;
  std::vector<std::size_t> assignment_rows_;  ///< Likewise per assignment.
  std::unordered_map<Index, Index> seen_;
  bool has_links_ = false;
  bool has_work_ = false;
};

}  // namespace

engine::schedule::Change CellEdits::for_engine() const {
  engine::schedule::Change made;
  for (const auto& [row, activity] : activities) {
    made.activities.emplace_back(row, engine::schedule::inputs_of(activity));
  }
  made.assignments = assignments;
  made.removed_assignments = removed_assignments;
  made.added_assignments = added_assignments;
  made.removed_links = removed_links;
  made.added_links = added_links;
  return made;
}

void CellEdits::apply(plan::Plan& plan) const {
  for (const auto& [row, activity] : activities) {
    plan::Activity& target = plan.activities[row_of(row)];
    const Index parent = target.parent;
    target = activity;
    target.parent = parent;
  }
  for (const auto& [row, assignment] : assignments) plan.assignments[row] = assignment;
  for (auto row = removed_assignments.rbegin(); row != removed_assignments.rend(); ++row) {
    plan.assignments.erase(plan.assignments.begin() + static_cast<std::ptrdiff_t>(*row));
  }
  plan.assignments.insert(plan.assignments.end(), added_assignments.begin(),
                          added_assignments.end());
  plan.resources.insert(plan.resources.end(), added_resources.begin(), added_resources.end());
  for (auto row = removed_links.rbegin(); row != removed_links.rend(); ++row) {
    plan.links.erase(plan.links.begin() + *row);
  }
  plan.links.insert(plan.links.end(), added_links.begin(), added_links.end());
}

bool are_cell_edits(const Json& edits) {
  constexpr std::array<std::string_view, 5> k_of_the_row = {"kind", "calendar", "active", "effort",
                                                            "levelling_pieces"};
  if (!edits.is_array() || edits.size() == 0) return false;
  return std::ranges::all_of(edits.items(), [&](const Json& edit) {
    if (!edit.is_object() || edit.size() != 1) return false;
    const JsonMember& member = edit.members().front();
    if (member.key == "link" || member.key == "unlink" || is_staff_edit(member.key)) return true;
    if (member.key != "set" || !member.value.is_object()) return false;
    return std::ranges::none_of(
        k_of_the_row, [&](std::string_view field) { return member.value.find(field) != nullptr; });
  });
}

Result<CellEdits> cell_edits(const LoadedPlan& loaded, const Json& edits) {
  return Excerpt(loaded, edits).edit(edits);
}

}  // namespace tc::project
