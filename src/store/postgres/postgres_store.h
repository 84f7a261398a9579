#pragma once

#include <memory>
#include <string>

#include "kernel/ports.h"

namespace tc::store::postgres {

/// The store in a PostgreSQL database (14 or later) that several nodes may share. A password in
/// the URL is refused: libpq finds it in PGPASSFILE, or the caller read it from a file.
[[nodiscard]] std::unique_ptr<kernel::Store> open_postgres(const std::string& url,
                                                           const std::string& password = {});

}  // namespace tc::store::postgres
