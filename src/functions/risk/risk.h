#pragma once

#include <span>
#include <vector>

#include "kernel/kernel.h"

namespace tc::functions::risk {

/// The largest side of a matrix.
inline constexpr std::int64_t k_levels_max = 7;
/// The side where nobody set a scale.
inline constexpr std::int64_t k_levels_usual = 5;

[[nodiscard]] std::span<const kernel::Record> records();
/// What stands beside the risk: breakdown, scales, appetite, assessments, responses, indicators.
[[nodiscard]] std::span<const kernel::Record> registers();
[[nodiscard]] std::span<const kernel::Rule> rules();
[[nodiscard]] std::span<const kernel::Rule> register_rules();
[[nodiscard]] std::span<const kernel::Subscription> subscriptions();
[[nodiscard]] std::span<const kernel::Report> reports();
/// Figures of the register and of its simulation with the plan.
[[nodiscard]] std::span<const kernel::Report> figures();
[[nodiscard]] std::span<const kernel::Report> register_figures();
[[nodiscard]] std::span<const kernel::Report> history_figures();
[[nodiscard]] std::span<const kernel::Report> tree_figures();
[[nodiscard]] std::span<const kernel::Tool> tools();

/// How many levels there are, and what each level of probability stands for.
struct Scale {
  std::int64_t levels = k_levels_usual;
  std::vector<double> probability = {0.05, 0.2, 0.4, 0.6, 0.85};  ///< Of level 1, 2 …
  [[nodiscard]] double of(std::int64_t level) const;              ///< 0 for no level.
};
/// Shares of a text such as "5 20 40"; empty unless they rise and lie above 0, at most 100.
[[nodiscard]] std::vector<double> shares_in(std::string_view text);

/// What the organisation takes without asking.
struct Appetite {
  std::int64_t score_max = 11;
  std::optional<std::int64_t> exposure_minor_max;
};

/// Scales and appetites as they are set; a project's own one stands before the organisation's.
class Settings {
 public:
  explicit Settings(kernel::Reader& reader);
  [[nodiscard]] Scale scale(Id project) const;
  /// Of the category where one is set for it.
  [[nodiscard]] Appetite appetite(Id project, std::string_view category = {}) const;

 private:
  std::vector<kernel::Row> scales_;
  std::vector<kernel::Row> appetites_;
};

/// Probability of a level field times the cost impact, in minor units; a loss counts positive, the
/// gain of an opportunity negative.
[[nodiscard]] std::int64_t expected_loss(const kernel::Row& risk, const Scale& scale,
                                         std::string_view probability);

}  // namespace tc::functions::risk
