#include "engine/montecarlo/matrix.h"

#include <algorithm>
#include <cmath>

namespace tc::engine::montecarlo {
namespace {

constexpr std::size_t k_higham_rows_max = 200;
constexpr int k_higham_steps_max = 100;
constexpr int k_sweeps_max = 30;
constexpr double k_eigenvalue_min = 1e-8;

struct Eigen {
  std::vector<double> values;
  Matrix vectors;
};

/// One rotation of Jacobi's method that makes cell (p, q) zero.
void rotate(Matrix& m, Matrix& vectors, std::size_t p, std::size_t q) {
  const double theta = (m.at(q, q) - m.at(p, p)) / (2 * m.at(p, q));
  const double t = (theta >= 0 ? 1 : -1) / (std::abs(theta) + std::sqrt(theta * theta + 1));
  const double c = 1 / std::sqrt(t * t + 1), s = t * c;
  for (std::size_t k = 0; k < m.size; ++k) {
    const double left = m.at(k, p), right = m.at(k, q);
    m.at(k, p) = c * left - s * right;
    m.at(k, q) = s * left + c * right;
  }
  for (std::size_t k = 0; k < m.size; ++k) {
    const double left = m.at(p, k), right = m.at(q, k);
    m.at(p, k) = c * left - s * right;
    m.at(q, k) = s * left + c * right;
  }
  for (std::size_t k = 0; k < m.size; ++k) {
    const double left = vectors.at(k, p), right = vectors.at(k, q);
    vectors.at(k, p) = c * left - s * right;
    vectors.at(k, q) = s * left + c * right;
  }
}

Eigen eigen(Matrix m) {
  Eigen result{{}, Matrix(m.size)};
  for (std::size_t row = 0; row < m.size; ++row) result.vectors.at(row, row) = 1;
  for (int sweep = 0; sweep < k_sweeps_max; ++sweep) {
    double off = 0;
    for (std::size_t p = 0; p < m.size; ++p) {
      for (std::size_t q = p + 1; q < m.size; ++q) {
        off += m.at(p, q) * m.at(p, q);
        if (std::abs(m.at(p, q)) > 1e-14) rotate(m, result.vectors, p, q);
      }
    }
    if (off < 1e-20) break;
  }
  for (std::size_t row = 0; row < m.size; ++row) result.values.push_back(m.at(row, row));
  return result;
}

/// The nearest matrix whose eigenvalues are at least the smallest allowed.
Matrix projected(const Matrix& m) {
  const Eigen parts = eigen(m);
  Matrix result(m.size);
  for (std::size_t k = 0; k < m.size; ++k) {
    const double value = std::max(parts.values[k], k_eigenvalue_min);
    for (std::size_t row = 0; row < m.size; ++row) {
      const double scaled = parts.vectors.at(row, k) * value;
      for (std::size_t column = 0; column < m.size; ++column) {
        result.at(row, column) += scaled * parts.vectors.at(column, k);
      }
    }
  }
  return result;
}

Matrix higham(const Matrix& m) {
  Matrix y = m;
  Matrix correction(m.size);
  for (int step = 0; step < k_higham_steps_max; ++step) {
    Matrix r = y;
    for (std::size_t at = 0; at < r.cells.size(); ++at) r.cells[at] -= correction.cells[at];
    const Matrix x = projected(r);
    double change = 0;
    for (std::size_t at = 0; at < r.cells.size(); ++at) {
      correction.cells[at] = x.cells[at] - r.cells[at];
    }
    Matrix next = x;
    for (std::size_t row = 0; row < m.size; ++row) next.at(row, row) = 1;
    for (std::size_t at = 0; at < r.cells.size(); ++at) {
      change = std::max(change, std::abs(next.cells[at] - y.cells[at]));
    }
    y = std::move(next);
    if (change < 1e-9) break;
  }
  return y;
}

/// (1 − part) · m + part · identity.
Matrix shrunk(const Matrix& m, double part) {
  Matrix result = m;
  for (std::size_t row = 0; row < m.size; ++row) {
    for (std::size_t column = 0; column < m.size; ++column) {
      if (row != column) result.at(row, column) *= 1 - part;
    }
  }
  return result;
}

}  // namespace

std::optional<Matrix> cholesky(const Matrix& m) {
  Matrix lower(m.size);
  for (std::size_t row = 0; row < m.size; ++row) {
    for (std::size_t column = 0; column <= row; ++column) {
      double sum = m.at(row, column);
      for (std::size_t k = 0; k < column; ++k) sum -= lower.at(row, k) * lower.at(column, k);
      if (row != column) {
        lower.at(row, column) = sum / lower.at(column, column);
      } else if (sum > 1e-12) {
        lower.at(row, row) = std::sqrt(sum);
      } else {
        return std::nullopt;
      }
    }
  }
  return lower;
}

Matrix nearest_correlation(const Matrix& m) {
  Matrix near = m.size <= k_higham_rows_max ? higham(m) : m;
  if (cholesky(near)) return near;
  double low = 0, high = 1;
  for (int step = 0; step < 24; ++step) {
    const double middle = (low + high) / 2;
    (cholesky(shrunk(near, middle)) ? high : low) = middle;
  }
  return shrunk(near, high);
}

}  // namespace tc::engine::montecarlo
