#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "interchange/common/outcome.h"

/// A cursor over an XML text in memory: no copies, no tree, no entities of its own.
namespace tc::interchange {

/// Walks the elements of a UTF-8 text that outlives it.
///
/// Why not expat: expat 2.5 alone, with empty handlers, walks project XML at 95 to 120 MB/s where
/// this project asks for 150 MB/s with the plan built (docs of this folder quote the figures).
/// What it accepts is XML without a DTD: a document type with an internal subset or an external
/// id is refused, entities are the five predefined and character references, tags must match.
/// Limits: k_xml_depth_max, k_xml_elements_max. Errors are sticky: every call after one ends at
/// once, and `status` says what it was (`import.truncated`, `import.damaged`,
/// `import.entity_refused`, `import.too_deep`, `import.too_large`).
class XmlCursor {
 public:
  enum class Kind : std::uint8_t { document, fragment };

  /// A fragment is a row of elements without a common root.
  explicit XmlCursor(std::string_view text, Kind kind = Kind::document)
      : text_(text), kind_(kind) {}

  /// Moves to the next child element of the innermost open element (at first: to the root).
  /// False where there is none: the open element is then closed. A child that was neither
  /// entered nor read is skipped.
  bool next_child();

  /// Local name (without prefix) and raw attributes of the child `next_child` found.
  [[nodiscard]] std::string_view name() const { return name_; }
  [[nodiscard]] std::string_view full_name() const { return full_name_; }
  [[nodiscard]] std::string_view attributes() const { return attributes_; }
  /// The decoded text of the child, elements in it left out; valid until the next call.
  std::string_view read_text();
  /// Passes over the child with all it holds.
  void skip();
  /// Makes the child the innermost open element, for `next_child`.
  void enter();

  /// Where the child begins; `since(begin())` after it was passed is its whole text.
  [[nodiscard]] std::size_t begin() const { return begin_; }
  [[nodiscard]] std::string_view since(std::size_t begin) const {
    return text_.substr(begin, at_ - begin);
  }

  /// Passes over what follows the root: comments only, else `import.damaged`.
  void finish();
  [[nodiscard]] bool failed() const { return !error_.empty(); }
  [[nodiscard]] Status status() const;
  /// The line (from 1) of a place in the text. O(distance from the place asked for before).
  [[nodiscard]] std::int64_t line_of(std::size_t place) const;
  [[nodiscard]] std::size_t place() const { return at_; }

 private:
  enum class Pending : std::uint8_t { none, open, empty };

  bool fail(std::string_view code, std::string_view reason = {});
  bool open_tag();
  bool close_tag();
  bool find_tag_end(std::size_t from);
  bool skip_mark();
  bool skip_to(std::string_view mark, std::size_t from);
  bool skip_document_type();
  bool check_references(std::string_view text);
  std::string_view read_long_text(std::size_t first);

  std::string_view text_;
  Kind kind_;
  std::size_t at_ = 0;
  std::size_t begin_ = 0;
  std::string_view name_, full_name_, attributes_;
  std::vector<std::string_view> open_;
  Pending pending_ = Pending::none;
  bool closed_ = false;  ///< An empty element was entered; the next `next_child` leaves it.
  std::int64_t elements_ = 0;
  mutable std::size_t line_place_ = 0;  ///< Where `line_of` counted to, and how far it was.
  mutable std::int64_t line_ = 1;
  std::string scratch_;
  std::string error_, reason_;
};

/// Raw element text with references and line ends resolved. The view is `raw` itself where there
/// was nothing to resolve, else it lies in `scratch`. Unknown references stay as they are.
[[nodiscard]] std::string_view decode_xml_text(std::string_view raw, std::string& scratch);

}  // namespace tc::interchange
