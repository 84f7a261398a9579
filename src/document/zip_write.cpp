#include <zlib.h>

#include <array>

#include "document/zip.h"

namespace tc::document {
namespace {

constexpr int k_raw_window = -15;
constexpr int k_level = 6;
constexpr unsigned k_version = 20;  // 2.0: deflate.
constexpr unsigned k_utf8_names = 1U << 11;
constexpr unsigned k_deflated = 8;
constexpr unsigned k_date_1980 = 0x21;

void put16(std::string& out, std::size_t value) {
  out += static_cast<char>(value & 0xFF);
  out += static_cast<char>(value >> 8 & 0xFF);
}
void put32(std::string& out, std::size_t value) {
  put16(out, value & 0xFFFF);
  put16(out, value >> 16 & 0xFFFF);
}
void patch32(std::string& out, std::size_t at, std::size_t value) {
  std::string bytes;
  put32(bytes, value);
  out.replace(at, bytes.size(), bytes);
}

// What the header of a part and its line in the directory have in common.
void put_facts(std::string& out) {
  put16(out, k_version);
  put16(out, k_utf8_names);
  put16(out, k_deflated);
  put16(out, 0);
  put16(out, k_date_1980);
}

}  // namespace

ZipWriter::ZipWriter() : stream_(std::make_unique<z_stream_s>()) {}
ZipWriter::~ZipWriter() {
  if (open_) deflateEnd(stream_.get());
}

void ZipWriter::begin(std::string_view name) {
  TC_ASSERT(!open_);
  parts_.push_back({std::string(name), out_.size(), 0, 0, crc32(0, nullptr, 0)});
  out_ += "PK\3\4";
  put_facts(out_);
  for (int i = 0; i < 3; ++i) put32(out_, 0);  // Checksum and sizes: known at the end.
  put16(out_, name.size());
  put16(out_, 0);
  out_ += name;
  *stream_ = {};
  TC_ASSERT(deflateInit2(stream_.get(), k_level, Z_DEFLATED, k_raw_window, 8, Z_DEFAULT_STRATEGY) ==
            Z_OK);
  open_ = true;
}

void ZipWriter::pump(std::string_view bytes, int flush) {
  stream_->next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
  stream_->avail_in = static_cast<uInt>(bytes.size());
  std::array<char, 1U << 16> buffer;
  do {
    stream_->next_out = reinterpret_cast<Bytef*>(buffer.data());
    stream_->avail_out = static_cast<uInt>(buffer.size());
    TC_ASSERT(deflate(stream_.get(), flush) != Z_STREAM_ERROR);
    out_.append(buffer.data(), buffer.size() - stream_->avail_out);
  } while (stream_->avail_out == 0);
}

void ZipWriter::write(std::string_view bytes) {
  TC_ASSERT(open_ && bytes.size() < (std::size_t{1} << 31));
  Part& part = parts_.back();
  part.crc = crc32(part.crc, reinterpret_cast<const Bytef*>(bytes.data()),
                   static_cast<uInt>(bytes.size()));
  part.size += bytes.size();
  pump(bytes, Z_NO_FLUSH);
}

void ZipWriter::end() {
  pump({}, Z_FINISH);
  deflateEnd(stream_.get());
  open_ = false;
  constexpr std::size_t k_crc_at = 14, k_header_size = 30;
  Part& part = parts_.back();
  part.packed = out_.size() - part.offset - k_header_size - part.name.size();
  patch32(out_, part.offset + k_crc_at, part.crc);
  patch32(out_, part.offset + k_crc_at + 4, part.packed);
  patch32(out_, part.offset + k_crc_at + 8, part.size);
}

void ZipWriter::add(std::string_view name, std::string_view bytes) {
  begin(name);
  write(bytes);
  end();
}

std::string ZipWriter::finish() {
  TC_ASSERT(!open_);
  const std::size_t directory = out_.size();
  for (const Part& part : parts_) {
    out_ += "PK\1\2";
    put16(out_, k_version);
    put_facts(out_);
    put32(out_, part.crc);
    put32(out_, part.packed);
    put32(out_, part.size);
    put16(out_, part.name.size());
    for (int i = 0; i < 4; ++i) put16(out_, 0);  // No extra field, comment, disk, attributes.
    put32(out_, 0);
    put32(out_, part.offset);
    out_ += part.name;
  }
  const std::size_t size = out_.size() - directory;
  out_ += "PK\5\6";
  put32(out_, 0);
  put16(out_, parts_.size());
  put16(out_, parts_.size());
  put32(out_, size);
  put32(out_, directory);
  put16(out_, 0);
  return std::move(out_);
}

}  // namespace tc::document
