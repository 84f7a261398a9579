#include "interchange/mspdi/write.h"

#include <map>
#include <optional>
#include <utility>

#include "base/row.h"
#include "interchange/common/encoding.h"
#include "interchange/common/ids.h"
#include "interchange/mspdi/calendar.h"
#include "interchange/mspdi/foreign.h"
#include "interchange/mspdi/write_record.h"

namespace tc::interchange::mspdi {
namespace {

using plan::Index;
using plan::k_none;

constexpr std::string_view k_namespace = "xmlns=\"http://schemas.microsoft.com/project\"";
constexpr std::string_view k_declaration =
    "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>";

template <class Object>
std::vector<std::string> numbers_of(const std::vector<Object>& objects) {
  std::vector<std::string_view> wanted;
  wanted.reserve(objects.size());
  for (const Object& object : objects) wanted.push_back(object.uid);
  return distinct_numbers(wanted);
}

UidMap index_by_number(const std::vector<std::string>& numbers) {
  UidMap map;
  map.reserve(numbers.size());
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    map.emplace(parse_integer(numbers[i]).value_or(-1), static_cast<Index>(i));
  }
  return map;
}

Index find_index(const UidMap& map, std::int64_t uid) {
  const auto found = map.find(uid);
  return found == map.end() ? k_none : found->second;
}

Names make_names(const plan::Plan& plan, bool same_structure) {
  Names names(plan);
  names.calendars = numbers_of(plan.calendars);
  names.activities = numbers_of(plan.activities);
  names.resources = numbers_of(plan.resources);
  names.assignments = numbers_of(plan.assignments);
  Outline outline = outline_of(plan);
  names.levels = std::move(outline.levels);
  names.outline = std::move(outline.numbers);
  names.same_structure = same_structure;
  return names;
}

/// Rows that the plan does not hold, by their place in the container.
using LeftRows = std::map<std::int64_t, std::string>;

LeftRows left_rows(std::string_view container) {
  LeftRows rows;
  XmlCursor cursor(container);
  if (!cursor.next_child()) return rows;
  cursor.enter();
  std::size_t from = cursor.place();
  while (cursor.next_child()) {
    const std::size_t begin = cursor.begin();
    cursor.skip();
    std::string_view mark = container.substr(from, begin - from);
    from = cursor.place();
    if (!mark.starts_with("<?at ") || !mark.ends_with("?>")) continue;
    mark = mark.substr(5, mark.size() - 7);
    rows[parse_integer(mark).value_or(-1)] = std::string(cursor.since(begin));
  }
  return rows;
}

class Writer {
 public:
  Writer(const plan::Plan& plan, bool own, Report& report)
      : plan_(plan),
        own_(own),
        report_(report),
        writer_(own ? extra_value(plan.extra, "root") : "Project"),
        names_(
            make_names(plan, own && extra_value(plan.extra, "structure") == structure_mark(plan))),
        calendar_index_(index_by_number(names_.calendars)),
        activity_index_(index_by_number(names_.activities)),
        resource_index_(index_by_number(names_.resources)),
        links_of_(plan.activities.size()) {
    habits_.absent_slack_is_zero = own && extra_value(plan.extra, "absent_slack_is_zero") == "1";
    for (std::size_t i = 0; i < plan.links.size(); ++i) {
      links_of_[row_of(plan.links[i].to)].push_back(static_cast<Index>(i));
    }
  }

  std::string run() {
    std::string out(own_ ? extra_value(plan_.extra, "declaration") : k_declaration);
    if (!out.empty()) out += "\n";
    std::vector<Child> children = project_children();
    put_container(children, "Calendars", calendars());
    put_container(children, "Tasks", tasks());
    put_container(children, "Resources", resources());
    put_container(children, "Assignments", assignments());
    const std::string_view kept = own_ ? extra_value(plan_.extra, "attributes") : k_namespace;
    const std::string attributes = kept.empty() ? std::string() : " " + std::string(kept);
    writer_.element(out, "Project", attributes, children, 0);
    return out;
  }

