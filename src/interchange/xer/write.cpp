#include "interchange/xer/write.h"

#include <algorithm>
#include <limits>
#include <unordered_set>
#include <utility>

#include "base/row.h"
#include "interchange/common/encoding.h"
#include "interchange/common/ids.h"
#include "interchange/common/number.h"
#include "interchange/xer/columns.h"
#include "interchange/xer/defaults.h"
#include "interchange/xer/foreign.h"
#include "interchange/xer/rows.h"

namespace tc::interchange::xer {
namespace {

using plan::Index;
using plan::k_none;

constexpr std::int64_t k_at_end = std::numeric_limits<std::int64_t>::max();
constexpr std::string_view k_wbs_mark = "wbs:";

bool is_node(const plan::Activity& activity) {
  return activity.kind == plan::ActivityKind::summary;
}

std::string_view bare_uid(std::string_view uid) {
  return uid.starts_with(k_wbs_mark) ? uid.substr(k_wbs_mark.size()) : uid;
}

/// Ids as they were where they are distinct; numbers above all others for the rest.
std::vector<std::string> distinct_ids(const std::vector<std::string_view>& wanted) {
  std::vector<std::string_view> numbers;
  std::unordered_set<std::string_view> taken;
  std::vector<bool> keep(wanted.size(), false);
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    keep[i] = !wanted[i].empty() && taken.insert(wanted[i]).second;
    numbers.push_back(keep[i] ? wanted[i] : std::string_view());
  }
  std::vector<std::string> ids = distinct_numbers(numbers);
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    if (keep[i]) ids[i] = wanted[i];
  }
  return ids;
}

template <class Object>
std::vector<std::string> ids_of(const std::vector<Object>& objects, bool own) {
  std::vector<std::string_view> wanted;
  for (const Object& object : objects) wanted.push_back(object.uid);
  return own ? distinct_ids(wanted) : distinct_numbers(wanted);
}

/// WBS nodes and tasks have ids of their own kinds.
std::vector<std::string> activity_ids(const plan::Plan& plan, bool own) {
  std::vector<std::string> ids(plan.activities.size());
  for (const bool nodes : {true, false}) {
    std::vector<std::string_view> wanted;
    std::vector<std::size_t> places;
    for (std::size_t i = 0; i < plan.activities.size(); ++i) {
      if (is_node(plan.activities[i]) != nodes) continue;
      wanted.push_back(bare_uid(plan.activities[i].uid));
      places.push_back(i);
    }
    std::vector<std::string> given = own ? distinct_ids(wanted) : distinct_numbers(wanted);
    for (std::size_t i = 0; i < places.size(); ++i) ids[places[i]] = std::move(given[i]);
  }
  return ids;
}

Names make_names(const plan::Plan& plan, bool own) {
  Names names(plan);
  names.projects = ids_of(plan.projects, own);
  names.calendars = ids_of(plan.calendars, own);
  names.activities = activity_ids(plan, own);
  names.resources = ids_of(plan.resources, own);
  names.links = ids_of(plan.links, own);
  names.assignments = ids_of(plan.assignments, own);
  return names;
}

Ids make_ids(const plan::Plan& plan, const Names& names) {
  Ids ids;
  const auto fill = [](IdMap& map, const std::vector<std::string>& texts) {
    for (std::size_t i = 0; i < texts.size(); ++i) map.emplace(texts[i], static_cast<Index>(i));
  };
  fill(ids.projects, names.projects);
  fill(ids.calendars, names.calendars);
  fill(ids.resources, names.resources);
  for (std::size_t i = 0; i < plan.activities.size(); ++i) {
    IdMap& map = is_node(plan.activities[i]) ? ids.wbs : ids.tasks;
    map.emplace(names.activities[i], static_cast<Index>(i));
  }
  return ids;
}

/// A cell must not hold the marks that end it; P6 writes 0x7F twice for a line break.
std::string clean(std::string text) {
  if (text.find_first_of("\t\r\n") == std::string::npos) return text;
  std::string out;
  for (const char c : text) {
    if (c == '\t')
      out += ' ';
    else if (c == '\n')
      out += "\x7F\x7F";
    else if (c != '\r')
      out += c;
  }
  return out;
}

/// A row on its way out and its place in the table.
struct OutRow {
  std::int64_t number = k_at_end;
  std::string text;
};

class Writer {
 public:
  Writer(const plan::Plan& plan, bool own)
      : plan_(plan), own_(own), names_(make_names(plan, own)), ids_(make_ids(plan, names_)) {}

