#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "base/result.h"
#include "engine/schedule/schedule.h"
#include "plan/plan.h"
#include "truth.h"

/// "Import → recompute → compare": a real file's stored results against ours.
namespace tc::oracle {

/// What kind of activity a comparison belongs to.
enum class Tier : std::uint8_t {
  plain,  ///< Not started, scheduled by logic: the oracle proper (A, where the file is sound; B).
  in_progress,  ///< C.
  other,        ///< D: summaries, level of effort, split or levelled work, schedule from finish.
};
inline constexpr std::size_t k_tiers = 3;

struct Score {
  std::int64_t eligible = 0;
  std::int64_t dates_equal = 0;  ///< Start, finish, early, late and total float.
  std::int64_t all_equal = 0;    ///< These, free float and critical.
  void add(const Score& other) {
    eligible += other.eligible;
    dates_equal += other.dates_equal;
    all_equal += other.all_equal;
  }
};

struct Difference {
  Tier tier = Tier::plain;
  std::string uid;
  std::string name;
  std::string field;
  std::string stored;
  std::string computed;
};

struct Comparison {
  std::array<Score, k_tiers> scores;  ///< Against everything as stored.
  /// Without what cannot be the result of a computation, see truth.h: files without truth count
  /// nothing, stale late dates and the floats and flags that follow from them are not compared.
  std::array<Score, k_tiers> true_scores;
  Score leaves;  ///< As ORACLE.tsv counts: leaves that are not begun, split ones among them.
  Truth truth;
  std::vector<Difference> differences;
  Refusals refusals;  ///< The plan could not be computed.
};

[[nodiscard]] Comparison compare(const plan::Plan& plan);

struct FileResult {
  std::string folder;  ///< "xer", "mspdi", "mspdi-derived", "pmxml".
  std::string name;
  bool sound = false;
  Score confirmed;  ///< ORACLE.tsv: eligible, and in dates_equal those that MPXJ reproduces.
  Comparison comparison;
};

/// All shared files of the folders that can be read; empty where the data is absent.
[[nodiscard]] std::vector<FileResult> run_all(const std::string& only = {});

}  // namespace tc::oracle
