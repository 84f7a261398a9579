#include "engine/montecarlo/network_json.h"

#include <cmath>
#include <map>

#include "base/text.h"
#include "engine/montecarlo/logic.h"

namespace tc::engine::montecarlo {
namespace {

constexpr double k_total_ticks_max = 1 << 28;
constexpr double k_total_ticks_min = 1 << 20;
constexpr std::size_t k_refusals_max = 50;
constexpr double k_ticks_max = 1e9;

/// Reads one network; lengths stay in the units of the file until all are known.
class NetworkReader {
 public:
  explicit NetworkReader(const Json& json) : json_(json) {}

  Result<NamedNetwork> read() {
    read_activities();
    if (!refusals_.empty()) return std::move(refusals_);
    if (network().activities.empty()) return refuse(RefusalKind::rule, "simulation.empty");
    choose_unit();
    scale_activities();
    if (const Json* logic = json_.find("logic"); logic != nullptr) {
      if (!logic->is_string()) return bad("logic");
      if (const Status status = add_logic(logic->string(), network()); !status)
        return status.refusals();
    }
    each("links", [&](const Json& item) { read_link(item); });
    each("risks", [&](const Json& item) { read_risk(item); });
    each("branches", [&](const Json& item) { read_branch(item); });
    each("conditions", [&](const Json& item) { read_condition(item); });
    each("correlations", [&](const Json& item) {
      network().correlations.push_back(
          {activities_in(item, "activities"), number(item, "rho", "correlations")});
    });
    each("joint_points", [&](const Json& item) {
      named_.joint_points.push_back(
          {number(item, "t", "joint_points"), number(item, "c", "joint_points")});
    });
    if (json_.text("correlation_method") == "iman_conover")
      network().correlation_method = CorrelationMethod::iman_conover;
    network().escalation_per_year = number(json_, "escalation_per_year", "escalation_per_year", 0);
    if (!refusals_.empty()) return std::move(refusals_);
    return std::move(named_);
  }

 private:
  Network& network() { return named_.network; }

  static Refusal bad(const std::string& of) {
    return refuse(RefusalKind::malformed, "simulation.bad_value", {}, {{"of", of}});
  }
  void fault(Refusal refusal) {
    if (refusals_.size() < k_refusals_max) refusals_.push_back(std::move(refusal));
  }

  template <class Read>
  void each(const std::string& key, Read read) {
    const Json* list = json_.find(key);
    if (list == nullptr) return;
    if (!list->is_array()) return fault(bad(key));
    for (const Json& item : list->items()) {
      if (item.is_object()) {
        read(item);
      } else {
        fault(bad(key));
      }
    }
  }

  double number(const Json& from, std::string_view key, const std::string& of,
                std::optional<double> otherwise = std::nullopt) {
    const Json* value = from.find(key);
    if (value == nullptr && otherwise) return *otherwise;
    if (value != nullptr && value->is_number() && std::isfinite(value->number()))
      return value->number();
    fault(bad(of));
    return 0;
  }

  Distribution distribution(const Json* json, const std::string& of) {
    const std::optional<Distribution> read =
        json == nullptr ? std::nullopt : read_distribution(*json);
    if (read) return *read;
    fault(refuse(RefusalKind::malformed, "simulation.bad_distribution", {},
                 {{"of", of}, {"why", "unknown kind or wrong number of parameters"}}));
    return {};
  }

  std::int32_t ticks(double units, const std::string& of) {
    const double value = std::round(units * named_.ticks_per_unit);
    if (std::abs(value) <= k_ticks_max) return static_cast<std::int32_t>(value);
    fault(bad(of));
    return 0;
  }

  void add(Activity activity) {
    if (activity.id.empty()) return fault(bad("id"));
    const auto [place, is_new] =
        by_id_.try_emplace(activity.id, static_cast<Index>(network().activities.size()));
    if (!is_new) return fault(bad(activity.id));
    network().activities.push_back(std::move(activity));
  }

