#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "base/json.h"
#include "engine/portfolio/messages.h"
#include "engine/portfolio/portfolio.h"
#include "engine/portfolio/random_model.h"
#include "functions/portfolio/cbc_process.h"
#include "functions/portfolio/portfolio.h"
#include "kernel/test_tool_io.h"

namespace tc::functions::portfolio {
namespace {

class OneFile final : public kernel::TestToolIo {
 public:
  explicit OneFile(std::string bytes) : TestToolIo(engine::portfolio::k_messages) {
    files["file"] = std::move(bytes);
  }
};

namespace fs = std::filesystem;
namespace pf = engine::portfolio;

Json run(OneFile& io, std::vector<std::string_view> arguments) {
  arguments.insert(arguments.begin(), "file");
  arguments.push_back("--json");
  EXPECT_EQ(kernel::run_tool(tools().front(), arguments, io), kernel::k_exit_done) << io.message;
  Result<Json> json = parse_json(io.answer);
  return json ? std::move(json).value() : Json();
}

constexpr const char* k_portfolio = R"({
  "periods": 4, "budget": [100, 100, 80, 80],
  "resources": [{"id": "people", "capacity": 10}],
  "candidates": [
    {"id": "A", "value": 50.5, "duration": 2, "cost": [40, 30], "use": {"people": 4}},
    {"id": "B", "value": 40, "duration": 1, "cost": 60, "use": {"people": 5}, "requires": ["A"]},
    {"id": "C", "value": 30, "duration": 3, "cost": [30, 30, 30], "use": {"people": 3}},
    {"id": "D", "value": 35, "duration": 3, "cost": [30, 30, 30], "use": {"people": 4}},
    {"id": "E", "value": 500, "duration": 1, "cost": 101}],
  "exclusive": [["C", "D"]]})";

TEST(PortfolioTool, AnswersAsTheContractSays) {
  OneFile io(k_portfolio);
  const Json json = run(io, {"--solver", "none"});
  EXPECT_DOUBLE_EQ(json.find("objective")->number(), 125.5);
  EXPECT_TRUE(json.find("proved")->boolean());
  EXPECT_DOUBLE_EQ(json.find("gap")->number(), 0);
  EXPECT_EQ(json.find("selected")->size(), 3U);
  EXPECT_GE(json.find("starts")->find("B")->integer(), 2);
  ASSERT_EQ(json.find("rejected")->size(), 2U);
  EXPECT_EQ(json.find("rejected")->items()[0].text("why"), "exclusive");
  EXPECT_EQ(json.find("rejected")->items()[1].text("why"), "never_fits");
  EXPECT_TRUE(json.find("elapsed_ms")->is_number());
}

TEST(PortfolioTool, FrontierGrows) {
  OneFile io(k_portfolio);
  const Json json = run(io, {"--solver", "none", "--frontier", "6"});
  const Json::Array& points = json.find("frontier")->items();
  ASSERT_GE(points.size(), 2U);
  for (std::size_t at = 1; at < points.size(); ++at)
    EXPECT_GT(points[at].find("objective")->number(), points[at - 1].find("objective")->number());
}

TEST(PortfolioTool, RefusesWithExitCodes) {
  OneFile nothing("{}");
  const std::vector<std::string_view> plain = {"file"};
  EXPECT_EQ(kernel::run_tool(tools().front(), plain, nothing), kernel::k_exit_refused);
  EXPECT_NE(nothing.message.find("portfolio.empty"), std::string::npos);
  const std::vector<std::string_view> wrong = {"file", "--deadline-ms", "soon"};
  EXPECT_EQ(kernel::run_tool(tools().front(), wrong, nothing), kernel::k_exit_usage);
  OneFile broken("1 2 3 x");
  EXPECT_EQ(kernel::run_tool(tools().front(), plain, broken), kernel::k_exit_refused);
}

// --- The solver process
// ----------------------------------------------------------------------------

/// A program that behaves as the script says.
class FakeSolver {
 public:
  explicit FakeSolver(const std::string& script) {
    std::string path = (fs::temp_directory_path() / "tongchou-fake-XXXXXX").string();
    close(mkstemp(path.data()));
    path_ = path;
    std::ofstream(path_) << "#!/bin/sh\nfor last; do :; done\n" << script << "\n";
    chmod(path_.c_str(), 0700);
  }
  ~FakeSolver() { fs::remove(path_); }
  [[nodiscard]] const std::string& path() const { return path_; }

 private:
  std::string path_;
};

double seconds_since(std::chrono::steady_clock::time_point start) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

