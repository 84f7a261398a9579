#include <algorithm>
#include <numeric>

#include "base/as_read.h"
#include "document/canvas.h"
#include "document/table.h"

namespace tc::document {
namespace {

constexpr double k_margin = 34, k_padding = 4;
constexpr double k_top = 70, k_bottom = 40;
constexpr int k_cell_lines_max = 4;
constexpr std::size_t k_cell_bytes_max = 600;
constexpr TextStyle k_cell{.size = 8, .lines_max = k_cell_lines_max};
constexpr TextStyle k_head{.size = 8, .bold = true, .color = k_white, .lines_max = 2};

bool is_number(CellKind kind) {
  return kind == CellKind::integer || kind == CellKind::number || kind == CellKind::percent ||
         kind == CellKind::money;
}

std::string shown(CellKind kind, const Cell& cell) {
  std::string text = cell_text(kind, cell);
  if (kind == CellKind::money) return grouped(std::move(text));
  if (kind == CellKind::percent && !text.empty()) text += "%";
  if (kind == CellKind::moment && text.size() > 16)
    return text.substr(0, 10) + " " + text.substr(11, 5);
  if (kind == CellKind::number && text.find('e') == std::string::npos) {
    if (const std::size_t point = text.find('.'); point != std::string::npos)
      text.resize(std::min(text.size(), point + 4));
    return grouped(std::move(text));
  }
  if (text.size() > k_cell_bytes_max) {
    std::size_t cut = k_cell_bytes_max;
    while (cut > 0 && (static_cast<unsigned char>(text[cut]) & 0xC0U) == 0x80U) --cut;
    text.resize(cut);
  }
  return text;
}

class PdfWriter final : public TableWriter {
 public:
  explicit PdfWriter(TableHead head) : head_(std::move(head)) {}

  void add(std::span<const Cell> row) override {
    std::vector<std::string>& texts = rows_.emplace_back();
    for (std::size_t i = 0; i < row.size(); ++i)
      texts.push_back(shown(head_.columns[i].kind, row[i]));
  }

  std::string finish() override {
    const std::vector<double> natural = natural_widths();
    const double wanted = std::accumulate(natural.begin(), natural.end(), 2 * k_margin);
    const PageSize size = wanted <= k_a4.width             ? k_a4
                          : wanted <= k_a4_landscape.width ? k_a4_landscape
                          : head_.columns.size() <= 12     ? k_a4_landscape
                                                           : k_a3_landscape;
    Canvas canvas(size, head_.title, head_.made_at);
    widths_ = fit(natural, size.width - 2 * k_margin);
    measure(canvas);
    draw(canvas);
    return canvas.finish();
  }

 private:
  // Points a column would like, by its longest text; a long one may be broken.
  [[nodiscard]] std::vector<double> natural_widths() const {
    constexpr double k_most = 190, k_per_column = 4.3;
    std::vector<double> widths;
    for (std::size_t i = 0; i < head_.columns.size(); ++i) {
      double longest = columns(head_.columns[i].label) * 1.08;
      for (const auto& row : rows_) longest = std::max(longest, columns(row[i]));
      widths.push_back(std::min(longest * k_per_column, k_most) + 2 * k_padding);
    }
    return widths;
  }

  static double columns(std::string_view text) {
    double count = 0;
    for (const char c : text) {
      const auto byte = static_cast<unsigned char>(c);
      if ((byte & 0xC0U) != 0x80U) count += byte >= 0xE2U ? 1.9 : 1.05;
    }
    return count;
  }

  // Exactly the page's width: what is short of its wish keeps it, the wide ones share the rest.
  static std::vector<double> fit(std::vector<double> widths, double room) {
    const double sum = std::accumulate(widths.begin(), widths.end(), 0.0);
    if (sum <= room) {
      for (double& width : widths) width *= room / sum;
      return widths;
    }
    double limit = room;
    for (int step = 0; step < 40; ++step) {
      const double taken =
          std::accumulate(widths.begin(), widths.end(), 0.0,
                          [&](double all, double w) { return all + std::min(w, limit); });
      limit *= taken > room ? 0.92 : 1.01;
    }
    for (double& width : widths) width = std::min(width, limit);
    const double now = std::accumulate(widths.begin(), widths.end(), 0.0);
    for (double& width : widths) width *= room / now;
    return widths;
  }

