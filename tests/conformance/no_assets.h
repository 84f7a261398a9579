#pragma once

#include "http/api.h"

namespace tc::conformance {

/// A server without its web application.
class NoAssets final : public http::Assets {
 public:
  [[nodiscard]] std::optional<http::Asset> find(std::string_view) const override { return {}; }
};

}  // namespace tc::conformance
