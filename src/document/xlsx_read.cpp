#include <charconv>
#include <map>
#include <optional>

#include "document/sheet.h"
#include "document/sheet_limits.h"
#include "document/xlsx_style.h"
#include "document/xml.h"
#include "document/zip.h"

namespace tc::document {
namespace {

constexpr std::size_t k_strings_max = 2'000'000;
constexpr std::size_t k_styles_max = 65'536;

std::string_view text_of(const char* attribute_value) {
  return attribute_value == nullptr ? std::string_view() : std::string_view(attribute_value);
}

std::optional<std::size_t> whole(std::string_view text) {
  std::size_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (text.empty() || error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

Refusal damaged(std::string_view reason) {
  return refuse(RefusalKind::malformed, "sheet.damaged", {}, {{"reason", std::string(reason)}});
}

// Listeners that may end their own reading.
class PartListener : public XmlListener {
 public:
  XmlReader* reader = nullptr;
  void text(std::string_view) override {}
  void end(std::string_view) override {}

 protected:
  void stop(Refusal refusal) { reader->stop(std::move(refusal)); }
};

Status read_part(const ZipReader& zip, std::string_view name, PartListener& listener) {
  XmlReader reader(listener);
  listener.reader = &reader;
  const Status unpacked =
      zip.read(name, [&](std::string_view piece) { return reader.feed(piece); });
  if (!unpacked) return unpacked;
  return reader.finish();
}

// The first sheet and the epoch of xl/workbook.xml.
class WorkbookListener final : public PartListener {
 public:
  std::string sheet_id;
  bool from_1904 = false;
  void start(std::string_view name, const char** attributes) override {
    if (name == "sheet" && sheet_id.empty()) {
      for (const char** at = attributes; *at != nullptr; at += 2) {
        // The relation is `r:id`; `sheetId` and `name` have no prefix.
        if (std::string_view(*at).ends_with(":id")) sheet_id = at[1];
      }
    }
    if (name != "workbookPr") return;
    const std::string_view date1904 = text_of(attribute(attributes, "date1904"));
    from_1904 = date1904 == "1" || date1904 == "true";
  }
};

class RelationsListener final : public PartListener {
 public:
  std::map<std::string, std::string, std::less<>> targets;
  void start(std::string_view name, const char** attributes) override {
    const std::string_view target = text_of(attribute(attributes, "Target"));
    if (name != "Relationship" || target.empty() || targets.size() > ZipReader::k_parts_max) return;
    targets.emplace(text_of(attribute(attributes, "Id")),
                    target.starts_with('/') ? target.substr(1) : "xl/" + std::string(target));
  }
};

class StylesListener final : public PartListener {
 public:
  std::vector<NumberStyle> styles;
  void start(std::string_view name, const char** attributes) override {
    if (name == "cellXfs") inside_ = true;
    if (name == "numFmt" && codes_.size() < k_styles_max) {
      const std::string_view code = text_of(attribute(attributes, "formatCode"));
      if (const auto id = whole(text_of(attribute(attributes, "numFmtId"))))
        codes_[*id] = style_of_code(code);
    }
    if (name != "xf" || !inside_ || styles.size() >= k_styles_max) return;
    const std::size_t id = whole(text_of(attribute(attributes, "numFmtId"))).value_or(0);
    const auto own = codes_.find(id);
    styles.push_back(own != codes_.end() ? own->second : style_of_builtin(static_cast<int>(id)));
  }
  void end(std::string_view name) override {
    if (name == "cellXfs") inside_ = false;
  }

 private:
  bool inside_ = false;
  std::map<std::size_t, NumberStyle> codes_;
};

// Shared strings: the `t` of each `si`, phonetic helps (`rPh`) left out.
class StringsListener final : public PartListener {
 public:
  std::vector<std::string> strings;
  void start(std::string_view name, const char**) override {
    if (name == "si") {
      if (strings.size() >= k_strings_max) return stop(too_large("strings", k_strings_max));
      strings.emplace_back();
    }
    if (name == "rPh") ++phonetic_;
    taking_ = name == "t" && phonetic_ == 0 && !strings.empty();
  }
  void text(std::string_view piece) override {
    if (!taking_) return;
    strings.back() += piece;
    if (strings.back().size() > k_sheet_cell_bytes_max)
      stop(too_large("bytes in a cell", k_sheet_cell_bytes_max));
  }
  void end(std::string_view name) override {
    if (name == "rPh") --phonetic_;
    taking_ = false;
  }

 private:
  int phonetic_ = 0;
  bool taking_ = false;
};

struct Book {
  std::vector<std::string> strings;
  std::vector<NumberStyle> styles;
  bool from_1904 = false;
};

// Column of a reference as "AB12", from 0; nothing when it has no letters.
std::optional<std::size_t> column_of(std::string_view reference) {
  std::size_t column = 0;
  for (const char c : reference) {
    if (c < 'A' || c > 'Z' || column > k_sheet_columns_max) break;
    column = column * 26 + static_cast<std::size_t>(c - 'A' + 1);
  }
  if (column == 0) return std::nullopt;
  return column - 1;
}

class SheetListener final : public PartListener {
 public:
  explicit SheetListener(const Book& book) : book_(book) {}
  Sheet sheet;

  void start(std::string_view name, const char** attributes) override {
    if (name == "row") return start_row(attributes);
    if (name == "c") return start_cell(attributes);
    if (name == "rPh") ++phonetic_;
    taking_ = phonetic_ == 0 && in_cell_ && (name == "v" || (name == "t" && type_ == "inlineStr"));
  }
  void text(std::string_view piece) override {
    if (!taking_) return;
    value_ += piece;
    if (value_.size() > k_sheet_cell_bytes_max)
      stop(too_large("bytes in a cell", k_sheet_cell_bytes_max));
  }
  void end(std::string_view name) override {
    taking_ = false;
    if (name == "rPh") --phonetic_;
    if (name == "c" && in_cell_) end_cell();
  }

 private:
  void start_row(const char** attributes) {
    const std::size_t wanted =
        whole(text_of(attribute(attributes, "r"))).value_or(sheet.rows.size() + 1);
    if (wanted > k_sheet_rows_max) return stop(too_large("rows", k_sheet_rows_max));
    if (wanted <= sheet.rows.size()) return stop(damaged("rows out of order"));
    sheet.rows.resize(wanted);
    next_ = 0;
  }
  void start_cell(const char** attributes) {
    if (sheet.rows.empty()) return stop(damaged("a cell outside of rows"));
    const std::size_t column = column_of(text_of(attribute(attributes, "r"))).value_or(next_);
    if (column < next_) return stop(damaged("cells out of order"));
    // Cells that are left out count too: a row may hold them all.
    for (; next_ <= column; ++next_) {
      if (auto refusal = limits_.take(sheet.rows.size(), next_ + 1))
        return stop(std::move(*refusal));
    }
    sheet.rows.back().resize(next_);
    in_cell_ = true;
    type_ = text_of(attribute(attributes, "t"));
    style_ = whole(text_of(attribute(attributes, "s"))).value_or(0);
    value_.clear();
  }
  void end_cell() {
    in_cell_ = false;
    std::string& cell = sheet.rows.back().back();
    if (type_ == "s") {
      const auto index = whole(value_);
      if (!index || *index >= book_.strings.size()) return stop(damaged("a string is missing"));
      text_bytes_ += book_.strings[*index].size();
      if (text_bytes_ > ZipReader::k_part_bytes_max)
        return stop(too_large("bytes", ZipReader::k_part_bytes_max));
      cell = book_.strings[*index];
    } else if (type_ == "b") {
      cell = value_ == "1" ? "true" : "false";
    } else if (type_.empty() || type_ == "n") {
      cell = number();
    } else {
      cell = std::move(value_);  // Texts, results of formulas, dates, errors.
    }
  }
  std::string number() {
    double number = 0;
    const auto [end, error] = std::from_chars(value_.data(), value_.data() + value_.size(), number);
    if (error != std::errc() || end != value_.data() + value_.size()) return std::move(value_);
    const NumberStyle plain;
    return number_text(number, style_ < book_.styles.size() ? book_.styles[style_] : plain,
                       book_.from_1904);
  }

  const Book& book_;
  SheetLimits limits_;
  std::string type_, value_;
  std::size_t style_ = 0, next_ = 0, text_bytes_ = 0;
  int phonetic_ = 0;
  bool in_cell_ = false, taking_ = false;
};

}  // namespace

Result<Sheet> read_xlsx(std::string_view bytes) {
  const Result<ZipReader> zip = ZipReader::open(bytes);
  if (!zip) return zip.refusals();
  if (!zip->has("xl/workbook.xml")) return refuse(RefusalKind::malformed, "sheet.unknown_format");
  WorkbookListener workbook;
  RelationsListener relations;
  StylesListener styles;
  StringsListener strings;
  if (Status read = read_part(*zip, "xl/workbook.xml", workbook); !read) return read.refusals();
  if (Status read = read_part(*zip, "xl/_rels/workbook.xml.rels", relations); !read)
    return read.refusals();
  const auto part = relations.targets.find(workbook.sheet_id);
  if (part == relations.targets.end()) return damaged("no sheet");
  if (zip->has("xl/styles.xml")) {
    if (Status read = read_part(*zip, "xl/styles.xml", styles); !read) return read.refusals();
  }
  if (zip->has("xl/sharedStrings.xml")) {
    if (Status read = read_part(*zip, "xl/sharedStrings.xml", strings); !read)
      return read.refusals();
  }
  const Book book{std::move(strings.strings), std::move(styles.styles), workbook.from_1904};
  SheetListener listener(book);
  if (Status read = read_part(*zip, part->second, listener); !read) return read.refusals();
  return std::move(listener.sheet);
}

}  // namespace tc::document
