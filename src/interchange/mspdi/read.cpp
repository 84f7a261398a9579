#include "interchange/mspdi/read.h"

#include <algorithm>
#include <charconv>
#include <string>
#include <utility>
#include <vector>

#include "base/row.h"
#include "interchange/common/encoding.h"
#include "interchange/common/ids.h"
#include "interchange/mspdi/calendar.h"
#include "interchange/mspdi/record.h"
#include "interchange/mspdi/split.h"

namespace tc::interchange::mspdi {
namespace {

using plan::Index;
using plan::k_none;

class Reader {
 public:
  Reader(XmlCursor& cursor, Report& report) : cursor_(cursor), report_(report) {
    plan_.format = "mspdi";
  }

  /// The cursor stands on the root.
  void read_project() {
    std::string& extra = project_.project.extra;
    cursor_.enter();
    read_record(cursor_, project_schema_, project_, report_, extra, [&](std::string_view name) {
      if (name == "Calendars") return read_rows("Calendar", [&](auto) { return take_calendar(); });
      if (name == "Tasks") return read_rows("Task", [&](auto raw) { return take_task(raw); });
      if (name == "Resources") {
        return read_rows("Resource", [&](auto raw) { return take_resource(raw); });
      }
      if (name == "Assignments") {
        return read_rows("Assignment", [&](auto raw) { return take_assignment(raw); });
      }
      return Kept::raw;
    });
  }

  plan::Plan settle() {
    settle_project(project_);
    plan_.projects.push_back(std::move(project_.project));
    link_calendars();
    project_schema_.kept.report(project_schema_.elements, report_);
    settle_tasks();
    settle_links();
    settle_assignments();
    plan::Project& project = plan_.projects.front();
    project.calendar = calendar(project_.calendar_uid, "Project/CalendarUID");
    if (project.calendar == k_none && !plan_.calendars.empty()) project.calendar = 0;
    for (plan::Calendar& own : plan_.calendars) {
      own.per_day = project.per_day;
      own.per_week = project.per_week;
      own.per_month = project.per_month;
    }
    plan_.title = project.name;
    if (plan_.activities.empty()) report_.warn("import.no_activities", "Tasks");
    derive_splits(plan_, work_, report_);
    return std::move(plan_);
  }

  [[nodiscard]] std::vector<ExternalTask> take_externals() { return std::move(externals_); }
  [[nodiscard]] const Habits& habits() const { return habits_; }
  [[nodiscard]] bool too_many_rows() const { return too_many_rows_; }

 private:
  /// Rows of a container. Those that `take` declines stay in the project's `extra`, each behind
  /// a mark with its place.
  template <class Take>
  Kept read_rows(std::string_view row_name, Take take) {
    const std::string open = std::string(cursor_.full_name()) + std::string(cursor_.attributes());
    const std::string close(cursor_.full_name());
    std::string left;
    std::int64_t place = 0;
    cursor_.enter();
    while (cursor_.next_child()) {
      if (place >= k_rows_max ||
          static_cast<std::int64_t>(plan_.activities.size()) > k_activities_max) {
        too_many_rows_ = true;
        cursor_.skip();
        continue;
      }
      const std::size_t begin = cursor_.begin();
      const bool is_row = cursor_.name() == row_name;
      bool taken = false;
      if (is_row) {
        row_attributes_ = cursor_.attributes();
        cursor_.enter();
        taken = take([this, begin] { return cursor_.since(begin); });
      } else {
        cursor_.skip();
      }
      if (!taken && !cursor_.failed()) {
        left += "<?at " + std::to_string(place) + "?>";
        left += cursor_.since(begin);
      }
      ++place;
    }
    project_.project.extra += "<" + open + ">" + left + "</" + close + ">";
    return Kept::elsewhere;
  }

  /// A row element that has attributes keeps them at the head of its `extra`.
  std::string row_head() const {
    return trim(row_attributes_).empty() ? std::string()
                                         : "<?attributes " + std::string(row_attributes_) + "?>";
  }

