#include "engine/portfolio/model_json.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>

#include "engine/portfolio/decimal.h"

namespace tc::engine::portfolio {
namespace {

constexpr std::int32_t k_futures_default = 200;

/// What a candidate takes, before scaling.
struct RawUse {
  std::size_t candidate;
  std::int32_t resource;
  std::vector<double> amount;
};

class PortfolioReader {
 public:
  explicit PortfolioReader(const Json& json) : json_(json) {}

  Result<Model> read() {
    const double periods = number(json_.find("periods"), "periods", 1);
    if (!(periods >= 1 && periods <= k_periods_max)) return bad("periods");
    model_.periods = static_cast<std::int32_t>(periods);
    read_resources();
    const Json* list = json_.find("candidates");
    if (list == nullptr) list = json_.find("projects");
    if (list == nullptr || !list->is_array() || list->items().empty())
      return refuse(RefusalKind::rule, "portfolio.empty");
    if (list->size() > k_candidates_max) return refuse(RefusalKind::rule, "portfolio.too_large");
    for (const Json& item : list->items()) read_candidate(item);
    for (std::size_t row = 0; row < list->items().size() && refusals_.empty(); ++row)
      read_references(list->items()[row], row);
    each("exclusive", [&](const Json& item) { model_.exclusive.push_back(members(item)); });
    each("categories", [&](const Json& item) { read_category(item); });
    if (!refusals_.empty()) return std::move(refusals_);
    scale();
    read_chance();
    if (!refusals_.empty()) return std::move(refusals_);
    return std::move(model_);
  }

 private:
  static Refusal bad(const std::string& of) {
    return refuse(RefusalKind::malformed, "portfolio.bad_value", {}, {{"of", of}});
  }
  void fault(Refusal refusal) {
    if (refusals_.size() < 50) refusals_.push_back(std::move(refusal));
  }

  template <class Read>
  void each(const char* key, Read read) {
    const Json* list = json_.find(key);
    if (list == nullptr) return;
    if (!list->is_array()) return fault(bad(key));
    for (const Json& item : list->items()) read(item);
  }

  double number(const Json* json, const std::string& of, std::optional<double> otherwise = {}) {
    if (json == nullptr && otherwise) return *otherwise;
    if (json != nullptr && json->is_number() && std::isfinite(json->number()))
      return json->number();
    fault(bad(of));
    return 0;
  }

  std::int32_t period(const Json& item, const char* key, const std::string& of,
                      std::int32_t otherwise) {
    const Json* json = item.find(key);
    if (json == nullptr || json->is_null()) return otherwise;
    const double value = number(json, of);
    if (value >= 0 && value <= k_periods_max) return static_cast<std::int32_t>(value);
    fault(bad(of));
    return otherwise;
  }

  /// One number for every period, or a list.
  std::vector<double> numbers(const Json& json, std::size_t count, const std::string& of) {
    std::vector<double> result;
    if (json.is_array()) {
      for (const Json& item : json.items()) result.push_back(number(&item, of));
    } else {
      result.assign(count, number(&json, of));
    }
    return result;
  }

  void add_resource(const std::string& id, const Json& capacity, bool pooled) {
    if (id.empty() || !resource_by_id_.try_emplace(id, resource_by_id_.size()).second)
      return fault(bad(id.empty() ? "resources" : id));
    Resource resource;
    resource.id = id;
    resource.pooled = pooled;
    model_.resources.push_back(std::move(resource));
    const auto count = pooled ? 1 : static_cast<std::size_t>(model_.periods);
    capacities_.push_back(numbers(capacity, count, id));
  }

  void read_resources() {
    // Money is a resource with a name of its own, because people write it so.
    if (const Json* budget = json_.find("budget")) add_resource("budget", *budget, false);
    each("resources", [&](const Json& item) {
      const Json* capacity = item.find("capacity");
      const Json* pooled = item.find("pooled");
      if (capacity == nullptr) return fault(bad("resources"));
      add_resource(std::string(item.text("id")), *capacity,
                   pooled != nullptr && pooled->is_bool() && pooled->boolean());
    });
  }

  void read_candidate(const Json& item) {
    Candidate candidate;
    candidate.id = item.text("id");
    candidate.category = item.text("category");
    const auto row = model_.candidates.size();
    if (candidate.id.empty() || !candidate_by_id_.try_emplace(candidate.id, row).second)
      return fault(bad(candidate.id.empty() ? "id" : candidate.id));
    candidate.duration = std::max(period(item, "duration", candidate.id, 1), 1);
    candidate.earliest = period(item, "earliest", candidate.id, 0);
    candidate.latest = period(item, "latest", candidate.id, INT32_MAX);
    const Json* must = item.find("must");
    candidate.must = must != nullptr && must->is_bool() && must->boolean();
    const Json* value = item.find("value");
    values_.push_back(value == nullptr ? std::vector<double>{0} : numbers(*value, 1, candidate.id));
    if (value == nullptr) fault(bad(candidate.id));
    const auto duration = static_cast<std::size_t>(candidate.duration);
    const std::string id = candidate.id;
    model_.candidates.push_back(std::move(candidate));
    if (const Json* cost = item.find("cost")) add_use(row, "budget", *cost, duration);
    const Json* uses = item.find("use");
    if (uses == nullptr) return;
    if (!uses->is_object()) return fault(bad(id));
    for (const JsonMember& use : uses->members()) add_use(row, use.key, use.value, duration);
  }

