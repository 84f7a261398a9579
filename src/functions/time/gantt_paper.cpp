#include "functions/time/gantt_paper.h"

#include "functions/time/pieces.h"
#include "functions/time/plan_words.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

namespace tc::functions::time {
namespace {

using document::Box;
using document::Canvas;
using document::Color;
using document::TextStyle;
using engine::schedule::ActivityDates;
using plan::Activity;
using plan::ActivityKind;
using project::LoadedPlan;
using Point = Canvas::Point;

constexpr double k_row = 15, k_indent = 9;
constexpr TextStyle k_cell{.size = 8, .lines_max = 1};
/// Links between more rows than this are a grey cloud, not a picture.
constexpr std::size_t k_rows_with_links_max = 400;

struct Column {
  double width = 0;
  const char* zh = "";
  const char* en = "";
};
constexpr std::array k_gantt_paper_columns = {
    Column{28, "序号", "No."},   Column{200, "活动", "Activity"}, Column{48, "工期", "Days"},
    Column{58, "开始", "Start"}, Column{58, "完成", "Finish"},
};
constexpr double k_table_width = 392;

class Gantt {
 public:
  Gantt(const LoadedPlan& loaded, const PaperAsk& ask, const std::vector<std::size_t>& rows)
      : loaded_(loaded),
        ask_(ask),
        rows_(rows),
        sheet_(ask, legend(), pages_for(ask, rows.size())),
        room_(PaperSheet::room(ask.size)),
        axis_(first(), last(), chart()) {}

  std::string draw() {
    set_levels();
    const std::size_t per_page = rows_per_page(ask_);
    for (std::size_t begin = 0; begin < rows_.size(); begin += per_page) {
      if (begin > 0) sheet_.next_page();
      draw_page(begin, std::min(begin + per_page, rows_.size()));
    }
    return sheet_.finish();
  }

 private:
  static std::size_t rows_per_page(const PaperAsk& ask) {
    return static_cast<std::size_t>((PaperSheet::room(ask.size).height - PaperAxis::k_height) /
                                    k_row);
  }
  static int pages_for(const PaperAsk& ask, std::size_t rows) {
    const std::size_t each = rows_per_page(ask);
    return static_cast<int>(std::max<std::size_t>(1, (rows + each - 1) / each));
  }
  [[nodiscard]] const char* say(const char* zh, const char* en) const { return ask_.zh ? zh : en; }

  [[nodiscard]] std::vector<LegendEntry> legend() const {
    using enum LegendEntry::Sign;
    return {{bar, k_paper_bar, say("活动", "Activity")},
            {bar, k_paper_done, say("已完成部分", "Done")},
            {bar, k_paper_critical, say("关键活动", "Critical")},
            {bar, document::k_ink, say("摘要", "Summary")},
            {diamond, document::k_ink, say("里程碑", "Milestone")},
            {line, k_paper_baseline, say("基准", "Baseline")},
            {dashed, k_paper_status, say("状态日期", "Status date")}};
  }

  [[nodiscard]] const ActivityDates& dates(std::size_t row) const {
    return loaded_.schedule.activities[rows_[row]];
  }
  [[nodiscard]] const Activity& activity(std::size_t row) const {
    return loaded_.plan.activities[rows_[row]];
  }
  [[nodiscard]] PlanTime first() const {
    PlanTime time = INT32_MAX;
    for (std::size_t row = 0; row < rows_.size(); ++row) time = std::min(time, dates(row).start);
    return time - 2 * k_tenths_per_day;
  }
  [[nodiscard]] PlanTime last() const {
    PlanTime time = k_no_time;
    for (std::size_t row = 0; row < rows_.size(); ++row) time = std::max(time, dates(row).finish);
    return time + 5 * k_tenths_per_day;
  }
  [[nodiscard]] Box chart() const {
    return {room_.x + k_table_width, room_.y, room_.width - k_table_width, room_.height};
  }

  void set_levels() {
    levels_.assign(loaded_.plan.activities.size(), 0);
    for (std::size_t i = 0; i < levels_.size(); ++i) {
      const plan::Index parent = loaded_.plan.activities[i].parent;
      if (parent != plan::k_none) levels_[i] = levels_[static_cast<std::size_t>(parent)] + 1;
    }
  }

