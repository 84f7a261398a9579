#include <algorithm>
#include <array>
#include <map>
#include <set>

#include "functions/risk/risk.h"
#include "project/report_tools.h"

namespace tc::functions::risk {
namespace {

using namespace kernel;
using namespace kernel::field;

constexpr std::array k_burndown_columns = {
    date("on_day", {"日期", "Date"}),
    integer("open_risks", {"未关闭风险", "Open risks"}, {}),
    integer("score", {"评分合计", "Total score"}, {}),
};

/// Days on which a rating changed, with the change of the total score and count that it brought.
using Changes = std::map<std::int64_t, std::pair<std::int64_t, std::int64_t>>;

// A risk counts from its first rating until it is closed; a residual rating replaces the current
// one from the day the response is there.
void add_course(std::vector<Row>& ratings, const Row& risk, Changes& changes) {
  std::ranges::stable_sort(ratings, {}, [](const Row& row) {
    return std::pair(row.integer("on_day"), row.text("kind") == "residual");
  });
  std::int64_t score = 0;
  bool counted = false;
  for (const Row& rating : ratings) {
    auto& [open, total] = changes[rating.integer("on_day")];
    open += counted ? 0 : 1;
    total += rating.integer("score") - score;
    score = rating.integer("score");
    counted = true;
  }
  if (!counted || !project::is_final(risk)) return;
  auto& [open, total] = changes[project::state_day(risk)];
  open -= 1;
  total -= score;
}

Result<ReportTable> burndown(const ReportInput& input) {
  std::map<Id, std::vector<Row>> ratings;
  for (Row& row : project::report_rows(input, "risk_assessment"))
    if (row.text("kind") != "target") ratings[row.integer("risk")].push_back(std::move(row));
  Changes changes;
  for (const Row& risk : project::report_rows(input, "risk"))
    if (const auto found = ratings.find(risk.id); found != ratings.end())
      add_course(found->second, risk, changes);
  ReportTable table;
  std::int64_t open = 0, score = 0;
  for (const auto& [day, change] : changes) {
    open += change.first;
    score += change.second;
    table.rows.push_back({Value(day), Value(open), Value(score)});
  }
  return table;
}

constexpr std::array k_bands = {
    Choice{"month", {"30 天内", "Up to 30 days"}},
    Choice{"quarter", {"31–90 天", "31–90 days"}},
    Choice{"older", {"90 天以上", "Over 90 days"}},
};
constexpr std::array k_age_columns = {
    choice("age", {"账龄", "Age"}, k_bands),
    integer("risks", {"未关闭风险", "Open risks"}, {}),
    integer("unassessed", {"未评估", "Not assessed"}, {}),
    number("mean_days", {"平均账龄", "Mean age"}, 0, "d"),
};
Result<ReportTable> ageing(const ReportInput& input) {
  constexpr std::int64_t k_month = 30, k_quarter = 90;
  struct Sum {
    std::int64_t unassessed = 0;
    project::Mean age;
  };
  std::array<Sum, 3> sums;
  for (const Row& row : project::report_rows(input, "risk")) {
    if (project::is_final(row)) continue;
    const std::int64_t age = input.reader.today() - project::day_made(row);
    Sum& sum = sums[age <= k_month ? 0 : age <= k_quarter ? 1 : 2];
    sum.age.add(static_cast<double>(age));
    sum.unassessed += row.state == "identified";
  }
  ReportTable table;
  for (std::size_t i = 0; i < sums.size(); ++i)
    table.rows.push_back({Value(std::string(k_bands[i].value)), Value(sums[i].age.count()),
                          Value(sums[i].unassessed), sums[i].age.value()});
  return table;
}

constexpr std::array k_history_reports = {
    Report{"risk.burndown",
           {"风险燃尽", "Risk burndown"},
           "risk_assessment.read",
           project::k_project_inputs,
           k_burndown_columns,
           "line",
           burndown},
    Report{"risk.ageing",
           {"风险账龄", "Ageing"},
           "risk.read",
           project::k_project_inputs,
           k_age_columns,
           "bar",
           ageing},
};

}  // namespace

std::span<const Report> history_figures() { return k_history_reports; }

}  // namespace tc::functions::risk
