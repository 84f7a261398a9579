#include <arpa/inet.h>
#include <curl/curl.h>
#include <netdb.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cstring>

#include "base/failure.h"
#include "service/outbound/post.h"

namespace tc::service::outbound {
namespace {

constexpr long k_timeout_s = 15;
constexpr std::size_t k_answer_bytes_max = 64 * 1024;

/// The first `bits` of an address.
struct Range {
  std::array<std::uint8_t, 16> prefix;
  int bits;
};

// IANA special-purpose registries (RFC 6890 and its successors).
constexpr std::array k_reserved_v4 = {
    Range{{0}, 8},
    Range{{10}, 8},
    Range{{100, 64}, 10},
    Range{{127}, 8},
    Range{{169, 254}, 16},
    Range{{172, 16}, 12},
    Range{{192, 0, 0}, 24},
    Range{{192, 0, 2}, 24},
    Range{{192, 168}, 16},
    Range{{198, 18}, 15},
    Range{{198, 51, 100}, 24},
    Range{{203, 0, 113}, 24},
    Range{{224}, 4},
    Range{{240}, 4},
};
constexpr std::array k_reserved_v6 = {
    Range{{0}, 96},                       // unspecified, loopback, compatible
    Range{{0, 0x64, 0xff, 0x9b}, 32},     // translated
    Range{{0x01, 0}, 64},                 // discard
    Range{{0x20, 0x01, 0x00}, 23},        // protocol assignments, Teredo
    Range{{0x20, 0x01, 0x0d, 0xb8}, 32},  // documentation
    Range{{0x20, 0x02}, 16},              // 6to4
    Range{{0xfc}, 7},                     // unique local
    Range{{0xfe, 0x80}, 10},              // link-local
    Range{{0xff}, 8},                     // multicast
};

bool within(const std::uint8_t* address, const Range& range) {
  for (int bit = 0; bit < range.bits; ++bit) {
    const int mask = 0x80 >> (bit % 8);
    const auto at = static_cast<std::size_t>(bit / 8);
    if (((address[at] ^ range.prefix[at]) & mask) != 0) return false;
  }
  return true;
}

bool is_public_v4(const std::uint8_t* address) {
  return std::ranges::none_of(k_reserved_v4,
                              [&](const Range& range) { return within(address, range); });
}

bool is_public_v6(const std::uint8_t* address) {
  constexpr Range k_mapped = {{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff}, 96};
  if (within(address, k_mapped)) return is_public_v4(address + 12);
  return std::ranges::none_of(k_reserved_v6,
                              [&](const Range& range) { return within(address, range); });
}

bool is_public(const sockaddr& address) {
  if (address.sa_family == AF_INET) {
    sockaddr_in v4{};
    std::memcpy(&v4, &address, sizeof v4);
    return is_public_v4(reinterpret_cast<const std::uint8_t*>(&v4.sin_addr));
  }
  if (address.sa_family != AF_INET6) return false;
  sockaddr_in6 v6{};
  std::memcpy(&v6, &address, sizeof v6);
  return is_public_v6(v6.sin6_addr.s6_addr);
}

// The very address the connection goes to: a name that resolves anew cannot slip in between.
curl_socket_t open_public(void* refused, curlsocktype, curl_sockaddr* address) {
  if (!is_public(address->addr)) {
    *static_cast<bool*>(refused) = true;
    return CURL_SOCKET_BAD;
  }
  return socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

std::size_t take_answer(char* bytes, std::size_t size, std::size_t count, void* answer) {
  auto& text = *static_cast<std::string*>(answer);
  if (text.size() + size * count > k_answer_bytes_max) return 0;
  text.append(bytes, size * count);
  return size * count;
}

struct Upload {
  std::string_view rest;
};

std::size_t give_letter(char* bytes, std::size_t size, std::size_t count, void* from) {
  auto& letter = *static_cast<Upload*>(from);
  const std::size_t taken = std::min(size * count, letter.rest.size());
  std::memcpy(bytes, letter.rest.data(), taken);
  letter.rest.remove_prefix(taken);
  return taken;
}

Refusal not_sent(std::string_view why) {
  return refuse(RefusalKind::rule, "outbound.not_sent", {}, {{"why", std::string(why)}});
}

// What ends a line of SMTP or an address of it would begin another.
bool is_mailbox(std::string_view text) {
  return text.find('@') != std::string_view::npos && std::ranges::none_of(text, [](char c) {
           return static_cast<unsigned char>(c) <= ' ' || c == 0x7f || c == '<' || c == '>';
         });
}

/// One transfer; frees what it holds.
class Transfer {
 public:
  Transfer() : handle_(curl_easy_init()) {
    if (handle_ == nullptr) throw Failure("libcurl cannot begin a transfer");
    set(CURLOPT_TIMEOUT, k_timeout_s);
    set(CURLOPT_NOSIGNAL, 1L);
    set(CURLOPT_FOLLOWLOCATION, 0L);
    set(CURLOPT_PROXY, "");
    set(CURLOPT_WRITEFUNCTION, &take_answer);
    set(CURLOPT_WRITEDATA, static_cast<void*>(&answer_));
    set(CURLOPT_ERRORBUFFER, error_.data());
  }
  ~Transfer() {
    curl_slist_free_all(list_);
    curl_easy_cleanup(handle_);
  }
  Transfer(const Transfer&) = delete;
  Transfer& operator=(const Transfer&) = delete;

  template <class Value>
  void set(CURLoption option, Value value) {
    curl_easy_setopt(handle_, option, value);
  }
  void only_public() {
    set(CURLOPT_OPENSOCKETFUNCTION, &open_public);
    set(CURLOPT_OPENSOCKETDATA, static_cast<void*>(&private_));
  }
  void add(const std::string& line) { list_ = curl_slist_append(list_, line.c_str()); }
  [[nodiscard]] curl_slist* list() const { return list_; }

  [[nodiscard]] Result<std::string> run(bool private_address) {
    if (!private_address) only_public();
    const CURLcode code = curl_easy_perform(handle_);
    if (code != CURLE_OK && private_) return not_sent("the address is not a public one");
    if (code != CURLE_OK)
      return not_sent(error_.front() != '\0' ? error_.data() : curl_easy_strerror(code));
    long status = 0;
    curl_easy_getinfo(handle_, CURLINFO_RESPONSE_CODE, &status);
    if (status < 200 || status > 299) return not_sent("answered " + std::to_string(status));
    return answer_;
  }

 private:
  CURL* handle_;
  curl_slist* list_ = nullptr;
  std::string answer_;
  std::array<char, CURL_ERROR_SIZE> error_{};
  bool private_ = false;  ///< An address was refused.
};

class CurlPost final : public Post {
 public:
  CurlPost() { curl_global_init(CURL_GLOBAL_DEFAULT); }

  Status mail(const MailServer& server, const std::string& from, const std::string& to,
              const std::string& letter) override {
    if (!is_mailbox(from) || !is_mailbox(to)) return not_sent("not a mail address");
    Transfer transfer;
    Upload rest{letter};
    transfer.set(CURLOPT_PROTOCOLS_STR, "smtp,smtps");
    transfer.set(CURLOPT_URL, server.address.c_str());
    // A password never goes over an open line.
    transfer.set(CURLOPT_USE_SSL,
                 server.login.empty() ? long{CURLUSESSL_TRY} : long{CURLUSESSL_ALL});
    if (!server.login.empty()) {
      transfer.set(CURLOPT_USERNAME, server.login.c_str());
      transfer.set(CURLOPT_PASSWORD, server.password.c_str());
    }
    transfer.set(CURLOPT_MAIL_FROM, ("<" + from + ">").c_str());
    transfer.add("<" + to + ">");
    transfer.set(CURLOPT_MAIL_RCPT, transfer.list());
    transfer.set(CURLOPT_UPLOAD, 1L);
    transfer.set(CURLOPT_READFUNCTION, &give_letter);
    transfer.set(CURLOPT_READDATA, static_cast<void*>(&rest));
    const Result<std::string> done = transfer.run(server.private_address);
    if (!done) return done.refusals();
    return Done{};
  }

  Result<std::string> http(const HttpPost& post) override {
    Transfer transfer;
    transfer.set(CURLOPT_PROTOCOLS_STR, "https,http");
    transfer.set(CURLOPT_URL, post.address.c_str());
    transfer.set(CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(post.body.size()));
    transfer.set(CURLOPT_POSTFIELDS, post.body.c_str());
    transfer.add("Content-Type: application/json; charset=utf-8");
    for (const auto& [name, value] : post.headers) transfer.add(name + ": " + value);
    transfer.set(CURLOPT_HTTPHEADER, transfer.list());
    return transfer.run(post.private_address);
  }
};

}  // namespace

bool is_public_address(const std::string& address) {
  std::array<std::uint8_t, 16> bytes{};
  if (inet_pton(AF_INET, address.c_str(), bytes.data()) == 1) return is_public_v4(bytes.data());
  return inet_pton(AF_INET6, address.c_str(), bytes.data()) == 1 && is_public_v6(bytes.data());
}

std::unique_ptr<Post> make_curl_post() { return std::make_unique<CurlPost>(); }

}  // namespace tc::service::outbound
