#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/montecarlo/montecarlo.h"
#include "engine/montecarlo/network.h"

namespace tc::functions::risk {

/// A simulated file and how its instants are shown.
struct Simulated {
  engine::montecarlo::Network network;
  engine::montecarlo::Options options;
  engine::montecarlo::Outcome outcome;
  /// Of a file of networks: lengths are given back in its units. Nothing: a plan, shown as dates
  /// and working minutes.
  std::optional<double> ticks_per_unit;
  bool details = false;
  std::int64_t skipped_links = 0;
  double elapsed_ms = 0;
};

/// The JSON answer of `plan simulate`; one line, no line break at its end.
[[nodiscard]] std::string simulate_answer(const Simulated& simulated);

/// The same in a few lines for a person.
[[nodiscard]] std::string simulate_summary(const Simulated& simulated, bool chinese);

}  // namespace tc::functions::risk
