#pragma once

#include "interchange/common/outcome.h"
#include "plan/plan.h"

namespace tc::interchange::xer {

/// Writes a plan as XER.
///
/// A plan that came from XER gives its file back: every table, column and row in its place, with
/// new text where the plan's value is another one than the file's. Any other plan is written with
/// the tables that P6 asks for; summary activities become WBS nodes; dates and floats are those
/// of `stored`, so compute first. What XER cannot say is in the loss report.
/// The code page is the file's; for another plan windows-1252 where that holds every character,
/// else GB18030. O(plan).
[[nodiscard]] WriteOutcome write(const plan::Plan& plan, const WriteOptions& options = {});

}  // namespace tc::interchange::xer
