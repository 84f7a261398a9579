#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

struct z_stream_s;

/// ZIP containers in memory, over zlib: as office files use them, deflated or stored, up to 4 GB,
/// not encrypted. Why not libzip: it wants each part whole in memory; here a part is packed and
/// unpacked piece by piece.
namespace tc::document {

/// Packs parts one after the other. The same parts give the same bytes: all dates are 1980-01-01.
class ZipWriter {
 public:
  ZipWriter();
  ~ZipWriter();
  ZipWriter(const ZipWriter&) = delete;
  ZipWriter& operator=(const ZipWriter&) = delete;

  void begin(std::string_view name);
  void write(std::string_view bytes);
  void end();
  void add(std::string_view name, std::string_view bytes);
  /// The whole container; no part may be open.
  [[nodiscard]] std::string finish();

 private:
  struct Part {
    std::string name;
    std::size_t offset = 0;
    std::size_t packed = 0;
    std::size_t size = 0;
    unsigned long crc = 0;
  };
  void pump(std::string_view bytes, int flush);

  std::unique_ptr<z_stream_s> stream_;
  std::string out_;
  std::vector<Part> parts_;
  bool open_ = false;
};

/// Reads a container that lies in memory and outlives the reader.
class ZipReader {
 public:
  static constexpr std::size_t k_parts_max = 2000;
  static constexpr std::size_t k_part_bytes_max = 256U << 20;

  /// Refuses `sheet.damaged`, `sheet.encrypted`, `sheet.too_large` (parts).
  [[nodiscard]] static Result<ZipReader> open(std::string_view bytes);
  [[nodiscard]] bool has(std::string_view name) const { return find(name) != nullptr; }
  /// Unpacks a part piece by piece; `take` answers false to stop. Nothing is unpacked beyond
  /// k_part_bytes_max, whatever the file says of itself. Refuses as above.
  using Take = std::function<bool(std::string_view piece)>;
  [[nodiscard]] Status read(std::string_view name, const Take& take) const;

 private:
  struct Part {
    std::string_view name;
    std::size_t method = 0;
    std::size_t offset = 0;
    std::size_t packed = 0;
  };
  [[nodiscard]] const Part* find(std::string_view name) const;
  [[nodiscard]] Status inflate_part(std::string_view packed, const Take& take) const;

  std::string_view bytes_;
  std::vector<Part> parts_;
};

}  // namespace tc::document
