#pragma once

#include <span>
#include <string>
#include <vector>

#include "http/server.h"
#include "kernel/file_format.h"

namespace tc::http {

/// The file format the caller asks for, by `?format=` or else by the first media type of Accept
/// that is known; nullptr: JSON. Refuses `query.bad_parameter`.
[[nodiscard]] Result<const kernel::FileFormat*> wanted_format(
    const Request& request, std::span<const kernel::FileFormat> formats);

/// A register as the caller may see it, in the query's order: number, state, the fields of `only`
/// (empty: all, or the columns of lists where the format is not for editing). Refuses
/// `export.too_many_rows`; nothing is left out silently.
struct ListExport {
  const kernel::FileFormat& format;
  std::vector<std::string_view> hidden;
  std::vector<std::string> only;
  Moment made_at = 0;
};
struct ExportedFile {
  std::string bytes;
  std::int64_t rows = 0;
};
[[nodiscard]] Result<ExportedFile> export_list(kernel::Reader& reader, kernel::ListQuery query,
                                               const ListExport& wanted);

/// A report's rows. Same refusal.
[[nodiscard]] Result<ExportedFile> export_report(kernel::Reader& reader,
                                                 const kernel::Report& report,
                                                 const kernel::ReportTable& table,
                                                 const kernel::FileFormat& format);

/// The file as a download named after what it holds.
[[nodiscard]] Response file_response(const kernel::FileFormat& format, std::string bytes,
                                     std::string_view name);

}  // namespace tc::http
