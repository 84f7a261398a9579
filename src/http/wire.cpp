#include "http/wire.h"

namespace tc::http {

namespace asio = boost::asio;

Wire::Wire(asio::ip::tcp::socket socket, asio::ssl::context* tls) : tcp_(std::move(socket)) {
  if (tls != nullptr) tls_.emplace(tcp_, *tls);
}

void Wire::handshake(std::function<void(Error)> done) {
  tls_->async_handshake(asio::ssl::stream_base::server, std::move(done));
}

void Wire::read(asio::mutable_buffer buffer, Done done) {
  if (tls_)
    tls_->async_read_some(buffer, std::move(done));
  else
    tcp_.async_read_some(buffer, std::move(done));
}

void Wire::write(asio::const_buffer buffer, Done done) {
  if (tls_)
    tls_->async_write_some(buffer, std::move(done));
  else
    tcp_.async_write_some(buffer, std::move(done));
}

}  // namespace tc::http
