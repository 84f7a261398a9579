#include <cstdio>
#include <string_view>
#include <vector>

#include "app/program.h"
#include "base/failure.h"

int main(int argc, char** argv) {
  const std::vector<std::string_view> arguments(argv + 1, argv + argc);
  try {
    return tc::app::run(arguments);
  } catch (const tc::Defect& defect) {
    std::fprintf(stderr, "defect: %s\n", defect.what());
    return 4;
  } catch (const std::exception& failure) {
    std::fprintf(stderr, "%s\n", failure.what());
    return 3;
  }
}
