#pragma once

#include <atomic>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "http/events.h"
#include "http/export.h"
#include "http/report_cache.h"
#include "http/server.h"
#include "kernel/authenticator.h"
#include "kernel/jobs.h"
#include "kernel/kernel.h"

namespace tc::http {

/// A file of the web application, held in the program.
struct Asset {
  std::string_view content_type;
  std::string_view bytes;
  bool gzip = false;       ///< `bytes` are packed.
  bool immutable = false;  ///< The name holds a hash of the content.
};

class Assets {
 public:
  virtual ~Assets() = default;
  [[nodiscard]] virtual std::optional<Asset> find(std::string_view path) const = 0;
};

struct ApiOptions {
  std::string version;
  bool demo = false;
  bool insecure = false;
  std::vector<std::string> hosts;                    ///< Host names answered to; empty = any.
  std::span<const kernel::FileFormat> formats = {};  ///< Files that lists and reports come as.
  kernel::Jobs* jobs = nullptr;                      ///< Carries out long work, if there is one.
};

/// The addresses of the contract over the declarations. Knows records, steps, actions, reports and
/// routes only as declared.
class Api final : public Handler {
 public:
  Api(kernel::Kernel& kernel, kernel::Authenticator& authenticator, const Assets& assets,
      ApiOptions options);
  [[nodiscard]] std::size_t body_limit(const std::string& method,
                                       const std::string& path) const override;
  [[nodiscard]] Response handle(const Request& request) override;
  [[nodiscard]] Response refuse(int status, std::string_view accept_language) override;
  void set_ready(bool ready) { ready_ = ready; }
  [[nodiscard]] EventHub& events() { return hub_; }
  [[nodiscard]] std::int64_t requests() const { return requests_.load(); }
  struct Call;

 private:
  [[nodiscard]] Response guarded(const Request& request);
  [[nodiscard]] Response dispatch(const Request& request);
  [[nodiscard]] std::optional<Response> beside(const Request& request);
  [[nodiscard]] Response api(const Request& request);
  [[nodiscard]] Response route(Call& call);
  [[nodiscard]] Response built_in(Call& call, bool& found);
  [[nodiscard]] Response transactions(Call& call);
  [[nodiscard]] Response records(Call& call, const kernel::RecordType& type);
  [[nodiscard]] Response record(Call& call, const kernel::RecordType& type, Id id);
  [[nodiscard]] Response list(Call& call, const kernel::RecordType& type);
  [[nodiscard]] Response export_file(Call& call, kernel::Reader& reader, kernel::ListQuery query,
                                     ListExport wanted);
  [[nodiscard]] Response exported(Call& call, std::string_view command,
                                  const kernel::FileFormat& format, ExportedFile file,
                                  std::string_view name);
  [[nodiscard]] Response detail(Call& call, const kernel::RecordType& type, Id id);
  [[nodiscard]] Response write(Call& call, kernel::Request request);
  [[nodiscard]] Response run_command(Call& call, std::string name, Id id);
  [[nodiscard]] Response report(Call& call, std::string_view name);
  [[nodiscard]] Response search(Call& call);
  [[nodiscard]] Response page(const Request& request);
  [[nodiscard]] Response readiness() const;
  [[nodiscard]] Response metrics() const;
  [[nodiscard]] Response problem(const Call& call, const Refusals& refusals,
                                 const Json& current = {}) const;
  [[nodiscard]] std::int64_t total_of(kernel::Reader& reader, const kernel::ListQuery& query,
                                      const std::string& key);
  [[nodiscard]] bool sign_in(Call& call, Refusals& refusals);

  kernel::Kernel& kernel_;
  kernel::Authenticator& authenticator_;
  const Assets& assets_;
  ApiOptions options_;
  EventHub hub_;
  std::atomic<bool> ready_{false};
  std::atomic<std::int64_t> requests_{0};
  std::atomic<std::int64_t> defects_{0};
  ReportCache report_cache_;
  std::mutex totals_mutex_;
  std::map<std::string, std::pair<std::int64_t, std::int64_t>>
      totals_;  ///< key → (last event, total)
};

}  // namespace tc::http
