#pragma once

#include <span>
#include <string>
#include <vector>

#include "kernel/kernel.h"

namespace tc::functions::audit {

[[nodiscard]] std::span<const kernel::Record> records();

/// What an automatic test found: the record that breaks it and a sentence.
struct Exception {
  std::string record;
  Id id = 0;
  Id scope = 0;
  std::string what;
};

/// A test over the live data of the other functions, by record names only: where a function is
/// absent its test finds nothing.
struct LiveTest {
  std::string_view code;
  kernel::Label label;
  std::vector<Exception> (*run)(kernel::Reader& reader);
};
[[nodiscard]] std::span<const LiveTest> live_tests();

}  // namespace tc::functions::audit
