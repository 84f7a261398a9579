#include <string>

#include "base/row.h"
#include "interchange/mspdi/schema.h"

namespace tc::interchange::mspdi {
namespace {

using plan::Assignment;
using plan::Index;
using plan::Resource;
using plan::ResourceKind;

constexpr std::int64_t k_millionths = 1'000'000;
/// MS Project's "nobody".
constexpr int k_unassigned_uid = -65535;

void set_resource_kind(ResourceRow& row, const Text& text) {
  switch (text.small()) {
    case 0:
      row.resource.kind = ResourceKind::material;
      break;
    case 1:
      row.resource.kind = ResourceKind::work;
      break;
    case 2:
      row.resource.kind = ResourceKind::cost;
      break;
    default:
      text.warn("import.bad_value");
  }
}

/// A cost resource is a material one with the flag IsCostResource.
std::string resource_kind_text(const Resource& r, Index, const Names&) {
  return r.kind == ResourceKind::material || r.kind == ResourceKind::cost ? "0" : "1";
}

constexpr std::array k_resource_elements = {
    ResourceElement{
        "UID", [](ResourceRow& r, const Text& t) { r.uid = t.integer(), r.resource.uid = t.value; },
        [](const Resource&, Index index, const Names& n) { return n.resources[row_of(index)]; }},
    ResourceElement{"GUID", [](ResourceRow& r, const Text& t) { r.resource.guid = t.value; },
                    [](const Resource& r, Index, const Names&) { return r.guid; }},
    ResourceElement{
        "ID", nullptr,
        [](const Resource&, Index index, const Names&) { return std::to_string(index + 1); }},
    ResourceElement{"Name", [](ResourceRow& r, const Text& t) { r.resource.name = t.value; },
                    [](const Resource& r, Index, const Names&) { return r.name; }},
    ResourceElement{"Type", set_resource_kind, resource_kind_text},
    ResourceElement{"IsNull", [](ResourceRow& r, const Text& t) { r.null_row = t.flag(); },
                    [](const Resource&, Index, const Names&) { return flag_text(false); }},
    ResourceElement{"Initials",
                    [](ResourceRow& r, const Text& t) { r.resource.initials = t.value; },
                    [](const Resource& r, Index, const Names&) { return r.initials; }},
    ResourceElement{"Phonetics"},
    ResourceElement{"NTAccount"},
    ResourceElement{"MaterialLabel"},
    ResourceElement{"Code", [](ResourceRow& r, const Text& t) { r.resource.code = t.value; },
                    [](const Resource& r, Index, const Names&) { return r.code; }},
    ResourceElement{"Group", [](ResourceRow& r, const Text& t) { r.resource.group = t.value; },
                    [](const Resource& r, Index, const Names&) { return r.group; }},
    ResourceElement{"WorkGroup"},
    ResourceElement{"EmailAddress",
                    [](ResourceRow& r, const Text& t) { r.resource.email = t.value; },
                    [](const Resource& r, Index, const Names&) { return r.email; }},
    ResourceElement{"Hyperlink"},
    ResourceElement{"HyperlinkAddress"},
    ResourceElement{"HyperlinkSubAddress"},
    ResourceElement{
        "MaxUnits", [](ResourceRow& r, const Text& t) { r.resource.max_units = t.small(10000); },
        [](const Resource& r, Index, const Names&) { return format_scaled(r.max_units, 10000); }},
    ResourceElement{"PeakUnits"},
    ResourceElement{"OverAllocated"},
    ResourceElement{"AvailableFrom"},
    ResourceElement{"AvailableTo"},
    ResourceElement{"Start"},
    ResourceElement{"Finish"},
    ResourceElement{"CanLevel"},
    ResourceElement{"AccrueAt"},
    ResourceElement{"Work"},
    ResourceElement{"RegularWork"},
    ResourceElement{"OvertimeWork"},
    ResourceElement{"ActualWork"},
    ResourceElement{"RemainingWork"},
    ResourceElement{"ActualOvertimeWork"},
    ResourceElement{"RemainingOvertimeWork"},
    ResourceElement{"PercentWorkComplete"},
    ResourceElement{
        "StandardRate",
        [](ResourceRow& r, const Text& t) { r.resource.rate_millionths = t.scaled(k_millionths); },
        [](const Resource& r, Index, const Names&) {
          return format_scaled(r.rate_millionths, k_millionths);
        }},
    ResourceElement{"StandardRateFormat"},
    ResourceElement{"Cost"},
    ResourceElement{"OvertimeRate",
                    [](ResourceRow& r, const Text& t) {
                      r.resource.overtime_rate_millionths = t.scaled(k_millionths);
                    },
                    [](const Resource& r, Index, const Names&) {
                      return format_scaled(r.overtime_rate_millionths, k_millionths);
                    }},
    ResourceElement{"OvertimeRateFormat"},
    ResourceElement{"OvertimeCost"},
    ResourceElement{
        "CostPerUse",
        [](ResourceRow& r, const Text& t) { r.resource.cost_per_use_minor = t.integer(); },
        [](const Resource& r, Index, const Names&) {
          return std::to_string(r.cost_per_use_minor);
        }},
    ResourceElement{"ActualCost"},
    ResourceElement{"ActualOvertimeCost"},
    ResourceElement{"RemainingCost"},
    ResourceElement{"RemainingOvertimeCost"},
    ResourceElement{"WorkVariance"},
    ResourceElement{"CostVariance"},
    ResourceElement{"SV"},
    ResourceElement{"CV"},
    ResourceElement{"ACWP"},
    ResourceElement{
        "CalendarUID", [](ResourceRow& r, const Text& t) { r.calendar_uid = t.integer(); },
        [](const Resource& r, Index, const Names& n) {
          return r.calendar == plan::k_none ? std::string("-1") : n.calendars[row_of(r.calendar)];
        }},
    ResourceElement{"Notes", [](ResourceRow& r, const Text& t) { r.resource.notes = t.value; },
                    [](const Resource& r, Index, const Names&) { return r.notes; }},
    ResourceElement{"BCWS"},
    ResourceElement{"BCWP"},
    ResourceElement{"IsGeneric"},
    ResourceElement{"IsInactive"},
    ResourceElement{"IsEnterprise"},
    ResourceElement{"BookingType"},
    ResourceElement{"ActualWorkProtected"},
    ResourceElement{"ActualOvertimeWorkProtected"},
    ResourceElement{"ActiveDirectoryGUID"},
    ResourceElement{"CreationDate"},
    ResourceElement{"IsCostResource",
                    [](ResourceRow& r, const Text& t) {
                      if (t.flag()) r.resource.kind = ResourceKind::cost;
                    },
                    [](const Resource& r, Index, const Names&) {
                      return flag_text(r.kind == ResourceKind::cost);
                    }},
    ResourceElement{"AssnOwner"},
    ResourceElement{"AssnOwnerGuid"},
    ResourceElement{"IsBudget"},
    ResourceElement{"ExtendedAttribute"},
    ResourceElement{"Baseline"},
    ResourceElement{"OutlineCode"},
    ResourceElement{"AvailabilityPeriods"},
    ResourceElement{"Rates"},
    ResourceElement{"TimephasedData"},
};

constexpr std::array k_assignment_elements = {
    AssignmentElement{
        "UID",
        [](AssignmentRow& r, const Text& t) { r.uid = t.integer(), r.assignment.uid = t.value; },
        [](const Assignment&, Index index, const Names& n) {
          return n.assignments[row_of(index)];
        }},
    AssignmentElement{"GUID"},
    AssignmentElement{"TaskUID", [](AssignmentRow& r, const Text& t) { r.task_uid = t.integer(); },
                      [](const Assignment& a, Index, const Names& n) {
                        return n.activities[row_of(a.activity)];
                      }},
    AssignmentElement{"ResourceUID",
                      [](AssignmentRow& r, const Text& t) { r.resource_uid = t.integer(); },
                      [](const Assignment& a, Index, const Names& n) {
                        return a.resource == plan::k_none ? std::to_string(k_unassigned_uid)
                                                          : n.resources[row_of(a.resource)];
                      }},
    AssignmentElement{"PercentWorkComplete"},
    AssignmentElement{"ActualCost"},
    AssignmentElement{"ActualFinish"},
    AssignmentElement{"ActualOvertimeCost"},
    AssignmentElement{"ActualOvertimeWork"},
    AssignmentElement{"ActualStart"},
    AssignmentElement{
        "ActualWork",
        [](AssignmentRow& r, const Text& t) { r.assignment.actual_work = t.duration(); },
        [](const Assignment& a, Index, const Names&) { return duration_text(a.actual_work); }},
    AssignmentElement{"ACWP"},
    AssignmentElement{"Confirmed"},
    AssignmentElement{
        "Cost", [](AssignmentRow& r, const Text& t) { r.assignment.cost_minor = t.integer(); },
        [](const Assignment& a, Index, const Names&) { return std::to_string(a.cost_minor); }},
    AssignmentElement{"CostRateTable"},
    AssignmentElement{"RateScale"},
    AssignmentElement{"CostVariance"},
    AssignmentElement{"CV"},
    AssignmentElement{
        "Delay",
        [](AssignmentRow& r, const Text& t) {
          r.assignment.delay = Minutes::from_tenths(t.small());
        },
        [](const Assignment& a, Index, const Names&) { return std::to_string(a.delay.tenths()); }},
    AssignmentElement{"Finish",
                      [](AssignmentRow& r, const Text& t) { r.assignment.finish = t.date(); },
                      [](const Assignment& a, Index, const Names&) { return date_text(a.finish); }},
    AssignmentElement{"FinishVariance"},
    AssignmentElement{"Hyperlink"},
    AssignmentElement{"HyperlinkAddress"},
    AssignmentElement{"HyperlinkSubAddress"},
    AssignmentElement{"WorkVariance"},
    AssignmentElement{"HasFixedRateUnits"},
    AssignmentElement{"FixedMaterial"},
    AssignmentElement{"LevelingDelay"},
    AssignmentElement{"LevelingDelayFormat"},
    AssignmentElement{"LinkedFields"},
    AssignmentElement{"Milestone"},
    AssignmentElement{"Notes"},
    AssignmentElement{"Overallocated"},
    AssignmentElement{"OvertimeCost"},
    AssignmentElement{
        "OvertimeWork",
        [](AssignmentRow& r, const Text& t) { r.assignment.overtime_work = t.duration(); },
        [](const Assignment& a, Index, const Names&) { return duration_text(a.overtime_work); }},
    AssignmentElement{"PeakUnits"},
    AssignmentElement{"RegularWork"},
    AssignmentElement{"RemainingCost"},
    AssignmentElement{"RemainingOvertimeCost"},
    AssignmentElement{"RemainingOvertimeWork",
                      [](AssignmentRow& r, const Text& t) {
                        r.assignment.remaining_overtime_work = t.duration();
                      },
                      [](const Assignment& a, Index, const Names&) {
                        return duration_text(a.remaining_overtime_work);
                      }},
    AssignmentElement{
        "RemainingWork",
        [](AssignmentRow& r, const Text& t) { r.assignment.remaining_work = t.duration(); },
        [](const Assignment& a, Index, const Names&) { return duration_text(a.remaining_work); }},
    AssignmentElement{"ResponsePending"},
    AssignmentElement{"Start",
                      [](AssignmentRow& r, const Text& t) { r.assignment.start = t.date(); },
                      [](const Assignment& a, Index, const Names&) { return date_text(a.start); }},
    AssignmentElement{"Stop"},
    AssignmentElement{"Resume"},
    AssignmentElement{"StartVariance"},
    AssignmentElement{"Summary"},
    AssignmentElement{"SV"},
    AssignmentElement{
        "Units", [](AssignmentRow& r, const Text& t) { r.assignment.units = t.small(10000); },
        [](const Assignment& a, Index, const Names&) { return format_scaled(a.units, 10000); }},
    AssignmentElement{"UpdateNeeded"},
    AssignmentElement{"VAC"},
    AssignmentElement{
        "Work", [](AssignmentRow& r, const Text& t) { r.assignment.work = t.duration(); },
        [](const Assignment& a, Index, const Names&) { return duration_text(a.work); }},
    AssignmentElement{
        "WorkContour", [](AssignmentRow& r, const Text& t) { r.assignment.contour = t.small(); },
        [](const Assignment& a, Index, const Names&) { return std::to_string(a.contour); }},
    AssignmentElement{"BCWS"},
    AssignmentElement{"BCWP"},
    AssignmentElement{"BookingType"},
    AssignmentElement{"ActualWorkProtected"},
    AssignmentElement{"ActualOvertimeWorkProtected"},
    AssignmentElement{"CreationDate"},
    AssignmentElement{"AssnOwner"},
    AssignmentElement{"AssnOwnerGuid"},
    AssignmentElement{"BudgetCost"},
    AssignmentElement{"BudgetWork"},
    AssignmentElement{"ExtendedAttribute"},
    AssignmentElement{"Baseline"},
    AssignmentElement{"TimephasedData"},
};

}  // namespace

std::span<const ResourceElement> resource_elements() { return k_resource_elements; }
std::span<const AssignmentElement> assignment_elements() { return k_assignment_elements; }

}  // namespace tc::interchange::mspdi
