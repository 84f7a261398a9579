#include "document/pptx_master.h"

#include "document/package.h"

namespace tc::document {
namespace {

// A title over the whole width, with a line in the accent colour above.
constexpr std::string_view k_title_shape =
    "<p:sp><p:nvSpPr><p:cNvPr id=\"2\" name=\"Title\"/><p:cNvSpPr><a:spLocks noGrp=\"1\"/>"
    "</p:cNvSpPr><p:nvPr><p:ph type=\"title\"/></p:nvPr></p:nvSpPr><p:spPr><a:xfrm><a:off "
    "x=\"500000\" y=\"380000\"/><a:ext cx=\"11192000\" cy=\"700000\"/></a:xfrm><a:prstGeom "
    "prst=\"rect\"><a:avLst/></a:prstGeom></p:spPr><p:txBody><a:bodyPr anchor=\"ctr\">"
    "<a:normAutofit/></a:bodyPr><a:lstStyle/><a:p><a:endParaRPr lang=\"zh-CN\"/></a:p>"
    "</p:txBody></p:sp>";
constexpr std::string_view k_bar_shape =
    "<p:sp><p:nvSpPr><p:cNvPr id=\"3\" name=\"Bar\"/><p:cNvSpPr/><p:nvPr userDrawn=\"1\"/>"
    "</p:nvSpPr><p:spPr><a:xfrm><a:off x=\"0\" y=\"0\"/><a:ext cx=\"12192000\" cy=\"120000\"/>"
    "</a:xfrm><a:prstGeom prst=\"rect\"><a:avLst/></a:prstGeom><a:solidFill><a:srgbClr "
    "val=\"1F4E79\"/></a:solidFill></p:spPr><p:txBody><a:bodyPr/><a:lstStyle/><a:p><a:endParaRPr "
    "lang=\"zh-CN\"/></a:p></p:txBody></p:sp>";

std::string theme_xml() {
  struct Slot {
    std::string_view name, color;
  };
  static constexpr Slot k_slots[] = {
      {"dk1", "21262E"},     {"lt1", "FFFFFF"},     {"dk2", "1F4E79"},     {"lt2", "F3F5F8"},
      {"accent1", "1F4E79"}, {"accent2", "1C73B5"}, {"accent3", "1A8545"}, {"accent4", "BF7805"},
      {"accent5", "C22121"}, {"accent6", "6B7280"}, {"hlink", "1C73B5"},   {"folHlink", "6B7280"}};
  std::string colors;
  for (const Slot& slot : k_slots) {
    const std::string name(slot.name);
    colors +=
        "<a:" + name + "><a:srgbClr val=\"" + std::string(slot.color) + "\"/></a:" + name + ">";
  }
  constexpr std::string_view k_fill = "<a:solidFill><a:schemeClr val=\"phClr\"/></a:solidFill>";
  std::string fills, lines, effects;
  for (int i = 0; i < 3; ++i) {
    fills += k_fill;
    lines += "<a:ln w=\"6350\">" + std::string(k_fill) + "</a:ln>";
    effects += "<a:effectStyle><a:effectLst/></a:effectStyle>";
  }
  const std::string font =
      "<a:latin typeface=\"Calibri\"/><a:ea typeface=\"Microsoft YaHei\"/><a:cs typeface=\"\"/>";
  return std::string(k_xml_head) +
         "<a:theme xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\" "
         "name=\"Tongchou\"><a:themeElements><a:clrScheme name=\"Tongchou\">" +
         colors + "</a:clrScheme><a:fontScheme name=\"Tongchou\"><a:majorFont>" + font +
         "</a:majorFont><a:minorFont>" + font +
         "</a:minorFont></a:fontScheme><a:fmtScheme name=\"Tongchou\"><a:fillStyleLst>" + fills +
         "</a:fillStyleLst><a:lnStyleLst>" + lines + "</a:lnStyleLst><a:effectStyleLst>" + effects +
         "</a:effectStyleLst><a:bgFillStyleLst>" + fills +
         "</a:bgFillStyleLst></a:fmtScheme></a:themeElements></a:theme>";
}

std::string master_xml() {
  const std::string plain =
      "<a:lvl1pPr><a:defRPr sz=\"1800\"><a:latin typeface=\"+mn-lt\"/><a:ea "
      "typeface=\"+mn-ea\"/></a:defRPr></a:lvl1pPr>";
  return std::string(k_xml_head) + "<p:sldMaster " + std::string(k_slide_names) +
         "><p:cSld><p:bg><p:bgPr><a:solidFill><a:srgbClr val=\"FFFFFF\"/></a:solidFill>"
         "<a:effectLst/></p:bgPr></p:bg><p:spTree>" +
         std::string(k_tree_head) + std::string(k_title_shape) + std::string(k_bar_shape) +
         "</p:spTree></p:cSld><p:clrMap bg1=\"lt1\" tx1=\"dk1\" bg2=\"lt2\" tx2=\"dk2\" "
         "accent1=\"accent1\" accent2=\"accent2\" accent3=\"accent3\" accent4=\"accent4\" "
         "accent5=\"accent5\" accent6=\"accent6\" hlink=\"hlink\" folHlink=\"folHlink\"/>"
         "<p:sldLayoutIdLst><p:sldLayoutId id=\"2147483649\" r:id=\"rId1\"/></p:sldLayoutIdLst>"
         "<p:txStyles><p:titleStyle>" +
         plain + "</p:titleStyle><p:bodyStyle>" + plain + "</p:bodyStyle><p:otherStyle>" + plain +
         "</p:otherStyle></p:txStyles></p:sldMaster>";
}

}  // namespace

std::string add_slide_master(ZipWriter& zip) {
  zip.add("ppt/theme/theme1.xml", theme_xml());
  zip.add("ppt/slideMasters/slideMaster1.xml", master_xml());
  zip.add("ppt/slideMasters/_rels/slideMaster1.xml.rels",
          relations_xml(relationship("rId1", "slideLayout", "../slideLayouts/slideLayout1.xml") +
                        relationship("rId2", "theme", "../theme/theme1.xml")));
  zip.add("ppt/slideLayouts/slideLayout1.xml",
          std::string(k_xml_head) + "<p:sldLayout " + std::string(k_slide_names) +
              " type=\"titleOnly\"><p:cSld name=\"Title\"><p:spTree>" + std::string(k_tree_head) +
              std::string(k_title_shape) +
              "</p:spTree></p:cSld><p:clrMapOvr><a:masterClrMapping/></p:clrMapOvr>"
              "</p:sldLayout>");
  zip.add("ppt/slideLayouts/_rels/slideLayout1.xml.rels",
          relations_xml(relationship("rId1", "slideMaster", "../slideMasters/slideMaster1.xml")));
  return override_xml("ppt/theme/theme1.xml", "theme") +
         override_xml("ppt/slideMasters/slideMaster1.xml", "presentationml.slideMaster") +
         override_xml("ppt/slideLayouts/slideLayout1.xml", "presentationml.slideLayout");
}

}  // namespace tc::document
