#pragma once

#include <stdexcept>
#include <string>

namespace tc {

/// The world failed us (disk, database, network). The message is for an administrator.
class Failure : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// The disk is full: reads go on, writes are refused with 507.
class DiskFull : public Failure {
 public:
  using Failure::Failure;
};

/// A programming mistake: an invariant does not hold. `what()` starts with file:line.
class Defect : public std::logic_error {
 public:
  using std::logic_error::logic_error;
};

[[noreturn]] void raise_defect(const char* file, int line, const char* condition);

}  // namespace tc

#define TC_ASSERT(condition)                                              \
  do {                                                                    \
    if (!(condition)) ::tc::raise_defect(__FILE__, __LINE__, #condition); \
  } while (false)