  bool take_calendar() {
    CalendarRow row;
    row.calendar.extra = row_head();
    read_calendar(cursor_, row, report_);
    if (!add_uid(calendar_uids_, row.uid, plan_.calendars.size(), "Calendar")) return false;
    calendar_bases_.push_back(row.base_uid);
    plan_.calendars.push_back(std::move(row.calendar));
    return true;
  }

  template <class Raw>
  bool take_task(Raw /*raw*/) {
    TaskRow row;
    row.activity.extra.reserve(task_bytes_);
    row.activity.extra = row_head();
    const std::size_t links_before = links_.size();
    read_task(cursor_, task_schema_, link_schema_, row, links_, report_);
    task_bytes_ = std::max(task_bytes_, row.activity.extra.size());
    saw_zero_slack_ |=
        row.activity.stored.total_float == Minutes() || row.activity.stored.free_float == Minutes();
    const bool project_summary = row.uid == 0 && row.level <= 0 && !row.activity.blank;
    if (project_summary || !add_uid(task_uids_, row.uid, plan_.activities.size(), "Task")) {
      links_.resize(links_before);
      return false;
    }
    link_counts_.push_back(links_.size() - links_before);
    row.activity.extra.shrink_to_fit();
    plan_.activities.push_back(std::move(row.activity));
    tasks_.push_back({row.calendar_uid, row.level, row.summary, std::move(row.external_file)});
    return true;
  }

  template <class Raw>
  bool take_resource(Raw /*raw*/) {
    ResourceRow row;
    row.resource.extra = row_head();
    read_record(cursor_, resource_schema_, row, report_, row.resource.extra);
    if (row.null_row || (row.uid == 0 && row.resource.name.empty())) return false;
    if (!add_uid(resource_uids_, row.uid, plan_.resources.size(), "Resource")) return false;
    resource_calendars_.push_back(row.calendar_uid);
    plan_.resources.push_back(std::move(row.resource));
    return true;
  }

  template <class Raw>
  bool take_assignment(Raw /*raw*/) {
    AssignmentRow row;
    row.assignment.extra = row_head();
    std::vector<Timephased> pieces;
    read_assignment(cursor_, assignment_schema_, row, pieces, report_);
    const auto task = task_uids_.find(row.task_uid);
    if (task == task_uids_.end()) {
      if (row.task_uid != 0) {
        bad_reference("Assignment/TaskUID", row.task_uid);
      } else {
        report_.lose("Assignment of the project summary", "kept for mspdi");
      }
      return false;
    }
    row.assignment.activity = task->second;
    const auto resource = resource_uids_.find(row.resource_uid);
    if (resource != resource_uids_.end()) {
      row.assignment.resource = resource->second;
    } else if (row.resource_uid >= 0) {  // −65535 is nobody; some programs write −1.
      if (row.resource_uid != 0) bad_reference("Assignment/ResourceUID", row.resource_uid);
      return false;
    }
    if (!pieces.empty()) {
      work_.push_back({static_cast<Index>(plan_.assignments.size()), std::move(pieces)});
    }
    row.assignment.extra.shrink_to_fit();
    plan_.assignments.push_back(std::move(row.assignment));
    return true;
  }

  bool add_uid(UidMap& map, std::int64_t uid, std::size_t index, std::string_view element) {
    if (uid < 0) {
      report_.warn("import.bad_row", element, {{"table", std::string(element)}, {"field", "UID"}});
      return false;
    }
    if (map.emplace(uid, static_cast<Index>(index)).second) return true;
    report_.warn("import.duplicate", element,
                 {{"table", std::string(element)}, {"value", std::to_string(uid)}});
    return false;
  }

  void bad_reference(std::string_view field, std::int64_t uid) {
    report_.warn("import.bad_reference", field,
                 {{"field", std::string(field)}, {"value", std::to_string(uid)}});
  }

  /// −1 (and 0 where there is no such calendar) is "none".
  Index calendar(std::int64_t uid, std::string_view field) {
    const auto found = calendar_uids_.find(uid);
    if (found != calendar_uids_.end()) return found->second;
    if (uid > 0) bad_reference(field, uid);
    return k_none;
  }

