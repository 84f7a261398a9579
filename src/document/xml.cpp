#include "document/xml.h"

#include <expat.h>

namespace tc::document {
namespace {

constexpr int k_depth_max = 64;
constexpr XML_Index k_tag_bytes_max = 1 << 20;

std::string_view local(const char* name) {
  const std::string_view whole(name);
  const std::size_t colon = whole.rfind(':');
  return colon == std::string_view::npos ? whole : whole.substr(colon + 1);
}

}  // namespace

const char* attribute(const char** attributes, std::string_view name) {
  for (; *attributes != nullptr; attributes += 2) {
    if (local(*attributes) == name) return attributes[1];
  }
  return nullptr;
}

struct XmlReader::Parser {
  explicit Parser(XmlListener& the_listener)
      : listener(the_listener), expat(XML_ParserCreate(nullptr)) {
    TC_ASSERT(expat != nullptr);
    XML_SetUserData(expat, this);
    XML_SetElementHandler(expat, on_start, on_end);
    XML_SetCharacterDataHandler(expat, on_text);
    XML_SetStartDoctypeDeclHandler(expat, on_doctype);
  }
  ~Parser() { XML_ParserFree(expat); }
  Parser(const Parser&) = delete;
  Parser& operator=(const Parser&) = delete;

  static Parser& self(void* data) { return *static_cast<Parser*>(data); }
  static void on_start(void* data, const char* name, const char** attributes) {
    Parser& parser = self(data);
    if (++parser.depth > k_depth_max)
      return parser.stop(refuse(RefusalKind::malformed, "sheet.too_deep"));
    parser.listener.start(local(name), attributes);
  }
  static void on_end(void* data, const char* name) {
    Parser& parser = self(data);
    --parser.depth;
    parser.listener.end(local(name));
  }
  static void on_text(void* data, const char* text, int size) {
    self(data).listener.text({text, static_cast<std::size_t>(size)});
  }
  static void on_doctype(void* data, const char*, const char*, const char*, int) {
    self(data).stop(refuse(RefusalKind::malformed, "sheet.entity_refused"));
  }
  void stop(Refusal refusal) {
    if (refusals.empty()) refusals.push_back(std::move(refusal));
    XML_StopParser(expat, XML_FALSE);
  }

  XmlListener& listener;
  XML_Parser expat;
  Refusals refusals;
  XML_Index fed = 0;
  int depth = 0;
};

XmlReader::XmlReader(XmlListener& listener) : parser_(std::make_unique<Parser>(listener)) {}
XmlReader::~XmlReader() = default;

bool XmlReader::feed(std::string_view piece) {
  Parser& parser = *parser_;
  if (!parser.refusals.empty()) return false;
  parser.fed += static_cast<XML_Index>(piece.size());
  const XML_Status status =
      XML_Parse(parser.expat, piece.data(), static_cast<int>(piece.size()), XML_FALSE);
  if (!parser.refusals.empty()) return false;
  if (status != XML_STATUS_OK) {
    const std::string line = std::to_string(XML_GetCurrentLineNumber(parser.expat));
    parser.refusals.push_back(
        refuse(RefusalKind::malformed, "sheet.damaged", {}, {{"reason", "XML, line " + line}}));
    return false;
  }
  // A tag that never ends would be read again from its start with every piece.
  if (parser.fed - XML_GetCurrentByteIndex(parser.expat) > k_tag_bytes_max) {
    parser.refusals.push_back(
        refuse(RefusalKind::too_large, "sheet.too_large", {},
               {{"what", "bytes in a tag"}, {"max", std::to_string(k_tag_bytes_max)}}));
    return false;
  }
  return true;
}

Status XmlReader::finish() {
  Parser& parser = *parser_;
  if (!parser.refusals.empty()) return parser.refusals;
  if (XML_Parse(parser.expat, "", 0, XML_TRUE) == XML_STATUS_OK) return Done{};
  return refuse(RefusalKind::malformed, "sheet.damaged", {}, {{"reason", "XML, end"}});
}

void XmlReader::stop(Refusal refusal) { parser_->stop(std::move(refusal)); }

}  // namespace tc::document
