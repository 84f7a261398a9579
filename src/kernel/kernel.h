#pragma once

#include <any>
#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <typeindex>
#include <vector>

#include "base/clock.h"
#include "base/id.h"
#include "base/progress.h"
#include "kernel/access.h"
#include "kernel/audit.h"
#include "kernel/custom.h"
#include "kernel/ports.h"
#include "kernel/registry.h"

/// The kernel: one write path (`execute`) and one read path (`Reader`) over the declarations.
namespace tc::kernel {

class Background;
class Writer;

/// For work that nobody watches.
[[nodiscard]] inline Progress& unwatched() {
  static NoProgress one;
  return one;
}

/// One command of a transaction, as the API carries it.
struct CommandSpec {
  std::string name;  ///< risk.create, risk.update, risk.delete, risk.close, plan.edit
  Id id = 0;         ///< The record; 0 for create.
  std::optional<std::int64_t> version;  ///< The version the caller saw.
  Json set = Json::object();            ///< Fields, or inputs of an action.
  Id new_id = 0;         ///< For create: the id to use (imports, links inside one request).
  bool trusted = false;  ///< From a handler: rights, read_only and version are not asked.
};

struct Request {
  std::vector<CommandSpec> commands;
  std::string idempotency_key;
  std::string body_hash;
  bool dry_run = false;
  Id undo_of = 0;
  std::string command;           ///< What the audit calls it; empty: the command's own name.
  std::vector<BlobWrite> blobs;  ///< Written with it (plans in bulk).
  Json details;  ///< For the audit event: counts and digests of what is in the blobs.
  Progress* progress = nullptr;  ///< Of its actions, when somebody watches.
};

struct Written {
  const RecordType* type = nullptr;
  Row row;
};

struct Answer {
  Id tx = 0;                     ///< 0: nothing was written (dry run).
  std::vector<Written> records;  ///< One per command, as they are now.
  Json result;                   ///< What an action answers beyond its record.
};

/// What happens to a part of a record: an activity of a plan starts.
struct Occasion {
  std::string_view name;  ///< One of Record::occasions.
  Id id = 0;
  std::string title;
  Day day = 0;        ///< On which it happens.
  std::string field;  ///< Where a form shows what is refused.
};

/// What rules see: the row before (null for create) and after, who, when, and the other records.
struct RuleInput {
  const Row* before = nullptr;
  const Row& after;
  std::string_view verb;
  const Principal& principal;
  Reader& reader;
  std::vector<Argument>& arguments;  ///< Fill {names} of the rule's message.
  const Occasion* occasion = nullptr;

  void tell(std::string_view name, std::string value) const {
    arguments.push_back({std::string(name), std::move(value)});
  }
};

/// What the rules on an occasion refuse; {subject} of their messages is its title.
[[nodiscard]] Refusals check_occasion(Reader& reader, const Row& row, const Occasion& occasion);

struct ActionInput {
  const Row* row = nullptr;  ///< The record the action is on.
  const Json& inputs;
  const Principal& principal;
  Reader& reader;
  Kernel& kernel;
  Progress& progress = unwatched();
};

struct ActionOutcome {
  std::vector<CommandSpec> commands;  ///< Carried out in the same transaction, trusted.
  std::vector<BlobWrite> blobs;
  Json result;  ///< For the caller.
  Json audit;   ///< Added to the audit event.
};

struct EventInput {
  const Event& event;
  Reader& reader;
  Kernel& kernel;
};

struct ReportInput {
  const Json& inputs;
  const Principal& principal;
  Reader& reader;
  Kernel& kernel;
  Progress& progress = unwatched();
};

struct ReportTable {
  std::vector<std::vector<Value>> rows;  ///< By the report's columns.
  Json extra;                            ///< What a chart needs beyond the table; null = nothing.
  Label finding;                         ///< One sentence; filled by `arguments`.
  std::vector<Argument> arguments;
};

struct RouteInput {
  std::string_view method;
  const std::map<std::string, std::string>& path;  ///< Values of {names}.
  const std::map<std::string, std::string>& query;
  std::string_view body;
  std::string_view content_type;
  std::string_view accept;
  std::string_view idempotency_key;
  std::string_view if_match;
  std::string_view session_secret;  ///< The cookie, for signing out.
  std::string_view csrf;
  bool secure = false;  ///< Came by TLS.
  const Principal& principal;
  Kernel& kernel;
  std::string_view user_agent = {};
  Progress& progress = unwatched();
};

struct RouteAnswer {
  int status = 200;
  std::string content_type = "application/json";
  std::string body;
  std::vector<std::pair<std::string, std::string>> headers;
  Refusals refusals;  ///< Not empty: becomes problem+json.
  Json current;       ///< The present record beside a stale refusal.
};

[[nodiscard]] inline RouteAnswer refused(Refusals refusals) {
  RouteAnswer answer;
  answer.refusals = std::move(refusals);
  return answer;
}
[[nodiscard]] inline RouteAnswer answered(std::string body, int status = 200) {
  RouteAnswer answer;
  answer.status = status;
  answer.body = std::move(body);
  return answer;
}
/// The body that was made, or why none was.
[[nodiscard]] inline RouteAnswer answer_of(Result<std::string> body) {
  return body ? answered(std::move(*body)) : refused(body.refusals());
}

/// Whether the store takes writes. Reads go on in every case.
enum class Storage : std::uint8_t {
  writable,
  full,    ///< The last write found no space; the next one tries again (trust R-7).
  failed,  ///< A sync failed: read-only until a restart (trust R-6).
};

/// One consistent view for one principal: every read of the program goes through it.
class Reader {
 public:
  Reader(Kernel& kernel, const Principal& principal);
  ~Reader();
  Reader(const Reader&) = delete;
  Reader& operator=(const Reader&) = delete;

