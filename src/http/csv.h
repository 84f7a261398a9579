#pragma once

#include <span>
#include <string>
#include <vector>

#include "http/server.h"
#include "kernel/kernel.h"

namespace tc::http {

/// True when the caller asks for CSV, by `?format=csv` or by Accept.
[[nodiscard]] bool wants_csv(const Request& request);

/// Rows as CSV (RFC 4180, UTF-8 with a mark so that Excel reads it): labels of the caller's
/// language as header, values as people write them, links by title. Texts that a spreadsheet would
/// take for a formula get a leading apostrophe (trust §5, formula injection).
[[nodiscard]] Response csv_response(std::span<const kernel::Field> columns,
                                    const std::vector<std::vector<kernel::Value>>& rows,
                                    kernel::Reader& reader, std::string_view name);

/// A register as the caller may see it: number, state and the fields of `only` (empty: all), at
/// most 10,000 rows in the query's order.
[[nodiscard]] Response list_csv(kernel::Reader& reader, kernel::ListQuery query,
                                const std::vector<std::string_view>& hidden,
                                const std::vector<std::string>& only);

}  // namespace tc::http