 private:
  std::string_view extra_of(const std::string& extra) const {
    return own_ ? std::string_view(extra) : std::string_view();
  }
  static Choice compare(std::string_view) { return Choice::compare; }

  std::vector<Child> project_children() {
    const plan::Project& project = plan_.projects.front();
    const std::string_view extra = extra_of(project.extra);
    std::vector<Child> children = split_children(extra, project_schema_);
    if (extra.empty()) {
      children.push_back({0, "SaveVersion", writer_.leaf("SaveVersion", "14")});
      update_children<plan::Project>(children, writer_, project_schema_, nullptr, project, 0,
                                     names_, compare);
      return children;
    }
    ProjectRow was;
    std::string ignored;
    XmlCursor cursor(extra, XmlCursor::Kind::fragment);
    read_record(cursor, project_schema_, was, ignored_, ignored);
    settle_project(was);
    was.project.calendar = find_index(calendar_index_, was.calendar_uid);
    if (was.project.calendar == k_none && !plan_.calendars.empty()) was.project.calendar = 0;
    update_children(children, writer_, project_schema_, &was.project, project, 0, names_, compare);
    return children;
  }

  /// Puts the rows into their container: the file's own left rows at their places between them.
  void put_container(std::vector<Child>& children, std::string_view name,
                     std::vector<std::string> rows) {
    auto child = std::find_if(children.begin(), children.end(),
                              [&](const Child& c) { return c.name == name; });
    if (child == children.end()) {
      if (rows.empty()) return;
      const std::string empty = "<" + writer_.tag(name) + "></" + writer_.tag(name) + ">";
      children.push_back({project_schema_.names.find(name), name, empty});
      child = children.end() - 1;
    }
    LeftRows left = left_rows(child->text);
    if (rows.empty() && left.empty()) return;
    std::string out = child->text.substr(0, child->text.find('>') + 1) + "\n";
    std::size_t next = 0;
    for (std::int64_t place = 0; next < rows.size() || !left.empty(); ++place) {
      const auto at_place = left.find(place);
      if (at_place != left.end() || next >= rows.size()) {
        const auto taken = at_place != left.end() ? at_place : left.begin();
        out += "\t\t" + taken->second + "\n";
        left.erase(taken);
      } else {
        out += rows[next];
        rows[next++].clear();
      }
    }
    child->text = out + "\t</" + writer_.tag(name) + ">";
  }

  std::vector<std::string> calendars() {
    std::vector<std::string> rows;
    for (std::size_t i = 0; i < plan_.calendars.size(); ++i) rows.push_back(calendar_row(i));
    return rows;
  }

  std::string calendar_row(std::size_t index) {
    const plan::Calendar& now = plan_.calendars[index];
    const std::string_view extra = extra_of(now.extra);
    std::vector<Child> children = split_children(extra, calendar_schema_);
    CalendarRow was;
    CalendarParts old_parts;
    const bool known = !extra.empty();
    if (known) {
      XmlCursor cursor(extra, XmlCursor::Kind::fragment);
      read_calendar(cursor, was, ignored_);
      old_parts = write_calendar_parts(was.calendar);
    }
    const auto put = [&](std::string_view name, bool same, std::string text) {
      if (known && same) return;
      std::erase_if(children, [&](const Child& c) { return c.name == name; });
      if (!text.empty()) {
        children.push_back({calendar_schema_.names.find(name), name, std::move(text)});
      }
    };
    const CalendarParts parts = write_calendar_parts(now);
    const Index old_base = find_index(calendar_index_, was.base_uid);
    const bool same_base = old_base == now.base || (old_base == static_cast<Index>(index));
    put("UID", true, writer_.leaf("UID", names_.calendars[index]));
    put("Name", was.calendar.name == now.name, writer_.leaf("Name", now.name));
    put("IsBaseCalendar", was.is_base == !now.is_resource,
        writer_.leaf("IsBaseCalendar", flag_text(!now.is_resource)));
    put("BaseCalendarUID", same_base,
        writer_.leaf("BaseCalendarUID",
                     now.base == k_none ? "-1" : names_.calendars[row_of(now.base)]));
    put("WeekDays", old_parts.week_days == parts.week_days, parts.week_days);
    put("Exceptions", old_parts.exceptions == parts.exceptions, parts.exceptions);
    put("WorkWeeks", old_parts.work_weeks == parts.work_weeks, parts.work_weeks);
    std::string out;
    writer_.element(out, "Calendar", row_attributes(extra), children, 2);
    return out;
  }