  [[nodiscard]] const Registry& registry() const;
  [[nodiscard]] const Principal& principal() const { return principal_; }
  [[nodiscard]] Moment now() const { return used_clock_ = true, now_; }
  [[nodiscard]] Day today() const;
  [[nodiscard]] Snapshot& snapshot();
  [[nodiscard]] const ScopeTree& scopes();

  // As the principal: what is invisible does not exist.
  [[nodiscard]] std::optional<Row> load(std::string_view record, Id id);
  [[nodiscard]] std::vector<Row> list(std::string_view record, Expr filter,
                                      std::vector<Sort> sort = {}, std::int64_t limit = 500);
  [[nodiscard]] AccessFilter access(const RecordType& type, std::string_view verb);
  [[nodiscard]] bool may(std::string_view permission, Id scope = 0);
  [[nodiscard]] FilterContext filter_context(const RecordType& type);
  [[nodiscard]] const CustomFields& custom_fields();

  // For rules and handlers that must see the truth whatever the caller may see.
  [[nodiscard]] std::optional<Row> load_any(std::string_view record, Id id);
  [[nodiscard]] std::vector<Row> list_any(std::string_view record, Expr filter,
                                          std::int64_t limit = 10'000);
  /// The title of a record for people, empty when it does not exist or is invisible.
  [[nodiscard]] std::string title_of(std::string_view record, Id id, bool zh);

  // What the answers of this reader depend on, for those who keep them.
  [[nodiscard]] const std::set<std::string, std::less<>>& records_read() const { return read_; }
  [[nodiscard]] bool used_clock() const { return used_clock_; }

  /// Rows written earlier in the same transaction stand before those of the store.
  void overlay(const Row& row);

 private:
  void note_read(std::string_view record);
  [[nodiscard]] Snapshot& present();

  Kernel& kernel_;
  const Principal& principal_;
  Moment now_;
  mutable bool used_clock_ = false;
  std::set<std::string, std::less<>> read_;
  std::unique_ptr<Snapshot> present_;
  std::unique_ptr<Snapshot> past_;  ///< Over the present one, for who reads as of a moment.
  std::map<std::pair<std::string_view, Id>, Row> overlay_;
  std::map<std::pair<std::string_view, Id>, std::string> titles_;
  std::shared_ptr<const ScopeTree> scopes_;
  std::shared_ptr<const CustomFields> custom_fields_;
};

/// Parts are the state that functions and services share through the kernel without knowing each
/// other (the loaded plans, the event hub). One object per type.
class Kernel {
 public:
  Kernel(const Registry& registry, Store& store, RightsSource& rights, const Clock& clock);
  ~Kernel();

