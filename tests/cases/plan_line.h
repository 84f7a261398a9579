#pragma once

#include <span>

#include "line.h"
#include "plan/plan.h"

namespace tc::cases {

/// Activities as a case writes them: `A=5 B=3<A C=7:5<A,B` are working days, after a colon those
/// of the baseline, after `<` the activities before. Throws Failure on anything else.
void add_activities(plan::Plan& plan, std::span<const Pair> written);

}  // namespace tc::cases
