#include <cmath>
#include <map>

#include "engine/montecarlo/network_json.h"

namespace tc::engine::montecarlo {
namespace {

using Kind = Distribution::Kind;

struct Form {
  Kind kind;
  std::size_t least;  ///< Numbers that must be there.
  std::size_t most;
};

const std::map<std::string_view, Form>& forms() {
  static const std::map<std::string_view, Form> k_forms = {
      {"fixed", {Kind::fixed, 1, 1}},
      {"uniform", {Kind::uniform, 2, 2}},
      {"tri", {Kind::triangular, 3, 3}},
      {"triangular", {Kind::triangular, 3, 3}},
      {"pert", {Kind::pert, 3, 4}},
      {"trigen", {Kind::trigen, 3, 3}},
      {"normal", {Kind::normal, 2, 4}},
      {"lognormal", {Kind::lognormal, 2, 2}},
      {"lognormal_p10_p90", {Kind::lognormal_percentiles, 2, 2}},
      {"discrete", {Kind::discrete, 0, 0}},
      {"cumulative", {Kind::cumulative, 0, 0}},
      {"beta", {Kind::beta, 2, 4}},
      {"weibull", {Kind::weibull, 2, 3}},
  };
  return k_forms;
}

std::optional<double> finite(const Json& json) {
  if (!json.is_number() || !std::isfinite(json.number())) return std::nullopt;
  return json.number();
}

/// `[value, probability]` pairs, either as the elements after the name or as one array of them.
bool read_points(const Json::Array& items, Distribution& distribution) {
  const bool nested = items.size() == 2 && items[1].is_array() && !items[1].items().empty() &&
                      items[1].items().front().is_array();
  const Json::Array& list = nested ? items[1].items() : items;
  for (std::size_t at = nested ? 0 : 1; at < list.size(); ++at) {
    if (!list[at].is_array() || list[at].size() != 2) return false;
    const std::optional<double> value = finite(list[at].items()[0]);
    const std::optional<double> probability = finite(list[at].items()[1]);
    if (!value || !probability) return false;
    distribution.points.push_back({*value, *probability});
  }
  return true;
}

}  // namespace

std::optional<Distribution> read_distribution(const Json& json) {
  if (const std::optional<double> value = finite(json)) return Distribution::fixed(*value);
  if (!json.is_array() || json.items().empty() || !json.items().front().is_string())
    return std::nullopt;
  const Json::Array& items = json.items();
  const auto form = forms().find(items.front().string());
  if (form == forms().end()) return std::nullopt;
  Distribution distribution;
  distribution.kind = form->second.kind;
  if (distribution.kind == Kind::discrete || distribution.kind == Kind::cumulative) {
    if (!read_points(items, distribution)) return std::nullopt;
    return distribution;
  }
  const std::size_t count = items.size() - 1;
  if (count < form->second.least || count > form->second.most) return std::nullopt;
  double numbers[4] = {0, 0, 0, 0};
  for (std::size_t at = 0; at < count; ++at) {
    const std::optional<double> value = finite(items[at + 1]);
    if (!value) return std::nullopt;
    numbers[at] = *value;
  }
  if (distribution.kind == Kind::pert && count == 3) numbers[3] = 4;
  if (distribution.kind == Kind::beta && count < 4) numbers[3] = 1;
  if (distribution.kind == Kind::normal) {
    if (count > 2) distribution.lowest = numbers[2];
    if (count > 3) distribution.highest = numbers[3];
    numbers[2] = numbers[3] = 0;
  }
  distribution.a = numbers[0];
  distribution.b = numbers[1];
  distribution.c = numbers[2];
  distribution.d = numbers[3];
  return distribution;
}

}  // namespace tc::engine::montecarlo
