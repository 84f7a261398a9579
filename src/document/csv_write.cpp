#include "document/table.h"

namespace tc::document {
namespace {

class CsvWriter final : public TableWriter {
 public:
  explicit CsvWriter(const TableHead& head) {
    out_ = "\xEF\xBB\xBF";
    for (const Column& column : head.columns) {
      kinds_.push_back(column.kind);
      add_cell(column.label, true, kinds_.size() == 1);
    }
    out_ += "\r\n";
  }

  void add(std::span<const Cell> row) override {
    for (std::size_t i = 0; i < row.size(); ++i) {
      const bool words = std::holds_alternative<std::string>(row[i]);
      add_cell(cell_text(kinds_[i], row[i]), words, i == 0);
    }
    out_ += "\r\n";
  }

  std::string finish() override { return std::move(out_); }

 private:
  void add_cell(std::string_view text, bool words, bool first) {
    if (!first) out_ += ',';
    const bool formula = words && looks_like_formula(text);
    if (!formula && text.find_first_of(",\"\r\n") == std::string_view::npos) {
      out_ += text;
      return;
    }
    out_ += '"';
    if (formula) out_ += '\'';
    for (const char c : text) {
      if (c == '"') out_ += '"';
      out_ += c;
    }
    out_ += '"';
  }

  std::vector<CellKind> kinds_;
  std::string out_;
};

}  // namespace

std::unique_ptr<TableWriter> make_csv_writer(TableHead head) {
  return std::make_unique<CsvWriter>(head);
}

}  // namespace tc::document
