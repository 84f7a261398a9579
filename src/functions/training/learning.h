#pragma once

#include <array>

#include "kernel/kernel.h"
#include "project/report_tools.h"

/// Quizzes, and what courses change: who learns what when, and the figures of those who did.
namespace tc::functions::training {

inline constexpr std::array k_quiz_fields = {
    kernel::field::title({"测验", "Quiz"}),
    kernel::field::link("course", {"课程", "Course"}, "course",
                        kernel::field::k_required | kernel::field::k_listed),
    kernel::field::document("questions", {"题目与选项", "Questions and options"},
                            kernel::field::k_required),
    kernel::field::integer("pass_mark", {"及格分", "Pass mark"}, {0, 100}, kernel::field::k_listed),
};
/// Apart from the quiz, and kept as digests: who takes it does not read what is right.
inline constexpr std::array k_key_fields = {
    kernel::field::title({"答案", "Key"}),
    kernel::field::link(
        "quiz", {"测验", "Quiz"}, "quiz",
        kernel::field::k_required | kernel::field::k_listed | kernel::field::k_unique),
    kernel::field::document("answers", {"正确选项序号", "Numbers of the right options"},
                            kernel::field::k_required),
};
inline constexpr std::array k_attempt_fields = {
    kernel::field::title({"作答", "Attempt"}),
    kernel::field::link("quiz", {"测验", "Quiz"}, "quiz",
                        kernel::field::k_required | kernel::field::k_listed),
    kernel::field::link("enrolment", {"报名", "Enrolment"}, "enrolment"),
    kernel::field::document("answers", {"所选选项序号", "Options chosen"},
                            kernel::field::k_required),
    kernel::field::integer("correct", {"答对题数", "Right answers"}, {},
                           kernel::field::k_computed | kernel::field::k_listed),
    kernel::field::integer("score", {"得分", "Score"}, {0, 100},
                           kernel::field::k_computed | kernel::field::k_listed),
    kernel::field::boolean("passed", {"通过", "Passed"},
                           kernel::field::k_computed | kernel::field::k_listed),
    kernel::field::author("person", {"作答人", "Answered by"}),
};

/// Replaces the numbers of a key by their digests.
void seal_key(kernel::Row& row, const kernel::Row*, kernel::Reader&);
/// Right answers ÷ questions × 100, rounded; nothing until the quiz has a key.
void mark_attempt(kernel::Row& row, const kernel::Row*, kernel::Reader& reader);
/// As many numbers as the quiz has questions.
[[nodiscard]] bool answers_every_question(const kernel::RuleInput& input);
/// The score after the course is that of the quiz.
[[nodiscard]] Result<kernel::ActionOutcome> note_score(const kernel::EventInput& input);
/// A certificate that ends within two months is a training need, once.
[[nodiscard]] Result<kernel::ActionOutcome> raise_renewals(const kernel::EventInput& input);

inline constexpr std::array k_calendar_columns = {
    kernel::field::date("from_day", {"开始", "From"}),
    kernel::field::link("session", {"班次", "Session"}, "training_session"),
    kernel::field::date("until_day", {"结束", "Until"}),
    kernel::field::text("state", {"状态", "State"}),
    kernel::field::integer("enrolled", {"报名人数", "Enrolled"}, {}),
    kernel::field::integer("places", {"名额", "Places"}, {}),
};
[[nodiscard]] Result<kernel::ReportTable> calendar(const kernel::ReportInput& input);

inline constexpr std::array k_learning_columns = {
    kernel::field::link("session", {"班次", "Session"}, "training_session"),
    kernel::field::date("from_day", {"开始", "From"}),
    kernel::field::text("state", {"状态", "State"}),
    kernel::field::boolean("attended", {"出席", "Attended"}),
    kernel::field::integer("score", {"成绩", "Score"}, {}),
    kernel::field::boolean("passed", {"通过", "Passed"}),
};
/// The courses of the person who asks.
[[nodiscard]] Result<kernel::ReportTable> my_learning(const kernel::ReportInput& input);

inline constexpr std::array k_effect_inputs = {
    kernel::field::link("kpi", {"指标", "KPI"}, "kpi", kernel::field::k_required),
    kernel::field::link("course", {"课程", "Course"}, "course"),
};
inline constexpr std::array k_groups = {
    kernel::Choice{"trained", {"受训经理", "Trained managers"}},
    kernel::Choice{"untrained", {"未受训经理", "Untrained managers"}},
};
inline constexpr std::array k_effect_columns = {
    kernel::field::choice("managers", {"组别", "Group"}, k_groups),
    kernel::field::integer("projects", {"项目数", "Projects"}, {}),
    kernel::field::number("mean", {"指标平均", "Mean of the KPI"}),
    kernel::field::number("difference", {"与未受训之差", "Less the untrained"}),
};
/// The latest reading of a KPI in the projects of managers who attended and of those who did not.
[[nodiscard]] Result<kernel::ReportTable> effect(const kernel::ReportInput& input);

}  // namespace tc::functions::training
