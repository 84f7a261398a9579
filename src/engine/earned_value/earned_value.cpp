#include "engine/earned_value/earned_value.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "engine/earned_value/checks.h"

namespace tc::engine::earned_value {
namespace {

constexpr std::size_t k_rows_per_step = 4096;

/// Cumulative curves of one element while the packages are added up.
struct Curves {
  explicit Curves(std::int32_t periods)
      : planned(static_cast<std::size_t>(periods) + 1),
        earned(static_cast<std::size_t>(periods) + 1),
        actual(static_cast<std::size_t>(periods) + 1) {}

  void add(const Curves& other) {
    const auto into = [](std::vector<Amount>& sum, const std::vector<Amount>& part) {
      for (std::size_t at = 0; at < sum.size(); ++at) sum[at] += part[at];
    };
    into(planned, other.planned);
    into(earned, other.earned);
    into(actual, other.actual);
    estimate += other.estimate;
    estimated = estimated && other.estimated;
  }

  std::vector<Amount> planned, earned, actual;
  Amount estimate = 0;
  bool estimated = true;  ///< Every unfinished package has an estimate to complete.
};

class Computation {
 public:
  explicit Computation(const Input& input)
      : input_(input),
        total_(input.periods),
        wbs_(input.wbs.size(), Curves(input.periods)),
        obs_(input.obs.size(), Curves(input.periods)) {
    earned_.periods = input.periods;
    earned_.cells.resize(input.planned.cells.size());
    output_.packages.resize(input.packages.size());
  }

  Result<Output> run(Progress& progress) {
    const auto rows = input_.packages.size();
    for (const bool apportioned : {false, true}) {
      for (std::size_t at = 0; at < rows; ++at) {
        if ((input_.packages[at].technique == Technique::apportioned) == apportioned) earn(at);
      }
    }
    for (std::size_t at = 0; at < rows; ++at) {
      if (at % k_rows_per_step == 0 &&
          !progress.step(static_cast<std::int64_t>(at), static_cast<std::int64_t>(rows), "roll up"))
        return refuse(RefusalKind::rule, "earned_value.cancelled");
      add_package(at);
    }
    roll_up(input_.wbs, wbs_);
    roll_up(input_.obs, obs_);
    return answer();
  }

 private:
  /// Cumulative earned value of every period up to the status date.
  void earn(std::size_t at) {
    const WorkPackage& package = input_.packages[at];
    const Amount* planned = input_.planned.row(at);
    const Amount* done = input_.progress.row(at);
    Amount* earned = earned_.row(at);
    Amount budget = 0;
    for (std::int32_t period = 0; period < input_.periods; ++period) budget += planned[period];
    const bool apportioned = package.technique == Technique::apportioned;
    const auto base = static_cast<std::size_t>(apportioned ? package.base : 0);
    const Amount* base_earned = earned_.row(base);
    Amount base_budget = 0;
    for (std::int32_t period = 0; apportioned && period < input_.periods; ++period)
      base_budget += input_.planned.row(base)[period];
    if (package.technique == Technique::level_of_effort) {
      Amount value = 0;
      for (std::int32_t period = 0; period < input_.status_period; ++period)
        earned[period] = value += planned[period];
      return;
    }
    for (std::int32_t period = 0; period < input_.status_period; ++period) {
      const Part part = apportioned ? Part{base_earned[period], base_budget}
                                    : part_of(package, period, done[period]);
      earned[period] = part.whole > 0 ? share(budget, part.earned, part.whole) : 0;
    }
  }

  static Part part_of(const WorkPackage& package, std::int32_t period, std::int64_t done) {
    if (package.technique == Technique::weighted_milestones)
      return earned_part(package.milestones, period + 1);
    return earned_part(package.technique, done, package.units_planned);
  }

  void add_package(std::size_t at) {
    const WorkPackage& package = input_.packages[at];
    Totals& totals = output_.packages[at];
    const Amount* planned = input_.planned.row(at);
    const Amount* actual = input_.actual.row(at);
    const Amount* earned = earned_.row(at);
    Curves* const wbs =
        package.wbs == k_none ? nullptr : &wbs_[static_cast<std::size_t>(package.wbs)];
    Curves* const obs =
        package.obs == k_none ? nullptr : &obs_[static_cast<std::size_t>(package.obs)];
    for (std::int32_t period = 0; period < input_.periods; ++period) {
      const auto column = static_cast<std::size_t>(period) + 1;
      totals.budget += planned[period];
      const bool reported = period < input_.status_period;
      if (reported) {
        totals.planned = totals.budget;
        totals.earned = earned[period];
        totals.actual += actual[period];
      }
      for (Curves* curves : {&total_, wbs, obs}) {
        if (curves == nullptr) continue;
        curves->planned[column] += totals.budget;
        if (!reported) continue;
        curves->earned[column] += totals.earned;
        curves->actual[column] += totals.actual;
      }
    }
    totals.estimate_to_complete = package.estimate_to_complete;
    if (totals.earned == totals.budget && !totals.estimate_to_complete)
      totals.estimate_to_complete = 0;
    for (Curves* curves : {&total_, wbs, obs}) {
      if (curves == nullptr) continue;
      curves->estimate += totals.estimate_to_complete.value_or(0);
      curves->estimated = curves->estimated && totals.estimate_to_complete.has_value();
    }
  }

