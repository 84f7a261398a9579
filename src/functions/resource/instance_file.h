#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "engine/level/level.h"

/// What `plan level` does with a scheduling problem of research.
namespace tc::functions::resource {

/// Reads PSPLIB `.sm` and `.mm` and Patterson `.rcp`. Refuses what the reader refuses.
[[nodiscard]] Result<engine::level::Instance> read_instance(std::string_view bytes);

/// The JSON answer of `plan level` for an instance, one line without a line break.
[[nodiscard]] std::string instance_answer(const engine::level::Solution& solution,
                                          double elapsed_ms);

/// The name of a bound in answers.
[[nodiscard]] std::string_view name_of(engine::level::Bound bound);

}  // namespace tc::functions::resource
