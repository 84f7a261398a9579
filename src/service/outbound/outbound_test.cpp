#include <gtest/gtest.h>

#include "service/outbound/compose.h"
#include "service/outbound/news.h"

namespace tc::service::outbound {
namespace {

TEST(Outbound, ReservedAddressesAreNotPublic) {
  for (const char* address : {"0.0.0.0",
                              "10.1.2.3",
                              "100.64.0.1",
                              "100.127.255.255",
                              "127.0.0.1",
                              "169.254.169.254",
                              "172.16.0.1",
                              "172.31.255.255",
                              "192.168.1.1",
                              "198.18.0.1",
                              "224.0.0.1",
                              "255.255.255.255",
                              "::",
                              "::1",
                              "::ffff:10.0.0.1",
                              "::ffff:127.0.0.1",
                              "fc00::1",
                              "fd12:3456::1",
                              "fe80::1",
                              "ff02::1",
                              "64:ff9b::7f00:1",
                              "2002:7f00:1::",
                              "not one"})
    EXPECT_FALSE(is_public_address(address)) << address;
  for (const char* address :
       {"1.1.1.1", "100.63.255.255", "100.128.0.1", "172.15.0.1", "172.32.0.1", "8.8.8.8",
        "2400:3200::1", "2606:4700:4700::1111", "::ffff:8.8.8.8"})
    EXPECT_TRUE(is_public_address(address)) << address;
}

Letter sample() {
  return {"pmo@example.com", "li@example.com", "Hello", "Body", "0000000000ABC", 1'764'000'000'000};
}

TEST(Outbound, ALetterHasItsHeaders) {
  const std::string text = letter_text(sample());
  EXPECT_NE(text.find("Date: Mon, 24 Nov 2025 16:00:00 +0000\r\n"), text.npos) << text;
  EXPECT_NE(text.find("Message-ID: <0000000000ABC@example.com>\r\n"), text.npos);
  EXPECT_NE(text.find("Subject: =?utf-8?B?SGVsbG8=?=\r\n"), text.npos);
  EXPECT_TRUE(text.ends_with("\r\n\r\nQm9keQ==\r\n"));
  EXPECT_EQ(text, letter_text(sample())) << "the same delivery is the same letter";
}

TEST(Outbound, ABeginningEndsBetweenCharacters) {
  EXPECT_EQ(beginning("险险", 6), "险险");
  EXPECT_EQ(beginning("险险", 5), "险");
  EXPECT_EQ(beginning("a险", 3), "a");
  EXPECT_EQ(beginning("", 3), "");
  EXPECT_EQ(beginning("\x80\x80\x80", 2).size(), 2U) << "it always goes on";
}

TEST(Outbound, AHeaderStaysOneLine) {
  Letter letter = sample();
  letter.to = "li@example.com>\r\nBcc: <all@example.com";
  EXPECT_EQ(letter_text(letter).find("\r\nBcc:"), std::string::npos);
}

TEST(Outbound, AnAddressCannotCarryAnother) {
  const std::unique_ptr<Post> post = make_curl_post();
  for (const char* to : {"a@b>\r\nRCPT TO:<x@y", "a@b\n", "a b@c", "nobody", ""}) {
    const Status sent = post->mail({"smtp://127.0.0.1:1", "", "", true}, "pmo@example.com", to, "");
    ASSERT_FALSE(sent) << to;
    EXPECT_EQ(sent.refusals().front().arguments.front().value, "not a mail address") << to;
  }
}

// RFC 2047: at most 75 characters a word, and no word ends inside a character.
TEST(Outbound, LongSubjectsAreFolded) {
  Letter letter = sample();
  letter.subject.clear();
  for (int i = 0; i < 40; ++i) letter.subject += "险";
  const std::string text = letter_text(letter);
  const std::size_t from = text.find("Subject: ") + 9;
  const std::string words = text.substr(from, text.find("\r\nMessage-ID") - from);
  std::size_t count = 0;
  for (std::size_t at = 0; at < words.size(); ++count) {
    const std::size_t end = std::min(words.find("\r\n ", at), words.size());
    EXPECT_LE(end - at, 75U);
    // Fifteen characters of three bytes fill 45 bytes: 60 characters of base64 without padding.
    if (end < words.size()) {
      EXPECT_EQ(end - at, 60U + 12U);
    }
    at = end + 3;
  }
  EXPECT_EQ(count, 3U);
}

Parcel parcel(std::string kind) {
  return {std::move(kind),  "https://example.com/hook?key=1",
          "secret",         "D1",
          "risk.closed",    "{\"a\":1}",
          1'600'000'000'000};
}

// Figures made with `openssl dgst -sha256 -hmac`.
TEST(Outbound, ParcelsAreSignedAsTheirReceiversExpect) {
  const HttpPost hook = parcel_post(parcel("webhook"));
  EXPECT_EQ(hook.body, "{\"a\":1}");
  EXPECT_EQ(hook.headers.back().second,
            "t=1600000000,v1=4e107d82910257d43758070322323c95b92af39939824d6610e2c9809a43b8d5");
  EXPECT_EQ(
      parcel_post(parcel("dingtalk")).address,
      "https://example.com/"
      "hook?key=1&timestamp=1600000000000&sign=XHSnLTbboLLBCrXfAQRHx6W9LkLB43RYwgcsOS2j3vs%3D");
  EXPECT_EQ(parcel_post(parcel("feishu")).body,
            "{\"timestamp\":\"1600000000\",\"sign\":\"vvU1S4ucHy95pQ90meMW66yQJ+Szge4s9g7hQUu9yP8="
            "\",\"msg_type\":\"text\","
            "\"content\":{\"text\":\"{\\\"a\\\":1}\"}}");
  EXPECT_EQ(parcel_post(parcel("wecom")).body,
            "{\"msgtype\":\"text\",\"text\":{\"content\":\"{\\\"a\\\":1}\"}}");
}

TEST(Outbound, ARoomThatRefusesIsNotAnAnswer) {
  EXPECT_TRUE(accepted("dingtalk", "{\"errcode\":0,\"errmsg\":\"ok\"}"));
  EXPECT_FALSE(accepted("dingtalk", "{\"errcode\":310000,\"errmsg\":\"sign not match\"}"));
  EXPECT_TRUE(accepted("feishu", "{\"code\":0}"));
  EXPECT_FALSE(accepted("feishu", "{\"code\":19021}"));
  EXPECT_FALSE(accepted("wecom", "a page"));
  EXPECT_TRUE(accepted("webhook", ""));
}

TEST(Outbound, KindsOfEventsAreChosen) {
  EXPECT_TRUE(asked_for("risk.* charter.approved", "risk.closed"));
  EXPECT_TRUE(asked_for("risk.* charter.approved", "charter.approved"));
  EXPECT_TRUE(asked_for("*", "anything.at_all"));
  EXPECT_FALSE(asked_for("risk.*", "risk_review.closed"));
  EXPECT_FALSE(asked_for("charter.approved", "charter.rejected"));
  EXPECT_FALSE(asked_for("", "risk.closed"));
}

}  // namespace
}  // namespace tc::service::outbound
