#pragma once

#include "functions/time/network_plan.h"
#include "functions/time/paper_sheet.h"

namespace tc::functions::time {

/// 双代号时标网络图 as PDF on one sheet: lanes and tracks as on the screen, made smaller where the
/// sheet asks for it.
[[nodiscard]] std::string arrow_network_pdf(const project::LoadedPlan& loaded,
                                            const NetworkPlan& made, const PaperAsk& ask);

/// 单代号网络图 as PDF on one sheet.
[[nodiscard]] std::string node_network_pdf(const project::LoadedPlan& loaded,
                                           const NetworkPlan& made, const PaperAsk& ask);

}  // namespace tc::functions::time
