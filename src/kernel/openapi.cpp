#include "kernel/present.h"

namespace tc::kernel {
namespace {

Json object(std::initializer_list<std::pair<std::string_view, Json>> members) {
  Json json = Json::object();
  for (const auto& [key, value] : members) json.append(std::string(key), value);
  return json;
}

Json type_of(const Field& field) {
  switch (field.kind) {
    case Kind::integer:
      return object({{"type", "integer"}});
    case Kind::number:
    case Kind::percent:
    case Kind::minutes:
      return object({{"type", "number"}});
    case Kind::boolean:
      return object({{"type", "boolean"}});
    case Kind::date:
      return object({{"type", "string"}, {"format", "date"}});
    case Kind::moment:
      return object({{"type", "string"}, {"format", "date-time"}});
    case Kind::money:
      return object({{"type", "object"},
                     {"properties", object({{"minor", object({{"type", "integer"}})},
                                            {"currency", object({{"type", "string"}})}})}});
    case Kind::text2:
      return object({{"type", "object"},
                     {"properties", object({{"zh", object({{"type", "string"}})},
                                            {"en", object({{"type", "string"}})}})}});
    case Kind::json:
      return Json::object();
    case Kind::choice: {
      Json values = Json::array();
      for (const Choice& choice : field.choices) values.push(choice.value);
      return object({{"type", "string"}, {"enum", std::move(values)}});
    }
    case Kind::text:
    case Kind::link:
      break;
  }
  return object({{"type", "string"}});
}

Json schema_of(const RecordType& type) {
  Json properties = Json::object();
  Json required = Json::array();
  properties.append("id", object({{"type", "string"}}));
  properties.append("version", object({{"type", "integer"}}));
  for (const Field& field : type.fields) {
    if (field.hidden) continue;
    Json property = type_of(field);
    property["title"] = field.label.en;
    if (field.read_only) property["readOnly"] = true;
    properties.append(std::string(field.name), std::move(property));
    if (field.required) required.push(field.name);
  }
  Json schema = object({{"type", "object"}, {"properties", std::move(properties)}});
  if (required.size() > 0) schema.append("required", std::move(required));
  return schema;
}

Json operation(std::string_view summary, std::string_view tag) {
  const Json problem = object({{"description", "Refused: application/problem+json"}});
  return object(
      {{"summary", summary},
       {"tags", Json(Json::Array{Json(tag)})},
       {"responses", object({{"200", object({{"description", "Done"}})}, {"default", problem}})}});
}

Json parameter(std::string_view name, std::string_view in) {
  return object({{"name", name},
                 {"in", in},
                 {"required", in == "path"},
                 {"schema", object({{"type", "string"}})}});
}

void add_record(Json& paths, const RecordType& type) {
  const std::string base = "/api/v1/" + std::string(type.decl->plural);
  const std::string_view en = type.decl->label.en;
  Json list = operation("List: " + std::string(en), type.function->name);
  Json parameters = Json::array();
  for (const char* name : {"filter", "sort", "fields", "cursor", "limit", "as_of"})
    parameters.push(parameter(name, "query"));
  list.append("parameters", std::move(parameters));
  paths.append(base,
               object({{"get", std::move(list)},
                       {"post", operation("Create: " + std::string(en), type.function->name)}}));
  const Json id = Json(Json::Array{parameter("id", "path")});
  Json read = operation("Read: " + std::string(en), type.function->name);
  read.append("parameters", Json(Json::Array{parameter("as_of", "query")}));
  paths.append(base + "/{id}",
               object({{"parameters", id},
                       {"get", std::move(read)},
                       {"patch", operation("Change: " + std::string(en), type.function->name)},
                       {"delete", operation("Delete: " + std::string(en), type.function->name)}}));
  for (const Step& step : type.decl->steps) {
    paths.append(
        base + "/{id}/actions/" + std::string(step.name),
        object({{"parameters", id}, {"post", operation(step.label.en, type.function->name)}}));
  }
}

void add_route(Json& paths, const Function& function, const Route& route) {
  std::string method(route.method);
  for (char& c : method) c = static_cast<char>(c | 0x20);
  Json& path = paths[route.path];
  if (path.is_null()) path = Json::object();
  Json declared = operation(route.label.en, function.name);
  if (route.as_of) declared.append("parameters", Json(Json::Array{parameter("as_of", "query")}));
  path.append(method, std::move(declared));
}

}  // namespace

Json openapi_to_json(const Registry& registry, std::string_view version) {
  Json paths = Json::object();
  Json schemas = Json::object();
  for (const Function* function : registry.functions()) {
    for (const Record& record : function->records) {
      if (!record.exposed) continue;
      const RecordType& type = *registry.record(record.name);
      add_record(paths, type);
      schemas.append(std::string(record.name), schema_of(type));
    }
    for (const Action& action : function->actions) {
      const std::size_t dot = action.name.find('.');
      const RecordType& type = *registry.record(action.name.substr(0, dot));
      paths["/api/v1/" + std::string(type.decl->plural) + "/{id}/actions/" +
            std::string(action.name.substr(dot + 1))] =
          object({{"post", operation(action.label.en, function->name)}});
    }
    for (const Route& route : function->routes) add_route(paths, *function, route);
    for (const Report& report : function->reports) {
      paths.append("/api/v1/reports/" + std::string(report.name),
                   object({{"get", operation(report.label.en, function->name)}}));
    }
  }
  return object({{"openapi", "3.1.0"},
                 {"info", object({{"title", "Tongchou"}, {"version", version}})},
                 {"paths", std::move(paths)},
                 {"components", object({{"schemas", std::move(schemas)}})}});
}

}  // namespace tc::kernel
