#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "app/open_store.h"
#include "app/program.h"
#include "base/digest.h"
#include "base/failure.h"
#include "kernel/doctor.h"
#include "kernel/tool.h"
#include "store/postgres/backup.h"
#include "store/sqlite/sqlite_store.h"

namespace tc::app {
namespace {

namespace fs = std::filesystem;

constexpr const char* k_database_file = "tongchou.db";
constexpr const char* k_database_folder = "database";

struct Options {
  Place place;
  bool json = false;
  std::vector<std::string_view> words;
};

bool parse(Arguments arguments, Options& options) {
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    if (arguments[i] == "--json")
      options.json = true;
    else if (arguments[i] == "--data" && i + 1 < arguments.size())
      options.place.data = arguments[++i];
    else if (arguments[i] == "--database" && i + 1 < arguments.size())
      options.place.database = arguments[++i];
    else if (arguments[i].starts_with("--"))
      return false;
    else
      options.words.push_back(arguments[i]);
  }
  return data_is_a_folder(options.place.data);
}

int usage(const char* text) {
  std::fprintf(stderr, "usage: tongchou %s\n", text);
  return kernel::k_exit_usage;
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
  if (!problems.empty() || !fs::exists(folder / k_database_file)) return problems;
  return store::sqlite::check_file((folder / k_database_file).string());
}

void copy_files(const fs::path& from, const fs::path& to) {
  if (fs::exists(from / "files"))
    fs::copy(from / "files", to / "files", fs::copy_options::recursive);
}

void restore_into_folder(const fs::path& from, const fs::path& to) {
  if (!fs::exists(from / k_database_file))
    throw Failure("this is a backup of PostgreSQL: name the empty database with --database");
  fs::path beside = to;
  beside += ".restoring";
  fs::remove_all(beside);
  fs::create_directories(beside);
  fs::copy_file(from / k_database_file, beside / k_database_file);
  copy_files(from, beside);
  fs::remove(to);
  fs::rename(beside, to);
}

}  // namespace

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

int doctor(Arguments arguments) {
  Options options;
  if (!parse(arguments, options)) return usage("doctor [--data DIR] [--database URL] [--json]");
  const kernel::Registry registry(all_functions());
  const std::unique_ptr<kernel::Store> store = open_store(options.place);
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

int backup(Arguments arguments) {
  constexpr const char* k_usage = "backup create|verify FOLDER [--data DIR] [--database URL]";
  Options options;
  if (!parse(arguments, options) || options.words.size() != 2) return usage(k_usage);
  const fs::path folder(options.words[1]);
  if (options.words[0] == "verify")
    return print_problems(backup_problems(folder), options.json, Json::object());
  if (options.words[0] != "create") return usage(k_usage);
  if (fs::exists(folder) && !fs::is_empty(folder))
    throw Failure("the backup folder is not empty: " + folder.string());
  fs::create_directories(folder);
  const kernel::Registry registry(all_functions());
  kernel::AuditReport report;
  {
    const std::unique_ptr<kernel::Store> store = open_store(options.place);
    store->migrate(registry);
    const bool sqlite = options.place.database.empty();
    if (!sqlite) fs::create_directories(folder / k_database_folder);
    store->backup(sqlite ? folder.string() : (folder / k_database_folder).string());
    report = kernel::verify_audit(*store->read());
  }
  copy_files(options.place.data, folder);
  const std::string manifest = to_text(manifest_of(folder, report));
  std::ofstream(folder / "manifest.json", std::ios::binary) << manifest;
  return print_problems(backup_problems(folder), options.json, Json::object());
}

int restore(Arguments arguments) {
  Options options;
  if (!parse(arguments, options) || options.words.size() != 1)
    return usage("restore FOLDER --data DIR [--database URL]");
  const fs::path from(options.words.front()), to(options.place.data);
  if (fs::exists(to) && !fs::is_empty(to))
    throw Failure("restore only writes into an empty place; move this away first: " + to.string());
  std::vector<std::string> problems = backup_problems(from);
  if (!problems.empty()) return print_problems(problems, options.json, Json::object());
  if (options.place.database.empty()) {
    restore_into_folder(from, to);
  } else {
    const kernel::Registry registry(all_functions());
    store::postgres::restore({options.place.database, database_password()}, registry,
                             (from / k_database_folder).string());
    fs::create_directories(to);
    copy_files(from, to);
    const std::unique_ptr<kernel::Store> store = open_store(options.place);
    problems = kernel::verify_audit(*store->read()).problems;
  }
  return print_problems(problems, options.json, Json::object());
}

int migrate(Arguments arguments) {
  Options options;
  if (!parse(arguments, options)) return usage("migrate [--data DIR] [--database URL]");
  const kernel::Registry registry(all_functions());
  open_store(options.place)->migrate(registry);
  return print_problems({}, options.json, Json::object());
}

}  // namespace tc::app
