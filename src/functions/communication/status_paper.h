#pragma once

#include "kernel/kernel.h"

namespace tc::functions::communication {

/// What a status report freezes: the figures of a project and its foremost risks, issues and
/// actions (confidentiality level 1 at most), as they are now.
[[nodiscard]] Json figures_now(kernel::Reader& reader, Id project);

/// GET /api/v1/status-reports/{id}/document?format=pdf|docx|pptx|xlsx. An issued report is told
/// from its frozen snapshot, a draft from the figures of now.
[[nodiscard]] kernel::RouteAnswer get_status_paper(const kernel::RouteInput& input);

}  // namespace tc::functions::communication
