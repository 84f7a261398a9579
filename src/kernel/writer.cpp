#include "kernel/writer.h"

#include <algorithm>
#include <cstdio>

namespace tc::kernel {
namespace {

constexpr std::size_t k_batch_max = 256;
constexpr std::size_t k_queue_max = 4096;

}  // namespace

Writer::Writer(Store& store, AfterCommit after_commit)
    : store_(store), after_commit_(std::move(after_commit)), thread_([this] { run(); }) {}

Writer::~Writer() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  thread_.join();
}

CommitOutcome Writer::commit(ChangeSet& changes) {
  std::future<CommitOutcome> answer;
  if (storage_ == Storage::failed) throw StorageFailed(failure_);
  {
    const std::lock_guard lock(mutex_);
    if (stopping_ || queue_.size() >= k_queue_max) throw Failure("the write queue is full");
    queue_.push_back({&changes, {}});
    answer = queue_.back().answer.get_future();
  }
  wake_.notify_one();
  return answer.get();
}

void Writer::run() {
  for (;;) {
    std::vector<Waiting> batch;
    {
      std::unique_lock lock(mutex_);
      wake_.wait(lock, [this] { return stopping_ || !queue_.empty(); });
      if (queue_.empty()) return;
      const std::size_t count = std::min(queue_.size(), k_batch_max);
      std::move(queue_.begin(), queue_.begin() + static_cast<std::ptrdiff_t>(count),
                std::back_inserter(batch));
      queue_.erase(queue_.begin(), queue_.begin() + static_cast<std::ptrdiff_t>(count));
    }
    commit_batch(batch);
  }
}

void Writer::commit_batch(std::vector<Waiting>& batch) {
  std::vector<ChangeSet*> sets;
  for (const Waiting& waiting : batch) sets.push_back(waiting.changes);
  std::vector<CommitOutcome> outcomes;
  try {
    if (storage_ == Storage::failed) throw StorageFailed(failure_);
    outcomes = store_.commit(sets);
    storage_ = Storage::writable;
  } catch (const StorageFailed& failure) {
    // Never tried again: what the system dropped after a failed sync would be taken for written.
    if (storage_ != Storage::failed) {
      failure_ = failure.what();
      storage_ = Storage::failed;
      std::fprintf(stderr, "READ-ONLY: %s / 存储故障,系统转为只读\n", failure.what());
    }
    for (Waiting& waiting : batch) waiting.answer.set_exception(std::current_exception());
    return;
  } catch (const DiskFull&) {
    storage_ = Storage::full;
    for (Waiting& waiting : batch) waiting.answer.set_exception(std::current_exception());
    return;
  } catch (...) {
    if (batch.size() > 1) return commit_one_by_one(batch);
    batch.front().answer.set_exception(std::current_exception());
    return;
  }
  std::vector<Event> events;
  for (std::size_t i = 0; i < batch.size(); ++i) {
    if (outcomes[i].kind != CommitOutcome::Kind::done) continue;
    events.insert(events.end(), sets[i]->events.begin(), sets[i]->events.end());
  }
  // Caches hear of the change before the writer's caller does, so nobody reads an old right after
  // its own write was answered.
  if (!events.empty()) after_commit_(events);
  for (std::size_t i = 0; i < batch.size(); ++i) batch[i].answer.set_value(outcomes[i]);
}

void Writer::commit_one_by_one(std::vector<Waiting>& batch) {
  for (Waiting& waiting : batch) {
    std::vector<Waiting> one;
    one.push_back(std::move(waiting));
    commit_batch(one);
  }
}

}  // namespace tc::kernel
