#pragma once

#include <cstdint>
#include <vector>

#include "engine/portfolio/model.h"

namespace tc::engine::portfolio {

/// Amount taken of one capacity row (resource × period).
struct RowUse {
  std::int32_t row = 0;
  std::int64_t amount = 0;
};

/// One way of doing a candidate: starting it in a period.
struct Choice {
  std::int32_t candidate = 0;
  std::int32_t start = 0;
  std::int64_t value = 0;
  std::int32_t use_begin = 0;  ///< Into Choices::uses.
  std::int32_t use_end = 0;
};

/// The model as choices of which each candidate takes at most one, and rows with capacities.
struct Choices {
  const Model* model = nullptr;
  std::vector<std::int64_t> capacity;      ///< Per row; rows that nothing can fill are left out.
  std::vector<std::int32_t> row_resource;  ///< What a row stands for.
  std::vector<std::int32_t> row_period;
  std::vector<Choice> choices;      ///< Grouped by candidate.
  std::vector<std::int32_t> begin;  ///< Per candidate, one more.
  std::vector<RowUse> uses;
};

/// Choices that alone exceed a capacity are left out. The model must outlive the result.
[[nodiscard]] Choices choices_of(const Model& model);

/// A selection under construction, with what it uses.
class State {
 public:
  explicit State(const Choices& choices);

  void clear();
  void add(std::int32_t choice);
  void remove(std::int32_t choice);
  /// Whether every capacity, exclusion and upper limit of a category admits the choice; its
  /// candidate must not be chosen. Prerequisites are asked apart.
  [[nodiscard]] bool fits(std::int32_t choice) const;
  [[nodiscard]] bool requirements_met(std::int32_t choice) const;
  /// Capacities and, of the futures, enough.
  [[nodiscard]] bool within_capacity() const { return overloaded_ == 0 && futures_kept(); }
  [[nodiscard]] bool within_limits() const;
  [[nodiscard]] bool uses_overloaded(std::int32_t choice) const;
  /// Missing must-dos and members of categories below their minimum.
  [[nodiscard]] std::int32_t missing() const;
  [[nodiscard]] std::int64_t value() const { return value_; }
  /// Choice per candidate, -1 = none.
  [[nodiscard]] const std::vector<std::int32_t>& chosen() const { return chosen_; }
  [[nodiscard]] std::int64_t used(std::int32_t row) const {
    return used_[static_cast<std::size_t>(row)];
  }
  [[nodiscard]] Selection selection() const;

 private:
  void change(std::int32_t choice, std::int64_t sign);
  [[nodiscard]] bool futures_kept() const { return futures_broken_ <= futures_allowed_; }
  [[nodiscard]] bool futures_admit(const Choice& choice) const;
  [[nodiscard]] std::int64_t& future_used(std::size_t future, std::int32_t row) {
    return future_used_[future * choices_.capacity.size() + static_cast<std::size_t>(row)];
  }
  [[nodiscard]] std::int64_t future_used(std::size_t future, std::int32_t row) const {
    return future_used_[future * choices_.capacity.size() + static_cast<std::size_t>(row)];
  }

  const Choices& choices_;
  std::vector<std::int32_t> chosen_;
  std::vector<std::int64_t> used_;
  std::int64_t value_ = 0;
  std::int32_t overloaded_ = 0;
  std::vector<std::vector<std::int32_t>> groups_of_;  ///< Per candidate: exclusive groups.
  std::vector<std::int32_t> in_group_;
  std::vector<std::int32_t> category_of_;  ///< Per candidate, -1 = unlimited.
  std::vector<std::int32_t> in_category_;
  std::vector<std::int64_t> future_used_;  ///< In thousandths.
  std::vector<std::int32_t> future_overloads_;
  std::int32_t futures_broken_ = 0;
  std::int32_t futures_allowed_ = 0;
};

}  // namespace tc::engine::portfolio
