#include <zlib.h>

#include <algorithm>
#include <array>

#include "document/zip.h"

namespace tc::document {
namespace {

constexpr int k_raw_window = -15;
constexpr std::size_t k_end_size = 22, k_line_size = 46, k_header_size = 30;
constexpr std::size_t k_comment_max = 0xFFFF;
constexpr std::size_t k_stored = 0, k_deflated = 8;

Refusal damaged(std::string_view reason) {
  return refuse(RefusalKind::malformed, "sheet.damaged", {}, {{"reason", std::string(reason)}});
}

Refusal too_large(std::string_view what, std::size_t max) {
  return refuse(RefusalKind::too_large, "sheet.too_large", {},
                {{"what", std::string(what)}, {"max", std::to_string(max)}});
}

std::size_t get(std::string_view bytes, std::size_t at, std::size_t count) {
  std::size_t value = 0;
  for (std::size_t i = count; i > 0; --i)
    value = value << 8 | static_cast<unsigned char>(bytes[at + i - 1]);
  return value;
}

}  // namespace

Result<ZipReader> ZipReader::open(std::string_view bytes) {
  if (bytes.size() < k_end_size) return damaged("zip");
  const std::size_t from =
      bytes.size() > k_end_size + k_comment_max ? bytes.size() - k_end_size - k_comment_max : 0;
  const std::size_t end = bytes.rfind("PK\5\6");
  if (end == std::string_view::npos || end < from || end + k_end_size > bytes.size())
    return damaged("zip end");
  const std::size_t count = get(bytes, end + 10, 2);
  if (count > k_parts_max) return too_large("parts", k_parts_max);
  ZipReader reader;
  reader.bytes_ = bytes;
  std::size_t at = get(bytes, end + 16, 4);
  for (std::size_t i = 0; i < count; ++i) {
    if (at > end || end - at < k_line_size || bytes.substr(at, 4) != "PK\1\2")
      return damaged("zip directory");
    if ((get(bytes, at + 8, 2) & 1U) != 0) return refuse(RefusalKind::malformed, "sheet.encrypted");
    const std::size_t name_size = get(bytes, at + 28, 2);
    const std::size_t more = get(bytes, at + 30, 2) + get(bytes, at + 32, 2);
    if (end - at - k_line_size < name_size + more) return damaged("zip directory");
    reader.parts_.push_back({bytes.substr(at + k_line_size, name_size), get(bytes, at + 10, 2),
                             get(bytes, at + 42, 4), get(bytes, at + 20, 4)});
    at += k_line_size + name_size + more;
  }
  return reader;
}

const ZipReader::Part* ZipReader::find(std::string_view name) const {
  const auto found = std::ranges::find(parts_, name, &Part::name);
  return found == parts_.end() ? nullptr : &*found;
}

Status ZipReader::read(std::string_view name, const Take& take) const {
  const Part* part = find(name);
  if (part == nullptr) return damaged(name);
  if (part->offset > bytes_.size() || bytes_.size() - part->offset < k_header_size)
    return damaged(name);
  const std::string_view header = bytes_.substr(part->offset);
  const std::size_t skip = k_header_size + get(header, 26, 2) + get(header, 28, 2);
  if (!header.starts_with("PK\3\4") || header.size() < skip || header.size() - skip < part->packed)
    return damaged(name);
  const std::string_view packed = header.substr(skip, part->packed);
  if (part->method == k_deflated) return inflate_part(packed, take);
  if (part->method != k_stored) return damaged(name);
  constexpr std::size_t k_piece = 1U << 18;
  for (std::size_t at = 0; at < packed.size(); at += k_piece) {
    if (!take(packed.substr(at, k_piece))) break;
  }
  return Done{};
}

Status ZipReader::inflate_part(std::string_view packed, const Take& take) const {
  z_stream stream{};
  TC_ASSERT(inflateInit2(&stream, k_raw_window) == Z_OK);
  const std::unique_ptr<z_stream, int (*)(z_stream*)> guard(&stream, inflateEnd);
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(packed.data()));
  stream.avail_in = static_cast<uInt>(packed.size());
  std::string piece(std::size_t{1} << 18, '\0');
  std::size_t total = 0;
  for (int code = Z_OK; code != Z_STREAM_END;) {
    stream.next_out = reinterpret_cast<Bytef*>(piece.data());
    stream.avail_out = static_cast<uInt>(piece.size());
    code = inflate(&stream, Z_NO_FLUSH);
    const std::size_t size = piece.size() - stream.avail_out;
    total += size;
    if ((code != Z_OK && code != Z_STREAM_END) || (size == 0 && code == Z_OK))
      return damaged("deflate");
    if (total > k_part_bytes_max) return too_large("bytes", k_part_bytes_max);
    if (!take(std::string_view(piece).substr(0, size))) break;
  }
  return Done{};
}

}  // namespace tc::document
