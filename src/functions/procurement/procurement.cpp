#include "functions/procurement/procurement.h"

#include <algorithm>
#include <array>

#include "functions/functions.h"
#include "project/report_tools.h"

namespace tc::functions {
namespace procurement {
namespace {

using namespace kernel;

struct Scored {
  const Row* bid = nullptr;
  std::int64_t minor = 0;
  double price = 0, total = 0;
};

// Lowest: lowest price ÷ price × 100. Average (平均价基准): 100 at the average of the prices, one
// point less for each percent above it, half a point for each percent below.
void score_prices(std::vector<Scored>& bids, bool average) {
  constexpr double k_full = 100, k_above = 1, k_below = 0.5;
  double sum = 0;
  double lowest = static_cast<double>(bids.front().minor);
  for (const Scored& one : bids) {
    sum += static_cast<double>(one.minor);
    lowest = std::min(lowest, static_cast<double>(one.minor));
  }
  const double mean = sum / static_cast<double>(bids.size());
  for (Scored& one : bids) {
    const auto price = static_cast<double>(one.minor);
    const double off = (price - mean) / mean * k_full;
    one.price = average ? std::max(0.0, k_full - (off > 0 ? off * k_above : -off * k_below))
                        : lowest / price * k_full;
  }
}

// The total weighs the price score with the technical and the commercial one (综合评估法).
Result<ActionOutcome> evaluate(const ActionInput& input) {
  const std::vector<Row> bids = project::linked(input.reader, "bid", "package", input.row->id);
  std::vector<Scored> scored;
  for (const Row& bid : bids) {
    const std::int64_t price = project::minor_units(bid, "price");
    if (bid.integer("rejected") == 0 && price > 0) scored.push_back({&bid, price});
  }
  if (scored.empty()) return refuse(RefusalKind::rule, "procurement_package.no_valid_bid");
  score_prices(scored, input.row->text("price_formula") == "average");
  constexpr double k_percent = 10'000.0, k_third = 1.0 / 3.0, k_percent_unit = 100.0;
  const bool weighted = input.row->integer("price_weight") +
                            input.row->integer("technical_weight") +
                            input.row->integer("commercial_weight") >
                        0;
  const auto weight = [&](const char* name) {
    return weighted ? static_cast<double>(input.row->integer(name)) / k_percent : k_third;
  };
  for (Scored& one : scored) {
    const auto judged = [&](const char* name) {
      return static_cast<double>(one.bid->integer(name)) / k_percent_unit;
    };
    one.total = weight("price_weight") * one.price +
                weight("technical_weight") * judged("technical_score") +
                weight("commercial_weight") * judged("commercial_score");
  }
  std::ranges::stable_sort(scored, std::greater<>(), &Scored::total);
  ActionOutcome outcome;
  for (std::size_t i = 0; i < scored.size(); ++i) {
    CommandSpec note = project::command("bid.update", scored[i].bid->id);
    note.set.append("price_score", scored[i].price);
    note.set.append("total_score", scored[i].total);
    note.set.append("rank", static_cast<std::int64_t>(i + 1));
    outcome.commands.push_back(std::move(note));
  }
  outcome.commands.push_back(
      project::command("procurement_package.record_evaluation", input.row->id));
  return outcome;
}

Result<ActionOutcome> note_variation(const EventInput& input) {
  ActionOutcome outcome;
  const std::optional<Row> claim = input.reader.load_any("claim", input.event.id);
  if (claim)  // An empty change: the contract computes its sums anew.
    outcome.commands.push_back(project::command("contract.update", claim->integer("contract")));
  return outcome;
}

Result<ActionOutcome> note_rating(const EventInput& input) {
  ActionOutcome outcome;
  const std::optional<Row> given = input.reader.load_any("supplier_score", input.event.id);
  if (!given) return outcome;
  project::Mean mean;
  for (const Row& one :
       project::linked(input.reader, "supplier_score", "supplier", given->integer("supplier")))
    mean.add(one.number_of("total"));
  CommandSpec note = project::command("supplier.update", given->integer("supplier"));
  note.set.append("rating", std::get<double>(mean.value()));
  outcome.commands.push_back(std::move(note));
  return outcome;
}

const std::array k_procurement_actions = {
    Action{"procurement_package.evaluate", {"评标", "Evaluate"}, {}, evaluate},
    need_date_action(),
};
Result<ActionOutcome> recolour_packages(const EventInput& input) {
  return project::recolour(k_package_colour, input.reader);
}

const std::array k_procurement_subscriptions = {
    Subscription{"@day", "procurement.recolour_packages", recolour_packages},
    Subscription{"claim.accepted", "procurement.note_variation", note_variation},
    Subscription{"supplier_score.created", "procurement.note_rating", note_rating},
    need_date_subscription(),
};
constexpr std::array k_messages = {
    Message{"procurement_package.no_valid_bid", {"没有有效报价", "There is no valid price"}},
    Message{"procurement_package.activity_missing",
            {"请先选择需要它的活动", "Choose the activity that needs it"}},
};

}  // namespace
}  // namespace procurement

const kernel::Function& procurement_function() {
  static const kernel::Function function = {
      .name = "procurement",
      .label = {"采购", "Procurement"},
      .records = procurement::records(),
      .rules = procurement::rules(),
      .actions = procurement::k_procurement_actions,
      .subscriptions = procurement::k_procurement_subscriptions,
      .reports = procurement::reports(),
      .messages = procurement::k_messages};
  return function;
}

}  // namespace tc::functions
