#include "interchange/common/detect.h"

#include <gtest/gtest.h>
#include <zlib.h>

#include <set>

#include "interchange/common/encoding.h"
#include "interchange/common/messages.h"

namespace tc::interchange {
namespace {

using namespace std::string_view_literals;

std::string gzip(std::string_view text) {
  z_stream stream{};
  constexpr int k_gzip_window = 15 + 16;
  deflateInit2(&stream, 9, Z_DEFLATED, k_gzip_window, 9, Z_DEFAULT_STRATEGY);
  std::string out(deflateBound(&stream, text.size()) + 64, '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
  stream.avail_in = static_cast<uInt>(text.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  deflate(&stream, Z_FINISH);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}

TEST(Detect, TellsFormatsByContent) {
  EXPECT_EQ(detect("ERMHDR\t8.4"), Format::xer);
  EXPECT_EQ(detect("\xEF\xBB\xBF<?xml version=\"1.0\"?><!-- x --><Project xmlns=\"a\">"),
            Format::mspdi);
  EXPECT_EQ(detect("<p:Project xmlns:p='x'>"), Format::mspdi);
  EXPECT_EQ(detect("<APIBusinessObjects xmlns='y'>"), Format::pmxml);
  EXPECT_EQ(detect("<project name='' mrproject-version='2'>"), Format::planner);
  EXPECT_EQ(detect("<project name='' view-date='2024-01-01'>"), Format::gan);
  EXPECT_EQ(detect("<html>"), Format::xml);
  EXPECT_EQ(detect("MPX,Microsoft Project,4.0,ANSI\r\n"), Format::mpx);
  EXPECT_EQ(detect("BEGIN:VCALENDAR\r\n"), Format::icalendar);
  EXPECT_EQ(detect("a,b,c\n1,2,3\n"), Format::csv);
  EXPECT_EQ(detect("\xAC\xED\x00\x05sr"sv), Format::pod);
  EXPECT_EQ(detect("PK\x03\x04zzzz xl/workbook.xml"), Format::xlsx);
  EXPECT_EQ(detect("PK\x03\x04zzzz"), Format::zip);
  EXPECT_EQ(detect("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 MSProject.MPP14"), Format::mpp);
  EXPECT_EQ(detect("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 Workbook"), Format::compound);
  EXPECT_EQ(detect(""), Format::unknown);
  EXPECT_EQ(detect("\x01\x02\x03"), Format::unknown);
  EXPECT_EQ(detect("<!DOCTYPE"), Format::unknown);
}

TEST(Detect, ReadsUtf16) {
  for (const std::string_view name : {"UTF-16LE", "UTF-16BE"}) {
    for (const bool bom : {true, false}) {
      std::int64_t lost = 0;
      EXPECT_EQ(detect(encode_text("<?xml version='1.0'?><Project>基</Project>", name, bom, lost)),
                Format::mspdi);
    }
  }
}

TEST(Unpack, UnpacksGzip) {
  const std::string packed = gzip(gzip("ERMHDR\t8.4"));
  Unpacked unpacked;
  ASSERT_TRUE(unpack(packed, k_file_bytes_max, unpacked).ok());
  EXPECT_EQ(unpacked.bytes, "ERMHDR\t8.4");
}

TEST(Unpack, RefusesBombsAndDamage) {
  const std::string bomb = gzip(std::string(40'000'000, ' '));
  Unpacked by_ratio;
  Status status = unpack(bomb, k_file_bytes_max, by_ratio);
  ASSERT_FALSE(status.ok());
  EXPECT_EQ(status.refusals().front().code, "import.too_large");
  Unpacked by_size;
  status = unpack(gzip(std::string(2'000'000, ' ')), 1'000'000, by_size);
  ASSERT_FALSE(status.ok());
  EXPECT_EQ(status.refusals().front().code, "import.too_large");
  Unpacked cut;
  status = unpack(std::string_view(bomb).substr(0, 40), k_file_bytes_max, cut);
  ASSERT_FALSE(status.ok());
  EXPECT_EQ(status.refusals().front().code, "import.damaged");
}

TEST(Messages, AreWholeInBothLanguages) {
  const auto places = [](std::string_view pattern) {
    std::set<std::string> names;
    for (std::size_t at = pattern.find('{'); at != pattern.npos; at = pattern.find('{', at + 1)) {
      names.emplace(pattern.substr(at, pattern.find_first_of("}:", at) - at));
    }
    return names;
  };
  std::set<std::string_view> codes;
  for (const Message& message : k_messages) {
    EXPECT_TRUE(codes.insert(message.code).second) << message.code;
    EXPECT_TRUE(message.code.starts_with("import.")) << message.code;
    EXPECT_EQ(places(message.text.zh), places(message.text.en)) << message.code;
  }
}

}  // namespace
}  // namespace tc::interchange