  std::vector<std::string> tasks() {
    std::vector<std::string> rows;
    rows.reserve(plan_.activities.size());
    for (std::size_t i = 0; i < plan_.activities.size(); ++i) rows.push_back(task_row(i));
    return rows;
  }

  Choice choose_task_element(std::string_view name) const {
    const bool structural =
        name == "ID" || name == "OutlineNumber" || name == "OutlineLevel" || name == "Summary";
    if (!structural) return Choice::compare;
    return names_.same_structure ? Choice::leave : Choice::force;
  }

  std::string task_row(std::size_t index) {
    const plan::Activity& now = plan_.activities[index];
    const std::string_view extra = extra_of(now.extra);
    std::vector<Child> children = split_children(extra, task_schema_);
    std::optional<TaskRow> was;
    if (!extra.empty()) {
      was.emplace();
      std::vector<PendingLink> unknown_links;
      XmlCursor cursor(extra, XmlCursor::Kind::fragment);
      read_task(cursor, task_schema_, link_schema_, *was, unknown_links, ignored_);
      settle_task(*was, habits_);
      was->activity.calendar = find_index(calendar_index_, was->calendar_uid);
    }
    if (!was && now.blank) return blank_row(index);
    update_children(children, writer_, task_schema_, was ? &was->activity : nullptr, now,
                    static_cast<Index>(index), names_,
                    [this](std::string_view name) { return choose_task_element(name); });
    put_baselines(children, was ? &was->activity : nullptr, now);
    put_links(children, links_of_[index]);
    std::string out;
    writer_.element(out, "Task", row_attributes(extra), children, 2);
    return out;
  }

  /// Links take the places that the file had for them; more of them follow the last.
  void put_links(std::vector<Child>& children, const std::vector<Index>& links) {
    const int place = task_schema_.names.find("PredecessorLink");
    std::size_t next = 0;
    std::size_t last = children.size();
    for (std::size_t i = 0; i < children.size(); ++i) {
      if (children[i].name != k_link_mark) continue;
      last = i + 1;
      if (next < links.size()) children[i].text = link_text(links[next++]);
    }
    std::vector<Child> more;
    for (; next < links.size(); ++next) {
      more.push_back({place, "PredecessorLink", link_text(links[next])});
    }
    children.insert(children.begin() + static_cast<std::ptrdiff_t>(last), more.begin(), more.end());
    std::erase_if(children, [](const Child& c) { return c.name == k_link_mark && c.text.empty(); });
  }

  std::string blank_row(std::size_t index) const {
    std::vector<Child> children{{0, "UID", writer_.leaf("UID", names_.activities[index])},
                                {1, "ID", writer_.leaf("ID", std::to_string(index + 1))},
                                {2, "IsNull", writer_.leaf("IsNull", "1")}};
    std::string out;
    writer_.element(out, "Task", {}, children, 2);
    return out;
  }

