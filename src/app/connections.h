#pragma once

#include <optional>
#include <string_view>

#include "base/json.h"
#include "kernel/registry.h"

/// How the functions form one system: the ways on which one leads to the next by events and
/// queries, never by an include. Shown by `tongchou explain connections`, by the name of one, and
/// beside everything that lies on one.
namespace tc::app {

struct Connection {
  std::string_view code;
  kernel::Label label;
  std::string_view way;    ///< Records, actions, subscriptions, reports and rules, in their order.
  std::string_view proof;  ///< The cases that walk it.
};

[[nodiscard]] std::span<const Connection> connections();
/// What a way names and the registry does not have, as `connection.slip names x.y`.
[[nodiscard]] std::vector<std::string> missing_of_connections(const kernel::Registry& registry);
/// Of `connections`, or of one; nothing when no connection is called so.
[[nodiscard]] std::optional<Json> explain_connection(const kernel::Registry& registry,
                                                     std::string_view code);
/// Where a report, an action, a subscription or a rule is declared; null when there is none.
[[nodiscard]] Json explain_declaration(const kernel::Registry& registry, std::string_view code);
/// The codes of the connections that pass through a declaration.
[[nodiscard]] Json connections_through(std::string_view code);

}  // namespace tc::app
