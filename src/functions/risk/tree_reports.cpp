#include <algorithm>
#include <array>
#include <cmath>
#include <map>

#include "functions/risk/risk.h"
#include "project/report_tools.h"

namespace tc::functions::risk {
namespace {

using namespace kernel;
using namespace kernel::field;

constexpr int k_depth_max = 64;
constexpr double k_whole = 10'000.0;

constexpr std::array k_rbs_columns = {
    link("category", {"风险类别", "Category"}, "risk_category"),
    link("parent_category", {"上级类别", "Above"}, "risk_category"),
    text("code", {"编码", "Code"}),
    integer("risks", {"未关闭风险", "Open risks"}, {}),
    money("exposure", {"风险敞口", "Exposure"}),
};
// Each category with everything below it.
Result<ReportTable> breakdown(const ReportInput& input) {
  std::map<Id, Row> categories;
  for (Row& row : project::report_rows(input, "risk_category"))
    categories.emplace(row.id, std::move(row));
  const Settings settings(input.reader);
  std::map<Id, std::pair<std::int64_t, std::int64_t>> sums;
  for (const Row& row : project::report_rows(input, "risk")) {
    if (project::is_final(row)) continue;
    const std::int64_t exposure = expected_loss(row, settings.scale(row.scope), "probability");
    auto at = categories.find(row.integer("rbs"));
    for (int depth = 0; at != categories.end() && depth < k_depth_max; ++depth) {
      auto& [risks, sum] = sums[at->first];
      ++risks;
      sum += exposure;
      at = categories.find(at->second.integer("parent_category"));
    }
  }
  ReportTable table;
  for (const auto& [id, row] : categories)
    table.rows.push_back({Value(id), row.at("parent_category"), row.at("code"),
                          Value(sums[id].first), project::yuan(sums[id].second)});
  return table;
}

constexpr std::array k_bow_tie_columns = {
    link("element", {"要素", "Element"}, "bow_tie_element"),
    link("guards", {"所防", "Guards"}, "bow_tie_element"),
    text("kind", {"类型", "Kind"}),
    link("risk", {"风险", "Risk"}, "risk"),
    percent("effectiveness", {"有效性", "Effectiveness"}),
    percent("let_through", {"穿透率", "Let through"}),
};
// What several independent barriers let through is the product of what each one does.
Result<ReportTable> bow_tie(const ReportInput& input) {
  const std::vector<Row> rows = project::report_rows(input, "bow_tie_element");
  std::map<Id, double> through;
  for (const Row& row : rows) {
    if (!row.has("guards")) continue;
    const auto at = through.emplace(row.integer("guards"), 1.0).first;
    at->second *= 1 - static_cast<double>(row.integer("effectiveness")) / k_whole;
  }
  ReportTable table;
  for (const Row& row : rows) {
    Value let;
    if (!row.text("kind").ends_with("_barrier")) {
      const auto found = through.find(row.id);
      const double part = found == through.end() ? 1 : found->second;
      let = std::int64_t{std::llround(part * k_whole)};
    }
    table.rows.push_back({Value(row.id), row.at("guards"), row.at("kind"), row.at("risk"),
                          row.at("effectiveness"), let});
  }
  return table;
}

/// Decision nodes with their branches, rolled back from the ends.
class DecisionTree {
 public:
  explicit DecisionTree(std::vector<Row> rows) : rows_(std::move(rows)) {
    for (const Row& row : rows_) below_[row.integer("parent_node")].push_back(&row);
    for (const Row& row : rows_) (void)expected(row, 0);
  }
  [[nodiscard]] const std::vector<Row>& rows() const { return rows_; }
  [[nodiscard]] double expected(Id node) const { return expected_.at(node); }
  /// The best branch of the decision it belongs to.
  [[nodiscard]] bool chosen(const Row& row) const {
    const auto above = std::ranges::find(rows_, row.integer("parent_node"), &Row::id);
    if (above == rows_.end() || above->text("kind") != "decision") return false;
    return std::ranges::none_of(below_.at(above->id), [&](const Row* other) {
      return expected_.at(other->id) > expected_.at(row.id);
    });
  }

 private:
  // Payoff of the branch plus: the best branch of a decision, the mean of a chance.
  double expected(const Row& row, int depth) {
    if (const auto known = expected_.find(row.id); known != expected_.end()) return known->second;
    double value = static_cast<double>(project::minor_units(row, "value"));
    const auto branches = below_.find(row.id);
    if (depth < k_depth_max && branches != below_.end()) {
      double best = -INFINITY, mean = 0;
      for (const Row* branch : branches->second) {
        const double one = expected(*branch, depth + 1);
        best = std::max(best, one);
        mean += static_cast<double>(branch->integer("probability")) / k_whole * one;
      }
      value += row.text("kind") == "chance" ? mean : best;
    }
    return expected_[row.id] = value;
  }

  std::vector<Row> rows_;
  std::map<Id, std::vector<const Row*>> below_;
  std::map<Id, double> expected_;
};

constexpr std::array k_tree_columns = {
    link("node", {"节点", "Node"}, "decision_node"),
    link("parent_node", {"上级节点", "Above"}, "decision_node"),
    text("kind", {"类型", "Kind"}),
    percent("probability", {"概率", "Probability"}),
    money("value", {"收支", "Payoff"}),
    money("expected", {"期望值", "Expected value"}),
    boolean("chosen", {"应选", "To choose"}),
};
Result<ReportTable> decision_tree(const ReportInput& input) {
  const DecisionTree tree(project::report_rows(input, "decision_node"));
  ReportTable table;
  for (const Row& row : tree.rows())
    table.rows.push_back({Value(row.id), row.at("parent_node"), row.at("kind"),
                          row.at("probability"), row.at("value"),
                          project::yuan(std::llround(tree.expected(row.id))),
                          Value(std::int64_t{tree.chosen(row)})});
  return table;
}

constexpr std::array k_tree_reports = {
    Report{"risk.rbs",
           {"风险分解结构", "Risk breakdown structure"},
           "risk.read",
           project::k_project_inputs,
           k_rbs_columns,
           "tree",
           breakdown},
    Report{"risk.bow_tie",
           {"领结图", "Bow-tie"},
           "bow_tie_element.read",
           project::k_project_inputs,
           k_bow_tie_columns,
           "tree",
           bow_tie},
    Report{"risk.decision_tree",
           {"决策树", "Decision tree"},
           "decision_node.read",
           project::k_project_inputs,
           k_tree_columns,
           "tree",
           decision_tree},
};

}  // namespace

std::span<const Report> tree_figures() { return k_tree_reports; }

}  // namespace tc::functions::risk
