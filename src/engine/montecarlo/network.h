#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/civil.h"
#include "engine/montecarlo/distribution.h"
#include "plan/plan.h"
#include "plan/working_time.h"

/// What is simulated: activities with uncertain durations, links, risks.
///
/// Times are ticks, of which a plan has ten per minute (PlanTime). Objects refer to each other by
/// index; k_none = none.
namespace tc::engine::montecarlo {

using plan::Index;
using plan::k_none;

/// What decides dates beside duration and links; k_no_time = absent.
struct Window {
  PlanTime start_from = k_no_time;   ///< Start no earlier than.
  PlanTime finish_from = k_no_time;  ///< Finish no earlier than.
  PlanTime start_until = k_no_time;  ///< Pulled to start here at the latest, against logic.
  PlanTime finish_until = k_no_time;
  PlanTime start_pin = k_no_time;  ///< Starts exactly here.
  PlanTime finish_pin = k_no_time;
};

/// Where an activity without length lies on its calendar.
enum class ZeroLength : std::uint8_t { next_work_start, previous_work_finish, keeps_instant };

struct Activity {
  std::string id;
  std::string name;
  Distribution duration;    ///< Working ticks of the calendar.
  Index calendar = k_none;  ///< k_none: around the clock.
  Window window;
  ZeroLength zero_length = ZeroLength::next_work_start;
  bool counted = true;       ///< False: helps logic only, is not reported.
  bool floats_free = false;  ///< Without own start: not held at the start of the network.
  Distribution cost;         ///< Fixed part, money.
  double cost_per_tick = 0;  ///< Money per tick of duration.
};

struct Link {
  Index from = k_none;
  Index to = k_none;
  plan::LinkKind kind = plan::LinkKind::fs;
  std::int32_t lag = 0;     ///< Ticks, negative = lead.
  Index calendar = k_none;  ///< On which the lag runs.
};

struct Calendar {
  plan::WorkingTime working_time;
  /// Probability per month (January first) that bad weather takes a working day away.
  std::array<double, 12> lost_day = {};
};

/// What a risk does where it occurs.
struct Impact {
  enum class Kind : std::uint8_t {
    factor,  ///< Multiplies durations: one draw for all activities, which so become correlated.
    delay,   ///< Adds ticks: a draw per activity.
    cost,    ///< Adds money to the total.
  };
  Kind kind = Kind::factor;
  Distribution amount;
  std::optional<Distribution> mitigated;  ///< After the response; nothing: as before.
  std::vector<Index> activities;
  bool parallel = false;  ///< Of parallel impacts on an activity only the largest counts.
};

/// A risk driver or risk event.
struct Risk {
  std::string id;
  std::string name;
  double probability = 1;
  std::optional<double> mitigated_probability;
  std::string exclusive;  ///< Risks with the same text here never occur together.
  std::vector<Impact> impacts;
};

/// Alternatives of which one happens, or none where the probabilities sum to less than 1. The
/// activities of the others do not exist: no duration, no cost, not critical. One alternative alone
/// is the existence of its activities.
struct Branch {
  struct Alternative {
    double probability = 0;
    std::vector<Index> activities;
  };
  std::vector<Alternative> alternatives;
};

/// `late` exist where `activity` finishes after the threshold, `early` otherwise.
struct Condition {
  Index activity = k_none;
  PlanTime threshold = 0;
  std::vector<Index> late;
  std::vector<Index> early;
};

/// Correlated durations: all pairs of `activities` have rank correlation `rho`.
struct Correlation {
  std::vector<Index> activities;
  double rho = 0;
};

enum class CorrelationMethod : std::uint8_t {
  gaussian_copula,  ///< Joint normal scores; marginals keep their distribution.
  iman_conover,     ///< Reorders drawn values; marginals keep every drawn value.
};

struct Network {
  PlanTime start = 0;
  std::vector<Activity> activities;
  std::vector<Link> links;
  std::vector<Calendar> calendars;
  std::vector<Risk> risks;
  std::vector<Branch> branches;
  std::vector<Condition> conditions;
  std::vector<Correlation> correlations;
  CorrelationMethod correlation_method = CorrelationMethod::gaussian_copula;
  double escalation_per_year = 0;  ///< Cost grows by this part for each year after the start.
};

inline constexpr std::size_t k_activities_max = 200'000;
inline constexpr std::size_t k_links_max = 4'000'000;
inline constexpr std::size_t k_risks_max = 10'000;
inline constexpr std::size_t k_effects_max = 100'000;
inline constexpr std::size_t k_correlated_max = 1'000;

}  // namespace tc::engine::montecarlo
