#include "engine/portfolio/model.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <map>

#include "base/row.h"

namespace tc::engine::portfolio {
namespace {

class Validator {
 public:
  explicit Validator(const Model& model) : model_(model) {}

  Refusals faults() {
    if (model_.candidates.empty()) return {refuse(RefusalKind::rule, "portfolio.empty")};
    if (model_.candidates.size() > k_candidates_max || model_.periods > k_periods_max ||
        model_.periods < 1 || model_.chance.factors.size() > k_futures_max ||
        model_.candidates.size() * row_of(model_.periods) > k_choices_max) {
      return {refuse(RefusalKind::rule, "portfolio.too_large")};
    }
    for (const Resource& resource : model_.resources) {
      if (resource.capacity.size() != (resource.pooled ? 1 : row_of(model_.periods)))
        bad_value(resource.id);
      for (const std::int64_t amount : resource.capacity) check_amount(amount, resource.id);
    }
    for (const Candidate& candidate : model_.candidates) check_candidate(candidate);
    for (const auto& group : model_.exclusive) check_references(group, "exclusive");
    for (const Category& category : model_.categories) {
      if (category.least < 0 || category.most < category.least) bad_value(category.id);
    }
    check_chance();
    if (refusals_.empty()) check_cycles();
    return std::move(refusals_);
  }

 private:
  void bad_value(const std::string& of) {
    if (refusals_.size() < 50)
      refusals_.push_back(refuse(RefusalKind::rule, "portfolio.bad_value", {}, {{"of", of}}));
  }
  void check_amount(std::int64_t amount, const std::string& of) {
    if (amount < 0 || amount > k_amount_max) bad_value(of);
  }
  void check_references(const std::vector<std::int32_t>& list, const std::string& of) {
    for (const std::int32_t index : list) {
      if (index < 0 || row_of(index) >= model_.candidates.size()) {
        refusals_.push_back(refuse(RefusalKind::rule, "portfolio.bad_reference", {}, {{"of", of}}));
      }
    }
  }

  void check_candidate(const Candidate& candidate) {
    if (candidate.value.size() != 1 && candidate.value.size() != row_of(model_.periods))
      bad_value(candidate.id);
    for (const std::int64_t value : candidate.value) {
      if (std::abs(value) > k_amount_max) bad_value(candidate.id);
    }
    if (candidate.duration < 1 || candidate.duration > k_periods_max || candidate.earliest < 0)
      bad_value(candidate.id);
    for (const Use& use : candidate.uses) {
      const bool known = use.resource >= 0 && row_of(use.resource) < model_.resources.size();
      if (!known || use.amount.size() > row_of(candidate.duration)) bad_value(candidate.id);
      for (const std::int64_t amount : use.amount) check_amount(amount, candidate.id);
    }
    check_references(candidate.requires_done, candidate.id);
  }

  void check_chance() {
    if (!(model_.chance.confidence >= 0 && model_.chance.confidence <= 1)) bad_value("chance");
    for (const auto& future : model_.chance.factors) {
      if (future.size() != model_.candidates.size()) return bad_value("chance");
      for (const std::int32_t factor : future) {
        if (factor < 0 || factor > 1'000'000) return bad_value("chance");
      }
    }
  }

  /// Kahn's algorithm over the prerequisites.
  void check_cycles() {
    std::vector<std::int32_t> waiting;
    std::vector<std::vector<std::size_t>> after(model_.candidates.size());
    std::vector<std::size_t> ready;
    for (std::size_t row = 0; row < model_.candidates.size(); ++row) {
      const auto& list = model_.candidates[row].requires_done;
      waiting.push_back(static_cast<std::int32_t>(list.size()));
      for (const std::int32_t before : list) after[row_of(before)].push_back(row);
      if (list.empty()) ready.push_back(row);
    }
    std::size_t done = 0;
    while (!ready.empty()) {
      const std::size_t row = ready.back();
      ready.pop_back();
      ++done;
      for (const std::size_t next : after[row]) {
        if (--waiting[next] == 0) ready.push_back(next);
      }
    }
    if (done < model_.candidates.size())
      refusals_.push_back(refuse(RefusalKind::rule, "portfolio.requires_cycle"));
  }