  std::string run() {
    line_end_ = own_ && extra_value(plan_.extra, "crlf") != "1" ? "\n" : "\r\n";
    std::string out = header() + line_end_;
    std::vector<plan::ForeignTable> tables = own_ ? plan_.foreign_tables : empty_tables();
    if (own_) add_missing_tables(tables);
    for (const plan::ForeignTable& table : tables) write_table(out, table);
    const std::string_view tail = own_ ? extra_value(plan_.extra, "tail") : std::string_view("%E");
    out.append(tail);
    const bool open = own_ && extra_value(plan_.extra, "open") == "1";
    if (!open && !(own_ && tail.empty())) out += line_end_;
    return out;
  }

 private:
  std::string header() const {
    if (own_) return std::string(extra_value(plan_.extra, "header"));
    const plan::Project& project = plan_.projects.front();
    const PlanTime day = project.status_date == k_no_time ? 0 : project.status_date;
    return "ERMHDR\t8.4\t" + format_day(day_of(day)) +
           "\tProject\tadmin\tadmin\tdbxDatabaseNoName\tProject Management\t" + project.currency;
  }

  std::vector<plan::ForeignTable> empty_tables() const {
    std::vector<plan::ForeignTable> tables;
    for (const TableTemplate& shape : table_templates()) tables.push_back(table_of(shape));
    return tables;
  }

  plan::ForeignTable table_of(const TableTemplate& shape) const {
    plan::ForeignTable table;
    table.name = shape.name;
    table.columns = words(shape.columns, ' ');
    if (shape.rows.empty()) return table;
    std::string row(shape.rows);
    for (std::size_t place = row.find("{currency}"); place != std::string::npos;
         place = row.find("{currency}")) {
      row.replace(place, std::string_view("{currency}").size(), plan_.projects.front().currency);
    }
    table.rows.push_back(words(row, '|'));
    return table;
  }

  static std::vector<std::string> words(std::string_view text, char mark) {
    std::vector<std::string> out;
    while (true) {
      const std::size_t end = text.find(mark);
      out.emplace_back(text.substr(0, end));
      if (end == std::string_view::npos) return out;
      text.remove_prefix(end + 1);
    }
  }

  /// A file without, say, TASKPRED gets one as soon as the plan has links.
  void add_missing_tables(std::vector<plan::ForeignTable>& tables) const {
    const auto has_objects = [&](std::string_view name) {
      if (name == "TASK" || name == "PROJWBS") {
        const bool nodes = name == "PROJWBS";
        return std::any_of(plan_.activities.begin(), plan_.activities.end(),
                           [&](const plan::Activity& a) { return is_node(a) == nodes; });
      }
      if (name == "CALENDAR") return !plan_.calendars.empty();
      if (name == "RSRC") return !plan_.resources.empty();
      if (name == "TASKPRED") return !plan_.links.empty();
      return name == "TASKRSRC" && !plan_.assignments.empty();
    };
    for (const TableTemplate& shape : table_templates()) {
      const bool present = std::any_of(tables.begin(), tables.end(),
                                       [&](const auto& t) { return t.name == shape.name; });
      if (!present && has_objects(shape.name)) tables.push_back(table_of(shape));
    }
  }

  void write_table(std::string& out, const plan::ForeignTable& table) {
    out += "%T\t" + table.name + line_end_ + "%F";
    for (const std::string& column : table.columns) out += "\t" + column;
    out += line_end_;
    for (OutRow& row : rows_of(table)) out += "%R\t" + row.text + line_end_;
  }

  std::vector<OutRow> rows_of(const plan::ForeignTable& table) {
    const bool first = written_.insert(table.name).second;
    std::vector<OutRow> rows;
    if (first && object_rows(table, rows)) {
      left_rows(table, rows);
      std::stable_sort(rows.begin(), rows.end(),
                       [](const OutRow& a, const OutRow& b) { return a.number < b.number; });
      return rows;
    }
    for (const std::vector<std::string>& cells : table.rows) rows.push_back({0, join(cells, 0)});
    if (first && table.name == "SCHEDOPTIONS") update_options(table, rows);
    if (first && table.name == "RSRCRATE") update_rates(table, rows);
    return rows;
  }

  static std::string join(const std::vector<std::string>& cells, std::size_t from) {
    std::string text;
    for (std::size_t i = from; i < cells.size(); ++i) {
      if (i > from) text += '\t';
      text += cells[i];
    }
    return text;
  }

  static void left_rows(const plan::ForeignTable& table, std::vector<OutRow>& rows) {
    for (const std::vector<std::string>& cells : table.rows) {
      if (cells.empty()) continue;
      rows.push_back({parse_integer(cells.front()).value_or(k_at_end), join(cells, 1)});
    }
  }

