#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

#include "document/canvas.h"
#include "document/paper.h"

namespace tc::document {
namespace {

constexpr double k_margin = 42, k_gap = 8, k_bottom = 44;
constexpr TextStyle k_body{.size = 9.5};
constexpr TextStyle k_cell{.size = 8.5, .lines_max = 3};

Color color_of(Tone tone, const Color& otherwise) {
  switch (tone) {
    case Tone::green:
      return {0.10, 0.52, 0.27};
    case Tone::amber:
      return {0.75, 0.47, 0.02};
    case Tone::red:
      return {0.76, 0.13, 0.13};
    case Tone::plain:
      break;
  }
  return otherwise;
}

// 1, 2 or 5 times a power of ten, at least `wanted`.
double round_step(double wanted) {
  const double power = std::pow(10, std::floor(std::log10(wanted)));
  for (const double times : {1.0, 2.0, 5.0}) {
    if (times * power >= wanted) return times * power;
  }
  return 10 * power;
}

std::string number(double value, double step) {
  if (step >= 1) return std::to_string(std::llround(value));
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "%.2f", value);
  return text.data();
}

// Draws once to count the pages and once with their number.
class PaperDrawing {
 public:
  PaperDrawing(const Paper& paper, int pages)
      : paper_(paper), pages_(pages), canvas_(k_a4, paper.title, paper.made_at) {}

  void draw() {
    const double width = room();
    canvas_.fill({0, 0, canvas_.size().width, 6}, k_accent);
    y_ = 30;
    y_ += canvas_.text({k_margin, y_, width, 0}, paper_.title,
                       {.size = 19, .bold = true, .color = k_accent, .lines_max = 2});
    y_ += 2 + canvas_.text({k_margin, y_ + 2, width, 0}, paper_.subtitle,
                           {.size = 9, .color = k_muted, .lines_max = 2});
    y_ += 10;
    draw_facts();
    for (const Section& section : paper_.sections) draw_section(section);
    foot();
  }
  [[nodiscard]] int pages() const { return canvas_.page(); }
  [[nodiscard]] std::string finish() { return canvas_.finish(); }

 private:
  [[nodiscard]] double room() const { return canvas_.size().width - 2 * k_margin; }

  void foot() {
    const double y = canvas_.size().height - 28;
    const std::string moment = format_moment(paper_.made_at);
    const std::string made = moment.substr(0, 10) + " " + moment.substr(11, 5) + " UTC";
    canvas_.text({k_margin, y, room(), 0},
                 (paper_.zh ? "统筹 · 生成于 " : "Tongchou · made ") + made,
                 {.size = 8, .color = k_muted});
    const std::string number = std::to_string(canvas_.page()) + " / " + std::to_string(pages_);
    canvas_.text({k_margin, y, room(), 0}, paper_.zh ? "第 " + number + " 页" : "Page " + number,
                 {.size = 8, .color = k_muted, .align = TextStyle::Align::right});
  }

  // Makes room for so many points, on the next page where this one has none left.
  void need(double height) {
    if (y_ + height <= canvas_.size().height - k_bottom) return;
    foot();
    canvas_.next_page();
    y_ = 40;
  }

  void draw_facts() {
    constexpr std::size_t k_per_line = 4;
    constexpr double k_height = 50;
    const double width = (room() - k_gap * (k_per_line - 1)) / k_per_line;
    for (std::size_t i = 0; i < paper_.facts.size(); ++i) {
      const Fact& fact = paper_.facts[i];
      if (i % k_per_line == 0) need(k_height + k_gap);
      const double x = k_margin + static_cast<double>(i % k_per_line) * (width + k_gap);
      canvas_.fill({x, y_, width, k_height}, k_shade, 5);
      canvas_.fill({x, y_, 3.5, k_height}, color_of(fact.tone, k_rule), 1.7);
      canvas_.text({x + 12, y_ + 7, width - 18, 0}, fact.label,
                   {.size = 8.5, .color = k_muted, .lines_max = 1});
      TextStyle style{
          .size = 15, .bold = true, .color = color_of(fact.tone, k_ink), .lines_max = 1};
      while (style.size > 8 && canvas_.text_width(fact.value, style) > width - 18) style.size -= 1;
      canvas_.text({x + 12, y_ + 22, width - 18, 0}, fact.value, style);
      const bool last = i + 1 == paper_.facts.size();
      if (last || i % k_per_line == k_per_line - 1) y_ += k_height + k_gap;
    }
  }

  void draw_section(const Section& section) {
    constexpr double k_heading_room = 46;
    need(k_heading_room);
    y_ += 8;
    y_ += canvas_.text({k_margin, y_, room(), 0}, section.heading,
                       {.size = 11.5, .bold = true, .color = k_accent, .lines_max = 1});
    canvas_.line({{k_margin, y_ + 1}, {k_margin + room(), y_ + 1}}, k_rule, 0.6);
    y_ += 6;
    draw_text(section.text);
    if (!section.chart.series.empty()) draw_chart(section.chart);
    if (!section.table.header.empty()) draw_table(section.table);
  }

