#include "http/server.h"

#include <atomic>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/status.hpp>
#include <boost/beast/http/string_body.hpp>
#include <deque>
#include <set>
#include <thread>

#include "base/failure.h"
#include "base/text.h"
#include "http/wire.h"

namespace tc::http {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace bhttp = boost::beast::http;
using tcp = asio::ip::tcp;

constexpr std::uint32_t k_header_bytes_max = 16 * 1024;
constexpr std::size_t k_header_fields_max = 100;
constexpr auto k_header_time = std::chrono::seconds(10);
constexpr auto k_idle_time = std::chrono::seconds(60);
constexpr auto k_body_time = std::chrono::seconds(300);
constexpr auto k_write_time = std::chrono::seconds(120);
constexpr auto k_heartbeat = std::chrono::seconds(20);
constexpr std::size_t k_stream_queue_max = 4 * 1024 * 1024;
constexpr auto k_drain_time = std::chrono::seconds(30);

// TLS 1.2 and 1.3, with forward secrecy and authenticated encryption only (trust S-11).
asio::ssl::context tls_context(const ServerOptions& options) {
  asio::ssl::context context(asio::ssl::context::tls_server);
  beast::error_code error;
  context.use_certificate_chain_file(options.tls_certificate, error);
  if (error)
    throw Failure("cannot use the certificate " + options.tls_certificate + ": " + error.message());
  context.use_private_key_file(options.tls_key, asio::ssl::context::pem, error);
  if (error) throw Failure("cannot use the key " + options.tls_key + ": " + error.message());
  SSL_CTX_set_min_proto_version(context.native_handle(), TLS1_2_VERSION);
  SSL_CTX_set_cipher_list(context.native_handle(), "ECDHE+AESGCM:ECDHE+CHACHA20");
  return context;
}

/// An answer as it goes over the wire. A stream's length is not known.
std::string written(const Response& response, unsigned version, bool keep_alive, bool body) {
  const auto status = static_cast<bhttp::status>(response.status);
  std::string text = (version == 10 ? "HTTP/1.0 " : "HTTP/1.1 ") + std::to_string(response.status) +
                     " " + std::string(bhttp::obsolete_reason(status)) + "\r\n";
  const auto field = [&](std::string_view name, std::string_view value) {
    text.append(name).append(": ").append(value).append("\r\n");
  };
  if (!response.content_type.empty()) field("Content-Type", response.content_type);
  for (const auto& [name, value] : response.headers) field(name, value);
  if (response.stream == nullptr && response.status != 204 && response.status != 304)
    field("Content-Length", std::to_string(response.body.size()));
  if (!keep_alive)
    field("Connection", "close");
  else if (version == 10)
    field("Connection", "keep-alive");
  text += "\r\n";
  if (body) text += response.body;
  return text;
}

}  // namespace

class Connection;

class Server::State {
 public:
  State(const ServerOptions& server_options, Handler& request_handler)
      : options(server_options),
        handler(request_handler),
        acceptor(io),
        workers(static_cast<std::size_t>(server_options.workers)) {
    if (!options.tls_certificate.empty()) tls.emplace(tls_context(options));
  }

  ServerOptions options;
  Handler& handler;
  asio::io_context io{1};
  tcp::acceptor acceptor;
  asio::thread_pool workers;
  std::thread thread;
  std::atomic<std::size_t> queued{0};
  std::atomic<std::size_t> open{0};
  std::atomic<bool> stopping{false};
  std::set<std::shared_ptr<Connection>> streams;  ///< Those that go on after their answer.
  std::optional<asio::ssl::context> tls;

  void accept();
};

/// One connection: read a header, then the body its address allows, have a worker answer, write,
/// again. A streaming answer keeps the connection until it ends.
class Connection : public std::enable_shared_from_this<Connection> {
 public:
  Connection(Server::State& state, tcp::socket socket)
      : wire_(std::move(socket), state.tls ? &*state.tls : nullptr),
        state_(state),
        heartbeat_(state.io) {
    ++state_.open;
  }
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;
  ~Connection() { --state_.open; }

  void begin() {
    if (!wire_.secure()) return read_header();
    wire_.tcp().expires_after(k_header_time);
    wire_.handshake([self = shared_from_this()](beast::error_code error) {
      if (error) return self->close();
      self->read_header();
    });
  }

  void read_header() {
    parser_.emplace();
    parser_->header_limit(k_header_bytes_max);
    parser_->body_limit(boost::none);
    wire_.tcp().expires_after(first_ ? k_header_time : k_idle_time);
    first_ = false;
    bhttp::async_read_header(wire_, buffer_, *parser_,
                             [self = shared_from_this()](beast::error_code error, std::size_t) {
                               self->on_header(error);
                             });
  }

