#include "project/new_plan.h"

#include "project/office_calendar.h"

namespace tc::project {

plan::Plan new_plan(kernel::Reader& reader, const std::string& name, PlanTime start) {
  plan::Plan plan;
  plan.title = name;
  plan.calendars.push_back(office_calendar(reader));
  plan::Project project;
  project.uid = "1";
  project.name = name;
  project.calendar = 0;
  project.start = start;
  plan.projects.push_back(std::move(project));
  return plan;
}

}  // namespace tc::project
