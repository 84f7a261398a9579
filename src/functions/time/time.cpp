#include "functions/time/time.h"

#include "functions/functions.h"
#include "functions/time/scenario.h"

namespace tc::functions {

const kernel::Function& time_function() {
  static const kernel::Function function = {.name = "time",
                                            .label = {"时间", "Time"},
                                            .records = time::scenario_records(),
                                            .actions = time::actions(),
                                            .routes = time::plan_routes(),
                                            .subscriptions = time::subscriptions(),
                                            .reports = time::reports(),
                                            .messages = time::messages(),
                                            .tools = time::tools()};
  return function;
}

}  // namespace tc::functions
