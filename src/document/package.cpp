#include "document/package.h"

#include "base/text.h"
#include "document/xml.h"

namespace tc::document {
namespace {

constexpr std::string_view k_package = "http://schemas.openxmlformats.org/package/2006/";
constexpr std::string_view k_office_type = "application/vnd.openxmlformats-officedocument.";

}  // namespace

std::string relationship(std::string_view id, std::string_view type, std::string_view target) {
  std::string out = "<Relationship Id=\"";
  out.append(id).append("\" Type=\"").append(k_office_relations).append("/").append(type);
  out.append("\" Target=\"").append(target).append("\"/>");
  return out;
}

std::string relations_xml(std::string_view elements) {
  std::string out(k_xml_head);
  out.append("<Relationships xmlns=\"").append(k_package).append("relationships\">");
  out.append(elements).append("</Relationships>");
  return out;
}

std::string override_xml(std::string_view part, std::string_view type) {
  std::string out = "<Override PartName=\"/";
  out.append(part).append("\" ContentType=\"").append(k_office_type).append(type);
  out.append("+xml\"/>");
  return out;
}

void add_package_parts(ZipWriter& zip, const Package& package) {
  const std::string core = std::string(k_package) + "metadata/core-properties";
  zip.add("[Content_Types].xml",
          std::string(k_xml_head) + "<Types xmlns=\"" + std::string(k_package) +
              "content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd."
              "openxmlformats-package.relationships+xml\"/><Default Extension=\"xml\" "
              "ContentType=\"application/xml\"/>" +
              override_xml(package.main_part, package.main_type) + package.overrides +
              "<Override PartName=\"/docProps/core.xml\" ContentType=\"application/vnd."
              "openxmlformats-package.core-properties+xml\"/></Types>");
  zip.add("_rels/.rels",
          relations_xml(relationship("rId1", "officeDocument", package.main_part) +
                        "<Relationship Id=\"rId2\" Type=\"" + std::string(k_package) +
                        "relationships/metadata/core-properties\" Target=\"docProps/core.xml\"/>"));
  const std::string moment = format_moment(package.made_at).substr(0, 19) + "Z";
  zip.add("docProps/core.xml",
          std::string(k_xml_head) + "<cp:coreProperties xmlns:cp=\"" + core +
              "\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" "
              "xmlns:dcterms=\"http://purl.org/dc/terms/\" "
              "xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"><dc:title>" +
              xml_text(package.title) +
              "</dc:title><dc:creator>Tongchou</dc:creator><dcterms:created "
              "xsi:type=\"dcterms:W3CDTF\">" +
              moment + "</dcterms:created></cp:coreProperties>");
}

}  // namespace tc::document
