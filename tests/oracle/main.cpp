#include <cstdio>
#include <cstdlib>
#include <map>

#include "compare.h"

/// tc_oracle [part of a file's name [differences to print]]
int main(int argc, char** argv) {
  using namespace tc::oracle;
  const std::string only = argc > 1 ? argv[1] : "";
  const long shown_max = argc > 2 ? std::strtol(argv[2], nullptr, 10) : 0;
  const std::vector<FileResult> files = run_all(only);
  if (files.empty()) std::puts("0 shared files");
  std::map<std::string, Score> totals;
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
    if (file.sound) totals["A " + file.folder].add(scores[0]);
    totals["B " + file.folder].add(scores[0]);
    totals["C " + file.folder].add(scores[1]);
    totals["D " + file.folder].add(scores[2]);
  }
  for (const auto& [tier, score] : totals) {
    const auto part = [&](std::int64_t equal) {
      return score.eligible == 0
                 ? 100.0
                 : 100.0 * static_cast<double>(equal) / static_cast<double>(score.eligible);
    };
    std::printf(
        "%-20s eligible %6ld  dates and total float equal %6ld (%.2f %%)  all %6ld (%.2f %%)\n",
        tier.c_str(), score.eligible, score.dates_equal, part(score.dates_equal), score.all_equal,
        part(score.all_equal));
  }
  return 0;
}
