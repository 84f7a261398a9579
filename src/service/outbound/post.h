#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "base/result.h"

/// The way out of the machine.
namespace tc::service::outbound {

struct MailServer {
  std::string address;  ///< smtp://host:port (STARTTLS is asked for) or smtps://host:port
  std::string login;    ///< Empty: none is needed.
  std::string password;
  bool private_address = false;  ///< Whether it may lie in a private network.
};

struct HttpPost {
  std::string address;
  std::string body;  ///< JSON.
  std::vector<std::pair<std::string, std::string>> headers;
  bool private_address = false;
};

class Post {
 public:
  virtual ~Post() = default;
  /// `letter`: a whole message of RFC 5322. Refuses `outbound.not_sent` with the reason.
  [[nodiscard]] virtual Status mail(const MailServer& server, const std::string& from,
                                    const std::string& to, const std::string& letter) = 0;
  /// The body of a 2xx answer. Refuses `outbound.not_sent` with the reason.
  [[nodiscard]] virtual Result<std::string> http(const HttpPost& post) = 0;
};

/// By libcurl: the address is resolved once and the connection goes to the address that was
/// checked, no redirects, 15 s at most, 64 kB of answer (trust S-12). TLS is verified.
[[nodiscard]] std::unique_ptr<Post> make_curl_post();

/// Whether an address of the net, as text, lies outside of private, local and reserved ranges.
[[nodiscard]] bool is_public_address(const std::string& address);

}  // namespace tc::service::outbound
