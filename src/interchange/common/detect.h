#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"
#include "interchange/common/outcome.h"

/// What a file is, told by its content and never by its name.
namespace tc::interchange {

enum class Format : std::uint8_t {
  unknown,
  mspdi,  ///< MS Project XML.
  xer,    ///< Primavera P6 export.
  pmxml,  ///< Primavera P6 XML.
  mpx,
  mpp,      ///< MS Project native: a compound file with project streams.
  gan,      ///< GanttProject.
  planner,  ///< GNOME Planner.
  pod,      ///< ProjectLibre.
  phoenix,  ///< Phoenix Project Manager XML.
  xlsx,
  zip,
  compound,  ///< OLE2, but no project (an old Excel or Word file).
  gzip,
  xml,  ///< Some other XML.
  icalendar,
  csv,
};

/// The name of a format as messages show it: "MS Project (.mpp)".
[[nodiscard]] std::string_view format_name(Format format);

/// Looks at the first and, for compound and zip files, at all of the bytes. Never refuses.
[[nodiscard]] Format detect(std::string_view bytes);

/// Bytes as they are, or unpacked where they are gzip (gzip in gzip too, twice at most).
/// `text` lies in `storage` or in the caller's bytes.
struct Unpacked {
  std::string storage;
  std::string_view bytes;

  Unpacked() = default;
  Unpacked(Unpacked&&) = delete;  // `bytes` may look into `storage`.
};

/// Unpacks gzip. Refuses `import.too_large` beyond `bytes_max` or k_gzip_ratio_max, and
/// `import.damaged` where the stream is broken.
[[nodiscard]] Status unpack(std::string_view bytes, std::int64_t bytes_max, Unpacked& out);

/// Unpacked bytes per packed byte; real project XML reaches 60.
inline constexpr std::int64_t k_gzip_ratio_max = 250;
/// Below this size the ratio is not looked at.
inline constexpr std::int64_t k_gzip_ratio_from_bytes = 4'000'000;

}  // namespace tc::interchange
