#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace tc::kernel {

// Exit codes of the program (contract).
inline constexpr int k_exit_done = 0;
inline constexpr int k_exit_refused = 1;
inline constexpr int k_exit_usage = 2;
inline constexpr int k_exit_failure = 3;
inline constexpr int k_exit_defect = 4;

/// What a tool of the command line may do to the world.
class ToolIo {
 public:
  virtual ~ToolIo() = default;
  /// A Failure names the file.
  [[nodiscard]] virtual std::string read_file(std::string_view path) = 0;
  /// Writes beside and renames, so that nothing half-written is left.
  virtual void write_file(std::string_view path, std::string_view bytes) = 0;
  virtual void out(std::string_view text) = 0;  ///< The answer.
  virtual void err(std::string_view text) = 0;  ///< Messages and progress.
  [[nodiscard]] virtual bool chinese() const = 0;
  [[nodiscard]] virtual std::int64_t monotonic_us() const = 0;
};

}  // namespace tc::kernel
