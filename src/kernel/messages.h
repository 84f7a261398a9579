#pragma once

#include <span>

#include "kernel/function.h"

namespace tc::kernel {

/// Sentences of the refusals that the kernel itself gives.
[[nodiscard]] std::span<const Message> kernel_messages();

}  // namespace tc::kernel
