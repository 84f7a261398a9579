#include "functions/functions.h"

namespace tc::functions {

std::span<const kernel::Function* const> all() {
  static const kernel::Function* const k_all[] = {
      &process_function(),
      &support_function(),
      &strategy_function(),
      &risk_function(),
      &resource_function(),
      &portfolio_function(),
      &performance_function(),
      &communication_function(),
      &knowledge_function(),
      &change_function(),
      &quality_function(),
      &finance_function(),
      &procurement_function(),
      &conflict_function(),
      &hse_function(),
      &document_function(),
      &training_function(),
      &audit_function(),
      &culture_function(),
      &stakeholder_function(),
      &change_control_function(),
      &collaboration_function(),
      &time_function(),
      &scope_function(),
  };
  return k_all;
}

}  // namespace tc::functions
