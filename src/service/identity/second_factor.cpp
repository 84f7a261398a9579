#include "service/identity/second_factor.h"

#include <liboath/oath.h>

#include <algorithm>
#include <cstdlib>
#include <memory>

#include "base/digest.h"
#include "base/url.h"
#include "service/identity/credentials.h"

namespace tc::service::identity {
namespace {

using namespace kernel;

constexpr std::size_t k_secret_bytes = 20;  // As RFC 4226 recommends for SHA-1.
constexpr std::size_t k_digits = 6;
constexpr unsigned k_step_seconds = 30;
constexpr std::size_t k_steps_astray = 1;  // Of the clock of a phone, early or late.
constexpr std::size_t k_recovery_codes = 10;
constexpr Moment k_second_ms = 1000;

struct Freed {
  void operator()(char* text) const { std::free(text); }
};
using OathText = std::unique_ptr<char, Freed>;

void prepare_library() {
  static const int code = oath_init();
  TC_ASSERT(code == OATH_OK);
}

std::string base32(std::string_view bytes) {
  prepare_library();
  char* made = nullptr;
  std::size_t length = 0;
  const int code = oath_base32_encode(bytes.data(), bytes.size(), &made, &length);
  const OathText owned(made);
  TC_ASSERT(code == OATH_OK);
  return {owned.get(), length};
}

std::optional<Row> factor_row(Reader& reader, Id user) {
  const RecordType& type = *reader.registry().record("second_factor");
  std::vector<Row> rows = reader.list_any("second_factor", field_is(type, "user", user), 1);
  if (rows.empty()) return std::nullopt;
  return std::move(rows.front());
}

bool is_on(const std::optional<Row>& row) { return row && row->has("since"); }

// With the version that was read: of two uses of one code at once, on any node, one is refused.
CommandSpec update_of(const Row& row) {
  CommandSpec command;
  command.name = "second_factor.update";
  command.id = row.id;
  command.version = row.version;
  return command;
}

CommandSpec removal_of(const Row& row) {
  CommandSpec command;
  command.name = "second_factor.delete";
  command.id = row.id;
  command.version = row.version;
  return command;
}

Json recovery_of(const Row& row) {
  const Result<Json> kept = parse_json(row.text("recovery"));
  return kept && kept->is_array() ? *kept : Json::array();
}

// As typed by people: groups apart or not, capital letters or not.
std::string plain(std::string_view code) {
  std::string text;
  for (const char c : code) {
    if (c == ' ' || c == '-') continue;
    text += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  }
  return text;
}

std::optional<CommandSpec> spend_recovery_code(const Row& row, std::string_view code) {
  const std::string digest = sha256_hex(code);
  const Json kept = recovery_of(row);
  Json left = Json::array();
  for (const Json& one : kept.items()) {
    if (!equal_secret(one.string(), digest)) left.push(one);
  }
  if (left.size() == kept.size()) return std::nullopt;
  CommandSpec command = update_of(row);
  command.set.append("recovery", std::move(left));
  return command;
}

Status carry_out(Kernel& kernel, const Principal& principal, std::vector<CommandSpec> commands,
                 std::string_view event) {
  Request request;
  request.commands = std::move(commands);
  request.command = event;
  const Result<Answer> done = kernel.execute(kernel.system_principal(), request);
  if (!done) return refuse(RefusalKind::rule, "identity.code_wrong", "/code");
  kernel.record_event(principal, event, "done", Json::object());
  return Done{};
}

// What an app shows beside the codes and a QR code carries (Key Uri Format).
std::string address_of(std::string_view secret, const Principal& principal) {
  std::string address = "otpauth://totp/Tongchou:";
  address.append(url_encoded(principal.login)).append("?secret=").append(secret);
  return address.append("&issuer=Tongchou&algorithm=SHA1&digits=6&period=30");
}

}  // namespace

std::int64_t matching_step(std::string_view secret, std::string_view code, Moment now,
                           std::int64_t last) {
  if (code.size() != k_digits ||
      !std::ranges::all_of(code, [](char c) { return c >= '0' && c <= '9'; }))
    return -1;
  prepare_library();
  char* made = nullptr;
  std::size_t length = 0;
  if (oath_base32_decode(secret.data(), secret.size(), &made, &length) != OATH_OK) return -1;
  const OathText bytes(made);
  std::uint64_t step = 0;
  const int found = oath_totp_validate4(
      bytes.get(), length, static_cast<std::time_t>(now / k_second_ms), k_step_seconds, 0,
      k_steps_astray, nullptr, &step, 0, std::string(code).c_str());
  if (found < 0 || static_cast<std::int64_t>(step) <= last) return -1;
  return static_cast<std::int64_t>(step);
}

FactorState factor_of(Reader& reader, Id user) {
  const std::optional<Row> row = factor_row(reader, user);
  if (!is_on(row)) return {};
  return {true, row->integer("since"), static_cast<std::int64_t>(recovery_of(*row).size())};
}

Result<std::vector<CommandSpec>> spend_code(Reader& reader, Id user, std::string_view code) {
  const std::optional<Row> row = factor_row(reader, user);
  if (!is_on(row)) return std::vector<CommandSpec>();
  const std::string typed = plain(code);
  if (typed.empty()) return refuse(RefusalKind::unauthorized, "identity.code_needed");
  const std::int64_t step =
      matching_step(row->text("secret"), typed, reader.now(), row->integer("last_step"));
  if (step >= 0) {
    CommandSpec command = update_of(*row);
    command.set.append("last_step", step);
    return std::vector{std::move(command)};
  }
  std::optional<CommandSpec> recovered = spend_recovery_code(*row, typed);
  if (!recovered) return refuse(RefusalKind::unauthorized, "identity.code_wrong");
  return std::vector{std::move(*recovered)};
}

Result<FactorKey> begin_factor(Kernel& kernel, const Principal& principal) {
  const Principal system = kernel.system_principal();
  const std::string secret = base32(random_bytes(k_secret_bytes));
  Request request;
  {
    Reader reader(kernel, system);
    const std::optional<Row> row = factor_row(reader, principal.user);
    if (is_on(row)) return refuse(RefusalKind::rule, "identity.factor_on");
    if (row) request.commands.push_back(removal_of(*row));
  }
  CommandSpec command;
  command.name = "second_factor.create";
  command.set.append("user", id_text(principal.user));
  command.set.append("secret", secret);
  request.commands.push_back(std::move(command));
  const Result<Answer> done = kernel.execute(system, request);
  if (!done) return done.refusals();
  return FactorKey{secret, address_of(secret, principal)};
}

Result<std::vector<std::string>> confirm_factor(Kernel& kernel, const Principal& principal,
                                                std::string_view code) {
  const Principal system = kernel.system_principal();
  std::vector<std::string> codes;
  CommandSpec command;
  {
    Reader reader(kernel, system);
    const std::optional<Row> row = factor_row(reader, principal.user);
    if (!row || is_on(row)) return refuse(RefusalKind::rule, "identity.factor_not_begun");
    const std::int64_t step = matching_step(row->text("secret"), plain(code), reader.now(), -1);
    if (step < 0) return refuse(RefusalKind::rule, "identity.code_wrong", "/code");
    command = update_of(*row);
    command.set.append("since", format_moment(reader.now()));
    command.set.append("last_step", step);
  }
  Json digests = Json::array();
  while (codes.size() < k_recovery_codes) {
    codes.push_back(readable_secret());
    digests.push(sha256_hex(plain(codes.back())));
  }
  command.set.append("recovery", std::move(digests));
  const Status done = carry_out(kernel, principal, {std::move(command)}, "user.second_factor_on");
  if (!done) return done.refusals();
  return codes;
}

Status end_factor(Kernel& kernel, const Principal& principal, std::string_view code) {
  const Principal system = kernel.system_principal();
  std::vector<CommandSpec> commands;
  {
    Reader reader(kernel, system);
    const Result<std::vector<CommandSpec>> spent = spend_code(reader, principal.user, code);
    if (!spent) {
      Refusals refusals = spent.refusals();
      for (Refusal& one : refusals) one = refuse(RefusalKind::rule, one.code, "/code");
      return refusals;
    }
    if (spent->empty()) return Done{};
    commands.push_back(removal_of(*factor_row(reader, principal.user)));
  }
  return carry_out(kernel, principal, std::move(commands), "user.second_factor_off");
}

Result<ActionOutcome> remove_factor(const ActionInput& input) {
  const std::optional<Row> row = factor_row(input.reader, input.row->id);
  if (!is_on(row)) return refuse(RefusalKind::rule, "identity.factor_off");
  ActionOutcome outcome;
  outcome.commands.push_back(removal_of(*row));
  end_sign_ins(input, outcome);
  return outcome;
}

}  // namespace tc::service::identity
