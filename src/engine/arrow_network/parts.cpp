#include "engine/arrow_network/parts.h"

#include <algorithm>
#include <string>
#include <utility>

#include "base/row.h"

namespace tc::engine::arrow_network {
namespace {

using Index = std::int32_t;

bool same_work(const Link& a, const Link& b) { return a.before == b.before; }

/// The links into each work, without those that let it begin together with another one.
Result<std::vector<std::vector<Link>>> links_into(const Network& network,
                                                  const std::vector<Index>& order) {
  std::vector<std::vector<Link>> into(network.durations.size());
  for (const Link& link : network.links) into[row_of(link.after)].push_back(link);
  std::size_t count = 0;
  for (const Index work : order) {
    std::vector<Link> own;
    for (const Link& link : into[row_of(work)]) {
      const std::int64_t duration = network.durations[row_of(link.before)];
      if (duration == 0 || link.lag > -duration) {
        own.push_back(link);
        continue;
      }
      for (Link taken : into[row_of(link.before)]) {
        taken.after = work;
        own.push_back(taken);
      }
    }
    // Of several links from one work the longest wait says all.
    std::ranges::sort(own, {}, [](const Link& one) { return std::pair(one.before, -one.lag); });
    own.erase(std::unique(own.begin(), own.end(), same_work), own.end());
    count += own.size();
    if (count > k_links_max) {
      return refuse(RefusalKind::too_large, "arrow_network.too_large", {},
                    {{"limit", std::to_string(k_works_max)}});
    }
    into[row_of(work)] = std::move(own);
  }
  return into;
}

class Cutter {
 public:
  Cutter(const Network& network, std::vector<std::vector<Link>> into)
      : network_(network), into_(std::move(into)), cuts_(network.durations.size()) {}

  Parts run() {
    for (const auto& links : into_) {
      for (const Link& link : links) {
        if (link.lag < 0) cuts_[row_of(link.before)].push_back(cut_of(link));
      }
    }
    made_.network.durations = network_.durations;
    last_.resize(cuts_.size());
    second_.resize(cuts_.size());
    for (std::size_t work = 0; work < cuts_.size(); ++work)
      made_.parts.push_back({static_cast<Index>(work), 0, 0});
    for (std::size_t work = 0; work < cuts_.size(); ++work) cut(static_cast<Index>(work));
    for (const auto& links : into_) {
      for (const Link& link : links) join(link);
    }
    return std::move(made_);
  }

 private:
  [[nodiscard]] std::int64_t cut_of(const Link& link) const {
    return network_.durations[row_of(link.before)] + link.lag;
  }

  void cut(Index work) {
    std::vector<std::int64_t>& cuts = cuts_[row_of(work)];
    std::ranges::sort(cuts);
    cuts.erase(std::unique(cuts.begin(), cuts.end()), cuts.end());
    last_[row_of(work)] = work;
    if (cuts.empty()) return;
    made_.parts[row_of(work)].number = 1;
    made_.network.durations[row_of(work)] = cuts.front();
    for (std::size_t i = 0; i < cuts.size(); ++i) {
      const std::int64_t end = i + 1 < cuts.size() ? cuts[i + 1] : network_.durations[row_of(work)];
      const auto part = static_cast<Index>(made_.parts.size());
      made_.parts.push_back({work, static_cast<Index>(i) + 2, cuts[i]});
      made_.network.durations.push_back(end - cuts[i]);
      made_.network.links.push_back({last_[row_of(work)], part, 0});
      if (i == 0) second_[row_of(work)] = part;
      last_[row_of(work)] = part;
    }
  }

  // From the part that ends where the link begins; the parts behind the first stand in a row.
  void join(const Link& link) {
    Index from = last_[row_of(link.before)];
    if (link.lag < 0) {
      const auto& cuts = cuts_[row_of(link.before)];
      const auto place = std::ranges::lower_bound(cuts, cut_of(link)) - cuts.begin();
      from =
          place == 0 ? link.before : second_[row_of(link.before)] + static_cast<Index>(place) - 1;
    }
    made_.network.links.push_back({from, link.after, std::max<std::int64_t>(link.lag, 0)});
  }

  const Network& network_;
  std::vector<std::vector<Link>> into_;
  std::vector<std::vector<std::int64_t>> cuts_;  ///< By work: where it is cut.
  std::vector<Index> second_;                    ///< By work that is cut: its second part.
  std::vector<Index> last_;                      ///< By work: its last part.
  Parts made_;
};

}  // namespace

Result<Parts> in_parts(const Network& network, const std::vector<Index>& order) {
  Result<std::vector<std::vector<Link>>> into = links_into(network, order);
  if (!into) return into.refusals();
  return Cutter(network, std::move(*into)).run();
}

}  // namespace tc::engine::arrow_network
