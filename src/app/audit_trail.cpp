#include <filesystem>
#include <fstream>
#include <sstream>

#include "app/open_store.h"
#include "app/program.h"
#include "base/digest.h"
#include "base/text.h"
#include "kernel/audit.h"
#include "kernel/doctor.h"
#include "kernel/tool.h"
#include "service/anchor/anchor.h"

namespace tc::app {
namespace {

constexpr std::string_view k_usage =
    "usage: tongchou audit verify [--data DIR] [--database URL] [--anchors FILE] [--key HEX] "
    "[--json]\n       tongchou audit prove N [--data DIR] [--database URL]\n";

struct Options {
  Place place;
  bool json = false;
  std::string anchors;
  std::vector<std::string> keys;
  std::vector<std::string_view> words;
};

bool parse(Arguments arguments, Options& options) {
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    const std::string_view name = arguments[i];
    if (name == "--json") {
      options.json = true;
    } else if (!name.starts_with("--")) {
      options.words.push_back(name);
    } else if (++i == arguments.size()) {
      return false;
    } else if (name == "--data") {
      options.place.data = arguments[i];
    } else if (name == "--database") {
      options.place.database = arguments[i];
    } else if (name == "--anchors") {
      options.anchors = arguments[i];
    } else if (name == "--key") {
      options.keys.emplace_back(arguments[i]);
    } else {
      return false;
    }
  }
  return !options.words.empty() && data_is_a_folder(options.place.data);
}

std::string text_of(const std::string& file) {
  std::ifstream in(file, std::ios::binary);
  if (!in) throw Failure("cannot read " + file);
  std::ostringstream text;
  text << in.rdbuf();
  return std::move(text).str();
}

// Keys named by the caller count alone; otherwise the one beside the data, which is as safe as the
// data directory.
std::vector<std::string> trusted_keys(const Options& options) {
  if (!options.keys.empty()) return options.keys;
  const std::string file = options.place.data + "/keys/audit.pub";
  if (!std::filesystem::exists(file)) return {};
  return {std::string(trim(text_of(file)))};
}

Result<std::vector<service::anchor::Anchor>> anchors_of(const Options& options) {
  const std::string beside = options.place.data + "/anchors.jsonl";
  if (!options.anchors.empty()) return service::anchor::parse_anchors(text_of(options.anchors));
  if (!std::filesystem::exists(beside)) return std::vector<service::anchor::Anchor>();
  return service::anchor::parse_anchors(text_of(beside));
}

int verify(const Options& options) {
  Result<std::vector<service::anchor::Anchor>> anchors = anchors_of(options);
  if (!anchors) {
    return print_problems({"line " + anchors.refusals().front().arguments.front().value +
                           " of the anchors cannot be read"},
                          options.json, Json::object());
  }
  service::anchor::Check check(std::move(*anchors), trusted_keys(options));
  const std::unique_ptr<kernel::Store> store = open_store(options.place);
  const kernel::AuditReport report =
      kernel::verify_audit(*store->read(), [&](const kernel::AuditRow& row) { check.add(row); });
  std::vector<std::string> problems = report.problems;
  const std::vector<std::string> unanchored = check.problems();
  problems.insert(problems.end(), unanchored.begin(), unanchored.end());
  Json answer = Json::object();
  answer.append("events", report.count);
  answer.append("head", report.head);
  answer.append("anchored", check.confirmed());
  return print_problems(problems, options.json, std::move(answer));
}

// Event, index, size, path and root: all that an independent script needs (RFC 9162 §2.1.3.2).
int prove(const Options& options, std::int64_t number) {
  const std::unique_ptr<kernel::Store> store = open_store(options.place);
  std::vector<std::string> leaves;
  std::string event;
  kernel::AuditTree tree;
  const kernel::AuditReport report =
      kernel::verify_audit(*store->read(), [&](const kernel::AuditRow& row) {
        leaves.push_back(kernel::audit_leaf(row.event));
        tree.add(row.event);
        if (row.seq == number) event = row.event;
      });
  if (!report.problems.empty() || event.empty()) {
    std::vector<std::string> problems = report.problems;
    if (problems.empty())
      problems.push_back("there is no event " + std::to_string(number) + " in the trail");
    return print_problems(problems, options.json, Json::object());
  }
  // As of the newest anchor that covers it, so that the root is one that was signed.
  const Result<std::vector<service::anchor::Anchor>> anchors = anchors_of(options);
  const service::anchor::Anchor* signed_one = nullptr;
  for (std::size_t i = 0; anchors && i < anchors->size(); ++i) {
    const service::anchor::Anchor& one = (*anchors)[i];
    if (one.size >= number && one.size <= tree.size()) signed_one = &one;
  }
  if (signed_one != nullptr) leaves.resize(static_cast<std::size_t>(signed_one->size));
  Json path = Json::array();
  for (const std::string& node : kernel::audit_path(leaves, static_cast<std::size_t>(number - 1)))
    path.push(node);
  Json json = Json::object();
  json.append("event", event);
  json.append("index", number - 1);
  json.append("size", static_cast<std::int64_t>(leaves.size()));
  json.append("path", std::move(path));
  json.append("root", signed_one != nullptr ? signed_one->root : tree.root());
  json.append("anchor", signed_one != nullptr ? Json(signed_one->line()) : Json());
  std::printf("%s\n", to_text(json).c_str());
  return kernel::k_exit_done;
}

}  // namespace

int audit(Arguments arguments) {
  Options options;
  if (parse(arguments, options)) {
    if (options.words.front() == "verify" && options.words.size() == 1) return verify(options);
    const std::optional<std::int64_t> number =
        options.words.size() == 2 ? kernel::ToolCall::number<std::int64_t>(options.words[1])
                                  : std::nullopt;
    if (options.words.front() == "prove" && number) return prove(options, *number);
  }
  std::fputs(k_usage.data(), stderr);
  return kernel::k_exit_usage;
}

}  // namespace tc::app
