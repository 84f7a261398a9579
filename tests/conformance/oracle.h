#pragma once

#include <cstdint>
#include <string_view>

/// Who may do what, written down a second time from the access model of the product's
/// specification, without a line of the module that decides it.
namespace tc::conformance {

enum class Belongs { organisation, scope, project };

struct Situation {
  std::string_view role;
  bool granted_everywhere = false;  ///< The grant is on the organisation, else on one project.
  std::string_view record;
  bool business = true;  ///< Not an account, role, grant, session or token.
  Belongs belongs = Belongs::project;
  bool own = true;  ///< The record is of the project that the grant is on, or is that project.
  std::int32_t level = 1;
  bool named = false;
  std::string_view verb;
};

[[nodiscard]] bool should_be_allowed(const Situation& situation);

}  // namespace tc::conformance
