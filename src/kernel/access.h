#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "kernel/ports.h"

/// The one module that decides who may do what (trust …A-24). Lists, counts, search,
/// export, history and events all pass through it.
namespace tc::kernel {

/// Who acts. The system principal is the program itself (subscriptions, jobs, the first start).
struct Principal {
  Id user = 0;
  Id person = 0;
  Id acting_for = 0;
  bool system = false;
  std::string login;
  std::string name;
  std::string language = "zh";
  std::string session;  ///< Id of the session or token, for the audit trail.
  std::string address;
  Moment as_of = 0;  ///< Reads things as they were then, with the rights of today; 0: as they are.
  std::int64_t epoch = 0;
  std::shared_ptr<const Rights> rights;

  [[nodiscard]] bool zh() const { return language != "en"; }
};

/// The scopes below each scope. Built once per epoch.
class ScopeTree {
 public:
  explicit ScopeTree(const std::vector<ScopeRow>& rows);
  /// `scope` and everything below it, sorted.
  [[nodiscard]] std::vector<Id> below(Id scope) const;
  [[nodiscard]] bool contains(Id ancestor, Id scope) const;

 private:
  std::map<Id, std::vector<Id>> children_;
  std::map<Id, Id> parent_;
};

/// True when `pattern` (`risk.*`, `*.read`, `*`) grants `permission` (`risk.close`).
[[nodiscard]] bool grants(std::string_view pattern, std::string_view permission);

/// The predicate of one verb on one record for one principal.
[[nodiscard]] AccessFilter access_filter(const Principal& principal, const RecordType& type,
                                         std::string_view verb, const ScopeTree& tree);

/// Whether a permission is held in a scope (0: in any scope).
[[nodiscard]] bool may(const Principal& principal, std::string_view permission, Id scope,
                       const ScopeTree& tree);

/// Names of the fields of a record that the principal may not see or that never leave the
/// server.
[[nodiscard]] std::vector<std::string_view> hidden_fields(const Principal& principal,
                                                          const RecordType& type,
                                                          const ScopeTree& tree);

/// Evaluates the predicate on a row in memory, for events and for the memory store. Level 3 needs
/// the list of named persons and is decided by the store: here it is refused.
[[nodiscard]] bool visible(const AccessFilter& access, const Row& row);
[[nodiscard]] bool visible(const AccessFilter& access, Id scope, std::int32_t level);

}  // namespace tc::kernel
