#include "interchange/any/read_any.h"

#include <string>

#include "interchange/mspdi/read.h"
#include "interchange/xer/read.h"

namespace tc::interchange {

Result<ReadOutcome> read_any(std::string_view bytes, const ReadOptions& options) {
  Unpacked unpacked;
  if (Status status = unpack(bytes, options.file_bytes_max, unpacked); !status) {
    return status.refusals();
  }
  const Format format = detect(unpacked.bytes);
  const std::string name(format_name(format));
  switch (format) {
    case Format::mspdi:
      return mspdi::read(unpacked.bytes, options);
    case Format::xer:
      return xer::read(unpacked.bytes, options);
    case Format::mpp:
    case Format::pmxml:
    case Format::mpx:
    case Format::gan:
    case Format::planner:
    case Format::pod:
    case Format::phoenix:
      return refuse(RefusalKind::malformed, "import.not_supported", {}, {{"format", name}});
    default:
      return refuse(RefusalKind::malformed, "import.not_a_plan_file", {}, {{"found", name}});
  }
}

}  // namespace tc::interchange
