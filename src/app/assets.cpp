#include "app/assets.h"

namespace tc::app {
namespace {

class EmbeddedAssets final : public http::Assets {
 public:
  [[nodiscard]] std::optional<http::Asset> find(std::string_view) const override { return std::nullopt; }
};

}  // namespace

const http::Assets& web_assets() {
  static const EmbeddedAssets assets;
  return assets;
}

}  // namespace tc::app
