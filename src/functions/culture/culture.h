#pragma once

#include <map>
#include <mutex>
#include <span>
#include <string>
#include <vector>

#include "base/words.h"
#include "kernel/kernel.h"

namespace tc::functions::culture {

inline constexpr Words k_dimensions = "trust openness learning accountability collaboration";
/// Below this many answers nothing about a group is shown.
inline constexpr std::int64_t k_anonymous_from = 5;

[[nodiscard]] std::span<const kernel::Record> records();
[[nodiscard]] std::span<const kernel::Route> routes();
[[nodiscard]] std::span<const kernel::Subscription> subscriptions();
[[nodiscard]] std::span<const kernel::Report> reports();

/// Answers wait here until at least five can be written together, shuffled, so that neither their
/// order nor the audit trail joins them with who took part.
class Urn {
 public:
  struct Slip {
    Id survey = 0;
    Id person = 0;
    Json::Object answer;
  };
  void put(Slip slip);
  [[nodiscard]] bool holds(Id survey, Id person);
  /// All slips of surveys that have enough, or of all when `everything`.
  [[nodiscard]] std::vector<Slip> take(bool everything);

 private:
  std::mutex mutex_;
  std::vector<Slip> slips_;
};

}  // namespace tc::functions::culture
