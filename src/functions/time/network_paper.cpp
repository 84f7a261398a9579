#include "functions/time/network_paper.h"
#include "base/row.h"
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
using engine::arrow_network::Arrow;
using project::LoadedPlan;
using Point = Canvas::Point;

Color color_of(bool critical) { return critical ? k_paper_critical_done : document::k_ink; }

std::string days_text(double tenths, double per_day, bool zh) {
  char text[32];
  std::snprintf(text, sizeof text, "%g%s", std::round(tenths / per_day * 10) / 10,
                zh ? "天" : " d");
  return text;
}

// Lengths of the picture at its natural size, in points.
constexpr double k_lane = 44, k_radius = 8, k_track = 4, k_pad = 30, k_clearance_width = 22;
constexpr double k_least_scale = 0.8, k_most_scale = 1.3;
/// Lanes stand apart to fill the sheet, up to this many times their natural distance.
constexpr double k_spread_max = 1.6;

class ArrowPaper {
 public:
  ArrowPaper(const LoadedPlan& loaded, const NetworkPlan& made, const PaperAsk& ask)
      : loaded_(loaded),
        made_(made),
        ask_(ask),
        sheet_(ask, legend(), 1),
        room_(PaperSheet::room(ask.size)),
        scale_(scale()),
        axis_(first(), last(), box(), std::max(scale_, 0.7)) {}

  std::string draw() {
    sheet_.draw_frame();
    axis_.draw(canvas());
    for (std::size_t i = 0; i < made_.network.arrows.size(); ++i) draw_arrow(i);
    for (std::size_t event = 0; event < made_.layout.at.size(); ++event) draw_event(event);
    canvas().frame(room_, document::k_rule);
    return sheet_.finish();
  }

 private:
  [[nodiscard]] Canvas& canvas() { return sheet_.canvas(); }
  [[nodiscard]] std::vector<LegendEntry> legend() const {
    using enum LegendEntry::Sign;
    const auto say = [&](const char* zh, const char* en) { return ask_.zh ? zh : en; };
    return {{line, document::k_ink, say("工作", "Work")},
            {line, k_paper_critical_done, say("关键线路", "Critical path")},
            {dashed, document::k_ink, say("虚工作", "Dummy")},
            {wave, document::k_ink, say("自由时差", "Free float")},
            {line, k_paper_baseline, say("等待", "Waiting")},
            {circle, document::k_ink, say("事件", "Event")}};
  }
  [[nodiscard]] PlanTime first() const {
    return static_cast<PlanTime>(*std::ranges::min_element(made_.layout.at));
  }
  [[nodiscard]] PlanTime last() const {
    return static_cast<PlanTime>(*std::ranges::max_element(made_.layout.at));
  }

  // As large as drawn naturally, or as the sheet allows.
  [[nodiscard]] double scale() const {
    const double days = std::max(1.0, (last() - first()) / static_cast<double>(k_tenths_per_day));
    const double per_day = k_clearance_width * k_tenths_per_day /
                           std::max<double>(1, static_cast<double>(made_.clearance));
    const double height = made_.layout.lane_count * k_lane + 2 * k_pad + PaperAxis::k_height;
    // Time is squeezed before words are: events that come too close are told apart by their lanes.
    const double across = std::max(k_least_scale, room_.width / (days * per_day + 2 * k_pad));
    return std::min({k_most_scale, room_.height / height, across});
  }
  [[nodiscard]] Box box() const {
    const double pad = k_pad * scale_;
    return {room_.x + pad, room_.y, room_.width - 2 * pad, room_.height};
  }

  [[nodiscard]] double lane_y(std::int32_t lane) const {
    const double room = room_.height - PaperAxis::k_height;
    const double natural = k_lane * scale_;
    const double each =
        std::clamp(room / (made_.layout.lane_count + 1), natural, natural * k_spread_max);
    const double top =
        room_.y + PaperAxis::k_height + std::max(0.0, (room - made_.layout.lane_count * each) / 2);
    return top + (lane + 0.5) * each;
  }
  [[nodiscard]] Point event_at(std::int32_t event) const {
    return {axis_.x(static_cast<PlanTime>(made_.layout.at[row_of(event)])),
            lane_y(made_.layout.lanes[row_of(event)])};
  }
  [[nodiscard]] double beside(std::int32_t track) const {
    return track == 0 ? 0 : (k_radius + 2 + k_track * (track - 1)) * scale_;
  }

  void draw_event(std::size_t event) {
    const Point middle = event_at(static_cast<std::int32_t>(event));
    const double r = k_radius * scale_;
    canvas().fill({middle.x - r, middle.y - r, 2 * r, 2 * r}, document::k_ink, r);
    const double inner = r - 0.8 * scale_;
    canvas().fill({middle.x - inner, middle.y - inner, 2 * inner, 2 * inner}, document::k_white,
                  inner);
    const TextStyle style{.size = 7 * scale_, .align = TextStyle::Align::center};
    canvas().text({middle.x - 2 * r, middle.y - 5.2 * scale_, 4 * r, 0}, std::to_string(event + 1),
                  style);
  }

