#include "store/postgres/index.h"

#include <array>
#include <set>

#include "base/text.h"
#include "kernel/search.h"
#include "store/sql/snapshot.h"

namespace tc::store::postgres {
namespace {

// A tsvector keeps positions up to 2^14 - 1, words below 2 KiB and one MiB in all.
constexpr std::size_t k_position_max = 16'383;
constexpr std::size_t k_words_max = 50'000;
constexpr std::size_t k_word_bytes_max = 1'000;

std::string quoted_word(std::string_view word) {
  std::string out = "'";
  for (const char c : word) {
    if (c == '\'' || c == '\\') out += c;
    out += c;
  }
  return out + "'";
}

std::vector<std::string_view> words_of(std::string_view text) {
  std::vector<std::string_view> words;
  for (const std::string_view word : split(text, ' ')) {
    if (!word.empty() && word.size() <= k_word_bytes_max) words.push_back(word);
  }
  return words;
}

/// The rows of a transaction that is already open on a connection.
class OpenSnapshot final : public sql::SqlSnapshot {
 public:
  using sql::SqlSnapshot::SqlSnapshot;
  [[nodiscard]] std::vector<std::pair<std::string, Id>> search(
      const std::vector<std::string>& /*phrases*/,
      const std::vector<std::pair<const kernel::RecordType*, kernel::AccessFilter>>& /*where*/,
      std::int64_t /*limit*/) override {
    return {};
  }
};

}  // namespace

std::string vector_text(std::string_view words) {
  std::string text;
  std::size_t position = 0;
  for (const std::string_view word : words_of(words)) {
    if (++position > k_words_max) break;
    text += quoted_word(word) + ":" + std::to_string(std::min(position, k_position_max)) + " ";
  }
  return text;
}

std::string query_text(const std::vector<std::string>& phrases) {
  std::string text;
  for (const std::string& phrase : phrases) {
    const std::vector<std::string_view> words = words_of(phrase);
    if (words.empty()) continue;
    std::string part;
    for (const std::string_view word : words) {
      part += part.empty() ? "" : " <-> ";
      part += quoted_word(word);
    }
    // A Latin word still being typed matches as a beginning; pairs of Han characters are whole.
    const bool ascii = static_cast<unsigned char>(phrase.back()) < 0x80;
    if (ascii || words.size() == 1) part += ":*";
    text += (text.empty() ? "(" : " & (") + part + ")";
  }
  return text;
}

void SearchIndex::define() {
  const std::lock_guard lock(mutex_);
  connection_.run("BEGIN");
  try {
    connection_.run("SELECT pg_advisory_xact_lock(7001)");
    connection_.run(
        "CREATE TABLE IF NOT EXISTS _search (id bigint PRIMARY KEY, record text NOT NULL, scope "
        "bigint NOT NULL, level bigint NOT NULL, words tsvector NOT NULL)");
    connection_.run("CREATE INDEX IF NOT EXISTS _search_words ON _search USING gin (words)");
    connection_.run(
        "CREATE TABLE IF NOT EXISTS _indexed (one bigint PRIMARY KEY, seq bigint NOT NULL)");
    connection_.run("INSERT INTO _indexed (one, seq) VALUES (1, 0) ON CONFLICT DO NOTHING");
    connection_.run("COMMIT");
  } catch (...) {
    connection_.run("ROLLBACK");
    throw;
  }
}

std::int64_t SearchIndex::upto() {
  const std::lock_guard lock(mutex_);
  std::int64_t seq = 0;
  connection_.run("SELECT seq FROM _indexed", {},
                  [&](const sql::Cursor& row) { seq = row.integer(0); });
  return seq;
}

void SearchIndex::write_row(const kernel::Row& row) {
  const std::string words = vector_text(kernel::search_words(row));
  const std::array<sql::Param, 5> params = {row.id, row.type->name, row.scope,
                                            std::int64_t{row.level}, std::string_view(words)};
  connection_.run(
      "INSERT INTO _search (id, record, scope, level, words) VALUES (?1, ?2, ?3, ?4, CAST(?5 AS "
      "tsvector)) ON CONFLICT (id) DO UPDATE SET record = excluded.record, scope = "
      "excluded.scope, level = excluded.level, words = excluded.words",
      params);
}

void SearchIndex::write(std::span<const kernel::Event> events, const kernel::Registry& registry) {
  const std::lock_guard lock(mutex_);
  connection_.run("BEGIN");
  try {
    // One node at a time, and the rows are read after the lock: an older one never wins.
    connection_.run("SELECT pg_advisory_xact_lock(7002)");
    OpenSnapshot rows(connection_);
    std::set<Id> seen;
    for (const kernel::Event& event : events) {
      if (!seen.insert(event.id).second) continue;
      const kernel::RecordType* type = registry.record(event.record);
      const std::optional<kernel::Row> row =
          type == nullptr ? std::nullopt
                          : rows.load(*type, event.id, kernel::AccessFilter::everything());
      if (row) {
        write_row(*row);
      } else {
        const std::array<sql::Param, 1> id = {event.id};
        connection_.run("DELETE FROM _search WHERE id = ?1", id);
      }
    }
    const std::array<sql::Param, 1> seq = {events.back().seq};
    connection_.run("UPDATE _indexed SET seq = greatest(seq, ?1)", seq);
    connection_.run("COMMIT");
  } catch (...) {
    connection_.run("ROLLBACK");
    throw;
  }
}

}  // namespace tc::store::postgres
