#include <gtest/gtest.h>

#include <fstream>
#include <set>
#include <sstream>
#include <string>

namespace tc::engine::schedule {
namespace {

bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }

/// "Suite.Test", of another suite than the two that other programs have.
bool is_test_of_this_program(const std::string& name) {
  const std::size_t dot = name.find('.');
  if (dot == std::string::npos || dot + 1 >= name.size()) return false;
  const std::string suite = name.substr(0, dot);
  return is_upper(name[0]) && is_upper(name[dot + 1]) && suite != "WorkingTime" &&
         suite != "LevelPlan";
}

/// The README names the test of every rule; a name that no test has would be a lie.
TEST(Readme, NamesTestsThatExist) {
  std::set<std::string> tests;
  const testing::UnitTest& all = *testing::UnitTest::GetInstance();
  for (int suite = 0; suite < all.total_test_suite_count(); ++suite) {
    const testing::TestSuite& entry = *all.GetTestSuite(suite);
    for (int at = 0; at < entry.total_test_count(); ++at) {
      tests.insert(std::string(entry.name()) + "." + entry.GetTestInfo(at)->name());
    }
  }
  std::ifstream file("src/engine/schedule/README.md");
  std::ostringstream text;
  text << file.rdbuf();
  std::istringstream quoted(text.str());
  int named = 0;
  bool inside = false;
  for (std::string part; std::getline(quoted, part, '`'); inside = !inside) {
    if (!inside || !is_test_of_this_program(part)) continue;
    ++named;
    EXPECT_TRUE(tests.contains(part)) << part;
  }
  EXPECT_GE(named, 80);
}

}  // namespace
}  // namespace tc::engine::schedule
