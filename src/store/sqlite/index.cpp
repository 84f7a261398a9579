#include "store/sqlite/index.h"

#include <array>

#include "kernel/search.h"

namespace tc::store::sqlite {
namespace {

constexpr int k_index_checkpoint_pages = 1000;

}  // namespace

SearchIndex::SearchIndex(const std::string& file) : connection_(file, Mode::write) {
  connection_.run("PRAGMA journal_mode=WAL");
  connection_.run("PRAGMA synchronous=OFF");
  connection_.run("PRAGMA cache_size=-8192");
  connection_.run(
      "CREATE TABLE IF NOT EXISTS doc (id INTEGER PRIMARY KEY, record TEXT NOT NULL, scope INTEGER "
      "NOT NULL, level INTEGER NOT NULL) STRICT");
  connection_.run(
      "CREATE VIRTUAL TABLE IF NOT EXISTS words USING fts5(body, content='', contentless_delete=1, "
      "tokenize='unicode61')");
  connection_.run(
      "CREATE TABLE IF NOT EXISTS applied (one INTEGER PRIMARY KEY, seq INTEGER NOT NULL) STRICT");
  connection_.run("INSERT INTO applied (one, seq) VALUES (1, 0) ON CONFLICT DO NOTHING");
}

std::int64_t SearchIndex::upto() {
  const std::lock_guard lock(mutex_);
  std::int64_t seq = 0;
  connection_.run("SELECT seq FROM applied", {},
                  [&](const sql::Cursor& row) { seq = row.integer(0); });
  return seq;
}

void SearchIndex::write(std::span<const kernel::Event> events,
                        const std::vector<kernel::Row>& rows) {
  const std::lock_guard lock(mutex_);
  connection_.run("BEGIN IMMEDIATE");
  try {
    for (const kernel::Event& event : events) {
      const std::array<sql::Param, 1> id = {event.id};
      connection_.run("DELETE FROM words WHERE rowid = ?1", id);
      connection_.run("DELETE FROM doc WHERE id = ?1", id);
    }
    for (const kernel::Row& row : rows) {
      const std::string words = kernel::search_words(row);
      const std::array<sql::Param, 2> text = {row.id, std::string_view(words)};
      connection_.run("INSERT OR REPLACE INTO words (rowid, body) VALUES (?1, ?2)", text);
      const std::array<sql::Param, 4> doc = {row.id, row.type->name, row.scope,
                                             std::int64_t{row.level}};
      connection_.run(
          "INSERT OR REPLACE INTO doc (id, record, scope, level) VALUES (?1, ?2, ?3, ?4)", doc);
    }
    const std::array<sql::Param, 1> seq = {events.back().seq};
    connection_.run("UPDATE applied SET seq = ?1", seq);
    connection_.run("COMMIT");
    if (connection_.wal_pages() >= k_index_checkpoint_pages) connection_.checkpoint();
  } catch (...) {
    try {
      connection_.run("ROLLBACK");
    } catch (const Failure&) {  // Nothing was open, or the first failure tells more.
    }
    throw;
  }
}

std::string match_text(const std::vector<std::string>& phrases) {
  std::string text;
  for (const std::string& phrase : phrases) {
    std::string clean;
    for (const char c : phrase) clean += c == '"' ? ' ' : c;
    text += "\"" + clean + "\"";
    // A Latin word still being typed matches as a beginning; pairs of Han characters are whole.
    const bool ascii = !clean.empty() && static_cast<unsigned char>(clean.back()) < 0x80;
    text += ascii || clean.find(' ') == std::string::npos ? "* " : " ";
  }
  return text;
}

}  // namespace tc::store::sqlite
