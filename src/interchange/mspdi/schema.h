#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "interchange/common/number.h"
#include "interchange/common/report.h"
#include "interchange/common/xml.h"
#include "interchange/mspdi/value.h"
#include "plan/plan.h"

/// The elements of MSPDI: one table per parent, in the order of the schema (MS Project refuses
/// files in another order); those that the plan has a place for say how they are read and
/// written. All others ride along in `extra`.
///
/// Order and names: mspdi_pj12.xsd and, for later elements, files that Project 2010 to 2019 saved.
namespace tc::interchange::mspdi {

using UidMap = std::unordered_map<std::int64_t, plan::Index>;

/// The text of one element that is being read. Answers nothing, and warns, where the text is not
/// what it should be.
struct Text {
  std::string_view value;
  std::string_view element;
  Report& report;
  const XmlCursor& cursor;

  [[nodiscard]] PlanTime date() const;
  [[nodiscard]] Minutes duration() const;
  [[nodiscard]] std::int64_t integer() const { return scaled(1); }
  [[nodiscard]] std::int64_t scaled(std::int64_t scale) const;
  [[nodiscard]] std::int32_t small(std::int64_t scale = 1) const {
    return clamp_int32(scaled(scale));
  }
  [[nodiscard]] bool flag() const { return parse_flag(value); }
  void warn(std::string_view code) const;
};

/// Uids of the objects as they are written, by index.
struct Names {
  const plan::Plan& plan;
  std::vector<std::string> calendars, activities, resources, assignments;
  std::vector<std::int32_t> levels;  ///< Outline level of each activity, from 1.
  std::vector<std::string> outline;  ///< Outline number of each activity, "1.2.3".
  /// The rows stand where the file had them: ID, OutlineLevel and the like stay as they were.
  bool same_structure = false;

  explicit Names(const plan::Plan& of) : plan(of) {}
};

/// What a task says beyond the plan's fields, until references can be followed.
struct TaskRow {
  plan::Activity activity;
  std::int64_t uid = -1;
  std::int64_t calendar_uid = -1;
  std::int32_t level = -1;
  bool summary = false;
  bool has_estimated = false;
  std::string external_file;
};

struct ResourceRow {
  plan::Resource resource;
  std::int64_t uid = -1;
  std::int64_t calendar_uid = -1;
  bool null_row = false;
};

struct AssignmentRow {
  plan::Assignment assignment;
  std::int64_t uid = -1, task_uid = -1, resource_uid = -1;
};

struct LinkRow {
  plan::Link link;
  std::int64_t predecessor_uid = -1;
  std::string external_task;  ///< "folder\\file\\row".
};

struct ProjectRow {
  plan::Project project;
  std::int64_t calendar_uid = -1;
  std::string file_name;
  std::int64_t days_per_month = 20;
};

/// `set` and `get` are nullptr where the plan has no place for the element; `get` answers an
/// empty string where the element is left out.
template <class Row, class Object>
struct Element {
  std::string_view name;
  void (*set)(Row& row, const Text& text) = nullptr;
  std::string (*get)(const Object& object, plan::Index index, const Names& names) = nullptr;
};

using TaskElement = Element<TaskRow, plan::Activity>;
using LinkElement = Element<LinkRow, plan::Link>;
using ResourceElement = Element<ResourceRow, plan::Resource>;
using AssignmentElement = Element<AssignmentRow, plan::Assignment>;
using ProjectElement = Element<ProjectRow, plan::Project>;

[[nodiscard]] std::span<const TaskElement> task_elements();
[[nodiscard]] std::span<const LinkElement> link_elements();
[[nodiscard]] std::span<const ResourceElement> resource_elements();
[[nodiscard]] std::span<const AssignmentElement> assignment_elements();
[[nodiscard]] std::span<const ProjectElement> project_elements();

/// Element name → place in its table, -1 for a name the schema does not have.
class NameTable {
 public:
  template <class E>
  explicit NameTable(std::span<const E> elements) {
    for (const E& element : elements) add(element.name);
  }
  [[nodiscard]] int find(std::string_view name) const {
    for (std::size_t slot = hash(name);; ++slot) {
      const std::int16_t place = slots_[slot % k_slots];
      if (place < 0) return -1;
      if (names_[static_cast<std::size_t>(place)] == name) return place;
    }
  }

 private:
  static constexpr std::size_t k_slots = 1024;
  static std::size_t hash(std::string_view name);
  void add(std::string_view name);
  std::array<std::int16_t, k_slots> slots_ = [] {
    std::array<std::int16_t, k_slots> empty{};
    empty.fill(-1);
    return empty;
  }();
  std::vector<std::string_view> names_;
};

}  // namespace tc::interchange::mspdi
