#include "interchange/common/xml.h"

#include <algorithm>
#include <array>

#include "interchange/common/number.h"

namespace tc::interchange {
namespace {

constexpr std::size_t k_reference_bytes_max = 12;

constexpr std::array<bool, 256> name_ends() {
  std::array<bool, 256> ends{};
  for (const char c : {' ', '\t', '\r', '\n', '/', '>', '<', '=', '&', '"', '\''}) {
    ends[static_cast<unsigned char>(c)] = true;
  }
  return ends;
}
constexpr std::array<bool, 256> k_name_ends = name_ends();

bool ends_name(char c) { return k_name_ends[static_cast<unsigned char>(c)]; }

std::string_view local_name(std::string_view name) {
  const std::size_t colon = name.find(':');
  return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

void append_utf8(std::string& out, std::uint32_t point) {
  const auto put = [&](std::uint32_t byte) { out += static_cast<char>(byte); };
  if (point < 0x80) {
    put(point);
  } else if (point < 0x800) {
    put(0xC0 | point >> 6), put(0x80 | (point & 0x3F));
  } else if (point < 0x10000) {
    put(0xE0 | point >> 12), put(0x80 | (point >> 6 & 0x3F)), put(0x80 | (point & 0x3F));
  } else {
    put(0xF0 | point >> 18), put(0x80 | (point >> 12 & 0x3F));
    put(0x80 | (point >> 6 & 0x3F)), put(0x80 | (point & 0x3F));
  }
}

/// The character of `#10` or `#x0A`, 0 where it is none that XML allows.
std::uint32_t numbered_character(std::string_view body) {
  const bool hex = body.starts_with("#x") || body.starts_with("#X");
  const std::uint32_t radix = hex ? 16 : 10;
  std::uint32_t point = 0;
  body.remove_prefix(hex ? 2 : 1);
  if (body.empty()) return 0;
  for (const char c : body) {
    std::uint32_t digit = 99;
    if (c >= '0' && c <= '9')
      digit = static_cast<std::uint32_t>(c - '0');
    else if (c >= 'a' && c <= 'f')
      digit = static_cast<std::uint32_t>(c - 'a' + 10);
    else if (c >= 'A' && c <= 'F')
      digit = static_cast<std::uint32_t>(c - 'A' + 10);
    if (digit >= radix || point > 0x10FFFF) return 0;
    point = point * radix + digit;
  }
  if (point > 0x10FFFF || (point >= 0xD800 && point <= 0xDFFF)) return 0;
  return point;
}

/// The character of the reference at the front of `text` (which starts with '&') and the bytes
/// it takes; 0 where it is no reference we know.
std::uint32_t reference(std::string_view text, std::size_t& size) {
  const std::size_t end = text.substr(0, k_reference_bytes_max).find(';');
  if (end == std::string_view::npos) return 0;
  size = end + 1;
  const std::string_view body = text.substr(1, end - 1);
  if (body.starts_with("#")) return numbered_character(body);
  if (body == "amp") return '&';
  if (body == "lt") return '<';
  if (body == "gt") return '>';
  if (body == "quot") return '"';
  return body == "apos" ? '\'' : 0U;
}

/// Most texts are a few digits long: a plain loop beats two searches.
bool needs_decoding(std::string_view raw) {
  for (const char c : raw) {
    if (c == '&' || c == '\r') return true;
  }
  return false;
}

}  // namespace

bool XmlCursor::fail(std::string_view code, std::string_view reason) {
  if (error_.empty()) error_ = code, reason_ = reason;
  return false;
}

std::int64_t XmlCursor::line_of(std::size_t place) const {
  if (place < line_place_) line_place_ = 0, line_ = 1;
  const std::string_view between = text_.substr(line_place_, place - line_place_);
  line_ += std::count(between.begin(), between.end(), '\n');
  line_place_ = place;
  return line_;
}

Status XmlCursor::status() const {
  if (error_.empty()) return Done{};
  const bool cut = error_ == "import.truncated";
  const std::string line = std::to_string(line_of(cut ? text_.size() : at_));
  std::string path;
  for (const std::string_view open : open_) path += "/" + std::string(open);
  const bool large = error_ == "import.too_large";
  return refuse(large ? RefusalKind::too_large : RefusalKind::malformed, error_, line + ":" + path,
                {{"line", line},
                 {"reason", reason_},
                 {"where", path},
                 {"what", "XML"},
                 {"limit", std::to_string(large ? k_xml_elements_max : k_xml_depth_max)}});
}

bool XmlCursor::skip_to(std::string_view mark, std::size_t from) {
  const std::size_t end = text_.find(mark, from);
  if (end == std::string_view::npos) return fail("import.truncated");
  at_ = end + mark.size();
  return true;
}

/// `<!DOCTYPE Project>` alone is harmless; anything that could declare an entity is refused.
bool XmlCursor::skip_document_type() {
  const std::size_t end = text_.find_first_of("[>", at_);
  if (end == std::string_view::npos) return fail("import.truncated");
  const std::string_view head = text_.substr(at_, end - at_);
  const bool external = head.find(" SYSTEM") != std::string_view::npos ||
                        head.find(" PUBLIC") != std::string_view::npos;
  if (text_[end] == '[' || external || !open_.empty()) return fail("import.entity_refused");
  at_ = end + 1;
  return true;
}

/// Passes over `<?…?>`, `<!--…-->`, `<![CDATA[…]]>`, `<!DOCTYPE…>` at `at_`.
bool XmlCursor::skip_mark() {
  const std::string_view rest = text_.substr(at_);
  if (rest.starts_with("<?")) return skip_to("?>", at_ + 2);
  if (rest.starts_with("<!--")) return skip_to("-->", at_ + 4);
  if (rest.starts_with("<![CDATA[") && !open_.empty()) return skip_to("]]>", at_ + 9);
  if (rest.starts_with("<!DOCTYPE")) return skip_document_type();
  return fail(rest.size() < 9 ? "import.truncated" : "import.damaged", "<!");
}

bool XmlCursor::check_references(std::string_view text) {
  while (true) {
    const std::size_t found = text.find('&');
    if (found == std::string_view::npos) return true;
    text.remove_prefix(found);
    std::size_t size = 0;
    if (reference(text, size) == 0) return fail("import.damaged", text.substr(0, 10));
    text.remove_prefix(size);
  }
}

/// Finds the '>' of a start tag, over quoted values; fills `attributes_` and `pending_`.
bool XmlCursor::find_tag_end(std::size_t from) {
  std::size_t i = from;
  char quote = '\0';
  for (; i < text_.size(); ++i) {
    const char c = text_[i];
    if (quote != '\0') {
      if (c == quote) quote = '\0';
      if (c == '<') return fail("import.damaged", "<");
    } else if (c == '"' || c == '\'') {
      quote = c;
    } else if (c == '>') {
      break;
    } else if (c == '<') {
      return fail("import.damaged", "<");
    }
  }
  if (i >= text_.size()) return fail("import.truncated");
  const bool empty = i > from && text_[i - 1] == '/';
  attributes_ = text_.substr(from, i - from - (empty ? 1 : 0));
  pending_ = empty ? Pending::empty : Pending::open;
  at_ = i + 1;
  return true;
}

bool XmlCursor::open_tag() {
  begin_ = at_;
  const char* const data = text_.data();
  const std::size_t size = text_.size();
  std::size_t i = at_ + 1;
  while (i < size && !ends_name(data[i])) ++i;
  if (i >= size) return fail("import.truncated");
  full_name_ = text_.substr(at_ + 1, i - at_ - 1);
  if (full_name_.empty()) return fail("import.damaged", "<");
  name_ = local_name(full_name_);
  if (data[i] == '>') {
    attributes_ = {};
    pending_ = Pending::open;
    at_ = i + 1;
  } else if (!find_tag_end(i)) {
    return false;
  }
  if (++elements_ > k_xml_elements_max) return fail("import.too_large");
  if (static_cast<std::int64_t>(open_.size()) >= k_xml_depth_max) return fail("import.too_deep");
  return true;
}

/// At `</`: must close the innermost open element.
bool XmlCursor::close_tag() {
  const std::string_view name = open_.back();
  const std::string_view rest = text_.substr(at_ + 2);
  if (!rest.starts_with(name)) {
    return fail(rest.size() < name.size() ? "import.truncated" : "import.damaged",
                "</" + std::string(rest.substr(0, 20)));
  }
  std::size_t i = at_ + 2 + name.size();
  while (i < text_.size() && text_[i] != '>') {
    if (!ends_name(text_[i]) || text_[i] == '<') return fail("import.damaged", "</");
    ++i;
  }
  if (i >= text_.size()) return fail("import.truncated");
  open_.pop_back();
  at_ = i + 1;
  return true;
}

bool XmlCursor::next_child() {
  if (pending_ != Pending::none) skip();
  if (closed_) {
    closed_ = false;
    return false;
  }
  while (!failed()) {
    const std::size_t from = at_;
    const std::size_t found = text_.find('<', at_);
    if (found == std::string_view::npos) {
      if (open_.empty() && kind_ == Kind::fragment) {
        at_ = text_.size();
        return false;
      }
      return fail("import.truncated");
    }
    at_ = found;
    if (!check_references(text_.substr(from, at_ - from))) return false;
    const char next = at_ + 1 < text_.size() ? text_[at_ + 1] : '\0';
    if (next == '/') {
      if (open_.empty()) return fail("import.damaged", "</");
      close_tag();
      return false;
    }
    if (next == '!' || next == '?') {
      if (!skip_mark()) return false;
    } else {
      return open_tag();
    }
  }
  return false;
}

void XmlCursor::enter() {
  if (failed()) return;
  if (pending_ == Pending::empty) {
    closed_ = true;
  } else {
    open_.push_back(full_name_);
  }
  pending_ = Pending::none;
}

void XmlCursor::skip() {
  if (failed() || pending_ == Pending::none) return;
  if (pending_ == Pending::empty) {
    pending_ = Pending::none;
    return;
  }
  const std::size_t begin = begin_;
  const std::string_view name = name_, full_name = full_name_;
  const std::size_t depth = open_.size();
  enter();
  while (open_.size() > depth && !failed()) {
    if (next_child() && pending_ == Pending::open)
      enter();
    else if (pending_ == Pending::empty)
      pending_ = Pending::none;
  }
  begin_ = begin, name_ = name, full_name_ = full_name;
}

std::string_view XmlCursor::read_text() {
  if (failed() || pending_ != Pending::open) {
    pending_ = Pending::none;
    return {};
  }
  const std::size_t first = at_;
  const std::size_t end = text_.find('<', at_);
  if (end == std::string_view::npos) {
    fail("import.truncated");
    return {};
  }
  if (end + 1 >= text_.size() || text_[end + 1] != '/') return read_long_text(first);
  at_ = end;
  pending_ = Pending::none;
  open_.push_back(full_name_);
  if (!close_tag()) return {};
  const std::string_view raw = text_.substr(first, end - first);
  if (!needs_decoding(raw)) return raw;
  return check_references(raw) ? decode_xml_text(raw, scratch_) : std::string_view{};
}

/// Text in several pieces: CDATA, comments or elements in between.
std::string_view XmlCursor::read_long_text(std::size_t first) {
  const std::size_t begin = begin_;
  skip();
  begin_ = begin;
  if (failed()) return {};
  std::string_view rest = text_.substr(first, at_ - first);
  std::string out, piece;
  int depth = 0;
  while (!rest.empty()) {
    const std::size_t open = rest.find('<');
    if (depth == 0) out += decode_xml_text(rest.substr(0, open), piece);
    if (open == std::string_view::npos) break;
    rest.remove_prefix(open);
    std::string_view end = ">";
    if (rest.starts_with("<![CDATA["))
      end = "]]>";
    else if (rest.starts_with("<!--"))
      end = "-->";
    else if (rest.starts_with("<?"))
      end = "?>";
    const std::size_t stop = rest.find(end);
    if (stop == std::string_view::npos) break;
    if (end == "]]>" && depth == 0) out += rest.substr(9, stop - 9);
    if (end == ">") depth += rest[1] == '/' ? -1 : (rest[stop - 1] == '/' ? 0 : 1);
    rest.remove_prefix(stop + end.size());
  }
  scratch_ = std::move(out);
  return scratch_;
}

void XmlCursor::finish() {
  while (!failed()) {
    const std::size_t next = text_.find_first_not_of(" \t\r\n", at_);
    if (next == std::string_view::npos) return;
    at_ = next;
    const std::string_view rest = text_.substr(at_);
    const bool begins_comment = std::string_view("<!--").starts_with(rest.substr(0, 4));
    if (rest.starts_with("<!--") || rest.starts_with("<?")) {
      skip_mark();
    } else {
      fail(begins_comment ? "import.truncated" : "import.damaged", "</…>");
    }
  }
}

std::string_view decode_xml_text(std::string_view raw, std::string& scratch) {
  if (!needs_decoding(raw)) return raw;
  scratch.clear();
  for (std::size_t i = 0; i < raw.size();) {
    if (raw[i] == '\r') {
      scratch += '\n';
      i += i + 1 < raw.size() && raw[i + 1] == '\n' ? 2 : 1;
      continue;
    }
    std::size_t size = 1;
    const std::uint32_t point = raw[i] == '&' ? reference(raw.substr(i), size) : 0;
    if (point == 0) {
      scratch += raw[i++];
    } else {
      append_utf8(scratch, point);
      i += size;
    }
  }
  return scratch;
}

}  // namespace tc::interchange
