#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "kernel/kernel.h"

/// Registers and reports as files. Implemented by service/exchange, used by http.
namespace tc::kernel {

struct FileHead {
  std::string title;
  std::vector<Field> columns;
  bool zh = true;
  Moment made_at = 0;
};

class TableFile {
 public:
  virtual ~TableFile() = default;
  /// One row, by the columns; links are told by their titles as the reader may see them.
  virtual void add(std::span<const Value> row, Reader& reader) = 0;
  [[nodiscard]] virtual std::string finish() = 0;
};

struct FileFormat {
  std::string_view name;  ///< Also the ending of the file: "csv".
  std::string_view media_type;
  std::int64_t rows_max = 0;
  bool for_editing = false;  ///< All fields and the version, to be changed and imported again.
  std::unique_ptr<TableFile> (*open)(FileHead head) = nullptr;
};

}  // namespace tc::kernel