  void draw_page(std::size_t begin, std::size_t end) {
    Canvas& canvas = sheet_.canvas();
    sheet_.draw_frame();
    const double top = room_.y + PaperAxis::k_height;
    for (std::size_t row = begin; row < end; ++row) {
      const double y = top + static_cast<double>(row - begin) * k_row;
      if ((row - begin) % 2 == 1) canvas.fill({room_.x, y, room_.width, k_row}, document::k_shade);
    }
    axis_.draw(canvas);
    draw_head(canvas);
    draw_links(canvas, begin, end, top);
    for (std::size_t row = begin; row < end; ++row) {
      const double y = top + static_cast<double>(row - begin) * k_row;
      draw_cells(canvas, row, y);
      draw_bar(canvas, row, y);
    }
    draw_status(canvas, top);
    canvas.frame(room_, document::k_rule);
  }

  void draw_head(Canvas& canvas) {
    canvas.fill({room_.x, room_.y, k_table_width, PaperAxis::k_height}, document::k_shade);
    double x = room_.x;
    for (const Column& column : k_gantt_paper_columns) {
      canvas.text({x + 3, room_.y + 9, column.width - 4, 0}, say(column.zh, column.en),
                  {.size = 8, .bold = true, .color = document::k_muted, .lines_max = 1});
      x += column.width;
    }
    const double right = room_.x + k_table_width;
    canvas.line({{right, room_.y}, {right, room_.y + room_.height}}, document::k_rule, 0.8);
  }

  void draw_cells(Canvas& canvas, std::size_t row, double y) {
    const Activity& one = activity(row);
    const bool summary = one.kind == ActivityKind::summary;
    const double indent = std::min(8, levels_[rows_[row]]) * k_indent;
    const auto day = [](PlanTime time) {
      return time == k_no_time ? std::string() : format_day(day_of(time));
    };
    char duration[24] = "";
    if (!summary && one.duration > Minutes())
      std::snprintf(duration, sizeof duration, "%g",
                    std::round(one.duration.tenths() / tenths_per_day(loaded_.plan) * 10) / 10);
    const std::array<std::string, k_gantt_paper_columns.size()> texts = {
        std::to_string(rows_[row] + 1), name_of(one), duration, day(dates(row).start),
        day(dates(row).finish)};
    double x = room_.x;
    for (std::size_t i = 0; i < texts.size(); ++i) {
      TextStyle style = k_cell;
      style.bold = summary;
      const double inset = i == 1 ? indent : 0;
      const double width = k_gantt_paper_columns[i].width - 6 - inset;
      if (i == 0 || i == 2) style.align = TextStyle::Align::right;
      canvas.text({x + 3 + inset, y + 2, std::max(12.0, width), 0}, texts[i], style);
      x += k_gantt_paper_columns[i].width;
    }
  }

  void draw_bar(Canvas& canvas, std::size_t row, double y) {
    const Activity& one = activity(row);
    const ActivityDates& when = dates(row);
    if (when.start == k_no_time || when.finish == k_no_time) return;
    const double left = axis_.x(when.start);
    const double right = std::max(axis_.x(when.finish), left + 0.8);
    draw_baseline(canvas, one, y);
    const bool milestone = one.kind == ActivityKind::start_milestone ||
                           one.kind == ActivityKind::finish_milestone ||
                           (one.milestone && one.duration == Minutes());
    if (milestone) {
      const double middle = y + k_row / 2;
      const Color color = when.critical ? k_paper_critical_done : document::k_ink;
      canvas.polygon(
          {{left, middle - 5}, {left + 5, middle}, {left, middle + 5}, {left - 5, middle}}, color);
      return;
    }
    if (one.kind == ActivityKind::summary) {
      canvas.fill({left, y + 4, right - left, 3.5}, document::k_ink);
      canvas.polygon({{left, y + 4}, {left + 4, y + 4}, {left, y + 11}}, document::k_ink);
      canvas.polygon({{right, y + 4}, {right - 4, y + 4}, {right, y + 11}}, document::k_ink);
      return;
    }
    draw_task(canvas, one, when, y);
  }

  // An interrupted one as its pieces, tied by a dotted line.
  void draw_task(Canvas& canvas, const Activity& one, const ActivityDates& when, double y) {
    const std::vector<DrawnPiece> pieces =
        drawn_pieces(pieces_of(one, when), one.percent_complete / 10'000.0,
                     [&](PlanTime time) { return axis_.x(time); });
    if (pieces.size() > 1) {
      const double middle = y + 7;
      canvas.dotted({pieces.front().left, middle}, {pieces.back().right, middle}, document::k_ink,
                    0.7);
    }
    for (const DrawnPiece& piece : pieces) {
      canvas.fill({piece.left, y + 3.5, piece.right - piece.left, 7},
                  when.critical ? k_paper_critical : k_paper_bar, 1.5);
      if (piece.done > piece.left + 0.5)
        canvas.fill({piece.left, y + 3.5, piece.done - piece.left, 7},
                    when.critical ? k_paper_critical_done : k_paper_done, 1.5);
    }
  }

