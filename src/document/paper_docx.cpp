#include "base/text.h"
#include "document/package.h"
#include "document/paper.h"
#include "document/xml.h"

namespace tc::document {
namespace {

constexpr std::string_view k_word = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";

std::string_view fill_of(Tone tone) {
  switch (tone) {
    case Tone::green:
      return "D9F0E1";
    case Tone::amber:
      return "FBEBC8";
    case Tone::red:
      return "F8D7D7";
    case Tone::plain:
      break;
  }
  return {};
}

void paragraph(std::string& out, std::string_view style, std::string_view text) {
  out.append("<w:p><w:pPr><w:pStyle w:val=\"").append(style).append("\"/></w:pPr>");
  for (bool first = true;; first = false) {
    const std::size_t end = text.find('\n');
    out += first ? "<w:r><w:t xml:space=\"preserve\">" : "<w:r><w:br/><w:t xml:space=\"preserve\">";
    append_xml_text(out, text.substr(0, end));
    out += "</w:t></w:r>";
    if (end == std::string_view::npos) break;
    text.remove_prefix(end + 1);
  }
  out += "</w:p>";
}

void cell(std::string& out, std::string_view style, std::string_view text, std::string_view fill) {
  out += "<w:tc><w:tcPr><w:tcW w:w=\"0\" w:type=\"auto\"/>";
  if (!fill.empty())
    out.append("<w:shd w:val=\"clear\" w:color=\"auto\" w:fill=\"").append(fill).append("\"/>");
  out += "</w:tcPr>";
  paragraph(out, style, text);
  out += "</w:tc>";
}

void begin_table(std::string& out, std::size_t columns) {
  constexpr std::size_t k_text_width =
      9638;  // A4 less 20 mm on both sides, in twentieths of a point.
  out +=
      "<w:tbl><w:tblPr><w:tblStyle w:val=\"Grid\"/><w:tblW w:w=\"5000\" w:type=\"pct\"/>"
      "</w:tblPr><w:tblGrid>";
  for (std::size_t i = 0; i < columns; ++i)
    out += "<w:gridCol w:w=\"" + std::to_string(k_text_width / columns) + "\"/>";
  out += "</w:tblGrid>";
}

void facts_table(std::string& out, const Paper& paper) {
  constexpr std::size_t k_per_line = 4;
  if (paper.facts.empty()) return;
  begin_table(out, k_per_line);
  for (std::size_t line = 0; line < paper.facts.size(); line += k_per_line) {
    out += "<w:tr><w:trPr><w:cantSplit/></w:trPr>";
    for (std::size_t i = line; i < line + k_per_line; ++i) {
      if (i >= paper.facts.size()) {
        cell(out, "Cell", "", {});
        continue;
      }
      const Fact& fact = paper.facts[i];
      out += "<w:tc><w:tcPr><w:tcW w:w=\"0\" w:type=\"auto\"/>";
      if (const std::string_view fill = fill_of(fact.tone); !fill.empty())
        out.append("<w:shd w:val=\"clear\" w:color=\"auto\" w:fill=\"").append(fill).append("\"/>");
      out += "</w:tcPr>";
      paragraph(out, "FactLabel", fact.label);
      paragraph(out, "FactValue", fact.value);
      out += "</w:tc>";
    }
    out += "</w:tr>";
  }
  out += "</w:tbl>";
}

void table(std::string& out, const PaperTable& table) {
  begin_table(out, table.header.size());
  out += "<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>";
  for (const std::string& text : table.header) cell(out, "CellHead", text, "E8EDF3");
  out += "</w:tr>";
  for (std::size_t r = 0; r < table.rows.size(); ++r) {
    out += "<w:tr><w:trPr><w:cantSplit/></w:trPr>";
    const std::string_view fill = r < table.tones.size() ? fill_of(table.tones[r]) : "";
    for (std::size_t i = 0; i < table.rows[r].size(); ++i)
      cell(out, "Cell", table.rows[r][i], i == 0 ? fill : std::string_view());
    out += "</w:tr>";
  }
  out += "</w:tbl>";
}

struct Style {
  std::string_view id, name;
  int half_points;
  bool bold;
  std::string_view color;
  int before, after;
};
constexpr Style k_styles[] = {
    {"Title", "Title", 40, true, "1F4E79", 0, 60},
    {"Subtitle", "Subtitle", 19, false, "6B7280", 0, 200},
    {"Heading1", "heading 1", 26, true, "1F4E79", 280, 100},
    {"BodyText", "Body Text", 21, false, "21262E", 0, 80},
    {"FactLabel", "Fact label", 17, false, "6B7280", 40, 0},
    {"FactValue", "Fact value", 28, true, "21262E", 0, 40},
    {"Cell", "Cell", 18, false, "21262E", 30, 30},
    {"CellHead", "Cell head", 18, true, "1F4E79", 30, 30},
};

std::string styles_xml() {
  std::string out = std::string(k_xml_head) + "<w:styles xmlns:w=\"" + std::string(k_word) +
                    "\"><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii=\"Calibri\" "
                    "w:hAnsi=\"Calibri\" w:eastAsia=\"Microsoft YaHei\" w:cs=\"Calibri\"/>"
                    "<w:lang w:val=\"en-US\" w:eastAsia=\"zh-CN\"/></w:rPr></w:rPrDefault>"
                    "</w:docDefaults><w:style w:type=\"paragraph\" w:default=\"1\" "
                    "w:styleId=\"Normal\"><w:name w:val=\"Normal\"/></w:style>";
  for (const Style& style : k_styles) {
    out.append("<w:style w:type=\"paragraph\" w:styleId=\"").append(style.id);
    out.append("\"><w:name w:val=\"").append(style.name);
    out.append("\"/><w:basedOn w:val=\"Normal\"/><w:pPr>");
    if (style.id == "Heading1") out += "<w:keepNext/>";
    out += "<w:spacing w:before=\"" + std::to_string(style.before) + "\" w:after=\"" +
           std::to_string(style.after) + "\"/>";
    if (style.id == "Heading1") out += "<w:outlineLvl w:val=\"0\"/>";
    out += style.bold ? "</w:pPr><w:rPr><w:b/>" : "</w:pPr><w:rPr>";
    out.append("<w:color w:val=\"").append(style.color).append("\"/>");
    const std::string size = std::to_string(style.half_points);
    out += "<w:sz w:val=\"" + size + "\"/><w:szCs w:val=\"" + size + "\"/></w:rPr></w:style>";
  }
  out +=
      "<w:style w:type=\"table\" w:styleId=\"Grid\"><w:name w:val=\"Table Grid\"/><w:tblPr>"
      "<w:tblBorders>";
  for (const char* side : {"top", "left", "bottom", "right", "insideH", "insideV"})
    out += std::string("<w:") + side +
           " w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"D1D5DB\"/>";
  return out + "</w:tblBorders></w:tblPr></w:style></w:styles>";
}

std::string footer_xml(const Paper& paper) {
  return std::string(k_xml_head) + "<w:ftr xmlns:w=\"" + std::string(k_word) +
         "\"><w:p><w:pPr><w:pStyle w:val=\"FactLabel\"/><w:jc w:val=\"right\"/></w:pPr><w:r><w:t "
         "xml:space=\"preserve\">" +
         (paper.zh ? "统筹 · " : "Tongchou · ") + format_moment(paper.made_at).substr(0, 10) +
         " · </w:t></w:r><w:fldSimple w:instr=\"PAGE\"><w:r><w:t>1</w:t></w:r></w:fldSimple>"
         "<w:r><w:t xml:space=\"preserve\"> / </w:t></w:r><w:fldSimple w:instr=\"NUMPAGES\"><w:r>"
         "<w:t>1</w:t></w:r></w:fldSimple></w:p></w:ftr>";
}

}  // namespace

std::string paper_docx(const Paper& paper) {
  std::string body;
  paragraph(body, "Title", paper.title);
  paragraph(body, "Subtitle", paper.subtitle);
  facts_table(body, paper);
  for (const Section& section : paper.sections) {
    if (section.text.empty() && section.table.header.empty()) continue;
    paragraph(body, "Heading1", section.heading);
    if (!section.text.empty()) paragraph(body, "BodyText", section.text);
    if (!section.table.header.empty()) table(body, section.table);
  }
  paragraph(body, "BodyText", "");
  ZipWriter zip;
  zip.add("word/document.xml",
          std::string(k_xml_head) + "<w:document xmlns:w=\"" + std::string(k_word) +
              "\" xmlns:r=\"" + std::string(k_office_relations) + "\"><w:body>" + body +
              "<w:sectPr><w:footerReference w:type=\"default\" r:id=\"rId2\"/><w:pgSz "
              "w:w=\"11906\" w:h=\"16838\"/><w:pgMar w:top=\"1134\" w:right=\"1134\" "
              "w:bottom=\"1134\" w:left=\"1134\" w:header=\"567\" w:footer=\"567\" "
              "w:gutter=\"0\"/></w:sectPr></w:body></w:document>");
  zip.add("word/styles.xml", styles_xml());
  zip.add("word/footer1.xml", footer_xml(paper));
  zip.add("word/_rels/document.xml.rels",
          relations_xml(relationship("rId1", "styles", "styles.xml") +
                        relationship("rId2", "footer", "footer1.xml")));
  add_package_parts(zip, {"word/document.xml", "wordprocessingml.document.main",
                          override_xml("word/styles.xml", "wordprocessingml.styles") +
                              override_xml("word/footer1.xml", "wordprocessingml.footer"),
                          paper.title, paper.made_at});
  return zip.finish();
}

}  // namespace tc::document
