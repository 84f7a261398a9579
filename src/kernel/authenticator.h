#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "kernel/access.h"

namespace tc::kernel {

/// Who is behind a request. Implemented by service/identity, used by http.
class Authenticator {
 public:
  struct SignedIn {
    Principal principal;
    std::string csrf;  ///< What writes by cookie must carry; empty for tokens.
  };
  virtual ~Authenticator() = default;
  [[nodiscard]] virtual std::optional<SignedIn> by_session(std::string_view secret) = 0;
  [[nodiscard]] virtual std::optional<SignedIn> by_token(std::string_view secret) = 0;
};

}  // namespace tc::kernel
