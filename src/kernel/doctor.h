#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "kernel/ports.h"

namespace tc::kernel {

/// Walks the whole audit chain. Problems name the first event that does not fit; `head` is the hash
/// and `count` the number of events when sound. ≥ 100,000 events/s.
struct AuditReport {
  std::vector<std::string> problems;
  std::int64_t count = 0;
  std::string head;
};
[[nodiscard]] AuditReport verify_audit(Snapshot& snapshot);

/// Invariants over the stored records: history and version agree, links point to something,
/// scopes have parents, every transaction has its audit event. Empty when sound.
[[nodiscard]] std::vector<std::string> check_records(Snapshot& snapshot, const Registry& registry);

}  // namespace tc::kernel
