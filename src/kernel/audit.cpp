#include "kernel/audit.h"

#include "base/digest.h"

namespace tc::kernel {

std::string audit_hash(std::string_view previous, std::string_view event) {
  std::string bytes(1, '\0');
  bytes += previous;
  bytes += event;
  return sha256_hex(bytes);
}

}  // namespace tc::kernel
