#pragma once

#include "kernel/kernel.h"

namespace tc::functions::time {

/// `GET /api/v1/projects/{id}/plan/export?format=`: the plan as a file of another program (`mspdi`,
/// `xer`), as a table (`csv`, `xlsx`) or as a picture (`pdf`, with `view` gantt, arrow or node,
/// `paper` A4 to A0 and, for networks, `branch`). Each is an audit event.
[[nodiscard]] kernel::RouteAnswer get_export(const kernel::RouteInput& input);

}  // namespace tc::functions::time
