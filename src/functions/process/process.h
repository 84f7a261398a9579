#pragma once

#include <span>

#include "kernel/function.h"

namespace tc::functions::process {

[[nodiscard]] std::span<const kernel::Record> records();
[[nodiscard]] std::span<const kernel::Report> reports();
/// The built-in lifecycles as data: phases, their checklist items and gates.
struct PackItem {
  std::string_view phase;
  kernel::Label label;
  bool gate = false;
  bool mandatory = true;
  std::string_view profiles = "light standard full";  ///< Tailoring profiles that keep it.
};
[[nodiscard]] std::span<const PackItem> pack_of(std::string_view family);

}  // namespace tc::functions::process
