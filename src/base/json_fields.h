#pragma once

#include <cmath>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/figure.h"
#include "base/json.h"

namespace tc {

/// Reads members of a JSON object and collects every refusal: `<engine>.field_missing` and
/// `<engine>.field_invalid`, both with the argument `field`.
class Fields {
 public:
  Fields(const Json& json, std::string_view engine, std::string path, Refusals& refusals)
      : json_(json), engine_(engine), path_(std::move(path)), refusals_(refusals) {}

  [[nodiscard]] bool has(std::string_view name) const {
    const Json* const value = json_.find(name);
    return value != nullptr && !value->is_null();
  }
  [[nodiscard]] std::int64_t integer(std::string_view name,
                                     std::optional<std::int64_t> otherwise = {}) {
    return read<std::int64_t>(
        name, otherwise, [](const Json& value) { return value.is_integer(); },
        [](const Json& value) { return value.integer(); });
  }
  [[nodiscard]] double number(std::string_view name, std::optional<double> otherwise = {}) {
    return read<double>(name, otherwise, is_finite,
                        [](const Json& value) { return value.number(); });
  }
  [[nodiscard]] std::string text(std::string_view name, std::optional<std::string> otherwise = {}) {
    return read<std::string>(
        name, std::move(otherwise), [](const Json& value) { return value.is_string(); },
        [](const Json& value) { return value.string(); });
  }
  [[nodiscard]] std::vector<std::int64_t> integers(std::string_view name) {
    return list<std::int64_t>(
        name, [](const Json& value) { return value.is_integer(); },
        [](const Json& value) { return value.integer(); });
  }
  [[nodiscard]] std::vector<double> numbers(std::string_view name) {
    return list<double>(name, is_finite, [](const Json& value) { return value.number(); });
  }
  [[nodiscard]] std::vector<std::string> texts(std::string_view name) {
    return list<std::string>(
        name, [](const Json& value) { return value.is_string(); },
        [](const Json& value) { return value.string(); });
  }
  /// The objects of a list; none where it is absent.
  [[nodiscard]] std::vector<Fields> objects(std::string_view name) {
    std::vector<Fields> result;
    const Json* const value = json_.find(name);
    if (value == nullptr || value->is_null()) return result;
    if (!value->is_array()) {
      invalid(name);
      return result;
    }
    for (const Json& item : value->items())
      result.push_back(
          {item, engine_, path_of(name) + "/" + std::to_string(result.size()), refusals_});
    return result;
  }
  /// The object of that name; precondition: has(name).
  [[nodiscard]] Fields object(std::string_view name) const {
    return {*json_.find(name), engine_, path_of(name), refusals_};
  }
  void missing(std::string_view name) { add("field_missing", name); }
  void invalid(std::string_view name) { add("field_invalid", name); }

 private:
  static bool is_finite(const Json& value) {
    return value.is_number() && std::isfinite(value.number());
  }
  [[nodiscard]] std::string path_of(std::string_view name) const {
    return path_ + "/" + std::string(name);
  }
  void add(std::string_view code, std::string_view name) {
    const std::string path = path_of(name);
    refusals_.push_back(refuse(RefusalKind::malformed,
                               std::string(engine_) + "." + std::string(code), path,
                               {{"field", path}}));
  }
  template <class T, class Is, class Get>
  T read(std::string_view name, std::optional<T> otherwise, Is is, Get get) {
    if (!has(name)) {
      if (!otherwise) missing(name);
      return otherwise.value_or(T{});
    }
    const Json& value = *json_.find(name);
    if (is(value)) return get(value);
    invalid(name);
    return T{};
  }
  template <class T, class Is, class Get>
  std::vector<T> list(std::string_view name, Is is, Get get) {
    std::vector<T> result;
    if (!has(name)) return result;
    const Json& value = *json_.find(name);
    if (!value.is_array()) {
      invalid(name);
      return result;
    }
    for (const Json& item : value.items()) {
      if (!is(item)) {
        invalid(name);
        return {};
      }
      result.push_back(get(item));
    }
    return result;
  }

  const Json& json_;
  std::string_view engine_;
  std::string path_;
  Refusals& refusals_;
};

/// Writes an object whose undefined members are null, with their codes in the sibling `reasons`.
class FigureWriter {
 public:
  explicit FigureWriter(Json& object) : object_(object) {}

  void add(std::string_view key, const Figure& figure) { add(key, figure, Json(figure.value)); }
  /// As another shape than a bare number, such as money.
  void add(std::string_view key, const Figure& figure, Json value) {
    object_.append(std::string(key), figure.defined() ? std::move(value) : Json());
    if (!figure.defined()) reasons_.append(std::string(key), figure.reason);
  }
  void finish() { object_.append("reasons", std::move(reasons_)); }

 private:
  Json& object_;
  Json reasons_ = Json::object();
};

}  // namespace tc
