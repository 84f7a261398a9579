#pragma once

#include <string>
#include <string_view>

#include "document/zip.h"

namespace tc::document {

inline constexpr std::string_view k_slide_names =
    "xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\" "
    "xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\" "
    "xmlns:p=\"http://schemas.openxmlformats.org/presentationml/2006/main\"";

/// What a tree of shapes begins with.
inline constexpr std::string_view k_tree_head =
    "<p:nvGrpSpPr><p:cNvPr id=\"1\" name=\"\"/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr>"
    "<a:xfrm><a:off x=\"0\" y=\"0\"/><a:ext cx=\"0\" cy=\"0\"/><a:chOff x=\"0\" y=\"0\"/>"
    "<a:chExt cx=\"0\" cy=\"0\"/></a:xfrm></p:grpSpPr>";

/// Adds the master, the layout and the theme that every slide needs; answers their <Override>s.
[[nodiscard]] std::string add_slide_master(ZipWriter& zip);

}  // namespace tc::document
