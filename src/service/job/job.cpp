#include "service/job/job.h"

#include <algorithm>
#include <atomic>
#include <cstdio>

#include "base/digest.h"

namespace tc::service::job {
namespace {

using kernel::Principal;
using kernel::RouteAnswer;
using kernel::Row;

constexpr std::size_t k_waiting_max = 64;
// A long search of one person keeps nobody else waiting, and some of the person's own reports
// neither.
constexpr std::size_t k_threads = 4;
constexpr std::int64_t k_running_per_person = 3;
constexpr std::size_t k_answer_bytes_max = 64 << 20;
constexpr std::int64_t k_listed_max = 50;
constexpr int k_slot_shift = 12;
constexpr Id k_slot_mask = 1023;

/// The node that made an id.
Id slot_of(Id id) { return id >> k_slot_shift & k_slot_mask; }

// What the principal may do: another text when any grant of it changes.
std::string rights_digest(const Principal& principal) {
  std::string text;
  if (principal.rights == nullptr) return text;
  for (const kernel::Grant& grant : principal.rights->grants) {
    text += id_text(grant.scope) + " " + std::to_string(grant.clearance);
    for (const std::string& permission : grant.permissions) text += " " + permission;
    text += "\n";
  }
  return sha256_hex(text);
}

// A line of JSON, then the body as it is.
std::string packed(const RouteAnswer& answer, const std::string& rights) {
  Json head = Json::object();
  head.append("status", answer.status);
  head.append("content_type", answer.content_type);
  head.append("rights", rights);
  for (const auto& [name, value] : answer.headers) {
    if (name == "Content-Disposition") head.append("disposition", value);
  }
  return to_text(head) + "\n" + answer.body;
}

std::optional<std::pair<RouteAnswer, std::string>> unpacked(std::string_view bytes) {
  const std::size_t line = bytes.find('\n');
  const Result<Json> head = parse_json(bytes.substr(0, line));
  if (line == std::string_view::npos || !head) return std::nullopt;
  RouteAnswer answer = kernel::answered(std::string(bytes.substr(line + 1)),
                                        static_cast<int>(head->find("status")->integer()));
  answer.content_type = head->text("content_type");
  if (const std::string_view as = head->text("disposition"); !as.empty())
    answer.headers.emplace_back("Content-Disposition", as);
  return std::pair{std::move(answer), std::string(head->text("rights"))};
}

View view_of(const Row& row) {
  return {row.id, std::string(row.text("name")), row.state, row.state == "done" ? 1.0 : 0.0, {}};
}

}  // namespace

class Runner::Task final : public Progress {
 public:
  Task(Id of, const Principal& asked_by, std::string_view called, Work what)
      : id(of), principal(asked_by), name(called), work(std::move(what)) {}

  [[nodiscard]] bool step(std::int64_t done, std::int64_t total, const char* now) override {
    share_ = total <= 0 ? 0 : static_cast<double>(done) / static_cast<double>(total);
    phase_ = now;
    return !cancelled;
  }
  [[nodiscard]] View view() const {
    return {id, name, running ? "running" : "queued", std::clamp(share_.load(), 0.0, 1.0),
            phase_.load()};
  }

  const Id id;
  const Principal principal;
  const std::string name;
  const Work work;
  std::atomic<bool> running{false};
  std::atomic<bool> cancelled{false};
  std::optional<RouteAnswer> answer;  ///< Under the runner's mutex.

 private:
  std::atomic<double> share_{0};
  std::atomic<const char*> phase_{""};
};

Runner::Runner(kernel::Kernel& kernel) : kernel_(kernel) {
  mark_interrupted();
  for (std::size_t i = 0; i < k_threads; ++i) threads_.emplace_back([this] { run(); });
}

Runner::~Runner() { stop(); }

void Runner::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
    for (const auto& [id, task] : tasks_) task->cancelled = true;
  }
  wake_.notify_all();
  for (std::thread& thread : threads_)
    if (thread.joinable()) thread.join();
}

Status Runner::record(std::string_view command, Id id, Json set,
                      std::vector<kernel::BlobWrite> blobs) {
  kernel::CommandSpec spec;
  spec.name = command;
  spec.id = command == "job.create" ? 0 : id;
  spec.new_id = command == "job.create" ? id : 0;
  spec.set = std::move(set);
  spec.trusted = true;
  kernel::Request request;
  request.commands.push_back(std::move(spec));
  request.blobs = std::move(blobs);
  const Result<kernel::Answer> done = kernel_.execute(kernel_.system_principal(), request);
  if (!done) return done.refusals();
  return Done{};
}

// The ids of a node's jobs carry its slot, which nobody else holds now: what it left unfinished
// nobody works on.
void Runner::mark_interrupted() {
  const Principal system = kernel_.system_principal();
  const Id slot = slot_of(kernel_.new_id());
  std::vector<Id> left;
  {
    kernel::Reader reader(kernel_, system);
    for (const Row& row : reader.list_any("job", {})) {
      const bool open = row.state == "queued" || row.state == "running";
      if (open && slot_of(row.id) == slot) left.push_back(row.id);
    }
  }
  for (const Id id : left) static_cast<void>(record("job.interrupt", id, Json::object()));
}

Result<Id> Runner::start(const Principal& principal, std::string_view name, Work work) {
  const Id id = kernel_.new_id();
  {
    const std::lock_guard lock(mutex_);
    if (stopping_ || queue_.size() >= k_waiting_max)
      return refuse(RefusalKind::overload, "server.overload");
  }
  Json set = Json::object();
  set.append("name", name);
  set.append("user", id_text(principal.user));
  const Status made = record("job.create", id, std::move(set));
  if (!made) return made.refusals();
  {
    const std::lock_guard lock(mutex_);
    queue_.push_back(std::make_shared<Task>(id, principal, name, std::move(work)));
    tasks_[id] = queue_.back();
  }
  wake_.notify_all();
  return id;
}

