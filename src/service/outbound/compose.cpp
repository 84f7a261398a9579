#include "service/outbound/compose.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <algorithm>
#include <array>

#include "base/digest.h"
#include "base/json.h"
#include "base/url.h"

namespace tc::service::outbound {
namespace {

constexpr std::size_t k_word_bytes_max = 45;  // 60 characters of base64 in an encoded word.
constexpr std::size_t k_line_bytes = 57;      // 76 characters of base64.

std::string base64(std::string_view bytes) {
  std::string text(4 * ((bytes.size() + 2) / 3) + 1, '\0');
  const int written = EVP_EncodeBlock(reinterpret_cast<unsigned char*>(text.data()),
                                      reinterpret_cast<const unsigned char*>(bytes.data()),
                                      static_cast<int>(bytes.size()));
  text.resize(static_cast<std::size_t>(written));
  return text;
}

std::string hmac_sha256(std::string_view key, std::string_view bytes) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned int size = 0;
  HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()),
       reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(), digest.data(), &size);
  return {reinterpret_cast<const char*>(digest.data()), size};
}

// A header holds one line: what looks like another must not become one.
std::string one_line(std::string_view text) {
  std::string out(text);
  std::ranges::replace_if(
      out, [](char c) { return static_cast<unsigned char>(c) < ' '; }, ' ');
  return out;
}

// RFC 2047: words of at most 75 characters, none ends inside a character.
std::string encoded_words(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const std::string_view word = beginning(text, k_word_bytes_max);
    if (!out.empty()) out += "\r\n ";
    out += "=?utf-8?B?" + base64(word) + "?=";
    text.remove_prefix(word.size());
  }
  return out;
}

// RFC 5322 date, in UTC.
std::string mail_date(Moment moment) {
  constexpr Moment k_day_ms = 86'400'000;
  constexpr std::array k_days = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  constexpr std::array k_months = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                   "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const Day day = static_cast<Day>(moment / k_day_ms);
  const Civil civil = civil_from_day(day);
  return std::string(k_days.at(static_cast<std::size_t>(weekday(day)))) + ", " +
         std::to_string(civil.day) + " " + k_months.at(static_cast<std::size_t>(civil.month - 1)) +
         " " + std::to_string(civil.year) + " " + format_moment(moment).substr(11, 8) + " +0000";
}

Json text_object(std::string_view name, std::string_view text) {
  Json json = Json::object();
  json.append(std::string(name), std::string(text));
  return json;
}

void sign_dingtalk(const Parcel& parcel, HttpPost& post) {
  if (parcel.secret.empty()) return;
  const std::string stamp = std::to_string(parcel.now);
  post.address +=
      (post.address.find('?') == std::string::npos ? "?timestamp=" : "&timestamp=") + stamp +
      "&sign=" + url_encoded(base64(hmac_sha256(parcel.secret, stamp + "\n" + parcel.secret)));
}

std::string feishu_body(const Parcel& parcel) {
  Json json = Json::object();
  if (!parcel.secret.empty()) {
    const std::string stamp = std::to_string(parcel.now / 1000);
    json.append("timestamp", stamp);
    json.append("sign", base64(hmac_sha256(stamp + "\n" + parcel.secret, "")));
  }
  json.append("msg_type", "text");
  json.append("content", text_object("text", parcel.content));
  return to_text(json);
}

// DingTalk and WeCom take the same words.
std::string room_body(const Parcel& parcel) {
  Json json = Json::object();
  json.append("msgtype", "text");
  json.append("text", text_object("content", parcel.content));
  return to_text(json);
}

HttpPost webhook_post(const Parcel& parcel) {
  HttpPost post{parcel.address, parcel.content, {}};
  post.headers.emplace_back("X-Tongchou-Delivery", parcel.id);
  post.headers.emplace_back("X-Tongchou-Event", one_line(parcel.event));
  if (!parcel.secret.empty()) {
    const std::string stamp = std::to_string(parcel.now / 1000);
    post.headers.emplace_back(
        "X-Tongchou-Signature",
        "t=" + stamp + ",v1=" + hex(hmac_sha256(parcel.secret, stamp + "." + post.body)));
  }
  return post;
}

}  // namespace

std::string_view beginning(std::string_view text, std::size_t bytes) {
  if (text.size() <= bytes) return text;
  const auto inside = [&](std::size_t at) {
    return (static_cast<unsigned char>(text[at]) & 0xc0) == 0x80;
  };
  std::size_t end = bytes;
  while (end > 0 && inside(end)) --end;
  return text.substr(0, end == 0 ? bytes : end);  // Bytes without a beginning are no text.
}

std::string letter_text(const Letter& letter) {
  const std::string domain = letter.from.substr(letter.from.find('@') + 1);
  std::string text = "Date: " + mail_date(letter.date) + "\r\nFrom: <" + one_line(letter.from) +
                     ">\r\nTo: <" + one_line(letter.to) +
                     ">\r\nSubject: " + encoded_words(one_line(letter.subject)) +
                     "\r\nMessage-ID: <" + letter.id + "@" + one_line(domain) +
                     ">\r\nAuto-Submitted: auto-generated\r\nMIME-Version: 1.0\r\n"
                     "Content-Type: text/plain; charset=utf-8\r\n"
                     "Content-Transfer-Encoding: base64\r\n\r\n";
  for (std::string_view rest = letter.body; !rest.empty();
       rest.remove_prefix(std::min(k_line_bytes, rest.size())))
    text += base64(rest.substr(0, k_line_bytes)) + "\r\n";
  return text;
}

HttpPost parcel_post(const Parcel& parcel) {
  if (parcel.kind == "webhook") return webhook_post(parcel);
  HttpPost post{
      parcel.address, parcel.kind == "feishu" ? feishu_body(parcel) : room_body(parcel), {}};
  if (parcel.kind == "dingtalk") sign_dingtalk(parcel, post);
  return post;
}

Status accepted(std::string_view kind, std::string_view answer) {
  if (kind == "webhook") return Done{};
  const Result<Json> json = parse_json(answer);
  const Json* code = json ? json->find(kind == "feishu" ? "code" : "errcode") : nullptr;
  if (code != nullptr && code->is_integer() && code->integer() == 0) return Done{};
  constexpr std::size_t k_shown_bytes = 200;
  return refuse(RefusalKind::rule, "outbound.not_sent", {},
                {{"why", "the room answered " + std::string(answer.substr(0, k_shown_bytes))}});
}

}  // namespace tc::service::outbound
