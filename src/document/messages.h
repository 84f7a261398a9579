#pragma once

#include <array>

#include "base/message.h"

/// Every code that the readers of this folder refuse with.
namespace tc::document {

inline constexpr std::array k_messages = {
    Message{"sheet.unknown_format",
            {"只能读取 CSV 或 XLSX 文件（旧版 .xls 请另存为 .xlsx）",
             "Only CSV and XLSX files can be read (save an old .xls as .xlsx)"}},
    Message{"sheet.damaged", {"文件已损坏：{reason}", "The file is damaged: {reason}"}},
    Message{"sheet.encrypted",
            {"文件有密码保护，请去掉密码后再导入",
             "The file is protected by a password; remove it first"}},
    Message{"sheet.encoding",
            {"文本编码无法识别，请存为 UTF-8 或 GB18030",
             "The text encoding is not recognised; save it as UTF-8 or GB18030"}},
    Message{"sheet.unclosed_quote",
            {"第 {row} 行的引号没有结束", "A quotation mark opened in row {row} is never closed"}},
    Message{"sheet.too_large",
            {"文件过大：{what} 超过 {max}", "The file is too large: more than {max} {what}"}},
    Message{"sheet.too_deep", {"文件结构嵌套过深", "The file is nested too deeply"}},
    Message{"sheet.entity_refused",
            {"文件含有不允许的文档类型或实体",
             "The file holds a document type or entity, which is not allowed"}},
};

}  // namespace tc::document
