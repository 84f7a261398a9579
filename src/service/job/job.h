#pragma once

#include <condition_variable>
#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "kernel/jobs.h"

/// Long work beside its request: a few threads work, the record `job` remembers.
namespace tc::service::job {

extern const kernel::Function k_job;

/// How far a job is, as its owner sees it.
struct View {
  Id id = 0;
  std::string name;
  std::string state;
  double progress = 0;  ///< 0 to 1.
  std::string phase;
};

/// The jobs of this node; added to the kernel as a part.
class Runner final : public kernel::Jobs {
 public:
  /// Jobs that this node's last process left behind are marked interrupted.
  explicit Runner(kernel::Kernel& kernel);
  ~Runner() override;
  [[nodiscard]] Result<Id> start(const kernel::Principal& principal, std::string_view name,
                                 Work work) override;
  [[nodiscard]] std::optional<kernel::RouteAnswer> wait(Id job, std::int64_t timeout_ms) override;

  /// Refuses `record.not_found` for jobs of others.
  [[nodiscard]] Result<View> view(const kernel::Principal& principal, Id job);
  [[nodiscard]] std::vector<View> views(const kernel::Principal& principal);
  /// What it answered; nothing before its end. Refuses `job.rights_changed` when the owner's rights
  /// are no longer those it ran with (trust A-12).
  [[nodiscard]] Result<std::optional<kernel::RouteAnswer>> answer(
      const kernel::Principal& principal, Id job);
  /// Asks it to stop; refuses `record.not_found` for jobs of others.
  [[nodiscard]] Status cancel(const kernel::Principal& principal, Id job);
  /// Ends what runs and waits for it.
  void stop();

 private:
  class Task;
  void run();
  /// The first that may begin, taken from the queue; null while there is none. Under the mutex.
  [[nodiscard]] std::shared_ptr<Task> take();
  void carry_out(Task& task);
  void settle(Task& task, std::string_view step, const kernel::RouteAnswer& answer);
  [[nodiscard]] Status record(std::string_view command, Id id, Json set,
                              std::vector<kernel::BlobWrite> blobs = {});
  void mark_interrupted();
  [[nodiscard]] std::shared_ptr<Task> find(Id job);
  [[nodiscard]] std::optional<kernel::Row> row_of(const kernel::Principal& principal, Id job);

  kernel::Kernel& kernel_;
  std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<std::shared_ptr<Task>> queue_;
  std::map<Id, std::shared_ptr<Task>> tasks_;  ///< Not ended yet.
  bool stopping_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace tc::service::job
