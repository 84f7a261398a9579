#include "service/identity/identity.h"

#include <algorithm>

#include "base/digest.h"
#include "service/identity/credentials.h"
#include "service/identity/roles.h"
#include "service/identity/second_factor.h"

namespace tc::service::identity {
namespace {

using kernel::CommandSpec;
using kernel::Principal;
using kernel::Request;
using kernel::Row;

constexpr Moment k_session_ms = 12 * 3'600'000LL;
constexpr Moment k_idle_ms = 30 * 60'000LL;
constexpr Moment k_day_ms = 86'400'000;
constexpr Moment k_throttle_ms = 15 * 60'000LL;
constexpr int k_tries_of_address_max = 100;
constexpr std::size_t k_sources_max = 10'000;
constexpr std::size_t k_sessions_known_max = 20'000;
constexpr std::size_t k_device_bytes_max = 200;
constexpr std::string_view k_token_prefix = "tc_";
// Checked for unknown accounts, so that they cost the same time as known ones.
constexpr std::string_view k_nobody =
    "$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$"
    "EHmqKTHQvBPVE5LcaWe5Zdfr2Jbp6QTOqZ8lKTlUvGQ";

CommandSpec create(std::string_view record, Json set, Id id = 0) {
  CommandSpec command;
  command.name = std::string(record) + ".create";
  command.set = std::move(set);
  command.new_id = id;
  return command;
}

}  // namespace

Identity::Identity(kernel::Kernel& kernel) : kernel_(kernel) {
  // What another node ended ends here too.
  kernel_.on_events([this](std::span<const kernel::Event> events) {
    for (const kernel::Event& event : events) {
      if (event.name == "session.deleted" || event.name == "token.deleted") forget(event.id);
      if (event.name == "user.updated") forget_user(event.id);
    }
  });
}

// Counted before the password is checked, so that many at once are not more than one by one.
bool Identity::try_counted(const std::string& source, int max, Moment now) {
  const std::lock_guard lock(mutex_);
  if (tries_.size() > k_sources_max)
    std::erase_if(tries_, [&](const auto& one) { return now - one.second.since > k_throttle_ms; });
  Tries& tries = tries_[source];
  if (now - tries.since > k_throttle_ms) tries = {0, now};
  return tries.count++ < max;
}

void Identity::forget_tries(const std::string& source, std::string_view address) {
  const std::lock_guard lock(mutex_);
  tries_.erase(source);
  const auto found = tries_.find(address);
  if (found != tries_.end()) --found->second.count;
}

Result<Identity::Opened> Identity::sign_in(const Attempt& attempt) {
  const Principal system = kernel_.system_principal();
  const Moment now = kernel_.clock().now();
  const std::string address(attempt.address);
  const std::string source = std::string(attempt.login) + "@" + address;
  if (!try_counted(address, k_tries_of_address_max, now) || !try_counted(source, k_tries_max, now))
    return refuse(RefusalKind::rate, "identity.too_many_tries", {}, {{"minutes", "15"}});
  std::vector<Row> users;
  {
    kernel::Reader reader(kernel_, system);
    users = reader.list_any(
        "user",
        kernel::field_is(*kernel_.registry().record("user"), "login", std::string(attempt.login)),
        1);
  }
  const bool right =
      check_password(users.empty() ? k_nobody : users.front().text("password"), attempt.password);
  if (!right || users.empty() || users.front().integer("active") == 0) {
    Principal unknown;
    unknown.login = attempt.login;
    unknown.address = address;
    kernel_.record_event(unknown, "session.create", "refused", Json::object());
    return refuse(RefusalKind::unauthorized, "identity.wrong_password");
  }
  Result<std::vector<CommandSpec>> spent = [&] {
    kernel::Reader reader(kernel_, system);
    return spend_code(reader, users.front().id, attempt.code);
  }();
  if (!spent) {
    // Asking for the code is no failed try; a wrong one stays counted.
    if (attempt.code.empty()) forget_tries(source, address);
    return spent.refusals();
  }
  forget_tries(source, address);
  if (users.front().has("password_until") && users.front().integer("password_until") < now)
    return refuse(RefusalKind::unauthorized, "identity.one_time_over");
  Opened opened;
  opened.secret = random_secret();
  opened.signed_in.csrf = random_secret();
  const Id user = users.front().id;
  Json set = Json::object();
  set.append("user", id_text(user));
  set.append("device", attempt.device.substr(0, k_device_bytes_max));
  set.append("address", address);
  set.append("hash", sha256_hex(opened.secret));
  set.append("csrf", opened.signed_in.csrf);
  set.append("expires", format_moment(now + k_session_ms));
  Request request;
  const bool with_code = !spent->empty();
  request.commands = std::move(*spent);
  request.commands.push_back(create("session", std::move(set)));
  const Result<kernel::Answer> done = kernel_.execute(system, request);
  if (!done && with_code) return refuse(RefusalKind::unauthorized, "identity.code_wrong");
  if (!done) return done.refusals();
  opened.signed_in.principal = kernel_.principal_of(user);
  return opened;
}

void Identity::sign_out(std::string_view secret) {
  const std::optional<Session> session = find("session", sha256_hex(secret));
  if (session) end({session->id});
}

void Identity::forget(Id session) {
  const std::lock_guard lock(mutex_);
  std::erase_if(sessions_, [&](const auto& one) { return one.second.id == session; });
}

void Identity::forget_user(Id user) {
  const std::lock_guard lock(mutex_);
  std::erase_if(sessions_, [&](const auto& one) { return one.second.user == user; });
}

void Identity::end(const std::vector<Id>& sessions) {
  Request request;
  for (const Id id : sessions) {
    forget(id);
    CommandSpec command;
    command.name = "session.delete";
    command.id = id;
    command.trusted = true;
    request.commands.push_back(std::move(command));
  }
  if (!request.commands.empty())
    static_cast<void>(kernel_.execute(kernel_.system_principal(), request));
}

std::vector<Row> Identity::rows_of(Id user) {
  const Principal system = kernel_.system_principal();
  kernel::Reader reader(kernel_, system);
  return reader.list_any("session",
                         kernel::field_is(*kernel_.registry().record("session"), "user", user));
}

std::vector<Identity::OpenSession> Identity::sessions_of(Id user) {
  const Moment now = kernel_.clock().now();
  std::vector<OpenSession> open;
  for (const Row& row : rows_of(user)) {
    OpenSession one{row.id,
                    std::string(row.text("device")),
                    std::string(row.text("address")),
                    id_moment(row.id),
                    id_moment(row.id),
                    row.integer("expires")};
    const std::lock_guard lock(mutex_);
    for (const auto& [hash, session] : sessions_) {
      if (session.id == row.id) one.last_seen = session.last_seen;
    }
    if (one.expires >= now) open.push_back(std::move(one));
  }
  std::ranges::sort(open, std::greater(), &OpenSession::created);
  return open;
}

Status Identity::end_session(Id user, Id session) {
  for (const Row& row : rows_of(user)) {
    if (row.id != session) continue;
    end({session});
    return Done{};
  }
  return refuse(RefusalKind::not_found, "record.not_found");
}

std::int64_t Identity::end_sessions(Id user, Id spared) {
  std::vector<Id> others;
  for (const Row& row : rows_of(user)) {
    if (row.id != spared) others.push_back(row.id);
  }
  end(others);
  return static_cast<std::int64_t>(others.size());
}

std::optional<Identity::Session> Identity::find(std::string_view record, const std::string& hash) {
  const Principal system = kernel_.system_principal();
  kernel::Reader reader(kernel_, system);
  const std::vector<Row> rows = reader.list_any(
      record, kernel::field_is(*kernel_.registry().record(record), "hash", hash), 1);
  if (rows.empty()) return std::nullopt;
  const Id user = rows.front().integer("user");
  return Session{rows.front().id,
                 user,
                 std::string(rows.front().text("csrf")),
                 rows.front().integer("expires"),
                 kernel_.clock().now(),
                 must_change(user)};
}

bool Identity::must_change(Id user) {
  const Principal system = kernel_.system_principal();
  kernel::Reader reader(kernel_, system);
  const std::optional<Row> row = reader.load_any("user", user);
  return row && row->has("password_until");
}

std::optional<kernel::Authenticator::SignedIn> Identity::resume(std::string_view record,
                                                                std::string_view secret) {
  const std::string hash = sha256_hex(secret);
  const Moment now = kernel_.clock().now();
  std::optional<Session> session;
  {
    const std::lock_guard lock(mutex_);
    const auto found = sessions_.find(hash);
    if (found != sessions_.end()) session = found->second;
  }
  if (!session) session = find(record, hash);
  if (!session || session->expires < now ||
      (record == "session" && now - session->last_seen > k_idle_ms))
    return std::nullopt;
  session->last_seen = now;
  {
    const std::lock_guard lock(mutex_);
    if (sessions_.size() > k_sessions_known_max)
      std::erase_if(sessions_, [&](const auto& one) { return one.second.expires < now; });
    sessions_[hash] = *session;
  }
  SignedIn signed_in{kernel_.principal_of(session->user), session->csrf};
  if (!signed_in.principal.rights->active) return std::nullopt;
  signed_in.principal.session = id_text(session->id);
  if (session->one_time) {
    auto rights = std::make_shared<kernel::Rights>(*signed_in.principal.rights);
    rights->grants.clear();
    signed_in.principal.rights = std::move(rights);
  }
  return signed_in;
}

std::optional<kernel::Authenticator::SignedIn> Identity::by_session(std::string_view secret) {
  return resume("session", secret);
}

std::optional<kernel::Authenticator::SignedIn> Identity::by_token(std::string_view secret) {
  if (!secret.starts_with(k_token_prefix)) return std::nullopt;
  return resume("token", secret);
}

std::string Identity::create_token(Id user, std::string_view name, int days) {
  const std::string secret = std::string(k_token_prefix) + random_secret();
  Json set = Json::object();
  set.append("user", id_text(user));
  set.append("name", name);
  set.append("hash", sha256_hex(secret));
  set.append("expires", format_moment(kernel_.clock().now() + days * k_day_ms));
  Request request;
  request.commands.push_back(create("token", std::move(set)));
  const Result<kernel::Answer> done = kernel_.execute(kernel_.system_principal(), request);
  TC_ASSERT(done.ok());
  return secret;
}

Id Identity::create_user(std::string_view login, std::string_view name, std::string_view password,
                         Id person, std::string_view language) {
  const Id id = kernel_.new_id();
  Json set = Json::object();
  set.append("login", login);
  set.append("name", name);
  set.append("active", true);
  set.append("language", language);
  if (person != 0) set.append("person", id_text(person));
  set.append("password", hash_password(password));
  Request request;
  request.commands.push_back(create("user", std::move(set), id));
  const Result<kernel::Answer> done = kernel_.execute(kernel_.system_principal(), request);
  TC_ASSERT(done.ok());
  return id;
}

void Identity::grant(Id user, std::string_view role, Id scope) {
  Json set = Json::object();
  set.append("user", id_text(user));
  set.append("role", role);
  set.append("scope_of", id_text(scope));
  Request request;
  request.commands.push_back(create("role_grant", std::move(set)));
  const Result<kernel::Answer> done = kernel_.execute(kernel_.system_principal(), request);
  TC_ASSERT(done.ok());
}

void Identity::ship_roles() {
  const Principal system = kernel_.system_principal();
  Request request;
  {
    kernel::Reader reader(kernel_, system);
    const kernel::RecordType& type = *kernel_.registry().record("role");
    for (const ShippedRole& role : shipped_roles()) {
      if (!reader.list_any("role", kernel::field_is(type, "name", std::string(role.name)), 1)
               .empty())
        continue;
      Json permissions = Json::array();
      for (const Words words : {role.permissions, role.more}) {
        for (const std::string_view permission : words) permissions.push(permission);
      }
      Json title = Json::object();
      title.append("zh", role.label.zh);
      title.append("en", role.label.en);
      Json set = Json::object();
      set.append("name", role.name);
      set.append("title", std::move(title));
      set.append("clearance", std::int64_t{role.clearance});
      set.append("permissions", std::move(permissions));
      request.commands.push_back(create("role", std::move(set)));
    }
  }
  if (request.commands.empty()) return;
  const Result<kernel::Answer> done = kernel_.execute(system, request);
  TC_ASSERT(done.ok());
}

bool Identity::setup_needed() {
  if (set_up_) return false;
  const Principal system = kernel_.system_principal();
  kernel::Reader reader(kernel_, system);
  set_up_ = !reader.list_any("user", {}, 1).empty();
  return !set_up_;
}

std::string Identity::setup_token() {
  if (!setup_needed()) return {};
  const std::lock_guard lock(mutex_);
  if (setup_token_.empty()) setup_token_ = random_secret();
  return setup_token_;
}

Result<Done> Identity::set_up(const Json& body) {
  if (!setup_needed()) return refuse(RefusalKind::rule, "identity.setup_done");
  if (!equal_secret(body.text("token"), setup_token()))
    return refuse(RefusalKind::forbidden, "identity.setup_token");
  const Json* accounts = body.find("accounts");
  if (accounts == nullptr || !accounts->is_array() || accounts->size() == 0)
    return refuse(RefusalKind::rule, "identity.setup_accounts", "/accounts");
  Refusals refusals;
  for (std::size_t i = 0; i < accounts->size(); ++i) {
    const Json& account = accounts->items()[i];
    const std::string pointer = "/accounts/" + std::to_string(i);
    if (account.text("login").empty() || account.text("name").empty() ||
        account.text("role").empty()) {
      refusals.push_back(refuse(RefusalKind::rule, "identity.setup_accounts", pointer));
    }
    const Status password = acceptable_password(account.text("password"), account.text("login"));
    if (!password) {
      refusals.push_back(password.refusals().front());
      refusals.back().field = pointer + "/password";
    }
  }
  if (!refusals.empty()) return refusals;
  ship_roles();
  for (const Json& account : accounts->items()) {
    const Id user = create_user(account.text("login"), account.text("name"),
                                account.text("password"), 0, body.text("language", "zh"));
    grant(user, account.text("role"), kernel::k_organisation);
    // The small-team pair (A-6): one person administers and leads, another one audits.
    if (body.text("mode") == "small_team" && account.text("role") == "system_administrator") {
      grant(user, "security_administrator", kernel::k_organisation);
      grant(user, "pmo_director", kernel::k_organisation);
    }
  }
  set_up_ = true;
  return Done{};
}

}  // namespace tc::service::identity
