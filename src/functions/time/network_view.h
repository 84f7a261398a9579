#pragma once

#include "kernel/kernel.h"

namespace tc::functions::time {

/// `GET /api/v1/projects/{id}/plan/network?branch=`: the network diagrams of a plan
/// (docs/reference/api-shapes.md, "Plan network").
[[nodiscard]] kernel::RouteAnswer get_network(const kernel::RouteInput& input);

}  // namespace tc::functions::time
