#include "functions/time/network_view.h"

#include "base/row.h"
#include "functions/time/asked_plan.h"
#include "functions/time/network_plan.h"
#include "functions/time/plan_words.h"
#include "project/plan_fields.h"

namespace tc::functions::time {
namespace {

using engine::arrow_network::Arrow;
using project::LoadedPlan;

void write_head(JsonWriter& out, const LoadedPlan& loaded, const NetworkPlan& made) {
  const auto& projects = loaded.plan.projects;
  out.member("version", loaded.version)
      .member("minutes_per_day", projects.empty() ? 480.0 : projects.front().per_day.minutes())
      .member("clearance", made.clearance / k_tenths_per_minute)
      .member("columns", int{made.nodes.columns})
      .member("rows", made.nodes.rows)
      .member("lanes", int{made.layout.lane_count})
      .member("dummies", static_cast<std::int64_t>(made.network.dummies));
  out.key("left_out").begin_object();
  out.member("links_of_other_kinds", made.left_out.links_of_other_kinds)
      .member("negative_lags", made.left_out.negative_lags)
      .member("links_outside", made.left_out.links_outside)
      .member("links_of_summaries", made.left_out.links_of_summaries)
      .member("spans", made.left_out.spans)
      .member("out_of_order", made.left_out.out_of_order);
  out.end_object();
}

void write_works(JsonWriter& out, const LoadedPlan& loaded, const NetworkPlan& made) {
  out.key("works").begin_array();
  for (std::size_t i = 0; i < made.works.size(); ++i) {
    const plan::Activity& activity = loaded.plan.activities[row_of(made.works[i])];
    const auto& dates = loaded.schedule.activities[row_of(made.works[i])];
    out.begin_object();
    out.member("id", id_text(activity.id));
    write_text(out, "code", activity.code);
    write_text(out, "name", activity.name);
    write_minutes(out, "duration", activity.duration);
    write_time(out, "early_start", dates.early_start);
    write_time(out, "early_finish", dates.early_finish);
    write_time(out, "late_start", dates.late_start);
    write_time(out, "late_finish", dates.late_finish);
    write_minutes(out, "total_float", dates.total_float);
    write_minutes(out, "free_float", dates.free_float);
    write_percent(out, "percent_complete", activity.percent_complete);
    out.member("critical", dates.critical)
        .member("column", int{made.nodes.nodes[i].column})
        .member("row", made.nodes.nodes[i].row);
    out.end_object();
  }
  out.end_array();
}

void write_links(JsonWriter& out, const LoadedPlan& loaded, const NetworkPlan& made) {
  out.key("links").begin_array();
  for (std::size_t i = 0; i < made.links.size(); ++i) {
    const NetworkLink& each = made.links[i];
    const plan::Link& link = loaded.plan.links[row_of(each.link)];
    const auto critical = [&](std::int32_t work) {
      return loaded.schedule.activities[row_of(made.works[row_of(work)])].critical;
    };
    out.begin_object()
        .member("from", int{each.from})
        .member("to", int{each.to})
        .member("type", word_of(link.kind))
        .member("lag", link.lag / 10.0)
        .member("critical", critical(each.from) && critical(each.to));
    out.key("bends").begin_array();
    if (i < made.nodes.bends.size()) {
      for (const auto& bend : made.nodes.bends[i])
        out.begin_array().value(int{bend.column}).value(bend.row).end_array();
    }
    out.end_array().end_object();
  }
  out.end_array();
}

void write_events(JsonWriter& out, const NetworkPlan& made) {
  out.key("events").begin_array();
  for (std::size_t event = 0; event < made.layout.at.size(); ++event) {
    out.begin_object().member("number", static_cast<std::int64_t>(event) + 1);
    write_time(out, "at", static_cast<PlanTime>(made.layout.at[event]));
    out.member("lane", int{made.layout.lanes[event]}).end_object();
  }
  out.end_array();
}

std::string_view arrow_word(Arrow::Kind kind) {
  if (kind == Arrow::Kind::work) return "work";
  return kind == Arrow::Kind::lag ? "lag" : "dummy";
}

void write_arrows(JsonWriter& out, const NetworkPlan& made) {
  out.key("arrows").begin_array();
  for (std::size_t i = 0; i < made.arrows.size(); ++i) {
    const Arrow& arrow = made.network.arrows[i];
    const engine::arrow_network::Route& route = made.layout.routes[i];
    out.begin_object()
        .member("kind", arrow_word(arrow.kind))
        .member("from", int{arrow.from})
        .member("to", int{arrow.to})
        .member("work", int{arrow.work})
        .member("part", int{arrow.part});
    write_time(out, "start", made.arrows[i].start);
    write_time(out, "finish", made.arrows[i].finish);
    out.member("duration", static_cast<double>(arrow.duration) / k_tenths_per_minute)
        .member("critical", arrow.critical)
        .member("lane", int{route.lane})
        .member("from_track", int{route.from_track})
        .member("to_track", int{route.to_track})
        .end_object();
  }
  out.end_array();
}

std::string network_text(const LoadedPlan& loaded, const NetworkPlan& made) {
  std::string text;
  JsonWriter out(text);
  out.begin_object();
  write_head(out, loaded, made);
  write_works(out, loaded, made);
  write_links(out, loaded, made);
  write_events(out, made);
  write_arrows(out, made);
  out.end_object();
  return text;
}

Result<std::string> network_of(const kernel::RouteInput& input) {
  kernel::Reader reader(input.kernel, input.principal);
  const auto loaded = shown_plan(input, reader);
  if (!loaded) return loaded.refusals();
  plan::Index branch = plan::k_none;
  if (const auto named = input.query.find("branch"); named != input.query.end()) {
    const std::optional<Id> id = parse_id(named->second);
    branch = (*loaded)->index_of(id ? *id : 0);
    if (branch == plan::k_none) return refuse(RefusalKind::not_found, "plan.activity_unknown");
  }
  const Result<NetworkPlan> made = network_plan(**loaded, branch);
  if (!made) return made.refusals();
  return network_text(**loaded, *made);
}

}  // namespace

kernel::RouteAnswer get_network(const kernel::RouteInput& input) {
  return kernel::answer_of(network_of(input));
}

}  // namespace tc::functions::time
