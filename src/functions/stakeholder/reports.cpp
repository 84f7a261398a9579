#include <algorithm>
#include <array>
#include <functional>
#include <map>

#include "engine/survey/network.h"
#include "functions/stakeholder/stakeholder.h"
#include "project/report_tools.h"

namespace tc::functions::stakeholder {
namespace {

using namespace kernel;
using namespace kernel::field;

constexpr std::array k_grid_columns = {
    link("stakeholder", {"利益相关者", "Stakeholder"}, "stakeholder"),
    integer("interest", {"利益", "Interest"}, {}),
    integer("power", {"权力", "Power"}, {}),
    text("quadrant", {"象限", "Quadrant"}),
    text("salience", {"显著性", "Salience"}),
    text("attitude", {"态度", "Attitude"}),
};
Result<ReportTable> grid(const ReportInput& input) {
  ReportTable table;
  for (const Row& row : project::report_rows(input, "stakeholder")) {
    if (!row.has("power") || row.state == "closed") continue;
    table.rows.push_back({Value(row.id), row.at("interest"), row.at("power"), row.at("quadrant"),
                          row.at("salience"), row.at("attitude")});
  }
  return table;
}

constexpr std::array k_matrix_columns = {
    link("stakeholder", {"利益相关者", "Stakeholder"}, "stakeholder"),
    choice("current", {"当前 C", "Current"}, k_engagement),
    choice("desired", {"期望 D", "Desired"}, k_engagement),
    integer("gap", {"差距", "Gap"}, {-4, 4}),
    integer("days_since_contact", {"未联系天数", "Days since contact"}, {}),
};
Result<ReportTable> engagement(const ReportInput& input) {
  ReportTable table;
  std::int64_t gaps = 0;
  for (const Row& row : project::report_rows(input, "stakeholder")) {
    if (row.state == "closed") continue;
    const auto days =
        project::days_between(row.at("last_contact"), Value(std::int64_t{input.reader.today()}));
    gaps += row.integer("engagement_gap") > 0;
    table.rows.push_back({Value(row.id), row.at("engagement_current"), row.at("engagement_desired"),
                          row.at("engagement_gap"), project::optional_value(days)});
  }
  table.finding = {"{count} 位利益相关者的参与度低于期望",
                   "{count} {count:stakeholder is|stakeholders are} engaged less than desired"};
  table.arguments = {{"count", std::to_string(gaps)}};
  return table;
}

constexpr std::array k_satisfaction_columns = {
    text("month", {"月份", "Month"}),
    integer("ratings", {"评价数", "Ratings"}, {}),
    number("mean", {"平均", "Mean"}),
    number("nps", {"净推荐值", "NPS"}),
};
// NPS: share of 9–10 less share of 0–6, in points.
Result<ReportTable> satisfaction(const ReportInput& input) {
  struct Month {
    std::int64_t count = 0, sum = 0, promoters = 0, detractors = 0;
  };
  std::map<std::string, Month> months;
  for (const Row& row : project::report_rows(input, "satisfaction_rating")) {
    const std::int64_t score = row.integer("score");
    Month& month = months[project::month_of(static_cast<Day>(row.integer("given_on")))];
    ++month.count;
    month.sum += score;
    month.promoters += score >= 9;
    month.detractors += score <= 6;
  }
  ReportTable table;
  for (const auto& [name, month] : months) {
    const auto count = static_cast<double>(month.count);
    table.rows.push_back(
        {Value(name), Value(month.count), Value(static_cast<double>(month.sum) / count),
         Value(100.0 * static_cast<double>(month.promoters - month.detractors) / count)});
  }
  return table;
}

constexpr std::array k_network_columns = {
    link("stakeholder", {"利益相关者", "Stakeholder"}, "stakeholder"),
    integer("degree", {"联系数", "Neighbours"}, {}),
    number("betweenness", {"中介中心性", "Betweenness"}),
    number("closeness", {"接近中心性", "Closeness"}),
};
// Who stands between the others: by engine/survey, an influence taken as a tie.
Result<ReportTable> network(const ReportInput& input) {
  std::map<Id, std::int32_t> places;
  std::vector<Id> people;
  engine::survey::Network network;
  const auto place = [&](Id id) {
    const auto [at, fresh] = places.try_emplace(id, static_cast<std::int32_t>(people.size()));
    if (fresh) people.push_back(id);
    return at->second;
  };
  for (const Row& row : project::report_rows(input, "influence")) {
    const std::int32_t from = place(row.integer("source"));
    network.edges.emplace_back(from, place(row.integer("reaches")));
  }
  network.nodes = static_cast<std::int32_t>(people.size());
  ReportTable table;
  if (people.empty()) return table;
  const auto degree = engine::survey::degree(network);
  if (!degree) return degree.refusals();
  const auto between = engine::survey::betweenness(network, input.progress);
  if (!between) return between.refusals();
  const auto close = engine::survey::closeness(network, input.progress);
  if (!close) return close.refusals();
  for (std::size_t i = 0; i < people.size(); ++i) {
    Value near;
    if ((*close)[i].defined()) near = (*close)[i].value;
    table.rows.push_back(
        {Value(people[i]), Value(std::int64_t{(*degree)[i]}), Value((*between)[i]), near});
  }
  std::ranges::stable_sort(table.rows, std::greater<>(),
                           [](const auto& row) { return std::get<double>(row[2]); });
  return table;
}

constexpr std::array k_influence_columns = {
    link("source", {"影响者", "Who influences"}, "stakeholder"),
    link("reaches", {"被影响者", "Who is influenced"}, "stakeholder"),
    integer("strength", {"强度", "Strength"}, {}),
};
Result<ReportTable> influences(const ReportInput& input) {
  ReportTable table;
  for (const Row& row : project::report_rows(input, "influence"))
    table.rows.push_back({row.at("source"), row.at("reaches"), row.at("strength")});
  return table;
}

constexpr std::array k_promise_columns = {
    link("promise", {"承诺", "Promise"}, "stakeholder_promise"),
    link("stakeholder", {"利益相关者", "Stakeholder"}, "stakeholder"),
    date("promised_for", {"承诺日期", "Promised for"}),
    date("kept_on", {"兑现日期", "Kept on"}),
    text("state", {"状态", "State"}),
    integer("late_days", {"逾期天数", "Days late"}, {}),
};
Result<ReportTable> promises(const ReportInput& input) {
  ReportTable table;
  std::int64_t broken = 0;
  for (const Row& row : project::report_rows(input, "stakeholder_promise")) {
    const std::int64_t until = row.integer("kept_on", input.reader.today());
    const std::int64_t late = std::max<std::int64_t>(until - row.integer("promised_for"), 0);
    broken += row.state == "broken" || late > 0;
    table.rows.push_back({Value(row.id), row.at("stakeholder"), row.at("promised_for"),
                          row.at("kept_on"), Value(row.state), Value(late)});
  }
  table.finding = {"{count} 项承诺逾期或未兑现",
                   "{count} {count:promise is|promises are} late or broken"};
  table.arguments = {{"count", std::to_string(broken)}};
  return table;
}

constexpr std::array k_reports = {
    Report{"stakeholder.grid",
           {"权力利益方格", "Power/interest grid"},
           "stakeholder.read",
           project::k_project_inputs,
           k_grid_columns,
           "quadrant",
           grid},
    Report{"stakeholder.engagement",
           {"参与度评估矩阵", "Engagement matrix"},
           "stakeholder.read",
           project::k_project_inputs,
           k_matrix_columns,
           "table",
           engagement},
    Report{"stakeholder.satisfaction",
           {"满意度趋势", "Satisfaction trend"},
           "stakeholder.read",
           project::k_project_inputs,
           k_satisfaction_columns,
           "line",
           satisfaction},
    Report{"stakeholder.network",
           {"影响网络中心性", "Centrality of influence"},
           "influence.read",
           project::k_project_inputs,
           k_network_columns,
           "bar",
           network},
    Report{"stakeholder.influence",
           {"影响网络图", "Network of influence"},
           "influence.read",
           project::k_project_inputs,
           k_influence_columns,
           "network",
           influences},
    Report{"stakeholder.promises",
           {"承诺台账", "Promises"},
           "stakeholder_promise.read",
           project::k_project_inputs,
           k_promise_columns,
           "table",
           promises},
};

}  // namespace

std::span<const Report> reports() { return k_reports; }

}  // namespace tc::functions::stakeholder
