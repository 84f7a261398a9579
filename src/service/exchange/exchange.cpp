#include "service/exchange/exchange.h"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "base/digest.h"
#include "document/messages.h"
#include "kernel/kernel.h"
#include "service/exchange/import.h"

namespace tc::service::exchange {
namespace {

using namespace kernel;

constexpr std::size_t k_file_bytes_max = 100U << 20;
constexpr std::size_t k_digest_size = 64;

constexpr std::array k_attachment_fields = {
    Field{.name = "record", .label = {"记录类型", "Record type"}, .required = true},
    Field{.name = "record_id",
          .kind = Kind::link,
          .label = {"记录", "Record"},
          .target = "*",
          .required = true},
    Field{.name = "name", .label = {"文件名", "File name"}, .required = true, .in_list = true},
    Field{.name = "sha256", .label = {"摘要", "SHA-256"}, .required = true},
    Field{.name = "author",
          .kind = Kind::link,
          .label = {"上传人", "Uploaded by"},
          .target = "person",
          .read_only = true,
          .in_list = true,
          .author = true},
};
constexpr std::array k_records = {
    Record{.name = "attachment",
           .plural = "attachments",
           .label = {"附件", "Attachment"},
           .title = "name",
           .scoping = Scoping::subject,
           .fields = k_attachment_fields},
};

bool is_digest(std::string_view text) {
  return text.size() == k_digest_size &&
         text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

bool digest_is_well_formed(const RuleInput& input) { return is_digest(input.after.text("sha256")); }

constexpr std::array k_rules = {
    Rule{.code = "attachment.digest_is_well_formed",
         .record = "attachment",
         .on = "write",
         .message = {"附件须引用已上传的文件", "An attachment refers to an uploaded file"},
         .holds = digest_is_well_formed,
         .field = "sha256"},
};

RouteAnswer post_file(const RouteInput& input) {
  Json json = Json::object();
  json.append("sha256", input.kernel.part<Files>().put(input.body));
  json.append("size_bytes", static_cast<std::int64_t>(input.body.size()));
  return answered(to_text(json), 201);
}

// Bytes go out as a download that no browser runs or shows (trust S-6).
RouteAnswer get_content(const RouteInput& input) {
  RouteAnswer answer;
  Reader reader(input.kernel, input.principal);
  const std::optional<Id> id = parse_id(input.path.at("id"));
  const std::optional<Row> row = reader.load("attachment", id ? *id : 0);
  std::optional<std::string> bytes;
  if (row) bytes = input.kernel.part<Files>().get(row->text("sha256"));
  if (!bytes) {
    answer.refusals = {refuse(RefusalKind::not_found, "record.not_found")};
    return answer;
  }
  answer.content_type = "application/octet-stream";
  answer.body = std::move(*bytes);
  answer.headers.emplace_back("Content-Disposition", "attachment");
  answer.headers.emplace_back("Content-Security-Policy", "sandbox; default-src 'none'");
  return answer;
}

constexpr std::array k_routes = {
    Route{.method = "POST",
          .path = "/api/v1/files",
          .permission = "attachment.create",
          .label = {"上传文件", "Upload a file"},
          .handler = post_file,
          .body_bytes_max = k_file_bytes_max},
    Route{.method = "GET",
          .path = "/api/v1/attachments/{id}/content",
          .permission = "attachment.read",
          .label = {"下载附件", "Download an attachment"},
          .handler = get_content},
    Route{.method = "POST",
          .path = "/api/v1/{records}/import",
          .permission = "",
          .label = {"导入台账（CSV、XLSX）", "Import into a register (CSV, XLSX)"},
          .handler = post_import,
          .body_bytes_max = k_import_bytes_max},
};

constexpr std::array k_own_messages = {
    Message{"import.no_rows", {"文件是空的", "The file is empty"}},
    Message{"import.no_columns",
            {"没有一列与此台账的字段相符；第一行应为列名，至少包括：{fields}",
             "No column matches a field of this register; the first row must name the columns, at "
             "least: {fields}"}},
    Message{"import.unknown_number",
            {"没有编号为“{value}”的记录，或您无权查看；新记录请将编号留空",
             "There is no record \"{value}\", or you may not see it; leave the number empty for a "
             "new one"}},
    Message{"import.link_unknown",
            {"找不到“{value}”（按编号、标题查找），或您无权查看",
             "\"{value}\" is not found by number or title, or you may not see it"}},
    Message{
        "import.link_ambiguous",
        {"“{value}”对应多条记录，请改用编号", "\"{value}\" means several records; use the number"}},
    Message{"import.refused",
            {"有 {count} 处错误；已写入 {written} 行。请修正文件后重新导入",
             "{count} {count:error|errors}; {written} rows were written. Correct the file and "
             "import it again"}},
    Message{"export.too_many_rows",
            {"超过 {max} 行，无法导出为 {format}；请先筛选",
             "More than {max} rows do not fit into {format}; filter first"}},
};

std::span<const Message> messages() {
  static const std::vector<Message> all = join_messages({k_own_messages, document::k_messages});
  return all;
}

void write_durably(const std::string& path, std::string_view bytes) {
  const int descriptor = open(path.c_str(), O_CREAT | O_WRONLY | O_TRUNC | O_CLOEXEC, 0600);
  if (descriptor < 0) throw Failure("cannot write " + path);
  std::size_t written = 0;
  while (written < bytes.size()) {
    const ssize_t count = write(descriptor, bytes.data() + written, bytes.size() - written);
    if (count <= 0) {
      close(descriptor);
      throw DiskFull("cannot write " + path);
    }
    written += static_cast<std::size_t>(count);
  }
  const bool synced = fsync(descriptor) == 0;
  close(descriptor);
  if (!synced) throw Failure("cannot sync " + path);
}

}  // namespace

std::string Files::put(std::string_view bytes) {
  const std::string digest = sha256_hex(bytes);
  const std::string path = folder_ + "/" + digest;
  if (std::filesystem::exists(path)) return digest;
  std::filesystem::create_directories(folder_);
  const std::string beside = path + "." + hex(random_bytes(8));
  write_durably(beside, bytes);
  std::filesystem::rename(beside, path);
  return digest;
}

std::optional<std::string> Files::get(std::string_view sha256) const {
  if (!is_digest(sha256)) return std::nullopt;
  std::ifstream file(folder_ + "/" + std::string(sha256), std::ios::binary);
  if (!file) return std::nullopt;
  std::ostringstream bytes;
  bytes << file.rdbuf();
  return std::move(bytes).str();
}

const Function k_exchange = {.name = "exchange",
                             .label = {"文件", "Files"},
                             .records = k_records,
                             .rules = k_rules,
                             .routes = k_routes,
                             .messages = messages()};

}  // namespace tc::service::exchange
