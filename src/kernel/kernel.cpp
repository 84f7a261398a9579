#include "kernel/kernel.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <thread>

#include "kernel/transaction.h"
#include "kernel/writer.h"

namespace tc::kernel {
namespace {

constexpr int k_attempts_max = 5;
constexpr std::int64_t k_events_at_once = 500;
constexpr std::int64_t k_background_wait_ms = 250;

}  // namespace

/// The thread that carries out subscriptions and keeps the search index.
class Background {
 public:
  explicit Background(Kernel& kernel)
      : thread_([this, &kernel] {
          while (!stopping_) {
            try {
              kernel.drain();
              kernel.begin_day();
              kernel.store().wait_for_events(k_background_wait_ms);
            } catch (const Failure& failure) {
              // The database is away: what was not done stays in the outbox and is done later.
              std::fprintf(stderr, "background: %s\n", failure.what());
              std::this_thread::sleep_for(std::chrono::seconds(1));
            }
          }
        }) {}
  ~Background() {
    stopping_ = true;
    thread_.join();
  }

 private:
  std::atomic<bool> stopping_{false};
  std::thread thread_;
};

Kernel::Kernel(const Registry& registry, Store& store, RightsSource& rights, const Clock& clock)
    : registry_(registry), store_(store), rights_(rights), clock_(clock) {
  const auto [slot, last_ms] = store_.lease_slot();
  ids_ = std::make_unique<IdSource>(slot, last_ms);
  writer_ = std::make_unique<Writer>(
      store_, [this](std::span<const Event> events) { after_commit(events); });
  const std::unique_ptr<Snapshot> snapshot = store_.read();
  epoch_ = snapshot->rights_epoch();
  delivered_upto_ = snapshot->last_event();
}

Kernel::~Kernel() { stop_background(); }

Storage Kernel::storage() const { return writer_->storage(); }

// Who a person is and from where stands in the chain as commitments only (trust T-5).
Json Kernel::audit_base(const Principal& principal, std::string_view outcome, ChangeSet& changes) {
  Json json = Json::object();
  json.append("moment", format_moment(changes.moment));
  json.append("principal", principal.system ? Json("system") : Json(id_text(principal.user)));
  if (!principal.system)
    json.append("login", vault_.commit_again(changes, "user", principal.user, principal.login));
  if (principal.acting_for != 0) json.append("acting_for", id_text(principal.acting_for));
  if (!principal.session.empty()) json.append("session", principal.session);
  if (!principal.address.empty())
    json.append("address", vault_.commit_again(changes, "user", principal.user, principal.address));
  json.append("command", changes.command);
  json.append("outcome", outcome);
  return json;
}

Result<Answer> Kernel::execute(const Principal& principal, const Request& request) {
  if (principal.as_of != 0) return refuse(RefusalKind::malformed, "as_of.read_only");
  Principal current = principal;
  for (int attempt_number = 0; attempt_number < k_attempts_max; ++attempt_number) {
    bool stale = false;
    Result<Answer> answer = attempt(current, request, stale);
    if (!stale) return answer;
    // Rights may have changed since the caller was recognised: they are asked anew.
    if (current.rights != nullptr && !current.system) {
      const Principal now = principal_of(principal.user);
      current.epoch = now.epoch;
      current.rights = now.rights;
    }
  }
  return refuse(RefusalKind::stale, "record.stale");
}

Result<Answer> Kernel::attempt(const Principal& principal, const Request& request, bool& stale) {
  auto transaction = std::make_unique<Transaction>(*this, principal, request);
  if (!request.idempotency_key.empty()) {
    if (std::optional<Result<Answer>> replayed = transaction->replay()) return std::move(*replayed);
  }
  Result<Answer> answer = transaction->prepare();
  if (!answer) {
    Json attempted = transaction->attempted();
    transaction.reset();
    if (!request.dry_run)
      record_event(principal, request.commands.empty() ? "" : request.commands.front().name,
                   "refused", std::move(attempted));
    return answer;
  }
  if (request.dry_run) {
    answer->tx = 0;
    return answer;
  }
  ChangeSet changes = std::move(transaction->changes());
  transaction.reset();  // Gives its snapshot back before waiting.
  Json audit = audit_base(principal, "done", changes);
  audit.append("tx", id_text(changes.tx));
  if (changes.undo_of != 0) audit.append("undo_of", id_text(changes.undo_of));
  for (const JsonMember& member : changes.audit.members()) audit.append(member.key, member.value);
  changes.audit = std::move(audit);
  const CommitOutcome outcome = writer_->commit(changes);
  switch (outcome.kind) {
    case CommitOutcome::Kind::done:
      vault_.keep(changes);
      break;
    case CommitOutcome::Kind::stale:
    case CommitOutcome::Kind::key_used:
      stale = true;
      return answer;
    case CommitOutcome::Kind::not_unique:
      return refuse(RefusalKind::rule, "field.not_unique", "/" + outcome.field,
                    {{"field", outcome.field}, {"value", ""}});
  }
  for (Written& written : answer->records) {
    for (const RowChange& change : changes.rows) {
      if (change.after.type == written.type && change.after.id == written.row.id)
        written.row = change.after;
    }
  }
  return answer;
}

void Kernel::record_event(const Principal& principal, std::string_view command,
                          std::string_view outcome, Json details) {
  ChangeSet changes;
  changes.tx = 0;
  changes.principal = principal.user;
  changes.moment = clock_.now();
  changes.command = command;
  changes.audit = audit_base(principal, outcome, changes);
  changes.audit.append("details", std::move(details));
  static_cast<void>(writer_->commit(changes));
  vault_.keep(changes);
}

Principal Kernel::system_principal() const {
  Principal principal;
  principal.system = true;
  principal.login = "system";
  principal.language = language_;
  return principal;
}

Principal Kernel::principal_of(Id user) {
  Principal principal;
  principal.user = user;
  principal.epoch = epoch_.load();
  {
    const std::lock_guard lock(cache_mutex_);
    const auto cached = rights_cache_.find(user);
    if (cached != rights_cache_.end()) principal.rights = cached->second;
  }
  if (principal.rights == nullptr) {
    const std::unique_ptr<Snapshot> snapshot = store_.read();
    refresh_epoch(*snapshot);
    principal.epoch = epoch_.load();
    principal.rights =
        std::make_shared<const Rights>(rights_.rights_of(*snapshot, registry_, user));
    const std::lock_guard lock(cache_mutex_);
    if (principal.epoch == epoch_.load()) rights_cache_[user] = principal.rights;
  }
  principal.person = principal.rights->person;
  principal.login = principal.rights->login;
  principal.name = principal.rights->name;
  principal.language = principal.rights->language;
  return principal;
}

std::shared_ptr<const ScopeTree> Kernel::scope_tree(Snapshot& snapshot) {
  {
    const std::lock_guard lock(cache_mutex_);
    if (tree_ != nullptr) return tree_;
  }
  const std::int64_t epoch = epoch_.load();
  auto tree = std::make_shared<const ScopeTree>(snapshot.scopes());
  const std::lock_guard lock(cache_mutex_);
  if (epoch == epoch_.load()) tree_ = tree;
  return tree;
}

std::shared_ptr<const CustomFields> Kernel::custom_fields(Snapshot& snapshot) {
  const auto& functions = registry_.functions();
  const auto defining = std::ranges::find_if(
      functions, [](const Function* one) { return one->custom_fields != nullptr; });
  const std::int64_t changed = change_sequence("custom_field");
  {
    const std::lock_guard lock(cache_mutex_);
    if (custom_fields_ != nullptr && custom_fields_at_ == changed) return custom_fields_;
  }
  std::shared_ptr<const CustomFields> fields =
      defining == functions.end() ? std::make_shared<const CustomFields>()
                                  : (*defining)->custom_fields(snapshot, registry_);
  const std::lock_guard lock(cache_mutex_);
  custom_fields_ = fields;
  custom_fields_at_ = changed;
  return fields;
}

void Kernel::refresh_epoch(Snapshot& snapshot) {
  const std::int64_t stored = snapshot.rights_epoch();
  if (stored <= epoch_.load()) return;
  const std::lock_guard lock(cache_mutex_);
  epoch_ = stored;
  rights_cache_.clear();
  tree_.reset();
}

void Kernel::after_commit(std::span<const Event> events) {
  const bool rights = std::ranges::any_of(events, [&](const Event& event) {
    const RecordType* type = registry_.record(event.record);
    return type != nullptr && (type->decl->decides_rights || type->decl->scoping == Scoping::self);
  });
  if (rights) refresh_epoch(*store_.read());
  {
    const std::lock_guard lock(cache_mutex_);
    for (const Event& event : events) change_sequences_[event.record] = event.seq;
  }
  for (const auto& listener : listeners_) listener(events);
}

std::int64_t Kernel::change_sequence(std::string_view record) {
  const std::lock_guard lock(cache_mutex_);
  const auto found = change_sequences_.find(record);
  return found == change_sequences_.end() ? 0 : found->second;
}

void Kernel::on_events(std::function<void(std::span<const Event>)> listener) {
  event_listeners_.push_back(std::move(listener));
}

void Kernel::deliver() {
  for (;;) {
    const std::unique_ptr<Snapshot> snapshot = store_.read();
    refresh_epoch(*snapshot);
    const std::vector<Event> events = snapshot->events_after(delivered_upto_, k_events_at_once);
    if (events.empty()) return;
    delivered_upto_ = events.back().seq;
    {
      const std::lock_guard lock(cache_mutex_);
      for (const Event& event : events) {
        std::int64_t& seq = change_sequences_[event.record];
        seq = std::max(seq, event.seq);
      }
    }
    for (const auto& listener : event_listeners_) listener(events);
  }
}

void Kernel::on_commit(std::function<void(std::span<const Event>)> listener) {
  listeners_.push_back(std::move(listener));
}

void Kernel::drain() {
  const std::lock_guard lock(drain_mutex_);
  deliver();
  for (;;) {
    const std::vector<Event> events =
        store_.read()->events_after(store_.indexed_upto(), k_events_at_once);
    if (events.empty()) return;
    for (const Event& event : events) run_subscriptions(event);
    store_.index(events, registry_);
  }
}

void Kernel::run_subscriptions(const Event& event) {
  for (const Function* function : registry_.functions()) {
    for (const Subscription& subscription : function->subscriptions) {
      if (subscription.event != event.name && subscription.event != "*") continue;
      carry_out(subscription, event,
                std::string(subscription.name) + "/" + std::to_string(event.seq));
    }
  }
}

// The key makes the effect of an event happen once, also when a node stops half-way.
void Kernel::carry_out(const Subscription& subscription, const Event& event,
                       const std::string& key) {
  const Principal system = system_principal();
  Request request;
  {
    Reader reader(*this, system);
    Result<ActionOutcome> outcome = subscription.handler({event, reader, *this});
    if (!outcome || outcome->commands.empty()) return;
    request.commands = std::move(outcome->commands);
    request.blobs = std::move(outcome->blobs);
  }
  for (CommandSpec& command : request.commands) command.trusted = true;
  request.idempotency_key = key;
  static_cast<void>(execute(system, request));
}

void Kernel::begin_day() {
  const std::lock_guard lock(drain_mutex_);
  const Day today = Reader(*this, system_principal()).today();
  if (today == begun_day_) return;
  Event event;
  event.name = "@day";
  for (const Function* function : registry_.functions()) {
    for (const Subscription& subscription : function->subscriptions) {
      if (subscription.event == event.name)
        carry_out(subscription, event, std::string(subscription.name) + "/" + format_day(today));
    }
  }
  begun_day_ = today;
}

void Kernel::start_background() { background_ = std::make_unique<Background>(*this); }
void Kernel::stop_background() { background_.reset(); }

}  // namespace tc::kernel