  void read_activities() {
    if (const Json* acts = json_.find("acts"); acts != nullptr) {
      if (!acts->is_object()) return fault(bad("acts"));
      for (const JsonMember& member : acts->members()) read_act(member.key, member.value);
    }
    each("activities", [&](const Json& item) {
      Activity activity;
      activity.id = item.text("id");
      activity.name = item.text("name", item.text("id"));
      activity.duration = distribution(item.find("duration"), activity.id);
      if (const Json* cost = item.find("cost")) activity.cost = distribution(cost, activity.id);
      activity.cost_per_tick = number(item, "cost_per_unit", activity.id, 0);
      earliest_.push_back(number(item, "start_no_earlier", activity.id, 0));
      add(std::move(activity));
    });
  }

  /// `["risk", probability, kind, …]` is nothing, or with that probability a draw.
  void read_act(const std::string& id, const Json& json) {
    Activity activity;
    activity.id = id;
    activity.name = id;
    const bool is_risk = json.is_array() && json.size() > 2 && json.items()[0].is_string() &&
                         json.items()[0].string() == "risk" && json.items()[1].is_number();
    if (is_risk) {
      Json rest = Json::array();
      for (std::size_t at = 2; at < json.size(); ++at) rest.push(json.items()[at]);
      Risk risk;
      risk.id = id;
      risk.name = id;
      risk.probability = json.items()[1].number();
      risk.impacts.push_back({.kind = Impact::Kind::delay,
                              .amount = distribution(&rest, id),
                              .mitigated = {},
                              .activities = {static_cast<Index>(network().activities.size())}});
      network().risks.push_back(std::move(risk));
    } else {
      activity.duration = distribution(&json, id);
    }
    earliest_.push_back(0);
    add(std::move(activity));
  }

  /// Ticks per unit: as the file says, else fine enough for small networks, coarse enough for
  /// large ones. A unit is a working day of eight hours where nothing speaks against it.
  void choose_unit() {
    double& ticks = named_.ticks_per_unit;
    ticks = number(json_, "unit_minutes", "unit_minutes", 480) * k_tenths_per_minute;
    if (!(ticks >= 1 && ticks <= 1e7)) return fault(bad("unit_minutes"));
    if (json_.find("unit_minutes") != nullptr) return;
    double total = 0;
    for (const Activity& activity : network().activities) {
      if (!check(activity.duration, activity.id)) continue;
      total += std::abs(quantile(activity.duration, 0.999));
    }
    for (const Risk& risk : network().risks) {
      if (check(risk.impacts.front().amount, risk.id))
        total += std::abs(quantile(risk.impacts.front().amount, 0.999));
    }
    while (total * ticks > k_total_ticks_max && ticks > 1e-3) ticks /= 10;
    while (total > 0 && total * ticks < k_total_ticks_min && ticks < 1e9) ticks *= 10;
  }

  void scale_activities() {
    const double ticks_per_unit = named_.ticks_per_unit;
    for (std::size_t row = 0; row < network().activities.size(); ++row) {
      Activity& activity = network().activities[row];
      activity.duration = scaled(activity.duration, ticks_per_unit);
      activity.cost_per_tick /= ticks_per_unit;
      if (earliest_[row] > 0) activity.window.start_from = ticks(earliest_[row], activity.id);
    }
    for (Risk& risk : network().risks) {
      for (Impact& impact : risk.impacts) impact.amount = scaled(impact.amount, ticks_per_unit);
    }
  }

  Index activity_named(std::string_view id, const std::string& of) {
    const auto found = by_id_.find(id);
    if (found != by_id_.end()) return found->second;
    fault(refuse(RefusalKind::rule, "simulation.bad_reference", {},
                 {{"of", of}, {"what", std::string(id)}}));
    return 0;
  }

  std::vector<Index> activities_in(const Json& json, const std::string& key) {
    std::vector<Index> result;
    const Json* list = json.find(key);
    if (list == nullptr) return result;
    if (!list->is_array()) {
      fault(bad(key));
      return result;
    }
    for (const Json& item : list->items()) {
      result.push_back(activity_named(item.is_string() ? item.string() : "", key));
    }
    return result;
  }

