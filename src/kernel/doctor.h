#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "kernel/ports.h"

namespace tc::kernel {

/// Walks the whole audit chain and the personal values that lie aside of it. Problems name the
/// first event that does not fit; `head` is the hash and `count` the number of events when sound. ≥
/// 100,000 events/s.
struct AuditReport {
  std::vector<std::string> problems;
  std::int64_t count = 0;
  std::string head;
};
using AuditWitness = std::function<void(const AuditRow& row)>;  ///< Hears every sound event.
[[nodiscard]] AuditReport verify_audit(Snapshot& snapshot, const AuditWitness& witness = {});

/// Invariants over the stored records: history and version agree, links point to something,
/// scopes have parents, every transaction has its audit event. Empty when sound.
[[nodiscard]] std::vector<std::string> check_records(Snapshot& snapshot, const Registry& registry);

}  // namespace tc::kernel
