#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>

#include "world.h"

/// Every state of every lifecycle is reached by its steps, and no step is taken from elsewhere.
namespace tc::conformance {
namespace {

using kernel::Answer;
using kernel::Field;
using kernel::RecordType;
using kernel::Row;
using kernel::Step;

class Lifecycles : public OnStore {
 protected:
  [[nodiscard]] bool take(Row& row, const Step& step);
  void reach_all(const RecordType& type);

 private:
  [[nodiscard]] bool taken_in_a_case(const RecordType& type, const Step& step);
  std::vector<std::string> cases_;
  [[nodiscard]] Result<Answer> attempt(const Row& row, const Step& step, const Json& set);
  [[nodiscard]] std::vector<Json> values(const RecordType& type, const Field& field);
};

Result<Answer> Lifecycles::attempt(const Row& row, const Step& step, const Json& set) {
  // What approvals and the program do alone is done by the program here.
  const std::string name = std::string(row.type->name) + "." + std::string(step.name);
  return world_->run(world_->doer(*row.type), name, row.id, row.version, set,
                     step.taken != kernel::Taken::directly);
}

// A step whose rules ask for more than values (another record in some state) is walked by a case
// of its function; one that people do not take themselves shows as the state that it leads to.
bool Lifecycles::taken_in_a_case(const RecordType& type, const Step& step) {
  if (cases_.empty()) {
    for (const auto& entry : std::filesystem::recursive_directory_iterator("src")) {
      if (entry.path().extension() != ".case") continue;
      std::ifstream file(entry.path());
      cases_.emplace_back(std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>());
    }
  }
  const std::string record(type.name), state = "-> " + std::string(step.to);
  const std::string wanted =
      step.taken == kernel::Taken::directly ? record + "." + std::string(step.name) + " " : "";
  return std::ranges::any_of(cases_, [&](const std::string& text) {
    const bool has_one = text.find(record + ".create ") != std::string::npos ||
                         text.find("find " + record + " ") != std::string::npos;
    if (!has_one) return false;
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);) {
      if (line.ends_with(state) && line.find(wanted) != std::string::npos) return true;
    }
    return false;
  });
}

// What a step could be asked for in a field: each choice, or a few values.
std::vector<Json> Lifecycles::values(const RecordType& type, const Field& field) {
  std::vector<Json> found;
  if (field.kind == kernel::Kind::choice) {
    for (const kernel::Choice& choice : field.choices) found.emplace_back(choice.value);
  } else {
    for (int i = 0; i < 3; ++i) found.push_back(world_->value(type, field, world_->next_serial()));
  }
  return found;
}

// Takes a step, giving what its rules ask for among its inputs.
bool Lifecycles::take(Row& row, const Step& step) {
  Json set = Json::object();
  Result<Answer> answer = attempt(row, step, set);
  for (const std::string_view input : step.inputs) {
    if (answer) break;
    const Field& field = row.type->fields[static_cast<std::size_t>(row.type->field_index(input))];
    for (const Json& value : values(*row.type, field)) {
      Json more = set;
      more[input] = value;
      Result<Answer> tried = attempt(row, step, more);
      const bool better = tried || tried.refusals().front().field != "/" + std::string(input);
      if (!better) continue;
      set = std::move(more);
      answer = std::move(tried);
      break;
    }
  }
  if (!answer && taken_in_a_case(*row.type, step)) return false;
  if (!answer) {
    ADD_FAILURE() << step.name << " from " << row.state << ": " << told(answer);
    return false;
  }
  row = answer->records.front().row;
  EXPECT_EQ(row.state, step.to);
  return true;
}

void Lifecycles::reach_all(const RecordType& type) {
  using Path = std::vector<const Step*>;
  std::map<std::string_view, Path> reached = {{type.decl->states.front().name, {}}};
  std::vector<std::string_view> open = {type.decl->states.front().name};
  for (std::size_t at = 0; at < open.size(); ++at) {
    for (const Step& step : type.decl->steps) {
      const bool leads = step.from.contains(open[at]);
      Row row = world_->make(type, true);
      bool there = true;
      for (const Step* before : reached[open[at]]) there = there && take(row, *before);
      if (!there) continue;
      ASSERT_EQ(row.state, open[at]);
      if (!leads) {
        EXPECT_TRUE(has_code(attempt(row, step, Json::object()), "record.step_not_possible"))
            << step.name << " from " << open[at];
      } else if (take(row, step) && !reached.contains(step.to)) {
        Path path = reached[open[at]];
        path.push_back(&step);
        reached.emplace(step.to, std::move(path));
        open.push_back(step.to);
      }
    }
  }
  for (const kernel::State& state : type.decl->states) {
    const bool in_case = std::ranges::any_of(type.decl->steps, [&](const Step& step) {
      return step.to == state.name && taken_in_a_case(type, step);
    });
    EXPECT_TRUE(reached.contains(state.name) || in_case) << state.name << " cannot be reached";
  }
}

TEST_P(Lifecycles, EveryStateIsReachedByItsStepsOnly) {
  for (const RecordType* type : world_->registry().records()) {
    if (!type->has_lifecycle()) continue;
    SCOPED_TRACE(std::string(type->name));
    try {
      reach_all(*type);
    } catch (const Failure& failure) {
      ADD_FAILURE() << failure.what();
    }
  }
  expect_sound(*world_);
}
TC_ON_EVERY_STORE(Lifecycles);

}  // namespace
}  // namespace tc::conformance