  void end_stream() {
    if (streaming_) stream_text_.clear();
    close();
  }

 private:
  void on_header(beast::error_code error) {
    if (error == bhttp::error::header_limit) return refuse(431);
    if (error)
      return error == bhttp::error::end_of_stream || error == beast::error::timeout ? close()
                                                                                    : refuse(400);
    const auto& header = parser_->get();
    if (static_cast<std::size_t>(std::distance(header.begin(), header.end())) > k_header_fields_max)
      return refuse(431);
    // Both framings at once is how requests are smuggled past a proxy.
    if (header.count(bhttp::field::transfer_encoding) > 0 &&
        header.count(bhttp::field::content_length) > 0)
      return refuse(400);
    request_ = Request{};
    if (!read_target(header)) return refuse(400);
    const std::size_t limit = state_.handler.body_limit(request_.method, request_.path);
    if (parser_->content_length() && *parser_->content_length() > limit) return refuse(413);
    parser_->body_limit(limit);
    wire_.tcp().expires_after(k_body_time);
    if (header[bhttp::field::expect] == "100-continue") return send_continue();
    read_body();
  }

  void send_continue() {
    send("HTTP/1.1 100 Continue\r\n\r\n", [](Connection& self) { self.read_body(); });
  }

  void read_body() {
    bhttp::async_read(wire_, buffer_, *parser_,
                      [self = shared_from_this()](beast::error_code error, std::size_t) {
                        self->on_body(error);
                      });
  }

  bool read_target(const bhttp::request<bhttp::string_body>& header) {
    const std::string_view target(header.target().data(), header.target().size());
    if (target.empty() || target.front() != '/' || target.size() > 8000) return false;
    const std::size_t mark = target.find('?');
    request_.method = std::string(header.method_string());
    return decode_url(target.substr(0, mark), false, request_.path) &&
           (mark == std::string_view::npos || parse_query(target.substr(mark + 1), request_.query));
  }

  void on_body(beast::error_code error) {
    if (error == bhttp::error::body_limit) return refuse(413);
    if (error) return error == beast::error::timeout ? close() : refuse(400);
    bhttp::request<bhttp::string_body> message = parser_->release();
    keep_alive_ = message.keep_alive();
    version_ = message.version();
    for (const auto& field : message) {
      std::string name(field.name_string());
      for (char& c : name) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
      request_.headers[name] = std::string(field.value());
    }
    request_.body = std::move(message.body());
    beast::error_code ignored;
    request_.address = wire_.tcp().socket().remote_endpoint(ignored).address().to_string();
    request_.secure = wire_.secure();
    believe_proxy();
    if (state_.stopping) keep_alive_ = false;
    if (state_.queued.load() >= state_.options.queue_max) return refuse(503);
    wire_.tcp().expires_never();
    ++state_.queued;
    asio::post(state_.workers, [self = shared_from_this()] { self->work(); });
  }

  void believe_proxy() {
    const auto& proxies = state_.options.trusted_proxies;
    if (std::find(proxies.begin(), proxies.end(), request_.address) == proxies.end()) return;
    const std::string_view forwarded = request_.header("x-forwarded-for");
    if (!forwarded.empty()) request_.address = std::string(trim(split(forwarded, ',').back()));
    request_.secure = request_.header("x-forwarded-proto") == "https";
  }

  void work() {
    --state_.queued;
    Response response = state_.handler.handle(request_);
    asio::post(state_.io, [self = shared_from_this(), response = std::move(response)]() mutable {
      self->write(std::move(response));
    });
  }

  void refuse(int status) {
    keep_alive_ = false;
    write(state_.handler.refuse(status, request_.header("accept-language")));
  }

  void write(Response response) {
    keep_alive_ = keep_alive_ && response.stream == nullptr;
    std::string text = written(response, version_, keep_alive_, request_.method != "HEAD");
    source_ = std::move(response.stream);
    wire_.tcp().expires_after(k_write_time);
    send(std::move(text), [](Connection& self) { self.on_written(); });
  }

  /// Writes all of it; then goes on, or closes where the client is gone.
  void send(std::string text, void (*then)(Connection&)) {
    auto kept = std::make_shared<std::string>(std::move(text));
    asio::async_write(
        wire_, asio::buffer(*kept),
        [self = shared_from_this(), kept, then](beast::error_code error, std::size_t) {
          if (error) return self->close();
          then(*self);
        });
  }

  void on_written() {
    if (source_ != nullptr) return start_stream();
    if (!keep_alive_) return close();
    read_header();
  }

