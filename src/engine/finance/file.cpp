#include "engine/finance/file.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <string>

#include "base/json_fields.h"
#include "engine/finance/assets.h"
#include "engine/finance/budget.h"
#include "engine/finance/cost_phasing.h"
#include "engine/finance/rate_of_return.h"
#include "engine/finance/tax.h"
#include "engine/finance/what_if.h"

namespace tc::engine::finance {
namespace {

constexpr std::string_view k_too_many = "finance.too_many_flows";

class Evaluation {
 public:
  explicit Evaluation(const Json& json) : top_(json, "finance", "", refusals_) {}

  Result<Json> run() {
    currency_ = top_.text("currency", "");
    if (top_.has("flows") || top_.has("lines")) add_flows();
    if (top_.has("depreciation")) add_depreciation(top_.object("depreciation"));
    if (top_.has("working_capital")) add_working_capital();
    if (top_.has("construction_interest")) add_interest(top_.object("construction_interest"));
    if (top_.has("break_even")) add_break_even(top_.object("break_even"));
    if (top_.has("budget")) add_budget();
    if (top_.has("payments")) add_payments(top_.object("payments"));
    if (refusals_.empty() && answer_.size() == 0) top_.missing("flows");
    if (!refusals_.empty()) return refusals_;
    return std::move(answer_);
  }

 private:
  [[nodiscard]] Json money(Flow minor) const {
    if (currency_.empty()) return minor;
    Json object = Json::object();
    object.append("minor", minor);
    object.append("currency", currency_);
    return object;
  }

  [[nodiscard]] Json moneys(const std::vector<Flow>& list) const {
    Json array = Json::array();
    for (const Flow minor : list) array.push(money(minor));
    return array;
  }

  /// With a currency rounded to whole minor units, without one to the last digit.
  void put_amount(FigureWriter& writer, std::string_view key, const Figure& figure) const {
    if (currency_.empty() || !figure.defined()) {
      writer.add(key, figure);
    } else if (std::abs(figure.value) > static_cast<double>(k_flow_max)) {
      writer.add(key, undefined("finance.overflow"));
    } else {
      writer.add(key, figure, money(std::llround(figure.value)));
    }
  }

  template <class T>
  bool take(const Result<T>& result) {
    if (!result)
      refusals_.insert(refusals_.end(), result.refusals().begin(), result.refusals().end());
    return result.ok();
  }

  Timing timing() {
    const std::string word = top_.text("timing", "start");
    if (word == "end") return Timing::end;
    if (word == "middle") return Timing::middle;
    // An empty word has been refused as no text already.
    if (word != "start" && !word.empty()) top_.invalid("timing");
    return Timing::start;
  }

  std::vector<Line> lines() {
    std::vector<Line> lines;
    for (Fields& fields : top_.objects("lines"))
      lines.push_back({fields.text("name"), fields.integers("flows")});
    return lines;
  }

  std::vector<Day> days() {
    std::vector<Day> days;
    for (const std::string& text : top_.texts("dates")) {
      const std::optional<Day> day = parse_day(text);
      if (!day) top_.invalid("dates");
      days.push_back(day.value_or(0));
    }
    return days;
  }

  void add_flows() {
    const std::vector<Line> parts = lines();
    for (const Line& line : parts) {
      if (!take(check_flows(line.flows))) return;
    }
    if (parts.size() > 1000) top_.invalid("lines");
    const double rate = top_.number("rate", std::nan(""));
    const Timing when = timing();
    std::vector<Flow> flows = top_.integers("flows");
    if (!refusals_.empty()) return;
    if (!top_.has("flows")) flows = total_of(parts);
    if (!take(check_flows(flows))) return;
    const std::vector<Day> dates = days();
    add_measures("measures", flows, rate, when, dates);
    if (top_.has("tax")) add_after_tax(flows, rate, when, dates);
    add_rates(flows, dates);
    if (!parts.empty()) add_sensitivity(parts, rate, when);
  }

  /// The same flows less income tax.
  void add_after_tax(std::vector<Flow> flows, double rate, Timing when,
                     const std::vector<Day>& dates) {
    Fields fields = top_.object("tax");
    const std::int64_t years = fields.integer("carry_years", TaxRules{}.carry_years);
    const TaxRules rules{fields.number("rate"),
                         static_cast<std::int32_t>(std::clamp<std::int64_t>(years, -1, 101))};
    const Result<std::vector<Flow>> tax = income_tax(fields.integers("taxable"), rules);
    if (!take(tax)) return;
    if (tax->size() > flows.size()) fields.invalid("taxable");
    for (std::size_t at = 0; at < std::min(tax->size(), flows.size()); ++at)
      flows[at] -= (*tax)[at];
    if (!take(check_flows(flows))) return;
    answer_.append("tax", moneys(*tax));
    add_measures("measures_after_tax", flows, rate, when, dates);
    const Result<Rates> rates = rates_of(flows, dates);
    if (!take(rates)) return;
    Json object = Json::object();
    FigureWriter writer(object);
    writer.add(dates.empty() ? "irr" : "xirr", rates->unique());
    writer.finish();
    answer_.append("rate_of_return_after_tax", std::move(object));
  }

