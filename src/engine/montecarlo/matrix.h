#pragma once

#include <cstddef>
#include <optional>
#include <vector>

namespace tc::engine::montecarlo {

/// A square matrix, row after row.
struct Matrix {
  std::size_t size = 0;
  std::vector<double> cells;

  explicit Matrix(std::size_t n) : size(n), cells(n * n) {}
  double& at(std::size_t row, std::size_t column) { return cells[row * size + column]; }
  [[nodiscard]] double at(std::size_t row, std::size_t column) const {
    return cells[row * size + column];
  }
};

/// The lower triangle L with L·Lᵀ = m; nothing where m is not positive definite.
[[nodiscard]] std::optional<Matrix> cholesky(const Matrix& m);

/// The nearest correlation matrix that is positive definite. Up to 200 rows by alternating
/// projections (N. Higham, IMA J. Numer. Anal. 22, 2002); larger ones are shrunk towards no
/// correlation by the least factor that suffices.
[[nodiscard]] Matrix nearest_correlation(const Matrix& m);

}  // namespace tc::engine::montecarlo
