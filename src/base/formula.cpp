#include "base/formula.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <compare>
#include <optional>

namespace tc {

struct Formula::Node {
  enum class Kind { value, name, call };
  Kind kind = Kind::value;
  FormulaValue value;
  std::string text;  ///< The name, the operator or the function.
  std::vector<std::shared_ptr<const Node>> parts;
};

namespace {

using Node = Formula::Node;
using NodePtr = std::shared_ptr<const Node>;
using Values = std::vector<FormulaValue>;

const double* number_in(const FormulaValue& value) { return std::get_if<double>(&value); }
bool is_missing(const FormulaValue& value) { return value.index() == 0; }

std::string text_of(const FormulaValue& value) {
  if (const auto* text = std::get_if<std::string>(&value)) return *text;
  if (const auto* truth = std::get_if<bool>(&value)) return *truth ? "true" : "false";
  const double* number = number_in(value);
  if (number == nullptr) return {};
  std::array<char, 32> buffer{};
  const auto [end, error] = std::to_chars(buffer.data(), buffer.data() + buffer.size(), *number);
  return std::string(buffer.data(), end);
}

FormulaValue finite(double value) {
  if (!std::isfinite(value)) return {};
  return value;
}

FormulaValue compare(std::string_view how, const FormulaValue& a, const FormulaValue& b) {
  if (a.index() != b.index() || is_missing(a)) return {};
  const auto order = a <=> b;
  if (how == "=") return order == 0;
  if (how == "!=") return order != 0;
  if (how == "<") return order < 0;
  if (how == "<=") return order <= 0;
  return how == ">" ? order > 0 : order >= 0;
}

FormulaValue arithmetic(std::string_view how, double a, double b) {
  if (how == "+") return finite(a + b);
  if (how == "-") return finite(a - b);
  if (how == "*") return finite(a * b);
  return b == 0 ? FormulaValue() : finite(a / b);
}

// Min, max and sum of what is there; nothing of nothing.
FormulaValue fold(std::string_view how, const Values& values) {
  FormulaValue result;
  for (const FormulaValue& value : values) {
    const double* number = number_in(value);
    if (number == nullptr) continue;
    const double* so_far = number_in(result);
    if (so_far == nullptr)
      result = *number;
    else if (how == "sum")
      result = finite(*so_far + *number);
    else
      result = how == "min" ? std::min(*so_far, *number) : std::max(*so_far, *number);
  }
  return result;
}

FormulaValue rounded(const Values& values) {
  const double* number = number_in(values[0]);
  const double* digits = values.size() > 1 ? number_in(values[1]) : nullptr;
  if (number == nullptr) return {};
  const double scale =
      std::pow(10, std::clamp(digits != nullptr ? std::round(*digits) : 0, -9., 9.));
  return finite(std::round(*number * scale) / scale);
}

struct Function {
  std::string_view name;
  std::size_t least;
  std::size_t most;
};
constexpr std::array k_functions = {
    Function{"if", 2, 3},        Function{"min", 1, 20},     Function{"max", 1, 20},
    Function{"sum", 1, 20},      Function{"round", 1, 2},    Function{"abs", 1, 1},
    Function{"coalesce", 1, 20}, Function{"contains", 2, 2},
};

FormulaValue call(std::string_view name, const Values& values) {
  if (name == "min" || name == "max" || name == "sum") return fold(name, values);
  if (name == "round") return rounded(values);
  if (name == "coalesce") {
    const auto found = std::ranges::find_if_not(values, is_missing);
    return found == values.end() ? FormulaValue() : *found;
  }
  if (is_missing(values[0])) return {};
  if (name == "abs") {
    const double* number = number_in(values[0]);
    return number == nullptr ? FormulaValue() : FormulaValue(std::abs(*number));
  }
  if (name == "contains") return text_of(values[0]).find(text_of(values[1])) != std::string::npos;
  const double* a = number_in(values[0]);
  if (values.size() == 1) {  // The signs before an operand.
    if (name == "-") return a == nullptr ? FormulaValue() : FormulaValue(-*a);
    const auto* truth = std::get_if<bool>(&values[0]);
    return truth == nullptr ? FormulaValue() : FormulaValue(!*truth);
  }
  if (name == "&") return text_of(values[0]) + text_of(values[1]);
  if (name.find_first_of("=<>") != std::string_view::npos)
    return compare(name, values[0], values[1]);
  const double* b = number_in(values[1]);
  if (a == nullptr || b == nullptr) return {};
  return arithmetic(name, *a, *b);
}

FormulaValue evaluate_node(const Node& node, const Formula::Lookup& lookup) {
  if (node.kind == Node::Kind::value) return node.value;
  if (node.kind == Node::Kind::name) return lookup(node.text);
  const auto part = [&](std::size_t at) { return evaluate_node(*node.parts[at], lookup); };
  const auto holds = [](const FormulaValue& value) {
    const auto* truth = std::get_if<bool>(&value);
    return truth != nullptr && *truth;
  };
  if (node.text == "if") {
    const FormulaValue condition = part(0);
    if (is_missing(condition)) return {};
    if (holds(condition)) return part(1);
    return node.parts.size() > 2 ? part(2) : FormulaValue();
  }
  if (node.text == "and") return holds(part(0)) && holds(part(1));
  if (node.text == "or") return holds(part(0)) || holds(part(1));
  Values values;
  for (std::size_t at = 0; at < node.parts.size(); ++at) values.push_back(part(at));
  return call(node.text, values);
}

void collect(const Node& node, std::vector<std::string>& names) {
  if (node.kind == Node::Kind::name && std::ranges::find(names, node.text) == names.end())
    names.push_back(node.text);
  for (const NodePtr& part : node.parts) collect(*part, names);
}

class Parser {
 public:
  explicit Parser(std::string_view text) : text_(text) {}

