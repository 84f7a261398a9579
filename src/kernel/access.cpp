#include "kernel/access.h"

#include <algorithm>

namespace tc::kernel {
namespace {

constexpr std::int32_t k_level_restricted = 2;
constexpr std::int32_t k_level_named = 3;

bool holds(const Grant& grant, std::string_view permission) {
  return std::ranges::any_of(
      grant.permissions, [&](const std::string& pattern) { return grants(pattern, permission); });
}

bool in_set(const ScopeSet& set, Id scope) {
  return set.all || std::ranges::binary_search(set.ids, scope);
}

void add_scope(ScopeSet& set, Id scope, const ScopeTree& tree) {
  if (scope == k_organisation) set.all = true;
  if (set.all) return set.ids.clear();
  const std::vector<Id> below = tree.below(scope);
  std::vector<Id> merged;
  std::ranges::set_union(set.ids, below, std::back_inserter(merged));
  set.ids = std::move(merged);
}

}  // namespace

ScopeTree::ScopeTree(const std::vector<ScopeRow>& rows) {
  for (const ScopeRow& row : rows) {
    children_[row.parent].push_back(row.id);
    parent_[row.id] = row.parent;
  }
}

std::vector<Id> ScopeTree::below(Id scope) const {
  std::vector<Id> found = {scope};
  for (std::size_t i = 0; i < found.size(); ++i) {
    const auto children = children_.find(found[i]);
    if (children != children_.end())
      found.insert(found.end(), children->second.begin(), children->second.end());
  }
  std::ranges::sort(found);
  return found;
}

bool ScopeTree::contains(Id ancestor, Id scope) const {
  constexpr int k_depth_max = 64;
  for (int i = 0; i < k_depth_max && scope != 0; ++i) {
    if (scope == ancestor) return true;
    const auto parent = parent_.find(scope);
    scope = parent == parent_.end() ? 0 : parent->second;
  }
  return ancestor == k_organisation;
}

bool grants(std::string_view pattern, std::string_view permission) {
  if (pattern == "*" || pattern == permission) return true;
  const std::size_t dot = permission.rfind('.');
  if (pattern.ends_with(".*"))
    return pattern.substr(0, pattern.size() - 2) == permission.substr(0, dot);
  if (pattern.starts_with("*.")) return pattern.substr(2) == permission.substr(dot + 1);
  return false;
}

AccessFilter access_filter(const Principal& principal, const RecordType& type,
                           std::string_view verb, const ScopeTree& tree) {
  if (principal.system) return AccessFilter::everything();
  AccessFilter filter;
  filter.principal = principal.user;
  filter.own_person = principal.person;
  filter.leveled = (type.decl->traits & k_leveled) != 0 || type.decl->scoping == Scoping::subject;
  filter.personal = type.decl->personal;
  if (principal.rights == nullptr || !principal.rights->active) return filter;
  const std::string permission = std::string(type.name) + "." + std::string(verb);
  for (const Grant& grant : principal.rights->grants) {
    if (!holds(grant, permission)) continue;
    // What belongs to the whole organisation (people, calendars) is read by whoever holds the verb
    // anywhere; writing it needs the verb on the organisation itself.
    // What is one's own is one's own wherever the verb is held.
    const bool shared =
        type.decl->scoping == Scoping::organisation && (verb == "read" || type.decl->personal);
    const Id scope = shared ? k_organisation : grant.scope;
    add_scope(filter.normal, scope, tree);
    if (grant.clearance >= k_level_restricted) add_scope(filter.cleared, scope, tree);
    add_scope(filter.held, scope, tree);
  }
  return filter;
}

bool may(const Principal& principal, std::string_view permission, Id scope, const ScopeTree& tree) {
  if (principal.system) return true;
  if (principal.rights == nullptr || !principal.rights->active) return false;
  return std::ranges::any_of(principal.rights->grants, [&](const Grant& grant) {
    return (scope == 0 || tree.contains(grant.scope, scope)) && holds(grant, permission);
  });
}

std::vector<std::string_view> hidden_fields(const Principal& principal, const RecordType& type,
                                            const ScopeTree& tree) {
  std::vector<std::string_view> hidden;
  for (const Field& field : type.fields) {
    const bool refused =
        !field.group.empty() && !may(principal, std::string(field.group) + ".read", 0, tree);
    if (field.hidden || refused) hidden.push_back(field.name);
  }
  return hidden;
}

bool visible(const AccessFilter& access, Id scope, std::int32_t level) {
  if (access.system) return true;
  if (level >= k_level_named) return false;
  return in_set(level >= k_level_restricted ? access.cleared : access.normal, scope);
}

bool visible(const AccessFilter& access, const Row& row) {
  if (access.system) return true;
  if (access.personal && row.integer("person") != access.own_person) return false;
  return visible(access, row.scope, row.level);
}

}  // namespace tc::kernel