  void measure(Canvas& canvas) {
    const double line = canvas.text_height("统筹 Ag", k_cell, 0);
    head_height_ = 0;
    for (std::size_t i = 0; i < widths_.size(); ++i)
      head_height_ = std::max(head_height_, canvas.text_height(head_.columns[i].label, k_head,
                                                               widths_[i] - 2 * k_padding));
    head_height_ += 2 * k_padding;
    for (const auto& row : rows_) {
      double height = line;
      for (std::size_t i = 0; i < row.size(); ++i) {
        const double room = widths_[i] - 2 * k_padding;
        // Surely one line: no need to lay it out.
        const bool short_text = static_cast<double>(row[i].size()) * k_cell.size < room &&
                                row[i].find('\n') == std::string::npos;
        if (!short_text) height = std::max(height, canvas.text_height(row[i], k_cell, room));
      }
      heights_.push_back(height + 2 * k_padding);
    }
  }

  void draw(Canvas& canvas) {
    const double low = canvas.size().height - k_bottom;
    std::vector<std::size_t> starts = {0};
    double y = k_top + head_height_;
    for (std::size_t i = 0; i < rows_.size(); ++i) {
      if (y + heights_[i] > low && i > starts.back()) {
        starts.push_back(i);
        y = k_top + head_height_;
      }
      y += heights_[i];
    }
    for (std::size_t page = 0; page < starts.size(); ++page) {
      if (page > 0) canvas.next_page();
      draw_frame(canvas, page + 1, starts.size());
      const std::size_t end = page + 1 < starts.size() ? starts[page + 1] : rows_.size();
      y = k_top + head_height_;
      for (std::size_t i = starts[page]; i < end; ++i) {
        draw_row(canvas, i, y);
        y += heights_[i];
      }
    }
  }

  void draw_frame(Canvas& canvas, std::size_t page, std::size_t pages) {
    const double width = canvas.size().width - 2 * k_margin;
    canvas.text({k_margin, 28, width, 0}, head_.title,
                {.size = 15, .bold = true, .color = k_accent, .lines_max = 1});
    const std::string moment = format_moment(head_.made_at);
    const std::string made = moment.substr(0, 10) + " " + moment.substr(11, 5) + " UTC";
    const std::string count = std::to_string(rows_.size());
    canvas.text({k_margin, 50, width, 0},
                head_.zh ? "共 " + count + " 行 · 生成于 " + made : count + " rows · made " + made,
                {.size = 8, .color = k_muted, .lines_max = 1});
    const std::string number = std::to_string(page) + " / " + std::to_string(pages);
    canvas.text({k_margin, canvas.size().height - 28, width, 0},
                head_.zh ? "第 " + number + " 页" : "Page " + number,
                {.size = 8, .color = k_muted, .align = TextStyle::Align::right});
    canvas.text({k_margin, canvas.size().height - 28, width, 0}, "统筹 Tongchou",
                {.size = 8, .color = k_muted});
    canvas.fill({k_margin, k_top, width, head_height_}, k_accent);
    double x = k_margin;
    for (std::size_t i = 0; i < widths_.size(); ++i) {
      TextStyle style = k_head;
      if (is_number(head_.columns[i].kind)) style.align = TextStyle::Align::right;
      canvas.text({x + k_padding, k_top + k_padding, widths_[i] - 2 * k_padding, 0},
                  head_.columns[i].label, style);
      x += widths_[i];
    }
  }

  void draw_row(Canvas& canvas, std::size_t index, double y) {
    const double width = canvas.size().width - 2 * k_margin;
    if (index % 2 == 1) canvas.fill({k_margin, y, width, heights_[index]}, k_shade);
    double x = k_margin;
    for (std::size_t i = 0; i < widths_.size(); ++i) {
      TextStyle style = k_cell;
      if (is_number(head_.columns[i].kind)) style.align = TextStyle::Align::right;
      if (!rows_[index][i].empty())
        canvas.text({x + k_padding, y + k_padding, widths_[i] - 2 * k_padding, 0}, rows_[index][i],
                    style);
      x += widths_[i];
    }
    const double low = y + heights_[index];
    canvas.line({{k_margin, low}, {k_margin + width, low}}, k_rule, 0.4);
  }

  TableHead head_;
  std::vector<std::vector<std::string>> rows_;
  std::vector<double> widths_, heights_;
  double head_height_ = 0;
};

}  // namespace

std::unique_ptr<TableWriter> make_pdf_writer(TableHead head) {
  return std::make_unique<PdfWriter>(std::move(head));
}

}  // namespace tc::document
