#include "service/identity/routes.h"

#include <array>

#include "service/identity/identity.h"
#include "service/identity/second_factor.h"

namespace tc::service::identity {
namespace {

using namespace kernel;

constexpr int k_token_days_max = 365;

Json permissions_of(const Principal& principal, Kernel& kernel) {
  Json json = Json::object();
  const std::unique_ptr<Snapshot> snapshot = kernel.store().read();
  const auto tree = kernel.scope_tree(*snapshot);
  for (const std::string& permission : kernel.registry().permissions()) {
    if (!may(principal, permission, 0, *tree)) continue;
    const std::size_t dot = permission.rfind('.');
    json[permission.substr(0, dot)].push(permission.substr(dot + 1));
  }
  return json;
}

std::string session_body(const Principal& principal, std::string_view csrf, Kernel& kernel) {
  Json user = Json::object();
  user.append("id", id_text(principal.user));
  user.append("login", principal.login);
  user.append("name", principal.name);
  user.append("person", principal.person == 0 ? Json() : Json(id_text(principal.person)));
  user.append("language", principal.language);
  Json roles = Json::array();
  for (const Grant& grant : principal.rights->grants) {
    bool known = false;
    for (const Json& role : roles.items()) known |= role.string() == grant.role;
    if (!known) roles.push(grant.role);
  }
  user.append("roles", std::move(roles));
  Json json = Json::object();
  json.append("user", std::move(user));
  json.append("csrf", csrf);
  json.append("permissions", permissions_of(principal, kernel));
  json.append("must_change_password", kernel.part<Identity>().must_change(principal.user));
  return to_text(json);
}

RouteAnswer get_session(const RouteInput& input) {
  return answered(session_body(input.principal, input.csrf, input.kernel));
}

std::string cookie(std::string_view secret, bool secure) {
  // The prefix __Host- needs TLS; on loopback without TLS the plain name is used.
  std::string text = secure ? "__Host-tongchou=" : "tongchou=";
  text.append(secret).append("; Path=/; HttpOnly; SameSite=Lax");
  if (secure) text += "; Secure";
  if (secret.empty()) text += "; Max-Age=0";
  return text;
}

RouteAnswer post_session(const RouteInput& input) {
  const Result<Json> body = parse_json(input.body);
  if (!body) return refused(body.refusals());
  Result<Identity::Opened> opened = input.kernel.part<Identity>().sign_in(
      {body->text("user"), body->text("password"), input.principal.address, input.user_agent,
       body->text("code")});
  if (!opened) return refused(opened.refusals());
  RouteAnswer answer;
  answer.headers.emplace_back("Set-Cookie", cookie(opened->secret, input.secure));
  answer.body = session_body(opened->signed_in.principal, opened->signed_in.csrf, input.kernel);
  return answer;
}

RouteAnswer post_password(const RouteInput& input) {
  const Result<Json> body = parse_json(input.body);
  if (!body) return refused(body.refusals());
  const Status done = input.kernel.part<Identity>().change_password(
      input.principal, body->text("old"), body->text("new"));
  return done ? answered("", 204) : refused(done.refusals());
}

RouteAnswer get_factor(const RouteInput& input) {
  const Principal system = input.kernel.system_principal();
  Reader reader(input.kernel, system);
  const FactorState state = factor_of(reader, input.principal.user);
  Json json = Json::object();
  json.append("on", state.on);
  json.append("since", state.on ? Json(format_moment(state.since)) : Json());
  json.append("recovery_codes_left", state.recovery_codes_left);
  return answered(to_text(json));
}

// A stolen session must not be enough to change how one signs in: the password is asked again.
RouteAnswer post_factor(const RouteInput& input) {
  const Result<Json> body = parse_json(input.body);
  if (!body) return refused(body.refusals());
  const Status right =
      input.kernel.part<Identity>().prove(input.principal, body->text("password"), "/password");
  if (!right) return refused(right.refusals());
  const Result<FactorKey> key = begin_factor(input.kernel, input.principal);
  if (!key) return refused(key.refusals());
  Json json = Json::object();
  json.append("secret", key->secret);
  json.append("address", key->address);
  return answered(to_text(json), 201);
}

RouteAnswer post_factor_confirm(const RouteInput& input) {
  const Result<Json> body = parse_json(input.body);
  if (!body) return refused(body.refusals());
  const Result<std::vector<std::string>> codes =
      confirm_factor(input.kernel, input.principal, body->text("code"));
  if (!codes) return refused(codes.refusals());
  input.kernel.part<Identity>().end_sessions(input.principal.user,
                                             parse_id(input.principal.session).value_or(0));
  Json json = Json::object();
  Json list = Json::array();
  for (const std::string& code : *codes) list.push(code);
  json.append("recovery_codes", std::move(list));
  return answered(to_text(json));
}

RouteAnswer post_factor_off(const RouteInput& input) {
  const Result<Json> body = parse_json(input.body);
  if (!body) return refused(body.refusals());
  Identity& identity = input.kernel.part<Identity>();
  Status done = identity.prove(input.principal, body->text("password"), "/password");
  if (done) done = end_factor(input.kernel, input.principal, body->text("code"));
  if (!done) return refused(done.refusals());
  identity.end_sessions(input.principal.user, parse_id(input.principal.session).value_or(0));
  return answered("", 204);
}

RouteAnswer delete_session(const RouteInput& input) {
  input.kernel.part<Identity>().sign_out(input.session_secret);
  RouteAnswer answer;
  answer.status = 204;
  answer.headers.emplace_back("Set-Cookie", cookie("", input.secure));
  answer.headers.emplace_back("Clear-Site-Data", "\"cache\", \"storage\"");
  return answer;
}

RouteAnswer get_sessions(const RouteInput& input) {
  Json items = Json::array();
  for (const Identity::OpenSession& one :
       input.kernel.part<Identity>().sessions_of(input.principal.user)) {
    Json item = Json::object();
    item.append("id", id_text(one.id));
    item.append("device", one.device);
    item.append("address", one.address);
    item.append("created_at", format_moment(one.created));
    item.append("last_seen_at", format_moment(one.last_seen));
    item.append("expires_at", format_moment(one.expires));
    item.append("current", id_text(one.id) == input.principal.session);
    items.push(std::move(item));
  }
  Json json = Json::object();
  json.append("items", std::move(items));
  return answered(to_text(json));
}

RouteAnswer end_session(const RouteInput& input) {
  const std::optional<Id> id = parse_id(input.path.at("id"));
  const Status ended =
      input.kernel.part<Identity>().end_session(input.principal.user, id.value_or(0));
  return ended ? answered("", 204) : refused(ended.refusals());
}

RouteAnswer end_other_sessions(const RouteInput& input) {
  Json json = Json::object();
  json.append("ended", input.kernel.part<Identity>().end_sessions(
                           input.principal.user, parse_id(input.principal.session).value_or(0)));
  return answered(to_text(json));
}

RouteAnswer get_setup(const RouteInput& input) {
  Json json = Json::object();
  json.append("needed", input.kernel.part<Identity>().setup_needed());
  return answered(to_text(json));
}

RouteAnswer post_setup(const RouteInput& input) {
  const Result<Json> body = parse_json(input.body);
  if (!body) return refused(body.refusals());
  const Result<Done> done = input.kernel.part<Identity>().set_up(*body);
  if (!done) return refused(done.refusals());
  return answered("{}", 201);
}

RouteAnswer post_token(const RouteInput& input) {
  const Result<Json> body = parse_json(input.body);
  if (!body) return refused(body.refusals());
  const Json* days = body->find("days");
  const int count = days != nullptr && days->is_integer()
                        ? static_cast<int>(std::min<std::int64_t>(
                              std::max<std::int64_t>(days->integer(), 1), k_token_days_max))
                        : k_token_days_max;
  Json json = Json::object();
  json.append("token", input.kernel.part<Identity>().create_token(
                           input.principal.user, body->text("name", "api"), count));
  return answered(to_text(json), 201);
}

constexpr std::array k_routes = {
    Route{.method = "GET",
          .path = "/api/v1/session",
          .permission = "",
          .label = {"当前会话", "Present session"},
          .handler = get_session},
    Route{.method = "POST",
          .path = "/api/v1/session",
          .permission = "public",
          .label = {"登录", "Sign in"},
          .handler = post_session,
          .body_bytes_max = 4096},
    Route{.method = "DELETE",
          .path = "/api/v1/session",
          .permission = "",
          .label = {"退出", "Sign out"},
          .handler = delete_session},
    Route{.method = "POST",
          .path = "/api/v1/session/password",
          .permission = "",
          .label = {"修改自己的口令", "Change one's own password"},
          .handler = post_password,
          .body_bytes_max = 4096},
    Route{.method = "GET",
          .path = "/api/v1/session/second-factor",
          .permission = "",
          .label = {"自己的第二因素", "Own second factor"},
          .handler = get_factor},
    Route{.method = "POST",
          .path = "/api/v1/session/second-factor",
          .permission = "",
          .label = {"获取第二因素密钥", "Get a key for the second factor"},
          .handler = post_factor,
          .body_bytes_max = 4096},
    Route{.method = "POST",
          .path = "/api/v1/session/second-factor/confirm",
          .permission = "",
          .label = {"启用第二因素", "Turn the second factor on"},
          .handler = post_factor_confirm,
          .body_bytes_max = 4096},
    Route{.method = "POST",
          .path = "/api/v1/session/second-factor/off",
          .permission = "",
          .label = {"停用第二因素", "Turn the second factor off"},
          .handler = post_factor_off,
          .body_bytes_max = 4096},
    Route{.method = "GET",
          .path = "/api/v1/sessions",
          .permission = "",
          .label = {"自己的会话", "Own sessions"},
          .handler = get_sessions},
    Route{.method = "DELETE",
          .path = "/api/v1/sessions",
          .permission = "",
          .label = {"结束其他会话", "End all other sessions"},
          .handler = end_other_sessions},
    Route{.method = "DELETE",
          .path = "/api/v1/sessions/{id}",
          .permission = "",
          .label = {"结束一个会话", "End one session"},
          .handler = end_session},
    Route{.method = "GET",
          .path = "/api/v1/setup",
          .permission = "public",
          .label = {"是否需要初始化", "Whether setup is needed"},
          .handler = get_setup},
    Route{.method = "POST",
          .path = "/api/v1/setup",
          .permission = "public",
          .label = {"初始化", "Set up"},
          .handler = post_setup,
          .body_bytes_max = 16384},
    Route{.method = "POST",
          .path = "/api/v1/tokens",
          .permission = "",
          .label = {"新建 API 令牌", "Create an API token"},
          .handler = post_token,
          .body_bytes_max = 4096},
};

}  // namespace

std::span<const kernel::Route> routes() { return k_routes; }

}  // namespace tc::service::identity
