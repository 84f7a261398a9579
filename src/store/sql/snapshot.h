#pragma once

#include "kernel/ports.h"
#include "store/sql/connection.h"

namespace tc::store::sql {

/// A kernel snapshot over one connection that has a read transaction open. How search works
/// differs by database and is left to a subclass.
class SqlSnapshot : public kernel::Snapshot {
 public:
  explicit SqlSnapshot(Connection& connection) : connection_(connection) {}
  [[nodiscard]] std::optional<kernel::Row> load(const kernel::RecordType& type, Id id,
                                                const kernel::AccessFilter& access) override;
  [[nodiscard]] std::vector<kernel::Row> list(const kernel::ListQuery& query) override;
  [[nodiscard]] std::int64_t count(const kernel::ListQuery& query) override;
  [[nodiscard]] std::vector<kernel::HistoryRow> history(const kernel::RecordType& type,
                                                        Id id) override;
  [[nodiscard]] std::vector<kernel::HistoryRow> history_of_tx(Id tx) override;
  [[nodiscard]] std::vector<kernel::HistoryRow> history_of_changed(const kernel::RecordType& type,
                                                                   Moment since) override;
  [[nodiscard]] std::optional<kernel::TxRow> tx(Id tx) override;
  [[nodiscard]] std::optional<kernel::TxRow> tx_by_key(Id principal,
                                                       const std::string& key) override;
  [[nodiscard]] std::optional<kernel::BlobWrite> blob(const std::string& kind, Id key,
                                                      std::int64_t version) override;
  [[nodiscard]] std::vector<kernel::BlobWrite> blobs(const std::string& kind, Id key,
                                                     std::int64_t after,
                                                     std::int64_t upto) override;
  [[nodiscard]] std::vector<kernel::ScopeRow> scopes() override;
  [[nodiscard]] std::int64_t rights_epoch() override;
  [[nodiscard]] std::int64_t last_event() override;
  [[nodiscard]] std::vector<kernel::Event> events_after(std::int64_t seq,
                                                        std::int64_t limit) override;
  [[nodiscard]] std::vector<kernel::AuditRow> audit_after(std::int64_t seq,
                                                          std::int64_t limit) override;
  [[nodiscard]] std::vector<kernel::PersonalValue> personal_after(const std::string& commitment,
                                                                  std::int64_t limit) override;

 protected:
  Connection& connection_;
};

}  // namespace tc::store::sql
