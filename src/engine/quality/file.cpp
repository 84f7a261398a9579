#include "engine/quality/file.h"

#include <array>
#include <cmath>
#include <string>

#include "engine/quality/capability.h"
#include "engine/quality/constants.h"
#include "engine/quality/statistics.h"

namespace tc::engine::quality {
namespace {

/// Members of the document; every refusal is collected.
class Reader {
 public:
  explicit Reader(const Json& json) : json_(json) {}

  [[nodiscard]] bool has(std::string_view name) const {
    const Json* const value = json_.find(name);
    return value != nullptr && !value->is_null();
  }
  [[nodiscard]] const Json& at(std::string_view name) const { return *json_.find(name); }

  std::optional<double> number(std::string_view name) {
    if (!has(name)) return std::nullopt;
    if (at(name).is_number() && std::isfinite(at(name).number())) return at(name).number();
    add("quality.field_invalid", name);
    return std::nullopt;
  }
  bool flag(std::string_view name) {
    if (!has(name)) return false;
    if (at(name).is_bool()) return at(name).boolean();
    add("quality.field_invalid", name);
    return false;
  }
  void append(const Json& list, std::string_view name, std::vector<double>& values) {
    if (!list.is_array()) return add("quality.field_invalid", name);
    for (const Json& item : list.items()) {
      if (!item.is_number()) return add("quality.field_invalid", name);
      values.push_back(item.number());
    }
  }
  std::vector<double> numbers(std::string_view name) {
    std::vector<double> values;
    if (has(name)) append(at(name), name, values);
    return values;
  }
  void add(std::string_view code, std::string_view name) {
    refusals_.push_back(refuse(RefusalKind::malformed, code, name, {{"field", std::string(name)}}));
  }
  [[nodiscard]] const Refusals& refusals() const { return refusals_; }

