#pragma once

#include <string>
#include <vector>

#include "kernel/kernel.h"

namespace tc::service::exchange {

/// What a column of a file means to a register.
struct FileColumn {
  enum class Use {
    field,     ///< Sets `field`.
    number,    ///< Says which record the row changes; empty makes a new one.
    version,   ///< The version the file was made from: a row changed since is refused.
    computed,  ///< Known, but set by the program: passed over.
    unknown,   ///< Passed over, and said so.
  };
  std::string header;
  Use use = Use::unknown;
  int field = -1;    ///< Index into `importable`.
  std::string name;  ///< Of that field.
};

/// The fields of a type and, behind them, those that the organisation added; computed ones are
/// read-only. Those that a principal may not see are marked hidden.
[[nodiscard]] std::vector<kernel::Field> importable(const kernel::RecordType& type,
                                                    kernel::Reader& reader);

/// Matches headers with fields: by field name or label in zh or en, blanks
/// at the ends, case, a trailing "*" and a unit in brackets apart. Where several would match, the
/// first that no earlier column took.
[[nodiscard]] std::vector<FileColumn> match_columns(const kernel::RecordType& type,
                                                    const std::vector<std::string>& headers,
                                                    std::span<const kernel::Field> fields);

}  // namespace tc::service::exchange