  void draw_arrow(std::size_t index) {
    const Arrow& arrow = made_.network.arrows[index];
    const engine::arrow_network::Route& route = made_.layout.routes[index];
    const Point from = event_at(arrow.from), to = event_at(arrow.to);
    const Color color = color_of(arrow.critical);
    const double width = (arrow.critical ? 1.5 : 0.9) * scale_;
    const bool dummy = arrow.kind == Arrow::Kind::dummy;
    if (route.lane < 0) {
      const double x = from.x + beside(route.from_track);
      canvas().line({from, {x, from.y}, {x, to.y}, to}, color, width, dummy);
      return head({x, to.y}, {to.x - from.x >= 0 ? 0.0 : -1.0, to.y > from.y ? 1.0 : -1.0}, color);
    }
    const double y = lane_y(route.lane);
    const double r = k_radius * scale_;
    const double left = from.y == y ? from.x + r : from.x + beside(route.from_track);
    const double right = std::max(left, to.y == y ? to.x - r : to.x - beside(route.to_track));
    const double start = std::clamp(axis_.x(made_.arrows[index].start), left, right);
    const double stop =
        dummy ? left : std::clamp(axis_.x(made_.arrows[index].finish), start, right);
    if (from.y != y) canvas().line({from, {left, from.y}, {left, y}}, color, width, dummy);
    if (start > left + 1) canvas().line({{left, y}, {start, y}}, k_paper_baseline, width);
    if (stop > start) canvas().line({{start, y}, {stop, y}}, color, width);
    if (right > stop + 1) wave(stop, right, y, color);
    if (to.y != y) canvas().line({{right, y}, {right, to.y}, to}, color, width, dummy);
    head(to.y == y ? Point{right, y} : Point{right, to.y - (to.y > y ? r : -r)},
         to.y == y ? Point{1, 0} : Point{0, to.y > y ? 1.0 : -1.0}, color);
    if (!dummy) words(arrow, start, right, y);
  }

  void wave(double from, double to, double y, const Color& color) {
    const int count = std::max(1, static_cast<int>((to - from) / (6 * scale_)));
    const double step = (to - from) / count;
    std::vector<Point> points;
    for (int k = 0; k < count; ++k) {
      const double x = from + k * step;
      points.push_back({x, y});
      points.push_back({x + step / 4, y - 2.2 * scale_});
      points.push_back({x + 3 * step / 4, y + 2.2 * scale_});
    }
    points.push_back({to, y});
    canvas().line(points, color, 0.8 * scale_);
  }

  void head(Point tip, Point way, const Color& color) {
    const double size = 5 * scale_, half = 2.4 * scale_;
    canvas().polygon({tip,
                      {tip.x - way.x * size - way.y * half, tip.y - way.y * size - way.x * half},
                      {tip.x - way.x * size + way.y * half, tip.y - way.y * size + way.x * half}},
                     color);
  }

  // The name above the line, the duration below it.
  void words(const Arrow& arrow, double left, double right, double y) {
    const double inset = 3 * scale_;
    const double width = right - left - 2 * inset;
    if (width < 8 * scale_) return;
    const plan::Activity* work =
        arrow.work < 0 ? nullptr
                       : &loaded_.plan.activities[row_of(made_.works[row_of(arrow.work)])];
    std::string name = work != nullptr ? name_of(*work) : ask_.zh ? "间歇" : "lag";
    if (arrow.part > 0) name += " · " + std::to_string(arrow.part);
    canvas().text({left + inset, y - 12.5 * scale_, width, 0}, name,
                  {.size = 8 * scale_, .lines_max = 1});
    canvas().text(
        {left + inset, y + 1.5 * scale_, width, 0},
        days_text(static_cast<double>(arrow.duration), tenths_per_day(loaded_.plan), ask_.zh),
        {.size = 7 * scale_, .color = document::k_muted, .lines_max = 1});
  }

  const LoadedPlan& loaded_;
  const NetworkPlan& made_;
  const PaperAsk& ask_;
  PaperSheet sheet_;
  Box room_;
  double scale_;
  PaperAxis axis_;
};

constexpr double k_node_width = 150, k_node_height = 62, k_column_gap = 46, k_row_gap = 20;

class NodePaper {
 public:
  NodePaper(const LoadedPlan& loaded, const NetworkPlan& made, const PaperAsk& ask)
      : loaded_(loaded),
        made_(made),
        ask_(ask),
        sheet_(ask, legend(), 1),
        room_(PaperSheet::room(ask.size)) {
    const double width = made.nodes.columns * (k_node_width + k_column_gap);
    const double height = made.nodes.rows * (k_node_height + k_row_gap);
    scale_ = std::min({1.3, room_.width / width, room_.height / height});
    left_ = room_.x + (room_.width - (width - k_column_gap) * scale_) / 2;
    top_ = room_.y + (room_.height - (height - k_row_gap) * scale_) / 2;
  }

