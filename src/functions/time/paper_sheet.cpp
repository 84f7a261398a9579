#include "functions/time/paper_sheet.h"

#include <algorithm>
#include <array>
#include <cstdio>

namespace tc::functions::time {
namespace {

using document::Box;
using document::Canvas;
using document::Color;
using document::TextStyle;

constexpr double k_margin = 26, k_title_height = 42, k_legend_height = 22;

}  // namespace

std::optional<document::PageSize> paper_size(std::string_view name) {
  if (name == "A4") return document::k_a4_landscape;
  if (name == "A3") return document::k_a3_landscape;
  if (name == "A2") return document::k_a2_landscape;
  if (name == "A1") return document::k_a1_landscape;
  if (name == "A0") return document::k_a0_landscape;
  return std::nullopt;
}

PaperSheet::PaperSheet(const PaperAsk& ask, std::vector<LegendEntry> legend, int pages)
    : ask_(ask), legend_(std::move(legend)), pages_(pages), canvas_(ask.size, ask.title, ask.now) {}

Box PaperSheet::room(const document::PageSize& size) {
  const double top = k_margin + k_title_height;
  return {k_margin, top, size.width - 2 * k_margin, size.height - top - k_margin - k_legend_height};
}

void PaperSheet::draw_frame() {
  const double width = ask_.size.width - 2 * k_margin;
  canvas_.text({k_margin, k_margin, width * 0.7, 0}, ask_.title,
               {.size = 15, .bold = true, .color = document::k_ink, .lines_max = 1});
  canvas_.text({k_margin, k_margin + 21, width, 0}, ask_.subtitle,
               {.size = 9, .color = document::k_muted, .lines_max = 1});
  const std::string page = std::to_string(canvas_.page()) + " / " + std::to_string(pages_);
  canvas_.text({k_margin + width * 0.7, k_margin + 4, width * 0.3, 0}, page,
               {.size = 9, .color = document::k_muted, .align = TextStyle::Align::right});
  double x = k_margin;
  const double y = ask_.size.height - k_margin - 10;
  for (const LegendEntry& entry : legend_) {
    draw_sign(entry, x, y);
    const TextStyle style{.size = 8, .color = document::k_muted};
    canvas_.text({x + 26, y - 5, 0, 0}, entry.label, style);
    x += 26 + canvas_.text_width(entry.label, style) + 18;
  }
}

void PaperSheet::draw_sign(const LegendEntry& entry, double x, double y) {
  using enum LegendEntry::Sign;
  switch (entry.sign) {
    case bar:
      return canvas_.fill({x, y - 3, 20, 7}, entry.color, 1.5);
    case line:
      return canvas_.line({{x, y}, {x + 20, y}}, entry.color, 1.6);
    case dashed:
      return canvas_.line({{x, y}, {x + 20, y}}, entry.color, 1.2, true);
    case diamond:
      return canvas_.polygon({{x + 10, y - 5}, {x + 15, y}, {x + 10, y + 5}, {x + 5, y}},
                             entry.color);
    case wave:
      return canvas_.line({{x, y}, {x + 4, y - 3}, {x + 8, y}, {x + 12, y + 3}, {x + 16, y}},
                          entry.color, 1.2);
    case circle:
      canvas_.fill({x + 5, y - 5, 10, 10}, entry.color, 5);
      return canvas_.fill({x + 6, y - 4, 8, 8}, document::k_white, 4);
  }
}

void PaperSheet::next_page() { canvas_.next_page(); }

PaperAxis::PaperAxis(PlanTime from, PlanTime to, Box box, double scale)
    : from_(start_of(day_of(from))),
      to_(to),
      box_(box),
      scale_(scale),
      per_day_(box.width / std::max(1.0, (to - from_) / k_tenths_per_day)) {}

PaperAxis::Step PaperAxis::lower() const {
  const double room = per_day_ / scale_;
  if (room >= 13) return Step::day;
  if (room >= 3.2) return Step::week;
  if (room >= 0.75) return Step::month;
  return room >= 0.25 ? Step::quarter : Step::year;
}

PaperAxis::Step PaperAxis::upper() const {
  const Step step = lower();
  return step == Step::day || step == Step::week ? Step::month : Step::year;
}

Day PaperAxis::first_of(Step step, Day day) {
  if (step == Step::day) return day;
  if (step == Step::week) return day - (weekday(day) + 6) % 7;  // Monday.
  Civil civil = civil_from_day(day);
  civil.day = 1;
  if (step == Step::quarter) civil.month -= (civil.month - 1) % 3;
  if (step == Step::year) civil.month = 1;
  return day_from_civil(civil);
}

Day PaperAxis::after(Step step, Day first) {
  constexpr std::array<Day, 5> k_more_than = {1, 7, 32, 93, 367};
  const Day beyond = first + k_more_than[static_cast<std::size_t>(step)];
  return step == Step::day || step == Step::week ? beyond : first_of(step, beyond);
}

std::string PaperAxis::label(Step step, Day first, bool upper) {
  const Civil civil = civil_from_day(first);
  char text[24];
  if (step == Step::year)
    std::snprintf(text, sizeof text, "%d", civil.year);
  else if (step == Step::quarter)
    std::snprintf(text, sizeof text, "Q%d", (civil.month + 2) / 3);
  else if (step == Step::month && upper)
    std::snprintf(text, sizeof text, "%d-%02d", civil.year, civil.month);
  else if (step == Step::month)
    std::snprintf(text, sizeof text, "%02d", civil.month);
  else
    std::snprintf(text, sizeof text, "%02d", civil.day);
  return text;
}

void PaperAxis::draw_row(Canvas& canvas, Step step, bool upper) const {
  const double height = k_height * scale_ / 2;
  const double y = box_.y + (upper ? 0 : height);
  const TextStyle style{.size = 7.5 * scale_, .bold = upper, .color = document::k_muted};
  for (Day day = first_of(step, day_of(static_cast<PlanTime>(from_))); start_of(day) <= to_;
       day = after(step, day)) {
    const double left = std::max(box_.x, x(start_of(day)));
    const double right = std::min(box_.x + box_.width, x(start_of(after(step, day))));
    if (x(start_of(day)) >= box_.x)
      canvas.line({{left, y}, {left, upper ? y + height : box_.y + box_.height}}, document::k_rule,
                  0.4);
    const std::string text = label(step, day, upper);
    if (right - left >= canvas.text_width(text, style) + 2)
      canvas.text({left + 2, y + 2 * scale_, right - left, 0}, text, style);
  }
}

void PaperAxis::draw(Canvas& canvas) const {
  const double height = k_height * scale_;
  canvas.fill({box_.x, box_.y, box_.width, height}, document::k_shade);
  if (upper() != lower()) draw_row(canvas, upper(), true);
  draw_row(canvas, lower(), false);
  canvas.line({{box_.x, box_.y + height}, {box_.x + box_.width, box_.y + height}}, document::k_rule,
              0.6);
}

}  // namespace tc::functions::time
