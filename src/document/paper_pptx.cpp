#include <algorithm>

#include "base/text.h"
#include "document/package.h"
#include "document/paper.h"
#include "document/pptx_master.h"
#include "document/xml.h"

namespace tc::document {
namespace {

// English metric units: 12,700 to a point. A slide is 13.33 by 7.5 inches.
constexpr std::int64_t k_width = 12'192'000, k_height = 6'858'000;
constexpr std::int64_t k_margin = 500'000, k_top = 1'250'000;
constexpr std::size_t k_rows_per_slide = 12;
constexpr std::size_t k_text_bytes_per_slide = 1400;

struct Frame {
  std::int64_t x = 0, y = 0, width = 0, height = 0;
};

std::string_view color_of(Tone tone) {
  switch (tone) {
    case Tone::green:
      return "1A8545";
    case Tone::amber:
      return "BF7805";
    case Tone::red:
      return "C22121";
    case Tone::plain:
      break;
  }
  return "21262E";
}

struct Look {
  int size = 1800;  ///< Hundredths of a point.
  bool bold = false;
  std::string_view color = "21262E";
};

// Paragraphs of a text body, one per line.
std::string paragraphs(std::string_view text, const Look& look) {
  std::string out;
  for (;;) {
    const std::size_t end = text.find('\n');
    const std::string properties = " lang=\"zh-CN\" altLang=\"en-US\" sz=\"" +
                                   std::to_string(look.size) + "\" b=\"" + (look.bold ? "1" : "0") +
                                   "\"><a:solidFill><a:srgbClr val=\"" + std::string(look.color) +
                                   "\"/></a:solidFill>";
    out += "<a:p><a:r><a:rPr" + properties + "</a:rPr><a:t>";
    append_xml_text(out, text.substr(0, end));
    out += "</a:t></a:r></a:p>";
    if (end == std::string_view::npos) return out;
    text.remove_prefix(end + 1);
  }
}

// Shapes of one slide; ids count up from 2 (1 is the tree itself).
class Slide {
 public:
  void title(std::string_view text) {
    shape("<p:nvPr><p:ph type=\"title\"/></p:nvPr>", {}, paragraphs(text, {2800, true, "1F4E79"}));
  }
  void box(const Frame& frame, const std::string& text, std::string_view fill) {
    shape("<p:nvPr/>", geometry(frame, fill), text);
  }
  void table(const Frame& frame, const PaperTable& table, std::size_t from, std::size_t to);
  [[nodiscard]] std::string xml() const {
    return std::string(k_xml_head) + "<p:sld " + std::string(k_slide_names) +
           "><p:cSld><p:spTree>" + std::string(k_tree_head) + shapes_ +
           "</p:spTree></p:cSld><p:clrMapOvr><a:masterClrMapping/></p:clrMapOvr></p:sld>";
  }

 private:
  static std::string place(const Frame& frame, std::string_view prefix) {
    const std::string name(prefix);
    return "<" + name + "><a:off x=\"" + std::to_string(frame.x) + "\" y=\"" +
           std::to_string(frame.y) + "\"/><a:ext cx=\"" + std::to_string(frame.width) + "\" cy=\"" +
           std::to_string(frame.height) + "\"/></" + name + ">";
  }
  static std::string geometry(const Frame& frame, std::string_view fill) {
    std::string out = place(frame, "a:xfrm") + "<a:prstGeom prst=\"rect\"><a:avLst/></a:prstGeom>";
    if (!fill.empty())
      out.append("<a:solidFill><a:srgbClr val=\"").append(fill).append("\"/></a:solidFill>");
    return out;
  }
  void shape(std::string_view kind, const std::string& properties, const std::string& text) {
    const std::string id = std::to_string(next_id_++);
    shapes_ += "<p:sp><p:nvSpPr><p:cNvPr id=\"" + id + "\" name=\"Shape " + id +
               "\"/><p:cNvSpPr/>" + std::string(kind) + "</p:nvSpPr><p:spPr>" + properties +
               "</p:spPr><p:txBody><a:bodyPr wrap=\"square\" anchor=\"t\"><a:normAutofit/>"
               "</a:bodyPr><a:lstStyle/>" +
               text + "</p:txBody></p:sp>";
  }
  void table_cell(std::string_view text, const Look& look, std::string_view fill) {
    shapes_ += "<a:tc><a:txBody><a:bodyPr/><a:lstStyle/>" + paragraphs(text, look) +
               "</a:txBody><a:tcPr marL=\"70000\" marR=\"70000\" marT=\"40000\" "
               "marB=\"40000\"><a:lnB w=\"6350\"><a:solidFill><a:srgbClr val=\"D1D5DB\"/>"
               "</a:solidFill></a:lnB><a:solidFill><a:srgbClr val=\"" +
               std::string(fill) + "\"/></a:solidFill></a:tcPr></a:tc>";
  }

