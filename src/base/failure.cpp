#include "base/failure.h"

namespace tc {

void raise_defect(const char* file, int line, const char* condition) {
  throw Defect(std::string(file) + ":" + std::to_string(line) + ": " + condition);
}

}  // namespace tc
