#pragma once

#include "interchange/common/outcome.h"
#include "plan/plan.h"

namespace tc::interchange::mspdi {

/// Writes a plan as MSPDI, elements in the order of the schema.
///
/// A plan that came from MSPDI gives its file back: every element and attribute, with new text
/// where the plan's value is another one than the file's. Any other plan is written from its
/// fields alone; dates and floats are those of `stored`, so compute first. What MSPDI cannot say
/// is in the loss report. UTF-8, or what the file was. O(plan).
[[nodiscard]] WriteOutcome write(const plan::Plan& plan, const WriteOptions& options = {});

}  // namespace tc::interchange::mspdi
