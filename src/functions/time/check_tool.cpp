#include <algorithm>
#include <cstdio>

#include "base/json.h"
#include "engine/schedule_check/names.h"
#include "functions/time/check.h"
#include "functions/time/plan_file.h"
#include "interchange/any/read_any.h"
#include "kernel/tool.h"

namespace tc::functions::time {
namespace {

namespace check = engine::schedule_check;

const check::Name& words_of(const check::Test& test) {
  return check::k_dcma_names[static_cast<std::size_t>(test.id - 1)];
}

const check::Name& words_of(const check::Practice& practice) {
  return check::k_gao_names[static_cast<std::size_t>(practice.id - 1)];
}

void write_uids(JsonWriter& json, const plan::Plan& plan, const std::vector<plan::Index>& rows) {
  json.key("uids").begin_array();
  for (const plan::Index row : rows) json.value(plan.activities[static_cast<std::size_t>(row)].uid);
  json.end_array();
}

void write_flag(JsonWriter& json, const std::optional<bool>& flag) {
  json.key("passed");
  if (flag) {
    json.value(*flag);
  } else {
    json.null();
  }
}

void write_reasons(JsonWriter& json, std::initializer_list<std::string_view> keys,
                   std::string_view reason) {
  if (reason.empty()) return;
  json.key("reasons").begin_object();
  for (const std::string_view key : keys) json.member(key, reason);
  json.end_object();
}

void write_test(JsonWriter& json, const plan::Plan& plan, const check::Test& test) {
  json.begin_object().member("id", test.id).member("name", words_of(test).name).key("value");
  if (test.scored()) {
    json.value(*test.value);
  } else {
    json.null();
  }
  json.member("threshold", test.threshold);
  write_flag(json, test.scored() ? std::optional(test.passed()) : std::nullopt);
  write_uids(json, plan, test.activities);
  json.member("scored", test.scored()).member("count", test.count).member("of", test.of);
  write_reasons(json, {"value", "passed"}, test.reason);
  json.end_object();
}

void write_practice(JsonWriter& json, const plan::Plan& plan, const check::Practice& practice) {
  json.begin_object().member("id", practice.id).member("name", words_of(practice).name);
  write_flag(json, practice.passed);
  std::vector<plan::Index> offenders;
  json.key("looked_at").begin_array();
  for (const check::Finding& finding : practice.findings) {
    json.begin_object().member("name", finding.name);
    write_flag(json, finding.passed);
    write_uids(json, plan, finding.activities);
    json.end_object();
    if (finding.passed == false) {
      offenders.insert(offenders.end(), finding.activities.begin(), finding.activities.end());
    }
  }
  json.end_array();
  std::ranges::sort(offenders);
  offenders.erase(std::unique(offenders.begin(), offenders.end()), offenders.end());
  write_uids(json, plan, offenders);
  write_reasons(json, {"passed"}, practice.reason);
  json.end_object();
}

std::string verdict(const std::optional<bool>& passed, bool chinese) {
  if (!passed) return chinese ? "未评分" : "not scored";
  if (*passed) return chinese ? "通过" : "passed";
  return chinese ? "未通过" : "failed";
}

void print(kernel::ToolIo& io, const check::Answer& answer) {
  const bool chinese = io.chinese();
  const auto line = [&](const char* list, int id, const check::Name& name,
                        const std::string& rest) {
    io.out(std::string(list) + " " + std::to_string(id) + " " +
           std::string(chinese ? name.zh : name.en) + ": " + rest + "\n");
  };
  for (const check::Test& test : answer.dcma) {
    std::string rest =
        verdict(test.scored() ? std::optional(test.passed()) : std::nullopt, chinese);
    if (test.scored()) {
      char numbers[64];
      std::snprintf(numbers, sizeof numbers, ", %.4g (%s %.4g), ", *test.value,
                    test.bound == check::Bound::at_most ? "<=" : ">=", test.threshold);
      rest +=
          numbers + std::to_string(test.activities.size()) + (chinese ? " 项活动" : " activities");
    } else {
      rest += ". " + io.words(test.reason);
    }
    line("DCMA", test.id, words_of(test), rest);
  }
  for (const check::Practice& practice : answer.gao) {
    std::string rest = verdict(practice.passed, chinese);
    if (!practice.reason.empty()) rest += ". " + io.words(practice.reason);
    line("GAO", practice.id, words_of(practice), rest);
  }
}

}  // namespace

std::string check_answer(const plan::Plan& plan, const check::Answer& answer) {
  std::string out;
  JsonWriter json(out);
  json.begin_object().key("dcma").begin_array();
  for (const check::Test& test : answer.dcma) write_test(json, plan, test);
  json.end_array().key("gao").begin_array();
  for (const check::Practice& practice : answer.gao) write_practice(json, plan, practice);
  json.end_array().end_object();
  return out;
}

Status check_plan(kernel::ToolCall& call, kernel::ToolIo& io) {
  const Result<interchange::ReadOutcome> read = interchange::read_any(io.read_file(call.file()));
  if (!read) return read.refusals();
  NoProgress progress;
  const Result<check::Answer> answer = check::check_schedule(read->plan, {}, progress);
  if (!answer) return answer.refusals();
  if (call.json()) {
    io.out(check_answer(read->plan, *answer) + "\n");
  } else {
    print(io, *answer);
  }
  return Done{};
}

}  // namespace tc::functions::time
