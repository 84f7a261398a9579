#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/result.h"

/// Which projects to start when: the question, in whole numbers.
///
/// Values and amounts are integers in units of the file divided by a power of ten (`value_scale`,
/// `Resource::scale`), so that feasibility and objective are exact.
namespace tc::engine::portfolio {

struct Resource {
  std::string id;
  std::vector<std::int64_t> capacity;  ///< Per period. Money is a resource like any other.
  bool pooled = false;                 ///< One capacity for the whole horizon.
  std::int64_t scale = 1;              ///< Units of the file times this are the integers here.
};

/// How much of a resource a candidate takes in each period of its own duration.
struct Use {
  std::int32_t resource = 0;
  std::vector<std::int64_t> amount;  ///< Per period after the start.
};

struct Candidate {
  std::string id;
  std::string category;
  std::vector<std::int64_t> value;  ///< Per start period; one entry = the same for all.
  std::int32_t duration = 1;        ///< Periods.
  std::int32_t earliest = 0;
  std::int32_t latest = INT32_MAX;  ///< Last allowed start; also held by the horizon.
  bool must = false;                ///< Has to be done.
  std::vector<Use> uses;
  std::vector<std::int32_t> requires_done;  ///< Candidates that must have finished before.
};

/// Limits on how many candidates of a category are chosen.
struct Category {
  std::string id;
  std::int32_t least = 0;
  std::int32_t most = INT32_MAX;
};

/// In at least `confidence` of the sampled futures every capacity must suffice. Each future has a
/// factor per candidate on all its uses, in thousandths.
struct Chance {
  double confidence = 0;
  std::vector<std::vector<std::int32_t>> factors;  ///< [future][candidate]
};

struct Model {
  std::int32_t periods = 1;
  std::int64_t value_scale = 1;
  std::vector<Resource> resources;
  std::vector<Candidate> candidates;
  std::vector<std::vector<std::int32_t>> exclusive;  ///< At most one of each group.
  std::vector<Category> categories;
  Chance chance;
};

inline constexpr std::size_t k_candidates_max = 10'000;
inline constexpr std::int32_t k_periods_max = 240;
inline constexpr std::size_t k_choices_max = 1'000'000;
inline constexpr std::int64_t k_amount_max = 1'000'000'000'000;
inline constexpr std::size_t k_futures_max = 2'000;

/// Start period per candidate, -1 = not chosen.
using Selection = std::vector<std::int32_t>;

/// Refuses what no search should see: indices that lead nowhere, amounts out of range, empty models
/// (`portfolio.empty`, `portfolio.bad_value`, `portfolio.bad_reference`, `portfolio.too_large`,
/// `portfolio.requires_cycle`).
[[nodiscard]] Refusals faults_of(const Model& model);

/// Whether a selection keeps every condition of the model, by plain integer arithmetic straight
/// from the model: nothing a search or a solver says is believed without it.
[[nodiscard]] bool is_feasible(const Model& model, const Selection& selection);

/// Sum of the values. Precondition: starts lie in the model.
[[nodiscard]] std::int64_t value_of(const Model& model, const Selection& selection);

/// The value of a candidate that starts in a period.
[[nodiscard]] std::int64_t value_at(const Candidate& candidate, std::int32_t start);

/// The last period in which a candidate may start; below `earliest` where it fits nowhere.
[[nodiscard]] std::int32_t last_start(const Model& model, const Candidate& candidate);

}  // namespace tc::engine::portfolio
