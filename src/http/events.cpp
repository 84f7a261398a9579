#include "http/events.h"

#include <algorithm>

namespace tc::http {
namespace {

constexpr std::int64_t k_replay_max = 10'000;

std::string_view change_kind(const kernel::Event& event) {
  if (event.name.ends_with(".created")) return "created";
  if (event.name.ends_with(".updated")) return "updated";
  if (event.name.ends_with(".deleted")) return "deleted";
  return "state";
}

std::string event_text(const kernel::Event& event, const Json& fields) {
  Json json = Json::object();
  json.append("seq", event.seq);
  json.append("record", event.record);
  json.append("id", id_text(event.id));
  json.append("project", id_text(event.scope));
  json.append("version", event.version);
  json.append("kind", change_kind(event));
  json.append("fields", fields);
  return "id: " + std::to_string(event.seq) + "\nevent: change\ndata: " + to_text(json) + "\n\n";
}

}  // namespace

class EventHub::Subscriber final : public Stream {
 public:
  Subscriber(EventHub& hub, kernel::Principal principal, std::int64_t last_id)
      : principal_(std::move(principal)), hub_(hub), last_id_(last_id) {}

  void open(std::function<void(std::string)> send, std::function<void()> close) override {
    const std::lock_guard lock(mutex_);
    send_ = std::move(send);
    close_ = std::move(close);
    send_("retry: 1000\n\n");
    replay();
  }
  void closed() override {
    const std::lock_guard lock(mutex_);
    send_ = nullptr;
  }

  void deliver(std::span<const kernel::Event> events) {
    const std::lock_guard lock(mutex_);
    if (!send_) return;
    if (principal_.epoch != hub_.kernel_.epoch()) {
      // Rights have changed: the client comes back and is asked again who it is (trust A-12).
      close_();
      return;
    }
    std::string text;
    for (const kernel::Event& event : events) {
      if (event.seq > last_id_) text += hub_.text_for(*this, event);
    }
    if (!events.empty()) last_id_ = std::max(last_id_, events.back().seq);
    if (!text.empty()) send_(std::move(text));
  }

  [[nodiscard]] const kernel::AccessFilter& access(const kernel::RecordType& type) {
    const auto found = access_.find(&type);
    if (found != access_.end()) return found->second;
    kernel::Reader reader(hub_.kernel_, principal_);
    return access_[&type] = reader.access(type, "read");
  }
  [[nodiscard]] const kernel::Principal& principal() const { return principal_; }

 private:
  void replay() {
    const std::unique_ptr<kernel::Snapshot> snapshot = hub_.kernel_.store().read();
    const std::int64_t newest = snapshot->last_event();
    if (last_id_ < 0) {
      last_id_ = newest;
      return;
    }
    if (newest - last_id_ > k_replay_max) {
      send_("id: " + std::to_string(newest) + "\nevent: reset\ndata: {}\n\n");
      last_id_ = newest;
      return;
    }
    std::string text;
    for (const kernel::Event& event : snapshot->events_after(last_id_, k_replay_max))
      text += hub_.text_for(*this, event);
    last_id_ = newest;
    if (!text.empty()) send_(std::move(text));
  }

  kernel::Principal principal_;
  EventHub& hub_;
  std::int64_t last_id_;
  std::recursive_mutex mutex_;
  std::function<void(std::string)> send_;
  std::function<void()> close_;
  std::map<const kernel::RecordType*, kernel::AccessFilter> access_;
};

EventHub::EventHub(kernel::Kernel& kernel) : kernel_(kernel) {}

std::string EventHub::text_for(Subscriber& subscriber, const kernel::Event& event) {
  const kernel::RecordType* type = kernel_.registry().record(event.record);
  if (type == nullptr || !type->decl->exposed) return {};
  const kernel::AccessFilter& access = subscriber.access(*type);
  if (access.leveled || access.personal) {  // Who is named or excluded only the store knows.
    kernel::Reader reader(kernel_, subscriber.principal());
    kernel::AccessFilter deleted_too = access;
    deleted_too.deleted_too = true;
    if (!reader.snapshot().load(*type, event.id, deleted_too)) return {};
  } else if (!visible(access, event.scope, event.level)) {
    return {};
  }
  Result<Json> fields = parse_json(event.fields);
  return event_text(event, fields ? *fields : Json::array());
}

std::shared_ptr<Stream> EventHub::subscribe(const kernel::Principal& principal,
                                            std::int64_t last_id) {
  auto subscriber = std::make_shared<Subscriber>(*this, principal, last_id);
  const std::lock_guard lock(mutex_);
  std::erase_if(subscribers_, [](const auto& weak) { return weak.expired(); });
  subscribers_.push_back(subscriber);
  return subscriber;
}

void EventHub::publish(std::span<const kernel::Event> events) {
  std::vector<std::shared_ptr<Subscriber>> present;
  {
    const std::lock_guard lock(mutex_);
    for (const auto& weak : subscribers_) {
      if (auto subscriber = weak.lock()) present.push_back(std::move(subscriber));
    }
  }
  for (const auto& subscriber : present) subscriber->deliver(events);
}

std::size_t EventHub::subscribers() const {
  const std::lock_guard lock(mutex_);
  return static_cast<std::size_t>(
      std::ranges::count_if(subscribers_, [](const auto& weak) { return !weak.expired(); }));
}

}  // namespace tc::http
