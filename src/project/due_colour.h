#pragma once

#include <optional>

#include "base/words.h"
#include "kernel/kernel.h"

/// The colour, by rule, of what has to be done by a day: red once that has passed, amber shortly
/// before, else green; grey where no day is set, green when it is done. Its override is a person's.
namespace tc::project {

struct DueColour {
  std::string_view record;
  Words done;  ///< States in which nothing is waited for any more.
  /// The field with the day that an open one is waited for.
  std::string_view (*day)(const kernel::Row& row);
  std::int64_t warn_days = 7;
};

/// Sets `rag` and, as `rag_cause`, the day; for the derive of the record.
void colour_by_day(const DueColour& rule, kernel::Row& row, kernel::Reader& reader);
/// The days pass: an empty update of every record whose colour is another today.
[[nodiscard]] kernel::ActionOutcome recolour(const DueColour& rule, kernel::Reader& reader);

}  // namespace tc::project
