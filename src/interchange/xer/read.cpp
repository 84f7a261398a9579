#include "interchange/xer/read.h"

#include <algorithm>
#include <array>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "base/row.h"
#include "interchange/common/encoding.h"
#include "interchange/common/ids.h"
#include "interchange/common/number.h"
#include "interchange/xer/calendar.h"
#include "interchange/xer/columns.h"
#include "interchange/xer/order.h"
#include "interchange/xer/rows.h"
#include "interchange/xer/table.h"

namespace tc::interchange::xer {
namespace {

using plan::Index;
using plan::k_none;

/// Tables whose rows become objects; all others are kept whole.
constexpr std::array<std::string_view, 7> k_object_tables = {
    "PROJECT", "CALENDAR", "PROJWBS", "TASK", "TASKPRED", "RSRC", "TASKRSRC"};
/// Tables that are kept whole and whose cells the plan reads too.
constexpr std::array<std::string_view, 2> k_read_tables = {"SCHEDOPTIONS", "RSRCRATE"};

class Reader {
 public:
  Reader(const RawFile& file, Report& report) : file_(file), report_(report) {}

  plan::Plan run() {
    plan_.profile = plan::Profile::p6;
    plan_.format = "xer";
    open_foreign_tables();
    index_ids();
    read_calendars();
    read_projects();
    read_resources();
    read_activities();
    read_links();
    read_assignments();
    settle_projects();
    return std::move(plan_);
  }

 private:
  const RawTable* table(std::string_view name) const { return find_table(file_, name); }

  /// All tables in the file's order: foreign ones with their rows, the others without; a row
  /// that becomes no object joins its table later, its number before its cells.
  void open_foreign_tables() {
    std::vector<std::string_view> cells;
    for (const RawTable& raw : file_.tables) {
      plan::ForeignTable out;
      out.name = raw.name;
      out.columns.assign(raw.columns.begin(), raw.columns.end());
      const bool first = table(raw.name) == &raw;
      const bool object = first && std::find(k_object_tables.begin(), k_object_tables.end(),
                                             raw.name) != k_object_tables.end();
      if (!object) {
        out.rows.reserve(raw.rows.size());
        for (const RawRow& row : raw.rows) {
          split(row.text, cells);
          out.rows.emplace_back(cells.begin(), cells.end());
        }
        const bool read =
            std::find(k_read_tables.begin(), k_read_tables.end(), raw.name) != k_read_tables.end();
        if (!read || !first) {
          report_.lose(raw.name, "kept for xer", static_cast<std::int64_t>(raw.rows.size()));
        }
      }
      table_places_.emplace(raw.name, plan_.foreign_tables.size());
      plan_.foreign_tables.push_back(std::move(out));
    }
  }

  void keep_row(std::string_view name, std::size_t number, const RawRow& raw) {
    std::vector<std::string_view> cells;
    split(raw.text, cells);
    std::vector<std::string> row{std::to_string(number)};
    row.insert(row.end(), cells.begin(), cells.end());
    plan_.foreign_tables[table_places_.at(name)].rows.push_back(std::move(row));
  }

  /// Numbers the rows of a table by id. Rows without one, and repeated ones, get no index.
  void index_table(std::string_view name, std::string_view id_column, IdMap& map,
                   std::vector<bool>& taken) {
    const RawTable* raw = table(name);
    if (raw == nullptr) return;
    const int column = find_column(*raw, id_column);
    map.reserve(raw->rows.size());
    taken.assign(raw->rows.size(), false);
    Index next = 0;
    for (std::size_t number = 0; number < raw->rows.size(); ++number) {
      const std::string_view id = cell(raw->rows[number].text, column);
      const auto place = [&] {
        return std::to_string(raw->rows[number].line) + ":" + std::string(name);
      };
      if (id.empty()) {
        report_.warn("import.bad_row", place(),
                     {{"table", std::string(name)}, {"field", std::string(id_column)}});
      } else if (!map.emplace(id, next).second) {
        report_.warn("import.duplicate", place(),
                     {{"table", std::string(name)}, {"value", std::string(id)}});
      } else {
        taken[number] = true;
        ++next;
      }
    }
  }

  static std::string_view cell(std::string_view row, int column) {
    if (column < 0) return {};
    for (; column > 0; --column) {
      const std::size_t tab = row.find('\t');
      if (tab == std::string_view::npos) return {};
      row.remove_prefix(tab + 1);
    }
    return row.substr(0, row.find('\t'));
  }

  void index_ids() {
    index_table("PROJECT", "proj_id", ids_.projects, project_rows_);
    index_table("CALENDAR", "clndr_id", ids_.calendars, calendar_rows_);
    index_table("PROJWBS", "wbs_id", ids_.wbs, wbs_rows_);
    index_table("TASK", "task_id", ids_.tasks, task_rows_);
    index_table("RSRC", "rsrc_id", ids_.resources, resource_rows_);
  }

