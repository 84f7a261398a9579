#pragma once

#include <algorithm>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "interchange/mspdi/schema.h"

/// One element with its children: read by a table, kept as text.
namespace tc::interchange::mspdi {

/// What became of a child element that the table has no `set` for.
enum class Kept : std::uint8_t {
  raw,       ///< It belongs into `extra`, and counts as not carried over.
  known,     ///< It belongs into `extra`; the plan holds its meaning too.
  elsewhere  ///< Another object holds it.
};

/// How often each element that the plan has no place for occurred.
class KeptCounts {
 public:
  KeptCounts(std::string_view parent, std::size_t size) : parent_(parent), counts_(size, 0) {}
  void add(int place, std::string_view name) {
    if (place >= 0)
      ++counts_[static_cast<std::size_t>(place)];
    else
      ++unknown_[std::string(name)];
  }
  template <class E>
  void report(std::span<const E> elements, Report& report) const {
    for (std::size_t i = 0; i < counts_.size(); ++i) {
      report.lose(parent_ + "/" + std::string(elements[i].name), "kept for mspdi", counts_[i]);
    }
    for (const auto& [name, count] : unknown_) {
      report.lose(parent_ + "/" + name, "kept for mspdi", count);
    }
  }

 private:
  std::string parent_;
  std::vector<std::int64_t> counts_;
  std::map<std::string, std::int64_t> unknown_;
};

/// Stands in the `extra` of a task for each link that the plan holds, at its place.
inline constexpr std::string_view k_link_mark = "<?link?>";

/// A table with its index and its counts.
template <class E>
struct Schema {
  std::span<const E> elements;
  NameTable names;
  KeptCounts kept;

  Schema(std::string_view parent, std::span<const E> of)
      : elements(of), names(of), kept(parent, of.size()) {}
};

/// Reads the children of the element that the cursor is in, to its end. Each child's text joins
/// `extra`, without the blanks between; `special(name)` may take a child that has no `set`.
template <class Row, class E, class Special>
void read_record(XmlCursor& cursor, Schema<E>& schema, Row& row, Report& report, std::string& extra,
                 Special special) {
  while (cursor.next_child()) {
    const std::size_t begin = cursor.begin();
    const std::string_view name = cursor.name();
    const int place = schema.names.find(name);
    const E* element = place < 0 ? nullptr : &schema.elements[static_cast<std::size_t>(place)];
    if (element != nullptr && element->set != nullptr) {
      const std::string_view text = cursor.read_text();
      if (!text.empty()) element->set(row, Text{text, element->name, report, cursor});
    } else {
      const Kept kept = special(name);
      cursor.skip();
      if (kept == Kept::elsewhere) continue;
      const bool modelled = element != nullptr && element->get != nullptr;
      if (kept == Kept::raw && !modelled) schema.kept.add(place, name);
    }
    if (!cursor.failed()) extra += cursor.since(begin);
  }
}

template <class Row, class E>
void read_record(XmlCursor& cursor, Schema<E>& schema, Row& row, Report& report,
                 std::string& extra) {
  read_record(cursor, schema, row, report, extra, [](std::string_view) { return Kept::raw; });
}

/// One `TimephasedData` of an assignment: work done between two times.
struct Timephased {
  PlanTime start = k_no_time, finish = k_no_time;
  bool works = false;
};

/// Reads a `TimephasedData` that the cursor found; nothing where it is not work (types 1 and 2).
[[nodiscard]] std::optional<Timephased> read_timephased(XmlCursor& cursor, Report& report);

/// Reads a `Baseline` of a task that the cursor found.
[[nodiscard]] plan::ActivityBaseline read_baseline(XmlCursor& cursor, Report& report);

/// A task with its links and baselines from the element that the cursor is in.
struct PendingLink {
  LinkRow row;
  std::string_view raw;  ///< The whole PredecessorLink element.
};
void read_task(XmlCursor& cursor, Schema<TaskElement>& schema, Schema<LinkElement>& link_schema,
               TaskRow& row, std::vector<PendingLink>& links, Report& report);
/// Puts texts where the links of the task stood, one for each; an empty one leaves the mark.
void put_back_links(std::string& extra, std::span<const std::string_view> raws);
/// An assignment; `pieces` receives its timephased work.
void read_assignment(XmlCursor& cursor, Schema<AssignmentElement>& schema, AssignmentRow& row,
                     std::vector<Timephased>& pieces, Report& report);

/// What a file means by leaving elements out; kept in `Plan::extra`.
struct Habits {
  bool absent_slack_is_zero = false;
};
/// Fills the fields that follow from others, as the reader and the writer's second look do.
void settle_task(TaskRow& row, const Habits& habits);
void settle_project(ProjectRow& row);
/// A percent lag is whole percents in the file, hundredths in the plan.
void settle_link(LinkRow& row);

}  // namespace tc::interchange::mspdi