  std::string baseline_text(const plan::ActivityBaseline& baseline) const {
    std::string text = writer_.leaf("Number", std::to_string(baseline.number));
    if (baseline.start != k_no_time) text += writer_.leaf("Start", date_text(baseline.start));
    if (baseline.finish != k_no_time) text += writer_.leaf("Finish", date_text(baseline.finish));
    text += writer_.leaf("Duration", duration_text(baseline.duration));
    text += writer_.leaf("Work", duration_text(baseline.work));
    text += writer_.leaf("Cost", std::to_string(baseline.cost_minor));
    return "<" + writer_.tag("Baseline") + ">" + text + "</" + writer_.tag("Baseline") + ">";
  }

  void put_baselines(std::vector<Child>& children, const plan::Activity* was,
                     const plan::Activity& now) const {
    std::vector<std::string> old_texts, texts;
    for (const plan::ActivityBaseline& baseline : now.baselines) {
      texts.push_back(baseline_text(baseline));
    }
    if (was != nullptr) {
      for (const plan::ActivityBaseline& baseline : was->baselines) {
        old_texts.push_back(baseline_text(baseline));
      }
      if (old_texts == texts) return;
    }
    std::erase_if(children, [](const Child& c) { return c.name == "Baseline"; });
    const int place = task_schema_.names.find("Baseline");
    for (std::string& text : texts) children.push_back({place, "Baseline", std::move(text)});
  }

  std::string link_text(Index index) {
    const plan::Link& now = plan_.links[row_of(index)];
    const std::string_view extra = extra_of(now.extra);
    std::vector<Child> children = split_children(extra, link_schema_);
    std::optional<LinkRow> was;
    if (!extra.empty()) {
      was.emplace();
      std::string ignored;
      XmlCursor cursor(extra, XmlCursor::Kind::fragment);
      read_record(cursor, link_schema_, *was, ignored_, ignored);
      settle_link(*was);
      was->link.from = find_index(activity_index_, was->predecessor_uid);
      if (was->link.from == k_none) was->link.from = now.from;
    } else {
      children.push_back({link_schema_.names.find("CrossProject"), "CrossProject",
                          writer_.leaf("CrossProject", "0")});
    }
    update_children(children, writer_, link_schema_, was ? &was->link : nullptr, now, index, names_,
                    compare);
    std::stable_sort(children.begin(), children.end(),
                     [](const Child& a, const Child& b) { return a.place < b.place; });
    std::string out = "<" + writer_.tag("PredecessorLink") + ">";
    for (const Child& child : children) out += child.text;
    return out + "</" + writer_.tag("PredecessorLink") + ">";
  }

  std::vector<std::string> resources() {
    std::vector<std::string> rows;
    for (std::size_t i = 0; i < plan_.resources.size(); ++i) {
      const plan::Resource& now = plan_.resources[i];
      const std::string_view extra = extra_of(now.extra);
      std::vector<Child> children = split_children(extra, resource_schema_);
      std::optional<ResourceRow> was;
      if (!extra.empty()) {
        was.emplace();
        std::string ignored;
        XmlCursor cursor(extra, XmlCursor::Kind::fragment);
        read_record(cursor, resource_schema_, *was, ignored_, ignored);
        was->resource.calendar = find_index(calendar_index_, was->calendar_uid);
      }
      update_children(children, writer_, resource_schema_, was ? &was->resource : nullptr, now,
                      static_cast<Index>(i), names_, [](std::string_view name) {
                        return name == "ID" ? Choice::leave : Choice::compare;
                      });
      writer_.element(rows.emplace_back(), "Resource", row_attributes(extra), children, 2);
    }
    return rows;
  }