TEST(CbcProcess, MissingKilledHangingAndSilentProgramsGiveNothing) {
  CbcProcess missing("/no/such/program");
  EXPECT_FALSE(missing.solve("", 1).has_value());
  for (const char* script :
       {"kill -9 $$", "exit 3", "exit 0", "echo nonsense > \"$last\"",
        "echo 'Infeasible - objective value 0' > \"$last\"",
        "echo 'Optimal - objective value' > /dev/full", "head -c 100 /dev/urandom > \"$last\""}) {
    const FakeSolver fake(script);
    CbcProcess process(fake.path());
    EXPECT_FALSE(process.solve("text", 5).has_value()) << script;
  }
  const FakeSolver hanging("sleep 1000 & sleep 1000");
  CbcProcess process(hanging.path());
  const auto start = std::chrono::steady_clock::now();
  EXPECT_FALSE(process.solve("text", 0.2).has_value());
  EXPECT_LT(seconds_since(start), 5);
}

/// Room for one of three, where the relaxation hopes for more: the own search needs no solver, so
/// it is given no nodes.
pf::Model three_items() {
  pf::Model model;
  model.resources = {{"r", {5}, false, 1}};
  for (const std::int64_t value : {4, 5, 3}) {
    pf::Candidate candidate;
    candidate.id = std::to_string(model.candidates.size());
    candidate.value = {value};
    candidate.uses = {{0, {3}}};
    model.candidates.push_back(candidate);
  }
  return model;
}

pf::Outcome solved_by(const std::string& script) {
  const FakeSolver fake(script);
  CbcProcess process(fake.path());
  pf::Options options;
  options.nodes = 0;
  options.children = 10;
  options.solver = &process;
  options.solver_seconds = 5;
  NoProgress progress;
  return pf::optimize(three_items(), options, progress).value();
}

TEST(CbcProcess, WrongAnswersAreNotBelieved) {
  const pf::Outcome good =
      solved_by("printf 'Optimal - objective value 5\n0 x1 1 0\n' > \"$last\"");
  EXPECT_TRUE(good.proved);
  for (const char* script : {
           "printf 'Optimal - objective value 9\n0 x0 1 0\n1 x1 1 0\n' > \"$last\"",
           "printf 'Optimal - objective value 99\n0 x1 1 0\n' > \"$last\"",
           "printf 'Optimal - objective value 4\n0 x0 1 0\n' > \"$last\"",
           "printf 'Optimal - objective value 5\n0 x77 1 0\n' > \"$last\"",
           "printf 'Optimal - objective value 5\n** 0 x1 1 0\n' > \"$last\"",
           "printf 'Optimal - objective value 5\n0 x1 0.5 0\n' > \"$last\"",
           "kill -11 $$",
       }) {
    const pf::Outcome outcome = solved_by(script);
    EXPECT_FALSE(outcome.proved) << script;
    EXPECT_TRUE(outcome.solver_failed) << script;
    EXPECT_DOUBLE_EQ(outcome.objective, 5) << script;
  }
}

std::string contents(const char* name) {
  const char* root = std::getenv("TC_SHARED_DATA");
  std::ifstream file(fs::path(root == nullptr ? "../shared/data" : root) / "analytics/mknap" /
                     name);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

bool cbc_is_here() { return fs::exists("/usr/bin/cbc") || fs::exists("/usr/local/bin/cbc"); }

TEST(CbcProcess, ProvesWhatTheSearchCannot) {
  const std::string bytes = contents("mknapcb1.txt");
  if (bytes.empty() || !cbc_is_here()) {
    std::puts("  0 problems solved with cbc");
    return;
  }
  OneFile io(bytes);
  const Json json = run(io, {"--problem", "1", "--deadline-ms", "30000"});
  EXPECT_DOUBLE_EQ(json.find("objective")->number(), 24381);
  EXPECT_TRUE(json.find("proved")->boolean());
  std::puts("  1 problem solved with cbc");
}

/// The LP text says what the model says: cbc finds what the own exact search finds.
TEST(CbcProcess, AgreesWithTheOwnProof) {
  int agreed = 0;
  for (unsigned seed = 1; cbc_is_here() && seed <= 40; ++seed) {
    const pf::Model model = pf::testing::random_model(seed, 9, 3);
    NoProgress progress;
    pf::Options own;
    own.children = 300;
    const Result<pf::Outcome> expected = pf::optimize(model, own, progress);
    if (!expected) continue;
    CbcProcess process("cbc");
    pf::Options asking;
    asking.children = 1;
    asking.nodes = 0;
    asking.solver = &process;
    const Result<pf::Outcome> outcome = pf::optimize(model, asking, progress);
    ASSERT_TRUE(outcome.ok()) << seed;
    EXPECT_DOUBLE_EQ(outcome->objective, expected->objective) << seed;
    EXPECT_TRUE(outcome->proved) << seed;
    agreed += outcome->proved_by == "solver" ? 1 : 0;
  }
  std::printf("  %d models proved by cbc\n", agreed);
}

}  // namespace
}  // namespace tc::functions::portfolio
