#include "store/postgres/node_line.h"

#include <array>
#include <chrono>
#include <thread>

namespace tc::store::postgres {
namespace {

constexpr std::int64_t k_slot_lock = 7100;
constexpr std::int32_t k_slots = 1024;
constexpr int k_id_shift = 22;

}  // namespace

bool NodeLine::try_slot(std::int32_t slot) {
  bool taken = false;
  const std::array<sql::Param, 1> key = {k_slot_lock + slot};
  connection_.run("SELECT pg_try_advisory_lock(?1)", key,
                  [&](const sql::Cursor& row) { taken = row.integer(0) != 0; });
  return taken;
}

std::pair<std::int32_t, std::int64_t> NodeLine::lease_slot() {
  const std::lock_guard lock(mutex_);
  for (std::int32_t slot = 0; slot < k_slots && slot_ < 0; ++slot) {
    if (try_slot(slot)) slot_ = slot;
  }
  if (slot_ < 0) throw Failure("all 1024 node slots of this database are in use");
  std::int64_t last = 0;
  connection_.run("SELECT coalesce(max(tx), 0) FROM _tx", {},
                  [&](const sql::Cursor& row) { last = row.integer(0) >> k_id_shift; });
  resume();
  return {slot_, last + 1};
}

// After an opening: listen again, and take the same slot again unless somebody else has it.
void NodeLine::resume() {
  connection_.run("LISTEN tongchou");
  if (prepared_opening_ != 0 && prepared_opening_ != connection_.openings() && slot_ >= 0 &&
      !try_slot(slot_))
    slot_lost_ = true;
  prepared_opening_ = connection_.openings();
}

void NodeLine::wait(std::int64_t timeout_ms) {
  const std::lock_guard lock(mutex_);
  try {
    if (!connection_.usable() || prepared_opening_ != connection_.openings()) resume();
    static_cast<void>(connection_.wait_for_notification(timeout_ms));
  } catch (const Failure&) {
    // The database is away: the caller comes again, not sooner than it would have.
    std::this_thread::sleep_for(std::chrono::milliseconds(timeout_ms));
  }
}

void NodeLine::require_slot() const {
  if (slot_lost_)
    throw Failure(
        "another node took over the id slot of this one while its connection was lost; restart it");
}

}  // namespace tc::store::postgres
