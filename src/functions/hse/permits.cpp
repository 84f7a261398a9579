#include <algorithm>
#include <map>
#include <string>

#include "functions/hse/hse.h"
#include "project/report_tools.h"

namespace tc::functions::hse {
namespace {

using namespace kernel;

bool is_granted(const Row& permit) { return permit.state == "valid" || permit.state == "closed"; }

bool holds_on(const Row& permit, Day day) {
  return permit.integer("from_day") <= day && permit.integer("until_day") >= day;
}

// Of each kind of permit that was asked for the activity, the one that serves it best: a granted
// one before others, one that holds on the day before all.
std::map<std::string, Row, std::less<>> permits_of(const RuleInput& input) {
  const Occasion& start = *input.occasion;
  const auto rank = [&](const Row& one) { return is_granted(one) + holds_on(one, start.day); };
  std::map<std::string, Row, std::less<>> best;
  for (Row& one : project::linked(input.reader, "permit", "activity", start.id)) {
    if (one.scope != input.after.scope) continue;
    const auto [at, fresh] = best.try_emplace(std::string(one.text("kind")), one);
    const Row& present = at->second;
    const bool better =
        is_granted(one) != is_granted(present) ? is_granted(one) : rank(one) > rank(present);
    if (!fresh && better) at->second = std::move(one);
  }
  return best;
}

}  // namespace

bool permit_is_granted(const RuleInput& input) {
  for (const auto& [kind, permit] : permits_of(input)) {
    if (is_granted(permit)) continue;
    input.tell("permit", project::called(input.reader, permit));
    return false;
  }
  return true;
}

bool permit_covers_start(const RuleInput& input) {
  for (const auto& [kind, permit] : permits_of(input)) {
    if (!is_granted(permit) || holds_on(permit, input.occasion->day)) continue;
    input.tell("permit", project::called(input.reader, permit));
    input.tell("day", format_day(input.occasion->day));
    input.tell("from", format_day(static_cast<Day>(permit.integer("from_day"))));
    input.tell("until", format_day(static_cast<Day>(permit.integer("until_day"))));
    return false;
  }
  return true;
}

}  // namespace tc::functions::hse
