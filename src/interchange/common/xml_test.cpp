#include "interchange/common/xml.h"
#include "base/text.h"

#include <gtest/gtest.h>

namespace tc::interchange {
namespace {

/// Walks everything and answers the code of the refusal, or "ok".
std::string walk(std::string_view text) {
  XmlCursor cursor(text);
  if (cursor.next_child()) cursor.skip();
  cursor.finish();
  const Status status = cursor.status();
  return status.ok() ? "ok" : status.refusals().front().code;
}

TEST(Xml, WalksElementsAndText) {
  const std::string_view text =
      "<?xml version='1.0'?><!-- c --><p:A x=\"1>2\"><B>a &lt;&#x57FA;&#20;</B><C/>"
      "<D><E>deep</E></D><F>x<![CDATA[<&>]]>y<!-- no -->z<G>not</G></F></p:A>\n<!-- end -->";
  XmlCursor cursor(text);
  ASSERT_TRUE(cursor.next_child());
  EXPECT_EQ(cursor.name(), "A");
  EXPECT_EQ(cursor.full_name(), "p:A");
  EXPECT_EQ(cursor.attributes(), " x=\"1>2\"");
  cursor.enter();
  ASSERT_TRUE(cursor.next_child());
  const std::size_t begin = cursor.begin();
  EXPECT_EQ(cursor.read_text(), "a <基\x14");
  EXPECT_EQ(cursor.since(begin), "<B>a &lt;&#x57FA;&#20;</B>");
  ASSERT_TRUE(cursor.next_child());
  EXPECT_EQ(cursor.name(), "C");
  cursor.enter();
  EXPECT_FALSE(cursor.next_child());
  ASSERT_TRUE(cursor.next_child());
  EXPECT_EQ(cursor.name(), "D");
  ASSERT_TRUE(cursor.next_child());  // D is passed over.
  EXPECT_EQ(cursor.name(), "F");
  EXPECT_EQ(cursor.read_text(), "x<&>yz");
  EXPECT_FALSE(cursor.next_child());
  cursor.finish();
  EXPECT_TRUE(cursor.status().ok());
}

TEST(Xml, NormalisesLineEnds) {
  XmlCursor cursor("<A>one\r\ntwo\rthree</A>");
  ASSERT_TRUE(cursor.next_child());
  EXPECT_EQ(cursor.read_text(), "one\ntwo\nthree");
}

TEST(Xml, RefusesDamage) {
  EXPECT_EQ(walk("<A><B></B></A>"), "ok");
  EXPECT_EQ(walk("<!DOCTYPE A><A/>"), "ok");
  EXPECT_EQ(walk("<A><B></A></B>"), "import.damaged");
  EXPECT_EQ(walk("<A></A><B/>"), "import.damaged");
  EXPECT_EQ(walk("<A>&unknown;</A>"), "import.damaged");
  EXPECT_EQ(walk("<A>&#xD800;</A>"), "import.damaged");
  EXPECT_EQ(walk("<A>&#1114112;</A>"), "import.damaged");
  EXPECT_EQ(walk("<A x='<'></A>"), "import.damaged");
  EXPECT_EQ(walk("<A>< B/></A>"), "import.damaged");
  EXPECT_EQ(walk("<A><!ELEMENT B></A>"), "import.damaged");
}

TEST(Xml, TellsWhereItIsCutOff) {
  const std::string_view text = "<A b='c'><B>text</B><C/><!-- x --><![CDATA[y]]></A>";
  for (std::size_t size = 1; size < text.size(); ++size) {
    EXPECT_EQ(walk(text.substr(0, size)), "import.truncated") << text.substr(0, size);
  }
  XmlCursor cursor("<A>\n<B>\n");
  ASSERT_TRUE(cursor.next_child());
  cursor.skip();
  EXPECT_EQ(cursor.status().refusals().front().field, "3:/A/B");
}

TEST(Xml, RefusesEntities) {
  EXPECT_EQ(walk("<!DOCTYPE A [<!ENTITY a \"x\">]><A>&a;</A>"), "import.entity_refused");
  EXPECT_EQ(walk("<!DOCTYPE A SYSTEM \"file:///etc/passwd\"><A/>"), "import.entity_refused");
  EXPECT_EQ(walk("<!DOCTYPE A PUBLIC \"a\" \"b\"><A/>"), "import.entity_refused");
  EXPECT_EQ(walk("<A><!DOCTYPE A></A>"), "import.entity_refused");
}

TEST(Xml, LimitsDepth) {
  const auto nested = [](std::int64_t depth) {
    std::string text;
    for (std::int64_t i = 0; i < depth; ++i) text += "<A>";
    for (std::int64_t i = 0; i < depth; ++i) text += "</A>";
    return text;
  };
  EXPECT_EQ(walk(nested(k_xml_depth_max)), "ok");
  EXPECT_EQ(walk(nested(k_xml_depth_max + 1)), "import.too_deep");
  EXPECT_EQ(walk(nested(1'000'000)), "import.too_deep");
}

TEST(Xml, WalksFragments) {
  XmlCursor cursor("<A>1</A> <B/>", XmlCursor::Kind::fragment);
  ASSERT_TRUE(cursor.next_child());
  EXPECT_EQ(cursor.read_text(), "1");
  ASSERT_TRUE(cursor.next_child());
  EXPECT_FALSE(cursor.next_child());
  EXPECT_TRUE(cursor.status().ok());
}

TEST(Xml, EscapesText) {
  std::string out;
  append_xml_text(out, "a<b>&\"c\"\r\n\x01");
  EXPECT_EQ(out, "a&lt;b&gt;&amp;&quot;c&quot;&#13;\n");
}

}  // namespace
}  // namespace tc::interchange
