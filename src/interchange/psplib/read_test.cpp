#include "interchange/psplib/read.h"

#include <gtest/gtest.h>

#include <random>
#include <string>

namespace tc::interchange::psplib {
namespace {

constexpr std::string_view k_multi_mode = R"(****
file with basedata            : x.bas
****
projects                      :  1
jobs (incl. supersource/sink ):  3
horizon                       :  9
RESOURCES
  - renewable                 :  1   R
  - nonrenewable              :  1   N
  - doubly constrained        :  0   D
****
PRECEDENCE RELATIONS:
jobnr.    #modes  #successors   successors
   1        1          1           2
   2        2          1           3
   3        1          0
****
REQUESTS/DURATIONS:
jobnr. mode duration  R 1  N 1
------------------------------
  1      1     0       0    0
  2      1     3       2    5
         2     6       1    4
  3      1     0       0    0
****
RESOURCEAVAILABILITIES:
  R 1  N 1
    2    5
****
)";

TEST(Psplib, ReadsModes) {
  const Result<File> file = read(k_multi_mode);
  ASSERT_TRUE(file.ok());
  ASSERT_EQ(file->jobs.size(), 3U);
  ASSERT_EQ(file->jobs[1].modes.size(), 2U);
  EXPECT_EQ(file->jobs[1].modes[1].duration, 6);
  EXPECT_EQ(file->jobs[1].modes[1].requests, (std::vector<std::int32_t>{1, 4}));
  EXPECT_EQ(file->jobs[0].successors, (std::vector<std::int32_t>{1}));
  EXPECT_TRUE(file->resources[0].renewable);
  EXPECT_FALSE(file->resources[1].renewable);
  EXPECT_EQ(file->resources[1].capacity, 5);
}

TEST(Psplib, ReadsPatterson) {
  const Result<File> file = read("3 2\n4 1\n\n0 0 0 1 2\n5 2\n1 1 3\n0 0 0 0\n");
  ASSERT_TRUE(file.ok());
  ASSERT_EQ(file->jobs.size(), 3U);
  EXPECT_EQ(file->jobs[1].modes[0].duration, 5);
  EXPECT_EQ(file->jobs[1].modes[0].requests, (std::vector<std::int32_t>{2, 1}));
  EXPECT_EQ(file->jobs[1].successors, (std::vector<std::int32_t>{2}));
}

TEST(Psplib, RefusesWithTheLine) {
  const Result<File> file = read("2 1\n4\n1 1 1 9\n0 0 0\n");
  ASSERT_FALSE(file.ok());
  EXPECT_EQ(file.refusals()[0].code, "psplib.malformed");
  EXPECT_EQ(file.refusals()[0].arguments[0].value, "3");
}

TEST(Psplib, RefusesHostileNumbers) {
  for (const std::string_view text :
       {"", "x", "1", "-1 2", "99999999999 1", "2000000000 1\n1\n", "1 1\n-4\n0 0 0",
        "1 1 1 1e9 0 0", "1 0\n5 0\n trailing", "1 99999999\n"}) {
    const Result<File> file = read(text);
    ASSERT_FALSE(file.ok()) << text;
    EXPECT_TRUE(file.refusals()[0].code.starts_with("psplib.")) << text;
  }
}

/// Whatever is cut off or changed: a file or a refusal, never more.
TEST(Psplib, SurvivesDamage) {
  std::mt19937 random(1);
  int read_count = 0;
  for (std::size_t size = 0; size < k_multi_mode.size(); ++size)
    read_count += read(k_multi_mode.substr(0, size)).ok();
  for (int round = 0; round < 5000; ++round) {
    std::string bytes(k_multi_mode);
    for (int change = 0; change < 3; ++change)
      bytes[random() % bytes.size()] = static_cast<char>(random() % 256);
    read_count += read(bytes).ok();
  }
  EXPECT_GT(read_count, 0);
}

}  // namespace
}  // namespace tc::interchange::psplib
