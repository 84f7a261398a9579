#pragma once

#include <optional>
#include <span>
#include <string>

#include "kernel/file_format.h"
#include "kernel/function.h"

/// Files in and out: attachments by their SHA-256 and the rows that refer to them; registers and
/// reports as CSV, XLSX and PDF; CSV and XLSX into registers.
namespace tc::service::exchange {

extern const kernel::Function k_exchange;

/// The files that lists and reports come as.
[[nodiscard]] std::span<const kernel::FileFormat> file_formats();

/// Content-addressed files in a folder; added to the kernel as a part.
class Files {
 public:
  explicit Files(std::string folder) : folder_(std::move(folder)) {}
  /// Stores bytes durably and answers their SHA-256. The same bytes are stored once.
  [[nodiscard]] std::string put(std::string_view bytes);
  /// The bytes of a digest; nothing when there are none.
  [[nodiscard]] std::optional<std::string> get(std::string_view sha256) const;

 private:
  std::string folder_;
};

}  // namespace tc::service::exchange
