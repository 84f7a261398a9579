#pragma once

#include "kernel/kernel.h"

namespace tc::functions::time {

/// `GET /api/v1/projects/{id}/plan/progress_line?check=2026-09-30`: the progress line (前锋线) of a
/// plan at a day's end, else at its status date, else today.
[[nodiscard]] kernel::RouteAnswer get_progress_line(const kernel::RouteInput& input);

}  // namespace tc::functions::time