void Runner::run() {
  for (;;) {
    std::shared_ptr<Task> task;
    {
      std::unique_lock lock(mutex_);
      wake_.wait(lock, [&] { return (task = take()) != nullptr || (stopping_ && queue_.empty()); });
      if (task == nullptr) return;
    }
    try {
      carry_out(*task);
    } catch (const Failure& failure) {
      // The store is away or read-only: the record stays as it is, the next start finds it.
      std::fprintf(stderr, "job %s: %s\n", task->name.c_str(), failure.what());
      {
        const std::lock_guard lock(mutex_);
        tasks_.erase(task->id);
      }
      wake_.notify_all();
    }
  }
}

std::shared_ptr<Runner::Task> Runner::take() {
  const auto may_begin = [this](const std::shared_ptr<Task>& waiting) {
    return stopping_ ||
           std::ranges::count_if(tasks_, [&](const auto& one) {
             return one.second->running && one.second->principal.user == waiting->principal.user;
           }) < k_running_per_person;
  };
  const auto found = std::ranges::find_if(queue_, may_begin);
  if (found == queue_.end()) return nullptr;
  std::shared_ptr<Task> task = *found;
  task->running = true;
  queue_.erase(found);
  return task;
}

void Runner::carry_out(Task& task) {
  RouteAnswer answer;
  std::string_view step = "interrupt";
  if (!task.cancelled) {
    static_cast<void>(record("job.begin", task.id, Json::object()));
    answer = task.work(task);
    step = answer.status < 400 ? "finish" : "fail";
  }
  if (task.cancelled && step != "finish") step = stopping_ ? "interrupt" : "cancel";
  if (answer.body.size() > k_answer_bytes_max) {
    answer = kernel::answered("{\"code\":\"job.answer_too_large\"}", 413);
    step = "fail";
  }
  settle(task, step, answer);
}

void Runner::settle(Task& task, std::string_view step, const RouteAnswer& answer) {
  std::vector<kernel::BlobWrite> blobs;
  if (step == "finish" || step == "fail")
    blobs.push_back({"job", task.id, 1, packed(answer, rights_digest(task.principal))});
  Json set = Json::object();
  if (!blobs.empty()) set.append("status", answer.status);
  static_cast<void>(record("job." + std::string(step), task.id, std::move(set), std::move(blobs)));
  {
    const std::lock_guard lock(mutex_);
    task.answer = answer;
    tasks_.erase(task.id);
  }
  wake_.notify_all();
}

std::shared_ptr<Runner::Task> Runner::find(Id job) {
  const std::lock_guard lock(mutex_);
  const auto found = tasks_.find(job);
  return found == tasks_.end() ? nullptr : found->second;
}

std::optional<RouteAnswer> Runner::wait(Id job, std::int64_t timeout_ms) {
  std::unique_lock lock(mutex_);
  const auto found = tasks_.find(job);
  if (found == tasks_.end()) {  // Ended before anybody waited.
    lock.unlock();
    const std::optional<kernel::BlobWrite> blob = kernel_.store().read()->blob("job", job, 1);
    auto kept = blob ? unpacked(blob->bytes) : std::nullopt;
    return kept ? std::optional(std::move(kept->first)) : std::nullopt;
  }
  const std::shared_ptr<Task> task = found->second;
  wake_.wait_for(lock, std::chrono::milliseconds(timeout_ms),
                 [&] { return task->answer.has_value(); });
  // A cancelled one answers by its state.
  return task->cancelled ? std::nullopt : task->answer;
}

std::optional<Row> Runner::row_of(const Principal& principal, Id job) {
  kernel::Reader reader(kernel_, principal);
  std::optional<Row> row = reader.load_any("job", job);
  if (!row || row->integer("user") != principal.user) return std::nullopt;
  return row;
}

Result<View> Runner::view(const Principal& principal, Id job) {
  const std::optional<Row> row = row_of(principal, job);
  if (!row) return refuse(RefusalKind::not_found, "record.not_found");
  const std::shared_ptr<Task> task = find(job);
  return task != nullptr ? task->view() : view_of(*row_of(principal, job));
}

std::vector<View> Runner::views(const Principal& principal) {
  std::vector<View> views;
  kernel::Reader reader(kernel_, principal);
  const kernel::RecordType& type = *kernel_.registry().record("job");
  for (const Row& row :
       reader.list_any("job", kernel::field_is(type, "user", principal.user), k_listed_max)) {
    const std::shared_ptr<Task> task = find(row.id);
    views.push_back(task != nullptr ? task->view() : view_of(row));
  }
  return views;
}

Result<std::optional<RouteAnswer>> Runner::answer(const Principal& principal, Id job) {
  const std::optional<Row> row = row_of(principal, job);
  if (!row) return refuse(RefusalKind::not_found, "record.not_found");
  const std::optional<kernel::BlobWrite> blob = kernel_.store().read()->blob("job", job, 1);
  if (!blob) return std::optional<RouteAnswer>();
  auto found = unpacked(blob->bytes);
  if (!found) return std::optional<RouteAnswer>();
  if (found->second != rights_digest(principal))
    return refuse(RefusalKind::forbidden, "job.rights_changed");
  return std::optional(std::move(found->first));
}

Status Runner::cancel(const Principal& principal, Id job) {
  if (!row_of(principal, job)) return refuse(RefusalKind::not_found, "record.not_found");
  if (const std::shared_ptr<Task> task = find(job)) task->cancelled = true;
  return Done{};
}

}  // namespace tc::service::job
