#include <algorithm>
#include <array>
#include <cstdio>
#include <fstream>
#include <iterator>

#include "base/text.h"
#include "service/outbound/compose.h"
#include "service/outbound/outbound.h"

namespace tc::service::outbound {
namespace {

using kernel::Expr;
using kernel::Row;

constexpr Moment k_second_ms = 1000;
constexpr Moment k_minute_ms = 60 * k_second_ms;
constexpr Moment k_hour_ms = 60 * k_minute_ms;
/// How long after each failed attempt the next one waits; after the last it has failed.
constexpr std::array k_pauses = {10 * k_second_ms, k_minute_ms,   5 * k_minute_ms,
                                 30 * k_minute_ms, 2 * k_hour_ms, 12 * k_hour_ms};
/// A node that began a delivery and said nothing since has died.
constexpr Moment k_given_up_ms = 10 * k_minute_ms;
constexpr std::int64_t k_at_once_max = 50;
constexpr auto k_interval = std::chrono::seconds(1);

Expr due(const kernel::RecordType& type, std::string_view state, Moment now) {
  return Expr::all({Expr::compare(Expr::Op::equal, kernel::k_state, std::string(state)),
                    Expr::compare(Expr::Op::less_equal, type.field_index("next_try"), now)});
}

std::string reason(const Status& refused) {
  const Refusal& refusal = refused.refusals().front();
  const auto why = std::ranges::find(refusal.arguments, "why", &Argument::name);
  return why == refusal.arguments.end() ? refusal.code : why->value;
}

}  // namespace

Sender::Sender(kernel::Kernel& kernel, Post& post, std::string keys)
    : kernel_(kernel), post_(post), keys_(std::move(keys)) {}

Sender::~Sender() { stop(); }

void Sender::start() {
  thread_ = std::thread([this] {
    std::unique_lock lock(mutex_);
    while (!wake_.wait_for(lock, k_interval, [this] { return stopping_; })) {
      lock.unlock();
      try {
        step();
      } catch (const Failure& failure) {
        // The store is away or read-only: what waits goes on waiting.
        std::fprintf(stderr, "outbound: %s\n", failure.what());
      }
      lock.lock();
    }
  });
}

void Sender::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  if (thread_.joinable()) thread_.join();
}

int Sender::step() {
  const kernel::RecordType& type = *kernel_.registry().record("delivery");
  const Moment now = kernel_.clock().now();
  std::vector<Row> rows;
  {
    const kernel::Principal system = kernel_.system_principal();
    kernel::Reader reader(kernel_, system);
    // What waited longest goes first.
    const std::vector<kernel::Sort> order = {{type.field_index("next_try")}};
    rows = reader.list("delivery", due(type, "waiting", now), order, k_at_once_max);
    for (const Row& row :
         reader.list("delivery", due(type, "sending", now), order, k_at_once_max)) {
      Json set = Json::object();
      set.append("next_try", format_moment(now));
      static_cast<void>(record("postpone", row, std::move(set)));
    }
  }
  for (const Row& row : rows) {
    if (stopping()) break;
    send(row);
  }
  return static_cast<int>(rows.size());
}

bool Sender::stopping() {
  const std::lock_guard lock(mutex_);
  return stopping_;
}

Status Sender::record(std::string_view step, const Row& delivery, Json set) {
  kernel::CommandSpec command;
  command.name = "delivery." + std::string(step);
  command.id = delivery.id;
  command.version = delivery.version;
  command.set = std::move(set);
  command.trusted = true;
  kernel::Request request;
  request.commands.push_back(std::move(command));
  const Result<kernel::Answer> done = kernel_.execute(kernel_.system_principal(), request);
  if (!done) return done.refusals();
  return Done{};
}

// It is marked before it goes out: of two nodes one gets it, and who dies in between sends it
// again.
void Sender::send(const Row& delivery) {
  const std::int64_t attempts = delivery.integer("attempts") + 1;
  const Moment now = kernel_.clock().now();
  Json begun = Json::object();
  begun.append("attempts", attempts);
  begun.append("next_try", format_moment(now + k_given_up_ms));
  if (!record("begin", delivery, std::move(begun))) return;
  std::optional<Row> row, channel;
  {
    const kernel::Principal system = kernel_.system_principal();
    kernel::Reader reader(kernel_, system);
    row = reader.load_any("delivery", delivery.id);
    channel = reader.load_any("notice_channel", delivery.integer("channel"));
  }
  if (!row) return;
  const bool open = channel && channel->state == "active";
  const Status sent =
      open ? post(*channel, *row) : Status(refuse(RefusalKind::rule, "notice_channel.not_active"));
  Json set = Json::object();
  if (sent) {
    set.append("sent_at", format_moment(kernel_.clock().now()));
    set.append("error", Json());
    static_cast<void>(record("succeed", *row, std::move(set)));
    return;
  }
  set.append("error", reason(sent));
  const auto tried = static_cast<std::size_t>(attempts);
  if (!open || tried > k_pauses.size()) {
    static_cast<void>(record("fail", *row, std::move(set)));
    return;
  }
  set.append("next_try", format_moment(kernel_.clock().now() + k_pauses.at(tried - 1)));
  static_cast<void>(record("postpone", *row, std::move(set)));
}

Result<std::string> Sender::key_of(const Row& channel) const {
  const std::string name(channel.text("key_file"));
  if (name.empty()) return std::string();
  std::ifstream file(keys_ + "/" + name, std::ios::binary);
  if (!file) return refuse(RefusalKind::rule, "outbound.no_key", {}, {{"file", name}});
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  return std::string(trim(text));
}

Status Sender::post(const Row& channel, const Row& delivery) {
  const Result<std::string> key = key_of(channel);
  if (!key) return key.refusals();
  const bool inside = channel.integer("private_address") != 0;
  const std::string address(channel.text("address"));
  if (channel.text("kind") == "mail") {
    const Letter letter{std::string(channel.text("sender")),
                        std::string(delivery.text("recipient")),
                        std::string(delivery.text("subject")),
                        std::string(delivery.text("body")),
                        id_text(delivery.id),
                        id_moment(delivery.id)};
    return post_.mail({address, std::string(channel.text("login")), *key, inside}, letter.from,
                      letter.to, letter_text(letter));
  }
  HttpPost out = parcel_post({std::string(channel.text("kind")), address, *key,
                              id_text(delivery.id), std::string(delivery.text("event")),
                              std::string(delivery.text("body")), kernel_.clock().now()});
  out.private_address = inside;
  const Result<std::string> answer = post_.http(out);
  if (!answer) return answer.refusals();
  return accepted(channel.text("kind"), *answer);
}

}  // namespace tc::service::outbound
