#pragma once

#include <deque>
#include <string>
#include <vector>

#include "store/sql/connection.h"

namespace tc::store::sql {

/// Rows of one table, gathered over a batch and inserted by few statements: for a small row the
/// statement costs more than the row.
class ManyRows {
 public:
  /// `head`: "INSERT INTO _tx (tx, principal)"; rows have this many columns.
  ManyRows(std::string head, std::size_t columns) : head_(std::move(head)), columns_(columns) {}
  /// What texts point to must live until `post`.
  void add(std::span<const Param> row);
  /// A text that lives as long as these rows.
  [[nodiscard]] std::string_view keep(std::string text);
  void post(Connection& connection);

 private:
  std::string head_;
  std::size_t columns_;
  std::vector<Param> params_;
  std::deque<std::string> kept_;
};

}  // namespace tc::store::sql
