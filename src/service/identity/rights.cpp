#include <algorithm>

#include "service/identity/identity.h"
#include "service/identity/roles.h"

namespace tc::service::identity {
namespace {

using kernel::Expr;
using kernel::Row;

constexpr std::string_view k_business = "business";
constexpr std::int64_t k_managed_max = 10'000;

class RecordRights final : public kernel::RightsSource {
 public:
  [[nodiscard]] kernel::Rights rights_of(kernel::Snapshot& snapshot,
                                         const kernel::Registry& registry, Id user) override {
    kernel::Rights rights;
    rights.user = user;
    const kernel::AccessFilter everything = kernel::AccessFilter::everything();
    const std::optional<Row> account = snapshot.load(*registry.record("user"), user, everything);
    if (!account || account->integer("active") == 0) {
      rights.active = false;
      return rights;
    }
    rights.person = account->integer("person");
    rights.login = account->text("login");
    rights.name = account->text("name");
    rights.language = account->text("language") == "en" ? "en" : "zh";
    const kernel::RecordType& grants = *registry.record("role_grant");
    for (const Row& row : snapshot.list(
             {&grants, everything, kernel::field_is(grants, "user", user), {}, {}, 1000})) {
      if (!counts(row)) continue;
      const Id scope = row.integer("scope_of", kernel::k_organisation);
      add_grant(rights, {scope, std::string(row.text("role")), 1, {}}, snapshot, registry);
    }
    add_managed(rights, snapshot, registry);
    return rights;
  }

 private:
  static void add_managed(kernel::Rights& rights, kernel::Snapshot& snapshot,
                          const kernel::Registry& registry) {
    for (const kernel::RecordType* type : registry.records()) {
      const bool managed = type->decl->scoping == kernel::Scoping::self &&
                           type->field_index("manager") >= 0 && rights.person != 0;
      if (!managed) continue;
      for (const Row& row : snapshot.list({type,
                                           kernel::AccessFilter::everything(),
                                           kernel::field_is(*type, "manager", rights.person),
                                           {},
                                           {},
                                           k_managed_max}))
        add_grant(rights, {row.id, std::string(k_manager_role), 1, {}}, snapshot, registry);
    }
  }

  static void add_grant(kernel::Rights& rights, kernel::Grant grant, kernel::Snapshot& snapshot,
                        const kernel::Registry& registry) {
    const kernel::RecordType& roles = *registry.record("role");
    const kernel::AccessFilter everything = kernel::AccessFilter::everything();
    for (const Row& role : snapshot.list({&roles,
                                          everything,
                                          kernel::field_is(roles, "name", std::string(grant.role)),
                                          {},
                                          {},
                                          1})) {
      grant.clearance = static_cast<std::int32_t>(role.integer("clearance", 1));
      const Result<Json> permissions = parse_json(role.text("permissions"));
      for (const Json& item :
           permissions && permissions->is_array() ? permissions->items() : Json::Array{}) {
        if (item.is_string()) add_permission(grant, item.string(), registry);
      }
    }
    rights.grants.push_back(std::move(grant));
  }

  static void add_permission(kernel::Grant& grant, const std::string& permission,
                             const kernel::Registry& registry) {
    if (!permission.starts_with('@')) return grant.permissions.push_back(permission);
    const std::size_t dot = permission.find('.');
    if (dot == std::string::npos) return;
    const std::string function = permission.substr(1, dot - 1);
    for (const kernel::RecordType* type : registry.records()) {
      const std::string_view owner = type->function->name;
      if (function == k_business ? owner != "identity" && owner != "outbound" : owner == function)
        grant.permissions.push_back(std::string(type->name) + permission.substr(dot));
    }
  }
};

}  // namespace

bool counts(const Row& grant) { return !grant.has("requested_by") || grant.has("confirmed_by"); }

std::unique_ptr<kernel::RightsSource> make_rights_source() {
  return std::make_unique<RecordRights>();
}

}  // namespace tc::service::identity