  void link_calendars() {
    for (std::size_t i = 0; i < plan_.calendars.size(); ++i) {
      Index base = calendar(calendar_bases_[i], "Calendar/BaseCalendarUID");
      if (base == static_cast<Index>(i)) base = k_none;
      plan_.calendars[i].base = base;
    }
    for (const std::size_t place : cut_base_loops(plan_.calendars)) {
      report_.warn("import.cycle", "Calendar/BaseCalendarUID",
                   {{"table", "Calendar"}, {"value", plan_.calendars[place].uid}});
    }
    for (std::size_t i = 0; i < plan_.resources.size(); ++i) {
      plan_.resources[i].calendar = calendar(resource_calendars_[i], "Resource/CalendarUID");
    }
  }

  void settle_tasks() {
    // MPXJ leaves zeros out: where no task has one, a scheduled task without slack has slack zero.
    habits_.absent_slack_is_zero = !saw_zero_slack_;
    std::vector<std::pair<std::int32_t, Index>> open;
    for (std::size_t i = 0; i < plan_.activities.size(); ++i) {
      plan::Activity& activity = plan_.activities[i];
      TaskRow row;
      row.summary = tasks_[i].summary;
      std::swap(row.activity, activity);
      const bool finished = row.activity.actual_finish != k_no_time;
      settle_task(row, habits_);
      if (finished && row.activity.actual_finish == k_no_time) {
        report_.lose("Task/ActualFinish of tasks on which nothing is done", "read as not set");
      }
      std::swap(row.activity, activity);
      activity.calendar = calendar(tasks_[i].calendar_uid, "Task/CalendarUID");
      if (activity.blank) continue;
      const std::int32_t level = std::max(1, tasks_[i].level);
      while (!open.empty() && open.back().first >= level) open.pop_back();
      if (!open.empty()) {
        activity.parent = open.back().second;
        plan_.activities[row_of(activity.parent)].kind = plan::ActivityKind::summary;
      }
      open.emplace_back(level, static_cast<Index>(i));
    }
    task_schema_.kept.report(task_schema_.elements, report_);
    resource_schema_.kept.report(resource_schema_.elements, report_);
  }

  void settle_links() {
    plan_.links.reserve(links_.size());
    std::size_t next = 0;
    std::vector<std::string_view> unknown;  // By place in the task; empty where the link is known.
    for (std::size_t to = 0; to < link_counts_.size(); ++to) {
      unknown.assign(link_counts_[to], {});
      for (std::string_view& raw : unknown) {
        PendingLink& pending = links_[next++];
        const auto from = task_uids_.find(pending.row.predecessor_uid);
        if (from == task_uids_.end()) {
          raw = pending.raw;
          report_.lose("Task/PredecessorLink to tasks that are not in the file", "kept for mspdi");
          continue;
        }
        pending.row.link.from = from->second;
        pending.row.link.to = static_cast<Index>(to);
        note_external(from->second, pending.row.external_task);
        plan_.links.push_back(std::move(pending.row.link));
      }
      put_back_links(plan_.activities[to].extra, unknown);
    }
    link_schema_.kept.report(link_schema_.elements, report_);
  }

  /// A link names the other task by file and row, its row here perhaps the file only.
  void note_external(Index from, const std::string& named) {
    if (!plan_.activities[row_of(from)].external) return;
    const std::string& text = named.empty() ? tasks_[row_of(from)].external_file : named;
    const auto known = std::find_if(externals_.begin(), externals_.end(),
                                    [&](const ExternalTask& one) { return one.activity == from; });
    if (text.empty() || known != externals_.end()) return;
    ExternalTask external{from, text, 0};
    const std::size_t cut = text.find_last_of("\\/");
    const std::string_view last =
        cut == std::string::npos ? std::string_view() : std::string_view(text).substr(cut + 1);
    const auto [end, error] =
        std::from_chars(last.data(), last.data() + last.size(), external.number);
    const bool is_row = error == std::errc() && end == last.data() + last.size() && !last.empty();
    if (is_row) external.file.resize(cut);
    if (!is_row) external.number = 0;
    externals_.push_back(std::move(external));
  }

