#include "functions/resource/resource.h"

#include "functions/functions.h"

namespace tc::functions {

const kernel::Function& resource_function() {
  static const kernel::Function function = {.name = "resource",
                                            .label = {"资源", "Resources"},
                                            .messages = resource::messages(),
                                            .tools = resource::tools()};
  return function;
}

}  // namespace tc::functions
