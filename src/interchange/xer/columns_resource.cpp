#include <algorithm>
#include <string>

#include "interchange/common/number.h"
#include "interchange/xer/columns.h"

namespace tc::interchange::xer {
namespace {

using plan::Assignment;
using plan::Link;
using plan::LinkKind;
using plan::Resource;
using plan::ResourceKind;

constexpr std::int64_t k_millionths = 1'000'000;

LinkKind link_kind(const Cell& cell) {
  // Some tools leave the prefix out.
  std::string_view kind = cell.text;
  if (kind.starts_with("PR_")) kind.remove_prefix(3);
  if (kind == "FS") return LinkKind::fs;
  if (kind == "SS") return LinkKind::ss;
  if (kind == "FF") return LinkKind::ff;
  if (kind == "SF") return LinkKind::sf;
  cell.unknown_value("PR_FS");
  return LinkKind::fs;
}

std::string link_kind_text(const Link& link, plan::Index, const Names&) {
  switch (link.kind) {
    case LinkKind::fs:
      return "PR_FS";
    case LinkKind::ss:
      return "PR_SS";
    case LinkKind::ff:
      return "PR_FF";
    case LinkKind::sf:
      return "PR_SF";
  }
  return {};
}

/// A percent of the predecessor's duration becomes the hours that it is now.
std::string lag_text(const Link& link, plan::Index, const Names& names) {
  std::int64_t tenths = link.lag;
  if (link.lag_kind == plan::LagKind::percent || link.lag_kind == plan::LagKind::elapsed_percent) {
    const Minutes base = names.plan.activities[static_cast<std::size_t>(link.from)].duration;
    tenths = std::int64_t{base.tenths()} * link.lag / 10000;
  }
  return format_scaled(tenths, k_tenths_per_hour);
}

std::string project_of(plan::Index activity, const Names& names) {
  if (activity == plan::k_none) return {};
  return names.project(names.plan.activities[static_cast<std::size_t>(activity)].project);
}

constexpr std::array k_link_columns = {
    LinkColumn{"task_pred_id", [](LinkRow& r, const Cell& c) { r.link.uid = c.text; },
               [](const Link&, plan::Index index, const Names& n) {
                 return n.links[static_cast<std::size_t>(index)];
               }},
    LinkColumn{"task_id", [](LinkRow& r, const Cell& c) { r.to = c.text; },
               [](const Link& l, plan::Index, const Names& n) { return n.activity(l.to); }},
    LinkColumn{"pred_task_id", [](LinkRow& r, const Cell& c) { r.from = c.text; },
               [](const Link& l, plan::Index, const Names& n) { return n.activity(l.from); }},
    LinkColumn{"proj_id", nullptr,
               [](const Link& l, plan::Index, const Names& n) { return project_of(l.to, n); }},
    LinkColumn{"pred_proj_id", nullptr,
               [](const Link& l, plan::Index, const Names& n) { return project_of(l.from, n); }},
    LinkColumn{"pred_type", [](LinkRow& r, const Cell& c) { r.link.kind = link_kind(c); },
               link_kind_text},
    LinkColumn{"lag_hr_cnt",
               [](LinkRow& r, const Cell& c) {
                 r.link.lag = c.hours().tenths();
                 r.link.lag_typed = plan::DurationUnit::hours;
               },
               lag_text},
};

ResourceKind resource_kind(const Cell& cell) {
  if (cell.text == "RT_Mat") return ResourceKind::material;
  if (cell.text == "RT_Equip") return ResourceKind::equipment;
  if (cell.text != "RT_Labor") cell.unknown_value("RT_Labor");
  return ResourceKind::work;
}

std::string resource_kind_text(ResourceKind kind) {
  if (kind == ResourceKind::material || kind == ResourceKind::cost) return "RT_Mat";
  return kind == ResourceKind::equipment ? "RT_Equip" : "RT_Labor";
}

constexpr std::array k_resource_columns = {
    ResourceColumn{
        "rsrc_id", [](Resource& r, const Cell& c) { r.uid = c.text; },
        [](const Resource&, plan::Index index, const Names& n) { return n.resource(index); }},
    ResourceColumn{
        "clndr_id", [](Resource& r, const Cell& c) { r.calendar = c.reference(c.ids.calendars); },
        [](const Resource& r, plan::Index, const Names& n) { return n.calendar(r.calendar); }},
    ResourceColumn{"guid", [](Resource& r, const Cell& c) { r.guid = c.text; },
                   [](const Resource& r, plan::Index, const Names&) { return r.guid; }},
    ResourceColumn{"email_addr", [](Resource& r, const Cell& c) { r.email = c.text; },
                   [](const Resource& r, plan::Index, const Names&) { return r.email; }},
    ResourceColumn{"rsrc_name", [](Resource& r, const Cell& c) { r.name = c.text; },
                   [](const Resource& r, plan::Index, const Names&) { return r.name; }},
    ResourceColumn{"rsrc_short_name", [](Resource& r, const Cell& c) { r.code = c.text; },
                   [](const Resource& r, plan::Index index, const Names& n) {
                     return r.code.empty() ? n.resource(index) : r.code;
                   }},
    ResourceColumn{
        "rsrc_type", [](Resource& r, const Cell& c) { r.kind = resource_kind(c); },
        [](const Resource& r, plan::Index, const Names&) { return resource_kind_text(r.kind); }},
    ResourceColumn{"rsrc_notes", [](Resource& r, const Cell& c) { r.notes = c.text; },
                   [](const Resource& r, plan::Index, const Names&) { return r.notes; }},
};

constexpr std::array k_rate_columns = {
    RateColumn{
        "rsrc_id", [](RateRow& r, const Cell& c) { r.resource = c.reference(c.ids.resources); },
        [](const Resource&, plan::Index index, const Names& n) { return n.resource(index); }},
    RateColumn{"start_date", [](RateRow& r, const Cell& c) { r.start = c.date(); }, nullptr},
    RateColumn{"max_qty_per_hr",
               [](RateRow& r, const Cell& c) { r.units = clamp_int32(c.scaled(10000)); },
               [](const Resource& r, plan::Index, const Names&) {
                 return format_scaled(r.max_units, 10000);
               }},
    RateColumn{"cost_per_qty",
               [](RateRow& r, const Cell& c) { r.rate_millionths = c.scaled(k_millionths); },
               [](const Resource& r, plan::Index, const Names&) {
                 return format_scaled(r.rate_millionths, k_millionths);
               }},
};

PlanTime earlier_known(PlanTime now, PlanTime candidate) {
  return now == k_no_time ? candidate : now;
}

constexpr std::array k_assignment_columns = {
    AssignmentColumn{"taskrsrc_id", [](Assignment& a, const Cell& c) { a.uid = c.text; },
                     [](const Assignment&, plan::Index index, const Names& n) {
                       return n.assignments[static_cast<std::size_t>(index)];
                     }},
    AssignmentColumn{
        "task_id", [](Assignment& a, const Cell& c) { a.activity = c.reference(c.ids.tasks); },
        [](const Assignment& a, plan::Index, const Names& n) { return n.activity(a.activity); }},
    AssignmentColumn{
        "proj_id", nullptr,
        [](const Assignment& a, plan::Index, const Names& n) { return project_of(a.activity, n); }},
    AssignmentColumn{
        "rsrc_id", [](Assignment& a, const Cell& c) { a.resource = c.reference(c.ids.resources); },
        [](const Assignment& a, plan::Index, const Names& n) { return n.resource(a.resource); }},
    AssignmentColumn{"target_qty_per_hr",
                     [](Assignment& a, const Cell& c) { a.units = clamp_int32(c.scaled(10000)); },
                     [](const Assignment& a, plan::Index, const Names&) {
                       return format_scaled(a.units, 10000);
                     }},
    AssignmentColumn{
        "target_qty", [](Assignment& a, const Cell& c) { a.work = c.hours(); },
        [](const Assignment& a, plan::Index, const Names&) { return hours_text(a.work); }},
    AssignmentColumn{
        "act_reg_qty",
        [](Assignment& a, const Cell& c) { a.actual_work = a.actual_work + c.hours(); },
        [](const Assignment& a, plan::Index, const Names&) { return hours_text(a.actual_work); }},
    AssignmentColumn{
        "act_ot_qty",
        [](Assignment& a, const Cell& c) { a.actual_work = a.actual_work + c.hours(); }, nullptr},
    AssignmentColumn{"remain_qty",
                     [](Assignment& a, const Cell& c) { a.remaining_work = c.hours(); },
                     [](const Assignment& a, plan::Index, const Names&) {
                       return hours_text(a.remaining_work);
                     }},
    AssignmentColumn{
        "target_lag_drtn_hr_cnt", [](Assignment& a, const Cell& c) { a.delay = c.hours(); },
        [](const Assignment& a, plan::Index, const Names&) { return hours_text(a.delay); }},
    AssignmentColumn{"act_start_date", [](Assignment& a, const Cell& c) { a.start = c.date(); },
                     nullptr},
    AssignmentColumn{"act_end_date", [](Assignment& a, const Cell& c) { a.finish = c.date(); },
                     nullptr},
    AssignmentColumn{
        "restart_date",
        [](Assignment& a, const Cell& c) { a.start = earlier_known(a.start, c.date()); }, nullptr},
    AssignmentColumn{
        "reend_date",
        [](Assignment& a, const Cell& c) { a.finish = earlier_known(a.finish, c.date()); },
        nullptr},
    AssignmentColumn{
        "target_start_date",
        [](Assignment& a, const Cell& c) { a.start = earlier_known(a.start, c.date()); },
        [](const Assignment& a, plan::Index, const Names&) { return date_text(a.start); }},
    AssignmentColumn{
        "target_end_date",
        [](Assignment& a, const Cell& c) { a.finish = earlier_known(a.finish, c.date()); },
        [](const Assignment& a, plan::Index, const Names&) { return date_text(a.finish); }},
    AssignmentColumn{"target_cost",
                     [](Assignment& a, const Cell& c) { a.cost_minor = c.scaled(100); },
                     [](const Assignment& a, plan::Index, const Names&) {
                       return format_scaled(a.cost_minor, 100);
                     }},
};

}  // namespace

bool replaces_rate(PlanTime best, PlanTime start, PlanTime now) {
  if (best == k_no_time) return true;
  if (start <= now) return start > best || best > now;
  return best > now && start < best;
}

std::span<const LinkColumn> link_columns() { return k_link_columns; }
std::span<const ResourceColumn> resource_columns() { return k_resource_columns; }
std::span<const RateColumn> rate_columns() { return k_rate_columns; }
std::span<const AssignmentColumn> assignment_columns() { return k_assignment_columns; }

}  // namespace tc::interchange::xer