  /// False for a table whose rows are no objects of the plan.
  bool object_rows(const plan::ForeignTable& table, std::vector<OutRow>& rows) {
    const auto keep = [](auto&) {};
    const auto all = [](const auto&) { return true; };
    if (table.name == "PROJECT") {
      add_rows<plan::Project>(
          table, project_columns(), plan_.projects, rows,
          [this](plan::Project& row) { finish_project(row, !plan_.calendars.empty()); }, all);
    } else if (table.name == "CALENDAR") {
      add_rows<plan::Calendar>(
          table, calendar_columns(), plan_.calendars, rows,
          [](plan::Calendar& row) { (void)finish_calendar(row); }, all);
    } else if (table.name == "PROJWBS") {
      add_rows<WbsRow>(table, wbs_columns(), plan_.activities, rows, finish_wbs, is_node);
    } else if (table.name == "TASK") {
      add_rows<TaskRow>(table, task_columns(), plan_.activities, rows, finish_task,
                        [](const plan::Activity& a) { return !is_node(a); });
    } else if (table.name == "TASKPRED") {
      add_rows<LinkRow>(
          table, link_columns(), plan_.links, rows,
          [this](LinkRow& row) { row.link.from = find(row.from), row.link.to = find(row.to); },
          all);
    } else if (table.name == "RSRC") {
      add_rows<plan::Resource>(table, resource_columns(), plan_.resources, rows, keep, all);
    } else if (table.name == "TASKRSRC") {
      add_rows<plan::Assignment>(table, assignment_columns(), plan_.assignments, rows, keep, all);
    } else {
      return false;
    }
    return true;
  }

  Index find(std::string_view task) const {
    const auto found = ids_.tasks.find(task);
    return found == ids_.tasks.end() ? k_none : found->second;
  }

  static const plan::Activity& object_of(const TaskRow& row) { return row.activity; }
  static const plan::Activity& object_of(const WbsRow& row) { return row.activity; }
  static const plan::Link& object_of(const LinkRow& row) { return row.link; }
  template <class Object>
  static const Object& object_of(const Object& object) {
    return object;
  }

  template <class Row, class Object, class Finish, class Is>
  void add_rows(const plan::ForeignTable& table, std::span<const Column<Row, Object>> columns,
                const std::vector<Object>& objects, std::vector<OutRow>& rows, Finish finish,
                Is is_row) {
    const std::vector<std::string_view> names(table.columns.begin(), table.columns.end());
    RowReader<Row, Object> reader(table.name, names, columns);
    for (std::size_t i = 0; i < objects.size(); ++i) {
      if (!is_row(objects[i]) || (own_ && objects[i].extra == k_no_row)) continue;
      const auto index = static_cast<Index>(i);
      const Extra extra = own_ ? split_extra(objects[i].extra) : Extra{};
      if (extra.number < 0) {
        rows.push_back({k_at_end, new_row(table, columns, objects[i], index)});
        continue;
      }
      Row was{};
      split(extra.row, cells_);
      reader.read(cells_, ids_, ignored_, names, 0, was);
      finish(was);
      rows.push_back(
          {extra.number, updated(extra.row, table, columns, object_of(was), objects[i], index)});
    }
  }

  /// The row as it was where each value is the same; else with the plan's text in its cell.
  template <class Row, class Object>
  std::string updated(std::string_view row, const plan::ForeignTable& table,
                      std::span<const Column<Row, Object>> columns, const Object& was,
                      const Object& now, Index index) {
    std::vector<std::string> changed;
    for (const Column<Row, Object>& column : columns) {
      if (column.get == nullptr) continue;
      const std::string text = column.get(now, index, names_);
      if (text == column.get(was, index, names_)) continue;
      const auto found = std::find(table.columns.begin(), table.columns.end(), column.name);
      if (found == table.columns.end()) continue;
      if (changed.empty()) {
        split(row, cells_);
        changed.assign(cells_.begin(), cells_.end());
        changed.resize(std::max(changed.size(), table.columns.size()));
      }
      changed[static_cast<std::size_t>(found - table.columns.begin())] = clean(text);
    }
    return changed.empty() ? std::string(row) : join(changed, 0);
  }

  template <class Row, class Object>
  std::string new_row(const plan::ForeignTable& table, std::span<const Column<Row, Object>> columns,
                      const Object& now, Index index) const {
    std::vector<std::string> cells;
    for (const std::string& name : table.columns) {
      const auto column = std::find_if(columns.begin(), columns.end(),
                                       [&](const auto& c) { return c.name == name; });
      const bool modelled = column != columns.end() && column->get != nullptr;
      cells.push_back(modelled ? clean(column->get(now, index, names_))
                               : std::string(default_text(table.name, name)));
    }
    if (table.name == "SCHEDOPTIONS" || table.name == "RSRCRATE") {
      cells.front() = std::to_string(index + 1);
    }
    return join(cells, 0);
  }

