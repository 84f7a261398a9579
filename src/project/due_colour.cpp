#include "project/due_colour.h"

#include "project/report_tools.h"

namespace tc::project {

using namespace kernel;

namespace {

struct Colour {
  std::string_view rag;
  std::string cause;
};

Colour colour_of(const DueColour& rule, const Row& row, Reader& reader) {
  if (rule.done.contains(row.state)) return {"green", {}};
  const std::string_view field = rule.day(row);
  if (!row.has(field)) return {"grey", {}};
  const std::int64_t day = row.integer(field), today = reader.today();
  if (today + rule.warn_days < day) return {"green", {}};
  return {day < today ? "red" : "amber", format_day(static_cast<Day>(day))};
}

}  // namespace

void colour_by_day(const DueColour& rule, Row& row, Reader& reader) {
  Colour colour = colour_of(rule, row, reader);
  row.set("rag", std::string(colour.rag));
  row.set("rag_cause", colour.cause.empty() ? Value() : Value(std::move(colour.cause)));
}

ActionOutcome recolour(const DueColour& rule, Reader& reader) {
  constexpr std::int64_t k_rows_max = 100'000;
  ActionOutcome outcome;
  for (const Row& row : reader.list_any(rule.record, Expr(), k_rows_max))
    if (!is_final(row) && row.text("rag") != colour_of(rule, row, reader).rag)
      outcome.commands.push_back(command(std::string(rule.record) + ".update", row.id));
  return outcome;
}

}  // namespace tc::project
