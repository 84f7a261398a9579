#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/result.h"

/// Formulas over named values, as people write them in a spreadsheet:
/// `if(a * b >= 12, "high", "low")`, `round(spent / budget, 2)`.
namespace tc {

/// Nothing, a number (dates are their day numbers), a text or a truth.
using FormulaValue = std::variant<std::monostate, double, std::string, bool>;

inline constexpr std::size_t k_formula_bytes_max = 1000;
inline constexpr int k_formula_depth_max = 30;

class Formula {
 public:
  /// Refuses `formula.malformed` (argument offset), `formula.too_long`, `formula.too_deep` and
  /// `formula.unknown_function` (argument name). Operators: or, and, not, = != < <= > >=, & (joins
  /// texts), + - * /; functions: if, min, max, sum, round, abs, coalesce, contains.
  static Result<Formula> parse(std::string_view text);

  using Lookup = std::function<FormulaValue(std::string_view name)>;
  /// Nothing where an operand is missing, does not fit, or a division is by zero. O(size).
  [[nodiscard]] FormulaValue evaluate(const Lookup& lookup) const;
  /// The names it reads, each once.
  [[nodiscard]] std::vector<std::string> names() const;

  struct Node;
  explicit Formula(std::shared_ptr<const Node> root) : root_(std::move(root)) {}

 private:
  std::shared_ptr<const Node> root_;  ///< Immutable, so copies of a formula may share it.
};

}  // namespace tc
