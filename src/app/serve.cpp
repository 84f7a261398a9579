#include <signal.h>

#include <charconv>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

#include "app/assets.h"
#include "app/demo.h"
#include "app/program.h"
#include "base/clock.h"
#include "project/plan_book.h"
#include "service/exchange/exchange.h"
#include "service/identity/identity.h"
#include "store/postgres/postgres_store.h"
#include "store/sqlite/sqlite_store.h"

namespace tc::app {
namespace {

struct ServeOptions {
  std::string data = "data";
  std::string database;
  http::ServerOptions server;
  bool demo = false;
  bool insecure = false;
  std::string demo_language = "zh";
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
    else if (name == "--trusted-proxy")
      options.server.trusted_proxies.emplace_back(arguments[++i]);
    else if (name != "--listen" || !parse_listen(arguments[++i], options.server))
      return false;
  }
  return true;
}

// The database's password from the file that TONGCHOU_DATABASE_PASSWORD_FILE names; empty: libpq
// looks into PGPASSFILE.
std::string password() {
  const char* name = std::getenv("TONGCHOU_DATABASE_PASSWORD_FILE");
  if (name == nullptr) return {};
  std::ifstream file(name);
  std::string line;
  if (!std::getline(file, line))
    throw Failure(std::string("cannot read the password file ") + name);
  return line;
}

}  // namespace

int serve(std::span<const std::string_view> arguments) {
  ServeOptions options;
  if (!parse_options(arguments, options)) {
    std::fprintf(stderr,
                 "usage: tongchou serve [--data DIR] [--listen HOST:PORT] [--demo] "
                 "[--demo-language zh|en]\n");
    return 2;
  }
  const bool loopback =
      options.server.host.starts_with("127.") || options.server.host == "localhost";
  if (!loopback && !options.insecure && options.server.trusted_proxies.empty()) {
    std::fprintf(stderr,
                 "%s is not a loopback address: put a TLS proxy before it and name it with "
                 "--trusted-proxy, or accept plain HTTP with --insecure-http / "
                 "非本机地址需经 TLS 代理(--trusted-proxy),或用 --insecure-http\n",
                 options.server.host.c_str());
    return 2;
  }
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  signal(SIGPIPE, SIG_IGN);
  std::filesystem::create_directories(options.data);
  std::filesystem::permissions(options.data, std::filesystem::perms::owner_all);
  const kernel::Registry registry(all_functions());
  const std::unique_ptr<kernel::Store> store =
      options.database.empty() ? store::sqlite::open_sqlite(options.data)
                               : store::postgres::open_postgres(options.database, password());
  store->migrate(registry);
  const std::unique_ptr<kernel::RightsSource> rights = service::identity::make_rights_source();
  kernel::Kernel kernel(registry, *store, *rights, system_clock());
  const auto identity = std::make_shared<service::identity::Identity>(kernel);
  kernel.add_part(identity);
  kernel.add_part(std::make_shared<project::PlanBook>());
  kernel.add_part(std::make_shared<service::exchange::Files>(options.data + "/files"));
  http::Api api(kernel, *identity, web_assets(),
                {std::string(k_version),
                 options.demo,
                 options.insecure,
                 {},
                 service::exchange::file_formats()});
  http::Server server(options.server, api);
  ship_calendars(kernel);
  if (options.demo && identity->setup_needed()) {
    identity->ship_roles();
    write_demo(kernel, *identity, options.demo_language != "en");
  }
  kernel.start_background();
  server.start();
  api.set_ready(true);
  const std::string address = "http://" + options.server.host + ":" + std::to_string(server.port());
  std::printf("Tongchou %s: %s\n", std::string(k_version).c_str(), address.c_str());
  if (const std::string token = identity->setup_token(); !token.empty())
    std::printf("%s/#/setup/%s\n", address.c_str(), token.c_str());
  if (options.demo) {
    std::printf(
        "demo sign-ins / 演示账号: pmo pm pm2 exec auditor member sysadmin secadmin auditadmin, "
        "password / 口令: %s\n",
        std::string(k_demo_password).c_str());
  }
  std::fflush(stdout);
  int received = 0;
  sigwait(&signals, &received);
  api.set_ready(false);
  server.stop();
  kernel.stop_background();
  return 0;
}

}  // namespace tc::app
