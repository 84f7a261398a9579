#include "functions/time/check.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "base/json.h"
#include "interchange/any/read_any.h"
#include "kernel/tool.h"

namespace tc::functions::time {
namespace {

namespace fs = std::filesystem;

/// One file, and what was printed.
class OneFile final : public kernel::ToolIo {
 public:
  explicit OneFile(std::string bytes) : bytes_(std::move(bytes)) {}
  std::string read_file(std::string_view) override { return bytes_; }
  void write_file(std::string_view, std::string_view) override {}
  void out(std::string_view text) override { printed += text; }
  void err(std::string_view text) override { messages += text; }
  bool chinese() const override { return true; }
  std::int64_t monotonic_us() const override { return 0; }

  std::string printed;
  std::string messages;

 private:
  std::string bytes_;
};

std::string contents(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

int run(OneFile& io, std::vector<std::string_view> arguments) { return check_plan(arguments, io); }

void expect_contract(const Json& json) {
  ASSERT_EQ(json.find("dcma")->size(), 14U);
  ASSERT_EQ(json.find("gao")->size(), 10U);
  std::int64_t id = 0;
  for (const Json& test : json.find("dcma")->items()) {
    EXPECT_EQ(test.find("id")->integer(), ++id);
    EXPECT_FALSE(test.text("name").empty());
    EXPECT_TRUE(test.find("threshold")->is_number());
    EXPECT_TRUE(test.find("uids")->is_array());
    const bool scored = test.find("scored")->boolean();
    EXPECT_EQ(test.find("value")->is_null(), !scored) << id;
    EXPECT_EQ(test.find("passed")->is_null(), !scored) << id;
    EXPECT_EQ(test.find("reasons") == nullptr, scored) << id;
  }
  for (const Json& practice : json.find("gao")->items()) {
    EXPECT_TRUE(practice.find("uids")->is_array());
    EXPECT_EQ(practice.find("passed")->is_null(), practice.find("reasons") != nullptr);
  }
}

TEST(PlanCheck, AnswersAsTheContractShows) {
  OneFile io(contents("tests/data/interchange/bridge.xml"));
  ASSERT_EQ(run(io, {"bridge.xml", "--json"}), kernel::k_exit_done) << io.messages;
  expect_contract(parse_json(io.printed).value());
}

TEST(PlanCheck, PrintsALinePerTestAndPractice) {
  OneFile io(contents("tests/data/interchange/bridge.xer"));
  ASSERT_EQ(run(io, {"bridge.xer"}), kernel::k_exit_done) << io.messages;
  EXPECT_EQ(std::count(io.printed.begin(), io.printed.end(), '\n'), 24);
  EXPECT_NE(io.printed.find("关键路径测试"), std::string::npos);
}

TEST(PlanCheck, WrongUseAndWrongFiles) {
  OneFile io("hello");
  EXPECT_EQ(run(io, {}), kernel::k_exit_usage);
  EXPECT_EQ(run(io, {"a", "--what"}), kernel::k_exit_usage);
  EXPECT_EQ(run(io, {"a", "b"}), kernel::k_exit_usage);
  EXPECT_EQ(run(io, {"a"}), kernel::k_exit_refused);
  EXPECT_FALSE(io.messages.empty());
}

/// Real files of other people, where they are at hand: each is answered or refused with a code.
TEST(PlanCheck, SharedFilesAreAnswered) {
  const char* folder = std::getenv("TC_SHARED_DATA");
  const fs::path root = folder != nullptr ? fs::path(folder) : fs::path("..") / "shared" / "data";
  std::size_t files = 0;
  std::size_t refused = 0;
  for (const char* format : {"xer", "mspdi"}) {
    const fs::path path = root / "interchange" / format;
    if (!fs::is_directory(path)) continue;
    for (const fs::directory_entry& entry : fs::directory_iterator(path)) {
      if (!entry.is_regular_file()) continue;
      SCOPED_TRACE(entry.path().string());
      ++files;
      OneFile io(contents(entry.path()));
      const int code = run(io, {"file", "--json"});
      if (code == kernel::k_exit_done) {
        expect_contract(parse_json(io.printed).value());
        continue;
      }
      ++refused;
      EXPECT_EQ(code, kernel::k_exit_refused);
      EXPECT_NE(io.messages.find('['), std::string::npos) << "no code";
      std::printf("  refused %s: %s", entry.path().filename().c_str(), io.messages.c_str());
    }
  }
  std::printf("  %zu shared files checked, %zu refused with a code\n", files, refused);
}

}  // namespace
}  // namespace tc::functions::time
