#include "app/open_store.h"

#include <cstdlib>
#include <fstream>

#include "store/postgres/postgres_store.h"
#include "store/sqlite/sqlite_store.h"

namespace tc::app {

std::string database_password() {
  const char* name = std::getenv("TONGCHOU_DATABASE_PASSWORD_FILE");
  if (name == nullptr) return {};
  std::ifstream file(name);
  std::string line;
  if (!std::getline(file, line))
    throw Failure(std::string("cannot read the password file ") + name);
  return line;
}

std::unique_ptr<kernel::Store> open_store(const Place& place) {
  if (place.database.empty()) return store::sqlite::open_sqlite(place.data);
  return store::postgres::open_postgres(place.database, database_password());
}

}  // namespace tc::app
