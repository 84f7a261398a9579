#include "functions/time/plan_why.h"

#include <algorithm>
#include <array>

#include "kernel/fields.h"
#include "project/plan_fields.h"

namespace tc::functions::time {
namespace {

using engine::schedule::ActivityDates;
using engine::schedule::Cause;
using engine::schedule::Reason;
using kernel::Label;
using plan::Index;
using project::LoadedPlan;
using Text = std::string_view;

constexpr std::size_t k_plan_why_steps_max = 500;
/// A night without work is no reason; a weekend or a holiday is.
constexpr std::int32_t k_gap_told_min = k_tenths_per_day;

struct Words {
  Cause cause;
  Text kind;
  Label text;    ///< {from}, {to}, {hours}, {end} (start or finish of the other activity), {lag}.
  Label change;  ///< What would have to change.
};

constexpr std::array k_words = {
    Words{Cause::link,
          "link",
          {"由前置活动的{end}决定{lag}", "Follows its predecessor's {end}{lag}"},
          {"让前置活动提前、减小滞后或改变依赖",
           "Bring the predecessor forward, reduce the lag or change the dependency"}},
    Words{Cause::calendar_gap,
          "calendar",
          {"{from} 至 {to} 没有工作时间", "No working time from {from} to {to}"},
          {"在日历中增加工作时间", "Add working time to the calendar"}},
    Words{Cause::duration,
          "duration",
          {"工期：{hours} 小时工作", "It takes {hours} hours of work"},
          {"缩短工期或拆分活动", "Shorten or split the activity"}},
    Words{Cause::constraint,
          "constraint",
          {"受限制条件约束", "A constraint holds it"},
          {"放宽或取消限制条件", "Relax or remove the constraint"}},
    Words{Cause::deadline,
          "deadline",
          {"期限决定最迟日期", "Its deadline decides the late dates"},
          {"推迟期限", "Move the deadline"}},
    Words{Cause::actual,
          "actual",
          {"已实际发生", "It has actually happened"},
          {"已成事实；核对实际日期", "Nothing; check the actual date"}},
    Words{Cause::manual,
          "manual",
          {"手动安排的日期", "Its dates were set by hand"},
          {"改动手动日期或改为自动排程",
           "Change the dates set by hand or schedule it automatically"}},
    Words{Cause::status_date,
          "status_date",
          {"未完成的工作不早于状态日期", "Remaining work cannot lie before the status date"},
          {"更新状态日期或实际进展", "Update the status date or the progress"}},
    Words{Cause::project_start,
          "project_start",
          {"没有前置活动：从项目开始日期起排", "No predecessor: it begins with the project"},
          {"提前项目开始日期", "Start the project earlier"}},
    Words{Cause::project_finish,
          "project_finish",
          {"项目最晚的活动在此完成", "The project finishes here"},
          {"推迟项目完工才有更多浮动", "Only a later finish of the project gives more float"}},
    Words{Cause::must_finish_by,
          "must_finish_by",
          {"项目必须在此之前完成", "The project must finish by then"},
          {"推迟规定的完工日期", "Move the imposed finish"}},
    Words{Cause::levelling_delay,
          "levelling",
          {"资源平衡推迟了 {hours} 小时", "Levelling put it off by {hours} hours"},
          {"增加资源或清除平衡延迟", "Add resources or clear the levelling delay"}},
    Words{Cause::as_late_as_possible,
          "constraint",
          {"越晚越好：紧靠后续活动", "As late as possible: right before what follows"},
          {"改为越早越好", "Schedule it as soon as possible"}},
    Words{Cause::expected_finish,
          "constraint",
          {"剩余工期由预期完成日期决定", "Its expected finish decides the remaining duration"},
          {"更改预期完成日期", "Change the expected finish"}},
    Words{Cause::float_between,
          "float",
          {"{from} 与 {to} 之间有 {hours} 小时工作时间",
           "{hours} hours of work between {from} and {to}"},
          {"", ""}},
};

const Words& words_of(Cause cause) {
  const auto found = std::ranges::find(k_words, cause, &Words::cause);
  TC_ASSERT(found != k_words.end());
  return *found;
}

constexpr Words k_late_link = {
    Cause::link,
    "link",
    {"不得推迟后续活动的{end}{lag}", "Must not put off its successor's {end}{lag}"},
    {"减小滞后、改变依赖，或让后续活动有更多浮动",
     "Reduce the lag, change the dependency or give the successor more float"}};
constexpr Words k_summary_link = {Cause::link,
                                  "link",
                                  {"随摘要活动的依赖", "By the dependency of its summary"},
                                  {"改变摘要活动的依赖", "Change the summary's dependency"}};
constexpr Words k_external = {Cause::manual,
                              "external",
                              {"日期由其他项目给出", "Another project gives its dates"},
                              {"与该项目协商提前", "Agree an earlier date with that project"}};
constexpr Words k_rolled_up = {
    Cause::link, "rolled_up", {"由下级活动汇总", "It rolls up what lies below"}, {"", ""}};
constexpr Words k_spans = {Cause::link,
                           "no_predecessor",
                           {"没有自己的计算日期", "It has no computed dates of its own"},
                           {"", ""}};

Json time_json(PlanTime time) { return time == k_no_time ? Json() : Json(format_plan_time(time)); }

std::string hours_text(Minutes minutes) {
  const std::int64_t tenths = minutes.tenths() / 60;  // Of an hour.
  std::string text = std::to_string(tenths / 10);
  if (tenths % 10 != 0) text += "." + std::to_string(std::abs(tenths % 10));
  return text;
}

std::string filled(Text text, std::initializer_list<std::pair<Text, std::string>> values) {
  std::string result(text);
  for (const auto& [name, value] : values) {
    const std::string mark = "{" + std::string(name) + "}";
    if (const std::size_t at = result.find(mark); at != std::string::npos) {
      result.replace(at, mark.size(), value);
    }
  }
  return result;
}

/// Tells one chain of reasons.
class Teller {
 public:
  Teller(const LoadedPlan& loaded, bool late, const WhyQuestion& question)
      : loaded_(loaded), late_(late), zh_(question.zh), others_(question.others) {}

