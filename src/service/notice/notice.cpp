#include "service/notice/notice.h"

#include <array>

#include "kernel/fields.h"
#include "kernel/kernel.h"
#include "kernel/notify.h"
#include "service/notice/saved_view.h"

namespace tc::service::notice {
namespace {

using namespace kernel;
using namespace kernel::field;

constexpr Field k_record = text("record", {"记录类型", "Record type"}, k_required);
constexpr Field k_record_id = link("record_id", {"记录", "Record"}, "*", k_required);

constexpr std::array k_comment_fields = {
    k_record,
    k_record_id,
    text("body", {"内容", "Text"}, k_required | k_listed | k_long),
    author("author", {"作者", "Author"}),
};
constexpr std::array k_watcher_fields = {
    k_record,
    k_record_id,
    author("watcher", {"关注人", "Watcher"}),
};
constexpr std::array k_kinds = {
    Choice{"relates", {"相关", "Relates to"}},    Choice{"causes", {"导致", "Causes"}},
    Choice{"blocks", {"阻碍", "Blocks"}},         Choice{"implements", {"实现", "Implements"}},
    Choice{"duplicates", {"重复", "Duplicates"}}, Choice{"evidences", {"佐证", "Evidence for"}},
};
constexpr std::array k_relation_fields = {
    k_record,
    k_record_id,
    choice("kind", {"关系", "Relation"}, k_kinds, k_required | k_listed),
    text("to_record", {"目标类型", "Target type"}, k_required | k_listed),
    link("to_id", {"目标", "Target"}, "*", k_required | k_listed),
};
constexpr std::array k_notification_fields = {
    link("person", {"收件人", "To"}, "person", k_required),
    title({"内容", "Notice"}),
    text("event", {"事件", "Event"}, k_listed),
    k_record,
    k_record_id,
    boolean("seen", {"已读", "Seen"}, k_listed),
};

// Constant initialisation cannot look into another file's tables.
const std::array k_records = {
    Record{.name = "comment",
           .plural = "comments",
           .label = {"评论", "Comment"},
           .title = "body",
           .scoping = Scoping::subject,
           .fields = k_comment_fields},
    Record{.name = "watcher",
           .plural = "watchers",
           .label = {"关注", "Watcher"},
           .title = "watcher",
           .scoping = Scoping::subject,
           .fields = k_watcher_fields},
    Record{.name = "relation",
           .plural = "relations",
           .label = {"关联", "Relation"},
           .title = "kind",
           .scoping = Scoping::subject,
           .fields = k_relation_fields},
    Record{.name = "notification",
           .plural = "notifications",
           .label = {"通知", "Notification"},
           .scoping = Scoping::organisation,
           .fields = k_notification_fields,
           .personal = true},
    Record{.name = "saved_view",
           .plural = "saved-views",
           .label = {"已保存的视图", "Saved view"},
           .title = "name",
           .scoping = Scoping::organisation,
           .fields = saved_view_fields(),
           .exposed = false},
};

bool only_by_its_author(const RuleInput& input) {
  return input.before == nullptr || input.principal.system ||
         input.before->integer("author") == input.principal.person;
}

bool relation_target_exists(const RuleInput& input) {
  const std::string_view record = input.after.text("to_record");
  return input.reader.registry().record(record) != nullptr &&
         input.reader.load(record, input.after.integer("to_id")).has_value();
}

constexpr std::array k_rules = {
    Rule{"comment.only_by_its_author",
         "comment",
         "update",
         {"只有作者可以修改评论", "Only its author may change a comment"},
         only_by_its_author},
    Rule{"relation.target_exists",
         "relation",
         "write",
         {"关联的目标记录不存在", "The target of the relation does not exist"},
         relation_target_exists,
         "to_id"},
};

// Who is asked to decide is told.
Result<ActionOutcome> tell_asked(const EventInput& input) {
  ActionOutcome outcome;
  const std::optional<Row> task = input.reader.load_any("decision_step", input.event.id);
  if (task && task->has("person") && may_read(task->integer("person"), input)) {
    outcome.commands.push_back(
        kernel::notice(task->integer("person"), input, std::string(task->text("title"))));
  }
  return outcome;
}

// Who watches a record is told of its steps.
Result<ActionOutcome> tell_watchers(const EventInput& input) {
  ActionOutcome outcome;
  const bool routine = input.event.name.ends_with(".created") ||
                       input.event.name.ends_with(".updated") ||
                       input.event.name.ends_with(".deleted");
  if (routine || input.event.id == 0) return outcome;
  const RecordType& type = *input.reader.registry().record("watcher");
  for (const Row& row :
       input.reader.list_any("watcher", field_is(type, "record_id", input.event.id))) {
    if (!row.has("watcher") || !may_read(row.integer("watcher"), input)) continue;
    outcome.commands.push_back(
        kernel::notice(row.integer("watcher"), input,
                       input.reader.title_of(input.event.record, input.event.id, true)));
  }
  return outcome;
}

constexpr std::array k_subscriptions = {
    Subscription{"decision_step.waiting", "notice.tell_asked", tell_asked},
    Subscription{"*", "notice.tell_watchers", tell_watchers},
};

}  // namespace

const Function k_notice = {.name = "notice",
                           .label = {"通知与评论", "Notices and comments"},
                           .records = k_records,
                           .rules = k_rules,
                           .routes = saved_view_routes(),
                           .subscriptions = k_subscriptions,
                           .messages = saved_view_messages()};

}  // namespace tc::service::notice
