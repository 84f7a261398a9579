#include "functions/time/time.h"

#include "functions/functions.h"

namespace tc::functions {

const kernel::Function& time_function() {
  static const kernel::Function function = {.name = "time",
                                            .label = {"时间", "Time"},
                                            .actions = time::actions(),
                                            .routes = time::plan_routes(),
                                            .reports = time::reports(),
                                            .messages = time::messages(),
                                            .tools = time::tools()};
  return function;
}

}  // namespace tc::functions