  Json step(Index activity, const Words& words, const Reason& reason) const {
    const plan::Activity& row = loaded_.plan.activities[static_cast<std::size_t>(activity)];
    Json json = Json::object();
    json.append("activity", id_text(row.id));
    const auto other = std::ranges::find(others_, activity, &project::ExternalRow::row);
    json.append("name", other == others_.end() ? row.name : other->name);
    if (other != others_.end() && other->activity != 0) {
      json.append("external", Json(Json::Object{{"project", id_text(other->project)},
                                                {"activity", id_text(other->activity)}}));
    }
    json.append("kind", words.kind);
    json.append("text", filled(zh_ ? words.text.zh : words.text.en,
                               {{"from", format_plan_time(reason.from)},
                                {"to", format_plan_time(reason.to)},
                                {"hours", hours_text(reason.length)},
                                {"end", end_text(reason)},
                                {"lag", lag_text(reason)}}));
    const bool by_link = reason.cause == Cause::link;
    json.append("value", time_json(by_link ? reason.from : reason.to));
    json.append("from", time_json(reason.from));
    json.append("to", time_json(reason.to));
    json.append("length_minutes", reason.length.minutes());
    const Text change = zh_ ? words.change.zh : words.change.en;
    json.append("change", change.empty() ? Json() : Json(change));
    return json;
  }

  Json tell(const Reason& reason) const {
    if (reason.cause != Cause::link) return step(reason.activity, words_for(reason), reason);
    if (reason.link == plan::k_none) return step(reason.activity, k_summary_link, reason);
    const plan::Link& link = loaded_.plan.links[static_cast<std::size_t>(reason.link)];
    Json json =
        late_ ? step(link.to, k_late_link, reason) : step(link.from, words_of(Cause::link), reason);
    Json made = Json::object();
    made.append("type", project::link_text(link.kind));
    made.append("lag", link.lag / 10.0);
    json.append("link", std::move(made));
    const std::size_t drivers = loaded_.schedule.driving(reason.activity).size();
    json.append("parallel",
                std::int64_t{late_ || drivers == 0 ? 0 : static_cast<int>(drivers) - 1});
    return json;
  }

 private:
  const Words& words_for(const Reason& reason) const {
    const bool other = loaded_.plan.activities[static_cast<std::size_t>(reason.activity)].external;
    return other && reason.cause == Cause::manual ? k_external : words_of(reason.cause);
  }
  std::string end_text(const Reason& reason) const {
    if (reason.link == plan::k_none) return {};
    const plan::LinkKind kind = loaded_.plan.links[static_cast<std::size_t>(reason.link)].kind;
    const bool start = late_ ? kind == plan::LinkKind::fs || kind == plan::LinkKind::ss
                             : kind == plan::LinkKind::ss || kind == plan::LinkKind::sf;
    if (zh_) return start ? "开始" : "完成";
    return start ? "start" : "finish";
  }
  std::string lag_text(const Reason& reason) const {
    if (reason.length == Minutes()) return {};
    const std::string hours = hours_text(reason.length);
    return zh_ ? "，滞后 " + hours + " 小时" : ", lag " + hours + " hours";
  }

