#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/civil.h"

/// Drawing pages of a PDF: the one place that knows cairo and pango. Lengths are points (1/72
/// inch), from the upper left corner. Text needs a font with Han characters on the machine
/// (Debian: fonts-noto-cjk).
namespace tc::document {

struct Color {
  double red = 0, green = 0, blue = 0;
};
inline constexpr Color k_ink{0.13, 0.15, 0.18};
inline constexpr Color k_muted{0.42, 0.45, 0.50};
inline constexpr Color k_accent{0.12, 0.31, 0.47};
inline constexpr Color k_rule{0.82, 0.84, 0.87};
inline constexpr Color k_shade{0.95, 0.96, 0.98};
inline constexpr Color k_white{1, 1, 1};

struct TextStyle {
  double size = 9;
  bool bold = false;
  Color color = k_ink;
  enum class Align { left, center, right } align = Align::left;
  int lines_max = 0;  ///< Cut with "…" after so many lines; 0: all of it.
};

struct Box {
  double x = 0, y = 0, width = 0, height = 0;
};

struct PageSize {
  double width = 0, height = 0;
};
inline constexpr PageSize k_a4{595.28, 841.89};
inline constexpr PageSize k_a4_landscape{841.89, 595.28};
inline constexpr PageSize k_a3_landscape{1190.55, 841.89};
inline constexpr PageSize k_a2_landscape{1683.78, 1190.55};
inline constexpr PageSize k_a1_landscape{2383.94, 1683.78};
inline constexpr PageSize k_a0_landscape{3370.39, 2383.94};

/// One PDF at a time is drawn in the program: the fonts are shared.
class Canvas {
 public:
  Canvas(PageSize size, std::string_view title, Moment made_at);
  ~Canvas();
  Canvas(const Canvas&) = delete;
  Canvas& operator=(const Canvas&) = delete;

  [[nodiscard]] const PageSize& size() const { return size_; }
  [[nodiscard]] double text_height(std::string_view text, const TextStyle& style, double width);
  /// Of one line, unbroken.
  [[nodiscard]] double text_width(std::string_view text, const TextStyle& style);
  /// Draws within the width of the box from its upper edge on; returns the height it took.
  double text(const Box& box, std::string_view text, const TextStyle& style);
  void fill(const Box& box, const Color& color, double radius = 0);
  void frame(const Box& box, const Color& color);
  struct Point {
    double x = 0, y = 0;
  };
  void line(const std::vector<Point>& points, const Color& color, double width,
            bool dashed = false);
  void dotted(const Point& from, const Point& to, const Color& color, double width);
  void polygon(const std::vector<Point>& corners, const Color& color);
  /// Ends this page and begins the next.
  void next_page();
  [[nodiscard]] int page() const { return page_; }
  [[nodiscard]] std::string finish();

 private:
  struct State;
  PageSize size_;
  std::unique_ptr<State> state_;
  int page_ = 1;
};

}  // namespace tc::document
