#pragma once

#include <memory>
#include <string>

#include "kernel/ports.h"

namespace tc::store::sqlite {

/// The store in one directory: `tongchou.db` holds the truth (WAL, synchronous=FULL), `index.db`
/// what can be made again (search). Only one process may have it open: a Failure names the other.
[[nodiscard]] std::unique_ptr<kernel::Store> open_sqlite(const std::string& folder);

/// Problems of a copy of the main file (integrity, foreign keys); empty when sound.
[[nodiscard]] std::vector<std::string> check_file(const std::string& file);

}  // namespace tc::store::sqlite
