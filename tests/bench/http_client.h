#pragma once

#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdlib>
#include <stdexcept>
#include <string>
#include <string_view>

namespace tc::bench {

/// A blocking keep-alive connection to the server on loopback; for load and crash tests.
class HttpClient {
 public:
  HttpClient(int port, std::string token) : token_(std::move(token)) {
    socket_ = socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(port));
    inet_pton(AF_INET, "127.0.0.1", &address.sin_addr);
    if (connect(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0)
      throw std::runtime_error("connect");
    const int one = 1;
    setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
  }
  HttpClient(const HttpClient&) = delete;
  HttpClient& operator=(const HttpClient&) = delete;
  ~HttpClient() { close(socket_); }

  /// Sends a request and waits for the whole answer; its status, or an exception when the
  /// connection breaks.
  int send(std::string_view method, std::string_view path, std::string_view body = {},
           std::string_view headers = {}) {
    std::string text;
    text.append(method)
        .append(" ")
        .append(path)
        .append(" HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ")
        .append(token_);
    text.append("\r\nAccept-Language: en\r\n").append(headers);
    if (!body.empty())
      text.append("Content-Type: application/json\r\nContent-Length: ")
          .append(std::to_string(body.size()))
          .append("\r\n");
    text.append("\r\n").append(body);
    std::size_t sent = 0;
    while (sent < text.size()) {
      const ssize_t count = ::send(socket_, text.data() + sent, text.size() - sent, MSG_NOSIGNAL);
      if (count <= 0) throw std::runtime_error("send");
      sent += static_cast<std::size_t>(count);
    }
    return receive();
  }
  [[nodiscard]] const std::string& body() const { return body_; }

 private:
  int receive() {
    std::string text;
    char buffer[65536];
    std::size_t header_end = std::string::npos;
    std::size_t wanted = 0;
    for (;;) {
      const ssize_t count = recv(socket_, buffer, sizeof buffer, 0);
      if (count <= 0) throw std::runtime_error("recv");
      text.append(buffer, static_cast<std::size_t>(count));
      if (header_end == std::string::npos) {
        header_end = text.find("\r\n\r\n");
        if (header_end == std::string::npos) continue;
        const std::size_t at = text.find("Content-Length: ");
        wanted = at < header_end ? static_cast<std::size_t>(std::atoll(text.c_str() + at + 16)) : 0;
      }
      if (text.size() >= header_end + 4 + wanted) break;
    }
    body_ = text.substr(header_end + 4, wanted);
    return std::atoi(text.c_str() + 9);
  }

  int socket_ = -1;
  std::string token_;
  std::string body_;
};

}  // namespace tc::bench