  void draw_baseline(Canvas& canvas, const Activity& one, double y) {
    const plan::ActivityBaseline* baseline = plan::current_baseline_of(loaded_.plan, one);
    if (baseline == nullptr || baseline->finish == k_no_time) return;
    const double left = std::max(axis_.x(baseline->start), chart().x);
    const double right = std::min(axis_.x(baseline->finish), chart().x + chart().width);
    if (right > left) canvas.fill({left, y + 11.5, right - left, 2}, k_paper_baseline);
  }

  void draw_status(Canvas& canvas, double top) {
    if (loaded_.plan.projects.empty()) return;
    const PlanTime status = loaded_.plan.projects.front().status_date;
    if (status == k_no_time) return;
    const double x = axis_.x(status);
    if (x > chart().x && x < chart().x + chart().width)
      canvas.line({{x, top}, {x, room_.y + room_.height}}, k_paper_status, 1, true);
  }

  // Between rows of this page: down from the finish, across, and into the start.
  void draw_links(Canvas& canvas, std::size_t begin, std::size_t end, double top) {
    if (end - begin > k_rows_with_links_max) return;
    std::vector<std::int32_t> place(loaded_.plan.activities.size(), -1);
    for (std::size_t row = begin; row < end; ++row)
      place[rows_[row]] = static_cast<std::int32_t>(row - begin);
    for (const plan::Link& link : loaded_.plan.links) {
      if (link.from == plan::k_none || link.to == plan::k_none) continue;
      const auto from = static_cast<std::size_t>(link.from);
      const auto to = static_cast<std::size_t>(link.to);
      if (place[from] < 0 || place[to] < 0) continue;
      draw_link(canvas, link, top + place[from] * k_row, top + place[to] * k_row);
    }
  }

  void draw_link(Canvas& canvas, const plan::Link& link, double from_y, double to_y) {
    const ActivityDates& one = loaded_.schedule.activities[static_cast<std::size_t>(link.from)];
    const ActivityDates& two = loaded_.schedule.activities[static_cast<std::size_t>(link.to)];
    const bool from_start = link.kind == plan::LinkKind::ss || link.kind == plan::LinkKind::sf;
    const bool to_start = link.kind == plan::LinkKind::fs || link.kind == plan::LinkKind::ss;
    const PlanTime leaves = from_start ? one.start : one.finish;
    const PlanTime enters = to_start ? two.start : two.finish;
    if (leaves == k_no_time || enters == k_no_time) return;
    const double x0 = axis_.x(leaves), x1 = axis_.x(enters);
    const double y0 = from_y + 7, y1 = to_y + 7;
    const Color color = one.critical && two.critical ? k_paper_critical_done : document::k_rule;
    const double into = to_start ? -5 : 5;
    const double turn = from_start ? x0 - 4 : x0 + 4;
    const bool direct = to_start ? x1 >= turn : x1 <= turn;
    if (direct)
      canvas.line({{x0, y0}, {turn, y0}, {turn, y1}, {x1, y1}}, color, 0.7);
    else
      canvas.line({{x0, y0},
                   {turn, y0},
                   {turn, (y0 + y1) / 2},
                   {x1 + into, (y0 + y1) / 2},
                   {x1 + into, y1},
                   {x1, y1}},
                  color, 0.7);
    const double tail = to_start ? -3.5 : 3.5;
    canvas.polygon({{x1, y1}, {x1 + tail, y1 - 2}, {x1 + tail, y1 + 2}}, color);
  }

  const LoadedPlan& loaded_;
  const PaperAsk& ask_;
  const std::vector<std::size_t>& rows_;
  PaperSheet sheet_;
  Box room_;
  PaperAxis axis_;
  std::vector<int> levels_;
};

}  // namespace

Result<std::string> gantt_pdf(const LoadedPlan& loaded, const PaperAsk& ask) {
  std::vector<std::size_t> rows;
  for (std::size_t i = 0; i < loaded.plan.activities.size(); ++i) {
    const Activity& activity = loaded.plan.activities[i];
    const bool dated = loaded.schedule.activities[i].start != k_no_time;
    if (dated && activity.active && !activity.blank) rows.push_back(i);
  }
  if (rows.size() > k_paper_rows_max)
    return refuse(
        RefusalKind::too_large, "plan.paper_too_large", {},
        {{"rows", std::to_string(rows.size())}, {"limit", std::to_string(k_paper_rows_max)}});
  if (rows.empty()) return refuse(RefusalKind::rule, "plan.paper_empty");
  return Gantt(loaded, ask, rows).draw();
}

}  // namespace tc::functions::time
