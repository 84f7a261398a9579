#include "store/sql/many.h"

#include <algorithm>

namespace tc::store::sql {
namespace {

// A statement is prepared once for each of these numbers of rows.
constexpr std::size_t k_sizes[] = {64, 16, 4, 1};

std::string statement(const std::string& head, std::size_t columns, std::size_t rows) {
  std::string sql = head + " VALUES ";
  std::size_t parameter = 0;
  for (std::size_t row = 0; row < rows; ++row) {
    sql += row == 0 ? "(" : ", (";
    for (std::size_t column = 0; column < columns; ++column)
      sql += (column == 0 ? "?" : ", ?") + std::to_string(++parameter);
    sql += ")";
  }
  return sql;
}

}  // namespace

void ManyRows::add(std::span<const Param> row) {
  TC_ASSERT(row.size() == columns_);
  params_.insert(params_.end(), row.begin(), row.end());
}

std::string_view ManyRows::keep(std::string text) { return kept_.emplace_back(std::move(text)); }

void ManyRows::post(Connection& connection) {
  std::span<const Param> rest(params_);
  for (const std::size_t rows : k_sizes) {
    if (rest.size() < rows * columns_) continue;
    const std::string sql = statement(head_, columns_, rows);
    for (; rest.size() >= rows * columns_; rest = rest.subspan(rows * columns_))
      connection.post(sql, rest.first(rows * columns_));
  }
  params_.clear();
  kept_.clear();
}

}  // namespace tc::store::sql
