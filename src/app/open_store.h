#pragma once

#include <memory>
#include <string>

#include "kernel/ports.h"

namespace tc::app {

/// Where the data is.
struct Place {
  std::string data = "data";  ///< SQLite, attachments, keys.
  std::string database = {};  ///< A PostgreSQL URL takes the place of SQLite.
};

/// Otherwise says on the error stream that the address of a database belongs to --database.
[[nodiscard]] bool data_is_a_folder(const std::string& data);
[[nodiscard]] std::unique_ptr<kernel::Store> open_store(const Place& place);
/// The database's password from the file that TONGCHOU_DATABASE_PASSWORD_FILE names; empty: libpq
/// looks into PGPASSFILE.
[[nodiscard]] std::string database_password();

}  // namespace tc::app
