#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "base/progress.h"

/// The transport: connections, limits, timeouts, worker threads. Knows nothing of the product.
namespace tc::http {

struct Request {
  std::string method;
  std::string path;  ///< Decoded, without the query.
  std::map<std::string, std::string>
      query;  ///< Decoded; a parameter given twice is refused before.
  std::map<std::string, std::string> headers;  ///< Names in lower case.
  std::string body;
  std::string address;           ///< The client's, behind trusted proxies too.
  bool secure = false;           ///< Came by TLS, or a trusted proxy says so.
  Progress* progress = nullptr;  ///< Of work beside the connection.

  [[nodiscard]] std::string_view header(const std::string& name) const {
    const auto found = headers.find(name);
    return found == headers.end() ? std::string_view() : std::string_view(found->second);
  }
};

/// A response that goes on: the handler keeps one end and sends text, the connection the other.
class Stream {
 public:
  virtual ~Stream() = default;
  /// Called once by the connection; afterwards `send` reaches it. Thread-safe.
  virtual void open(std::function<void(std::string)> send, std::function<void()> close) = 0;
  /// The connection is gone.
  virtual void closed() = 0;
};

struct Response {
  int status = 200;
  std::string content_type = "application/json; charset=utf-8";
  std::string body;
  std::vector<std::pair<std::string, std::string>> headers;
  std::shared_ptr<Stream> stream;  ///< Set: `body` is only the beginning.
};

class Handler {
 public:
  virtual ~Handler() = default;
  /// How many bytes a body may have, before it is read.
  [[nodiscard]] virtual std::size_t body_limit(const std::string& method,
                                               const std::string& path) const = 0;
  /// Called on a worker thread; may take its time.
  [[nodiscard]] virtual Response handle(const Request& request) = 0;
  /// What is said when there is no free worker, or the request cannot be read.
  [[nodiscard]] virtual Response refuse(int status, std::string_view accept_language) = 0;
};

struct ServerOptions {
  std::string host = "127.0.0.1";
  std::uint16_t port = 8080;
  int workers = 72;
  std::size_t queue_max = 512;
  std::size_t connections_max = 6000;
  std::string tls_certificate = {};          ///< A PEM file with its chain; empty: no TLS.
  std::string tls_key = {};                  ///< Its PEM key file.
  std::vector<std::string> trusted_proxies;  ///< Addresses whose X-Forwarded-* are believed.
};

class Server {
 public:
  /// Binds at once: a Failure names the port when it is in use.
  Server(const ServerOptions& options, Handler& handler);
  ~Server();
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  void start();
  /// Stops accepting, finishes what runs (at most 30 s), ends streams.
  void stop();
  [[nodiscard]] std::uint16_t port() const;
  [[nodiscard]] std::size_t connections() const;
  class State;  ///< Shared with its connections.

 private:
  std::unique_ptr<State> state_;
};

/// Decodes %xx and, in queries, +. False for a malformed escape or text that is not UTF-8.
[[nodiscard]] bool decode_url(std::string_view text, bool query, std::string& out);
/// Splits `a=1&b=2`. False when malformed or when a name comes twice.
[[nodiscard]] bool parse_query(std::string_view text, std::map<std::string, std::string>& out);

}  // namespace tc::http
