#pragma once

#include <charconv>
#include <concepts>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/progress.h"
#include "base/result.h"
#include "base/time_limit.h"

namespace tc::kernel {

struct Tool;

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
  /// The refusal in the user's language.
  [[nodiscard]] virtual std::string sentence(const Refusal& refusal) const = 0;
  /// The words of a code without arguments: of a reason why a figure is missing.
  [[nodiscard]] std::string words(std::string_view code) const;
};

/// The arguments of one call. The usage line of the tool is the grammar: capital words are files,
/// `--name` stands alone, `--name WORD` and `--name one|two` take a value (capitals: any), what
/// has no brackets must be given. Values that do not fit are told by `misuse`.
class ToolCall {
 public:
  ToolCall(std::string_view tool, std::string_view usage,
           std::span<const std::string_view> arguments);

  [[nodiscard]] std::string_view file(std::size_t at = 0) const { return files_.at(at); }
  [[nodiscard]] bool has(std::string_view option) const { return options_.contains(option); }
  [[nodiscard]] bool json() const { return has("--json"); }
  [[nodiscard]] std::string_view text(std::string_view option,
                                      std::string_view otherwise = {}) const;

  /// Sets `to` when the option is given; a value outside `least … most` is misuse.
  template <class Number>
  void take(std::string_view option, Number& to, Number least, Number most) {
    if (!has(option)) return;
    const std::optional<Number> value = number<Number>(text(option));
    if (value && *value >= least && *value <= most)
      to = *value;
    else
      misuse();
  }
  /// The whole text as a number.
  template <class Number>
  [[nodiscard]] static std::optional<Number> number(std::string_view text) {
    Number value{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return value;
  }

  void misuse() { sound_ = false; }
  /// Asked once all values are taken; refuses `tool.usage`.
  [[nodiscard]] Status sound() const;

 private:
  std::vector<std::string_view> files_;
  std::map<std::string_view, std::string_view> options_;
  bool sound_ = true;
};

/// Reads the arguments, runs the tool, prints refusals and the usage. Returns the exit code.
[[nodiscard]] int run_tool(const Tool& tool, std::span<const std::string_view> arguments,
                           ToolIo& io);

/// Stops at the deadline, and tells once a second how far the work is.
class ToolProgress final : public Progress {
 public:
  explicit ToolProgress(ToolIo& io, std::optional<std::int64_t> deadline_ms = {},
                        bool tells = true);
  [[nodiscard]] bool step(std::int64_t done, std::int64_t total, const char* phase) override;
  [[nodiscard]] double elapsed_ms() const { return limit_.passed_ms(); }

 private:
  ToolIo& io_;
  TimeLimit limit_;
  std::int64_t told_us_;  ///< Since the start.
};

}  // namespace tc::kernel
