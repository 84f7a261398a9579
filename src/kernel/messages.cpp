#include "kernel/messages.h"

#include <array>

namespace tc::kernel {
namespace {

constexpr std::array k_messages = {
    Message{"tool.usage", {"命令用法不正确", "Wrong usage of the command"}},
    Message{"json.malformed",
            {"JSON 文本有误（第 {offset} 字节处）", "The JSON text is malformed at byte {offset}"}},
    Message{"field.unknown", {"没有字段“{field}”", "There is no field \"{field}\""}},
    Message{"field.wrong_type",
            {"“{field}”的值类型不对，应为{kind}",
             "\"{field}\" has a value of the wrong type; expected {kind}"}},
    Message{"field.out_of_range",
            {"“{field}”超出允许范围 {min}–{max}", "\"{field}\" is outside {min}–{max}"}},
    Message{"field.unknown_choice",
            {"“{value}”不是“{field}”的可选值", "\"{value}\" is not a choice of \"{field}\""}},
    Message{"field.too_long",
            {"“{field}”过长，最多 {max} 字节", "\"{field}\" is too long; at most {max} bytes"}},
    Message{"field.not_text",
            {"“{field}”不是有效的 UTF-8 文本", "\"{field}\" is not valid UTF-8 text"}},
    Message{
        "field.foreign_currency",
        {"“{field}”按 {currency} 记账，不能填 "
         "{given}；请按当日汇率折算后填写，外币往来登记为“外币项目”",
         "\"{field}\" is kept in {currency}, not {given}: convert it at the rate of the day, or "
         "record it as a foreign item"}},
    Message{"field.required", {"请填写“{field}”", "Please fill in \"{field}\""}},
    Message{"field.read_only", {"“{field}”不能直接修改", "\"{field}\" cannot be set directly"}},
    Message{"field.not_unique",
            {"“{field}”的值“{value}”已被使用", "\"{value}\" is already used as \"{field}\""}},
    Message{"field.unknown_target",
            {"“{field}”指向的记录不存在", "\"{field}\" points to a record that does not exist"}},
    Message{"field_not_permitted",
            {"您无权使用字段“{field}”", "You may not use the field \"{field}\""}},
    Message{"record.unknown",
            {"没有名为“{record}”的记录类型", "There is no record type \"{record}\""}},
    Message{"record.not_found",
            {"记录不存在，或您无权查看", "The record does not exist or is not visible to you"}},
    Message{"record.stale", {"该记录已被他人修改", "The record has been changed by someone else"}},
    Message{"record.version_missing",
            {"修改需要版本号（If-Match）", "A change needs the version you saw (If-Match)"}},
    Message{"record.step_not_possible",
            {"状态“{state}”下不能执行“{step}”", "\"{step}\" is not possible in state \"{state}\""}},
    Message{"record.deleted", {"记录已删除", "The record has been deleted"}},
    Message{"access.not_signed_in", {"请先登录", "Please sign in"}},
    Message{"access.not_granted",
            {"您没有“{permission}”权限，请联系项目或系统管理员",
             "You lack the permission \"{permission}\"; ask the project's or the security "
             "administrator"}},
    Message{"access.csrf",
            {"安全令牌缺失或过期，请刷新页面",
             "The security token is missing or outdated; reload the page"}},
    Message{
        "filter.malformed",
        {"筛选条件有误（第 {offset} 字符处）", "The filter is malformed at character {offset}"}},
    Message{"query.bad_parameter",
            {"参数“{name}”的值无效", "The parameter \"{name}\" has an invalid value"}},
    Message{"as_of.read_only",
            {"正在查看过去某日的数据，不能修改；请先回到现在",
             "You are reading as of a past date: nothing can be changed; return to the present"}},
    Message{"as_of.not_here",
            {"此处只有现在的数据，不能按过去日期查看",
             "This shows the present only and cannot be read as of a past date"}},
    Message{"tx.unknown_command", {"不认识的命令“{do}”", "Unknown command \"{do}\""}},
    Message{"tx.too_many_commands", {"一次最多 {max} 条命令", "At most {max} commands at once"}},
    Message{"tx.key_reused",
            {"同一幂等键已用于另一请求", "The idempotency key was used for another request"}},
    Message{"tx.undo_stale",
            {"其后已有修改，无法撤销", "It cannot be undone: it has been changed since"}},
    Message{"tx.not_undoable", {"该操作不可撤销", "This operation cannot be undone"}},
    Message{"approval.not_available",
            {"此步骤需要审批，但系统没有启用审批服务",
             "The step needs an approval, but the program has no approval service"}},
    Message{"server.overload", {"服务器繁忙，请稍后重试", "The server is busy; try again shortly"}},
    Message{"server.disk_full",
            {"磁盘已满：只能读取，不能保存", "The disk is full: reading works, saving does not"}},
    Message{
        "server.read_only",
        {"存储写入失败，系统已转为只读；请管理员检查磁盘后重启服务",
         "Writing to the storage failed, so the system is read-only; an administrator must check "
         "the disk and restart the server"}},
    Message{"server.defect",
            {"程序内部错误，已记录（{place}）", "An internal error was recorded ({place})"}},
    Message{"http.malformed", {"请求无法读取", "The request cannot be read"}},
    Message{"http.not_found", {"没有这个地址", "There is no such address"}},
    Message{"http.method", {"该地址不支持此方法", "This address does not allow that method"}},
    Message{"http.too_large",
            {"内容过大，最多 {max} 字节", "The body is too large; at most {max} bytes"}},
};

}  // namespace

std::span<const Message> kernel_messages() { return k_messages; }

}  // namespace tc::kernel
