#include "functions/communication/status_paper.h"

#include <algorithm>
#include <array>
#include <cstdio>

#include "document/paper.h"
#include "project/report_tools.h"

namespace tc::functions::communication {
namespace {

using namespace kernel;
using document::Fact;
using document::Tone;

constexpr std::size_t k_told_max = 8;

// What everybody in the project may see, whoever writes the report: others read the copy.
std::vector<Row> open_rows(Reader& reader, std::string_view record, Id project) {
  std::vector<Row> rows = project::linked(reader, record, "project", project);
  std::erase_if(rows, [](const Row& row) {
    const bool kept_from_some =
        row.level > 1 || (row.type->field_index("excluded") >= 0 && row.has("excluded"));
    return kept_from_some || project::is_final(row);
  });
  return rows;
}

// The foremost ones: risks by score, others by due date.
Json foremost(Reader& reader, std::vector<Row> rows, bool by_score) {
  std::ranges::stable_sort(rows, {}, [&](const Row& row) {
    return by_score ? -row.integer("score") : row.integer("due", INT64_MAX);
  });
  Json list = Json::array();
  for (const Row& row : rows) {
    if (list.size() == k_told_max) break;
    const std::optional<Row> owner = reader.load_any("person", row.integer("owner"));
    Json item = Json::object();
    item.append("number", row.number);
    item.append("title", row.text("title"));
    item.append("owner", owner ? owner->text("name") : "");
    item.append("due",
                row.has("due") ? Json(format_day(static_cast<Day>(row.integer("due")))) : Json());
    if (by_score) item.append("score", row.integer("score"));
    list.push(std::move(item));
  }
  return list;
}

// SPI, CPI and EAC of the latest status snapshot.
void append_performance(Json& json, Reader& reader, Id project) {
  const std::vector<Row> snapshots = project::linked(reader, "status_snapshot", "project", project);
  const auto latest =
      std::ranges::max_element(snapshots, {}, [](const Row& row) { return row.integer("period"); });
  if (latest == snapshots.end()) return;
  for (const char* name : {"spi", "cpi"}) {
    if (latest->has(name)) json.append(name, latest->number_of(name));
  }
  if (latest->has("estimate_at_completion"))
    json.append("eac_minor", project::minor_units(*latest, "estimate_at_completion"));
}

std::string_view light_word(std::string_view rag, bool zh) {
  static constexpr std::array<std::array<std::string_view, 3>, 4> k_words = {
      {{"red", "严重", "Red"},
       {"amber", "预警", "Amber"},
       {"green", "正常", "Green"},
       {"grey", "未评", "Not rated"}}};
  for (const auto& word : k_words) {
    if (word[0] == rag) return zh ? word[1] : word[2];
  }
  return "—";
}

std::string two_decimals(double number) {
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "%.2f", number);
  return text.data();
}

// Below 0.85 red, below 0.95 amber: the limits of the bull's-eye.
Tone index_tone(double index) {
  return index < 0.85 ? Tone::red : index < 0.95 ? Tone::amber : Tone::green;
}

void add_facts(document::Paper& paper, const Json& figures) {
  const bool zh = paper.zh;
  const std::string_view rag = figures.text("rag", "grey");
  paper.facts.push_back(
      {zh ? "状态灯" : "RAG", std::string(light_word(rag, zh)), document::tone_of(rag)});
  const std::string_view finish = figures.text("finish", "—");
  const std::string_view forecast = figures.text("forecast_finish", "—");
  const bool late = finish != "—" && forecast != "—" && forecast > finish;
  paper.facts.push_back({zh ? "计划完成" : "Planned finish", std::string(finish)});
  paper.facts.push_back(
      {zh ? "预测完成" : "Forecast finish", std::string(forecast), late ? Tone::red : Tone::plain});
  for (const auto& [name, label] : {std::pair{"spi", "SPI"}, std::pair{"cpi", "CPI"}}) {
    const Json* index = figures.find(name);
    if (index == nullptr || !index->is_number()) continue;
    paper.facts.push_back({label, two_decimals(index->number()), index_tone(index->number())});
  }
  struct Count {
    const char* name;
    Label label;
  };
  static constexpr Count k_counts[] = {{"open_risks", {"未关闭风险", "Open risks"}},
                                       {"open_issues", {"未关闭问题", "Open issues"}},
                                       {"open_changes", {"未关闭变更", "Open changes"}},
                                       {"open_actions", {"未关闭行动", "Open actions"}}};
  for (const Count& count : k_counts) {
    const Json* number = figures.find(count.name);
    if (number != nullptr && number->is_integer())
      paper.facts.push_back(
          {std::string(zh ? count.label.zh : count.label.en), std::to_string(number->integer())});
  }
}

document::Section list_section(const Json& figures, std::string_view name, const Label& heading,
                               bool zh) {
  document::Section section{.heading = std::string(zh ? heading.zh : heading.en)};
  const Json* list = figures.find(name);
  if (list == nullptr || !list->is_array() || list->size() == 0) return section;
  const bool scored = name == "risks";
  section.table.header = {zh ? "编号" : "Number", zh ? "标题" : "Title", zh ? "负责人" : "Owner",
                          zh ? "到期日" : "Due"};
  if (scored) section.table.header.emplace_back(zh ? "评分" : "Score");
  for (const Json& item : list->items()) {
    std::vector<std::string> cells;
    for (const char* cell : {"number", "title", "owner", "due"})
      cells.emplace_back(item.text(cell));
    const Json* score = item.find("score");
    const std::int64_t points = score != nullptr && score->is_integer() ? score->integer() : 0;
    if (scored) cells.push_back(points == 0 ? "" : std::to_string(points));
    // The bands of the risk matrix, 5 by 5.
    section.table.tones.push_back(!scored || points == 0 ? Tone::plain
                                  : points >= 15         ? Tone::red
                                  : points >= 8          ? Tone::amber
                                                         : Tone::green);
    section.table.rows.push_back(std::move(cells));
  }
  return section;
}

document::Paper status_paper(const Row& report, Reader& reader) {
  const bool zh = reader.principal().zh();
  Json figures;
  if (const Result<Json> frozen = parse_json(report.text("snapshot"));
      report.has("snapshot") && frozen)
    figures = *frozen;
  else
    figures = figures_now(reader, report.scope);
  document::Paper paper;
  paper.zh = zh;
  paper.made_at = reader.now();
  paper.title = report.text("title");
  const State* state = report.type->state(report.state);
  paper.subtitle = std::string(figures.text("project")) + " · " + report.number + " · " +
                   std::string(zh ? state->label.zh : state->label.en) + " · " +
                   (zh ? "数据日期 " : "data date ") +
                   format_day(static_cast<Day>(report.integer("data_date", reader.today())));
  add_facts(paper, figures);
  for (const char* name : {"summary", "achievements", "next_steps", "help_needed"}) {
    if (!report.has(name)) continue;
    const Field& field =
        report.type->fields[static_cast<std::size_t>(report.type->field_index(name))];
    paper.sections.push_back({.heading = std::string(zh ? field.label.zh : field.label.en),
                              .text = std::string(report.text(name))});
  }
  struct List {
    const char* name;
    Label heading;
  };
  static constexpr List k_lists[] = {{"risks", {"主要风险", "Foremost risks"}},
                                     {"issues", {"未解决问题", "Open issues"}},
                                     {"actions", {"未完成行动", "Open actions"}}};
  for (const List& list : k_lists) {
    document::Section section = list_section(figures, list.name, list.heading, zh);
    if (!section.table.rows.empty()) paper.sections.push_back(std::move(section));
  }
  return paper;
}

}  // namespace

