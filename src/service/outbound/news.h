#pragma once

#include "kernel/kernel.h"

/// Who is told of what: from events to waiting deliveries.
namespace tc::service::outbound {

/// A notice to a person becomes a mail where there is a mail channel, unless the person wants a
/// digest or none.
[[nodiscard]] Result<kernel::ActionOutcome> mail_notice(const kernel::EventInput& input);

/// An event goes to every room and program that asked for its kind.
[[nodiscard]] Result<kernel::ActionOutcome> tell_channels(const kernel::EventInput& input);

/// Once a day: the digests, and what was delivered long ago goes away.
[[nodiscard]] Result<kernel::ActionOutcome> send_digests(const kernel::EventInput& input);
[[nodiscard]] Result<kernel::ActionOutcome> sweep(const kernel::EventInput& input);

/// A delivery that shows whether a channel works: a mail to whoever asks, a word to a room.
[[nodiscard]] Result<kernel::ActionOutcome> test_channel(const kernel::ActionInput& input);

/// Whether an event is among the kinds a channel asked for: `risk.*`, `charter.approved`, `*`.
[[nodiscard]] bool asked_for(std::string_view kinds, std::string_view event);

}  // namespace tc::service::outbound
