#include <algorithm>
#include <array>
#include <cstdio>
#include <map>

#include "document/paper.h"
#include "functions/performance/performance.h"
#include "project/report_tools.h"

namespace tc::functions::performance {
std::string decimals(double number, int digits) {
  std::array<char, 64> text{};
  std::snprintf(text.data(), text.size(), "%.*f", digits, number);
  return text.data();
}

namespace {

using namespace kernel;
using document::Paper;
using document::Tone;
using engine::earned_value::Measure;

constexpr std::size_t k_projects_told_max = 14;
constexpr std::size_t k_risks_told_max = 6;
constexpr double k_minor_per_ten_thousand = 1'000'000;  // 万元, 10 k CNY

struct PaperLine {
  Row project;
  Curves curves;
  std::optional<double> spi, cpi, eac_minor;
};

std::string index_text(const std::optional<double>& index) {
  return index ? decimals(*index, 2) : "—";
}

// The limits of the bull's-eye.
Tone index_tone(const std::optional<double>& index) {
  if (!index) return Tone::plain;
  return *index < 0.85 ? Tone::red : *index < 0.95 ? Tone::amber : Tone::green;
}

std::string money_text(double minor, bool zh) {
  if (!(minor > 0)) return "—";
  return decimals(minor / k_minor_per_ten_thousand, 0) + (zh ? " 万元" : " × 10k CNY");
}

std::string day_text(const Row& row, const char* field) {
  return row.has(field) ? format_day(static_cast<Day>(row.integer(field))) : "—";
}

std::string choice_text(const Row& row, const char* name, bool zh) {
  const Field& field = row.type->fields[static_cast<std::size_t>(row.type->field_index(name))];
  return value_to_text(field, row.at(name), zh);
}

PaperLine standing_of(Reader& reader, Row project) {
  Curves curves = curves_of(reader, project.id, 0);
  PaperLine standing{std::move(project), std::move(curves), {}, {}, {}};
  const auto figures = measure_curves(standing.curves);
  if (!figures) return standing;
  const auto take = [&](Measure measure) -> std::optional<double> {
    const auto& figure = (*figures)[measure];
    if (!figure.defined()) return std::nullopt;
    return figure.value;
  };
  standing.spi = take(Measure::schedule_performance_index);
  standing.cpi = take(Measure::cost_performance_index);
  standing.eac_minor = take(Measure::eac_cpi);
  return standing;
}

// Worst first: red, amber, the others; then the latest finish against the plan.
int urgency(const PaperLine& standing) {
  const std::string_view rag = standing.project.text("rag");
  return rag == "red" ? 0 : rag == "amber" ? 1 : 2;
}

bool is_late(const Row& project) {
  return project.has("finish") && project.has("forecast_finish") &&
         project.integer("forecast_finish") > project.integer("finish");
}

void add_facts(Paper& paper, const std::vector<PaperLine>& all) {
  const bool zh = paper.zh;
  std::int64_t red = 0, amber = 0, late = 0, budget = 0;
  double planned = 0, earned = 0, actual = 0, bac = 0, eac = 0;
  for (const PaperLine& one : all) {
    red += one.project.text("rag") == "red";
    amber += one.project.text("rag") == "amber";
    late += is_late(one.project);
    budget += project::minor_units(one.project, "budget");
    planned += static_cast<double>(one.curves.planned_now);
    earned += static_cast<double>(one.curves.earned_now);
    actual += static_cast<double>(one.curves.actual_now);
    bac += static_cast<double>(one.curves.budget());
    eac += one.eac_minor.value_or(static_cast<double>(one.curves.budget()));
  }
  const auto index = [](double part, double whole) {
    return whole > 0 ? std::optional(part / whole) : std::nullopt;
  };
  const std::optional<double> spi = index(earned, planned), cpi = index(earned, actual);
  if (all.size() == 1) {
    const Row& row = all.front().project;
    paper.facts = {
        {zh ? "状态灯" : "RAG", row.has("rag") ? choice_text(row, "rag", zh) : "—",
         document::tone_of(row.text("rag"))},
        {zh ? "计划完成" : "Planned finish", day_text(row, "finish")},
        {zh ? "预测完成" : "Forecast finish", day_text(row, "forecast_finish"),
         is_late(row) ? Tone::red : Tone::plain},
    };
  } else {
    paper.facts = {
        {zh ? "在管项目" : "Projects", std::to_string(all.size())},
        {zh ? "严重 / 预警" : "Red / amber", std::to_string(red) + " / " + std::to_string(amber),
         red > 0     ? Tone::red
         : amber > 0 ? Tone::amber
                     : Tone::green},
        {zh ? "预测延期" : "Forecast late", std::to_string(late),
         late > 0 ? Tone::red : Tone::green},
    };
  }
  paper.facts.push_back({zh ? "批准预算" : "Budget", money_text(static_cast<double>(budget), zh)});
  paper.facts.push_back({"SPI", index_text(spi), index_tone(spi)});
  paper.facts.push_back({"CPI", index_text(cpi), index_tone(cpi)});
  paper.facts.push_back({zh ? "完工预算 BAC" : "BAC", money_text(bac, zh)});
  paper.facts.push_back({zh ? "完工估算 EAC" : "EAC", money_text(eac, zh),
                         eac > bac * 1.05 ? Tone::red
                         : eac > bac      ? Tone::amber
                                          : Tone::plain});
}

document::Section projects_section(const std::vector<PaperLine>& all, Reader& reader, bool zh) {
  document::Section section{.heading = zh ? "项目状况" : "Projects"};
  section.table.header = zh ? std::vector<std::string>{"项目",     "经理", "状态灯", "计划完成",
                                                       "预测完成", "SPI",  "CPI",    "首要原因"}
                            : std::vector<std::string>{"Project",  "Manager", "RAG", "Planned",
                                                       "Forecast", "SPI",     "CPI", "First cause"};
  for (const PaperLine& one : all) {
    if (section.table.rows.size() == k_projects_told_max) {
      section.text = zh ? "最需要关注的 " + std::to_string(k_projects_told_max) + " 个，共 " +
                              std::to_string(all.size()) + " 个。"
                        : "The " + std::to_string(k_projects_told_max) +
                              " most in need of attention, of " + std::to_string(all.size()) + ".";
      break;
    }
    const Row& row = one.project;
    section.table.rows.push_back(
        {std::string(row.text("name")), reader.title_of("person", row.integer("manager"), zh),
         choice_text(row, "rag", zh), day_text(row, "finish"), day_text(row, "forecast_finish"),
         index_text(one.spi), index_text(one.cpi), std::string(row.text("rag_cause"))});
    section.table.tones.push_back(document::tone_of(row.text("rag")));
  }
  return section;
}

document::Section risks_section(const std::vector<PaperLine>& all, Reader& reader, bool zh) {
  document::Section section{.heading = zh ? "主要风险" : "Foremost risks"};
  section.table.header =
      zh ? std::vector<std::string>{"编号", "风险", "负责人", "评分", "应对"}
         : std::vector<std::string>{"Number", "Risk", "Owner", "Score", "Response"};
  const RecordType* type = reader.registry().record("risk");
  if (type == nullptr) return section;
  Expr in;
  in.op = Expr::Op::in;
  in.column = type->field_index("project");
  for (const PaperLine& one : all) in.values.emplace_back(one.project.id);
  std::vector<Row> rows = reader.list("risk", std::move(in), {}, 5000);
  std::erase_if(rows, [](const Row& row) {
    return project::is_final(row) || !row.has("score") || row.text("kind") == "opportunity";
  });
  std::ranges::stable_sort(rows, std::greater<>(),
                           [](const Row& row) { return row.integer("score"); });
  rows.resize(std::min(rows.size(), k_risks_told_max), Row());
  for (const Row& row : rows) {
    const std::int64_t score = row.integer("score");
    section.table.rows.push_back({row.number, std::string(row.text("title")),
                                  reader.title_of("person", row.integer("owner"), zh),
                                  std::to_string(score), std::string(row.text("response"))});
    section.table.tones.push_back(score >= 15 ? Tone::red : score >= 8 ? Tone::amber : Tone::green);
  }
  return section;
}

// What project managers ask for in their latest reports.
document::Section help_section(const std::vector<PaperLine>& all, Reader& reader, bool zh) {
  document::Section section{.heading = zh ? "需要支持与决策" : "Help and decisions needed"};
  if (reader.registry().record("status_report") == nullptr) return section;
  std::map<Id, Row> latest;
  for (Row& row : reader.list("status_report", {}, {}, 5000)) {
    if (!row.has("issued_on") || !row.has("help_needed")) continue;
    const auto [at, fresh] = latest.try_emplace(row.scope, row);
    if (!fresh && row.integer("issued_on") >= at->second.integer("issued_on"))
      at->second = std::move(row);
  }
  for (const PaperLine& one : all) {
    const auto found = latest.find(one.project.id);
    if (found == latest.end()) continue;
    section.text += (section.text.empty() ? "" : "\n") + std::string(one.project.text("name")) +
                    (zh ? "：" : ": ") + std::string(found->second.text("help_needed"));
  }
  return section;
}

document::Section curve_section(const PaperLine& one, bool zh) {
  document::Section section{.heading = zh ? "S 曲线" : "S-curve"};
  const auto scaled = [](const auto& amounts) {
    std::vector<double> values;
    for (const auto amount : amounts)
      values.push_back(static_cast<double>(amount) / k_minor_per_ten_thousand);
    return values;
  };
  section.chart.unit = zh ? "万元" : "10k CNY";
  section.chart.series = {{zh ? "计划价值 PV" : "PV", scaled(one.curves.planned)},
                          {zh ? "挣值 EV" : "EV", scaled(one.curves.earned), false, 1},
                          {zh ? "实际成本 AC" : "AC", scaled(one.curves.actual), false, 1}};
  return section;
}

std::vector<PaperLine> standings(Reader& reader, std::optional<Id> wanted) {
  std::vector<PaperLine> all;
  for (Row& row : reader.list("project", {}, {}, 5000)) {
    if (project::is_final(row) || (wanted && row.id != *wanted)) continue;
    all.push_back(standing_of(reader, std::move(row)));
  }
  std::ranges::stable_sort(all, {}, urgency);
  return all;
}

Paper one_pager(std::vector<PaperLine> all, Reader& reader) {
  Paper paper;
  paper.zh = reader.principal().zh();
  paper.made_at = reader.now();
  const bool zh = paper.zh;
  const bool single = all.size() == 1;
  paper.title = single ? std::string(all.front().project.text("name"))
                       : std::string(zh ? "项目组合一页通" : "Portfolio on a page");
  paper.subtitle = (zh ? "高管摘要 · 截至 " : "Executive summary · as of ") +
                   format_day(reader.today()) +
                   (single && all.front().project.has("goal")
                        ? " · " + std::string(all.front().project.text("goal"))
                        : "");
  add_facts(paper, all);
  if (single && all.front().curves.budget() > 0)
    paper.sections.push_back(curve_section(all.front(), zh));
  if (!single) paper.sections.push_back(projects_section(all, reader, zh));
  paper.sections.push_back(risks_section(all, reader, zh));
  if (document::Section help = help_section(all, reader, zh); !help.text.empty())
    paper.sections.push_back(std::move(help));
  return paper;
}

RouteAnswer get_one_pager(const RouteInput& input) {
  RouteAnswer answer;
  Reader reader(input.kernel, input.principal);
  const auto wanted = input.query.find("project");
  std::optional<Id> only;
  if (wanted != input.query.end()) only = parse_id(wanted->second).value_or(0);
  std::vector<PaperLine> all = standings(reader, only);
  if (only && all.empty()) {
    answer.refusals = {refuse(RefusalKind::not_found, "record.not_found")};
    return answer;
  }
  const auto format = input.query.find("format");
  const std::string ending = format == input.query.end() ? "pdf" : format->second;
  const std::string name =
      only ? std::string(all.front().project.text("key")) : std::string("portfolio");
  const auto count = static_cast<std::int64_t>(all.size());
  std::optional<document::PaperFile> file =
      document::write_paper(one_pager(std::move(all), reader), ending);
  if (!file) {
    answer.refusals = {
        refuse(RefusalKind::malformed, "query.bad_parameter", {}, {{"name", "format"}})};
    return answer;
  }
  Json details = Json::object();
  details.append("projects", count);
  details.append("format", ending);
  input.kernel.record_event(input.principal, "project.export", "done", std::move(details));
  answer.content_type = file->media_type;
  answer.body = std::move(file->bytes);
  answer.headers.emplace_back("Content-Disposition",
                              "attachment; filename=\"" + name + "-one-pager." + ending + "\"");
  return answer;
}

constexpr std::array k_routes = {
    Route{.method = "GET",
          .path = "/api/v1/one-pager",
          .permission = "project.read",
          .label = {"高管一页通与组合状态包（PDF、PPTX、DOCX、XLSX）",
                    "Executive one-pager and portfolio pack (PDF, PPTX, DOCX, XLSX)"},
          .handler = get_one_pager},
};

}  // namespace

std::span<const Route> routes() { return k_routes; }

}  // namespace tc::functions::performance
