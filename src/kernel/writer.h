#pragma once

#include <atomic>
#include <condition_variable>
#include <deque>
#include <functional>
#include <future>
#include <mutex>
#include <thread>

#include "kernel/kernel.h"

namespace tc::kernel {

/// The node's one writing thread (model §6): takes all waiting change sets, has the store commit
/// them together, then answers each. So one disk sync serves everybody who waits.
class Writer {
 public:
  using AfterCommit = std::function<void(std::span<const Event>)>;
  Writer(Store& store, AfterCommit after_commit);
  ~Writer();
  Writer(const Writer&) = delete;
  Writer& operator=(const Writer&) = delete;

  /// Waits until the change set is durable or refused. Fills in numbers and sequences. Throws
  /// what the store threw. Refuses by a Failure when the queue is full.
  /// After a StorageFailed every commit throws the same and the store is left alone.
  [[nodiscard]] CommitOutcome commit(ChangeSet& changes);
  [[nodiscard]] Storage storage() const { return storage_.load(); }

 private:
  struct Waiting {
    ChangeSet* changes = nullptr;
    std::promise<CommitOutcome> answer;
  };
  void run();
  void commit_batch(std::vector<Waiting>& batch);
  void commit_one_by_one(std::vector<Waiting>& batch);

  Store& store_;
  AfterCommit after_commit_;
  std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<Waiting> queue_;
  bool stopping_ = false;
  std::atomic<Storage> storage_{Storage::writable};
  std::string failure_;  ///< Why the storage failed; written before `storage_`.
  std::thread thread_;
};

}  // namespace tc::kernel
