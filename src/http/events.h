#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <vector>

#include "http/server.h"
#include "kernel/kernel.h"

namespace tc::http {

/// Live changes for signed-in clients: every event is tested against each subscriber's rights
/// (trust A-23), now and when missed ones are replayed.
class EventHub {
 public:
  explicit EventHub(kernel::Kernel& kernel);

  /// A stream for one principal; `last_id` replays what came after it, or tells to reload.
  [[nodiscard]] std::shared_ptr<Stream> subscribe(const kernel::Principal& principal,
                                                  std::int64_t last_id);
  void publish(std::span<const kernel::Event> events);
  [[nodiscard]] std::size_t subscribers() const;

 private:
  class Subscriber;
  [[nodiscard]] std::string text_for(Subscriber& subscriber, const kernel::Event& event);

  kernel::Kernel& kernel_;
  mutable std::mutex mutex_;
  std::vector<std::weak_ptr<Subscriber>> subscribers_;
};

}  // namespace tc::http
