#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "plan/plan.h"

namespace tc::plan {

/// Packs a whole plan, every field included: version, checksum, then the objects with integers as
/// variable-length numbers. The same plan gives the same bytes. O(size of the plan).
[[nodiscard]] std::string pack_plan(const Plan& plan);

/// The plan that `pack_plan` was given. Refuses `plan.blob_corrupt` for bytes that were cut,
/// changed, or written by a newer version (argument `reason`). Never reads beyond the bytes and
/// never takes more memory than a small multiple of them.
[[nodiscard]] Result<Plan> unpack_plan(std::string_view bytes);

/// The same bytes with the checksum made right: lets tests reach the checks behind it.
[[nodiscard]] std::string seal_for_test(std::string_view bytes);

}  // namespace tc::plan
