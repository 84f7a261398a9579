#include "app/open_store.h"

#include <cstdio>
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

bool data_is_a_folder(const std::string& data) {
  if (data.find("://") == data.npos) return true;
  // Not the address itself: it may hold a password.
  std::fputs(
      "--data names a folder, but this is an address: name the database with --database "
      "and the folder of files and keys with --data / --data 要求文件夹，给出的却是地址："
      "数据库请用 --database 指定，存放附件与密钥的文件夹才用 --data\n",
      stderr);
  return false;
}

std::unique_ptr<kernel::Store> open_store(const Place& place) {
  if (place.database.empty()) return store::sqlite::open_sqlite(place.data);
  return store::postgres::open_postgres(place.database, database_password());
}

}  // namespace tc::app
