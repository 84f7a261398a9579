#pragma once

#include "kernel/function.h"

/// The reports on one plan that have a file each.
namespace tc::functions::time {

/// `time.compression`: the steps of 工期优化 or 费用优化, each with the edits that carry it out.
[[nodiscard]] kernel::Report compression_report();

/// `time.critical_chain`: chains, buffers and how much of them is used up (fever chart).
[[nodiscard]] kernel::Report critical_chain_report();

/// `time.external_links`: links between projects, broken ones first.
[[nodiscard]] kernel::Report external_links_report();

/// `time.program`: the plans of a portfolio, a programme or of linked projects as one network.
[[nodiscard]] kernel::Report program_report();

}  // namespace tc::functions::time
