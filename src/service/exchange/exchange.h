#pragma once

#include <optional>
#include <string>

#include "kernel/function.h"

/// Files and attachments: bytes by their SHA-256, rows that refer to them.
namespace tc::service::exchange {

extern const kernel::Function k_exchange;

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
