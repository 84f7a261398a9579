#include <array>

#include "document/table.h"
#include "service/exchange/exchange.h"

namespace tc::service::exchange {
namespace {

using document::Cell;
using document::CellKind;
using kernel::Field;
using kernel::Kind;
using kernel::Value;

constexpr std::int64_t k_rows_max = 100'000;
constexpr std::int64_t k_printed_rows_max = 5'000;

CellKind kind_of(const Field& field) {
  switch (field.kind) {
    case Kind::integer:
      return CellKind::integer;
    case Kind::number:
    case Kind::minutes:
      return CellKind::number;
    case Kind::percent:
      return CellKind::percent;
    case Kind::money:
      return CellKind::money;
    case Kind::date:
      return CellKind::date;
    case Kind::moment:
      return CellKind::moment;
    default:
      return CellKind::text;
  }
}

// Choices and truth values by their words, links by their titles, minutes as decimals.
Cell cell_of(const Field& field, const Value& value, kernel::Reader& reader) {
  if (!is_set(value)) return {};
  const bool zh = reader.principal().zh();
  if (const auto* money = std::get_if<kernel::Money>(&value))
    return document::Amount{money->minor, money->currency};
  if (const auto* number = std::get_if<double>(&value)) return *number;
  const auto* whole = std::get_if<std::int64_t>(&value);
  if (whole == nullptr) return value_to_text(field, value, zh);
  switch (field.kind) {
    case Kind::minutes:
      return static_cast<double>(*whole) / 10;
    case Kind::boolean:
      return std::string(*whole != 0 ? (zh ? "是" : "yes") : (zh ? "否" : "no"));
    case Kind::link:
      return field.target == "*" ? id_text(*whole) : reader.title_of(field.target, *whole, zh);
    default:
      return *whole;
  }
}

class Table final : public kernel::TableFile {
 public:
  Table(kernel::FileHead head, std::unique_ptr<document::TableWriter> (*open)(document::TableHead))
      : columns_(std::move(head.columns)) {
    document::TableHead wanted{std::move(head.title), {}, head.zh, head.made_at};
    for (const Field& field : columns_) {
      std::string label(head.zh ? field.label.zh : field.label.en);
      if (!field.unit.empty() && field.unit != "%") label += " (" + std::string(field.unit) + ")";
      wanted.columns.push_back({std::move(label), kind_of(field)});
    }
    writer_ = open(std::move(wanted));
  }
  void add(std::span<const Value> row, kernel::Reader& reader) override {
    TC_ASSERT(row.size() == columns_.size());
    std::vector<Cell> cells;
    for (std::size_t i = 0; i < row.size(); ++i)
      cells.push_back(cell_of(columns_[i], row[i], reader));
    writer_->add(cells);
  }
  std::string finish() override { return writer_->finish(); }

 private:
  std::vector<Field> columns_;
  std::unique_ptr<document::TableWriter> writer_;
};

template <std::unique_ptr<document::TableWriter> (*k_open)(document::TableHead)>
std::unique_ptr<kernel::TableFile> open(kernel::FileHead head) {
  return std::make_unique<Table>(std::move(head), k_open);
}

constexpr std::array k_formats = {
    kernel::FileFormat{"csv", "text/csv", k_rows_max, true, open<document::make_csv_writer>},
    kernel::FileFormat{"xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
                       k_rows_max, true, open<document::make_xlsx_writer>},
    kernel::FileFormat{"pdf", "application/pdf", k_printed_rows_max, false,
                       open<document::make_pdf_writer>},
};

}  // namespace

std::span<const kernel::FileFormat> file_formats() { return k_formats; }

}  // namespace tc::service::exchange
