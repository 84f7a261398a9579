#pragma once

#include <string>

#include "engine/portfolio/solver.h"

namespace tc::functions::portfolio {

/// Runs COIN-OR's `cbc` in a child process: own folder, limits on CPU time, memory and the size of
/// files, killed when the wall time is over. Whatever goes wrong gives no answer.
class CbcProcess final : public engine::portfolio::Solver {
 public:
  /// `program` is a path, or a name to be found in $PATH.
  explicit CbcProcess(std::string program) : program_(std::move(program)) {}
  [[nodiscard]] std::optional<engine::portfolio::SolverAnswer> solve(const std::string& lp_text,
                                                                     double seconds) override;

 private:
  std::string program_;
};

/// What a solution file of cbc says; nothing where it is none.
[[nodiscard]] std::optional<engine::portfolio::SolverAnswer> read_cbc_solution(
    const std::string& text);

}  // namespace tc::functions::portfolio
