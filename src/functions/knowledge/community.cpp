#include <algorithm>
#include <array>
#include <cmath>
#include <map>

#include "base/text.h"
#include "functions/knowledge/knowledge.h"
#include "project/report_tools.h"

namespace tc::functions::knowledge {
namespace {

using namespace kernel;
using namespace kernel::field;

constexpr double k_whole = 10'000.0;
constexpr std::int64_t k_lessons_max = 10'000;

constexpr std::array k_question_fields = {
    title({"问题", "Question"}),
    prose("details", {"说明", "Details"}),
    author("asked_by", {"提问人", "Asked by"}),
    link("expert", {"请教专家", "Expert"}, "expert", k_listed),
    integer("hits", {"检索命中", "Lessons found"}, {}, k_computed | k_listed),
    prose("answer", {"解答", "Answer"}),
    date("answered_on", {"解答日期", "Answered on"}, k_computed | k_listed),
    score("usefulness", {"有用程度", "Usefulness"}, k_listed),
};
constexpr std::array k_question_states = {
    State{"open", {"待解答", "Open"}},
    State{"answered", {"已解答", "Answered"}},
    State{"accepted", {"已采纳", "Accepted"}, true},
};
constexpr std::array k_question_steps = {
    Step{"give_answer", {"解答", "Answer"}, "open", "answered", "answer expert"},
    Step{"reopen", {"继续追问", "Ask again"}, "answered", "open"},
    Step{"accept", {"采纳", "Accept"}, "answered", "accepted", "usefulness"},
};

constexpr std::array k_verdicts = {
    Choice{"useful", {"有用", "Useful"}},
    Choice{"not_useful", {"无用", "Not useful"}},
};
constexpr std::array k_suggestion_fields = {
    title({"推荐经验", "Suggested lesson"}),
    link("lesson", {"知识", "Lesson"}, "lesson", k_required | k_listed),
    text("about_record", {"针对类型", "About"}, k_listed),
    link("about", {"针对", "About"}, "*"),
    percent("alike", {"相似度", "Similarity"}, k_listed),
    choice("verdict", {"评价", "Verdict"}, k_verdicts, k_listed),
};

// Which published lessons of those given are about the same.
std::vector<std::pair<double, Row>> alike(std::vector<Row> lessons, std::string_view words) {
  const std::set<std::string> wanted = pieces_of(words);
  std::vector<std::pair<double, Row>> found;
  for (Row& row : lessons) {
    if (!Words("published applied").contains(row.state) || row.level > 1) continue;
    const double near = similarity(
        wanted, pieces_of(std::string(row.text("title")) + " " + std::string(row.text("tags"))));
    if (near >= k_similar) found.emplace_back(near, std::move(row));
  }
  std::ranges::stable_sort(found, std::greater<>(), &std::pair<double, Row>::first);
  return found;
}

// A question is searched for when it is asked, among what its author may read: what was found then
// is the hit rate later.
void derive_question(Row& row, const Row* before, Reader& reader) {
  if (before == nullptr)
    row.set("hits",
            static_cast<std::int64_t>(
                alike(reader.list("lesson", {}, {}, k_lessons_max), row.text("title")).size()));
  if (before != nullptr && before->state == "open" && row.state == "answered")
    row.set("answered_on", std::int64_t{reader.today()});
}

constexpr std::array k_community_records = {
    Record{.name = "question",
           .plural = "questions",
           .label = {"问答", "Question"},
           .prefix = "QST",
           .fields = k_question_fields,
           .states = k_question_states,
           .steps = k_question_steps,
           .derive = derive_question},
    Record{.name = "lesson_suggestion",
           .plural = "lesson-suggestions",
           .label = {"经验推荐", "Lesson suggested"},
           .fields = k_suggestion_fields},
};

bool answer_is_told(const RuleInput& input) { return input.after.has("answer"); }
constexpr std::array k_community_rules = {
    Rule{"question.answer_is_told",
         "question",
         "give_answer",
         {"请填写解答", "Write the answer"},
         answer_is_told,
         "answer"},
};

// Where a risk is identified, a charter begun or a gate prepared, the lessons alike are brought.
// What a lesson says stays behind its link, for those who may read it.
Result<ActionOutcome> push(const EventInput& input) {
  constexpr std::size_t k_pushed = 3;
  ActionOutcome outcome;
  const auto row = input.reader.load_any(input.event.record, input.event.id);
  if (!row || row->level > 1) return outcome;
  std::size_t count = 0;
  for (const auto& [near, lesson] :
       alike(input.reader.list_any("lesson", {}), row->text("title"))) {
    if (lesson.scope == row->scope) continue;
    if (++count > k_pushed) break;
    outcome.commands.push_back(
        project::creation("lesson_suggestion.create",
                          {{"title", input.reader.principal().zh() ? "相似经验" : "Lesson alike"},
                           {"project", id_text(row->scope)},
                           {"lesson", id_text(lesson.id)},
                           {"about_record", input.event.record},
                           {"about", id_text(row->id)},
                           {"alike", std::round(near * k_whole) / 100.0}}));
  }
  return outcome;
}
constexpr std::array k_community_subscriptions = {
    Subscription{"risk.created", "knowledge.push_at_risk", push},
    Subscription{"charter.created", "knowledge.push_at_charter", push},
    Subscription{"gate.prepared", "knowledge.push_at_gate", push},
};

constexpr std::array k_expert_columns = {
    link("expert", {"专家", "Expert"}, "expert"),
    link("person", {"人员", "Person"}, "person"),
    integer("open", {"待答问题", "Open questions"}, {}),
    integer("answered", {"已解答", "Answered"}, {}),
    number("days", {"平均解答天数", "Mean days to answer"}, 0, "d"),
    number("usefulness", {"平均有用程度", "Usefulness"}),
};
Result<ReportTable> experts(const ReportInput& input) {
  struct Sum {
    std::int64_t open = 0, answered = 0;
    project::Mean days, usefulness;
  };
  std::map<Id, Sum> sums;
  for (const Row& row : project::report_rows(input, "question")) {
    if (!row.has("expert")) continue;
    Sum& sum = sums[row.integer("expert")];
    sum.open += row.state == "open";
    if (row.has("answered_on")) {
      ++sum.answered;
      sum.days.add(static_cast<double>(row.integer("answered_on") - project::day_made(row)));
    }
    if (row.has("usefulness")) sum.usefulness.add(static_cast<double>(row.integer("usefulness")));
  }
  ReportTable table;
  for (const Row& row : project::report_rows(input, "expert")) {
    const Sum& sum = sums[row.id];
    table.rows.push_back({Value(row.id), row.at("person"), Value(sum.open), Value(sum.answered),
                          sum.days.value(), sum.usefulness.value()});
  }
  return table;
}

constexpr std::array k_map_columns = {
    text("tag", {"标签", "Tag"}),
    text("kind", {"类型", "Kind"}),
    integer("lessons", {"条目", "Lessons"}, {}),
    integer("applied", {"被应用", "Applied"}, {}),
    integer("experts", {"专家", "Experts"}, {}),
};
// What is known about what, who knows it, and whether anybody uses it.
Result<ReportTable> knowledge_map(const ReportInput& input) {
  std::map<std::pair<std::string, std::string>, std::pair<std::int64_t, std::int64_t>> cells;
  for (const Row& row : project::report_rows(input, "lesson")) {
    if (row.state == "retired") continue;
    for (const std::string_view tag : split(row.text("tags"), ' ')) {
      if (tag.empty()) continue;
      auto& [lessons, applied] = cells[{std::string(tag), std::string(row.text("kind"))}];
      ++lessons;
      applied += row.integer("times_applied");
    }
  }
  std::map<std::string, std::int64_t> known;
  for (const Row& row : project::report_rows(input, "expert"))
    for (const std::string_view topic : split(row.text("topics"), ' ')) ++known[std::string(topic)];
  ReportTable table;
  for (const auto& [key, cell] : cells)
    table.rows.push_back({Value(key.first), Value(key.second), Value(cell.first),
                          Value(cell.second), Value(known[key.first])});
  return table;
}

constexpr std::array k_stale_columns = {
    text("record", {"类型", "Record"}),
    link("found", {"条目", "Found"}, "*"),
    text("title", {"标题", "Title"}),
    integer("days", {"未更新天数", "Days"}, {}),
};
// Published knowledge nobody applied or reviewed for half a year, pages beyond their review day.
Result<ReportTable> stale(const ReportInput& input) {
  constexpr std::int64_t k_stale_days = 180;
  ReportTable table;
  const std::int64_t today = input.reader.today();
  for (const Row& row : project::report_rows(input, "lesson")) {
    if (!Words("published applied").contains(row.state)) continue;
    const std::int64_t days = today - project::state_day(row);
    const bool overdue = row.has("next_review") && row.integer("next_review") < today;
    if (days > k_stale_days || overdue)
      table.rows.push_back({Value(std::string("lesson")), Value(row.id),
                            Value(std::string(row.text("title"))), Value(days)});
  }
  for (const Row& row : project::report_rows(input, "wiki_page")) {
    if (row.has("review_by") && row.integer("review_by") < today)
      table.rows.push_back({Value(std::string("wiki_page")), Value(row.id),
                            Value(std::string(row.text("title"))),
                            Value(today - row.integer("review_by"))});
  }
  return table;
}

constexpr std::array k_push_columns = {
    link("lesson", {"知识", "Lesson"}, "lesson"),
    integer("pushed", {"推荐次数", "Suggested"}, {}),
    integer("judged", {"已评价", "Judged"}, {}),
    percent("useful", {"有用率", "Useful"}),
};
Result<ReportTable> pushed(const ReportInput& input) {
  struct Sum {
    std::int64_t all = 0, judged = 0, useful = 0;
  };
  std::map<Id, Sum> sums;
  for (const Row& row : project::report_rows(input, "lesson_suggestion")) {
    Sum& sum = sums[row.integer("lesson")];
    ++sum.all;
    sum.judged += row.has("verdict");
    sum.useful += row.text("verdict") == "useful";
  }
  ReportTable table;
  for (const auto& [lesson, sum] : sums)
    table.rows.push_back(
        {Value(lesson), Value(sum.all), Value(sum.judged), project::share(sum.useful, sum.judged)});
  return table;
}

constexpr std::array k_community_reports = {
    Report{"knowledge.experts",
           {"专家负荷", "Load of experts"},
           "expert.read",
           project::k_project_inputs,
           k_expert_columns,
           "bar",
           experts},
    Report{"knowledge.map",
           {"知识地图", "Knowledge map"},
           "lesson.read",
           project::k_project_inputs,
           k_map_columns,
           "heat",
           knowledge_map},
    Report{"knowledge.stale",
           {"过期清单", "Stale knowledge"},
           "lesson.read",
           project::k_project_inputs,
           k_stale_columns,
           "table",
           stale},
    Report{"knowledge.pushed",
           {"推荐效果", "Use of suggestions"},
           "lesson_suggestion.read",
           project::k_project_inputs,
           k_push_columns,
           "bar",
           pushed},
};

}  // namespace

std::span<const Record> community_records() { return k_community_records; }
std::span<const Rule> community_rules() { return k_community_rules; }
std::span<const Subscription> community_subscriptions() { return k_community_subscriptions; }
std::span<const Report> community_reports() { return k_community_reports; }

std::set<std::string> pieces_of(std::string_view text) {
  std::set<std::string> pieces;
  const std::string words = to_bigrams(text);
  for (const std::string_view word : split(words, ' ')) pieces.emplace(word);
  return pieces;
}

double similarity(const std::set<std::string>& a, const std::set<std::string>& b) {
  if (a.empty() || b.empty()) return 0;
  std::int64_t common = 0;
  for (const std::string& piece : a) common += b.contains(piece);
  return 2.0 * static_cast<double>(common) / static_cast<double>(a.size() + b.size());
}

}  // namespace tc::functions::knowledge
