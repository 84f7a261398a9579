#pragma once

#include <optional>

#include "document/sheet.h"

namespace tc::document {

[[nodiscard]] inline Refusal too_large(std::string_view what, std::size_t max) {
  return refuse(RefusalKind::too_large, "sheet.too_large", {},
                {{"what", std::string(what)}, {"max", std::to_string(max)}});
}

/// Counts cells against the limits of a sheet.
class SheetLimits {
 public:
  /// One more cell, at this row and column counted from 1.
  [[nodiscard]] std::optional<Refusal> take(std::size_t row, std::size_t column) {
    if (row > k_sheet_rows_max) return too_large("rows", k_sheet_rows_max);
    if (column > k_sheet_columns_max) return too_large("columns", k_sheet_columns_max);
    if (++cells_ > k_sheet_cells_max) return too_large("cells", k_sheet_cells_max);
    return std::nullopt;
  }

 private:
  std::size_t cells_ = 0;
};

}  // namespace tc::document
