#pragma once

#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "kernel/ports.h"

namespace tc::kernel {

/// The hash before the first event of the chain.
inline constexpr std::string_view k_audit_genesis =
    "0000000000000000000000000000000000000000000000000000000000000000";

/// SHA-256(0x00 ‖ previous hash ‖ canonical event) as 64 hexadecimal characters (trust T-2).
/// `previous` is the hexadecimal hash of the event before.
[[nodiscard]] std::string audit_hash(std::string_view previous, std::string_view event);

/// The Merkle tree of RFC 6962 over the canonical events, grown leaf by leaf: O(1) amortised each,
/// O(log n) kept.
class AuditTree {
 public:
  void add(std::string_view event);
  [[nodiscard]] std::int64_t size() const { return size_; }
  /// Hexadecimal.
  [[nodiscard]] std::string root() const;

 private:
  std::int64_t size_ = 0;
  std::vector<std::string> peaks_;  ///< Roots of the full subtrees, widest first; binary.
};

/// The nodes that prove leaf `index` (from 0) in the tree of these leaf hashes, hexadecimal, lowest
/// first (RFC 6962 §2.1.1).
[[nodiscard]] std::vector<std::string> audit_path(const std::vector<std::string>& leaves,
                                                  std::size_t index);
/// SHA-256(0x00 ‖ event), binary.
[[nodiscard]] std::string audit_leaf(std::string_view event);

/// SHA-256(salt ‖ value), hexadecimal.
[[nodiscard]] std::string commitment_of(std::string_view salt, std::string_view value);

/// Commits to personal values (trust T-5). What recurs in every event, a sign-in name or an
/// address, keeps its commitment, so that it lies aside once.
class Vault {
 public:
  /// A fresh commitment; the value goes aside with the change set.
  static std::string commit(ChangeSet& changes, std::string_view record, Id id,
                            std::string_view value);
  /// The commitment this value already has in the store, or a fresh one.
  std::string commit_again(ChangeSet& changes, std::string_view record, Id id,
                           std::string_view value);
  /// The change set is durable: what it put aside can be referred to.
  void keep(const ChangeSet& changes);

 private:
  std::mutex mutex_;
  std::map<std::string, std::string> known_;
};

}  // namespace tc::kernel
