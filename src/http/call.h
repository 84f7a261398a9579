#pragma once

#include <string>
#include <vector>

#include "http/api.h"

namespace tc::http {

/// One request on its way through the API.
struct Api::Call {
  Call(const Request& request, kernel::Kernel& kernel);
  /// The declared route of this address, if there is one.
  [[nodiscard]] bool find_route(const kernel::Registry& registry);
  [[nodiscard]] std::string_view segment(std::size_t index) const {
    return index < segments.size() ? std::string_view(segments[index]) : std::string_view();
  }

  const Request& request;
  kernel::Kernel& kernel;
  std::vector<std::string> segments;  ///< Of the path behind /api/v1/.
  kernel::Principal principal;
  std::string csrf;
  std::string session_secret;
  const kernel::Route* route = nullptr;
  std::map<std::string, std::string> path_values;
};

/// Matches `/a/{id}/b`; fills the named values.
[[nodiscard]] bool match_path(std::string_view pattern, std::string_view path,
                              std::map<std::string, std::string>& values);
/// The HTTP status of a kind of refusal (model §8).
[[nodiscard]] int status_of(RefusalKind kind);
[[nodiscard]] Response problem_response(const kernel::Registry& registry, const Refusals& refusals,
                                        bool zh, const Json& current);
[[nodiscard]] Response refuse_code(const kernel::Registry& registry, int status,
                                   std::string_view code, const Request& request);
/// Packs a large body when the client takes gzip.
void compress(Response& response, std::string_view accept_encoding);
[[nodiscard]] std::string unpack(std::string_view gzip);
[[nodiscard]] Response asset_response(const Asset& asset, const Request& request);
/// The page itself with a fresh nonce in its policy and its tags (trust S-4).
[[nodiscard]] Response index_response(const Asset& asset, const std::string& nonce);
/// A computed report as the API answers it, in the language of the reader's principal.
[[nodiscard]] std::string report_body(const kernel::Report& report,
                                      const kernel::ReportTable& table, kernel::Reader& reader,
                                      Moment as_of);

}  // namespace tc::http
