#include <cstdio>
#include <string>
#include <vector>

#include "app/program.h"
#include "base/failure.h"
#include "functions/functions.h"
#include "project/project.h"
#include "service/identity/identity.h"

namespace tc::app {

std::span<const kernel::Function* const> all_functions() {
  static const std::vector<const kernel::Function*> list = [] {
    std::vector<const kernel::Function*> functions = {&service::identity::k_identity, &project::k_project};
    const auto office = functions::all();
    functions.insert(functions.end(), office.begin(), office.end());
    return functions;
  }();
  return list;
}

}  // namespace tc::app

int main(int argc, char** argv) {
  const std::vector<std::string_view> arguments(argv + 1, argv + argc);
  try {
    if (!arguments.empty() && arguments.front() == "serve") return tc::app::serve(std::span(arguments).subspan(1));
    std::fprintf(stderr, "usage: tongchou serve\n");
    return 2;
  } catch (const tc::Defect& defect) {
    std::fprintf(stderr, "defect: %s\n", defect.what());
    return 4;
  } catch (const tc::Failure& failure) {
    std::fprintf(stderr, "%s\n", failure.what());
    return 3;
  }
}