  void settle_assignments() {
    assignment_schema_.kept.report(assignment_schema_.elements, report_);
  }

  struct TaskFacts {
    std::int64_t calendar_uid = -1;
    std::int32_t level = -1;
    bool summary = false;
    std::string external_file;
  };

  XmlCursor& cursor_;
  Report& report_;
  plan::Plan plan_;
  ProjectRow project_;
  Habits habits_;
  bool saw_zero_slack_ = false;
  bool too_many_rows_ = false;
  std::string_view row_attributes_;
  std::size_t task_bytes_ = 0;
  UidMap calendar_uids_, task_uids_, resource_uids_;
  std::vector<std::int64_t> calendar_bases_, resource_calendars_;
  std::vector<TaskFacts> tasks_;
  std::vector<PendingLink> links_;
  std::vector<ExternalTask> externals_;
  std::vector<std::size_t> link_counts_;
  std::vector<AssignmentWork> work_;
  Schema<ProjectElement> project_schema_{"Project", project_elements()};
  Schema<TaskElement> task_schema_{"Task", task_elements()};
  Schema<LinkElement> link_schema_{"PredecessorLink", link_elements()};
  Schema<ResourceElement> resource_schema_{"Resource", resource_elements()};
  Schema<AssignmentElement> assignment_schema_{"Assignment", assignment_elements()};
};

/// The file's own `extra`: one `key=value` per line.
std::string file_extra(std::string_view text, const XmlCursor& cursor, const Decoded& decoded) {
  std::string extra = "encoding=" + decoded.encoding + "\n";
  if (decoded.had_bom) extra += "bom=1\n";
  extra += "root=" + std::string(cursor.full_name()) + "\n";
  const std::size_t end = text.find("?>");
  if (text.starts_with("<?xml") && end != std::string_view::npos) {
    extra += "declaration=" + std::string(text.substr(0, end + 2)) + "\n";
  }
  std::string attributes(trim(cursor.attributes()));
  std::replace(attributes.begin(), attributes.end(), '\n', ' ');
  return extra + "attributes=" + attributes + "\n";
}

}  // namespace

Result<ReadOutcome> read(std::string_view bytes, const ReadOptions& options) {
  if (static_cast<std::int64_t>(bytes.size()) > options.file_bytes_max) {
    return refuse(RefusalKind::too_large, "import.too_large", {},
                  {{"what", "file"}, {"limit", std::to_string(options.file_bytes_max)}});
  }
  Decoded decoded;
  if (Status status = decode_xml(bytes, options.encoding, decoded); !status) {
    return status.refusals();
  }
  Report report;
  XmlCursor cursor(decoded.text);
  const bool has_root = cursor.next_child();
  if (Status status = cursor.status(); !status) return status.refusals();
  if (!has_root || cursor.name() != "Project") {
    return refuse(RefusalKind::malformed, "import.not_a_plan_file", "1",
                  {{"found", "<" + std::string(cursor.name()) + ">"}});
  }
  Reader reader(cursor, report);
  std::string extra = file_extra(decoded.text, cursor, decoded);
  reader.read_project();
  cursor.finish();
  if (Status status = cursor.status(); !status) return status.refusals();
  if (reader.too_many_rows()) {
    return refuse(RefusalKind::too_large, "import.too_large", "Tasks",
                  {{"what", "Tasks"}, {"limit", std::to_string(k_activities_max)}});
  }
  ReadOutcome outcome;
  outcome.plan = reader.settle();
  outcome.externals = reader.take_externals();
  if (reader.habits().absent_slack_is_zero) extra += "absent_slack_is_zero=1\n";
  extra += "structure=" + structure_mark(outcome.plan) + "\n";
  outcome.plan.extra = std::move(extra);
  outcome.loss = report.take_losses();
  outcome.warnings = report.take_warnings();
  return outcome;
}

}  // namespace tc::interchange::mspdi