  void update_options(const plan::ForeignTable& table, std::vector<OutRow>& rows) {
    const std::vector<std::string_view> names(table.columns.begin(), table.columns.end());
    RowReader<plan::Project, plan::Project> reader(table.name, names, option_columns());
    const auto id = std::find(names.begin(), names.end(), "proj_id") - names.begin();
    std::vector<bool> seen(plan_.projects.size(), false);
    for (OutRow& row : rows) {
      split(row.text, cells_);
      if (static_cast<std::size_t>(id) >= cells_.size()) continue;
      const auto found = ids_.projects.find(cells_[static_cast<std::size_t>(id)]);
      if (found == ids_.projects.end()) continue;
      seen[row_of(found->second)] = true;
      plan::Project was;
      was.float_kind = plan::FloatKind::finish;
      reader.read(cells_, ids_, ignored_, names, 0, was);
      row.text = updated(std::string(row.text), table, option_columns(), was,
                         plan_.projects[row_of(found->second)], found->second);
    }
    if (own_) return;
    for (std::size_t i = 0; i < seen.size(); ++i) {
      rows.push_back(
          {k_at_end, new_row(table, option_columns(), plan_.projects[i], static_cast<Index>(i))});
    }
  }

  /// The row of each resource that the reader took its rate from follows the plan.
  void update_rates(const plan::ForeignTable& table, std::vector<OutRow>& rows) {
    const std::vector<std::string_view> names(table.columns.begin(), table.columns.end());
    RowReader<RateRow, plan::Resource> reader(table.name, names, rate_columns());
    std::vector<PlanTime> best(plan_.resources.size(), k_no_time);
    std::vector<OutRow*> chosen(plan_.resources.size(), nullptr);
    std::vector<RateRow> rates(plan_.resources.size());
    const PlanTime now = plan_.projects.front().status_date;
    for (OutRow& row : rows) {
      split(row.text, cells_);
      RateRow rate;
      reader.read(cells_, ids_, ignored_, names, 0, rate);
      if (rate.resource == k_none) continue;
      const std::size_t resource = row_of(rate.resource);
      if (!replaces_rate(best[resource], rate.start, now)) continue;
      best[resource] = rate.start, chosen[resource] = &row, rates[resource] = rate;
    }
    for (std::size_t i = 0; i < chosen.size(); ++i) {
      if (chosen[i] == nullptr) continue;
      plan::Resource was;
      was.max_units = rates[i].units;
      was.rate_millionths = rates[i].rate_millionths;
      chosen[i]->text = updated(std::string(chosen[i]->text), table, rate_columns(), was,
                                plan_.resources[i], static_cast<Index>(i));
    }
    for (std::size_t i = 0; i < chosen.size() && !own_; ++i) {
      rows.push_back(
          {k_at_end, new_row(table, rate_columns(), plan_.resources[i], static_cast<Index>(i))});
    }
  }

  const plan::Plan& plan_;
  bool own_;
  Names names_;
  Ids ids_;
  Report ignored_;
  std::string line_end_;
  std::vector<std::string_view> cells_;
  std::unordered_set<std::string> written_;
};

/// The code page for a text that had none: the one that most P6 installations read.
std::string_view choose_code_page(std::string_view text) {
  std::int64_t lost = 0;
  const std::string western = encode_text(text, "windows-1252", false, lost);
  return lost == 0 && !western.empty() ? "windows-1252" : "gb18030";
}

}  // namespace

WriteOutcome write(const plan::Plan& plan, const WriteOptions& options) {
  Report report;
  WriteOutcome outcome;
  const bool own = plan.format == "xer" && !plan.projects.empty();
  const std::string text =
      own ? Writer(plan, true).run() : Writer(reshape_for_xer(plan, report), false).run();
  std::string encoding = options.encoding;
  if (encoding.empty() && own) encoding = extra_value(plan.extra, "encoding");
  if (encoding.empty()) encoding = choose_code_page(text);
  const bool bom = own && extra_value(plan.extra, "bom") == "1";
  std::int64_t lost = 0;
  outcome.bytes = encode_text(text, encoding, bom, lost);
  if (lost > 0) {
    outcome.bytes = encode_text(text, "UTF-8", bom, lost);
    report.lose("encoding " + encoding, "written as UTF-8");
  }
  outcome.loss = report.take_losses();
  return outcome;
}

}  // namespace tc::interchange::xer
