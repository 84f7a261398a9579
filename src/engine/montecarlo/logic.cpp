#include "engine/montecarlo/logic.h"

#include <map>

namespace tc::engine::montecarlo {
namespace {

constexpr int k_depth_max = 1000;

/// What a part of the expression begins and ends with.
struct Part {
  std::vector<Index> first;
  std::vector<Index> last;
};

class Parser {
 public:
  Parser(std::string_view text, Network& network) : text_(text), network_(network) {
    for (std::size_t row = 0; row < network.activities.size(); ++row) {
      by_id_[network.activities[row].id] = static_cast<Index>(row);
    }
  }

  Status parse() {
    Part whole;
    if (!series(whole, 0)) return std::move(fault_);
    if (peek() != '\0') {
      fail("unexpected character");
      return std::move(fault_);
    }
    return Done{};
  }

 private:
  bool fail(const char* why) {
    fault_ = refuse(RefusalKind::malformed, "simulation.bad_logic", {},
                    {{"offset", std::to_string(at_)}, {"why", why}});
    return false;
  }

  char peek() {
    while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\n' || text_[at_] == '\t')) {
      ++at_;
    }
    return at_ < text_.size() ? text_[at_] : '\0';
  }
  bool take(char character) {
    if (peek() != character) return false;
    ++at_;
    return true;
  }

  Index join_node() {
    Activity activity;
    activity.id = "join " + std::to_string(network_.activities.size());
    activity.counted = false;
    network_.activities.push_back(std::move(activity));
    return static_cast<Index>(network_.activities.size()) - 1;
  }

  void link_all(const std::vector<Index>& from, const std::vector<Index>& to) {
    if (from.size() > 1 && to.size() > 1) {
      const Index join = join_node();
      link_all(from, {join});
      return link_all({join}, to);
    }
    for (const Index a : from) {
      for (const Index b : to) network_.links.push_back({.from = a, .to = b});
    }
  }

  bool series(Part& part, int depth) {
    if (!single(part, depth)) return false;
    while (take('+')) {
      Part next;
      if (!single(next, depth)) return false;
      link_all(part.last, next.first);
      part.last = std::move(next.last);
    }
    return true;
  }

  bool parallel(Part& part, int depth) {
    do {
      Part branch;
      if (!series(branch, depth)) return false;
      part.first.insert(part.first.end(), branch.first.begin(), branch.first.end());
      part.last.insert(part.last.end(), branch.last.begin(), branch.last.end());
    } while (take(','));
    return take(')') || fail("missing )");
  }

  bool single(Part& part, int depth) {
    if (depth > k_depth_max) return fail("nested too deeply");
    peek();
    const std::size_t begin = at_;
    while (at_ < text_.size() &&
           std::string_view("+,() \n\t").find(text_[at_]) == std::string_view::npos) {
      ++at_;
    }
    const std::string_view name = text_.substr(begin, at_ - begin);
    if (take('(')) {
      if (!name.empty() && name != "max") return fail("unknown function");
      return parallel(part, depth + 1);
    }
    if (name.empty()) return fail("a name is missing");
    const auto found = by_id_.find(name);
    if (found == by_id_.end()) {
      fault_ = refuse(RefusalKind::rule, "simulation.bad_reference", {},
                      {{"of", "logic"}, {"what", std::string(name)}});
      return false;
    }
    part.first = part.last = {found->second};
    return true;
  }

  std::string_view text_;
  Network& network_;
  std::map<std::string, Index, std::less<>> by_id_;
  std::size_t at_ = 0;
  Refusal fault_;
};

}  // namespace

Status add_logic(std::string_view logic, Network& network) {
  return Parser(logic, network).parse();
}

}  // namespace tc::engine::montecarlo
