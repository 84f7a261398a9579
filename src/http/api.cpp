#include "http/api.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "base/digest.h"
#include "base/text.h"
#include "http/call.h"
#include "http/export.h"
#include "kernel/present.h"
#include "kernel/search.h"

namespace tc::http {
namespace {

using kernel::CommandSpec;
using kernel::RecordType;
using kernel::Row;

constexpr std::string_view k_prefix = "/api/v1/";
constexpr std::size_t k_body_bytes_max = 1 << 20;
constexpr std::int64_t k_limit_default = 50;
constexpr std::int64_t k_limit_max = 500;
constexpr std::size_t k_totals_max = 2000;

Response json_response(std::string body, int status = 200) {
  Response response;
  response.status = status;
  response.body = std::move(body);
  return response;
}

Progress& progress_of(const Request& request) {
  return request.progress != nullptr ? *request.progress : kernel::unwatched();
}

bool writes(std::string_view method) { return method != "GET" && method != "HEAD"; }

std::optional<std::int64_t> etag_version(std::string_view header) {
  header = trim(header);
  if (header.starts_with("W/")) header.remove_prefix(2);
  if (header.size() >= 2 && header.front() == '"') header = header.substr(1, header.size() - 2);
  std::int64_t version = 0;
  header = header.substr(0, header.find('-'));
  const auto [end, error] = std::from_chars(header.data(), header.data() + header.size(), version);
  if (header.empty() || error != std::errc() || end != header.data() + header.size())
    return std::nullopt;
  return version;
}

// The version, which If-Match wants, then what else the answer depends on: titles of linked
// records, rights, the language.
std::string record_etag(std::int64_t version, std::string_view body = {}) {
  constexpr std::size_t k_digits = 16;
  std::string tag = "\"" + std::to_string(version);
  if (!body.empty()) tag += "-" + sha256_hex(body).substr(0, k_digits);
  return tag + "\"";
}

// Whether the caller already has what this tag names (RFC 9110 §13.1.2).
bool has_already(const Request& request, std::string_view tag) {
  const auto plain = [](std::string_view one) {
    one = trim(one);
    return one.starts_with("W/") ? one.substr(2) : one;
  };
  for (const std::string_view one : split(request.header("if-none-match"), ',')) {
    if (plain(one) == plain(tag) || plain(one) == "*") return true;
  }
  return false;
}

// The answer, or that nothing has changed since the caller had it.
Response tagged(const Request& request, Response response, std::string tag) {
  if (has_already(request, tag)) response = Response{304, {}, {}, {}, nullptr};
  response.headers.emplace_back("ETag", std::move(tag));
  if (response.status != 304) compress(response, request.header("accept-encoding"));
  return response;
}

Result<CommandSpec> command_from_json(const Json& json) {
  CommandSpec command;
  command.name = json.text("do");
  if (const Json* id = json.find("id"); id != nullptr && id->is_string()) {
    const std::optional<Id> parsed = parse_id(id->string());
    if (!parsed) return refuse(RefusalKind::not_found, "record.not_found");
    command.id = *parsed;
  }
  if (const Json* version = json.find("version"); version != nullptr && version->is_integer())
    command.version = version->integer();
  if (const Json* set = json.find("set"); set != nullptr) command.set = *set;
  return command;
}

std::string cursor_text(const std::vector<kernel::Sort>& sorts, const Row& row) {
  Json json = Json::array();
  const auto add = [&](const kernel::Sort& sort) {
    const kernel::Value value = column_value(row, sort);
    if (const auto* whole = std::get_if<std::int64_t>(&value))
      json.push(*whole);
    else if (const auto* real = std::get_if<double>(&value))
      json.push(*real);
    else if (const auto* text = std::get_if<std::string>(&value))
      json.push(*text);
    else if (const auto* money = std::get_if<kernel::Money>(&value))
      json.push(money->minor);
    else if (const auto* both = std::get_if<kernel::Text2>(&value))
      json.push(both->zh);
    else
      json.push(nullptr);
  };
  for (const kernel::Sort& sort : sorts) add(sort);
  add({kernel::k_id});
  return hex(to_text(json));
}

std::optional<std::vector<kernel::Value>> parse_cursor(std::string_view text, std::size_t count) {
  std::string bytes;
  for (std::size_t i = 0; i + 1 < text.size(); i += 2) {
    int byte = 0;
    const auto [end, error] = std::from_chars(text.data() + i, text.data() + i + 2, byte, 16);
    if (error != std::errc() || end != text.data() + i + 2) return std::nullopt;
    bytes += static_cast<char>(byte);
  }
  const Result<Json> json = parse_json(bytes);
  if (!json || !json->is_array() || json->size() != count) return std::nullopt;
  std::vector<kernel::Value> values;
  for (const Json& item : json->items()) {
    if (item.is_integer())
      values.emplace_back(item.integer());
    else if (item.is_number())
      values.emplace_back(item.number());
    else if (item.is_string())
      values.emplace_back(item.string());
    else
      values.emplace_back();
  }
  return values;
}

}  // namespace

Api::Api(kernel::Kernel& kernel, kernel::Authenticator& authenticator, const Assets& assets,
         ApiOptions options)
    : kernel_(kernel),
      authenticator_(authenticator),
      assets_(assets),
      options_(std::move(options)),
      hub_(kernel) {
  kernel_.on_events([this](std::span<const kernel::Event> events) { hub_.publish(events); });
}

std::size_t Api::body_limit(const std::string& method, const std::string& path) const {
  if (!writes(method)) return 0;
  std::size_t limit = k_body_bytes_max;
  for (const kernel::Function* function : kernel_.registry().functions()) {
    for (const kernel::Route& route : function->routes) {
      std::map<std::string, std::string> values;
      if (route.method == method && match_path(route.path, path, values))
        limit = route.body_bytes_max;
    }
  }
  return limit;
}

Response Api::refuse(int status, std::string_view accept_language) {
  static constexpr std::array k_codes = {
      std::pair{400, "http.malformed"}, std::pair{413, "http.too_large"},
      std::pair{431, "http.too_large"}, std::pair{503, "server.overload"}};
  const bool zh = !accept_language.starts_with("en");
  std::string_view code = "http.malformed";
  for (const auto& [known, name] : k_codes) {
    if (known == status) code = name;
  }
  Json json = Json::object();
  json.append("type", "about:blank");
  json.append("status", status);
  json.append("code", code);
  json.append("title", kernel_.registry().message(code, zh));
  Response response = json_response(to_text(json), status);
  response.content_type = "application/problem+json";
  if (status == 503) response.headers.emplace_back("Retry-After", "2");
  return response;
}

Response Api::handle(const Request& request) {
  ++requests_;
  Response response = guarded(request);
  if (request.path.starts_with(k_prefix))
    response.headers.emplace_back("Cache-Control", "no-store");
  response.headers.emplace_back("X-Content-Type-Options", "nosniff");
  if (request.secure)
    response.headers.emplace_back("Strict-Transport-Security", "max-age=31536000");
  return response;
}

Response Api::guarded(const Request& request) {
  try {
    return dispatch(request);
  } catch (const DiskFull&) {
    return refuse_code(kernel_.registry(), 507, "server.disk_full", request);
  } catch (const kernel::StorageFailed&) {
    return refuse_code(kernel_.registry(), 503, "server.read_only", request);
  } catch (const Defect& defect) {
    ++defects_;
    std::fprintf(stderr, "defect: %s (%s %s)\n", defect.what(), request.method.c_str(),
                 request.path.c_str());
    return refuse_code(kernel_.registry(), 500, "server.defect", request);
  } catch (const Failure& failure) {
    std::fprintf(stderr, "failure: %s (%s %s)\n", failure.what(), request.method.c_str(),
                 request.path.c_str());
    return refuse_code(kernel_.registry(), 503, "server.overload", request);
  }
}

Response Api::dispatch(const Request& request) {
  if (request.path == "/healthz") return json_response("{\"ok\":true}");
  if (request.path == "/readyz") return readiness();
  if (request.path == "/metrics") return metrics();
  if (!request.path.starts_with(k_prefix)) return page(request);
  std::optional<Response> later = beside(request);
  return later ? std::move(*later) : api(request);
}

namespace {

// `as_of=2026-11-20` (the end of that day in the office) or a moment, of the past.
Result<Moment> as_of_moment(const Request& request, Moment now) {
  constexpr Moment k_office_offset_ms = 8 * 3'600'000;
  constexpr Moment k_day_ms = 86'400'000;
  const auto asked = request.query.find("as_of");
  if (asked == request.query.end()) return Moment{0};
  if (writes(request.method)) return tc::refuse(RefusalKind::malformed, "as_of.read_only");
  const std::optional<Day> day = parse_day(asked->second);
  const std::optional<Moment> moment =
      day ? std::optional((Moment{*day} + 1) * k_day_ms - k_office_offset_ms - 1)
          : parse_moment(asked->second);
  if (!moment || *moment <= 0 || (*moment > now && (!day || *moment > now + k_day_ms)))
    return tc::refuse(RefusalKind::malformed, "query.bad_parameter", {}, {{"name", "as_of"}});
  return std::min(*moment, now);
}

}  // namespace

bool Api::sign_in(Call& call, Refusals& refusals) {
  const Request& request = call.request;
  std::optional<kernel::Authenticator::SignedIn> signed_in;
  const std::string_view bearer = request.header("authorization");
  bool by_cookie = false;
  if (bearer.starts_with("Bearer ")) {
    signed_in = authenticator_.by_token(bearer.substr(7));
  } else if (!call.session_secret.empty()) {
    signed_in = authenticator_.by_session(call.session_secret);
    by_cookie = true;
  }
  call.principal.address = request.address;
  if (!signed_in) {
    refusals.push_back(tc::refuse(RefusalKind::unauthorized, "access.not_signed_in"));
    return false;
  }
  call.principal = std::move(signed_in->principal);
  call.principal.address = request.address;
  call.csrf = signed_in->csrf;
  const std::string_view language = request.header("accept-language");
  if (language.starts_with("en") || language.starts_with("zh"))
    call.principal.language = language.substr(0, 2);
  // A plain link of a page carries its language itself.
  if (const auto asked = request.query.find("lang"); asked != request.query.end())
    call.principal.language = asked->second == "en" ? "en" : "zh";
  const Result<Moment> as_of = as_of_moment(request, kernel_.clock().now());
  if (!as_of) {
    refusals = as_of.refusals();
    return false;
  }
  call.principal.as_of = *as_of;
  if (!by_cookie || !writes(request.method)) return true;
  const std::string_view site = request.header("sec-fetch-site");
  if (!equal_secret(request.header("x-csrf-token"), call.csrf) || site == "cross-site") {
    refusals.push_back(tc::refuse(RefusalKind::forbidden, "access.csrf"));
    return false;
  }
  return true;
}

Response Api::api(const Request& request) {
  Call call(request, kernel_);
  if (std::optional<Response> declared =
          call.find_route(kernel_.registry()) ? std::optional(route(call)) : std::nullopt)
    return std::move(*declared);
  Refusals refusals;
  if (!sign_in(call, refusals)) return problem(call, refusals);
  bool found = true;
  Response response = built_in(call, found);
  if (found && call.principal.as_of != 0 && call.segment(0) != "schema")
    return problem(call, {tc::refuse(RefusalKind::malformed, "as_of.not_here")});
  if (found) return response;
  const RecordType* type = kernel_.registry().record_by_plural(call.segment(0));
  if (type == nullptr || !type->decl->exposed)
    return problem(call, {tc::refuse(RefusalKind::not_found, "http.not_found")});
  return records(call, *type);
}

Response Api::route(Call& call) {
  const kernel::Route& declared = *call.route;
  Refusals refusals;
  const bool is_public = declared.permission == "public";
  if (!sign_in(call, refusals) && !is_public) return problem(call, refusals);
  if (call.principal.as_of != 0 && !declared.as_of)
    return problem(call, {tc::refuse(RefusalKind::malformed, "as_of.not_here")});
  if (!declared.permission.empty() && !is_public) {
    kernel::Reader reader(kernel_, call.principal);
    if (!reader.may(declared.permission)) {
      return problem(call, {tc::refuse(RefusalKind::forbidden, "access.not_granted", {},
                                       {{"permission", std::string(declared.permission)}})});
    }
  }
  const Request& request = call.request;
  kernel::RouteAnswer answer = declared.handler(
      {request.method, call.path_values, request.query, request.body,
       request.header("content-type"), request.header("accept"), request.header("idempotency-key"),
       request.header("if-match"), call.session_secret, call.csrf, request.secure, call.principal,
       kernel_, request.header("user-agent"), progress_of(request)});
  if (!answer.refusals.empty()) return problem(call, answer.refusals, answer.current);
  Response response = json_response(std::move(answer.body), answer.status);
  response.content_type = answer.content_type;
  response.headers = std::move(answer.headers);
  compress(response, request.header("accept-encoding"));
  return response;
}

Response Api::built_in(Call& call, bool& found) {
  const std::string_view first = call.segment(0);
  const bool get = call.request.method == "GET";
  if (first == "schema" && get) {
    Response response = json_response(to_text(schema_to_json(
        kernel_.registry(), &kernel::Reader(kernel_, call.principal).custom_fields())));
    compress(response, call.request.header("accept-encoding"));
    return response;
  }
  if (first == "openapi.json" && get)
    return json_response(to_text(openapi_to_json(kernel_.registry(), options_.version)));
  if (first == "search" && get) return search(call);
  if (first == "reports" && get) return report(call, call.segment(1));
  if (first == "transactions" && call.request.method == "POST") return transactions(call);
  if (first == "events" && get) {
    Response response;
    response.content_type = "text/event-stream";
    std::int64_t last = -1;
    const std::string_view header = call.request.header("last-event-id");
    std::from_chars(header.data(), header.data() + header.size(), last);
    response.stream = hub_.subscribe(call.principal, last);
    return response;
  }
  found = false;
  return {};
}

Response Api::transactions(Call& call) {
  if (call.segment(2) == "undo") {
    const std::optional<Id> tx = parse_id(call.segment(1));
    if (!tx) return problem(call, {tc::refuse(RefusalKind::not_found, "record.not_found")});
    const Result<kernel::Answer> answer = kernel_.undo(call.principal, *tx);
    if (!answer) return problem(call, answer.refusals());
    Json json = Json::object();
    json.append("tx", id_text(answer->tx));
    return json_response(to_text(json));
  }
  const Result<Json> body = parse_json(call.request.body);
  if (!body) return problem(call, body.refusals());
  const Json* list = body->is_array() ? &*body : body->find("commands");
  if (list == nullptr || !list->is_array())
    return problem(call,
                   {tc::refuse(RefusalKind::malformed, "json.malformed", {}, {{"offset", "0"}})});
  kernel::Request request;
  for (const Json& item : list->items()) {
    Result<CommandSpec> command = command_from_json(item);
    if (!command) return problem(call, command.refusals());
    request.commands.push_back(std::move(*command));
  }
  return write(call, std::move(request));
}

namespace {

// What a command changed beside its own record is told to those who may read it.
bool tells(const kernel::Request& request, const kernel::Written& written, kernel::Reader& reader) {
  const bool asked = std::ranges::any_of(request.commands, [&](const CommandSpec& command) {
    const std::string_view record =
        std::string_view(command.name).substr(0, command.name.rfind('.'));
    return record == written.type->name && (command.id == 0 || command.id == written.row.id);
  });
  if (asked) return true;
  const kernel::AccessFilter access = reader.access(*written.type, "read");
  if (!visible(access, written.row)) return false;
  // Who is named or excluded only the store knows.
  return !access.leveled || reader.load(written.type->name, written.row.id).has_value();
}

}  // namespace

Response Api::write(Call& call, kernel::Request request) {
  request.idempotency_key = call.request.header("idempotency-key");
  if (!request.idempotency_key.empty()) {
    request.body_hash = sha256_hex(call.request.method + call.request.path + call.request.body);
  }
  const auto dry = call.request.query.find("dry_run");
  request.dry_run = dry != call.request.query.end() && dry->second == "1";
  request.progress = call.request.progress;
  const bool many = call.segment(0) == "transactions";
  const bool created =
      request.commands.size() == 1 && request.commands.front().name.ends_with(".create");
  const Result<kernel::Answer> answer = kernel_.execute(call.principal, request);
  kernel::Reader reader(kernel_, call.principal);
  if (!answer) {
    Json current;
    if (answer.refusals().front().kind == RefusalKind::stale && !request.commands.empty()) {
      const std::string& name = request.commands.front().name;
      const std::optional<Row> row =
          reader.load(name.substr(0, name.rfind('.')), request.commands.front().id);
      if (row) current = row_to_json(*row, reader);
    }
    return problem(call, answer.refusals(), current);
  }
  Json json = Json::object();
  Json records = Json::array();
  std::int64_t version = 0;
  for (const kernel::Written& written : answer->records) {
    if (!tells(request, written, reader)) continue;
    reader.overlay(written.row);
    records.push(row_to_json(written.row, reader));
    version = written.row.version;
  }
  if (many)
    json.append("records", std::move(records));
  else if (records.size() > 0)
    json.append("record", std::move(records.items().back()));
  json.append("tx", answer->tx == 0 ? Json() : Json(id_text(answer->tx)));
  if (!answer->result.is_null()) json.append("result", answer->result);
  Response response = json_response(to_text(json), created && !request.dry_run ? 201 : 200);
  if (!many && version != 0) response.headers.emplace_back("ETag", record_etag(version));
  return response;
}

Response Api::run_command(Call& call, std::string name, Id id) {
  CommandSpec command;
  command.name = std::move(name);
  command.id = id;
  if (!call.request.body.empty()) {
    Result<Json> body = parse_json(call.request.body);
    if (!body) return problem(call, body.refusals());
    command.set = std::move(*body);
  }
  if (!call.request.header("if-match").empty()) {
    command.version = etag_version(call.request.header("if-match"));
    if (!command.version)
      return problem(call, {tc::refuse(RefusalKind::malformed, "query.bad_parameter", {},
                                       {{"name", "If-Match"}})});
  }
  kernel::Request request;
  request.commands.push_back(std::move(command));
  return write(call, std::move(request));
}

Response Api::records(Call& call, const RecordType& type) {
  const std::string& method = call.request.method;
  const std::string name(type.name);
  if (call.segments.size() == 1) {
    if (method == "GET" || method == "HEAD") return list(call, type);
    if (method == "POST") return run_command(call, name + ".create", 0);
    return problem(call, {tc::refuse(RefusalKind::malformed, "http.method")});
  }
  const std::optional<Id> id = parse_id(call.segment(1));
  if (!id) return problem(call, {tc::refuse(RefusalKind::not_found, "record.not_found")});
  return record(call, type, *id);
}

Response Api::record(Call& call, const RecordType& type, Id id) {
  const std::string& method = call.request.method;
  const std::string name(type.name);
  if (call.segments.size() == 2) {
    if (method == "GET" || method == "HEAD") return detail(call, type, id);
    if (method == "PATCH") return run_command(call, name + ".update", id);
    if (method == "DELETE") return run_command(call, name + ".delete", id);
    return problem(call, {tc::refuse(RefusalKind::malformed, "http.method")});
  }
  if (call.segment(2) == "actions" && call.segments.size() == 4 && method == "POST") {
    return run_command(call, name + "." + std::string(call.segment(3)), id);
  }
  if (call.segment(2) == "history" && call.segments.size() == 3 && method == "GET") {
    kernel::Reader reader(kernel_, call.principal);
    const std::optional<Row> row = reader.load(type.name, id);
    if (!row) return problem(call, {tc::refuse(RefusalKind::not_found, "record.not_found")});
    return json_response(to_text(history_to_json(*row, reader)));
  }
  return problem(call, {tc::refuse(RefusalKind::not_found, "http.not_found")});
}

Response Api::detail(Call& call, const RecordType& type, Id id) {
  kernel::Reader reader(kernel_, call.principal);
  const std::optional<Row> row = reader.load(type.name, id);
  if (!row) return problem(call, {tc::refuse(RefusalKind::not_found, "record.not_found")});
  Json json = row_to_json(*row, reader);
  add_allowed(json, *row, reader);
  Response response = json_response(to_text(json));
  std::string tag = record_etag(row->version, response.body);
  return tagged(call.request, std::move(response), std::move(tag));
}

Response Api::list(Call& call, const RecordType& type) {
  const auto& query = call.request.query;
  const auto get = [&](const char* name) -> std::string_view {
    const auto found = query.find(name);
    return found == query.end() ? std::string_view() : std::string_view(found->second);
  };
  kernel::Reader reader(kernel_, call.principal);
  const kernel::FilterContext context = reader.filter_context(type);
  Result<kernel::Expr> filter = parse_filter(type, get("filter"), context);
  if (!filter) return problem(call, filter.refusals());
  Result<std::vector<kernel::Sort>> sort = parse_sort(type, get("sort"), context);
  if (!sort) return problem(call, sort.refusals());
  kernel::ListQuery wanted{
      &type,          reader.access(type, "read"), std::move(*filter), std::move(*sort), {},
      k_limit_default};
  if (const std::string_view limit = get("limit"); !limit.empty()) {
    const auto [end, error] =
        std::from_chars(limit.data(), limit.data() + limit.size(), wanted.limit);
    if (error != std::errc() || end != limit.data() + limit.size() || wanted.limit < 1 ||
        wanted.limit > k_limit_max) {
      return problem(call, {tc::refuse(RefusalKind::malformed, "query.bad_parameter", {},
                                       {{"name", "limit"}})});
    }
  }
  if (const std::string_view cursor = get("cursor"); !cursor.empty()) {
    std::optional<std::vector<kernel::Value>> after = parse_cursor(cursor, wanted.sort.size() + 1);
    if (!after)
      return problem(call, {tc::refuse(RefusalKind::malformed, "query.bad_parameter", {},
                                       {{"name", "cursor"}})});
    wanted.after = std::move(*after);
  }
  std::vector<std::string> fields;
  for (const std::string_view field : split(get("fields"), ',')) {
    if (field.empty()) continue;
    if (type.field_index(field) < 0 && reader.custom_fields().find(type.name, field) == nullptr)
      return problem(call, {tc::refuse(RefusalKind::malformed, "field.unknown", "fields",
                                       {{"field", std::string(field)}})});
    if (std::ranges::find(context.hidden_fields, field) != context.hidden_fields.end()) {
      return problem(call, {tc::refuse(RefusalKind::malformed, "field_not_permitted", "fields",
                                       {{"field", std::string(field)}})});
    }
    fields.emplace_back(field);
  }
  const Result<const kernel::FileFormat*> format = wanted_format(call.request, options_.formats);
  if (!format) return problem(call, format.refusals());
  if (*format != nullptr)
    return export_file(call, reader, std::move(wanted), {**format, {}, fields});
  const std::string key = std::string(type.name) + "\n" + id_text(call.principal.user) + "\n" +
                          std::to_string(call.principal.epoch) + "\n" + std::string(get("filter"));
  ++wanted.limit;
  std::vector<Row> rows = reader.snapshot().list(wanted);
  --wanted.limit;
  const bool more = static_cast<std::int64_t>(rows.size()) > wanted.limit;
  if (more) rows.pop_back();
  Json items = Json::array();
  for (const Row& row : rows) items.push(row_to_json(row, reader, fields));
  Json json = Json::object();
  json.append("items", std::move(items));
  json.append("next", more ? Json(cursor_text(wanted.sort, rows.back())) : Json());
  json.append("total", total_of(reader, wanted, key));
  json.append("seq", kernel_.change_sequence(type.name));
  Response response = json_response(to_text(json));
  std::string tag = "W/\"" + sha256_hex(response.body).substr(0, 32) + "\"";
  return tagged(call.request, std::move(response), std::move(tag));
}

Response Api::export_file(Call& call, kernel::Reader& reader, kernel::ListQuery query,
                          ListExport wanted) {
  const std::string permission = std::string(query.type->name) + ".export";
  if (!reader.may(permission)) {
    return problem(call, {tc::refuse(RefusalKind::forbidden, "access.not_granted", {},
                                     {{"permission", permission}})});
  }
  wanted.hidden = hidden_fields(call.principal, *query.type, reader.scopes());
  wanted.made_at = reader.now();
  const kernel::RecordType& type = *query.type;
  Result<ExportedFile> file = export_list(reader, std::move(query), wanted);
  if (!file) return problem(call, file.refusals());
  return exported(call, permission, wanted.format, std::move(*file), type.decl->plural);
}

// Every file that leaves is in the audit trail before it does (trust S-16).
Response Api::exported(Call& call, std::string_view command, const kernel::FileFormat& format,
                       ExportedFile file, std::string_view name) {
  Json details = Json::object();
  details.append("format", format.name);
  details.append("rows", file.rows);
  const auto filter = call.request.query.find("filter");
  if (filter != call.request.query.end()) details.append("filter", filter->second);
  kernel_.record_event(call.principal, command, "done", std::move(details));
  Response response = file_response(format, std::move(file.bytes), name);
  if (response.content_type.starts_with("text/"))
    compress(response, call.request.header("accept-encoding"));
  return response;
}

namespace {

// How many rows of a type the events added to or took from what `access` shows; nothing when the
// events alone cannot tell (a row moved, was restored, or concerns named persons).
std::optional<std::int64_t> visible_difference(const RecordType& type,
                                               const kernel::AccessFilter& access,
                                               std::span<const kernel::Event> events) {
  std::int64_t difference = 0;
  for (const kernel::Event& event : events) {
    if (event.record != type.name) continue;
    const bool created = event.name.ends_with(".created");
    const bool deleted = event.name.ends_with(".deleted");
    const bool plain = event.fields.find("\"project\"") == std::string::npos &&
                       event.fields.find("\"parent\"") == std::string::npos;
    const bool named = event.level >= 2 || access.personal ||
                       type.decl->scoping == kernel::Scoping::subject ||
                       event.fields.find("\"excluded\"") != std::string::npos;
    if (named || (!created && !plain) || event.fields == "[]") return std::nullopt;
    if (visible(access, event.scope, event.level)) difference += created ? 1 : deleted ? -1 : 0;
  }
  return difference;
}

}  // namespace

std::int64_t Api::total_of(kernel::Reader& reader, const kernel::ListQuery& query,
                           const std::string& key) {
  constexpr std::int64_t k_events_max = 200;
  kernel::Snapshot& snapshot = reader.snapshot();
  if (reader.principal().as_of != 0) return snapshot.count(query);
  const std::int64_t newest = snapshot.last_event();
  std::optional<std::pair<std::int64_t, std::int64_t>> known;
  {
    const std::lock_guard lock(totals_mutex_);
    const auto found = totals_.find(key);
    if (found != totals_.end()) known = found->second;
  }
  std::optional<std::int64_t> total;
  if (known && known->first == newest) return known->second;
  if (known && known->first < newest && newest - known->first < k_events_max) {
    // What happened since the last count is in the same snapshot: exact, and cheaper than counting.
    const std::vector<kernel::Event> events = snapshot.events_after(known->first, k_events_max);
    const bool concerned = std::ranges::any_of(
        events, [&](const kernel::Event& event) { return event.record == query.type->name; });
    const auto difference = visible_difference(*query.type, query.access, events);
    if (!concerned)
      total = known->second;
    else if (query.filter.op == kernel::Expr::Op::always && difference)
      total = known->second + *difference;
  }
  if (!total) total = snapshot.count(query);
  const std::lock_guard lock(totals_mutex_);
  if (totals_.size() >= k_totals_max) totals_.clear();
  totals_[key] = {newest, *total};
  return *total;
}

Response Api::search(Call& call) {
  const auto& query = call.request.query;
  const auto get = [&](const char* name) -> std::string {
    return query.contains(name) ? query.at(name) : std::string();
  };
  kernel::Reader reader(kernel_, call.principal);
  std::int64_t limit = 20;
  const std::string wanted = get("limit");
  std::from_chars(wanted.data(), wanted.data() + wanted.size(), limit);
  Json items = Json::array();
  for (const Row& row :
       kernel::search(reader, get("q"), get("record"), std::clamp<std::int64_t>(limit, 1, 100))) {
    Json json = Json::object();
    json.append("record", row.type->name);
    json.append("id", id_text(row.id));
    json.append("number", row.number);
    json.append("title", reader.title_of(row.type->name, row.id, call.principal.zh()));
    const bool in_project = row.type->decl->scoping == kernel::Scoping::project;
    json.append("project", in_project ? Json(id_text(row.scope)) : Json());
    json.append("snippet",
                in_project ? reader.title_of("project", row.scope, call.principal.zh()) : "");
    items.push(std::move(json));
  }
  Json json = Json::object();
  json.append("items", std::move(items));
  json.append("total", nullptr);
  return json_response(to_text(json));
}

namespace {

Response packed(const Api::Call& call, std::string body) {
  Response response = json_response(std::move(body));
  compress(response, call.request.header("accept-encoding"));
  return response;
}

}  // namespace

Response Api::report(Call& call, std::string_view name) {
  const kernel::Report* declared = kernel_.registry().report(name);
  if (declared == nullptr)
    return problem(call, {tc::refuse(RefusalKind::not_found, "http.not_found")});
  kernel::Reader reader(kernel_, call.principal);
  if (!reader.may(declared->permission)) {
    return problem(call, {tc::refuse(RefusalKind::forbidden, "access.not_granted", {},
                                     {{"permission", std::string(declared->permission)}})});
  }
  Json inputs = Json::object();
  for (const kernel::Field& input : declared->inputs) {
    const auto found = call.request.query.find(std::string(input.name));
    if (found == call.request.query.end()) continue;
    Result<kernel::Value> value = value_from_text(input, found->second);
    if (!value) return problem(call, value.refusals());
    inputs.append(std::string(input.name), value_to_json(input, *value));
  }
  const Result<const kernel::FileFormat*> format = wanted_format(call.request, options_.formats);
  if (!format) return problem(call, format.refusals());
  const std::string key = std::string(name) + "\n" + to_canonical_text(inputs) + "\n" +
                          id_text(call.principal.user) + "\n" +
                          std::to_string(call.principal.epoch) + "\n" + call.principal.language +
                          "\n" + std::to_string(reader.today());
  if (*format == nullptr) {
    if (std::optional<std::string> kept = report_cache_.find(key, reader))
      return packed(call, std::move(*kept));
  }
  const Result<kernel::ReportTable> table =
      declared->handler({inputs, call.principal, reader, kernel_, progress_of(call.request)});
  if (!table) return problem(call, table.refusals());
  if (*format != nullptr) {
    Result<ExportedFile> file = export_report(reader, *declared, *table, **format);
    if (!file) return problem(call, file.refusals());
    return exported(call, std::string(declared->name) + ".export", **format, std::move(*file),
                    declared->name);
  }
  std::string body = report_body(*declared, *table, reader, kernel_.clock().now());
  report_cache_.keep(key, reader, body);
  return packed(call, std::move(body));
}

Response Api::page(const Request& request) {
  std::string_view path = request.path;
  std::optional<Asset> asset = path == "/" ? std::nullopt : assets_.find(path.substr(1));
  if (asset && path != "/index.html") return asset_response(*asset, request);
  if (request.method != "GET" && request.method != "HEAD")
    return refuse(400, request.header("accept-language"));
  asset = assets_.find("index.html");
  // A page's own address may hold a dot (`/reports/risk.matrix`); what asks for a file does not
  // ask for HTML.
  const bool navigates = request.header("accept").find("text/html") != std::string_view::npos;
  if (!asset || (!navigates && path.find('.') != std::string_view::npos))
    return refuse_code(kernel_.registry(), 404, "http.not_found", request);
  return index_response(*asset, random_secret());
}

// A node that only reads is ready: reads go on. What it cannot do stands beside.
Response Api::readiness() const {
  static constexpr std::array<std::string_view, 3> k_codes = {"", "server.disk_full",
                                                              "server.read_only"};
  const std::string_view code = k_codes.at(static_cast<std::size_t>(kernel_.storage()));
  Json json = Json::object();
  json.append("ready", ready_.load());
  json.append("writable", code.empty());
  if (!code.empty()) {
    json.append("code", code);
    json.append("message", kernel_.registry().message(code, false));
  }
  return json_response(to_text(json), ready_ ? 200 : 503);
}

Response Api::metrics() const {
  std::string text;
  const auto add = [&](std::string_view name, std::int64_t value) {
    text.append("tongchou_").append(name).append(" ").append(std::to_string(value)).append("\n");
  };
  add("requests_total", requests_.load());
  add("defects_total", defects_.load());
  add("writable", kernel_.storage() == kernel::Storage::writable ? 1 : 0);
  add("event_streams", static_cast<std::int64_t>(hub_.subscribers()));
  Response response = json_response(std::move(text));
  response.content_type = "text/plain; version=0.0.4";
  return response;
}

Response Api::problem(const Call& call, const Refusals& refusals, const Json& current) const {
  return problem_response(kernel_.registry(), refusals, call.principal.language != "en", current);
}

}  // namespace tc::http
