#pragma once

#include <map>
#include <set>
#include <string>

#include "kernel/kernel.h"

namespace tc::functions::conflict {

/// What one look at the data finds: an open conflict for each thing, not raised again while
/// somebody works on it; what is there no longer is withdrawn.
class Findings {
 public:
  /// `among`: where conflicts found earlier are looked for.
  Findings(kernel::Reader& reader, kernel::Expr among);

  void raise(const std::string& key, Json::Object set);
  /// Everything whose key begins so has been looked for: what was not raised again is gone.
  void withdraw_others(std::string_view prefix);

  kernel::ActionOutcome outcome;

 private:
  std::map<std::string, kernel::Row, std::less<>> open_;
  std::set<std::string, std::less<>> raised_;
};

/// The rows of another function's report by the names of its columns; none where it is not
/// installed.
class ReportRows {
 public:
  ReportRows(const kernel::EventInput& input, std::string_view report, const Json& inputs);

  [[nodiscard]] const Refusals& refusals() const { return refusals_; }
  [[nodiscard]] std::size_t size() const { return table_.rows.size(); }
  [[nodiscard]] const kernel::Value& at(std::size_t row, std::string_view column) const;
  /// Empty and 0 where the cell holds nothing of the kind.
  [[nodiscard]] std::string words(std::size_t row, std::string_view column) const;
  [[nodiscard]] std::int64_t number(std::size_t row, std::string_view column) const;

 private:
  const kernel::Report* report_;
  kernel::ReportTable table_;
  Refusals refusals_;
};

}  // namespace tc::functions::conflict
