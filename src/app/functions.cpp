#include "functions/functions.h"

#include <vector>

#include "app/program.h"
#include "project/project.h"
#include "service/approval/approval.h"
#include "service/custom_field/custom_field.h"
#include "service/exchange/exchange.h"
#include "service/identity/identity.h"
#include "service/job/job.h"
#include "service/notice/notice.h"
#include "service/outbound/outbound.h"

namespace tc::app {

std::span<const kernel::Function* const> all_functions() {
  static const std::vector<const kernel::Function*> list = [] {
    std::vector<const kernel::Function*> functions = {&service::identity::k_identity,
                                                      &project::k_project,
                                                      &service::notice::k_notice,
                                                      &service::approval::k_approval,
                                                      &service::exchange::k_exchange,
                                                      &service::custom_field::k_custom_field,
                                                      &service::job::k_job,
                                                      &service::outbound::k_outbound};
    const auto office = functions::all();
    functions.insert(functions.end(), office.begin(), office.end());
    return functions;
  }();
  return list;
}

}  // namespace tc::app
