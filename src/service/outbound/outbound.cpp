#include "service/outbound/outbound.h"

#include <algorithm>
#include <array>

#include "kernel/fields.h"
#include "service/outbound/news.h"

namespace tc::service::outbound {
namespace {

using namespace kernel;
using namespace kernel::field;

constexpr std::array k_kinds = {
    Choice{"mail", {"邮件", "Mail"}},         Choice{"webhook", {"Webhook", "Webhook"}},
    Choice{"dingtalk", {"钉钉", "DingTalk"}}, Choice{"wecom", {"企业微信", "WeCom"}},
    Choice{"feishu", {"飞书", "Feishu"}},
};
constexpr std::array k_languages = {Choice{"zh", {"中文", "Chinese"}},
                                    Choice{"en", {"英文", "English"}}};
constexpr std::array k_mail_choices = {
    Choice{"at_once", {"立即", "At once"}},
    Choice{"daily", {"每日摘要", "Daily digest"}},
    Choice{"none", {"不发邮件", "No mail"}},
};

constexpr Field helped(Field field, Label help) {
  field.help = help;
  return field;
}
constexpr Field content(Field field) {
  field.group = "delivery_content";
  return field;
}
constexpr Field about_person(Field field) {
  field.personal = true;
  return field;
}

constexpr std::array k_channel_fields = {
    title({"通道", "Channel"}),
    choice("kind", {"类型", "Kind"}, k_kinds, k_required | k_listed),
    helped(text("address", {"地址", "Address"}, k_required | k_listed),
           {"邮件：smtps://主机:465 或 smtp://主机:587；其他：https://…",
            "Mail: smtps://host:465 or smtp://host:587; others: https://…"}),
    text("sender", {"发件人", "From"}),
    text("login", {"登录名", "Login"}),
    helped(text("key_file", {"密钥文件", "Key file"}),
           {"数据目录 keys/outbound/ 下存放口令或签名密钥的文件名",
            "Name of the file under keys/outbound/ of the data folder that holds the password or "
            "secret"}),
    helped(text("events", {"事件", "Events"}, k_listed),
           {"空格分隔，如 risk.* charter.approved；邮件通道留空",
            "Separated by blanks, such as risk.* charter.approved; empty for mail"}),
    link("project", {"仅此项目", "This project only"}, "project"),
    choice("language", {"语言", "Language"}, k_languages),
    helped(text("site", {"系统网址", "Address of this system"}),
           {"消息中的链接以此开头", "Links in messages begin with it"}),
    boolean("private_address", {"允许内网地址", "May be in the private network"}),
};
constexpr std::array k_channel_states = {
    State{"draft", {"草稿", "Draft"}},
    State{"active", {"启用", "Active"}},
    State{"paused", {"停用", "Paused"}},
};
constexpr std::array k_channel_steps = {
    Step{"activate", {"启用", "Activate"}, "draft paused", "active"},
    Step{"pause", {"停用", "Pause"}, "active", "paused"},
};

constexpr std::array k_delivery_fields = {
    link("channel", {"通道", "Channel"}, "notice_channel", k_required | k_listed | k_computed),
    link("person", {"收件人", "To"}, "person", k_listed | k_computed),
    about_person(text("recipient", {"收件地址", "Recipient"}, k_computed)),
    text("event", {"事件", "Event"}, k_listed | k_computed),
    text("record", {"记录类型", "Record type"}, k_computed),
    link("record_id", {"记录", "Record"}, "*", k_computed),
    content(text("subject", {"主题", "Subject"}, k_computed)),
    content(text("body", {"内容", "Text"}, k_long | k_computed)),
    integer("attempts", {"已试次数", "Attempts"}, {0, 1000}, k_listed | k_computed),
    moment("next_try", {"下次尝试", "Next attempt"}, k_computed),
    moment("sent_at", {"送达时间", "Sent"}, k_listed | k_computed),
    text("error", {"失败原因", "Why not"}, k_listed | k_computed),
};
constexpr std::array k_delivery_states = {
    State{"waiting", {"待发", "Waiting"}},         State{"sending", {"发送中", "Sending"}},
    State{"sent", {"已送达", "Sent"}, true},       State{"failed", {"失败", "Failed"}},
    State{"dropped", {"已放弃", "Dropped"}, true},
};
constexpr std::array k_delivery_steps = {
    Step{"begin", {"发送", "Send"}, "waiting", "sending", "attempts next_try", Taken::by_program},
    Step{"succeed", {"送达", "Deliver"}, "sending", "sent", "sent_at error", Taken::by_program},
    Step{"postpone",
         {"稍后再试", "Try later"},
         "sending",
         "waiting",
         "next_try error",
         Taken::by_program},
    Step{"fail", {"失败", "Fail"}, "sending", "failed", "error", Taken::by_program},
    Step{"resend", {"重发", "Send again"}, "failed", "waiting"},
    Step{"drop", {"放弃", "Drop"}, "failed", "dropped"},
};

constexpr std::array k_setting_fields = {
    author("person", {"人员", "Person"}),
    choice("mail", {"通知邮件", "Mail about notices"}, k_mail_choices, k_required | k_listed),
};

// Whoever sends it again wants it now.
void derive_delivery(Row& row, const Row* before, Reader& reader) {
  if (before != nullptr && before->state == "failed" && row.state == "waiting") {
    row.set("attempts", std::int64_t{0});
    row.set("next_try", reader.now());
  }
}

constexpr std::array k_records = {
    Record{.name = "notice_channel",
           .plural = "notice-channels",
           .label = {"通知通道", "Channel"},
           .scoping = Scoping::organisation,
           .fields = k_channel_fields,
           .states = k_channel_states,
           .steps = k_channel_steps},
    Record{.name = "delivery",
           .plural = "deliveries",
           .label = {"投递", "Delivery"},
           .title = "event",
           .scoping = Scoping::organisation,
           .fields = k_delivery_fields,
           .states = k_delivery_states,
           .steps = k_delivery_steps,
           .derive = derive_delivery},
    Record{.name = "mail_setting",
           .plural = "mail-settings",
           .label = {"邮件设置", "Mail setting"},
           .title = "person",
           .scoping = Scoping::organisation,
           .fields = k_setting_fields,
           .personal = true},
};

bool address_fits(const RuleInput& input) {
  const std::string_view address = input.after.text("address");
  if (input.after.text("kind") == "mail")
    return address.starts_with("smtp://") || address.starts_with("smtps://");
  const bool inside = input.after.integer("private_address") != 0;
  return address.starts_with("https://") || (inside && address.starts_with("http://"));
}
bool sender_is_named(const RuleInput& input) {
  return input.after.text("kind") != "mail" ||
         input.after.text("sender").find('@') != std::string_view::npos;
}
bool events_are_named(const RuleInput& input) {
  return input.after.text("kind") == "mail" || input.after.has("events");
}
bool webhook_is_signed(const RuleInput& input) {
  return input.after.text("kind") != "webhook" || input.after.has("key_file");
}
bool key_file_is_a_name(const RuleInput& input) {
  const std::string_view name = input.after.text("key_file");
  return !name.starts_with('.') && std::ranges::all_of(name, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' ||
           c == '_' || c == '-';
  });
}
bool only_one_mail(const RuleInput& input) {
  if (input.after.text("kind") != "mail") return true;
  const RecordType& type = *input.after.type;
  const std::vector<Row> rows =
      input.reader.list_any("notice_channel", field_is(type, "kind", std::string("mail")));
  return std::ranges::none_of(
      rows, [&](const Row& row) { return row.state == "active" && row.id != input.after.id; });
}
// Whoever sends a password somewhere or opens the way into the private network answers for the
// machine; what a system administrator allowed stays so while it goes to the same place.
bool allowed_by_operator(const RuleInput& input) {
  if (input.after.text("kind") != "mail" && input.after.integer("private_address") == 0)
    return true;
  const auto same = [&](std::string_view field) {
    return input.before->at(field) == input.after.at(field);
  };
  return (input.before != nullptr && same("kind") && same("private_address") && same("address") &&
          same("key_file") && same("login")) ||
         input.reader.may("system.operate");
}
bool paused_to_change(const RuleInput& input) {
  return input.before == nullptr || input.before->state != "active";
}

constexpr std::array k_rules = {
    Rule{"notice_channel.address_fits",
         "notice_channel",
         "write",
         {"地址与类型不符：邮件用 smtp(s)://，其他用 https://（内网可用 http://）",
          "The address does not fit its kind: smtp(s):// for mail, https:// for others (http:// in "
          "the private network)"},
         address_fits,
         "address"},
    Rule{"notice_channel.sender_is_named",
         "notice_channel",
         "activate",
         {"邮件通道需要发件人邮箱", "A mail channel needs the address of its sender"},
         sender_is_named,
         "sender"},
    Rule{"notice_channel.events_are_named",
         "notice_channel",
         "activate",
         {"请写明要推送的事件", "Name the events it tells of"},
         events_are_named,
         "events"},
    Rule{"notice_channel.webhook_is_signed",
         "notice_channel",
         "activate",
         {"Webhook 须签名：请填写密钥文件", "A webhook is signed: name its key file"},
         webhook_is_signed,
         "key_file"},
    Rule{"notice_channel.key_file_is_a_name",
         "notice_channel",
         "write",
         {"密钥文件只写文件名（字母、数字、. _ -）",
          "The key file is a plain name (letters, digits, . _ -)"},
         key_file_is_a_name,
         "key_file"},
    Rule{"notice_channel.only_one_mail",
         "notice_channel",
         "activate",
         {"已有启用的邮件通道，请先停用", "Another mail channel is active; pause it first"},
         only_one_mail,
         "kind"},
    Rule{"notice_channel.allowed_by_operator",
         "notice_channel",
         "write",
         {"邮件通道和内网地址须由系统管理员设置",
          "Mail channels and private addresses are set by a system administrator"},
         allowed_by_operator,
         "address"},
    Rule{"notice_channel.paused_to_change",
         "notice_channel",
         "update",
         {"请先停用通道再修改", "Pause the channel before you change it"},
         paused_to_change},
};

constexpr std::array k_actions = {
    Action{.name = "notice_channel.test",
           .label = {"发送测试", "Send a test"},
           .handler = test_channel},
};

constexpr std::array k_subscriptions = {
    Subscription{"notification.created", "outbound.mail_notice", mail_notice},
    Subscription{"*", "outbound.tell_channels", tell_channels},
    Subscription{"@day", "outbound.send_digests", send_digests},
    Subscription{"@day", "outbound.sweep", sweep},
};

constexpr std::array k_messages = {
    Message{"outbound.not_sent", {"未能送达：{why}", "It was not delivered: {why}"}},
    Message{"outbound.no_key",
            {"keys/outbound/ 下没有可读的密钥文件 {file}",
             "There is no readable key file {file} under keys/outbound/"}},
    Message{"notice_channel.not_active", {"通道未启用", "The channel is not active"}},
    Message{"notice_channel.tester_has_no_mail",
            {"您的人员信息里没有邮箱", "Your person has no e-mail address"}},
};

}  // namespace

const Function k_outbound = {.name = "outbound",
                             .label = {"对外通知", "Outbound"},
                             .records = k_records,
                             .rules = k_rules,
                             .actions = k_actions,
                             .subscriptions = k_subscriptions,
                             .messages = k_messages};

}  // namespace tc::service::outbound
