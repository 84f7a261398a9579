#pragma once

#include <span>

#include "kernel/function.h"

namespace tc::functions {

/// All functions of the office, in the order of the mission.
[[nodiscard]] std::span<const kernel::Function* const> all();

// The one symbol of each folder.
[[nodiscard]] const kernel::Function& process_function();
[[nodiscard]] const kernel::Function& support_function();
[[nodiscard]] const kernel::Function& strategy_function();
[[nodiscard]] const kernel::Function& risk_function();
[[nodiscard]] const kernel::Function& resource_function();
[[nodiscard]] const kernel::Function& portfolio_function();
[[nodiscard]] const kernel::Function& performance_function();
[[nodiscard]] const kernel::Function& communication_function();
[[nodiscard]] const kernel::Function& knowledge_function();
[[nodiscard]] const kernel::Function& change_function();
[[nodiscard]] const kernel::Function& quality_function();
[[nodiscard]] const kernel::Function& finance_function();
[[nodiscard]] const kernel::Function& procurement_function();
[[nodiscard]] const kernel::Function& conflict_function();
[[nodiscard]] const kernel::Function& hse_function();
[[nodiscard]] const kernel::Function& document_function();
[[nodiscard]] const kernel::Function& training_function();
[[nodiscard]] const kernel::Function& audit_function();
[[nodiscard]] const kernel::Function& culture_function();
[[nodiscard]] const kernel::Function& stakeholder_function();
[[nodiscard]] const kernel::Function& change_control_function();
[[nodiscard]] const kernel::Function& collaboration_function();
[[nodiscard]] const kernel::Function& time_function();
[[nodiscard]] const kernel::Function& scope_function();

}  // namespace tc::functions
