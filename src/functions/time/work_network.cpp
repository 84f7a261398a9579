#include "functions/time/work_network.h"

#include <set>
#include <tuple>

#include "base/row.h"

namespace tc::functions::time {
namespace {

using plan::Index;
using project::LoadedPlan;

/// Links that one link of a summary may stand for.
constexpr std::size_t k_summary_links_max = 2'000;

bool is_span(const plan::Activity& activity) {
  return activity.kind == plan::ActivityKind::level_of_effort ||
         activity.kind == plan::ActivityKind::hammock ||
         activity.kind == plan::ActivityKind::wbs_summary;
}

/// Which works are drawn, and which of the plan's links between them.
class Chooser {
 public:
  Chooser(const LoadedPlan& loaded, WorkNetwork& made) : loaded_(loaded), made_(made) {}

  void choose_works(const WorkChoice& choice) {
    const auto& activities = loaded_.plan.activities;
    below_.resize(activities.size());
    std::vector<bool> inside(activities.size(), choice.branch == plan::k_none);
    for (std::size_t i = 0; i < activities.size(); ++i) {
      const plan::Activity& activity = activities[i];
      const bool parent_inside = activity.parent != plan::k_none && inside[row_of(activity.parent)];
      if (static_cast<Index>(i) == choice.branch || parent_inside) inside[i] = true;
      if (!inside[i] || !activity.active || activity.blank || activity.external) continue;
      if (is_span(activity)) {
        ++made_.left_out.spans;
        continue;
      }
      if (activity.kind == plan::ActivityKind::summary ||
          loaded_.schedule.activities[i].start == k_no_time)
        continue;
      if (choice.unfinished && activity.actual_finish != k_no_time) {
        ++made_.left_out.finished;
        continue;
      }
      made_.works.push_back(static_cast<Index>(i));
    }
  }

  void choose_links() {
    for (std::size_t work = 0; work < made_.works.size(); ++work) {
      for (Index row = made_.works[work]; row != plan::k_none;
           row = loaded_.plan.activities[row_of(row)].parent)
        below_[row_of(row)].push_back(static_cast<std::int32_t>(work));
    }
    const auto& links = loaded_.plan.links;
    for (std::size_t i = 0; i < links.size(); ++i) {
      if (links[i].from == plan::k_none || links[i].to == plan::k_none) continue;
      add(links[i], static_cast<Index>(i));
    }
  }

 private:
  // A link of a summary holds for all works below it.
  void add(const plan::Link& link, Index index) {
    const auto& from = below_[row_of(link.from)];
    const auto& to = below_[row_of(link.to)];
    if (from.empty() || to.empty()) {
      if (!from.empty() || !to.empty()) ++made_.left_out.links_outside;
      return;
    }
    if (from.size() * to.size() > k_summary_links_max) {
      ++made_.left_out.links_of_summaries;
      return;
    }
    for (const std::int32_t one : from) {
      for (const std::int32_t two : to) {
        if (one != two && known_.insert({one, two, index}).second)
          made_.links.push_back({one, two, index});
      }
    }
  }

  const LoadedPlan& loaded_;
  WorkNetwork& made_;
  std::vector<std::vector<std::int32_t>> below_;  ///< By activity: the works at and below it.
  std::set<std::tuple<std::int32_t, std::int32_t, Index>> known_;
};

}  // namespace

Result<WorkNetwork> work_network(const LoadedPlan& loaded, const WorkChoice& choice) {
  WorkNetwork made;
  Chooser chooser(loaded, made);
  chooser.choose_works(choice);
  if (made.works.size() > choice.works_max) {
    return refuse(RefusalKind::rule, "plan.network_too_large", {},
                  {{"works", std::to_string(made.works.size())},
                   {"limit", std::to_string(choice.works_max)}});
  }
  chooser.choose_links();
  return made;
}

std::int64_t lag_of(const plan::Link& link, std::int64_t duration) {
  const bool percent =
      link.lag_kind == plan::LagKind::percent || link.lag_kind == plan::LagKind::elapsed_percent;
  return percent ? duration * link.lag / 10'000 : link.lag;
}

}  // namespace tc::functions::time
