#include "kernel/audit.h"

#include <bit>

#include "base/digest.h"

namespace tc::kernel {
namespace {

constexpr std::size_t k_salt_bytes = 16;
constexpr std::size_t k_known_max = 10'000;

std::string binary(const Sha256& digest) {
  return {reinterpret_cast<const char*>(digest.data()), digest.size()};
}

std::string node_of(std::string_view left, std::string_view right) {
  std::string bytes(1, '\1');
  bytes.append(left).append(right);
  return binary(sha256(bytes));
}

std::string root_of(const std::vector<std::string>& leaves, std::size_t from, std::size_t to) {
  if (to - from == 1) return leaves[from];
  const std::size_t middle = from + std::bit_floor(to - from - 1);
  return node_of(root_of(leaves, from, middle), root_of(leaves, middle, to));
}

std::string known_key(std::string_view record, Id id, std::string_view value) {
  return std::string(record) + "\n" + std::to_string(id) + "\n" + std::string(value);
}

}  // namespace

std::string audit_hash(std::string_view previous, std::string_view event) {
  std::string bytes(1, '\0');
  bytes += previous;
  bytes += event;
  return sha256_hex(bytes);
}

std::string audit_leaf(std::string_view event) {
  std::string bytes(1, '\0');
  bytes += event;
  return binary(sha256(bytes));
}

void AuditTree::add(std::string_view event) {
  std::string node = audit_leaf(event);
  // As when one is added to a binary number: every full subtree of the same width joins.
  for (std::int64_t width = size_; (width & 1) != 0; width >>= 1) {
    node = node_of(peaks_.back(), node);
    peaks_.pop_back();
  }
  peaks_.push_back(std::move(node));
  ++size_;
}

std::string AuditTree::root() const {
  if (peaks_.empty()) return sha256_hex("");
  std::string node = peaks_.back();
  for (std::size_t i = peaks_.size() - 1; i-- > 0;) node = node_of(peaks_[i], node);
  return hex(node);
}

std::vector<std::string> audit_path(const std::vector<std::string>& leaves, std::size_t index) {
  std::vector<std::string> path;
  std::size_t from = 0, to = leaves.size();
  TC_ASSERT(index < to);
  while (to - from > 1) {
    const std::size_t middle = from + std::bit_floor(to - from - 1);
    const bool left = index < middle;
    path.insert(path.begin(),
                hex(left ? root_of(leaves, middle, to) : root_of(leaves, from, middle)));
    (left ? to : from) = middle;
  }
  return path;
}

std::string commitment_of(std::string_view salt, std::string_view value) {
  return sha256_hex(std::string(salt) + std::string(value));
}

std::string Vault::commit(ChangeSet& changes, std::string_view record, Id id,
                          std::string_view value) {
  PersonalValue personal;
  personal.record = record;
  personal.id = id;
  personal.salt = hex(random_bytes(k_salt_bytes));
  personal.value = value;
  personal.commitment = commitment_of(personal.salt, value);
  changes.personal.push_back(personal);
  return personal.commitment;
}

std::string Vault::commit_again(ChangeSet& changes, std::string_view record, Id id,
                                std::string_view value) {
  {
    const std::lock_guard lock(mutex_);
    const auto found = known_.find(known_key(record, id, value));
    if (found != known_.end()) return found->second;
  }
  return commit(changes, record, id, value);
}

void Vault::keep(const ChangeSet& changes) {
  if (changes.personal.empty() && changes.erased.empty()) return;
  const std::lock_guard lock(mutex_);
  // What was erased must not be referred to again: its value would be missing.
  if (!changes.erased.empty() || known_.size() > k_known_max) known_.clear();
  if (!changes.erased.empty()) return;
  for (const PersonalValue& one : changes.personal)
    known_.emplace(known_key(one.record, one.id, one.value), one.commitment);
}

}  // namespace tc::kernel
