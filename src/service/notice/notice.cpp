#include "service/notice/notice.h"

#include <array>

#include "kernel/kernel.h"

namespace tc::service::notice {
namespace {

using namespace kernel;

constexpr std::array k_comment_fields = {
    Field{.name = "record", .label = {"记录类型", "Record type"}, .required = true},
    Field{.name = "record_id",
          .kind = Kind::link,
          .label = {"记录", "Record"},
          .target = "*",
          .required = true},
    Field{.name = "body",
          .label = {"内容", "Text"},
          .required = true,
          .in_list = true,
          .multiline = true},
    Field{.name = "author",
          .kind = Kind::link,
          .label = {"作者", "Author"},
          .target = "person",
          .read_only = true,
          .in_list = true,
          .author = true},
};
constexpr std::array k_records = {
    Record{.name = "comment",
           .plural = "comments",
           .label = {"评论", "Comment"},
           .title = "body",
           .scoping = Scoping::subject,
           .fields = k_comment_fields},
};

bool only_by_its_author(const RuleInput& input) {
  return input.before == nullptr || input.principal.system ||
         input.before->integer("author") == input.principal.person;
}

constexpr std::array k_rules = {
    Rule{.code = "comment.only_by_its_author",
         .record = "comment",
         .on = "update",
         .message = {"只有作者可以修改评论", "Only its author may change a comment"},
         .holds = only_by_its_author},
};

}  // namespace

const Function k_notice = {.name = "notice",
                           .label = {"通知与评论", "Notices and comments"},
                           .records = k_records,
                           .rules = k_rules};

}  // namespace tc::service::notice
