#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/civil.h"

/// A short paper (status report, one-pager) as a value, and its writers.
namespace tc::document {

enum class Tone { plain, green, amber, red };
/// Of the word for a light: "green", "amber", "red"; any other is plain.
[[nodiscard]] Tone tone_of(std::string_view light);

/// A figure with its name: "SPI 0.79".
struct Fact {
  std::string label;
  std::string value;
  Tone tone = Tone::plain;
};

struct PaperTable {
  std::vector<std::string> header;
  std::vector<std::vector<std::string>> rows;  ///< As wide as the header.
  std::vector<Tone> tones;  ///< Of the first column of each row; empty: all plain.
};

/// Lines over common steps: an S-curve.
struct PaperChart {
  struct Series {
    std::string label;
    std::vector<double> values;  ///< From the first step on; may end early.
    bool dashed = false;
    std::size_t first = 0;  ///< The step of the first value.
  };
  std::string unit;
  std::vector<Series> series;
};

struct Section {
  std::string heading;
  std::string text = {};
  PaperTable table = {};
  PaperChart chart = {};  ///< Drawn in PDF only.
};

struct Paper {
  std::string title;
  std::string subtitle;
  std::vector<Fact> facts;
  std::vector<Section> sections;
  bool zh = true;
  Moment made_at = 0;
};

/// A4 upright, as many pages as it takes: facts as tiles, then the sections.
[[nodiscard]] std::string paper_pdf(const Paper& paper);
/// Word: styles of its own, so that a template may restyle it.
[[nodiscard]] std::string paper_docx(const Paper& paper);
/// PowerPoint, 16:9: a slide of the facts, then one or more for every section.
[[nodiscard]] std::string paper_pptx(const Paper& paper);
/// A sheet of facts and texts, then one for every table.
[[nodiscard]] std::string paper_xlsx(const Paper& paper);

struct PaperFile {
  std::string_view media_type;
  std::string bytes;
};
/// By the ending of the file's name: pdf, docx, pptx or xlsx; nothing for others.
[[nodiscard]] std::optional<PaperFile> write_paper(const Paper& paper, std::string_view ending);

}  // namespace tc::document
