#include "functions/resource/transfer.h"

#include <map>

#include "project/plan_book.h"
#include "project/plan_edit.h"
#include "project/plan_write.h"

namespace tc::functions::resource {
namespace {

using namespace kernel;
using project::LoadedPlan;

constexpr double k_tenths_per_day = 4800, k_tenths_per_minute = 10;
constexpr double k_person = 10'000;  ///< A whole one, in hundredths of a percent.

struct Changed {
  std::string name;
  double days_before = 0, days_after = 0;
};

double days_of(const LoadedPlan& loaded, plan::Index row) {
  return loaded.plan.activities[static_cast<std::size_t>(row)].duration.tenths() / k_tenths_per_day;
}

// The shares of everybody booked on an activity, without one person.
double others_on(Reader& reader, Id activity, Id person) {
  double sum = 0;
  for (const Row& row : project::linked(reader, "booking", "activity", activity))
    if (row.state != "released" && row.integer("person") != person)
      sum += static_cast<double>(row.integer("share"));
  return sum;
}

// One row: the project as it is, and with this activity lasting so many days.
Status tell(const ReportInput& input, const LoadedPlan& loaded, Id activity, const Changed& changed,
            ReportTable& table) {
  Json set = Json::object();
  set.append("activity", id_text(activity));
  set.append("duration", changed.days_after * k_tenths_per_day / k_tenths_per_minute);
  Json edit = Json::object(), edits = Json::array();
  edit.append("set", std::move(set));
  edits.push(std::move(edit));
  const auto sandbox = project::with_edits(loaded, edits, [&] { return input.kernel.new_id(); });
  if (!sandbox) return sandbox.refusals();
  const std::int64_t before = day_of(project::figures_of(loaded).finish);
  const std::int64_t after = day_of(project::figures_of(**sandbox).finish);
  table.rows.push_back({Value(loaded.project), Value(changed.name), Value(changed.days_before),
                        Value(changed.days_after), Value(before), Value(after),
                        Value(after - before)});
  return Done{};
}

}  // namespace

Result<ReportTable> transfer(const ReportInput& input) {
  const Id to = parse_id(input.inputs.text("project")).value_or(0);
  const Id activity = parse_id(input.inputs.text("activity")).value_or(0);
  const Id person = parse_id(input.inputs.text("person")).value_or(0);
  auto& book = input.kernel.part<project::PlanBook>();
  const auto receiving = book.load(input.reader, to);
  if (!receiving) return receiving.refusals();
  const plan::Index row = (*receiving)->index_of(activity);
  if (row == plan::k_none) return refuse(RefusalKind::rule, "resource.activity_missing");
  Changed gained{(*receiving)->plan.activities[static_cast<std::size_t>(row)].name,
                 days_of(**receiving, row)};
  const double there = others_on(input.reader, activity, person);
  const double shares = there > 0 ? there : k_person;
  gained.days_after = gained.days_before * shares / (shares + k_person);
  ReportTable table;
  const Status told = tell(input, **receiving, activity, gained, table);
  if (!told) return told.refusals();
  // What the person leaves: only plans and bookings that the caller may see.
  for (const Row& booking : input.reader.list(
           "booking", field_is(*input.reader.registry().record("booking"), "person", person))) {
    if (booking.state == "released" || booking.scope == to || !booking.has("activity")) continue;
    const auto giving = book.load(input.reader, booking.scope);
    if (!giving) continue;
    const plan::Index left = (*giving)->index_of(booking.integer("activity"));
    if (left == plan::k_none) continue;
    Changed lost{(*giving)->plan.activities[static_cast<std::size_t>(left)].name,
                 days_of(**giving, left)};
    const double stay = others_on(input.reader, booking.integer("activity"), person);
    const auto own = static_cast<double>(booking.integer("share"));
    lost.days_after =
        stay > 0 ? lost.days_before * (stay + own) / stay : lost.days_before + gained.days_after;
    const Status also = tell(input, **giving, booking.integer("activity"), lost, table);
    if (!also) return also.refusals();
  }
  return table;
}

}  // namespace tc::functions::resource
