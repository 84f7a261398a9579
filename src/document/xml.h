#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"

/// XML of office files: a streaming reader over expat.
namespace tc::document {

/// What happens in an XML text. Names come without prefix.
class XmlListener {
 public:
  virtual ~XmlListener() = default;
  /// `attributes`: name, value, name, value, …, null.
  virtual void start(std::string_view name, const char** attributes) = 0;
  virtual void text(std::string_view piece) = 0;
  virtual void end(std::string_view name) = 0;
};

/// The value of an attribute, without regard to its prefix; nullptr when absent.
[[nodiscard]] const char* attribute(const char** attributes, std::string_view name);

/// Takes an XML text piece by piece. Document types are refused, with them every entity but the
/// five of XML itself (`sheet.entity_refused`); so are nesting beyond 64 (`sheet.too_deep`), tags
/// longer than a megabyte (`sheet.too_large`) and what is not well-formed (`sheet.damaged`).
class XmlReader {
 public:
  explicit XmlReader(XmlListener& listener);
  ~XmlReader();
  XmlReader(const XmlReader&) = delete;
  XmlReader& operator=(const XmlReader&) = delete;
  /// False when something was refused; nothing more is wanted then.
  bool feed(std::string_view piece);
  /// Ends the text: what was refused, or nothing.
  [[nodiscard]] Status finish();
  /// Ends the reading with this refusal, from within the listener.
  void stop(Refusal refusal);

 private:
  struct Parser;
  std::unique_ptr<Parser> parser_;
};

}  // namespace tc::document
