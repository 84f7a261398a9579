#include <array>

#include "functions/functions.h"
#include "kernel/kernel.h"

namespace tc::functions {
namespace {

using namespace kernel;
using std::string_view;

constexpr std::array k_dimensions = {
    Choice{"trust", {"信任", "Trust"}},
    Choice{"openness", {"开放", "Openness"}},
    Choice{"learning", {"学习", "Learning"}},
    Choice{"accountability", {"担当", "Accountability"}},
    Choice{"collaboration", {"协作", "Collaboration"}},
};
constexpr std::array k_fields = {
    Field{.name = "title",
          .kind = Kind::text,
          .label = {"举措", "Initiative"},
          .required = true,
          .in_list = true,
          .searched = true},
    Field{.name = "dimension",
          .kind = Kind::choice,
          .label = {"文化维度", "Dimension"},
          .choices = k_dimensions,
          .required = true,
          .in_list = true},
    Field{.name = "purpose",
          .kind = Kind::text,
          .label = {"目的", "Purpose"},
          .multiline = true,
          .searched = true},
    Field{.name = "effect", .kind = Kind::text, .label = {"效果", "Effect"}, .multiline = true},
};
constexpr std::array k_states = {
    State{"proposed", {"提议", "Proposed"}},
    State{"running", {"进行中", "Running"}},
    State{"reviewed", {"已评审", "Reviewed"}, true},
};
constexpr std::array k_steps = {
    Step{.name = "launch", .label = {"启动", "Launch"}, .from = "proposed", .to = "running"},
    Step{.name = "review",
         .label = {"评审", "Review"},
         .from = "running",
         .to = "reviewed",
         .inputs = "effect"},
};
constexpr std::array k_records = {
    Record{.name = "culture_initiative",
           .plural = "culture-initiatives",
           .label = {"文化举措", "Culture initiative"},
           .prefix = "CI",
           .scoping = Scoping::organisation,
           .traits = k_owned | k_reviewed,
           .fields = k_fields,
           .states = k_states,
           .steps = k_steps},
};

bool review_states_effect(const RuleInput& input) { return input.after.has("effect"); }

constexpr std::array k_rules = {
    Rule{.code = "culture_initiative.review_states_effect",
         .record = "culture_initiative",
         .on = "review",
         .message = {"评审须写明效果", "A review must state the effect"},
         .holds = review_states_effect,
         .field = "effect"},
};

constexpr Function k_culture = {
    .name = "culture", .label = {"文化", "Culture"}, .records = k_records, .rules = k_rules};

}  // namespace

const Function& culture_function() { return k_culture; }

}  // namespace tc::functions
