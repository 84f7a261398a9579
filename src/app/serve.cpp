#include <malloc.h>
#include <signal.h>

#include <charconv>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <string>

#include "app/assets.h"
#include "app/demo.h"
#include "app/open_store.h"
#include "app/program.h"
#include "base/clock.h"
#include "kernel/tool.h"
#include "project/plan_book.h"
#include "service/anchor/anchor.h"
#include "service/exchange/exchange.h"
#include "service/identity/identity.h"
#include "service/job/job.h"
#include "service/outbound/outbound.h"

namespace tc::app {
namespace {

constexpr int k_heaps_max = 4;

struct ServeOptions {
  std::string data = "data";
  std::string database;
  http::ServerOptions server;
  bool demo = false;
  bool insecure = false;
  std::string demo_language = "zh";
  std::vector<std::string> anchors;  ///< Files beside the one in the data directory.
};

bool parse_listen(std::string_view text, http::ServerOptions& server) {
  const std::size_t colon = text.rfind(':');
  if (colon == std::string_view::npos) return false;
  server.host = text.substr(0, colon);
  const std::string_view port = text.substr(colon + 1);
  const auto [end, error] = std::from_chars(port.data(), port.data() + port.size(), server.port);
  return error == std::errc() && end == port.data() + port.size();
}

bool parse_options(std::span<const std::string_view> arguments, ServeOptions& options) {
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    const std::string_view name = arguments[i];
    if (name == "--demo")
      options.demo = true;
    else if (name == "--insecure-http")
      options.insecure = true;
    else if (i + 1 >= arguments.size())
      return false;
    else if (name == "--data")
      options.data = arguments[++i];
    else if (name == "--database")
      options.database = arguments[++i];
    else if (name == "--demo-language")
      options.demo_language = arguments[++i];
    else if (name == "--anchors")
      options.anchors.emplace_back(arguments[++i]);
    else if (name == "--tls-cert")
      options.server.tls_certificate = arguments[++i];
    else if (name == "--tls-key")
      options.server.tls_key = arguments[++i];
    else if (name == "--trusted-proxy")
      options.server.trusted_proxies.emplace_back(arguments[++i]);
    else if (name != "--listen" || !parse_listen(arguments[++i], options.server))
      return false;
  }
  return options.server.tls_certificate.empty() == options.server.tls_key.empty();
}

// The key lies outside the database, so that its account cannot sign; the public half beside it
// for those who verify.
std::unique_ptr<service::anchor::SigningKey> audit_key(const std::string& data) {
  const std::string folder = data + "/keys";
  std::filesystem::create_directories(folder + "/outbound");  // Secrets of channels, named by them.
  std::filesystem::create_directories(folder);
  std::filesystem::permissions(folder, std::filesystem::perms::owner_all);
  auto key = std::make_unique<service::anchor::SigningKey>(folder + "/audit.key");
  std::ofstream(folder + "/audit.pub") << key->public_key() << "\n";
  return key;
}

bool reachable_as_asked(const ServeOptions& options) {
  const bool loopback =
      options.server.host.starts_with("127.") || options.server.host == "localhost";
  if (loopback || options.insecure || !options.server.trusted_proxies.empty() ||
      !options.server.tls_certificate.empty())
    return true;
  std::fprintf(
      stderr,
      "%s is not a loopback address: name a certificate with --tls-cert and --tls-key, put "
      "a TLS proxy before it and name it with --trusted-proxy, or accept plain HTTP with "
      "--insecure-http / 非本机地址需要证书(--tls-cert、--tls-key)或经 TLS 代理"
      "(--trusted-proxy)，或用 --insecure-http\n",
      options.server.host.c_str());
  return false;
}

// Signals are waited for, a connection that breaks is told by its error.
sigset_t prepare_process() {
  // One heap for each of many threads would keep what each of them once needed.
  mallopt(M_ARENA_MAX, k_heaps_max);
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  signal(SIGPIPE, SIG_IGN);
  return signals;
}

// Until a signal comes; an idle server gives back what it does not need.
void wait_for_end(const sigset_t& signals, const http::Api& api) {
  constexpr timespec k_idle_check{20, 0};
  std::int64_t answered = -1;
  while (sigtimedwait(&signals, nullptr, &k_idle_check) < 0) {
    const std::int64_t now = api.requests();
    if (now == answered) malloc_trim(0);
    answered = now;
  }
}

}  // namespace

int serve(std::span<const std::string_view> arguments) {
  ServeOptions options;
  if (!parse_options(arguments, options)) {
    std::fprintf(
        stderr,
        "usage: tongchou serve [--data DIR] [--database URL] [--listen HOST:PORT] [--demo] "
        "[--demo-language zh|en] [--tls-cert FILE --tls-key FILE] "
        "[--trusted-proxy ADDRESS] [--anchors FILE]\n");
    return kernel::k_exit_usage;
  }
  if (!data_is_a_folder(options.data) || !reachable_as_asked(options)) return kernel::k_exit_usage;
  const sigset_t signals = prepare_process();
  std::filesystem::create_directories(options.data);
  std::filesystem::permissions(options.data, std::filesystem::perms::owner_all);
  const kernel::Registry registry(all_functions());
  const std::unique_ptr<kernel::Store> store = open_store({options.data, options.database});
  store->migrate(registry);
  const std::unique_ptr<kernel::RightsSource> rights = service::identity::make_rights_source();
  kernel::Kernel kernel(registry, *store, *rights, system_clock());
  kernel.set_language(options.demo_language);
  const auto identity = std::make_shared<service::identity::Identity>(kernel);
  kernel.add_part(identity);
  kernel.add_part(std::make_shared<project::PlanBook>());
  kernel.add_part(std::make_shared<service::exchange::Files>(options.data + "/files"));
  const auto jobs = std::make_shared<service::job::Runner>(kernel);
  kernel.add_part(jobs);
  http::Api api(kernel, *identity, web_assets(),
                {std::string(k_version),
                 options.demo,
                 options.insecure,
                 {},
                 service::exchange::file_formats(),
                 jobs.get()});
  http::Server server(options.server, api);
  ship_calendars(kernel);
  if (options.demo && identity->setup_needed()) {
    identity->ship_roles();
    write_demo(kernel, *identity, options.demo_language != "en");
  }
  const auto key = audit_key(options.data);
  options.anchors.push_back(options.data + "/anchors.jsonl");
  service::anchor::Writer anchors(*store, system_clock(), *key, options.anchors);
  anchors.start();
  const auto post = service::outbound::make_curl_post();
  service::outbound::Sender sender(kernel, *post, options.data + "/keys/outbound");
  sender.start();
  kernel.start_background();
  server.start();
  api.set_ready(true);
  const std::string scheme = options.server.tls_certificate.empty() ? "http://" : "https://";
  const std::string address = scheme + options.server.host + ":" + std::to_string(server.port());
  std::printf("Tongchou %s: %s\n", std::string(k_version).c_str(), address.c_str());
  if (const std::string token = identity->setup_token(); !token.empty())
    std::printf("%s/#/setup/%s\n", address.c_str(), token.c_str());
  if (options.demo) {
    std::printf(
        "demo sign-ins / 演示账号: pmo pm pm2 exec auditor member portfolio risk quality finance "
        "procurement hse documents training resources sysadmin secadmin auditadmin, "
        "password / 口令: %s\n",
        std::string(k_demo_password).c_str());
  }
  std::fflush(stdout);
  wait_for_end(signals, api);
  api.set_ready(false);
  jobs->stop();
  sender.stop();
  server.stop();
  kernel.stop_background();
  return 0;
}

}  // namespace tc::app
