#include "engine/portfolio/mknap.h"

#include <charconv>
#include <cmath>
#include <optional>

#include "engine/portfolio/decimal.h"

namespace tc::engine::portfolio {
namespace {

constexpr std::int64_t k_rows_max = 1000;
constexpr std::int64_t k_cells_max = 10'000'000;

/// The numbers of the text, one after the other.
class Numbers {
 public:
  explicit Numbers(std::string_view text) : text_(text) {}

  std::optional<std::string_view> next() {
    while (at_ < text_.size() && static_cast<unsigned char>(text_[at_]) <= ' ') ++at_;
    const std::size_t begin = at_;
    while (at_ < text_.size() && static_cast<unsigned char>(text_[at_]) > ' ') ++at_;
    ++count_;
    if (begin == at_) return std::nullopt;
    return text_.substr(begin, at_ - begin);
  }
  std::optional<std::int64_t> next_count(std::int64_t most) {
    const std::optional<std::string_view> word = next();
    std::int64_t value = 0;
    if (!word) return std::nullopt;
    const auto [end, error] = std::from_chars(word->data(), word->data() + word->size(), value);
    if (error != std::errc() || end != word->data() + word->size() || value < 0 || value > most)
      return std::nullopt;
    return value;
  }
  [[nodiscard]] Refusal fault() const {
    return refuse(RefusalKind::malformed, "portfolio.malformed", {},
                  {{"at", std::to_string(count_)}});
  }

 private:
  std::string_view text_;
  std::size_t at_ = 0;
  std::int64_t count_ = 0;
};

/// So many decimals from the text; false where one is malformed.
bool read_row(Numbers& numbers, std::int64_t count, std::vector<double>& row) {
  row.clear();
  for (std::int64_t at = 0; at < count; ++at) {
    const std::optional<std::string_view> word = numbers.next();
    double value = 0;
    if (!word) return false;
    const auto [end, error] = std::from_chars(word->data(), word->data() + word->size(), value);
    if (error != std::errc() || end != word->data() + word->size() || !std::isfinite(value))
      return false;
    row.push_back(value);
  }
  return true;
}

struct Tables {
  double best = 0;
  std::vector<double> values;
  std::vector<std::vector<double>> amounts;
  std::vector<double> capacities;
};

Model model_of(const Tables& tables) {
  Model model;
  model.value_scale = common_scale(tables.values);
  for (std::size_t item = 0; item < tables.values.size(); ++item) {
    Candidate candidate;
    candidate.id = std::to_string(item + 1);
    candidate.value = {scaled_integer(tables.values[item], model.value_scale)};
    model.candidates.push_back(std::move(candidate));
  }
  for (std::size_t row = 0; row < tables.amounts.size(); ++row) {
    std::vector<double> all = tables.amounts[row];
    all.push_back(tables.capacities[row]);
    Resource resource;
    resource.id = std::to_string(row + 1);
    resource.scale = common_scale(all);
    resource.capacity = {scaled_integer(tables.capacities[row], resource.scale)};
    for (std::size_t item = 0; item < tables.values.size(); ++item) {
      const std::int64_t amount = scaled_integer(tables.amounts[row][item], resource.scale);
      if (amount != 0)
        model.candidates[item].uses.push_back({static_cast<std::int32_t>(row), {amount}});
    }
    model.resources.push_back(std::move(resource));
  }
  return model;
}

}  // namespace

bool is_mknap(std::string_view bytes) {
  bool any = false;
  for (const char letter : bytes.substr(0, 4096)) {
    if (std::string_view("0123456789.+-eE \t\r\n").find(letter) == std::string_view::npos)
      return false;
    any |= letter >= '0' && letter <= '9';
  }
  return any;
}

Result<MknapProblem> read_mknap(std::string_view bytes, std::int32_t problem) {
  Numbers numbers(bytes);
  const std::optional<std::int64_t> count = numbers.next_count(1'000'000);
  if (!count) return numbers.fault();
  if (problem < 0 || problem >= *count) {
    return refuse(RefusalKind::not_found, "portfolio.problem_unknown", {},
                  {{"problem", std::to_string(problem)}, {"count", std::to_string(*count)}});
  }
  for (std::int32_t at = 0;; ++at) {
    const std::optional<std::int64_t> items = numbers.next_count(k_candidates_max);
    const std::optional<std::int64_t> rows = numbers.next_count(k_rows_max);
    if (!items || !rows || *items == 0) return numbers.fault();
    if (*items * *rows > k_cells_max) return refuse(RefusalKind::rule, "portfolio.too_large");
    Tables tables;
    std::vector<double> row;
    if (!read_row(numbers, 1, row)) return numbers.fault();
    tables.best = row.front();
    if (!read_row(numbers, *items, tables.values)) return numbers.fault();
    for (std::int64_t line = 0; line < *rows; ++line) {
      if (!read_row(numbers, *items, row)) return numbers.fault();
      tables.amounts.push_back(row);
    }
    if (!read_row(numbers, *rows, tables.capacities)) return numbers.fault();
    if (at < problem) continue;
    return MknapProblem{model_of(tables), tables.best, static_cast<std::int32_t>(*count)};
  }
}

}  // namespace tc::engine::portfolio
