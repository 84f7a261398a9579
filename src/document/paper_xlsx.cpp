#include <algorithm>

#include "document/paper.h"
#include "document/workbook.h"

namespace tc::document {
namespace {

void add_sheet(Workbook& book, std::string_view name, const PaperTable& table) {
  std::vector<Column> columns;
  std::vector<int> widths;
  for (std::size_t i = 0; i < table.header.size(); ++i) {
    columns.push_back({table.header[i]});
    int width = text_columns(table.header[i]);
    for (const auto& row : table.rows) width = std::max(width, text_columns(row[i]));
    widths.push_back(width);
  }
  book.begin_sheet(name, columns, widths, !table.rows.empty());
  for (const auto& row : table.rows) {
    const std::vector<Cell> cells(row.begin(), row.end());
    book.add(cells);
  }
  book.end_sheet();
}

}  // namespace

std::string paper_xlsx(const Paper& paper) {
  Workbook book;
  PaperTable summary{{paper.title, paper.subtitle}, {}, {}};
  for (const Fact& fact : paper.facts) summary.rows.push_back({fact.label, fact.value});
  for (const Section& section : paper.sections) {
    if (!section.text.empty()) summary.rows.push_back({section.heading, section.text});
  }
  add_sheet(book, paper.zh ? "概况" : "Summary", summary);
  for (const Section& section : paper.sections) {
    if (!section.table.header.empty()) add_sheet(book, section.heading, section.table);
  }
  return book.finish(paper.title, paper.made_at);
}

}  // namespace tc::document