  static void roll_up(const std::vector<Node>& nodes, std::vector<Curves>& curves) {
    for (std::size_t at = nodes.size(); at-- > 0;) {
      if (nodes[at].parent != k_none)
        curves[static_cast<std::size_t>(nodes[at].parent)].add(curves[at]);
    }
  }

  [[nodiscard]] Totals totals_of(const Curves& curves) const {
    const auto now = static_cast<std::size_t>(input_.status_period);
    Totals totals{
        curves.planned[now], curves.earned[now], curves.actual[now], curves.planned.back(), {}};
    if (curves.estimated) totals.estimate_to_complete = curves.estimate;
    return totals;
  }

  [[nodiscard]] bool is_beyond(const Totals& totals) const {
    const auto exceeds = [this](Amount variance, Amount base) {
      const Amount size = std::abs(variance);
      const Thresholds& limits = input_.thresholds;
      if (limits.amount && size < *limits.amount) return false;
      if (!limits.percent) return limits.amount.has_value();
      const double percent = static_cast<double>(*limits.percent) / k_whole_percent;
      return static_cast<double>(size) >= percent * static_cast<double>(base) && size > 0;
    };
    return exceeds(totals.earned - totals.planned, totals.planned) ||
           exceeds(totals.earned - totals.actual, totals.earned);
  }

  Result<Account> account_of(const Curves& curves) const {
    Account account;
    account.totals = totals_of(curves);
    const Result<Indicators> indicators =
        measure({curves.planned, input_.status_period, account.totals.earned, account.totals.actual,
                 account.totals.estimate_to_complete});
    if (!indicators) return indicators.refusals();
    account.indicators = *indicators;
    account.beyond_threshold = is_beyond(account.totals);
    return account;
  }

  Status fill(const std::vector<Curves>& curves, std::vector<Account>& accounts) const {
    for (const Curves& curve : curves) {
      Result<Account> account = account_of(curve);
      if (!account) return account.refusals();
      accounts.push_back(std::move(*account));
    }
    return Done{};
  }

  /// Schedule adherence: how much of what was to be done by the earned schedule has been done
  /// there. Source: Lipke, P-factor.
  [[nodiscard]] Figure p_factor(double earned_schedule) const {
    const double floor = std::floor(earned_schedule);
    const auto whole = static_cast<std::int32_t>(floor);
    const double part = earned_schedule - floor;
    double due = 0;
    double done = 0;
    for (std::size_t at = 0; at < input_.packages.size(); ++at) {
      const Amount* planned = input_.planned.row(at);
      double value = 0;
      for (std::int32_t period = 0; period < std::min(whole, input_.periods); ++period)
        value += static_cast<double>(planned[period]);
      if (whole < input_.periods) value += part * static_cast<double>(planned[whole]);
      due += value;
      done += std::min(value, static_cast<double>(output_.packages[at].earned));
    }
    if (!(due > 0)) return undefined("earned_value.no_earned_value");
    return known(done / due);
  }

  void fill_control_accounts() {
    std::vector<std::pair<std::pair<Index, Index>, std::size_t>> order;
    order.reserve(input_.packages.size());
    for (std::size_t at = 0; at < input_.packages.size(); ++at)
      order.push_back({{input_.packages[at].wbs, input_.packages[at].obs}, at});
    std::sort(order.begin(), order.end());
    for (const auto& [place, at] : order) {
      auto& accounts = output_.control_accounts;
      if (accounts.empty() || std::pair(accounts.back().wbs, accounts.back().obs) != place) {
        accounts.push_back({place.first, place.second, {}});
        accounts.back().totals.estimate_to_complete = 0;
      }
      Totals& sum = accounts.back().totals;
      const Totals& part = output_.packages[at];
      sum.planned += part.planned;
      sum.earned += part.earned;
      sum.actual += part.actual;
      sum.budget += part.budget;
      if (sum.estimate_to_complete && part.estimate_to_complete) {
        *sum.estimate_to_complete += *part.estimate_to_complete;
      } else {
        sum.estimate_to_complete.reset();
      }
    }
  }

  Result<Output> answer() {
    Result<Account> project = account_of(total_);
    if (!project) return project.refusals();
    output_.project = std::move(*project);
    for (const Status& status : {fill(wbs_, output_.wbs), fill(obs_, output_.obs)}) {
      if (!status) return status.refusals();
    }
    const Figure& reached = output_.project.indicators[Measure::earned_schedule];
    if (!input_.packages.empty() && reached.defined())
      output_.project.indicators[Measure::p_factor] = p_factor(reached.value);
    fill_control_accounts();
    output_.findings = findings_of(input_, earned_);
    const auto reported = static_cast<std::ptrdiff_t>(input_.status_period) + 1;
    output_.series.planned = std::move(total_.planned);
    output_.series.earned.assign(total_.earned.begin(), total_.earned.begin() + reported);
    output_.series.actual.assign(total_.actual.begin(), total_.actual.begin() + reported);
    output_.budget_total =
        output_.project.totals.budget + input_.undistributed_budget + input_.management_reserve;
    return std::move(output_);
  }

  const Input& input_;
  Grid earned_;
  Curves total_;
  std::vector<Curves> wbs_;
  std::vector<Curves> obs_;
  Output output_;
};

}  // namespace

Result<Output> compute(const Input& input, Progress& progress) {
  Refusals refusals = refusals_of(input);
  if (!refusals.empty()) return refusals;
  return Computation(input).run(progress);
}

Result<Output> compute(const Input& input) {
  NoProgress progress;
  return compute(input, progress);
}

}  // namespace tc::engine::earned_value
