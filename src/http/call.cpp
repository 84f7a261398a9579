#include "http/call.h"

#include <zlib.h>

#include "base/as_read.h"
#include "base/text.h"
#include "kernel/present.h"

namespace tc::http {
namespace {

constexpr std::size_t k_compress_from_bytes = 1400;
constexpr int k_gzip_window = 15 + 16;
constexpr int k_compress_level = 4;

std::string cookie_value(std::string_view header, std::string_view name) {
  for (const std::string_view part : split(header, ';')) {
    const std::string_view pair = trim(part);
    if (pair.size() > name.size() && pair.starts_with(name) && pair[name.size()] == '=')
      return std::string(pair.substr(name.size() + 1));
  }
  return {};
}

// What a link of a report leads to: declared, or named by a column beside it.
std::string target_of(const kernel::Report& report, const std::vector<kernel::Value>& row,
                      const kernel::Field& link) {
  if (link.target != "*") return std::string(link.target);
  const std::string own = std::string(link.name) + "_record";
  std::string found;
  for (std::size_t i = 0; i < row.size(); ++i) {
    const std::string_view name = report.columns[i].name;
    const auto* text = std::get_if<std::string>(&row[i]);
    if (text != nullptr && (name == own || (name == "record" && found.empty()))) found = *text;
  }
  return found;
}

}  // namespace

Api::Call::Call(const Request& the_request, kernel::Kernel& the_kernel)
    : request(the_request), kernel(the_kernel) {
  constexpr std::size_t k_prefix_size = 8;  // "/api/v1/"
  for (const std::string_view part :
       split(std::string_view(request.path).substr(k_prefix_size), '/'))
    segments.emplace_back(part);
  const std::string_view cookies = request.header("cookie");
  session_secret = cookie_value(cookies, "__Host-tongchou");
  if (session_secret.empty()) session_secret = cookie_value(cookies, "tongchou");
  principal.language = request.header("accept-language").starts_with("en") ? "en" : "zh";
}

bool Api::Call::find_route(const kernel::Registry& registry) {
  for (const kernel::Function* function : registry.functions()) {
    for (const kernel::Route& declared : function->routes) {
      path_values.clear();
      if (declared.method != request.method ||
          !match_path(declared.path, request.path, path_values))
        continue;
      route = &declared;
      return true;
    }
  }
  return false;
}

bool match_path(std::string_view pattern, std::string_view path,
                std::map<std::string, std::string>& values) {
  const std::vector<std::string_view> wanted = split(pattern, '/');
  const std::vector<std::string_view> given = split(path, '/');
  if (wanted.size() != given.size()) return false;
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    if (wanted[i].starts_with('{'))
      values[std::string(wanted[i].substr(1, wanted[i].size() - 2))] = given[i];
    else if (wanted[i] != given[i])
      return false;
  }
  return true;
}

int status_of(RefusalKind kind) {
  switch (kind) {
    case RefusalKind::malformed:
      return 400;
    case RefusalKind::unauthorized:
      return 401;
    case RefusalKind::forbidden:
      return 403;
    case RefusalKind::not_found:
      return 404;
    case RefusalKind::conflict:
      return 409;
    case RefusalKind::stale:
      return 412;
    case RefusalKind::version_missing:
      return 428;
    case RefusalKind::too_large:
      return 413;
    case RefusalKind::rule:
      return 422;
    case RefusalKind::rate:
      return 429;
    case RefusalKind::overload:
      return 503;
    case RefusalKind::disk_full:
      return 507;
  }
  return 500;
}

Response problem_response(const kernel::Registry& registry, const Refusals& refusals, bool zh,
                          const Json& current) {
  TC_ASSERT(!refusals.empty());
  const Refusal& first = refusals.front();
  const int status = status_of(first.kind);
  Json json = Json::object();
  json.append("type", "about:blank");
  json.append("title", sentence(registry, first, zh));
  json.append("status", status);
  json.append("code", first.code);
  json.append("errors", refusals_to_json(registry, refusals, zh));
  if (!current.is_null()) json.append("record", current);
  Response response;
  response.status = status;
  response.content_type = "application/problem+json";
  response.body = to_text(json);
  if (status == 429 || status == 503) response.headers.emplace_back("Retry-After", "2");
  return response;
}

Response refuse_code(const kernel::Registry& registry, int status, std::string_view code,
                     const Request& request) {
  const bool zh = !request.header("accept-language").starts_with("en");
  Json json = Json::object();
  json.append("type", "about:blank");
  json.append("title", registry.message(code, zh));
  json.append("status", status);
  json.append("code", code);
  json.append("errors", Json::array());
  Response response;
  response.status = status;
  response.content_type = "application/problem+json";
  response.body = to_text(json);
  return response;
}

