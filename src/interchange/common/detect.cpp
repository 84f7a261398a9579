#include "interchange/common/detect.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cstring>

#include <zlib.h>

#include "interchange/common/encoding.h"
#include "interchange/common/number.h"

namespace tc::interchange {
namespace {

using namespace std::string_view_literals;

constexpr std::size_t k_head_bytes = 8192;
constexpr std::size_t k_gzip_step_bytes = 1 << 16;

bool contains(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

/// A name as compound files keep it: UTF-16LE.
std::string wide(std::string_view ascii) {
  std::string out;
  for (const char c : ascii) out += c, out += '\0';
  return out;
}

Format detect_compound(std::string_view bytes) {
  // The \1CompObj stream names the program; the data directories carry its version.
  for (const std::string_view mark :
       {"MSProject.MPP"sv, "MSProject.MPT"sv, "MSProject.Project"sv}) {
    if (contains(bytes, mark) || contains(bytes, wide(mark))) return Format::mpp;
  }
  for (const std::string_view name : {"TBkndTask"sv, "Props14"sv, "Props12"sv, "Props9"sv}) {
    if (contains(bytes, wide(name))) return Format::mpp;
  }
  return Format::compound;
}

Format detect_zip(std::string_view bytes) {
  if (contains(bytes, "xl/workbook.xml") || contains(bytes, "xl/worksheets/")) return Format::xlsx;
  return Format::zip;
}

/// The local name and the namespace of the first element, after declarations and comments.
struct Root {
  std::string_view name;
  std::string_view tag;
};

Root root_element(std::string_view text) {
  while (true) {
    const std::size_t open = text.find('<');
    if (open == std::string_view::npos || open + 1 >= text.size()) return {};
    text.remove_prefix(open);
    std::string_view skip;
    if (text.starts_with("<!--"))
      skip = "-->";
    else if (text[1] == '?')
      skip = "?>";
    else if (text[1] == '!')
      skip = ">";
    if (skip.empty()) break;
    const std::size_t end = text.find(skip, 2);
    if (end == std::string_view::npos) return {};
    text.remove_prefix(end + skip.size());
  }
  const std::string_view tag = text.substr(1, text.find('>') - 1);
  std::string_view name = tag.substr(0, tag.find_first_of(" \t\r\n/"));
  if (const std::size_t colon = name.find(':'); colon != std::string_view::npos) {
    name.remove_prefix(colon + 1);
  }
  return {name, tag};
}

Format detect_xml(std::string_view text) {
  const Root root = root_element(text);
  if (root.name == "Project") {
    // GNOME Planner writes a lower-case root; every "Project" with these parts is MSPDI, also
    // without its namespace, as some libraries leave it out.
    return Format::mspdi;
  }
  if (root.name == "APIBusinessObjects") return Format::pmxml;
  if (root.name == "project") {
    const bool planner = contains(root.tag, "mrproject-version") || contains(root.tag, "planner");
    if (planner) return Format::planner;
    return contains(text, "<tasks") || contains(root.tag, "view-date") ? Format::gan : Format::xml;
  }
  return root.name.empty() ? Format::unknown : Format::xml;
}

Format detect_text(std::string_view text) {
  const std::string_view head = trim(text);
  if (head.starts_with("ERMHDR")) return Format::xer;
  if (head.starts_with("MPX")) return Format::mpx;
  if (head.starts_with("BEGIN:VCALENDAR")) return Format::icalendar;
  if (head.starts_with("<")) return detect_xml(head);
  const std::string_view line = head.substr(0, head.find_first_of("\r\n"));
  const bool printable = std::none_of(line.begin(), line.end(), [](char c) {
    return static_cast<unsigned char>(c) < 0x20 && c != '\t';
  });
  const bool separated = contains(line, ",") || contains(line, ";") || contains(line, "\t");
  return printable && separated ? Format::csv : Format::unknown;
}

/// The head of a UTF-16 text with its ASCII letters only: enough to tell formats apart.
std::string narrow(std::string_view bytes, std::size_t first) {
  std::string out;
  for (std::size_t i = first; i < std::min(bytes.size(), 2 * k_head_bytes); i += 2) {
    out += bytes[i];
  }
  return out;
}

struct Inflater {
  z_stream stream{};
  bool open = false;
  ~Inflater() {
    if (open) inflateEnd(&stream);
  }
};

Status refuse_gzip() {
  return refuse(RefusalKind::malformed, "import.damaged", {}, {{"reason", "gzip"}, {"line", "0"}});
}

Status too_large(std::int64_t limit) {
  return refuse(RefusalKind::too_large, "import.too_large", {},
                {{"what", "gzip"}, {"limit", std::to_string(limit)}});
}

Status inflate_all(std::string_view bytes, std::int64_t bytes_max, std::string& out) {
  Inflater inflater;
  z_stream& stream = inflater.stream;
  constexpr int k_gzip_window = 15 + 16;
  if (inflateInit2(&stream, k_gzip_window) != Z_OK) return refuse_gzip();
  inflater.open = true;
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
  stream.avail_in = static_cast<uInt>(bytes.size());
  const auto packed = static_cast<std::int64_t>(bytes.size());
  int state = Z_OK;
  while (state != Z_STREAM_END) {
    const std::size_t have = out.size();
    out.resize(have + k_gzip_step_bytes);
    stream.next_out = reinterpret_cast<Bytef*>(out.data() + have);
    stream.avail_out = k_gzip_step_bytes;
    state = inflate(&stream, Z_NO_FLUSH);
    out.resize(have + k_gzip_step_bytes - stream.avail_out);
    if (state != Z_OK && state != Z_STREAM_END) return refuse_gzip();
    const auto size = static_cast<std::int64_t>(out.size());
    if (size > bytes_max) return too_large(bytes_max);
    if (size > k_gzip_ratio_from_bytes && size / k_gzip_ratio_max > packed) {
      return too_large(packed * k_gzip_ratio_max);
    }
  }
  return Done{};
}

}  // namespace

std::string_view format_name(Format format) {
  static constexpr std::array<std::string_view, 17> k_names = {"?",
                                                               "MS Project XML",
                                                               "Primavera XER",
                                                               "Primavera XML",
                                                               "MPX",
                                                               "MS Project (.mpp)",
                                                               "GanttProject",
                                                               "GNOME Planner",
                                                               "ProjectLibre (.pod)",
                                                               "Phoenix",
                                                               "Excel (.xlsx)",
                                                               "zip",
                                                               "OLE2",
                                                               "gzip",
                                                               "XML",
                                                               "iCalendar",
                                                               "CSV"};
  return k_names[static_cast<std::size_t>(format)];
}

Format detect(std::string_view bytes) {
  if (bytes.starts_with("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1")) return detect_compound(bytes);
  if (bytes.starts_with("PK\x03\x04")) return detect_zip(bytes);
  if (bytes.starts_with("\x1F\x8B")) return Format::gzip;
  if (bytes.starts_with("\xAC\xED")) return Format::pod;
  if (contains(bytes.substr(0, 64), "com.projity")) return Format::pod;
  if (bytes.starts_with("\xFF\xFE")) return detect_text(narrow(bytes, 2));
  if (bytes.starts_with("\xFE\xFF")) return detect_text(narrow(bytes, 3));
  if (bytes.starts_with("<\0"sv)) return detect_text(narrow(bytes, 0));
  if (bytes.starts_with("\0<"sv)) return detect_text(narrow(bytes, 1));
  if (bytes.starts_with("\xEF\xBB\xBF")) bytes.remove_prefix(3);
  return detect_text(bytes.substr(0, k_head_bytes));
}

Status unpack(std::string_view bytes, std::int64_t bytes_max, Unpacked& out) {
  if (static_cast<std::int64_t>(bytes.size()) > bytes_max) {
    return refuse(RefusalKind::too_large, "import.too_large", {},
                  {{"what", "file"}, {"limit", std::to_string(bytes_max)}});
  }
  out.bytes = bytes;
  for (int layer = 0; layer < 2 && detect(out.bytes) == Format::gzip; ++layer) {
    std::string unpacked;
    if (Status status = inflate_all(out.bytes, bytes_max, unpacked); !status) return status;
    out.storage = std::move(unpacked);
    out.bytes = out.storage;
  }
  return Done{};
}

}  // namespace tc::interchange
