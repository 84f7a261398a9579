#pragma once

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <functional>
#include <memory>
#include <optional>

namespace tc::http {

/// A stream of bytes over TCP or TLS, one type for both: what is composed above it is compiled
/// once. An asynchronous stream in the sense of Asio; each read and write takes the first buffer
/// that is not empty.
class Wire {
 public:
  using executor_type = boost::beast::tcp_stream::executor_type;
  using Error = boost::beast::error_code;
  using Done = std::function<void(Error, std::size_t)>;

  /// `tls` is null for plain TCP; otherwise `handshake` comes first.
  Wire(boost::asio::ip::tcp::socket socket, boost::asio::ssl::context* tls);

  [[nodiscard]] executor_type get_executor() { return tcp_.get_executor(); }
  /// The socket below, with its timeouts.
  [[nodiscard]] boost::beast::tcp_stream& tcp() { return tcp_; }
  [[nodiscard]] bool secure() const { return tls_.has_value(); }
  void handshake(std::function<void(Error)> done);

  template <class Buffers, class Handler>
  void async_read_some(const Buffers& buffers, Handler&& handler) {
    read(first<boost::asio::mutable_buffer>(buffers), erased(std::forward<Handler>(handler)));
  }
  template <class Buffers, class Handler>
  void async_write_some(const Buffers& buffers, Handler&& handler) {
    write(first<boost::asio::const_buffer>(buffers), erased(std::forward<Handler>(handler)));
  }

 private:
  template <class Buffer, class Buffers>
  static Buffer first(const Buffers& buffers) {
    const auto end = boost::asio::buffer_sequence_end(buffers);
    for (auto at = boost::asio::buffer_sequence_begin(buffers); at != end; ++at)
      if (const Buffer buffer(*at); buffer.size() > 0) return buffer;
    return {};
  }
  // Handlers of composed operations can only be moved.
  template <class Handler>
  static Done erased(Handler&& handler) {
    auto held = std::make_shared<std::decay_t<Handler>>(std::forward<Handler>(handler));
    return [held](Error error, std::size_t bytes) { std::move (*held)(error, bytes); };
  }
  void read(boost::asio::mutable_buffer buffer, Done done);
  void write(boost::asio::const_buffer buffer, Done done);

  boost::beast::tcp_stream tcp_;
  std::optional<boost::asio::ssl::stream<boost::beast::tcp_stream&>> tls_;
};

}  // namespace tc::http