  /// The one write path. Everything of the request or nothing; refused commands leave an audit
  /// event only.
  [[nodiscard]] Result<Answer> execute(const Principal& principal, const Request& request);
  /// Reverses a transaction of one's own while nothing it wrote has changed since.
  [[nodiscard]] Result<Answer> undo(const Principal& principal, Id tx);
  /// Writes an audit event that belongs to no change (sign-in, refusal, export). Durable.
  void record_event(const Principal& principal, std::string_view command, std::string_view outcome,
                    Json details);

  [[nodiscard]] const Registry& registry() const { return registry_; }
  [[nodiscard]] Store& store() { return store_; }
  [[nodiscard]] const Clock& clock() const { return clock_; }
  [[nodiscard]] Id new_id() { return ids_->next(clock_.now()); }
  [[nodiscard]] Principal principal_of(Id user);
  [[nodiscard]] Principal system_principal() const;
  /// The language of what the program writes by itself (zh or en).
  void set_language(std::string_view language) { language_ = language; }
  [[nodiscard]] std::shared_ptr<const ScopeTree> scope_tree(Snapshot& snapshot);
  [[nodiscard]] std::shared_ptr<const CustomFields> custom_fields(Snapshot& snapshot);
  [[nodiscard]] std::int64_t epoch() const { return epoch_.load(); }
  [[nodiscard]] Storage storage() const;

  template <class T>
  void add_part(std::shared_ptr<T> part) {
    parts_[std::type_index(typeid(T))] = std::move(part);
  }
  template <class T>
  [[nodiscard]] T& part() {
    const auto found = parts_.find(std::type_index(typeid(T)));
    TC_ASSERT(found != parts_.end());
    return *std::any_cast<std::shared_ptr<T>&>(found->second);
  }

  /// The part of a function that needs no wiring: made when first asked for.
  template <class T>
  [[nodiscard]] T& part_or_make() {
    const std::lock_guard lock(parts_mutex_);
    std::any& part = parts_[std::type_index(typeid(T))];
    if (!part.has_value()) part = std::make_shared<T>();
    return *std::any_cast<std::shared_ptr<T>&>(part);
  }

  /// Called after each commit with its events, on the writer's thread: must be quick.
  void on_commit(std::function<void(std::span<const Event>)> listener);
  /// Called with every event of every node, in order, on the background thread.
  void on_events(std::function<void(std::span<const Event>)> listener);
  /// The number of the last event about a record; what a cached count of it is valid for.
  [[nodiscard]] std::int64_t change_sequence(std::string_view record);
  /// Carries out subscriptions and indexing of all events so far; tests call it, the product has a
  /// thread that does.
  void drain();
  /// Carries out the `@day` subscriptions of today; each takes effect once on a day, on one node.
  void begin_day();
  /// Runs drain in a loop until stopped.
  void start_background();
  void stop_background();

 private:
  friend class Transaction;
  [[nodiscard]] Result<Answer> attempt(const Principal& principal, const Request& request,
                                       bool& stale);
  void after_commit(std::span<const Event> events);
  void run_subscriptions(const Event& event);
  void carry_out(const Subscription& subscription, const Event& event, const std::string& key);
  [[nodiscard]] Json audit_base(const Principal& principal, std::string_view outcome,
                                ChangeSet& changes);
  void refresh_epoch(Snapshot& snapshot);
  void deliver();

  const Registry& registry_;
  Store& store_;
  RightsSource& rights_;
  const Clock& clock_;
  std::unique_ptr<IdSource> ids_;
  std::unique_ptr<Writer> writer_;
  std::string language_ = "zh";
  std::atomic<std::int64_t> epoch_{0};
  std::mutex cache_mutex_;
  std::map<Id, std::shared_ptr<const Rights>> rights_cache_;
  Vault vault_;
  std::shared_ptr<const ScopeTree> tree_;
  std::shared_ptr<const CustomFields> custom_fields_;
  std::int64_t custom_fields_at_ = -1;  ///< The change of the definitions they were read after.
  std::map<std::type_index, std::any> parts_;
  std::mutex parts_mutex_;
  std::vector<std::function<void(std::span<const Event>)>> listeners_;
  std::vector<std::function<void(std::span<const Event>)>> event_listeners_;
  std::map<std::string, std::int64_t, std::less<>> change_sequences_;
  std::int64_t delivered_upto_ = 0;
  std::mutex drain_mutex_;
  Day begun_day_ = 0;
  std::unique_ptr<Background> background_;
};

}  // namespace tc::kernel
