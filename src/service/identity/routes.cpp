#include "service/identity/routes.h"

#include <array>

#include "service/identity/identity.h"

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
  return to_text(json);
}

RouteAnswer get_session(const RouteInput& input) {
  RouteAnswer answer;
  answer.body = session_body(input.principal, input.csrf, input.kernel);
  return answer;
}

std::string cookie(std::string_view secret, bool secure) {
  // The prefix __Host- needs TLS; on loopback without TLS the plain name is used.
  std::string text = secure ? "__Host-tongchou=" : "tongchou=";
  text.append(secret).append("; Path=/; HttpOnly; SameSite=Lax");
  if (secure) text += "; Secure";
  if (secret.empty()) text += "; Max-Age=0";
  return text;
}

RouteAnswer refused(Refusals refusals) {
  RouteAnswer answer;
  answer.refusals = std::move(refusals);
  return answer;
}

RouteAnswer post_session(const RouteInput& input) {
  const Result<Json> body = parse_json(input.body);
  if (!body) return refused(body.refusals());
  Result<Identity::Opened> opened = input.kernel.part<Identity>().sign_in(
      body->text("user"), body->text("password"), input.principal.address);
  if (!opened) return refused(opened.refusals());
  RouteAnswer answer;
  answer.headers.emplace_back("Set-Cookie", cookie(opened->secret, input.secure));
  answer.body = session_body(opened->signed_in.principal, opened->signed_in.csrf, input.kernel);
  return answer;
}

RouteAnswer delete_session(const RouteInput& input) {
  input.kernel.part<Identity>().sign_out(input.session_secret);
  RouteAnswer answer;
  answer.status = 204;
  answer.headers.emplace_back("Set-Cookie", cookie("", input.secure));
  answer.headers.emplace_back("Clear-Site-Data", "\"cache\", \"storage\"");
  return answer;
}

RouteAnswer get_setup(const RouteInput& input) {
  Json json = Json::object();
  json.append("needed", input.kernel.part<Identity>().setup_needed());
  RouteAnswer answer;
  answer.body = to_text(json);
  return answer;
}

RouteAnswer post_setup(const RouteInput& input) {
  const Result<Json> body = parse_json(input.body);
  if (!body) return refused(body.refusals());
  const Result<Done> done = input.kernel.part<Identity>().set_up(*body);
  if (!done) return refused(done.refusals());
  RouteAnswer answer;
  answer.status = 201;
  answer.body = "{}";
  return answer;
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
  RouteAnswer answer;
  answer.status = 201;
  answer.body = to_text(json);
  return answer;
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
