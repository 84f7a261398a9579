#include <algorithm>

#include "base/digest.h"
#include "service/identity/credentials.h"
#include "service/identity/identity.h"

namespace tc::service::identity {
namespace {

using namespace kernel;

constexpr Moment k_one_time_ms = 7 * 86'400'000LL;

CommandSpec set_password(Id user, std::string_view password, Json until) {
  CommandSpec command;
  command.name = "user.update";
  command.id = user;
  command.trusted = true;
  command.set.append("password", hash_password(password));
  command.set.append("password_until", std::move(until));
  return command;
}

}  // namespace

std::string readable_secret() {
  constexpr std::string_view k_letters = "abcdefghijkmnpqrstuvwxyz23456789";
  constexpr std::size_t k_count = 16, k_group = 4;
  static_assert(k_letters.size() == 32);
  const std::string bytes = random_bytes(k_count);
  std::string text;
  for (std::size_t i = 0; i < k_count; ++i) {
    if (i > 0 && i % k_group == 0) text += '-';
    text += k_letters[static_cast<unsigned char>(bytes[i]) % k_letters.size()];
  }
  return text;
}

void end_sign_ins(const ActionInput& input, ActionOutcome& outcome) {
  for (const char* record : {"session", "token"}) {
    const RecordType& type = *input.reader.registry().record(record);
    for (const Row& row : input.reader.list_any(record, field_is(type, "user", input.row->id))) {
      CommandSpec command;
      command.name = std::string(record) + ".delete";
      command.id = row.id;
      outcome.commands.push_back(std::move(command));
    }
  }
}

// Who was signed in with the old one is no more, nor are the account's tokens.
Result<ActionOutcome> reset_password(const ActionInput& input) {
  const std::string password = readable_secret();
  const std::string until = format_moment(input.reader.now() + k_one_time_ms);
  ActionOutcome outcome;
  outcome.commands.push_back(set_password(input.row->id, password, until));
  end_sign_ins(input, outcome);
  outcome.result = Json::object();
  outcome.result.append("one_time_password", password);
  outcome.result.append("valid_until", until);
  return outcome;
}

Status Identity::prove(const Principal& principal, std::string_view password,
                       std::string_view field) {
  const Moment now = kernel_.clock().now();
  const std::string source = principal.login + "@" + principal.address;
  if (!try_counted(source, k_tries_max, now))
    return refuse(RefusalKind::rate, "identity.too_many_tries", {}, {{"minutes", "15"}});
  const Principal system = kernel_.system_principal();
  Reader reader(kernel_, system);
  const std::optional<Row> row = reader.load_any("user", principal.user);
  if (!row || !check_password(row->text("password"), password))
    return refuse(RefusalKind::rule, "identity.wrong_password", field);
  forget_tries(source, {});
  return Done{};
}

Status Identity::change_password(const Principal& principal, std::string_view old,
                                 std::string_view wanted) {
  if (Status right = prove(principal, old, "/old"); !right) return right;
  Status fits = acceptable_password(wanted, principal.login);
  if (fits && old == wanted) fits = refuse(RefusalKind::rule, "identity.password_same");
  if (!fits) {
    Refusals refusals = fits.refusals();
    for (Refusal& one : refusals) one.field = "/new";
    return refusals;
  }
  Request request;
  request.command = "user.change_password";
  request.commands.push_back(set_password(principal.user, wanted, Json()));
  const Result<Answer> done = kernel_.execute(kernel_.system_principal(), request);
  if (!done) return done.refusals();
  kernel_.record_event(principal, "user.change_password", "done", Json::object());
  end_sessions(principal.user, parse_id(principal.session).value_or(0));
  forget_user(principal.user);  // What it may do has changed.
  return Done{};
}

}  // namespace tc::service::identity