  std::string draw() {
    sheet_.draw_frame();
    for (std::size_t i = 0; i < made_.links.size(); ++i) draw_link(i);
    for (std::size_t i = 0; i < made_.works.size(); ++i) draw_node(i);
    canvas().frame(room_, document::k_rule);
    return sheet_.finish();
  }

 private:
  [[nodiscard]] Canvas& canvas() { return sheet_.canvas(); }
  [[nodiscard]] std::vector<LegendEntry> legend() const {
    using enum LegendEntry::Sign;
    const auto say = [&](const char* zh, const char* en) { return ask_.zh ? zh : en; };
    return {{bar, document::k_ink,
             say("工作：最早开始 · 工期 · 最早完成 / 名称 / 最迟开始 · 总时差 · 最迟完成",
                 "Work: early start · duration · early finish / name / late "
                 "start · total float · late finish")},
            {line, k_paper_critical_done, say("关键线路", "Critical path")}};
  }
  [[nodiscard]] Box box_of(const engine::arrow_network::Cell& cell) const {
    return {left_ + cell.column * (k_node_width + k_column_gap) * scale_,
            top_ + cell.row * (k_node_height + k_row_gap) * scale_, k_node_width * scale_,
            k_node_height * scale_};
  }

  void draw_node(std::size_t index) {
    const Box box = box_of(made_.nodes.nodes[index]);
    const plan::Activity& one = loaded_.plan.activities[row_of(made_.works[index])];
    const auto& dates = loaded_.schedule.activities[row_of(made_.works[index])];
    const Color edge = color_of(dates.critical);
    canvas().fill(box, document::k_white);
    canvas().frame(box, edge);
    if (dates.critical)
      canvas().frame({box.x - 0.8, box.y - 0.8, box.width + 1.6, box.height + 1.6}, edge);
    const double third = box.height / 3;
    for (const int k : {1, 2})
      canvas().line({{box.x, box.y + k * third}, {box.x + box.width, box.y + k * third}},
                    document::k_rule, 0.5);
    const auto day = [](PlanTime time) {
      return time == k_no_time ? std::string() : format_day(day_of(time)).substr(5);
    };
    const double per_day = tenths_per_day(loaded_.plan);
    cells(box, 0,
          {day(dates.early_start), days_text(one.duration.tenths(), per_day, ask_.zh),
           day(dates.early_finish)});
    cells(box, 2 * third,
          {day(dates.late_start), "TF " + days_text(dates.total_float.tenths(), per_day, ask_.zh),
           day(dates.late_finish)});
    canvas().text({box.x + 4 * scale_, box.y + third + 4 * scale_, box.width - 8 * scale_, 0},
                  name_of(one), {.size = 9 * scale_, .lines_max = 1});
  }

  void cells(const Box& box, double down, const std::array<std::string, 3>& texts) {
    using enum TextStyle::Align;
    constexpr std::array k_sides = {left, center, right};
    for (std::size_t i = 0; i < texts.size(); ++i)
      canvas().text({box.x + 4 * scale_, box.y + down + 4 * scale_, box.width - 8 * scale_, 0},
                    texts[i],
                    {.size = 7.5 * scale_, .color = document::k_muted, .align = k_sides[i]});
  }

  void draw_link(std::size_t index) {
    const NetworkLink& link = made_.links[index];
    const auto critical = [&](std::int32_t work) {
      return loaded_.schedule.activities[row_of(made_.works[row_of(work)])].critical;
    };
    const Color color =
        critical(link.from) && critical(link.to) ? k_paper_critical_done : document::k_muted;
    const Box from = box_of(made_.nodes.nodes[row_of(link.from)]);
    const Box to = box_of(made_.nodes.nodes[row_of(link.to)]);
    std::vector<Point> points = {{from.x + from.width, from.y + from.height / 2}};
    if (index < made_.nodes.bends.size()) {
      for (const auto& bend : made_.nodes.bends[index]) {
        const Box passed = box_of(bend);
        points.push_back({passed.x, passed.y + passed.height / 2});
        points.push_back({passed.x + passed.width, passed.y + passed.height / 2});
      }
    }
    const Point end{to.x, to.y + to.height / 2};
    points.push_back(end);
    canvas().line(points, color, 0.9 * scale_);
    canvas().polygon(
        {end, {end.x - 6 * scale_, end.y - 3 * scale_}, {end.x - 6 * scale_, end.y + 3 * scale_}},
        color);
  }

  const LoadedPlan& loaded_;
  const NetworkPlan& made_;
  const PaperAsk& ask_;
  PaperSheet sheet_;
  Box room_;
  double scale_ = 1, left_ = 0, top_ = 0;
};

}  // namespace

std::string arrow_network_pdf(const LoadedPlan& loaded, const NetworkPlan& made,
                              const PaperAsk& ask) {
  return ArrowPaper(loaded, made, ask).draw();
}

std::string node_network_pdf(const LoadedPlan& loaded, const NetworkPlan& made,
                             const PaperAsk& ask) {
  return NodePaper(loaded, made, ask).draw();
}

}  // namespace tc::functions::time
