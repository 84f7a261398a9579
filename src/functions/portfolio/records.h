#pragma once

#include <span>
#include <vector>

#include "engine/portfolio/model.h"
#include "kernel/kernel.h"

namespace tc::functions::portfolio {

[[nodiscard]] std::span<const kernel::Record> records();
[[nodiscard]] std::span<const kernel::Rule> rules();
[[nodiscard]] std::span<const kernel::Action> actions();
[[nodiscard]] std::span<const kernel::Report> reports();
/// Scoring models, capacity needs, components and decisions.
[[nodiscard]] std::span<const kernel::Record> board_records();
[[nodiscard]] std::span<const kernel::Rule> board_rules();
[[nodiscard]] std::span<const kernel::Report> board_reports();

/// Qualified and approved demands against the envelopes, cost spread evenly over their periods.
struct Question {
  engine::portfolio::Model model;
  std::vector<kernel::Row> demands;
  std::vector<kernel::Row>
      waiting;  ///< For a demand that nobody will carry out now: not to be chosen.
};
[[nodiscard]] Question question_of(double budget_factor, kernel::Reader& reader);

}  // namespace tc::functions::portfolio