  void add_measures(std::string_view name, const std::vector<Flow>& flows, double rate, Timing when,
                    const std::vector<Day>& dates) {
    if (!top_.has("rate")) return;
    Json object = Json::object();
    FigureWriter writer(object);
    if (!dates.empty()) {
      put_amount(writer, "xnpv", net_present_value(rate, flows, dates));
    } else {
      const Profitability result = profitability(rate, flows, when);
      put_amount(writer, "npv", result.npv);
      writer.add("npvr", result.npv_rate);
      writer.add("profitability_index", result.profitability_index);
      writer.add("benefit_cost_ratio", result.benefit_cost_ratio);
      put_amount(writer, "equivalent_annual", result.equivalent_annual);
      writer.add("roi", result.return_on_investment);
      writer.add("static_payback", result.static_payback);
      writer.add("dynamic_payback", result.dynamic_payback);
    }
    const double finance_rate = top_.number("finance_rate", rate);
    const double reinvest_rate = top_.number("reinvest_rate", rate);
    writer.add("mirr", modified_rate_of_return(flows, finance_rate, reinvest_rate));
    writer.finish();
    answer_.append(std::string(name), std::move(object));
  }

  /// Too many flows leave only the rates open, not the whole evaluation.
  static Result<Rates> rates_of(const std::vector<Flow>& flows, const std::vector<Day>& dates) {
    const Result<Rates> rates =
        dates.empty() ? rates_of_return(flows) : rates_of_return(flows, dates);
    if (rates || rates.refusals().front().code != k_too_many) return rates;
    Rates none;
    none.reason = k_too_many;
    return none;
  }

  void add_rates(const std::vector<Flow>& flows, const std::vector<Day>& dates) {
    const Result<Rates> rates = rates_of(flows, dates);
    if (!take(rates)) return;
    Json object = Json::object();
    FigureWriter writer(object);
    const Figure unique = rates->unique();
    writer.add(dates.empty() ? "irr" : "xirr", unique);
    Json roots = Json::array();
    for (const double root : rates->roots) roots.push(root);
    object.append("roots", std::move(roots));
    writer.add("sign_changes",
               rates->reason == k_too_many ? undefined(k_too_many) : known(rates->sign_changes));
    if (dates.empty()) {
      const Interpolated line = unique.defined() ? interpolated_rate(flows, unique.value)
                                                 : Interpolated{0, 0, 0, 0, unique};
      writer.add("irr_interpolated", line.rate);
      writer.add("interpolated_from", unique.defined() ? known(line.low_rate) : unique);
      writer.add("interpolated_to", unique.defined() ? known(line.high_rate) : unique);
    }
    writer.finish();
    answer_.append("rate_of_return", std::move(object));
  }

  void add_sensitivity(const std::vector<Line>& parts, double rate, Timing when) {
    if (!top_.has("rate")) return;
    std::vector<double> changes = top_.numbers("changes");
    if (changes.empty()) changes = {-0.2, -0.1, 0.1, 0.2};
    const Result<std::vector<Sensitivity>> rows = sensitivity(rate, parts, when, changes);
    if (!take(rows)) return;
    Json list = Json::array();
    for (const Sensitivity& row : *rows) {
      Json object = Json::object();
      object.append("line", row.name);
      Json points = Json::array();
      for (const SensitivityPoint& point : row.points) {
        Json item = Json::object();
        item.append("change", point.change);
        FigureWriter writer(item);
        put_amount(writer, "npv", point.npv);
        writer.add("irr", point.rate_of_return);
        writer.finish();
        points.push(std::move(item));
      }
      object.append("points", std::move(points));
      FigureWriter writer(object);
      writer.add("coefficient", row.coefficient);
      writer.add("switching_value", row.switching_value);
      writer.finish();
      list.push(std::move(object));
    }
    answer_.append("sensitivity", std::move(list));
  }

