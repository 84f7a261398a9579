#include "engine/portfolio/lp_text.h"

#include <charconv>
#include <cmath>

#include "base/row.h"

namespace tc::engine::portfolio {
namespace {

std::string variable(std::int64_t choice) { return "x" + std::to_string(choice); }

class LpWriter {
 public:
  explicit LpWriter(const Choices& choices) : choices_(choices), model_(*choices.model) {}

  std::string write() {
    text_ = "Maximize\n obj:";
    for (std::size_t at = 0; at < choices_.choices.size(); ++at) {
      term(choices_.choices[at].value, static_cast<std::int64_t>(at));
    }
    text_ += "\nSubject To\n";
    capacities();
    candidates();
    requirements();
    groups();
    categories();
    futures();
    text_ += "Binaries\n";
    for (std::size_t at = 0; at < choices_.choices.size(); ++at) {
      word(variable(static_cast<std::int64_t>(at)));
    }
    for (std::size_t at = 0; at < model_.chance.factors.size(); ++at) {
      word("f" + std::to_string(at));
    }
    text_ += "\nEnd\n";
    return std::move(text_);
  }

 private:
  static constexpr std::size_t k_line_max = 200;

  /// Solvers limit the length of lines.
  void word(const std::string& word) {
    line_ += word.size() + 1;
    if (line_ > k_line_max) {
      text_ += "\n";
      line_ = word.size() + 1;
    }
    text_ += " " + word;
  }
  void term(std::int64_t factor, std::int64_t choice) {
    if (factor == 0) return;
    word((factor < 0 ? "- " : "+ ") + std::to_string(std::abs(factor)) + " " + variable(choice));
  }
  void close(const char* sense, std::int64_t right) {
    text_ += std::string(" ") + sense + " " + std::to_string(right) + "\n";
    line_ = 0;
  }

  void capacities() {
    std::vector<std::vector<std::pair<std::int64_t, std::int64_t>>> rows(choices_.capacity.size());
    for (std::size_t at = 0; at < choices_.choices.size(); ++at) {
      const Choice& choice = choices_.choices[at];
      for (std::int32_t use = choice.use_begin; use < choice.use_end; ++use) {
        const RowUse& entry = choices_.uses[row_of(use)];
        rows[row_of(entry.row)].push_back({entry.amount, static_cast<std::int64_t>(at)});
      }
    }
    for (std::size_t row = 0; row < rows.size(); ++row) {
      if (rows[row].empty()) continue;
      for (const auto& [amount, choice] : rows[row]) term(amount, choice);
      close("<=", choices_.capacity[row]);
    }
  }

  void candidates() {
    for (std::size_t candidate = 0; candidate + 1 < choices_.begin.size(); ++candidate) {
      const std::int32_t begin = choices_.begin[candidate], end = choices_.begin[candidate + 1];
      const bool must = model_.candidates[candidate].must;
      if (begin == end || (end - begin == 1 && !must)) continue;
      for (std::int32_t at = begin; at < end; ++at) term(1, at);
      close(must ? "=" : "<=", 1);
    }
  }

  /// A start in t needs the prerequisite to start early enough to have finished.
  void requirements() {
    for (std::size_t at = 0; at < choices_.choices.size(); ++at) {
      const Choice& choice = choices_.choices[at];
      for (const std::int32_t before : model_.candidates[row_of(choice.candidate)].requires_done) {
        term(1, static_cast<std::int64_t>(at));
        const std::int32_t duration = model_.candidates[row_of(before)].duration;
        for (std::int32_t other = choices_.begin[row_of(before)];
             other < choices_.begin[row_of(before) + 1]; ++other) {
          if (choices_.choices[row_of(other)].start + duration <= choice.start) term(-1, other);
        }
        close("<=", 0);
      }
    }
  }

  void all_of(std::int32_t candidate) {
    for (std::int32_t at = choices_.begin[row_of(candidate)];
         at < choices_.begin[row_of(candidate) + 1]; ++at) {
      term(1, at);
    }
  }

  void groups() {
    for (const auto& group : model_.exclusive) {
      const std::size_t before = text_.size();
      for (const std::int32_t member : group) all_of(member);
      if (text_.size() > before) close("<=", 1);
    }
  }

  void categories() {
    for (const Category& category : model_.categories) {
      for (const bool least : {true, false}) {
        if (least ? category.least == 0 : category.most == INT32_MAX) continue;
        const std::size_t before = text_.size();
        for (std::size_t row = 0; row < model_.candidates.size(); ++row) {
          if (model_.candidates[row].category == category.id) {
            all_of(static_cast<std::int32_t>(row));
          }
        }
        if (text_.size() > before)
          close(least ? ">=" : "<=", least ? category.least : category.most);
      }
    }
  }

  /// In a future that need not hold, the capacity is raised by all that could be used.
  void futures() {
    const auto count = static_cast<double>(model_.chance.factors.size());
    for (std::size_t future = 0; future < model_.chance.factors.size(); ++future) {
      std::vector<std::vector<std::pair<std::int64_t, std::int64_t>>> rows(
          choices_.capacity.size());
      for (std::size_t at = 0; at < choices_.choices.size(); ++at) {
        const Choice& choice = choices_.choices[at];
        const std::int64_t factor = model_.chance.factors[future][row_of(choice.candidate)];
        for (std::int32_t use = choice.use_begin; use < choice.use_end; ++use) {
          const RowUse& entry = choices_.uses[row_of(use)];
          rows[row_of(entry.row)].push_back({entry.amount * factor, static_cast<std::int64_t>(at)});
        }
      }
      for (std::size_t row = 0; row < rows.size(); ++row) {
        std::int64_t total = 0;
        for (const auto& [amount, choice] : rows[row]) total += amount;
        if (total <= choices_.capacity[row] * 1000) continue;
        for (const auto& [amount, choice] : rows[row]) term(amount, choice);
        word("- " + std::to_string(total - choices_.capacity[row] * 1000) + " f" +
             std::to_string(future));
        close("<=", choices_.capacity[row] * 1000);
      }
    }
    if (model_.chance.factors.empty()) return;
    for (std::size_t future = 0; future < model_.chance.factors.size(); ++future) {
      word("+ f" + std::to_string(future));
    }
    close("<=",
          static_cast<std::int64_t>(count - std::ceil(model_.chance.confidence * count - 1e-9)));
  }

  const Choices& choices_;
  const Model& model_;
  std::string text_;
  std::size_t line_ = 0;
};

}  // namespace

std::string lp_text(const Choices& choices) { return LpWriter(choices).write(); }

std::optional<Selection> selection_of(const Choices& choices, const SolverAnswer& answer) {
  Selection selection(choices.model->candidates.size(), -1);
  for (const std::string& name : answer.ones) {
    if (name.starts_with('f')) continue;
    std::int32_t at = -1;
    const auto [end, error] = std::from_chars(name.data() + 1, name.data() + name.size(), at);
    if (!name.starts_with('x') || error != std::errc() || end != name.data() + name.size() ||
        at < 0 || row_of(at) >= choices.choices.size())
      return std::nullopt;
    const Choice& choice = choices.choices[row_of(at)];
    std::int32_t& start = selection[row_of(choice.candidate)];
    if (start >= 0) return std::nullopt;
    start = choice.start;
  }
  return selection;
}

}  // namespace tc::engine::portfolio
