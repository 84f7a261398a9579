#include "engine/finance/budget.h"

#include <algorithm>

#include "engine/finance/money.h"

namespace tc::engine::finance {
namespace {

bool is_amount(std::int64_t amount) { return amount >= -k_money_max && amount <= k_money_max; }

Refusal invalid(const BudgetLine& line) {
  return refuse(RefusalKind::rule, "finance.amount_invalid", line.id);
}

/// What all verbs ask: an amount above zero and a sound line. Gives what is available.
Result<std::int64_t> checked(const BudgetLine& line, std::int64_t amount) {
  if (amount <= 0 || !is_amount(amount)) return invalid(line);
  return available(line);
}

Refusal exceeded(const BudgetLine& line, std::int64_t available) {
  return refuse(RefusalKind::rule, "finance.budget_exceeded", line.id,
                {{"id", line.id}, {"available", std::to_string(available)}});
}

}  // namespace

Result<std::int64_t> available(const BudgetLine& line) {
  for (const std::int64_t part : {line.budget, line.commitment, line.actual, line.accrual}) {
    if (!is_amount(part)) return invalid(line);
  }
  return line.budget - line.commitment - line.actual - line.accrual;
}

Result<BudgetLine> commit(const BudgetLine& line, std::int64_t amount) {
  const Result<std::int64_t> left = checked(line, amount);
  if (!left) return left.refusals();
  if (amount > *left) return exceeded(line, *left);
  BudgetLine next = line;
  next.commitment += amount;
  return next;
}

Result<BudgetLine> accrue(const BudgetLine& line, std::int64_t amount) {
  const Result<std::int64_t> left = checked(line, amount);
  if (!left) return left.refusals();
  const std::int64_t committed = std::clamp<std::int64_t>(line.commitment, 0, amount);
  if (amount - committed > std::max<std::int64_t>(*left, 0)) return exceeded(line, *left);
  BudgetLine next = line;
  next.commitment -= committed;
  next.accrual += amount;
  return next;
}

Result<BudgetLine> invoice(const BudgetLine& line, std::int64_t amount) {
  const Result<std::int64_t> left = checked(line, amount);
  if (!left) return left.refusals();
  const std::int64_t accrued = std::clamp<std::int64_t>(line.accrual, 0, amount);
  const std::int64_t committed = std::clamp<std::int64_t>(line.commitment, 0, amount - accrued);
  if (amount - accrued - committed > std::max<std::int64_t>(*left, 0)) return exceeded(line, *left);
  BudgetLine next = line;
  next.accrual -= accrued;
  next.commitment -= committed;
  next.actual += amount;
  return next;
}

}  // namespace tc::engine::finance
