#pragma once

#include "kernel/kernel.h"

/// Telling a person of what happened.
namespace tc::kernel {

/// Whether a person may read what the event is about, now: who could once is told no more.
[[nodiscard]] bool may_read(Id person, const EventInput& input);

/// A notice to a person about the record of the event.
[[nodiscard]] CommandSpec notice(Id person, const EventInput& input, std::string title);

}  // namespace tc::kernel
