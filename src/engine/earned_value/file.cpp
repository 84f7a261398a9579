#include "engine/earned_value/file.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <utility>

#include "base/json_fields.h"
#include "engine/earned_value/earned_value.h"

namespace tc::engine::earned_value {
namespace {

constexpr std::array<std::pair<std::string_view, Technique>, 9> k_techniques = {{
    {"percent_complete", Technique::percent_complete},
    {"0/100", Technique::zero_hundred},
    {"50/50", Technique::fifty_fifty},
    {"25/75", Technique::twentyfive_seventyfive},
    {"weighted_milestones", Technique::weighted_milestones},
    {"units", Technique::units},
    {"standards", Technique::standards},
    {"level_of_effort", Technique::level_of_effort},
    {"apportioned", Technique::apportioned},
}};

using Places = std::map<std::string, Index, std::less<>>;

// --- Reading -------------------------------------------------------------------------------------

class InputReader {
 public:
  InputReader(const Json& json, Refusals& refusals)
      : top_(json, "earned_value", "", refusals), refusals_(refusals) {}

  Input read() {
    read_nodes("wbs", input_.wbs, wbs_);
    read_nodes("obs", input_.obs, obs_);
    input_.periods = small(top_, "periods");
    input_.status_period = small(top_, "status_period");
    input_.management_reserve = amount(top_, "management_reserve", 0);
    input_.undistributed_budget = amount(top_, "undistributed_budget", 0);
    if (top_.has("thresholds")) {
      Fields limits = top_.object("thresholds");
      if (limits.has("percent")) input_.thresholds.percent = percent(limits.number("percent"));
      if (limits.has("amount")) input_.thresholds.amount = limits.integer("amount");
    }
    std::vector<Fields> packages = top_.objects("packages");
    const auto periods = static_cast<std::size_t>(std::max(input_.periods, 0));
    if (packages.size() > k_cells_max / std::max<std::size_t>(periods, 1)) {
      top_.invalid("packages");
      return input_;
    }
    for (Grid* grid : {&input_.planned, &input_.actual, &input_.progress}) {
      grid->periods = static_cast<std::int32_t>(periods);
      grid->cells.resize(packages.size() * periods);
    }
    for (std::size_t at = 0; at < packages.size(); ++at) {
      places_.emplace(packages[at].text("id"), static_cast<Index>(at));
    }
    for (std::size_t at = 0; at < packages.size(); ++at) read_package(packages[at], at);
    return std::move(input_);
  }

 private:
  static std::int64_t percent(double value) {
    // What lies far outside is refused later as out of range; it need only survive the conversion.
    return std::llround(std::clamp(value, -1e9, 1e9) * 100);
  }

  static Amount amount(Fields& fields, std::string_view name, std::optional<Amount> otherwise) {
    const Amount value = fields.integer(name, otherwise);
    if (value < -k_amount_max || value > k_amount_max) fields.invalid(name);
    return std::clamp(value, -k_amount_max, k_amount_max);
  }

  static std::int32_t small(Fields& fields, std::string_view name) {
    const std::int64_t value = fields.integer(name);
    if (value < 0 || value > k_account_periods_max) {
      fields.invalid(name);
      return 0;
    }
    return static_cast<std::int32_t>(value);
  }

  void read_nodes(std::string_view name, std::vector<Node>& nodes, Places& places) {
    for (Fields& fields : top_.objects(name)) {
      Node node;
      node.id = fields.text("id");
      node.name = fields.text("name", "");
      node.parent = place(fields, "parent", places);
      places.emplace(node.id, static_cast<Index>(nodes.size()));
      nodes.push_back(std::move(node));
    }
  }

  static Index place(Fields& fields, std::string_view name, const Places& places) {
    if (!fields.has(name)) return k_none;
    const auto found = places.find(fields.text(name));
    if (found != places.end()) return found->second;
    fields.invalid(name);
    return k_none;
  }

  void read_package(Fields& fields, std::size_t at) {
    WorkPackage package;
    package.id = fields.text("id");
    package.wbs = place(fields, "wbs", wbs_);
    package.obs = place(fields, "obs", obs_);
    package.base = place(fields, "base", places_);
    const std::string technique = fields.text("technique", "percent_complete");
    const auto found = std::find_if(k_techniques.begin(), k_techniques.end(),
                                    [&](const auto& pair) { return pair.first == technique; });
    if (found == k_techniques.end()) {
      fields.invalid("technique");
    } else {
      package.technique = found->second;
    }
    package.units_planned = fields.integer("units_planned", 0);
    if (fields.has("evidence")) package.evidence = !fields.text("evidence").empty();
    if (fields.has("estimate_to_complete"))
      package.estimate_to_complete = fields.integer("estimate_to_complete");
    for (Fields& milestone : fields.objects("milestones")) {
      const std::int64_t done = milestone.integer("done_period", -1);
      package.milestones.push_back(
          {milestone.integer("weight"),
           static_cast<std::int32_t>(std::clamp<std::int64_t>(done, -1, INT32_MAX))});
    }
    read_row(fields, "planned", input_.planned, at);
    read_row(fields, "actual", input_.actual, at);
    read_progress(fields, package.technique, at);
    input_.packages.push_back(std::move(package));
  }

