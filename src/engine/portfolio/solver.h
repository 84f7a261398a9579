#pragma once

#include <optional>
#include <string>
#include <vector>

namespace tc::engine::portfolio {

/// What a mixed-integer solver says. Nothing of it is believed: solutions are checked, and "proved"
/// only counts together with a solution that passes.
struct SolverAnswer {
  bool proved = false;              ///< It claims that nothing is better.
  std::optional<double> objective;  ///< In the integers of the model.
  std::vector<std::string> ones;    ///< Names of the variables at 1.
};

/// A solver outside of the program: gets a problem in CPLEX LP format and may fail in any way.
class Solver {
 public:
  virtual ~Solver() = default;
  /// Nothing where it failed, was killed, or is not there. At most so many seconds.
  [[nodiscard]] virtual std::optional<SolverAnswer> solve(const std::string& lp_text,
                                                          double seconds) = 0;
};

}  // namespace tc::engine::portfolio