  void start_stream() {
    streaming_ = true;
    state_.streams.insert(shared_from_this());
    std::weak_ptr<Connection> weak = weak_from_this();
    auto& io = state_.io;
    source_->open(
        [weak, &io](std::string text) {
          asio::post(io, [weak, text = std::move(text)]() mutable {
            if (const auto self = weak.lock()) self->push(std::move(text));
          });
        },
        [weak, &io] {
          asio::post(io, [weak] {
            if (const auto self = weak.lock()) self->close();
          });
        });
    beat();
    wait_for_end();
  }

  // A client that leaves is noticed by its end of the socket becoming readable.
  void wait_for_end() {
    wire_.tcp().socket().async_wait(
        tcp::socket::wait_read, [self = shared_from_this()](beast::error_code) { self->close(); });
  }

  void beat() {
    heartbeat_.expires_after(k_heartbeat);
    heartbeat_.async_wait([weak = weak_from_this()](beast::error_code error) {
      const auto self = weak.lock();
      if (error || self == nullptr || !self->streaming_) return;
      self->push(":\n\n");
      self->beat();
    });
  }

  void push(std::string text) {
    if (!streaming_) return;
    stream_text_ += text;
    if (stream_text_.size() > k_stream_queue_max)
      return close();  // Too slow: it resumes by its last id.
    if (!writing_) write_stream();
  }

  void write_stream() {
    if (stream_text_.empty()) return;
    writing_ = true;
    wire_.tcp().expires_after(k_write_time);
    send(std::exchange(stream_text_, {}), [](Connection& self) {
      self.writing_ = false;
      self.wire_.tcp().expires_never();
      self.write_stream();
    });
  }

  void close() {
    beast::error_code ignored;
    wire_.tcp().socket().shutdown(tcp::socket::shutdown_both, ignored);
    wire_.tcp().close();
    if (!streaming_) return;
    streaming_ = false;
    heartbeat_.cancel();
    source_->closed();
    state_.streams.erase(shared_from_this());
  }

  Wire wire_;
  Server::State& state_;
  beast::flat_buffer buffer_;
  std::optional<bhttp::request_parser<bhttp::string_body>> parser_;
  Request request_;
  bool first_ = true;
  bool keep_alive_ = false;
  unsigned version_ = 11;
  std::shared_ptr<Stream> source_;
  bool streaming_ = false;
  bool writing_ = false;
  std::string stream_text_;
  asio::steady_timer heartbeat_;
};

void Server::State::accept() {
  acceptor.async_accept([this](beast::error_code error, tcp::socket socket) {
    if (stopping) return;
    if (!error && open.load() < options.connections_max) {
      beast::error_code ignored;
      socket.set_option(tcp::no_delay(true), ignored);
      std::make_shared<Connection>(*this, std::move(socket))->begin();
    }
    accept();
  });
}

Server::Server(const ServerOptions& options, Handler& handler)
    : state_(std::make_unique<State>(options, handler)) {
  beast::error_code error;
  const auto address =
      asio::ip::make_address(options.host == "localhost" ? "127.0.0.1" : options.host, error);
  if (error) throw Failure("not an address to listen on: " + options.host);
  const tcp::endpoint endpoint(address, options.port);
  state_->acceptor.open(endpoint.protocol(), error);
  state_->acceptor.set_option(asio::socket_base::reuse_address(true), error);
  state_->acceptor.bind(endpoint, error);
  if (!error) state_->acceptor.listen(asio::socket_base::max_listen_connections, error);
  if (error) {
    throw Failure("cannot listen on " + options.host + ":" + std::to_string(options.port) + " (" +
                  error.message() +
                  "): another program may use the port; choose one with --listen HOST:PORT / "
                  "端口可能被占用，请用 --listen 换一个");
  }
}

Server::~Server() { stop(); }

void Server::start() {
  state_->accept();
  state_->thread = std::thread([this] { state_->io.run(); });
}

void Server::stop() {
  if (!state_->thread.joinable()) return;
  state_->stopping = true;
  asio::post(state_->io, [this] {
    beast::error_code ignored;
    state_->acceptor.close(ignored);
    const auto streams = state_->streams;
    for (const auto& stream : streams) stream->end_stream();
  });
  const auto until = std::chrono::steady_clock::now() + k_drain_time;
  while (state_->queued.load() > 0 && std::chrono::steady_clock::now() < until)
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  state_->workers.join();
  asio::post(state_->io, [this] { state_->io.stop(); });
  state_->thread.join();
}

std::uint16_t Server::port() const { return state_->acceptor.local_endpoint().port(); }
std::size_t Server::connections() const { return state_->open.load(); }

}  // namespace tc::http
