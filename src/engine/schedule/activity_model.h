#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <vector>

#include "engine/schedule/network.h"

namespace tc::engine::schedule {

/// Whether an activity has dates of its own that logic decides: leaves that are active, not blank,
/// and neither level of effort nor rolled up.
[[nodiscard]] bool takes_part(const plan::Activity& activity);

/// What one walk over the activities finds: they are large, and each further walk would cost as
/// much as a whole computation.
struct Survey {
  Refusals refusals;  ///< `plan.reference_missing`.
  plan::Horizon horizon;
  std::vector<std::uint8_t> is_summary;  ///< As summaries_of.
  std::vector<plan::Index> parent;
};

/// Looks at everything once: indices that lead nowhere, parents after their children, the days
/// that the plan speaks of.
[[nodiscard]] Survey survey_of(const plan::Plan& plan);

/// 1 per activity that is rolled up from others: by its kind, or because others lie under it.
[[nodiscard]] std::vector<std::uint8_t> summaries_of(const plan::Plan& plan);

/// Turns activities and links of the plan into nodes and lags of a network under construction.
class ActivityModel {
 public:
  /// `network` is empty, or one that was built from this plan.
  ActivityModel(const plan::Plan& plan, Network& network, const plan::Horizon& horizon);
  [[nodiscard]] Refusals add_projects(PlanTime status_date);
  /// Appends to specials and pieces what the activity has beyond duration and logic.
  [[nodiscard]] Node node_of(plan::Index activity);
  /// Makes the node of an activity anew after its inputs changed; its calendar stays.
  void update_node(plan::Index activity);
  /// After rows of Plan::assignments came or went. O(activities + assignments).
  void group_assignments();
  /// The activity's calendar, also of one that is no node: its own or the project's.
  void add_calendar(plan::Index activity);
  [[nodiscard]] std::uint32_t lag_of(const plan::Link& link, const Node& from, const Node& to);
  [[nodiscard]] bool is_ignored(const plan::Link& link) const;
  [[nodiscard]] const Refusals& refusals() const { return refusals_; }

 private:
  [[nodiscard]] CalendarIndex calendar(plan::Index index);
  [[nodiscard]] CalendarIndex resource_calendar(const plan::Activity& activity,
                                                const plan::Assignment& assignment);
  [[nodiscard]] std::span<const std::uint32_t> assignments_of(plan::Index activity) const;
  [[nodiscard]] std::vector<Piece> pieces_of(plan::Index activity, bool started);
  [[nodiscard]] std::int32_t interruption_of(plan::Index activity, const Special& special,
                                             const plan::WorkingTime& calendar) const;
  [[nodiscard]] bool is_bare(plan::Index activity) const;
  void fill_work(plan::Index activity, Node& node, Special& special);
  void fill_progress(const plan::Activity& activity, Node& node, Special& special) const;
  void fill_given_dates(const plan::Activity& activity, Node& node, Special& special) const;

  const plan::Plan& plan_;
  Network& network_;
  plan::Horizon horizon_;
  std::vector<std::uint32_t> assignment_begin_;  ///< Per activity, into assignment_order_.
  std::vector<std::uint32_t> assignment_order_;
  std::map<std::pair<std::int32_t, std::uint32_t>, std::uint32_t> lag_index_;
  bool may_ignore_ = false;  ///< Some project ignores links to others.
  Refusals refusals_;
};

}  // namespace tc::engine::schedule
