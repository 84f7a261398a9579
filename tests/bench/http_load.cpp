// Load on a running server: clients that write, read, or both; prints rates and latencies beside
// the disk's own synced writes in the same run (the anchor of the write bar).
// usage: http_load PORT TOKEN write|list|get|search|mixed CLIENTS SECONDS [SYNC_FOLDER]

#include <fcntl.h>
#include <sys/resource.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <thread>
#include <vector>

#include "bench/http_client.h"

namespace {

using Clock = std::chrono::steady_clock;

double synced_writes_per_second(const std::string& folder) {
  const std::string file = folder + "/sync-probe";
  const int descriptor = open(file.c_str(), O_CREAT | O_WRONLY | O_APPEND | O_CLOEXEC, 0600);
  const std::string page(4096, 'x');
  int count = 0;
  const auto start = Clock::now();
  while (Clock::now() - start < std::chrono::seconds(2)) {
    if (write(descriptor, page.data(), page.size()) < 0 || fdatasync(descriptor) != 0) return 0;
    ++count;
  }
  close(descriptor);
  unlink(file.c_str());
  return count / std::chrono::duration<double>(Clock::now() - start).count();
}

std::string id_of(const std::string& body) {
  const std::size_t at = body.find("\"id\":\"");
  return at == std::string::npos ? "" : body.substr(at + 6, 13);
}

struct Figures {
  std::vector<double> read_ms, write_ms;
  int errors = 0;
};

void run_client(int port, const std::string& token, const std::string& mode,
                const std::string& project, Clock::time_point until, int number, Figures& figures) {
  tc::bench::HttpClient client(port, token);
  std::string last;
  for (int i = 0; Clock::now() < until; ++i) {
    const bool writing = mode == "write" || (mode == "mixed" && (i + number) % 2 == 0);
    const auto start = Clock::now();
    int status = 0;
    if (writing) {
      status = client.send(
          "POST", "/api/v1/action-items",
          "{\"title\":\"load " + std::to_string(i) + "\",\"project\":\"" + project + "\"}");
      if (last.empty()) last = id_of(client.body());
    } else if (mode == "get") {
      status = client.send("GET", "/api/v1/projects/" + project);
    } else if (mode == "search") {
      status = client.send("GET", "/api/v1/search?q=%E9%A3%8E%E9%99%A9");
    } else {
      status = client.send("GET", "/api/v1/action-items?limit=25");
    }
    const double ms = std::chrono::duration<double, std::milli>(Clock::now() - start).count();
    (writing ? figures.write_ms : figures.read_ms).push_back(ms);
    figures.errors += status < 200 || status > 299;
  }
}

void print(const char* what, std::vector<double>& ms, double seconds) {
  if (ms.empty()) return;
  std::ranges::sort(ms);
  const auto at = [&](double part) {
    return ms[static_cast<std::size_t>(part * static_cast<double>(ms.size() - 1))];
  };
  std::printf("%s: %.0f/s, p50 %.2f ms, p99 %.2f ms, max %.2f ms\n", what,
              static_cast<double>(ms.size()) / seconds, at(0.5), at(0.99), ms.back());
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 6) return 2;
  const int port = std::atoi(argv[1]);
  const std::string token = argv[2], mode = argv[3];
  const int clients = std::atoi(argv[4]), seconds = std::atoi(argv[5]);
  tc::bench::HttpClient setup(port, token);
  setup.send("POST", "/api/v1/projects",
             "{\"name\":\"Load\",\"key\":\"L" + std::to_string(getpid() % 1000000) + "\"}");
  const std::string project = id_of(setup.body());
  const double synced = argc > 6 ? synced_writes_per_second(argv[6]) : 0;
  std::vector<Figures> figures(static_cast<std::size_t>(clients));
  const auto until = Clock::now() + std::chrono::seconds(seconds);
  std::vector<std::thread> threads;
  for (int i = 0; i < clients; ++i)
    threads.emplace_back([&, i] {
      run_client(port, token, mode, project, until, i, figures[static_cast<std::size_t>(i)]);
    });
  for (std::thread& thread : threads) thread.join();
  Figures all;
  for (Figures& one : figures) {
    all.read_ms.insert(all.read_ms.end(), one.read_ms.begin(), one.read_ms.end());
    all.write_ms.insert(all.write_ms.end(), one.write_ms.begin(), one.write_ms.end());
    all.errors += one.errors;
  }
  print("reads", all.read_ms, seconds);
  print("writes", all.write_ms, seconds);
  std::printf("errors: %d\n", all.errors);
  if (synced > 0)
    std::printf("disk: %.0f synced writes/s; acknowledged writes are %.1f times that\n", synced,
                static_cast<double>(all.write_ms.size()) / seconds / synced);
  return all.errors == 0 ? 0 : 1;
}
