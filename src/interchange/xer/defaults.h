#pragma once

#include <span>
#include <string_view>

namespace tc::interchange::xer {

/// What a column holds in a row that we make: the columns the plan has no place for.
struct Default {
  std::string_view table, column, text;
};
[[nodiscard]] std::string_view default_text(std::string_view table, std::string_view column);

/// The tables of a file that we make, in P6's order, with the columns of P6 8.4.
struct TableTemplate {
  std::string_view name;
  std::string_view columns;  ///< Separated by blanks.
  std::string_view rows;     ///< Fixed rows, cells by '|', rows by '\n'; mostly none.
};
[[nodiscard]] std::span<const TableTemplate> table_templates();

}  // namespace tc::interchange::xer
