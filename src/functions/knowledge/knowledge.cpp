#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <set>

#include "functions/functions.h"
#include "functions/knowledge/knowledge.h"
#include "project/report_tools.h"

namespace tc::functions {
namespace {

using namespace kernel;
using namespace kernel::field;

constexpr std::array k_lesson_kinds = {
    Choice{"lesson", {"经验教训", "Lesson"}},
    Choice{"practice", {"最佳实践", "Best practice"}},
    Choice{"estimate", {"估算历史", "Estimate history"}},
    Choice{"template", {"模板", "Template"}},
    Choice{"answer", {"问答", "Question and answer"}},
};
constexpr std::array k_lesson_fields = {
    title(),
    choice("kind", {"类型", "Kind"}, k_lesson_kinds, k_required | k_listed),
    prose("context", {"背景", "Context"}),
    prose("happened", {"发生了什么", "What happened"}),
    prose("root_cause", {"根本原因", "Root cause"}),
    prose("recommendation", {"建议", "Recommendation"}),
    text("tags", {"适用标签", "Tags"}, k_listed | k_searched),
    money("estimated_cost", {"当时估算", "Estimated"}),
    money("actual_cost", {"实际发生", "Actual"}),
    link("risk", {"相关风险", "Risk"}, "risk"),
    author("captured_by", {"记录人", "Captured by"}),
    integer("times_applied", {"应用次数", "Times applied"}, {}, k_computed | k_listed),
    money("benefit", {"累计收益", "Benefit so far"}, k_computed | k_listed),
};
constexpr std::array k_lesson_states = {
    State{"captured", {"已记录", "Captured"}},     State{"validated", {"已验证", "Validated"}},
    State{"published", {"已发布", "Published"}},   State{"applied", {"已应用", "Applied"}},
    State{"retired", {"已退役", "Retired"}, true},
};
constexpr std::array k_lesson_steps = {
    Step{"validate", {"验证", "Validate"}, "captured", "validated", "recommendation root_cause"},
    Step{"publish", {"发布", "Publish"}, "validated", "published"},
    Step{"apply", {"已应用", "Applied"}, "published", "applied", {}, Taken::by_program},
    Step{"retire", {"退役", "Retire"}, "validated published applied", "retired"},
};

constexpr std::array k_reuse_fields = {
    title({"应用说明", "Reuse"}),
    link("lesson", {"知识", "Lesson"}, "lesson", k_required | k_listed),
    prose("result", {"效果", "Result"}),
    money("benefit", {"收益", "Benefit"}, k_listed),
    score("usefulness", {"有用程度", "Usefulness"}, k_listed),
};
constexpr std::array k_session_fields = {
    title({"分享主题", "Sharing session"}),
    date("held_on", {"日期", "Date"}, k_required | k_listed),
    link("speaker", {"主讲人", "Speaker"}, "person", k_listed),
    integer("attendance", {"参加人数", "Attendance"}, {0, 100'000}, k_listed),
    score("rating", {"评价", "Rating"}, k_listed),
    prose("outcome", {"收获", "Outcome"}),
};
constexpr std::array k_expert_fields = {
    title({"领域", "Field"}),
    link("person", {"专家", "Expert"}, "person", k_required | k_listed),
    text("topics", {"专题", "Topics"}, k_searched | k_listed),
    integer("open_questions", {"待答问题", "Open questions"}, {0, 10'000}, k_listed),
};
constexpr std::array k_page_fields = {
    title(),
    link("parent_page", {"上级页面", "Parent page"}, "wiki_page"),
    prose("body", {"正文", "Text"}),
    text("tags", {"标签", "Tags"}, k_searched | k_listed),
    date("review_by", {"复核期限", "Review by"}, k_listed),
};

constexpr std::array k_knowledge_records = {
    Record{.name = "lesson",
           .plural = "lessons",
           .label = {"知识条目", "Lesson"},
           .prefix = "L",
           .traits = k_owned | k_reviewed,
           .fields = k_lesson_fields,
           .states = k_lesson_states,
           .steps = k_lesson_steps},
    Record{.name = "reuse",
           .plural = "reuses",
           .label = {"知识应用", "Reuse"},
           .prefix = "RU",
           .fields = k_reuse_fields},
    Record{.name = "sharing_session",
           .plural = "sharing-sessions",
           .label = {"知识分享", "Sharing session"},
           .prefix = "SHS",
           .scoping = Scoping::organisation,
           .fields = k_session_fields},
    Record{.name = "expert",
           .plural = "experts",
           .label = {"专家", "Expert"},
           .prefix = "EX",
           .scoping = Scoping::organisation,
           .fields = k_expert_fields},
    Record{.name = "wiki_page",
           .plural = "wiki-pages",
           .label = {"知识页", "Wiki page"},
           .prefix = "WP",
           .scoping = Scoping::organisation,
           .traits = k_owned,
           .fields = k_page_fields},
};

bool lesson_recommends(const RuleInput& input) { return input.after.has("recommendation"); }
bool lesson_was_published(const RuleInput& input) {
  const auto lesson = input.reader.load_any("lesson", input.after.integer("lesson"));
  return lesson && Words("published applied").contains(lesson->state);
}
bool page_not_below_itself(const RuleInput& input) {
  return input.after.integer("parent_page") != input.after.id;
}

constexpr std::array k_knowledge_rules = {
    Rule{"lesson.recommends",
         "lesson",
         "validate",
         {"验证须给出建议", "A lesson recommends something"},
         lesson_recommends,
         "recommendation"},
    Rule{"reuse.lesson_was_published",
         "reuse",
         "create",
         {"只能应用已发布的知识", "Only published knowledge is applied"},
         lesson_was_published,
         "lesson"},
    Rule{"wiki_page.not_below_itself",
         "wiki_page",
         "update",
         {"页面不能以自己为上级", "A page cannot be its own parent"},
         page_not_below_itself,
         "parent_page"},
};

// Each reuse is counted on its lesson, with what it brought.
Result<ActionOutcome> count_reuse(const EventInput& input) {
  ActionOutcome outcome;
  const std::optional<Row> reuse = input.reader.load_any("reuse", input.event.id);
  if (!reuse) return outcome;
  const Id lesson = reuse->integer("lesson");
  const std::vector<Row> all = project::linked(input.reader, "reuse", "lesson", lesson);
  std::int64_t benefit = 0;
  for (const Row& one : all) benefit += project::minor_units(one, "benefit");
  CommandSpec note = project::command("lesson.update", lesson);
  note.set.append("times_applied", static_cast<std::int64_t>(all.size()));
  Json money = Json::object();
  money.append("minor", benefit);
  money.append("currency", "CNY");
  note.set.append("benefit", std::move(money));
  outcome.commands.push_back(std::move(note));
  const std::optional<Row> row = input.reader.load_any("lesson", lesson);
  if (row && row->state == "published")
    outcome.commands.push_back(project::command("lesson.apply", lesson));
  return outcome;
}
constexpr std::array k_knowledge_subscriptions = {
    Subscription{"reuse.created", "knowledge.count_reuse", count_reuse},
};

using knowledge::k_similar;
using knowledge::pieces_of;
using knowledge::similarity;

constexpr std::size_t k_suggestions_max = 10;

constexpr std::array k_suggest_inputs = {
    project::k_project_input,
    text("about", {"关于", "About"}, k_required),
};
constexpr std::array k_suggest_columns = {
    text("record", {"类型", "Record"}),
    link("found", {"条目", "Found"}, "*"),
    text("title", {"标题", "Title"}),
    percent("similarity", {"相似度", "Similarity"}),
    money("actual_cost", {"当时实际发生", "What it cost then"}),
};

// What was learnt before about something alike: lessons and the risks of other projects.
Result<ReportTable> suggest(const ReportInput& input) {
  const std::set<std::string> wanted = pieces_of(input.inputs.text("about"));
  const Id here = parse_id(input.inputs.text("project")).value_or(0);
  struct Hit {
    double similarity = 0;
    std::vector<Value> row;
  };
  std::vector<Hit> hits;
  const auto consider = [&](const char* record, const Row& row, const std::string& words,
                            const Value& cost) {
    const double alike = similarity(wanted, pieces_of(words));
    if (alike < k_similar) return;
    hits.push_back(
        {alike,
         {Value(std::string(record)), Value(row.id), Value(std::string(row.text("title"))),
          Value(std::int64_t{std::llround(alike * 10'000)}), cost}});
  };
  for (const Row& row : input.reader.list("lesson", Expr(), {}, 10'000)) {
    if (row.state == "captured" || row.state == "retired") continue;
    consider("lesson", row, std::string(row.text("title")) + " " + std::string(row.text("tags")),
             row.at("actual_cost"));
  }
  for (const Row& row : input.reader.list("risk", Expr(), {}, 10'000)) {
    if (row.scope != here)
      consider("risk", row, std::string(row.text("title")), row.at("impact_cost"));
  }
  std::ranges::stable_sort(hits, std::greater<>(), &Hit::similarity);
  ReportTable table;
  for (std::size_t i = 0; i < hits.size() && i < k_suggestions_max; ++i)
    table.rows.push_back(std::move(hits[i].row));
  return table;
}

constexpr std::array k_measure_columns = {
    integer("closed_projects", {"已关闭项目", "Closed projects"}, {}),
    percent("capture_rate", {"有记录的比例", "Capture rate"}),
    integer("published", {"已发布知识", "Published"}, {}),
    percent("application_rate", {"应用率", "Application rate"}),
    money("benefit", {"应用收益", "Benefit"}),
    number("usefulness", {"平均有用程度", "Usefulness"}),
    integer("questions", {"提问", "Questions"}, {}),
    percent("hit_rate", {"检索命中率", "Search-hit rate"}),
};
Result<ReportTable> measures(const ReportInput& input) {
  std::set<Id> with_lesson;
  std::int64_t published = 0, applied = 0, benefit = 0, closed = 0, captured = 0;
  for (const Row& row : project::report_rows(input, "lesson")) {
    with_lesson.insert(row.scope);
    const bool out = Words("published applied retired").contains(row.state);
    published += out;
    applied += row.integer("times_applied") > 0;
    benefit += project::minor_units(row, "benefit");
  }
  for (const Row& row : project::report_rows(input, "project")) {
    if (row.state != "closed") continue;
    ++closed;
    captured += with_lesson.contains(row.id);
  }
  project::Mean usefulness;
  for (const Row& row : project::report_rows(input, "reuse"))
    if (row.has("usefulness")) usefulness.add(static_cast<double>(row.integer("usefulness")));
  std::int64_t questions = 0, hit = 0;
  for (const Row& row : project::report_rows(input, "question")) {
    ++questions;
    hit += row.integer("hits") > 0;
  }
  ReportTable table;
  table.rows.push_back({Value(closed), project::share(captured, closed), Value(published),
                        project::share(applied, published), project::yuan(benefit),
                        usefulness.value(), Value(questions), project::share(hit, questions)});
  return table;
}

constexpr std::array k_duplicate_columns = {
    link("lesson", {"条目", "Lesson"}, "lesson"),
    link("other", {"疑似重复", "Probably the same"}, "lesson"),
    percent("similarity", {"相似度", "Similarity"}),
};
Result<ReportTable> duplicates(const ReportInput& input) {
  constexpr double k_same = 0.6;
  constexpr std::size_t k_compared_max = 1000;
  std::vector<Row> rows = project::report_rows(input, "lesson");
  rows.resize(std::min(rows.size(), k_compared_max));
  std::vector<std::set<std::string>> pieces;
  for (const Row& row : rows) pieces.push_back(pieces_of(row.text("title")));
  ReportTable table;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    for (std::size_t j = i + 1; j < rows.size(); ++j) {
      const double alike = similarity(pieces[i], pieces[j]);
      if (alike < k_same) continue;
      table.rows.push_back({Value(rows[i].id), Value(rows[j].id),
                            Value(std::int64_t{std::llround(alike * 10'000)})});
    }
  }
  return table;
}

constexpr std::array k_contributor_columns = {
    link("person", {"贡献人", "Contributor"}, "person"),
    integer("lessons", {"条目", "Lessons"}, {}),
    integer("applied", {"被应用", "Applied"}, {}),
};
Result<ReportTable> contributors(const ReportInput& input) {
  std::map<Id, std::pair<std::int64_t, std::int64_t>> people;
  for (const Row& row : project::report_rows(input, "lesson")) {
    auto& [count, applied] = people[row.integer("captured_by")];
    ++count;
    applied += row.integer("times_applied");
  }
  ReportTable table;
  for (const auto& [person, counts] : people) {
    if (person != 0)
      table.rows.push_back({Value(person), Value(counts.first), Value(counts.second)});
  }
  return table;
}

constexpr std::array k_knowledge_reports = {
    Report{"knowledge.suggest",
           {"相似经验", "Alike before"},
           "lesson.read",
           k_suggest_inputs,
           k_suggest_columns,
           "table",
           suggest},
    Report{"knowledge.measures",
           {"知识管理成效", "Knowledge measures"},
           "lesson.read",
           project::k_project_inputs,
           k_measure_columns,
           "figures",
           measures},
    Report{"knowledge.duplicates",
           {"疑似重复", "Duplicates"},
           "lesson.read",
           project::k_project_inputs,
           k_duplicate_columns,
           "table",
           duplicates},
    Report{"knowledge.contributors",
           {"贡献榜", "Contributors"},
           "lesson.read",
           project::k_project_inputs,
           k_contributor_columns,
           "bar",
           contributors},
};

}  // namespace

namespace {

template <class T>
std::vector<T> joined(std::span<const T> one, std::span<const T> other) {
  std::vector<T> all(one.begin(), one.end());
  all.insert(all.end(), other.begin(), other.end());
  return all;
}

}  // namespace

const Function& knowledge_function() {
  static const auto records = joined<Record>(k_knowledge_records, knowledge::community_records());
  static const auto rules = joined<Rule>(k_knowledge_rules, knowledge::community_rules());
  static const auto subscriptions =
      joined<Subscription>(k_knowledge_subscriptions, knowledge::community_subscriptions());
  static const auto reports = joined<Report>(k_knowledge_reports, knowledge::community_reports());
  static const Function function = {.name = "knowledge",
                                    .label = {"知识", "Knowledge"},
                                    .records = records,
                                    .rules = rules,
                                    .subscriptions = subscriptions,
                                    .reports = reports};
  return function;
}

}  // namespace tc::functions
