#pragma once

#include <span>
#include <string>
#include <vector>

#include "kernel/kernel.h"
#include "project/due_colour.h"

namespace tc::functions::process {

[[nodiscard]] std::span<const kernel::Record> records();
[[nodiscard]] std::span<const kernel::Report> reports();
/// A gate is waited for until it is decided.
inline constexpr project::DueColour k_gate_colour = {
    "gate", "decided conditions_closed",
    [](const kernel::Row&) -> std::string_view { return "planned_on"; }};
/// The built-in lifecycles as data: phases, their checklist items and gates.
struct PackItem {
  std::string_view phase;
  kernel::Label label;
  bool gate = false;
  bool mandatory = true;
  std::string_view profiles = "light standard full";  ///< Tailoring profiles that keep it.
};
[[nodiscard]] std::span<const PackItem> pack_of(std::string_view family);

/// The content of methods: what the organisation keeps of a pack and adds to it.
[[nodiscard]] std::span<const kernel::Record> method_records();
[[nodiscard]] std::span<const kernel::Rule> method_rules();
[[nodiscard]] std::span<const kernel::Action> method_actions();
[[nodiscard]] std::span<const kernel::Report> method_reports();

/// What a project gets of its method.
struct TailoredItem {
  std::string phase, title;
  bool gate = false, mandatory = true;
  std::string raci, entry_criteria, exit_criteria;
  std::string document = {};  ///< The document that it asks for, from its template.
};
/// In order, those that the profile keeps: the method's own content, else its family's pack.
[[nodiscard]] std::vector<TailoredItem> tailored_items(kernel::Reader& reader,
                                                       const kernel::Row& method,
                                                       std::string_view profile, bool zh);

}  // namespace tc::functions::process
