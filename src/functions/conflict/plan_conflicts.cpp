#include <algorithm>

#include "functions/conflict/detect.h"
#include "functions/conflict/findings.h"
#include "project/plan_book.h"
#include "project/report_tools.h"

namespace tc::functions::conflict {
namespace {

using namespace kernel;

constexpr std::int64_t k_whole_share = 10'000;
constexpr std::size_t k_overloads_told = 10;  ///< Of one plan, those with the most days.

std::string day_text(std::int64_t day) { return format_day(static_cast<Day>(day)); }

// Whom the plan asks for more than they have; levelling says what would give way.
void find_overloads(const EventInput& input, Findings& findings) {
  const bool zh = input.reader.principal().zh();
  const std::string project = id_text(input.event.scope);
  Json inputs = Json::object();
  inputs.append("project", project);
  const ReportRows rows(input, "resource.overloads", inputs);
  for (std::size_t row = 0; row < std::min(rows.size(), k_overloads_told); ++row) {
    const std::string name = rows.words(row, "resource"), put_off = rows.words(row, "put_off");
    const std::string days = std::to_string(rows.number(row, "days"));
    const std::string until = day_text(rows.number(row, "put_off_to"));
    const std::string finish = day_text(rows.number(row, "finish_after"));
    std::string proposal = zh ? "推迟无法消除，请换人或减少投入"
                              : "Putting off does not help: somebody else, or less of it";
    if (!put_off.empty())
      proposal = zh ? "把“" + put_off + "”推迟到 " + until + "，完工为 " + finish
                    : "Put “" + put_off + "” off to " + until + "; the finish is " + finish;
    findings.raise("overload/" + project + "/" + name,
                   {{"title", zh ? name + " 超载 " + days + " 天"
                                 : name + " is overloaded for " + days + " d"},
                    {"project", project},
                    {"kind", "resource"},
                    {"severity", 3},
                    {"proposal", std::move(proposal)}});
  }
}

struct Span {
  std::int64_t from = 0, until = 0;
  [[nodiscard]] bool meets(const Row& booking) const {
    return from <= booking.integer("until_day") && booking.integer("from_day") <= until;
  }
};

// When the plan has what somebody is booked for.
std::optional<Span> planned_span(const project::LoadedPlan& loaded, const Row& booking) {
  const plan::Index at = loaded.index_of(booking.integer("activity"));
  if (at == plan::k_none) return {};
  const auto& dates = loaded.schedule.activities[static_cast<std::size_t>(at)];
  if (dates.start == k_no_time || dates.finish == k_no_time) return {};
  return Span{day_of(dates.start), day_of(dates.finish)};
}

// Work that moved runs into other bookings of whoever does it.
void find_moved_bookings(const EventInput& input, const project::LoadedPlan& loaded,
                         Findings& findings) {
  Reader& reader = input.reader;
  const bool zh = reader.principal().zh();
  const std::string project = id_text(input.event.scope);
  for (const Row& own : project::linked(reader, "booking", "project", input.event.scope)) {
    if (own.state != "confirmed" || !own.has("activity")) continue;
    const std::optional<Span> span = planned_span(loaded, own);
    if (!span || (span->from >= own.integer("from_day") && span->until <= own.integer("until_day")))
      continue;
    const Id person = own.integer("person");
    for (const Row& other : project::linked(reader, "booking", "person", person)) {
      if (other.state != "confirmed" || other.scope == own.scope || !span->meets(other) ||
          own.integer("share") + other.integer("share") <= k_whole_share)
        continue;
      const std::string who = reader.title_of("person", person, zh);
      const std::string free = day_text(other.integer("until_day") + 1);
      findings.raise(
          "moved/" + project + "/" + id_text(own.id) + "/" + id_text(other.id),
          {{"title",
            zh ? who + " 因计划移动被重复占用" : who + " is double-booked by a moved plan"},
           {"project", project},
           {"kind", "resource"},
           {"severity", 3},
           {"proposal", zh ? "本项目的工作推迟到 " + free + "，或换人"
                           : "Put the work here off to " + free + ", or send somebody else"}});
    }
  }
}

}  // namespace

Result<ActionOutcome> follow_plan(const EventInput& input) {
  const std::optional<Row> plan = input.reader.load_any("plan", input.event.id);
  // A later version has an event of its own.
  if (!plan || plan->version > input.event.version) return ActionOutcome();
  const auto loaded = input.kernel.part<project::PlanBook>().load(input.reader, input.event.scope);
  if (!loaded) return ActionOutcome();
  const RecordType& type = *input.reader.registry().record("conflict");
  Findings findings(input.reader, field_is(type, "project", input.event.scope));
  if (!(*loaded)->plan.assignments.empty()) find_overloads(input, findings);
  if (input.reader.registry().record("booking") != nullptr)
    find_moved_bookings(input, **loaded, findings);
  const std::string project = id_text(input.event.scope);
  findings.withdraw_others("overload/" + project + "/");
  findings.withdraw_others("moved/" + project + "/");
  return std::move(findings.outcome);
}

}  // namespace tc::functions::conflict
