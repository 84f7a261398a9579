#include "functions/portfolio/portfolio.h"

#include "engine/portfolio/messages.h"
#include "functions/functions.h"
#include "functions/portfolio/records.h"

namespace tc::functions {

const kernel::Function& portfolio_function() {
  static const kernel::Function function = {.name = "portfolio",
                                            .label = {"项目组合", "Portfolio"},
                                            .records = portfolio::records(),
                                            .rules = portfolio::rules(),
                                            .actions = portfolio::actions(),
                                            .reports = portfolio::reports(),
                                            .messages = engine::portfolio::k_messages,
                                            .tools = portfolio::tools()};
  return function;
}

}  // namespace tc::functions