 private:
  const Json& json_;
  Refusals refusals_;
};

Data read_data(Reader& reader) {
  Data data;
  if (reader.has("subgroups")) {
    const Json& groups = reader.at("subgroups");
    if (!groups.is_array() || groups.size() == 0) {
      reader.add("quality.field_invalid", "subgroups");
      return data;
    }
    data.subgroup_size = groups.items().front().is_array() ? groups.items().front().size() : 0;
    for (const Json& group : groups.items()) {
      const std::size_t before = data.values.size();
      reader.append(group, "subgroups", data.values);
      if (data.values.size() - before != data.subgroup_size) data.subgroup_size = 0;
    }
  } else if (reader.has("counts")) {
    data.values = reader.numbers("counts");
  } else if (reader.has("values")) {
    data.values = reader.numbers("values");
  } else {
    reader.add("quality.field_missing", "values");
  }
  if (reader.has("sizes") && reader.at("sizes").is_number()) {
    data.sizes = {reader.at("sizes").number()};
  } else {
    data.sizes = reader.numbers("sizes");
  }
  for (const double index : reader.numbers("excluded")) {
    // Points are counted from 1.
    if (index >= 1 && index <= static_cast<double>(data.values.size())) {
      data.excluded.push_back(static_cast<std::size_t>(index) - 1);
    } else {
      reader.add("quality.field_invalid", "excluded");
    }
  }
  return data;
}

Options read_options(Reader& reader) {
  Options options;
  options.target = reader.number("target");
  options.sigma = reader.number("sigma");
  options.lambda = reader.number("lambda").value_or(options.lambda);
  options.width = reader.number("width").value_or(options.width);
  options.reference = reader.number("k").value_or(options.reference);
  options.decision = reader.number("h").value_or(options.decision);
  options.exact_limits = reader.flag("exact_limits");
  if (reader.has("rules")) {
    const Json& rules = reader.at("rules");
    const std::string word = rules.is_string() ? rules.string() : "";
    if (word == "western_electric") {
      options.rules = k_western_electric;
    } else if (word == "both") {
      options.rules = k_nelson | k_western_electric;
    } else if (word != "nelson") {
      reader.add("quality.field_invalid", "rules");
    }
  }
  return options;
}

/// Limits as an earlier answer gave them.
Limits read_limits(const Json& json, ChartKind kind, Refusals& refusals) {
  Reader reader(json);
  Limits limits;
  limits.kind = kind;
  const auto take = [&reader](std::string_view name, double& into) {
    const std::optional<double> value = reader.number(name);
    if (value) into = *value;
  };
  if (json.text("chart", word_of(kind)) != word_of(kind))
    reader.add("quality.field_invalid", "chart");
  for (const std::string_view name : {"center", "sigma"}) {
    if (!reader.has(name)) reader.add("quality.field_missing", name);
  }
  take("center", limits.center);
  take("sigma", limits.sigma);
  take("spread", limits.spread);
  take("lambda", limits.lambda);
  take("width", limits.width);
  take("k", limits.reference);
  take("h", limits.decision);
  double size = 1;
  take("subgroup_size", size);
  limits.subgroup_size = size >= 1 && size <= 25 ? static_cast<std::size_t>(size) : 0;
  limits.exact_limits = reader.flag("exact_limits");
  refusals.insert(refusals.end(), reader.refusals().begin(), reader.refusals().end());
  return limits;
}

// --- Answering -----------------------------------------------------------------------------------

Json json_of(const Limits& limits) {
  Json json = Json::object();
  json.append("chart", word_of(limits.kind));
  json.append("center", limits.center);
  json.append("sigma", limits.sigma);
  json.append("spread", limits.spread);
  json.append("subgroup_size", static_cast<std::int64_t>(limits.subgroup_size));
  if (limits.kind == ChartKind::ewma) {
    json.append("lambda", limits.lambda);
    json.append("width", limits.width);
    json.append("exact_limits", limits.exact_limits);
  } else if (limits.kind == ChartKind::cusum) {
    json.append("k", limits.reference);
    json.append("h", limits.decision);
  }
  return json;
}

Json json_of(const std::vector<Point>& points) {
  Json list = Json::array();
  for (std::size_t at = 0; at < points.size(); ++at) {
    const Point& point = points[at];
    Json json = Json::object();
    json.append("index", static_cast<std::int64_t>(at + 1));
    json.append("value", point.value);
    json.append("center", point.center);
    json.append("lcl", point.lower);
    json.append("ucl", point.upper);
    Json rules = Json::array();
    for (const RuleName& name : rule_names()) {
      if ((point.rules & name.rule) != 0) rules.push(name.key);
    }
    json.append("rules", std::move(rules));
    list.push(std::move(json));
  }
  return list;
}

std::int64_t flagged(const std::vector<Point>& points) {
  std::int64_t count = 0;
  for (const Point& point : points) count += point.rules != 0;
  return count;
}

/// The deviation inside subgroups, from the frozen limits.
double within_deviation(const Limits& limits) {
  if (limits.kind == ChartKind::xbar_r)
    return limits.spread / constants_of(limits.subgroup_size).d2;
  if (limits.kind == ChartKind::xbar_s)
    return limits.spread / constants_of(limits.subgroup_size).c4;
  return limits.sigma;
}

Json json_of(const Capability& capability) {
  Json json = Json::object();
  Json reasons = Json::object();
  const auto put = [&](const char* key, const Figure& figure) {
    json.append(key, figure.defined() ? Json(figure.value) : Json());
    if (!figure.defined()) reasons.append(key, figure.reason);
  };
  put("cp", capability.cp);
  put("cpk", capability.cpk);
  put("pp", capability.pp);
  put("ppk", capability.ppk);
  json.append("reasons", std::move(reasons));
  return json;
}

}  // namespace

Result<Json> chart_file(std::string_view bytes, ChartKind kind) {
  const Result<Json> json = parse_json(bytes);
  if (!json) return json.refusals();
  Reader reader(*json);
  const Data data = read_data(reader);
  const Options options = read_options(reader);
  const Specification specification{reader.number("lsl"), reader.number("usl")};
  Refusals refusals = reader.refusals();
  const bool frozen = reader.has("limits");
  Limits limits;
  if (frozen) limits = read_limits(reader.at("limits"), kind, refusals);
  if (!refusals.empty()) return refusals;
  if (!frozen) {
    const Result<Limits> fitted = fit(kind, data, options);
    if (!fitted) return fitted.refusals();
    limits = *fitted;
  }
  const Result<Chart> chart = evaluate(data, limits, options.rules);
  if (!chart) return chart.refusals();
  Json answer = Json::object();
  answer.append("chart", word_of(kind));
  answer.append("phase", frozen ? 2 : 1);
  answer.append("limits", json_of(chart->limits));
  answer.append("in_control", flagged(chart->points) + flagged(chart->spread) == 0);
  answer.append("points", json_of(chart->points));
  answer.append("spread", json_of(chart->spread));
  const bool variable =
      kind == ChartKind::imr || kind == ChartKind::xbar_r || kind == ChartKind::xbar_s;
  if (variable && (specification.lower || specification.upper)) {
    const Summary summary = summarise(data.values);
    answer.append("capability", json_of(capability(summary.mean, within_deviation(limits),
                                                   summary.deviation.value_or(0), specification)));
  }
  return answer;
}

Json answer_of(const SamplingPlan& plan, Severity severity) {
  Json json = Json::object();
  json.append("severity", word_of(severity));
  json.append("code_letter", std::string(1, plan.code_letter));
  json.append("plan_letter", std::string(1, plan.plan_letter));
  json.append("sample_size", plan.sample_size);
  json.append("accept", plan.accept);
  json.append("reject", plan.reject);
  json.append("every_item", plan.every_item);
  Json curve = Json::array();
  for (const double percent : {0.1, 0.25, 0.65, 1.0, 1.5, 2.5, 4.0, 6.5, 10.0, 15.0, 25.0, 40.0}) {
    Json point = Json::object();
    point.append("percent_nonconforming", percent);
    point.append("probability_of_acceptance",
                 probability_of_acceptance(plan.sample_size, plan.reject - 1, percent / 100));
    curve.push(std::move(point));
  }
  json.append("operating_characteristic", std::move(curve));
  return json;
}

}  // namespace tc::engine::quality
