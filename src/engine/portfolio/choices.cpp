#include "engine/portfolio/choices.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "base/row.h"

namespace tc::engine::portfolio {
namespace {

constexpr std::int64_t k_thousandths = 1000;

}  // namespace

Choices choices_of(const Model& model) {
  Choices result;
  result.model = &model;
  const auto periods = row_of(model.periods);
  std::vector<std::int32_t> row_at(model.resources.size() * periods, -1);
  const auto row_for = [&](std::int32_t resource, std::size_t period) {
    std::int32_t& row = row_at[row_of(resource) * periods + period];
    if (row < 0) {
      row = static_cast<std::int32_t>(result.capacity.size());
      result.capacity.push_back(model.resources[row_of(resource)].capacity[period]);
      result.row_resource.push_back(resource);
      result.row_period.push_back(static_cast<std::int32_t>(period));
    }
    return row;
  };
  // False where the amount alone is too much.
  const auto add_use = [&](std::int32_t row, std::int64_t amount) {
    result.uses.push_back({row, amount});
    return amount <= result.capacity[row_of(row)];
  };
  result.begin.push_back(0);
  for (std::size_t candidate = 0; candidate < model.candidates.size(); ++candidate) {
    const Candidate& source = model.candidates[candidate];
    for (std::int32_t start = source.earliest; start <= last_start(model, source); ++start) {
      Choice choice;
      choice.candidate = static_cast<std::int32_t>(candidate);
      choice.start = start;
      choice.value = value_at(source, start);
      choice.use_begin = static_cast<std::int32_t>(result.uses.size());
      bool possible = true;
      for (const Use& use : source.uses) {
        if (model.resources[row_of(use.resource)].pooled) {
          const std::int64_t total =
              std::accumulate(use.amount.begin(), use.amount.end(), std::int64_t{0});
          possible &= add_use(row_for(use.resource, 0), total);
          continue;
        }
        for (std::size_t at = 0; at < use.amount.size(); ++at) {
          if (use.amount[at] == 0) continue;
          possible &= add_use(row_for(use.resource, row_of(start) + at), use.amount[at]);
        }
      }
      choice.use_end = static_cast<std::int32_t>(result.uses.size());
      if (possible) {
        result.choices.push_back(choice);
      } else {
        result.uses.resize(row_of(choice.use_begin));
      }
    }
    result.begin.push_back(static_cast<std::int32_t>(result.choices.size()));
  }
  return result;
}

State::State(const Choices& choices) : choices_(choices) {
  const Model& model = *choices.model;
  groups_of_.resize(model.candidates.size());
  for (std::size_t group = 0; group < model.exclusive.size(); ++group) {
    for (const std::int32_t member : model.exclusive[group])
      groups_of_[row_of(member)].push_back(static_cast<std::int32_t>(group));
  }
  for (const Candidate& candidate : model.candidates) {
    const auto found = std::ranges::find(model.categories, candidate.category, &Category::id);
    category_of_.push_back(found == model.categories.end()
                               ? -1
                               : static_cast<std::int32_t>(found - model.categories.begin()));
  }
  const auto futures = static_cast<double>(model.chance.factors.size());
  futures_allowed_ =
      static_cast<std::int32_t>(futures - std::ceil(model.chance.confidence * futures - 1e-9));
  clear();
}

void State::clear() {
  const Model& model = *choices_.model;
  chosen_.assign(model.candidates.size(), -1);
  used_.assign(choices_.capacity.size(), 0);
  in_group_.assign(model.exclusive.size(), 0);
  in_category_.assign(model.categories.size(), 0);
  future_used_.assign(model.chance.factors.size() * choices_.capacity.size(), 0);
  future_overloads_.assign(model.chance.factors.size(), 0);
  value_ = overloaded_ = futures_broken_ = 0;
}

void State::change(std::int32_t index, std::int64_t sign) {
  const Choice& choice = choices_.choices[row_of(index)];
  value_ += sign * choice.value;
  for (std::int32_t at = choice.use_begin; at < choice.use_end; ++at) {
    const RowUse& use = choices_.uses[row_of(at)];
    const std::int64_t capacity = choices_.capacity[row_of(use.row)];
    std::int64_t& used = used_[row_of(use.row)];
    overloaded_ -= used > capacity ? 1 : 0;
    used += sign * use.amount;
    overloaded_ += used > capacity ? 1 : 0;
  }
  for (const std::int32_t group : groups_of_[row_of(choice.candidate)])
    in_group_[row_of(group)] += static_cast<std::int32_t>(sign);
  if (const std::int32_t category = category_of_[row_of(choice.candidate)]; category >= 0)
    in_category_[row_of(category)] += static_cast<std::int32_t>(sign);
  const auto& futures = choices_.model->chance.factors;
  for (std::size_t future = 0; future < futures.size(); ++future) {
    const std::int64_t factor = futures[future][row_of(choice.candidate)];
    std::int32_t& overloads = future_overloads_[future];
    futures_broken_ -= overloads > 0 ? 1 : 0;
    for (std::int32_t at = choice.use_begin; at < choice.use_end; ++at) {
      const RowUse& use = choices_.uses[row_of(at)];
      const std::int64_t capacity = choices_.capacity[row_of(use.row)] * k_thousandths;
      std::int64_t& used = future_used(future, use.row);
      overloads -= used > capacity ? 1 : 0;
      used += sign * use.amount * factor;
      overloads += used > capacity ? 1 : 0;
    }
    futures_broken_ += overloads > 0 ? 1 : 0;
  }
}

void State::add(std::int32_t choice) {
  chosen_[row_of(choices_.choices[row_of(choice)].candidate)] = choice;
  change(choice, 1);
}

void State::remove(std::int32_t choice) {
  chosen_[row_of(choices_.choices[row_of(choice)].candidate)] = -1;
  change(choice, -1);
}

bool State::fits(std::int32_t index) const {
  const Choice& choice = choices_.choices[row_of(index)];
  for (std::int32_t at = choice.use_begin; at < choice.use_end; ++at) {
    const RowUse& use = choices_.uses[row_of(at)];
    if (used_[row_of(use.row)] + use.amount > choices_.capacity[row_of(use.row)]) return false;
  }
  for (const std::int32_t group : groups_of_[row_of(choice.candidate)]) {
    if (in_group_[row_of(group)] > 0) return false;
  }
  if (const std::int32_t category = category_of_[row_of(choice.candidate)]; category >= 0) {
    if (in_category_[row_of(category)] >= choices_.model->categories[row_of(category)].most)
      return false;
  }
  return futures_admit(choice);
}

bool State::futures_admit(const Choice& choice) const {
  const auto& futures = choices_.model->chance.factors;
  std::int32_t broken = futures_broken_;
  for (std::size_t future = 0; future < futures.size(); ++future) {
    if (future_overloads_[future] > 0) continue;
    const std::int64_t factor = futures[future][row_of(choice.candidate)];
    for (std::int32_t at = choice.use_begin; at < choice.use_end; ++at) {
      const RowUse& use = choices_.uses[row_of(at)];
      if (future_used(future, use.row) + use.amount * factor <=
          choices_.capacity[row_of(use.row)] * k_thousandths)
        continue;
      if (++broken > futures_allowed_) return false;
      break;
    }
  }
  return true;
}

bool State::requirements_met(std::int32_t index) const {
  const Choice& choice = choices_.choices[row_of(index)];
  const Model& model = *choices_.model;
  for (const std::int32_t before : model.candidates[row_of(choice.candidate)].requires_done) {
    const std::int32_t theirs = chosen_[row_of(before)];
    if (theirs < 0) return false;
    const std::int32_t finish =
        choices_.choices[row_of(theirs)].start + model.candidates[row_of(before)].duration;
    if (finish > choice.start) return false;
  }
  return true;
}

bool State::within_limits() const {
  for (const std::int32_t count : in_group_) {
    if (count > 1) return false;
  }
  for (std::size_t category = 0; category < in_category_.size(); ++category) {
    if (in_category_[category] > choices_.model->categories[category].most) return false;
  }
  return true;
}

bool State::uses_overloaded(std::int32_t index) const {
  const Choice& choice = choices_.choices[row_of(index)];
  for (std::int32_t at = choice.use_begin; at < choice.use_end; ++at) {
    const std::int32_t row = choices_.uses[row_of(at)].row;
    if (used_[row_of(row)] > choices_.capacity[row_of(row)]) return true;
  }
  for (const std::int32_t group : groups_of_[row_of(choice.candidate)]) {
    if (in_group_[row_of(group)] > 1) return true;
  }
  if (const std::int32_t category = category_of_[row_of(choice.candidate)]; category >= 0) {
    if (in_category_[row_of(category)] > choices_.model->categories[row_of(category)].most)
      return true;
  }
  return overloaded_ == 0 && !futures_kept();
}

std::int32_t State::missing() const {
  const Model& model = *choices_.model;
  std::int32_t count = 0;
  for (std::size_t row = 0; row < chosen_.size(); ++row) {
    count += model.candidates[row].must && chosen_[row] < 0 ? 1 : 0;
  }
  for (std::size_t category = 0; category < in_category_.size(); ++category) {
    count += std::max(model.categories[category].least - in_category_[category], 0);
  }
  return count;
}

Selection State::selection() const {
  Selection result(chosen_.size(), -1);
  for (std::size_t row = 0; row < chosen_.size(); ++row) {
    if (chosen_[row] >= 0) result[row] = choices_.choices[row_of(chosen_[row])].start;
  }
  return result;
}

}  // namespace tc::engine::portfolio
