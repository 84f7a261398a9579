#pragma once

#include <map>
#include <string>

#include "base/clock.h"
#include "base/message.h"
#include "kernel/tool.h"

namespace tc::kernel {

/// The world of a tool in a test: files by name and what was printed.
class TestToolIo : public ToolIo {
 public:
  explicit TestToolIo(std::span<const Message> messages) : messages_(messages) {}

  [[nodiscard]] std::string read_file(std::string_view path) override {
    return files.at(std::string(path));
  }
  void write_file(std::string_view path, std::string_view bytes) override {
    files[std::string(path)] = bytes;
  }
  void out(std::string_view text) override { answer += text; }
  void err(std::string_view text) override { message += text; }
  [[nodiscard]] bool chinese() const override { return zh; }
  [[nodiscard]] std::int64_t monotonic_us() const override { return tc::monotonic_us(); }
  [[nodiscard]] std::string sentence(const Refusal& refusal) const override {
    return tc::sentence(messages_, refusal, zh);
  }

  std::map<std::string, std::string> files;
  std::string answer;
  std::string message;
  bool zh = false;

 private:
  std::span<const Message> messages_;
};

}  // namespace tc::kernel