  void read_link(const Json& item) {
    static const std::map<std::string_view, plan::LinkKind> k_kinds = {{"fs", plan::LinkKind::fs},
                                                                       {"ss", plan::LinkKind::ss},
                                                                       {"ff", plan::LinkKind::ff},
                                                                       {"sf", plan::LinkKind::sf}};
    Link link;
    link.from = activity_named(item.text("from"), "links");
    link.to = activity_named(item.text("to"), "links");
    const auto kind = k_kinds.find(item.text("kind", "fs"));
    if (kind == k_kinds.end()) return fault(bad("links"));
    link.kind = kind->second;
    link.lag = ticks(number(item, "lag", "links", 0), "links");
    network().links.push_back(link);
  }

  void read_risk(const Json& item) {
    Risk risk;
    risk.id = item.text("id");
    risk.name = item.text("name", risk.id);
    risk.probability = number(item, "probability", risk.id, 1);
    if (item.find("mitigated_probability") != nullptr)
      risk.mitigated_probability = number(item, "mitigated_probability", risk.id);
    risk.exclusive = item.text("exclusive");
    const Json* impacts = item.find("impacts");
    if (impacts == nullptr || !impacts->is_array()) return fault(bad(risk.id));
    for (const Json& impact : impacts->items())
      risk.impacts.push_back(read_impact(impact, risk.id));
    network().risks.push_back(std::move(risk));
  }

  Impact read_impact(const Json& item, const std::string& of) {
    Impact impact;
    const std::string_view kind = item.text("kind", "factor");
    if (kind == "delay") impact.kind = Impact::Kind::delay;
    if (kind == "cost") impact.kind = Impact::Kind::cost;
    if (kind != "delay" && kind != "cost" && kind != "factor") fault(bad(of));
    const double scale = impact.kind == Impact::Kind::delay ? named_.ticks_per_unit : 1;
    impact.amount = scaled(distribution(item.find("amount"), of), scale);
    if (const Json* mitigated = item.find("mitigated"))
      impact.mitigated = scaled(distribution(mitigated, of), scale);
    impact.activities = activities_in(item, "activities");
    const Json* parallel = item.find("parallel");
    impact.parallel = parallel != nullptr && parallel->is_bool() && parallel->boolean();
    return impact;
  }

  void read_branch(const Json& item) {
    const Json* list = item.find("alternatives");
    if (list == nullptr || !list->is_array()) return fault(bad("branches"));
    Branch branch;
    for (const Json& alternative : list->items()) {
      branch.alternatives.push_back({number(alternative, "probability", "branches"),
                                     activities_in(alternative, "activities")});
    }
    network().branches.push_back(std::move(branch));
  }

  void read_condition(const Json& item) {
    Condition condition;
    condition.activity = activity_named(item.text("activity"), "conditions");
    condition.threshold = ticks(number(item, "finishes_after", "conditions"), "conditions");
    condition.late = activities_in(item, "late");
    condition.early = activities_in(item, "early");
    network().conditions.push_back(std::move(condition));
  }

  const Json& json_;
  NamedNetwork named_;
  std::map<std::string, Index, std::less<>> by_id_;
  std::vector<double> earliest_;
  Refusals refusals_;
};

bool is_network(const Json& json) {
  return json.find("acts") != nullptr || json.find("activities") != nullptr;
}

}  // namespace

bool is_network_document(const Json& document) {
  const Json* networks = document.find("networks");
  return (networks != nullptr && networks->is_object()) || is_network(document);
}

Result<NamedNetwork> read_network(const Json& document, std::string_view name) {
  const Json* networks = document.find("networks");
  if (networks == nullptr || !networks->is_object()) return NetworkReader(document).read();
  std::vector<std::string> names;
  for (const JsonMember& member : networks->members()) names.push_back(member.key);
  if (names.empty()) return refuse(RefusalKind::rule, "simulation.empty");
  if (name.empty() && names.size() > 1) {
    return refuse(RefusalKind::rule, "simulation.network_needed", {},
                  {{"names", join(names, ", ")}});
  }
  const std::string chosen = name.empty() ? names.front() : std::string(name);
  const Json* network = networks->find(chosen);
  if (network == nullptr) {
    return refuse(RefusalKind::not_found, "simulation.network_unknown", {},
                  {{"name", chosen}, {"names", join(names, ", ")}});
  }
  Result<NamedNetwork> result = NetworkReader(*network).read();
  if (result) result->name = chosen;
  return result;
}

}  // namespace tc::engine::montecarlo