void compress(Response& response, std::string_view accept_encoding) {
  if (response.body.size() < k_compress_from_bytes ||
      accept_encoding.find("gzip") == std::string_view::npos)
    return;
  z_stream stream{};
  if (deflateInit2(&stream, k_compress_level, Z_DEFLATED, k_gzip_window, 8, Z_DEFAULT_STRATEGY) !=
      Z_OK)
    return;
  std::string packed(deflateBound(&stream, response.body.size()), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(response.body.data());
  stream.avail_in = static_cast<uInt>(response.body.size());
  stream.next_out = reinterpret_cast<Bytef*>(packed.data());
  stream.avail_out = static_cast<uInt>(packed.size());
  const int code = deflate(&stream, Z_FINISH);
  packed.resize(stream.total_out);
  deflateEnd(&stream);
  if (code != Z_STREAM_END) return;
  response.body = std::move(packed);
  response.headers.emplace_back("Content-Encoding", "gzip");
  response.headers.emplace_back("Vary", "Accept-Encoding");
}

std::string unpack(std::string_view gzip) {
  z_stream stream{};
  TC_ASSERT(inflateInit2(&stream, k_gzip_window) == Z_OK);
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(gzip.data()));
  stream.avail_in = static_cast<uInt>(gzip.size());
  std::string out;
  int code = Z_OK;
  while (code == Z_OK) {
    char buffer[16384];
    stream.next_out = reinterpret_cast<Bytef*>(buffer);
    stream.avail_out = sizeof buffer;
    code = inflate(&stream, Z_NO_FLUSH);
    out.append(buffer, sizeof buffer - stream.avail_out);
  }
  inflateEnd(&stream);
  TC_ASSERT(code == Z_STREAM_END);
  return out;
}

Response asset_response(const Asset& asset, const Request& request) {
  Response response;
  response.content_type = asset.content_type;
  const bool takes_gzip = request.header("accept-encoding").find("gzip") != std::string_view::npos;
  if (asset.gzip && takes_gzip) {
    response.body = asset.bytes;
    response.headers.emplace_back("Content-Encoding", "gzip");
  } else {
    response.body = asset.gzip ? unpack(asset.bytes) : std::string(asset.bytes);
  }
  response.headers.emplace_back(
      "Cache-Control", asset.immutable ? "public, max-age=31536000, immutable" : "no-cache");
  return response;
}

Response index_response(const Asset& asset, const std::string& nonce) {
  Response response;
  response.content_type = "text/html; charset=utf-8";
  response.body = asset.gzip ? unpack(asset.bytes) : std::string(asset.bytes);
  constexpr std::string_view k_mark = "__CSP_NONCE__";
  for (std::size_t at = response.body.find(k_mark); at != std::string::npos;
       at = response.body.find(k_mark, at)) {
    response.body.replace(at, k_mark.size(), nonce);
  }
  response.headers.emplace_back("Content-Security-Policy",
                                "default-src 'none'; script-src 'nonce-" + nonce +
                                    "' 'strict-dynamic'; style-src 'self' 'nonce-" + nonce +
                                    "'; img-src 'self' blob: data:; connect-src 'self'; font-src "
                                    "'self'; object-src 'none'; base-uri 'none'; "
                                    "frame-ancestors 'none'; form-action 'self'");
  response.headers.emplace_back("Cache-Control", "no-store");
  response.headers.emplace_back("Referrer-Policy", "same-origin");
  response.headers.emplace_back("Cross-Origin-Opener-Policy", "same-origin");
  response.headers.emplace_back("Cross-Origin-Resource-Policy", "same-origin");
  return response;
}

std::string report_body(const kernel::Report& report, const kernel::ReportTable& table,
                        kernel::Reader& reader, Moment as_of) {
  const bool zh = reader.principal().zh();
  Json rows = Json::array();
  for (const std::vector<kernel::Value>& values : table.rows) {
    Json row = Json::object();
    Json titles = Json::object();
    for (std::size_t i = 0; i < values.size(); ++i) {
      const kernel::Field& column = report.columns[i];
      row.append(std::string(column.name), value_to_json(column, values[i]));
      if (column.kind == kernel::Kind::link && is_set(values[i])) {
        titles.append(std::string(column.name),
                      reader.title_of(target_of(report, values, column),
                                      std::get<std::int64_t>(values[i]), zh));
      }
    }
    if (titles.size() > 0) row.append("titles", std::move(titles));
    rows.push(std::move(row));
  }
  Json json = Json::object();
  json.append("name", report.name);
  json.append("columns", kernel::fields_to_json(report.columns));
  json.append("rows", std::move(rows));
  std::vector<std::string> figures;
  for (const Argument& argument : table.arguments) figures.push_back(as_read(argument.value));
  std::vector<NamedText> arguments;
  for (std::size_t i = 0; i < figures.size(); ++i)
    arguments.push_back({table.arguments[i].name, figures[i]});
  json.append("finding", fill_pattern(zh ? table.finding.zh : table.finding.en, arguments));
  json.append("extra", table.extra);
  json.append("as_of", format_moment(as_of));
  return to_text(json);
}

}  // namespace tc::http
