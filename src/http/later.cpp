#include <algorithm>
#include <charconv>

#include "http/call.h"

namespace tc::http {
namespace {

std::int64_t preferred_wait_ms(std::string_view prefer) {
  constexpr std::string_view k_wait = "wait=";
  constexpr std::int64_t k_wait_max_s = 30;
  std::int64_t seconds = 0;
  if (const std::size_t at = prefer.find(k_wait); at != std::string_view::npos) {
    const std::string_view text = prefer.substr(at + k_wait.size());
    std::from_chars(text.data(), text.data() + text.size(), seconds);
  }
  return std::clamp<std::int64_t>(seconds, 0, k_wait_max_s) * 1000;
}

}  // namespace

// RFC 7240: who prefers not to wait is answered with the address of a job; with `wait=S` only when
// the work takes longer.
std::optional<Response> Api::beside(const Request& request) {
  const std::string_view prefer = request.header("prefer");
  if (options_.jobs == nullptr || prefer.find("respond-async") == std::string_view::npos ||
      request.path == "/api/v1/events")
    return std::nullopt;
  Call call(request, kernel_);
  Refusals refusals;
  if (!sign_in(call, refusals)) return problem(call, refusals);
  const auto work = [this, request](Progress& progress) {
    Request alone = request;
    for (const char* name : {"prefer", "accept-encoding", "if-none-match"})
      alone.headers.erase(name);
    alone.progress = &progress;
    Response response = guarded(alone);
    kernel::RouteAnswer answer = kernel::answered(std::move(response.body), response.status);
    answer.content_type = std::move(response.content_type);
    answer.headers = std::move(response.headers);
    return answer;
  };
  const Result<Id> job =
      options_.jobs->start(call.principal, request.method + " " + request.path, work);
  if (!job) return problem(call, job.refusals());
  if (std::optional<kernel::RouteAnswer> done =
          options_.jobs->wait(*job, preferred_wait_ms(prefer))) {
    Response response;
    response.status = done->status;
    response.content_type = done->content_type;
    response.body = std::move(done->body);
    response.headers = std::move(done->headers);
    return response;
  }
  const std::string address = "/api/v1/jobs/" + id_text(*job);
  Json json = Json::object();
  json.append("job", id_text(*job));
  json.append("address", address);
  Response response;
  response.status = 202;
  response.body = to_text(json);
  response.headers.emplace_back("Location", address);
  response.headers.emplace_back("Preference-Applied", "respond-async");
  return response;
}

}  // namespace tc::http
