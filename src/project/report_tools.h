#pragma once

#include <array>
#include <map>
#include <string>
#include <vector>

#include "base/currency.h"
#include "kernel/fields.h"
#include "kernel/kernel.h"

/// What the reports of many functions share: which rows they are about, counting and averaging.
namespace tc::project {

inline constexpr kernel::Field k_project_input =
    kernel::field::link("project", {"项目", "Project"}, "project");
inline constexpr std::array k_project_inputs = {k_project_input};

/// Rows of a record the caller may see: of the project asked for, of all where none is named.
[[nodiscard]] std::vector<kernel::Row> report_rows(const kernel::ReportInput& input,
                                                   std::string_view record);

/// In a state that its lifecycle ends with.
[[nodiscard]] bool is_final(const kernel::Row& row);

/// The day on which a row came into its present state.
[[nodiscard]] Day state_day(const kernel::Row& row);

/// The day on which a row was made (its id begins with that millisecond).
[[nodiscard]] Day day_made(const kernel::Row& row);

/// Mean of what was added; not set where nothing was.
class Mean {
 public:
  void add(double value) {
    sum_ += value;
    ++count_;
  }
  [[nodiscard]] std::int64_t count() const { return count_; }
  [[nodiscard]] kernel::Value value() const {
    return count_ == 0 ? kernel::Value() : kernel::Value(sum_ / static_cast<double>(count_));
  }

 private:
  double sum_ = 0;
  std::int64_t count_ = 0;
};

/// `part` of `whole` in hundredths of a percent; not set where the whole is 0.
[[nodiscard]] kernel::Value share(std::int64_t part, std::int64_t whole);

/// `part` / `whole` times `unit`; not set where the whole is 0.
[[nodiscard]] kernel::Value ratio(double part, double whole, double unit = 1);
/// A whole number that may be missing.
/// A moment of a plan as text; empty where there is none.
[[nodiscard]] kernel::Value time_value(PlanTime time);
[[nodiscard]] kernel::Value optional_value(const std::optional<std::int64_t>& number);

/// "2026-03" of a day.
[[nodiscard]] std::string month_of(Day day);

/// Money in major units for charts and ratios; 0 where not set.
[[nodiscard]] double major_units(const kernel::Row& row, std::string_view field);
[[nodiscard]] std::int64_t minor_units(const kernel::Row& row, std::string_view field);
[[nodiscard]] inline kernel::Value yuan(std::int64_t minor) {
  return kernel::Money{minor, std::string(k_book_currency)};
}

/// Its number and, where the reader may see it, its title.
[[nodiscard]] std::string called(kernel::Reader& reader, const kernel::Row& row);

/// A command of a handler.
[[nodiscard]] kernel::CommandSpec command(std::string name, Id id = 0);
/// One that makes a record; `set` as pairs.
[[nodiscard]] kernel::CommandSpec creation(std::string name, Json::Object set);

/// Rows of a record whose link `field` is `id`, whatever the caller may see.
[[nodiscard]] std::vector<kernel::Row> linked(kernel::Reader& reader, std::string_view record,
                                              std::string_view field, Id id);

/// Calendar days from `from` to `to`, both dates of rows; not set unless both are.
[[nodiscard]] std::optional<std::int64_t> days_between(const kernel::Value& from,
                                                       const kernel::Value& to);

}  // namespace tc::project
