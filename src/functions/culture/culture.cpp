#include "functions/culture/culture.h"

#include <array>

#include "engine/survey/messages.h"
#include "functions/functions.h"

namespace tc::functions {
namespace culture {
namespace {

using namespace kernel;

bool review_states_effect(const RuleInput& input) { return input.after.has("effect"); }
bool report_concludes(const RuleInput& input) { return input.after.has("conclusions"); }
bool kudos_for_another(const RuleInput& input) {
  return !input.after.has("from_person") ||
         input.after.at("from_person") != input.after.at("to_person");
}

constexpr std::array k_rules = {
    Rule{"culture_initiative.review_states_effect",
         "culture_initiative",
         "review",
         {"评审须写明效果", "A review must state the effect"},
         review_states_effect,
         "effect"},
    Rule{"culture_survey.report_concludes",
         "culture_survey",
         "report",
         {"请填写结论", "Write the conclusions"},
         report_concludes,
         "conclusions"},
    Rule{"kudos.for_another",
         "kudos",
         "write",
         {"不能给自己点赞", "Kudos are for others"},
         kudos_for_another,
         "to_person"},
};

constexpr std::array k_own_messages = {
    Message{"culture_survey.not_open", {"调查未开放", "The survey is not open"}},
    Message{"culture_survey.answered_already", {"您已作答", "You have answered already"}},
    Message{"culture_survey.still_open",
            {"调查结束前不显示结果", "No results before the survey closes"}},
    Message{"culture_survey.too_few_answers",
            {"答卷少于 5 份，不显示结果", "Fewer than five answers: no results are shown"}},
};

const std::vector<Message>& messages() {
  static const std::vector<Message> all =
      join_messages({k_own_messages, engine::survey::k_messages});
  return all;
}

}  // namespace
}  // namespace culture

const kernel::Function& culture_function() {
  static const kernel::Function function = {.name = "culture",
                                            .label = {"文化", "Culture"},
                                            .records = culture::records(),
                                            .rules = culture::k_rules,
                                            .routes = culture::routes(),
                                            .subscriptions = culture::subscriptions(),
                                            .reports = culture::reports(),
                                            .messages = culture::messages()};
  return function;
}

}  // namespace tc::functions
