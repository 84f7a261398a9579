#include "functions/resource/resource.h"

#include "functions/functions.h"

namespace tc::functions {

const kernel::Function& resource_function() {
  static const kernel::Function function = {.name = "resource",
                                            .label = {"资源", "Resources"},
                                            .records = resource::records(),
                                            .rules = resource::rules(),
                                            .reports = resource::reports(),
                                            .messages = resource::messages(),
                                            .tools = resource::tools()};
  return function;
}

}  // namespace tc::functions
