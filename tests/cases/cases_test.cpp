#include <algorithm>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

#include "app/connections.h"
#include "app/program.h"
#include "base/text.h"
#include "kernel/registry.h"
#include "play.h"

/// Every *.case beside a function or service, on every store; and that they cover every rule.
namespace tc::cases {
namespace {

std::string read_file(const std::string& path) {
  std::ifstream file(path);
  std::ostringstream text;
  text << file.rdbuf();
  return std::move(text).str();
}

std::vector<std::string> files() {
  std::vector<std::string> found;
  for (const char* folder : {"src/app", "src/functions", "src/service", "src/project"}) {
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
      if (entry.path().extension() == ".case") found.push_back(entry.path().string());
    }
  }
  std::ranges::sort(found);
  return found;
}

// The first function that a case needs and this program does not have.
std::string absent_function(const Case& played) {
  if (played.lines.empty() || played.lines.front().verb != "needs") return {};
  for (const std::string& name : played.lines.front().words) {
    if (std::ranges::none_of(app::all_functions(),
                             [&](const kernel::Function* one) { return one->name == name; }))
      return name;
  }
  return {};
}

using Which = std::tuple<std::string, std::string>;

class Cases : public testing::TestWithParam<Which> {};

TEST_P(Cases, Holds) {
  const auto& [path, store] = GetParam();
  if (store == "postgresql" && std::getenv("TC_POSTGRES_URL") == nullptr)
    GTEST_SKIP() << "TC_POSTGRES_URL is not set";
  SCOPED_TRACE(path);
  const Case played = read_case(read_file(path));
  if (const std::string absent = absent_function(played); !absent.empty())
    GTEST_SKIP() << absent << " is not installed";
  CaseClock clock;
  conformance::World world(store, clock);
  Player player(world, clock);
  player.play(played);
}

std::string name_of(const testing::TestParamInfo<Which>& info) {
  const std::filesystem::path path(std::get<0>(info.param));
  std::string name = path.parent_path().filename().string() + "_" + path.stem().string() + "_" +
                     std::get<1>(info.param);
  std::ranges::replace(name, '-', '_');
  return name;
}

INSTANTIATE_TEST_SUITE_P(Files, Cases,
                         testing::Combine(testing::ValuesIn(files()),
                                          testing::Values("sqlite", "postgresql")),
                         name_of);

// A rule that no case refuses could be missing without anybody noticing. (The other half, a write
// that the rule accepts, is every case's normal line.)
TEST(Coverage, EveryRuleIsRefusedInACase) {
  std::set<std::string> refused;
  for (const std::string& path : files()) {
    for (const Line& line : read_case(read_file(path)).lines) {
      if (line.expected_words.size() > 1 && line.expected_words[0] == "refused")
        refused.insert(line.expected_words[1]);
    }
  }
  std::vector<std::string> missing;
  for (const kernel::Function* function : app::all_functions()) {
    for (const kernel::Rule& rule : function->rules) {
      if (!refused.contains(std::string(rule.code))) missing.emplace_back(rule.code);
    }
  }
  EXPECT_EQ(missing, std::vector<std::string>());
}

template <class List, class Name>
bool declares(const List& list, Name name, std::string_view code) {
  return std::ranges::find(list, code, name) != std::ranges::end(list);
}

// Records, reports and rules, where their function is installed.
bool is_played(const kernel::Function& one, std::string_view code) {
  return declares(one.records, &kernel::Record::name, code) ||
         declares(one.reports, &kernel::Report::name, code) ||
         declares(one.rules, &kernel::Rule::code, code);
}

bool is_carried_out_by_the_program(const kernel::Function& one, std::string_view code) {
  return declares(one.subscriptions, &kernel::Subscription::name, code) ||
         declares(one.actions, &kernel::Action::name, code);
}

// The name as a whole, so that no longer one stands for it.
bool tells_of(std::string_view text, std::string_view name) {
  const auto in_name = [](char c) {
    return c == '_' || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
  };
  for (std::size_t at = text.find(name); at != text.npos; at = text.find(name, at + 1)) {
    const std::size_t end = at + name.size();
    const bool begins = at == 0 || (!in_name(text[at - 1]) && text[at - 1] != '.');
    if (begins && (end == text.size() || !in_name(text[end]))) return true;
  }
  return false;
}

// A function that is not installed took its cases along; then the way lacks something too.
bool went_with_its_function(std::string_view path) {
  constexpr std::string_view k_functions = "src/functions/";
  if (!path.starts_with(k_functions)) return false;
  const std::string_view function = split(path.substr(k_functions.size()), '/').front();
  return std::ranges::find(app::all_functions(), function, &kernel::Function::name) ==
         app::all_functions().end();
}

// Everything that a connection passes stands in its cases: records, reports and rules in what is
// played, what the program carries out by itself at least in the remark that says where it acts.
TEST(Coverage, EveryConnectionHasItsCase) {
  const kernel::Registry registry(app::all_functions());
  const std::vector<std::string> missing = app::missing_of_connections(registry);
  for (const app::Connection& one : app::connections()) {
    const std::string lacks = std::string(one.code) + " names ";
    const bool is_broken = std::ranges::any_of(
        missing, [&](const std::string& what) { return what.starts_with(lacks); });
    if (is_broken && std::ranges::any_of(split(one.proof, ' '), went_with_its_function)) continue;
    std::string played, all;
    for (const std::string_view path : split(one.proof, ' ')) {
      const std::string text = read_file(std::string(path));
      EXPECT_FALSE(text.empty()) << one.code << ": no " << path;
      all += text;
      for (const std::string_view line : split(text, '\n'))
        if (!line.starts_with("#")) played += std::string(line) + "\n";
    }
    for (const std::string_view code : split(one.way, ' ')) {
      for (const kernel::Function* function : app::all_functions()) {
        const bool played_here = is_played(*function, code);
        if (!played_here && !is_carried_out_by_the_program(*function, code)) continue;
        EXPECT_TRUE(tells_of(played_here ? played : all, code))
            << one.code << " does not show " << code;
      }
    }
  }
}

}  // namespace
}  // namespace tc::cases