  // By paragraphs, so that a long text may go on on the next page.
  void draw_text(std::string_view text) {
    while (!text.empty()) {
      const std::size_t end = text.find('\n');
      const std::string_view line = text.substr(0, end);
      const double height = line.empty() ? 4 : canvas_.text_height(line, k_body, room());
      need(height);
      canvas_.text({k_margin, y_, room(), 0}, line, k_body);
      y_ += height + 3;
      if (end == std::string_view::npos) return;
      text.remove_prefix(end + 1);
    }
  }

  void draw_table(const PaperTable& table) {
    const std::size_t count = table.header.size();
    std::vector<double> widths(count, 0);
    for (std::size_t i = 0; i < count; ++i) {
      widths[i] = canvas_.text_width(table.header[i], {.size = 8.5, .bold = true});
      for (const auto& row : table.rows)
        widths[i] = std::max(widths[i], std::min(canvas_.text_width(row[i], {.size = 8.5}), 220.0));
    }
    double sum = 0;
    for (double& width : widths) sum += width += 12;
    for (double& width : widths) width *= room() / sum;
    draw_line(widths, table.header, {.size = 8.5, .bold = true, .color = k_muted, .lines_max = 2},
              Tone::plain);
    for (std::size_t i = 0; i < table.rows.size(); ++i)
      draw_line(widths, table.rows[i], k_cell,
                i < table.tones.size() ? table.tones[i] : Tone::plain);
    if (table.rows.empty())
      y_ += canvas_.text({k_margin, y_ + 3, room(), 0}, paper_.zh ? "无" : "None",
                         {.size = 8.5, .color = k_muted}) +
            6;
  }

  void draw_line(const std::vector<double>& widths, const std::vector<std::string>& cells,
                 const TextStyle& style, Tone tone) {
    double height = 0;
    for (std::size_t i = 0; i < widths.size(); ++i)
      height = std::max(height, canvas_.text_height(cells[i], style, widths[i] - 12));
    need(height + 6);
    if (tone != Tone::plain)
      canvas_.fill({k_margin, y_ + 2, 3, height + 2}, color_of(tone, k_rule), 1.5);
    double x = k_margin;
    for (std::size_t i = 0; i < widths.size(); ++i) {
      canvas_.text({x + 6, y_ + 3, widths[i] - 12, 0}, cells[i], style);
      x += widths[i];
    }
    y_ += height + 6;
    canvas_.line({{k_margin, y_}, {k_margin + room(), y_}}, k_rule, 0.4);
  }

  void draw_chart(const PaperChart& chart) {
    constexpr double k_height = 130, k_axis = 46;
    need(k_height + 26);
    double most = 0;
    std::size_t steps = 1;
    for (const auto& series : chart.series) {
      for (const double value : series.values) most = std::max(most, value);
      steps = std::max(steps, series.first + series.values.size());
    }
    if (!(most > 0)) return;
    const double left = k_margin + k_axis, width = room() - k_axis, low = y_ + 16 + k_height - 16;
    const double scale = (k_height - 20) / most;
    const double step = round_step(most / 4);
    for (double value = 0; value <= most * 1.001; value += step) {
      const double y = low - value * scale;
      canvas_.line({{left, y}, {left + width, y}}, k_rule, 0.4);
      canvas_.text({k_margin, y - 5, k_axis - 6, 0}, number(value, step),
                   {.size = 7, .color = k_muted, .align = TextStyle::Align::right});
    }
    static constexpr std::array k_colors = {Color{0.45, 0.49, 0.55}, Color{0.11, 0.45, 0.71},
                                            Color{0.76, 0.13, 0.13}, Color{0.75, 0.47, 0.02}};
    double legend = left;
    for (std::size_t s = 0; s < chart.series.size(); ++s) {
      const auto& series = chart.series[s];
      const Color& color = k_colors[s % k_colors.size()];
      std::vector<Canvas::Point> points;
      for (std::size_t i = 0; i < series.values.size(); ++i)
        points.push_back({left + width * static_cast<double>(series.first + i) /
                                     static_cast<double>(std::max<std::size_t>(steps - 1, 1)),
                          low - series.values[i] * scale});
      canvas_.line(points, color, 1.6, series.dashed);
      canvas_.line({{legend, y_ + 6}, {legend + 14, y_ + 6}}, color, 1.6, series.dashed);
      canvas_.text({legend + 18, y_, 120, 0}, series.label, {.size = 8, .color = k_muted});
      legend += 30 + canvas_.text_width(series.label, {.size = 8});
    }
    canvas_.text({k_margin, y_, room(), 0}, chart.unit,
                 {.size = 8, .color = k_muted, .align = TextStyle::Align::right});
    y_ += 16 + k_height;
  }

  const Paper& paper_;
  int pages_;
  Canvas canvas_;
  double y_ = 0;
};

}  // namespace

std::string paper_pdf(const Paper& paper) {
  int pages = 1;
  {
    PaperDrawing trial(paper, 1);
    trial.draw();
    pages = trial.pages();
  }
  PaperDrawing drawing(paper, pages);
  drawing.draw();
  return drawing.finish();
}

}  // namespace tc::document
