#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <map>

#include "compare.h"

namespace {

using tc::oracle::Score;

struct Total {
  Score stored;
  Score consistent;
  void add(const Score& as_stored, const Score& without_contradictions) {
    stored.add(as_stored);
    consistent.add(without_contradictions);
  }
};

std::string text_of(const Score& score) {
  const double percent = score.eligible == 0 ? 100.0
                                             : 100.0 * static_cast<double>(score.all_equal) /
                                                   static_cast<double>(score.eligible);
  char text[64];
  std::snprintf(text, sizeof text, "%6ld of %6ld (%6.2f %%), dates %6ld", score.all_equal,
                score.eligible, percent, score.dates_equal);
  return text;
}

}  // namespace

/// tc_oracle [part of a file's name [differences to print]]
int main(int argc, char** argv) {
  using namespace tc::oracle;
  const std::string only = argc > 1 ? argv[1] : "";
  const long shown_max = argc > 2 ? std::strtol(argv[2], nullptr, 10) : 0;
  const std::vector<FileResult> files = run_all(only);
  if (files.empty()) std::puts("0 shared files");
  std::map<std::string, Total> totals;
  std::printf("%-62s %-5s %21s %21s %21s\n", "file", "sound", "plain all/dates/of", "in progress",
              "other");
  for (const FileResult& file : files) {
    const auto& scores = file.comparison.scores;
    std::printf("%-62s %-5s", (file.folder + "/" + file.name).c_str(), file.sound ? "yes" : "");
    for (std::size_t tier = 0; tier < k_tiers; ++tier) {
      const Score& score = scores[tier];
      std::printf(" %6ld/%6ld/%6ld%s", score.all_equal, score.dates_equal, score.eligible,
                  score.all_equal < score.eligible ? "*" : " ");
    }
    std::puts("");
    const Truth& truth = file.comparison.truth;
    if (!truth.no_truth.empty()) {
      std::printf("    no truth: %s (%s)\n", truth.no_truth.c_str(), truth.uid.c_str());
    } else if (!truth.late_note.empty()) {
      const long stale = std::count(truth.late_stale.begin(), truth.late_stale.end(), 1);
      std::printf("    %ld rows of late dates not compared: %s\n", stale, truth.late_note.c_str());
    }
    for (const tc::Refusal& refusal : file.comparison.refusals) {
      std::printf("    refused %s", refusal.code.c_str());
      for (const auto& argument : refusal.arguments) std::printf(" %s", argument.value.c_str());
      std::puts("");
    }
    long shown = 0;
    for (const Difference& difference : file.comparison.differences) {
      if (shown++ >= shown_max) break;
      std::printf("    tier %d  %-8s %-40.40s %-12s stored %-19s computed %s\n",
                  static_cast<int>(difference.tier), difference.uid.c_str(),
                  difference.name.c_str(), difference.field.c_str(), difference.stored.c_str(),
                  difference.computed.c_str());
    }
    const auto& true_scores = file.comparison.true_scores;
    if (file.sound) totals["A " + file.folder].add(scores[0], true_scores[0]);
    totals["B " + file.folder].add(scores[0], true_scores[0]);
    totals["C " + file.folder].add(scores[1], true_scores[1]);
    totals["C all"].add(scores[1], true_scores[1]);
    totals["D " + file.folder].add(scores[2], true_scores[2]);
    if (!file.sound && file.confirmed.eligible > 0) {
      std::printf("    sound=no: %ld leaves, MPXJ equals %ld, we equal %ld\n",
                  file.confirmed.eligible, file.confirmed.all_equal,
                  file.comparison.leaves.all_equal);
    }
  }
  std::printf("\n%-20s %-38s %s\n", "tier", "against everything as stored",
              "without contradictory values");
  for (const auto& [tier, total] : totals) {
    std::printf("%-20s %s  %s\n", tier.c_str(), text_of(total.stored).c_str(),
                text_of(total.consistent).c_str());
  }
  return 0;
}