  const Model& model_;
  Refusals refusals_;
};

bool keeps_logic(const Model& model, const Selection& selection) {
  std::map<std::string, std::int32_t> in_category;
  for (std::size_t row = 0; row < selection.size(); ++row) {
    const Candidate& candidate = model.candidates[row];
    const std::int32_t start = selection[row];
    if (start < 0) {
      if (candidate.must) return false;
      continue;
    }
    if (start < candidate.earliest || start > last_start(model, candidate)) return false;
    ++in_category[candidate.category];
    for (const std::int32_t before : candidate.requires_done) {
      const std::int32_t theirs = selection[row_of(before)];
      if (theirs < 0 || theirs + model.candidates[row_of(before)].duration > start) return false;
    }
  }
  for (const auto& group : model.exclusive) {
    const auto chosen = std::ranges::count_if(
        group, [&](std::int32_t index) { return selection[row_of(index)] >= 0; });
    if (chosen > 1) return false;
  }
  return std::ranges::all_of(model.categories, [&](const Category& category) {
    const auto found = in_category.find(category.id);
    const std::int32_t count = found == in_category.end() ? 0 : found->second;
    return count >= category.least && count <= category.most;
  });
}

/// Whether all capacities suffice; `factors` in thousandths, nothing = as planned.
bool keeps_capacity(const Model& model, const Selection& selection,
                    const std::vector<std::int32_t>* factors) {
  for (std::size_t resource = 0; resource < model.resources.size(); ++resource) {
    const bool pooled = model.resources[resource].pooled;
    std::vector<std::int64_t> used(pooled ? 1 : row_of(model.periods), 0);
    for (std::size_t row = 0; row < selection.size(); ++row) {
      if (selection[row] < 0) continue;
      for (const Use& use : model.candidates[row].uses) {
        if (row_of(use.resource) != resource) continue;
        for (std::size_t at = 0; at < use.amount.size(); ++at) {
          const std::int64_t factor = factors == nullptr ? 1000 : (*factors)[row];
          used[pooled ? 0 : row_of(selection[row]) + at] += use.amount[at] * factor;
        }
      }
    }
    for (std::size_t period = 0; period < used.size(); ++period) {
      if (used[period] > model.resources[resource].capacity[period] * 1000) return false;
    }
  }
  return true;
}

}  // namespace

Refusals faults_of(const Model& model) { return Validator(model).faults(); }

bool is_feasible(const Model& model, const Selection& selection) {
  if (selection.size() != model.candidates.size()) return false;
  if (!keeps_logic(model, selection) || !keeps_capacity(model, selection, nullptr)) return false;
  const auto& futures = model.chance.factors;
  const auto kept = std::ranges::count_if(futures, [&](const std::vector<std::int32_t>& future) {
    return keeps_capacity(model, selection, &future);
  });
  return static_cast<double>(kept) >=
         model.chance.confidence * static_cast<double>(futures.size()) - 1e-9;
}

std::int64_t value_at(const Candidate& candidate, std::int32_t start) {
  return candidate.value.size() == 1 ? candidate.value.front() : candidate.value[row_of(start)];
}

std::int64_t value_of(const Model& model, const Selection& selection) {
  std::int64_t value = 0;
  for (std::size_t row = 0; row < selection.size(); ++row) {
    if (selection[row] >= 0) value += value_at(model.candidates[row], selection[row]);
  }
  return value;
}

std::int32_t last_start(const Model& model, const Candidate& candidate) {
  return std::min(candidate.latest, model.periods - candidate.duration);
}

}  // namespace tc::engine::portfolio
