#include "document/canvas.h"

#include <cairo-pdf.h>
#include <pango/pangocairo.h>

#include <mutex>

#include "base/failure.h"

namespace tc::document {
namespace {

constexpr const char* k_font = "Noto Sans CJK SC, Noto Sans, sans-serif";
constexpr double k_line_spacing = 1.15;

std::mutex& drawing() {
  static std::mutex mutex;
  return mutex;
}

// Fonts are found and loaded once; guarded by `drawing`.
PangoFontMap* font_map() {
  static PangoFontMap* const map = pango_cairo_font_map_new();
  return map;
}

cairo_status_t append(void* out, const unsigned char* bytes, unsigned size) {
  static_cast<std::string*>(out)->append(reinterpret_cast<const char*>(bytes), size);
  return CAIRO_STATUS_SUCCESS;
}

}  // namespace

struct Canvas::State {
  State(const PageSize& size, std::string_view title, Moment made_at) : lock(drawing()) {
    surface = cairo_pdf_surface_create_for_stream(append, &bytes, size.width, size.height);
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_TITLE, std::string(title).c_str());
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATOR, "Tongchou");
    // Without one cairo asks the clock.
    const std::string made = format_moment(made_at).substr(0, 19) + "Z";
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATE_DATE, made.c_str());
    cairo = cairo_create(surface);
    context = pango_font_map_create_context(font_map());
    pango_cairo_update_context(cairo, context);
    layout = pango_layout_new(context);
    pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR);
    pango_layout_set_line_spacing(layout, static_cast<float>(k_line_spacing));
    font = pango_font_description_from_string(k_font);
  }
  ~State() {
    pango_font_description_free(font);
    g_object_unref(layout);
    g_object_unref(context);
    cairo_destroy(cairo);
    cairo_surface_destroy(surface);
  }
  State(const State&) = delete;
  State& operator=(const State&) = delete;

  void set(std::string_view text, const TextStyle& style, double width) {
    pango_font_description_set_absolute_size(font, style.size * PANGO_SCALE);
    pango_font_description_set_weight(font, style.bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
    pango_layout_set_font_description(layout, font);
    pango_layout_set_width(layout, width <= 0 ? -1 : static_cast<int>(width * PANGO_SCALE));
    pango_layout_set_alignment(layout, style.align == TextStyle::Align::right ? PANGO_ALIGN_RIGHT
                                       : style.align == TextStyle::Align::center
                                           ? PANGO_ALIGN_CENTER
                                           : PANGO_ALIGN_LEFT);
    const bool cut = style.lines_max > 0 && width > 0;
    pango_layout_set_ellipsize(layout, cut ? PANGO_ELLIPSIZE_END : PANGO_ELLIPSIZE_NONE);
    pango_layout_set_height(layout, cut ? -style.lines_max : -1);
    pango_layout_set_text(layout, text.data(), static_cast<int>(text.size()));
  }
  [[nodiscard]] PageSize size() const {
    int width = 0, height = 0;
    pango_layout_get_size(layout, &width, &height);
    return {static_cast<double>(width) / PANGO_SCALE, static_cast<double>(height) / PANGO_SCALE};
  }
  void color(const Color& wanted) const {
    cairo_set_source_rgb(cairo, wanted.red, wanted.green, wanted.blue);
  }

  std::unique_lock<std::mutex> lock;
  std::string bytes;
  cairo_surface_t* surface = nullptr;
  cairo_t* cairo = nullptr;
  PangoContext* context = nullptr;
  PangoLayout* layout = nullptr;
  PangoFontDescription* font = nullptr;
};

Canvas::Canvas(PageSize size, std::string_view title, Moment made_at)
    : size_(size), state_(std::make_unique<State>(size, title, made_at)) {}
Canvas::~Canvas() = default;

double Canvas::text_height(std::string_view text, const TextStyle& style, double width) {
  state_->set(text, style, width);
  return state_->size().height;
}

double Canvas::text_width(std::string_view text, const TextStyle& style) {
  state_->set(text, style, 0);
  return state_->size().width;
}

double Canvas::text(const Box& box, std::string_view text, const TextStyle& style) {
  state_->set(text, style, box.width);
  state_->color(style.color);
  cairo_move_to(state_->cairo, box.x, box.y);
  pango_cairo_show_layout(state_->cairo, state_->layout);
  return state_->size().height;
}

void Canvas::fill(const Box& box, const Color& color, double radius) {
  state_->color(color);
  cairo_t* const cairo = state_->cairo;
  if (radius <= 0) {
    cairo_rectangle(cairo, box.x, box.y, box.width, box.height);
  } else {
    constexpr double k_quarter = 1.5707963267948966;
    const double right = box.x + box.width - radius, low = box.y + box.height - radius;
    cairo_new_sub_path(cairo);
    cairo_arc(cairo, right, box.y + radius, radius, -k_quarter, 0);
    cairo_arc(cairo, right, low, radius, 0, k_quarter);
    cairo_arc(cairo, box.x + radius, low, radius, k_quarter, 2 * k_quarter);
    cairo_arc(cairo, box.x + radius, box.y + radius, radius, 2 * k_quarter, 3 * k_quarter);
    cairo_close_path(cairo);
  }
  cairo_fill(cairo);
}

void Canvas::frame(const Box& box, const Color& color) {
  const double right = box.x + box.width, low = box.y + box.height;
  line({{box.x, box.y}, {right, box.y}, {right, low}, {box.x, low}, {box.x, box.y}}, color, 0.5);
}

void Canvas::line(const std::vector<Point>& points, const Color& color, double width, bool dashed) {
  if (points.empty()) return;
  cairo_t* const cairo = state_->cairo;
  state_->color(color);
  cairo_set_line_width(cairo, width);
  const double dash[] = {4, 3};
  cairo_set_dash(cairo, dash, dashed ? 2 : 0, 0);
  cairo_move_to(cairo, points.front().x, points.front().y);
  for (const Point& point : points) cairo_line_to(cairo, point.x, point.y);
  cairo_stroke(cairo);
}

void Canvas::dotted(const Point& from, const Point& to, const Color& color, double width) {
  cairo_t* const cairo = state_->cairo;
  state_->color(color);
  cairo_set_line_width(cairo, width);
  const double dots[] = {1.5, 1.5};
  cairo_set_dash(cairo, dots, 2, 0);
  cairo_move_to(cairo, from.x, from.y);
  cairo_line_to(cairo, to.x, to.y);
  cairo_stroke(cairo);
}

void Canvas::polygon(const std::vector<Point>& corners, const Color& color) {
  if (corners.empty()) return;
  cairo_t* const cairo = state_->cairo;
  state_->color(color);
  cairo_move_to(cairo, corners.front().x, corners.front().y);
  for (const Point& corner : corners) cairo_line_to(cairo, corner.x, corner.y);
  cairo_close_path(cairo);
  cairo_fill(cairo);
}

void Canvas::next_page() {
  cairo_show_page(state_->cairo);
  ++page_;
}

std::string Canvas::finish() {
  cairo_show_page(state_->cairo);
  cairo_surface_finish(state_->surface);
  if (cairo_surface_status(state_->surface) != CAIRO_STATUS_SUCCESS)
    throw Failure(std::string("cannot draw a PDF: ") +
                  cairo_status_to_string(cairo_surface_status(state_->surface)));
  return std::move(state_->bytes);
}

}  // namespace tc::document