  /// Reads the objects of a table whose rows have an id; the other rows are kept.
  template <class Row, class Object, class Take>
  void read_objects(std::string_view name, std::span<const Column<Row, Object>> columns,
                    const std::vector<bool>& taken, Take take) {
    read_table<Row, Object>(table(name), columns, ids_, report_,
                            [&](Row& row, std::size_t number, const RawRow& raw) {
                              if (!taken[number]) return keep_row(name, number, raw);
                              take(row, make_extra(number, raw.text));
                            });
  }

  void read_calendars() {
    read_objects<plan::Calendar, plan::Calendar>(
        "CALENDAR", calendar_columns(), calendar_rows_,
        [&](plan::Calendar& row, std::string extra) {
          row.extra = std::move(extra);
          if (row.base == static_cast<Index>(plan_.calendars.size())) row.base = k_none;
          plan_.calendars.push_back(std::move(row));
        });
    cut_calendar_loops();
    for (plan::Calendar& calendar : plan_.calendars) {
      if (!finish_calendar(calendar)) continue;
      report_.lose("CALENDAR.clndr_data", "missing: read as Monday to Friday, 8-12 and 13-17");
    }
  }

  void cut_calendar_loops() {
    for (const std::size_t place : cut_base_loops(plan_.calendars)) {
      report_.warn("import.cycle", "CALENDAR.base_clndr_id",
                   {{"table", "CALENDAR"}, {"value", plan_.calendars[place].uid}});
    }
  }

  void read_projects() {
    read_objects<plan::Project, plan::Project>("PROJECT", project_columns(), project_rows_,
                                               [&](plan::Project& row, std::string extra) {
                                                 row.extra = std::move(extra);
                                                 row.float_kind = plan::FloatKind::finish;
                                                 plan_.projects.push_back(std::move(row));
                                               });
    if (plan_.projects.empty()) plan_.projects.emplace_back().extra = k_no_row;
    std::vector<std::string_view> cells;
    const RawTable* options = table("SCHEDOPTIONS");
    if (options == nullptr) return;
    const int id = find_column(*options, "proj_id");
    RowReader<plan::Project, plan::Project> reader(options->name, options->columns,
                                                   option_columns());
    for (const RawRow& raw : options->rows) {
      const auto project = ids_.projects.find(cell(raw.text, id));
      if (project == ids_.projects.end()) continue;
      split(raw.text, cells);
      reader.read(cells, ids_, report_, options->columns, raw.line,
                  plan_.projects[row_of(project->second)]);
    }
    reader.report_kept(options->columns, report_);
  }

  void read_resources() {
    read_objects<plan::Resource, plan::Resource>("RSRC", resource_columns(), resource_rows_,
                                                 [&](plan::Resource& row, std::string extra) {
                                                   row.extra = std::move(extra);
                                                   plan_.resources.push_back(std::move(row));
                                                 });
    const PlanTime now = plan_.projects.front().status_date;
    std::vector<PlanTime> chosen(plan_.resources.size(), k_no_time);
    read_table<RateRow, plan::Resource>(
        table("RSRCRATE"), rate_columns(), ids_, report_,
        [&](const RateRow& rate, std::size_t, const RawRow&) {
          if (rate.resource == k_none) return;
          PlanTime& best = chosen[row_of(rate.resource)];
          if (!replaces_rate(best, rate.start, now)) return;
          best = rate.start;
          plan_.resources[row_of(rate.resource)].max_units = rate.units;
          plan_.resources[row_of(rate.resource)].rate_millionths = rate.rate_millionths;
        });
  }

  void read_activities() {
    std::vector<WbsRow> nodes;
    std::vector<TaskRow> tasks;
    read_objects<WbsRow, plan::Activity>("PROJWBS", wbs_columns(), wbs_rows_,
                                         [&](WbsRow& row, std::string extra) {
                                           row.activity.extra = std::move(extra);
                                           finish_wbs(row);
                                           nodes.push_back(std::move(row));
                                         });
    if (const RawTable* raw = table("TASK")) tasks.reserve(raw->rows.size());
    read_objects<TaskRow, plan::Activity>("TASK", task_columns(), task_rows_,
                                          [&](TaskRow& row, std::string extra) {
                                            row.activity.extra = std::move(extra);
                                            finish_task(row);
                                            row.activity.stored.critical = is_critical(row);
                                            tasks.push_back(std::move(row));
                                          });
    if (tasks.empty()) report_.warn("import.no_activities", "TASK");
    Ordered ordered =
        put_in_order(std::move(nodes), std::move(tasks), plan_.projects.size(), report_);
    plan_.activities = std::move(ordered.activities);
    for (auto& [id, index] : ids_.tasks) index = ordered.task_at[row_of(index)];
    for (auto& [id, index] : ids_.wbs) index = ordered.wbs_at[row_of(index)];
  }

  std::optional<bool> is_critical(const TaskRow& row) const {
    const plan::Project& project = plan_.projects[row_of(row.activity.project)];
    if (project.critical_is_longest_path) return row.driving;
    const auto& total_float = row.activity.stored.total_float;
    if (!total_float) return std::nullopt;
    return *total_float <= project.critical_limit;
  }

