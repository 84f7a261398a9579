#include "specimen.h"

#include <array>
#include <vector>

#include "app/program.h"
#include "kernel/fields.h"

namespace tc::conformance {
namespace {

using namespace kernel;
using namespace kernel::field;

constexpr std::array k_kinds = {Choice{"threat", {"威胁", "Threat"}},
                                Choice{"opportunity", {"机会", "Opportunity"}}};
constexpr std::array k_fields = {
    title(),
    choice("kind", {"性质", "Kind"}, k_kinds, k_listed),
    prose("cause", {"原因", "Cause"}),
    integer("score", {"评分", "Score"}, {}, k_computed | k_listed),
    money("impact_cost", {"费用影响", "Cost impact"}),
};
constexpr std::array k_states = {
    State{"identified", {"已识别", "Identified"}},
    State{"assessed", {"已评估", "Assessed"}},
    State{"closed", {"已关闭", "Closed"}, true},
};
constexpr std::array k_steps = {
    Step{"assess", {"评估", "Assess"}, "identified", "assessed"},
    Step{"close", {"关闭", "Close"}, "assessed", "closed"},
};
constexpr std::array k_records = {
    Record{.name = "specimen",
           .plural = "specimens",
           .label = {"样本", "Specimen"},
           .prefix = "SP",
           .traits = k_owned | k_leveled,
           .fields = k_fields,
           .states = k_states,
           .steps = k_steps},
};
constexpr Function k_specimen = {
    .name = "specimen", .label = {"样本", "Specimen"}, .records = k_records};

}  // namespace

std::span<const Function* const> functions_with_specimen() {
  static const std::vector<const Function*> all = [] {
    const auto office = app::all_functions();
    std::vector<const Function*> list(office.begin(), office.end());
    list.push_back(&k_specimen);
    return list;
  }();
  return all;
}

}  // namespace tc::conformance
