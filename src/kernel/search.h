#pragma once

#include <string>
#include <vector>

#include "kernel/kernel.h"

namespace tc::kernel {

/// What the index holds of a row: its number, its title with pinyin initials, its searched texts.
[[nodiscard]] std::string search_words(const Row& row);

/// The phrases of what a person typed: runs of Han as pairs, other words one by one.
[[nodiscard]] std::vector<std::string> search_phrases(std::string_view typed);

/// Records the caller may see that hold all of what was typed, newest first.
[[nodiscard]] std::vector<Row> search(Reader& reader, std::string_view typed,
                                      std::string_view record, std::int64_t limit);

}  // namespace tc::kernel
