#include <algorithm>
#include <array>
#include <map>

#include "functions/process/process.h"
#include "kernel/fields.h"
#include "project/report_tools.h"

namespace tc::functions::process {
namespace {

using namespace kernel;
using namespace kernel::field;

constexpr std::array k_method_phases = {
    Choice{"initiating", {"启动", "Initiating"}}, Choice{"planning", {"规划", "Planning"}},
    Choice{"executing", {"执行", "Executing"}},   Choice{"monitoring", {"监控", "Monitoring"}},
    Choice{"closing", {"收尾", "Closing"}},
};
constexpr std::array k_item_kinds = {
    Choice{"activity", {"活动", "Activity"}},
    Choice{"deliverable", {"交付物", "Deliverable"}},
    Choice{"gate", {"关口", "Gate"}},
};
constexpr std::array k_method_profiles = {
    Choice{"light", {"轻量", "Light"}},
    Choice{"standard", {"标准", "Standard"}},
    Choice{"full", {"完整", "Full"}},
};
constexpr std::array k_fields = {
    title({"方法内容", "Item"}),
    link("method", {"方法", "Method"}, "method", k_required | k_listed),
    integer("sequence", {"顺序", "Sequence"}, {1, 10'000}, k_required | k_listed),
    choice("phase", {"阶段", "Phase"}, k_method_phases, k_required | k_listed),
    choice("kind", {"类型", "Kind"}, k_item_kinds, k_required | k_listed),
    boolean("mandatory", {"强制", "Mandatory"}, k_listed),
    choice("from_profile", {"起始档位", "From profile"}, k_method_profiles, k_listed),
    text("raci", {"RACI", "RACI"}, k_listed),
    text("template", {"模板", "Template"}),
    prose("entry_criteria", {"准入条件", "Entry criteria"}),
    prose("exit_criteria", {"准出条件", "Exit criteria"}),
};
constexpr std::array k_method_records = {
    Record{.name = "method_item",
           .plural = "method-items",
           .label = {"方法内容", "Method item"},
           .prefix = "MI",
           .scoping = Scoping::organisation,
           .fields = k_fields},
};

bool method_is_open(const RuleInput& input) {
  const auto method = input.reader.load_any("method", input.after.integer("method"));
  return method && Words("draft review").contains(method->state);
}
constexpr std::array k_method_rules = {
    Rule{"method_item.method_is_open",
         "method_item",
         "write",
         {"已发布方法的内容不能修改，请建立新版本",
          "The content of a published method is fixed; make a new revision"},
         method_is_open,
         "method"},
};

std::vector<Row> items_of(Reader& reader, Id method) {
  std::vector<Row> items = project::linked(reader, "method_item", "method", method);
  std::ranges::stable_sort(items, {}, [](const Row& row) { return row.integer("sequence"); });
  return items;
}

/// The first profile that keeps an item of a pack.
std::string_view first_profile(const PackItem& item) {
  return item.profiles.substr(0, item.profiles.find(' '));
}

// The content of the built-in pack of its family, to be changed before it is published.
Result<ActionOutcome> fill(const ActionInput& input) {
  if (!items_of(input.reader, input.row->id).empty())
    return refuse(RefusalKind::rule, "method.already_filled");
  if (!Words("draft review").contains(input.row->state))
    return refuse(RefusalKind::rule, "method_item.method_is_open");
  const bool zh = input.principal.zh();
  ActionOutcome outcome;
  std::int64_t sequence = 0;
  for (const PackItem& item : pack_of(input.row->text("family")))
    outcome.commands.push_back(
        project::creation("method_item.create", {{"title", zh ? item.label.zh : item.label.en},
                                                 {"method", id_text(input.row->id)},
                                                 {"sequence", ++sequence},
                                                 {"phase", item.phase},
                                                 {"kind", item.gate ? "gate" : "deliverable"},
                                                 {"mandatory", item.mandatory},
                                                 {"from_profile", first_profile(item)}}));
  return outcome;
}

// A draft of the next revision with the same content; the present one stays in force.
Result<ActionOutcome> revise(const ActionInput& input) {
  ActionOutcome outcome;
  CommandSpec made =
      project::creation("method.create", {{"title", input.row->text("title")},
                                          {"family", input.row->text("family")},
                                          {"revision", input.row->integer("revision", 1) + 1},
                                          {"replaces", id_text(input.row->id)}});
  made.new_id = input.kernel.new_id();
  const std::string id = id_text(made.new_id);
  outcome.result = Json::object();
  outcome.result.append("method", id);
  outcome.commands.push_back(std::move(made));
  for (const Row& item : items_of(input.reader, input.row->id)) {
    CommandSpec copy =
        project::creation("method_item.create", {{"title", item.text("title")},
                                                 {"method", id},
                                                 {"sequence", item.integer("sequence")},
                                                 {"mandatory", item.integer("mandatory") != 0}});
    for (const std::string_view field :
         Words("phase kind from_profile raci template entry_criteria exit_criteria"))
      if (item.has(field)) copy.set.append(std::string(field), item.text(field));
    outcome.commands.push_back(std::move(copy));
  }
  return outcome;
}

constexpr std::array k_method_actions = {
    Action{"method.fill", {"填入内置方法包", "Fill from the built-in pack"}, {}, fill},
    Action{"method.new_revision", {"建立新版本", "New revision"}, {}, revise},
};

constexpr std::array k_diff_inputs = {link("method", {"方法", "Method"}, "method", k_required)};
constexpr std::array k_changes = {
    Choice{"added", {"新增", "Added"}},
    Choice{"removed", {"删除", "Removed"}},
    Choice{"changed", {"修改", "Changed"}},
};
constexpr std::array k_diff_columns = {
    text("item", {"方法内容", "Item"}),
    text("phase", {"阶段", "Phase"}),
    choice("change", {"差异", "Difference"}, k_changes),
    text("fields", {"修改字段", "Fields"}),
};

// Which fields of two items of the same name differ.
std::string differing(const Row& now, const Row& before) {
  std::string fields;
  for (const std::string_view field :
       Words("phase kind mandatory from_profile raci template entry_criteria exit_criteria"))
    if (now.at(field) != before.at(field))
      fields += (fields.empty() ? "" : " ") + std::string(field);
  return fields;
}

// Against the revision that it replaces: what a project that moves over has to expect.
Result<ReportTable> method_diff(const ReportInput& input) {
  ReportTable table;
  const auto method =
      input.reader.load("method", parse_id(input.inputs.text("method")).value_or(0));
  if (!method) return table;
  std::map<std::string, Row> before;
  for (Row& row : items_of(input.reader, method->integer("replaces")))
    before.insert_or_assign(std::string(row.text("title")), std::move(row));
  const auto add = [&](const Row& row, const char* change, const std::string& fields) {
    table.rows.push_back({Value(std::string(row.text("title"))), row.at("phase"),
                          Value(std::string(change)), Value(fields)});
  };
  for (const Row& row : items_of(input.reader, method->id)) {
    const auto old = before.find(std::string(row.text("title")));
    if (old == before.end()) {
      add(row, "added", {});
      continue;
    }
    const std::string fields = differing(row, old->second);
    if (!fields.empty()) add(row, "changed", fields);
    before.erase(old);
  }
  for (const auto& [name, row] : before) add(row, "removed", {});
  return table;
}

constexpr std::array k_phase_columns = {
    link("project", {"项目", "Project"}, "project"),
    choice("phase", {"阶段", "Phase"}, k_method_phases),
    integer("gates", {"关口数", "Gates"}, {}),
    integer("passed", {"已通过", "Passed"}, {}),
    percent("progress", {"通过率", "Passed"}),
    boolean("current", {"当前阶段", "Present phase"}),
};
bool is_passed(const Row& gate) {
  return gate.state == "conditions_closed" ||
         (gate.state == "decided" && gate.text("decision") == "go");
}
// One strip a project: the first phase with a gate not passed is where it stands.
Result<ReportTable> phases(const ReportInput& input) {
  std::map<Id, std::array<std::pair<std::int64_t, std::int64_t>, k_method_phases.size()>> strips;
  for (const Row& gate : project::report_rows(input, "gate")) {
    const auto at = std::ranges::find(k_method_phases, gate.text("phase"), &Choice::value);
    if (at == k_method_phases.end()) continue;
    auto& [gates, passed] =
        strips[gate.scope][static_cast<std::size_t>(at - k_method_phases.begin())];
    ++gates;
    passed += is_passed(gate);
  }
  ReportTable table;
  for (const auto& [scope, strip] : strips) {
    bool reached = false;
    for (std::size_t i = 0; i < strip.size(); ++i) {
      const auto& [gates, passed] = strip[i];
      if (gates == 0) continue;
      const bool current = !reached && passed < gates;
      reached = reached || current;
      table.rows.push_back({Value(scope), Value(std::string(k_method_phases[i].value)),
                            Value(gates), Value(passed), project::share(passed, gates),
                            Value(std::int64_t{current})});
    }
  }
  return table;
}

constexpr std::array k_method_reports = {
    Report{"process.phases",
           {"阶段条", "Phases"},
           "gate.read",
           project::k_project_inputs,
           k_phase_columns,
           "heat",
           phases},
    Report{"process.method_diff",
           {"方法版本差异", "Difference of method revisions"},
           "method.read",
           k_diff_inputs,
           k_diff_columns,
           "table",
           method_diff},
};

}  // namespace

std::span<const Record> method_records() { return k_method_records; }
std::span<const Rule> method_rules() { return k_method_rules; }
std::span<const Action> method_actions() { return k_method_actions; }
std::span<const Report> method_reports() { return k_method_reports; }

std::vector<TailoredItem> tailored_items(Reader& reader, const Row& method,
                                         std::string_view profile, bool zh) {
  std::vector<TailoredItem> kept;
  const auto rank = [](std::string_view name) {
    return std::ranges::find(k_method_profiles, name, &Choice::value) - k_method_profiles.begin();
  };
  for (const Row& row : items_of(reader, method.id)) {
    if (row.has("from_profile") && rank(row.text("from_profile")) > rank(profile)) continue;
    const auto told = [&](std::string_view field) { return std::string(row.text(field)); };
    kept.push_back({told("phase"), told("title"), told("kind") == "gate",
                    row.integer("mandatory") != 0, told("raci"), told("entry_criteria"),
                    told("exit_criteria"), told("template")});
  }
  if (!kept.empty()) return kept;
  for (const PackItem& item : pack_of(method.text("family")))
    if (rank(first_profile(item)) <= rank(profile))
      kept.push_back({std::string(item.phase),
                      std::string(zh ? item.label.zh : item.label.en),
                      item.gate,
                      item.mandatory,
                      {},
                      {},
                      {},
                      {}});
  return kept;
}

}  // namespace tc::functions::process