Json figures_now(Reader& reader, Id scope) {
  Json json = Json::object();
  const std::optional<Row> row = reader.load_any("project", scope);
  if (!row) return json;
  json.append("project", row->text("name"));
  json.append("state", row->state);
  json.append("rag", row->has("rag") ? Json(row->text("rag")) : Json());
  for (const char* day : {"finish", "forecast_finish"})
    json.append(day,
                row->has(day) ? Json(format_day(static_cast<Day>(row->integer(day)))) : Json());
  append_performance(json, reader, scope);
  struct Kind {
    const char* count;
    const char* record;
    const char* list;
  };
  static constexpr Kind k_kinds[] = {{"open_risks", "risk", "risks"},
                                     {"open_issues", "issue", "issues"},
                                     {"open_changes", "change_request", nullptr},
                                     {"open_actions", "action_item", "actions"}};
  for (const Kind& kind : k_kinds) {
    std::vector<Row> rows = open_rows(reader, kind.record, scope);
    json.append(kind.count, static_cast<std::int64_t>(rows.size()));
    if (kind.list != nullptr)
      json.append(kind.list,
                  foremost(reader, std::move(rows), std::string_view(kind.record) == "risk"));
  }
  return json;
}

RouteAnswer get_status_paper(const RouteInput& input) {
  RouteAnswer answer;
  Reader reader(input.kernel, input.principal);
  const std::optional<Row> report =
      reader.load("status_report", parse_id(input.path.at("id")).value_or(0));
  if (!report) {
    answer.refusals = {refuse(RefusalKind::not_found, "record.not_found")};
    return answer;
  }
  const auto format = input.query.find("format");
  const std::string ending = format == input.query.end() ? "pdf" : format->second;
  std::optional<document::PaperFile> file =
      document::write_paper(status_paper(*report, reader), ending);
  if (!file) {
    answer.refusals = {
        refuse(RefusalKind::malformed, "query.bad_parameter", {}, {{"name", "format"}})};
    return answer;
  }
  Json details = Json::object();
  details.append("id", id_text(report->id));
  details.append("format", ending);
  input.kernel.record_event(input.principal, "status_report.export", "done", std::move(details));
  answer.content_type = file->media_type;
  answer.body = std::move(file->bytes);
  answer.headers.emplace_back("Content-Disposition",
                              "attachment; filename=\"" + report->number + "." + ending + "\"");
  return answer;
}

}  // namespace tc::functions::communication
