#pragma once

#include <string>
#include <vector>

#include "engine/level/instance.h"

namespace tc::oracle {

/// An instance of PSPLIB with what the literature knows of it.
struct PsplibCase {
  std::string name;
  engine::level::Instance instance;
  int critical_path = 0;
  int resource_bound = 0;
  int best_lower = 0;
  int best_upper = 0;
};

/// Every `step`-th instance of a set ("j30", "j60", "j120"), unpacked into a temporary folder that
/// is removed again; empty where the shared data is not at hand.
[[nodiscard]] std::vector<PsplibCase> psplib_cases(const std::string& set, int step = 1);

}  // namespace tc::oracle
