#include "functions/functions.h"

namespace tc::functions {

std::span<const kernel::Function* const> all() {
  static const kernel::Function* const k_all[] = {
      &risk_function(),           &resource_function(), &culture_function(),
      &change_control_function(), &time_function(),
  };
  return k_all;
}

}  // namespace tc::functions
