#include "service/notice/saved_view.h"

#include <array>

#include "kernel/fields.h"
#include "kernel/kernel.h"

namespace tc::service::notice {
namespace {

using namespace kernel;
using namespace kernel::field;

constexpr std::size_t k_body_bytes_max = 16 * 1024;
constexpr std::size_t k_views_max = 100;
constexpr std::array k_settable = {"name", "record", "view", "shared"};

constexpr std::array k_fields = {
    text("name", {"名称", "Name"}, k_required | k_listed),
    text("record", {"记录类型", "Record type"}, k_required),
    document("view", {"视图", "View"}),
    boolean("shared", {"共享", "Shared"}, k_listed),
    link("user", {"账号", "Account"}, "user", k_required | k_computed),
};

Json view_json(const Row& row, const Principal& principal) {
  Json json = Json::object();
  json.append("id", id_text(row.id));
  json.append("version", row.version);
  json.append("name", row.text("name"));
  json.append("record", row.text("record"));
  const Result<Json> view = parse_json(row.text("view"));
  json.append("view", view ? *view : Json::object());
  json.append("shared", row.integer("shared") != 0);
  json.append("mine", row.integer("user") == principal.user);
  return json;
}

std::vector<Row> own_views(Reader& reader) {
  const RecordType& type = *reader.registry().record("saved_view");
  return reader.list_any("saved_view", field_is(type, "user", reader.principal().user));
}

// Who may not read a register is not told which views of it there are.
RouteAnswer get_views(const RouteInput& input) {
  Reader reader(input.kernel, input.principal);
  const auto asked = input.query.find("record");
  Json items = Json::array();
  for (const Row& row : reader.list_any("saved_view", {})) {
    const std::string record(row.text("record"));
    const bool mine = row.integer("user") == input.principal.user;
    const bool wanted = asked == input.query.end() || asked->second == record;
    if (wanted && (mine || (row.integer("shared") != 0 && reader.may(record + ".read"))))
      items.push(view_json(row, input.principal));
  }
  Json json = Json::object();
  json.append("items", std::move(items));
  return answered(to_text(json));
}

RouteAnswer written(const RouteInput& input, CommandSpec command, int status) {
  command.trusted = true;
  Request request;
  request.idempotency_key = input.idempotency_key;
  request.commands.push_back(std::move(command));
  const Result<Answer> done = input.kernel.execute(input.principal, request);
  if (!done) return refused(done.refusals());
  return answered(to_text(view_json(done->records.back().row, input.principal)), status);
}

Result<Json> values_of(const RouteInput& input) {
  const Result<Json> body = parse_json(input.body);
  if (!body) return body.refusals();
  Json set = Json::object();
  for (const char* name : k_settable) {
    if (const Json* value = body->find(name); value != nullptr) set.append(name, *value);
  }
  const std::string_view record = set.text("record");
  if (!record.empty() && input.kernel.registry().record(record) == nullptr)
    return refuse(RefusalKind::rule, "record.unknown", "/record",
                  {{"record", std::string(record)}});
  return set;
}

RouteAnswer post_view(const RouteInput& input) {
  Result<Json> set = values_of(input);
  if (!set) return refused(set.refusals());
  {
    Reader reader(input.kernel, input.principal);
    if (own_views(reader).size() >= k_views_max)
      return refused({refuse(RefusalKind::rule, "saved_view.too_many", {},
                             {{"max", std::to_string(k_views_max)}})});
  }
  set->append("user", id_text(input.principal.user));
  CommandSpec command;
  command.name = "saved_view.create";
  command.set = std::move(*set);
  return written(input, std::move(command), 201);
}

// Nothing for views of others, shared or not.
std::optional<Row> own_view(const RouteInput& input) {
  Reader reader(input.kernel, input.principal);
  const std::optional<Id> id = parse_id(input.path.at("id"));
  std::optional<Row> row = id ? reader.load_any("saved_view", *id) : std::nullopt;
  if (row && row->integer("user") != input.principal.user) row.reset();
  return row;
}

RouteAnswer patch_view(const RouteInput& input) {
  const std::optional<Row> row = own_view(input);
  if (!row) return refused({refuse(RefusalKind::not_found, "record.not_found")});
  Result<Json> set = values_of(input);
  if (!set) return refused(set.refusals());
  CommandSpec command;
  command.name = "saved_view.update";
  command.id = row->id;
  command.set = std::move(*set);
  return written(input, std::move(command), 200);
}

RouteAnswer delete_view(const RouteInput& input) {
  const std::optional<Row> row = own_view(input);
  if (!row) return refused({refuse(RefusalKind::not_found, "record.not_found")});
  CommandSpec command;
  command.name = "saved_view.delete";
  command.id = row->id;
  RouteAnswer answer = written(input, std::move(command), 204);
  if (answer.refusals.empty()) answer.body.clear();
  return answer;
}

constexpr std::array k_routes = {
    Route{.method = "GET",
          .path = "/api/v1/saved-views",
          .permission = "",
          .label = {"已保存的视图", "Saved views"},
          .handler = get_views},
    Route{.method = "POST",
          .path = "/api/v1/saved-views",
          .permission = "",
          .label = {"保存视图", "Save a view"},
          .handler = post_view,
          .body_bytes_max = k_body_bytes_max},
    Route{.method = "PATCH",
          .path = "/api/v1/saved-views/{id}",
          .permission = "",
          .label = {"修改视图", "Change a view"},
          .handler = patch_view,
          .body_bytes_max = k_body_bytes_max},
    Route{.method = "DELETE",
          .path = "/api/v1/saved-views/{id}",
          .permission = "",
          .label = {"删除视图", "Remove a view"},
          .handler = delete_view},
};

constexpr std::array k_messages = {
    Message{"saved_view.too_many", {"最多保存 {max} 个视图", "At most {max} views can be saved"}},
};

}  // namespace

std::span<const Field> saved_view_fields() { return k_fields; }
std::span<const Route> saved_view_routes() { return k_routes; }
std::span<const Message> saved_view_messages() { return k_messages; }

}  // namespace tc::service::notice