  const LoadedPlan& loaded_;
  bool late_;
  bool zh_;
  std::span<const project::ExternalRow> others_;
};

bool is_told(const Reason& reason) {
  return reason.cause != Cause::calendar_gap || reason.to - reason.from >= k_gap_told_min;
}

Json value_json(const ActivityDates& dates, Text field) {
  if (field == "total_float") return dates.total_float.minutes();
  if (field == "free_float") return dates.free_float.minutes();
  if (field == "critical") return dates.critical;
  if (field == "finish") return time_json(dates.finish);
  if (field == "late_start") return time_json(dates.late_start);
  if (field == "late_finish") return time_json(dates.late_finish);
  return time_json(dates.start);
}

}  // namespace

std::optional<engine::schedule::Field> why_field(Text field) {
  constexpr std::array<std::pair<Text, engine::schedule::Field>, 7> k_fields = {
      {{"start", engine::schedule::Field::start},
       {"finish", engine::schedule::Field::finish},
       {"late_start", engine::schedule::Field::late_start},
       {"late_finish", engine::schedule::Field::late_finish},
       {"total_float", engine::schedule::Field::total_float},
       {"free_float", engine::schedule::Field::free_float},
       {"critical", engine::schedule::Field::total_float}}};
  const auto* const found =
      std::ranges::find(k_fields, field, [](const auto& one) { return one.first; });
  return found == k_fields.end() ? std::nullopt : std::optional(found->second);
}

Index deciding_activity(const LoadedPlan& loaded, Index activity, engine::schedule::Field field) {
  const auto& rows = loaded.plan.activities;
  const auto dates = [&](Index row) -> const ActivityDates& {
    return loaded.schedule.activities[static_cast<std::size_t>(row)];
  };
  const auto better = [&](Index one, Index other) {
    switch (field) {
      case engine::schedule::Field::start:
        return dates(one).start < dates(other).start;
      case engine::schedule::Field::late_start:
        return dates(one).late_start < dates(other).late_start;
      case engine::schedule::Field::finish:
        return dates(one).finish > dates(other).finish;
      case engine::schedule::Field::late_finish:
        return dates(one).late_finish > dates(other).late_finish;
      default:
        return dates(one).total_float < dates(other).total_float;
    }
  };
  Index at = activity;
  for (Index row = activity + 1; row < static_cast<Index>(rows.size()); ++row) {
    // Children stand behind their parents: what follows `at` may be its child.
    const plan::Activity& child = rows[static_cast<std::size_t>(row)];
    if (child.parent != at || dates(row).start == k_no_time) continue;
    Index best = row;
    for (Index other = row + 1; other < static_cast<Index>(rows.size()); ++other) {
      const bool below = rows[static_cast<std::size_t>(other)].parent == at;
      if (below && dates(other).start != k_no_time && better(other, best)) best = other;
    }
    at = best;
    row = best;
  }
  return at;
}

Json why_json(const LoadedPlan& loaded, const WhyQuestion& question,
              const std::vector<Reason>& reasons) {
  const engine::schedule::Field field =
      why_field(question.field).value_or(engine::schedule::Field::start);
  const bool late =
      field != engine::schedule::Field::start && field != engine::schedule::Field::finish;
  const Teller teller(loaded, late, question);
  const Index decides = deciding_activity(loaded, question.activity, field);
  Json chain = Json::array();
  if (decides != question.activity) chain.push(teller.step(decides, k_rolled_up, {}));
  if (reasons.empty()) chain.push(teller.step(decides, k_spans, {}));
  for (const Reason& reason : reasons) {
    if (chain.size() >= k_plan_why_steps_max) break;
    if (is_told(reason)) chain.push(teller.tell(reason));
  }
  const ActivityDates& dates =
      loaded.schedule.activities[static_cast<std::size_t>(question.activity)];
  constexpr Label k_only_here = {
      "缩短链上活动的工期、减小滞后或改变依赖，才能提前",
      "Only shorter activities, smaller lags or other links along this chain bring it forward"};
  constexpr Label k_has_float = {"尚有浮动时间，不影响完工日期",
                                 "It has float: the finish of the project does not depend on it"};
  const Label& remedy = dates.critical ? k_only_here : k_has_float;
  Json json = Json::object();
  json.append("field", question.field);
  json.append("value", value_json(dates, question.field));
  json.append("chain", std::move(chain));
  json.append("remedy", question.zh ? remedy.zh : remedy.en);
  return json;
}

}  // namespace tc::functions::time