  void add_use(std::size_t candidate, const std::string& resource, const Json& amount,
               std::size_t duration) {
    const std::string& id = model_.candidates[candidate].id;
    const auto found = resource_by_id_.find(resource);
    if (found == resource_by_id_.end()) {
      return fault(refuse(RefusalKind::rule, "portfolio.bad_reference", {}, {{"of", id}}));
    }
    uses_.push_back(
        {candidate, static_cast<std::int32_t>(found->second), numbers(amount, duration, id)});
  }

  std::vector<std::int32_t> members(const Json& list) {
    std::vector<std::int32_t> result;
    if (!list.is_array()) {
      fault(bad("exclusive"));
      return result;
    }
    for (const Json& item : list.items()) {
      const auto found =
          item.is_string() ? candidate_by_id_.find(item.string()) : candidate_by_id_.end();
      if (found == candidate_by_id_.end()) {
        fault(refuse(RefusalKind::rule, "portfolio.bad_reference", {},
                     {{"of", item.is_string() ? item.string() : "?"}}));
      } else {
        result.push_back(static_cast<std::int32_t>(found->second));
      }
    }
    return result;
  }

  void read_references(const Json& item, std::size_t row) {
    if (const Json* list = item.find("requires"))
      model_.candidates[row].requires_done = members(*list);
  }

  void read_category(const Json& item) {
    Category category;
    category.id = item.text("id");
    category.least =
        static_cast<std::int32_t>(std::clamp(number(item.find("min"), category.id, 0), 0.0, 1e6));
    category.most =
        static_cast<std::int32_t>(std::clamp(number(item.find("max"), category.id, 2e9), 0.0, 2e9));
    model_.categories.push_back(std::move(category));
  }

  void scale() {
    std::vector<double> all;
    for (const auto& list : values_) all.insert(all.end(), list.begin(), list.end());
    model_.value_scale = common_scale(all);
    for (std::size_t row = 0; row < values_.size(); ++row) {
      for (const double value : values_[row])
        model_.candidates[row].value.push_back(scaled_integer(value, model_.value_scale));
    }
    for (std::size_t resource = 0; resource < model_.resources.size(); ++resource) {
      all = capacities_[resource];
      for (const RawUse& use : uses_) {
        if (use.resource == static_cast<std::int32_t>(resource))
          all.insert(all.end(), use.amount.begin(), use.amount.end());
      }
      const std::int64_t scale = common_scale(all);
      model_.resources[resource].scale = scale;
      for (const double capacity : capacities_[resource])
        model_.resources[resource].capacity.push_back(scaled_integer(capacity, scale));
    }
    for (const RawUse& raw : uses_) {
      Use use;
      use.resource = raw.resource;
      const auto resource = static_cast<std::size_t>(raw.resource);
      for (const double amount : raw.amount)
        use.amount.push_back(scaled_integer(amount, model_.resources[resource].scale));
      model_.candidates[raw.candidate].uses.push_back(std::move(use));
    }
  }

  /// Futures: every candidate's use varies on its own, evenly between the given percents.
  void read_chance() {
    const Json* chance = json_.find("chance");
    if (chance == nullptr) return;
    model_.chance.confidence = number(chance->find("confidence"), "chance");
    const double low = number(chance->find("low"), "chance", -10);
    const double high = number(chance->find("high"), "chance", 30);
    const double futures = number(chance->find("futures"), "chance", k_futures_default);
    const double seed = number(chance->find("seed"), "chance", 1);
    const bool sane = low >= -100 && low <= high && high <= 1000 && futures >= 1 &&
                      futures <= static_cast<double>(k_futures_max) && seed >= 0 && seed < 1e15;
    if (!sane) return fault(bad("chance"));
    auto state = static_cast<std::uint64_t>(seed);
    for (std::size_t future = 0; future < static_cast<std::size_t>(futures); ++future) {
      std::vector<std::int32_t> factors;
      for (std::size_t row = 0; row < model_.candidates.size(); ++row) {
        state = state * 6364136223846793005U + 1442695040888963407U;
        const double u = static_cast<double>(state >> 33U) / 2147483648.0;
        factors.push_back(static_cast<std::int32_t>(1000 + 10 * (low + (high - low) * u)));
      }
      model_.chance.factors.push_back(std::move(factors));
    }
  }

  const Json& json_;
  Model model_;
  std::map<std::string, std::size_t> resource_by_id_;
  std::map<std::string, std::size_t> candidate_by_id_;
  std::vector<std::vector<double>> capacities_;
  std::vector<std::vector<double>> values_;
  std::vector<RawUse> uses_;
  Refusals refusals_;
};

}  // namespace

Result<Model> read_portfolio(const Json& document) { return PortfolioReader(document).read(); }

}  // namespace tc::engine::portfolio
