#include <algorithm>

#include "document/workbook.h"

namespace tc::document {
namespace {

// Widths stand before the rows: the first rows are held back to measure them.
constexpr std::size_t k_measured_rows = 200;

class XlsxWriter final : public TableWriter {
 public:
  explicit XlsxWriter(TableHead head) : head_(std::move(head)) {}

  void add(std::span<const Cell> row) override {
    if (begun_) return book_.add(row);
    held_.emplace_back(row.begin(), row.end());
    if (held_.size() >= k_measured_rows) begin();
  }

  std::string finish() override {
    if (!begun_) begin();
    book_.end_sheet();
    return book_.finish(head_.title, head_.made_at);
  }

 private:
  void begin() {
    std::vector<int> widths;
    for (std::size_t i = 0; i < head_.columns.size(); ++i) {
      const Column& column = head_.columns[i];
      int width = text_columns(column.label);
      for (const auto& row : held_)
        width = std::max(width, text_columns(cell_text(column.kind, row[i])));
      widths.push_back(width);
    }
    book_.begin_sheet(head_.title, head_.columns, widths, true);
    for (const auto& row : held_) book_.add(row);
    held_.clear();
    begun_ = true;
  }

  TableHead head_;
  Workbook book_;
  std::vector<std::vector<Cell>> held_;
  bool begun_ = false;
};

}  // namespace

std::unique_ptr<TableWriter> make_xlsx_writer(TableHead head) {
  return std::make_unique<XlsxWriter>(std::move(head));
}

}  // namespace tc::document
