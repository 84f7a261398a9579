#include <gtest/gtest.h>

#include <cstdio>
#include <map>

#include "compare.h"

/// What the engine has reached on real files; each remaining difference is explained in
/// docs/method/schedule.md §6.
namespace tc::oracle {
namespace {

const std::vector<FileResult>& files() {
  static const std::vector<FileResult> results = run_all();
  return results;
}

std::string first_differences(const FileResult& file) {
  std::string text;
  for (std::size_t at = 0; at < file.comparison.differences.size() && at < 5; ++at) {
    const Difference& difference = file.comparison.differences[at];
    text += difference.uid + " " + difference.field + ": stored " + difference.stored +
            ", computed " + difference.computed + "\n";
  }
  return text;
}

Score total(Tier tier, const std::string& folder) {
  Score score;
  for (const FileResult& file : files()) {
    if (file.folder == folder) score.add(file.comparison.scores[static_cast<std::size_t>(tier)]);
  }
  return score;
}

TEST(Oracle, SoundFilesAreEqualInEveryValue) {
  if (files().empty()) std::puts("0 shared files");
  std::int64_t eligible = 0;
  for (const FileResult& file : files()) {
    if (!file.sound) continue;
    const Score& score = file.comparison.scores[0];
    EXPECT_EQ(score.all_equal, score.eligible) << file.name << "\n" << first_differences(file);
    eligible += score.eligible;
  }
  if (!files().empty()) {
    EXPECT_GE(eligible, 5372);
  }
}

TEST(Oracle, HotelProjectIsEqualInEveryValue) {
  for (const FileResult& file : files()) {
    if (file.name != "Hotel Project.xer") continue;
    EXPECT_EQ(file.comparison.scores[0].eligible, 4236);
    EXPECT_EQ(file.comparison.scores[0].all_equal, 4236) << first_differences(file);
  }
}

/// Files of which no stored value, or no late date, can be the result of a computation, and why.
TEST(Oracle, OnlyNamedFilesContradictThemselves) {
  const std::map<std::string, std::string> named = {
      {"AsposeTasks-for-Java--DefaultProjectProperties--project.xml",
       "dates outside the working time of their calendar"},
      {"test_tasks.xml", "dates outside the working time of their calendar"},
      {"not updated.xml", "a successor starts before its predecessor's finish"},
      {"sample.xer", "early finish before early start"},
      {"example-project.xml", "never scheduled: no early date stored"},
      {"holidays.xml", "never scheduled: no early date stored"},
      {"sample1.xml", "never scheduled: no early date stored"},
      {"percent-complete-8.4.xer", "never scheduled: no early date stored"},
      {"resource-rates-test.xer", "never scheduled: no early date stored"},
      {"test.xer", "never scheduled: no early date stored"},
      {"mspdiduration.xml", "late dates of open ends contradict each other"},
      {"mspditimephased.xml", "late dates of open ends contradict each other"},
      {"mpp14timephased.xml.gz", "late dates of open ends contradict each other"},
      {"SuccessorCalendar.xer", "no activity reaches the project's stored finish"},
      {"TwentyFourHourCalendar.xer", "no activity reaches the project's stored finish"},
  };
  for (const FileResult& file : files()) {
    const Truth& truth = file.comparison.truth;
    const std::string& reason = truth.no_truth.empty() ? truth.late_note : truth.no_truth;
    const auto known = named.find(file.name);
    EXPECT_EQ(reason, known == named.end() ? "" : known->second) << file.name << " " << truth.uid;
  }
}

/// Whatever does not contradict itself is equal in every value. The flag of summaries in converted
/// files comes from the converter.
TEST(Oracle, EverythingElseIsEqual) {
  for (const FileResult& file : files()) {
    const auto& scores = file.comparison.true_scores;
    for (const Tier tier : {Tier::plain, Tier::in_progress}) {
      const Score& score = scores[static_cast<std::size_t>(tier)];
      EXPECT_EQ(score.all_equal, score.eligible) << file.name << "\n" << first_differences(file);
    }
    const Score& other = scores[static_cast<std::size_t>(Tier::other)];
    EXPECT_EQ(other.dates_equal, other.eligible) << file.name << "\n" << first_differences(file);
  }
}

/// Against everything as stored, contradictions too: what is reached must not get less.
TEST(Oracle, ThresholdsOfEverythingAsStored) {
  if (files().empty()) return;
  EXPECT_GE(total(Tier::plain, "xer").all_equal, 4308);
  EXPECT_GE(total(Tier::plain, "mspdi").all_equal, 649);
  EXPECT_GE(total(Tier::plain, "mspdi-derived").all_equal, 4820);
  EXPECT_GE(total(Tier::in_progress, "xer").all_equal, 10);
  EXPECT_GE(total(Tier::in_progress, "mspdi").all_equal, 10);
  EXPECT_GE(total(Tier::in_progress, "mspdi-derived").all_equal, 15);
  EXPECT_GE(total(Tier::other, "mspdi").dates_equal, 33);
  EXPECT_GE(total(Tier::other, "mspdi-derived").dates_equal, 65);
}

/// Of the leaves that MPXJ misses, in files that can be reproduced at all, at least half; as
/// stored.
TEST(Oracle, MoreThanHalfOfWhatMpxjMisses) {
  std::int64_t missed = 0;
  std::int64_t won = 0;
  for (const FileResult& file : files()) {
    const bool counts = !file.sound && file.confirmed.eligible > 0;
    if (!counts || !file.comparison.truth.no_truth.empty()) continue;
    missed += file.confirmed.eligible - file.confirmed.all_equal;
    won += file.comparison.leaves.all_equal - file.confirmed.all_equal;
  }
  std::printf("  %ld of %ld leaves that MPXJ misses\n", won, missed);
  EXPECT_GE(won * 2, missed);
}

}  // namespace
}  // namespace tc::oracle
