#include "functions/time/check.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "base/json.h"
#include "functions/time/time.h"
#include "interchange/any/read_any.h"
#include "kernel/test_tool_io.h"

namespace tc::functions::time {
namespace {

class OneFile final : public kernel::TestToolIo {
 public:
  explicit OneFile(std::string bytes) : TestToolIo(messages()) { files["file"] = std::move(bytes); }
};

namespace fs = std::filesystem;

std::string contents(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

int run(OneFile& io, std::vector<std::string_view> arguments) {
  return kernel::run_tool(k_check_tool, arguments, io);
}

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
  ASSERT_EQ(run(io, {"file", "--json"}), kernel::k_exit_done) << io.message;
  expect_contract(parse_json(io.answer).value());
}

TEST(PlanCheck, PrintsALinePerTestAndPractice) {
  OneFile io(contents("tests/data/interchange/bridge.xer"));
  io.zh = true;
  ASSERT_EQ(run(io, {"file"}), kernel::k_exit_done) << io.message;
  EXPECT_EQ(std::count(io.answer.begin(), io.answer.end(), '\n'), 24);
  EXPECT_NE(io.answer.find("关键路径测试"), std::string::npos);
}

TEST(PlanCheck, WrongUseAndWrongFiles) {
  OneFile io("hello");
  EXPECT_EQ(run(io, {}), kernel::k_exit_usage);
  EXPECT_EQ(run(io, {"a", "--what"}), kernel::k_exit_usage);
  EXPECT_EQ(run(io, {"a", "b"}), kernel::k_exit_usage);
  EXPECT_EQ(run(io, {"file"}), kernel::k_exit_refused);
  EXPECT_FALSE(io.message.empty());
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
        expect_contract(parse_json(io.answer).value());
        continue;
      }
      ++refused;
      EXPECT_EQ(code, kernel::k_exit_refused);
      EXPECT_NE(io.message.find('['), std::string::npos) << "no code";
      std::printf("  refused %s: %s", entry.path().filename().c_str(), io.message.c_str());
    }
  }
  std::printf("  %zu shared files checked, %zu refused with a code\n", files, refused);
}

}  // namespace
}  // namespace tc::functions::time
