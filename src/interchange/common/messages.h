#pragma once

#include <array>

#include "base/message.h"

/// Every code that a reader or writer of this folder refuses or warns with, and its words.
/// `{name}` stands for the argument of that name; `Refusal::field` is the line or the element.
namespace tc::interchange {

inline constexpr std::array k_messages = {
    Message{
        "import.not_a_plan_file",
        "这不是可识别的计划文件（{found}）。请导出为 Project XML 或 Primavera XER 后再导入。",
        "This is not a plan file we know ({found}). Export it as Project XML or Primavera XER."},
    Message{"import.not_supported",
            "尚不能读取 {format} 文件。请在原软件中另存为 Project XML 或 Primavera XER。",
            "{format} files cannot be read yet. Save as Project XML or Primavera XER."},
    Message{"import.password_protected", "文件有密码保护。请去掉密码后重新导出。",
            "The file is protected by a password. Remove the password and export again."},
    Message{"import.truncated", "文件不完整，在“{where}”处中断。请重新导出或重新上传。",
            "The file is cut off at \"{where}\". Export or upload it again."},
    Message{"import.damaged", "文件已损坏：{reason}（第 {line} 行）。请重新导出。",
            "The file is damaged: {reason} (line {line}). Export it again."},
    Message{"import.entity_refused",
            "文件声明了 XML 实体或外部 DTD，出于安全不予读取（第 {line} 行）。",
            "The file declares XML entities or an external DTD and is not read for safety (line "
            "{line})."},
    Message{"import.too_deep", "XML 嵌套超过 {limit} 层（第 {line} 行）。",
            "The XML is nested more than {limit} levels deep (line {line})."},
    Message{"import.too_large", "{what}超过上限 {limit}。请拆分后导入。",
            "{what} is over the limit of {limit}. Split the file."},
    Message{"import.line_too_long", "第 {line} 行超过 {limit} 字节。",
            "Line {line} is longer than {limit} bytes."},
    Message{"import.encoding", "无法按 {encoding} 解码。请指定正确的字符编码后重试。",
            "The text cannot be decoded as {encoding}. Choose the right encoding and try again."},
    Message{"import.encoding_lossy", "按 {encoding} 解码时有个别字符无法还原。",
            "Some characters could not be decoded as {encoding} without loss."},
    Message{"import.bad_date", "{field} 的日期“{value}”无法识别，已忽略。",
            "The date \"{value}\" of {field} cannot be read and is left out."},
    Message{"import.bad_number", "{field} 的数值“{value}”无法识别，已忽略。",
            "The number \"{value}\" of {field} cannot be read and is left out."},
    Message{"import.bad_value", "{field} 的取值“{value}”未知，按“{used}”处理。",
            "The value \"{value}\" of {field} is unknown; \"{used}\" is used."},
    Message{"import.bad_reference", "{field} 指向不存在的“{value}”，已忽略。",
            "{field} refers to \"{value}\", which is not in the file; it is left out."},
    Message{"import.bad_row", "{table} 的一行缺少编号“{field}”，未导入。",
            "A row of {table} has no {field} and is not read."},
    Message{"import.duplicate", "{table} 的编号“{value}”重复，只取第一个。",
            "The id \"{value}\" of {table} occurs twice; the first is used."},
    Message{"import.cycle", "{table} 的上级关系成环（“{value}”），已断开。",
            "The parents of {table} \"{value}\" form a loop; it is cut."},
    Message{"import.bad_calendar", "日历“{calendar}”的数据无法完全读懂，未读懂的部分已忽略。",
            "The data of calendar \"{calendar}\" cannot be read whole; the rest is left out."},
    Message{"import.no_activities", "文件中没有任务。", "The file holds no activities."},
    Message{"import.more_warnings", "另有 {count} 条提示未列出。",
            "{count} {count:more warning is|more warnings are} not listed."},
};

}  // namespace tc::interchange