  std::string shapes_;
  int next_id_ = 2;
};

void Slide::table(const Frame& frame, const PaperTable& table, std::size_t from, std::size_t to) {
  constexpr std::int64_t k_row_height = 380'000;
  const std::string id = std::to_string(next_id_++);
  shapes_ += "<p:graphicFrame><p:nvGraphicFramePr><p:cNvPr id=\"" + id + "\" name=\"Table " + id +
             "\"/><p:cNvGraphicFramePr/><p:nvPr/></p:nvGraphicFramePr>" + place(frame, "p:xfrm") +
             "<a:graphic><a:graphicData uri=\"http://schemas.openxmlformats.org/drawingml/2006/"
             "table\"><a:tbl><a:tblPr firstRow=\"1\"/><a:tblGrid>";
  // Columns by their longest text, none below half of the mean.
  const std::size_t count = table.header.size();
  std::vector<std::size_t> weights(count, 0);
  std::size_t sum = 0;
  for (std::size_t i = 0; i < count; ++i) {
    weights[i] = table.header[i].size() + 4;
    for (const auto& row : table.rows)
      weights[i] = std::max(weights[i], std::min<std::size_t>(row[i].size() + 4, 60));
    sum += weights[i];
  }
  for (const std::size_t weight : weights)
    shapes_ += "<a:gridCol w=\"" +
               std::to_string(frame.width * static_cast<std::int64_t>(weight) /
                              static_cast<std::int64_t>(sum)) +
               "\"/>";
  shapes_ += "</a:tblGrid>";
  const std::string row_begin = "<a:tr h=\"" + std::to_string(k_row_height) + "\">";
  shapes_ += row_begin;
  for (const std::string& text : table.header) table_cell(text, {1200, true, "FFFFFF"}, "1F4E79");
  shapes_ += "</a:tr>";
  for (std::size_t r = from; r < to; ++r) {
    shapes_ += row_begin;
    for (std::size_t i = 0; i < count; ++i) {
      const Tone tone = i == 0 && r < table.tones.size() ? table.tones[r] : Tone::plain;
      table_cell(table.rows[r][i], {1200, tone != Tone::plain, color_of(tone)},
                 r % 2 == 1 ? "F3F5F8" : "FFFFFF");
    }
    shapes_ += "</a:tr>";
  }
  shapes_ += "</a:tbl></a:graphicData></a:graphic></p:graphicFrame>";
}

Slide facts_slide(const Paper& paper) {
  constexpr std::size_t k_per_line = 4;
  constexpr std::int64_t k_gap = 160'000, k_tile = 1'150'000, k_subtitle = 420'000;
  Slide slide;
  slide.title(paper.title);
  slide.box({k_margin, k_top - 150'000, k_width - 2 * k_margin, k_subtitle},
            paragraphs(paper.subtitle, {1400, false, "6B7280"}), {});
  const std::int64_t width =
      (k_width - 2 * k_margin - k_gap * (k_per_line - 1)) / static_cast<std::int64_t>(k_per_line);
  for (std::size_t i = 0; i < paper.facts.size(); ++i) {
    const Fact& fact = paper.facts[i];
    const auto column = static_cast<std::int64_t>(i % k_per_line);
    const auto line = static_cast<std::int64_t>(i / k_per_line);
    slide.box({k_margin + column * (width + k_gap), k_top + k_subtitle + line * (k_tile + k_gap),
               width, k_tile},
              paragraphs(fact.label, {1200, false, "6B7280"}) +
                  paragraphs(fact.value, {2200, true, color_of(fact.tone)}),
              "F3F5F8");
  }
  return slide;
}

void section_slides(std::vector<Slide>& slides, const Section& section) {
  const Frame body{k_margin, k_top, k_width - 2 * k_margin, k_height - k_top - 400'000};
  for (std::string_view rest = section.text; !rest.empty();) {
    std::size_t size = std::min(rest.size(), k_text_bytes_per_slide);
    // Not inside of a character, rather at the end of a line.
    while (size < rest.size() && (static_cast<unsigned char>(rest[size]) & 0xC0U) == 0x80U) --size;
    if (const std::size_t line = rest.rfind('\n', size);
        size < rest.size() && line != 0 && line != std::string_view::npos)
      size = line;
    Slide& slide = slides.emplace_back();
    slide.title(section.heading);
    slide.box(body, paragraphs(rest.substr(0, size), {1800, false, "21262E"}), {});
    rest.remove_prefix(size);
    if (rest.starts_with('\n')) rest.remove_prefix(1);
  }
  if (section.table.header.empty()) return;
  for (std::size_t from = 0; from == 0 || from < section.table.rows.size();
       from += k_rows_per_slide) {
    Slide& slide = slides.emplace_back();
    slide.title(section.heading);
    slide.table(body, section.table, from,
                std::min(from + k_rows_per_slide, section.table.rows.size()));
  }
}

}  // namespace

std::string paper_pptx(const Paper& paper) {
  std::vector<Slide> slides = {facts_slide(paper)};
  for (const Section& section : paper.sections) section_slides(slides, section);
  ZipWriter zip;
  std::string overrides, relations, list;
  for (std::size_t i = 1; i <= slides.size(); ++i) {
    const std::string number = std::to_string(i);
    zip.add("ppt/slides/slide" + number + ".xml", slides[i - 1].xml());
    zip.add("ppt/slides/_rels/slide" + number + ".xml.rels",
            relations_xml(relationship("rId1", "slideLayout", "../slideLayouts/slideLayout1.xml")));
    overrides += override_xml("ppt/slides/slide" + number + ".xml", "presentationml.slide");
    relations += relationship("rIdS" + number, "slide", "slides/slide" + number + ".xml");
    list += "<p:sldId id=\"" + std::to_string(255 + i) + "\" r:id=\"rIdS" + number + "\"/>";
  }
  zip.add("ppt/presentation.xml",
          std::string(k_xml_head) + "<p:presentation " + std::string(k_slide_names) +
              "><p:sldMasterIdLst><p:sldMasterId id=\"2147483648\" r:id=\"rIdM\"/>"
              "</p:sldMasterIdLst><p:sldIdLst>" +
              list + "</p:sldIdLst><p:sldSz cx=\"" + std::to_string(k_width) + "\" cy=\"" +
              std::to_string(k_height) +
              "\"/><p:notesSz cx=\"6858000\" cy=\"9144000\"/></p:presentation>");
  zip.add("ppt/_rels/presentation.xml.rels",
          relations_xml(relationship("rIdM", "slideMaster", "slideMasters/slideMaster1.xml") +
                        relationship("rIdT", "theme", "theme/theme1.xml") + relations));
  overrides += add_slide_master(zip);
  add_package_parts(zip, {"ppt/presentation.xml", "presentationml.presentation.main", overrides,
                          paper.title, paper.made_at});
  return zip.finish();
}

}  // namespace tc::document
