#include "interchange/common/encoding.h"

#include <gtest/gtest.h>

namespace tc::interchange {
namespace {

std::string encoded(std::string_view utf8, std::string_view encoding) {
  std::int64_t lost = 0;
  std::string bytes = encode_text(utf8, encoding, false, lost);
  EXPECT_EQ(lost, 0) << encoding;
  return bytes;
}

void expect_guess(std::string_view utf8, std::string_view encoding) {
  const std::string bytes = encoded(utf8, encoding);
  Decoded decoded;
  ASSERT_TRUE(decode_text(bytes, {}, decoded).ok());
  EXPECT_EQ(decoded.encoding, encoding) << utf8;
  EXPECT_EQ(decoded.text, utf8);
  EXPECT_TRUE(decoded.reversible);
}

TEST(Encoding, GuessesTheCodePage) {
  expect_guess("%R\t1\t基坑开挖与支护\t钢筋混凝土浇筑,C30\t主体结构封顶", "gb18030");
  expect_guess("%R\t1\tЗадача 1\tПодготовка строительной площадки", "windows-1251");
  expect_guess("%R\t1\tAménagement de l'étage\tPrüfung der Größe £ 5", "windows-1252");
  expect_guess("%R\t1\tحفر الأساسات متر مكعب", "windows-1256");
  expect_guess("%R\t1\tU.K.£\t€", "windows-1252");
  expect_guess("%R\t1\tЗадача", "UTF-8");
}

TEST(Encoding, KnowsValidUtf8) {
  EXPECT_TRUE(is_valid_utf8("plain 基坑 \xF0\x9F\x98\x80"));
  for (const std::string_view bad : {"\xC0\x80", "\xE0\x80\x80", "\xED\xA0\x80", "\xF4\x90\x80\x80",
                                     "abcdefgh\xE5\x9F", "\x80", "\xF5\x80\x80\x80"}) {
    EXPECT_FALSE(is_valid_utf8(bad));
  }
}

TEST(Encoding, ObeysByteOrderMarksAndTheOverride) {
  for (const std::string_view name : {"UTF-16LE", "UTF-16BE", "UTF-8"}) {
    std::int64_t lost = 0;
    const std::string bytes = encode_text("ERMHDR 基坑", name, true, lost);
    Decoded decoded;
    ASSERT_TRUE(decode_text(bytes, {}, decoded).ok());
    EXPECT_EQ(decoded.text, "ERMHDR 基坑");
    EXPECT_TRUE(decoded.had_bom);
    EXPECT_EQ(encode_text(decoded.text, decoded.encoding, true, lost), bytes);
  }
  Decoded decoded;
  ASSERT_TRUE(decode_text(encoded("작업", "windows-949"), "windows-949", decoded).ok());
  EXPECT_EQ(decoded.text, "작업");
  Decoded unknown;
  const Status status = decode_text("x", "no-such-encoding", unknown);
  ASSERT_FALSE(status.ok());
  EXPECT_EQ(status.refusals().front().code, "import.encoding");
}

TEST(Encoding, TellsWhatCannotBeHadBack) {
  Decoded decoded;
  ASSERT_TRUE(decode_text("\xB0\xA1\xFF\xFF\xB0\xA1", "gb18030", decoded).ok());
  EXPECT_FALSE(decoded.reversible);
  std::int64_t lost = 0;
  EXPECT_EQ(encode_text("a基b", "windows-1252", false, lost), "a?b");
  EXPECT_EQ(lost, 1);
}

TEST(Encoding, ReadsTheXmlDeclaration) {
  const std::string text = "<?xml version=\"1.0\" encoding=\"GBK\"?><Project>基坑</Project>";
  const std::string bytes = encoded(text, "gb18030");
  Decoded decoded;
  ASSERT_TRUE(decode_xml(bytes, {}, decoded).ok());
  EXPECT_EQ(decoded.text, text);
  Decoded broken;
  EXPECT_FALSE(decode_xml("<?xml version=\"1.0\"?><Project>\xB0\xA1</Project>", {}, broken).ok());
}

}  // namespace
}  // namespace tc::interchange