  void add_depreciation(Fields fields) {
    const Flow cost = fields.integer("cost");
    const Flow salvage = fields.integer("salvage", 0);
    const auto years = static_cast<std::int32_t>(
        std::min<std::int64_t>(std::max<std::int64_t>(fields.integer("years"), 0), 100000));
    Json object = Json::object();
    for (const auto& [key, method] :
         {std::pair{"straight_line", Depreciation::straight_line},
          std::pair{"sum_of_years", Depreciation::sum_of_years},
          std::pair{"double_declining", Depreciation::double_declining}}) {
      const Result<std::vector<Flow>> parts = depreciate(cost, salvage, years, method);
      if (!take(parts)) return;
      object.append(key, moneys(*parts));
    }
    answer_.append("depreciation", std::move(object));
  }

  void add_working_capital() {
    std::vector<CapitalItem> items;
    for (Fields& fields : top_.objects("working_capital")) {
      items.push_back({fields.text("name"), fields.integer("annual_amount"),
                       fields.number("turnovers"), fields.text("side", "asset") == "liability"});
    }
    const Result<WorkingCapital> result = working_capital(items);
    if (!refusals_.empty() || !take(result)) return;
    Json object = Json::object();
    object.append("items", moneys(result->items));
    object.append("current_assets", money(result->current_assets));
    object.append("current_liabilities", money(result->current_liabilities));
    object.append("need", money(result->need));
    answer_.append("working_capital", std::move(object));
  }

  void add_interest(Fields fields) {
    const Result<ConstructionInterest> result =
        construction_interest(fields.integers("loans"), fields.number("rate"));
    if (!take(result)) return;
    Json object = Json::object();
    object.append("years", moneys(result->years));
    object.append("total", money(result->total));
    answer_.append("construction_interest", std::move(object));
  }

  void add_break_even(Fields fields) {
    Production production;
    production.capacity_units = fields.number("capacity_units");
    production.unit_price = fields.number("unit_price");
    production.unit_variable_cost = fields.number("unit_variable_cost");
    production.unit_tax = fields.number("unit_tax", 0);
    production.fixed_cost = fields.number("fixed_cost");
    const BreakEven result = break_even(production);
    Json object = Json::object();
    FigureWriter writer(object);
    writer.add("units", result.units);
    writer.add("utilisation", result.utilisation);
    put_amount(writer, "revenue", result.revenue);
    put_amount(writer, "unit_price", result.unit_price);
    writer.add("safety_margin", result.safety_margin);
    writer.finish();
    answer_.append("break_even", std::move(object));
  }

  void add_budget() {
    Json list = Json::array();
    for (Fields& fields : top_.objects("budget")) {
      const BudgetLine line{fields.text("id"), fields.integer("budget"),
                            fields.integer("commitment", 0), fields.integer("actual", 0),
                            fields.integer("accrual", 0)};
      const Result<std::int64_t> left = available(line);
      if (!take(left)) return;
      Json object = Json::object();
      object.append("id", line.id);
      object.append("budget", money(line.budget));
      object.append("commitment", money(line.commitment));
      object.append("actual", money(line.actual));
      object.append("accrual", money(line.accrual));
      object.append("available", money(*left));
      list.push(std::move(object));
    }
    answer_.append("budget", std::move(list));
  }

  void add_payments(Fields fields) {
    const auto hundredths = [&](std::string_view name) {
      return static_cast<std::int32_t>(
          std::lround(std::fmax(std::fmin(fields.number(name, 0), 1000), -1000) * 10000));
    };
    const auto lag = [&](std::string_view name) {
      return static_cast<std::int32_t>(
          std::min<std::int64_t>(std::max<std::int64_t>(fields.integer(name, 0), -1), 100000));
    };
    const std::vector<Flow> cost = fields.integers("cost");
    const std::vector<Flow> funding = fields.integers("funding");
    const Result<std::vector<Flow>> paid = payments(
        cost,
        {hundredths("advance"), hundredths("retention"), lag("payment_lag"), lag("retention_lag")});
    if (!take(paid)) return;
    const Result<Funding> gap = funding_gap(funding, *paid);
    if (!take(gap)) return;
    Json object = Json::object();
    object.append("payments", moneys(*paid));
    object.append("balance", moneys(gap->balance));
    object.append("gap", moneys(gap->gap));
    object.append("peak_gap", money(gap->peak_gap));
    answer_.append("payments", std::move(object));
  }

  Refusals refusals_;
  Fields top_;
  std::string currency_;
  Json answer_ = Json::object();
};

}  // namespace

Result<Json> evaluate_file(std::string_view bytes) {
  const Result<Json> json = parse_json(bytes);
  if (!json) return json.refusals();
  return Evaluation(*json).run();
}

}  // namespace tc::engine::finance