  std::vector<std::string> assignments() {
    std::vector<std::string> rows;
    rows.reserve(plan_.assignments.size());
    for (std::size_t i = 0; i < plan_.assignments.size(); ++i) {
      const plan::Assignment& now = plan_.assignments[i];
      const std::string_view extra = extra_of(now.extra);
      std::vector<Child> children = split_children(extra, assignment_schema_);
      std::optional<AssignmentRow> was;
      if (!extra.empty()) {
        was.emplace();
        std::vector<Timephased> pieces;
        XmlCursor cursor(extra, XmlCursor::Kind::fragment);
        read_assignment(cursor, assignment_schema_, *was, pieces, ignored_);
        was->assignment.activity = find_index(activity_index_, was->task_uid);
        if (was->assignment.activity == k_none) was->assignment.activity = now.activity;
        was->assignment.resource = find_index(resource_index_, was->resource_uid);
      }
      update_children(children, writer_, assignment_schema_, was ? &was->assignment : nullptr, now,
                      static_cast<Index>(i), names_, compare);
      writer_.element(rows.emplace_back(), "Assignment", row_attributes(extra), children, 2);
    }
    return rows;
  }

  /// The elements of a calendar in the schema's order; they are written by hand.
  struct CalendarElement {
    std::string_view name;
  };
  static constexpr std::array<CalendarElement, 9> k_calendar_elements = {{{"UID"},
                                                                          {"GUID"},
                                                                          {"Name"},
                                                                          {"IsBaseCalendar"},
                                                                          {"IsBaselineCalendar"},
                                                                          {"BaseCalendarUID"},
                                                                          {"WeekDays"},
                                                                          {"Exceptions"},
                                                                          {"WorkWeeks"}}};

  const plan::Plan& plan_;
  bool own_;
  Report& report_;
  Report ignored_;
  ElementWriter writer_;
  Names names_;
  UidMap calendar_index_, activity_index_, resource_index_;
  std::vector<std::vector<Index>> links_of_;
  Habits habits_;
  Schema<ProjectElement> project_schema_{"Project", project_elements()};
  Schema<CalendarElement> calendar_schema_{"Calendar",
                                           std::span<const CalendarElement>(k_calendar_elements)};
  Schema<TaskElement> task_schema_{"Task", task_elements()};
  Schema<LinkElement> link_schema_{"PredecessorLink", link_elements()};
  Schema<ResourceElement> resource_schema_{"Resource", resource_elements()};
  Schema<AssignmentElement> assignment_schema_{"Assignment", assignment_elements()};
};

/// Gives the declaration of `text` another encoding.
void declare_encoding(std::string& text, std::string_view encoding) {
  const std::size_t end = text.find("?>");
  if (!text.starts_with("<?xml") || end == std::string::npos) return;
  text.replace(
      0, end,
      "<?xml version=\"1.0\" encoding=\"" + std::string(encoding) + "\" standalone=\"yes\"");
}

}  // namespace

WriteOutcome write(const plan::Plan& plan, const WriteOptions& options) {
  Report report;
  WriteOutcome outcome;
  // MS Project reads pieces from the work by time, which levelling does not lay out.
  for (const plan::Activity& activity : plan.activities)
    if (activity.levelling_split) report.lose("Activity.segments of levelling", "dropped");
  const bool own = plan.format == "mspdi" && plan.projects.size() == 1;
  std::string text = own ? Writer(plan, true, report).run()
                         : Writer(reshape_for_mspdi(plan, report), false, report).run();
  const std::string_view came = own ? extra_value(plan.extra, "encoding") : std::string_view();
  const std::string encoding =
      !options.encoding.empty() ? options.encoding : std::string(came.empty() ? "UTF-8" : came);
  if (!options.encoding.empty()) declare_encoding(text, encoding);
  const bool bom = own && extra_value(plan.extra, "bom") == "1";
  std::int64_t lost = 0;
  outcome.bytes = encode_text(text, encoding, bom, lost);
  if (lost > 0) {
    declare_encoding(text, "UTF-8");
    outcome.bytes = encode_text(text, "UTF-8", bom, lost);
    report.lose("encoding " + encoding, "written as UTF-8");
  }
  outcome.loss = report.take_losses();
  return outcome;
}

}  // namespace tc::interchange::mspdi
