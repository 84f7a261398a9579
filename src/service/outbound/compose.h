#pragma once

#include <string>
#include <string_view>

#include "base/civil.h"
#include "service/outbound/post.h"

/// What a delivery looks like on the wire. Nothing here sends.
namespace tc::service::outbound {

/// At most so many bytes from the beginning of a UTF-8 text, without half a character at the end.
[[nodiscard]] std::string_view beginning(std::string_view text, std::size_t bytes);

struct Letter {
  std::string from;
  std::string to;
  std::string subject;
  std::string body;  ///< Plain text.
  std::string id;    ///< The same delivery has the same Message-ID, however often it is sent.
  Moment date = 0;
};

/// The message of RFC 5322 in UTF-8: header words by RFC 2047, the body in base64. Line ends and
/// other control characters of header values become blanks.
[[nodiscard]] std::string letter_text(const Letter& letter);

struct Parcel {
  std::string kind;  ///< webhook, dingtalk, wecom, feishu
  std::string address;
  std::string secret;  ///< Empty: unsigned.
  std::string id;      ///< Of the delivery.
  std::string event;
  std::string content;  ///< webhook: the JSON itself; rooms: the text.
  Moment now = 0;
};

/// Signed as the receiver expects it: webhook `X-Tongchou-Signature: t=SECONDS,v1=HEX` over
/// `SECONDS.BODY` (HMAC-SHA256), DingTalk and Feishu robots as their open platforms describe.
[[nodiscard]] HttpPost parcel_post(const Parcel& parcel);

/// Rooms answer 200 to what they refuse: the code in the answer says it. Refuses
/// `outbound.not_sent`.
[[nodiscard]] Status accepted(std::string_view kind, std::string_view answer);

}  // namespace tc::service::outbound
