#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "base/result.h"

/// Answers about groups that never reveal a person.
namespace tc::engine::survey {

inline constexpr std::int32_t k_threshold_default = 5;

/// One person's group in each dimension (department, age group, …), whole numbers from 0.
using Person = std::vector<std::int32_t>;

/// Keeps persons whose group is among `values`, for each dimension that is filtered.
struct Filter {
  struct Part {
    std::int32_t dimension = 0;
    std::vector<std::int32_t> values;
  };
  std::vector<Part> parts;
};

/// Which filters may be answered.
///
/// The persons are divided once into blocks of at least k: dimension by dimension in the order
/// given, groups below k are joined with their siblings (that is the complementary suppression: the
/// sibling would otherwise give them away by subtraction). A filter is answered only when it holds
/// every block wholly or not at all. Hence whatever is added to or subtracted from whatever, in any
/// order, the persons left over are a union of blocks: none, or at least k.
class AnonymousGroups {
 public:
  /// Refuses `survey.threshold_invalid` (k < 2), shape_invalid, and too_small_to_show (argument k)
  /// for fewer than k persons. Earlier dimensions keep more of their detail.
  static Result<AnonymousGroups> make(std::vector<Person> persons, std::int32_t k);

  /// The persons that a filter holds. Refuses `survey.too_small_to_show` and
  /// `survey.filter_isolates` (both with argument k), dimension_unknown. O(persons).
  [[nodiscard]] Result<std::vector<std::int32_t>> select(const Filter& filter) const;

  /// Of each person, for tests and explanations.
  [[nodiscard]] const std::vector<std::int32_t>& blocks() const { return blocks_; }

 private:
  void divide(std::vector<std::int32_t> members, std::size_t dimension);

  std::vector<Person> persons_;
  std::int32_t k_ = k_threshold_default;
  std::vector<std::int32_t> blocks_;
  std::int32_t block_count_ = 0;
};

}  // namespace tc::engine::survey
