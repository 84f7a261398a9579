#include "engine/survey/anonymity.h"

#include <algorithm>
#include <map>
#include <utility>

namespace tc::engine::survey {
namespace {

using Members = std::vector<std::int32_t>;

Refusal with_threshold(std::string_view code, std::int32_t k) {
  return refuse(RefusalKind::rule, code, {}, {{"k", std::to_string(k)}});
}

/// Joins groups until each has at least k: the small ones with each other, and if that is not
/// enough with the smallest large one.
std::vector<Members> join_small(std::vector<Members> groups, std::size_t k) {
  std::ranges::stable_sort(groups, {}, [](const Members& members) { return members.size(); });
  std::vector<Members> result;
  Members joined;
  for (Members& group : groups) {
    const bool small = group.size() < k;
    const bool open = !joined.empty() && joined.size() < k;
    if (small || open) {
      joined.insert(joined.end(), group.begin(), group.end());
    } else {
      result.push_back(std::move(group));
    }
  }
  if (!joined.empty()) result.push_back(std::move(joined));
  return result;
}

}  // namespace

Result<AnonymousGroups> AnonymousGroups::make(std::vector<Person> persons, std::int32_t k) {
  if (k < 2) return refuse(RefusalKind::rule, "survey.threshold_invalid");
  if (persons.size() < static_cast<std::size_t>(k))
    return with_threshold("survey.too_small_to_show", k);
  for (const Person& person : persons) {
    if (person.size() != persons.front().size())
      return refuse(RefusalKind::rule, "survey.shape_invalid");
  }
  AnonymousGroups groups;
  groups.k_ = k;
  groups.persons_ = std::move(persons);
  groups.blocks_.resize(groups.persons_.size());
  Members all(groups.persons_.size());
  for (std::size_t at = 0; at < all.size(); ++at) all[at] = static_cast<std::int32_t>(at);
  groups.divide(std::move(all), 0);
  return groups;
}

void AnonymousGroups::divide(Members members, std::size_t dimension) {
  if (dimension == persons_.front().size()) {
    for (const std::int32_t member : members)
      blocks_[static_cast<std::size_t>(member)] = block_count_;
    ++block_count_;
    return;
  }
  std::map<std::int32_t, Members> by_value;
  for (const std::int32_t member : members)
    by_value[persons_[static_cast<std::size_t>(member)][dimension]].push_back(member);
  std::vector<Members> groups;
  for (auto& [value, group] : by_value) groups.push_back(std::move(group));
  for (Members& group : join_small(std::move(groups), static_cast<std::size_t>(k_)))
    divide(std::move(group), dimension + 1);
}

Result<std::vector<std::int32_t>> AnonymousGroups::select(const Filter& filter) const {
  for (const Filter::Part& part : filter.parts) {
    if (part.dimension < 0 || static_cast<std::size_t>(part.dimension) >= persons_.front().size())
      return refuse(RefusalKind::rule, "survey.dimension_unknown");
  }
  const auto holds = [&filter](const Person& person) {
    return std::ranges::all_of(filter.parts, [&person](const Filter::Part& part) {
      const std::int32_t value = person[static_cast<std::size_t>(part.dimension)];
      return std::ranges::find(part.values, value) != part.values.end();
    });
  };
  std::vector<std::int32_t> chosen;
  std::vector<std::int32_t> inside(static_cast<std::size_t>(block_count_));
  std::vector<std::int32_t> size(inside.size());
  for (std::size_t at = 0; at < persons_.size(); ++at) {
    const auto block = static_cast<std::size_t>(blocks_[at]);
    ++size[block];
    if (!holds(persons_[at])) continue;
    ++inside[block];
    chosen.push_back(static_cast<std::int32_t>(at));
  }
  if (chosen.size() < static_cast<std::size_t>(k_))
    return with_threshold("survey.too_small_to_show", k_);
  for (std::size_t block = 0; block < inside.size(); ++block) {
    if (inside[block] != 0 && inside[block] != size[block])
      return with_threshold("survey.filter_isolates", k_);
  }
  return chosen;
}

}  // namespace tc::engine::survey
