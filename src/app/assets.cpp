#include "app/assets.h"

#include <algorithm>

namespace tc::app {
namespace {

struct EmbeddedFile {
  std::string_view path;
  std::string_view content_type;
  const char* begin;
  const char* end;
  bool immutable;
};

#ifdef TC_HAVE_WEB
#include "web_assets.inc"
#else
const std::span<const EmbeddedFile> k_files;
#endif

class EmbeddedAssets final : public http::Assets {
 public:
  [[nodiscard]] std::optional<http::Asset> find(std::string_view path) const override {
    const auto found = std::ranges::find(k_files, path, &EmbeddedFile::path);
    if (found == std::ranges::end(k_files)) return std::nullopt;
    return http::Asset{found->content_type,
                       {found->begin, static_cast<std::size_t>(found->end - found->begin)},
                       true,
                       found->immutable};
  }
};

}  // namespace

const http::Assets& web_assets() {
  static const EmbeddedAssets assets;
  return assets;
}

}  // namespace tc::app
