#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "app/program.h"
#include "base/digest.h"
#include "base/failure.h"
#include "kernel/doctor.h"
#include "kernel/tool.h"
#include "store/sqlite/sqlite_store.h"

namespace tc::app {
namespace {

namespace fs = std::filesystem;

struct Options {
  std::string data = "data";
  bool json = false;
  std::vector<std::string_view> words;
};

bool parse(Arguments arguments, Options& options) {
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    if (arguments[i] == "--json")
      options.json = true;
    else if (arguments[i] == "--data" && i + 1 < arguments.size())
      options.data = arguments[++i];
    else if (arguments[i].starts_with("--"))
      return false;
    else
      options.words.push_back(arguments[i]);
  }
  return true;
}

int usage(const char* text) {
  std::fprintf(stderr, "usage: tongchou %s\n", text);
  return kernel::k_exit_usage;
}

int print_problems(const std::vector<std::string>& problems, bool json, Json answer) {
  if (json) {
    Json list = Json::array();
    for (const std::string& problem : problems) list.push(problem);
    answer.append("sound", problems.empty());
    answer.append("problems", std::move(list));
    std::printf("%s\n", to_text(answer).c_str());
  } else {
    for (const std::string& problem : problems) std::printf("%s\n", problem.c_str());
    if (problems.empty()) std::printf("sound / 完好\n");
  }
  return problems.empty() ? kernel::k_exit_done : kernel::k_exit_refused;
}

std::string file_bytes(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) throw Failure("cannot read " + path.string());
  std::ostringstream bytes;
  bytes << file.rdbuf();
  return std::move(bytes).str();
}

// The manifest of a backup: every file with its SHA-256, and the head of the audit chain.
Json manifest_of(const fs::path& folder, const kernel::AuditReport& audit) {
  Json files = Json::object();
  std::vector<std::string> names;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    const std::string name = fs::relative(entry.path(), folder).string();
    if (entry.is_regular_file() && name != "manifest.json") names.push_back(name);
  }
  std::ranges::sort(names);
  for (const std::string& name : names) files.append(name, sha256_hex(file_bytes(folder / name)));
  Json json = Json::object();
  json.append("version", k_version);
  json.append("audit_events", audit.count);
  json.append("audit_head", audit.head);
  json.append("files", std::move(files));
  return json;
}

std::vector<std::string> backup_problems(const fs::path& folder) {
  std::vector<std::string> problems;
  const Result<Json> manifest = parse_json(file_bytes(folder / "manifest.json"));
  const Json* files = manifest ? manifest->find("files") : nullptr;
  if (files == nullptr) return {"the manifest is damaged"};
  std::size_t present = 0;
  for (const auto& entry : fs::recursive_directory_iterator(folder))
    present += entry.is_regular_file();
  if (present != files->size() + 1) problems.emplace_back("files were added or removed");
  for (const JsonMember& file : files->members()) {
    if (!fs::exists(folder / file.key))
      problems.push_back(file.key + " is missing");
    else if (sha256_hex(file_bytes(folder / file.key)) != file.value.string())
      problems.push_back(file.key + " was changed");
  }
  if (!problems.empty()) return problems;
  for (const std::string& problem : store::sqlite::check_file((folder / "tongchou.db").string()))
    problems.push_back(problem);
  return problems;
}

}  // namespace

int doctor(Arguments arguments) {
  Options options;
  if (!parse(arguments, options)) return usage("doctor [--data DIR] [--json]");
  const kernel::Registry registry(all_functions());
  const std::unique_ptr<kernel::Store> store = store::sqlite::open_sqlite(options.data);
  store->migrate(registry);
  std::vector<std::string> problems = store->check();
  const std::unique_ptr<kernel::Snapshot> snapshot = store->read();
  const kernel::AuditReport audit = kernel::verify_audit(*snapshot);
  problems.insert(problems.end(), audit.problems.begin(), audit.problems.end());
  const std::vector<std::string> records = kernel::check_records(*snapshot, registry);
  problems.insert(problems.end(), records.begin(), records.end());
  Json answer = Json::object();
  answer.append("audit_events", audit.count);
  return print_problems(problems, options.json, std::move(answer));
}

int audit(Arguments arguments) {
  Options options;
  if (!parse(arguments, options) || options.words.size() != 1 || options.words.front() != "verify")
    return usage("audit verify [--data DIR] [--json]");
  const kernel::Registry registry(all_functions());
  const std::unique_ptr<kernel::Store> store = store::sqlite::open_sqlite(options.data);
  store->migrate(registry);
  const std::unique_ptr<kernel::Snapshot> snapshot = store->read();
  const kernel::AuditReport report = kernel::verify_audit(*snapshot);
  Json answer = Json::object();
  answer.append("events", report.count);
  answer.append("head", report.head);
  return print_problems(report.problems, options.json, std::move(answer));
}

int backup(Arguments arguments) {
  Options options;
  if (!parse(arguments, options) || options.words.size() != 2)
    return usage("backup create|verify FOLDER [--data DIR]");
  const fs::path folder(options.words[1]);
  if (options.words[0] == "verify")
    return print_problems(backup_problems(folder), options.json, Json::object());
  if (options.words[0] != "create") return usage("backup create|verify FOLDER [--data DIR]");
  if (fs::exists(folder) && !fs::is_empty(folder))
    throw Failure("the backup folder is not empty: " + folder.string());
  fs::create_directories(folder);
  const kernel::Registry registry(all_functions());
  kernel::AuditReport report;
  {
    const std::unique_ptr<kernel::Store> store = store::sqlite::open_sqlite(options.data);
    store->migrate(registry);
    store->backup(folder.string());
    report = kernel::verify_audit(*store->read());
  }
  if (fs::exists(fs::path(options.data) / "files"))
    fs::copy(fs::path(options.data) / "files", folder / "files", fs::copy_options::recursive);
  const std::string manifest = to_text(manifest_of(folder, report));
  std::ofstream(folder / "manifest.json", std::ios::binary) << manifest;
  return print_problems(backup_problems(folder), options.json, Json::object());
}

int restore(Arguments arguments) {
  Options options;
  if (!parse(arguments, options) || options.words.size() != 1)
    return usage("restore FOLDER --data DIR");
  const fs::path from(options.words.front()), to(options.data);
  if (fs::exists(to) && !fs::is_empty(to))
    throw Failure("restore only writes into an empty place; move this away first: " + to.string());
  const std::vector<std::string> problems = backup_problems(from);
  if (!problems.empty()) return print_problems(problems, options.json, Json::object());
  fs::path beside = to;
  beside += ".restoring";
  fs::remove_all(beside);
  fs::create_directories(beside);
  fs::copy_file(from / "tongchou.db", beside / "tongchou.db");
  if (fs::exists(from / "files"))
    fs::copy(from / "files", beside / "files", fs::copy_options::recursive);
  fs::remove(to);
  fs::rename(beside, to);
  return print_problems({}, options.json, Json::object());
}

int migrate(Arguments arguments) {
  Options options;
  if (!parse(arguments, options)) return usage("migrate [--data DIR]");
  const kernel::Registry registry(all_functions());
  store::sqlite::open_sqlite(options.data)->migrate(registry);
  return print_problems({}, options.json, Json::object());
}

}  // namespace tc::app
