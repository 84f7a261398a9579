#include <array>

#include "functions/culture/culture.h"
#include "kernel/fields.h"
#include "kernel/kernel.h"

namespace tc::functions::culture {
namespace {

using namespace kernel;
using namespace kernel::field;

constexpr std::array k_dimension_choices = {
    Choice{"trust", {"信任", "Trust"}},
    Choice{"openness", {"开放", "Openness"}},
    Choice{"learning", {"学习", "Learning"}},
    Choice{"accountability", {"担当", "Accountability"}},
    Choice{"collaboration", {"协作", "Collaboration"}},
};
constexpr std::array k_value_fields = {
    title({"价值观", "Value"}),
    choice("dimension", {"文化维度", "Dimension"}, k_dimension_choices, k_required | k_listed),
    prose("behaviours", {"期望行为", "Behaviours"}),
};
constexpr std::array k_initiative_fields = {
    title({"举措", "Initiative"}),
    choice("dimension", {"文化维度", "Dimension"}, k_dimension_choices, k_required | k_listed),
    link("culture_survey", {"依据的调查", "Survey it follows"}, "culture_survey"),
    prose("purpose", {"目的", "Purpose"}),
    prose("effect", {"效果", "Effect"}),
};
constexpr std::array k_initiative_states = {
    State{"proposed", {"提议", "Proposed"}},
    State{"running", {"进行中", "Running"}},
    State{"reviewed", {"已评审", "Reviewed"}, true},
};
constexpr std::array k_initiative_steps = {
    Step{"launch", {"启动", "Launch"}, "proposed", "running"},
    Step{"review", {"评审", "Review"}, "running", "reviewed", "effect"},
};
constexpr std::array k_survey_fields = {
    title({"调查", "Survey"}),
    prose("introduction", {"说明", "Introduction"}),
    integer("invited", {"受邀人数", "Invited"}, {0, 1'000'000}, k_listed),
    date("closes_on", {"截止", "Closes"}, k_listed),
    integer("participants", {"参与人数", "Participants"}, {}, k_computed | k_listed),
    percent("participation", {"参与率", "Participation"}, k_computed | k_listed),
    prose("conclusions", {"结论", "Conclusions"}),
};
constexpr std::array k_survey_states = {
    State{"draft", {"草稿", "Draft"}},
    State{"open", {"进行中", "Open"}},
    State{"closed", {"已结束", "Closed"}},
    State{"reported", {"已通报", "Reported"}, true},
};
constexpr std::array k_survey_steps = {
    Step{"open", {"开始", "Open"}, "draft", "open"},
    Step{"close", {"结束", "Close"}, "open", "closed"},
    Step{"report", {"通报结果", "Report"}, "closed", "reported", "conclusions"},
};
constexpr std::array k_answer_fields = {
    link("survey", {"调查", "Survey"}, "culture_survey", k_required),
    link("unit", {"部门", "Unit"}, "organisation_unit"),
    score("trust", {"信任", "Trust"}, k_required),
    score("openness", {"开放", "Openness"}, k_required),
    score("learning", {"学习", "Learning"}, k_required),
    score("accountability", {"担当", "Accountability"}, k_required),
    score("collaboration", {"协作", "Collaboration"}, k_required),
    integer("recommend", {"推荐意愿", "Recommend"}, {0, 10}, k_required),
};
constexpr std::array k_participation_fields = {
    link("survey", {"调查", "Survey"}, "culture_survey", k_required),
    link("person", {"参与人", "Person"}, "person", k_required),
};
constexpr std::array k_kudos_fields = {
    title({"感谢", "Kudos"}),
    link("to_person", {"致", "To"}, "person", k_required | k_listed),
    choice("dimension", {"体现的价值", "Value shown"}, k_dimension_choices, k_listed),
    author("from_person", {"来自", "From"}),
};
constexpr std::array k_retrospective_fields = {
    title({"回顾", "Retrospective"}),
    date("held_on", {"日期", "Date"}, k_required | k_listed),
    prose("went_well", {"做得好的", "Went well"}),
    prose("went_badly", {"待改进的", "Went badly"}),
    prose("try_next", {"下次尝试", "Try next"}),
    score("mood", {"团队心情", "Mood"}, k_listed),
};
constexpr std::array k_ritual_fields = {
    title({"团队仪式", "Ritual"}),
    choice("dimension", {"强化的维度", "Strengthens"}, k_dimension_choices, k_listed),
    integer("every_days", {"间隔", "Every"}, {1, 366, "d"}, k_required | k_listed),
    prose("purpose", {"目的", "Purpose"}),
    date("last_held", {"上次举行", "Last held"}, k_listed),
    date("next_due", {"下次", "Next"}, k_computed | k_listed),
};
constexpr std::array k_signal_kinds = {
    Choice{"exit", {"离职", "Exit"}},
    Choice{"transfer", {"转岗", "Transfer"}},
    Choice{"absence", {"长期缺勤", "Long absence"}},
};
constexpr std::array k_signal_reasons = {
    Choice{"load", {"工作负荷", "Workload"}},   Choice{"leadership", {"领导方式", "Leadership"}},
    Choice{"growth", {"发展机会", "Growth"}},   Choice{"pay", {"待遇", "Pay"}},
    Choice{"private", {"个人原因", "Private"}},
};
// About a unit, never about a person by name.
constexpr std::array k_signal_fields = {
    title({"流动信号", "Turnover signal"}),
    choice("kind", {"类型", "Kind"}, k_signal_kinds, k_required | k_listed),
    link("unit", {"部门", "Unit"}, "organisation_unit", k_required | k_listed),
    date("happened_on", {"日期", "Date"}, k_required | k_listed),
    choice("reason", {"主要原因", "Main reason"}, k_signal_reasons, k_listed),
};

void derive_ritual(Row& row, const Row*, Reader&) {
  Value next;
  if (row.has("last_held")) next = row.integer("last_held") + row.integer("every_days");
  row.set("next_due", next);
}

constexpr std::array k_agreement_fields = {
    title({"团队章程", "Working agreement"}),
    prose("agreement", {"约定", "Agreement"}, k_required),
    date("review_by", {"复审日期", "Review by"}, k_listed),
};

constexpr std::array k_records = {
    Record{.name = "culture_value",
           .plural = "culture-values",
           .label = {"价值观", "Value"},
           .prefix = "CV",
           .scoping = Scoping::organisation,
           .fields = k_value_fields},
    Record{.name = "culture_initiative",
           .plural = "culture-initiatives",
           .label = {"文化举措", "Culture initiative"},
           .prefix = "CI",
           .scoping = Scoping::organisation,
           .traits = k_owned | k_reviewed,
           .fields = k_initiative_fields,
           .states = k_initiative_states,
           .steps = k_initiative_steps},
    Record{.name = "culture_survey",
           .plural = "culture-surveys",
           .label = {"文化调查", "Culture survey"},
           .prefix = "SVY",
           .scoping = Scoping::organisation,
           .traits = k_owned,
           .fields = k_survey_fields,
           .states = k_survey_states,
           .steps = k_survey_steps},
    Record{.name = "survey_answer",
           .plural = "survey-answers",
           .label = {"匿名答卷", "Anonymous answer"},
           .title = "survey",
           .scoping = Scoping::organisation,
           .fields = k_answer_fields,
           .exposed = false},
    Record{.name = "survey_participation",
           .plural = "survey-participations",
           .label = {"参与登记", "Participation"},
           .title = "survey",
           .scoping = Scoping::organisation,
           .fields = k_participation_fields,
           .exposed = false},
    Record{
        .name = "kudos", .plural = "kudos", .label = {"点赞", "Kudos"}, .fields = k_kudos_fields},
    Record{.name = "retrospective",
           .plural = "retrospectives",
           .label = {"回顾", "Retrospective"},
           .prefix = "RTR",
           .traits = k_owned,
           .fields = k_retrospective_fields},
    Record{.name = "ritual",
           .plural = "rituals",
           .label = {"团队仪式", "Ritual"},
           .prefix = "RIT",
           .traits = k_owned,
           .fields = k_ritual_fields,
           .derive = derive_ritual},
    Record{.name = "turnover_signal",
           .plural = "turnover-signals",
           .label = {"流动信号", "Turnover signal"},
           .prefix = "TSG",
           .scoping = Scoping::organisation,
           .level = 2,
           .fields = k_signal_fields},
    Record{.name = "working_agreement",
           .plural = "working-agreements",
           .label = {"团队章程", "Working agreement"},
           .prefix = "WA",
           .fields = k_agreement_fields},
};

}  // namespace

std::span<const Record> records() { return k_records; }

}  // namespace tc::functions::culture
