#include "functions/conflict/detect.h"

#include <algorithm>
#include <map>

#include "functions/conflict/findings.h"
#include "project/report_tools.h"

namespace tc::functions::conflict {
namespace {

using namespace kernel;

// The bookings that hold somebody on the day on which the `at`th begins, of those before it in the
// order of their beginnings; that one is the last.
std::vector<const Row*> held_when_begins(const std::vector<Row>& bookings, std::size_t at) {
  std::vector<const Row*> held;
  for (std::size_t i = 0; i <= at; ++i)
    if (bookings[i].integer("until_day") >= bookings[at].integer("from_day"))
      held.push_back(&bookings[i]);
  return held;
}

// The first day on which the last of `held` fits beside the others; they end one after another.
std::int64_t day_it_fits(std::vector<const Row*> held, std::int64_t whole) {
  std::int64_t asked = 0, day = held.back()->integer("from_day");
  for (const Row* one : held) asked += one->integer("share");
  held.pop_back();
  std::ranges::stable_sort(held, {}, [](const Row* one) { return one->integer("until_day"); });
  for (const Row* one : held) {
    if (asked <= whole) break;
    asked -= one->integer("share");
    day = one->integer("until_day") + 1;
  }
  return day;
}

// Double-booked people: confirmed bookings of one person, in several projects, that together ask
// for more than the whole. Found where the booking begins that is one too many.
void find_double_bookings(Reader& reader, Findings& findings) {
  constexpr std::int64_t k_whole = 10'000;
  const bool zh = reader.principal().zh();
  std::map<Id, std::vector<Row>> by_person;
  for (Row& row : reader.list_any("booking", Expr()))
    if (row.state == "confirmed") by_person[row.integer("person")].push_back(std::move(row));
  for (auto& [person, bookings] : by_person) {
    std::ranges::sort(bookings, {},
                      [](const Row& row) { return std::pair(row.integer("from_day"), row.id); });
    for (std::size_t at = 1; at < bookings.size(); ++at) {
      const std::vector<const Row*> held = held_when_begins(bookings, at);
      std::int64_t asked = 0;
      for (const Row* one : held) asked += one->integer("share");
      const Row& last = bookings[at];
      if (asked <= k_whole ||
          std::ranges::all_of(held, [&](const Row* one) { return one->scope == last.scope; }))
        continue;
      findings.raise("booking/" + id_text(last.id),
                     {{"title", reader.title_of("person", person, zh) +
                                    (zh ? " 被重复占用" : " is double-booked")},
                      {"project", id_text(last.scope)},
                      {"kind", "resource"},
                      {"severity", 3},
                      {"proposal", (zh ? "后开始的占用推迟到 " : "Start the later booking on ") +
                                       format_day(static_cast<Day>(day_it_fits(held, k_whole)))}});
    }
  }
}

// Commitments between teams whose promise is later than the need.
void find_broken_commitments(Reader& reader, Findings& findings) {
  for (const Row& row : reader.list_any("cross_team_commitment", Expr())) {
    if (project::is_final(row) || !row.has("promised_on") || !row.has("needed_on") ||
        row.integer("promised_on") <= row.integer("needed_on"))
      continue;
    const bool zh = reader.principal().zh();
    const std::int64_t late = row.integer("promised_on") - row.integer("needed_on");
    findings.raise("commitment/" + id_text(row.id),
                   {{"title", (zh ? "跨团队承诺不满足需要：" : "Commitment later than needed: ") +
                                  std::string(row.text("title"))},
                    {"project", id_text(row.scope)},
                    {"kind", "schedule"},
                    {"severity", 3},
                    {"proposal", (zh ? "双方确认缺口（天）：" : "Close the gap (d): ") +
                                     std::to_string(late)}});
  }
}

// Successors that are planned before their predecessor in another project allows: by the report of
// the plans, so that what it calls broken is broken here too.
Status find_broken_links(const EventInput& input, Findings& findings) {
  const Json none = Json::object();
  const ReportRows links(input, "time.external_links", none);
  if (!links.refusals().empty()) return links.refusals();
  const bool zh = input.reader.principal().zh();
  for (std::size_t row = 0; row < links.size(); ++row) {
    if (links.words(row, "state") != "broken") continue;
    // Who sees the conflict may not see the other project: its activity is not named.
    findings.raise(
        "link/" + id_text(links.number(row, "activity")) + "/" +
            id_text(links.number(row, "predecessor_project")),
        {{"title", (zh ? "早于其他项目所允许：" : "Earlier than another project allows: ") +
                       links.words(row, "name")},
         {"project", id_text(links.number(row, "project"))},
         {"kind", "schedule"},
         {"severity", 3},
         {"proposal", (zh ? "最早可在 " : "Not before ") + links.words(row, "allowed")}});
  }
  return Done{};
}

// How much a project matters to the strategy: its strongest contribution.
std::int64_t strategic_rank(Reader& reader, Id project) {
  constexpr Words k_strengths = "none low moderate strong extreme";
  std::int64_t rank = 0;
  for (const Row& row : project::linked(reader, "contribution", "project", project)) {
    std::int64_t own = 0;
    for (const std::string_view word : k_strengths) {
      if (word == row.text("strength")) rank = std::max(rank, own);
      ++own;
    }
  }
  return rank;
}

// The confirmed booking, in the least important of the less important projects, of somebody who
// has what a request asks for.
std::optional<Row> lesser_use(Reader& reader, const Row& request, std::int64_t rank) {
  std::optional<Row> found;
  for (const Row& held :
       project::linked(reader, "person_skill", "skill", request.integer("skill"))) {
    if (held.integer("level") < request.integer("level", 1)) continue;
    for (Row& booking : project::linked(reader, "booking", "person", held.integer("person"))) {
      const bool overlaps = booking.integer("from_day") <= request.integer("until_day") &&
                            request.integer("from_day") <= booking.integer("until_day");
      if (booking.state != "confirmed" || !overlaps || booking.scope == request.scope) continue;
      const std::int64_t own = strategic_rank(reader, booking.scope);
      if (own >= rank) continue;
      rank = own;
      found = std::move(booking);
    }
  }
  return found;
}

// A project that matters more waits for people whom one that matters less has.
void find_contradicting_priorities(Reader& reader, Findings& findings) {
  const bool zh = reader.principal().zh();
  for (const Row& request : reader.list_any("resource_request", Expr())) {
    const std::int64_t rank = strategic_rank(reader, request.scope);
    if (!Words("submitted offered partly_confirmed").contains(request.state) || rank == 0 ||
        !request.has("skill"))
      continue;
    const std::optional<Row> booking = lesser_use(reader, request, rank);
    if (!booking) continue;
    findings.raise(
        "priority/" + id_text(request.id),
        {{"title", (zh ? "重要项目缺人，次要项目占用：" : "The lesser project has them: ") +
                       std::string(request.text("title"))},
         {"project", id_text(request.scope)},
         {"kind", "priority"},
         {"severity", 4},
         {"proposal", (zh ? "请对方项目释放：" : "Ask the other project for ") +
                          reader.title_of("person", booking->integer("person"), zh)}});
  }
}

// Records that nobody looked at again two weeks after their review was due. Confidential ones are
// left alone: who sees the conflict may not see them.
void find_overdue_reviews(Reader& reader, Findings& findings) {
  constexpr std::int64_t k_patience_days = 14;
  const bool zh = reader.principal().zh();
  for (const RecordType* type : reader.registry().records()) {
    if (type->decl->scoping != Scoping::project || (type->decl->traits & k_reviewed) == 0 ||
        type->name == "conflict")
      continue;
    const std::int64_t limit = std::int64_t{reader.today()} - k_patience_days;
    for (const Row& row : reader.list_any(
             type->name, Expr::compare(Expr::Op::less, type->field_index("next_review"), limit))) {
      if (project::is_final(row) || row.level > 1) continue;
      const Label label = type->decl->label;
      findings.raise(
          "review/" + std::string(type->name) + "/" + id_text(row.id),
          {{"title", (zh ? "复核逾期：" : "Review overdue: ") +
                         std::string(zh ? label.zh : label.en) + " " + row.number},
           {"project", id_text(row.scope)},
           {"kind", "role"},
           {"severity", 2},
           {"proposal", zh ? std::string("负责人一周内复核，或移交他人")
                           : std::string("Its owner reviews it within a week or hands it "
                                         "over")}});
    }
  }
}

}  // namespace

Result<ActionOutcome> detect(const EventInput& input) {
  Findings findings(input.reader, Expr());
  const auto installed = [&](const char* record) {
    return input.reader.registry().record(record) != nullptr;
  };
  if (installed("booking")) find_double_bookings(input.reader, findings);
  if (installed("cross_team_commitment")) find_broken_commitments(input.reader, findings);
  if (installed("resource_request") && installed("contribution") && installed("booking"))
    find_contradicting_priorities(input.reader, findings);
  find_overdue_reviews(input.reader, findings);
  const Status linked = find_broken_links(input, findings);
  if (!linked) return linked.refusals();
  for (const char* looked_for : {"booking/", "commitment/", "priority/", "review/", "link/"})
    findings.withdraw_others(looked_for);
  return std::move(findings.outcome);
}

}  // namespace tc::functions::conflict
