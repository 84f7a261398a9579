#pragma once

#include <array>

#include "kernel/kernel.h"
#include "project/report_tools.h"

/// Who is called on in comments and how soon they answer, and what happened lately.
namespace tc::functions::collaboration {

/// Hangs on the record that is talked about; only the program writes it.
inline constexpr std::array k_mention_fields = {
    kernel::field::text("record", {"记录类型", "Record type"},
                        kernel::field::k_required | kernel::field::k_computed),
    kernel::field::link("record_id", {"记录", "Record"}, "*",
                        kernel::field::k_required | kernel::field::k_computed),
    kernel::field::link("person", {"被提及", "Mentioned"}, "person",
                        kernel::field::k_required | kernel::field::k_computed),
    kernel::field::link("comment", {"评论", "Comment"}, "comment", kernel::field::k_computed),
    kernel::field::moment("asked_at", {"提及时间", "Mentioned at"}, kernel::field::k_computed),
    kernel::field::moment("answered_at", {"答复时间", "Answered at"}, kernel::field::k_computed),
    kernel::field::number("response_hours", {"响应时间", "Response time"},
                          kernel::field::k_computed, "h"),
};

/// "@Name" in a comment mentions that person, who is told if they may read what it is about; a
/// comment of somebody who was mentioned on the record answers.
[[nodiscard]] Result<kernel::ActionOutcome> note_comment(const kernel::EventInput& input);

inline constexpr std::array k_response_columns = {
    kernel::field::link("person", {"人员", "Person"}, "person"),
    kernel::field::integer("mentions", {"被提及", "Mentions"}, {}),
    kernel::field::integer("answered", {"已答复", "Answered"}, {}),
    kernel::field::number("response_hours", {"平均响应时间", "Mean response"}, 0, "h"),
    kernel::field::number("waiting_hours", {"最久等待", "Longest wait"}, 0, "h"),
};
[[nodiscard]] Result<kernel::ReportTable> responses(const kernel::ReportInput& input);

inline constexpr std::array k_feed_inputs = {
    kernel::field::link("project", {"项目", "Project"}, "project", kernel::field::k_required)};
inline constexpr std::array k_feed_columns = {
    kernel::field::moment("at", {"时间", "When"}),
    kernel::field::text("record", {"登记册", "Register"}),
    kernel::field::text("number", {"编号", "Number"}),
    kernel::field::text("title", {"标题", "Title"}),
    kernel::field::text("event", {"动态", "What happened"}),
};
/// The last hundred events of a project about records that the caller may see, newest first.
[[nodiscard]] Result<kernel::ReportTable> feed(const kernel::ReportInput& input);

}  // namespace tc::functions::collaboration