  void read_links() {
    const RawTable* raw = table("TASKPRED");
    if (raw != nullptr) plan_.links.reserve(raw->rows.size());
    read_table<LinkRow, plan::Link>(
        raw, link_columns(), ids_, report_,
        [&](LinkRow& row, std::size_t number, const RawRow& text) {
          const auto from = ids_.tasks.find(row.from);
          const auto to = ids_.tasks.find(row.to);
          if (from == ids_.tasks.end() || to == ids_.tasks.end()) {
            report_.lose("TASKPRED to activities that are not in the file",
                         "kept for xer; their dates are TASK.external_early_start_date and "
                         "external_late_end_date");
            return keep_row("TASKPRED", number, text);
          }
          row.link.from = from->second;
          row.link.to = to->second;
          row.link.extra = make_extra(number, text.text);
          plan_.links.push_back(std::move(row.link));
        });
  }

  void read_assignments() {
    const RawTable* raw = table("TASKRSRC");
    if (raw != nullptr) plan_.assignments.reserve(raw->rows.size());
    read_table<plan::Assignment, plan::Assignment>(
        raw, assignment_columns(), ids_, report_,
        [&](plan::Assignment& row, std::size_t number, const RawRow& text) {
          if (row.activity == k_none) return keep_row("TASKRSRC", number, text);
          row.extra = make_extra(number, text.text);
          plan_.activities[row_of(row.activity)].cost_minor += row.cost_minor;
          plan_.assignments.push_back(std::move(row));
        });
  }

  /// Names come from the top WBS node, unit lengths from the project's calendar.
  void settle_projects() {
    for (const plan::Activity& activity : plan_.activities) {
      plan::Project& project = plan_.projects[row_of(activity.project)];
      const bool top = activity.parent == k_none && activity.kind == plan::ActivityKind::summary;
      if (top && project.name.empty()) project.name = activity.name;
    }
    std::vector<std::string_view> header;
    split(file_.header, header);
    constexpr std::size_t k_currency_place = 8;
    for (plan::Project& project : plan_.projects) {
      if (project.name.empty()) project.name = project.code;
      finish_project(project, !plan_.calendars.empty());
      if (project.calendar != k_none) {
        const plan::Calendar& calendar = plan_.calendars[row_of(project.calendar)];
        project.per_day = calendar.per_day;
        project.per_week = calendar.per_week;
        project.per_month = calendar.per_month;
      }
      const bool named = header.size() > k_currency_place && header[k_currency_place].size() == 3;
      if (named) project.currency = header[k_currency_place];
    }
    plan_.title = plan_.projects.front().name;
  }

  const RawFile& file_;
  Report& report_;
  plan::Plan plan_;
  Ids ids_;
  std::unordered_map<std::string_view, std::size_t> table_places_;
  std::vector<bool> project_rows_, calendar_rows_, wbs_rows_, task_rows_, resource_rows_;
};

/// The file's own `extra`: one `key=value` per line.
std::string file_extra(const RawFile& file, const Decoded& decoded) {
  std::string extra = "encoding=" + decoded.encoding + "\n";
  if (decoded.had_bom) extra += "bom=1\n";
  if (file.crlf) extra += "crlf=1\n";
  if (file.last_line_open) extra += "open=1\n";
  extra += "tail=" + std::string(file.tail) + "\n";
  return extra + "header=" + std::string(file.header) + "\n";
}

}  // namespace

Result<ReadOutcome> read(std::string_view bytes, const ReadOptions& options) {
  if (static_cast<std::int64_t>(bytes.size()) > options.file_bytes_max) {
    return refuse(RefusalKind::too_large, "import.too_large", {},
                  {{"what", "file"}, {"limit", std::to_string(options.file_bytes_max)}});
  }
  Decoded decoded;
  if (Status status = decode_text(bytes, options.encoding, decoded); !status) {
    return status.refusals();
  }
  Report report;
  RawFile file;
  if (Status status = scan(decoded.text, options, file, report); !status) {
    return status.refusals();
  }
  const RawTable* tasks = find_table(file, "TASK");
  const RawTable* nodes = find_table(file, "PROJWBS");
  const std::size_t activities =
      (tasks == nullptr ? 0 : tasks->rows.size()) + (nodes == nullptr ? 0 : nodes->rows.size());
  if (static_cast<std::int64_t>(activities) > k_activities_max) {
    return refuse(RefusalKind::too_large, "import.too_large", "TASK",
                  {{"what", "TASK"}, {"limit", std::to_string(k_activities_max)}});
  }
  if (!decoded.reversible) {
    report.warn("import.encoding_lossy", {}, {{"encoding", decoded.encoding}});
  }
  ReadOutcome outcome;
  outcome.plan = Reader(file, report).run();
  outcome.plan.extra = file_extra(file, decoded);
  outcome.loss = report.take_losses();
  outcome.warnings = report.take_warnings();
  return outcome;
}

}  // namespace tc::interchange::xer
