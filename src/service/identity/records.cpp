#include <algorithm>
#include <array>

#include "service/identity/credentials.h"
#include "service/identity/identity.h"
#include "service/identity/roles.h"
#include "service/identity/routes.h"
#include "service/identity/second_factor.h"

namespace tc::service::identity {
namespace {

using namespace kernel;

constexpr std::array k_languages = {Choice{"zh", {"中文", "Chinese"}},
                                    Choice{"en", {"英文", "English"}}};

constexpr std::array k_user_fields = {
    Field{.name = "login",
          .kind = Kind::text,
          .label = {"登录名", "Sign-in name"},
          .required = true,
          .unique = true,
          .in_list = true,
          .searched = true,
          .personal = true},
    Field{.name = "name",
          .kind = Kind::text,
          .label = {"姓名", "Name"},
          .required = true,
          .in_list = true,
          .personal = true},
    Field{.name = "person",
          .kind = Kind::link,
          .label = {"人员", "Person"},
          .target = "person",
          .in_list = true},
    Field{.name = "language",
          .kind = Kind::choice,
          .label = {"语言", "Language"},
          .choices = k_languages},
    Field{.name = "active", .kind = Kind::boolean, .label = {"启用", "Active"}, .in_list = true},
    Field{.name = "password", .kind = Kind::text, .label = {"口令", "Password"}, .hidden = true},
    Field{.name = "password_until",
          .kind = Kind::moment,
          .label = {"一次性口令有效至", "One-time password valid until"},
          .read_only = true},
};
constexpr std::array k_role_fields = {
    Field{.name = "name",
          .kind = Kind::text,
          .label = {"代码", "Code"},
          .required = true,
          .unique = true,
          .in_list = true},
    Field{.name = "title", .kind = Kind::text2, .label = {"名称", "Name"}, .in_list = true},
    Field{.name = "clearance",
          .kind = Kind::integer,
          .label = {"密级", "Clearance"},
          .in_list = true,
          .min = 0,
          .max = 3},
    Field{.name = "permissions", .kind = Kind::json, .label = {"权限", "Permissions"}},
};
constexpr std::array k_grant_fields = {
    Field{.name = "user",
          .kind = Kind::link,
          .label = {"账号", "Account"},
          .target = "user",
          .required = true,
          .in_list = true},
    Field{.name = "role",
          .kind = Kind::text,
          .label = {"角色", "Role"},
          .required = true,
          .in_list = true},
    Field{.name = "scope_of",
          .kind = Kind::link,
          .label = {"范围", "Scope"},
          .target = "*",
          .in_list = true},
    Field{.name = "requested_by",
          .kind = Kind::link,
          .label = {"待复核的申请人", "To be confirmed, asked by"},
          .target = "user",
          .read_only = true,
          .in_list = true},
    Field{.name = "confirmed_by",
          .kind = Kind::link,
          .label = {"复核人", "Confirmed by"},
          .target = "user",
          .read_only = true,
          .in_list = true},
};
constexpr std::array k_session_fields = {
    Field{.name = "user",
          .kind = Kind::link,
          .label = {"账号", "Account"},
          .target = "user",
          .required = true},
    Field{.name = "device", .kind = Kind::text, .label = {"设备", "Device"}, .personal = true},
    Field{.name = "address", .kind = Kind::text, .label = {"地址", "Address"}, .personal = true},
    Field{.name = "hash",
          .kind = Kind::text,
          .label = {"摘要", "Digest"},
          .hidden = true,
          .unique = true},
    Field{.name = "csrf", .kind = Kind::text, .label = {"令牌", "Token"}, .hidden = true},
    Field{.name = "expires", .kind = Kind::moment, .label = {"到期", "Expires"}},
};
constexpr std::array k_token_fields = {
    Field{.name = "user",
          .kind = Kind::link,
          .label = {"账号", "Account"},
          .target = "user",
          .required = true},
    Field{.name = "name", .kind = Kind::text, .label = {"名称", "Name"}},
    Field{.name = "hash",
          .kind = Kind::text,
          .label = {"摘要", "Digest"},
          .hidden = true,
          .unique = true},
    Field{.name = "csrf", .kind = Kind::text, .label = {"令牌", "Token"}, .hidden = true},
    Field{.name = "expires", .kind = Kind::moment, .label = {"到期", "Expires"}},
};

constexpr std::array k_factor_fields = {
    Field{.name = "user",
          .kind = Kind::link,
          .label = {"账号", "Account"},
          .target = "user",
          .required = true,
          .unique = true},
    Field{.name = "since", .kind = Kind::moment, .label = {"启用时间", "On since"}},
    Field{.name = "secret", .kind = Kind::text, .label = {"密钥", "Key"}, .hidden = true},
    Field{.name = "last_step",
          .kind = Kind::integer,
          .label = {"最近使用的时间步", "Last step used"},
          .hidden = true},
    Field{.name = "recovery",
          .kind = Kind::json,
          .label = {"恢复码摘要", "Digests of recovery codes"},
          .hidden = true},
};

bool same_person(Kernel& kernel, Id a, Id b) {
  const Id person = kernel.principal_of(a).person;
  return a == b || (person != 0 && person == kernel.principal_of(b).person);
}

// Somebody besides `a` and `b` who may confirm: a security or system administrator.
bool another_administrator(Reader& reader, Id a, Id b) {
  for (const Row& grant : reader.list_any("role_grant", Expr())) {
    const std::string_view role = grant.text("role");
    const bool confirms = role == "security_administrator" || role == "system_administrator";
    const std::optional<Row> user = reader.load_any("user", grant.integer("user"));
    if (confirms && user && user->integer("active") != 0 && counts(grant) &&
        grant.integer("user") != a && grant.integer("user") != b)
      return true;
  }
  return false;
}

// An administrator's role takes two persons (trust A-7) as soon as there are two who could agree;
// the program itself grants at the first start.
void derive_grant(Row& row, const Row* before, Reader& reader) {
  const auto same = [&](std::string_view field) { return before->at(field) == row.at(field); };
  if (before != nullptr && same("user") && same("role") && same("scope_of")) return;
  const Principal& who = reader.principal();
  const bool asks = !who.system && row.text("role").ends_with("_administrator") &&
                    another_administrator(reader, who.user, row.integer("user"));
  row.set("requested_by", asks ? Value(who.user) : Value());
  row.set("confirmed_by", Value());
}

Result<ActionOutcome> confirm_grant(const ActionInput& input) {
  const Row& grant = *input.row;
  const Id who = input.principal.user;
  if (!grant.has("requested_by") || grant.has("confirmed_by"))
    return refuse(RefusalKind::rule, "role_grant.nothing_to_confirm");
  if (same_person(input.kernel, who, grant.integer("requested_by")) ||
      same_person(input.kernel, who, grant.integer("user")))
    return refuse(RefusalKind::rule, "role_grant.confirmed_by_another");
  CommandSpec command;
  command.name = "role_grant.update";
  command.id = grant.id;
  command.version = grant.version;
  command.set.append("confirmed_by", id_text(who));
  ActionOutcome outcome;
  outcome.commands.push_back(std::move(command));
  return outcome;
}

constexpr std::array k_actions = {
    Action{.name = "user.reset_password",
           .label = {"发放一次性口令", "Give a one-time password"},
           .handler = reset_password},
    Action{.name = "user.remove_second_factor",
           .label = {"解除第二因素", "Remove the second factor"},
           .handler = remove_factor},
    Action{.name = "role_grant.confirm",
           .label = {"复核授权", "Confirm the grant"},
           .handler = confirm_grant},
};

constexpr std::array k_records = {
    Record{.name = "user",
           .plural = "users",
           .label = {"账号", "Account"},
           .title = "name",
           .scoping = Scoping::organisation,
           .fields = k_user_fields,
           .decides_rights = true},
    Record{.name = "role",
           .plural = "roles",
           .label = {"角色", "Role"},
           .title = "title",
           .scoping = Scoping::organisation,
           .fields = k_role_fields,
           .decides_rights = true},
    Record{.name = "role_grant",
           .plural = "role-grants",
           .label = {"授权", "Grant"},
           .title = "role",
           .scoping = Scoping::organisation,
           .fields = k_grant_fields,
           .decides_rights = true,
           .derive = derive_grant},
    Record{.name = "session",
           .plural = "sessions",
           .label = {"会话", "Session"},
           .title = "device",
           .scoping = Scoping::organisation,
           .fields = k_session_fields,
           .exposed = false},
    Record{.name = "token",
           .plural = "tokens",
           .label = {"API 令牌", "API token"},
           .title = "name",
           .scoping = Scoping::organisation,
           .fields = k_token_fields,
           .exposed = false},
    Record{.name = "second_factor",
           .plural = "second-factors",
           .label = {"第二因素", "Second factor"},
           .title = "user",
           .scoping = Scoping::organisation,
           .fields = k_factor_fields,
           .exposed = false},
};

// The three administrators exclude each other (trust A-6); only system and security may join.
bool administrators_apart(const RuleInput& input) {
  constexpr std::string_view k_audit = "audit_administrator";
  const std::string_view role = input.after.text("role");
  if (!role.ends_with("_administrator")) return true;
  const RecordType& type = *input.after.type;
  for (const Row& other :
       input.reader.list_any("role_grant", field_is(type, "user", input.after.at("user")))) {
    const std::string_view held = other.text("role");
    if (other.id == input.after.id || !held.ends_with("_administrator") || held == role) continue;
    if (held == k_audit || role == k_audit) return false;
  }
  return true;
}

bool role_exists(const RuleInput& input) {
  const RecordType& roles = *input.reader.registry().record("role");
  return !input.reader
              .list_any("role", field_is(roles, "name", std::string(input.after.text("role"))))
              .empty();
}

// Nobody gives rights to themselves, except where no account existed before (setup runs as system).
bool not_to_oneself(const RuleInput& input) {
  return input.principal.system || input.after.integer("user") != input.principal.user;
}

// Administration comes with the shipped administrators' roles, which take two persons to grant: no
// other role can be given it.
bool administration_is_shipped(const RuleInput& input) {
  if (input.principal.system ||
      (input.before != nullptr && input.before->at("permissions") == input.after.at("permissions")))
    return true;
  const Result<Json> listed = parse_json(input.after.text("permissions"));
  if (!listed || !listed->is_array()) return false;
  constexpr std::array<std::string_view, 9> k_kept = {
      "*", "role.", "role_grant.", "user.", "token.", "session.", "audit.", "system.", "delivery"};
  return std::ranges::all_of(listed->items(), [&](const Json& one) {
    if (!one.is_string()) return false;
    const std::string_view permission = one.string();
    const bool reads_trail = permission == "audit.read";
    return reads_trail || (permission.find('.') != permission.npos &&
                           std::ranges::none_of(k_kept, [&](std::string_view kept) {
                             return permission.starts_with(kept);
                           }));
  });
}

constexpr std::array k_rules = {
    Rule{.code = "role.administration_is_shipped",
         .record = "role",
         .on = "write",
         .message = {"权限写法为“记录.动作”，且不含管理权限（账号、授权、审计、系统）",
                     "Permissions are written record.verb and leave out administration (accounts, "
                     "grants, audit, system)"},
         .holds = administration_is_shipped,
         .field = "permissions"},
    Rule{.code = "role_grant.administrators_apart",
         .record = "role_grant",
         .on = "write",
         .message = {"审计管理员不能兼任系统或安全管理员",
                     "The audit administrator cannot also be system or security administrator"},
         .holds = administrators_apart,
         .field = "role"},
    Rule{.code = "role_grant.role_exists",
         .record = "role_grant",
         .on = "write",
         .message = {"没有这个角色", "There is no such role"},
         .holds = role_exists,
         .field = "role"},
    Rule{.code = "role_grant.not_to_oneself",
         .record = "role_grant",
         .on = "write",
         .message = {"不能给自己授权，请由另一位安全管理员操作",
                     "You cannot grant to yourself; ask another security administrator"},
         .holds = not_to_oneself,
         .field = "user"},
};

constexpr std::array k_messages = {
    Message{"role_grant.confirmed_by_another",
            {"管理员角色须由申请人和被授权人以外的另一位管理员复核",
             "An administrator's role is confirmed by an administrator other than who asked for it "
             "and who gets it"}},
    Message{"role_grant.nothing_to_confirm",
            {"该授权无需复核", "This grant needs no confirmation"}},
    Message{"identity.wrong_password",
            {"登录名或口令不对", "The sign-in name or the password is wrong"}},
    Message{"identity.too_many_tries",
            {"尝试过多，请 {minutes} 分钟后再试", "Too many tries; wait {minutes} minutes"}},
    Message{"identity.password_short",
            {"口令至少 {min} 个字符", "The password needs at least {min} characters"}},
    Message{
        "identity.password_common",
        {"口令过于常见或包含登录名", "The password is too common or contains the sign-in name"}},
    Message{"identity.password_same",
            {"新口令须与原口令不同", "The new password must be another one"}},
    Message{
        "identity.one_time_over",
        {"一次性口令已过期，请联系管理员", "The one-time password is over; ask an administrator"}},
    Message{"identity.code_needed",
            {"请输入验证器应用中的六位动态码，或一个恢复码",
             "Enter the six digits of your authenticator app, or a recovery code"}},
    Message{
        "identity.code_wrong",
        {"动态码不对或已用过，请等下一个码；请核对手机时间",
         "The code is wrong or was used already: take the next one, and check your phone's clock"}},
    Message{"identity.factor_on",
            {"第二因素已启用；更换前请先停用",
             "The second factor is on already; turn it off before you take another"}},
    Message{"identity.factor_off", {"该账号没有启用第二因素", "This account has no second factor"}},
    Message{
        "identity.factor_not_begun",
        {"请先获取密钥并加入验证器应用", "Get a key and add it to your authenticator app first"}},
    Message{"identity.setup_done", {"系统已完成初始化", "The system has been set up already"}},
    Message{"identity.setup_token",
            {"初始化链接无效，请使用服务器启动时打印的链接",
             "The link is not valid; use the one the server printed at its start"}},
    Message{"identity.setup_accounts",
            {"请为每个管理员填写登录名、姓名和口令",
             "Give each administrator a sign-in name, a name and a password"}},
};

}  // namespace

const Function k_identity = {.name = "identity",
                             .label = {"账号与权限", "Accounts and rights"},
                             .records = k_records,
                             .rules = k_rules,
                             .actions = k_actions,
                             .routes = routes(),
                             .messages = k_messages};

}  // namespace tc::service::identity
