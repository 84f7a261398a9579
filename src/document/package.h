#pragma once

#include <string>

#include "base/civil.h"
#include "document/zip.h"

namespace tc::document {

/// What every office file has around its main part (ECMA-376 part 2).
struct Package {
  std::string main_part;  ///< "word/document.xml"
  std::string main_type;
  std::string overrides;  ///< <Override> elements of the other parts.
  std::string title;
  Moment made_at = 0;
};

/// Adds content types, the root relations and the core properties.
void add_package_parts(ZipWriter& zip, const Package& package);

inline constexpr std::string_view k_xml_head =
    R"(<?xml version="1.0" encoding="UTF-8" standalone="yes"?>)";
inline constexpr std::string_view k_office_relations =
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// <Relationship> of an office part; `type` is the last word of its address ("slide").
[[nodiscard]] std::string relationship(std::string_view id, std::string_view type,
                                       std::string_view target);
/// A whole relations part of these elements.
[[nodiscard]] std::string relations_xml(std::string_view elements);
/// <Override> of a part; `type` stands between the office prefix and "+xml".
[[nodiscard]] std::string override_xml(std::string_view part, std::string_view type);

}  // namespace tc::document