  void read_row(Fields& fields, std::string_view name, Grid& grid, std::size_t at) {
    const std::vector<std::int64_t> row = fields.integers(name);
    if (row.size() > static_cast<std::size_t>(grid.periods)) {
      fields.invalid(name);
      return;
    }
    std::copy(row.begin(), row.end(), grid.row(at));
  }

  /// The last reported value holds until the next one.
  void read_progress(Fields& fields, Technique technique, std::size_t at) {
    const bool counts = technique == Technique::units || technique == Technique::standards;
    const std::vector<double> row = fields.numbers("progress");
    if (row.size() > static_cast<std::size_t>(input_.periods)) {
      fields.invalid("progress");
      return;
    }
    std::int64_t value = 0;
    for (std::int32_t period = 0; period < input_.periods; ++period) {
      const auto column = static_cast<std::size_t>(period);
      if (column < row.size()) {
        value = counts ? std::llround(std::clamp(row[column], -1e15, 1e15)) : percent(row[column]);
      }
      input_.progress.row(at)[period] = value;
    }
  }

  Fields top_;
  Refusals& refusals_;
  Input input_;
  Places wbs_, obs_, places_;
};

// --- Answering -----------------------------------------------------------------------------------

class Answer {
 public:
  explicit Answer(std::string currency) : currency_(std::move(currency)) {}

  [[nodiscard]] Json amount(Amount value) const {
    if (currency_.empty()) return value;
    Json money = Json::object();
    money.append("minor", value);
    money.append("currency", currency_);
    return money;
  }

  void add_totals(Json& object, const Totals& totals) const {
    object.append("planned_value", amount(totals.planned));
    object.append("earned_value", amount(totals.earned));
    object.append("actual_cost", amount(totals.actual));
    object.append("budget_at_completion", amount(totals.budget));
  }

  void add_account(Json& object, const Account& account) const {
    add_totals(object, account.totals);
    FigureWriter writer(object);
    for (const MeasureName& name : measure_names()) {
      const Figure& figure = account.indicators[name.measure];
      const bool money = name.dimension == Dimension::amount && !currency_.empty();
      if (!money || !figure.defined()) {
        writer.add(name.key, figure);
      } else if (std::abs(figure.value) > static_cast<double>(k_amount_max)) {
        writer.add(name.key, undefined("earned_value.amount_out_of_range"));
      } else {
        writer.add(name.key, figure, amount(std::llround(figure.value)));
      }
    }
    object.append("beyond_threshold", account.beyond_threshold);
    writer.finish();
  }

  [[nodiscard]] Json nodes(const std::vector<Node>& nodes,
                           const std::vector<Account>& accounts) const {
    Json list = Json::array();
    for (std::size_t at = 0; at < nodes.size(); ++at) {
      Json object = Json::object();
      object.append("id", nodes[at].id);
      object.append("name", nodes[at].name);
      add_account(object, accounts[at]);
      list.push(std::move(object));
    }
    return list;
  }

  [[nodiscard]] Json series(const Series& series) const {
    Json list = Json::array();
    const auto value = [this](const std::vector<Amount>& curve, std::size_t at) {
      return at < curve.size() ? amount(curve[at]) : Json();
    };
    for (std::size_t at = 0; at < series.planned.size(); ++at) {
      Json object = Json::object();
      object.append("period", static_cast<std::int64_t>(at));
      object.append("planned_value", value(series.planned, at));
      object.append("earned_value", value(series.earned, at));
      object.append("actual_cost", value(series.actual, at));
      Json reasons = Json::object();
      if (at >= series.earned.size()) {
        reasons.append("earned_value", "earned_value.not_reported");
        reasons.append("actual_cost", "earned_value.not_reported");
      }
      object.append("reasons", std::move(reasons));
      list.push(std::move(object));
    }
    return list;
  }

