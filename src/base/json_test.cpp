#include "base/json.h"

#include <gtest/gtest.h>

namespace tc {
namespace {

TEST(Json, ReadsAndWritesBack) {
  const std::string text = R"({"b":[1,-2,3.5,true,null],"a":"统筹\n\"x\""})";
  const auto json = parse_json(text);
  ASSERT_TRUE(json.ok());
  EXPECT_EQ(to_text(*json), text);
  EXPECT_EQ(to_canonical_text(*json), R"({"a":"统筹\n\"x\"","b":[1,-2,3.5,true,null]})");
}

TEST(Json, RefusesDuplicateKeysDepthAndRubbish) {
  EXPECT_FALSE(parse_json(R"({"a":1,"a":2})").ok());
  EXPECT_FALSE(parse_json(R"({"a":{"b":1,"b":2}})").ok());
  EXPECT_FALSE(parse_json(std::string(65, '[') + std::string(65, ']')).ok());
  EXPECT_TRUE(parse_json(std::string(60, '[') + std::string(60, ']')).ok());
  for (const char* bad : {"", "{", "[1,]", "{\"a\":1}x", "nul", "\"\xff\""}) {
    EXPECT_FALSE(parse_json(bad).ok()) << bad;
  }
}

TEST(Json, WriterSeparatesMembersAndItems) {
  std::string out;
  JsonWriter w(out);
  w.begin_object().key("a").begin_array().value(1).value("x").null().end_array();
  w.member("b", 2.5).key("c").begin_object().end_object().end_object();
  EXPECT_EQ(out, R"({"a":[1,"x",null],"b":2.5,"c":{}})");
}

}  // namespace
}  // namespace tc
