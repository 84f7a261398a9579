#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/civil.h"
#include "document/canvas.h"

/// What the printed plan pictures share: paper, title block, legend, the calendar along the top.
namespace tc::functions::time {

inline constexpr document::Color k_paper_bar{0.68, 0.77, 0.96};
inline constexpr document::Color k_paper_done{0.20, 0.40, 0.88};
inline constexpr document::Color k_paper_critical{0.97, 0.77, 0.69};
inline constexpr document::Color k_paper_critical_done{0.85, 0.34, 0.18};
inline constexpr document::Color k_paper_baseline{0.67, 0.70, 0.76};
inline constexpr document::Color k_paper_status{0.10, 0.52, 0.30};

struct PaperAsk {
  document::PageSize size = document::k_a3_landscape;
  bool zh = true;
  Moment now = 0;
  std::string title;
  std::string subtitle;
};

/// "A4" … "A0", landscape; nothing for another word.
[[nodiscard]] std::optional<document::PageSize> paper_size(std::string_view name);

/// One sample of the legend and what it means.
struct LegendEntry {
  enum class Sign { bar, line, dashed, diamond, wave, circle } sign = Sign::bar;
  document::Color color;
  std::string label;
};

/// Pages with a title block above and the legend below.
class PaperSheet {
 public:
  PaperSheet(const PaperAsk& ask, std::vector<LegendEntry> legend, int pages);
  [[nodiscard]] document::Canvas& canvas() { return canvas_; }
  /// The room between title block and legend.
  [[nodiscard]] static document::Box room(const document::PageSize& size);
  void draw_frame();
  void next_page();
  [[nodiscard]] std::string finish() { return canvas_.finish(); }

 private:
  void draw_sign(const LegendEntry& entry, double x, double y);
  const PaperAsk& ask_;
  std::vector<LegendEntry> legend_;
  int pages_;
  document::Canvas canvas_;
};

/// Wall-clock time along the width of a box.
class PaperAxis {
 public:
  PaperAxis(PlanTime from, PlanTime to, document::Box box, double scale = 1);
  static constexpr double k_height = 30;

  [[nodiscard]] double x(PlanTime time) const {
    return box_.x + (static_cast<double>(time) - from_) / k_tenths_per_day * per_day_;
  }
  [[nodiscard]] double per_day() const { return per_day_; }
  /// Two rows of dates over the box, and lines down through it.
  void draw(document::Canvas& canvas) const;

 private:
  enum class Step { day, week, month, quarter, year };
  [[nodiscard]] Step lower() const;
  [[nodiscard]] Step upper() const;
  [[nodiscard]] static Day first_of(Step step, Day day);
  [[nodiscard]] static Day after(Step step, Day first);
  [[nodiscard]] static std::string label(Step step, Day first, bool upper);
  void draw_row(document::Canvas& canvas, Step step, bool upper) const;

  double from_;
  PlanTime to_;
  document::Box box_;
  double scale_;
  double per_day_;
};

}  // namespace tc::functions::time