  Result<NodePtr> parse() {
    NodePtr root = level(0, 0);
    blanks();
    if (root != nullptr && at_ != text_.size()) root = fail("formula.malformed");
    if (root == nullptr) return *refusal_;
    return root;
  }

 private:
  // From the loosest binding to the tightest; `not` stands between.
  static constexpr std::array<std::array<std::string_view, 6>, 5> k_levels = {{
      {"or"},
      {"and"},
      {"!=", "<=", ">=", "=", "<", ">"},
      {"+", "-", "&"},
      {"*", "/"},
  }};

  NodePtr fail(std::string_view code, std::string_view name = {}) {
    if (!refusal_) {
      refusal_ = refuse(RefusalKind::rule, code, "formula",
                        {{"offset", std::to_string(at_)}, {"name", std::string(name)}});
    }
    return nullptr;
  }
  void blanks() {
    while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\n')) ++at_;
  }
  static bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
  }
  static bool in_name(char c) { return is_letter(c) || (c >= '0' && c <= '9') || c == '.'; }

  bool take(std::string_view sign) {
    blanks();
    if (text_.substr(at_, sign.size()) != sign) return false;
    const std::size_t end = at_ + sign.size();
    if (is_letter(sign.front()) && end < text_.size() && in_name(text_[end])) return false;
    at_ = end;
    return true;
  }

  static NodePtr made(std::string_view name, std::vector<NodePtr> parts) {
    auto node = std::make_shared<Node>();
    node->kind = Node::Kind::call;
    node->text = name;
    node->parts = std::move(parts);
    return node;
  }

  NodePtr level(std::size_t binding, int depth) {
    if (depth > k_formula_depth_max) return fail("formula.too_deep");
    if (binding == k_levels.size()) return operand(depth);
    NodePtr left = level(binding + 1, depth);
    while (left != nullptr) {
      const auto& signs = k_levels[binding];
      const auto sign = std::ranges::find_if(
          signs, [&](std::string_view one) { return !one.empty() && take(one); });
      if (sign == signs.end()) break;
      NodePtr right = level(binding + 1, depth);
      if (right == nullptr) return nullptr;
      left = made(*sign, {left, right});
    }
    return left;
  }

  NodePtr operand(int depth) {
    for (const std::string_view sign : {"-", "not"}) {
      if (!take(sign)) continue;
      if (depth > k_formula_depth_max) return fail("formula.too_deep");
      NodePtr inner = sign == "-" ? operand(depth + 1) : level(2, depth + 1);
      return inner == nullptr ? nullptr : made(sign, {inner});
    }
    if (take("(")) {
      NodePtr inner = level(0, depth + 1);
      if (inner != nullptr && !take(")")) return fail("formula.malformed");
      return inner;
    }
    blanks();
    if (at_ == text_.size()) return fail("formula.malformed");
    if (text_[at_] == '"') return text();
    if (is_letter(text_[at_])) return name(depth);
    return number();
  }

  NodePtr constant(FormulaValue value) {
    auto node = std::make_shared<Node>();
    node->value = std::move(value);
    return node;
  }
  NodePtr text() {
    const std::size_t end = text_.find('"', ++at_);
    if (end == std::string_view::npos) return fail("formula.malformed");
    NodePtr node = constant(std::string(text_.substr(at_, end - at_)));
    at_ = end + 1;
    return node;
  }
  NodePtr number() {
    double value = 0;
    const auto [end, error] =
        std::from_chars(text_.data() + at_, text_.data() + text_.size(), value);
    if (error != std::errc() || !std::isfinite(value)) return fail("formula.malformed");
    at_ = static_cast<std::size_t>(end - text_.data());
    return constant(value);
  }

  NodePtr name(int depth) {
    const std::size_t from = at_;
    while (at_ < text_.size() && in_name(text_[at_])) ++at_;
    const std::string_view word = text_.substr(from, at_ - from);
    if (word == "true" || word == "false") return constant(word == "true");
    if (!take("(")) {
      auto node = std::make_shared<Node>();
      node->kind = Node::Kind::name;
      node->text = word;
      return node;
    }
    const auto function = std::ranges::find(k_functions, word, &Function::name);
    if (function == k_functions.end()) return fail("formula.unknown_function", word);
    std::vector<NodePtr> parts;
    do {
      parts.push_back(level(0, depth + 1));
      if (parts.back() == nullptr) return nullptr;
    } while (take(","));
    const bool fits = parts.size() >= function->least && parts.size() <= function->most;
    if (!take(")") || !fits) return fail("formula.malformed");
    return made(word, std::move(parts));
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::optional<Refusal> refusal_;
};

}  // namespace

Result<Formula> Formula::parse(std::string_view text) {
  if (text.size() > k_formula_bytes_max)
    return refuse(RefusalKind::rule, "formula.too_long", "formula");
  Result<NodePtr> root = Parser(text).parse();
  if (!root) return root.refusals();
  return Formula(std::move(*root));
}

FormulaValue Formula::evaluate(const Lookup& lookup) const { return evaluate_node(*root_, lookup); }

std::vector<std::string> Formula::names() const {
  std::vector<std::string> names;
  collect(*root_, names);
  return names;
}

}  // namespace tc
