#pragma once

#include <condition_variable>
#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "base/clock.h"
#include "kernel/audit.h"
#include "kernel/ports.h"
#include "service/anchor/signing.h"

/// Signed anchors of the audit trail (trust T-3): what a whole database, rolled back or rebuilt,
/// cannot fake.
namespace tc::service::anchor {

/// The state of the trail at one moment. A file holds one per line, as canonical JSON.
struct Anchor {
  std::int64_t size = 0;  ///< Events.
  std::string root;       ///< Of the Merkle tree over all of them (RFC 6962), hexadecimal.
  Moment moment = 0;
  std::string key;        ///< The public key, hexadecimal.
  std::string signature;  ///< Over the line without it.

  [[nodiscard]] std::string line() const;
};

/// Reads the lines of a file. Refuses `anchor.malformed` with the line.
[[nodiscard]] Result<std::vector<Anchor>> parse_anchors(std::string_view text);

/// Compares a trail with anchors while it is walked.
class Check {
 public:
  /// `trusted`: the public keys that count, hexadecimal; others are told as problems.
  Check(std::vector<Anchor> anchors, const std::vector<std::string>& trusted);
  void add(const kernel::AuditRow& row);
  /// Everything that does not fit, after the last event.
  [[nodiscard]] std::vector<std::string> problems() const;
  /// The size of the newest anchor that fits.
  [[nodiscard]] std::int64_t confirmed() const { return confirmed_; }

 private:
  std::multimap<std::int64_t, Anchor> anchors_;  ///< By size.
  kernel::AuditTree tree_;
  std::vector<std::string> problems_;
  std::int64_t confirmed_ = 0;
};

/// Anchors the trail of a store every 1,000 events or 10 minutes, and when it ends.
class Writer {
 public:
  /// Appends to every one of the files, each line synced.
  Writer(kernel::Store& store, const Clock& clock, SigningKey& key, std::vector<std::string> files);
  ~Writer();
  Writer(const Writer&) = delete;
  Writer& operator=(const Writer&) = delete;
  /// Reads what came; writes an anchor when one is due, or in any case when asked.
  void step(bool in_any_case = false);
  /// Steps once a second on a thread of its own.
  void start();
  void stop();

 private:
  void write();

  kernel::Store& store_;
  const Clock& clock_;
  SigningKey& key_;
  std::vector<std::string> files_;
  kernel::AuditTree tree_;
  std::int64_t anchored_ = 0;
  Moment last_ = 0;
  std::mutex mutex_;
  std::condition_variable wake_;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace tc::service::anchor
