#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "app/connections.h"
#include "app/program.h"
#include "base/clock.h"
#include "base/failure.h"
#include "base/text.h"
#include "kernel/present.h"
#include "kernel/tool.h"

namespace tc::app {
namespace {

class ProgramIo final : public kernel::ToolIo {
 public:
  [[nodiscard]] std::string read_file(std::string_view path) override {
    std::ifstream file{std::string(path), std::ios::binary};
    if (!file) throw Failure("cannot read " + std::string(path) + " / 无法读取文件");
    std::ostringstream bytes;
    bytes << file.rdbuf();
    return std::move(bytes).str();
  }
  void write_file(std::string_view path, std::string_view bytes) override {
    const std::string beside = std::string(path) + ".part";
    {
      std::ofstream file(beside, std::ios::binary | std::ios::trunc);
      file.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
      if (!file.flush()) throw Failure("cannot write " + beside + " / 无法写入文件");
    }
    std::filesystem::rename(beside, path);
  }
  void out(std::string_view text) override { std::fwrite(text.data(), 1, text.size(), stdout); }
  void err(std::string_view text) override { std::fwrite(text.data(), 1, text.size(), stderr); }
  [[nodiscard]] bool chinese() const override {
    const char* language = std::getenv("LANG");
    return language != nullptr && std::string_view(language).starts_with("zh");
  }
  [[nodiscard]] std::int64_t monotonic_us() const override { return tc::monotonic_us(); }
  [[nodiscard]] std::string sentence(const Refusal& refusal) const override {
    static const kernel::Registry registry(all_functions());  // Built only where words are needed.
    return kernel::sentence(registry, refusal, chinese());
  }
};

int declarations(std::string_view command, Arguments arguments, kernel::ToolIo& io) {
  const kernel::Registry registry(all_functions());
  if (command == "check") {
    for (const kernel::RecordType* type : registry.records()) {
      for (const kernel::Field& field : type->fields) {
        if (field.kind == kernel::Kind::link && field.target != "*" &&
            registry.record(field.target) == nullptr)
          io.out("unused: " + std::string(type->name) + "." + std::string(field.name) +
                 " links to " + std::string(field.target) + ", which is not installed\n");
      }
    }
    for (const std::string& what : missing_of_connections(registry))
      io.out("unused: " + what + ", which is not installed\n");
    io.out(std::to_string(registry.records().size()) + " records, " +
           std::to_string(registry.permissions().size()) + " permissions: sound\n");
    return kernel::k_exit_done;
  }
  if (command == "schema") io.out(to_text(schema_to_json(registry)) + "\n");
  if (command == "openapi") io.out(to_text(openapi_to_json(registry, k_version)) + "\n");
  if (command != "explain") return kernel::k_exit_done;
  if (arguments.size() != 1) return kernel::k_exit_usage;
  const std::optional<Json> connection = explain_connection(registry, arguments.front());
  Json json = connection ? *connection : explain_to_json(registry, arguments.front());
  if (json.is_null()) json = explain_declaration(registry, arguments.front());
  if (json.is_object() && !connection)
    json.append("connections", connections_through(arguments.front()));
  if (json.is_null()) {
    io.err("nothing is called " + std::string(arguments.front()) + "\n");
    return kernel::k_exit_refused;
  }
  io.out(to_text(json) + "\n");
  return kernel::k_exit_done;
}

struct Command {
  std::string_view name;
  std::string_view usage;
  int (*run)(Arguments arguments);
};

constexpr Command k_commands[] = {
    {"serve",
     "serve [--data DIR] [--database URL] [--listen HOST:PORT] [--demo] [--demo-language zh|en] "
     "[--tls-cert FILE --tls-key FILE] [--trusted-proxy ADDRESS] [--anchors FILE]",
     serve},
    {"doctor", "doctor [--data DIR] [--database URL] [--json]", doctor},
    {"audit", "audit verify|prove [N] [--data DIR] [--database URL] [--anchors FILE] [--json]",
     audit},
    {"backup", "backup create|verify FOLDER [--data DIR] [--database URL]", backup},
    {"restore", "restore FOLDER --data DIR [--database URL]", restore},
    {"migrate", "migrate [--data DIR] [--database URL]", migrate},
};

int help(kernel::ToolIo& io) {
  std::string text = "Tongchou " + std::string(k_version) + "\n";
  for (const Command& command : k_commands)
    text += "  tongchou " + std::string(command.usage) + "\n";
  for (const kernel::Function* function : all_functions()) {
    for (const kernel::Tool& tool : function->tools)
      text += "  tongchou " + std::string(tool.usage) + "\n";
  }
  text += "  tongchou schema | openapi | check | explain CODE | version\n";
  io.out(text);
  return kernel::k_exit_done;
}

}  // namespace

int run(Arguments arguments) {
  ProgramIo io;
  if (arguments.empty() || arguments.front() == "help" || arguments.front() == "--help")
    return help(io);
  const std::string_view first = arguments.front();
  if (first == "version" || first == "--version") {
    io.out(std::string(k_version) + "\n");
    return kernel::k_exit_done;
  }
  for (const std::string_view name : {"schema", "openapi", "check", "explain"}) {
    if (first == name) return declarations(first, arguments.subspan(1), io);
  }
  for (const Command& command : k_commands) {
    if (first == command.name) return command.run(arguments.subspan(1));
  }
  for (const kernel::Function* function : all_functions()) {
    for (const kernel::Tool& tool : function->tools) {
      const std::vector<std::string_view> words = split(tool.name, ' ');
      if (arguments.size() < words.size() ||
          !std::ranges::equal(words, arguments.first(words.size())))
        continue;
      return kernel::run_tool(tool, arguments.subspan(words.size()), io);
    }
  }
  io.err("unknown command: " + std::string(first) + "\n");
  help(io);
  return kernel::k_exit_usage;
}

}  // namespace tc::app
