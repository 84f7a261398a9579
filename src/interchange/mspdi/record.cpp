#include "interchange/mspdi/record.h"

namespace tc::interchange::mspdi {

std::optional<Timephased> read_timephased(XmlCursor& cursor, Report& report) {
  Timephased piece;
  std::int64_t type = 0;
  cursor.enter();
  while (cursor.next_child()) {
    const std::string_view name = cursor.name();
    const std::string_view value = cursor.read_text();
    const Text text{value, name, report, cursor};
    if (name == "Type")
      type = text.integer();
    else if (name == "Start")
      piece.start = text.date();
    else if (name == "Finish")
      piece.finish = text.date();
    else if (name == "Value")
      piece.works = type <= 2 && text.duration() > Minutes();
  }
  constexpr std::int64_t k_remaining_work = 1;
  constexpr std::int64_t k_actual_work = 2;
  const bool work = type == k_remaining_work || type == k_actual_work;
  const bool whole = piece.start != k_no_time && piece.finish > piece.start;
  return work && whole ? std::optional(piece) : std::nullopt;
}

plan::ActivityBaseline read_baseline(XmlCursor& cursor, Report& report) {
  plan::ActivityBaseline baseline;
  cursor.enter();
  while (cursor.next_child()) {
    const std::string_view name = cursor.name();
    if (name != "Number" && name != "Start" && name != "Finish" && name != "Duration" &&
        name != "Work" && name != "Cost") {
      continue;
    }
    const std::string_view value = cursor.read_text();
    const Text text{value, name, report, cursor};
    if (name == "Number")
      baseline.number = text.small();
    else if (name == "Start")
      baseline.start = text.date();
    else if (name == "Finish")
      baseline.finish = text.date();
    else if (name == "Duration")
      baseline.duration = text.duration();
    else if (name == "Work")
      baseline.work = text.duration();
    else
      baseline.cost_minor = text.integer();
  }
  return baseline;
}

void read_task(XmlCursor& cursor, Schema<TaskElement>& schema, Schema<LinkElement>& link_schema,
               TaskRow& row, std::vector<PendingLink>& links, Report& report) {
  plan::Activity& activity = row.activity;
  read_record(cursor, schema, row, report, activity.extra, [&](std::string_view name) {
    if (name == "Baseline") {
      activity.baselines.push_back(read_baseline(cursor, report));
      return Kept::known;
    }
    if (name != "PredecessorLink") return Kept::raw;
    const std::size_t begin = cursor.begin();
    PendingLink& link = links.emplace_back();
    cursor.enter();
    read_record(cursor, link_schema, link.row, report, link.row.link.extra);
    link.raw = cursor.since(begin);
    settle_link(link.row);
    activity.extra += k_link_mark;
    return Kept::elsewhere;
  });
}

void put_back_links(std::string& extra, std::span<const std::string_view> raws) {
  if (std::all_of(raws.begin(), raws.end(), [](auto raw) { return raw.empty(); })) return;
  std::string out;
  XmlCursor cursor(extra, XmlCursor::Kind::fragment);
  std::size_t from = 0;
  std::size_t next = 0;
  bool more = true;
  while (more) {
    more = cursor.next_child();
    std::string_view gap =
        std::string_view(extra).substr(from, (more ? cursor.begin() : extra.size()) - from);
    for (std::size_t mark = gap.find(k_link_mark); mark != std::string_view::npos;
         mark = gap.find(k_link_mark)) {
      const bool put = next < raws.size() && !raws[next].empty();
      out += gap.substr(0, mark);
      out += put ? raws[next] : k_link_mark;
      ++next;
      gap.remove_prefix(mark + k_link_mark.size());
    }
    out += gap;
    if (!more) break;
    const std::size_t begin = cursor.begin();
    cursor.skip();
    out += cursor.since(begin);
    from = cursor.place();
  }
  extra = std::move(out);
}

void read_assignment(XmlCursor& cursor, Schema<AssignmentElement>& schema, AssignmentRow& row,
                     std::vector<Timephased>& pieces, Report& report) {
  read_record(cursor, schema, row, report, row.assignment.extra, [&](std::string_view name) {
    if (name != "TimephasedData") return Kept::raw;
    if (const auto piece = read_timephased(cursor, report)) pieces.push_back(*piece);
    return Kept::known;
  });
}

namespace {

/// A finish although nothing is done is how a library writes "not set": it writes that instant for
/// every date of the task that it has none for.
void clear_null_dates(plan::Activity& activity) {
  const PlanTime null = activity.actual_finish;
  const bool nothing_done = activity.percent_complete == 0 && activity.duration.tenths() > 0 &&
                            activity.remaining_duration == activity.duration;
  if (null == k_no_time || activity.actual_start != null || !nothing_done) return;
  for (PlanTime* date : {&activity.actual_start, &activity.actual_finish, &activity.suspend,
                         &activity.resume, &activity.deadline, &activity.constraint.date}) {
    if (*date == null) *date = k_no_time;
  }
}

}  // namespace

void settle_task(TaskRow& row, const Habits& habits) {
  plan::Activity& activity = row.activity;
  if (row.summary) activity.kind = plan::ActivityKind::summary;
  clear_null_dates(activity);
  plan::Stored& stored = activity.stored;
  const bool scheduled = stored.late_start != k_no_time && stored.late_finish != k_no_time;
  if (!habits.absent_slack_is_zero || !scheduled) return;
  if (!stored.total_float) stored.total_float = Minutes();
  if (!stored.free_float) stored.free_float = Minutes();
  if (!stored.critical) stored.critical = false;
}

void settle_link(LinkRow& row) {
  const plan::LagKind kind = row.link.lag_kind;
  if (kind == plan::LagKind::percent || kind == plan::LagKind::elapsed_percent) {
    row.link.lag = clamp_int32(std::int64_t{row.link.lag} * 100);
  }
}

void settle_project(ProjectRow& row) {
  plan::Project& project = row.project;
  const std::int64_t day = project.per_day.tenths();
  project.per_month = minutes_from_tenths(row.days_per_month * day);
  project.critical_limit = minutes_from_tenths(project.critical_limit.tenths() * day);
  if (project.name.empty()) project.name = row.file_name;
}

}  // namespace tc::interchange::mspdi
