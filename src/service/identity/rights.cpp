#include <algorithm>

#include "service/identity/identity.h"

namespace tc::service::identity {
namespace {

using kernel::Expr;
using kernel::Row;

constexpr std::string_view k_business = "@business.";

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
      add_grant(rights, row, snapshot, registry);
    }
    return rights;
  }

 private:
  static void add_grant(kernel::Rights& rights, const Row& row, kernel::Snapshot& snapshot,
                        const kernel::Registry& registry) {
    const kernel::RecordType& roles = *registry.record("role");
    kernel::Grant grant;
    grant.scope = row.integer("scope_of", kernel::k_organisation);
    grant.role = row.text("role");
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
    if (!permission.starts_with(k_business)) return grant.permissions.push_back(permission);
    const std::string verb = permission.substr(k_business.size());
    for (const kernel::RecordType* type : registry.records()) {
      if (type->function->name != "identity")
        grant.permissions.push_back(std::string(type->name) + "." + verb);
    }
  }
};

}  // namespace

std::unique_ptr<kernel::RightsSource> make_rights_source() {
  return std::make_unique<RecordRights>();
}

}  // namespace tc::service::identity
