#pragma once

#include <atomic>
#include <mutex>

#include "kernel/ports.h"
#include "store/postgres/connection.h"

namespace tc::store::postgres {

/// The connection of one node that stays open: it hears of commits of all nodes and holds the
/// node's id slot as a session lock.
class NodeLine {
 public:
  explicit NodeLine(Address address) : connection_(std::move(address)) {}
  [[nodiscard]] std::pair<std::int32_t, std::int64_t> lease_slot();
  /// Waits for a commit of any node. A lost connection is taken up again; never throws.
  void wait(std::int64_t timeout_ms);
  /// A Failure when the slot was lost and another node has taken it: ids could come twice.
  void require_slot() const;

 private:
  [[nodiscard]] bool try_slot(std::int32_t slot);
  void resume();

  std::mutex mutex_;
  PostgresConnection connection_;
  int prepared_opening_ = 0;  ///< LISTEN and the slot belong to this opening.
  std::int32_t slot_ = -1;
  std::atomic<bool> slot_lost_{false};
};

}  // namespace tc::store::postgres