  [[nodiscard]] Json packages(const Input& input, const Output& output) const {
    Json list = Json::array();
    for (std::size_t at = 0; at < input.packages.size(); ++at) {
      Json object = Json::object();
      object.append("id", input.packages[at].id);
      add_totals(object, output.packages[at]);
      list.push(std::move(object));
    }
    return list;
  }

  [[nodiscard]] Json control_accounts(const Input& input, const Output& output) const {
    const auto id = [](const std::vector<Node>& nodes, Index at) {
      return at == k_none ? Json("") : Json(nodes[static_cast<std::size_t>(at)].id);
    };
    Json list = Json::array();
    for (const ControlAccount& account : output.control_accounts) {
      Json object = Json::object();
      object.append("wbs", id(input.wbs, account.wbs));
      object.append("obs", id(input.obs, account.obs));
      add_totals(object, account.totals);
      list.push(std::move(object));
    }
    return list;
  }

 private:
  std::string currency_;
};

Json findings_of(const Input& input, const Output& output) {
  Json list = Json::array();
  for (const Finding& finding : output.findings) {
    Json object = Json::object();
    object.append("package", input.packages[static_cast<std::size_t>(finding.package)].id);
    object.append("code", finding.code);
    object.append("period", finding.period);
    list.push(std::move(object));
  }
  return list;
}

Result<Json> compute_packages(const Json& json, const Answer& answer, Progress& progress) {
  Refusals refusals;
  const Input input = InputReader(json, refusals).read();
  if (!refusals.empty()) return refusals;
  const Result<Output> output = compute(input, progress);
  if (!output) return output.refusals();
  Json project = Json::object();
  answer.add_account(project, output->project);
  project.append("management_reserve", answer.amount(input.management_reserve));
  project.append("undistributed_budget", answer.amount(input.undistributed_budget));
  project.append("budget_total", answer.amount(output->budget_total));
  Json result = Json::object();
  result.append("status_period", input.status_period);
  result.append("project", std::move(project));
  result.append("series", answer.series(output->series));
  result.append("wbs", answer.nodes(input.wbs, output->wbs));
  result.append("obs", answer.nodes(input.obs, output->obs));
  result.append("control_accounts", answer.control_accounts(input, *output));
  result.append("packages", answer.packages(input, *output));
  result.append("findings", findings_of(input, *output));
  return result;
}

/// `earned` and `actual` are one value at the status date, or a cumulative curve.
std::vector<Amount> values_of(const Json& json, Fields& fields, std::string_view name) {
  const Json* const value = json.find(name);
  if (value != nullptr && value->is_array()) return fields.integers(name);
  return {fields.integer(name)};
}

Result<Json> compute_curves(const Json& json, const Answer& answer) {
  Refusals refusals;
  Fields fields(json, "earned_value", "", refusals);
  const std::vector<Amount> planned = fields.integers("planned");
  const std::vector<Amount> earned = values_of(json, fields, "earned");
  const std::vector<Amount> actual = values_of(json, fields, "actual");
  const std::int64_t period =
      fields.integer("status_period", static_cast<std::int64_t>(earned.size()) - 1);
  if (period < 0 || period > static_cast<std::int64_t>(k_cells_max))
    fields.invalid("status_period");
  if (!refusals.empty()) return refusals;
  const auto at_status = [period](const std::vector<Amount>& curve) {
    if (curve.empty()) return Amount{0};
    return curve[std::min(static_cast<std::size_t>(period), curve.size() - 1)];
  };
  AccountStatus status;
  status.planned = planned;
  status.period = static_cast<std::int32_t>(period);
  status.earned = at_status(earned);
  status.actual = at_status(actual);
  if (fields.has("estimate_to_complete"))
    status.estimate_to_complete = fields.integer("estimate_to_complete");
  const Result<Indicators> indicators = measure(status);
  if (!refusals.empty()) return refusals;
  if (!indicators) return indicators.refusals();
  Account account;
  account.totals = {at_status(planned), status.earned, status.actual, planned.back(),
                    status.estimate_to_complete};
  account.indicators = *indicators;
  Json project = Json::object();
  answer.add_account(project, account);
  Json result = Json::object();
  result.append("status_period", period);
  result.append("project", std::move(project));
  return result;
}

}  // namespace

Result<Json> compute_file(std::string_view bytes, Progress& progress) {
  const Result<Json> json = parse_json(bytes);
  if (!json) return json.refusals();
  Refusals refusals;
  const std::string currency = Fields(*json, "earned_value", "", refusals).text("currency", "");
  if (!refusals.empty()) return refusals;
  const Answer answer(currency);
  if (json->find("packages") != nullptr) return compute_packages(*json, answer, progress);
  return compute_curves(*json, answer);
}

}  // namespace tc::engine::earned_value
